// The newest articles in the store -> what aggregators would say of them.
import { ALL } from './feed.ts';
import type { Check } from './status.ts';
import { newest } from './store/feeds.ts';
import { pathsOf } from './store/overview.ts';
import { openToRead } from './store/read-only.ts';
import { articleOf, type Library, libraryOf } from './takers/library.ts';
import { inspect, TAKER_NAMES, takerNamed } from './takers/takers.ts';

/** So many are looked at, or as many as a feed holds; of podcasts as many again. */
const NEWEST = 200;
/** Articles that are named of those that do not do. */
const MOST_NAMED = 5;

export type CheckTask = {
  readonly url: string;
  readonly publication: Library['publication'];
  readonly feedLimit: number;
  readonly now: Date;
};

/** @param task where the store is, and what is said of the publication */
export async function checkNewest({ url, publication, feedLimit, now }: CheckTask): Promise<Check[]> {
  const db = openToRead(url);
  try {
    const limit = Math.max(NEWEST, feedLimit);
    const entries = new Map(
      [...(await newest(db, ALL, limit)), ...(await newest(db, { kind: 'podcast', slug: '' }, NEWEST))].map((entry) => [
        entry.slug,
        entry,
      ]),
    );
    const paths = await pathsOf(db, [...entries.keys()]);
    const articles = [...entries.values()].map((entry) =>
      articleOf(entry, paths.get(entry.slug) ?? entry.title, publication),
    );
    return checksOf(libraryOf(publication, articles, feedLimit, now));
  } finally {
    await db.destroy();
  }
}

/** What each of them would say of a library. Of none nothing can be said. */
function checksOf(library: Library): Check[] {
  if (library.articles.length === 0) return [];
  return TAKER_NAMES.flatMap((name) => takerNamed(name) ?? []).map((taker) => {
    const { findings } = inspect(taker, library);
    return {
      taker: taker.name,
      passed: findings.filter(({ outcome }) => outcome === 'passed').length,
      unmet: findings.flatMap(({ rule, outcome, failures }) => {
        if (outcome === 'passed') return [];
        const named = failures.filter(({ name }) => name !== undefined);
        const first = failures
          .slice(0, MOST_NAMED)
          .map(({ name, why }) => (name === undefined ? why : `${name}: ${why}`));
        return { rule: rule.id, outcome, asks: rule.asks, remedy: rule.remedy, articles: named.length, first };
      }),
    };
  });
}
