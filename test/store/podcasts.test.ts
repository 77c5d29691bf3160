// Episodes are entries with something to play: they come and go with it, in the podcast of all and in those of their tags.
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ParsedEntry } from '../../src/entry.ts';
import { ALL } from '../../src/feed.ts';
import { playedOf } from '../../src/podcast.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { GroupFeed } from '../../src/store/feeds.ts';
import { KeptFeeds } from '../../src/store/kept.ts';
import type { Arrival } from '../../src/store/save.ts';
import { Store } from '../../src/store/store.ts';
import { AUDIO } from '../support/entries.ts';
import { temporaryFolder } from '../support/publication.ts';
import { anArrival } from './contract.ts';

const now = new Date('2030-01-01T00:00:00.250Z');
const later = new Date('2031-01-01');
const podcast = (slug: string) => ({ kind: 'podcast', slug }) as const;

async function opened(url = 'sqlite::memory:', publicUrl?: string): Promise<Store> {
  const store = await Store.open(url, publicUrl);
  onTestFinished(() => store.close().catch(() => undefined));
  return store;
}

async function save(store: Store, arrivals: readonly Arrival[]) {
  const newcomers = arrivals.map((arrival) => store.newcomer(arrival));
  return store.save(arrivals, await store.identify(newcomers, async () => new Set()), now);
}

/** An article; its digest is that of its path, so that it stays the same entry. */
const silent = (path: string, tags: readonly string[] = [], of: Partial<ParsedEntry> = {}) =>
  anArrival(path, { tags, ...of });
const spoken = (path: string, tags: readonly string[] = [], of: Partial<ParsedEntry> = {}) =>
  silent(path, tags, { enclosures: [AUDIO], ...of });

const episodes = async (store: Store, slug: string) =>
  (await store.newest(podcast(slug), 99)).map(({ title }) => title.replace('Title of ', '')).sort();
const revision = async (store: Store, slug: string) => (await store.feedState(podcast(slug)))?.revision;

describe('the episodes of a podcast', () => {
  test.each([
    { type: 'audio/mpeg', is: ['a'] },
    { type: 'audio/mp4', is: ['a'] },
    ...['audio/x-m4a', 'video/mp4', 'video/x-m4v', 'video/quicktime'].map((type) => ({ type, is: ['a'] })),
    // POD-11: no directory takes them, or as text only.
    { type: 'audio/ogg', is: [] },
    { type: 'application/pdf', is: [] },
  ])('POD-11: an entry with $type: $is', async ({ type, is }) => {
    const store = await opened();
    await save(store, [silent('a', ['One'], { enclosures: [{ ...AUDIO, type }] })]);
    expect([await episodes(store, ''), await episodes(store, 'one')]).toEqual([is, is]);
  });

  test('come and go with what can be played, and nothing else touches where the podcast stands', async () => {
    const store = await opened();
    await save(store, [spoken('a', ['One']), silent('b', ['One', 'Two']), spoken('c')]);
    expect([await episodes(store, ''), await episodes(store, 'one'), await episodes(store, 'two')]).toEqual([
      ['a', 'c'],
      ['a'],
      [],
    ]);
    const [all, one] = [await revision(store, ''), await revision(store, 'one')];
    await save(store, [silent('b', ['One', 'Two'], { title: 'Title of b again' }), spoken('d', ['Two'])]);
    expect(await revision(store, 'one')).toBe(one);
    expect(await revision(store, '')).toBeGreaterThan(all ?? 0);
    // b gets its audio, a loses it, d loses its tag.
    await save(store, [spoken('b', ['One', 'Two']), silent('a', ['One']), spoken('d', ['Three'])]);
    expect([await episodes(store, ''), await episodes(store, 'one'), await episodes(store, 'two')]).toEqual([
      ['b', 'c', 'd'],
      ['b'],
      ['b'],
    ]);
    expect(await store.podcasts()).toEqual(new Set(['', 'one', 'three', 'two']));
    await store.withdraw(['b', 'c', 'd'], now);
    expect([await episodes(store, ''), await store.count(podcast('')), await store.count(podcast('two'))]).toEqual([
      [],
      0,
      0,
    ]);
    expect(await revision(store, 'two')).toBeGreaterThan(0);
    await save(store, [spoken('b', ['Two']), silent('c')]);
    expect([await episodes(store, ''), await episodes(store, 'one'), await episodes(store, 'two')]).toEqual([
      ['b'],
      [],
      ['b'],
    ]);
    expect(await store.podcasts()).toEqual(new Set(['', 'two']));
  });

  test('there is no podcast before its first episode has appeared', async () => {
    const store = await opened();
    await save(store, [silent('a', ['One']), spoken('b', ['One'], { published: later })]);
    expect([await revision(store, ''), await revision(store, 'one')]).toEqual([undefined, undefined]);
    await store.release(later);
    expect([await episodes(store, ''), await episodes(store, 'one')]).toEqual([['b'], ['b']]);
  });

  test('what has changed tells which podcasts have', async () => {
    const store = await opened();
    await save(store, [spoken('a', ['One'])]);
    await save(store, [silent('b', ['One']), spoken('c', ['Two'])]);
    expect((await store.changedSince(1)).groups.sort()).toEqual(['!', '!two', 'one', 'two']);
  });

  test('are read as many as there is room for, the newest first, and one at least', async () => {
    const store = await opened();
    const day = (path: string) => ({ published: new Date(`2025-01-0${path}`), content: `<p>${'é'.repeat(100)}</p>` });
    await save(
      store,
      ['1', '2', '3'].map((path) => spoken(path, [], day(path))),
    );
    const read = async (most: number, bytes: number) =>
      (await store.episodes(podcast(''), { episodes: most, bytes })).map(({ title }) => title.slice(-1)).join('');
    expect([await read(9, 621), await read(9, 620), await read(2, 999), await read(9, 1)]).toEqual([
      '321',
      '32',
      '32',
      '3',
    ]);
    // A thousand chapters with addresses of their own are more than any text.
    const chapters = [{ start: 0, title: 'c'.repeat(300) }];
    await save(store, [spoken('2', [], { ...day('2'), episode: { chapters } })]);
    expect([await read(9, 621), await read(9, 999)]).toEqual(['3', '321']);
  });

  test('whatever happens to articles, they are those that are live and can be played', async () => {
    const aStep = fc.record({
      path: fc.constantFrom('a', 'b', 'c'),
      does: fc.constantFrom('spoken', 'silent', 'later', 'gone', 'renamed'),
      tags: fc.subarray(['One', 'Two', 'Three']),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 1, maxLength: 20 }), async (life) => {
        const store = await Store.open('sqlite::memory:');
        const check = async () => {
          const live = await store.newest(ALL, 99);
          for (const slug of ['', 'one', 'two', 'three', 'four']) {
            const expected = live.filter(
              ({ tags, enclosures }) => playedOf(enclosures) && (slug === '' || tags.some((of) => of.slug === slug)),
            );
            const found = await store.newest(podcast(slug), 99);
            expect(found.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
            expect(await store.count(podcast(slug))).toBe(expected.length);
          }
        };
        try {
          for (const [index, { path, does, tags }] of life.entries()) {
            const of = { id: path, title: `Title ${index}` };
            if (does === 'gone') await store.withdraw([path], now);
            else if (does === 'renamed') await store.renameTags({ one: index % 2 === 0 ? 'two' : 'four' });
            else if (does === 'silent') await save(store, [silent(path, tags, of)]);
            else await save(store, [spoken(path, tags, does === 'later' ? { ...of, published: later } : of)]);
            await check();
          }
          await store.release(later);
          await check();
        } finally {
          await store.close();
        }
      }),
      { numRuns: 50 },
    );
  });
});

