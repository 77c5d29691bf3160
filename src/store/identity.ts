// Who is who: which kept entry, if any, each of the files that changed together is. Pure. See docs/notes/ids.md.
import type { EntryId } from '../entry.ts';
import { idFrom } from './ids.ts';
import type { EntryState } from './tables.ts';

/** What identity needs to know of a kept entry. */
export type Known = {
  readonly number: number;
  readonly id: string;
  readonly state: EntryState;
  /** Where its file is; null: it is gone, or another file has taken the place. */
  readonly path: string | null;
  readonly digest: string;
  readonly identity: string;
  /** True when its id is the one that its author gave. */
  readonly isGiven: boolean;
  readonly title: string;
  readonly published: number;
};

/** What identity needs to know of a file. */
export type Newcomer = {
  readonly path: string;
  /** Of its text; empty when the file is no article at present: a draft, or not readable. */
  readonly digest: string;
  /** The file, whatever its name; empty when the file system does not tell. */
  readonly identity: string;
  /** The id that its author gave it. */
  readonly givenId?: EntryId;
  readonly title: string;
  readonly published: number;
};

export type Identified =
  | { readonly is: 'new'; readonly id: EntryId }
  | { readonly is: 'known'; readonly number: number }
  /** Another file, at `path`, is this article: the same text, an earlier version of it, or the same id. */
  | { readonly is: 'double'; readonly of: string; readonly id: string };

/** By path. */
export type Identities = ReadonlyMap<string, Identified>;

/**
 * Decides who is who. One rule is applied to all files before the next one is, so that it does not matter in which
 * order they stand: the id that its author gave; the same text at a place that has an article; the same file (in place
 * or moved); the same text anywhere; the same place; an earlier version of its text; the same title and date. What is
 * none of these is new, and its id follows from its text.
 * @param newcomers in the order that decides between equals
 * @param known every entry that shares id, text, file, place, or title and date with one of them
 * @param isDisplaced true when the file of a known entry is gone, or is another file by now
 */
export function identifyAll(
  newcomers: readonly Newcomer[],
  known: readonly Known[],
  isDisplaced: (entry: Known) => boolean,
): Map<string, Identified> {
  const matching = new Matching(newcomers, known, isDisplaced);
  const places = new Set(known.map(({ path }) => path));
  matching.match(
    ({ givenId, path }) => givenId && `${givenId} ${path}`,
    ({ id, path }) => `${id} ${path}`,
  );
  matching.match(
    ({ givenId }) => givenId,
    ({ id }) => id,
  );
  matching.refuseClaims();
  // A text that stays where it is needs no second thought, whatever else has its text too.
  matching.match(
    ({ digest, path }) => `${digest} ${path}`,
    ({ digest, path }) => `${digest} ${path}`,
  );
  matching.refuseCopies();
  // A generator that writes its newest article to 1.txt moves every text by one place and leaves every file where it is.
  matching.match(
    ({ path, digest }) => places.has(path) && digest,
    ({ digest }) => digest,
  );
  matching.match(
    ({ identity }) => identity,
    ({ identity }) => identity,
  );
  matching.match(
    ({ digest }) => digest,
    ({ digest }) => digest,
  );
  matching.match(
    ({ path }) => path,
    ({ path }) => path,
  );
  matching.match(
    ({ digest, givenId }) => givenId === undefined && digest !== '' && idFrom(digest),
    ({ id }) => id,
  );
  matching.matchUnique(
    ({ title, published, givenId }) => givenId === undefined && `${published} ${title}`,
    ({ title, published }) => `${published} ${title}`,
  );
  return matching.finish();
}

/** What two must share; empty, `false` and nothing match nothing. */
type Key = string | false | null | undefined;

class Matching {
  readonly #newcomers: readonly Newcomer[];
  readonly #known: readonly Known[];
  readonly #isDisplaced: (entry: Known) => boolean;
  readonly #byId: ReadonlyMap<string, Known>;
  readonly #places: ReadonlySet<string>;
  /** Entries that a newcomer turned out to be, with its path. */
  readonly #taken = new Map<number, string>();
  readonly #identified = new Map<string, Identified>();

