// RSS 2.0 as the specification and the Best Practices Profile want it.
import { parseRssFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { type EntryId, SITE_MARK } from '../../src/entry.ts';
import { FRESH_SECONDS } from '../../src/render/publication.ts';
import { cleanText } from '../../src/text.ts';
import {
  allOf,
  anEntry,
  anEntryWithout,
  aRenderer,
  aView,
  childOf,
  childrenOf,
  type Element,
  namesOf,
  parseXml,
  renderAll,
  textsOf,
} from './support.ts';

const rssOf = (...of: Parameters<typeof renderAll>) => renderAll(...of).rss;
const channelOf = (...of: Parameters<typeof renderAll>): Element => childOf(parseXml(rssOf(...of)), 'channel');
const itemOf = (entry = anEntry()): Element => childOf(channelOf([entry]), 'item');

const NAMESPACES = {
  atom: 'http://www.w3.org/2005/Atom',
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  media: 'http://search.yahoo.com/mrss/',
};

const rich = anEntry({
  authors: [{ name: 'Anna Writer', email: 'anna@example.org' }, { name: 'Bo' }],
  picture: { url: `${SITE_MARK}/a.jpg`, caption: 'Boats', credit: 'R. L.' },
});

describe('document', () => {
  test('RSS-01 the root is rss 2.0 with one channel, and nothing stands before the declaration', () => {
    const root = parseXml(rssOf([rich]));
    expect([root.name, root.attributes.version, namesOf(root)]).toEqual(['rss', '2.0', ['channel']]);
    expect(rssOf([rich]).startsWith('<?xml version="1.0" encoding="utf-8"?>')).toBe(true);
  });

  test('RSS-02 the bytes are UTF-8 without a byte order mark', () => {
    const bytes = aRenderer().render(
      { feed: { kind: 'all' }, id: 'urn:x', title: 'Ü 😀', description: 'D', updated: new Date(0), tombstones: [] },
      [],
      'rss',
    );
    expect(bytes[0]).toBe('<'.charCodeAt(0));
    expect(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toContain('<title>Ü 😀</title>');
  });

  test('RSS-03 only characters of XML 1.0 are left', () => {
    const title = 'A\u0000B\u000BC\uD800D\uFFFEE😀';
    const item = itemOf(anEntry({ title, summary: title, content: `<p>${title}</p>`, authors: [{ name: title }] }));
    for (const name of ['title', 'description', 'dc:creator']) expect(childOf(item, name).text).toBe('ABCDE😀');
    expect(childOf(item, 'content:encoded').text).toBe('<p>ABCDE😀</p>');
    const rss = rssOf([anEntry({ title })]);
    expect(cleanText(rss)).toBe(rss);
  });

  test('RSS-04 C1 controls are what Windows-1252 means by them', () => {
    expect(childOf(itemOf(anEntry({ title: 'It\u0092s' })), 'title').text).toBe('It’s');
  });

  test.each([
    { text: 'Q&A', of: 'an ampersand' },
    { text: 'a < b', of: 'a less-than sign' },
    { text: 'a "b" \'c\'', of: 'quotes' },
    { text: 'x]]>y', of: 'the end of a CDATA section' },
    { text: ']]]]>>', of: 'nearly two ends of a CDATA section' },
    { text: '<![CDATA[x]]>', of: 'a CDATA section' },
    { text: '&amp; &#x26; &nbsp;', of: 'character references' },
  ])('RSS-05 $of comes back as it went in', ({ text }) => {
    const content = `<p>${text}</p>`;
    const item = itemOf(
      anEntry({
        title: text,
        content,
        authors: [{ name: text }],
        tags: [{ slug: 'x', label: text }],
        picture: { url: `https://x.example/?${text}`, caption: text },
      }),
    );
    for (const name of ['title', 'dc:creator', 'category']) expect(childOf(item, name).text).toBe(text);
    expect(childOf(item, 'content:encoded').text).toBe(content);
    const media = childOf(item, 'media:content');
    expect(decodeURIComponent(media.attributes.url ?? '')).toBe(`https://x.example/?${text}`);
    expect(childOf(media, 'media:description').text).toBe(text);
  });

  test('RSS-06 there are no named entities but those of XML', () => {
    const rss = rssOf([anEntry({ title: '\u00A0’é', summary: '\u00A0’é', content: '<p>\u00A0’é</p>' })]);
    const outside = rss.replace(/<!\[CDATA\[.*?\]\]>/gs, '');
    expect(outside.match(/&(?!(amp|lt|gt|quot|apos|#x[0-9A-F]+);)/g)).toBeNull();
  });

  test('RSS-07 RSS has no namespace, and every extension has one', () => {
    for (const { name, uri } of allOf(parseXml(rssOf([rich])))) {
      const [prefix] = name.includes(':') ? name.split(':') : [''];
      expect([name, uri]).toEqual([name, NAMESPACES[prefix as keyof typeof NAMESPACES] ?? '']);
    }
  });

  test('RSS-08 namespaces are spelled exactly', () => {
    const { version: _, ...declared } = parseXml(rssOf([rich])).attributes;
    expect(declared).toEqual(
      Object.fromEntries(Object.entries(NAMESPACES).map(([prefix, uri]) => [`xmlns:${prefix}`, uri])),
    );
  });
});

describe('plain text and HTML', () => {
  test('RSS-10 a summary is text, and its markup is escaped within the HTML of the description', () => {
    const item = itemOf(anEntry({ summary: 'a <b> & c' }));
    expect(childOf(item, 'description').text).toBe('a &lt;b&gt; &amp; c');
  });

  test('RSS-11 text has hexadecimal references', () => {
    expect(rssOf([anEntry({ title: 'a & b < c > d' })])).toContain('<title>a &#x26; b &#x3C; c &#x3E; d</title>');
  });

  test('RSS-12 a title is encoded once and never a CDATA section', () => {
    const rss = rssOf([anEntry({ title: 'AT&T wins' })]);
    expect(rss).toContain('<title>AT&#x26;T wins</title>');
    expect(rss).not.toMatch(/<title>\s*<!\[CDATA\[/);
  });

  test.each([
    { entry: rich, of: 'everything' },
    { entry: anEntry({ content: '' }), of: 'no content' },
    { entry: anEntryWithout(['summary']), of: 'no summary' },
    { entry: anEntryWithout(['summary'], { content: '', authors: [], tags: [] }), of: 'only a title' },
  ])('RSS-13 an item with $of has no empty element', ({ entry }) => {
    for (const element of allOf(childOf(channelOf([entry]), 'item'))) {
      if (element.name !== 'media:content' && element.children.length === 0) expect(element.text.trim()).not.toBe('');
    }
  });
});

describe('channel', () => {
  test('RSS-14 there is one title, one link and one description', () => {
    const channel = channelOf([rich, anEntry({ id: 'urn:x:2' as EntryId })]);
    for (const name of ['title', 'link', 'description']) expect(childOf(channel, name).text).not.toBe('');
  });

  test('RSS-15 what is said of the channel stands before the first item', () => {
    const names = namesOf(channelOf([rich, anEntry({ id: 'urn:x:2' as EntryId })]));
    expect(names.slice(names.indexOf('item'))).toEqual(['item', 'item']);
  });

  test('RSS-16 the link is the page of the feed', () => {
    expect(childOf(channelOf([]), 'link').text).toBe('https://news.example.org/tags/harbour/');
    expect(childOf(channelOf([], { feed: { kind: 'all' } }), 'link').text).toBe('https://news.example.org/');
  });

  // A tag may be called like a placeholder of ours, and its slug stands in the link.
  test.each(['slot-title', 'slot-description', 'slot-generator', 'slot-rights', 'slot-id', 'slot-content'])(
    'RSS-16 the link of the tag %s is left alone',
    (slug) => {
      const channel = channelOf([], { feed: { kind: 'tag', slug } }, { rights: '© Us' });
      expect(childOf(channel, 'link').text).toBe(`https://news.example.org/tags/${slug}/`);
      expect(childOf(channel, 'description').text).toBe('Articles tagged Harbour, newest first.');
      expect(childOf(channel, 'generator').text).toBe('Tagwire 1.0.0');
      expect(childOf(channel, 'copyright').text).toBe('© Us');
    },
  );

  test('RSS-17 one atom:link names the address of the document', () => {
    expect(childOf(channelOf([rich]), 'atom:link').attributes).toEqual({
      rel: 'self',
      type: 'application/rss+xml',
      href: 'https://news.example.org/tags/harbour/rss.xml',
    });
  });

  test('RSS-18 the language is that of the publication', () => {
    expect(childOf(channelOf([rich]), 'language').text).toBe('en-GB');
  });

  test('RSS-19 lastBuildDate is the last change of the feed, whatever the clock says', () => {
    expect(childOf(channelOf([rich]), 'lastBuildDate').text).toBe('Wed, 25 Jun 2025 17:05:00 GMT');
  });

  test('RSS-21 managingEditor has an address and a name, or is left out', () => {
    expect(childrenOf(channelOf([rich]), 'managingEditor')).toEqual([]);
    const authors = [{ name: 'Anna & Co', email: 'desk@example.org' }];
    expect(childOf(channelOf([rich], {}, { authors }), 'managingEditor').text).toBe('desk@example.org (Anna & Co)');
  });

  test('RSS-22 docs and generator are named', () => {
    expect(childOf(channelOf([]), 'docs').text).toBe('https://www.rssboard.org/rss-specification');
    expect(childOf(channelOf([]), 'generator').text).toBe('Tagwire 1.0.0');
  });

  test('RSS-23, READ-07 ttl is whole minutes and says what Cache-Control says', () => {
    expect(Number(childOf(channelOf([]), 'ttl').text) * 60).toBe(FRESH_SECONDS);
  });

  test('RSS-29 the channel of a tag has the tag as its category; that of all articles has none', () => {
    const [category] = childrenOf(channelOf([]), 'category');
    expect(category).toMatchObject({ text: 'Harbour', attributes: { domain: 'https://news.example.org/tags/' } });
    const { label: _, ...all } = aView({ feed: { kind: 'all' } });
    expect(parseRssFeed(aRenderer().render(all, [], 'rss').toString()).categories).toBeUndefined();
  });

  test('RSS-27, RSS-28 there is no textInput, rating or cloud', () => {
    const names = allOf(parseXml(rssOf([rich]))).map(({ name }) => name);
    for (const name of ['textInput', 'rating', 'cloud']) expect(names).not.toContain(name);
  });
});

describe('item', () => {
  test('RSS-30, RSS-33 an item has a title, a link, a guid, a pubDate and a description', () => {
    expect(namesOf(itemOf())).toEqual(
      expect.arrayContaining(['title', 'link', 'guid', 'pubDate', 'description', 'content:encoded']),
    );
  });

  test('RSS-31, RSS-50 no element is repeated but category and dc:creator', () => {
    const names = namesOf(itemOf(rich)).filter((name) => name !== 'category' && name !== 'dc:creator');
    expect(names).toEqual([...new Set(names)]);
  });

  test('RSS-32 the link is the page of the article, or its home elsewhere', () => {
    expect(childOf(itemOf(), 'link').text).toBe('https://news.example.org/articles/an-article/');
    const link = 'https://elsewhere.example.org/a?x=1&y=%20#z';
    expect(childOf(itemOf(anEntry({ link })), 'link').text).toBe(link);
  });

  test('RSS-34 ids that differ in case or coding alone are guids of their own', () => {
    const ids = ['tag:a.example,2010:b', 'tag:a.example,2010:B', 'tag:a.example,2010:%62'];
    const channel = channelOf(ids.map((id) => anEntry({ id: id as EntryId })));
    expect(childrenOf(channel, 'item').flatMap((item) => textsOf(item, 'guid'))).toEqual(ids);
  });

  test.each(['urn:uuid:0', 'tag:a.example,2010:b?c=1&d=2', 'HTTPS://X.example/%7e~', 'plain words'])(
    'RSS-35, READ-02 the guid %s is written as it is, without space around it, and says that it is no permalink',
    (id) => {
      const guid = childOf(itemOf(anEntry({ id: id as EntryId })), 'guid');
      expect(guid).toMatchObject({ text: id, attributes: { isPermaLink: 'false' } });
    },
  );

  test.each([
    { at: '2025-06-25T15:30:00Z', is: 'Wed, 25 Jun 2025 15:30:00 GMT' },
    { at: '2025-01-01T00:00:00Z', is: 'Wed, 01 Jan 2025 00:00:00 GMT' },
    { at: '2024-02-29T23:59:59.999Z', is: 'Thu, 29 Feb 2024 23:59:59 GMT' },
    { at: '1969-12-31T23:59:59Z', is: 'Wed, 31 Dec 1969 23:59:59 GMT' },
  ])('RSS-37, RSS-38 pubDate of $at is $is', ({ at, is }) => {
    expect(childOf(itemOf(anEntry({ published: new Date(at) })), 'pubDate').text).toBe(is);
  });

  test('RSS-39, READ-06 an edit changes atom:updated and not pubDate', () => {
    const item = itemOf(anEntry({ updated: new Date('2026-01-02T03:04:05Z') }));
    expect(childOf(item, 'pubDate').text).toBe('Wed, 25 Jun 2025 15:30:00 GMT');
    expect(childOf(item, 'atom:updated').text).toBe('2026-01-02T03:04:05Z');
    expect(namesOf(item)).not.toContain('dc:date');
  });

  test('RSS-40 each writer is a dc:creator, and there is no author', () => {
    expect(textsOf(itemOf(rich), 'dc:creator')).toEqual(['Anna Writer', 'Bo']);
    expect(namesOf(itemOf(rich))).not.toContain('author');
  });

  test.each([
    { of: 'a summary and a body', entry: anEntry(), description: 'What it is about.', body: ['<p>What it says.</p>'] },
    { of: 'a body', entry: anEntryWithout(['summary']), description: '<p>What it says.</p>', body: [] },
    { of: 'a summary', entry: anEntry({ content: '' }), description: 'What it is about.', body: [] },
  ])('RSS-41 of $of, the description is what there is', ({ entry, description, body }) => {
    expect(childOf(itemOf(entry), 'description').text).toBe(description);
    expect(textsOf(itemOf(entry), 'content:encoded')).toEqual(body);
  });

  test('RSS-42 the description stands before the content', () => {
    const names = namesOf(itemOf(rich));
    expect(names.indexOf('description')).toBeLessThan(names.indexOf('content:encoded'));
  });

  test('RSS-43 links of the site are absolute, with a base address that needs escaping too', () => {
    const entry = anEntry({ content: `<p><a href="${SITE_MARK}/x">x</a><img src="${SITE_MARK}/y.png" alt=""></p>` });
    const baseUrl = 'https://news.example.org/a&b';
    const item = childOf(channelOf([entry], {}, { baseUrl }), 'item');
    expect(childOf(item, 'content:encoded').text).toBe(
      '<p><a href="https://news.example.org/a&amp;b/x">x</a><img src="https://news.example.org/a&amp;b/y.png" alt=""></p>',
    );
    expect(childOf(item, 'link').text).toBe(`${baseUrl}/articles/an-article/`);
  });

  test('RSS-48 each tag is a category with its label, in the order of the article', () => {
    const tags = [
      { slug: 'r-and-d', label: 'R&D' },
      { slug: 'a-b', label: 'A/B' },
    ];
    expect(childrenOf(itemOf(anEntry({ tags })), 'category')).toMatchObject([
      { text: 'R&D', attributes: { domain: 'https://news.example.org/tags/' } },
      { text: 'A/B', attributes: { domain: 'https://news.example.org/tags/' } },
    ]);
  });
});

describe('media', () => {
  test('RSS-54, RSS-55 the picture is media:content with a description and a credit', () => {
    const media = childOf(itemOf(rich), 'media:content');
    expect(media.attributes).toEqual({ url: 'https://news.example.org/a.jpg', medium: 'image' });
    expect(childOf(media, 'media:description')).toMatchObject({ text: 'Boats', attributes: { type: 'plain' } });
    expect(childOf(media, 'media:credit')).toMatchObject({
      text: 'R. L.',
      attributes: { role: 'photographer', scheme: 'urn:ebu' },
    });
  });

  test('RSS-56 a picture is no enclosure, and one that is lost leaves nothing', () => {
    expect(namesOf(itemOf(rich))).not.toContain('enclosure');
    expect(namesOf(itemOf(anEntry({ picture: { caption: 'Lost' } })))).not.toContain('media:content');
  });
});
