import { describe, expect, test } from 'vitest';
import type { ParsedEntry } from '../../src/entry.ts';
import { readArticle } from '../support/read.ts';

const modified = new Date('2024-05-06T07:08:09Z');

function read(html: string, path = 'news/bridge.html') {
  return readArticle(Buffer.from(html), path, modified, 'Europe/Kyiv').reading;
}

function entryOf(html: string, path?: string): ParsedEntry {
  const reading = read(html, path);
  if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${JSON.stringify(reading)}`);
  return reading.entry;
}

const LEDE = 'The old bridge over the river will be closed until spring, the mayor said on Monday.';
const SENTENCE =
  'Engineers found cracks in two of its pillars, and nobody could say when the repairs would begin, or who would pay.';
const paragraphs = (count = 6) =>
  Array.from({ length: count }, (_, index) => `<p>${index + 1}. ${SENTENCE} ${SENTENCE}</p>`).join('\n');

/** What a news site saves: much around an article, and little of it for people. */
function page(head: string, article = `<p>${LEDE}</p>${paragraphs()}`, bodyAttributes = ''): string {
  return `<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">${head}<style>p { color: red }</style></head>
<body ${bodyAttributes}>
<div id="cookie-banner" class="cookie-consent"><p>We use cookies, and so do our 734 partners. <button>Accept</button></p></div>
<header class="site-header"><nav><ul>${'<li><a href="/section">A section of the site</a></li>'.repeat(20)}</ul></nav></header>
<main><article><div><div class="article-body">${article}</div></div></article>
<aside class="newsletter"><h3>Our newsletter</h3><form><input name="email"><button>Sign up</button></form></aside>
<section class="related"><h2>Related</h2><ul><li><a rel="author" href="/a/max">Max Else</a> <time datetime="2020-01-01">2020</time>
<a href="/other">Another article that has nothing to do with it</a></li></ul></section></main>
<footer><p>All rights reserved by the publisher of this page. <a href="/imprint">Imprint</a></p></footer>
<script>document.write('<p>advertisement</p>')</script></body></html>`;
}

const linked = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

describe('the text of a page', () => {
  test.each([
    { written: '1 &lt; 2 &amp;&amp; 3 &gt; 2', shown: '1 &lt; 2 &amp;&amp; 3 &gt; 2' },
    { written: 'B&B, AT&amp;T, &amp;lt;b&amp;gt;', shown: 'B&amp;B, AT&amp;T, &amp;lt;b&amp;gt;' },
    { written: 'Non&nbsp;? 5&#160;km', shown: 'Non\u00A0? 5\u00A0km' },
    { written: 'a&#2;script&#3; &#x4;lt; b&#11;c', shown: 'ascript lt; bc' },
    { written: '<b title="&#2;i&#3;">a</b>', shown: '<b title="i">a</b>' },
  ])('keeps the signs that HTML escapes as they are: $written', ({ written, shown }) => {
    expect(entryOf(page('<title>A</title>', `<p>${LEDE} ${written}</p>${paragraphs()}`)).content).toContain(
      `<p>${LEDE} ${shown}</p>`,
    );
  });

  test('is the article, without what stands around it', () => {
    const { content, title, summary } = entryOf(page('<title>Bridge closed until spring | The Daily</title>'));
    expect(content).toContain(LEDE);
    expect(content).toContain(`6. ${SENTENCE}`);
    expect(content).not.toMatch(/cookie|newsletter|section of the site|rights reserved|advertisement|nothing to do/i);
    expect(content).not.toMatch(/<(?:div|main|article)\b[^>]*>\s*<(?:div|main|article)/);
    expect(title).toBe('Bridge closed until spring | The Daily');
    expect(summary).toBe(LEDE);
  });

  test('loses a first heading that says the title, however it is wrapped', () => {
    const html = page(
      '<title>Bridge closed</title>',
      `<header><h1>Bridge closed</h1></header><p>${LEDE}</p>${paragraphs()}`,
    );
    const { title, content } = entryOf(html);
    expect(title).toBe('Bridge closed');
    expect(content).not.toContain('Bridge closed');
  });

  test('has links that lead somewhere: from the canonical address, from `base`, or from the folder', () => {
    const link = `<p>${LEDE} <a href="more.html">More</a></p>${paragraphs()}`;
    const canonical = '<link rel="canonical" href="https://news.example/2024/bridge.html">';
    expect(entryOf(page(canonical, link)).content).toContain('href="https://news.example/2024/more.html"');
    expect(entryOf(page(`${canonical}<base href="/base/">`, link)).content).toContain(
      'href="https://news.example/base/more.html"',
    );
    expect(entryOf(page('', link)).content).toContain('href="\u0001/news/more.html"');
  });

  test('of a page that a browser saved has its pictures beside it', () => {
    const html = page(
      '<link rel="canonical" href="https://news.example/2024/bridge">',
      `<p>${LEDE} <img src="./bridge_files/a.jpg" alt="Bridge"></p>${paragraphs()}`,
    );
    expect(entryOf(html)).toMatchObject({
      link: 'https://news.example/2024/bridge',
      content: expect.stringContaining('src="\u0001/news/bridge_files/a.jpg"'),
    });
    expect(read(page(''), 'news/bridge_files/saved_resource.html').kind).toBe('skipped');
  });

  test('shows pictures that are loaded late, and not those that stand in for them', () => {
    const { content } = entryOf(
      page(
        '',
        `<p>${LEDE}</p><figure><img src="data:image/gif;base64,R0lGOD" data-src="https://news.example/bridge-in-full.jpg" alt="Bridge">
        <noscript><img src="https://news.example/bridge-in-full.jpg"></noscript></figure>${paragraphs()}`,
      ),
    );
    expect(content.match(/<img/g)).toHaveLength(1);
    expect(content).toContain('src="https://news.example/bridge-in-full.jpg"');
  });

  test('is what the page holds for search engines, when a script would have to fill it', () => {
    const articleBody = `${LEDE}\n\n${SENTENCE} ${SENTENCE}`;
    const head = linked({ '@type': 'NewsArticle', headline: 'Bridge closed', articleBody });
    const { content } = entryOf(`<html><head>${head}</head><body><div id="app"></div></body></html>`);
    expect(content).toBe(`<p>${LEDE}</p>\n<p>${SENTENCE} ${SENTENCE}</p>`);
  });

  test('is there although nobody says where the body begins', () => {
    const { title, content } = entryOf(`<title>Bridge closed</title><meta charset=utf-8><p>${LEDE}</p>${paragraphs()}`);
    expect(title).toBe('Bridge closed');
    expect(content).toContain(LEDE);
  });

  test('of an old page, in capitals and with its root in comments for old browsers, is read like any other', () => {
    const { title, authors, content } = entryOf(
      `<!--[if lt IE 7]><html class="ie6"><![endif]-->\n<!--[if gt IE 8]><!--><HTML LANG="EN"><!--<![endif]-->
      <HEAD><TITLE>Bridge closed</TITLE><META NAME="Author" CONTENT="Jane Doe"></HEAD>
      <BODY BGCOLOR="#FFFFFF"><TABLE><TR><TD><FONT SIZE=2><P>${LEDE}<P>${SENTENCE} ${SENTENCE}</FONT></TD></TR></TABLE></BODY></HTML>`,
    );
    expect({ title, authors }).toEqual({ title: 'Bridge closed', authors: [{ name: 'Jane Doe' }] });
    expect(content).toContain(LEDE);
  });

  test('of an XHTML file is not swallowed by an element that ends where it begins', () => {
    const html = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a.js"/><title>Bridge closed</title></head><body><p>${LEDE}</p></body></html>`;
    expect(entryOf(html, 'a.xhtml')).toMatchObject({ title: 'Bridge closed', content: `<p>${LEDE}</p>` });
  });

  test('says what its captions say only where they stand: they are neither summary nor headline', () => {
    const figure =
      '<figure><img src="a.jpg"><figcaption><p>The bridge as it was in May. Photo: Doe</p></figcaption></figure>';
    const entry = entryOf(page('', `${figure}<p>${LEDE}</p>${paragraphs()}`));
    expect(entry).toMatchObject({ summary: LEDE, content: expect.stringContaining('as it was in May') });
    expect(entry.title).toMatch(/^The old bridge/);
    const old = `<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">The bridge as it was in May.</p></div>`;
    expect(entryOf(page('', `${old}<p>${LEDE}</p>${paragraphs()}`)).summary).toBe(LEDE);
  });

  test('of a page that is too deep or too thin for the library is where articles usually are', () => {
    const deep = `${'<div>'.repeat(300)}<p>${LEDE}</p>${'</div>'.repeat(300)}`;
    expect(entryOf(page('<title>Bridge</title>', deep))).toMatchObject({
      content: expect.stringContaining(LEDE) && expect.not.stringContaining('section of the site'),
    });
  });
});

