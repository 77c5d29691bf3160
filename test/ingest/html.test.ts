import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SITE_MARK } from '../../src/entry.ts';
import { absoluteLink, absoluteUri, firstParagraphOf, plainTitle, safeHtml } from '../../src/ingest/html.ts';

const here = { folder: 'news/2025' };
const elsewhere = { folder: 'news', link: 'https://example.org/a/b' };

test('what is nested too deep is dropped, and what stands beside and behind it is kept', () => {
  const deep = (depth: number) => `${'<b>'.repeat(depth)}deep${'</b>'.repeat(depth)}`;
  for (const depth of [10, 4000]) {
    const html = safeHtml(`<p>before</p><div>${deep(depth)}</div><p>behind</p>`, { folder: '' });
    expect(html).toMatch(/^<p>before<\/p><div>.*deep.*<\/div><p>behind<\/p>$/);
    expect((html.match(/<b>/g) ?? []).length).toBeLessThanOrEqual(100);
  }
  // Paragraphs and list items that nobody has closed are not nested.
  const list = safeHtml(`<ul>${'<li>one'.repeat(3000)}</ul>`, { folder: '' });
  expect(list.match(/<li>/g)).toHaveLength(3000);
});

describe('HTML that is made safe', () => {
  test.each([
    // RSS-43 to RSS-47, READ-05
    { loses: 'scripts', html: '<p>a<script>alert(1)</script>b</p>', safe: '<p>ab</p>' },
    { loses: 'scripts that never end', html: '<p>a</p><script>alert(1)', safe: '<p>a</p>' },
    { loses: 'event handlers', html: '<p onclick="x()" OnLoad=y>a</p>', safe: '<p>a</p>' },
    { loses: 'javascript: links', html: '<a href="javascript:x()">a</a>', safe: '<a>a</a>' },
    { loses: 'disguised javascript: links', html: '<a href=" java&#10;script&colon;x()">a</a>', safe: '<a>a</a>' },
    { loses: 'data: links', html: '<a href="data:text/html,x">a</a>', safe: '<a>a</a>' },
    { loses: 'styles', html: '<style>p{}</style><p style="color:red" class="x" id="y">a</p>', safe: '<p>a</p>' },
    {
      loses: 'forms, not what they say',
      html: '<form action="/x">a<input name="q"><button>b</button></form>',
      safe: 'ab',
    },
    { loses: 'drawings', html: 'a<svg><a xlink:href="javascript:x()"><text>b</text></a></svg>c', safe: 'ac' },
    { loses: 'objects', html: 'a<object data="x.swf"></object>b', safe: 'ab' },
    { loses: 'comments', html: 'a<!-- b -->c<!--[if IE]>d<![endif]-->', safe: 'ac' },
    {
      loses: 'pictures that only count readers',
      html: 'a<img src="https://t.example/p.gif" width="1" height="1">',
      safe: 'a',
    },
    { loses: 'frames that lead nowhere', html: '<p>a<iframe></iframe></p><iframe src="x"></iframe>', safe: '<p>a</p>' },
    { loses: 'pictures without a source', html: 'a<img alt="b">', safe: 'a' },
    {
      loses: 'sources that it cannot carry',
      html: '<picture><source srcset="/a.webp"><img src="https://a.example/a.png"></picture>',
      safe: '<img alt="" src="https://a.example/a.png" />',
    },
    { loses: 'letters that run against their script', html: '<bdo dir="rtl">a</bdo>', safe: 'a' },
    // RSS-45: an end tag of an element that has none is not HTML.
    {
      loses: 'end tags that there are not',
      html: '<video><source src="https://a.example/a.mp4"></source></video>a<wbr></wbr>b',
      safe: '<video><source src="https://a.example/a.mp4" /></video>a<wbr />b',
    },
    {
      loses: 'its base',
      html: '<base href="https://evil.example/"><a href="https://a.example/">a</a>',
      safe: '<a href="https://a.example/">a</a>',
    },
  ])('loses $loses', ({ html, safe }) => {
    expect(safeHtml(html, here)).toBe(safe);
  });

  test.each([
    { what: 'a frame', html: '<iframe src="https://video.example/1" title="A film"></iframe>', text: 'A film' },
    { what: 'a frame without a title', html: '<iframe src="//video.example/1"></iframe>', text: 'video.example' },
    {
      what: 'a frame that loads late',
      html: '<iframe data-src="https://video.example/1"></iframe>',
      text: 'video.example',
    },
  ])('shows $what as a link (RSS-44)', ({ html, text }) => {
    expect(safeHtml(html, here)).toBe(`<a href="https://video.example/1">${text}</a>`);
  });

  test('loses a frame of its own site or of a script', () => {
    expect(safeHtml('<iframe src="javascript:x()"></iframe><iframe src="/x"></iframe>', here)).not.toMatch(
      /iframe|href/,
    );
  });

  test.each([
    { what: 'a picture that loads late', html: '<img src="blank.gif" data-src="https://a.example/a.png">' },
    { what: 'a picture of many widths', html: '<img srcset="https://a.example/a.png 1x, https://a.example/b.png 2x">' },
    { what: 'a picture without an alternative text', html: '<img src="https://a.example/a.png" onerror="x()">' },
  ])('keeps $what', ({ html }) => {
    expect(safeHtml(html, here).replace(/\s*\/?>$/, '>')).toMatch(
      /^<img (alt="" )?src="https:\/\/a\.example\/a\.png"( alt="")?>$/,
    );
  });

  test('keeps what a text is made of', () => {
    const html =
      '<h2>a</h2><ul><li>b</li></ul><table><tbody><tr><td colspan="2">c</td></tr></tbody></table>' +
      '<blockquote cite="https://a.example/">d</blockquote><p dir="rtl" lang="ar">e</p><pre><code>f &lt; g</code></pre>';
    expect(safeHtml(html, here)).toBe(html);
  });

  test('is closed where its author forgot to, and stays as it is when it is made safe again (RSS-45)', () => {
    const once = safeHtml('<p><b>a <i>b</p><p>c', { folder: '' });
    expect(once.match(/<\w/g)?.length).toBe(once.match(/<\//g)?.length);
    expect(safeHtml(once, { folder: '' })).toBe(once);
  });

  test('keeps its text however deep it is nested', () => {
    const safe = safeHtml(`${'<div>'.repeat(20_000)}deep${'</div>'.repeat(20_000)}`, here);
    expect(safe.replace(/<[^>]*>/g, '')).toBe('deep');
    expect(safe.match(/<div>/g)?.length).toBeLessThan(200);
  });
});

describe('a link', () => {
  test.each([
    { href: 'https://a.example/?q=1&r=2', link: 'https://a.example/?q=1&r=2' },
    { href: '//a.example/b', link: 'https://a.example/b' },
    { href: 'mailto:a@example.org', link: 'mailto:a@example.org' },
    { href: 'tel:+380', link: 'tel:+380' },
    { href: '/tags/', link: `${SITE_MARK}/tags/` },
    { href: 'a.png', link: `${SITE_MARK}/news/2025/a.png` },
    { href: '../b.md#c', link: `${SITE_MARK}/news/b.md#c` },
    { href: '../../../../etc/passwd', link: `${SITE_MARK}/etc/passwd` },
    { href: ' a b.png ', link: `${SITE_MARK}/news/2025/a%20b.png` },
    { href: '#note', link: undefined },
    { href: '', link: undefined },
    { href: 'ftp://a.example/', link: undefined },
    { href: 'file:///etc/passwd', link: undefined },
    { href: 'JaVaScRiPt:x()', link: undefined },
    { href: 'java\nscript:x()', link: undefined },
    { href: '\u0001javascript:x()', link: undefined },
    { href: 'https://', link: undefined },
  ])('$href of an article at home here leads to $link', ({ href, link }) => {
    expect(absoluteLink(href, here)).toBe(link);
  });

  // What browsers let pass and RFC 3986 does not.
  test.each([
    { href: 'https://[::1]/a[1]|{2}.mp3?q=[]#x#y', link: 'https://[::1]/a%5B1%5D%7C%7B2%7D.mp3?q=%5B%5D#x%23y' },
    { href: '100%.png', link: `${SITE_MARK}/news/2025/100%25.png` },
    { href: 'a%20[b]%5b.png', link: `${SITE_MARK}/news/2025/a%20%5Bb%5D%5b.png` },
  ])('beside the text $href is $link', ({ href, link }) => {
    expect(absoluteUri(href, here)).toBe(link);
  });

  test.each([
    { href: 'c', link: 'https://example.org/a/c' },
    { href: '/c', link: 'https://example.org/c' },
    { href: '#note', link: 'https://example.org/a/b#note' },
    { href: '//a.example/b', link: 'https://a.example/b' },
  ])('$href of an article at home elsewhere leads to $link', ({ href, link }) => {
    expect(absoluteLink(href, elsewhere)).toBe(link);
  });

  test('of a folder whose name is no address is escaped', () => {
    expect(absoluteLink('a.png', { folder: 'новини/50% ?#' })).toBe(
      `${SITE_MARK}/${encodeURIComponent('новини')}/${encodeURIComponent('50% ?#')}/a.png`,
    );
  });
});

describe('our own mark', () => {
  test.each([
    { where: 'text', html: 'a\u0001b' },
    { where: 'text as a reference', html: 'a&#1;b&#x1;c&#5;d' },
    { where: 'a title', html: '<p title="\u0001&#1;">a</p>' },
    { where: 'an alternative text', html: '<img src="https://a.example/" alt="\u0001&#1;">' },
    { where: 'a foreign link', html: '<a href="https://a.example/\u0001&#1;">a</a>' },
    { where: 'the title of a frame', html: '<iframe src="https://a.example/" title="\u0001&#1;"></iframe>' },
    { where: 'code', html: '<pre><code>\u0001&#1;</code></pre>' },
  ])('cannot be written by an author in $where', ({ html }) => {
    expect(safeHtml(html, here)).not.toMatch(/[\u0000-\u0008]|&#/);
  });

  test('stands in front of a link only, even when an author puts it there too', () => {
    expect(safeHtml('<a href="\u0001/a">a</a><a href="&#1;//b.example/">b</a>', here)).toBe(
      `<a href="${SITE_MARK}/a">a</a><a href="https://b.example/">b</a>`,
    );
  });
});

test('HTML soup of any kind becomes safe', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...'<script>|</script>|<p |<a href="|<img src=|<iframe src="|<svg |<math>|<style>|<textarea>|<noscript>|<template>|<xmp>|<title>'.split(
        '|',
      ),
      ...'javascript:x()|java&#115;cript:|&#1;|&#x1;|&lt;script&gt;|\u0001| onclick=x |" onerror="x()|//a.example|data:text/html,|a.png'.split(
        '|',
      ),
      ...'<!--|-->|<![CDATA[|]]>|</p>|</a>|</svg>|>|/>|"|\'|=|<|&|`| srcset="|<video poster=|<source src=|<object data=|<use href="'.split(
        '|',
      ),
    ),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), fc.constantFrom(here, elsewhere), (pieces, base) => {
      const safe = safeHtml(pieces.join(''), base);
      expect(safe).not.toMatch(/<(script|style|iframe|svg|object|form|template)/i);
      for (const [tag] of safe.matchAll(/<[^>]*>/g)) {
        const attributes = Array.from(tag.matchAll(/\s([^\s=>"]+)="([^"]*)"/g));
        for (const [, name = '', value = ''] of attributes) {
          expect(name).not.toMatch(/^(on|style|srcset)/i);
          if (/^(href|src|poster|cite)$/.test(name)) expect(value).toMatch(/^(https?:|mailto:|tel:|\u0001\/)/);
        }
      }
      const unmarked = safe.replaceAll(/(?<=(?:href|src|poster|cite)=")\u0001/g, '');
      expect(unmarked).toMatch(/^[\u0009\u000A\u000D\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
    }),
    { numRuns: 3000 },
  );
});

test('the text of safe HTML has its references decoded and its blocks apart', () => {
  expect(firstParagraphOf('<p>a &amp; <b>b</b>&lt;<br>c</p>')).toBe('a & b< c');
  expect(firstParagraphOf('<p><img src="a"></p><p>The <em>lede</em>.</p><p>More.</p>')).toBe('The lede.');
  expect(firstParagraphOf('<h2>Only</h2> this')).toBe('Only this');
});

test.each([
  // RSS-12: tags out first, then references decoded, once.
  { title: 'AT&amp;T <em>wins</em>', plain: 'AT&T wins' },
  { title: '&lt;b&gt; is a tag', plain: '<b> is a tag' },
  { title: 'a &amp;lt; b', plain: 'a &lt; b' },
  { title: 'Vec<T> and 1 < 2', plain: 'Vec<T> and 1 < 2' },
  { title: 'It&rsquo;s &#8220;so&#x201D;', plain: 'It’s “so”' },
  { title: '<script>alert(1)</script>Safe', plain: 'Safe' },
  { title: '<h1>Big</h1><div>news</div><br/>two', plain: ' Big  news  two' },
  { title: 'One<!-- no -->Two<br>three', plain: 'OneTwo three' },
  { title: 'Array<String>, a < b &lt;b&gt;', plain: 'Array<String>, a < b <b>' },
  { title: '&unknown; &#99999999;', plain: '&unknown; \uFFFD' },
  { title: 'Caf&eacute; &rarr; &Eacute;lan &#x92;', plain: 'Café → Élan ’' },
  { title: 'AT&T&copy; &copy 2', plain: 'AT&T© &copy 2' },
])('the title "$title" reads "$plain"', ({ title, plain }) => {
  expect(plainTitle(title)).toBe(plain);
});

test('what is said of a picture is not the first paragraph, and no tag that is cut through is text', () => {
  const figure = '<figure><img src="a.jpg" /><figcaption><p>The bridge.</p></figcaption></figure>';
  expect(firstParagraphOf(`${figure}<p>It is closed.</p>`)).toBe('It is closed.');
  expect(firstParagraphOf('<img alt="" src="a.jpg" />'.repeat(1000))).toBe('');
});
