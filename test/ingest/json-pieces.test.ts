import { describe, expect, test } from 'vitest';
import { type Article, readArticles } from '../../src/ingest/article.ts';
import type { Reading } from '../../src/ingest/reading.ts';

const modified = new Date('2024-05-06T07:08:09Z');
const [one, two] = [
  { title: 'One', text: 'The first.' },
  { title: 'Two', text: 'The second.' },
];

describe('JSON Lines', () => {
  test('hold an article a line, blank lines and byte order marks aside', () => {
    const text = `\uFEFF${JSON.stringify(one)}\n\n  \n\uFEFF${JSON.stringify(two)}\n`;
    for (const path of ['a.jsonl', 'a.ndjson', 'a.json', 'A.JSONL'])
      expect(titlesOf(read(text, path))).toEqual({ [`${path}/line-1`]: 'One', [`${path}/line-4`]: 'Two' });
  });

  test('with one line keep its place when a second one comes', () => {
    const [before] = read(JSON.stringify(one), 'a.jsonl');
    const [after] = read(`${JSON.stringify(one)}\n${JSON.stringify(two)}`, 'a.jsonl');
    expect(after).toEqual(before);
    expect(before?.path).toBe('a.jsonl/line-1');
  });

  test('with a broken line publish all others and say which line is wrong', () => {
    const articles = read(
      `${JSON.stringify(one)}\n\n{"title": "Broken", "text": \n${JSON.stringify(two)}\n5\n`,
      'a.jsonl',
    );
    expect(titlesOf(articles)).toEqual({ 'a.jsonl/line-1': 'One', 'a.jsonl/line-4': 'Two' });
    expect(articles[1]).toMatchObject({
      path: 'a.jsonl/line-3',
      reading: { kind: 'problem', line: 3, expected: 'JSON' },
    });
    expect(articles[3]).toMatchObject({ path: 'a.jsonl/line-5', reading: { kind: 'problem', found: 'a number' } });
  });

  test('with a wrong field say in which line it is', () => {
    const [, wrong] = read(`${JSON.stringify(one)}\n{"title": "A", "text": "B", "date": "soon"}`, 'a.jsonl');
    expect(wrong?.reading).toMatchObject({ kind: 'problem', field: 'date', line: 2 });
  });

  test('may end each line with a comma', () => {
    const articles = read(`${JSON.stringify(one)},\n${JSON.stringify(two)},\n`, 'a.jsonl');
    expect(titlesOf(articles)).toEqual({ 'a.jsonl/line-1': 'One', 'a.jsonl/line-2': 'Two' });
  });

  test('may hold a list after all, or one object on many lines', () => {
    expect(titlesOf(read(JSON.stringify([one, two], undefined, 2), 'a.jsonl'))).toEqual({
      'a.jsonl/1': 'One',
      'a.jsonl/2': 'Two',
    });
    expect(titlesOf(read(JSON.stringify(one, undefined, 2), 'a.jsonl'))).toEqual({ 'a.jsonl': 'One' });
  });

  test('without a single article are one problem', () => {
    expect(read('{"a": 1}\n{"a": 2}\n', 'a.jsonl').map(({ path, reading }) => ({ path, reading }))).toEqual([
      {
        path: 'a.jsonl',
        reading: { kind: 'problem', expected: 'articles with a title or a text', found: 'objects with the fields "a"' },
      },
    ]);
  });
});

test('JSON Lines of which none can be read say where that begins', () => {
  const [article] = read('\n{"title": "A" "text"}\n{"title": }\n', 'a.jsonl');
  expect(article).toMatchObject({ path: 'a.jsonl', reading: { kind: 'problem', line: 2, expected: 'JSON' } });
});

test('objects one after the other, each on many lines, are articles at their lines', () => {
  const text = `${JSON.stringify(one, undefined, 2)}\n\n${JSON.stringify({ ...two, date: 'soon' }, undefined, 2)}\n${JSON.stringify(two, undefined, 2)}`;
  const articles = read(text, 'a.json');
  expect(titlesOf(articles)).toEqual({ 'a.json/line-1': 'One', 'a.json/line-11': 'Two' });
  expect(articles[1]?.reading).toMatchObject({ kind: 'problem', field: 'date', line: 9 });
  // The last one is broken off.
  const cut = read(text.slice(0, -5), 'a.json');
  expect(cut[2]).toMatchObject({ path: 'a.json/line-11', reading: { kind: 'problem', expected: 'JSON' } });
});

