// What holds for every text: documents are well-formed, and readers that are not ours read what went in.
import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { expect, test } from 'vitest';
import type { Entry, EntryId } from '../../src/entry.ts';
import { FORMATS } from '../../src/feed.ts';
import { renderOpml } from '../../src/render/opml.ts';
import { rfc3339, rfc3339Exact } from '../../src/render/xml.ts';
import { cleanText, escapeMarkup, oneLine } from '../../src/text.ts';
import {
  anEntry,
  aPublication,
  aRenderer,
  aView,
  jsonFeedErrors,
  parseXml,
  renderAll,
  renderAllWith,
} from './support.ts';

const PIECES = [
  ...[
    ']]>',
    '<![CDATA[',
    '<',
    '>',
    '&',
    '"',
    "'",
    '&amp;',
    '&lt;b&gt;',
    '&#0;',
    '&nbsp;',
    '<script>',
    '<!--',
    '-->',
    '<?',
  ],
  ...[
    '\u0000',
    '\u0002',
    '\u000B',
    '\u001F',
    '\u007F',
    '\u0085',
    '\u0092',
    '\uD800',
    '\uDC00',
    '\uFFFD',
    '\uFFFE',
    '\uFFFF',
  ],
  ...['$&', '$1', '$`', '$$', 'slot-title', 'slot-content', 'slot-description', 'slot-id', '>slot-id<', 'urn:slot'],
  ...['<![CDATA[slot-title]]>', '<![CDATA[slot-content]]>', '</item>', '</entry>', '<item>', 'https://slot.invalid/'],
  ...[
    '\u202E',
    '\u200F',
    'עברית',
    'e\u0301',
    '👩‍👩‍👧',
    '𝕏',
    '\u2028',
    '\uFEFF',
    '\u00A0',
    ' ',
    '\t',
    '\n',
    '\r\n',
    'x',
    '1e3',
    'true',
    '0x1F',
  ],
];
const raw = fc.oneof(
  fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 10 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);
const line = raw.map(oneLine).filter((text) => text !== '');
// A site's own links begin with U+0001; no article can say that.
const html = raw.map((text) => `<p>${escapeMarkup(text.replaceAll('\u0001', ''))} ]]></p>`);
const date = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

/** `text`: one line, as the store keeps it, or anything at all. */
const entriesWith = (text: fc.Arbitrary<string>): fc.Arbitrary<Entry[]> =>
  fc
    .uniqueArray(
      fc.record({
        slug: fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+){0,2}$/),
        title: text,
        summary: text,
        content: html,
        authors: fc.array(fc.record({ name: text }), { maxLength: 3 }),
        labels: fc.array(text, { maxLength: 3 }),
        titles: fc.array(text, { maxLength: 3 }),
        published: date,
        updated: date,
      }),
      { selector: ({ slug }) => slug, maxLength: 4 },
    )
    .map((entries) =>
      entries.map(({ labels, titles, ...entry }) =>
        anEntry({
          ...entry,
          enclosures: titles.map((title, index) => ({
            url: `https://x.example/${index}?a&b`,
            type: 'audio/mpeg',
            title,
          })),
          id: `tag:x.example,2025:${entry.slug}?a&b` as EntryId,
          tags: labels.map((label, index) => ({ slug: `t-${index}`, label })),
        }),
      ),
    );
const entriesFromHell = entriesWith(line);

const iso = (when: string | undefined) => rfc3339(new Date(when ?? ''));
/** XML parsers read every line break as a line feed. */
const lineFeeds = (text: string | undefined) => text?.replace(/\r\n?/g, '\n');
const expected = (entries: readonly Entry[]) =>
  entries.map((entry) => ({
    id: entry.id,
    title: entry.title,
    summary: entry.summary,
    content: lineFeeds(cleanText(entry.content)),
    link: `https://news.example.org/articles/${entry.slug}/`,
    published: rfc3339(entry.published),
    updated: rfc3339Exact(entry.updated),
    authors: entry.authors.map(({ name }) => name),
    tags: entry.tags.map(({ label }) => label),
  }));

/** The summary is HTML in RSS: what a reader shows is its text. */
const shown = (escaped: string | undefined) =>
  escaped?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

test('every document is well-formed, whatever the store might let through', () => {
  fc.assert(
    fc.property(entriesWith(raw), raw, (entries, name) => {
      const view = { title: name, description: name, label: name };
      const { rss, atom, json } = renderAll(entries, view, { title: name, rights: `© ${name}`, authors: [{ name }] });
      const opml = renderOpml([{ slug: 'x', label: name }], new Date(0), aPublication({ title: name }));
      for (const xml of [rss, atom, opml]) {
        expect(() => parseXml(xml)).not.toThrow();
        expect(cleanText(xml)).toBe(xml);
      }
      expect(json.isWellFormed()).toBe(true);
      expect(json).not.toMatch(/\\ud[89a-f]/i);
      expect(JSON.parse(json).items).toHaveLength(entries.length);
      expect(parseXml(rss).children[0]?.children.filter((child) => child.name === 'item')).toHaveLength(entries.length);
      expect(parseXml(atom).children.filter((child) => child.name === 'entry')).toHaveLength(entries.length);
    }),
    { numRuns: 200 },
  );
});

