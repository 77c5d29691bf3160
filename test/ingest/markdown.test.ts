import { describe, expect, test } from 'vitest';
import { type ParsedEntry, SITE_MARK } from '../../src/entry.ts';
import { isArticle } from '../../src/ingest/article.ts';
import type { Reading } from '../../src/ingest/reading.ts';
import { readArticle } from '../support/read.ts';

const modified = new Date('2024-05-06T07:08:09Z');

describe('front matter', () => {
  test.each([
    { form: 'YAML', head: '---\ntitle: The bridge\ntags: [a, b]\n---\n' },
    { form: 'YAML closed by dots', head: '---\ntitle: The bridge\ntags: [a, b]\n...\n' },
    { form: 'YAML below blank lines', head: '\n\n--- \ntitle: The bridge\ntags: [a, b]\n--- \n' },
    { form: 'TOML', head: '+++\ntitle = "The bridge"\ntags = ["a", "b"]\n+++\n' },
    { form: 'YAML behind a name and a comment', head: '---yaml # of ours\ntitle: The bridge\ntags: [a, b]\n---\n' },
    { form: 'TOML between dashes', head: '---toml\ntitle = "The bridge"\ntags = ["a", "b"]\n---\n' },
    { form: 'JSON between dashes', head: '---json\n{"title": "The bridge", "tags": ["a", "b"]}\n---\n' },
    { form: 'YAML behind a name apart', head: '--- YAML\ntitle: The bridge\ntags: [a, b]\n---\n' },
    { form: 'JSON on one line', head: '{"title": "The bridge", "tags": ["a", "b"], "x": "}"}\n\n' },
    { form: 'JSON set in', head: '  {\n  "title": "The bridge",\n  "x": {"y": 1},\n  "tags": ["a", "b"] }\n' },
    { form: 'JSON', head: '{\n  "title": "The bridge",\n  "tags": [\n    "a",\n    "b"\n  ]\n}\n' },
    { form: 'YAML with capital keys', head: '---\nTitle: The bridge\nTAGS: [a, b]\n---\n' },
  ])('is read as $form', ({ head }) => {
    expect(entryOf(read(`${head}\nText.`))).toMatchObject({
      title: 'The bridge',
      tags: ['a', 'b'],
      content: '<p>Text.</p>',
      summary: 'Text.',
    });
  });

  test('may be absent: the title is the first heading, else the headline of the text, else the name of the file', () => {
    expect(entryOf(read('# The *bridge*\n\nText.'))).toMatchObject({ title: 'The bridge', content: '<p>Text.</p>' });
    expect(entryOf(read('The old bridge over the river is open, the mayor said. More.')).title).toBe(
      'The old bridge over the river is open',
    );
    const picture = '![](a.png)';
    expect(entryOf(read(picture, '2022-01-02-the-old_bridge.md')).title).toBe('the old bridge');
    expect(entryOf(read(picture, 'the-old-bridge/index.md')).title).toBe('the old bridge');
  });

  test.each([
    { heading: '# The bridge #', title: 'The bridge' },
    { heading: '# Learning C#', title: 'Learning C#' },
    { heading: '#  The  bridge  ', title: 'The bridge' },
    { heading: 'The bridge\n===', title: 'The bridge' },
  ])('a heading "$heading" is the title "$title"', ({ heading, title }) => {
    expect(entryOf(read(`${heading}\n\nText.`))).toMatchObject({ title, content: '<p>Text.</p>' });
  });

  test('a heading that repeats the title is no part of the text, another one is', () => {
    expect(entryOf(read('---\ntitle: The Bridge\n---\n# The bridge\n\nText.')).content).toBe('<p>Text.</p>');
    expect(entryOf(read('---\ntitle: The bridge\n---\n# Why\n\nText.')).content).toMatch(/^<h1>Why<\/h1>/);
  });

  test.each([
    { habit: 'a colon in the title', head: 'title: Bridges: a history\ntags: a', title: 'Bridges: a history' },
    { habit: 'a tab before a value', head: 'title:\tThe bridge\ntags: a', title: 'The bridge' },
    {
      habit: 'a tab before a quoted value',
      head: 'title:\t"Bridges: a history"\ntags: a',
      title: 'Bridges: a history',
    },
    { habit: 'two spaces and a colon', head: 'title:  Bridges: a history\ntags: a', title: 'Bridges: a history' },
    {
      habit: 'a quotation that goes on at the edge',
      head: 'title: "Bridges\nand roads"\ntags: a',
      title: 'Bridges and roads',
    },
    { habit: 'a key given twice', head: 'title: Old\ntags: a\ntitle: The bridge', title: 'The bridge' },
    { habit: 'an at sign first', head: 'title: @home\ntags: a', title: '@home' },
    {
      habit: 'markup in the title',
      head: 'title: The <em>old</em> bridge &amp; us\ntags: a',
      title: 'The old bridge & us',
    },
    { habit: 'an apostrophe first', head: "title: 'Tis the season\ntags: a", title: "'Tis the season" },
    { habit: 'a quotation first', head: 'title: "A" is B\ntags: a', title: '"A" is B' },
    { habit: 'an emphasis first', head: 'title: *This* and that\ntags: a', title: '*This* and that' },
    { habit: 'a bracket first', head: 'title: [New] The bridge\ntags: a', title: '[New] The bridge' },
    { habit: 'fields shared by an anchor', head: 'x: &x {tags: [a]}\n<<: *x\ntitle: The bridge', title: 'The bridge' },
    { habit: 'a number for a title', head: 'title: 1984\ntags: a', title: '1984' },
    { habit: 'a comment behind a value', head: 'note: a: b\ntitle: The bridge # ours\ntags: a', title: 'The bridge' },
  ])('is read for all $habit', ({ head, title }) => {
    expect(entryOf(read(`---\n${head}\n---\n\nText.`))).toMatchObject({ title, tags: ['a'] });
  });

  test('keeps the quotation marks of a value out of the title when another line had to be mended', () => {
    const entry = entryOf(read('---\ndescription: One: two: three\ntitle:  "The bridge"\ntags: a\n---\n\nText.'));
    expect(entry).toMatchObject({ title: 'The bridge', summary: 'One: two: three' });
  });

  test.each([
    { text: '---\ntitle: [a\n---\n\nText.', problem: { field: 'front matter', expected: 'YAML front matter' } },
    {
      text: '+++\ntitle = "a"\ntags = \n+++\n',
      problem: { field: 'front matter', line: 3, expected: 'TOML front matter' },
    },
    { text: '---js\n{ title: 1 + 1 }\n---\n', problem: { line: 1, found: '---js' } },
    { text: '{"title": "a", "draft": true\n\nText.', problem: { line: 1, expected: 'JSON front matter' } },
    { text: '{\n  "title": ,\n}\nText.', problem: { line: 1, expected: 'JSON front matter' } },
    { text: '---json\n["a"]\n---\nText.', problem: { expected: 'JSON front matter of the form {"key": "value"}' } },
    { text: '---\n# ours\n\nlayout-name: a\n\nText.', problem: { line: 1, found: 'the end of the file' } },
    { text: '---\ntitle: a\n\nText.', problem: { line: 1, found: 'the end of the file' } },
    { text: '---\n- a\n- b\n---\n\nText.', problem: { field: 'front matter', line: 2 } },
    {
      text: `---\ntitle: A\n${'a: b\n'.repeat(12_000)}---\nText.`,
      problem: {
        line: 1,
        expected: 'YAML front matter of at most 50000 characters',
        found: '60009; is the line that closes it missing?',
      },
    },
    { text: `---\n${'&a b: *a\n'.repeat(1001)}---\nText.`, problem: { found: 'more' } },
  ])('that cannot be read is a problem: $problem', ({ text, problem }) => {
    expect(read(text)).toMatchObject({ kind: 'problem', ...problem });
  });

  test('is not what a text opens that begins with a rule, or a brace', () => {
    expect(entryOf(read('{\nText.\n}')).content).toContain('Text.');
    expect(entryOf(read('---\n\nText.')).content).toMatch(/<hr ?\/?>\n?<p>Text.<\/p>/);
  });
});

