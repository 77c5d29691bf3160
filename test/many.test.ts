// Files that hold many articles: each is an article like any other, and the file is read as a whole.
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALL } from '../src/feed.ts';
import { eventually, publication, put, type TestPublication } from './support/publication.ts';

type Fields = Readonly<Record<string, unknown>>;

const item = (number: number, more: Fields = {}): Fields => ({
  title: `Item ${number}`,
  content_text: `A text about ${number} and nothing else.`,
  date_published: `2025-01-01T00:00:${String(number % 60).padStart(2, '0')}Z`,
  tags: ['Many'],
  ...more,
});
const lines = (items: readonly Fields[]) => items.map((fields) => `${JSON.stringify(fields)}\n`).join('');
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const kinds = async (site: TestPublication) => (await site.refresh()).counts;

async function titlesById(site: TestPublication): Promise<Map<string, string>> {
  const store = await site.store();
  const entries = await store.newest(ALL, 10_000);
  await store.close();
  return new Map(entries.map(({ id, title }) => [id, title]));
}

test('every line of a JSON Lines file is an article; a second refresh changes nothing', async () => {
  const site = publication();
  put(site.articles, 'news/all.jsonl', lines(numbers(3).map((number) => item(number))));
  put(site.articles, 'one.json', JSON.stringify(item(4)));
  expect(await kinds(site)).toEqual({ added: 4 });
  const head = await (await site.store()).head();
  expect(await kinds(site)).toEqual({});
  expect(await (await site.store()).head()).toEqual(head);
});

describe('the articles of a file that changes', () => {
  const cases: { what: string; before?: Fields[]; after: Fields[]; counts: Record<string, number>; lost?: number }[] = [
    { what: 'one more at the end', after: [item(1), item(2), item(3), item(4)], counts: { added: 1 } },
    { what: 'one more at the top', after: [item(4), item(1), item(2), item(3)], counts: { added: 1, renamed: 3 } },
    { what: 'the first is gone', after: [item(2), item(3)], counts: { renamed: 2, withdrawn: 1 }, lost: 1 },
    { what: 'the last is gone', after: [item(1), item(2)], counts: { withdrawn: 1 }, lost: 1 },
    { what: 'another order', after: [item(3), item(1), item(2)], counts: { renamed: 3 } },
    {
      what: 'one is corrected',
      after: [item(1), item(2, { content_text: 'Corrected.' }), item(3)],
      counts: { corrected: 1 },
    },
    {
      what: 'one is corrected and moves, told by its title and date',
      after: [item(4), item(1), item(2, { content_text: 'Corrected.' }), item(3)],
      counts: { added: 1, corrected: 1, renamed: 2 },
    },
    {
      what: 'all are corrected and move, told by their ids',
      before: numbers(3).map((number) => item(number, { id: `n${number}` })),
      after: [3, 1, 2].map((number) => item(number, { id: `n${number}`, title: `New ${number}` })),
      counts: { corrected: 3 },
    },
  ];
  test.each(cases)(
    'keep their ids when $what',
    async ({ before = [item(1), item(2), item(3)], after, counts, lost }) => {
      const site = publication();
      put(site.articles, 'all.jsonl', lines(before));
      await site.refresh();
      const ids = new Set((await titlesById(site)).keys());
      put(site.articles, 'all.jsonl', lines(after));
      expect(await kinds(site)).toEqual(counts);
      const kept = [...(await titlesById(site)).keys()].filter((id) => ids.has(id));
      expect(kept).toHaveLength(ids.size - (lost ?? 0));
      expect(await kinds(site)).toEqual({});
    },
  );
});

test('a file that is deleted takes its articles with it, and brings them back', async () => {
  const site = publication();
  const text = lines(numbers(3).map((number) => item(number)));
  put(site.articles, 'all.jsonl', text);
  await site.refresh();
  const before = await titlesById(site);
  rmSync(join(site.articles, 'all.jsonl'));
  expect(await kinds(site)).toEqual({ withdrawn: 3 });
  put(site.articles, 'all.jsonl', text);
  expect(await kinds(site)).toEqual({ returned: 3 });
  expect(await titlesById(site)).toEqual(before);
});

test('a file that is back before its loss is taken over has lost nothing', async () => {
  const site = publication();
  const text = lines(numbers(3).map((number) => item(number)));
  const file = put(site.articles, 'all.jsonl', text);
  await site.refresh();
  rmSync(file);
  const exclusively = <T>(act: () => Promise<T>) => {
    put(site.articles, 'all.jsonl', text);
    return act();
  };
  expect((await site.refresh({ exclusively })).counts).toEqual({});
  expect(await kinds(site)).toEqual({});
  expect((await titlesById(site)).size).toBe(3);
});

test('most of a file that vanishes is a loss, and it is looked at again until that is settled', async () => {
  const site = publication();
  put(site.articles, 'all.jsonl', lines(numbers(30).map((number) => item(number))));
  await site.refresh();
  put(site.articles, 'all.jsonl', lines([item(1)]));
  const loss = { gone: 29, known: 30 };
  expect((await site.refresh()).loss).toEqual(loss);
  expect((await site.refresh()).loss).toEqual(loss);
  expect((await site.refresh({ confirmLoss: true })).counts).toEqual({ withdrawn: 29 });
  expect(await site.refresh()).toMatchObject({ counts: {} });
  expect((await titlesById(site)).size).toBe(1);
});

