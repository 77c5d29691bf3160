import { expect, test } from 'vitest';
import { readBounded } from '../../src/ingest/large.ts';
import { readArticle } from '../support/read.ts';

const modified = new Date('2024-05-06T07:08:09Z');
const md = (head: string, body = 'Text.') => Buffer.from(`---\ntitle: A\n${head}\n---\n\n${body}\n`);
const read = (bytes: Buffer) => readArticle(bytes, 'a.md', modified, 'UTC').reading;
const list = (length: number, name: string) => `${name}: [${Array.from({ length }, (_, i) => `${name} ${i}`).join()}]`;

test.each([
  { head: list(201, 'tags'), field: 'tags', expected: 'at most 200', found: '201' },
  { head: list(101, 'authors'), field: 'authors', expected: 'at most 100', found: '101' },
  { head: list(101, 'enclosures'), field: 'enclosures', expected: 'at most 100', found: '101' },
  { head: `id: ${'x'.repeat(501)}`, field: 'id', expected: 'at most 500 characters', found: '501' },
])('too much in the field $field is a problem', ({ head, ...problem }) => {
  expect(read(md(head))).toEqual({ kind: 'problem', ...problem });
});

test('200 tags and 100 authors are not too many', () => {
  expect(read(md(`${list(200, 'tags')}\n${list(100, 'authors')}`)).kind).toBe('entry');
});

test('what is too long is cut at a word', () => {
  const long = 'word '.repeat(1000);
  const picture = `image: {url: /a.png, caption: ${long}, credit: ${long}}`;
  const reading = read(
    md(
      `title: ${long}\nsummary: ${long}\ntags: [${long}]\nauthor: ${long}\n${picture}\naudio: {url: a.mp3, title: ${long}}`,
    ),
  );
  if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${reading.kind}`);
  const { title, summary, tags, authors, picture: cut, enclosures } = reading.entry;
  const [texts, media] = [
    [title, summary, tags[0], authors[0]?.name],
    [cut?.caption, cut?.credit, enclosures?.[0]?.title],
  ];
  expect([...texts, ...media].map((text) => text?.length)).toEqual([500, 2000, 200, 200, 1000, 1000, 500]);
  expect(title).toMatch(/word…$/);
});

test('a large file is read as a small one is', async () => {
  const bytes = md('tags: [a]', 'Some words with a [link](b.md).\n\n'.repeat(5000));
  const task = [bytes, 'news/a.md', modified, { zone: 'Europe/Kyiv' }] as const;
  expect(await readBounded([...task])).toEqual([readArticle(...task)]);
});

test('a text over which a parser would sit for hours is a problem, and holds up nothing meanwhile', async () => {
  const hostile = md('tags: [a]', 'a|b\n-|-\n'.repeat(1_000_000));
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 10);
  const [article] = (await readBounded([hostile, 'a.md', modified, { zone: 'UTC' }], undefined, 1000)) ?? [];
  clearInterval(timer);
  expect(article?.reading).toEqual({
    kind: 'problem',
    expected: 'an article that can be read',
    found: 'one that takes longer than 1 s',
  });
  expect(turns).toBeGreaterThan(5);
  const [next] =
    (await readBounded([md('tags: [a]', 'Text. '.repeat(20_000)), 'b.md', modified, { zone: 'UTC' }])) ?? [];
  expect(next?.reading.kind).toBe('entry');
});

test('whoever does not want to wait for a large file any longer gets no answer', async () => {
  const hostile = md('tags: [a]', 'a|b\n-|-\n'.repeat(1_000_000));
  const stop = new AbortController();
  const reading = readBounded([hostile, 'a.md', modified, { zone: 'UTC' }], stop.signal);
  setTimeout(() => stop.abort(), 50);
  expect(await reading).toBeUndefined();
});
