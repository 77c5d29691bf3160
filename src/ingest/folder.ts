// The articles folder -> which files stand in it, and their bytes. What those mean is for others to say.
import { lstat, open, opendir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Problem } from '../entry.ts';
import { chunks } from '../lists.ts';
import { isArticle, isMedia } from './article.ts';

/** Files that are looked at or read side by side: more than the pool of threads gains nothing. */
export const AT_ONCE = 32;

/** What tells a changed file from an unchanged one without reading it. */
export type FileStat = {
  readonly size: number;
  /** Milliseconds, with fractions. */
  readonly modified: number;
  readonly changed: number;
  /** Inode and birth: the same file under another name. Empty where the file system keeps no birth. */
  readonly identity: string;
};

export type FolderListing = {
  /** Relative to the root, `/`-separated; empty for the root itself. */
  readonly folder: string;
  readonly files: readonly string[];
  /** Pictures, audio, video: what may belong to an article. */
  readonly media: readonly string[];
  /** What is named like an article and cannot be one. */
  readonly refused: readonly Problem[];
  /** Why the folder cannot be listed; then nothing is known of what it holds. */
  readonly unreadable?: string;
};

/**
 * Lists the articles folder by folder, in one order everywhere.
 * @throws when the root cannot be read; a sub-folder that vanishes meanwhile is passed over
 */
export async function* walk(root: string, start = ''): AsyncGenerator<FolderListing> {
  const top = await realpath(root);
  const pending = [start];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const files: string[] = [];
    const media: string[] = [];
    const refused: Problem[] = [];
    const folders: string[] = [];
    try {
      // One after the other: a list of a million entries would take more memory than their names.
      for await (const entry of await opendir(join(root, folder), { bufferSize: 1024 })) {
        if (entry.name.startsWith('.')) continue;
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.name.includes('\uFFFD')) {
          refused.push({ path, expected: 'a name in UTF-8', found: 'bytes that are not UTF-8; rename it' });
        } else if (entry.isDirectory()) {
          folders.push(path);
        } else if (entry.isSymbolicLink()) {
          // Whoever reads a medium says why one is not followed.
          if (isMedia(path) && (await statFile(root, path).catch(() => undefined))) media.push(path);
          if (!isArticle(path)) continue;
          const problem = await whyNotFollowed(top, root, path);
          if (problem) refused.push(problem);
          else files.push(path);
        } else if (entry.isFile()) {
          if (isArticle(path)) files.push(path);
          else if (isMedia(path)) media.push(path);
        }
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (folder === '') throw error;
      if (code !== 'ENOENT' && code !== 'ENOTDIR')
        yield { folder, files: [], media: [], refused: [], unreadable: code ?? String(error) };
      continue;
    }
    pending.push(...inOrder(folders).reverse());
    yield { folder, files: inOrder(files), media: inOrder(media), refused };
  }
}

/** Beyond the Basic Multilingual Plane the order of UTF-16 is not that of the bytes, which databases have. */
const ASTRAL = /[\uD800-\uDFFF]/;

/** Sorts paths by their bytes in UTF-8. */
function inOrder(paths: string[]): string[] {
  if (!paths.some((path) => ASTRAL.test(path))) return paths.sort();
  return paths.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}

/**
 * Why a path is not read though something is there: a link to a file within the root is an article, anything else could
 * show the world what was never meant for it.
 */
export async function whyNotFollowed(top: string, root: string, path: string): Promise<Problem | undefined> {
  const target = await realpath(join(root, path)).catch(() => undefined);
  const expected = 'a file within the articles folder';
  if (target === undefined) {
    const isLink = (await lstat(join(root, path)).catch(() => undefined))?.isSymbolicLink() ?? false;
    return isLink ? { path, expected, found: 'a symbolic link that leads nowhere' } : undefined;
  }
  if (!target.startsWith(top + sep)) return { path, expected, found: 'a symbolic link that leads out of it' };
  const isFile = (await stat(target).catch(() => undefined))?.isFile() ?? false;
  return isFile ? undefined : { path, expected, found: 'a symbolic link to something else' };
}

/** Which folder stands at a path: the same under another name, another one when it was made anew. Empty when none does. */
export async function identifyFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ? `${found.dev}-${found.ino}-${found.birthtimeMs}` : '';
}

/** The stat of one file, undefined when it is not there or no file. */
async function statFile(root: string, path: string): Promise<FileStat | undefined> {
  const found = await stat(join(root, path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ELOOP') return undefined;
    throw error;
  });
  if (!found?.isFile()) return undefined;
  return {
    size: found.size,
    modified: found.mtimeMs,
    changed: found.ctimeMs,
    identity: found.birthtimeMs > 0 ? `${found.dev}-${found.ino}-${found.birthtimeMs}` : '',
  };
}

/** Looks at files; those that are not there are left out, those that cannot be looked at are problems. */
export async function statAll(
  root: string,
  paths: readonly string[],
): Promise<{ found: Map<string, FileStat>; failed: Problem[] }> {
  const found = new Map<string, FileStat>();
  const failed: Problem[] = [];
  const look = async (path: string) => {
    try {
      return await statFile(root, path);
    } catch (error) {
      failed.push(unreadable(path, error));
      return undefined;
    }
  };
  for (const some of chunks(paths, AT_ONCE)) {
    const stats = await Promise.all(some.map(look));
    for (const [index, path] of some.entries()) {
      const stat = stats[index];
      if (stat) found.set(path, stat);
    }
  }
  return { found, failed };
}

/** A file that is there and cannot be read. */
export function unreadable(path: string, error: unknown): Problem {
  const { code } = error as NodeJS.ErrnoException;
  return { path, expected: 'a file that can be read', found: code ?? String(error) };
}

/**
 * The bytes of one file, as long as it is what it was when it was looked at.
 * @returns undefined when it has changed since, changes under our hands, or is gone
 * @throws when it cannot be read
 */
export async function readStill(root: string, path: string, before: FileStat): Promise<Uint8Array | undefined> {
  const file = await open(join(root, path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    // One byte more than there should be shows that there is more, and bounds what a file that grows can take.
    const bytes = new Uint8Array(before.size + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length >= before.size) break;
    }
    const after = await file.stat();
    const isStill = length === before.size && after.size === before.size && after.mtimeMs === before.modified;
    return isStill ? bytes.subarray(0, length) : undefined;
  } finally {
    await file.close();
  }
}
