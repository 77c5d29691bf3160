// What a feed carries and what it leaves to a page, and that no entry harms another.
import { expect, test } from 'vitest';
import { type Entry, type EntryId, SITE_MARK } from '../../src/entry.ts';
import { fitting } from '../../src/render/publication.ts';
import { anEntry, aPublication, childOf, childrenOf, parseXml, renderAll } from './support.ts';

test('GEN-04: a text of five megabytes in one line is left to its page; feeds have the summary and the link', () => {
  const long = anEntry({ content: `<p>${'a &lt; b ]]> 😀 '.repeat(350_000)}</p>` });
  const { rss, atom, json } = renderAll([long, anEntry({ id: 'urn:x:2' as EntryId })]);
  for (const text of [rss, atom, json]) expect(text.length).toBeLessThan(10_000);
  const [item] = childrenOf(childOf(parseXml(rss), 'channel'), 'item');
  expect(item && [childOf(item, 'description').text, childrenOf(item, 'content:encoded')]).toEqual([
    'What it is about.',
    [],
  ]);
  const [entry] = childrenOf(parseXml(atom), 'entry');
  expect(entry && [childOf(entry, 'summary').text, childrenOf(entry, 'content')]).toEqual(['What it is about.', []]);
  expect(entry && childOf(entry, 'link').attributes).toMatchObject({ rel: 'alternate' });
  const [first, second] = JSON.parse(json).items;
  expect(first).toMatchObject({ content_text: 'What it is about.', url: expect.stringMatching(/^https:/) });
  expect(second).toMatchObject({ content_html: '<p>What it says.</p>' });
});

test('GEN-04, READ-04: a feed ends at about a megabyte, but not before it has twenty entries', () => {
  const entries = (kilobytes: number) =>
    Array.from({ length: 50 }, () => anEntry({ content: 'x'.repeat(kilobytes * 1000) }));
  const fit = (of: readonly Entry[]) => fitting(of, aPublication());
  expect(fit(entries(8))).toHaveLength(50);
  expect(fit(entries(30))).toHaveLength(33);
  expect(fit(entries(199))).toHaveLength(20);
  // The longest are left to their pages, so twenty of them are no more than validators read.
  expect(fit(entries(10_000))).toHaveLength(20);
});

test('VAL-01: what validators read is enough for any feed, whatever its links become', () => {
  const link = `<a href="${SITE_MARK}/a">a</a>`;
  for (const count of [5000, 7000, 9000, 12_000]) {
    const entries = Array.from({ length: 20 }, (_, index) =>
      anEntry({ id: `urn:x:${index}` as EntryId, content: link.repeat(count) }),
    );
    const { rss, atom } = renderAll(entries);
    for (const text of [rss, atom]) expect(Buffer.byteLength(text)).toBeLessThan(5_000_000);
  }
});

test('GEN-05: an entry that cannot be rendered is left out of its feeds and harms no other', () => {
  const broken = anEntry({ id: 'urn:x:broken' as EntryId, title: 'Broken', link: 'http://[' });
  const { rss, atom, json } = renderAll([broken, anEntry()]);
  expect(() => [parseXml(rss), parseXml(atom), JSON.parse(json)]).not.toThrow();
  for (const text of [rss, atom, json]) expect(text).toContain('An article');
  expect(rss).not.toContain('Broken');
});