describe('the title', () => {
  test.each([
    {
      why: 'JSON-LD first',
      head: `${linked({ '@type': 'NewsArticle', headline: 'Bridge closed' })}<title>The Daily</title>`,
    },
    { why: 'then OpenGraph', head: '<meta property="og:title" content="Bridge closed"><title>Other</title>' },
    {
      why: 'one element may say it under several names',
      head: '<meta property="og:title dc:title" content="Bridge closed">',
    },
    {
      why: 'the name of the site is known',
      head: '<meta property="og:site_name" content="The Daily"><title>Bridge closed | The Daily</title>',
    },
    {
      why: 'and before the headline too',
      head: '<meta property="og:site_name" content="The Daily"><title>The Daily - Bridge closed</title>',
    },
    {
      why: 'the publisher is the site',
      head: `${linked({ '@type': 'WebPage', publisher: { name: 'The Daily' } })}<title>Bridge closed — The Daily</title>`,
    },
    {
      why: 'a heading says where it ends',
      head: '<title>Bridge closed - News - The Daily</title>',
      heading: 'Bridge closed',
    },
    { why: 'CJK pages have other marks', head: '<title>Bridge closed_科技_腾讯网</title>', heading: 'Bridge closed' },
    { why: 'no title but a heading', head: '', heading: 'Bridge closed' },
    {
      why: 'references that are written twice',
      head: '<meta property="og:title" content="Bridge &amp;amp; road">',
      title: 'Bridge & road',
    },
    {
      why: 'a name of the site is no title',
      head: '<meta property="og:site_name" content="The Daily"><meta property="og:title" content="The Daily"><title>Bridge closed</title>',
    },
    {
      why: 'a headline that was cut is said in full elsewhere',
      head: `${linked({ '@type': 'NewsArticle', headline: 'Bridge...' })}<meta property="og:title" content="Bridge closed">`,
    },
    {
      why: 'a headline that is none, for the page shows another name',
      head: `${linked({ '@type': 'Article', headline: 'structure over water', name: 'Bridge closed' })}<title>Bridge closed - Encyclopedia</title>`,
    },
    {
      why: 'archives have names of their own',
      head: '<meta name="citation_title" content="Bridge closed"><title>X</title>',
    },
  ])('$why', ({ head, heading, title = 'Bridge closed' }) => {
    const h1 = heading === undefined ? '' : `<h1>${heading}</h1>`;
    expect(entryOf(page(head, `${h1}<p>${LEDE}</p>${paragraphs()}`)).title).toBe(title);
  });
});

