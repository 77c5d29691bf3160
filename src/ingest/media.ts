// A media file -> what is known of it. Broken media are looked at in a thread: those who parse them have sat over some
// for ever, and nobody who asks for a feed shall wait meanwhile.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Piscina } from 'piscina';
import type { Chapter, Problem, Remark } from '../entry.ts';
import { CHAPTERS_TYPE, isNameOf, MEDIA_EXTENSIONS, type MediaFacts } from '../media.ts';
import { openThread } from '../threads.ts';
import { isMedia } from './article.ts';
import { chaptersOf, readChapters } from './chapters.ts';
import { unreadable, whyNotFollowed } from './folder.ts';
import { hasChaptersApart, type Measured } from './measure.ts';
import type { Task } from './media-thread.ts';

export type MediaProblem = Pick<Problem, 'expected' | 'found'>;

export type MediaReading =
  | {
      readonly ok: true;
      readonly facts: MediaFacts;
      readonly remarks: readonly Remark[];
      /** Of what is played: what it was looked at for (see PLAYED_VERSION). Absent with the first version, and of others. */
      readonly version?: number;
    }
  | { readonly ok: false; readonly problem: MediaProblem };

/** Raise it when what is played is looked at for more: it is then read again, with its articles. */
export const PLAYED_VERSION = 3;

/** Looking at a sound file of any size takes a hundredth of this: only its header is read. */
const TIME_LIMIT_MS = 20_000;
/** Chapters are worth less than all the rest. */
const CHAPTERS_LIMIT_MS = 5_000;
/** A file of a thousand chapters has a fifth of it. */
const MOST_CHAPTERS_BYTES = 1024 * 1024;
const MEMORY_LIMIT_MB = 256;
/** A thread costs a tenth of a second to start: it is kept for the next medium, for a while. */
const KEEP_MS = 10_000;

/**
 * Reads what is to be known of one medium. Its content passes through once and is never held.
 * @param root the articles folder
 * @param path of the file, `/`-separated, relative to the root
 * @throws only when the signal ends the reading
 */
export async function readMedia(
  root: string,
  path: string,
  signal?: AbortSignal,
  timeLimitMs = TIME_LIMIT_MS,
): Promise<MediaReading> {
  try {
    return await read(root, path, signal, timeLimitMs);
  } catch (error) {
    signal?.throwIfAborted();
    const { expected, found } = unreadable(path, error);
    return { ok: false, problem: { expected, found } };
  }
}

async function read(
  root: string,
  path: string,
  signal: AbortSignal | undefined,
  timeLimitMs: number,
): Promise<MediaReading> {
  signal?.throwIfAborted();
  const refuse = (expected: string, found: string): MediaReading => ({ ok: false, problem: { expected, found } });
  if (!isMedia(path)) return refuse(`a file named ${MEDIA_EXTENSIONS.join(', ')}`, path);
  const why = await whyNotFollowed(await realpath(root), root, path);
  if (why) return refuse(why.expected, why.found);
  const file = join(root, path);
  const before = await stat(file).catch(() => undefined);
  if (!before) return refuse('a file', 'none at this place');
  if (before.size === 0) return refuse('a medium', 'an empty file');
  if (isNameOf(path, CHAPTERS_TYPE)) {
    if (before.size > MOST_CHAPTERS_BYTES) return refuse(`chapters of at most ${MOST_CHAPTERS_BYTES} bytes`, 'more');
    return chaptersIn(await readFile(file), path);
  }
  const measured = await inThread([file, path], signal, timeLimitMs);
  if (!measured.ok) return { ok: false, problem: measured.problem };
  const { chapters, remarks: passedOver } = await chaptersInside(file, path, measured, signal, timeLimitMs);
  const { hash, length } = await digest(file, signal);
  const after = await stat(file);
  if (length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs)
    return refuse('a file that is complete', 'one that is being written');
  const { type } = measured.facts;
  const remarks: Remark[] = isNameOf(path, type)
    ? passedOver
    : [...passedOver, { kind: 'repaired', why: `the name does not fit the content, which is ${type}`, text: path }];
  const facts = { ...measured.facts, length, hash, ...(chapters.length > 0 ? { chapters } : {}) };
  return { ok: true, facts, remarks, ...(/^(?:audio|video)\//.test(type) ? { version: PLAYED_VERSION } : {}) };
}

/** A file of chapters: all that is to be known of it stands in it. */
function chaptersIn(bytes: Uint8Array, path: string): MediaReading {
  const read = readChapters(bytes, path);
  if (!read.ok) return { ok: false, problem: read.problem };
  const hash = createHash('sha256').update(bytes).digest('base64url');
  return {
    ok: true,
    facts: { type: CHAPTERS_TYPE, length: bytes.length, hash, chapters: read.chapters },
    remarks: read.remarks,
  };
}

/** The chapters inside of what is played. Those that cannot be read harm nothing else. */
async function chaptersInside(
  file: string,
  path: string,
  { facts, inside = [] }: Measured & { ok: true },
  signal: AbortSignal | undefined,
  timeLimitMs: number,
): Promise<{ readonly chapters: readonly Chapter[]; readonly remarks: Remark[] }> {
  const apart = hasChaptersApart(facts.type)
    ? await inThread([file, path, { chaptersOf: facts.type }], signal, Math.min(timeLimitMs, CHAPTERS_LIMIT_MS))
    : undefined;
  const remarks: Remark[] =
    apart && !apart.ok
      ? [{ kind: 'repaired', why: `the chapters inside are passed over: found ${apart.problem.found}`, text: path }]
      : [];
  const found = apart?.ok ? (apart.inside ?? []) : inside;
  const { chapters } = chaptersOf(
    found.filter(({ title }) => title.trim() !== ''),
    { folder: '' },
  );
  return { chapters, remarks };
}

async function digest(file: string, signal?: AbortSignal): Promise<{ hash: string; length: number }> {
  const [stream, hash] = [createReadStream(file, { highWaterMark: 256 * 1024 }), createHash('sha256')];
  await pipeline(stream, hash, { ...(signal ? { signal } : {}) });
  return { hash: hash.digest('base64url'), length: stream.bytesRead };
}

let pool: Piscina<Task, Measured> | undefined;
let last: Promise<unknown> = Promise.resolve();

/** One at a time: the clock of a file runs from when it is looked at, not from when it is its turn. */
function inThread(task: Task, signal: AbortSignal | undefined, timeLimitMs: number): Promise<Measured> {
  const run = last.then(async (): Promise<Measured> => {
    const timeout = AbortSignal.timeout(timeLimitMs);
    try {
      pool ??= openThread({
        filename: new URL('media-thread.ts', import.meta.url).href,

        keepMs: KEEP_MS,
        resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
      });
      return await pool.run(task, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    } catch (error) {
      signal?.throwIfAborted();
      const found = timeout.aborted
        ? `one that takes longer than ${timeLimitMs / 1000} s`
        : `one that fails with ${error}`;
      return { ok: false, problem: { expected: 'a medium that can be read', found } };
    }
  });
  last = run.catch(() => undefined);
  return run;
}
