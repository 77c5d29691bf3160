// The feed as SmartNews takes it.
import { describe, expect, test } from 'vitest';
import { type EntryId, SITE_MARK } from '../../src/entry.ts';
import { SMARTNEWS_BYTES } from '../../src/render/smartnews.ts';
import { oneLine } from '../../src/text.ts';
import {
  allOf,
  anEntry,
  anEntryWithout,
  aRenderer,
  aView,
  childOf,
  childrenOf,
  namesOf,
  parseXml,
  renderAll,
  textsOf,
} from './support.ts';

const HOSTILE = oneLine('A\u0000B <b>&amp; & "q" \'a\' ]]> $& slot-title \uD800\u0092 שלום e\u0301 😀 -->');
/** Without what XML has no place for, and with what was meant by the rest. */
const CLEAN = 'AB <b>&amp; & "q" \'a\' ]]> $& slot-title ’ שלום e\u0301 😀 -->';

type Rendered = Parameters<typeof renderAll>;
const bytesOf = (entries: Rendered[0], view: Rendered[1] = {}, publication: Rendered[2] = {}) =>
  aRenderer(publication).render(aView(view), entries, 'smartnews');
const channelOf = (...of: Parameters<typeof bytesOf>) => childOf(parseXml(bytesOf(...of).toString()), 'channel');
const itemOf = (entry = anEntry()) => childOf(channelOf([entry]), 'item');
const idsOf = (...of: Parameters<typeof bytesOf>) =>
  childrenOf(channelOf(...of), 'item').flatMap((item) => textsOf(item, 'guid'));

describe('the channel', () => {
  test('NEWS-07: the root is rss 2.0 in UTF-8, and declares what SmartNews reads', () => {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOf([anEntry()]));
    expect(text.startsWith('<?xml version="1.0" encoding="utf-8"?>\n<rss ')).toBe(true);
    expect(parseXml(text)).toMatchObject({
      name: 'rss',
      attributes: {
        version: '2.0',
        'xmlns:snf': 'http://www.smartnews.be/snf',
        'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
        'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
        'xmlns:media': 'http://search.yahoo.com/mrss/',
      },
    });
  });

  test('NEWS-07: says what it is, when it changed and when to come again', () => {
    const channel = channelOf([], {}, { rights: '© A & B' });
    const said = { title: 'Example Dispatch: Harbour', link: 'https://news.example.org/tags/harbour/' };
    const facts = { pubDate: 'Wed, 25 Jun 2025 17:05:00 GMT', language: 'en-GB', ttl: '15', copyright: '© A & B' };
    for (const [name, text] of Object.entries({ ...said, ...facts }))
      expect(textsOf(channel, name), name).toEqual([text]);
    expect(childOf(channel, 'description').text).toBe('Articles tagged Harbour, newest first.');
    expect(namesOf(channelOf([]))).not.toContain('copyright');
  });

  test.each([
    { newsLogo: 'https://cdn.example.org/logo.png?a=1&b=2', url: 'https://cdn.example.org/logo.png?a=1&b=2' },
    { newsLogo: `${SITE_MARK}/media/logo.png`, url: 'https://news.example.org/media/logo.png' },
  ])('NEWS-07: has the logo that is named, $url', ({ newsLogo, url }) => {
    const logo = childOf(channelOf([], {}, { newsLogo }), 'snf:logo');
    expect([logo.uri, namesOf(logo), textsOf(logo, 'url')]).toEqual(['http://www.smartnews.be/snf', ['url'], [url]]);
  });

  test('NEWS-07: has no logo when none is named, and nothing of what is for readers', () => {
    const history = { previous: 3 };
    const names = new Set(allOf(channelOf([anEntry()], { history })).map(({ name }) => name));
    for (const name of names) expect(name).not.toMatch(/^(?:snf|atom|fh):/);
  });
});

