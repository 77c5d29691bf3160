// Pages for people: valid HTML, the way to the feeds, and nothing an author writes becomes markup.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { HtmlValidate } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { SITE_MARK } from '../../src/entry.ts';
import { articlePage } from '../../src/render/article-page.ts';
import { errorPage } from '../../src/render/error-page.ts';
import { authorListPage, groupPage, tagListPage } from '../../src/render/group-page.ts';
import { homePage } from '../../src/render/home-page.ts';
import { weightOf } from '../../src/render/lists.ts';
import { searchPage } from '../../src/render/search-page.ts';
import { oneLine } from '../../src/text.ts';
import { anEntry, anEntryWithout } from './support.ts';

const site = {
  title: 'Example & Co',
  description: 'All of it.',
  language: 'en-GB',
  baseUrl: 'https://news.example.org',
  timezone: 'UTC',
};
const LONG =
  '<h1 lang="uk">One</h1>\n<h2>Two</h2>\n<h6>Six</h6>\n<pre><code>&lt;h1&gt; &lt;table&gt;</code></pre>\n' +
  '<table><tbody><tr><td><table><tbody><tr><td>x</td></tr></tbody></table></td></tr></tbody></table>';
const asset = (name: string) => readFileSync(new URL(`../../src/serve/assets/${name}`, import.meta.url), 'utf8');
const style = asset('style.css');
const harbour = { kind: 'tag', slug: 'harbour' } as const;
const tags = [{ slug: 'harbour', label: 'Harbour & <quay>', count: 2 }];

const manyTags = (size: number) =>
  Array.from({ length: size }, (_, index) => ({ slug: `t${index}`, label: String(index), count: 1 + (index % 3) }));

const entry = anEntry({
  title: 'A "title" & <more>',
  picture: { url: `${SITE_MARK}/img/a.jpg`, caption: 'Boats & nets', credit: 'R. L.' },
  content: `<p>See <a href="${SITE_MARK}/about/">us</a>.</p>`,
  language: 'he',
  link: 'https://elsewhere.example.org/a?x=1&y=2',
});
const arabic = { ...site, title: 'صحيفة', language: 'ar' };
const untold = anEntryWithout(['language'], { title: 'تعميق الميناء', summary: 'قرر المجلس ذلك.' });
const hostile = "\"><script>alert(1)</script> & 'x'";
const search = { feed: { kind: 'search', query: { text: hostile, terms: [] } } as const, newest: [entry] };
const lost = { status: 404, title: 'Not found', text: 'There is nothing here.' };
const pages = {
  home: homePage(site, { tags, newest: [entry], articles: 1 }),
  'empty home': homePage(site, { tags: [], newest: [], articles: 0 }),
  'home with a podcast': homePage(site, {
    tags,
    newest: [entry],
    articles: 1,
    podcast: { feed: { kind: 'podcast', slug: '' }, title: 'Aloud & <more>' },
  }),
  'tag list': tagListPage(site, tags),
  tag: groupPage(site, { feed: harbour, name: 'Harbour', lead: 'Ships.', count: 2 }, [entry]),
  'author list': authorListPage(site, [{ slug: 'anna', label: 'Anna & <Co>', count: 2 }]),
  author: groupPage(site, { feed: { kind: 'author', slug: 'anna' }, name: 'Anna & <Co>', count: 2 }, [entry]),
  'author without articles': groupPage(site, { feed: { kind: 'author', slug: 'x' }, name: 'X', count: 0 }, []),
  'tags together': groupPage(
    site,
    { feed: { kind: 'tags', selection: [{ all: ['a', 'b'], none: ['c'] }] }, name: 'A + <B> − C' },
    [entry],
  ),
  article: articlePage(site, entry),
  'article with everything that HTML has': articlePage(site, anEntry({ content: LONG })),
  'article with media': articlePage(
    site,
    anEntry({
      picture: { url: `${SITE_MARK}/media/0/a.jpg`, width: 3, height: 2 },
      enclosures: [
        { url: `${SITE_MARK}/media/0/a.mp3`, type: 'audio/mpeg', title: '"Aloud" & <more>', durationSeconds: 1 },
        { url: `${SITE_MARK}/media/0/a.mp4`, type: 'video/mp4', width: 3, height: 2 },
        { url: 'https://elsewhere.example.org/a?b=1&c=2' },
      ],
    }),
  ),
  episode: articlePage(
    site,
    anEntry({
      enclosures: [{ url: `${SITE_MARK}/media/0/a.mp3`, type: 'audio/mpeg' }],
      episode: {
        transcripts: [
          { url: `${SITE_MARK}/media/0/a.vtt`, type: 'text/vtt' },
          { url: 'https://elsewhere.example.org/a?b=1&c=2', type: 'text/html', language: 'de' },
        ],
        chapters: [
          { start: 0, title: '"Rain" & <more>' },
          { start: 1, title: 'Snow', url: 'https://elsewhere.example.org/' },
        ],
      },
    }),
  ),
  error: errorPage(site, lost),
  'error with a guess': errorPage(site, { ...lost, guess: { words: hostile, tags } }),
  'search without a question': searchPage(site, undefined),
  search: searchPage(site, search),
  'search that finds nothing': searchPage(site, { ...search, newest: [] }),
  'Arabic search': searchPage(arabic, { ...search, newest: [entry, untold] }),
  'Arabic home': homePage(arabic, { tags, newest: [entry, untold], articles: 2 }),
  'Arabic tag': groupPage(arabic, { feed: harbour, name: 'ميناء', count: 0 }, []),
  'Arabic article': articlePage(arabic, untold),
  'Arabic error': errorPage(arabic, lost),
};

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // Headlines are the authors', and they may be long.
    'long-title': 'off',
    // Our own line ends in templates are no matter of validity.
    'no-trailing-whitespace': 'off',
    // `<!DOCTYPE html>` is as valid as its lower-case form.
    'doctype-style': 'off',
  },
});

