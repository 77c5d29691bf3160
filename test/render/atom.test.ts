// Atom as RFC 4287 and its companions want it.
import { describe, expect, test } from 'vitest';
import { type EntryId, SITE_MARK } from '../../src/entry.ts';
import { escapeMarkup } from '../../src/text.ts';
import {
  allOf,
  anEntry,
  anEntryWithout,
  childOf,
  childrenOf,
  type Element,
  namesOf,
  parseXml,
  renderAll,
  textsOf,
} from './support.ts';

const ATOM = 'http://www.w3.org/2005/Atom';
const feedOf = (...of: Parameters<typeof renderAll>): Element => parseXml(renderAll(...of).atom);
const entryOf = (entry = anEntry()): Element => childOf(feedOf([entry]), 'entry');
const withdrawn = { id: 'urn:x:gone?a&b' as EntryId, withdrawn: new Date('2025-06-24T12:00:00.500Z') };
const second = anEntry({
  id: 'urn:x:2' as EntryId,
  slug: 'two',
  updated: new Date('2025-06-24T00:00:00Z'),
  picture: { url: `${SITE_MARK}/a.jpg`, caption: 'Boats & nets', credit: 'R. & L.' },
});
const full = () => feedOf([anEntry(), second], { tombstones: [withdrawn] }, { rights: '© Us' });

describe('structure', () => {
  test('ATOM-01 the root is a feed in the namespace with one id, title and updated', () => {
    const feed = full();
    expect([feed.name, feed.uri]).toEqual(['feed', ATOM]);
    for (const name of ['id', 'title', 'updated']) expect(childOf(feed, name).text).not.toBe('');
  });

  test('ATOM-02 metadata and tombstones precede the entries', () => {
    const names = namesOf(full());
    expect(names.slice(names.indexOf('entry'))).toEqual(['entry', 'entry']);
    expect(names).toContain('at:deleted-entry');
  });

  test('ATOM-03 an entry has one id, title and updated, and nothing twice that may be there once', () => {
    for (const entry of childrenOf(full(), 'entry')) {
      for (const name of ['id', 'title', 'updated']) expect(childOf(entry, name).text).not.toBe('');
      for (const name of ['content', 'published', 'rights', 'source', 'summary'])
        expect(childrenOf(entry, name).length).toBeLessThanOrEqual(1);
    }
  });

  test('ATOM-04 the feed has an author, for entries that have none', () => {
    const feed = feedOf([anEntry({ authors: [] })]);
    expect(childOf(childOf(feed, 'author'), 'name').text).toBe('Example Dispatch');
    expect(namesOf(childOf(feed, 'entry'))).not.toContain('author');
  });

  test('ATOM-05 generator, icon, logo, rights and subtitle are there once at most', () => {
    for (const name of ['generator', 'icon', 'logo', 'rights', 'subtitle'])
      expect(childrenOf(full(), name).length).toBeLessThanOrEqual(1);
    expect(childOf(full(), 'rights').text).toBe('© Us');
  });

  test('ATOM-06, ATOM-35 one self link with the type of Atom, and an alternate in the language of the page', () => {
    expect(childrenOf(full(), 'link').map(({ attributes }) => attributes)).toEqual([
      { rel: 'alternate', type: 'text/html', hreflang: 'en-GB', href: 'https://news.example.org/tags/harbour/' },
      { rel: 'self', type: 'application/atom+xml', href: 'https://news.example.org/tags/harbour/atom.xml' },
    ]);
  });

  test('ATOM-07 no parent has two alternates of one type and language', () => {
    for (const parent of allOf(full())) {
      const kinds = childrenOf(parent, 'link')
        .filter(({ attributes }) => attributes.rel === 'alternate')
        .map(({ attributes: { type, hreflang } }) => `${type} ${hreflang}`);
      expect(kinds).toEqual([...new Set(kinds)]);
    }
  });

  test('ATOM-08 an entry without content has an alternate link and its summary', () => {
    const entry = entryOf(anEntry({ content: '' }));
    expect(namesOf(entry)).not.toContain('content');
    expect(childOf(entry, 'link').attributes).toMatchObject({ rel: 'alternate', type: 'text/html' });
    expect(childOf(entry, 'summary').text).toBe('What it is about.');
    const bare = entryOf(anEntryWithout(['summary'], { content: '' }));
    expect(childOf(bare, 'summary').text).toBe('An article');
  });

  test('ATOM-10 no prefix is bound to Atom, and all that has none is Atom', () => {
    for (const { name, uri, attributes } of allOf(full())) {
      expect([name, uri === ATOM]).toEqual([name, !name.includes(':')]);
      for (const [key, value] of Object.entries(attributes)) if (key.startsWith('xmlns:')) expect(value).not.toBe(ATOM);
    }
  });

  test('ATOM-11 no id is there twice', () => {
    const ids = childrenOf(full(), 'entry').flatMap((entry) => textsOf(entry, 'id'));
    expect(new Set(ids).size).toBe(2);
  });
});

