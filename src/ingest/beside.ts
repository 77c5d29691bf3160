// An entry and the disk -> the entry with its media. What is known of a medium that has not changed is not found out again.
import type { ParsedEntry, Remark } from '../entry.ts';
import { mediaKey } from '../feed.ts';
import { isServed, MEDIA_EXTENSIONS, stemOf } from '../media.ts';
import { EXTENSIONS } from './article.ts';
import { attach, picturesIn, wishesOf } from './attach.ts';
import { type FileStat, statAll } from './folder.ts';
import { type MediaProblem, type MediaReading, PLAYED_VERSION, readMedia } from './media.ts';

/** A medium as it was when it was read. */
export type KnownMedium = {
  readonly path: string;
  /** -1: it was not there. */
  readonly size: number;
  readonly modified: number;
  readonly changed: number;
  readonly reading: MediaReading;
};

type WithMedia = {
  readonly entry: ParsedEntry;
  readonly remarks: readonly Remark[];
  /** All that the entry depends on. */
  readonly media: readonly KnownMedium[];
};

/**
 * Gives an entry the media that it names and those that lie beside it.
 * @param beside paths of the media that have the name of its article
 * @param known what was known of its media, by path
 */
export async function withMedia(
  entry: ParsedEntry,
  root: string,
  beside: readonly string[],
  known: ReadonlyMap<string, KnownMedium>,
  signal?: AbortSignal,
): Promise<WithMedia> {
  const wishes = wishesOf(entry);
  const paths = [...new Set([...wishes, ...beside])];
  if (paths.length === 0 && !entry.episode && !entry.chaptersFile) return { entry, remarks: [], media: [] };
  const { found } = await statAll(root, paths);
  // A picture in a text that is not here is kept elsewhere; only what is named beside the text is missed.
  const named = new Set([...wishesOf({ ...entry, content: '' }), ...beside]);
  const media: KnownMedium[] = [];
  for (const path of paths) {
    const stat = found.get(path);
    if (stat) media.push(await look(root, path, stat, known.get(path), signal));
    else if (named.has(path)) media.push(MISSING(path));
  }
  // What a file of chapters shows, nobody knows before it is read.
  const shown = media.flatMap(({ reading }) => (reading.ok ? picturesIn(reading.facts) : []));
  const more = [...new Set(shown)].filter((path) => !paths.includes(path));
  const stats = more.length > 0 ? (await statAll(root, more)).found : undefined;
  for (const path of more) {
    const stat = stats?.get(path);
    media.push(stat ? await look(root, path, stat, known.get(path), signal) : MISSING(path));
  }
  const facts = new Map(media.map(({ path, reading }) => [path, reading.ok ? reading.facts : reading.problem]));
  const attached = attach(entry, facts, beside);
  const remarks = media.flatMap(({ reading }) => (reading.ok ? reading.remarks : []));
  return { entry: attached.entry, remarks: [...remarks, ...attached.remarks], media };
}

async function look(
  root: string,
  path: string,
  { size, modified, changed }: FileStat,
  known: KnownMedium | undefined,
  signal: AbortSignal | undefined,
): Promise<KnownMedium> {
  if (known && isSameMedium(known, { size, modified, changed }) && isReadAsNow(known.reading)) return known;
  return { path, size, modified, changed, reading: await readMedia(root, path, signal) };
}

/** What is played may be read for more than it was once. */
function isReadAsNow(reading: MediaReading): boolean {
  if (!reading.ok || !/^(?:audio|video)\//.test(reading.facts.type)) return true;
  return reading.version === PLAYED_VERSION;
}

const NOTHING: MediaProblem = { expected: 'a file', found: 'none at this place' };
const MISSING = (path: string): KnownMedium => {
  return { path, size: -1, modified: 0, changed: 0, reading: { ok: false, problem: NOTHING } };
};

type MediumStat = Pick<KnownMedium, 'size' | 'modified' | 'changed'>;
type MediumOf = MediumStat & Pick<KnownMedium, 'path'>;

/** True when a medium is what it was when it was read, or is still not there. @param stat undefined: it is not there */
function isSameMedium(known: MediumStat, stat: MediumStat | undefined): boolean {
  if (!stat) return known.size < 0;
  return known.size === stat.size && known.modified === stat.modified && known.changed === stat.changed;
}

/** Whose media are not what they were when they were read. @param known by whatever they belong to */
export async function haveOtherMedia(
  root: string,
  known: ReadonlyMap<string, readonly MediumOf[]>,
): Promise<Set<string>> {
  const paths = new Set([...known.values()].flatMap((media) => media.map(({ path }) => path)));
  const { found } = await statAll(root, [...paths]);
  const isOther = (media: readonly MediumOf[]) => media.some((medium) => !isSameMedium(medium, found.get(medium.path)));
  return new Set([...known].flatMap(([owner, media]) => (isOther(media) ? [owner] : [])));
}

/** What the address of a medium names it by; undefined when it is not served. */
export function keyOf({ reading }: KnownMedium): string | undefined {
  return reading.ok && isServed(reading.facts.type) ? mediaKey(reading.facts.hash) : undefined;
}

/** Where the media of an article would be, by its name. */
export function placesBeside(article: string): string[] {
  const stem = stemOf(article);
  return MEDIA_EXTENSIONS.flatMap((extension) => [stem + extension, stem + extension.toUpperCase()]);
}

/** Where the article of a medium would be, by its name. */
export function articlesBeside(medium: string): string[] {
  const stem = stemOf(medium);
  return EXTENSIONS.map((extension) => stem + extension);
}
