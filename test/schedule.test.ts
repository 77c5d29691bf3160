// What waits for whom: refreshes for one another, and the search index for all of them.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { MOST_BATCHES, Schedule } from '../src/schedule.ts';
import { aBatch } from './support/polls.ts';
import { article, eventually, publication, put, silent } from './support/publication.ts';

async function scheduleOf(
  site = publication(),
  log = silent,
  onChange: () => Promise<void> = async () => undefined,
  now?: () => Date,
) {
  const store = await site.store();
  const { articlesDir: root, readers, settleMs, lossPercent, refreshCron } = site.config;
  const schedule = new Schedule({
    root,
    store,
    readers,
    settleMs,
    lossPercent,
    refreshCron,
    watch: false,
    log,
    onChange,
    ...(now ? { now } : {}),
  });
  onTestFinished(() => schedule.stop());
  return { schedule, store, site };
}

test('requests for everything that wait together become one that does what each of them asked for', async () => {
  const { schedule, site } = await scheduleOf();
  for (let number = 0; number < 10; number += 1) put(site.articles, `${number}.txt`, article(`Article ${number}.`));
  await schedule.refresh();
  // Two stores in one thread cannot wait for each other.
  await schedule.index();
  const empty = await scheduleOf(publication({ DATABASE_URL: site.config.databaseUrl }));
  // Those that are meant to wait come when it has begun, and the new file when it is done.
  const first = empty.schedule.refresh().finally(() => put(empty.site.articles, 'new.txt', article('Something new.')));
  await setImmediate();
  const told: [string, number, number][] = [];
  const waiting = [
    empty.schedule.refresh({ onProgress: (...progress) => told.push(['one', ...progress]) }),
    empty.schedule.refresh({ confirmLoss: true }),
    empty.schedule.refresh({ onProgress: (...progress) => told.push(['other', ...progress]) }),
  ];
  expect((await first).loss).toEqual({ gone: 10, known: 10 });
  const [one, meant, other] = await Promise.all(waiting);
  expect(meant?.counts).toEqual({ added: 1, withdrawn: 10 });
  expect([one, other]).toEqual([meant, meant]);
  expect(told).toEqual([
    ['one', 1, 1],
    ['other', 1, 1],
  ]);
});

test.each([
  { asked: [undefined, { gone: 11, known: 20 }, { gone: 20, known: 20 }], withdrawn: 20 },
  {
    asked: [
      { gone: 20, known: 20 },
      { gone: 1, known: 20 },
    ],
    withdrawn: 20,
  },
  { asked: [true, { gone: 1, known: 20 }], withdrawn: 20 },
  { asked: [undefined, { gone: 1, known: 20 }], withdrawn: undefined },
  { asked: [undefined, undefined], withdrawn: undefined },
])('of those who wait together and mean $asked, whoever means most is heard', async ({ asked, withdrawn }) => {
  const { schedule, site } = await scheduleOf();
  for (let number = 0; number < 20; number += 1) put(site.articles, `${number}.txt`, article(`Article ${number}.`));
  await schedule.refresh();
  for (let number = 0; number < 20; number += 1) rmSync(join(site.articles, `${number}.txt`));
  const reports = asked.map((confirmLoss) => schedule.refresh(confirmLoss === undefined ? {} : { confirmLoss }));
  for (const { counts } of await Promise.all(reports)) expect(counts.withdrawn).toBe(withdrawn);
});

test('what goes wrong at the start is told as what it is, and the schedule goes on', async () => {
  const said: string[] = [];
  const log = pino({}, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  const { schedule, store } = await scheduleOf(publication(), log);
  await store.close();
  await schedule.start();
  expect(said).toEqual(['release not planned']);
});

/** A library that is saved and not indexed yet, and its schedule, with nothing that calls it. */
async function library(size: number) {
  const site = publication();
  for (let number = 0; number < size; number += 1)
    put(site.articles, `${number}.txt`, article(`It rained for the ${number}th time.`));
  await site.refresh();
  let changes = 0;
  const onChange = async () => {
    changes += 1;
  };
  const { schedule, store } = await scheduleOf(site, silent, onChange);
  return { articles: site.articles, store, schedule, changes: () => changes };
}

test('what was heard of readers and cannot be written down is told, and nothing ends for it', async () => {
  const said: string[] = [];
  const log = pino({}, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  const { schedule, store } = await scheduleOf(publication(), log);
  await store.close();
  await schedule.keep(aBatch(20_000));
  expect(said).toEqual(['audience not written down']);
});

test('what is heard of readers does not pile up where it cannot be written down in time', async () => {
  const said: string[] = [];
  const log = pino({}, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  const { schedule, store } = await scheduleOf(publication(), log);
  const batch = aBatch(20_000, { polls: { whole: 1 } });
  const told = async () => (await store.audience(new Date())).totals.whole;
  await Promise.all(Array.from({ length: MOST_BATCHES + 3 }, () => schedule.keep(batch)));
  expect(await told()).toBe(MOST_BATCHES);
  expect(said).toEqual(Array.from({ length: 3 }, () => 'audience not written down'));
  await schedule.keep(batch);
  expect(await told()).toBe(MOST_BATCHES + 1);
});

test('at midnight what is kept of pollers is forgotten, though nobody polls', async () => {
  let hour = 20_000 * 24 + 23;
  const { schedule, store } = await scheduleOf(publication(), silent, undefined, () => new Date(hour * 3_600_000));
  await schedule.start();
  const days = async () => [...(await store.salts()).keys()];
  expect(await eventually(days, ({ length }) => length > 0)).toEqual([20_000, 20_001]);
  hour += 1;
  expect(await eventually(days, ([first]) => first !== 20_000)).toEqual([20_001, 20_002]);
});

test('a new file does not wait until everything is indexed', async () => {
  const { articles, store, schedule } = await library(300);
  const indexing = schedule.index();
  put(articles, 'new.txt', article('It snows.'));
  await schedule.refresh({ paths: ['new.txt'] });
  expect((await store.searched()).isAll).toBe(false);
  await indexing;
  expect(await store.searched()).toEqual({ revision: 301, isAll: true });
});

test('the index tells when it has followed, and only then', async () => {
  const { schedule, changes } = await library(3);
  await Promise.all([schedule.index(), schedule.index()]);
  expect(changes()).toBe(1);
  await schedule.index();
  expect(changes()).toBe(1);
});

test('an index that is stopped in the middle goes on from there', async () => {
  const { store, schedule } = await library(300);
  void schedule.index();
  await schedule.stop();
  const { isAll } = await store.searched();
  expect(isAll).toBe(false);
  while (!(await store.indexNext(100, new Date())).isAll);
  expect((await store.searched()).revision).toBe(300);
});
