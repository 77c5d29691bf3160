// An article as news agencies exchange it (NEWS-11 to NEWS-16).
import { describe, expect, test } from 'vitest';
import { type Entry, type EntryId, SITE_MARK } from '../../src/entry.ts';
import { readArticles } from '../../src/ingest/article.ts';
import { renderNinjs, renderWithdrawnNinjs } from '../../src/render/ninjs.ts';
import { readArticle } from '../support/read.ts';
import { anEntry, anEntryWithout, aPublication, aRenderer, aView } from './support.ts';

const publication = aPublication({ rights: '© Example Dispatch' });
const ID = 'urn:uuid:00000000-0000-8000-8000-000000000001';
const common = {
  standard: { name: 'ninjs', version: '3.0', schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#' },
  uri: ID,
  type: 'text',
  firstCreated: '2025-06-25T15:30:00Z',
};
const rich = anEntry({
  title: '“Fish” & <chips>',
  content: `<p>See <a href="${SITE_MARK}/about/">us</a>.</p>`,
  language: 'he',
  authors: [{ name: 'Anna Writer', email: 'anna@example.org' }, { name: 'City Press' }],
  picture: {
    url: `${SITE_MARK}/media/0/boats.jpg`,
    type: 'image/jpeg',
    length: 9000,
    width: 1200,
    height: 675,
    caption: 'Boats',
    credit: 'R. L.',
  },
  enclosures: [
    { url: `${SITE_MARK}/media/0/aloud.mp3`, type: 'audio/mpeg', length: 5, durationSeconds: 179, title: 'Aloud' },
    { url: 'https://elsewhere.example.org/a.pdf', type: 'application/pdf' },
  ],
  revision: 7,
});

const read = (json: string) => JSON.parse(json);
const listOf = (...entries: Entry[]) => aRenderer().render(aView(), entries, 'ninjs').toString();

test('NEWS-11, NEWS-12, NEWS-13, NEWS-14, NEWS-15: all that is known of an article, under the names of ninjs 3', () => {
  const json = renderNinjs(rich, publication);
  expect(read(json)).toEqual({
    ...common,
    version: '7',
    versionCreated: '2025-06-25T17:05:00Z',
    language: 'he',
    representationType: 'full',
    pubStatus: 'usable',
    copyrightNotice: '© Example Dispatch',
    headlines: [{ role: 'main', contentType: 'text/plain', value: '“Fish” & <chips>' }],
    descriptions: [{ role: 'summary', contentType: 'text/plain', value: 'What it is about.' }],
    bodies: [
      {
        role: 'main',
        contentType: 'text/html',
        value: '<p>See <a href="https://news.example.org/about/">us</a>.</p>',
      },
    ],
    by: 'Anna Writer, City Press',
    infoSources: [
      { name: 'Anna Writer', role: 'author', uri: 'https://news.example.org/authors/author-1/' },
      { name: 'City Press', role: 'author', uri: 'https://news.example.org/authors/author-2/' },
    ],
    subjects: [{ name: 'Harbour', uri: 'https://news.example.org/tags/harbour/' }],
    altIds: [
      { role: 'permalink', value: 'https://news.example.org/articles/an-article/' },
      { role: 'ninjs', value: 'https://news.example.org/articles/an-article/ninjs.json' },
    ],
    associations: [
      {
        name: 'main picture',
        uri: 'https://news.example.org/media/0/boats.jpg',
        type: 'picture',
        descriptions: [{ role: 'caption', contentType: 'text/plain', value: 'Boats' }],
        by: 'R. L.',
        renditions: [
          {
            name: 'main',
            href: 'https://news.example.org/media/0/boats.jpg',
            contentType: 'image/jpeg',
            width: 1200,
            height: 675,
            sizeInBytes: 9000,
          },
        ],
      },
      {
        name: 'Aloud',
        uri: 'https://news.example.org/media/0/aloud.mp3',
        type: 'audio',
        title: 'Aloud',
        renditions: [
          {
            name: 'main',
            href: 'https://news.example.org/media/0/aloud.mp3',
            contentType: 'audio/mpeg',
            sizeInBytes: 5,
            duration: 179,
          },
        ],
      },
      {
        name: 'enclosure',
        uri: 'https://elsewhere.example.org/a.pdf',
        renditions: [{ name: 'main', href: 'https://elsewhere.example.org/a.pdf', contentType: 'application/pdf' }],
      },
    ],
  });
});

test('what nobody knows is not said', () => {
  const bare = { ...anEntryWithout(['summary'], { content: '', tags: [], picture: { caption: 'Lost' } }), authors: [] };
  expect(Object.keys(read(renderNinjs(bare, aPublication())))).toEqual([
    ...['standard', 'uri', 'type', 'version', 'firstCreated', 'versionCreated', 'language'],
    ...['representationType', 'pubStatus', 'headlines', 'altIds'],
  ]);
});

test('NEWS-12: a full representation has the whole text, also one that is too long for a feed', () => {
  const content = `<p>${'long '.repeat(60_000)}</p>`;
  expect(read(renderNinjs(anEntry({ content }), publication)).bodies[0].value).toBe(content);
});

describe('NEWS-16: an article that was withdrawn', () => {
  const json = renderWithdrawnNinjs({ ...rich, revision: 9 }, new Date('2025-07-01T08:00:00Z'), publication);

  test('is another version under the same name, and says nothing of what it said', () => {
    expect(read(json)).toEqual({
      ...common,
      version: '9',
      versionCreated: '2025-07-01T08:00:00Z',
      language: 'he',
      representationType: 'partial',
      pubStatus: 'canceled',
    });
  });

  test('is none to whoever reads ninjs', () => {
    expect(readArticle(Buffer.from(json), 'a.json', new Date(0)).reading).toMatchObject({
      kind: 'skipped',
      why: 'withdrawn',
    });
  });
});

test('GEN-02: what we write we read as the article that it was', () => {
  const { reading } = readArticle(Buffer.from(renderNinjs(rich, publication)), 'a.json', new Date(0));
  expect(reading).toMatchObject({
    entry: {
      id: ID,
      title: '“Fish” & <chips>',
      summary: 'What it is about.',
      language: 'he',
      tags: ['Harbour'],
      published: rich.published,
      picture: { url: 'https://news.example.org/media/0/boats.jpg', caption: 'Boats', credit: 'R. L.', width: 1200 },
      enclosures: [{ url: 'https://news.example.org/media/0/aloud.mp3', type: 'audio/mpeg', durationSeconds: 179 }],
    },
  });
});

test('GEN-01, JSON-20: the same article is the same bytes twice, and they are clean', () => {
  const dirty = anEntry({ title: 'a\u0007b\ud800c', authors: [{ name: 'x\ufffe' }] });
  const json = renderNinjs(dirty, publication);
  expect(json).toBe(renderNinjs(structuredClone(dirty), publication));
  expect(read(json)).toMatchObject({ headlines: [{ value: 'abc' }], by: 'x' });
});

describe('NEWS-20: a list', () => {
  const other = anEntry({ id: 'urn:x:2' as EntryId, slug: 'other', title: 'a\u0007b \u2028 "]}, {[" \\', revision: 8 });

  test('NEWS-11: has the very objects that the documents of its articles are, in the order of the feed', () => {
    const known = aPublication();
    expect(read(listOf(rich, other))).toEqual([rich, other].map((entry) => read(renderNinjs(entry, known))));
    expect(read(listOf())).toEqual([]);
  });

  test('NEWS-12: a text that is too long for a feed is left to the document of its article, which it names', () => {
    const long = anEntry({ content: `<p>${'long '.repeat(60_000)}</p>`, link: 'https://example.net/long' });
    const json = listOf(long, other);
    expect(json.length).toBeLessThan(10_000);
    const [partial, full] = read(json);
    expect(partial).toMatchObject({ representationType: 'partial', pubStatus: 'usable', headlines: [{}] });
    expect(partial).not.toHaveProperty('bodies');
    expect(partial.altIds).toContainEqual({
      role: 'ninjs',
      value: 'https://news.example.org/articles/an-article/ninjs.json',
    });
    expect(full).toMatchObject({ representationType: 'full', bodies: [{}] });
  });

  test('an article that cannot be rendered harms no other', () => {
    const broken = anEntry({ id: 'urn:x:broken' as EntryId, updated: new Date(Number.NaN) });
    expect(read(listOf(rich, broken, other)).map(({ uri }: { uri: string }) => uri)).toEqual([ID, 'urn:x:2']);
    expect(read(listOf(broken))).toEqual([]);
  });

  test('GEN-02: what we write we read as the articles that they were', () => {
    const articles = readArticles(Buffer.from(listOf(rich, other)), 'all.json', new Date(0), { zone: 'UTC' });
    expect(articles.map(({ reading }) => reading.kind === 'entry' && reading.entry.id)).toEqual([ID, 'urn:x:2']);
  });
});
