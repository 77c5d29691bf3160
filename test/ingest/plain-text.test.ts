import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ParsedEntry } from '../../src/entry.ts';
import type { Reading } from '../../src/ingest/reading.ts';
import { readArticle } from '../support/read.ts';

const KYIV = 'Europe/Kyiv';
const modified = new Date('2024-05-06T07:08:09.900Z');
const seed = new URL('../../../shared/corpus/seed/000_925e37d262b09a8a.txt', import.meta.url);

const ARTICLE = ` date 2022-12-07 The old bridge. Credit: Jane Doe

The old bridge will be closed for repairs until spring, the mayor said in an interview.

Traders are worried.

Related:

Support us on Patreon.

Tags: Bridges, City hall
`;

// The corpus stands beside the repository and is not part of it: a stranger's checkout has none.
describe.skipIf(!existsSync(seed))('the reference article', () => {
  test('has the headline, day, text, tags and picture of its author, and nothing else', () => {
    const entry = entryOf(readArticle(readFileSync(seed), '000_925e37d262b09a8a.txt', modified, KYIV).reading);
    expect(entry.title).toBe(
      'Russia seeks a pause in the fighting to prepare for a renewed assault on Ukraine early next year',
    );
    // Midnight in Kyiv, where it was winter.
    expect(entry.published).toEqual(new Date('2022-12-06T22:00:00Z'));
    expect(entry.isDateOnly).toBe(true);
    expect(entry.tags).toEqual(['European security', 'NATO', 'Russian invasion of Ukraine']);
    expect(entry.picture).toEqual({ caption: 'NATO Secretary General Jens Stoltenberg.', credit: 'nato.int' });
    expect(entry.summary).toMatch(/^Russia seeks a pause .* with Financial Times\.$/);
    expect(entry.authors).toEqual([]);

    expect(entry.content.match(/<p>/g)).toHaveLength(6);
    expect(entry.content).toMatch(/^<p>Russia seeks .*war is over\.<\/p>$/s);
    expect(entry.content).not.toMatch(/Related|Patreon|independent journalism|Tags:|date 2022|Credit/);
  });
});

describe('an article as the archive keeps it', () => {
  test('is read in full', () => {
    expect(entryOf(read(ARTICLE))).toEqual({
      title: 'The old bridge will be closed for repairs until spring',
      summary: 'The old bridge will be closed for repairs until spring, the mayor said in an interview.',
      content:
        '<p>The old bridge will be closed for repairs until spring, the mayor said in an interview.</p>\n' +
        '<p>Traders are worried.</p>',
      authors: [],
      tags: ['Bridges', 'City hall'],
      published: new Date('2022-12-06T22:00:00Z'),
      isDateOnly: true,
      picture: { caption: 'The old bridge.', credit: 'Jane Doe' },
    });
  });

  test.each([
    { how: 'with CRLF', bytes: Buffer.from(ARTICLE.replaceAll('\n', '\r\n')) },
    { how: 'with a BOM', bytes: Buffer.from(`\uFEFF${ARTICLE}`) },
    { how: 'in UTF-16', bytes: Buffer.from(`\uFEFF${ARTICLE}`, 'utf16le') },
    { how: 'with more blank lines', bytes: Buffer.from(`\n\n${ARTICLE.replaceAll('\n\n', '\n\n \n\t\n')}\n\n`) },
    { how: 'without a newline at the end', bytes: Buffer.from(ARTICLE.trim()) },
    { how: 'with trailing spaces', bytes: Buffer.from(ARTICLE.replaceAll('\n', '  \n')) },
    { how: 'with Date: for date', bytes: Buffer.from(ARTICLE.replace(' date ', 'Date: ')) },
    { how: 'without the first space', bytes: Buffer.from(ARTICLE.trimStart()) },
  ])('says the same $how', ({ bytes }) => {
    expect(readArticle(bytes, 'a.txt', modified, KYIV).reading).toEqual(read(ARTICLE));
  });

  test('keeps its digest when only white space or charset differ, and gets another when a word does', () => {
    const digest = (text: string, encoding: BufferEncoding) =>
      readArticle(Buffer.from(text, encoding), 'a.txt', modified, KYIV).digest;
    expect(digest(`\uFEFF${ARTICLE.replaceAll('\n', ' \r\n')}`, 'utf16le')).toBe(digest(ARTICLE, 'utf8'));
    expect(digest(ARTICLE.replace('worried', 'happy'), 'utf8')).not.toBe(digest(ARTICLE, 'utf8'));
  });
});

