import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/ingest/reading.ts';
import { readArticle } from '../support/read.ts';

const modified = new Date('2024-05-06T07:08:09Z');

const ARTICLE = `The old bridge
What became of it
15:04 2 Jan 2019
Tags: bridges, city hall, C++

Jane Doe
Bridge warden, City of Ford
jane@example.org
https://example.org/jane
@jane

John Roe

* Closed until spring

# Nobody gets to see this.
The [[https://example.org/bridge][old *stone*_bridge_]] is _closed_for_repairs_, and
snake_case_names stay. See [[https://example.org/map?a=1&b=2]].

- first
- second, which
  goes on

	if a < b {
		close()

	}

** What it costs

.image bridge.jpg 300 400

.caption The bridge, by [[https://example.org/jane][Jane]]

.iframe //video.example.org/embed/1 309 549
.code bridge/close.go /START/,/END/
.link https://example.org/report The report
.play bridge/open.go
\\.net is no directive, and neither is
.NET.
`;

function read(text: string, path = 'bridges/a.article'): Reading {
  return readArticle(Buffer.from(text), path, modified, 'Europe/Kyiv').reading;
}

function entryOf(reading: Reading) {
  if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${JSON.stringify(reading)}`);
  return reading.entry;
}

test('an article of the older form is read in full', () => {
  const reading = read(ARTICLE);
  const { content, ...rest } = entryOf(reading);
  expect(rest).toEqual({
    title: 'The old bridge',
    summary: 'What became of it',
    authors: [{ name: 'Jane Doe', email: 'jane@example.org', url: 'https://example.org/jane' }, { name: 'John Roe' }],
    tags: ['bridges', 'city hall', 'C++'],
    published: new Date('2019-01-02T13:04:00Z'),
    isDateOnly: false,
  });
  expect(content.replaceAll('\u0001', 'SITE').split('\n')).toEqual([
    '<h2>Closed until spring</h2>',
    '<p>The <a href="https://example.org/bridge">old <b>stone</b>_bridge_</a> is <i>closed for repairs</i>, and',
    'snake_case_names stay. See <a href="https://example.org/map?a=1&amp;b=2">example.org/map?a=1&amp;b=2</a>.</p>',
    '<ul>',
    '<li>first</li>',
    '<li>second, which',
    'goes on</li>',
    '</ul>',
    '<pre><code>if a &lt; b {',
    '    close()',
    '',
    '}</code></pre>',
    '<h3>What it costs</h3>',
    '<figure><img alt="" src="SITE/bridges/bridge.jpg" /><figcaption>The bridge, by ' +
      '<a href="https://example.org/jane">Jane</a></figcaption></figure>',
    '<p><a href="https://video.example.org/embed/1">video.example.org</a></p>',
    '<p><a href="https://example.org/report">The report</a></p>',
    '<p>.net is no directive, and neither is',
    '.NET.</p>',
  ]);
  expect(reading).toMatchObject({
    remarks: [{ kind: 'left out', text: '.code bridge/close.go /START/,/END/ .play bridge/open.go' }],
  });
});

test('an article of the newer form is Markdown with the same head and directives', () => {
  const entry = entryOf(
    read(`# The old bridge
2 January 2019
Tags: bridges
Summary: What became of it.

Jane Doe

## Closed until *spring*

// Nobody gets to see this.
: Nor this.
It is [closed](https://example.org/bridge).

.video bridge.mp4 video/mp4

\`\`\`
// This is code.
.image and this
\`\`\`
`),
  );
  expect(entry).toMatchObject({
    title: 'The old bridge',
    summary: 'What became of it.',
    authors: [{ name: 'Jane Doe' }],
    tags: ['bridges'],
    published: new Date('2019-01-01T22:00:00Z'),
    isDateOnly: true,
  });
  expect(entry.content.replaceAll('\u0001', 'SITE').split('\n').filter(Boolean)).toEqual([
    '<h2>Closed until <em>spring</em></h2>',
    '<p>It is <a href="https://example.org/bridge">closed</a>.</p>',
    '<p><video src="SITE/bridges/bridge.mp4" controls></video></p>',
    '<pre><code>// This is code.',
    '.image and this',
    '</code></pre>',
  ]);
});

describe('markup is a word', () => {
  test.each([
    { text: '*bold* _italic_ `code`', html: '<b>bold</b> <i>italic</i> <code>code</code>' },
    { text: '`some_*p` and (*this*).', html: '<code>some_*p</code> and (<b>this</b>).' },
    { text: '*one*two* _a__b_', html: '<b>one two</b> <i>a_b</i>' },
    { text: 'a_b_c 2*3*4 __init *', html: 'a_b_c 2*3*4 __init *' },
    { text: '[[a b][c]] [[', html: '[[a b][c]] [[' },
    {
      text: '[[https://a.example/][x]]. [[mailto:a@b.example]]',
      html: '<a href="https://a.example/">x</a>. <a href="mailto:a@b.example">a@b.example</a>',
    },
    { text: '<b>no</b> & "x"', html: '&lt;b&gt;no&lt;/b&gt; &amp; "x"' },
    { text: '[[javascript:alert(1)][x]]', html: '<a>x</a>' },
  ])('$text', ({ text, html }) => {
    expect(entryOf(read(`Title\n\n* Section\n\n${text}\n`)).content).toBe(`<h2>Section</h2>\n<p>${html}</p>`);
  });
});

describe('what stands above the first section', () => {
  test.each([
    { block: 'The Go Team', authors: ['The Go Team'] },
    { block: 'Jane Doe, John van Roe and Іван Франко', authors: ['Jane Doe', 'John van Roe', 'Іван Франко'] },
    { block: 'Jane Doe, for the team', authors: ['Jane Doe, for the team'] },
    { block: 'jane@example.org', authors: ['jane'] },
    { block: 'This article is about a bridge.', authors: [] },
    { block: '.image a.png', authors: [] },
    { block: `${'a'.repeat(101)}`, authors: [] },
  ])('"$block" names $authors', ({ block, authors }) => {
    const entry = entryOf(read(`Title\n\n${block}\n\n* Section\n\nText.`));
    expect(entry.authors.map(({ name }) => name)).toEqual(authors);
    expect(entry.content.startsWith('<h2>')).toBe(authors.length > 0);
  });

  test.each([
    { text: 'Title\n\nJane Doe\n\nThe bridge is open.', authors: ['Jane Doe'] },
    { text: 'Title\n\nOne of many\n\nThe bridge is open.', authors: [] },
  ])('without any section only what looks like a name is one: $authors', ({ text, authors }) => {
    expect(entryOf(read(text)).authors.map(({ name }) => name)).toEqual(authors);
  });
});

test.each([
  { text: 'Title only', title: 'Title only', content: '' },
  {
    text: '\n\nTitle\nSubtitle\nmore of a text\nthat begins too early',
    title: 'Title',
    content: '<p>more of a text\nthat begins too early</p>',
  },
  { text: '---\ntitle: Fenced\n---\n\n*Text*', title: 'Fenced', content: '<p><em>Text</em></p>' },
])('a text that is not quite in this form loses nothing: $title', ({ text, title, content }) => {
  expect(entryOf(read(text))).toMatchObject({ title, content });
});

test('a day that the calendar has not is a problem with its line', () => {
  expect(read('Title\n31 Feb 2019\n\nText.')).toEqual({
    kind: 'problem',
    line: 2,
    field: 'date',
    expected: 'a date such as 2 Jan 2006',
    found: '"31 Feb 2019"',
  });
});