describe('an item', () => {
  test('NEWS-07: is the whole article, with its picture and its files', () => {
    const item = itemOf(
      anEntry({
        content: `<p>See <a href="${SITE_MARK}/about/">us</a>, in a <![CDATA[mark]]> of our own.</p>`,
        authors: [{ name: 'Anna Writer' }, { name: 'Bo' }],
        picture: { url: `${SITE_MARK}/a.jpg?a=1&b=2`, caption: 'Boats', width: 640, height: 480, type: 'image/jpeg' },
        enclosures: [{ url: `${SITE_MARK}/a.mp3`, type: 'audio/mpeg', length: 7 }],
      }),
    );
    expect(textsOf(item, 'content:encoded')).toEqual([
      '<p>See <a href="https://news.example.org/about/">us</a>, in a <![CDATA[mark]]> of our own.</p>',
    ]);
    expect(textsOf(item, 'title')).toEqual(['An article']);
    expect(textsOf(item, 'link')).toEqual(['https://news.example.org/articles/an-article/']);
    expect(textsOf(item, 'guid')).toEqual(['urn:uuid:00000000-0000-8000-8000-000000000001']);
    expect(textsOf(item, 'pubDate')).toEqual(['Wed, 25 Jun 2025 15:30:00 GMT']);
    expect(textsOf(item, 'description')).toEqual(['What it is about.']);
    expect(textsOf(item, 'dc:creator')).toEqual(['Anna Writer', 'Bo']);
    expect(textsOf(item, 'category')).toEqual(['Harbour']);
    expect(childOf(item, 'media:thumbnail').attributes).toEqual({
      url: 'https://news.example.org/a.jpg?a=1&b=2',
      width: '640',
      height: '480',
    });
    expect(childOf(item, 'enclosure').attributes).toEqual({
      url: 'https://news.example.org/a.mp3',
      length: '7',
      type: 'audio/mpeg',
    });
  });

  test('NEWS-07: without a summary has its text where SmartNews looks for it, and in no second place', () => {
    const item = itemOf(anEntryWithout(['summary']));
    expect(textsOf(item, 'content:encoded')).toEqual(['<p>What it says.</p>']);
    expect(namesOf(item)).not.toContain('description');
    expect(namesOf(item)).not.toContain('media:thumbnail');
  });

  test('NEWS-07: leads to the home of the article, as in RSS', () => {
    const entry = anEntry({ link: 'https://elsewhere.example.org/a?x=1&y=[2]' });
    const link = textsOf(itemOf(entry), 'link');
    expect(link).toEqual(['https://elsewhere.example.org/a?x=1&y=%5B2%5D']);
    expect(link).toEqual(textsOf(childOf(childOf(parseXml(renderAll([entry]).rss), 'channel'), 'item'), 'link'));
  });

  test('NEWS-07: whatever an author writes stays text', () => {
    const entry = anEntry({
      title: HOSTILE,
      summary: HOSTILE,
      authors: [{ name: HOSTILE }],
      tags: [{ slug: 'a', label: HOSTILE }],
      picture: { url: `https://a.example/"><x>&'.jpg` },
    });
    const channel = channelOf([entry], { title: HOSTILE, description: HOSTILE }, { rights: HOSTILE });
    for (const name of ['title', 'description', 'copyright']) expect(textsOf(channel, name), name).toEqual([CLEAN]);
    const item = childOf(channel, 'item');
    for (const name of ['title', 'dc:creator', 'category']) expect(textsOf(item, name), name).toEqual([CLEAN]);
    expect(childOf(item, 'media:thumbnail').attributes.url).toBe(`https://a.example/"><x>&'.jpg`);
  });

  test('NEWS-07: there is none of an article without a text, or with one that no feed carries', () => {
    const id = (name: string) => `urn:x:${name}` as EntryId;
    const entries = [
      anEntry({ id: id('picture'), content: '' }),
      anEntry({ id: id('long'), content: `<p>${'x'.repeat(200_000)}</p>` }),
      anEntry({ id: id('text') }),
    ];
    expect(idsOf(entries)).toEqual(['urn:x:text']);
    expect(renderAll(entries).rss.match(/<item>/g)).toHaveLength(3);
  });
});

describe('the bound', () => {
  const long = (name: string, length: number) =>
    anEntry({ id: `urn:x:${name}` as EntryId, content: `<p>${'é'.repeat(length / 2)}</p>` });
  const ids = (names: readonly string[]) => names.map((name) => `urn:x:${name}`);

  test('NEWS-07: a document is no larger than a megabyte: the newest that have room, each whole', () => {
    const entries = Array.from({ length: 20 }, (_, index) => long(String(index), 150_000));
    const document = bytesOf(entries);
    expect(document.length).toBeLessThanOrEqual(SMARTNEWS_BYTES);
    expect(document.length).toBeGreaterThan(SMARTNEWS_BYTES - 151_000);
    expect(idsOf(entries)).toEqual(ids(['0', '1', '2', '3', '4', '5']));
    for (const { text } of childrenOf(channelOf(entries), 'item').flatMap((item) =>
      childrenOf(item, 'content:encoded'),
    ))
      expect(Buffer.byteLength(text)).toBe(150_007);
    expect(renderAll(entries).rss.match(/<item>/g)).toHaveLength(20);
  });

  test('NEWS-07: one that has no room keeps out no other, however large it has become', () => {
    // Each end of a section within is written as two sections.
    const grown = anEntry({ id: 'urn:x:grown' as EntryId, content: ']]>'.repeat(66_666) });
    expect(idsOf([grown, long('small', 100)])).toEqual(ids(['small']));
    const entries = [...Array.from({ length: 7 }, (_, index) => long(String(index), 150_000)), long('small', 100)];
    expect(idsOf(entries)).toEqual(ids(['0', '1', '2', '3', '4', '5', 'small']));
  });

  test('NEWS-07: exactly a megabyte is not too much, and a byte more is', () => {
    const five = Array.from({ length: 5 }, (_, index) => long(String(index), 180_000));
    const rest = SMARTNEWS_BYTES - bytesOf([...five, long('last', 2)]).length;
    const last = (more: number) =>
      anEntry({ id: 'urn:x:last' as EntryId, content: `<p>${'x'.repeat(2 + rest + more)}</p>` });
    expect(bytesOf([...five, last(0)])).toHaveLength(SMARTNEWS_BYTES);
    expect(idsOf([...five, last(1)])).toEqual(ids(['0', '1', '2', '3', '4']));
  });
});
