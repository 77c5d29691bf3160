// The subscription list as OPML 2.0 wants it.
import { parseOpml } from 'feedsmith';
import { expect, test } from 'vitest';
import { renderOpml } from '../../src/render/opml.ts';
import { allOf, aPublication, childOf, namesOf, parseXml } from './support.ts';

const changed = new Date('2025-06-25T17:05:00.999Z');
const tags = [
  { slug: 'harbour', label: 'Harbour' },
  { slug: 'r-and-d', label: 'R&D "x" <y> ]]>\u0000\uD800' },
];
const authors = [{ slug: 'jane-doe', label: 'Jane Doe' }];
const opml = renderOpml({ tags, authors }, changed, aPublication({ title: 'Fish & <chips>' }));
const outlines = allOf(parseXml(opml)).filter(({ name }) => name === 'outline');

test('NEWS-10 the root is opml 2.0 with a head and a body', () => {
  const root = parseXml(opml);
  expect([root.name, root.attributes, namesOf(root)]).toEqual(['opml', { version: '2.0' }, ['head', 'body']]);
});

test('NEWS-10 the head has the title and the date of RFC 822', () => {
  const head = childOf(parseXml(opml), 'head');
  expect(childOf(head, 'title').text).toBe('Fish & <chips>');
  expect(childOf(head, 'dateModified').text).toBe('Wed, 25 Jun 2025 17:05:00 GMT');
});

test('NEWS-10 every outline has a text', () => {
  expect(outlines).toHaveLength(6);
  for (const { attributes } of outlines) expect(attributes.text).toBeTruthy();
});

test('NEWS-10 every subscription has a type, both addresses, a title and a language', () => {
  const subscriptions = outlines.filter(({ attributes }) => attributes.type === 'rss');
  expect(subscriptions.map(({ attributes }) => attributes)).toEqual(
    [
      ['Fish & <chips>', '/'],
      ['Harbour', '/tags/harbour/'],
      ['R&D "x" <y> ]]>', '/tags/r-and-d/'],
      ['Jane Doe', '/authors/jane-doe/'],
    ].map(([text, path]) => ({
      type: 'rss',
      text,
      title: text,
      xmlUrl: `https://news.example.org${path}rss.xml`,
      htmlUrl: `https://news.example.org${path}`,
      language: 'en-GB',
      version: 'RSS2',
    })),
  );
});

test('NEWS-10 tags and authors stand in a folder each, in the order given, also for a parser that is not ours', () => {
  const [all, ...folders] = parseOpml(opml).body?.outlines ?? [];
  expect([all, ...folders].map((outline) => outline?.xmlUrl)).toEqual([
    'https://news.example.org/rss.xml',
    undefined,
    undefined,
  ]);
  expect(folders.map(({ text, outlines }) => [text, outlines?.map((outline) => outline.text)])).toEqual([
    ['By tag', ['Harbour', 'R&D "x" <y> ]]>']],
    ['By author', ['Jane Doe']],
  ]);
});

test('NEWS-10 podcasts stand in a folder of their own, by the address of the podcast and of the page of its articles', () => {
  const podcasts = [
    { slug: '', label: 'Aloud & <all>' },
    { slug: 'harbour', label: 'Ships' },
  ];
  const [, folder] =
    parseOpml(renderOpml({ tags: [], authors: [], podcasts }, changed, aPublication())).body?.outlines ?? [];
  expect([folder?.text, folder?.outlines?.map(({ text, xmlUrl, htmlUrl }) => [text, xmlUrl, htmlUrl])]).toEqual([
    'Podcasts',
    [
      ['Aloud & <all>', 'https://news.example.org/podcast.xml', 'https://news.example.org/'],
      ['Ships', 'https://news.example.org/tags/harbour/podcast.xml', 'https://news.example.org/tags/harbour/'],
    ],
  ]);
});

test('NEWS-10 without tags and authors there is no empty folder', () => {
  expect(parseOpml(renderOpml({ tags: [], authors: [] }, changed, aPublication())).body?.outlines).toHaveLength(1);
});

test('GEN-01 the same tags give the same bytes', () => {
  expect(renderOpml({ tags, authors }, changed, aPublication({ title: 'Fish & <chips>' }))).toBe(opml);
});