test('a broken line is a problem with its place, the others are published', async () => {
  const site = publication();
  put(site.articles, 'all.jsonl', `${lines([item(1)])}{"title": oops\n${lines([item(3)])}`);
  expect(await kinds(site)).toEqual({ added: 2, refused: 1 });
  const problems = await (await site.store()).problems();
  expect(problems).toMatchObject([{ path: 'all.jsonl/line-2', kind: 'refused' }]);
  put(site.articles, 'all.jsonl', lines([item(1), item(2), item(3)]));
  expect(await kinds(site)).toEqual({ added: 1 });
  expect(await (await site.store()).problems()).toEqual([]);
});

test('a file may hold more articles than a batch, and more bytes than an article may have', async () => {
  const site = publication();
  const padding = 'word '.repeat(1500);
  const items = numbers(2000).map((number) => item(number, { content_text: `About ${number}: ${padding}` }));
  const file = put(site.articles, 'all.jsonl', lines(items));
  expect(await kinds(site)).toEqual({ added: 2000 });
  expect((await titlesById(site)).size).toBe(2000);
  expect(await kinds(site)).toEqual({});
  appendFileSync(file, lines([item(2001)]));
  expect(await kinds(site)).toEqual({ added: 1 });
});

describe.each([
  { what: 'as it was', edit: {}, counts: 'renamed' },
  { what: 'edited', edit: { content_text: 'Edited.' }, counts: 'corrected' },
])('an article that is $what', ({ edit, counts }) => {
  const [one, two] = [item(1, { id: 'a' }), item(2, { id: 'b' })];
  const edited = { ...one, ...edit };

  test('keeps its id when its file becomes one of many, and when it becomes one of one', async () => {
    const site = publication();
    put(site.articles, 'a.json', JSON.stringify(one));
    expect(await kinds(site)).toEqual({ added: 1 });
    const [id] = [...(await titlesById(site)).keys()];
    put(site.articles, 'a.json', JSON.stringify([edited, two]));
    expect(await kinds(site)).toEqual({ [counts]: 1, added: 1 });
    expect(await kinds(site)).toEqual({});
    expect((await titlesById(site)).get(id ?? '')).toBe('Item 1');
    put(site.articles, 'a.json', JSON.stringify(one));
    expect(await kinds(site)).toEqual({ [counts]: 1, withdrawn: 1 });
    expect(await kinds(site)).toEqual({});
    expect([...(await titlesById(site))]).toEqual([[id, 'Item 1']]);
  });
});

test('most of a file that becomes one article is a loss until that is confirmed', async () => {
  const site = publication();
  put(site.articles, 'all.json', JSON.stringify(numbers(30).map((number) => item(number))));
  await site.refresh();
  put(site.articles, 'all.json', JSON.stringify(item(1)));
  const loss = { gone: 29, known: 30 };
  expect((await site.refresh()).loss).toEqual(loss);
  expect((await site.refresh()).loss).toEqual(loss);
  expect((await site.refresh({ confirmLoss: true })).counts).toEqual({ withdrawn: 29 });
  expect((await titlesById(site)).size).toBe(1);
});

test('a running server takes a file that grows line by line as it grows', async () => {
  const site = publication();
  const file = put(site.articles, 'all.jsonl', lines([item(1), item(2)]));
  const { baseUrl } = await site.start();
  const count = async () => ((await (await fetch(`${baseUrl}/feed.json`)).json()) as { items: unknown[] }).items.length;
  expect(await count()).toBe(2);
  for (const number of [3, 4, 5]) {
    appendFileSync(file, lines([item(number)]));
    await eventually(count, (found) => found === number);
  }
});

test('a part of a large file that is broken as a whole takes no article with it', async () => {
  const site = publication();
  const padding = 'word '.repeat(8000);
  const items = numbers(300).map((number) => item(number, { content_text: `About ${number}: ${padding}` }));
  const good = Buffer.from(lines(items));
  put(site.articles, 'all.jsonl', good);
  expect(await kinds(site)).toEqual({ added: 300 });
  const broken = Buffer.from(good);
  for (let at = 4_000_000; at < 9_000_000; at += 1) if (broken[at] === 0x7b) broken[at] = 0x3f;
  put(site.articles, 'all.jsonl', broken);
  expect((await site.refresh()).counts).not.toHaveProperty('withdrawn');
  expect((await titlesById(site)).size).toBe(300);
  put(site.articles, 'all.jsonl', good);
  expect(await kinds(site)).toEqual({});
  expect(await kinds(site)).toEqual({});
  expect(await (await site.store()).problems()).toEqual([]);
});

test('an article in a file of many that doubled another one is published when that goes', async () => {
  const site = publication();
  const other = put(site.articles, 'a.md', '---\nid: x\ntitle: Other\ndate: 2025-01-01\n---\nText.\n');
  put(site.articles, 'all.jsonl', lines([item(1, { id: 'x' }), item(2)]));
  expect(await kinds(site)).toEqual({ added: 2, refused: 1 });
  const ids = [...(await titlesById(site)).keys()];
  rmSync(other);
  expect(await kinds(site)).toEqual({ withdrawn: 1, returned: 1 });
  const after = await titlesById(site);
  expect([...after.values()].sort()).toEqual(['Item 1', 'Item 2']);
  expect([...after.keys()].sort()).toEqual(ids.sort());
  await kinds(site);
  expect(await (await site.store()).problems()).toEqual([]);
});
