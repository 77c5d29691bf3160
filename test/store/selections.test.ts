// Tag algebra over a store with a random history, held against a model that looks at every entry.
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { parseSelection, type Selection } from '../../src/selection.ts';
import { PAGE_SIZE } from '../../src/store/feeds.ts';
import { Store } from '../../src/store/store.ts';
import { anArrival } from './contract.ts';

const LIMITS = { entries: 5, tombstones: 5 };
const TAGS = ['a', 'b', 'c'];
const SELECTIONS = ['a+b', 'a,b', 'a+-b', '-a', 'a+b+c', 'a+b,c', 'a+-b,c+-a', 'b+-a+-c', 'a,b,c'].map((text) => ({
  text,
  selection: parseSelection(text) ?? [],
}));

async function open(): Promise<Store> {
  const store = await Store.open('sqlite::memory:');
  onTestFinished(() => store.close());
  return store;
}

type Version = { readonly tags: readonly string[]; readonly day: number };

/** Saves or withdraws articles by name, as a refresh does. */
async function bring(store: Store, changes: ReadonlyMap<string, Version | undefined>, count: number): Promise<void> {
  const arrivals = [...changes].flatMap(([path, version]) =>
    version
      ? [
          anArrival(path, {
            title: `${path} ${count}`,
            tags: version.tags,
            published: new Date(Date.UTC(2025, 0, version.day)),
          }),
        ]
      : [],
  );
  const identities = await store.identify(
    arrivals.map((arrival) => store.newcomer(arrival)),
    async () => new Set(),
  );
  await store.save(arrivals, identities, new Date('2030-01-01'));
  const gone = [...changes].flatMap(([path, version]) => (version ? [] : [path]));
  await store.withdraw(gone, new Date('2030-01-01'));
}

const fits = (selection: Selection, tags: readonly string[]) =>
  selection.some(({ all, none }) => all.every((tag) => tags.includes(tag)) && !none.some((tag) => tags.includes(tag)));
const nameOf = ({ title }: { title: string }) => title.split(' ')[0] ?? '';

const version = fc.record({ tags: fc.subarray(TAGS), day: fc.integer({ min: 1, max: 28 }) });
const histories = fc.array(
  fc.dictionary(
    fc.integer({ min: 0, max: 160 }).map((number) => `n${number}`),
    fc.option(version, { nil: undefined, freq: 4 }),
    { minKeys: 40, maxKeys: 120, size: 'max' },
  ),
  { minLength: 3, maxLength: 8, size: 'max' },
);

test('PAGE-08, PAGE-14: live document and history hold whatever fits and nothing else, and closed pages stay', async () => {
  let pages = 0;
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const store = await Store.open('sqlite::memory:');
      try {
        const current = new Map<string, Version>();
        const seen = new Map<string, readonly string[]>();
        // `published` never moves.
        const days = new Map<string, number>();
        for (const [count, step] of history.entries()) {
          await bring(store, new Map(Object.entries(step)), count);
          for (const [path, changed] of Object.entries(step)) {
            if (!changed) current.delete(path);
            else {
              current.set(path, changed);
              if (!days.has(path)) days.set(path, changed.day);
            }
          }
          for (const { text, selection } of SELECTIONS) {
            const wanted = [...current].filter(([, { tags }]) => fits(selection, tags)).map(([path]) => path);
            const { newest, needed, closed } = await store.selectLive(selection, LIMITS);
            const live = [...newest, ...needed].map(nameOf);
            expect(await store.selectedPages(selection)).toBe(closed);
            const dates = wanted.map((path) => days.get(path) ?? 0).sort((one, other) => other - one);
            expect(newest.map(({ published }) => published.getUTCDate())).toEqual(dates.slice(0, 5));
            pages = Math.max(pages, closed);
            const walked = new Set(live);
            for (let page = closed; page > 0; page -= 1) {
              const entries = (await store.selectArchived(selection, page)) ?? [];
              const names = entries.map(nameOf);
              for (const name of names) walked.add(name);
              // Nobody is on a page that was closed without them.
              const before = seen.get(`${text} ${page}`);
              const all = new Set([...(before ?? names), ...names]);
              expect(all.size, `${text} ${page}`).toBeLessThanOrEqual(PAGE_SIZE);
              seen.set(`${text} ${page}`, [...all]);
            }
            expect([...walked].sort(), text).toEqual(wanted.sort());
            expect(await store.selectArchived(selection, closed + 1)).toBeUndefined();
          }
        }
        // Of pages that have ever been closed, no entry has been on two.
        for (const { text } of SELECTIONS) {
          const all = [...seen].flatMap(([key, names]) => (key.startsWith(`${text} `) ? names : []));
          expect(new Set(all).size, text).toBe(all.length);
        }
      } finally {
        await store.close();
      }
    }),
    { numRuns: 12, seed: 4 },
  );
  expect(pages).toBeGreaterThan(1);
});

