// What the page of an article says to those who gather news, read by parsers that are not ours.
// @ts-expect-error: it comes without types.
import WebAutoExtractor from '@marbec/web-auto-extractor';
import fc from 'fast-check';
import { HtmlValidate } from 'html-validate';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { type Entry, SITE_MARK } from '../../src/entry.ts';
import { articlePage } from '../../src/render/article-page.ts';
import { errorPage } from '../../src/render/error-page.ts';
import { groupPage } from '../../src/render/group-page.ts';
import { homePage } from '../../src/render/home-page.ts';
import { oneLine } from '../../src/text.ts';
import { anEntry, anEntryWithout } from './support.ts';

const site = {
  title: 'Example Dispatch',
  description: 'All of it.',
  language: 'en-GB',
  baseUrl: 'https://news.example.org',
  timezone: 'UTC',
};
const hostile = '</script><script>window.ran = true</script><!-- <script> & "that"';

const plain = anEntry();
const rich = anEntry({
  authors: [
    { name: 'Anna Writer', url: 'https://anna.example.org/', email: 'anna@example.org' },
    { name: 'Example Dispatch' },
  ],
  tags: [
    { slug: 'harbour', label: 'Harbour & quay' },
    { slug: 'ships', label: 'Ships' },
  ],
  picture: {
    url: `${SITE_MARK}/media/0/boats.jpg`,
    type: 'image/jpeg',
    width: 1200,
    height: 675,
    caption: 'Boats & nets',
    credit: 'R. L.',
  },
  enclosures: [
    {
      url: `${SITE_MARK}/media/0/aloud.mp3`,
      type: 'audio/mpeg',
      length: 2_873_405,
      durationSeconds: 179.4,
      title: 'Read aloud',
    },
    { url: 'https://elsewhere.example.org/clip.mp4?a=1&b=2', type: 'video/mp4', width: 640, height: 360 },
    { url: 'https://elsewhere.example.org/paper' },
  ],
});
const foreign = anEntry({
  title: `קראו ${hostile}`,
  summary: `סיכום\u2028${hostile}`,
  language: 'he-IL',
  link: 'https://elsewhere.example.org/a?x=1&y=2',
  authors: [{ name: hostile }],
  tags: [{ slug: 'x', label: hostile }],
  picture: { url: 'https://elsewhere.example.org/a.jpg?x=1&y=2', width: 200, caption: hostile },
});

/** All that a page says as JSON-LD. */
function saidIn(page: string): unknown {
  const { jsonld, errors = [] } = new WebAutoExtractor().parse(page);
  expect(errors).toEqual([]);
  return jsonld;
}

/** Whatever is in `meta`, in order. */
function propertiesOf(page: string): [name: string, content: string][] {
  return [...parseHTML(page).document.querySelectorAll('meta[property], meta[name^="twitter:"]')].map((meta) => [
    meta.getAttribute('property') ?? meta.getAttribute('name') ?? '',
    meta.getAttribute('content') ?? '',
  ]);
}

const common = { '@context': 'https://schema.org', '@type': 'NewsArticle' };
const publisher = { '@type': 'Organization', name: 'Example Dispatch', url: 'https://news.example.org/' };

