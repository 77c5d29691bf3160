// What readers, browsers, caches and attackers get over real sockets, from articles in a real folder.
import { rmSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { startRefresher } from '../../src/refresher.ts';
import { whyMalformed } from '../../src/render/xml.ts';
import { ask, type Question } from '../support/ask.ts';
import { article, eventually, publication, put, silent } from '../support/publication.ts';

/** Starting a thread takes longer than most of these tests, and none of them is about it. */
const HERE = { startRefresher };

const BASE_URL = 'https://news.example.org/feeds';
const PAGE = '/articles/it-rained-in-the-night/';

/** A server behind a public address with a path, with two articles. */
async function serve(environment: Readonly<Record<string, string>> = {}) {
  const site = publication({ BASE_URL, WATCH: 'false', ...environment });
  const file = put(site.articles, 'a.txt', article('It rained in the night.', { tags: 'NATO, Weather' }));
  put(site.articles, 'b.txt', article('It snowed in the morning.', { date: '2025-01-03', tags: 'Weather' }));
  put(site.articles, 'c.md', '---\ntitle: It thawed\ndate: 2025-01-01\nauthor: Jane Doe\n---\nIt thawed at noon.\n');
  const { port, schedule, store } = await site.start({}, silent, HERE);
  return {
    articles: site.articles,
    port,
    schedule,
    store,
    ask: (path: string, question?: Question) => ask(port, path, question),
    withdraw: async () => {
      rmSync(file);
      await schedule.refresh();
    },
  };
}

const RSS = 'application/rss+xml; charset=utf-8';
const ATOM = 'application/atom+xml; charset=utf-8';
const JSON_FEED = 'application/feed+json; charset=utf-8';
const HTML = 'text/html; charset=utf-8';
const feeds = [
  { path: '/rss.xml', type: RSS },
  { path: '/atom.xml', type: ATOM },
  { path: '/feed.json', type: JSON_FEED },
  { path: '/tags/weather/rss.xml', type: RSS },
  { path: '/tags/weather/atom.xml', type: ATOM },
  { path: '/tags/weather/feed.json', type: JSON_FEED },
  { path: '/authors/jane-doe/rss.xml', type: RSS },
  { path: '/authors/jane-doe/atom.xml', type: ATOM },
  { path: '/authors/jane-doe/feed.json', type: JSON_FEED },
  { path: '/feeds.opml', type: 'text/x-opml; charset=utf-8' },
];
const pages = [
  { path: '/', type: HTML },
  { path: '/tags/', type: HTML },
  { path: '/tags/weather/', type: HTML },
  { path: '/authors/', type: HTML },
  { path: '/authors/jane-doe/', type: HTML },
  { path: PAGE, type: HTML },
];
const XML = 'application/xml; charset=utf-8';
const forCrawlers = [
  { path: '/robots.txt', type: 'text/plain; charset=utf-8' },
  { path: '/sitemap.xml', type: XML },
  { path: '/sitemap-pages.xml', type: XML },
  { path: '/sitemap-1.xml', type: XML },
  { path: '/news-sitemap.xml', type: XML },
];
const dialects = [
  { path: '/smartnews.xml', type: RSS },
  { path: '/tags/weather/smartnews.xml', type: RSS },
  { path: '/authors/jane-doe/smartnews.xml', type: RSS },
  { path: '/ninjs.json', type: 'application/json' },
  { path: '/tags/weather/ninjs.json', type: 'application/json' },
];
const everything = [...feeds, ...pages, ...forCrawlers, ...dialects];

/** Live feeds may be kept for slightly different times (HTTP-26). */
const evenly = (cacheControl = '') => cacheControl.replace(/max-age=(?:8[4-9]\d|900)\b/, 'max-age=900');
/** Headers without what differs between any two answers. */
const lasting = ({ date: _, ...headers }: IncomingHttpHeaders) => ({
  ...headers,
  'cache-control': evenly(headers['cache-control']),
});

describe('methods and types', () => {
  test.each(everything)(
    'HTTP-02, HTTP-10, HTTP-11, ATOM-43: $path is $type, with both validators',
    async ({ path, type }) => {
      const { status, headers, body } = await (await serve()).ask(path);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe(type);
      expect(headers.etag).toMatch(/^W\/"[\w-]+"$/);
      expect(new Date(headers['last-modified'] ?? '').toUTCString()).toBe(headers['last-modified']);
      expect(Date.parse(headers['last-modified'] ?? '')).toBeLessThanOrEqual(Date.parse(headers.date ?? ''));
      expect(headers['content-length']).toBe(String(body.length));
    },
  );

  test.each(everything)('HTTP-01: HEAD of $path has the headers of GET, and no body', async ({ path }) => {
    const { ask } = await serve();
    for (const coding of ['identity', 'gzip']) {
      const question = { headers: { 'accept-encoding': coding } };
      const got = await eventually(
        () => ask(path, question),
        ({ headers, body }) => coding === 'identity' || body.length < 1024 || headers['content-encoding'] === coding,
      );
      const head = await ask(path, { ...question, method: 'HEAD' });
      expect(head.status).toBe(200);
      expect(head.body).toHaveLength(0);
      expect(lasting(head.headers)).toEqual(lasting(got.headers));
    }
  });

  test('HTTP-01: HEAD of what is missing has the headers of its 404, and no body', async () => {
    const { ask } = await serve();
    const [got, head] = [await ask('/tags/none/rss.xml'), await ask('/tags/none/rss.xml', { method: 'HEAD' })];
    expect(head).toMatchObject({ status: 404, body: Buffer.alloc(0) });
    expect(lasting(head.headers)).toEqual(lasting(got.headers));
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('HTTP-01: %s is refused, with what is possible', async (method) => {
    const { ask } = await serve();
    for (const path of ['/rss.xml', '/', '/nothing']) {
      const { status, headers } = await ask(path, { method });
      expect(status).toBe(405);
      expect(headers.allow).toBe('GET, HEAD, OPTIONS');
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  test('HTTP-63: a script of any site may ask and see the validators', async () => {
    const { ask } = await serve();
    const options = await ask('/rss.xml', { method: 'OPTIONS', headers: { origin: 'https://reader.example.net' } });
    expect(options.status).toBe(204);
    expect(options.body).toHaveLength(0);
    expect(options.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'If-None-Match, If-Modified-Since, A-IM, Range',
      'access-control-max-age': '86400',
    });
    for (const { path } of feeds) {
      const { headers } = await ask(path, { headers: { origin: 'https://reader.example.net' } });
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-expose-headers']).toContain('ETag');
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });
});

describe('conditional requests', () => {
  test.each(everything)('HTTP-17: 304 of $path repeats what a cache needs, and nothing more', async ({ path }) => {
    const { ask } = await serve();
    const full = await ask(path);
    for (const method of ['GET', 'HEAD']) {
      const same = await ask(path, { method, headers: { 'if-none-match': full.headers.etag ?? '' } });
      expect(same.status).toBe(304);
      expect(same.body).toHaveLength(0);
      for (const name of ['etag', 'cache-control', 'vary'] as const) {
        expect(lasting(same.headers)[name]).toBe(lasting(full.headers)[name]);
      }
      expect(same.headers).toHaveProperty('date');
      for (const name of ['content-type', 'content-length', 'content-encoding', 'transfer-encoding', 'last-modified']) {
        expect(same.headers).not.toHaveProperty(name);
      }
    }
  });

  test('HTTP-10, HTTP-17: the validators of a document that was never built are those that it then has', async () => {
    const { ask } = await serve();
    const cold = await ask('/rss.xml', { headers: { 'if-none-match': '*' } });
    expect(cold.status).toBe(304);
    expect((await ask('/rss.xml')).headers.etag).toBe(cold.headers.etag);
  });

  test('HTTP-21: the vectors, over the wire', async () => {
    const { ask } = await serve();
    const { headers } = await ask('/rss.xml');
    const [etag, modified] = [headers.etag ?? '', headers['last-modified'] ?? ''];
    const opaque = etag.slice(3, -1);
    const rows: [Readonly<Record<string, string | string[]>>, number][] = [
      [{ 'if-none-match': `"${opaque}"` }, 304],
      [{ 'if-none-match': etag }, 304],
      [{ 'if-none-match': `"x", ${etag}` }, 304],
      [{ 'if-none-match': ['"x"', etag] }, 304],
      [{ 'if-none-match': '*' }, 304],
      [{ 'if-none-match': `"${opaque}-gzip"` }, 304],
      [{ 'if-none-match': opaque }, 200],
      [{ 'if-none-match': '"x"', 'if-modified-since': modified }, 200],
      [{ 'if-modified-since': modified }, 304],
      [{ 'if-modified-since': new Date(Date.parse(modified) + 86_400_000).toUTCString() }, 304],
      [{ 'if-modified-since': new Date(Date.parse(modified) - 1000).toUTCString() }, 200],
      [{ 'if-modified-since': 'yesterday' }, 200],
      [{ 'if-modified-since': '' }, 200],
      [{ 'if-none-match': '""' }, 200],
      [{ 'if-none-match': 'W/""' }, 200],
      [{ 'if-none-match': `"a,${opaque}"` }, 200],
      [{ 'if-match': etag }, 412],
      [{ 'if-unmodified-since': new Date(Date.parse(modified) - 1000).toUTCString() }, 412],
    ];
    for (const [sent, status] of rows) {
      expect((await ask('/rss.xml', { headers: sent })).status, JSON.stringify(sent)).toBe(status);
    }
  });

  test('HTTP-10, HTTP-15: settings that change every document move Last-Modified, others leave it', async () => {
    const site = publication({ BASE_URL, WATCH: 'false' });
    put(site.articles, 'a.txt', article('It rained in the night.', { tags: 'Weather' }));
    const poll = async (environment: Readonly<Record<string, string>>, since?: string) => {
      const { port, stop } = await site.start(environment, silent, HERE);
      const found = [];
      for (const path of ['/rss.xml', '/tags/weather/atom.xml', '/']) {
        found.push(await ask(port, path, since === undefined ? {} : { headers: { 'if-modified-since': since } }));
      }
      await stop();
      return found.map(({ status, headers }) => ({ status, modified: headers['last-modified'] ?? '' }));
    };
    const [first] = await poll({});
    const unchanged = { status: 304, modified: '' };
    expect(await poll({ LOG_LEVEL: 'silent' }, first?.modified)).toEqual([unchanged, unchanged, unchanged]);
    const moved = await poll({ BASE_URL: 'https://other.example.org' }, first?.modified);
    expect(moved.map(({ status }) => status)).toEqual([200, 200, 200]);
    await sleep(1000);
    const again = await poll({ BASE_URL: 'https://other.example.org' }, new Date().toUTCString());
    expect(again).toEqual([unchanged, unchanged, unchanged]);
  });

  test('HTTP-16: what is not there is not there, whatever the conditions are', async () => {
    const { ask, withdraw } = await serve();
    await withdraw();
    for (const headers of [
      { 'if-none-match': '*' },
      { 'if-match': '"x"' },
      { 'if-modified-since': new Date().toUTCString() },
    ]) {
      expect((await ask('/tags/none/rss.xml', { headers })).status).toBe(404);
      expect((await ask(PAGE, { headers })).status).toBe(410);
    }
  });

  test('a 404 carries no validator, so that nobody sends one back', async () => {
    const { headers } = await (await serve()).ask('/tags/none/rss.xml');
    expect(headers).not.toHaveProperty('etag');
    expect(headers).not.toHaveProperty('last-modified');
  });

  test('HTTP-18: each format and each tag has a tag of its own', async () => {
    const { ask } = await serve();
    const etags = await Promise.all(everything.map(async ({ path }) => (await ask(path)).headers.etag));
    expect(new Set(etags).size).toBe(everything.length);
  });
});

describe('content coding', () => {
  test.each([
    { coding: 'gzip', decode: gunzipSync },
    { coding: 'br', decode: brotliDecompressSync },
  ])('HTTP-19, HTTP-33, READ-08: $coding decodes to the plain bytes and has their ETag', async ({ coding, decode }) => {
    const { ask } = await serve();
    for (const { path } of everything) {
      const plain = await ask(path);
      expect(plain.headers).not.toHaveProperty('content-encoding');
      if (plain.body.length < 1024) continue;
      const coded = await ask(path, { headers: { 'accept-encoding': coding } });
      expect(coded.headers['content-encoding']).toBe(coding);
      expect(decode(coded.body).equals(plain.body)).toBe(true);
      expect(coded.body.length).toBeLessThan(plain.body.length);
      expect(coded.headers['content-length']).toBe(String(coded.body.length));
      expect(coded.headers.etag).toBe(plain.headers.etag);
      expect(coded.headers['content-type']).toBe(plain.headers['content-type']);
      expect(coded.headers).not.toHaveProperty('accept-ranges');
    }
  });

  test.each([
    { accept: 'gzip, br', coding: 'br' },
    { accept: 'identity;q=0, gzip', coding: 'gzip' },
  ])('HTTP-34: the first who asks for a document gets it coded too: $accept', async ({ accept, coding }) => {
    const { ask } = await serve();
    for (const { path } of feeds.slice(0, 3)) {
      const { headers } = await ask(path, { headers: { 'accept-encoding': accept } });
      expect(headers['content-encoding'], path).toBe(coding);
    }
  });

  const varyOf = (path: string) =>
    /(?:rss\.xml|atom\.xml|feed\.json)$/.test(path) ? 'Accept-Encoding, A-IM, If-None-Match' : 'Accept-Encoding';

  test('HTTP-29: every variant says that it depends on Accept-Encoding and, of a feed, on A-IM; 304 too', async () => {
    const { ask } = await serve();
    for (const { path } of everything) {
      for (const coding of ['identity', 'gzip', 'br']) {
        const { headers } = await ask(path, { headers: { 'accept-encoding': coding } });
        expect(headers.vary).toBe(varyOf(path));
        const same = await ask(path, { headers: { 'accept-encoding': coding, 'if-none-match': headers.etag ?? '' } });
        expect(same).toMatchObject({ status: 304, headers: { vary: varyOf(path) } });
      }
    }
  });

  test('HTTP-31: a reader that accepts no coding at all still gets its feed', async () => {
    const { ask } = await serve();
    const { status, headers } = await ask('/rss.xml', { headers: { 'accept-encoding': '*;q=0' } });
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('content-encoding');
  });

  test('HTTP-33: a range of a feed is not to be had', async () => {
    const { ask } = await serve();
    const { status, headers } = await ask('/rss.xml', { headers: { range: 'bytes=0-9' } });
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('accept-ranges');
  });
});

describe('addresses', () => {
  test('HTTP-03: unknown query parameters change nothing', async () => {
    const { ask } = await serve();
    for (const { path } of everything) {
      const plain = await ask(path);
      const busted = await ask(`${path}?utm_source=x&_=1750000000&format=atom&%ff`);
      expect(busted.body.equals(plain.body)).toBe(true);
      expect(lasting(busted.headers)).toEqual(lasting(plain.headers));
    }
  });

  test('HTTP-03: an address without end is refused', async () => {
    const { ask } = await serve();
    expect((await ask(`/rss.xml?${'x'.repeat(9000)}`)).status).toBe(414);
    expect((await ask(`/tags/${'x'.repeat(9000)}/rss.xml`)).status).toBe(414);
    expect((await ask(`/rss.xml?${'x'.repeat(8000)}`)).status).toBe(200);
  });

  test('HTTP-06: no name that a request claims gets into an answer', async () => {
    const { ask } = await serve();
    const headers = {
      host: 'evil.example.net',
      'x-forwarded-host': 'evil.example.net',
      'x-forwarded-proto': 'gopher',
      'x-forwarded-prefix': '/evil.example.net',
      forwarded: 'host=evil.example.net;proto=gopher',
      referer: 'https://evil.example.net/',
    };
    const paths = [
      ...everything.map(({ path }) => path),
      '/none',
      '/authors/none/',
      '/tags/weather',
      '/tags',
      '/feed.css',
    ];
    for (const path of paths) {
      for (const accept of ['*/*', 'text/html']) {
        const answer = await ask(path, { headers: { ...headers, accept } });
        const all = JSON.stringify(answer.headers) + answer.body.toString();
        expect(all, path).not.toContain('evil.example.net');
        expect(all, path).not.toContain('gopher');
      }
    }
  });

  test('HTTP-06: an absolute request target is taken for its path', async () => {
    const { port } = await serve();
    const socket = connect(port, '127.0.0.1');
    socket.write('GET http://evil.example.net/rss.xml HTTP/1.1\r\nHost: evil.example.net\r\nConnection: close\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).not.toContain('evil.example.net');
  });

  test.each([...feeds, ...pages])(
    'HTTP-06: every link in $path begins with the public address and its path',
    async ({ path }) => {
      const { ask } = await serve();
      const { headers, body } = await ask(path);
      // Where else to subscribe is the one thing that lies elsewhere.
      const document = body.toString().replace(/<a rel="noopener noreferrer" [^>]*>/g, '');
      const links = [
        ...document.matchAll(/\b(?:href|src|xmlUrl|htmlUrl|url|domain|scheme)="(https?:[^"]+)"/g),
        ...document.matchAll(/<link>([^<]+)<\/link>/g),
        ...document.matchAll(/"(?:url|home_page_url|feed_url)": ?"([^"]+)"/g),
      ].map(([, link]) => link ?? '');
      expect(links.length).toBeGreaterThan(0);
      for (const link of links) expect(`${link}/`).toContain(`${BASE_URL}/`);
      expect(document).not.toMatch(/localhost|127\.0\.0\.1/);
      // Styles and the icon come from wherever the page came from; all else is absolute.
      for (const [, link] of document.matchAll(/\bhref="(\/[^"]*)"/g))
        expect(link).toMatch(/^\/feeds\/(?:style\.css|icon\.svg)$/);
      if (!path.endsWith('/')) {
        const [type] = (headers['content-type'] ?? '').split(';');
        expect(headers.link).toBe(`<${BASE_URL}${path}>; rel="self"; type="${type}"`);
      }
    },
  );

  test.each([
    { path: '/', feed: '' },
    { path: '/tags/weather/', feed: '/tags/weather' },
    { path: '/authors/jane-doe/', feed: '/authors/jane-doe' },
    { path: PAGE, feed: '' },
  ])('HTTP-66: the Link header of $path names its feeds', async ({ path, feed }) => {
    const { ask } = await serve();
    const { headers } = await ask(path);
    expect((headers.link as string).split(', ')).toEqual([
      `<${BASE_URL}${feed}/rss.xml>; rel="alternate"; type="application/rss+xml"`,
      `<${BASE_URL}${feed}/atom.xml>; rel="alternate"; type="application/atom+xml"`,
      `<${BASE_URL}${feed}/feed.json>; rel="alternate"; type="application/feed+json"`,
    ]);
  });

  test('HTTP-66: the self link in a feed is its own address', async () => {
    const { ask } = await serve();
    const bodyOf = async (path: string) => (await ask(`${path}?x=1`)).body.toString();
    expect(await bodyOf('/tags/weather/rss.xml')).toMatch(
      new RegExp(`<atom:link[^>]*href="${BASE_URL}/tags/weather/rss.xml"[^>]*rel="self"`),
    );
    expect(await bodyOf('/tags/weather/atom.xml')).toContain(
      `<link rel="self" type="application/atom+xml" href="${BASE_URL}/tags/weather/atom.xml"/>`,
    );
    expect(JSON.parse(await bodyOf('/tags/weather/feed.json'))).toMatchObject({
      feed_url: `${BASE_URL}/tags/weather/feed.json`,
      home_page_url: `${BASE_URL}/tags/weather/`,
    });
  });

  test.each(['/tags', '/tags/weather', '/authors', '/authors/jane-doe', '/articles/it-rained-in-the-night'])(
    'HTTP-40: %s leads to the address with the slash, in one step',
    async (path) => {
      const { ask } = await serve();
      const { status, headers } = await ask(`${path}?x=1`);
      expect(status).toBe(308);
      expect(headers.location).toBe(`${BASE_URL}${path}/`);
      // HTTP-28: without a word caches guess, and a 308 may be kept for ever.
      expect(headers['cache-control']).toBe('public, max-age=3600');
      // HTTP-63: a program in a browser follows only what is for anybody.
      expect(headers['access-control-allow-origin']).toBe('*');
      expect((await ask(`${path}/`)).status).toBe(200);
    },
  );

  test.each([...feeds, ...dialects])(
    'HTTP-41: $path has no second address, and none that leads to it',
    async ({ path }) => {
      const { ask } = await serve();
      // The one without a format is negotiated, and leads nowhere.
      const bare = path.replace(/\.\w+$/, '');
      for (const other of [
        `${path}/`,
        path.toUpperCase(),
        `/${path}`,
        `/.${path}`,
        ...(/feed$/.test(bare) ? [] : [bare]),
      ]) {
        const { status, headers } = await ask(other);
        expect(status, other).toBe(404);
        expect(headers).not.toHaveProperty('location');
      }
    },
  );

  test('HTTP-40: no redirect leads away from the public address', async () => {
    const { ask } = await serve();
    for (const path of [
      '//evil.example.net',
      '//evil.example.net/..',
      '/tags//evil.example.net',
      '/\\evil.example.net',
    ]) {
      const { headers } = await ask(path);
      expect(headers.location ?? BASE_URL).toMatch(/^https:\/\/news\.example\.org\/feeds/);
    }
  });
});

describe('caches and browsers', () => {
  test.each([
    ...feeds.map(({ path }) => ({
      path,
      recipe: 'public, max-age=900, stale-while-revalidate=600, stale-if-error=86400',
    })),
    ...pages.map(({ path }) => ({ path, recipe: 'public, max-age=300, stale-while-revalidate=600' })),
    { path: '/robots.txt', recipe: 'public, max-age=3600, stale-if-error=86400' },
    { path: '/sitemap-1.xml', recipe: 'public, max-age=900, stale-while-revalidate=600, stale-if-error=86400' },
    { path: '/news-sitemap.xml', recipe: 'public, max-age=300' },
    { path: '/none', recipe: 'public, max-age=300' },
  ])('HTTP-25: $path may be kept: $recipe', async ({ path, recipe }) => {
    expect(evenly((await (await serve()).ask(path)).headers['cache-control'])).toBe(recipe);
  });

  test('HTTP-04, HTTP-27: no answer sets a cookie, names a past Expires, or says what serves it', async () => {
    const { ask } = await serve();
    for (const path of [...everything.map((one) => one.path), '/none', '/style.css', '/tags/weather']) {
      const { headers } = await ask(path, { headers: { cookie: 'session=1' } });
      for (const name of ['set-cookie', 'expires', 'pragma', 'x-powered-by', 'server']) {
        expect(headers, path).not.toHaveProperty(name);
      }
    }
  });

  test('HTTP-05, HTTP-65: a page may load pictures and our style, and run our script where it has one', async () => {
    const { ask } = await serve();
    for (const path of [...pages.map((page) => page.path), '/none', `/${'x'.repeat(9000)}`]) {
      const { headers } = await ask(path, { headers: { accept: 'text/html' } });
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer-when-downgrade');
      const policy = String(headers['content-security-policy']);
      for (const part of [
        "default-src 'none'",
        "style-src 'self'",
        "base-uri 'none'",
        `form-action ${path === '/' || path === '/none' ? "'self'" : "'none'"}`,
        "frame-ancestors 'none'",
      ]) {
        expect(policy.split('; ')).toContain(part);
      }
      const isArticle = path === PAGE;
      const hasScript = pages.some((page) => page.path === path) && !isArticle && !/^\/(?:tags|authors)\/$/.test(path);
      expect(policy.match(/script-src[^;]*/g), path).toEqual(hasScript ? ["script-src 'self'"] : null);
      expect(policy).not.toMatch(/connect-src|unsafe/);
    }
  });

  test('HTTP-65: a feed may load our style, and nothing else', async () => {
    const { ask } = await serve();
    for (const { path } of feeds) {
      const { headers } = await ask(path);
      expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'self'");
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test.each([
    { path: '/style.css', type: 'text/css; charset=utf-8', holds: '{' },
    { path: '/feed.css', type: 'text/css; charset=utf-8', holds: '{' },
    { path: '/status.css', type: 'text/css; charset=utf-8', holds: '{' },
    { path: '/page.js', type: 'text/javascript; charset=utf-8', holds: '{' },
    { path: '/icon.svg', type: 'image/svg+xml', holds: '<svg' },
  ])('HTTP-71: $path is there', async ({ path, type, holds }) => {
    const { ask } = await serve();
    const { status, headers, body } = await ask(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['cache-control']).toBe('public, max-age=300, stale-while-revalidate=600');
    expect(body.toString()).toContain(holds);
    const small = await ask(path, { headers: { 'accept-encoding': 'gzip' } });
    expect(small.headers['content-encoding']).toBe(body.length < 1024 ? undefined : 'gzip');
    expect(small.headers['content-encoding'] ? gunzipSync(small.body) : small.body).toEqual(body);
    expect((await ask(path, { headers: { 'if-none-match': headers.etag ?? '' } })).status).toBe(304);
  });

  test('who asks for an icon where icons were of old, as readers do of feeds, is led to it', async () => {
    const { ask } = await serve();
    const { status, headers } = await ask('/favicon.ico');
    expect({ status, to: headers.location }).toEqual({ status: 301, to: `${BASE_URL}/icon.svg` });
  });

  test('the script of pages is small', async () => {
    const { ask } = await serve();
    expect((await ask('/page.js')).body.length).toBeLessThan(4096);
  });
});

describe('what is wrong for the moment', () => {
  test("HTTP-44, HTTP-46: trouble of ours is 503 with a time to come again, and never the reader's fault", async () => {
    const { ask, store } = await serve();
    await ask('/rss.xml');
    await store.close();
    for (const path of ['/atom.xml', '/tags/weather/rss.xml', '/tags/none/rss.xml', PAGE, '/articles/none/', '/']) {
      const { status, headers, body } = await ask(path);
      expect(status, path).toBe(503);
      expect(headers['retry-after']).toMatch(/^\d+$/);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers).not.toHaveProperty('etag');
      expect(body.toString()).toBe('503 Service Unavailable: We could not answer. Please try again later.\n');
    }
    // What is prepared needs no store.
    expect((await ask('/rss.xml')).status).toBe(200);
  });
});

describe('what is not there', () => {
  test.each([
    '/nothing',
    '/rss.xml/',
    '/RSS.xml',
    '/tags/none/rss.xml',
    '/tags/none/',
    '/tags/NATO/rss.xml',
    '/tags/nato/RSS.xml',
    '/tags/%2e%2e/rss.xml',
    '/tags/../rss.xml',
    '/tags/%2e%2e%2frss.xml',
    '/tags/%ff/rss.xml',
    '/tags/%/rss.xml',
    '/tags/%00/rss.xml',
    '/%',
    '/%ff',
    '/%72ss.xml',
    '/rss%2exml',
    '/style%2ecss',
    '/t%61gs/nato/rss.xml',
    '/tags/n%61to/rss.xml',
    '/tags/n%61to/',
    '/tags/n%61to',
    '/articles/it%2Drained-in-the-night/',
    '/articles/it%2Drained-in-the-night',
    '/tags/nato%0d%0aX-Evil:1/rss.xml',
    '/tags/__proto__/rss.xml',
    '/tags/constructor/rss.xml',
    "/tags/'%20OR%201=1--/rss.xml",
    '/tags//rss.xml',
    `/tags/${'x'.repeat(161)}/rss.xml`,
    `/tags/${'x'.repeat(8000)}/rss.xml`,
    '/articles/none/',
    '/articles/%ff/',
    '/articles/__proto__/',
    '/articles/%2e%2e%2f%2e%2e%2fpackage.json',
    '/../package.json',
    '//',
    '/a.txt',
  ])('HTTP-42: %s is 404: a line for programs, a page for people', async (path) => {
    const { ask } = await serve();
    const [program, reader, person] = await Promise.all([
      ask(path),
      ask(path, { headers: { accept: '*/*' } }),
      ask(path, { headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' } }),
    ]);
    for (const answer of [program, reader]) {
      expect(answer.status).toBe(404);
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(answer.body.toString()).toMatch(/^404 Not Found: .+\n$/);
    }
    expect(person.status).toBe(404);
    expect(person.headers['content-type']).toBe(HTML);
    expect(person.body.toString()).toContain(`href="${BASE_URL}/tags/"`);
    for (const { headers } of [program, reader, person]) {
      expect(headers.vary).toBe('Accept');
      expect(headers).not.toHaveProperty('x-evil');
    }
  });

  test.each([
    { path: '/tags/natoo/', meant: 'nato' },
    { path: '/tags/NATO/', meant: 'nato' },
    { path: '/tags/n%C3%A4to/rss.xml', meant: 'nato' },
    { path: '/wheather', meant: 'weather' },
    { path: '/articles/weather-in-may/', meant: 'weather' },
  ])('HTTP-42: whoever asks for $path is asked whether $meant was meant', async ({ path, meant }) => {
    const { ask } = await serve();
    const { status, body, headers } = await ask(path, { headers: { accept: 'text/html' } });
    expect(status).toBe(404);
    expect(body.toString()).toMatch(new RegExp(`Did you mean: <a href="${BASE_URL}/tags/${meant}/"`));
    expect(headers['content-length']).toBe(String(body.length));
  });

  test('HTTP-42: what is asked for can be searched for, and becomes no markup', async () => {
    const { ask } = await serve();
    const { body } = await ask('/2019/%22%3E%3Cscript%3Ealert(1)%3C/the-old-harbour.html', {
      headers: { accept: 'text/html' },
    });
    expect(body.toString()).toContain('value="the old harbour"');
    expect(body.toString()).not.toMatch(/Did you mean|<script/);
    const hostile = await ask('/x%22%3E%3Cscript%3Ealert(1)', { headers: { accept: 'text/html' } });
    expect(hostile.body.toString()).toContain('value="x script alert 1"');
  });

  test('an error is told all the same when the store cannot be asked what was meant', async () => {
    const { ask, store } = await serve();
    await store.close();
    const { status, body } = await ask('/none', { headers: { accept: 'text/html' } });
    expect(status).toBe(404);
    expect(body.toString()).toContain('There is nothing at this address.');
  });

  test('HTTP-42: an article that was withdrawn is gone, and its page says so', async () => {
    const { ask, withdraw } = await serve();
    expect((await ask(PAGE)).status).toBe(200);
    await withdraw();
    const [program, person] = [await ask(PAGE), await ask(PAGE, { headers: { accept: 'text/html' } })];
    expect(program.status).toBe(410);
    expect(program.body.toString()).toMatch(/^410 Gone: .+withdrawn/);
    expect(program.body.toString()).not.toContain('rained');
    expect(person.status).toBe(410);
    expect(person.headers['content-type']).toBe(HTML);
    expect(person.headers['cache-control']).toBe('public, max-age=86400');
    expect(person.body.toString()).toContain('has been withdrawn');
    // Words of the address are the reader's own.
    expect(person.body.toString()).toContain('value="it rained in the night"');
    expect(person.body.toString()).not.toContain('It rained');
  });

  test('an article that returns has its page again', async () => {
    const { ask, withdraw, articles } = await serve({ WATCH: 'true' });
    await withdraw();
    put(articles, 'a.txt', article('It rained in the night.', { tags: 'NATO, Weather' }));
    const { body } = await eventually(
      () => ask(PAGE),
      ({ status }) => status === 200,
    );
    expect(body.toString()).toContain('It rained');
  });

  test('HTTP-43: a tag that was emptied keeps valid feeds and a page, but is no longer listed', async () => {
    const { ask, withdraw } = await serve();
    const before = await ask('/tags/nato/rss.xml');
    expect(before.body.toString()).toContain('<item>');
    await withdraw();
    const rss = await ask('/tags/nato/rss.xml');
    expect(rss.status).toBe(200);
    expect(rss.headers.etag).not.toBe(before.headers.etag);
    expect(rss.body.toString()).toMatch(/<\/channel>\s*<\/rss>\s*$/);
    expect(rss.body.toString()).not.toContain('<item>');
    const atom = await ask('/tags/nato/atom.xml');
    expect(atom.status).toBe(200);
    expect(atom.body.toString()).not.toContain('<entry>');
    expect(atom.body.toString()).toContain('at:deleted-entry');
    expect(JSON.parse((await ask('/tags/nato/feed.json')).body.toString())).toMatchObject({ items: [] });
    expect((await ask('/tags/nato/')).status).toBe(200);
    for (const path of ['/', '/tags/', '/feeds.opml']) {
      expect((await ask(path)).body.toString()).not.toContain('/tags/nato/');
    }
  });

  test('HTTP-43, READ-08: a publication without any article has valid, empty feeds', async () => {
    const { port } = await publication({ BASE_URL }).start({}, silent, HERE);
    for (const { path, type } of [...feeds, ...pages].filter((one) => !/weather|articles|jane/.test(one.path))) {
      expect(await ask(port, path), path).toMatchObject({ status: 200, headers: { 'content-type': type } });
    }
    expect(JSON.parse((await ask(port, '/feed.json')).body.toString())).toMatchObject({ items: [] });
    for (const path of ['/rss.xml', '/atom.xml', '/feeds.opml']) {
      const xml = (await ask(port, path)).body.toString();
      expect(whyMalformed(xml.replace(/^<\?.*\n/gm, '')), path).toBeUndefined();
    }
  });

  test('ATOM-41: a tombstone keeps its date, whatever happens afterwards', async () => {
    const { ask, withdraw, articles, schedule } = await serve();
    await withdraw();
    const tombstones = async () => (await ask('/tags/weather/atom.xml')).body.toString().match(/<at:deleted-entry.*/g);
    const before = await tombstones();
    expect(before).toHaveLength(1);
    put(articles, 'c.txt', article('It hailed at noon.', { tags: 'Weather' }));
    await schedule.refresh();
    expect((await ask('/tags/weather/atom.xml')).body.toString()).toContain('It hailed');
    expect(await tombstones()).toEqual(before);
  });

  test('ATOM-41: as many withdrawals are told as a reader may have had entries', async () => {
    const { ask, articles, schedule } = await serve({ FEED_LIMIT: '70' });
    const write = (number: number) =>
      put(articles, `${number}.txt`, article(`Article ${number} is about itself.`, { tags: 'Many' }));
    const files = Array.from({ length: 60 }, (_, number) => write(number));
    await schedule.refresh();
    for (const file of files) rmSync(file);
    await schedule.refresh({ confirmLoss: true });
    const atom = (await ask('/tags/many/atom.xml')).body.toString();
    expect(atom.match(/<at:deleted-entry/g)).toHaveLength(60);
  });
});