describe('ids', () => {
  test.each([
    'urn:uuid:00000000-0000-8000-8000-000000000001',
    'tag:old.example.org,2010:articles/4711?a=1&b=2',
    'http://x.example/Thing/%7e/%7E/~',
    'HTTP://X.example',
    'urn:slot',
    'slot-id',
  ])('ATOM-12, ATOM-13 the id %s is written character by character', (id) => {
    expect(childOf(entryOf(anEntry({ id: id as EntryId })), 'id').text).toBe(id);
  });

  test('ATOM-12 an id outlives a change of title, address and tags', () => {
    const changed = anEntry({ title: 'Other', slug: 'other', link: 'https://x.example/', tags: [], revision: 2 });
    expect(textsOf(entryOf(changed), 'id')).toEqual(textsOf(entryOf(), 'id'));
    const { atom } = renderAll([anEntry()], {}, { baseUrl: 'https://moved.example' });
    expect(childOf(childOf(parseXml(atom), 'entry'), 'id').text).toBe(anEntry().id);
  });

  test('ATOM-17 the id of the feed is that of the view, and of no entry', () => {
    expect(childOf(full(), 'id').text).toBe('urn:uuid:00000000-0000-8000-8000-0000000000ff');
    for (const entry of childrenOf(full(), 'entry'))
      expect(childOf(entry, 'id').text).not.toBe(childOf(full(), 'id').text);
  });
});