test.each(Object.entries(pages))('%s is valid HTML', async (_, page) => {
  const report = await validator.validateString(page);
  expect(
    report.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line }) => `${line} ${ruleId} ${message}`),
    ),
  ).toEqual([]);
});

test.each(Object.entries(pages))('%s has nothing inline that runs, and no inline style', (_, page) => {
  expect(page).not.toMatch(
    /<script(?! type="application\/ld\+json">| type="module" src="\/page.js"><\/script>)|<style|\sstyle=|\son\w+=/i,
  );
});

describe('HTTP-67, JSON-18: discovery', () => {
  const discovered = (page: string) =>
    Array.from(
      page.matchAll(/<link rel="alternate" type="([^"]+)" title="([^"]+)" href="([^"]+)">/g),
      ([, type, title, href]) => ({ type, title, href }),
    );
  test('a tag page names its own feeds first, each under a title of its own', () => {
    const found = discovered(pages.tag);
    expect(found.map(({ href }) => href)).toEqual([
      ...['rss.xml', 'atom.xml', 'feed.json'].map((file) => `https://news.example.org/tags/harbour/${file}`),
      ...['rss.xml', 'atom.xml', 'feed.json'].map((file) => `https://news.example.org/${file}`),
    ]);
    expect(new Set(found.map(({ title }) => title)).size).toBe(6);
    const types = ['application/rss+xml', 'application/atom+xml', 'application/feed+json'];
    expect(found.map(({ type }) => type)).toEqual([...types, ...types]);
  });
  test('a podcast comes behind the feeds of its page, under its own title, and is shown as well', () => {
    const podcast = { feed: { kind: 'podcast', slug: 'harbour' } as const, title: 'Ships & "boats"' };
    const page = groupPage(site, { feed: harbour, name: 'Harbour', podcast }, [entry]);
    const href = 'https://news.example.org/tags/harbour/podcast.xml';
    const [last, ...others] = discovered(page).reverse();
    expect(last).toEqual({ type: 'application/rss+xml', title: 'Ships &amp; &quot;boats&quot; (podcast)', href });
    expect(others).toEqual(discovered(pages.tag).reverse());
    expect(page).toContain(`<li><a href="${href}">Podcast</a>`);
  });
  test.each(Object.entries(pages))('%s names the feeds of all articles', (_, page) => {
    expect(
      discovered(page)
        .filter(({ href = '' }) => !href.endsWith('/podcast.xml'))
        .slice(-3)
        .map(({ href }) => href),
    ).toEqual(['rss.xml', 'atom.xml', 'feed.json'].map((file) => `https://news.example.org/${file}`));
  });
});

