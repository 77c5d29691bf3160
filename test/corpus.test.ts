// Real archives, from the folder to the feeds that others read.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { expect, test } from 'vitest';
import { whyMalformed } from '../src/render/xml.ts';
import { eventually, publication } from './support/publication.ts';

const corpus = fileURLToPath(new URL('../../shared/corpus', import.meta.url));
// The corpora are other people's texts: they lie beside the project where it is developed and are never part of it.
const isAbsent = !existsSync(corpus);

test.skipIf(isAbsent)(
  'the seed, copied into an empty folder under a running server, is right in its three feeds',
  async () => {
    const site = publication({ TIMEZONE: 'Europe/Kyiv' });
    const { baseUrl } = await site.start();
    const name = '000_925e37d262b09a8a.txt';
    cpSync(join(corpus, 'seed', name), join(site.articles, name));
    const read = async (path: string) =>
      eventually(
        () => fetch(baseUrl + path).then((response) => response.text()),
        (text) => text.includes('Russia seeks'),
      );
    const rss = parseRssFeed(await read('/tags/nato/rss.xml')).items?.[0];
    const atom = parseAtomFeed(await read('/tags/european-security/atom.xml')).entries?.[0];
    const [json] = JSON.parse(await read('/tags/russian-invasion-of-ukraine/feed.json')).items;
    const title = 'Russia seeks a pause in the fighting to prepare for a renewed assault on Ukraine early next year';
    expect([rss?.title, atom?.title?.value, json.title]).toEqual([title, title, title]);
    expect(new Set([rss?.guid?.value, atom?.id, json.id]).size).toBe(1);
    expect(new Date(json.date_published).toLocaleString('sv', { timeZone: 'Europe/Kyiv' })).toBe('2022-12-07 00:00:00');
    const lede = /^.*renewed assault.*$/m.exec(readFileSync(join(corpus, 'seed', name), 'utf8'))?.[0];
    expect([rss?.description, atom?.summary?.value, json.summary]).toEqual([lede, lede, lede]);
    expect(json.tags).toEqual(['European security', 'NATO', 'Russian invasion of Ukraine']);
    for (const content of [rss?.content?.encoded, atom?.content?.value, json.content_html]) {
      expect(content?.match(/<p>/g)).toHaveLength(6);
      expect(content).not.toMatch(/Related:|Patre?on|patron|Tags:|Credit|date 2022/i);
    }
  },
);

test.skipIf(isAbsent)(
  'all Markdown corpora are published, and every tag reads back the same through two parsers',
  async () => {
    const site = publication();
    for (const name of ['markdown-toml', 'markdown-yaml', 'markdown-yaml-nested']) {
      mkdirSync(join(site.articles, name));
      for (const entry of readdirSync(join(corpus, name)))
        cpSync(join(corpus, name, entry), join(site.articles, name, entry), { recursive: true });
    }
    const { changes, problems } = await site.refresh();
    // 23 more have an `expirydate` that has passed.
    expect(changes.length).toBeGreaterThanOrEqual(188);
    expect(problems.length * 100).toBeLessThan(changes.length + problems.length);
    for (const { expected, found } of problems) expect(expected + found).toBeTruthy();
    const { baseUrl, store } = await site.start();
    const rssParser = new RssParser();
    for (const { slug } of await store.tags()) {
      const text = async (file: string) => (await fetch(`${baseUrl}/tags/${slug}/${file}`)).text();
      const [rss, atom, json] = [await text('rss.xml'), await text('atom.xml'), JSON.parse(await text('feed.json'))];
      expect(whyMalformed(rss.replace(/^<\?.*\n/gm, ''))).toBeUndefined();
      expect(whyMalformed(atom.replace(/^<\?.*\n/gm, ''))).toBeUndefined();
      const iso = (date: string | undefined) => new Date(date ?? '').toISOString();
      const items = (
        json.items as { id: string; title: string; url: string; date_published: string; tags: string[] }[]
      ).map((item) => ({
        id: item.id,
        title: item.title,
        link: item.url,
        published: iso(item.date_published),
        tags: item.tags,
      }));
      expect(
        parseRssFeed(rss).items?.map((item) => ({
          id: item.guid?.value,
          title: item.title,
          link: item.link,
          published: iso(item.pubDate),
          tags: item.categories?.map((category) => category.name),
        })),
        slug,
      ).toEqual(items);
      expect(
        parseAtomFeed(atom).entries?.map((entry) => ({
          id: entry.id,
          title: entry.title?.value,
          link: entry.links?.[0]?.href,
          published: iso(entry.published),
          tags: entry.categories?.map((category) => category.label),
        })),
        slug,
      ).toEqual(items);
      const second = await rssParser.parseString(rss);
      expect(
        second.items.map(({ guid, title, link, isoDate }) => ({ id: guid, title, link, published: iso(isoDate) })),
        slug,
      ).toEqual(items.map(({ tags: _, ...item }) => item));
    }
  },
);
