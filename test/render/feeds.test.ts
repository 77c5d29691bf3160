// Feeds as others read them: golden files, two independent parsers, the schema, and text from hell.
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { type Entry, type EntryId, SITE_MARK } from '../../src/entry.ts';
import { FORMATS } from '../../src/feed.ts';
import { FeedRenderer } from '../../src/render/document.ts';
import { renderOpml } from '../../src/render/opml.ts';
import type { FeedView } from '../../src/render/publication.ts';
import { rfc3339 } from '../../src/render/xml.ts';
import { escapeMarkup, oneLine } from '../../src/text.ts';
import { anEntry, aPublication, aView } from '../support/entries.ts';
import { silent } from '../support/publication.ts';

const schema = createRequire(import.meta.url)('jsonfeed-schema/schema-v1.1.json');
const ajv = new Ajv({ strict: false });
addFormats.default(ajv);
const isJsonFeed = ajv.compile(schema);

function render(entries: readonly Entry[], view: Partial<FeedView> = {}) {
  const renderer = new FeedRenderer(aPublication(), 10_000_000, silent);
  const [rss, atom, json] = FORMATS.map((format) => renderer.render(aView(view), entries, format).toString());
  return { rss: rss ?? '', atom: atom ?? '', json: json ?? '' };
}

/** Fails for anything that is not well-formed, namespaces included. */
function expectWellFormed(xml: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
}

const many: Entry[] = [
  anEntry({
    title: 'Fish & <chips> "for" \'all\' ]]> &amp; more',
    authors: [{ name: 'Anna Writer' }, { name: 'B & Co', url: 'https://b.example.org/' }],
  }),
  anEntry({
    id: 'tag:old.example.org,2010:articles/4711?a=1&b=2' as EntryId,
    slug: 'two',
    title: 'Elsewhere',
    link: 'https://elsewhere.example.org/a?x=1&y=2',
    language: 'uk',
    picture: { url: `${SITE_MARK}/img/a.jpg`, caption: 'Boats & nets', credit: 'R. L.' },
    content: `<p>See <a href="${SITE_MARK}/about/">us</a> ]]> <code>a &lt; b</code></p>`,
    updated: new Date('2025-06-24T17:05:00Z'),
    tags: [
      { slug: 'harbour', label: 'Harbour' },
      { slug: 'r-and-d', label: 'R&D' },
    ],
  }),
  // A text without a teaser, and a teaser without a text.
  (({ summary: _, ...rest }) => rest)(
    anEntry({
      id: 'urn:x:3' as EntryId,
      slug: 'three',
      title: 'No teaser',
      authors: [],
      updated: new Date('2025-06-23T00:00:00Z'),
    }),
  ),
  anEntry({
    id: 'urn:x:4' as EntryId,
    slug: 'four',
    title: 'Only a teaser',
    content: '',
    tags: [],
    updated: new Date('2025-06-22T00:00:00Z'),
  }),
];

describe('golden documents', () => {
  const documents = render(many, {
    tombstones: [{ id: 'urn:x:5' as EntryId, withdrawn: new Date('2025-06-25T12:00:00Z') }],
  });
  test.each([
    ['rss.xml', documents.rss],
    ['atom.xml', documents.atom],
    ['feed.json', documents.json],
    [
      'feeds.opml',
      renderOpml([{ slug: 'r-and-d', label: 'R&D "x"' }], new Date('2025-06-25T17:05:00Z'), aPublication()),
    ],
  ])('%s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`../golden/${name}`);
    if (name.endsWith('.json')) expect(isJsonFeed(JSON.parse(text)), JSON.stringify(isJsonFeed.errors)).toBe(true);
    else expectWellFormed(text);
  });
});

