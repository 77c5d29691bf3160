// The articles folder and what is known of it -> what differs, page by page. Looks and stats; reads no article.
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../entry.ts';
import { append, chunks } from '../lists.ts';
import { stemOf } from '../media.ts';
import { isArticle, isMedia } from './article.ts';
import { articlesBeside, haveOtherMedia, type KnownMedium } from './beside.ts';
import { type FileStat, statAll, walk, whyNotFollowed } from './folder.ts';
import type { LookedAt } from './read.ts';

/** What differs from what is known, as it was when it was looked at. */
export type Difference = {
  /** New, or not what it was. */
  readonly changed: LookedAt[];
  /** What it was, but read by another reader, or its media are not what they were. */
  readonly outdated: LookedAt[];
  /** Files; whoever takes over the difference knows which articles stood in them. */
  readonly gone: string[];
  readonly refused: Problem[];
  /** True when some of what has changed was there before. */
  hasKnown: boolean;
};

/** What a comparison needs to ask of whoever remembers. */
type Memory = {
  /** Which of these paths are known. */
  known(paths: readonly string[]): Promise<Map<string, KnownFile>>;
  /** What is known of a folder, of the files behind one path and up to another, in the order of their bytes. */
  files(folder: string, after?: string, upTo?: string): Promise<Map<string, KnownFile>>;
  /** The folders that hold known files: the given one and those below it; all for the empty name. */
  folders(below: string): Promise<string[]>;
  /** The media that the articles of these files depend on, by file. */
  mediaOfFiles(files: readonly string[]): Promise<ReadonlyMap<string, readonly MediumStat[]>>;
  /** Which of these files are published as they are: others may have any media beside them. */
  published(files: readonly string[]): Promise<ReadonlySet<string>>;
  /** The files whose articles depend on a medium, or on one in a folder of this name. */
  filesWith(medium: string): Promise<string[]>;
};

/** A medium as it was when it was read. */
type MediumStat = Pick<KnownMedium, 'path' | 'size' | 'modified' | 'changed'>;

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

/** Files that are compared at once: a folder may hold a million, and no list of them all is made twice. */
const PAGE = 1000;

/**
 * Compares the folder with what is known of it.
 * @param paths only these, files or folders, there or gone; without: everything
 * @throws when the folder cannot be read: that is no sign that its articles are gone
 */
export async function* compare(comparison: Comparison, paths?: readonly string[]): AsyncGenerator<Difference> {
  if (!paths) return yield* compareFolder(comparison, '');
  // Nothing is asked of a folder that may not even be there.
  if (paths.length > 0) yield* eachOnce(comparePaths(comparison, paths));
}

/** Whoever names a file and its medium, or its folder, names the file twice. */
async function* eachOnce(differences: AsyncIterable<Difference>): AsyncGenerator<Difference> {
  const told = new Set<string>();
  const isFirst = ([path]: LookedAt) => told.size < told.add(path).size;
  for await (const difference of differences) {
    const { changed, outdated } = difference;
    yield { ...difference, changed: changed.filter(isFirst), outdated: outdated.filter(isFirst) };
  }
}

async function* comparePaths(comparison: Comparison, paths: readonly string[]): AsyncGenerator<Difference> {
  const { root, memory, reader } = comparison;
  const top = await realpath(root);
  const known = await memory.known(paths);
  for (const path of new Set(paths)) {
    const difference = nothing();
    if (path.split('/').some((part) => part.startsWith('.') || part === '')) continue;
    const target = await realpath(join(root, path)).catch(() => undefined);
    if (target !== join(top, path)) {
      const problem = await whyNotFollowed(top, root, path);
      if (problem && isArticle(path)) yield { ...difference, refused: [problem] };
      if (problem || (target && !isArticle(path) && !isMedia(path))) continue;
    }
    const { found, failed } = await statAll(root, [path]);
    append(difference.refused, failed);
    const stat = found.get(path);
    if (failed.length > 0) {
      yield difference;
    } else if (isMedia(path)) {
      await noteArticlesOf(path, difference, comparison);
      yield difference;
    } else if (stat && isArticle(path)) {
      note(difference, [path, stat], known.get(path), reader, false);
      yield difference;
    } else if (known.has(path)) {
      yield { ...difference, gone: [path] };
    } else if (target && !stat) {
      yield* compareFolder(comparison, path);
      // Media in it may belong to articles elsewhere.
      await noteArticlesOf(path, difference, comparison);
      yield difference;
    } else if (!target) {
      for (const folder of await memory.folders(path)) append(difference.gone, (await memory.files(folder)).keys());
      await noteArticlesOf(path, difference, comparison);
      yield difference;
    }
  }
}

