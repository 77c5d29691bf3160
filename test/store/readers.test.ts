// Costly questions harm nobody else: they have a thread, a time and a queue of their own.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { BusyError, type ReaderSettings, Readers } from '../../src/store/readers.ts';
import { Store } from '../../src/store/store.ts';
import { eventually, temporaryFolder } from '../support/publication.ts';

const TERMS = [{ words: ['rain'], isPrefix: false, isExcluded: false }];

async function open(settings?: ReaderSettings) {
  const path = join(temporaryFolder(), 'store.db');
  await (await Store.open(`sqlite:${path}`)).close();
  const readers = new Readers(`sqlite:${path}`, settings);
  onTestFinished(() => readers.close());
  return { path, readers, ask: () => readers.read('findMatches', TERMS, 5) };
}

test('many questions are answered, one after the other', async () => {
  const { ask } = await open();
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([[], [], []]);
});

test('whoever finds too many waiting is told at once, and may come again', async () => {
  const { ask } = await open({ timeLimitMs: 60_000, mostOpen: 2 });
  const asked = [ask(), ask()];
  await expect(ask()).rejects.toBeInstanceOf(BusyError);
  await Promise.all(asked);
  expect(await ask()).toEqual([]);
});

test('what takes too long is given up, and the next question has a thread of its own', async () => {
  const { path, ask } = await open({ timeLimitMs: 2000, mostOpen: 9 });
  const database = new DatabaseSync(path);
  database.exec('pragma journal_mode = delete');
  const asking = () =>
    eventually(
      () => ask().catch(() => undefined),
      (answer) => answer !== undefined,
    );
  await asking();
  // Whoever reads has to wait in the middle of SQLite, where no thread hears that it is ended.
  database.exec('begin exclusive');
  await expect(Promise.all([ask(), ask()])).rejects.toThrow('the answer takes longer than 2 s');
  database.exec('commit');
  database.close();
  expect(await asking()).toEqual([]);
});

test('what is wrong with a question is told, and harms no other', async () => {
  const { path, ask } = await open();
  const broken = new Readers(`sqlite:${path}.none`);
  onTestFinished(() => broken.close());
  await expect(broken.read('findMatches', TERMS, 5)).rejects.toThrow(/unable to open/);
  expect(await ask()).toEqual([]);
});

test('whoever still waits when all is closed gets no thread of its own', async () => {
  const { readers, ask } = await open();
  await ask();
  const asked = [ask(), ask(), ask()].map((answer) => expect(answer).rejects.toThrow());
  await readers.close();
  await Promise.all(asked);
  await expect(ask()).rejects.toBeInstanceOf(BusyError);
});
