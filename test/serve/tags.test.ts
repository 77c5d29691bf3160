// Tag algebra, authors and renamed tags over a real server.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startRefresher } from '../../src/refresher.ts';
import { whyMalformed } from '../../src/render/xml.ts';
import { ask } from '../support/ask.ts';
import { article, publication, put, silent } from '../support/publication.ts';

const BASE_URL = 'https://news.example.org';
const HERE = { startRefresher };

/** Articles by name, each with its tags. */
async function serve(articles: Readonly<Record<string, string>>, siteYaml?: string) {
  const site = publication({ BASE_URL, WATCH: 'false', FEED_LIMIT: '20' }, siteYaml);
  const write = (name: string, tags: string) =>
    put(site.articles, `${name}.txt`, article(`Of ${name} there is something new.`, { tags }));
  for (const [name, tags] of Object.entries(articles)) write(name, tags);
  const { port, schedule } = await site.start({}, silent, HERE);
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) => ask(port, path, { headers });
  return {
    ask: get,
    refresh: () => schedule.refresh({ confirmLoss: true }),
    write,
    remove: (name: string) => rmSync(join(site.articles, `${name}.txt`)),
    /** The names of the articles in a feed. */
    names: async (path: string) => {
      const { items } = JSON.parse((await get(path)).body.toString()) as { items: { title: string }[] };
      return items.map(({ title }) => title.split(' ')[1]).sort();
    },
  };
}

const ARTICLES = { ships: 'NATO, Sport', treaty: 'NATO, EU', budget: 'EU', race: 'Sport', plain: 'Other' };