test('a podcast is no tag: no list has it, and no name finds it', async () => {
  const store = await opened();
  await save(store, [spoken('a', ['One', '!one', '!', '1st'], { authors: [{ name: '!one' }] })]);
  const slugs = (await store.tags()).map(({ slug }) => slug).sort();
  expect(slugs.join(' ')).toMatch(/^1st one one-[0-9a-f]{8} tag-[0-9a-f]{8}$/);
  expect((await store.authors()).map(({ slug }) => slug)).toEqual(['one']);
  expect((await store.largestGroups(99)).map(({ slug }) => slug).filter((slug) => slug.includes('!'))).toEqual([]);
  expect(await store.largestGroups(99)).toHaveLength(5);
  expect(await store.tagsNamed(['!', '!one'])).toEqual(new Map());
  expect(await episodes(store, 'one')).toEqual(['a']);
});

describe('a tag that is renamed', () => {
  test('takes its podcast along', async () => {
    const store = await opened();
    await save(store, [spoken('a', ['EU']), spoken('b', ['EU'])]);
    await store.withdraw(['b'], now);
    const before = await store.feedState(podcast('eu'));
    await store.renameTags({ eu: 'union' });
    expect(await store.feedState(podcast('union'))).toEqual(before);
    expect(await store.grouped(podcast('union'))).toMatchObject({ slug: 'union', origin: '!eu', count: 1 });
    expect(await store.grouped(podcast('eu'))).toBeUndefined();
    await save(store, [spoken('c', ['EU']), silent('a', ['EU'])]);
    expect(await episodes(store, 'union')).toEqual(['c']);
  });

  test('has one podcast with what it becomes, every episode once', async () => {
    const store = await opened();
    await save(store, [
      spoken('a', ['Old', 'New']),
      spoken('b', ['Old']),
      silent('c', ['Old', 'New']),
      spoken('d', ['New']),
    ]);
    await store.renameTags({ old: 'new' });
    expect(await episodes(store, 'new')).toEqual(['a', 'b', 'd']);
    expect(await store.grouped(podcast('new'))).toMatchObject({ origin: '!new', count: 3 });
    expect(await store.podcasts()).toEqual(new Set(['', 'new']));
    await store.withdraw(['a', 'b'], now);
    expect(await episodes(store, 'new')).toEqual(['d']);
  });

  test('keeps its podcast when what it becomes has none', async () => {
    const store = await opened();
    await save(store, [spoken('a', ['Old']), silent('b', ['New'])]);
    await store.renameTags({ old: 'new' });
    expect(await store.grouped(podcast('new'))).toMatchObject({ origin: '!old', count: 1 });
  });

  test('leaves its address to another, with a podcast of its own', async () => {
    const store = await opened();
    await save(store, [spoken('a', ['EU']), silent('b', ['Other'])]);
    await store.renameTags({ eu: 'union' });
    await store.renameTags({ other: 'eu' });
    await save(store, [spoken('b', ['Other'])]);
    expect([await episodes(store, 'union'), await episodes(store, 'eu')]).toEqual([['a'], ['b']]);
    // POD-20: nor has it the same guid.
    expect(await store.grouped(podcast('union'))).toMatchObject({ origin: '!eu' });
    expect(await store.grouped(podcast('eu'))).toMatchObject({ origin: '!other' });
  });

  test('ATOM-12, POD-20: leaves its address to one that no article has had, and neither feed nor podcast shares an id', async () => {
    const store = await opened();
    await save(store, [spoken('a', ['EU'])]);
    await store.renameTags({ eu: 'union' });
    await store.renameTags({ unheard: 'eu' });
    await save(store, [spoken('b', ['Unheard'])]);
    const originOf = async (feed: GroupFeed) => (await store.grouped(feed))?.origin;
    expect([await originOf({ kind: 'tag', slug: 'union' }), await originOf(podcast('union'))]).toEqual(['eu', '!eu']);
    expect([await originOf({ kind: 'tag', slug: 'eu' }), await originOf(podcast('eu'))]).toEqual(['eu~2', '!eu~2']);
    await store.renameTags({ eu: 'third' });
    await store.renameTags({ unseen: 'eu' });
    expect(await originOf({ kind: 'tag', slug: 'eu' })).toBe('eu~3');
  });
});

