// Files of the articles folder -> the articles in them. A file that is not as it was looked at is left for later.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../entry.ts';
import { chunks } from '../lists.ts';
import { type Article, isLines, MAX_ARTICLE_BYTES } from './article.ts';
import { AT_ONCE, type FileStat, readStill, unreadable } from './folder.ts';
import { readBounded } from './large.ts';
import type { ReaderSettings } from './reading.ts';

/** A file as it was when it was looked at, and the media that were seen beside it; undefined: nobody has looked for any. */
export type LookedAt = readonly [path: string, stat: FileStat, beside?: readonly string[]];

export type ReadSettings = {
  readonly root: string;
  readonly readers: ReaderSettings;
  /** Files that claim to have been changed later were changed now. */
  readonly now: Date;
};

export type Outcome =
  | { readonly kind: 'article'; readonly article: Article }
  /** It holds many: see `readPieces`. */
  | { readonly kind: 'many' }
  /** It is no longer as it was looked at, is gone, or nobody waits for it. */
  | { readonly kind: 'moving' }
  /** The disk is troubled: what cannot be read now may be later. */
  | { readonly kind: 'unreadable'; readonly problem: Problem };

/** Reads files, and says of each what came of it, in their order. Never throws for what a file holds. */
export async function readFiles(
  files: readonly LookedAt[],
  settings: ReadSettings,
  signal?: AbortSignal,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const some of chunks(files, AT_ONCE))
    outcomes.push(...(await Promise.all(some.map((file) => readFile(file, settings, signal)))));
  return outcomes;
}

async function readFile([path, stat]: LookedAt, settings: ReadSettings, signal?: AbortSignal): Promise<Outcome> {
  if (stat.size > MAX_ARTICLE_BYTES) {
    if (isLines(path)) return { kind: 'many' };
    const problem = { expected: `at most ${MAX_ARTICLE_BYTES} bytes`, found: `${stat.size} bytes` };
    return { kind: 'article', article: { path, digest: `unread ${path}`, reading: { kind: 'problem', ...problem } } };
  }
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readStill(settings.root, path, stat);
  } catch (error) {
    return { kind: 'unreadable', problem: unreadable(path, error) };
  }
  const articles = bytes && (await readBounded([bytes, path, modifiedOf(stat, settings), settings.readers], signal));
  if (!articles) return { kind: 'moving' };
  const [article, ...others] = articles;
  return article?.path === path && others.length === 0 ? { kind: 'article', article } : { kind: 'many' };
}

function modifiedOf({ modified }: FileStat, { now }: ReadSettings): Date {
  return new Date(Math.min(modified, now.getTime()));
}

/** Of a file with an article in every line, so much is read at once. */
const SLICE_BYTES = 4 * 1024 * 1024;

/**
 * Reads a file that holds many articles, part by part. A part ends with a line, so that no file is too large.
 * @throws MovingError when the file changes under our hands
 */
export async function* readPieces(
  [path, stat]: LookedAt,
  settings: ReadSettings,
  signal?: AbortSignal,
): AsyncGenerator<readonly Article[]> {
  const piecesIn = async (bytes: Uint8Array | undefined): Promise<readonly Article[]> => {
    const found = bytes && (await readBounded([bytes, path, modifiedOf(stat, settings), settings.readers], signal));
    if (!found) throw new MovingError();
    return found;
  };
  if (stat.size <= MAX_ARTICLE_BYTES) {
    const found = await piecesIn(await readStill(settings.root, path, stat));
    yield isWhole(found, path) ? found.map((article) => inPart(article, path, 0)) : found;
    return;
  }
  const file = await open(join(settings.root, path));
  try {
    let rest: Uint8Array = new Uint8Array();
    let part = 0;
    for (let position = 0; position < stat.size || rest.length > 0; ) {
      const buffer = new Uint8Array(SLICE_BYTES);
      const { bytesRead } = await file.read(buffer, 0, SLICE_BYTES, position);
      position += bytesRead;
      const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      const isLast = bytesRead === 0 || position >= stat.size;
      const end = isLast ? bytes.length : bytes.lastIndexOf(NEW_LINE) + 1;
      // A line that is too long to be an article is given away in parts, each of which is a problem.
      const cut = end === 0 && bytes.length >= MAX_ARTICLE_BYTES ? bytes.length : end;
      if (cut > 0) {
        const found = await piecesIn(bytes.subarray(0, cut));
        yield part === 0 && !isWhole(found, path) ? found : found.map((article) => inPart(article, path, part));
        part += 1;
      }
      rest = bytes.subarray(cut);
      if (isLast) break;
    }
    const after = await file.stat();
    if (after.size !== stat.size || after.mtimeMs !== stat.modified) throw new MovingError();
  } finally {
    await file.close();
  }
}

const NEW_LINE = 10;

/** A file is not what it was when it was looked at, or nobody waits for it. */
export class MovingError extends Error {}

function isWhole([article]: readonly Article[], path: string): boolean {
  return article?.path === path;
}

/** True for the problem of a part that could not be taken apart: nobody knows which articles it holds. */
export function isPartBroken({ path, reading }: Article): boolean {
  return reading.kind === 'problem' && path.endsWith('.');
}

/** Keys are told within a part. */
function inPart(article: Article, path: string, part: number): Article {
  return { ...article, path: `${path}/${part}.${article.path.slice(path.length + 1)}` };
}