describe('the date', () => {
  test.each([
    { written: 'date: 2015-03-17', at: '2015-03-16T22:00:00Z', isDateOnly: true },
    { written: 'date: 2015-03-17 14:00:00', at: '2015-03-17T12:00:00Z' },
    { written: 'date: 2015-03-17T14:00:00Z', at: '2015-03-17T14:00:00Z' },
    { written: 'date: 1426600800', at: '2015-03-17T14:00:00Z' },
    { written: 'date: "1426600800123"', at: '2015-03-17T14:00:00Z' },
    { written: 'date: 2015-03-16\nembargo: 2015-03-17T14:00:00Z', at: '2015-03-17T14:00:00Z' },
    { written: 'date: 2015-03-17 14:00:00 -4', at: '2015-03-17T18:00:00Z' },
    { written: 'date: 2015-03-17 14:00:00 -0400', at: '2015-03-17T18:00:00Z' },
    { written: 'date: 2015-03-17 14:00:00 +02:00', at: '2015-03-17T12:00:00Z' },
    { written: 'date: 2015-03-17 14:00:00 UTC', at: '2015-03-17T14:00:00Z' },
    { written: 'date: 2015-03-17 9:30', at: '2015-03-17T07:30:00Z' },
    { written: 'date: Tue, 17 Mar 2015 14:00:00 +0000', at: '2015-03-17T14:00:00Z' },
    { written: 'date: Tue, 17 Mar 2015 14:00:00 GMT', at: '2015-03-17T14:00:00Z' },
    { written: 'date: March 17, 2015', at: '2015-03-16T22:00:00Z', isDateOnly: true },
    { written: 'date: 17 March 2015', at: '2015-03-16T22:00:00Z', isDateOnly: true },
    { written: 'date: 17.03.2015', at: '2015-03-16T22:00:00Z', isDateOnly: true },
    { written: 'date: Mar 17 2015', at: '2015-03-16T22:00:00Z', isDateOnly: true },
    { written: 'date: March 17th, 2015', at: '2015-03-16T22:00:00Z', isDateOnly: true },
    { written: 'date: 2015.03.17', at: '2015-03-16T22:00:00Z', isDateOnly: true },
    { written: 'date: 2015-03-17 2:00 PM', at: '2015-03-17T12:00:00Z' },
    { written: 'publishedAt: 2015-03-17T14:00:00Z', at: '2015-03-17T14:00:00Z' },
    { written: 'date: 2015-03-01\npublished_at: 2015-03-17T14:00:00Z', at: '2015-03-17T14:00:00Z' },
    { written: 'created: 2015-03-17T14:00:00Z', at: '2015-03-17T14:00:00Z' },
    { written: 'created: 2014-01-01\ndate: 2015-03-17T14:00:00Z', at: '2015-03-17T14:00:00Z' },
    { written: 'date: 2015/03/17', at: '2015-03-16T22:00:00Z', isDateOnly: true },
    { written: 'pubDate: 2015-03-17T14:00:00.999Z', at: '2015-03-17T14:00:00Z' },
    { written: 'published: true\ndate: 2015-03-17T14:00:00Z', at: '2015-03-17T14:00:00Z' },
    { written: 'publishDate: 2015-03-17T14:00:00Z', at: '2015-03-17T14:00:00Z' },
    // Hugo: it waits for the later one.
    { written: 'date: 2015-03-01\npublishDate: 2015-03-17T14:00:00Z', at: '2015-03-17T14:00:00Z' },
    { written: 'date: 2015-03-17T14:00:00Z\npublishDate: 2015-03-01', at: '2015-03-17T14:00:00Z' },
    { written: 'published: 2015-03-17T14:00:00Z', at: '2015-03-17T14:00:00Z' },
  ])('"$written" is $at', ({ written, at, isDateOnly = false }) => {
    const { published, isDateOnly: only } = entryOf(read(`---\ntitle: a\n${written}\n---\n\nText.`));
    expect({ published, only }).toEqual({ published: new Date(at), only: isDateOnly });
  });

  test.each([
    { written: '2015-03-17', at: '2015-03-16T22:00:00Z', isDateOnly: true },
    { written: '2015-03-17T14:00:00', at: '2015-03-17T12:00:00Z', isDateOnly: false },
    { written: '2015-03-17T14:00:00-04:00', at: '2015-03-17T18:00:00Z', isDateOnly: false },
    { written: '"2015-03-17"', at: '2015-03-16T22:00:00Z', isDateOnly: true },
  ])('$written in TOML is $at', ({ written, at, isDateOnly }) => {
    const { published, isDateOnly: only } = entryOf(read(`+++\ntitle = "a"\ndate = ${written}\n+++\n\nText.`));
    expect({ published, only }).toEqual({ published: new Date(at), only: isDateOnly });
  });

  test('that is not given is that of the path, of the address, then of the file', () => {
    expect(entryOf(read('Text.', '2022-01-02-a.md')).published).toEqual(new Date('2022-01-01T22:00:00Z'));
    expect(entryOf(read('---\nurl: /2022/01/02/a/\n---\nText.')).published).toEqual(new Date('2022-01-01T22:00:00Z'));
    expect(entryOf(read('Text.')).published).toEqual(modified);
    for (const keyword of ['Last Modified', 'git Created', ':git'])
      expect(entryOf(read(`---\ndate: "${keyword}"\n---\nText.`)).published).toEqual(modified);
  });

  test('of a change is kept', () => {
    const { updated } = entryOf(read('---\ndate: 2015-03-17\nlastmod: 2016-01-02T03:04:05Z\n---\nText.'));
    expect(updated).toEqual(new Date('2016-01-02T03:04:05Z'));
  });

  test.each([
    { head: 'title: a\ndate: yesterday', problem: { line: 3, field: 'date', found: '"yesterday"' } },
    { head: 'date: 2015-02-30', problem: { line: 2, field: 'date', found: '"2015-02-30"' } },
    // A mere time would be that of today, and another one tomorrow.
    { head: 'date: "14:00"', problem: { line: 2, field: 'date', found: '"14:00"' } },
    { head: 'date: {toString: 1, valueOf: 1}', problem: { line: 2, field: 'date' } },
  ])('that is none is a problem of its line and field: $head', ({ head, problem }) => {
    expect(read(`---\n${head}\n---\n\nText.`)).toMatchObject({
      kind: 'problem',
      expected: 'a date such as 2025-06-25 or 2025-06-25T15:30:00Z',
      ...problem,
    });
  });
});