test('JSON Feed satisfies its schema and is read back as it went in', () => {
  fc.assert(
    fc.property(entriesFromHell, (entries) => {
      const { json } = renderAll(entries);
      expect(jsonFeedErrors(json)).toEqual([]);
      const items = JSON.parse(json).items as Record<string, never>[];
      expect(
        items.map((item) => ({
          id: item.id,
          title: item.title,
          summary: item.summary,
          content: lineFeeds(item.content_html),
          link: item.url,
          published: item.date_published,
          updated: item.date_modified,
          authors: ((item.authors ?? []) as { name: string }[]).map(({ name }) => name),
          tags: item.tags ?? [],
        })),
      ).toEqual(expected(entries));
      expect(
        (parseJsonFeed(json).items ?? []).map(({ id, title, url, tags }) => ({
          id,
          title,
          link: url,
          tags: tags ?? [],
        })),
      ).toEqual(expected(entries).map(({ id, title, link, tags }) => ({ id, title, link, tags })));
    }),
    { numRuns: 150 },
  );
});

test('RSS is read back as it went in by feedsmith', () => {
  fc.assert(
    fc.property(entriesFromHell, (entries) => {
      expect(
        (parseRssFeed(renderAll(entries).rss).items ?? []).map((item) => ({
          id: item.guid?.value,
          title: item.title,
          summary: shown(item.description),
          content: lineFeeds(item.content?.encoded),
          link: item.link,
          published: iso(item.pubDate),
          updated: item.atom?.updated,
          authors: item.dc?.creators ?? [],
          tags: (item.categories ?? []).map(({ name }) => name),
        })),
      ).toEqual(expected(entries));
    }),
    { numRuns: 150 },
  );
});

test('Atom is read back as it went in by feedsmith', () => {
  fc.assert(
    fc.property(entriesFromHell, (entries) => {
      expect(
        (parseAtomFeed(renderAll(entries).atom).entries ?? []).map((entry) => ({
          id: entry.id,
          title: entry.title?.value,
          summary: entry.summary?.value,
          content: lineFeeds(entry.content?.value),
          link: entry.links?.find(({ rel }) => rel === 'alternate')?.href,
          published: entry.published,
          updated: entry.updated,
          authors: (entry.authors ?? []).map(({ name }) => name),
          tags: (entry.categories ?? []).map(({ label }) => label),
        })),
      ).toEqual(expected(entries));
    }),
    { numRuns: 150 },
  );
});

test('RSS and Atom are read back as they went in by rss-parser', async () => {
  const parser = new RssParser<object, { 'content:encoded'?: string; id?: string; creators?: string[] }>({
    customFields: { item: [['dc:creator', 'creators', { keepArray: true }]] },
  });
  await fc.assert(
    fc.asyncProperty(entriesFromHell, async (entries) => {
      const { rss, atom } = renderAll(entries);
      const want = expected(entries).map(({ summary: _, updated: __, ...rest }) => rest);
      const fromRss = await parser.parseString(rss);
      expect(
        fromRss.items.map((item) => ({
          id: item.guid,
          title: item.title,
          content: lineFeeds(item['content:encoded']),
          link: item.link,
          published: iso(item.isoDate),
          authors: item.creators ?? [],
          tags: (item.categories ?? []).map((category: string | { _: string }) =>
            typeof category === 'string' ? category : category._,
          ),
        })),
      ).toEqual(want);
      const fromAtom = await parser.parseString(atom);
      expect(
        fromAtom.items.map((item) => ({
          id: item.id,
          title: item.title,
          content: lineFeeds(item.content),
          link: item.link,
          published: iso(item.isoDate),
        })),
      ).toEqual(want.map(({ authors: _, tags: __, ...rest }) => rest));
    }),
    { numRuns: 150 },
  );
});

test('GEN-01, READ-03 rendering twice gives the same bytes, by one renderer and by two', () => {
  fc.assert(
    fc.property(entriesFromHell, (entries) => {
      const renderer = aRenderer();
      const first = renderAllWith(renderer, entries);
      expect(renderAllWith(renderer, entries)).toEqual(first);
      expect(renderAll(entries)).toEqual(first);
    }),
    { numRuns: 50 },
  );
});

test('GEN-06 what was rendered before, in whichever order and however little is kept, makes no difference', () => {
  const jobs = fc.array(fc.record({ format: fc.constantFrom(...FORMATS), only: fc.nat(3), reverse: fc.boolean() }));
  fc.assert(
    fc.property(entriesFromHell, jobs, fc.constantFrom(1, 2000, 10_000_000), (entries, before, cacheBytes) => {
      const renderer = aRenderer({}, cacheBytes);
      for (const { format, only, reverse } of before) {
        const some = entries.slice(0, only + 1);
        renderer.render(aView({ id: 'urn:other', title: 'Other' }), reverse ? some.reverse() : some, format);
      }
      expect(renderAllWith(renderer, entries)).toEqual(renderAll(entries));
    }),
    { numRuns: 50 },
  );
});

test('a new revision of an entry is rendered anew', () => {
  const renderer = aRenderer();
  renderAllWith(renderer, [anEntry()]);
  for (const document of Object.values(renderAllWith(renderer, [anEntry({ title: 'Retitled', revision: 2 })])))
    expect(document).toContain('Retitled');
});