test('a heading that is the name of the site is none of the article', () => {
  const html = page('<title>Bridge closed until spring - The Daily</title>').replace(
    '<nav>',
    '<h1>The Daily</h1><nav>',
  );
  expect(entryOf(html).title).toBe('Bridge closed until spring');
});

describe('what a page says in JSON-LD', () => {
  const NEWS = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: { '@type': 'WebPage', '@id': 'https://news.example/2024/bridge' },
    headline: 'Bridge closed',
    description: 'It has cracks.',
    datePublished: '2024-03-04T05:06:07+02:00',
    dateModified: '2024-03-05T05:06:07+02:00',
    author: [
      { '@type': 'Person', name: 'Jane Doe', url: 'https://news.example/jane' },
      { '@type': 'Person', name: 'Max Roe' },
    ],
    keywords: ['Bridges', 'City hall'],
    image: {
      '@type': 'ImageObject',
      url: 'https://news.example/lead.jpg',
      caption: 'The bridge',
      creditText: 'Ann Lee',
    },
    inLanguage: 'de',
  };
  const READ = {
    title: 'Bridge closed',
    summary: 'It has cracks.',
    published: new Date('2024-03-04T03:06:07Z'),
    updated: new Date('2024-03-05T03:06:07Z'),
    link: 'https://news.example/2024/bridge',
    language: 'en-GB',
    authors: [{ name: 'Jane Doe', url: 'https://news.example/jane' }, { name: 'Max Roe' }],
    tags: ['Bridges', 'City hall'],
    picture: { url: 'https://news.example/lead.jpg', caption: 'The bridge', credit: 'Ann Lee' },
  };

  test.each([
    { form: 'an object', head: linked(NEWS) },
    { form: 'a list', head: linked([{ '@type': 'BreadcrumbList' }, NEWS]) },
    { form: 'a graph', head: linked({ '@graph': [{ '@type': 'WebSite', name: 'The Daily' }, NEWS] }) },
    { form: 'several types', head: linked({ ...NEWS, '@type': ['ReportageNewsArticle', 'Thing'] }) },
    { form: 'a type by its address', head: linked({ ...NEWS, '@type': 'http://schema.org/BlogPosting' }) },
    {
      form: 'several scripts, one of them broken',
      head: `<script type="application/ld+json">{"a": </script>${linked(NEWS)}`,
    },
    {
      form: 'comments around it',
      head: `<script type="application/ld+json">/*<![CDATA[*/${JSON.stringify(NEWS)}/*]]>*/</script>`,
    },
    { form: 'line ends within strings', head: linked(NEWS).replace('It has cracks.', 'It has\ncracks.') },
    { form: 'keywords with commas between', head: linked({ ...NEWS, keywords: 'Bridges, City hall' }) },
    {
      form: 'keywords with names',
      head: linked({ ...NEWS, keywords: [{ '@type': 'DefinedTerm', name: 'Bridges' }, 'City hall'] }),
    },
    {
      form: 'references to other things',
      head: linked({
        '@graph': [
          { ...NEWS, author: [{ '@id': '#jane' }, 'Max Roe'], image: { '@id': '#lead' } },
          { '@id': '#jane', '@type': 'Person', name: 'Jane Doe', url: 'https://news.example/jane' },
          { ...NEWS.image, '@id': '#lead' },
        ],
      }),
    },
    {
      form: 'the article among others',
      head: `<link rel="canonical" href="https://news.example/2024/bridge">${linked([{ ...NEWS, headline: 'Another', mainEntityOfPage: 'https://news.example/2024/other' }, NEWS])}`,
    },
    { form: 'what the page is about', head: linked({ '@type': 'WebPage', mainEntity: NEWS }) },
    {
      form: 'a live blog',
      head: linked({ ...NEWS, '@type': 'LiveBlogPosting', liveBlogUpdate: [{ ...NEWS, headline: 'Update' }] }),
    },
  ])('is read from $form', ({ head }) => {
    expect(entryOf(page(head))).toMatchObject(READ);
  });

  test.each([
    { author: 'By Jane Doe', names: ['Jane Doe'] },
    { author: ['Jane Doe', 'Max Roe'], names: ['Jane Doe', 'Max Roe'] },
    { author: { name: ['Jane Doe', 'Max Roe'] }, names: ['Jane Doe', 'Max Roe'] },
    { author: { '@type': 'Organization', name: 'Reuters' }, names: ['Reuters'] },
    { author: [{ name: 'Jane Doe' }, { name: 'jane doe' }], names: ['Jane Doe'] },
    { author: 'https://network.example/jane', names: [] },
    { author: { name: '' }, names: [] },
    { author: 'Di Stefano', names: ['Di Stefano'] },
    { author: null, names: [] },
  ])('authors: $author', ({ author, names }) => {
    expect(entryOf(page(linked({ ...NEWS, author }))).authors.map(({ name }) => name)).toEqual(names);
  });

  test('that is nonsense harms nothing', () => {
    for (const data of [
      null,
      1,
      'a',
      [],
      [[]],
      { '@graph': 1 },
      { '@type': 'Article', author: 5, image: [[{}]], keywords: {} },
    ])
      expect(entryOf(page(linked(data))).content).toContain(LEDE);
  });
});