test.each(['updated: soon', 'lastmod: 2015-02-30'])(
  'a correction without a readable date (%s) is told, and is no reason to refuse',
  (head) => {
    expect(read(`---\ndate: 2015-03-17\n${head}\n---\n\nText.`)).toMatchObject({
      kind: 'entry',
      remarks: [{ kind: 'repaired', why: expect.stringContaining('is passed over') }],
    });
  },
);

test('what never ends has no end', () => {
  expect(entryOf(read('---\ndate: 2015-03-17\nexpires: never\n---\n\nText.'))).not.toHaveProperty('expires');
  expect(read('---\ndate: 2015-03-17\nexpires: later\n---\n\nText.')).toMatchObject({
    kind: 'problem',
    field: 'expires',
  });
});

describe('the tags', () => {
  test.each([
    { head: 'tags: [Bridges, City hall]', labels: ['Bridges', 'City hall'] },
    { head: 'tags:\n  - Bridges\n  - City hall', labels: ['Bridges', 'City hall'] },
    { head: 'tags: Bridges, City hall', labels: ['Bridges', 'City hall'] },
    { head: 'keywords: Bridges,, City hall,', labels: ['Bridges', 'City hall'] },
    { head: 'taxonomies:\n  tags: [Bridges]', labels: ['Bridges'] },
    { head: 'categories: [Bridges]', labels: ['Bridges'] },
    { head: 'category: Bridges', labels: ['Bridges'] },
    { head: 'tags: []\ncategories: [Bridges]', labels: ['Bridges'] },
    { head: 'tags: [Bridges]\ncategories: [News]', labels: ['Bridges'] },
    { head: 'tags: ["#Bridges", "C#", 2024, "R&amp;D"]', labels: ['Bridges', 'C#', '2024', 'R&D'] },
    { head: 'tags: [null, {a: b}, "", " "]', labels: [] },
    { head: 'tags:', labels: [] },
    { head: 'title: a', labels: [] },
  ])('of "$head" are $labels', ({ head, labels }) => {
    expect(entryOf(read(`---\n${head}\n---\n\nText.`)).tags).toEqual(labels);
  });
});