test('an article shows where it is at home, and its own links are absolute', () => {
  expect(pages.article).toContain('<link rel="canonical" href="https://elsewhere.example.org/a?x=1&amp;y=2">');
  expect(pages.article).toContain('href="https://news.example.org/about/"');
  expect(pages.article).toContain('src="https://news.example.org/img/a.jpg"');
  expect(pages.article).toContain('<div class="text" lang="he" dir="rtl">');
});

test('the mark of the site becomes its address, whatever characters that has', () => {
  const page = articlePage({ ...site, baseUrl: 'https://news.example.org/$&' }, entry);
  expect(page).not.toContain(SITE_MARK);
  expect(page).toContain('href="https://news.example.org/$&amp;/about/"');
  expect(page).toContain('src="https://news.example.org/$&amp;/img/a.jpg"');
});

test('the same page is the same bytes twice', () => {
  const again = {
    home: homePage(site, { tags, newest: [entry], articles: 1 }),
    'empty home': homePage(site, { tags: [], newest: [], articles: 0 }),
    'tag list': tagListPage(site, tags),
    tag: groupPage(site, { feed: harbour, name: 'Harbour', lead: 'Ships.', count: 2 }, [entry]),
    article: articlePage(site, entry),
    error: errorPage(site, lost),
  };
  expect(pages).toMatchObject(again);
});

test.each([
  { language: 'de', timezone: 'UTC', words: '25. Juni 2025' },
  // Already the next day over there.
  { language: 'en-GB', timezone: 'Asia/Tokyo', words: '26 June 2025' },
  // A well-formed tag of a language nobody has heard of.
  { language: 'xx-YY', timezone: 'UTC', words: 'June 25, 2025' },
])('a date is in the words of $language and the time of $timezone', ({ language, timezone, words }) => {
  expect(articlePage({ ...site, language, timezone }, entry)).toContain(
    `<time datetime="2025-06-25T15:30:00Z">${words}</time>`,
  );
});

test('a publication that is written from right to left has pages that run so', () => {
  expect(homePage({ ...site, language: 'ar' }, { tags, newest: [], articles: 0 })).toContain(
    '<html lang="ar" dir="rtl">',
  );
});