async function* compareFolder(comparison: Comparison, start: string): AsyncGenerator<Difference> {
  const { root, memory, reader, signal } = comparison;
  const unseen = new Set(await memory.folders(start));
  for await (const { folder, files, media, refused, unreadable } of walk(root, start)) {
    if (signal?.aborted) return;
    if (unreadable !== undefined) {
      const problem = { path: folder, expected: 'a folder that can be read', found: unreadable };
      yield { ...nothing(), refused: [problem] };
      // What cannot be seen is not gone.
      for (const name of unseen) if (name === folder || name.startsWith(`${folder}/`)) unseen.delete(name);
      continue;
    }
    unseen.delete(folder);
    const refusedPaths = new Set(refused.map(({ path }) => path));
    const byStem = Map.groupBy(media, stemOf);
    let after = '';
    for (const some of chunks(files, PAGE)) {
      if (signal?.aborted) return;
      const difference = nothing();
      const last = some.at(-1);
      const known = await memory.files(folder, after, last);
      const { found, failed } = await statAll(root, some);
      const hasOtherMedia = await compareMedia(comparison, some, byStem);
      for (const [path, stat] of found) {
        const file: LookedAt = [path, stat, byStem.get(stemOf(path)) ?? []];
        note(difference, file, known.get(path), reader, hasOtherMedia(path));
        known.delete(path);
      }
      append(difference.refused, failed);
      for (const { path } of failed) known.delete(path);
      append(difference.gone, goneOf(known, refusedPaths));
      yield difference;
      after = last ?? after;
    }
    const rest = nothing();
    append(rest.refused, refused);
    append(rest.gone, goneOf(await memory.files(folder, after), refusedPaths));
    if (rest.refused.length + rest.gone.length > 0) yield rest;
  }
  for (const folder of unseen) yield { ...nothing(), gone: [...(await memory.files(folder)).keys()] };
}

/** What is refused is there. */
function goneOf(known: ReadonlyMap<string, KnownFile>, refused: ReadonlySet<string>): string[] {
  return [...known.keys()].filter((path) => !refused.has(path));
}

/** Looks at the media of articles. @returns whether those of one are not what they were when it was read */
async function compareMedia(
  { root, memory }: Comparison,
  files: readonly string[],
  byStem: ReadonlyMap<string, readonly string[]>,
): Promise<(file: string) => boolean> {
  const known = await memory.mediaOfFiles(files);
  const changed = await haveOtherMedia(root, known);
  const hasNew = (file: string) => {
    const names = new Set((known.get(file) ?? []).map(({ path }) => path));
    return (byStem.get(stemOf(file)) ?? []).some((path) => !names.has(path));
  };
  const published = await memory.published(files.filter((file) => !changed.has(file) && hasNew(file)));
  return (file) => changed.has(file) || published.has(file);
}

/** A medium, or a folder of media, that has come, changed or gone concerns the articles that depend on it or have its name. */
async function noteArticlesOf(medium: string, difference: Difference, comparison: Comparison): Promise<void> {
  const { root, memory, reader } = comparison;
  const beside = isMedia(medium) ? articlesBeside(medium) : [];
  const known = await memory.known([...(await memory.filesWith(medium)), ...beside]);
  const { found, failed } = await statAll(root, [...known.keys()]);
  append(difference.refused, failed);
  for (const [path, stat] of found) note(difference, [path, stat], known.get(path), reader, true);
}

function note(
  difference: Difference,
  file: LookedAt,
  known: KnownFile | undefined,
  reader: string,
  hasOtherMedia: boolean,
): void {
  const isKept = known !== undefined && isSame(known, file[1]);
  if (isKept && known.reader === reader && !hasOtherMedia) return;
  if (known && !isKept) difference.hasKnown = true;
  (isKept ? difference.outdated : difference.changed).push(file);
}

function nothing(): Difference {
  return { changed: [], outdated: [], gone: [], refused: [], hasKnown: false };
}

/** True when the file is what it was when it was read. */
export function isSame(known: KnownFile, stat: FileStat): boolean {
  return known.size === stat.size && known.modified === stat.modified && known.changed === stat.changed;
}
