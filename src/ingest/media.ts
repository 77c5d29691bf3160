// A media file -> what is known of it. Broken media are looked at in a thread: those who parse them have sat over some
// for ever, and nobody who asks for a feed shall wait meanwhile.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Piscina } from 'piscina';
import type { Problem, Remark } from '../entry.ts';
import { isNameOf, MEDIA_EXTENSIONS, type MediaFacts } from '../media.ts';
import { openThread } from '../threads.ts';
import { isMedia } from './article.ts';
import { unreadable, whyNotFollowed } from './folder.ts';
import type { Measured } from './measure.ts';

export type MediaProblem = Pick<Problem, 'expected' | 'found'>;

export type MediaReading =
  | { readonly ok: true; readonly facts: MediaFacts; readonly remarks: readonly Remark[] }
  | { readonly ok: false; readonly problem: MediaProblem };

/** Looking at a sound file of any size takes a hundredth of this: only its header is read. */
const TIME_LIMIT_MS = 20_000;
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
  const measured = await measureInThread(file, path, signal, timeLimitMs);
  if (!measured.ok) return { ok: false, problem: measured.problem };
  const { hash, length } = await digest(file, signal);
  const after = await stat(file);
  if (length !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs)
    return refuse('a file that is complete', 'one that is being written');
  const { type } = measured.facts;
  const remarks: Remark[] = isNameOf(path, type)
    ? []
    : [{ kind: 'repaired', why: `the name does not fit the content, which is ${type}`, text: path }];
  return { ok: true, facts: { ...measured.facts, length, hash }, remarks };
}

async function digest(file: string, signal?: AbortSignal): Promise<{ hash: string; length: number }> {
  const [stream, hash] = [createReadStream(file, { highWaterMark: 256 * 1024 }), createHash('sha256')];
  await pipeline(stream, hash, { ...(signal ? { signal } : {}) });
  return { hash: hash.digest('base64url'), length: stream.bytesRead };
}

let pool: Piscina<[file: string, path: string], Measured> | undefined;
let last: Promise<unknown> = Promise.resolve();

/** One at a time: the clock of a file runs from when it is looked at, not from when it is its turn. */
function measureInThread(
  file: string,
  path: string,
  signal: AbortSignal | undefined,
  timeLimitMs: number,
): Promise<Measured> {
  const run = last.then(async (): Promise<Measured> => {
    const timeout = AbortSignal.timeout(timeLimitMs);
    try {
      pool ??= openThread({
        filename: new URL('media-thread.ts', import.meta.url).href,

        keepMs: KEEP_MS,
        resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
      });
      return await pool.run([file, path], { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
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