  constructor(newcomers: readonly Newcomer[], known: readonly Known[], isDisplaced: (entry: Known) => boolean) {
    this.#newcomers = newcomers;
    this.#known = known;
    this.#isDisplaced = isDisplaced;
    this.#byId = new Map(known.map((entry) => [entry.id, entry]));
    this.#places = new Set(newcomers.map(({ path }) => path));
  }

  /** Whoever shares a key with a free entry is that entry; an entry is at most one file. */
  match(keyOf: (file: Newcomer) => Key, keyOfKnown: (entry: Known) => Key): void {
    const free = this.#byKey(keyOfKnown);
    for (const file of this.#open()) {
      const key = keyOf(file);
      const entry = key ? free.get(key)?.find((known) => this.#mayBe(file, known)) : undefined;
      if (entry) this.#take(file, entry);
    }
  }

  /** The same for a key that is weak: it must belong to one entry and one file only. */
  matchUnique(keyOf: (file: Newcomer) => Key, keyOfKnown: (entry: Known) => Key): void {
    const free = this.#byKey(keyOfKnown);
    const files = Map.groupBy(this.#open(), (file) => keyOf(file) || undefined);
    for (const [key, [file, ...others]] of files) {
      const entries = key === undefined ? undefined : free.get(key);
      if (file && others.length === 0 && entries?.length === 1 && entries[0]) this.#take(file, entries[0]);
    }
  }

  /** Whoever claims the id of an entry, and is not that entry by now, doubles it. */
  refuseClaims(): void {
    for (const file of this.#open()) {
      const entry = file.givenId && this.#byId.get(file.givenId);
      if (entry) this.#refuse(file, entry);
    }
  }

  /** Whoever has the text of an entry whose file stands where it stood is a copy. */
  refuseCopies(): void {
    const settled = new Map(this.#known.filter((entry) => !this.#isFree(entry)).map((entry) => [entry.digest, entry]));
    for (const file of this.#open()) {
      const entry = file.givenId === undefined ? settled.get(file.digest) : undefined;
      if (entry) this.#refuse(file, entry);
    }
  }

  /** What is left is new, or doubles another. */
  finish(): Map<string, Identified> {
    const byDigest = new Map(this.#known.map((entry) => [entry.digest, entry]));
    const minted = new Map<string, string>();
    for (const file of this.#open()) {
      const { path, digest, givenId } = file;
      if (digest === '') continue;
      const id = givenId ?? idFrom(digest);
      // The id of a text may be that of an entry which has been edited since: then this is its earlier version.
      const entry = this.#byId.get(id) ?? (givenId === undefined ? byDigest.get(digest) : undefined);
      const twin = minted.get(id);
      if (entry) this.#refuse(file, entry);
      else if (twin !== undefined) this.#identified.set(path, { is: 'double', of: twin, id });
      else {
        minted.set(id, path);
        this.#identified.set(path, { is: 'new', id });
      }
    }
    return this.#identified;
  }

  #refuse(file: Newcomer, { number, id, path }: Known): void {
    const of = this.#taken.get(number) ?? path ?? 'an article published before';
    this.#identified.set(file.path, { is: 'double', of, id });
  }

  /** An author who gives another id means another article. */
  #mayBe({ givenId }: Newcomer, { number, id, isGiven }: Known): boolean {
    return !this.#taken.has(number) && (givenId === undefined || !isGiven || givenId === id);
  }

  #open(): Newcomer[] {
    return this.#newcomers.filter(({ path }) => !this.#identified.has(path));
  }

  #byKey(keyOf: (entry: Known) => Key): Map<string, Known[]> {
    const free = new Map<string, Known[]>();
    for (const entry of this.#known) {
      const key = !this.#taken.has(entry.number) && this.#isFree(entry) && keyOf(entry);
      if (!key) continue;
      const others = free.get(key);
      if (others) others.push(entry);
      else free.set(key, [entry]);
    }
    return free;
  }

  /** An entry whose file stands where it stood, unchanged, is that file and no other. */
  #isFree(entry: Known): boolean {
    const { state, path } = entry;
    return state === 'withdrawn' || path === null || this.#places.has(path) || this.#isDisplaced(entry);
  }

  #take(file: Newcomer, entry: Known): void {
    this.#taken.set(entry.number, file.path);
    this.#identified.set(file.path, { is: 'known', number: entry.number });
  }
}
