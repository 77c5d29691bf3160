// How documents say where they stand in the history of their feed, in the words of each format (RFC 5005).
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import type { History } from '../../src/render/publication.ts';
import { anEntry, childOf, childrenOf, jsonFeedErrors, parseXml, renderAll } from './support.ts';

const TAG = 'https://news.example.org/tags/harbour';
const FH = 'http://purl.org/syndication/history/1.0';

type Case = {
  readonly what: string;
  readonly history?: History;
  /** The relations and the pages that they lead to; 0 is the live feed. */
  readonly links: Readonly<Record<string, number>>;
};

const cases: readonly Case[] = [
  { what: 'a feed that has no history', links: { self: 0 } },
  { what: 'a live feed before the first page is closed', history: {}, links: { self: 0 } },
  { what: 'a live feed', history: { previous: 7 }, links: { self: 0, 'prev-archive': 7 } },
  { what: 'the only page', history: { page: 1 }, links: { self: 1, current: 0 } },
  { what: 'the oldest page', history: { page: 1, next: 2 }, links: { self: 1, 'next-archive': 2, current: 0 } },
  {
    what: 'a page between others',
    history: { page: 2, previous: 1, next: 3 },
    links: { self: 2, 'prev-archive': 1, 'next-archive': 3, current: 0 },
  },
  { what: 'the newest page', history: { page: 3, previous: 2 }, links: { self: 3, 'prev-archive': 2, current: 0 } },
];

const address = (page: number, file: string) => `${TAG}/${page === 0 ? '' : `archive/${page}/`}${file}`;
const render = ({ history }: Case, entries = [anEntry()]) => renderAll(entries, history ? { history } : {});

describe.each(cases)('$what', (one) => {
  test.each([
    { format: 'atom', file: 'atom.xml', type: 'application/atom+xml', name: 'link' },
    { format: 'rss', file: 'rss.xml', type: 'application/rss+xml', name: 'atom:link' },
  ] as const)('PAGE-05, PAGE-06, PAGE-11: $format has the links', ({ format, file, type, name }) => {
    const root = parseXml(render(one)[format]);
    const links = childrenOf(format === 'rss' ? childOf(root, 'channel') : root, name)
      .map(({ attributes }) => attributes)
      .filter(({ rel }) => rel !== 'alternate');
    const found = links.map(({ rel, type, href }) => ({ rel, type, href }));
    const expected = Object.entries(one.links).map(([rel, page]) => ({ rel, type, href: address(page, file) }));
    expect(found).toHaveLength(expected.length);
    expect(found).toEqual(expect.arrayContaining(expected));
  });

  test.each(['atom', 'rss'] as const)('PAGE-02, PAGE-06, RSS-09: %s says that a page is an archive', (format) => {
    const document = render(one)[format];
    const root = parseXml(document);
    const found = childrenOf(format === 'rss' ? childOf(root, 'channel') : root, 'fh:archive');
    const isArchive = one.history?.page !== undefined;
    expect(found.map(({ uri }) => uri)).toEqual(isArchive ? [FH] : []);
    expect(document.includes(FH)).toBe(isArchive);
    expect(document).not.toContain('fh:complete');
  });

  test('JSON-05, PAGE-12: JSON leads to the next older page, under the address that the feed is known by', () => {
    const { json } = render(one);
    expect(jsonFeedErrors(json)).toEqual([]);
    const { feed_url, next_url } = JSON.parse(json);
    expect(feed_url).toBe(address(0, 'feed.json'));
    const previous = one.links['prev-archive'];
    expect(next_url).toBe(previous === undefined ? undefined : address(previous, 'feed.json'));
  });

  test('ATOM-17: the feed is the same in all documents of its history', () => {
    const idOf = (xml: string) => childOf(parseXml(xml), 'id').text;
    expect(idOf(render(one).atom)).toBe(idOf(renderAll([anEntry()]).atom));
  });

  test('RSS-23: only what may change soon says how soon', () => {
    const channel = childOf(parseXml(render(one).rss), 'channel');
    expect(childrenOf(channel, 'ttl')).toHaveLength(one.history?.page === undefined ? 1 : 0);
  });

  test('RSS-15, ATOM-02: all of it stands before the first entry', () => {
    const { rss, atom } = render(one);
    expect(rss.slice(rss.indexOf('<item>'))).not.toMatch(/archive|<atom:link/);
    expect(atom.slice(atom.indexOf('<entry>'))).not.toMatch(/archive|rel="current"/);
  });

  test('readers that are not ours read it, empty or not', async () => {
    for (const entries of [[anEntry()], []]) {
      const { rss, atom, json } = render(one, entries);
      expect(parseAtomFeed(atom).entries ?? []).toHaveLength(entries.length);
      expect(parseRssFeed(rss).items ?? []).toHaveLength(entries.length);
      expect(parseJsonFeed(json).items ?? []).toHaveLength(entries.length);
      for (const xml of [rss, atom])
        expect((await new RssParser().parseString(xml)).items).toHaveLength(entries.length);
    }
  });
});

test.each([
  ['rss.xml', 'rss'],
  ['atom.xml', 'atom'],
  ['feed.json', 'json'],
] as const)('a page between others: %s', async (file, format) => {
  const document = renderAll([anEntry()], { history: { page: 2, previous: 1, next: 3 } })[format];
  await expect(document).toMatchFileSnapshot(`../golden/archive/${file}`);
});
