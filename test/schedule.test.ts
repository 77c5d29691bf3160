// Refreshes that wait for one another.
import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { Schedule } from '../src/schedule.ts';
import { article, publication, put, silent } from './support/publication.ts';

async function scheduleOf(site = publication(), log = silent) {
  const store = await site.store();
  const { articlesDir: root, readers, settleMs, lossPercent, refreshCron } = site.config;
  const onChange = async () => undefined;
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
  });
  onTestFinished(() => schedule.stop());
  return { schedule, store, site };
}

test('requests for everything that wait together become one that does what each of them asked for', async () => {
  const { schedule, site } = await scheduleOf();
  for (let number = 0; number < 10; number += 1) put(site.articles, `${number}.txt`, article(`Article ${number}.`));
  await schedule.refresh();
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

test('what goes wrong at the start is told as what it is, and the schedule goes on', async () => {
  const said: string[] = [];
  const log = pino({}, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  const { schedule, store } = await scheduleOf(publication(), log);
  await store.close();
  await schedule.start();
  expect(said).toEqual(['release not planned']);
});
