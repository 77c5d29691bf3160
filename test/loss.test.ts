// A folder that is emptied under a running server: everything stays up, and everybody who asks is told.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { isMeant } from '../src/loss.ts';
import { article, eventually, publication, put, type TestPublication } from './support/publication.ts';

const COUNT = 20;

function fill(site: TestPublication, count = COUNT): void {
  for (let number = 0; number < count; number += 1)
    put(site.articles, `${number}.txt`, article(`Article ${number} tells of itself alone.`));
}

async function published(baseUrl: string): Promise<number> {
  const { items } = (await (await fetch(`${baseUrl}/feed.json`)).json()) as { items: unknown[] };
  return items.length;
}

const health = async (baseUrl: string) => (await fetch(`${baseUrl}/healthz`)).json() as Promise<object>;
const status = async (baseUrl: string) => (await fetch(`${baseUrl}/status`)).json() as Promise<Record<string, unknown>>;

test('a folder that is emptied under a running server withdraws nothing, warns, and goes on when its files are back', async () => {
  const site = publication();
  fill(site);
  const said: string[] = [];
  const log = Object.assign(createLog('silent'), { warn: (_: object, text: string) => said.push(text) });
  const { baseUrl, schedule } = await site.start({}, log);
  expect(await health(baseUrl)).toEqual({ status: 'pass' });
  const aside = `${site.articles}.aside`;
  mkdirSync(aside);
  for (let number = 0; number < COUNT; number += 1)
    renameSync(join(site.articles, `${number}.txt`), join(aside, `${number}.txt`));
  const loss = { gone: COUNT, known: COUNT };
  await eventually(
    () => health(baseUrl),
    (answer) => JSON.stringify(answer).includes('loss'),
  );
  expect(await health(baseUrl)).toEqual({ status: 'warn', loss });
  expect(await status(baseUrl)).toMatchObject({ status: 'warn', articles: COUNT, loss });
  expect(said).toContain('most articles are gone, so none was withdrawn');
  expect((await schedule.refresh()).changes).toEqual([]);
  expect(await published(baseUrl)).toBe(COUNT);
  expect((await fetch(`${baseUrl}/articles/article-1-tells-of-itself-alone/`)).status).toBe(200);
  for (let number = 0; number < COUNT; number += 1)
    renameSync(join(aside, `${number}.txt`), join(site.articles, `${number}.txt`));
  // Something else happens, and is published as ever.
  put(site.articles, 'new.txt', article('Something new has happened.'));
  await eventually(
    () => published(baseUrl),
    (count) => count === COUNT + 1,
  );
  await schedule.refresh();
  expect(await health(baseUrl)).toEqual({ status: 'pass' });
  expect(await status(baseUrl)).toMatchObject({ status: 'pass', articles: COUNT + 1 });
});

test('what is new is published while a loss is not confirmed; a confirmation by another process is followed', async () => {
  const site = publication();
  fill(site);
  const { baseUrl } = await site.start();
  for (let number = 0; number < COUNT; number += 1) rmSync(join(site.articles, `${number}.txt`));
  await eventually(
    () => health(baseUrl),
    (answer) => JSON.stringify(answer).includes('loss'),
  );
  put(site.articles, 'new.txt', article('Something new has happened.'));
  await eventually(
    () => published(baseUrl),
    (count) => count === COUNT + 1,
  );
  await site.refresh({ confirmLoss: true });
  await eventually(
    () => published(baseUrl),
    (count) => count === 1,
  );
  expect(await health(baseUrl)).toEqual({ status: 'pass' });
  expect((await fetch(`${baseUrl}/articles/article-1-tells-of-itself-alone/`)).status).toBe(410);
});

test.each([
  { percent: '10', gone: 11, isLoss: true },
  { percent: '60', gone: 11, isLoss: false },
  { percent: '60', gone: 13, isLoss: true },
  // A hundred of a hundred cannot be exceeded: who sets it wants no guard.
  { percent: '100', gone: 20, isLoss: false },
])('with LOSS_PERCENT $percent, $gone of 20 gone at once are a loss: $isLoss', async ({ percent, gone, isLoss }) => {
  const site = publication({ LOSS_PERCENT: percent });
  fill(site);
  await site.refresh();
  for (let number = 0; number < gone; number += 1) rmSync(join(site.articles, `${number}.txt`));
  const { loss, counts } = await site.refresh();
  expect(loss).toEqual(isLoss ? { gone, known: COUNT } : undefined);
  expect(counts).toEqual(isLoss ? {} : { withdrawn: gone });
});

test('articles that have ended, or became drafts, are not lost', async () => {
  const site = publication();
  fill(site, 8);
  for (let number = 0; number < 12; number += 1)
    put(
      site.articles,
      `x${number}.md`,
      `---\ntitle: Offer ${number}\ndate: 2025-01-01\nexpiryDate: 2031-01-01\n---\nText.\n`,
    );
  await site.refresh({}, () => new Date('2030-12-31T23:59:00Z'));
  const later = () => new Date('2031-01-01T00:01:00Z');
  expect((await site.refresh({}, later)).counts).toEqual({ withdrawn: 12 });
  rmSync(join(site.articles, '1.txt'));
  expect(await site.refresh({}, later)).toMatchObject({ counts: { withdrawn: 1 } });
});

test('another folder in the place of the first is a loss, however few its articles were', async () => {
  const site = publication();
  fill(site, 3);
  await site.refresh();
  renameSync(site.articles, `${site.articles}.aside`);
  mkdirSync(site.articles);
  put(site.articles, 'new.txt', article('Something new has happened.'));
  const report = await site.refresh();
  expect(report.loss).toEqual({ gone: 3, known: 4 });
  expect(report.counts).toEqual({ added: 1 });
  expect((await site.refresh({ confirmLoss: true })).counts).toEqual({ withdrawn: 3 });
  expect((await site.refresh()).loss).toBeUndefined();
});

test.each([
  { seen: 20, gone: 20, meant: true },
  // What vanishes between the look and the click.
  { seen: 20, gone: 29, meant: true },
  { seen: 20, gone: 30, meant: false },
  { seen: 1000, gone: 1099, meant: true },
  { seen: 1000, gone: 1100, meant: false },
  // What is back.
  { seen: 1000, gone: 12, meant: true },
])('who has seen that $seen are gone means $gone: $meant', ({ seen, gone, meant }) => {
  expect(isMeant({ gone, known: 2000 }, { gone: seen, known: 2000 })).toBe(meant);
});

test('a confirmation of what somebody has seen is none of what has gone since', async () => {
  const site = publication();
  fill(site, 40);
  await site.refresh();
  for (let number = 0; number < 25; number += 1) rmSync(join(site.articles, `${number}.txt`));
  const seen = { gone: 25, known: 40 };
  expect((await site.refresh()).loss).toEqual(seen);
  for (let number = 25; number < 38; number += 1) rmSync(join(site.articles, `${number}.txt`));
  const refused = await site.refresh({ confirmLoss: seen });
  expect(refused).toMatchObject({ loss: { gone: 38, known: 40 }, counts: {} });
  // That one was refused is no reason to take the next one for meant.
  expect((await site.refresh()).loss).toEqual({ gone: 38, known: 40 });
  expect((await site.refresh({ confirmLoss: { gone: 38, known: 40 } })).counts).toEqual({ withdrawn: 38 });
  expect((await site.refresh()).loss).toBeUndefined();
});
