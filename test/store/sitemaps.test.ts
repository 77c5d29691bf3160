// What sitemaps list, and where they stand in the log.
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ParsedEntry } from '../../src/entry.ts';
import type { Arrival } from '../../src/store/save.ts';
import { NEWS_SIZE, type News } from '../../src/store/sitemaps.ts';
import { Store } from '../../src/store/store.ts';
import { anArrival } from './contract.ts';

const now = new Date('2030-01-03T12:00:00Z');
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(now.getTime() - hours * HOUR);
const ELSEWHERE = 'https://example.net/a';

async function opened() {
  const store = await Store.open('sqlite::memory:');
  onTestFinished(() => store.close());
  return store;
}

async function save(store: Store, arrivals: readonly Arrival[]) {
  const newcomers = arrivals.map((arrival) => store.newcomer(arrival));
  return store.save(arrivals, await store.identify(newcomers, async () => new Set()), now);
}

/** @param link undefined: its home is here */
const at = (path: string, link?: string, of: Partial<ParsedEntry> = {}) =>
  anArrival(path, { ...of, ...(link === undefined ? {} : { link }) }, `${path} ${link} ${JSON.stringify(of)}`);

const slugsOf = async (store: Store) => (await store.partArticles(1)).map(({ slug }) => slug);

describe('a part of the sitemap', () => {
  test('NEWS-04: lists what is live and has its home here, in the order of first appearance', async () => {
    const store = await opened();
    expect([await store.sitemapParts(), await store.partState(1)]).toEqual([[], undefined]);
    await save(store, [at('b', undefined, { published: ago(1) }), at('a'), at('elsewhere', ELSEWHERE), at('c')]);
    expect(await slugsOf(store)).toEqual(['title-of-b', 'title-of-a', 'title-of-c']);
    await store.withdraw(['a'], now);
    expect(await slugsOf(store)).toEqual(['title-of-b', 'title-of-c']);
    await save(store, [at('a'), at('c', ELSEWHERE), at('elsewhere')]);
    expect(await slugsOf(store)).toEqual(['title-of-b', 'title-of-a', 'title-of-elsewhere']);
    const { at: moment } = await store.head();
    expect(await store.sitemapParts()).toEqual([{ number: 1, changed: new Date(moment * 1000) }]);
    expect(await store.partState(1)).toEqual(await store.head());
    expect(await store.partState(2)).toBeUndefined();
  });

  test('NEWS-04: an article is dated by its last real change, a silent correction is none', async () => {
    const store = await opened();
    const updated = ago(30);
    await save(store, [at('a', undefined, { published: ago(40), updated })]);
    expect((await store.partArticles(1))[0]?.updated).toEqual(updated);
    await save(store, [at('a', undefined, { published: ago(40), content: '<p>Text!</p>', isMinor: true })]);
    expect((await store.partArticles(1))[0]?.updated).toEqual(updated);
    const later = { published: ago(40), content: '<p>Other text.</p>', updated: ago(20) };
    await save(store, [at('a', undefined, later)]);
    expect((await store.partArticles(1))[0]?.updated).toEqual(ago(20));
  });

  test('a part that lists nothing is none', async () => {
    const store = await opened();
    await save(store, [at('a', ELSEWHERE)]);
    expect([await store.sitemapParts(), await store.partState(1)]).toEqual([[], undefined]);
    await save(store, [at('a')]);
    expect(await store.sitemapParts()).toHaveLength(1);
    await store.withdraw(['a'], now);
    expect([await store.sitemapParts(), await store.partState(1)]).toEqual([[], undefined]);
  });

  test('what waits for its date is in no part until then; what has ended is in none any more', async () => {
    const store = await opened();
    const [published, expires] = [ago(-1), ago(-2)];
    await save(store, [at('a', undefined, { published, expires })]);
    expect(await store.sitemapParts()).toEqual([]);
    await store.release(published);
    expect(await slugsOf(store)).toEqual(['title-of-a']);
    expect(await store.sitemapParts()).toHaveLength(1);
    await store.release(expires);
    expect([await slugsOf(store), await store.sitemapParts()]).toEqual([[], []]);
  });

  test('a change tells which parts it touches', async () => {
    const store = await opened();
    await save(store, [at('a'), at('b')]);
    expect((await store.changedSince(1)).parts).toEqual([1]);
    expect((await store.changedSince(2)).parts).toEqual([]);
  });

  test('whatever happens to articles, it is known whether a part lists something', async () => {
    const aStep = fc.record({
      path: fc.constantFrom('a', 'b', 'c'),
      does: fc.constantFrom('here', 'elsewhere', 'edited', 'later', 'gone'),
    });
    const steps = fc.array(aStep, { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(steps, async (life) => {
        const store = await Store.open('sqlite::memory:');
        try {
          for (const [index, { path, does }] of life.entries()) {
            const edited = { title: `Title ${index}`, content: `<p>${index}</p>`, id: path };
            const link = does === 'elsewhere' ? ELSEWHERE : undefined;
            if (does === 'gone') await store.withdraw([path], now);
            else if (does === 'later') await save(store, [at(path, link, { ...edited, published: ago(-1) })]);
            else await save(store, [at(path, link, does === 'edited' ? edited : { id: path })]);
            expect(await store.sitemapParts()).toHaveLength(Math.min(1, (await slugsOf(store)).length));
          }
          await store.release(ago(-1));
          expect(await store.sitemapParts()).toHaveLength(Math.min(1, (await slugsOf(store)).length));
          await store.withdraw(['a', 'b', 'c'], now);
          expect(await store.sitemapParts()).toEqual([]);
          await save(store, [at('d')]);
          expect(await store.sitemapParts()).toHaveLength(1);
        } finally {
          await store.close();
        }
      }),
      { numRuns: 50 },
    );
  });
});

test('NEWS-04: of too many tags and authors those with most articles are listed, by their addresses', async () => {
  const store = await opened();
  await save(store, [
    at('a', undefined, { tags: ['Zoo', 'Air', 'Sea'], authors: [{ name: 'Jane' }] }),
    at('b', undefined, { tags: ['Zoo', 'Air'], authors: [{ name: 'Jane' }] }),
    at('c', undefined, { tags: ['Zoo'] }),
  ]);
  const { updated } = (await store.article('title-of-c'))?.entry ?? {};
  const groups = await store.largestGroups(3);
  expect(groups.map(({ kind, slug }) => `${kind} ${slug}`)).toEqual(['author jane', 'tag air', 'tag zoo']);
  expect(groups[2]?.updated.getTime()).toBeGreaterThanOrEqual(updated?.getTime() ?? Number.POSITIVE_INFINITY);
  await store.withdraw(['a', 'b', 'c'], now);
  expect(await store.largestGroups(3)).toEqual([]);
});

describe('news', () => {
  const titlesOf = (news: News) => (news.kind === 'articles' ? news.articles.map(({ title }) => title) : news.parts);
  const published = (path: string, hours: number, link?: string) => at(path, link, { published: ago(hours) });

  test('NEWS-02: is what was published here in the last 48 hours, newest first', async () => {
    const store = await opened();
    const edge = new Date(ago(48).getTime() + 1);
    await save(store, [
      at('edge', undefined, { published: edge }),
      published('old', 48),
      published('new', 1),
      published('elsewhere', 2, ELSEWHERE),
      published('gone', 3),
      published('next', -1),
    ]);
    await store.withdraw(['gone'], now);
    expect(titlesOf(await store.news(now))).toEqual(['Title of new', 'Title of edge']);
    expect(titlesOf(await store.news(new Date(now.getTime() + 1)))).toEqual(['Title of new']);
  });

  test('NEWS-01: is dated by its first publication, whatever was edited since', async () => {
    const store = await opened();
    await save(store, [published('a', 5)]);
    await save(store, [at('a', undefined, { title: 'Edited', published: ago(4), updated: ago(1), language: 'fr' })]);
    const news = await store.news(now);
    expect(news).toEqual({
      kind: 'articles',
      articles: [{ slug: 'title-of-a', title: 'Edited', language: 'fr', published: ago(5) }],
    });
  });

  test('NEWS-02: stands elsewhere in the second in which an article is news no more, though nothing happens', async () => {
    const store = await opened();
    await save(store, [published('old', 100), published('a', 40), published('b', 10)]);
    const stateIn = (hours: number) => store.newsState(ago(-hours));
    const head = await store.head();
    const first = await store.newsState(now);
    expect(first).toMatchObject({ revision: head.revision, at: head.at, until: ago(-8).getTime() });
    expect(await store.newsState(new Date(ago(-8).getTime() - 1))).toEqual(first);
    const second = await stateIn(8);
    expect(second).toMatchObject({ at: ago(-8).getTime() / 1000, until: ago(-38).getTime() });
    expect(second.digest).not.toBe(first.digest);
    expect(await stateIn(20)).toEqual(second);
    const third = await stateIn(38);
    expect(third.digest).not.toBe(second.digest);
    // Nothing is news: that does not end by itself.
    expect(third).not.toHaveProperty('until');
    expect(await stateIn(1000)).toEqual(third);
    await save(store, [at('c')]);
    expect((await stateIn(1000)).digest).not.toBe(third.digest);
  });

  test('NEWS-02: of more than a thousand articles there are parts, in which each stays', async () => {
    const store = await opened();
    const many = Array.from({ length: NEWS_SIZE + 1 }, (_, index) =>
      at(`n${index}`, undefined, { published: new Date(ago(40).getTime() + index) }),
    );
    await save(store, [published('old', 100), ...many.slice(0, NEWS_SIZE)]);
    expect(titlesOf(await store.news(now))).toHaveLength(NEWS_SIZE);
    await save(store, many.slice(NEWS_SIZE));
    expect(await store.news(now)).toEqual({ kind: 'parts', parts: [1, 2] });
    // The first to appear is news no more.
    expect(await store.newsPart(now, 1)).toHaveLength(NEWS_SIZE - 1);
    expect((await store.newsPart(now, 2)).map(({ title }) => title)).toEqual(['Title of n1000', 'Title of n999']);
    expect([await store.hasNews(now, 2), await store.hasNews(now, 3), await store.hasNews(now, 0)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([await store.hasNews(ago(-8), 2), await store.newsPart(ago(-9), 2)]).toEqual([true, []]);
  });
});
