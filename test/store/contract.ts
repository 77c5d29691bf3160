// What every store promises, whichever database is behind it: run it with `storeContract('name', open)`.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ParsedEntry } from '../../src/entry.ts';
import { ALL } from '../../src/feed.ts';
import { type KeptFeed, PAGE_SIZE } from '../../src/store/feeds.ts';
import type { Arrival } from '../../src/store/save.ts';
import type { Store } from '../../src/store/store.ts';
import { AUDIO } from '../support/entries.ts';

const now = new Date('2030-01-01T00:00:00.250Z');
/** Saves as a refresh does when no file has left its place. */
async function save(store: Store, arrivals: readonly Arrival[], clock = now) {
  const newcomers = arrivals.map((arrival) => store.newcomer(arrival));
  return store.save(arrivals, await store.identify(newcomers, async () => new Set()), clock);
}
const tag = (slug: string) => ({ kind: 'tag', slug }) as const;

export function anArrival(path: string, parsed: Partial<ParsedEntry> = {}, digest = `digest of ${path}`): Arrival {
  const entry: ParsedEntry = {
    title: `Title of ${path}`,
    content: '<p>Text.</p>',
    authors: [],
    tags: ['One'],
    published: new Date('2025-01-01T00:00:00Z'),
    isDateOnly: true,
    ...parsed,
  };
  return {
    path,
    folder: '',
    size: 1,
    modified: 1,
    changed: 1,
    identity: '',
    digest,
    reader: '1',
    outcome: { kind: 'entry', entry },
  };
}