describe('tags together', () => {
  test.each([
    { path: 'eu+nato', names: ['treaty'] },
    { path: 'eu,nato', names: ['budget', 'ships', 'treaty'] },
    { path: 'nato+-sport', names: ['treaty'] },
    { path: '-sport', names: ['budget', 'plain', 'treaty'] },
    { path: 'eu+nato,sport', names: ['race', 'ships', 'treaty'] },
    { path: 'eu+sport', names: [] },
  ])('/tags/$path/ are $names', async ({ path, names }) => {
    const { ask, names: namesOf } = await serve(ARTICLES);
    expect(await namesOf(`/tags/${path}/feed.json`)).toEqual(names);
    for (const file of ['rss.xml', 'atom.xml']) {
      const { status, headers, body } = await ask(`/tags/${path}/${file}`);
      expect(status).toBe(200);
      expect(whyMalformed(body.toString().replace(/^<\?xml[^>]*>\s*/, ''))).toBeUndefined();
      expect(headers.link).toContain(`<${BASE_URL}/tags/${path}/${file}>; rel="self"`);
      const known = await ask(`/tags/${path}/${file}`, { 'If-None-Match': String(headers.etag) });
      expect(known.status).toBe(304);
    }
    const page = await ask(`/tags/${path}/`);
    expect(page.status).toBe(200);
    expect(page.body.toString()).toContain(`href="${BASE_URL}/tags/${path}/rss.xml"`);
  });

  test.each([
    { path: '/tags/nato+eu/rss.xml', to: '/tags/eu+nato/rss.xml' },
    { path: '/tags/nato+eu/rss.xml?x=1', to: '/tags/eu+nato/rss.xml' },
    { path: '/tags/nato%2Beu/atom.xml', to: '/tags/eu+nato/atom.xml' },
    { path: '/tags/nato%2ceu/', to: '/tags/eu,nato/' },
    { path: '/tags/eu%2Bnato/feed.json', to: '/tags/eu+nato/feed.json' },
    { path: '/tags/nato+nato/rss.xml', to: '/tags/nato/rss.xml' },
    { path: '/tags/%2Dsport+nato/rss.xml', to: '/tags/nato+-sport/rss.xml' },
    { path: '/tags/nato,nato+eu/archive/1/rss.xml', to: '/tags/nato/archive/1/rss.xml' },
    { path: '/tags/nato%2Fsport/rss.xml', to: undefined },
  ])('HTTP-40: $path leads to $to in one step, for good', async ({ path, to }) => {
    const { ask } = await serve(ARTICLES);
    const { status, headers } = await ask(path);
    expect([status, headers.location]).toEqual(to === undefined ? [404, undefined] : [301, BASE_URL + to]);
    if (to !== undefined) expect(headers['cache-control']).toMatch(/max-age=\d+/);
  });

  test('HTTP-42: an unknown tag among them is none of ours, and neither is what can never be', async () => {
    const { ask } = await serve(ARTICLES);
    const many = Array.from({ length: 9 }, (_, index) => `t${index}`).join('+');
    for (const path of ['nato+none', '-none', 'nato+-nato', 'nato+', 'nato++eu', `nato,${many}`, 'x'.repeat(5000)])
      expect((await ask(`/tags/${path}/rss.xml`)).status, path).toBe(404);
    expect((await ask('/tags/nato+eu')).headers.location).toBe(`${BASE_URL}/tags/eu+nato/`);
  });

  test('HTTP-10: what changes elsewhere changes no validator; what changes here does, and is shown', async () => {
    const { ask, names, write, refresh, remove } = await serve(ARTICLES);
    const path = '/tags/eu+nato/feed.json';
    const etag = async () => String((await ask(path)).headers.etag);
    const first = await etag();
    write('harbour', 'NATO, Sport');
    await refresh();
    expect(await etag()).toBe(first);
    write('summit', 'NATO, EU');
    await refresh();
    const second = await etag();
    expect(second).not.toBe(first);
    expect(await names(path)).toEqual(['summit', 'treaty']);
    remove('treaty');
    await refresh();
    expect(await etag()).not.toBe(second);
    expect(await names(path)).toEqual(['summit']);
    expect((await ask('/tags/eu+nato/atom.xml')).body.toString().match(/<at:deleted-entry/g)).toHaveLength(1);
  });

  test('PAGE-14: their history holds the rest', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 115 }, (_, index) => [`n${index}`, index % 10 === 0 ? 'A' : 'A, B']),
    );
    const { ask, names } = await serve(many);
    const found = new Set(await names('/tags/a+b/feed.json'));
    let next = (JSON.parse((await ask('/tags/a+b/feed.json')).body.toString()) as { next_url?: string }).next_url;
    let pages = 0;
    while (next !== undefined) {
      const path = next.replace(BASE_URL, '');
      for (const name of await names(path)) found.add(name);
      next = (JSON.parse((await ask(path)).body.toString()) as { next_url?: string }).next_url;
      pages += 1;
    }
    expect(pages).toBe(2);
    expect(found.size).toBe(103);
    expect((await ask('/tags/a+b/archive/1/rss.xml')).headers['cache-control']).toContain('immutable');
    expect((await ask('/tags/a+b/archive/2/rss.xml')).headers['cache-control']).not.toContain('immutable');
    expect((await ask('/tags/a+b/archive/3/rss.xml')).status).toBe(404);
  });

  test('their names are those that data/site.yaml gives', async () => {
    const { ask } = await serve(
      ARTICLES,
      'title: Dispatch\ntags: { eu: { title: European Union, description: All of it. } }',
    );
    const { title, description } = JSON.parse((await ask('/tags/nato+-eu/feed.json')).body.toString());
    expect(title).toBe('Dispatch: NATO − European Union');
    expect(description).toBe('Articles tagged NATO but not European Union, newest first.');
    expect(JSON.parse((await ask('/tags/eu/feed.json')).body.toString())).toMatchObject({
      title: 'Dispatch: European Union',
      description: 'All of it.',
    });
  });
});