describe('the authors', () => {
  test.each([
    { head: 'author: Jane Doe', authors: [{ name: 'Jane Doe' }] },
    { head: 'authors: [Jane Doe, John Roe]', authors: [{ name: 'Jane Doe' }, { name: 'John Roe' }] },
    // ATOM-27: an address is no part of a name.
    { head: 'author: Jane Doe <jane@example.org>', authors: [{ name: 'Jane Doe', email: 'jane@example.org' }] },
    { head: 'author: Jane Doe jane@example.org', authors: [{ name: 'Jane Doe', email: 'jane@example.org' }] },
    { head: 'author: jane@example.org', authors: [{ name: 'jane', email: 'jane@example.org' }] },
    { head: 'author: Jane Doe (jane@example.org)', authors: [{ name: 'Jane Doe', email: 'jane@example.org' }] },
    { head: 'author: "mailto:jane@example.org"', authors: [{ name: 'jane', email: 'jane@example.org' }] },
    { head: 'author: Jane jane@example.org Doe', authors: [{ name: 'Jane Doe', email: 'jane@example.org' }] },
    {
      head: 'author: Jane Doe <j@example.org>, John Roe <r@example.org>',
      authors: [
        { name: 'Jane Doe', email: 'j@example.org' },
        { name: 'John Roe', email: 'r@example.org' },
      ],
    },
    { head: 'author: Doe, Jane', authors: [{ name: 'Doe, Jane' }] },
    { head: 'author: The <b>Bold</b> &amp; Co', authors: [{ name: 'The Bold & Co' }] },
    {
      head: 'author: {name: Jane Doe, email: jane@example.org}',
      authors: [{ name: 'Jane Doe', email: 'jane@example.org' }],
    },
    { head: 'author: jane@example.org (Jane Doe)', authors: [{ name: 'Jane Doe', email: 'jane@example.org' }] },
    { head: 'author: Jane <not an address>', authors: [{ name: 'Jane <not an address>' }] },
    {
      head: 'authors: [{name: Jane Doe, url: "https://example.org/jane"}]',
      authors: [{ name: 'Jane Doe', url: 'https://example.org/jane' }],
    },
    { head: 'author: {name: Jane Doe, url: "javascript:x()"}', authors: [{ name: 'Jane Doe' }] },
    { head: 'byline: Jane Doe', authors: [{ name: 'Jane Doe' }] },
    { head: 'authors: [1, null, {}, ""]', authors: [] },
  ])('of "$head"', ({ head, authors }) => {
    expect(entryOf(read(`---\n${head}\n---\n\nText.`)).authors).toEqual(authors);
  });
});