/** @param open gives an empty store, or the same one again when it is called with its address */
export function storeContract(
  name: string,
  open: (address?: string) => Promise<{ store: Store; address: string }>,
): void {
  const opened = async () => {
    const { store } = await open();
    onTestFinished(() => store.close());
    return store;
  };

  describe(`a store on ${name}`, () => {
    test('near a slug are the tags beside it and those that are named, and no author, podcast, or tag without articles', async () => {
      const store = await opened();
      const many = Array.from({ length: 100 }, (_, index) => `M ${100 + index}`);
      await save(store, [
        anArrival('a', { tags: ['9', 'A', 'Lone', 'Z'], authors: [{ name: 'Lone' }], enclosures: [AUDIO] }),
        ...many.map((label) => anArrival(label, { tags: [label] })),
        anArrival('b', { tags: ['M 150x'] }),
      ]);
      await store.withdraw(['b'], now);
      const near = async (...slugs: [string, ...string[]]) =>
        (await store.tagsNear(slugs)).map(({ slug }) => slug).sort();
      expect(await near('m-150x')).toEqual(many.slice(11, 90).map((label) => label.toLowerCase().replace(' ', '-')));
      expect(await near('m-150x', 'z', 'none')).toContain('z');
      expect(await near('a')).toEqual(expect.arrayContaining(['9', 'a', 'lone']));
      expect((await near('0')).filter((slug) => !/^[a-z0-9]/.test(slug))).toEqual([]);
      expect(await store.tagsNear(['lone'])).toContainEqual({ slug: 'lone', label: 'Lone', count: 1 });
    });

    test('saving the same articles twice changes nothing', async () => {
      const store = await opened();
      const batch = [anArrival('a'), anArrival('b')];
      expect((await save(store, batch)).changes).toHaveLength(2);
      const before = await store.head();
      expect((await save(store, batch)).changes).toEqual([]);
      expect(await store.head()).toEqual(before);
    });

    test('settings say since when documents are made from them: never, until they have changed once', async () => {
      const store = await opened();
      expect(await store.settingsSince('a', now)).toBe(0);
      await save(store, [anArrival('a')]);
      const { at } = await store.head();
      // In the same second as the revision: the two must not share it.
      expect(await store.settingsSince('b', now)).toBe(at + 1);
      expect(await store.settingsSince('b', new Date(now.getTime() + 60_000))).toBe(at + 1);
      await save(store, [anArrival('b')]);
      expect((await store.head()).at).toBe(at + 2);
    });

    test('every change gets the next number, and nothing else does', async () => {
      const store = await opened();
      const revision = async () => (await store.head()).revision;
      await save(store, [anArrival('a'), anArrival('b')]);
      expect(await revision()).toBe(2);
      await save(store, [anArrival('a', { title: 'Corrected' })]);
      expect(await revision()).toBe(3);
      await store.withdraw(['a'], now);
      expect(await revision()).toBe(4);
      await store.withdraw(['a', 'no such path'], now);
      expect(await revision()).toBe(4);
      await save(store, [anArrival('a', { title: 'Corrected' })]);
      expect(await revision()).toBe(5);
    });

    test('a feed changes with its own entries only, and also when it loses one', async () => {
      const store = await opened();
      await save(store, [anArrival('a', { tags: ['One'] }), anArrival('b', { tags: ['Two'] })]);
      const [one, two] = [await store.feedState(tag('one')), await store.feedState(tag('two'))];
      await save(store, [anArrival('b', { tags: ['Three'] })]);
      expect(await store.feedState(tag('one'))).toEqual(one);
      expect((await store.feedState(tag('two')))?.revision).toBeGreaterThan(two?.revision ?? Number.POSITIVE_INFINITY);
      expect(await store.newest(tag('two'), 9)).toEqual([]);
      expect(await store.tombstones(tag('two'), 9)).toEqual([]);
      const { groups, articles } = await store.changedSince(2);
      expect([groups.sort(), articles]).toEqual([['three', 'two'], ['title-of-b']]);
    });

    test('the times of revisions strictly increase, whatever the clock does (HTTP-15)', async () => {
      const store = await opened();
      const times: number[] = [];
      for (const [index, clock] of [
        now,
        now,
        new Date(now.getTime() - 3_600_000),
        new Date(now.getTime() + 60_000),
      ].entries()) {
        await save(store, [anArrival(`file ${index}`)], clock);
        times.push((await store.head()).at);
      }
      expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
      expect(times[3]).toBe(Math.floor(now.getTime() / 1000) + 60);
    });

    test('a failure in the middle of a transaction leaves no trace', async () => {
      const store = await opened();
      await save(store, [anArrival('a')]);
      const before = await store.head();
      // Tags and entries are written before the database sees that a file has no reader.
      const broken = { ...anArrival('c'), reader: null as unknown as string };
      await expect(save(store, [anArrival('b', { tags: ['New'] }), broken])).rejects.toThrow(/file\.reader/);
      expect(await store.head()).toEqual(before);
      expect(await store.count(ALL)).toBe(1);
      expect(await store.grouped({ kind: 'tag', slug: 'new' })).toBeUndefined();
      expect((await save(store, [anArrival('b')])).changes).toHaveLength(1);
    });

    test('entries of one day keep the order of their arrival, newest day first', async () => {
      const store = await opened();
      const on = (day: string) => ({ published: new Date(`2025-01-${day}T00:00:00Z`) });
      await save(store, [anArrival('1', on('02')), anArrival('2', on('02')), anArrival('3', on('03'))]);
      await save(store, [anArrival('4', on('02'))]);
      const order = async (feed: KeptFeed) =>
        (await store.newest(feed, 9)).map(({ title }) => title.slice(-1)).join('');
      expect(await order(ALL)).toBe('3421');
      expect(await order(tag('one'))).toBe('3421');
      await save(store, [anArrival('1', { ...on('02'), title: 'Changed 1' })]);
      expect(await order(tag('one'))).toBe('3421');
    });

    test('GEN-07: slugs and tags are unique, whatever the titles', async () => {
      const store = await opened();
      const titles = ['Same', 'Same', 'same!', '!!!', '???', '北京', '背景'];
      await save(
        store,
        titles.map((title, index) => anArrival(String(index), { title, tags: [title] })),
      );
      const slugs = (await store.newest(ALL, 99)).map(({ slug }) => slug);
      expect(new Set(slugs).size).toBe(titles.length);
      for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      const tags = await store.tags();
      expect(tags).toHaveLength(6);
      expect(new Set(tags.map(({ slug }) => slug)).size).toBe(6);
    });

    test('GEN-07: tags in any script and of signs alone have addresses of their own, and case makes no other tag', async () => {
      const store = await opened();
      const labels =
        '北约 背约 東京 サーバー 한국 أوكرانيا الأمن Кыргызстан हिन्दी ไทย ქართული C C++ C# .NET NET http/3 http-3 B&B BB R&D 😀 🙃 🇺🇦 + - ・ $ ₴';
      await save(
        store,
        labels.split(' ').map((label, index) => anArrival(String(index), { tags: [label] })),
      );
      const minted = await store.tags();
      expect(minted.map(({ label }) => label).sort()).toEqual(labels.split(' ').sort());
      expect(new Set(minted.map(({ slug }) => slug)).size).toBe(minted.length);
      for (const { slug } of minted) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);

      // The same labels once more, in the other case, are the same tags at the same addresses.
      await save(
        store,
        labels
          .split(' ')
          .map((label, index) => anArrival(`again ${index}`, { tags: [label.toUpperCase().toLowerCase()] })),
      );
      expect((await store.tags()).map(({ slug }) => slug).sort()).toEqual(minted.map(({ slug }) => slug).sort());
    });

    test('RSS-34: an id that an author gives is kept as it is; a second file with it is refused; another id is another article', async () => {
      const store = await opened();
      const id = 'tag:old.example.org,2010:Post/7?x=1&y=%7e';
      const { problems } = await save(store, [anArrival('a', { id }), anArrival('b', { id })]);
      expect((await store.newest(ALL, 9)).map((entry) => entry.id)).toEqual([id]);
      expect(problems).toEqual([{ path: 'b', expected: 'an article of its own', found: 'the same article as a' }]);
      const other = 'tag:other.example.org,2010:x';
      await save(store, [anArrival('a', { id: other, title: 'Edited' }, 'other text')]);
      await store.withdraw([], now);
      expect((await store.newest(ALL, 9)).map((entry) => entry.id)).toEqual([other]);
    });

    test('RSS-36, ATOM-14: an id that is minted is a UUID in its canonical form', async () => {
      const store = await opened();
      await save(store, [anArrival('a'), anArrival('b', { id: '4711' }), anArrival('c', { id: 'Not a URI' })]);
      const ids = (await store.newest(ALL, 9)).map((entry) => entry.id);
      expect(new Set(ids).size).toBe(3);
      for (const id of ids)
        expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    });

    test('ATOM-21: articles of one day that arrive together were not all changed at the same moment', async () => {
      const store = await opened();
      await save(
        store,
        Array.from({ length: 50 }, (_, index) => anArrival(String(index))),
      );
      const moments = new Set((await store.newest(ALL, 99)).map(({ updated }) => updated.getTime()));
      expect(moments.size).toBe(50);
    });

    /** So many articles, in order of arrival. */
    const arrivals = (from: number, upTo: number, parsed: Partial<ParsedEntry> = {}) =>
      Array.from({ length: upTo - from + 1 }, (_, index) => anArrival(`a${from + index}`, parsed));
    const titles = (entries: readonly { title: string }[] = []) =>
      entries.map(({ title }) => Number(/\d+$/.exec(title)?.[0])).sort((one, other) => one - other);
    const numbers = (from: number, upTo: number) => Array.from({ length: upTo - from + 1 }, (_, index) => from + index);

    test.each([ALL, tag('one')])('PAGE-08 pages of %o close by count, in order of first appearance', async (feed) => {
      const store = await opened();
      await save(store, arrivals(1, PAGE_SIZE - 1));
      expect([await store.closedPages(feed), await store.archived(feed, 1)]).toEqual([0, undefined]);
      expect(await store.archiveState(feed, 1)).toBeUndefined();
      await save(store, arrivals(PAGE_SIZE, 2 * PAGE_SIZE + 20));
      expect(await store.closedPages(feed)).toBe(2);
      expect(titles(await store.archived(feed, 1))).toEqual(numbers(1, PAGE_SIZE));
      expect(titles(await store.archived(feed, 2))).toEqual(numbers(PAGE_SIZE + 1, 2 * PAGE_SIZE));
      for (const none of [0, -1, 3]) expect(await store.archived(feed, none)).toBeUndefined();
    });

    test('PAGE-07 what happens to its entries later opens no page again', async () => {
      const store = await opened();
      await save(store, arrivals(1, 2 * PAGE_SIZE));
      await save(store, [
        anArrival('a3', { title: 'Title of a3 3', tags: ['Two'] }),
        anArrival('a4', { title: 'New 4' }),
      ]);
      await store.withdraw(['a5', 'a6'], now);
      await save(store, [anArrival('a6')]);
      const one = tag('one');
      expect(titles(await store.archived(ALL, 1))).toEqual(numbers(1, PAGE_SIZE).filter((number) => number !== 5));
      expect(titles(await store.archived(one, 1))).toEqual(
        numbers(1, PAGE_SIZE).filter((number) => number !== 5 && number !== 3),
      );
      expect(titles(await store.archived(one, 2))).toEqual(numbers(PAGE_SIZE + 1, 2 * PAGE_SIZE));
      // Who returns to a feed has its old place in it; who is new to it has the next, however old it is elsewhere.
      await save(store, [anArrival('a3', { title: 'Back 3', tags: ['One'] })]);
      expect(titles(await store.archived(one, 1))).toContain(3);
      await save(store, [anArrival('b', { title: 'Title of 1001', tags: ['Other'] })]);
      await save(store, [
        anArrival('b', { title: 'Title of 1001', tags: ['One'] }),
        ...arrivals(2 * PAGE_SIZE + 1, 3 * PAGE_SIZE - 1),
      ]);
      expect(titles(await store.archived(one, 3))).toEqual([...numbers(2 * PAGE_SIZE + 1, 3 * PAGE_SIZE - 1), 1001]);
      expect(await store.closedPages(tag('two'))).toBe(0);
    });

    test('PAGE-10 a page changes with its entries, once when its successor closes, and at no other time', async () => {
      const store = await opened();
      for (const feed of [ALL, tag('one')]) {
        const first = await store.archiveState(feed, 1);
        expect(first).toBeUndefined();
      }
      await save(store, arrivals(1, PAGE_SIZE));
      const states = async () => [await store.archiveState(ALL, 1), await store.archiveState(tag('one'), 1)];
      const closed = await states();
      expect(closed).toMatchObject([{ revision: PAGE_SIZE }, { revision: PAGE_SIZE }]);
      await save(store, arrivals(PAGE_SIZE + 1, 2 * PAGE_SIZE - 1));
      expect(await states()).toEqual(closed);
      await save(store, arrivals(2 * PAGE_SIZE, 2 * PAGE_SIZE));
      expect(await states()).toMatchObject([{ revision: 2 * PAGE_SIZE }, { revision: 2 * PAGE_SIZE }]);
      const followed = await states();
      await save(store, [anArrival(`a${PAGE_SIZE + 1}`, { title: 'Of the second page' })]);
      expect(await states()).toEqual(followed);
      await store.withdraw(['a1'], now);
      expect(await states()).toMatchObject([{ revision: 2 * PAGE_SIZE + 2 }, { revision: 2 * PAGE_SIZE + 2 }]);
    });

    test.each([ALL, tag('one')])(
      'PAGE-09 the live feed %o holds the newest, whatever no page holds yet, and corrections',
      async (feed) => {
        const store = await opened();
        const old = { published: new Date('2001-01-01T00:00:00Z') };
        await save(store, arrivals(1, PAGE_SIZE));
        await save(store, arrivals(PAGE_SIZE + 1, PAGE_SIZE + 3, old));
        const { newest, needed, closed } = await store.live(feed, 5);
        expect(titles(newest)).toEqual(numbers(PAGE_SIZE - 4, PAGE_SIZE));
        expect([titles(needed), closed]).toEqual([numbers(PAGE_SIZE + 1, PAGE_SIZE + 3), 1]);
        await save(store, [anArrival('a2', { title: 'Corrected 2' })]);
        expect(titles((await store.live(feed, 5)).needed)).toEqual([2, ...numbers(PAGE_SIZE + 1, PAGE_SIZE + 3)]);
        // It leaves when so many changes have come after it.
        await save(store, arrivals(PAGE_SIZE + 4, PAGE_SIZE + 8, old));
        expect(titles((await store.live(feed, 5)).needed)).toEqual(numbers(PAGE_SIZE + 1, PAGE_SIZE + 8));
      },
    );

    test.each([ALL, tag('one')])('what has happened in %o since a revision', async (feed) => {
      const store = await opened();
      await save(store, arrivals(1, 3));
      const since = (revision: number, limit = 9) => store.since(feed, revision, limit);
      expect(await since(3)).toEqual({ added: 0, corrected: 0, lost: 0 });
      expect(await since(0)).toEqual({ added: 3, corrected: 0, lost: 0 });
      await save(store, [anArrival('a1', { title: 'Corrected 1' }), anArrival('a4', { title: 'New 4' })]);
      expect(await since(3)).toEqual({ added: 1, corrected: 1, lost: 0 });
      const { added, corrected } = await since(0, 2);
      expect(added + corrected).toBe(2);
      await store.withdraw(['a2'], now);
      expect(await since(3)).toEqual({ added: 1, corrected: 1, lost: 1 });
      expect(await since(6)).toEqual({ added: 0, corrected: 0, lost: 0 });
      await save(store, [anArrival('a2')]);
      expect(await since(3)).toEqual({ added: 1, corrected: 2, lost: 0 });
    });

    test('a feed has lost what has lost its tag, until it has the tag again', async () => {
      const store = await opened();
      await save(store, arrivals(1, 2));
      await save(store, [anArrival('a1', { title: 'Moved 1', tags: ['Two'] })]);
      expect(await store.since(tag('one'), 2, 9)).toEqual({ added: 0, corrected: 0, lost: 1 });
      expect(await store.since(ALL, 2, 9)).toEqual({ added: 0, corrected: 1, lost: 0 });
      await save(store, [anArrival('a1', { title: 'Back 1' })]);
      expect(await store.since(tag('one'), 2, 9)).toEqual({ added: 0, corrected: 1, lost: 0 });
    });

    test('authors have feeds of their own, one for every spelling of a name, apart from tags of that name', async () => {
      const store = await opened();
      await save(store, [
        anArrival('a1', { authors: [{ name: 'Jane Doe' }, { name: 'JANE  doe' }], tags: ['Jane Doe', '@jane-doe'] }),
        anArrival('a2', { authors: [{ name: 'jane doe', email: 'jane@example.org' }] }),
        anArrival('a3', { authors: [{ name: '☃' }] }),
      ]);
      const jane = { kind: 'author', slug: 'jane-doe' } as const;
      expect(titles(await store.newest(jane, 9))).toEqual([1, 2]);
      expect(titles(await store.newest(tag('jane-doe'), 9))).toEqual([1]);
      expect(await store.grouped(jane)).toMatchObject({ label: 'Jane Doe', count: 2, origin: '@jane-doe' });
      expect((await store.tags()).map(({ slug }) => slug)).toEqual(['at-jane-doe', 'jane-doe', 'one']);
      expect((await store.authors()).map(({ label, count }) => [label, count])).toEqual([
        ['☃', 1],
        ['Jane Doe', 2],
      ]);
      expect((await store.newest(jane, 9)).map(({ authors }) => authors.map(({ slug }) => slug))).toEqual([
        ['jane-doe'],
        ['jane-doe', 'jane-doe'],
      ]);
      const { revision = 0 } = (await store.feedState(jane)) ?? {};
      await save(store, [anArrival('a2', { authors: [] })]);
      expect((await store.feedState(jane))?.revision).toBeGreaterThan(revision);
      expect(titles(await store.newest(jane, 9))).toEqual([1]);
    });

    test('everything outlives closing and opening', async () => {
      const { store, address } = await open();
      await save(store, [
        anArrival('a', {
          authors: [{ name: 'A', url: 'https://a.example/' }],
          language: 'uk',
          picture: { caption: 'C' },
        }),
      ]);
      const before = [await store.newest(ALL, 9), await store.head(), store.publication, await store.tags()];
      await store.close();
      const { store: again } = await open(address);
      expect([await again.newest(ALL, 9), await again.head(), again.publication, await again.tags()]).toEqual(before);
      await again.close();
    });

    test('two stores with the same history agree, with another history they do not', async () => {
      const digest = async (titles: readonly string[]) => {
        const store = await opened();
        for (const title of titles) await save(store, [anArrival('a', { title })]);
        return (await store.head()).digest;
      };
      expect(await digest(['x', 'y'])).toBe(await digest(['x', 'y']));
      expect(await digest(['x', 'z'])).not.toBe(await digest(['x', 'y']));
    });
  });
}