describe('NEWS-03: JSON-LD', () => {
  test('of a plain article says what is known and nothing else', () => {
    const url = 'https://news.example.org/articles/an-article/';
    expect(saidIn(articlePage(site, plain))).toEqual({
      NewsArticle: [
        {
          ...common,
          identifier: 'urn:uuid:00000000-0000-8000-8000-000000000001',
          url,
          mainEntityOfPage: { '@type': 'WebPage', '@id': url },
          headline: 'An article',
          description: 'What it is about.',
          inLanguage: 'en-GB',
          datePublished: '2025-06-25T15:30:00Z',
          dateModified: '2025-06-25T17:05:00Z',
          author: [{ '@type': 'Person', name: 'Anna Writer', url: 'https://news.example.org/authors/author-1/' }],
          publisher,
          keywords: ['Harbour'],
        },
      ],
    });
  });

  test('of an article without authors, tags, summary and picture has none', () => {
    const bare: Entry = { ...anEntryWithout(['summary']), authors: [], tags: [] };
    const text = JSON.stringify(saidIn(articlePage(site, bare)));
    expect(text).not.toMatch(/"(?:author|keywords|description|image|associatedMedia|isAccessibleForFree|logo)"/);
  });

  test('tells of pictures, of several authors, and of what can be heard and seen', () => {
    expect(saidIn(articlePage(site, rich))).toMatchObject({
      NewsArticle: [
        {
          author: [
            {
              '@type': 'Person',
              name: 'Anna Writer',
              url: 'https://news.example.org/authors/author-1/',
              sameAs: 'https://anna.example.org/',
            },
            // It is the publication itself.
            { '@type': 'Organization', name: 'Example Dispatch', url: 'https://news.example.org/authors/author-2/' },
          ],
          image: {
            '@type': 'ImageObject',
            url: 'https://news.example.org/media/0/boats.jpg',
            encodingFormat: 'image/jpeg',
            width: 1200,
            height: 675,
            caption: 'Boats & nets',
            creditText: 'R. L.',
          },
          keywords: ['Harbour & quay', 'Ships'],
          associatedMedia: [
            {
              '@type': 'AudioObject',
              name: 'Read aloud',
              contentUrl: 'https://news.example.org/media/0/aloud.mp3',
              encodingFormat: 'audio/mpeg',
              contentSize: '2873405 B',
              duration: 'PT179S',
            },
            {
              '@type': 'VideoObject',
              contentUrl: 'https://elsewhere.example.org/clip.mp4?a=1&b=2',
              encodingFormat: 'video/mp4',
              width: 640,
              height: 360,
            },
            { '@type': 'MediaObject', contentUrl: 'https://elsewhere.example.org/paper' },
          ],
        },
      ],
    });
    expect(articlePage(site, rich)).not.toContain('anna@example.org');
  });

  test('of an article in another language, at home elsewhere, says so; and no title ends it', () => {
    const page = articlePage(site, foreign);
    const url = 'https://elsewhere.example.org/a?x=1&y=2';
    expect(saidIn(page)).toMatchObject({
      NewsArticle: [
        {
          url,
          mainEntityOfPage: { '@id': url },
          headline: foreign.title,
          description: foreign.summary,
          inLanguage: 'he-IL',
          author: [{ name: hostile }],
          publisher,
          image: { url: 'https://elsewhere.example.org/a.jpg?x=1&y=2', width: 200, caption: hostile },
          keywords: [hostile],
        },
      ],
    });
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<\/script/g)).toHaveLength(1);
  });

  test.each([
    { title: 'x'.repeat(110), headline: 'x'.repeat(110) },
    { title: 'x'.repeat(111), headline: `${'x'.repeat(109)}…` },
    { title: 'word '.repeat(30).trim(), headline: `${'word '.repeat(21).trim()}…` },
    // No half of a character, however it is made up.
    { title: '👩‍👩‍👧‍👦'.repeat(20), headline: `${'👩‍👩‍👧‍👦'.repeat(9)}…` },
    { title: '港'.repeat(200), headline: `${'港'.repeat(109)}…` },
  ])('has a headline of 110 characters at most: $headline', ({ title, headline }) => {
    expect(headline.length).toBeLessThanOrEqual(110);
    const name = headline === title ? {} : { name: title };
    expect(saidIn(articlePage(site, anEntry({ title })))).toMatchObject({ NewsArticle: [{ headline, ...name }] });
  });

  test('any text survives the trip through the page, and ends nothing', () => {
    const piece = fc.oneof(
      fc.constantFrom('</script>', '<script>', '<!--', '-->', ']]>', '&lt;', '&', '"', '\\', '\\u003c', '\u2028', "'"),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const summary = oneLine(pieces.join(''));
        fc.pre(summary !== '');
        const { document } = parseHTML(articlePage(site, anEntry({ summary })));
        const [data, ...others] = document.querySelectorAll('script');
        expect(others).toEqual([]);
        expect(JSON.parse(data?.textContent ?? '')).toMatchObject({ description: summary });
        expect(data?.textContent).not.toMatch(/[<>&\u2028\u2029]/);
      }),
    );
  });
});