describe('languages', () => {
  const itemOf = (page: string) => /<ol class="articles">\n<li>\n.*\n<article([^>]*)>/.exec(page)?.[1];

  test('an article runs as its own language does, in lists too, and its date stands outside of it', () => {
    expect(itemOf(pages.home)).toBe(' lang="he" dir="rtl"');
    expect(pages.article).toContain('<div class="article-body">');
    for (const page of [pages.home, pages.article])
      expect(page.indexOf('<time ')).toBeLessThan(page.indexOf(' lang="he"'));
  });

  test('an article without a language runs as its letters do', () => {
    expect(itemOf(homePage(site, { tags, newest: [untold], articles: 1 }))).toBe(' dir="auto"');
    const page = articlePage(site, untold);
    expect(page).toContain('<div class="text" dir="auto">');
    expect(page).toContain('<div class="article-body" dir="auto">');
  });

  test.each(['en', 'en-GB', 'EN-us'])('where the site is in %s, our own words need no mark', (language) => {
    const page = homePage({ ...site, language }, { tags, newest: [], articles: 0 });
    expect(page.slice(page.indexOf('<body>'))).not.toContain('lang="en"');
  });

  test.each(['cy', 'enm', 'ckb'])('where the site is in %s, every word of our own is marked as English', (language) => {
    const elsewhere = { ...site, title: 'Т', description: 'Т', language };
    const strange = anEntryWithout(['language', 'summary'], { title: 'Т', tags: [{ slug: 'x', label: 'Т' }] });
    for (const page of [
      homePage(elsewhere, { tags: [], newest: [], articles: 0 }),
      homePage(elsewhere, { tags: manyTags(101), newest: [strange], articles: 1 }),
      tagListPage(elsewhere, []),
      groupPage(elsewhere, { feed: harbour, name: 'Т', count: 0 }, []),
      articlePage(elsewhere, { ...strange, link: 'https://elsewhere.example.org/', content: '', authors: [] }),
      errorPage(elsewhere, { ...lost, guess: { words: '', tags: [{ slug: 'x', label: 'Т', count: 1 }] } }),
    ]) {
      // Marks do not nest but for the list of addresses, whose words are ours.
      const body = page.slice(page.indexOf('<body>')).replace(/<time.*?<\/time>/g, '');
      const foreign = body.replace(/<(span|section|nav|form|a)\b[^>]* lang="en" dir="ltr">.*?<\/\1>/gs, '');
      expect(foreign.replace(/<[^>]*>/g, '')).not.toMatch(/[a-z]/i);
      expect(foreign).not.toMatch(/aria-label="/);
    }
  });

  test('words of ours in an article of another language are in that of the site there too', () => {
    expect(pages.article).toContain('<span lang="en" dir="ltr">Tags:</span>');
    const german = { ...site, language: 'de-AT' };
    expect(articlePage(german, entry)).toContain('<span lang="de" dir="ltr">Schlagwörter:</span>');
    expect(articlePage(german, { ...entry, language: 'de' })).toContain('>Schlagwörter: <a');
    // Where English is all that we have, an English article needs no mark.
    expect(articlePage({ ...site, language: 'cy' }, { ...entry, language: 'en' })).toContain('>Tags: <a');
  });
});

describe('lists', () => {
  const shown = (title: string, summary: string) =>
    homePage(site, { tags, newest: [anEntry({ title, summary })], articles: 1 }).includes(
      `<p dir="auto">${summary}</p>`,
    );
  test.each([
    { title: 'It rained', summary: 'It rained' },
    { title: 'It rained', summary: 'It rained.' },
    { title: 'IT RAINED ALL OVER TOWN', summary: 'It rained all over town, and it snowed.' },
    { title: 'It rained all over the…', summary: 'It rained all over the town.' },
  ])('the summary "$summary" says "$title" again and is left out', ({ title, summary }) => {
    expect(shown(title, summary)).toBe(false);
  });
  test.each([
    { title: 'It rained', summary: 'Wet streets all over town.' },
    { title: 'It rain', summary: 'It rained.' },
    { title: 'It rained all over tow', summary: 'It rained all over town.' },
    { title: 'Ukraine', summary: 'Ukraine has a new bridge.' },
    { title: 'It rained in the night.', summary: 'It rained.' },
  ])('the summary "$summary" says more than "$title"', ({ title, summary }) => {
    expect(shown(title, summary)).toBe(true);
  });

  test('tags are told apart by more than space', () => {
    const several = anEntry({ tags: ['a b', 'c', 'd'].map((label) => ({ slug: label.replace(' ', '-'), label })) });
    for (const page of [articlePage(site, several), homePage(site, { tags: [], newest: [several], articles: 1 })])
      expect(page.replace(/<[^>]*>/g, '')).toContain('a b · c · d\n');
  });

  const listed = (page: string) =>
    Array.from(page.matchAll(/<li[^>]*><a href="[^"]*\/tags\/([^"]*)\/"/g), ([, slug]) => slug);

  test('a home page lists the largest tags in their order, with the way to all', () => {
    const page = (size: number) => homePage(site, { tags: manyTags(size), newest: [], articles: 9 });
    expect(listed(page(60))).toHaveLength(60);
    expect(page(60)).not.toContain('largest');
    const largest = manyTags(4000).filter(({ count }) => count === 3);
    expect(listed(page(4000))).toEqual(largest.slice(0, 60).map(({ slug }) => slug));
    expect(page(4000)).toContain(
      'These are the 60 largest of <a href="https://news.example.org/tags/">all 4,000 tags</a>.',
    );
    expect(listed(tagListPage(site, manyTags(4000)))).toHaveLength(4000);
  });

  test.each([
    { count: 1, least: 1, most: 1, weight: 1 },
    { count: 1, least: 1, most: 100_000, weight: 1 },
    { count: 2, least: 1, most: 2, weight: 3 },
    { count: 10, least: 1, most: 10_000, weight: 2 },
    { count: 100, least: 1, most: 10_000, weight: 3 },
    { count: 1000, least: 1, most: 10_000, weight: 4 },
    { count: 10_000, least: 1, most: 10_000, weight: 5 },
    // Where only the largest are listed, the least of them is not to shout.
    { count: 9, least: 9, most: 155, weight: 1 },
    { count: 37, least: 9, most: 155, weight: 3 },
    { count: 155, least: 9, most: 155, weight: 5 },
    // Where all are alike, nor is the first of them.
    { count: 111, least: 111, most: 131, weight: 1 },
    { count: 131, least: 111, most: 131, weight: 1 },
    // An empty list has no least.
    { count: 0, least: 0, most: 0, weight: 1 },
  ])('of $least to $most articles, $count weigh $weight', ({ count, least, most, weight }) => {
    expect(weightOf(count, { least, most })).toBe(weight);
  });

  test('tags are in sizes by their weight, and their numbers are said in words as well', () => {
    const page = tagListPage(site, [
      { slug: 'a', label: 'A', count: 1 },
      { slug: 'b', label: 'B', count: 40 },
    ]);
    expect(page).toMatch(/<li><a href="[^"]*\/a\/".*>1<span class="unseen"> article<\/span>/);
    expect(page).toMatch(/<li class="weight-5"><a href="[^"]*\/b\/".*>40<span class="unseen"> articles<\/span>/);
    for (const weight of [2, 3, 4, 5]) expect(style).toContain(`.weight-${weight} {`);
  });
});

test('the home page leads to where tags are combined, once there are two', () => {
  const combine = '<a href="https://news.example.org/combine/">Combine tags</a>';
  const pageOf = (count: number) => homePage(site, { tags: manyTags(count), newest: [], articles: 2 });
  expect(pageOf(2)).toContain(combine);
  expect(pageOf(1)).not.toContain(combine);
});

test('a home page of a thousand tags and long titles has 50 kB at most, with everything that it loads', () => {
  const long = (letter: string, length: number) => letter.repeat(length);
  const newest = Array.from({ length: 30 }, () =>
    anEntry({
      slug: long('s', 60),
      title: long('t', 110),
      summary: long('x', 250),
      tags: ['one', 'two', 'three'].map((slug) => ({ slug: slug + long('s', 12), label: long('T', 15) })),
    }),
  );
  const tags = manyTags(1000).map((tag) => ({ ...tag, slug: tag.slug + long('s', 12), label: long('T', 15) }));
  const page = homePage(site, { tags, newest, articles: 100_000 });
  const loaded = [page, style, asset('page.js'), asset('icon.svg')];
  expect(Buffer.byteLength(loaded.join(''))).toBeLessThan(50_000);
});

describe('an error', () => {
  const text = pages['error with a guess'];
  test('asks whether a tag was meant, and has what was asked for ready to be searched for, as text', () => {
    expect(text).toContain(
      'Did you mean: <a href="https://news.example.org/tags/harbour/" dir="auto">Harbour &amp; &lt;quay&gt;</a></p>',
    );
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#39;x&#39;"');
  });
  test('of nothing that could be meant only leads home', () => {
    expect(pages.error).not.toMatch(/Did you mean|<form/);
    expect(pages.error).toContain('<a href="https://news.example.org/">All articles</a>');
  });
});

describe('HTTP-73: the page of a tag', () => {
  test('says what its feeds are, gives their addresses to copy, and shows the newest articles', () => {
    expect(pages.tag).toContain('<h1 dir="auto">Harbour</h1>');
    const text = pages.tag.replace(/<[^>]*>/g, '');
    expect(text).toContain(
      'into a feed reader, and it tells you of every new article tagged “Harbour”. There are 2 so far.',
    );
    for (const file of ['rss.xml', 'atom.xml', 'feed.json'])
      expect(text).toContain(` https://news.example.org/tags/harbour/${file}\n`);
    expect(pages.tag).toContain('<h3><a href="https://news.example.org/articles/an-article/">');
  });

  test('of no article any more says so in words', () => {
    const text = groupPage(site, { feed: harbour, name: 'X', count: 0 }, []).replace(/<[^>]*>/g, '');
    expect(text).toContain('tells you of every new article tagged “X”. There is none at present.');
    expect(text).toContain('No article has this tag any more.');
  });
});

describe('the body of an article', () => {
  const page = pages['article with everything that HTML has'];
  test('has its headings below the title', () => {
    expect(page.match(/<h1\b/g)).toHaveLength(1);
    expect(page).toContain('<h2 lang="uk">One</h2>\n<h3>Two</h3>\n<h6>Six</h6>');
    expect(articlePage(site, anEntry({ content: '<h2>Two</h2>' }))).toContain('<h2>Two</h2>');
  });

  test('has tables and code that scroll, with a keyboard too', () => {
    expect(page).toContain('<pre tabindex="0"><code>&lt;h1&gt; &lt;table&gt;</code></pre>');
    expect(page.match(/<div class="wide" tabindex="0"><table>/g)).toHaveLength(2);
    expect(page.match(/<\/table><\/div>/g)).toHaveLength(2);
  });
});

test('nothing an author writes becomes markup', () => {
  const payload = fc.oneof(
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "'-alert(1)-'",
      '</title><script>',
      ']]>',
      '&lt;b&gt;',
      '</textarea><svg/onload=alert(1)>',
    ),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(payload.map(oneLine), (text) => {
      const hostile = anEntry({
        title: text,
        summary: text,
        authors: [{ name: text }],
        tags: [{ slug: 'x', label: text }],
        picture: { url: 'https://x.example/', caption: text },
        episode: { chapters: [{ start: 0, title: text }] },
      });
      const count = (page: string) => page.match(/<[a-z!/]/gi)?.length;
      const harmless = anEntry({
        title: 'x',
        summary: 'y',
        authors: [{ name: 'x' }],
        tags: [{ slug: 'x', label: 'x' }],
        picture: { url: 'https://x.example/', caption: 'x' },
        episode: { chapters: [{ start: 0, title: 'x' }] },
      });
      if (text === '') return;
      expect(count(articlePage(site, hostile))).toBe(count(articlePage(site, harmless)));
      const summary = hostile.summary === hostile.title ? { ...harmless, summary: 'x' } : harmless;
      expect(
        count(homePage(site, { tags: [{ slug: 'x', label: text, count: 1 }], newest: [hostile], articles: 1 })),
      ).toBe(count(homePage(site, { tags: [{ slug: 'x', label: 'x', count: 1 }], newest: [summary], articles: 1 })));
    }),
  );
});

test('a lead picture that the text shows itself is shown once', () => {
  const picture = { url: `${SITE_MARK}/a.jpg?x=1&y=2`, caption: 'Boats' };
  const shows = (content: string) => articlePage(site, anEntry({ picture, content })).match(/<img/g)?.length;
  expect(shows('<p>Boats.</p>')).toBe(1);
  expect(shows(`<p><img alt="" src="${SITE_MARK}/a.jpg?x=1&amp;y=2" /></p>`)).toBe(1);
  expect(shows('<p><img alt="" src="https://x.example/b.jpg" /></p>')).toBe(2);
});