test.each([
  { selects: 'either', text: 'a,b', was: ['a'], is: ['b'] },
  { selects: 'either, which it left and has come back to', text: 'a,b', was: ['a'], meanwhile: ['c'], is: ['b'] },
  { selects: 'one that it was kept from, or another', text: 'a+-c,b', was: ['a', 'c'], is: ['b', 'c'] },
])('PAGE-09: an entry of a closed page that changes its tags is told again by a feed of $selects', async (change) => {
  const store = await open();
  const selection = parseSelection(change.text) ?? [];
  const first = new Map<string, Version>([['n', { tags: change.was, day: 1 }]]);
  for (let number = 1; number < PAGE_SIZE; number += 1) first.set(`n${number}`, { tags: ['a'], day: 9 });
  await bring(store, first, 0);
  expect(await store.selectedPages(selection)).toBe(1);
  if (change.meanwhile) await bring(store, new Map([['n', { tags: change.meanwhile, day: 1 }]]), 1);
  await bring(store, new Map([['n', { tags: change.is, day: 1 }]]), 2);
  expect((await store.selectLive(selection, LIMITS)).needed.map(nameOf)).toContain('n');
});

test('the newest of a selection stand as in any feed: by date, then the latest to arrive', async () => {
  const store = await open();
  const days = { n1: 3, n2: 9, n3: 9, n4: 1 };
  for (const [count, [name, day]] of Object.entries(days).entries())
    await bring(store, new Map([[name, { tags: ['a', 'b'], day }]]), count);
  const { newest } = await store.selectLive(parseSelection('a+b') ?? [], LIMITS);
  expect(newest.map(nameOf)).toEqual(['n3', 'n2', 'n1', 'n4']);
});

test('HTTP-10: the state of a selection changes with what its document shows, and with nothing else', async () => {
  const store = await open();
  const both = parseSelection('a+b') ?? [];
  const digest = async () => (await store.selectedState(both, LIMITS)).digest;
  await bring(store, new Map([['n1', { tags: ['a', 'b'], day: 1 }]]), 0);
  const first = await digest();
  await bring(store, new Map([['n2', { tags: ['a'], day: 2 }]]), 0);
  expect(await digest()).toBe(first);
  await bring(store, new Map([['n2', { tags: ['a', 'b'], day: 2 }]]), 0);
  const second = await digest();
  expect(second).not.toBe(first);
  await bring(store, new Map([['n1', { tags: ['a', 'b'], day: 1 }]]), 1);
  expect(await digest()).not.toBe(second);
  await bring(store, new Map([['n2', undefined]]), 1);
  const { tombstones } = await store.selectLive(both, LIMITS);
  expect(tombstones).toHaveLength(1);
  // The times only ever grow (HTTP-15).
  const { at } = await store.selectedState(both, LIMITS);
  await bring(store, new Map([['n3', { tags: ['a', 'b'], day: 2 }]]), 1);
  expect((await store.selectedState(both, LIMITS)).at).toBeGreaterThan(at);
});

test('PAGE-10: the state of a page changes with its entries, and once with its successor', async () => {
  const store = await open();
  const either = parseSelection('a,b') ?? [];
  const fill = (from: number, upTo: number) =>
    bring(
      store,
      new Map(
        Array.from({ length: upTo - from + 1 }, (_, index) => [`n${from + index}`, { tags: ['a', 'b'], day: 1 }]),
      ),
      0,
    );
  const digest = async () => (await store.selectedArchiveState(either, 1))?.digest;
  expect(await digest()).toBeUndefined();
  await fill(1, PAGE_SIZE + 10);
  const closed = await digest();
  expect(closed).toBeDefined();
  await fill(PAGE_SIZE + 11, 2 * PAGE_SIZE - 1);
  expect(await digest()).toBe(closed);
  await fill(2 * PAGE_SIZE, 2 * PAGE_SIZE);
  const followed = await digest();
  expect(followed).not.toBe(closed);
  await bring(store, new Map([['n3', { tags: ['c'], day: 1 }]]), 1);
  expect(await digest()).not.toBe(followed);
});
