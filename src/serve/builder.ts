// Terms, as people type them -> what they come to. What is wrong with them is told beside them: it is no address yet.
import { selectionText, type Term } from '../combination.ts';
import type { Combination, Row } from '../render/builder-page.ts';
import { MOST_TAGS } from '../selection.ts';
import type { Store } from '../store/store.ts';
import { orBusy } from './problem.ts';
import type { FeedSources } from './sources.ts';

/** To choose from, without a script; with one, those that begin as what is typed. */
const NAMES = 100;
/** Said of a name that no tag has. */
const ALIKE = 5;

/** The names to choose from. It takes as long as there are tags to find them: that is done once, until something changes. */
export class TagNames {
  readonly #store: Pick<Store, 'head' | 'largestTags'>;
  #found: { readonly revision: number; readonly names: Promise<readonly string[]> } | undefined;

  constructor(store: Pick<Store, 'head' | 'largestTags'>) {
    this.#store = store;
  }

  async latest(): Promise<readonly string[]> {
    // Before the names: they may be newer, never older.
    const { revision } = await this.#store.head();
    if (this.#found?.revision === revision) return this.#found.names;
    const names = orBusy(this.#store.largestTags(NAMES)).then((tags) => tags.map(({ name }) => name));
    const found = { revision, names };
    this.#found = found;
    names.catch(() => {
      if (this.#found === found) this.#found = undefined;
    });
    return names;
  }
}

type About = {
  readonly store: Store;
  readonly sources: FeedSources;
  readonly tagNames: TagNames;
  /** Entries that are shown. */
  readonly most: number;
};

export async function combine(terms: readonly Term[], { store, sources, tagNames, most }: About): Promise<Combination> {
  const names = await tagNames.latest();
  const called = await store.tagsCalled(terms.map(({ tag }) => tag));
  const rows: Row[] = [];
  for (const { join, tag } of terms.slice(0, MOST_TAGS)) {
    const known = called.get(tag);
    if (known) rows.push({ join, tag: known.name });
    else rows.push({ join, tag, alike: (await store.tagsBeginning(tag, ALIKE)).map(({ name }) => name) });
  }
  if (terms.length > MOST_TAGS) return { rows, names, problem: 'too many' };
  const slugged = terms.flatMap(({ join, tag }) => {
    const slug = called.get(tag)?.slug;
    return slug === undefined ? [] : [{ join, tag: slug }];
  });
  if (slugged.length === 0 || slugged.length < terms.length) return { rows, names };
  const source = await sources.tagged(selectionText(slugged));
  if (!source) return { rows, names, problem: 'never fits' };
  const newest = await orBusy(source.newest(most));
  return { rows, names, found: { feed: source.feed, name: (await source.told()).name, newest } };
}
