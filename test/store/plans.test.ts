// What every poll and every change asks of the store is looked up in an index, however many articles there are.
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ALL } from '../../src/feed.ts';
import { parseSelection } from '../../src/selection.ts';
import { PAGE_SIZE } from '../../src/store/feeds.ts';
import { Store } from '../../src/store/store.ts';
import { AUDIO } from '../support/entries.ts';
import { anArrival } from './contract.ts';

test.each([
  { feed: 'all articles', of: ALL },
  { feed: 'a tag', of: { kind: 'tag', slug: 'one' } },
  { feed: 'a podcast', of: { kind: 'podcast', slug: 'one' } },
] as const)('the feed of $feed reads no table, and no tag, as a whole', async ({ of }) => {
  const store = await open();
  const asked = await askedIn(async () => {
    await store.feedState(of);
    await store.live(of, 9);
    if (of.kind === 'podcast') await store.episodes(of, { episodes: 9, bytes: 9 });
    await store.archived(of, 1);
    await store.archiveState(of, 1);
    await store.since(of, 1, 9);
    await store.tombstones(of, 9);
  });
  expect(asked.filter(({ isWhole }) => isWhole)).toEqual([]);
});

test.each(['one+-two', '-two', '-one,-two'])('a page of the selection %s reads nothing as a whole', async (text) => {
  const store = await open();
  const asked = await askedIn(async () => {
    await store.selectedArchiveState(parseSelection(text) ?? [], 1);
  });
  expect(asked.filter(({ isWhole }) => isWhole)).toEqual([]);
});

test('tags that are spelled like one are looked up, however many there are', async () => {
  const store = await open();
  const asked = await askedIn(async () => {
    await store.tagsNear(['onee', 'one']);
  });
  const [near, ...more] = asked.filter(({ sql }) => sql.includes('from "tag"'));
  expect(more).toEqual([]);
  expect(near?.plan).not.toContain('SCAN tag');
  expect(near?.plan.match(/SEARCH tag USING INDEX \S+ \(slug/g)).toHaveLength(3);
});

test('what sitemaps list is looked up', async () => {
  const store = await open();
  const now = new Date('2025-01-02');
  const asked = await askedIn(async () => {
    await store.sitemapParts();
    await store.partState(1);
    await store.partArticles(1);
    await store.newsState(now);
    await store.news(now);
    await store.hasNews(now, 1);
    await store.newsPart(now, 1);
  });
  const ofEntries = asked.filter(({ sql }) => sql.includes('from "entry"'));
  expect(ofEntries.length).toBeGreaterThan(6);
  for (const { plan } of ofEntries) expect(plan).not.toContain('SCAN entry');
  // Whatever is asked by date is found without a look at an article, of which there may be any number.
  for (const { sql, plan } of ofEntries.filter(({ sql }) => sql.includes('"link" is null')))
    expect(plan, sql).toContain('USING COVERING INDEX entry_here (state=? AND published');
});

test('what the operator is told is looked up, but for the tags, which are counted', async () => {
  const store = await open();
  const now = new Date('2025-01-02');
  const asked = await askedIn(async () => {
    await store.overview();
    await store.countPublished(new Date(0), now);
    await store.countReleases();
    await store.nextReleases(9);
    await store.countProblems();
    await store.latestProblems(9);
    await store.countGroups('tag');
    await store.countGroups('author');
  });
  const plans = asked.map(({ plan }) => plan).join('\n');
  expect(plans).not.toMatch(/SCAN (?:entry|problem|tag)\b(?! USING)|FOR (?:RIGHT PART OF )?ORDER BY/);
  expect(plans).toContain('USING COVERING INDEX entry_by_published (state=? AND published');
  expect(plans).toContain('USING COVERING INDEX entry_by_due');
  expect(plans).toContain('USING COVERING INDEX problem_by_age');
});

async function open(): Promise<Store> {
  const store = await Store.open('sqlite::memory:');
  onTestFinished(() => store.close());
  const arrivals = Array.from({ length: 2 * PAGE_SIZE + 1 }, (_, index) =>
    anArrival(`a${index}`, { tags: ['One', 'Two'], enclosures: [AUDIO] }),
  );
  const identities = await store.identify(
    arrivals.map((arrival) => store.newcomer(arrival)),
    async () => new Set(),
  );
  await store.save(arrivals, identities, new Date('2030-01-01'));
  return store;
}

type Asked = { readonly sql: string; readonly plan: string; readonly isWhole: boolean };

/** The statements that are new in what is done, and how SQLite finds the rows. */
async function askedIn(act: () => Promise<void>): Promise<Asked[]> {
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
  onTestFinished(() => prepare.mockRestore());
  await act();
  const asked = prepare.mock.calls.map(([sql], index) => ({ sql, database: prepare.mock.contexts[index] }));
  prepare.mockRestore();
  expect(asked.length).toBeGreaterThan(0);
  return asked.map(({ sql, database }) => {
    const steps = (database as DatabaseSync).prepare(`explain query plan ${sql}`).all();
    const plan = steps.map(({ detail }) => String(detail)).join('; ');
    // A row of one tag alone is a row of a whole tag, unless an index has the right order.
    const isWhole = /SCAN (?:entry|membership)\b(?! USING)|membership USING PRIMARY KEY \(tag=\?\)/.test(plan);
    return { sql, plan, isWhole };
  });
}
