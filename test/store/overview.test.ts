// What the operator is told of the library: counted, however articles come and go.
import { expect, onTestFinished, test } from 'vitest';
import { Store } from '../../src/store/store.ts';
import { anArrival } from './contract.ts';

const now = new Date('2030-01-01T00:00:00Z');
const later = new Date('2030-02-01T00:00:00Z');

async function open(): Promise<Store> {
  const store = await Store.open('sqlite::memory:');
  onTestFinished(() => store.close());
  return store;
}

async function save(store: Store, arrivals: readonly ReturnType<typeof anArrival>[]): Promise<void> {
  const newcomers = arrivals.map((arrival) => store.newcomer(arrival));
  await store.save(arrivals, await store.identify(newcomers, async () => new Set()), now);
}

test('what is live, withdrawn and to come is counted, whatever has happened to it', async () => {
  const store = await open();
  const counts = async () => {
    const { articles, withdrawn, revision } = await store.overview();
    return { articles, withdrawn, revision, embargoed: await store.countReleases() };
  };
  expect(await counts()).toEqual({ articles: 0, withdrawn: 0, revision: 0, embargoed: 0 });
  await save(store, [anArrival('a'), anArrival('b'), anArrival('later', { published: later })]);
  expect(await counts()).toEqual({ articles: 2, withdrawn: 0, revision: 2, embargoed: 1 });
  await store.withdraw(['a'], now);
  expect(await counts()).toEqual({ articles: 1, withdrawn: 1, revision: 3, embargoed: 1 });
  await store.release(later);
  expect(await counts()).toEqual({ articles: 2, withdrawn: 1, revision: 4, embargoed: 0 });
  await save(store, [anArrival('a')]);
  expect(await counts()).toEqual({ articles: 3, withdrawn: 0, revision: 5, embargoed: 0 });
  // What nobody has seen was not withdrawn.
  await save(store, [anArrival('never', { published: new Date('2031-01-01') })]);
  await store.withdraw(['never'], now);
  expect(await counts()).toEqual({ articles: 3, withdrawn: 0, revision: 5, embargoed: 0 });
});

test('tags and authors that have an article are counted as the lists have them', async () => {
  const store = await open();
  await save(store, [
    anArrival('a', { tags: ['One', 'zebra', '2025'], authors: [{ name: 'Anna' }, { name: 'Zoë' }] }),
    anArrival('b', { tags: ['Gone'], authors: [{ name: 'Nobody' }] }),
  ]);
  await store.withdraw(['b'], now);
  expect(await store.countGroups('tag')).toBe((await store.tags()).length);
  expect(await store.countGroups('tag')).toBe(3);
  expect(await store.countGroups('author')).toBe((await store.authors()).length);
  expect(await store.countGroups('author')).toBe(2);
});

test('the next releases come first, with their files', async () => {
  const store = await open();
  const dates = ['2030-03-01', '2030-02-01', '2030-04-01'];
  await save(
    store,
    dates.map((date, index) => anArrival(`${index}`, { published: new Date(date), title: `On ${date}` })),
  );
  expect(await store.nextReleases(2)).toEqual([
    { title: 'On 2030-02-01', path: '1', at: new Date('2030-02-01') },
    { title: 'On 2030-03-01', path: '0', at: new Date('2030-03-01') },
  ]);
});

test('articles are counted from a moment on, before another', async () => {
  const store = await open();
  const [from, end] = [new Date('2025-06-01'), new Date('2025-06-02')];
  await save(store, [
    anArrival('before', { published: new Date(from.getTime() - 1) }),
    anArrival('first', { published: from }),
    anArrival('last', { published: new Date(end.getTime() - 1) }),
    anArrival('withdrawn', { published: from }),
    anArrival('after', { published: end }),
  ]);
  await store.withdraw(['withdrawn'], now);
  expect(await store.countPublished(from, end)).toBe(2);
});

test('a loss keeps the moment at which it was first noticed, and another one has its own', async () => {
  const store = await open();
  const [loss, other] = [
    { gone: 20, known: 30 },
    { gone: 21, known: 30 },
  ];
  await store.keepLoss(loss, now);
  await store.keepLoss(loss, later);
  expect(await store.loss()).toEqual({ ...loss, since: now });
  await store.keepLoss(other, later);
  expect(await store.loss()).toEqual({ ...other, since: later });
  await store.keepLoss(undefined, later);
  expect(await store.loss()).toBeUndefined();
});

test('problems are counted by kind, and those found last are told first', async () => {
  const store = await open();
  await store.noteComparison([{ path: 'old', expected: 'this', found: 'that' }], now);
  await store.noteComparison(
    ['b', 'a', 'old'].map((path) => ({ path, expected: 'this', found: 'that' })),
    later,
  );
  expect(await store.countProblems()).toEqual({ refused: 3, repaired: 0 });
  expect((await store.latestProblems(2)).map(({ path }) => path)).toEqual(['a', 'b']);
  expect((await store.latestProblems(9)).map(({ path }) => path)).toEqual(['a', 'b', 'old']);
});
