// Articles as news agencies exchange them, over real sockets.
import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startRefresher } from '../../src/refresher.ts';
import { ask, type Question } from '../support/ask.ts';
import { publication, put, silent } from '../support/publication.ts';

const PAGE = '/articles/it-rained/';
const NINJS = `${PAGE}ninjs.json`;

const rained = (text: string) =>
  `---\ntitle: It rained\ndate: 2025-01-02\ntags: [Weather, Harbour]\nauthor: Jane Doe\n---\n${text}\n`;

/** A server with two articles. */
async function serve() {
  const site = publication({ BASE_URL: 'https://news.example.org', WATCH: 'false' });
  const file = put(site.articles, 'a.md', rained('In the night.'));
  put(site.articles, 'b.md', '---\ntitle: It snowed\ndate: 2025-01-03\n---\nAt noon.\n');
  const { port, schedule, store } = await site.start({}, silent, { startRefresher });
  return {
    store,
    ask: (path: string, question?: Question) => ask(port, path, question),
    ninjs: async () => JSON.parse((await ask(port, NINJS)).body.toString()),
    publish: async (name: string, text: string) => {
      put(site.articles, name, text);
      await schedule.refresh();
    },
    withdraw: async () => {
      rmSync(file);
      await schedule.refresh();
    },
  };
}

test('NEWS-11, GEN-02: the document of an article has its id, its text, validators, and is for anybody', async () => {
  const { ask, store } = await serve();
  const { status, headers, body } = await ask(NINJS);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'cache-control': 'public, max-age=300, stale-while-revalidate=600',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  });
  expect(headers).not.toHaveProperty('link');
  const entry = (await store.article('it-rained'))?.entry;
  expect(JSON.parse(body.toString())).toMatchObject({
    uri: entry?.id,
    pubStatus: 'usable',
    version: String(entry?.revision),
    bodies: [{ value: '<p>In the night.</p>' }],
    subjects: [{ name: 'Weather', uri: 'https://news.example.org/tags/weather/' }, { name: 'Harbour' }],
  });
  const again = { headers: { 'if-none-match': headers.etag ?? '' } };
  expect(await ask(NINJS, again)).toMatchObject({ status: 304, body: Buffer.alloc(0) });
  expect(await ask(NINJS, { method: 'HEAD' })).toMatchObject({ status: 200, body: Buffer.alloc(0) });
});

test('a correction is a later version; what happens to others changes nothing', async () => {
  const { ask, ninjs, publish } = await serve();
  const [before, { headers }] = [await ninjs(), await ask(NINJS)];
  await publish('c.md', '---\ntitle: It hailed\ntags: [Weather]\n---\nIn the evening.\n');
  expect((await ask(NINJS)).headers.etag).toBe(headers.etag);
  await publish('a.md', rained('In the night, until dawn.'));
  const after = await ninjs();
  expect((await ask(NINJS)).headers.etag).not.toBe(headers.etag);
  expect(after).toMatchObject({ uri: before.uri, firstCreated: before.firstCreated });
  expect(Number(after.version)).toBeGreaterThan(Number(before.version));
  expect(after.bodies[0].value).toContain('until dawn');
});

test('NEWS-16: an article that was withdrawn is canceled under the same name, until it returns', async () => {
  const { ask, ninjs, publish, withdraw, store } = await serve();
  const [before, { headers }] = [await ninjs(), await ask(NINJS)];
  await withdraw();
  const withdrawn = await ask(NINJS, { headers: { 'if-none-match': headers.etag ?? '' } });
  expect(withdrawn.status).toBe(200);
  expect(withdrawn.body.toString()).not.toMatch(/rained|night/);
  const canceled = JSON.parse(withdrawn.body.toString());
  expect(canceled).toMatchObject({ uri: before.uri, pubStatus: 'canceled', firstCreated: before.firstCreated });
  expect(Number(canceled.version)).toBeGreaterThan(Number(before.version));
  const [tombstone] = await store.tombstones({ kind: 'all' }, 1);
  expect(new Date(canceled.versionCreated)).toEqual(tombstone?.withdrawn);
  expect((await ask(PAGE)).status).toBe(410);
  await publish('a.md', rained('In the night.'));
  const returned = await ninjs();
  expect(returned).toMatchObject({ uri: before.uri, pubStatus: 'usable', bodies: before.bodies });
  expect(Number(returned.version)).toBeGreaterThan(Number(canceled.version));
});

