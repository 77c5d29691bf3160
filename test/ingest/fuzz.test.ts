import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Article, readArticles } from '../../src/ingest/article.ts';
import { readArticle } from '../support/read.ts';

const XML_TEXT = /^[\u0009\u000A\u000D\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const modified = new Date('2024-05-06T07:08:09Z');

const PLAIN = ` date 2022-12-07 The bridge. Credit: Jane Doe

The bridge will be closed until spring, the mayor said.

Related:

Support us.

Tags: Bridges, City hall
`;
const YAML = `---
title: "The bridge: closed"
date: 2022-12-07 10:00:00 +0200
authors:
  - name: Jane Doe <jane@example.org>
tags: [Bridges, City hall]
image: {url: a.jpg, caption: The bridge}
audio: [{src: a.mp3, duration: "1:02", length: 12}, b.ogg]
canonical: https://example.org/bridge
---

# The bridge

Closed *until* [spring](../spring.md). ![A picture](a.png "Title")

> Quoted, said \`the mayor\`.

{% include video.html id="1" %} {{< figure src="b.png" alt="b" >}}

- one
  1. two

| a | b |
|---|---|
| 1 | <a href="javascript:alert(1)" onclick=x>&#1;&lt;</a> |
`;
const TOML = `+++
title = "The bridge"
date = 2022-12-07T10:00:00
[taxonomies]
tags = ["Bridges"]
[extra]
a = {b = [1, 2.5, "\\u0001"]}
+++

Closed.
`;

const JSON_ARTICLE = `{"title": "The bridge", "date": 1670400000, "tags": ["Bridges", {"name": "City hall"}], // of ours
 "authors": [{"name": "Jane Doe", "email": "jane@example.org"}], "image": {"url": "a.jpg", "width": 8},
 "content_html": "<p>Closed <b>until</b> spring.</p>", "videos": [{"url": "https://video.example/", "type": "mp4"}],
}`;
const JSON_LINES = `{"id": 1, "headline": "One", "body": "# Closed\\n\\nuntil"}
{"id": 2, "text": "Two \\u0001 \\ud800 &#1;<script>"}
`;

const PRESENT = `The bridge
15:04 7 Dec 2022
Tags: bridges, city hall

Jane Doe
jane@example.org

* Closed

*Closed* until [[https://example.org/][_spring_]].

- one
  two

	code

.image a.png
.caption The bridge
.code a.go
`;

const PAGE = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The bridge | The Daily</title>
<meta property="og:title" content="The bridge"><meta name="keywords" content="Bridges, City hall">
<meta name="date" content="2022-12-07"><link rel="canonical" href="https://example.org/bridge">
<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "The bridge",
"author": [{"name": "Jane Doe"}], "image": {"url": "a.jpg", "caption": "The bridge"}}]}</script></head>
<body class="single"><nav><a href="/">Home</a></nav><article><h1>The bridge</h1><a rel="author" href="/jane">Jane</a>
<time itemprop="datePublished" datetime="2022-12-07T10:00:00+02:00">today</time>
<figure><img data-src="a.jpg" srcset="b.jpg 2x"><figcaption>The bridge</figcaption></figure>
<noscript><img src="a.jpg"></noscript><p>Closed until spring, &#1;&lt;<b onclick=x>the mayor</b> said.</p></article></body></html>
`;
const FRAGMENT = `<!--{"title": "The bridge", "date": "2022-12-07", "tags": ["Bridges"]}-->
<h2>Why</h2><p>Closed. <a href="javascript:alert(1)">More</a></p>
`;

const PATHS = ['a.txt', 'a.md', 'news/2022-01-01-a.md', 'a.json', 'a.jsonl', 'a.article', 'a.html', 'a.xhtml'] as const;

describe('nothing that a file holds makes the reader throw, or brings illegal characters into an entry', () => {
  const path = fc.constantFrom(...PATHS);

  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), path, (bytes, name) => {
        expectAllSound(bytes, name);
      }),
      { numRuns: 300 },
    );
  });

  test('random text', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
        fc.constantFrom(...'\n :-+#*_`<>&{}[]()"\'|~!\\/,.=%\u0001'),
      ),
      maxLength: 300,
    });
    fc.assert(
      fc.property(
        text,
        path,
        fc.constantFrom(
          ...[
            '',
            '---\n',
            '+++\n',
            'date 2022-12-07 ',
            '{"title": "',
            '[{"text": "',
            'A\n\nB\n\n* C\n',
            '<html>',
            '<!--{',
          ],
        ),
        (rest, name, start) => {
          expectAllSound(Buffer.from(start + rest), name);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('front matter of random keys and values', () => {
    const names =
      'title date updated tags tag taxonomies categories author authors image cover slug id link canonical language draft published description url path enclosure audio video file media resources duration length toString __proto__ constructor';
    const data = fc.dictionary(fc.constantFrom(...names.split(' ')), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(data, fc.boolean(), (fields, isBlock) => {
        // JSON is YAML, so every shape a field can have is reached.
        const head = isBlock
          ? Object.entries(fields)
              .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
              .join('\n')
          : JSON.stringify(fields);
        expectSound(read(`---\n${head}\n---\n\nText.`, 'a.md'));
      }),
      { numRuns: 1000 },
    );
  });

  test('JSON of random names and values', () => {
    const names =
      'title headline name text content html markdown description summary date published recorded timestamp updated tags ' +
      'categories author authors byline image thumbnail_url videos attachments audio url link id slug language status draft ' +
      'uri pubstatus headlines bodies associations items posts data article attributes @type @graph _embedded type value ' +
      'rendered 0 __proto__ constructor toString hasOwnProperty';
    const name = fc.constantFrom(...names.split(' '));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ maxDepth: 1, stringUnit: 'binary' }),
        fc.constantFrom('2022-12-07', 1670400000, 'https://example.org/a.mp4', 'a.jpg', '<p>A', '# A', true, 'text'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 8 }),
      ),
    }));
    const document = fc.oneof(
      fc.dictionary(name, value, { maxKeys: 12 }),
      fc.array(fc.dictionary(name, value), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(document, fc.constantFrom('a.json', 'a.jsonl'), (data, path) => {
        const articles = expectAllSound(Buffer.from(JSON.stringify(data)), path);
        expect(new Set(articles.map(({ path }) => path)).size).toBe(articles.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('articles cut off, spliced and with bytes changed', () => {
    const article = fc
      .constantFrom(PLAIN, YAML, TOML, JSON_ARTICLE, JSON_LINES, PRESENT, PAGE, FRAGMENT)
      .map((text) => Buffer.from(text));
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        article,
        article,
        part,
        part,
        fc.array(fc.tuple(part, fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        path,
        (one, other, end, start, changes, name) => {
          const bytes = Buffer.concat([one.subarray(0, end * one.length), other.subarray(start * other.length)]);
          for (const [place, byte] of changes)
            if (bytes.length > 0) bytes[Math.floor(place * (bytes.length - 1))] = byte;
          expectAllSound(bytes, name);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

/** How an absurd text begins, so that it gets to the readers of heads and of texts. */
const STARTS = [
  ['', 'a.txt'],
  ['', 'a.md'],
  ['---\n', 'a.txt'],
  ['', 'a.article'],
  ['A\n\n* B\n\n', 'a.article'],
  ['title: a\n', 'a.md'],
  ['Title: a\nDate: ', 'a.txt'],
  ['', 'a.html'],
  ['<html>', 'a.html'],
] as const;

/** What an HTML page is made of, each piece again and again. */
const PIECES = [
  ...[
    '<b>',
    '<b>a</b>',
    '<div>',
    '<div>a</div>',
    '<i>a',
    '<br>',
    'a<br><br>',
    '<p>a',
    '<a href=b>a</a>',
    '<li>',
    '<td>',
  ],
  ...[
    '<table><tr><td>',
    '<img src=a>',
    '<img srcset="a 1x, b 2x">',
    '<h1>a',
    '<h1>a</h1>',
    '<h1><h2>',
    '</div>',
    '<br><p>',
  ],
  ...[
    '<noscript><img>',
    '<noscript><img></noscript>',
    '<svg>',
    '<style>',
    '<script>',
    '<template>',
    '<select>',
    '<!---->',
  ],
  ...[
    '<figure><img src=a>',
    '<figure><figcaption>a',
    '<p class="caption">a</p><img src=b>',
    '<time datetime=2024-01-01>',
  ],
  ...[
    '<meta name=author content=a>',
    '<meta name=keywords content="a,b">',
    '<title>',
    '<p itemprop=author>a',
    '<a rel=tag>a',
  ],
  ...[
    '<script type="application/ld+json">[</script>',
    '<script type="application/ld+json">{"@type":"Article"}</script>',
  ],
  ...['<article>', '<main>', '<body>', '<html>', '<head>', '<base href=a>', '<link rel=canonical href=a>', '<x-y>'],
  ...['&lt;', '<1>', '> > a\n', '&#1;'],
  ...['<iframe src=a></iframe>', '<div style="display:none">', '<pre>a', '<blockquote>a', '<font>a</font>', '<form>'],
];

describe('a page that is nothing but one thing takes well under half a second', () => {
  test.each(PIECES.map((piece) => ({ piece })))('$piece', ({ piece }) => {
    const filling = '<p>Words, that fill a page, and more of them. Words, that fill a page, and more.</p>';
    const nested = piece.repeat(50) + filling.repeat(20);
    for (const text of [piece, nested]) {
      expectSound(read(`<html><body>${text.repeat(64_000 / text.length)}`, 'a.html'));
      expectSound(read(`<!--{"title": "a"}-->${text.repeat(64_000 / text.length)}`, 'a.html'));
    }
  });
});

describe('an absurd text is read like any other', () => {
  test.each([
    ...'[ ] ( ) * _ < > & ` ~ # - + | ! \\ " { } % : , \t'.split(' ').map((unit) => ({ unit })),
    ...['{{', '{%', '{{<', '{{< a', '{% a ', '{{ a.b', '{{ a(', '{{<a ', '{{</'].map((unit) => ({ unit })),
    ...['{% raw %}', '{% comment %}', '{% highlight a %}', '{% endhighlight %}', '{{< highlight'].map((unit) => ({
      unit,
    })),
    ...['{"a":', '[{', '{}\n', '{"title":1}', '"a":1,', '{"data":{"title":"a"},"a":[', '{"items":[', '\u2028', "'"].map(
      (unit) => ({
        unit,
      }),
    ),
    ...['`a <http://a>`_ ', '`a <http://', 'a\n~~~\n', '``a', '](http:', '- a\n- ', '<b>', '</b>'].map((unit) => ({
      unit,
    })),
    ...['[^1]', '[^1]: a\n', '# a {#b', '# a {#b}\n', 'a\n=\n', '{\n"'].map((unit) => ({ unit })),
    ...['![', '](', '[a](', '[a](b', '[a]: b\n', '<a ', '<a href="', '<!--', '<![CDATA[', '</', '<p>', '<div><p>'].map(
      (unit) => ({ unit }),
    ),
    ...[
      '> ',
      '- ',
      '* a\n',
      '1. ',
      '  - a\n',
      '> - ',
      '---\n',
      '+++\n',
      '---\n+++ x\n',
      '```\n',
      '```a\n',
      '~~~\n',
      '`` a\n',
      '|a|b\n',
      '|-|-|\n',
    ].map((unit) => ({ unit })),
    ...['[[', ']]', '[[a]', '[[a][', '[[a][b]]', '[[a][b][[', '.code a\n', '.image a\n', '.image a\n\n\n', '* '].map(
      (unit) => ({ unit }),
    ),
    ...['- a\n\n', ' a\n', 'A B\n\n', 'A\na@b.c\n\n', '*a', '_a_', '`', ' , ', 'and ', '// a\n', ': '].map((unit) => ({
      unit,
    })),
    ...[
      'By Jane Doe\n',
      'By Jane Doe\n\n',
      'By ',
      'Jane, ',
      '19 March 2019\n',
      'a\n===\n',
      'KYIV, ',
      'A, A (A) - ',
    ].map((unit) => ({ unit })),
    ...[
      'REUTER\n',
      '&#5;',
      '&#000000',
      '\u0001',
      '    a b\nc\n',
      '\u3000\u3000',
      '\u3000\u3000市\n',
      '。',
      '.) ',
      'г. ',
    ].map((unit) => ({ unit })),
    ...[
      '\n',
      ' ',
      ' \n',
      'a\n',
      'a ',
      'a',
      '市',
      '😀',
      '&amp;',
      '&#1;',
      '&#',
      '**a ',
      '*a_ ',
      '__a**',
      'a@',
      'a@b.',
      'Credit: ',
      'Tags: a,\n',
      'Related:\n',
      ', said ',
      'http://a',
    ].map((unit) => ({ unit })),
  ])('repeated $unit', ({ unit }) => {
    const text = unit.repeat(Math.ceil(40_000 / unit.length));
    for (const [start, name] of STARTS) expectSound(read(start + text, name));
    // What closes it makes YAML of it.
    expectSound(read(`---\n${text}\n---\n\nText.`, 'a.md'));
    for (const name of ['a.json', 'a.jsonl']) expectAllSound(Buffer.from(text), name);
    const members = ['content', 'markdown', 'tags', 'authors', 'date', 'image', 'videos', 'id'];
    for (const member of members) expectAllSound(Buffer.from(JSON.stringify({ title: 'A', [member]: text })), 'a.json');
  });

  test.each([
    { what: 'JSON front matter of escapes', text: `{"a": ${'"\\'.repeat(100_000)}` },
    { what: 'JSON front matter of quotes', text: `{"a": ${'\\"'.repeat(100_000)}` },
    { what: 'one shortcode whose name never ends', text: `{{<${'a'.repeat(200_000)}` },
    { what: 'one shortcode of spaces', text: `{{< a${' '.repeat(200_000)}` },
    { what: 'one Liquid tag whose name never ends', text: `{% ${'a'.repeat(200_000)}` },
    { what: 'one Liquid tag of spaces', text: `{% a${' '.repeat(200_000)}` },
    { what: 'one Liquid value whose name never ends', text: `{{ ${'a.'.repeat(100_000)}` },
    { what: 'one call that never ends', text: `{{ a(${')('.repeat(100_000)}` },
    { what: 'a heading with a gap', text: `# a${' '.repeat(200_000)}b` },
    { what: 'a heading of number signs', text: `# a${' #'.repeat(100_000)}b` },
    { what: 'a gap at the start of a heading', text: `#${' '.repeat(200_000)}b` },
    { what: 'fences that open only', text: '```a b\n'.repeat(30_000) },
    { what: 'an author without end', text: `---\nauthor: ${'a'.repeat(48_000)}\n---\n\nText.` },
    { what: 'an author of at signs', text: `---\nauthor: ${'a@a.'.repeat(12_000)}\n---\n\nText.` },
    { what: 'a date with a gap', text: `---\ndate: "1${' '.repeat(48_000)}x"\n---\n\nText.` },
    { what: 'a title of open tags', text: `---\ntitle: '${'<a '.repeat(16_000)}'\n---\n\nText.` },
    { what: 'a title of references', text: `---\ntitle: '${'&#1'.repeat(16_000)}'\n---\n\nText.` },
    { what: 'a summary of one word', text: `---\nsummary: ${'a'.repeat(48_000)}\n---\n\nText.` },
    { what: 'a picture of open brackets', text: `---\nimage: '${'['.repeat(48_000)}'\n---\n\nText.` },
    { what: 'a duration of colons', text: `---\nduration: '${'1:'.repeat(24_000)}'\naudio: a.mp3\n---\n\nText.` },
    { what: 'a length of digits', text: `---\nlength: '${'1_'.repeat(24_000)}'\naudio: a.mp3\n---\n\nText.` },
    { what: 'an enclosure of lines', text: `---\nenclosure: '${'a \n\n'.repeat(12_000)}'\n---\n\nText.` },
    { what: 'a type of dots', text: `---\naudio: {url: a.mp3, type: 'a/${'a.'.repeat(24_000)}!'}\n---\n\nText.` },
    { what: 'enclosures without end', text: `---\naudio: [${'a.mp3, '.repeat(6000)}a]\n---\n\nText.` },
    { what: 'tags without end', text: `---\ntags: [${'a, '.repeat(16_000)}a]\n---\n\nText.` },
    { what: 'a tag line without end', text: `Text.\n\nTags: ${'a, '.repeat(200_000)}` },
    { what: 'a YAML list within lists', text: `---\na: ${'['.repeat(49_000)}\n---\n\nText.` },
    {
      what: 'a closed YAML list within lists',
      text: `---\na: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n---\n\nText.`,
    },
    { what: 'a YAML block within blocks', text: `---\n${'- '.repeat(20_000)}a\n---\n\nText.` },
    { what: 'a YAML map within maps', text: `---\na: ${'{b: '.repeat(10_000)}1${'}'.repeat(10_000)}\n---\n\nText.` },
    { what: 'YAML of open quotes', text: `---\n${'a: "b\n'.repeat(8000)}---\n\nText.` },
    { what: 'YAML of closing brackets', text: `---\n${']'.repeat(49_000)}\n---\n\nText.` },
    { what: 'YAML of names for names', text: `---\n${'&a b: *a\n'.repeat(5000)}---\n\nText.` },
    { what: 'YAML without end', text: `---\n${'a: b\n'.repeat(200_000)}---\n\nText.` },
    { what: 'wrapped lines without end', text: `${'words '.repeat(12)}\n`.repeat(30_000) },
    {
      what: 'YAML of aliases to aliases',
      text: `---\na: &a [x, x]\n${'bcdefghijklmnop'
        .split('')
        .map((key, index) => `${key}: &${key} [${`*${'abcdefghijklmnop'[index]}, `.repeat(9)}]`)
        .join('\n')}\n---\n\nText.`,
    },
    { what: 'YAML that holds itself', text: '---\ntags: &a [*a]\nauthors: *a\nimage: &b {url: *b}\n---\n\nText.' },
    { what: 'YAML fields that have no text', text: '---\ndate: {toString: 1, valueOf: 1}\n---\n\nText.' },
    { what: 'a TOML list within lists', text: `+++\na = ${'['.repeat(50_000)}${']'.repeat(50_000)}\n+++\n\nText.` },
    { what: 'TOML with dotted keys without end', text: `+++\n${'a.'.repeat(50_000)}a = 1\n+++\n\nText.` },
    { what: 'an image far above its caption', text: `A\n\n* B\n\n${'.image a\n'.repeat(9)}${'\n'.repeat(200_000)}` },
    { what: 'images with gaps', text: `A\n\n* B\n\n${`.image a\n${'\n'.repeat(500)}`.repeat(200)}` },
    { what: 'a label that never ends', text: `A\n\n* B\n\n[[a][${'b'.repeat(200_000)}` },
    { what: 'a word of signs', text: `A\n\n* B\n\n${'_a'.repeat(100_000)}_` },
    { what: 'a directive with a gap', text: `A\n\n* B\n\n.image${' '.repeat(200_000)}b` },
    { what: 'a caption without end', text: `${'a. '.repeat(60_000)}Credit: a\n\nb` },
    { what: 'a caption of credits', text: `${'Credit: '.repeat(100)}a\n\nb` },
    { what: 'a headline with a gap', text: `a${' '.repeat(200_000)}b\n\nc d.` },
    { what: 'a dateline of places', text: `${'KYIV '.repeat(40_000)}\n\nc d.` },
    { what: 'a byline of commas', text: `By A${', '.repeat(100_000)}\n\nc d.` },
    { what: 'a rule without end', text: `a\n${'='.repeat(200_000)}x\n\nc d.` },
    { what: 'labels without end', text: 'Title: a\n'.repeat(30_000) },
    { what: 'a label that goes on', text: `Title: a\n${' a\n'.repeat(60_000)}` },
    { what: 'a label with a gap', text: `Title${' '.repeat(200_000)}: a\nDate: b\n\n` },
    { what: 'headings of many underscores', text: `a\n\n# ${'_'.repeat(200_000)}a` },
    { what: 'a heading of pictures', text: `a\n\n# ${'![a]('.repeat(40_000)}` },
    { what: 'a hundred thousand lines', text: 'a\n'.repeat(100_000) },
    { what: 'nested lists', text: Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n') },
    { what: 'nested HTML', text: `${'<div>'.repeat(20_000)}a${'</div>'.repeat(20_000)}` },
    { what: 'HTML with attributes without end', text: `<p ${'a '.repeat(100_000)}>b` },
    { what: 'an attribute without end', text: `<p a="${'b'.repeat(200_000)}` },
    { what: 'HTML comments that never end', text: '<!-- a\n\n'.repeat(25_000) },
    { what: 'frames in frames', text: '<iframe src="https://a/">'.repeat(8000) },
    { what: 'frames that hold frames as text', text: '<iframe><noscript>'.repeat(10_000) },
    { what: 'a page title of separators', text: `<html><title>${'a - '.repeat(50_000)}</title>` },
    { what: 'a page title without end', text: `<html><title>${'a'.repeat(200_000)}` },
    { what: 'a page author of commas', text: `<html><meta name=author content="${','.repeat(200_000)}a">` },
    { what: 'a page date with a gap', text: `<html><meta name=date content="1${' '.repeat(200_000)}x">` },
    { what: 'page keywords without end', text: `<html><meta name=keywords content="${'a,'.repeat(100_000)}">` },
    { what: 'a refresh with a gap', text: `<html><meta http-equiv=refresh content="1${' '.repeat(200_000)}x">` },
    {
      what: 'an element of many attributes',
      text: `<html><p ${Array.from({ length: 20_000 }, (_, at) => `a${at}=1`).join(' ')}>a`,
    },
    { what: 'a picture at an address without end', text: `<html><p>a<img src="${'a.jpg'.repeat(40_000)} b">` },
    { what: 'JSON-LD of lists in lists', text: `<html><script type="application/ld+json">${'['.repeat(100_000)}` },
    {
      what: 'JSON-LD of graphs in graphs',
      text: `<html><script type="application/ld+json">${'{"@graph":'.repeat(20_000)}1${'}'.repeat(20_000)}</script>`,
    },
    {
      what: 'JSON-LD of things that are each other',
      text: `<html><script type="application/ld+json">[${'{"@type":"Article","@id":"a","author":{"@id":"a"}},'.repeat(5000)}1]</script>`,
    },
    { what: 'comments that are metadata in part', text: `<!--{${'"a":'.repeat(50_000)}-->` },
    { what: 'comments that open only', text: '<!--'.repeat(50_000) },
    { what: 'XHTML of short tags', text: `<?xml version="1.0"?>${'<a '.repeat(30_000)}/>` },
    { what: 'pictures of many widths', text: `<img srcset="${'a 1x, '.repeat(30_000)}">` },
  ])('$what', ({ text }) => {
    for (const name of ['a.txt', 'a.md', 'a.article', 'a.html']) expectSound(read(text, name));
  });
});

/** @returns the articles of a file that may hold many */
function expectAllSound(bytes: Uint8Array, path: string): Article[] {
  const articles = readArticles(bytes, path, modified, { zone: 'Europe/Kyiv' });
  for (const article of articles) expectSound(article);
  return articles;
}

function read(text: string, path: string): Article {
  return readArticle(Buffer.from(text), path, modified, 'Europe/Kyiv');
}

/** Whatever comes of a file can be published or told. */
function expectSound({ reading }: Article): void {
  if (reading.kind === 'skipped') return;
  if (reading.kind === 'problem') {
    expect(reading.expected).not.toBe('');
    expect(reading.found).not.toBe('');
    return;
  }
  const { entry } = reading;
  expect(entry.title).toMatch(/^\S(.*\S)?$/u);
  expect(entry.published.getTime()).not.toBeNaN();
  const { content, published, updated, isDateOnly, ...texts } = entry;
  const media = [texts.picture, ...(texts.enclosures ?? [])].flatMap((medium) => medium?.url ?? []);
  for (const address of [...media, ...texts.authors.map(({ url }) => url ?? 'https:'), texts.link ?? 'https:'])
    if (!ADDRESS.test(address)) expect.fail(`an address that leads nowhere safe: ${JSON.stringify(address)}`);
  for (const text of stringsIn(texts).map((some) => (media.includes(some) ? some.replace(/^\u0001/, '') : some)))
    if (!XML_TEXT.test(text)) expect.fail(`illegal characters in ${JSON.stringify(text)}`);
  // Our own mark is the one that may be in a content; it is replaced when a document is made.
  if (!XML_TEXT.test(content.replaceAll(/(?<=(?:href|src|poster|cite)=")\u0001/g, '')))
    expect.fail(`illegal characters in ${content}`);
  const rest = content.replaceAll(TAG, (tag) => {
    for (const [, name = '', value = ''] of tag.matchAll(ATTRIBUTE)) {
      const isSafe = /^(?:href|src|poster|cite)$/.test(name) ? ADDRESS.test(value) : !/^(?:on|style)/.test(name);
      if (!isSafe) expect.fail(`${tag} in ${content}`);
    }
    return '';
  });
  if (/[<>]/.test(rest)) expect.fail(`a tag that is broken or unsafe in ${content}`);
}

/** Where a link may lead; a site's own begin with its mark. */
const ADDRESS = /^(?:https?:|mailto:|tel:|\u0001\/)/;
const NEVER =
  'script|style|iframe|object|embed|form|input|button|svg|math|base|link|meta|title|template|textarea|noscript';
/** As we write tags: nothing else may look like one. */
const TAG = new RegExp(`<(?!/?(?:${NEVER})\\b)/?[a-z][a-z0-9]*(?: [a-z]+(?:="[^"<>]*")?)*(?: ?/)?>`, 'g');
const ATTRIBUTE = / ([a-z]+)="([^"]*)"/g;

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
