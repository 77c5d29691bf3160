// SmartNews fetches its feed over real sockets, and nobody else is led to it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startRefresher } from '../../src/refresher.ts';
import { childOf, childrenOf, parseXml, textsOf } from '../render/support.ts';
import { ask, type Question } from '../support/ask.ts';
import { publication, put, silent } from '../support/publication.ts';

const BASE_URL = 'https://news.example.org/feeds';

const rained = (title: string, text = 'In the night.') =>
  `---\ntitle: ${title}\ndate: 2025-01-02\ntags: [Weather, Harbour]\nauthor: Jane Doe\n---\n${text}\n`;

/** A server with an article, which has two tags, and one without. */
async function serve() {
  const site = publication({ BASE_URL, WATCH: 'false' }, 'news: { logo: /media/logo.png }');
  put(site.articles, 'a.md', rained('It rained'));
  put(site.articles, 'b.md', '---\ntitle: It snowed\ndate: 2025-01-03\n---\nAt noon.\n');
  const { port, schedule } = await site.start({}, silent, { startRefresher });
  const get = (path: string, question?: Question) => ask(port, path, question);
  return {
    get,
    channel: async (path: string) => childOf(parseXml((await get(path)).body.toString()), 'channel'),
    /** Writes an article, or withdraws it. */
    change: async (name: string, text?: string) => {
      if (text === undefined) rmSync(join(site.articles, name));
      else put(site.articles, name, text);
      await schedule.refresh();
    },
  };
}

test.each([
  { path: '/smartnews.xml', page: '/', titles: ['It snowed', 'It rained'] },
  { path: '/tags/weather/smartnews.xml', page: '/tags/weather/', titles: ['It rained'] },
  { path: '/tags/harbour+weather/smartnews.xml', page: '/tags/harbour+weather/', titles: ['It rained'] },
  { path: '/authors/jane-doe/smartnews.xml', page: '/authors/jane-doe/', titles: ['It rained'] },
])('NEWS-07: $path is the live feed, with a logo', async ({ path, page, titles }) => {
  const { channel, get } = await serve();
  const { headers } = await get(path);
  expect(headers['content-type']).toBe('application/rss+xml; charset=utf-8');
  expect(headers.link).toBe(`<${BASE_URL}${path}>; rel="self"; type="application/rss+xml"`);
  const found = await channel(path);
  expect(textsOf(found, 'link')).toEqual([BASE_URL + page]);
  expect(textsOf(childOf(found, 'snf:logo'), 'url')).toEqual([`${BASE_URL}/media/logo.png`]);
  expect(childrenOf(found, 'item').flatMap((item) => textsOf(item, 'title'))).toEqual(titles);
});

test('NEWS-07, HTTP-17: follows its feed and nothing else, and is always told whole', async () => {
  const { get, channel, change } = await serve();
  const path = '/tags/weather/smartnews.xml';
  const { headers } = await get(path);
  const again = { headers: { 'if-none-match': headers.etag ?? '', 'a-im': 'feed' } };
  expect(await get(path, again)).toMatchObject({ status: 304, body: Buffer.alloc(0) });
  await change('c.md', '---\ntitle: It hailed\n---\nIn the evening.\n');
  expect((await get(path, again)).status).toBe(304);
  await change('a.md', rained('It rained', 'In the night, until dawn.'));
  const later = await get(path, again);
  expect([later.status, later.headers.vary]).toEqual([200, 'Accept-Encoding']);
  expect(later.headers.etag).not.toBe(headers.etag);
  const [item] = childrenOf(await channel(path), 'item');
  expect(item && textsOf(item, 'content:encoded')).toEqual(['<p>In the night, until dawn.</p>']);
});

test('NEWS-07: what is withdrawn is gone from it', async () => {
  const { channel, change } = await serve();
  const path = '/authors/jane-doe/smartnews.xml';
  expect(childrenOf(await channel(path), 'item')).toHaveLength(1);
  await change('a.md');
  expect(childrenOf(await channel(path), 'item')).toEqual([]);
});

test.each([
  { written: 'weather+weather', kept: 'weather' },
  { written: 'weather+harbour', kept: 'harbour+weather' },
  { written: 'weather%2Bharbour', kept: 'harbour+weather' },
])('HTTP-40: the spelling $written leads to the one, in one step', async ({ written, kept }) => {
  const { get } = await serve();
  const { status, headers } = await get(`/tags/${written}/smartnews.xml`);
  expect([status, headers.location]).toEqual([301, `${BASE_URL}/tags/${kept}/smartnews.xml`]);
});

test('there is none of what is no feed, and no history', async () => {
  const { get } = await serve();
  for (const path of [
    '/tags/none/smartnews.xml',
    '/tags/Weather/smartnews.xml',
    '/authors/nobody/smartnews.xml',
    '/archive/1/smartnews.xml',
    '/search/smartnews.xml?q=rain',
    '/smartnews.xml/',
    '/SmartNews.xml',
  ])
    expect((await get(path)).status, path).toBe(404);
});

test('NEWS-07: no document and no header leads there, and nobody gets it who has not asked for it', async () => {
  const { get } = await serve();
  for (const path of [
    ...[
      '/',
      '/tags/',
      '/tags/weather/',
      '/authors/',
      '/authors/jane-doe/',
      '/articles/it-rained/',
      '/search/?q=rained',
    ],
    ...['/rss.xml', '/atom.xml', '/feed.json', '/tags/weather/rss.xml', '/feeds.opml', '/search/rss.xml?q=rained'],
    ...['/robots.txt', '/sitemap.xml', '/sitemap-pages.xml', '/sitemap-1.xml', '/news-sitemap.xml'],
  ]) {
    const { status, headers, body } = await get(path);
    expect(status, path).toBe(200);
    expect(JSON.stringify(headers) + body, path).not.toMatch(/smartnews|snf/i);
  }
  for (const accept of ['application/rss+xml', 'application/xml', '*/*']) {
    const { headers, body } = await get('/feed', { headers: { accept } });
    expect(headers['content-location']).toBe(`${BASE_URL}/rss.xml`);
    expect(body.toString()).not.toMatch(/smartnews|snf/i);
  }
});