test('of an article that nobody has seen there is none', async () => {
  const { ask, publish } = await serve();
  await publish('d.md', '---\ntitle: Tomorrow\ndate: 2999-01-01\n---\nLater.\n');
  for (const path of ['/articles/none/ninjs.json', '/articles/tomorrow/ninjs.json', '/articles/No_Slug/ninjs.json'])
    expect((await ask(path)).status, path).toBe(404);
});

describe('NEWS-20: a list', () => {
  const RAINED = '/tags/harbour+weather/ninjs.json';
  const urisIn = (body: Buffer) => JSON.parse(body.toString()).map(({ uri }: { uri: string }) => uri);

  test.each([
    { path: '/ninjs.json', slugs: ['it-snowed', 'it-rained'] },
    { path: '/tags/weather/ninjs.json', slugs: ['it-rained'] },
    { path: RAINED, slugs: ['it-rained'] },
    { path: '/authors/jane-doe/ninjs.json', slugs: ['it-rained'] },
  ])('NEWS-11: $path has the documents of the newest articles', async ({ path, slugs }) => {
    const { ask } = await serve();
    const { status, headers, body } = await ask(path);
    expect([status, headers['content-type'], headers.link]).toEqual([
      200,
      'application/json',
      `<https://news.example.org${path}>; rel="self"; type="application/json"`,
    ]);
    const documents = slugs.map(async (slug) => (await ask(`/articles/${slug}/ninjs.json`)).body.toString());
    expect(JSON.parse(body.toString())).toEqual((await Promise.all(documents)).map((json) => JSON.parse(json)));
  });

  test('HTTP-17: follows its feed and nothing else, and is always told whole', async () => {
    const { ask, publish } = await serve();
    const { headers } = await ask(RAINED);
    const again = { headers: { 'if-none-match': headers.etag ?? '', 'a-im': 'feed' } };
    await publish('c.md', '---\ntitle: It hailed\n---\nIn the evening.\n');
    expect(await ask(RAINED, again)).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    await publish('a.md', rained('In the night, until dawn.'));
    const later = await ask(RAINED, again);
    expect([later.status, later.headers.vary]).toEqual([200, 'Accept-Encoding']);
    expect(later.body.toString()).toContain('until dawn');
  });

  test('NEWS-16: what is withdrawn is gone from it, and is canceled where the list has said', async () => {
    const { ask, withdraw } = await serve();
    const [item] = JSON.parse((await ask(RAINED)).body.toString());
    expect(item.altIds).toContainEqual({ role: 'ninjs', value: `https://news.example.org${NINJS}` });
    await withdraw();
    expect(urisIn((await ask(RAINED)).body)).toEqual([]);
    expect(urisIn((await ask('/ninjs.json')).body)).not.toContain(item.uri);
    expect(JSON.parse((await ask(NINJS)).body.toString())).toMatchObject({ uri: item.uri, pubStatus: 'canceled' });
  });

  test('there is none of what is no feed, and no history', async () => {
    const { ask } = await serve();
    for (const path of [
      ...['/tags/none/ninjs.json', '/authors/nobody/ninjs.json', '/articles/ninjs.json'],
      ...['/archive/1/ninjs.json', '/search/ninjs.json?q=rain', '/ninjs.json/'],
    ])
      expect((await ask(path)).status, path).toBe(404);
    const { status, headers } = await ask('/tags/weather+harbour/ninjs.json');
    expect([status, headers.location]).toEqual([301, `https://news.example.org${RAINED}`]);
  });
});

test('NEWS-20, HTTP-67: no page or feed names one: readers would take it for a feed, or for the article', async () => {
  const { ask } = await serve();
  for (const path of [PAGE, '/', '/tags/weather/', '/rss.xml', '/atom.xml', '/feed.json', '/feeds.opml']) {
    const { status, headers, body } = await ask(path);
    expect([status, `${headers.link}${body}`.includes('ninjs')], path).toEqual([200, false]);
  }
});