describe('the other fields', () => {
  test.each([
    { head: 'slug: old-bridge', has: { slug: 'old-bridge' } },
    { head: 'id: "urn:x: 1"', has: { id: 'urn:x: 1' } },
    { head: 'guid: 4711', has: { id: '4711' } },
    { head: 'canonical: https://example.org/a', has: { link: 'https://example.org/a' } },
    { head: 'canonical_url: /a', has: { link: undefined } },
    { head: 'lang: uk_ua', has: { language: 'uk-UA' } },
    { head: 'language: not a language', has: { language: undefined } },
    { head: 'lang: english', has: { language: undefined } },
    { head: 'lang: und', has: { language: undefined } },
    { head: 'lang: ukr', has: { language: 'uk' } },
    {
      head: 'image: {url: /a.png, width: 800, height: "600"}',
      has: { picture: { url: `${SITE_MARK}/a.png`, width: 800, height: 600 } },
    },
    { head: 'description: What it **is**.', has: { summary: 'What it is.' } },
    { head: 'image: a.png', has: { picture: { url: `${SITE_MARK}/news/a.png` } } },
    {
      head: 'image: {url: "https://a.example/a.png", caption: A bridge, credit: Jane}',
      has: { picture: { url: 'https://a.example/a.png', caption: 'A bridge', credit: 'Jane' } },
    },
    {
      head: 'cover: /a.png\nimage_alt: A bridge',
      has: { picture: { url: `${SITE_MARK}/a.png`, caption: 'A bridge' } },
    },
    {
      head: 'image: {url: /a.png, caption: R&amp;D <em>at</em> work, credit: A <b>B</b>}',
      has: { picture: { url: `${SITE_MARK}/a.png`, caption: 'R&D at work', credit: 'A B' } },
    },
    { head: 'heroImage: /a.png', has: { picture: { url: `${SITE_MARK}/a.png` } } },
    { head: 'image: "javascript:x()"', has: { picture: undefined } },
  ])('of "$head"', ({ head, has }) => {
    const entry = entryOf(read(`---\n${head}\n---\n\nText.`, 'news/a.md'));
    for (const [name, value] of Object.entries(has)) expect(entry[name as keyof ParsedEntry]).toEqual(value);
  });

  test('hold no character that XML forbids, though YAML can write any', () => {
    const head =
      'title: "a\\u0001"\nslug: "b\\u0001"\nid: "c\\uFFFF"\ntags: ["d\\u0001"]\nauthor: "e\\u0001"\nimage: {url: "f\\u0001", alt: "\\u0001g"}';
    const { picture, ...entry } = entryOf(read(`---\n${head}\n---\n\nText.`));
    expect(entry).toMatchObject({ title: 'a', slug: 'b', id: 'c', tags: ['d'], authors: [{ name: 'e' }] });
    expect(picture).toEqual({ url: `${SITE_MARK}/f`, caption: 'g' });
  });

  test.each([
    { head: 'draft: true', why: 'a draft' },
    { head: 'draft: yes', why: 'a draft' },
    { head: 'draft: "True"', why: 'a draft' },
    { head: 'draft: 1', why: 'a draft' },
    { head: 'draft: on # for now', why: 'a draft' },
    // The second line makes the front matter one that has to be mended.
    { head: 'draft: true # for now\nnote: a: b', why: 'a draft' },
    { head: 'published: false', why: 'a draft' },
    { head: 'published: no', why: 'a draft' },
    { head: 'status: Draft', why: 'a draft' },
    { head: 'status: [draft]', why: 'a draft' },
    { head: 'visibility: private', why: 'a draft' },
    { head: 'isDraft: true', why: 'a draft' },
    { head: 'private: true', why: 'a draft' },
    { head: 'publish: false', why: 'a draft' },
    { head: 'permalink: false', why: 'not a page' },
    { head: 'permalink: {build: false}', why: 'not a page' },
    { head: 'build: {render: never}', why: 'not a page' },
    { head: '_build:\n  list: false', why: 'not a page' },
    { head: 'eleventyExcludeFromCollections: true', why: 'not a page' },
    { head: 'headless: true', why: 'not a page' },
  ])('"$head" says that it is $why', ({ head, why }) => {
    expect(read(`---\ntitle: a\n${head}\n---\n\nText.`)).toEqual({ kind: 'skipped', why });
  });

  test.each([
    'draft: false',
    'draft: no',
    'draft: ""',
    'draft:',
    'published: true',
    'published: yes',
    'status: publish',
    'permalink: /a/',
  ])('"%s" does not', (head) => {
    expect(read(`---\ntitle: a\n${head}\n---\n\nText.`).kind).toBe('entry');
  });

  test.each(['draft: perhaps', 'draft: {a: b}'])('"%s" is a problem: to guess could be to publish it', (head) => {
    const problem = { kind: 'problem', line: 3, field: 'draft', expected: 'true or false' };
    expect(read(`---\ntitle: a\n${head}\n---\n\nText.`)).toMatchObject(problem);
  });

  test('a file of front matter without title and text is a problem', () => {
    expect(read('---\ntags: a\n---\n')).toMatchObject({ kind: 'problem', expected: 'a title or a text' });
  });
});