describe('what a page says otherwise', () => {
  test('OpenGraph', () => {
    const metas = {
      'og:title': 'Bridge closed',
      'og:description': 'It has cracks.',
      'og:url': 'https://news.example/bridge',
      'og:image': 'https://news.example/lead.jpg',
      'og:image:alt': 'The bridge',
      'article:published_time': '2024-03-04T05:06:07+0200',
      'article:modified_time': '2024-03-04T05:06:08+0200',
      'article:author': 'https://network.example/jane',
    };
    const head = Object.entries(metas).map(([name, content]) => `<meta property="${name}" content="${content}">`);
    const tags = ['Bridges', 'City hall'].map((tag) => `<meta property="article:tag" content="${tag}">`);
    expect(entryOf(page([...head, ...tags, '<meta name="author" content="Jane Doe">'].join('')))).toMatchObject({
      title: 'Bridge closed',
      summary: 'It has cracks.',
      link: 'https://news.example/bridge',
      picture: { url: 'https://news.example/lead.jpg', caption: 'The bridge' },
      published: new Date('2024-03-04T03:06:07Z'),
      updated: new Date('2024-03-04T03:06:08Z'),
      authors: [{ name: 'Jane Doe' }],
      tags: ['Bridges', 'City hall'],
    });
  });

  test.each([
    { name: 'parsely-pub-date', content: '2024-03-04T05:06:07Z' },
    { name: 'sailthru.date', content: '2024-03-04 07:06:07' },
    { name: 'DC.date.issued', content: '2024-03-04T05:06:07Z' },
    { name: 'dcterms.issued', content: '2024-03-04T05:06:07Z' },
    { name: 'citation_publication_date', content: '2024-03-04T05:06:07Z' },
    { name: 'date', content: 'Mon, 04 Mar 2024 05:06:07 GMT' },
  ])('the date in $name', (meta) => {
    const { published } = entryOf(page(`<meta name="${meta.name}" content="${meta.content}">`));
    expect(published).toEqual(new Date('2024-03-04T05:06:07Z'));
  });

  test.each([
    {
      why: 'the one that says so',
      times: '<time datetime="2024-01-01">a</time><time pubdate datetime="2024-03-04T05:06:07Z">b</time>',
    },
    { why: 'the first', times: '<time datetime="2024-03-04T05:06:07Z">a</time><time datetime="2024-01-01">b</time>' },
    {
      why: 'microdata before',
      times:
        '<time datetime="2024-01-01">a</time><span itemprop="datePublished" content="2024-03-04T05:06:07Z">b</span>',
    },
    {
      why: 'not a correction',
      times: '<time class="updated" datetime="2024-05-01">a</time><time datetime="2024-03-04T05:06:07Z">b</time>',
    },
    {
      why: 'microformats have it in a title',
      times: '<abbr class="published" title="2024-03-04T05:06:07Z">Monday</abbr><time datetime="2024-01-01">a</time>',
    },
    {
      why: 'not that of a comment',
      times:
        '<div class="comments"><time pubdate datetime="2020-01-01">a</time></div><time datetime="2024-03-04T05:06:07Z">b</time>',
    },
    {
      why: 'not what is no date',
      times: '<time datetime="PT5M">a</time><time datetime="2024-03-04T05:06:07Z">b</time>',
    },
  ])('the date in `time`: $why', ({ times }) => {
    const { published } = entryOf(page('', `${times}<p>${LEDE}</p>${paragraphs()}`));
    expect(published).toEqual(new Date('2024-03-04T05:06:07Z'));
  });

  test('a day is a day, unless another place knows the time', () => {
    const day = linked({ '@type': 'Article', datePublished: '2024-03-04' });
    expect(entryOf(page(day))).toMatchObject({ isDateOnly: true, published: new Date('2024-03-03T22:00:00Z') });
    const time = '<meta property="article:published_time" content="2024-03-04T05:06:07Z">';
    expect(entryOf(page(day + time))).toMatchObject({ isDateOnly: false, published: new Date('2024-03-04T05:06:07Z') });
  });

  test('without any date, that in the address counts, then that of the file', () => {
    const head = '<link rel="canonical" href="https://news.example/2023/02/01/bridge">';
    expect(entryOf(page(head)).published).toEqual(new Date('2023-01-31T22:00:00Z'));
    expect(entryOf(page('')).published).toEqual(modified);
  });

  test('tags: those for news before those for anything, semicolons before commas, sections when there is nothing else', () => {
    const keywords = '<meta name="keywords" content="free, news, bridge">';
    expect(entryOf(page(`${keywords}<meta name="news_keywords" content="Bridges, City hall">`)).tags).toEqual([
      'Bridges',
      'City hall',
    ]);
    expect(entryOf(page('<meta name="keywords" content="Kyiv, Ukraine; bridges">')).tags).toEqual([
      'Kyiv, Ukraine',
      'bridges',
    ]);
    expect(entryOf(page('<meta name="keywords" content="桥，市政厅">')).tags).toEqual(['桥', '市政厅']);
    expect(entryOf(page('<meta property="article:section" content="Politics">')).tags).toEqual(['Politics']);
  });

  test.each([
    { tags: '<meta name="keywords" content="R&amp;amp;D, C++">', read: ['R&D', 'C++'] },
    { tags: '<meta name="keywords" content="桥 市政厅 2024年">', read: ['桥', '市政厅', '2024年'] },
    { tags: '<title>Bridge closed</title><meta name="keywords" content="bridge closed, Bridges">', read: ['Bridges'] },
    { tags: linked({ '@type': 'Article', keywords: ['Lite:true', 'Tag:Bridges', 'Topic:City'] }), read: ['Bridges'] },
    {
      tags: linked({ '@type': 'Article', keywords: ['Kyiv, Ukraine', 'Bridges', 'Bridges'] }),
      read: ['Kyiv, Ukraine', 'Bridges'],
    },
  ])('tags as sites write them: $read', ({ tags, read }) => {
    expect(entryOf(page(tags)).tags).toEqual(read);
  });

  test('authors: by `rel`, in microdata, or as the page shows them; not those of other articles', () => {
    const by = (byline: string) => entryOf(page('', `${byline}<p>${LEDE}</p>${paragraphs()}`)).authors;
    expect(by('<a rel="author" href="https://news.example/jane">Jane Doe</a>')).toEqual([
      { name: 'Jane Doe', url: 'https://news.example/jane' },
    ]);
    expect(by('<span itemprop="author"><b>Jane Doe</b></span>')).toEqual([{ name: 'Jane Doe' }]);
    expect(by('<p class="byline">By Jane Doe March 4, 2024</p>')).toEqual([{ name: 'Jane Doe' }]);
    expect(by('')).toEqual([]);
  });

  test('the address: absolute, of a page, and where a browser saved it from', () => {
    const open = '<meta property="og:url" content="https://news.example/2024/bridge">';
    expect(entryOf(page(`<link rel="canonical" href="/2024/bridge-2">${open}`)).link).toBe(
      'https://news.example/2024/bridge-2',
    );
    expect(entryOf(page(`<link rel="canonical" href="https://news.example/">${open}`)).link).toBe(
      'https://news.example/2024/bridge',
    );
    expect(entryOf(page('<link rel="canonical" href="https://news.example/">')).link).toBeUndefined();
    expect(entryOf(page('<link rel="canonical" href="https://news.example/?p=1">')).link).toBe(
      'https://news.example/?p=1',
    );
    const saved = page('').replace('<html', '<!-- saved from url=(0033)https://news.example/2024/bridge-3 -->\n<html');
    expect(entryOf(saved).link).toBe('https://news.example/2024/bridge-3');
    expect(entryOf(page('<link rel="canonical" href="javascript:alert(1)">')).link).toBeUndefined();
  });

  test('the caption of the lead picture stands where the page shows it', () => {
    const figure =
      '<figure><img src="https://cdn.example/bridge-640x480.jpg"><figcaption>Closed since May.</figcaption></figure>';
    const head = '<meta property="og:image" content="https://news.example/bridge-1200x630.jpg">';
    // One picture, at the address where the text has it: it is not to be shown twice.
    expect(entryOf(page(head, `${figure}<p>${LEDE}</p>${paragraphs()}`)).picture).toEqual({
      url: 'https://cdn.example/bridge-640x480.jpg',
      caption: 'Closed since May.',
    });
  });

  test('the language is a tag, or it is not there', () => {
    const head = '<meta http-equiv="content-language" content="uk">';
    expect(entryOf(page(head).replace(' lang="en-GB"', '')).language).toBe('uk');
    expect(entryOf(page('').replace('en-GB', 'a language')).language).toBeUndefined();
    expect(entryOf(page('<meta property="og:locale" content="uk_UA">').replace(' lang="en-GB"', '')).language).toBe(
      'uk-UA',
    );
  });
});