describe('lists', () => {
  test.each([
    { document: [one, two] },
    { document: { items: [one, two] } },
    { document: { articles: [one, two], totalResults: 2 } },
    { document: { posts: [one, two] } },
    { document: { entries: [one, two] } },
    { document: { content: [one, two], totalPages: 1 } },
    { document: { results: [one, two] } },
    { document: { response: { numFound: 2, docs: [one, two] } } },
    { document: { data: { posts: { edges: [{ node: one }, { node: two }] } } } },
    { document: { hits: { total: 2, hits: [{ _source: one }, { _source: two }] } } },
    {
      document: {
        version: 'https://jsonfeed.org/version/1',
        title: 'News',
        description: 'All of it',
        items: [one, two],
      },
    },
    { document: { rss: { channel: { title: 'News', description: 'All of it', item: [one, two] } } } },
    { document: { articles: [one], posts: [two] } },
  ])('%j', ({ document }) => {
    expect(titlesOf(read(JSON.stringify(document)))).toEqual({ 'a.json/1': 'One', 'a.json/2': 'Two' });
  });

  test('of one keep its place when a second one comes', () => {
    expect(titlesOf(read(JSON.stringify([one])))).toEqual({ 'a.json/1': 'One' });
  });

  test('of named articles', () => {
    expect(titlesOf(read(JSON.stringify({ first: one, second: two })))).toEqual({
      'a.json/first': 'One',
      'a.json/second': 'Two',
    });
  });

  test('that belong to an article are not the articles', () => {
    expect(titlesOf(read(JSON.stringify({ ...one, news: [two, two], items: [two] })))).toEqual({ 'a.json': 'One' });
  });

  test('with something else among the articles', () => {
    const articles = read(JSON.stringify([one, 5, { lat: 1 }]));
    expect(articles.map(({ reading }) => reading.kind)).toEqual(['entry', 'problem', 'problem']);
  });

  test('that are not quite JSON are mended, and each article says so', () => {
    const articles = read(`[${JSON.stringify(one)}, /* and */ ${JSON.stringify(two)},]`);
    expect(titlesOf(articles)).toEqual({ 'a.json/1': 'One', 'a.json/2': 'Two' });
    for (const { reading } of articles) expect(reading).toMatchObject({ remarks: [{ kind: 'repaired' }] });
  });

  test('of a JSON Feed hand down authors and language to whoever has none', () => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'News',
      authors: [{ name: 'Jane Doe' }],
      language: 'uk',
      items: [
        { id: 'a', content_text: 'One.' },
        { id: 'b', content_text: 'Two.', authors: [{ name: 'John Roe' }], language: 'en' },
      ],
    };
    const entries = read(JSON.stringify(feed)).map(({ reading }) =>
      reading.kind === 'entry' ? reading.entry : undefined,
    );
    expect(entries).toMatchObject([
      { authors: [{ name: 'Jane Doe' }], language: 'uk' },
      { authors: [{ name: 'John Roe' }], language: 'en' },
    ]);
  });

  test('of a Ghost export find tags and authors in its other tables, and leave out drafts', () => {
    const data = {
      posts: [
        {
          id: 'p1',
          title: 'One',
          html: '<p>The first.</p>',
          status: 'published',
          visibility: 'public',
          published_at: '2022-12-07T08:00:00.000Z',
        },
        { id: 'p2', title: 'Two', html: '<p>The second.</p>', status: 'draft' },
        { id: 'p3', title: 'Three', html: '<p>The third.</p>', status: 'published', visibility: 'members' },
      ],
      tags: [{ id: 't1', name: 'Bridges' }],
      users: [{ id: 'u1', name: 'Jane Doe', email: 'jane@example.org' }],
      posts_tags: [
        { post_id: 'p1', tag_id: 't1' },
        { post_id: 'p1', tag_id: 'gone' },
      ],
      posts_authors: [{ post_id: 'p1', author_id: 'u1' }],
    };
    const articles = read(JSON.stringify({ db: [{ meta: {}, data }] }));
    expect(articles.map(({ path }) => path)).toEqual(['a.json/p1', 'a.json/p2', 'a.json/p3']);
    expect(articles[0]?.reading).toMatchObject({
      entry: { tags: ['Bridges'], authors: [{ name: 'Jane Doe' }], published: new Date('2022-12-07T08:00:00Z') },
    });
    expect(articles.slice(1).map(({ reading }) => reading)).toEqual([
      { kind: 'skipped', why: 'a draft' },
      { kind: 'skipped', why: 'for members only' },
    ]);
  });
});