describe('the text', () => {
  test.each([
    { body: '[a](../b.md)', html: `<p><a href="${SITE_MARK}/b.md">a</a></p>` },
    { body: '[a](https://example.org)', html: '<p><a href="https://example.org/">a</a></p>' },
    { body: 'a<script>x()</script>', html: '<p>a</p>' },
    { body: 'a &#1; b', html: '<p>a  b</p>' },
    { body: '{% include x.html %}Text.{{< toc >}}', html: '<p>Text.</p>' },
    {
      body: '{{< youtube id="dQw4w9WgXcQ" >}}',
      html: '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">Video</a></p>',
    },
    { body: '[a]({{< ref "/b.md" >}})', html: `<p><a href="${SITE_MARK}/b.md">a</a></p>` },
    { body: '[a]({{ "/b/" | url }})', html: `<p><a href="${SITE_MARK}/b/">a</a></p>` },
    { body: 'Write `{% raw %}` first.', html: '<p>Write <code>{% raw %}</code> first.</p>' },
    { body: '```\n{{ x }}\n```\n{{ x }}', html: '<pre><code>{{ x }}\n</code></pre>' },
    { body: '```\n{{ x }}', html: '<pre><code>{{ x }}</code></pre>' },
    { body: 'Text.{: .lead}', html: '<p>Text.</p>' },
    { body: '- a\n\n      {{ x }}', html: '<ul>\n<li>\n<p>a</p>\n<pre><code>{{ x }}\n</code></pre>\n</li>\n</ul>' },
    { body: '{% raw %}{{ x }}{% endraw %} {{ x }}', html: '<p>{{ x }}</p>' },
    { body: 'a{% comment %}b\n\n```\nc\n```\n{% endcomment %}d', html: '<p>ad</p>' },
    { body: 'a {% comment %}b', html: '<p>a b</p>' },
    {
      body: '{% highlight js %}\n{{ x }}\n\n# y\n{% endhighlight %}',
      html: '<pre><code>{{ x }}\n\n# y\n</code></pre>',
    },
    { body: '{% highlight js %}x{% endhighlight %} y', html: '<pre><code>x\n</code></pre>\n<p>y</p>' },
    { body: '{{< highlight go "a=b" >}}\nx\n{{< /highlight >}}', html: '<pre><code>x\n</code></pre>' },
    { body: 'Let x_{{n}} be.', html: '<p>Let x_{{n}} be.</p>' },
    { body: '## b {#c .d}\n\nText {#c}.', html: '<h2>b</h2>\n<p>Text {#c}.</p>' },
    { body: 'a\n\n{% include x.html %}\n\n![b](<>)\n\nc', html: '<p>a</p>\n<p>c</p>' },
    {
      body: 'a[^1]\n\n[^1]: b',
      html: '<p>a<sup>[1]</sup></p>\n<hr />\n<section>\n<ol>\n<li><p>b</p>\n</li>\n</ol>\n</section>',
    },
    { body: 'a^[b]', html: '<p>a^[b]</p>' },
  ])('$body', ({ body, html }) => {
    expect(entryOf(read(`---\ntitle: Another\n---\n${body}`, 'news/a.md')).content).toBe(html);
  });

  test('shows the picture of a shortcode', () => {
    const { content } = entryOf(read('---\ntitle: a\n---\n{{< figure src="/b.png" alt="c" >}}'));
    expect(content).toContain(`src="${SITE_MARK}/b.png"`);
    expect(content).toContain('alt="c"');
  });

  test('leads to where the article is at home', () => {
    const entry = entryOf(read('---\ncanonical: https://example.org/a/b\n---\n[c](c) [d](#d)'));
    expect(entry.content).toBe(
      '<p><a href="https://example.org/a/c">c</a> <a href="https://example.org/a/b#d">d</a></p>',
    );
  });
});