describe('OpenGraph', () => {
  test('of a plain article', () => {
    expect(propertiesOf(articlePage(site, plain))).toEqual([
      ['og:type', 'article'],
      ['og:title', 'An article'],
      ['og:description', 'What it is about.'],
      ['og:url', 'https://news.example.org/articles/an-article/'],
      ['og:site_name', 'Example Dispatch'],
      ['og:locale', 'en_GB'],
      ['article:published_time', '2025-06-25T15:30:00Z'],
      ['article:modified_time', '2025-06-25T17:05:00Z'],
      ['article:author', 'https://news.example.org/authors/author-1/'],
      ['article:tag', 'Harbour'],
      ['twitter:card', 'summary'],
    ]);
  });

  test('of an article with a picture and media: what is said of each follows its address', () => {
    expect(propertiesOf(articlePage(site, rich)).slice(8)).toEqual([
      ['article:author', 'https://news.example.org/authors/author-1/'],
      ['article:author', 'https://news.example.org/authors/author-2/'],
      ['article:tag', 'Harbour & quay'],
      ['article:tag', 'Ships'],
      ['og:image', 'https://news.example.org/media/0/boats.jpg'],
      ['og:image:type', 'image/jpeg'],
      ['og:image:width', '1200'],
      ['og:image:height', '675'],
      ['og:image:alt', 'Boats & nets'],
      ['og:audio', 'https://news.example.org/media/0/aloud.mp3'],
      ['og:audio:type', 'audio/mpeg'],
      ['og:video', 'https://elsewhere.example.org/clip.mp4?a=1&b=2'],
      ['og:video:type', 'video/mp4'],
      ['og:video:width', '640'],
      ['og:video:height', '360'],
      ['twitter:card', 'summary_large_image'],
    ]);
  });

  test('of an article in another language, at home elsewhere, with a small picture', () => {
    expect(Object.fromEntries(propertiesOf(articlePage(site, foreign)))).toMatchObject({
      'og:title': foreign.title,
      'og:url': 'https://elsewhere.example.org/a?x=1&y=2',
      'og:locale': 'he_IL',
      'og:image': 'https://elsewhere.example.org/a.jpg?x=1&y=2',
      'twitter:card': 'summary',
    });
  });

  test.each([
    { language: 'sr-Latn-RS', locale: 'sr_RS' },
    { language: 'de', locale: undefined },
    { language: 'es-419', locale: undefined },
  ])('in $language, the locale is $locale', ({ language, locale }) => {
    expect(Object.fromEntries(propertiesOf(articlePage(site, anEntry({ language }))))['og:locale']).toBe(locale);
  });

  test('of other pages is that of a site; what is nowhere has none', () => {
    expect(propertiesOf(homePage(site, { tags: [], newest: [plain], articles: 1 }))).toEqual([
      ['og:type', 'website'],
      ['og:title', 'Example Dispatch'],
      ['og:description', 'All of it.'],
      ['og:url', 'https://news.example.org/'],
      ['og:site_name', 'Example Dispatch'],
      ['og:locale', 'en_GB'],
    ]);
    const harbour = { feed: { kind: 'tag', slug: 'harbour' } as const, name: 'Harbour', lead: 'Ships.' };
    const tag = groupPage(site, harbour, [plain]);
    expect(Object.fromEntries(propertiesOf(tag))).toMatchObject({
      'og:type': 'website',
      'og:title': 'Harbour – Example Dispatch',
      'og:description': 'Ships.',
      'og:url': 'https://news.example.org/tags/harbour/',
    });
    expect(tag).not.toContain('application/ld+json');
    const error = errorPage(site, { status: 404, title: 'Not found', text: 'There is nothing here.' });
    expect(propertiesOf(error)).toEqual([]);
  });
});

const entries = { plain, rich, foreign };

test.each(Object.entries(entries))('GEN-01: the page of a %s article is the same bytes twice', (_, entry) => {
  expect(articlePage(site, entry)).toBe(articlePage(site, structuredClone(entry)));
});

test.each(Object.entries(entries))('VAL-03: the page of a %s article is valid HTML', async (_, entry) => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'doctype-style': 'off' },
  });
  const { results } = await validator.validateString(articlePage(site, entry));
  expect(results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line} ${message}`))).toEqual([]);
});