describe('rules of the formats', () => {
  const { rss, atom, json } = render(many, {
    tombstones: [{ id: 'urn:x:5' as EntryId, withdrawn: new Date('2025-06-25T12:00:00Z') }],
  });
  const feed = JSON.parse(json);
  test('RSS-01 nothing stands before the XML declaration', () => {
    expect(rss.startsWith('<?xml version="1.0" encoding="utf-8"?>\n')).toBe(true);
    expect(atom.startsWith('<?xml version="1.0" encoding="utf-8"?>\n')).toBe(true);
  });
  test('RSS-11, RSS-12 a title is plain text with hexadecimal references, never CDATA', () => {
    expect(rss).toContain('<title>Fish &#x26; &#x3C;chips&#x3E; "for" \'all\' ]]&#x3E; &#x26;amp; more</title>');
    expect(rss).not.toContain('<title><![CDATA[');
  });
  test('RSS-05 a CDATA section is split where the text would end it', () => {
    expect(rss).toContain(']]]]><![CDATA[> <code>a &lt; b</code>');
  });
  test('RSS-13, RSS-42 no element is empty, and the description stands before the content', () => {
    expect(rss).not.toMatch(/<(title|link|description)(\/>|><\/)/);
    for (const item of rss.split('<item>').slice(1)) {
      const at = (name: string) => item.indexOf(`<${name}`);
      if (at('content:encoded') >= 0) expect(at('description')).toBeLessThan(at('content:encoded'));
    }
  });
  test('RSS-17, ATOM-06, JSON-03 every document names its own address', () => {
    expect(rss).toContain(
      '<atom:link href="https://news.example.org/tags/harbour/rss.xml" rel="self" type="application/rss+xml"/>',
    );
    expect(atom).toContain(
      '<link rel="self" type="application/atom+xml" href="https://news.example.org/tags/harbour/atom.xml"/>',
    );
    expect(feed.feed_url).toBe('https://news.example.org/tags/harbour/feed.json');
  });
  test('RSS-23, READ-07 ttl says in minutes what max-age says in seconds', () =>
    expect(rss).toContain('<ttl>15</ttl>'));
  test('RSS-35 a guid is no permalink and says so', () =>
    expect(rss.match(/<guid isPermaLink="false">/g)).toHaveLength(4));
  test('RSS-37 dates are those of RFC 822', () =>
    expect(rss).toContain('<pubDate>Wed, 25 Jun 2025 15:30:00 GMT</pubDate>'));
  test('RSS-40, READ-06 authors are dc:creator, each its own; there is no author and no dc:date', () => {
    expect(rss.match(/<dc:creator>/g)).toHaveLength(4);
    expect(rss).not.toMatch(/<author>|<dc:date>/);
  });
  test('RSS-41 the body alone is the description', () => {
    const item = rss.split('<item>').find((text) => text.includes('No teaser'));
    expect(item).toContain('<description><![CDATA[<p>What it says.</p>]]></description>');
    expect(item).not.toContain('content:encoded');
  });
  test('ATOM-02 metadata and tombstones precede all entries', () => {
    expect(atom.lastIndexOf('<at:deleted-entry')).toBeLessThan(atom.indexOf('<entry'));
    expect(atom.slice(atom.indexOf('<entry'))).not.toContain('<subtitle');
  });
  test('ATOM-39 a withdrawn entry is a tombstone with its id and time', () => {
    expect(atom).toContain('<at:deleted-entry ref="urn:x:5" when="2025-06-25T12:00:00Z"/>');
  });
  test('ATOM-28 an entry in another language says so', () => expect(atom).toContain('<entry xml:lang="uk">'));
  test('ATOM-12 an id is written as it was given', () =>
    expect(atom).toContain('<id>tag:old.example.org,2010:articles/4711?a=1&amp;b=2</id>'));
  test('JSON-02, JSON-07, JSON-09, JSON-16 the version, authors, a content, and nothing empty', () => {
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
    expect(feed.authors).toEqual([{ name: 'Example Dispatch' }]);
    for (const item of feed.items) expect(item.content_html ?? item.content_text).toBeTruthy();
    expect(json).not.toMatch(/:null|:""|:\[\]/);
  });
  test('RSS-43, JSON-19 links of the site are absolute, from the base address alone', () => {
    for (const text of [rss, json]) expect(text).toMatch(/<a href=\\?"https:\/\/news\.example\.org\/about\/\\?">/);
    expect(rss + atom + json).not.toContain(SITE_MARK);
  });
  test('a feed without entries is valid too', () => {
    const empty = render([]);
    expectWellFormed(empty.rss);
    expectWellFormed(empty.atom);
    expect(isJsonFeed(JSON.parse(empty.json))).toBe(true);
  });
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      ']]>',
      '<',
      '&',
      '"',
      "'",
      '\u0000',
      '\uD800',
      '\uFFFE',
      '\u0085',
      '$&',
      '$1',
      'slot-title',
      'slot-content',
      'slot-description',
      'slot-id',
      'urn:slot',
      '<script>',
      '&amp;',
      '‮',
      'עב',
      'e\u0301',
      '😀',
      '--',
      ' ',
    ),
    maxLength: 8,
  }),
);
const line = nasty.map(oneLine);
const entryFromHell = fc
  .record({ title: line, summary: line, body: nasty, author: line, tag: line })
  .map(({ title, summary, body, author, tag }, index = 0) =>
    anEntry({
      title: title || 'Untitled',
      content: `<p>${escapeMarkup(oneLine(body))} ]]></p>`,
      authors: author ? [{ name: author }] : [],
      tags: tag ? [{ slug: `t-${index}`, label: tag }] : [],
      ...(summary ? { summary } : {}),
    }),
  );
