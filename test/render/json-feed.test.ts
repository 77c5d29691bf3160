// JSON Feed as version 1.1 wants it.
import { describe, expect, test } from 'vitest';
import { type EntryId, SITE_MARK } from '../../src/entry.ts';
import { cleanText } from '../../src/text.ts';
import { anEntry, anEntryWithout, aRenderer, aView, jsonFeedErrors, renderAll } from './support.ts';

const feedOf = (...of: Parameters<typeof renderAll>) => JSON.parse(renderAll(...of).json);
const itemOf = (entry = anEntry()) => feedOf([entry]).items[0];

/** Every value of a document with its key. */
function allOf(value: unknown, key = ''): [key: string, value: unknown][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [[key, value], ...inner.flatMap(([name, child]) => allOf(child, name))];
}

const rich = anEntry({
  language: 'uk',
  picture: { url: `${SITE_MARK}/a.jpg`, caption: 'Boats' },
  authors: [
    { name: 'Anna', url: 'https://a.example/' },
    { name: 'Bo', email: 'bo@example.org' },
  ],
});
const bare = anEntryWithout(['summary'], { id: 'urn:x:2' as EntryId, content: '', authors: [], tags: [] });

describe('feed', () => {
  test('JSON-01 the document is an object in UTF-8 without a byte order mark', () => {
    const bytes = aRenderer().render(aView({ title: 'Ü 😀' }), [rich], 'json');
    expect(bytes[0]).toBe('{'.charCodeAt(0));
    expect(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).title).toBe('Ü 😀');
  });

  test.each([
    { of: 'two entries', entries: [rich, bare] },
    { of: 'one entry', entries: [rich] },
    { of: 'no entry', entries: [] },
  ])('JSON-02 a feed of $of has the version, a title and items, and satisfies the schema', ({ entries }) => {
    const feed = feedOf(entries);
    expect([feed.version, feed.title]).toEqual(['https://jsonfeed.org/version/1.1', 'Example Dispatch: Harbour']);
    expect(feed.items).toHaveLength(entries.length);
    expect(jsonFeedErrors(renderAll(entries).json)).toEqual([]);
  });

  test('JSON-03 the feed names its page and its own address', () => {
    expect(feedOf([])).toMatchObject({
      home_page_url: 'https://news.example.org/tags/harbour/',
      feed_url: 'https://news.example.org/tags/harbour/feed.json',
    });
  });

  test('JSON-04 the feed has a description, a language, authors, and a word for people', () => {
    const { description, language, authors, user_comment } = feedOf([]);
    expect([description, language]).toEqual(['Articles tagged Harbour, newest first.', 'en-GB']);
    expect(authors).toEqual([{ name: 'Example Dispatch' }]);
    expect(user_comment).toContain('home_page_url');
  });

  test('JSON-05, JSON-06 there is one page and no hub', () => {
    expect(feedOf([rich])).not.toHaveProperty('next_url');
    expect(feedOf([rich])).not.toHaveProperty('hubs');
  });

  test('JSON-07 every author has a name, and there is no `author`', () => {
    const authors = allOf(feedOf([rich])).flatMap(([key, value]) => (key === 'authors' ? (value as object[]) : []));
    expect(authors).toHaveLength(3);
    for (const author of authors) expect(author).toHaveProperty('name');
    expect(allOf(feedOf([rich])).map(([key]) => key)).not.toContain('author');
  });
});

describe('item', () => {
  test.each(['4711', 'tag:a.example,2010:b?c=1&d=2', 'HTTP://X.example/%7e'])(
    'JSON-08 the id %s is a string as it is',
    (id) => {
      expect(itemOf(anEntry({ id: id as EntryId })).id).toBe(id);
    },
  );

  test.each([
    { of: 'content', entry: anEntry(), is: { content_html: '<p>What it says.</p>' } },
    { of: 'a summary alone', entry: anEntry({ content: '' }), is: { content_text: 'What it is about.' } },
    { of: 'a title alone', entry: bare, is: { content_text: 'An article' } },
  ])('JSON-09 an entry with $of has a content', ({ entry, is }) => {
    const { content_html, content_text } = itemOf(entry);
    expect({ content_html, content_text }).toEqual({ content_html: undefined, content_text: undefined, ...is });
  });

  test('JSON-10 titles, summaries and tags are text without entities', () => {
    const text = 'a & b <c> &amp; "d"';
    const item = itemOf(anEntry({ title: text, summary: text, tags: [{ slug: 'x', label: text }] }));
    expect([item.title, item.summary, item.tags]).toEqual([text, text, [text]]);
  });

  test('JSON-11 the url is the page of the article, or its home elsewhere', () => {
    expect(itemOf().url).toBe('https://news.example.org/articles/an-article/');
    expect(itemOf(anEntry({ link: 'https://x.example/?a&b' })).url).toBe('https://x.example/?a&b');
  });

  test('JSON-12 dates are those of RFC 3339, and an edit moves date_modified alone', () => {
    expect(itemOf(anEntry({ updated: new Date('2026-01-02T03:04:05.678Z') }))).toMatchObject({
      date_published: '2025-06-25T15:30:00Z',
      date_modified: '2026-01-02T03:04:05.678Z',
    });
  });

  test('JSON-13 an item has its picture, tags, authors and language', () => {
    expect(itemOf(rich)).toMatchObject({
      image: 'https://news.example.org/a.jpg',
      tags: ['Harbour'],
      authors: [{ name: 'Anna', url: 'https://a.example/' }, { name: 'Bo' }],
      language: 'uk',
    });
  });

  test('JSON-14 a picture is no attachment', () => {
    expect(itemOf(rich)).not.toHaveProperty('attachments');
  });

  test('JSON-15 every key is of the specification', () => {
    const known = 'version title home_page_url feed_url description user_comment language authors items name url id';
    const ofItems = 'summary content_html content_text image date_published date_modified tags';
    const keys = allOf(feedOf([rich, bare])).map(([key]) => key);
    for (const key of keys) if (!/^\d*$/.test(key)) expect(`${known} ${ofItems}`.split(' ')).toContain(key);
  });

  test('JSON-16 what is absent is left out', () => {
    for (const [key, value] of allOf(feedOf([bare, rich]))) {
      expect([key, value]).not.toEqual([key, null]);
      expect([key, value]).not.toEqual([key, '']);
      expect([key, value]).not.toEqual([key, []]);
    }
  });

  test('JSON-19 links of the site are absolute', () => {
    const content = `<p><a href="${SITE_MARK}/x">x</a></p>`;
    expect(itemOf(anEntry({ content })).content_html).toBe('<p><a href="https://news.example.org/x">x</a></p>');
  });

  test('JSON-20 lone surrogates and control characters are no more in JSON than they are in XML', () => {
    const text = 'A\u0000B\u000BC\uD800D\uFFFEE\u0092😀';
    const entry = anEntry({
      title: text,
      summary: text,
      content: `<p>${text}</p>`,
      authors: [{ name: text }],
      tags: [{ slug: 'x', label: text }],
    });
    const { json } = renderAll([entry], { title: text, description: text });
    for (const [, value] of allOf(JSON.parse(json)))
      if (typeof value === 'string') expect(value).toBe(cleanText(value));
    expect(JSON.parse(json)).toMatchObject({ title: 'ABCDE’😀', items: [{ title: 'ABCDE’😀', tags: ['ABCDE’😀'] }] });
  });
});
