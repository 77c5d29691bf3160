// The articles folder and what is known of it -> what differs. Looks and stats; reads no article.
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../entry.ts';
import { append } from '../lists.ts';
import { isArticle } from './article.ts';
import { type FileStat, statAll, walk, whyNotFollowed } from './folder.ts';

/** What differs from what is known, as it was when it was looked at. */
export type Difference = {
  readonly changed: Map<string, FileStat>;
  readonly gone: string[];
  readonly refused: Problem[];
  /** True when some of what has changed was there before. */
  hasKnown: boolean;
  /** How many articles there are, changed or not. */
  seen: number;
};

/** What a comparison needs to ask of whoever remembers. */
type Memory = {
  /** Which of these paths are known. */
  known(paths: readonly string[]): Promise<Map<string, KnownFile>>;
  /** What is known of the files in one folder. */
  files(folder: string): Promise<Map<string, KnownFile>>;
  /** The folders that hold known files: the given one and those below it; all for the empty name. */
  folders(below: string): Promise<string[]>;
};

/** A file as it was when it was read. */
export type KnownFile = Omit<FileStat, 'identity'> & {
  readonly path: string;
  /** Which reader, under which settings, read it. */
  readonly reader: string;
};

type Comparison = {
  readonly root: string;
  readonly memory: Memory;
  /** Files that another reader has read are to be read again. */
  readonly reader: string;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Compares the folder with what is known of it.
 * @param paths only these, files or folders, there or gone; without: everything
 * @throws when the folder cannot be read: that is no sign that its articles are gone
 */
export async function compare(comparison: Comparison, paths?: readonly string[]): Promise<Difference> {
  const difference: Difference = { changed: new Map(), gone: [], refused: [], hasKnown: false, seen: 0 };
  if (!paths) {
    await compareFolder(comparison, '', difference);
    return difference;
  }
  // Nothing is asked of a folder that may not even be there.
  if (paths.length === 0) return difference;
  const { root, memory, reader } = comparison;
  const top = await realpath(root);
  const known = await memory.known(paths);
  for (const path of new Set(paths)) {
    if (path.split('/').some((part) => part.startsWith('.') || part === '')) continue;
    const target = await realpath(join(root, path)).catch(() => undefined);
    if (target !== join(top, path)) {
      const problem = await whyNotFollowed(top, root, path);
      if (problem && isArticle(path)) difference.refused.push(problem);
      if (problem || (target && !isArticle(path))) continue;
    }
    const { found, failed } = await statAll(root, [path]);
    append(difference.refused, failed);
    if (failed.length > 0) continue;
    const stat = found.get(path);
    if (stat && isArticle(path)) {
      note(difference, path, stat, known.get(path), reader);
    } else if (known.has(path)) {
      difference.gone.push(path);
    } else if (target && !stat) {
      await compareFolder(comparison, path, difference);
    } else if (!target) {
      for (const folder of await memory.folders(path)) append(difference.gone, (await memory.files(folder)).keys());
    }
  }
  return difference;
}

async function compareFolder(
  { root, memory, reader, signal }: Comparison,
  start: string,
  difference: Difference,
): Promise<void> {
  const unseen = new Set(await memory.folders(start));
  for await (const { folder, files, refused, unreadable } of walk(root, start)) {
    if (signal?.aborted) return;
    append(difference.refused, refused);
    if (unreadable !== undefined) {
      difference.refused.push({ path: folder, expected: 'a folder that can be read', found: unreadable });
      // What cannot be seen is not gone.
      for (const name of unseen) if (name === folder || name.startsWith(`${folder}/`)) unseen.delete(name);
      continue;
    }
    unseen.delete(folder);
    const known = await memory.files(folder);
    const { found, failed } = await statAll(root, files);
    difference.seen += found.size;
    for (const [path, stat] of found) {
      note(difference, path, stat, known.get(path), reader);
      known.delete(path);
    }
    append(difference.refused, failed);
    for (const { path } of [...failed, ...refused]) known.delete(path);
    append(difference.gone, known.keys());
  }
  for (const folder of unseen) append(difference.gone, (await memory.files(folder)).keys());
}

function note(
  difference: Difference,
  path: string,
  stat: FileStat,
  known: KnownFile | undefined,
  reader: string,
): void {
  if (known && isSame(known, stat) && known.reader === reader) return;
  difference.changed.set(path, stat);
  if (known) difference.hasKnown = true;
}

/** True when the file is what it was when it was read. */
export function isSame(known: KnownFile, stat: FileStat): boolean {
  return known.size === stat.size && known.modified === stat.modified && known.changed === stat.changed;
}