describe('a file that is no article', () => {
  test.each([
    {
      what: 'a page that sends its reader on',
      html: '<html><head><meta http-equiv="refresh" content="0; url=/new"><title>Moved</title></head><body><p>Moved.</p></body></html>',
      why: 'only sends its reader elsewhere',
    },
    { what: 'an error page', html: page('<title>Not found</title>'), path: '404.html', why: 'an error page' },
    {
      what: 'an error page of WordPress',
      html: page('<title>Not found</title>', LEDE, 'class="blog error404"'),
      why: 'an error page',
    },
    { what: 'a search page', html: page('<title>Search</title>'), path: 'search.html', why: 'a search page' },
    {
      what: 'a list that says so',
      html: page(linked({ '@type': 'CollectionPage' })),
      why: 'a page that lists articles',
    },
    {
      what: 'an archive of WordPress',
      html: page('', LEDE, 'class="archive category"'),
      why: 'a page that lists articles',
    },
    {
      what: 'a front page',
      html: page('', '<article><h2><a href="a">A</a></h2></article>'.repeat(5)),
      path: 'index.html',
      why: 'a page that lists articles',
    },
  ])('$what is left out', ({ html, why, path }) => {
    expect(read(html, path)).toEqual({ kind: 'skipped', why });
  });

  test.each([
    { what: 'a page that loads itself anew', html: page('<meta http-equiv="refresh" content="300; url=/">') },
    {
      what: 'a redirect for those without scripts',
      html: page('<noscript><meta http-equiv="refresh" content="0; url=/nojs"></noscript>'),
    },
    { what: 'a page that search engines are to pass over', html: page('<meta name="robots" content="noindex">') },
    {
      what: 'an article of a folder of its own',
      html: page(linked({ '@type': 'NewsArticle' })),
      path: 'bridge/index.html',
    },
  ])('$what is published', ({ html, path }) => {
    expect(read(html, path).kind).toBe('entry');
  });

  test('a page with neither title nor text is refused', () => {
    expect(read('<html><head></head><body><nav>Menu</nav><script>a</script></body></html>').kind).toBe('problem');
  });
});

