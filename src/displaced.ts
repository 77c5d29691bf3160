// Entries and the disk -> which of them have lost their place.
import { posix } from 'node:path';
import { isArticle, mayHoldMany } from './ingest/article.ts';
import { isSame } from './ingest/compare.ts';
import { statAll } from './ingest/folder.ts';
import type { Known } from './store/identity.ts';
import type { Arrival } from './store/save.ts';
import type { Store } from './store/store.ts';

type Where = { readonly root: string; readonly store: Store };

/** The places of articles in files that have just been read, by file. */
export type PlacesIn = ReadonlyMap<string, ReadonlySet<string>>;

/** Of files that hold one article each; one that cannot be read may still hold what it held. */
export function placesOf(arrivals: readonly Arrival[]): PlacesIn {
  const read = arrivals.filter(({ isPiece, outcome }) => !isPiece && outcome.kind !== 'problem');
  return new Map(read.map(({ path }) => [path, new Set([path])]));
}

/**
 * The entries whose file is gone, or another file by now. One that was changed in its place is the same file.
 * @param placesIn what files hold by now, as far as they have just been read
 */
export async function findDisplaced(
  { root, store }: Where,
  entries: readonly Known[],
  placesIn: PlacesIn = new Map(),
): Promise<Set<number>> {
  const places = entries.flatMap(({ path }) => path ?? []);
  const known = await store.known(places);
  /** The file that an article stands in. */
  const fileOf = (place: string) => (known.get(place)?.is_piece === 1 ? posix.dirname(place) : place);
  const files = new Set(places.map(fileOf).filter(isArticle));
  const { found, failed } = await statAll(root, [...files]);
  // What cannot be looked at is not gone.
  const unseen = new Set(failed.map(({ path }) => path));
  const isDisplaced = (place: string, identity: string): boolean => {
    const file = fileOf(place);
    const [stat, before] = [found.get(file), known.get(place)];
    if (unseen.has(file)) return false;
    const current = placesIn.get(file);
    if (current) return !current.has(place);
    if (file !== place) return stat === undefined;
    if (stat && before && isSame(before, stat)) return false;
    return !(stat !== undefined && stat.identity !== '' && stat.identity === identity);
  };
  const displaced = new Set<number>();
  for (const { number, path, identity } of entries)
    if (path !== null && isDisplaced(path, identity)) displaced.add(number);
  return displaced;
}

/**
 * The places at which there is still nothing: between removing a file and writing it anew an editor may take a moment.
 * With a file go all the articles in it.
 */
export async function stillGone({ root, store }: Where, gone: readonly string[]): Promise<string[]> {
  const { found, failed } = await statAll(root, gone);
  const back = new Set([...found.keys(), ...failed.map(({ path }) => path)]);
  const places = new Set(gone.filter((path) => !back.has(path) || !isArticle(path)));
  const files = [...places].filter(mayHoldMany);
  return [...places.union(new Set(await store.placesIn(files)))];
}
