// Pages for people: valid HTML, the way to the feeds, and nothing an author writes becomes markup.
import fc from 'fast-check';
import { HtmlValidate } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { SITE_MARK } from '../../src/entry.ts';
import { articlePage, errorPage, homePage, tagListPage, tagPage } from '../../src/render/pages.ts';
import { oneLine } from '../../src/text.ts';
import { anEntry } from '../support/entries.ts';

const site = {
  title: 'Example & Co',
  description: 'All of it.',
  language: 'en-GB',
  baseUrl: 'https://news.example.org',
  timezone: 'UTC',
};
const tags = [{ slug: 'harbour', label: 'Harbour & <quay>', count: 2 }];

const entry = anEntry({
  title: 'A "title" & <more>',
  picture: { url: `${SITE_MARK}/img/a.jpg`, caption: 'Boats & nets', credit: 'R. L.' },
  content: `<p>See <a href="${SITE_MARK}/about/">us</a>.</p>`,
  language: 'he',
  link: 'https://elsewhere.example.org/a?x=1&y=2',
});
const pages = {
  home: homePage(site, { tags, newest: [entry], articles: 1 }),
  'empty home': homePage(site, { tags: [], newest: [], articles: 0 }),
  'tag list': tagListPage(site, tags),
  tag: tagPage(site, { slug: 'harbour', title: 'Harbour', description: 'Ships.', count: 2 }, [entry]),
  article: articlePage(site, entry),
  error: errorPage(site, { status: 404, title: 'Not found', text: 'There is nothing here.' }),
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

test.each(Object.entries(pages))('%s has no script and no inline style', (_, page) => {
  expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=/i);
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
  test.each(Object.entries(pages))('%s names the feeds of all articles', (_, page) => {
    expect(
      discovered(page)
        .slice(-3)
        .map(({ href }) => href),
    ).toEqual(['rss.xml', 'atom.xml', 'feed.json'].map((file) => `https://news.example.org/${file}`));
  });
});

test('an article shows where it is at home, and its own links are absolute', () => {
  expect(pages.article).toContain('<link rel="canonical" href="https://elsewhere.example.org/a?x=1&amp;y=2">');
  expect(pages.article).toContain('href="https://news.example.org/about/"');
  expect(pages.article).toContain('src="https://news.example.org/img/a.jpg"');
  expect(pages.article).toContain('<article lang="he" dir="rtl">');
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
    tag: tagPage(site, { slug: 'harbour', title: 'Harbour', description: 'Ships.', count: 2 }, [entry]),
    article: articlePage(site, entry),
    error: errorPage(site, { status: 404, title: 'Not found', text: 'There is nothing here.' }),
  };
  expect(again).toEqual(pages);
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
      });
      const count = (page: string) => page.match(/<[a-z!/]/gi)?.length;
      const harmless = anEntry({
        title: 'x',
        summary: 'y',
        authors: [{ name: 'x' }],
        tags: [{ slug: 'x', label: 'x' }],
        picture: { url: 'https://x.example/', caption: 'x' },
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