test.each([
  { path: 'a.md', is: true },
  { path: 'news/2022/A.MARKDOWN', is: true },
  { path: 'a.txt', is: true },
  { path: 'bundle/index.md', is: true },
  { path: '_index.md', is: false },
  { path: 'news/_index.md', is: false },
  { path: 'README.md', is: false },
  { path: 'docs/readme.txt', is: false },
  { path: 'LICENSE.txt', is: false },
  { path: 'LICENSE-MIT.txt', is: false },
  { path: 'license-plates.md', is: true },
  { path: 'contributing-to-peace.md', is: true },
  { path: 'readme.uk.md', is: false },
  { path: '.hidden.md', is: false },
  { path: '_drafts/a.md', is: false },
  { path: 'scaffolds/post.md', is: false },
  { path: 'archetypes/default.md', is: false },
  { path: 'a.article', is: true },
  { path: '_Drafts/a.md', is: false },
  { path: 'news/_drafts/a.md', is: false },
  { path: '_posts/a.md', is: true },
  { path: 'a.md~', is: false },
  { path: '#a.md', is: false },
  { path: '~$a.md', is: false },
  { path: 'a.png', is: false },
  { path: 'a.json', is: true },
  { path: 'a.transcript.json', is: false },
  { path: 'a.Chapters.JSON', is: false },
  { path: 'chapters.json', is: true },
  { path: 'md', is: false },
  { path: 'a.constructor', is: false },
])('$path is an article: $is', ({ path, is }) => {
  expect(isArticle(path)).toBe(is);
});