const entriesFromHell = fc.array(entryFromHell, { minLength: 1, maxLength: 4 }).map((entries) =>
  entries.map((entry, index) => ({
    ...entry,
    id: `urn:x:${index}` as EntryId,
    slug: `s${index}`,
    updated: new Date(entry.updated.getTime() + index * 1000),
  })),
);

test('text from hell never makes a document malformed, and comes back from two independent parsers as it went in', async () => {
  const rssParser = new RssParser();
  await fc.assert(
    fc.asyncProperty(entriesFromHell, async (entries) => {
      const { rss, atom, json } = render(entries);
      expectWellFormed(rss);
      expectWellFormed(atom);
      expect(render(entries)).toEqual({ rss, atom, json });
      const parsed = JSON.parse(json);
      expect(isJsonFeed(parsed), JSON.stringify(isJsonFeed.errors)).toBe(true);
      const expected = entries.map((entry) => ({
        id: entry.id,
        title: entry.title,
        link: `https://news.example.org/articles/${entry.slug}/`,
        published: rfc3339(entry.published),
        tags: entry.tags.map(({ label }) => label),
      }));
      const iso = (date: string | undefined) => rfc3339(new Date(date ?? ''));
      expect(
        parsed.items.map((item: Record<string, unknown>) => ({
          id: item.id,
          title: item.title,
          link: item.url,
          published: item.date_published,
          tags: item.tags ?? [],
        })),
      ).toEqual(expected);
      const fromRss = parseRssFeed(rss).items ?? [];
      expect(
        fromRss.map(({ guid, title, link, pubDate, categories }) => ({
          id: guid?.value,
          title,
          link,
          published: iso(pubDate),
          tags: (categories ?? []).map(({ name }) => name),
        })),
        'feedsmith, RSS',
      ).toEqual(expected);
      const fromAtom = parseAtomFeed(atom).entries ?? [];
      expect(
        fromAtom.map(({ id, title, links, published, categories }) => ({
          id,
          title: typeof title === 'string' ? title : title?.value,
          link: links?.find(({ rel }) => rel === 'alternate')?.href,
          published: iso(published),
          tags: (categories ?? []).map(({ label }) => label),
        })),
        'feedsmith, Atom',
      ).toEqual(expected);
      expect(parseJsonFeed(json).items?.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
      const second = await rssParser.parseString(rss);
      expect(
        second.items.map(({ guid, title, link, isoDate, categories }) => ({
          id: guid,
          title,
          link,
          published: iso(isoDate),
          tags: (categories ?? []).map((category) =>
            typeof category === 'string' ? category : (category as { _: string })._,
          ),
        })),
        'rss-parser, RSS',
      ).toEqual(expected);
      const third = await rssParser.parseString(atom);
      expect(
        third.items.map(({ id, title, link, pubDate }) => ({ id, title, link, published: iso(pubDate) })),
        'rss-parser, Atom',
      ).toEqual(expected.map(({ tags: _, ...rest }) => rest));
    }),
    { numRuns: 150 },
  );
});

test('five megabytes in one line are rendered like anything else', () => {
  const { rss, atom, json } = render([anEntry({ content: `<p>${'a &lt; b '.repeat(600_000)}</p>` })]);
  expectWellFormed(rss);
  expectWellFormed(atom);
  expect(JSON.parse(json).items).toHaveLength(1);
});

test('an entry that cannot be rendered is left out of its feeds and harms no other', () => {
  const broken = anEntry({ id: 'urn:x:broken' as EntryId, title: 'Broken', link: 'http://[' });
  const { rss, atom, json } = render([broken, anEntry()]);
  expectWellFormed(rss);
  expectWellFormed(atom);
  for (const text of [rss, atom, json]) expect(text).toContain('An article');
  expect(rss).not.toContain('Broken');
});