describe('an article that deviates', () => {
  test('with a date in words behind a label has it', () => {
    const entry = entryOf(read('Date: 24 December 2021\n\nThe bridge is open.\n'));
    expect(entry).toMatchObject({ published: new Date('2021-12-23T22:00:00Z'), isDateOnly: true });
    expect(entry.content).toBe('<p>The bridge is open.</p>');
  });

  test('with front matter is read as Markdown: a draft is one in any file', () => {
    expect(read('---\ntitle: The bridge\ndraft: true\n---\nText.').kind).toBe('skipped');
    expect(entryOf(read('---\ntitle: The bridge\n---\nText.')).title).toBe('The bridge');
    expect(entryOf(read('---\n\nThe bridge is open.')).content).toContain('The bridge is open.');
  });

  test('without a date has that of its path', () => {
    const text = ARTICLE.replace(/^.*\n/, '');
    const { published, isDateOnly, picture } = entryOf(read(text, 'news/2019/03/26/bridge.txt'));
    expect({ published, isDateOnly, picture }).toEqual({
      published: new Date('2019-03-25T22:00:00Z'),
      isDateOnly: true,
      picture: undefined,
    });
  });

  test('without a date anywhere has that of its file, in whole seconds', () => {
    const { published, isDateOnly } = entryOf(read(ARTICLE.replace(/^.*\n/, '')));
    expect({ published, isDateOnly }).toEqual({ published: new Date('2024-05-06T07:08:09Z'), isDateOnly: false });
  });

  test.each([
    { header: 'date 2022-12-07', picture: undefined },
    { header: 'date 2022-12-07 The old bridge', picture: { caption: 'The old bridge' } },
    { header: 'date 2022-12-07 Credit: Jane Doe', picture: { credit: 'Jane Doe' } },
    {
      header: 'date 2022-12-07 The bridge (Photo credit: J. Doe)',
      picture: { caption: 'The bridge', credit: 'J. Doe' },
    },
    { header: 'date 2022-12-07 A card. Credit: AP (file)', picture: { caption: 'A card.', credit: 'AP (file)' } },
    {
      header: 'date 2022-12-07 The social credit: a poster. Credit: AP',
      picture: { caption: 'The social credit: a poster.', credit: 'AP' },
    },
    { header: 'date 2022-12-07 A card. Credits: Bank', picture: { caption: 'A card.', credit: 'Bank' } },
  ])('"$header" has the picture $picture', ({ header, picture }) => {
    const entry = entryOf(read(ARTICLE.replace(/^.*/, header)));
    expect(entry.picture).toEqual(picture);
    expect(entry.published).toEqual(new Date('2022-12-06T22:00:00Z'));
    expect(entry.title).toBe('The old bridge will be closed for repairs until spring');
  });

  test.each(['2022-12-07T15:30+03:00', '2022-12-07 15:30:00 +03:00', '2022-12-07 15:30 +0300', '2022-12-07 12:30 UTC'])(
    'with a time in its date is published at that time: %s',
    (date) => {
      const { published, isDateOnly, picture } = entryOf(read(ARTICLE.replace('2022-12-07', date)));
      expect({ published, isDateOnly }).toEqual({ published: new Date('2022-12-07T12:30:00Z'), isDateOnly: false });
      expect(picture?.caption).toBe('The old bridge.');
    },
  );

  test.each([
    { tags: 'Tags: Мости, Київська міська рада', labels: ['Мости', 'Київська міська рада'] },
    { tags: 'Tags: جسور، مدينة', labels: ['جسور', 'مدينة'] },
    { tags: 'Tags: 桥梁，城市、河', labels: ['桥梁', '城市', '河'] },
    { tags: 'Tags: Opinion: bridges, City hall', labels: ['Opinion: bridges', 'City hall'] },
    { tags: 'tags : Bridges ,, City hall,', labels: ['Bridges', 'City hall'] },
    { tags: 'Tags:', labels: [] },
    { tags: '', labels: [] },
    { tags: 'Tags: R&D, <b>', labels: ['R&D', '<b>'] },
  ])('with "$tags" has the tags $labels', ({ tags, labels }) => {
    const entry = entryOf(read(ARTICLE.replace(/Tags:.*/, tags)));
    expect(entry.tags).toEqual(labels);
    expect(entry.content).toMatch(/<p>Traders are worried.<\/p>$/);
  });

  test('without Related: ends at its tags', () => {
    expect(entryOf(read(ARTICLE.replace(/Related:[\s\S]*(?=Tags:)/, ''))).content).toMatch(/worried.<\/p>$/);
  });

  test('that speaks of dates in its first sentence loses none of it', () => {
    for (const text of ['Date nights are back. So are prices.', 'Date 24 people at once: an evening.'])
      expect(entryOf(read(text)).content).toBe(`<p>${text}</p>`);
  });
});

