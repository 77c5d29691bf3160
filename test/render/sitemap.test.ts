// Sitemaps and robots.txt, as their schemas and the protocols want them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderNewsSitemap, renderRobots, renderSitemap, renderSitemapIndex } from '../../src/render/sitemap.ts';
import { cleanText } from '../../src/text.ts';
import { readSitemap } from '../support/crawler.ts';
import { anEntry, aPublication } from './support.ts';

const HOSTILE = 'R&D "x" <y> ]]> \u0000\uD800 &amp; <!-- --> \'z\'';
const site = aPublication();

describe('sitemaps', () => {
  test('NEWS-04: list pages with their addresses and the moments of their last real change', () => {
    const pages = [{ path: '/articles/a/', changed: new Date('2025-06-25T17:05:00.999Z') }, { path: '/tags/' }];
    expect(readSitemap(renderSitemap(pages, site), 'https://news.example.org/sitemap-1.xml')).toEqual({
      isIndex: false,
      listed: [
        { loc: 'https://news.example.org/articles/a/', lastmod: '2025-06-25T17:05:00Z' },
        { loc: 'https://news.example.org/tags/' },
      ],
    });
  });

  test('NEWS-04: an index lists sitemaps in the same way', () => {
    const parts = [{ path: '/sitemap-1.xml', changed: new Date('2025-06-25T17:05:00Z') }];
    expect(readSitemap(renderSitemapIndex(parts, site), 'https://news.example.org/sitemap.xml')).toEqual({
      isIndex: true,
      listed: [{ loc: 'https://news.example.org/sitemap-1.xml', lastmod: '2025-06-25T17:05:00Z' }],
    });
  });

  test('NEWS-04: addresses are escaped, whatever the public address is', () => {
    const baseUrl = new URL('https://news.example.org/a&b\'c"d<e>').href;
    const xml = renderSitemap([{ path: '/articles/a/' }], { baseUrl });
    expect(xml).toContain('/a&amp;b');
    expect(readSitemap(xml).listed).toEqual([{ loc: `${baseUrl}/articles/a/` }]);
  });

  test('NEWS-04: an address of 2048 characters or more is left out, and harms no other', () => {
    const pathOf = (length: number) => `/${'x'.repeat(length - site.baseUrl.length - 1)}`;
    const paths = [2047, 2048].map(pathOf);
    const { listed } = readSitemap(
      renderSitemap(
        paths.map((path) => ({ path })),
        site,
      ),
    );
    expect(listed.map(({ loc }) => loc.length)).toEqual([2047]);
    // Escaped it is longer.
    const baseUrl = `https://news.example.org/${'&'.repeat(500)}`;
    expect(renderSitemap([{ path: '/tags/' }], { baseUrl })).not.toContain('<loc>');
  });

  test('GEN-01: the same pages give the same bytes', () => {
    const pages = [{ path: '/tags/', changed: new Date('2025-06-25T17:05:00Z') }];
    expect(renderSitemap(pages, site)).toBe(renderSitemap(pages, site));
  });
});

describe('news', () => {
  test('NEWS-01: an article has its publication, its language, its title, and when it was first published', () => {
    const entry = anEntry({ title: 'Fish & <chips>', language: 'fr-CA' });
    expect(readSitemap(renderNewsSitemap([entry], site), 'https://news.example.org/news-sitemap.xml').listed).toEqual([
      {
        loc: 'https://news.example.org/articles/an-article/',
        news: {
          name: 'Example Dispatch',
          language: 'fr',
          published: '2025-06-25T15:30:00Z',
          title: 'Fish & <chips>',
        },
      },
    ]);
  });

  test('NEWS-01: the publication is called what Google News calls it, where that is said', () => {
    const xml = renderNewsSitemap([anEntry()], aPublication({ newsName: HOSTILE }));
    expect(readSitemap(xml).listed[0]?.news?.name).toBe(cleanText(HOSTILE));
  });

  test.each([
    { tag: 'en-GB', said: 'en' },
    { tag: 'nb', said: 'nb' },
    // Three letters where there are no two.
    { tag: 'haw-US', said: 'haw' },
    { tag: 'zh', said: 'zh-cn' },
    { tag: 'zh-CN', said: 'zh-cn' },
    { tag: 'zh-Hans-TW', said: 'zh-cn' },
    { tag: 'zh-TW', said: 'zh-tw' },
    { tag: 'zh-HK', said: 'zh-tw' },
    { tag: 'zh-Hant', said: 'zh-tw' },
    // A tag by its form alone.
    { tag: 'english', said: 'und' },
  ])('NEWS-01: $tag is $said', ({ tag, said }) => {
    const languageOf = (xml: string) => readSitemap(xml).listed[0]?.news?.language;
    expect(languageOf(renderNewsSitemap([anEntry({ language: tag })], site))).toBe(said);
    expect(languageOf(renderNewsSitemap([anEntry()], aPublication({ language: tag })))).toBe(said);
  });

  test('NEWS-02: without news it is an empty list', () => {
    expect(readSitemap(renderNewsSitemap([], site))).toEqual({ isIndex: false, listed: [] });
  });

  test('NEWS-01: any title survives the trip through XML', () => {
    const aTitle = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constant(HOSTILE));
    fc.assert(
      fc.property(aTitle, (title) => {
        // As all titles are, on one line and with something to be seen.
        const written = `x${title.replace(/\s/g, ' ')}x`;
        const { listed } = readSitemap(renderNewsSitemap([anEntry({ title: written })], site));
        expect(listed[0]?.news?.title).toBe(cleanText(written));
      }),
    );
  });
});

describe('robots.txt', () => {
  test('NEWS-05: everything may be read but what is for the operator and searches; sitemaps have absolute addresses', () => {
    expect(renderRobots(site)).toBe(
      [
        'User-agent: *',
        'Disallow: /status',
        'Disallow: /metrics',
        'Disallow: /search/',
        'Disallow: /combine/?',
        '',
        'Sitemap: https://news.example.org/sitemap.xml',
        'Sitemap: https://news.example.org/news-sitemap.xml',
        '',
      ].join('\n'),
    );
  });

  test('NEWS-05: below a path the lines are those that belong to the root of the host', () => {
    const lines = renderRobots(aPublication({ baseUrl: 'https://example.org/news' })).split('\n');
    expect(lines).toContain('Disallow: /news/search/');
    expect(lines).toContain('Sitemap: https://example.org/news/sitemap.xml');
  });

  test('NEWS-05: signs that mean something in a rule are escaped there', () => {
    const lines = renderRobots(aPublication({ baseUrl: 'https://example.org/a*b$' })).split('\n');
    expect(lines).toContain('Disallow: /a%2Ab%24/status');
  });
});