describe('a fragment', () => {
  test('has its metadata in a comment', () => {
    const reading = read(
      `<!--{\n\t"Title": "The bridge",\n\t"Date": "2024-03-04",\n\t"Tags": ["Bridges"]\n}-->\n\n<h2>Why</h2><p>${LEDE}</p>`,
    );
    expect(reading).toMatchObject({
      kind: 'entry',
      entry: {
        title: 'The bridge',
        isDateOnly: true,
        tags: ['Bridges'],
        content: `<h2>Why</h2><p>${LEDE}</p>`,
        summary: LEDE,
      },
      remarks: [],
    });
  });

  test.each([
    { form: 'JSON with a comma too many', html: `<!--{"title": "The bridge", "draft": false,}--><p>${LEDE}</p>` },
    { form: 'YAML in a comment', html: `<!--\n---\ntitle: The bridge\n---\n-->\n<p>${LEDE}</p>` },
    { form: 'YAML', html: `---\ntitle: The bridge\nlayout: post\n---\n<p>${LEDE}</p>` },
    { form: 'TOML', html: `+++\ntitle = "The bridge"\n+++\n<p>${LEDE}</p>` },
    { form: 'JSON', html: `{"title": "The bridge"}\n<p>${LEDE}</p>` },
    { form: 'none, but a heading', html: `<h1>The bridge</h1>\n<p>${LEDE}</p>` },
    {
      form: 'none, but a heading of the second level',
      html: `<!-- written by hand -->\n<h2>The bridge</h2>\n<p>${LEDE}</p>`,
    },
  ])('has $form', ({ html }) => {
    expect(entryOf(html)).toMatchObject({ title: 'The bridge', content: `<p>${LEDE}</p>` });
  });

  test('is called after its text when its first heading is that of a part', () => {
    expect(entryOf(`<p>${LEDE}</p><h2>Why</h2><p>Cracks.</p>`).title).toMatch(/^The old bridge/);
  });

  test.each([
    { html: `---\ntitle: A\ndraft: true\n---\n<p>a</p>`, reading: { kind: 'skipped', why: 'a draft' } },
    { html: `<!--{"draft": true}--><p>a</p>`, reading: { kind: 'skipped', why: 'a draft' } },
    { html: `---\ntitle: A\ndate: someday\n---\n<p>a</p>`, reading: { kind: 'problem', field: 'date', line: 3 } },
    { html: `<!--{"title": "A" "draft": true}--><p>a</p>`, reading: { kind: 'problem', field: 'front matter' } },
  ])('is refused or left out as elsewhere: $html', ({ html, reading }) => {
    expect(read(html)).toMatchObject(reading);
  });

  test('loses template code, in the middle of indented HTML too', () => {
    const { content } = entryOf(`---
title: The bridge
---
<div>

    <p>Closed. {% include ad.html %}{{ page.x }}</p>

    {{< figure src="/a.jpg" alt="A & b" >}}
    <a href="{{ "/about/" | relative_url }}">About</a>
    {% highlight js %}a < b{% endhighlight %}
    <pre>{{ shown }}</pre>
</div>`);
    expect(content).toContain('<p>Closed. </p>');
    expect(content).toContain('<img alt="A &amp; b" src="\u0001/a.jpg" />');
    expect(content).toContain('href="\u0001/about/"');
    expect(content).toContain('<pre><code>a &lt; b</code></pre>');
    expect(content).toContain('<pre>{{ shown }}</pre>');
  });

  test('that is a whole page below its front matter is a page, and the front matter knows better', () => {
    const html = `---\ntitle: The bridge\n---\n${page('<title>Other</title><meta name="keywords" content="Bridges">')}`;
    expect(entryOf(html)).toMatchObject({ title: 'The bridge', tags: ['Bridges'], summary: LEDE });
  });
});