describe('the lines of a paragraph', () => {
  test('that an editor wrapped are joined', () => {
    const wrapped =
      'date 2022-12-07\n\nThe old bridge will be closed for repairs until spring, the\n' +
      'mayor said in an interview. Traders on both banks are worried\nabout it.\n';
    expect(entryOf(read(wrapped)).content).toBe(
      '<p>The old bridge will be closed for repairs until spring, the mayor said in an interview. Traders on both ' +
        'banks are worried about it.</p>',
    );
  });

  test('that a poet broke stay broken (RSS-46)', () => {
    expect(entryOf(read('date 2022-12-07\n\nReve ta stohne\nDnipr shyrokyi,\nSerdytyi viter\n')).content).toBe(
      '<p>Reve ta stohne<br>\nDnipr shyrokyi,<br>\nSerdytyi viter</p>',
    );
  });

  test('are text and never markup (RSS-46)', () => {
    const entry = entryOf(read('date 2022-12-07\n\nUse <script>alert("1")</script> & friends.\n'));
    expect(entry.content).toBe('<p>Use &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; friends.</p>');
    expect(entry.title).toBe('Use <script>alert("1")</script> & friends');
  });

  test('hold no character that XML forbids', () => {
    const entry = entryOf(read('date 2022-12-07 A\u0001b\n\nA form\u000Cfeed and \u0001 a mark.\n\nTags: A\u0001B'));
    expect(JSON.stringify(entry)).not.toMatch(/\\u00|\\f/);
  });
});

describe('a problem names its line and field, what was expected and what was found', () => {
  test.each([
    {
      text: 'date 2022-13-45 A caption.\n\nText.',
      problem: { line: 1, field: 'date', expected: 'a day as YYYY-MM-DD' },
    },
    {
      text: '\n\ndate 7.12.2022 A caption.\n\nText.',
      problem: { line: 3, field: 'date', found: '"7.12.2022 A caption."' },
    },
    { text: 'date 2022-02-30\n\nText.', problem: { line: 1, field: 'date', found: '"2022-02-30"' } },
    {
      text: 'date 2022-12-07 A caption.\n\nTags: A',
      problem: { expected: 'at least one paragraph of text', found: 'none' },
    },
    { text: 'date 2022-12-07\n\n\u200B\u2060', problem: { expected: 'at least one paragraph of text' } },
    { text: ' \n \n', problem: { expected: 'an article', found: 'an empty file' } },
    { text: '', problem: { expected: 'an article', found: 'an empty file' } },
  ])('$problem', ({ text, problem }) => {
    expect(read(text)).toMatchObject({ kind: 'problem', ...problem });
  });

  test('a file of bytes that are no text is one too', () => {
    const { reading } = readArticle(Uint8Array.of(0x89, 0x50, 0, 0), 'a.txt', modified, KYIV);
    expect(reading).toEqual({ kind: 'problem', expected: 'a text file', found: expect.stringContaining('binary') });
  });
});

test('what was passed over in the labels above a text is told', () => {
  expect(read('Title: Rain\nDate: 2025-01-01\nUpdated: soon\n\nIt rained in the night.\n')).toMatchObject({
    kind: 'entry',
    entry: { title: 'Rain' },
    remarks: [{ kind: 'repaired', why: expect.stringContaining('`updated` is passed over') }],
  });
});

function read(text: string, path = 'a.txt'): Reading {
  return readArticle(Buffer.from(text), path, modified, KYIV).reading;
}

function entryOf(reading: Reading): ParsedEntry {
  if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${JSON.stringify(reading)}`);
  return reading.entry;
}