describe('dates, text and content', () => {
  test('ATOM-18 every date has a zone and capital letters, and a part of a second only where there is one', () => {
    const dates = allOf(full()).flatMap(({ name, text, attributes }) =>
      name === 'updated' || name === 'published' ? [text] : attributes.when ? [attributes.when] : [],
    );
    expect(dates).toHaveLength(6);
    for (const date of dates) expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(?!000)\d{3})?Z$/);
  });

  test('ATOM-19 an edit moves updated and leaves published', () => {
    const at = new Date('2025-06-25T15:30:00Z');
    expect(textsOf(entryOf(anEntry({ published: at, updated: at })), 'updated')).toEqual(['2025-06-25T15:30:00Z']);
    const edited = entryOf(anEntry({ published: at, updated: new Date('2026-01-02T03:04:05.678Z') }));
    expect(childOf(edited, 'published').text).toBe('2025-06-25T15:30:00Z');
    expect(childOf(edited, 'updated').text).toBe('2026-01-02T03:04:05.678Z');
  });

  test('ATOM-20 the feed is as new as its newest entry', () => {
    const newest = childrenOf(full(), 'entry')
      .flatMap((entry) => textsOf(entry, 'updated'))
      .sort()
      .at(-1);
    expect(childOf(full(), 'updated').text >= (newest ?? '')).toBe(true);
  });

  test('ATOM-22, ATOM-23 titles, summaries and rights are text without children', () => {
    const title = 'a <b>bold</b> & c';
    const feed = feedOf([anEntry({ title, summary: title })], { title, description: title }, { rights: title });
    const entry = childOf(feed, 'entry');
    const texts = [childOf(feed, 'title'), childOf(feed, 'subtitle'), childOf(feed, 'rights')];
    for (const element of [...texts, childOf(entry, 'title'), childOf(entry, 'summary')]) {
      expect(element).toMatchObject({ text: title, children: [] });
      expect(['text', undefined]).toContain(element.attributes.type);
    }
  });

  test.each(['<p>x</p>', '<p>a &amp; b &amp;amp; c &lt;</p>', '<p>]]> and ]]]]>></p>', '<p>$& $1 slot-content</p>'])(
    'ATOM-24, ATOM-25 the HTML %s is escaped once',
    (content) => {
      const element = childOf(entryOf(anEntry({ content })), 'content');
      expect(element).toMatchObject({ text: content, attributes: { type: 'html' }, children: [] });
    },
  );

  test.each(['What it says.', 'Fish & "chips" <1>'])(
    'ATOM-26 a summary that is the whole content is none: %s',
    (text) => {
      const entry = entryOf(anEntry({ summary: text, content: `<p>${escapeMarkup(text)}</p>` }));
      expect(namesOf(entry)).not.toContain('summary');
      expect(childOf(entryOf(anEntry({ summary: text, content: '' })), 'summary').text).toBe(text);
    },
  );

  test('ATOM-26 a summary that the content goes beyond is there', () => {
    const content = '<p>What it is about.</p>\n<p>And more.</p>';
    expect(childOf(entryOf(anEntry({ content })), 'summary').text).toBe('What it is about.');
    expect(namesOf(entryOf(anEntryWithout(['summary'])))).not.toContain('summary');
  });

  test('ATOM-27 a person has one name, and an address and an e-mail where there is one', () => {
    const authors = [{ name: 'Anna & Co', url: 'https://a.example/?x&y', email: 'anna@example.org' }, { name: 'Bo' }];
    const people = childrenOf(entryOf(anEntry({ authors })), 'author').map(({ children }) =>
      children.map(({ name, text }) => [name, text]),
    );
    expect(people).toEqual([
      [
        ['name', 'Anna & Co'],
        ['uri', 'https://a.example/?x&y'],
        ['email', 'anna@example.org'],
      ],
      [['name', 'Bo']],
    ]);
  });

  test('ATOM-28 the feed names its language, and an entry one that differs', () => {
    const feed = feedOf([anEntry({ language: 'en-GB' }), anEntry({ id: 'urn:x:2' as EntryId, language: 'uk' })]);
    expect(feed.attributes['xml:lang']).toBe('en-GB');
    expect(childrenOf(feed, 'entry').map(({ attributes }) => attributes['xml:lang'])).toEqual([undefined, 'uk']);
  });

  test('ATOM-30 a category has the slug as its term, our scheme, and the label as written', () => {
    const label = 'R&D "x" <y>';
    const scheme = 'https://news.example.org/tags/';
    const [category] = childrenOf(entryOf(anEntry({ tags: [{ slug: 'r-and-d', label }] })), 'category');
    expect(category?.attributes).toEqual({ scheme, term: 'r-and-d', label });
    expect(childOf(full(), 'category').attributes).toEqual({ scheme, term: 'harbour', label: 'Harbour' });
  });

  test('ATOM-32 the generator has an address, a version and a name', () => {
    const { attributes, text } = childOf(full(), 'generator');
    expect({ ...attributes, text }).toEqual({ uri: 'https://tagwire.example/', version: '1.0.0', text: 'Tagwire' });
  });
});

describe('links, pictures and tombstones', () => {
  test('ATOM-33 every link has an address and a relation', () => {
    for (const { name, attributes } of allOf(full()))
      if (name === 'link')
        expect([URL.canParse(attributes.href ?? ''), attributes.rel]).toEqual([true, attributes.rel]);
  });

  test('ATOM-33 the alternate of an entry with a home elsewhere leads there', () => {
    const link = 'https://elsewhere.example.org/a?x=1&y=2';
    expect(childOf(entryOf(anEntry({ link })), 'link').attributes.href).toBe(link);
  });

  test('RSS-54, RSS-55 the picture is media:content with a description and a credit, in its namespace', () => {
    const media = childOf(entryOf(second), 'media:content');
    expect(media.uri).toBe('http://search.yahoo.com/mrss/');
    expect(media.attributes).toMatchObject({ url: 'https://news.example.org/a.jpg', medium: 'image' });
    expect(childOf(media, 'media:description').text).toBe('Boats & nets');
    expect(childOf(media, 'media:credit')).toMatchObject({
      text: 'R. & L.',
      attributes: { role: 'photographer', scheme: 'urn:ebu' },
    });
  });

  test('ATOM-39 a withdrawn entry is a child of the feed with its old id and the time', () => {
    const tombstone = childOf(full(), 'at:deleted-entry');
    expect(tombstone.uri).toBe('http://purl.org/atompub/tombstones/1.0');
    expect(tombstone.attributes).toEqual({ ref: 'urn:x:gone?a&b', when: '2025-06-24T12:00:00.500Z' });
  });

  test('RSS-09 a feed without tombstones does not declare their namespace', () => {
    expect(feedOf([anEntry()]).attributes).not.toHaveProperty('xmlns:at');
  });
});
