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
const TOO_MANY = `At most ${MOST_TAGS} tags can be combined.`;
const IMPOSSIBLE = 'No article can have a tag and not have it: nothing would ever fit.';

/** @param most entries that are shown */
export async function combine(
  terms: readonly Term[],
  { store, sources, most }: { readonly store: Store; readonly sources: FeedSources; readonly most: number },
): Promise<Combination> {
  const names = (await orBusy(store.largestTags(NAMES))).map(({ name }) => name);
  const called = await store.tagsCalled(terms.map(({ tag }) => tag));
  const rows: Row[] = [];
  for (const { join, tag } of terms.slice(0, MOST_TAGS)) {
    const known = called.get(tag);
    if (known) rows.push({ join, tag: known.name });
    else rows.push({ join, tag, alike: (await store.tagsBeginning(tag, ALIKE)).map(({ name }) => name) });
  }
  if (terms.length > MOST_TAGS) return { rows, names, problem: TOO_MANY };
  const slugged = terms.flatMap(({ join, tag }) => {
    const slug = called.get(tag)?.slug;
    return slug === undefined ? [] : [{ join, tag: slug }];
  });
  if (slugged.length === 0 || slugged.length < terms.length) return { rows, names };
  const source = await sources.tagged(selectionText(slugged));
  if (!source) return { rows, names, problem: IMPOSSIBLE };
  const newest = await orBusy(source.newest(most));
  return { rows, names, found: { feed: source.feed, name: (await source.told()).name, newest } };
}