describe('keys', () => {
  test.each([
    { record: { id: 1004 }, key: '1004' },
    { record: { slug: 'the-bridge' }, key: 'the-bridge' },
    { record: { guid: 'місто' }, key: 'місто' },
    { record: { guid: 'เมือง' }, key: 'เมือง' },
    { record: { url: 'https://example.org/a/b.html' }, key: 'https-example-org-a-b-html-e49797f3' },
    { record: { id: '../../etc#a?b' }, key: 'etc-a-b-ed28115d' },
    { record: { id: 'x'.repeat(600) }, key: `${'x'.repeat(48)}-5130b33e` },
    { record: { id: '///' }, key: '1' },
    { record: {}, key: '1' },
  ])('$record: $key', ({ record, key }) => {
    const [article] = read(JSON.stringify([{ ...one, ...record }]));
    expect(article?.path).toBe(`a.json/${key}`);
  });

  test('are unique, though two articles have one id, and stay when others come behind', () => {
    const same = [{ ...one, id: 7 }, { ...two, id: 7 }, one, { ...two, id: '4' }, two, { ...two, id: '3' }];
    const paths = read(JSON.stringify(same)).map(({ path }) => path);
    expect(paths).toEqual(['a.json/7', 'a.json/7~2', 'a.json/3', 'a.json/4', 'a.json/5', 'a.json/3~2']);
    const more = read(JSON.stringify([...same, one])).map(({ path }) => path);
    expect(more.slice(0, same.length)).toEqual(paths);
  });

  test('do not move when an article with an id moves', () => {
    const [a, b] = [
      { ...one, id: 'a' },
      { ...two, id: 'b' },
    ];
    expect(titlesOf(read(JSON.stringify([a, b])))).toEqual(titlesOf(read(JSON.stringify([b, a]))));
  });

  test('and digests do not change when a file is only formatted anew', () => {
    const articles = [{ ...one, id: 'a' }, two];
    const digests = (text: string) => read(text).map(({ path, digest }) => ({ path, digest }));
    expect(digests(JSON.stringify(articles, undefined, 4))).toEqual(digests(JSON.stringify(articles)));
  });
});

describe('bounds', () => {
  test('more articles than anybody keeps in a file are one problem', () => {
    const text = `${JSON.stringify(one)}\n`.repeat(400_001);
    const list = `[${text.trim().replaceAll('\n', ',')}]`;
    for (const [path, many] of [
      ['a.jsonl', text],
      ['a.json', list],
    ] as const)
      expect(read(many, path).map(({ reading }) => reading)).toEqual([
        { kind: 'problem', expected: 'at most 400000 articles in a file', found: '400001' },
      ]);
  });

  test('what is nested too deep goes unread, and harms nothing else', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const articles = read(`[${JSON.stringify(one)}, {"title": "Deep", "text": "B", "x": ${deep}}]`);
    expect(titlesOf(articles)).toEqual({ 'a.json/1': 'One', 'a.json/2': 'Deep' });
  });

  test.each([
    { what: 'open brackets', text: '['.repeat(65_536) },
    { what: 'nested lists', text: `${'['.repeat(32_768)}${']'.repeat(32_768)}` },
    { what: 'open objects', text: '{"a":'.repeat(13_000) },
    { what: 'nested objects', text: `${'{"data":'.repeat(6000)}1${'}'.repeat(6000)}` },
    { what: 'empty objects', text: '{}\n'.repeat(21_000) },
    { what: 'a list of empty objects', text: `[${'{},'.repeat(21_000)}{}]` },
    { what: 'open strings', text: '{"a":"'.repeat(10_000) },
    { what: 'backslashes', text: `{"a":"${'\\'.repeat(65_000)}` },
    { what: 'quotes', text: '"'.repeat(65_000) },
    { what: 'comments', text: '/*'.repeat(32_000) },
    { what: 'commas', text: `[${','.repeat(65_000)}` },
    { what: 'many names', text: `{${Array.from({ length: 8000 }, (_, n) => `"${n}":1`).join()}}` },
    { what: 'one name', text: `{"${'a_'.repeat(32_000)}": 1}` },
    { what: 'one number', text: `{"title": "A", "text": "B", "id": ${'9'.repeat(65_000)}}` },
  ])('64 KB of $what are read in no time, and are no article', ({ text }) => {
    for (const path of ['a.json', 'a.jsonl']) {
      const articles = read(text, path);
      expect(articles.map(({ reading }) => reading.kind).filter((kind) => kind === 'entry')).toEqual([]);
      expect(articles).toHaveLength(1);
    }
  });
});

function read(text: string, path = 'a.json'): Article[] {
  return readArticles(Buffer.from(text), path, modified, { zone: 'UTC' });
}

function titlesOf(articles: readonly Article[]): Record<string, string> {
  const titleOf = (reading: Reading) => (reading.kind === 'entry' ? [reading.entry.title] : []);
  return Object.fromEntries(articles.flatMap(({ path, reading }) => titleOf(reading).map((title) => [path, title])));
}