describe('the charset that a page names', () => {
  // The bytes of each letter, as these charsets have them.
  const cyrillic = (text: string, base: Record<string, number>) =>
    Buffer.from([...text].map((letter) => base[letter] ?? letter.charCodeAt(0)));
  const encoded = (head: string, bytes: Buffer) =>
    Buffer.concat([Buffer.from(`<html><head>${head}</head><body><h1>`), bytes, Buffer.from('</h1></body></html>')]);
  const letters = 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя';
  const windows1251 = Object.fromEntries([...letters].map((letter, index) => [letter, 0xc0 + index]));
  const koi8 = 'юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ';
  const koi8r = Object.fromEntries([...koi8].map((letter, index) => [letter, 0xc0 + index]));
  const utf8 = Buffer.from('Мост');

  test.each([
    { head: '<meta charset="windows-1251">', bytes: cyrillic('Мост', windows1251), title: 'Мост' },
    {
      head: '<META http-equiv=Content-Type content="text/html; charset=windows-1251">',
      bytes: cyrillic('Мост', windows1251),
      title: 'Мост',
    },
    { head: '<meta charset=koi8-r>', bytes: cyrillic('Мост', koi8r), title: 'Мост' },
    { head: '<meta charset="Shift_JIS">', bytes: Buffer.from([0x8b, 0xb4, 0x82, 0xcc]), title: '橋の' },
    { head: '<meta charset="gbk">', bytes: Buffer.from([0xc7, 0xc5, 0xc1, 0xba]), title: '桥梁' },
    { head: '<meta charset="windows-1251">', bytes: utf8, title: 'Мост' },
    { head: '<meta charset="nonsense">', bytes: utf8, title: 'Мост' },
    { head: '<meta charset="utf-16le">', bytes: utf8, title: 'Мост' },
  ])('$head', ({ head, bytes, title }) => {
    const { reading } = readArticle(encoded(head, bytes), 'a.html', modified);
    expect(reading).toMatchObject({ kind: 'entry', entry: { title } });
  });

  test('in an XML declaration', () => {
    const bytes = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="windows-1251"?><html><head><title>'),
      cyrillic('Мост', windows1251),
      Buffer.from('</title></head><body></body></html>'),
    ]);
    expect(readArticle(bytes, 'a.xhtml', modified).reading).toMatchObject({ kind: 'entry', entry: { title: 'Мост' } });
  });

  test('counts although a byte is wrong, and that is told', () => {
    const html = Buffer.from(page('<title>Brücke geschlossen</title>'));
    html[html.indexOf('734')] = 0xff;
    const { reading } = readArticle(html, 'a.html', modified);
    expect(reading).toMatchObject({
      kind: 'entry',
      entry: { title: 'Brücke geschlossen' },
      remarks: [{ kind: 'repaired', why: expect.stringMatching(/^bytes that are not UTF-8: 1,/) }],
    });
  });

  test('does not count when the bytes are something else', () => {
    const text =
      'Мост через реку будет закрыт до весны, сказал мэр города в понедельник на встрече с жителями. '.repeat(3);
    const { reading } = readArticle(encoded('<meta charset="utf-8">', cyrillic(text, windows1251)), 'a.html', modified);
    expect(reading).toMatchObject({ kind: 'entry', entry: { title: text.trim() } });
  });
});
