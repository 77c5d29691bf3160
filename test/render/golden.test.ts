// One feed with everything in it, as files: a changed one is read in review like a changed feed.
import { parseOpml } from 'feedsmith';
import { expect, test } from 'vitest';
import { type EntryId, SITE_MARK } from '../../src/entry.ts';
import { renderOpml } from '../../src/render/opml.ts';
import { oneLine } from '../../src/text.ts';
import { anEntry, anEntryWithout, aPublication, jsonFeedErrors, parseXml, renderAll } from './support.ts';

const HOSTILE = oneLine('A\u0000B <b>&amp; & "q" \'a\' ]]> $& slot-title \uD800\u0092 שלום e\u0301 😀 -->');
const updated = (day: number) => new Date(Date.UTC(2025, 5, day, 17, 5));

const everything = [
  anEntry({
    title: 'By two authors',
    authors: [
      { name: 'Anna Writer', url: 'https://anna.example.org/?a=1&b=2', email: 'anna@example.org' },
      { name: 'Bo & <Co>' },
    ],
    tags: [
      { slug: 'harbour', label: 'Harbour' },
      { slug: 'r-and-d', label: 'R&D' },
    ],
    picture: { url: `${SITE_MARK}/img/boats.jpg?w=1&h=2`, caption: 'Boats & "nets"', credit: 'R. <L.>' },
    content: `<p>See <a href="${SITE_MARK}/about/">us</a>.</p>\n<p>A second paragraph.</p>`,
  }),
  anEntry({
    id: 'tag:old.example.org,2010:articles/4711?a=1&b=2' as EntryId,
    slug: 'elsewhere',
    title: 'Elsewhere, in another language',
    link: 'https://elsewhere.example.org/a?x=1&y=2',
    language: 'uk',
    summary: 'Про що це.',
    content: '<p>Що сказано.</p>',
    updated: updated(24),
  }),
  anEntryWithout(['summary'], {
    id: 'urn:x:no-summary' as EntryId,
    slug: 'no-summary',
    title: 'Without a summary, authors or tags',
    authors: [],
    tags: [],
    picture: { caption: 'Of a picture that is lost', credit: 'Nobody' },
    updated: updated(23),
  }),
  anEntry({
    id: 'urn:x:no-content' as EntryId,
    slug: 'no-content',
    title: 'Without content',
    content: '',
    updated: updated(22),
  }),
  anEntryWithout(['summary'], {
    id: 'urn:x:neither' as EntryId,
    slug: 'neither',
    title: 'Only a title',
    content: '',
    updated: updated(21),
  }),
  anEntry({
    id: 'urn:x:hostile' as EntryId,
    slug: 'hostile',
    title: HOSTILE,
    summary: HOSTILE,
    content: '<p>]]> &lt;b&gt; &amp;amp; $&amp; slot-content \u0002\uD800 <code>a &lt; b</code></p>',
    authors: [{ name: HOSTILE }],
    tags: [{ slug: 'hostile', label: HOSTILE }],
    picture: { url: 'https://img.example.org/a.jpg', caption: HOSTILE, credit: HOSTILE },
    updated: updated(20),
  }),
].map((entry) => ({ ...entry, published: new Date(entry.updated.getTime() - 5_400_000) }));

const view = {
  tombstones: [
    { id: 'urn:x:withdrawn' as EntryId, withdrawn: new Date('2025-06-25T12:00:00Z') },
    { id: 'tag:a,2010:b?c&d' as EntryId, withdrawn: new Date('2025-06-24T12:00:00Z') },
  ],
};
const publication = {
  rights: '© 2025 Example & Dispatch',
  authors: [{ name: 'Example Dispatch', email: 'desk@example.org', url: 'https://news.example.org/' }],
};
const { rss, atom, json } = renderAll(everything, view, publication);
const opml = renderOpml(
  {
    tags: [
      { slug: 'harbour', label: 'Harbour' },
      { slug: 'hostile', label: HOSTILE },
    ],
    authors: [{ slug: 'hostile', label: HOSTILE }],
  },
  updated(25),
  aPublication(),
);

test.each([
  ['rss.xml', rss],
  ['atom.xml', atom],
  ['feed.json', json],
  ['feeds.opml', opml],
])('a feed with everything in it: %s', async (file, text) => {
  await expect(text).toMatchFileSnapshot(`../golden/everything/${file}`);
});

test.each([
  ['RSS', rss],
  ['Atom', atom],
  ['OPML', opml],
])('the golden %s is well-formed', (_, text) => {
  expect(() => parseXml(text)).not.toThrow();
});

test('the golden JSON satisfies the schema of JSON Feed 1.1', () => {
  expect(jsonFeedErrors(json)).toEqual([]);
});

test('the golden OPML is read by a parser that is not ours', () => {
  expect(parseOpml(opml).body?.outlines?.[1]?.outlines?.map(({ text }) => text)).toEqual(['Harbour', HOSTILE]);
});