function read(text: string, path = 'a.md'): Reading {
  return readArticle(Buffer.from(text), path, modified, 'Europe/Kyiv').reading;
}

function entryOf(reading: Reading): ParsedEntry {
  if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${JSON.stringify(reading)}`);
  return reading.entry;
}

describe('a title that stands further down', () => {
  test.each([
    { body: '> A note of the translator.\n\n# The bridge\n\nText.' },
    { body: '[#]: source: "elsewhere"\n\nThe bridge\n======\n\nText.' },
    { body: '![](a.png)\n\n# The *bridge*\n\n```\n# a comment\n```\n' },
    { body: 'Text.\n\n# [The bridge](https://example.org/) #\n\nText.' },
  ])('is the one heading of the highest level: $body', ({ body }) => {
    const entry = entryOf(read(body, 'a.md'));
    expect(entry.title).toBe('The bridge');
    expect(entry.content).not.toContain('bridge');
  });

  test.each([{ body: 'Text.\n\n# One\n\n# Two' }, { body: 'Text.\n\n## One' }, { body: 'Text.\n\n```\n# One\n```' }])(
    'is none of several: $body',
    ({ body }) => {
      expect(entryOf(read(body, 'a.md')).title).toBe('Text');
    },
  );

  test('keeps the underscores within its words', () => {
    expect(entryOf(read('# The _old_ snake_case_name\n\nText.', 'a.md')).title).toBe('The old snake_case_name');
  });
});

test.each([
  { path: 'news/20190326 The bridge.md', day: '2019-03-26' },
  { path: '20190326-bridge.md', day: '2019-03-26' },
  { path: '20191326-bridge.md', day: '2024-05-06' },
  { path: '201903260-bridge.md', day: '2024-05-06' },
  { path: '20190326/bridge.md', day: '2024-05-06' },
])('eight digits before a name are its day when they can be: $path', ({ path, day }) => {
  const { published } = entryOf(read('Text.', path));
  expect(published.toLocaleDateString('sv', { timeZone: 'Europe/Kyiv' })).toBe(day);
});