describe('a tag that was renamed', () => {
  const yaml = 'tags: { european-union: { title: European Union, renamed_from: eu } }';

  test('HTTP-40: leads to its new address for good, alone and with others', async () => {
    const { ask, names } = await serve(ARTICLES, yaml);
    for (const [path, to] of [
      ['/tags/eu/rss.xml', '/tags/european-union/rss.xml'],
      ['/tags/eu/', '/tags/european-union/'],
      ['/tags/nato+eu/atom.xml', '/tags/european-union+nato/atom.xml'],
      ['/tags/eu+european-union/feed.json', '/tags/european-union/feed.json'],
    ])
      expect([path, (await ask(path ?? '')).headers.location]).toEqual([path, `${BASE_URL}${to}`]);
    expect((await ask('/tags/eu')).headers.location).toBe(`${BASE_URL}/tags/european-union/`);
    expect(await names('/tags/european-union/feed.json')).toEqual(['budget', 'treaty']);
  });

  test('ATOM-12: keeps the ids of feed and entries; its validators and bytes are new, for its address is', async () => {
    let said: string | undefined;
    const site = publication({ BASE_URL, WATCH: 'false' }, () => said);
    put(site.articles, 'a.txt', article('A treaty was signed.', { tags: 'EU' }));
    const atomAt = async (path: string) => {
      const { port, stop } = await site.start({}, silent, HERE);
      const { headers, body } = await ask(port, path);
      await stop();
      return { ids: body.toString().match(/<id>[^<]*/g), etag: headers.etag };
    };
    const before = await atomAt('/tags/eu/atom.xml');
    said = yaml;
    const after = await atomAt('/tags/european-union/atom.xml');
    expect(before.ids).toHaveLength(2);
    expect(after.ids).toEqual(before.ids);
    expect(after.etag).not.toBe(before.etag);
  });

  test('HTTP-10: what was merged keeps validators of its own when the settings say nothing of it any more', async () => {
    let said: string | undefined;
    const site = publication({ BASE_URL, WATCH: 'false' }, () => said);
    put(site.articles, 'a.txt', article('A treaty was signed.', { tags: 'EU' }));
    put(site.articles, 'b.txt', article('A budget was agreed.', { tags: 'European Union' }));
    const feed = async () => {
      const { port, stop } = await site.start({}, silent, HERE);
      const { headers, body } = await ask(port, '/tags/european-union/feed.json');
      await stop();
      return { etag: headers.etag, count: (JSON.parse(body.toString()) as { items: unknown[] }).items.length };
    };
    const before = await feed();
    said = 'tags: { european-union: { renamed_from: eu } }';
    await feed();
    said = undefined;
    const after = await feed();
    expect([before.count, after.count]).toEqual([1, 2]);
    expect(after.etag).not.toBe(before.etag);
  });
});

describe('the feeds of an author', () => {
  test('hold what has their name, and stay when nothing has', async () => {
    const site = publication({ BASE_URL, WATCH: 'false' });
    const write = (author: string) =>
      put(site.articles, 'a.md', `---\ntitle: A\ndate: 2025-01-01\nauthor: ${author}\n---\nText.\n`);
    write('Jane Doe');
    const { port, schedule } = await site.start({}, silent, HERE);
    const feed = async () => JSON.parse((await ask(port, '/authors/jane-doe/feed.json')).body.toString());
    expect(await feed()).toMatchObject({ title: 'Tagwire: Jane Doe', items: [{ title: 'A' }] });
    expect((await ask(port, '/authors/')).body.toString()).toContain(`href="${BASE_URL}/authors/jane-doe/"`);
    const [entry] = (await feed()).items;
    expect((await ask(port, new URL(entry.url).pathname)).body.toString()).toContain(
      `<a href="${BASE_URL}/authors/jane-doe/" rel="author"`,
    );
    write('John Roe');
    await schedule.refresh();
    expect((await feed()).items).toEqual([]);
    expect((await ask(port, '/authors/')).body.toString()).not.toContain('jane-doe');
    expect((await ask(port, '/authors/nobody/rss.xml')).status).toBe(404);
  });
});
