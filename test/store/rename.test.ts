// A tag that is renamed in data/site.yaml: its entries, its history and its name follow it.
import { expect, onTestFinished, test } from 'vitest';
import { ALL } from '../../src/feed.ts';
import { PAGE_SIZE } from '../../src/store/feeds.ts';
import { Store } from '../../src/store/store.ts';
import { anArrival } from './contract.ts';

const now = new Date('2030-01-01');
const tag = (slug: string) => ({ kind: 'tag', slug }) as const;

async function open(): Promise<Store> {
  const store = await Store.open('sqlite::memory:');
  onTestFinished(() => store.close());
  return store;
}

async function save(store: Store, articles: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const arrivals = Object.entries(articles).map(([path, tags]) => anArrival(path, { tags }));
  const newcomers = arrivals.map((arrival) => store.newcomer(arrival));
  await store.save(arrivals, await store.identify(newcomers, async () => new Set()), now);
}

const titles = async (store: Store, slug: string) =>
  (await store.newest(tag(slug), 99)).map(({ title }) => title.replace('Title of ', '')).sort();
const slugs = async (store: Store) => (await store.newest(ALL, 99)).map(({ tags }) => tags.map(({ slug }) => slug));

test('a tag gets another address and stays the same feed', async () => {
  const store = await open();
  await save(store, { a: ['EU', 'Trade'], b: ['EU'] });
  await store.withdraw(['b'], now);
  const before = [await store.feedState(tag('eu')), await store.tombstones(tag('eu'), 9), await store.head()];
  expect(await store.renameTags({ eu: 'european-union' })).toEqual([['eu', 'european-union']]);
  const to = tag('european-union');
  expect([await store.feedState(to), await store.tombstones(to, 9), await store.head()]).toEqual(before);
  // The id of the feed derives from its origin.
  expect(await store.grouped(to)).toMatchObject({ slug: 'european-union', origin: 'eu', label: 'EU', count: 1 });
  expect(await store.grouped(tag('eu'))).toBeUndefined();
  expect(await titles(store, 'european-union')).toEqual(['a']);
  expect((await slugs(store)).flat()).toEqual(['european-union', 'trade']);
  expect([...(await store.tagsNamed(['eu', 'trade', 'none']))]).toEqual([
    ['eu', { slug: 'european-union', label: 'EU' }],
    ['trade', { slug: 'trade', label: 'Trade' }],
  ]);
  expect(await store.renameTags({ eu: 'european-union' })).toEqual([]);
});

test('what articles call it later is the renamed tag, in any spelling, also once nobody says so any more', async () => {
  const store = await open();
  await save(store, { a: ['EU'] });
  await store.renameTags({ eu: 'union' });
  await store.renameTags({});
  await save(store, { b: ['eu'], c: ['E U', 'Union'], d: ['Eu!', 'EU'] });
  expect(await titles(store, 'union')).toEqual(['a', 'b', 'c', 'd']);
  expect((await slugs(store)).map((found) => found.length).sort()).toEqual([1, 1, 1, 2]);
});

test('a tag that was never there may have been renamed, and what it is called now is not there yet', async () => {
  const store = await open();
  await store.renameTags({ 'common-market': 'european-union' });
  expect(await store.feedState(tag('european-union'))).toBeUndefined();
  await save(store, { a: ['Common market'], b: ['European Union'] });
  expect(await titles(store, 'european-union')).toEqual(['a', 'b']);
  expect((await store.tags()).map(({ slug }) => slug)).toEqual(['european-union']);
});