describe('a store of before', () => {
  /** All that is kept of podcasts. */
  async function kept(url: string) {
    const db = await openDatabase(url);
    const of = { tag: db.selectFrom('tag'), membership: db.selectFrom('membership') };
    const rows = [
      await of.tag.selectAll().where('slug', '<', '0').orderBy('slug').execute(),
      await of.membership.selectAll().where('tag', '<', '0').orderBy('tag').orderBy('entry').execute(),
    ];
    await db.destroy();
    return rows;
  }

  /** Takes away what this version has added. */
  async function undo(url: string): Promise<void> {
    const db = await openDatabase(url);
    for (const statement of [
      sql`delete from tag where slug < '0'`,
      sql`delete from membership where tag < '0'`,
      sql`alter table entry drop column episode`,
      sql`alter table publication drop column home`,
      sql`drop index problem_by_age`,
      ...['audience', 'announced', 'poller', 'salt'].map((table) => sql`drop table ${sql.table(table)}`),
      sql`delete from kysely_migration where name >= '006-podcast'`,
    ])
      await statement.execute(db);
    await db.destroy();
  }

  test('has the podcasts that it would have, had there been any all along', async () => {
    const url = `sqlite:${join(temporaryFolder(), 'store.db')}`;
    const store = await Store.open(url);
    await save(store, [
      silent('a', ['One']),
      spoken('b', ['Two', 'One']),
      spoken('later', ['Three', 'One'], { published: later }),
      silent('pdf', ['One'], { enclosures: [{ ...AUDIO, type: 'application/pdf' }] }),
      spoken('c', ['One']),
    ]);
    await store.renameTags({ two: 'second' });
    await save(store, [spoken('d'), spoken('gone', ['One']), spoken('b', ['Two', 'One'], { title: 'Title of b now' })]);
    await store.withdraw(['gone'], now);
    await store.close();
    const before = await kept(url);
    expect(before.map((rows) => rows.length)).toEqual([4, 8]);
    await undo(url);

    expect(await kept(url)).toEqual(before);
    const again = await opened(url);
    expect(await episodes(again, '')).toEqual(['b now', 'c', 'd']);
    await again.release(later);
    await again.withdraw(['b', 'c'], now);
    await save(again, [spoken('gone', ['One']), silent('d')]);
    expect([await episodes(again, ''), await episodes(again, 'one'), await episodes(again, 'three')]).toEqual([
      ['gone', 'later'],
      ['gone', 'later'],
      ['later'],
    ]);
  });
});

test('POD-20: where the publication was first at home in public is kept', async () => {
  const url = `sqlite:${join(temporaryFolder(), 'store.db')}`;
  const homeAt = async (publicUrl?: string) => {
    const store = await Store.open(url, publicUrl);
    await store.close();
    return store.home;
  };
  expect(await homeAt()).toBe('');
  expect(await homeAt('https://one.example.org/feeds')).toBe('one.example.org/feeds');
  expect(await homeAt('https://moved.example.org')).toBe('one.example.org/feeds');
  expect(await homeAt()).toBe('one.example.org/feeds');
  // Also for whoever renders, and never writes.
  expect((await KeptFeeds.openToRead(url)).home).toBe('one.example.org/feeds');
});
