// What feed 6.0.0 gets wrong, measured; each first shown in the package itself, so that we notice when it is mended,
// then shown to be absent from our documents.
import { Feed } from 'feed';
import { describe, expect, test } from 'vitest';
import type { EntryId } from '../../src/entry.ts';
import { FORMATS, type Format } from '../../src/feed.ts';
import { FeedRenderer } from '../../src/render/document.ts';
import { whyMalformed } from '../../src/render/xml.ts';
import { cleanText } from '../../src/text.ts';
import { anEntry, aPublication, aView } from '../support/entries.ts';
import { silent } from '../support/publication.ts';

const date = new Date('2025-06-25T15:30:00Z');
const theirs = (
  item: Partial<Parameters<Feed['addItem']>[0]> = {},
  options: Partial<ConstructorParameters<typeof Feed>[0]> = {},
) => {
  const feed = new Feed({ title: 'T', link: 'https://x.example/', id: 'urn:x', updated: date, ...options });
  feed.addItem({ title: 'a < b & c', id: 'https://x.example/1', link: 'https://x.example/1', date, ...item });
  return feed;
};
const ours = (format: Format, entry = anEntry({ title: 'a < b & c' }), view = aView()) =>
  new FeedRenderer(aPublication(), 1_000_000, silent).render(view, [entry], format).toString();

describe('feed 6.0.0', () => {
  test('LIB-01 stamps the current time when no date is given; ours takes its date from the entries', () => {
    expect(new Feed({ title: 'T', link: 'https://x.example/' }).rss2()).toContain(
      new Date().getUTCFullYear().toString(),
    );
    for (const format of FORMATS) expect(ours(format)).not.toContain(`${new Date().getUTCFullYear()}-`);
    expect(ours('rss')).toContain('<lastBuildDate>Wed, 25 Jun 2025 17:05:00 GMT</lastBuildDate>');
  });
  test('LIB-02 writes one raw title for all formats; ours is right in each', () => {
    expect(theirs().atom1()).toContain('<title type="html"><![CDATA[a < b & c]]></title>');
    expect(ours('atom')).toContain('<title>a &lt; b &amp; c</title>');
    expect(ours('rss')).toContain('<title>a &#x3C; b &#x26; c</title>');
    expect(JSON.parse(ours('json')).items[0].title).toBe('a < b & c');
  });
  test('LIB-03 writes a name as an RSS author; ours is dc:creator, with its namespace', () => {
    expect(theirs({ author: [{ name: 'Anna' }] }).rss2()).toContain('<author>Anna</author>');
    expect(ours('rss')).toContain('<dc:creator>Anna Writer</dc:creator>');
    expect(ours('rss')).toContain('xmlns:dc="http://purl.org/dc/elements/1.1/"');
    expect(ours('rss')).not.toContain('<author>');
  });
  test('LIB-04 normalises or refuses ids in Atom; ours are the same string everywhere', () => {
    expect(() => theirs({ id: 'not a url' }).atom1()).toThrow();
    expect(theirs({ id: 'HTTPS://X.example' }).atom1()).toContain('<id>https://x.example/</id>');
    const entry = anEntry({ id: 'HTTPS://X.example' as EntryId });
    expect(ours('atom', entry)).toContain('<id>HTTPS://X.example</id>');
    expect(ours('rss', entry)).toContain('<guid isPermaLink="false">HTTPS://X.example</guid>');
    expect(JSON.parse(ours('json', entry)).items[0].id).toBe('HTTPS://X.example');
  });
  test('LIB-05 loses the term of a category; ours has term, scheme and label', () => {
    expect(theirs({ category: [{ name: 'Harbour' }] }).atom1()).not.toContain('term=');
    expect(ours('atom')).toContain(
      '<category scheme="https://news.example.org/tags/" term="harbour" label="Harbour"/>',
    );
    expect(ours('rss')).toContain('<category domain="https://news.example.org/tags/">Harbour</category>');
  });
  test('LIB-06 makes an enclosure of length 0 and guessed type of a picture; ours is media:content', () => {
    expect(theirs({ image: 'https://x.example/a.jpg' }).rss2()).toMatch(/length="0" type="image\/jpg"/);
    const entry = anEntry({ picture: { url: 'https://x.example/a.jpg' } });
    expect(ours('rss', entry)).toContain('<media:content url="https://x.example/a.jpg" medium="image">');
    for (const format of FORMATS) expect(ours(format, entry)).not.toMatch(/enclosure|image\/jpg/);
  });
  test('LIB-07 lets control characters and `<` in attributes through; ours is well-formed', () => {
    expect(theirs({ title: 'a\u0001' }).rss2()).toContain('\u0001');
    expect(theirs({ category: [{ name: '<', term: '<' }] }).atom1()).toContain('term="<"');
    const entry = anEntry({ title: 'a\u0002', tags: [{ slug: 'x', label: '<"&' }], content: '<p>\u0002\uD800</p>' });
    for (const format of ['rss', 'atom'] as const) {
      const xml = ours(format, entry);
      expect(cleanText(xml)).toBe(xml);
      // A fragment that is malformed would have been left out.
      expect(xml).toContain(entry.id);
      expect(whyMalformed(xml.replace(/^(<\?.*\n)+/, ''))).toBeUndefined();
    }
  });
  test('LIB-08 knows no language, no link types and no tombstones in Atom; ours does', () => {
    const atom = ours('atom', anEntry(), aView({ tombstones: [{ id: 'urn:x:9' as EntryId, withdrawn: date }] }));
    expect(theirs({}, { language: 'en-GB' }).atom1()).not.toContain('en-GB');
    for (const piece of [
      'xml:lang="en-GB"',
      'rel="self" type="application/atom+xml"',
      'rel="alternate" type="text/html"',
      '<at:deleted-entry',
    ]) {
      expect(atom).toContain(piece);
    }
  });
  test('LIB-09 stops at JSON Feed 1.0; ours is 1.1 with authors, language and both dates', () => {
    expect(JSON.parse(theirs().json1()).version).toBe('https://jsonfeed.org/version/1');
    const json = JSON.parse(ours('json'));
    expect(json.version).toBe('https://jsonfeed.org/version/1.1');
    expect(json).toMatchObject({ language: 'en-GB', authors: [{ name: 'Example Dispatch' }] });
    expect(json).not.toHaveProperty('author');
    expect(json.items[0]).toMatchObject({
      date_published: '2025-06-25T15:30:00Z',
      date_modified: '2025-06-25T17:05:00Z',
      authors: [{ name: 'Anna Writer' }],
    });
  });
  test('LIB-10 leaves relative links alone; ours are absolute in every format', () => {
    expect(theirs({ content: '<a href="/x">x</a>' }).rss2()).toContain('href="/x"');
    const entry = anEntry({ content: '<p><a href="\u0001/x">x</a></p>' });
    for (const format of FORMATS)
      expect(ours(format, entry).replaceAll('\\"', '"')).toContain('href="https://news.example.org/x"');
  });
});