test('two tags become one: every entry once, those of the former one at the end of its history', async () => {
  const store = await open();
  const many = (name: string, tags: readonly string[]) =>
    Object.fromEntries(Array.from({ length: PAGE_SIZE }, (_, index) => [`${name}${index}`, tags]));
  await save(store, { ...many('o', ['Old']), both: ['Old', 'New'], gone: ['Old', 'New'], left: ['Old', 'New'] });
  await save(store, many('n', ['New']));
  await save(store, { left: ['New'] });
  await store.withdraw(['gone', 'o3'], now);
  await store.renameTags({ old: 'new' });
  const { newest, needed, closed } = await store.live(tag('new'), 1);
  expect(closed).toBe(2);
  const pages = [await store.archived(tag('new'), 1), await store.archived(tag('new'), 2)].map((entries = []) =>
    entries.map(({ title }) => title.replace('Title of ', '')),
  );
  // both, gone and left came first; then n0 to n46 fill the page, as before.
  expect(pages[0]).toHaveLength(PAGE_SIZE - 1);
  expect(pages[0]).toEqual(expect.arrayContaining(['both', 'left', 'n0', 'n46']));
  expect(pages[1]).toEqual(expect.arrayContaining(['n47', 'o0', 'o46']));
  const all = new Set([...pages.flat(), ...[...newest, ...needed].map(({ title }) => title.replace('Title of ', ''))]);
  expect(all.size).toBe(2 * PAGE_SIZE + 1);
  expect(await store.grouped(tag('new'))).toMatchObject({ count: 2 * PAGE_SIZE + 1 });
  expect((await slugs(store)).every((found) => found.join() === 'new')).toBe(true);
  expect(await store.tombstones(tag('new'), 9)).toHaveLength(2);
  // The next to come stands behind them all.
  await save(store, Object.fromEntries(Array.from({ length: 47 }, (_, index) => [`z${index}`, ['Old']])));
  expect((await store.archived(tag('new'), 3))?.map(({ title }) => title)).toContain('Title of z46');
});

test('a chain of names is one step, and a name can be taken back', async () => {
  const store = await open();
  await save(store, { a: ['One'] });
  await store.renameTags({ one: 'two' });
  await store.renameTags({ two: 'three' });
  const named = async (slug: string) => (await store.tagsNamed([slug])).get(slug)?.slug;
  expect([await named('one'), await named('two'), await named('three')]).toEqual(['three', 'three', 'three']);
  await store.renameTags({ three: 'one' });
  expect([await named('one'), await named('two'), await named('three')]).toEqual(['one', 'one', 'one']);
  expect(await titles(store, 'one')).toEqual(['a']);
  await save(store, { b: ['One', 'Two', 'Three'] });
  expect(await titles(store, 'one')).toEqual(['a', 'b']);
});

test('a tag that is renamed again keeps its feed, in whatever order its former names are told', async () => {
  const store = await open();
  await save(store, { a: ['One'], b: ['One'] });
  await store.renameTags({ one: 'two' });
  const before = await store.grouped(tag('two'));
  await store.renameTags({ one: 'three', two: 'three' });
  expect(await store.grouped(tag('three'))).toEqual({ ...before, slug: 'three' });
  expect([...(await store.tagsNamed(['one', 'two'])).values()].map(({ slug }) => slug)).toEqual(['three', 'three']);
});

test('what waits for its date follows as well', async () => {
  const store = await open();
  const arrival = anArrival('later', { tags: ['Old'], published: new Date('2031-01-01') });
  const identities = await store.identify([store.newcomer(arrival)], async () => new Set());
  await store.save([arrival], identities, now);
  await store.renameTags({ old: 'new' });
  await store.release(new Date('2031-01-02'));
  expect(await titles(store, 'new')).toEqual(['later']);
});

test('what comes back with other tags has left the feeds that told of its withdrawal, and no others', async () => {
  const store = await open();
  const bring = async (name: string, year: number) => {
    const arrival = anArrival('a', { tags: [name], published: new Date(`${year}-01-01`) }, `digest ${name}`);
    await store.save([arrival], await store.identify([store.newcomer(arrival)], async () => new Set()), now);
  };
  await bring('Then', 2025);
  await bring('Later', 2031);
  expect(await store.tombstones(tag('then'), 9)).toHaveLength(1);
  await bring('Now', 2025);
  expect(await store.tombstones(tag('then'), 9)).toEqual([]);
  expect(await store.feedState(tag('later'))).toBeUndefined();
  expect(await titles(store, 'now')).toEqual(['a']);
});
