// What holds for every text: documents are well-formed, and readers that are not ours read what went in.
import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { expect, test } from 'vitest';
import type { Entry, EntryId } from '../../src/entry.ts';
import { FORMATS } from '../../src/feed.ts';
import { readArticles } from '../../src/ingest/article.ts';
import { articlePage } from '../../src/render/article-page.ts';
import { renderOpml } from '../../src/render/opml.ts';
import { rfc3339, rfc3339Exact } from '../../src/render/xml.ts';
import { cleanText, escapeMarkup, oneLine } from '../../src/text.ts';
import {
  allOf,
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
      const opml = renderOpml(
        { tags: [{ slug: 'x', label: name }], authors: [{ slug: 'y', label: name }] },
        new Date(0),
        aPublication({ title: name }),
      );
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

/** What somebody writes who means no good: each may be a title, an address, a type, a caption, a part of the text. */
const HOSTILE = [
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<a href="javascript:x">y</a>',
  ],
  ...[
    'javascript:alert(1)',
    'data:text/html,<script>',
    '\u0001/media/x',
    '//evil.example/"><script>',
    'https://a/?"\'<>&',
  ],
  ...[
    'audio/mpeg"><script>',
    'text/html',
    'image/svg+xml',
    'a.mp3',
    '../../etc/passwd',
    '[x](javascript:y)',
    '&#1;&#xd800;',
  ],
  ...['\ud800', '\uffff', ']]>', '<![CDATA[', '-->', '</content>', '" onload="x', '{{< figure src="javascript:x" >}}'],
];
const word = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 4 }));
const medium = fc.record(
  { url: word, type: word, title: word, caption: word, credit: word, length: fc.oneof(word, fc.nat()), duration: word },
  { requiredKeys: ['url'] },
);
const fields = fc.record(
  {
    title: word,
    summary: word,
    tags: fc.array(word, { maxLength: 3 }),
    authors: fc.array(fc.record({ name: word, url: word, email: word }), { maxLength: 2 }),
    image: fc.oneof(word, medium),
    enclosures: fc.array(fc.oneof(word, medium), { maxLength: 3 }),
    audio: fc.oneof(word, medium),
    language: word,
    canonical: word,
  },
  { requiredKeys: [] },
);

/** The entries of an article in three forms of file, as the store would keep them. */
function entriesOf(said: Readonly<Record<string, unknown>>, text: string): Entry[] {
  const files = [
    ['a.md', `---json\n${JSON.stringify(said)}\n---\n\nText. ${text}`],
    ['a.json', JSON.stringify({ ...said, content_html: `<p>Text. ${text}</p>` })],
    ['a.html', `<!--${JSON.stringify(said).replaceAll('-->', '--\\u003e')}--><p>Text. ${text}</p>`],
  ] as const;
  return files.flatMap(([path, content], index) =>
    readArticles(Buffer.from(content), path, new Date(0), { zone: 'UTC' }).flatMap(({ reading }) => {
      if (reading.kind !== 'entry') return [];
      const { tags, id: _, slug: __, ...entry } = reading.entry;
      const labelled = tags.map((label) => ({ slug: 'x', label }));
      return anEntry({
        ...entry,
        updated: new Date(0),
        slug: `x-${index}`,
        id: `urn:x:${index}` as EntryId,
        tags: labelled,
      });
    }),
  );
}

const SITE = { title: 'A', description: 'B', language: 'en', baseUrl: 'https://news.example.org', timezone: 'UTC' };
const DATA = /<script type="application\/ld\+json">[^<>]*<\/script>/g;
const LINK = /^(?:https?:|mailto:|tel:|\/(?!\/)|urn:|#main$)/;

test('whatever files say, documents and pages are well-formed, and nothing in them runs', () => {
  fc.assert(
    fc.property(fields, word, (said, text) => {
      const entries = entriesOf(said, text);
      const { rss, atom, json } = renderAll(entries);
      for (const xml of [rss, atom]) {
        expect(cleanText(xml)).toBe(xml);
        for (const { attributes } of allOf(parseXml(xml)))
          for (const name of ['href', 'url']) if (attributes[name]) expect(attributes[name]).toMatch(LINK);
      }
      expect(jsonFeedErrors(json)).toEqual([]);
      const items = JSON.parse(json).items as { attachments?: { url: string; mime_type: string }[]; image?: string }[];
      for (const { attachments = [], image = 'https:' } of items) {
        for (const address of [image, ...attachments.map(({ url }) => url)]) expect(address).toMatch(/^https?:/);
        for (const { mime_type } of attachments) expect(mime_type).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
      }
      for (const entry of entries) {
        const page = articlePage(SITE, entry);
        expect(cleanText(page)).toBe(page);
        // Of all scripts there is the one that is data.
        const [data = '', ...others] = page.match(DATA) ?? [];
        expect(others).toEqual([]);
        expect(JSON.parse(data.replaceAll(/<[^<>]*>/g, ''))).toMatchObject({
          '@type': 'NewsArticle',
          identifier: entry.id,
        });
        const shown = page.replace(DATA, '');
        const tags = [...shown.matchAll(/<[^<>]*>/g)].map(([tag]) => tag);
        expect(shown.replaceAll(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
        for (const tag of tags) {
          expect(tag).not.toMatch(/^<\/?(?:script|iframe|object|embed|svg|form)\b|^<[^"]*(?:"[^"]*"[^"]*)*\son\w+=/i);
          for (const [, address] of tag.matchAll(/ (?:href|src|poster)="([^"]*)"/g)) expect(address).toMatch(LINK);
        }
      }
    }),
    { numRuns: 300 },
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
