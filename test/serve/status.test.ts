// What is gathered of a store, whatever is in it.
import { expect, onTestFinished, test } from 'vitest';
import type { Remark } from '../../src/entry.ts';
import { Statuses } from '../../src/serve/status.ts';
import { Store } from '../../src/store/store.ts';
import { anArrival } from '../store/contract.ts';
import { silent } from '../support/publication.ts';

const DAY_MS = 24 * 60 * 60_000;
const today = 22_000;

async function open() {
  const store = await Store.open('sqlite::memory:');
  onTestFinished(() => store.close());
  let now = new Date(today * DAY_MS + 1000);
  const checked: number[] = [];
  const statuses = new Statuses({
    store,
    documents: { held: () => ({ count: 3, bytes: 4000 }) },
    loop: { delay: () => ({ p50Ms: 1, p99Ms: 2 }) },
    runs: () => ({ isWatching: true }),
    checks: (revision) => {
      checked.push(revision);
      return { checks: [] };
    },
    log: silent,
    now: () => now,
  });
  const save = async (arrivals: readonly ReturnType<typeof anArrival>[]) => {
    const newcomers = arrivals.map((arrival) => store.newcomer(arrival));
    await store.save(arrivals, await store.identify(newcomers, async () => new Set()), now);
  };
  return { store, statuses, checked, save, tomorrow: () => (now = new Date(now.getTime() + DAY_MS)) };
}

test('those who ask together are told the same, and whoever asks later what is so by then', async () => {
  const { statuses, checked, save } = await open();
  const [one, other] = await Promise.all([statuses.status(), statuses.status()]);
  expect(one).toBe(other);
  await save([anArrival('a', { tags: ['One', 'Two'] })]);
  const { library } = await statuses.status();
  expect(library).toMatchObject({ articles: 1, tags: 2, revision: 1 });
  expect(checked).toEqual([0, 1]);
});

test('days go by, though nothing changes', async () => {
  const { statuses, save, tomorrow } = await open();
  await save([anArrival('a', { published: new Date(today * DAY_MS) })]);
  const days = async () => (await statuses.status()).articlesPerDay;
  expect((await days()).at(-1)).toEqual({ day: today, count: 1 });
  tomorrow();
  expect((await days()).slice(-2)).toEqual([
    { day: today, count: 1 },
    { day: today + 1, count: 0 },
  ]);
  expect(await days()).toHaveLength(30);
});

test('what is said of a file is a line, however much there is to say', async () => {
  const { statuses, save } = await open();
  const remarks = Array.from({ length: 500 }, (_, index): Remark => {
    return { kind: 'repaired', why: 'a tag\nthat is not closed', text: `<b>${'x'.repeat(1000)}`, line: index + 7 };
  });
  const { outcome, ...arrival } = anArrival('a');
  if (outcome.kind !== 'entry') throw new Error('Expected an entry');
  await save([{ ...arrival, outcome: { ...outcome, remarks } }]);
  const { problems } = await statuses.status();
  expect(problems).toMatchObject({ refused: 0, repaired: 1 });
  expect(problems.first[0]?.facts).toHaveLength(20);
  const said = problems.first[0]?.said ?? '';
  expect(said).toMatch(/^line 7: a tag that is not closed: <b>x+/);
  expect(said.length).toBeLessThan(301);
});

test('a hundred problems are told of any number', async () => {
  const { store, statuses } = await open();
  const found = Array.from({ length: 150 }, (_, index) => ({ path: `${index}.txt`, expected: 'this', found: 'that' }));
  await store.noteComparison(found, new Date(0));
  const { problems, health } = await statuses.status();
  expect(problems.refused).toBe(150);
  expect(problems.first).toHaveLength(100);
  expect(health).toEqual({ status: 'warn', said: '150 files are refused.' });
});
