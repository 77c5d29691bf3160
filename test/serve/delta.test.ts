// Only what is new, for whoever asks for it and for nobody else (RFC 3229), over real sockets.
import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FORMAT_FILE, FORMATS } from '../../src/feed.ts';
import { mayHaveGrown } from '../../src/render/publication.ts';
import { basesIn, wantsDelta } from '../../src/serve/delta.ts';
import { anEntry, aPublication } from '../support/entries.ts';
import { publication, put } from '../support/publication.ts';
import { read } from '../support/reader.ts';

describe('who asks for a delta', () => {
  test.each([
    { accepted: undefined, wants: false },
    { accepted: '', wants: false },
    { accepted: 'feed', wants: true },
    { accepted: 'FEED', wants: true },
    { accepted: 'vcdiff, feed, gzip', wants: true },
    { accepted: ' feed ;q=0.5', wants: true },
    { accepted: 'feed; q=1.000', wants: true },
    { accepted: 'feed;Q=0.001,gzip', wants: true },
    { accepted: 'feed;q=0', wants: false },
    { accepted: 'feed;q=0.000', wants: false },
    { accepted: 'gzip, feed ; q = 0.0', wants: false },
    // What cannot be read was not asked for.
    { accepted: 'feed;q=2', wants: false },
    { accepted: 'feed;q=', wants: false },
    { accepted: 'feed;x=1', wants: false },
    { accepted: 'feeds', wants: false },
    { accepted: '"feed"', wants: false },
    { accepted: 'feed gzip', wants: false },
    // HTTP-51: never an instance manipulation that was not asked for by its name.
    { accepted: '*', wants: false },
    { accepted: 'vcdiff', wants: false },
  ])('HTTP-50: `A-IM: $accepted`: $wants', ({ accepted, wants }) => {
    expect(wantsDelta(accepted)).toBe(wants);
  });
});

describe('since when', () => {
  const tag = (revision: string, hash = 'abcdefghij-_0123') => `W/"${revision}-${hash}"`;
  const current = tag('1a');
  test.each([
    { what: 'an earlier version', header: tag('19'), revisions: [45] },
    { what: 'the same, compared weakly', header: '"19-abcdefghij-_0123"', revisions: [45] },
    { what: 'what a proxy added to it', header: 'W/"19-abcdefghij-_0123-gzip"', revisions: [45] },
    { what: 'several, the latest first', header: `${tag('2')}, ${tag('19')},${tag('z')}`, revisions: [45, 35, 2] },
    { what: 'among tags of others', header: `"x", W/"", ${tag('19')}, "19-short"`, revisions: [45] },
    { what: 'no more than can be looked up', header: Array(99).fill(tag('3')).join(), revisions: Array(8).fill(3) },
    { what: 'the present one', header: current, revisions: [] },
    { what: 'a later one', header: tag('1b'), revisions: [] },
    { what: 'one of the present revision under other settings', header: tag('1a', 'zzzzzzzzzzzzzzzz'), revisions: [] },
    { what: 'another spelling of a revision', header: tag('019'), revisions: [] },
    { what: 'any', header: '*', revisions: [] },
    { what: 'nothing', header: undefined, revisions: [] },
    { what: 'what is no list of tags', header: `${tag('19')} or so`, revisions: [] },
    { what: 'what is no tag', header: '19-abcdefghij-_0123', revisions: [] },
  ])('HTTP-50, HTTP-53: $what', ({ header, revisions }) => {
    const bases = basesIn(header, current);
    expect(bases.map(({ revision }) => revision)).toEqual(revisions);
    for (const { sent } of bases) expect(header).toContain(sent);
  });
});

describe('what may be in a feed again without a change of its own', () => {
  const entries = (count: number, bytes: number) =>
    Array.from({ length: count }, () => anEntry({ summary: '', content: 'x'.repeat(bytes) }));
  test.each([
    { what: 'nothing was corrected', newest: entries(50, 60_000), corrected: 0, may: false },
    { what: 'few entries, however long', newest: entries(20, 199_000), corrected: 9, may: false },
    {
      what: 'one of short entries, that may have been a long one',
      newest: entries(50, 2000),
      corrected: 1,
      may: false,
    },
    { what: 'four of them', newest: entries(50, 2000), corrected: 4, may: false },
    { what: 'five of them', newest: entries(50, 2000), corrected: 5, may: true },
    { what: 'one, where there is little room', newest: entries(21, 40_000), corrected: 1, may: true },
  ])('HTTP-55: $what: $may', ({ newest, corrected, may }) => {
    expect(mayHaveGrown(newest, corrected, aPublication())).toBe(may);
  });
});

type Headers = Readonly<Record<string, string | string[]>>;

/** Asks as it is written. */
function ask(port: number, path: string, headers: Headers = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Readonly<Record<string, unknown>>; body: Buffer; etag: string }>(
    (resolve, reject) => {
      request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        const { statusCode: status = 0, headers } = response;
        buffer(response).then((body) => resolve({ status, headers, body, etag: String(headers.etag) }), reject);
      })
        .on('error', reject)
        .end();
    },
  );
}

const text = (number: number, version = 1, more = '') =>
  `---\nid: urn:x:${number}\ntitle: Article ${number}\ndate: 2025-01-${String((number % 28) + 1).padStart(2, '0')}\ntags: [X]\nauthor: Jane Doe\n---\nVersion ${version} of number ${number}. ${more}\n`;

/** A server with so many articles. */
async function serve(count: number, environment: Readonly<Record<string, string>> = {}) {
  // The port changes at a restart: an address that is made of it would change all documents.
  const site = publication({ BASE_URL: 'https://news.example.org', WATCH: 'false', ...environment });
  const write = (number: number, version = 1, more = '') =>
    put(site.articles, `${number}.md`, text(number, version, more));
  for (let number = 1; number <= count; number += 1) write(number);
  let { port, schedule, stop } = await site.start();
  return {
    articles: site.articles,
    ask: (path: string, headers?: Headers, method?: string) => ask(port, path, headers, method),
    /** Presents a version and asks for what is new since then. */
    since: (path: string, etag: string, headers: Headers = {}) =>
      ask(port, path, { 'a-im': 'feed', 'if-none-match': etag, ...headers }),
    write,
    refresh: async () => void (await schedule.refresh({ confirmLoss: true })),
    change: async (number: number, version = 2, more = '') => {
      write(number, version, more);
      await schedule.refresh();
    },
    withdraw: async (number: number) => {
      rmSync(`${site.articles}/${number}.md`);
      await schedule.refresh();
    },
    restart: async (environment: Readonly<Record<string, string>> = {}) => {
      await stop();
      ({ port, schedule, stop } = await site.start(environment));
    },
  };
}

const idsOf = (body: Buffer, format: 'rss' | 'atom' | 'json') =>
  [...read(body.toString(), format).entries.keys()].map((id) => Number(id.slice(6))).sort((one, other) => one - other);

const feeds = ['/', '/tags/x/', '/authors/jane-doe/'].flatMap((page) =>
  FORMATS.map((format) => ({ page, format, path: page + FORMAT_FILE[format] })),
);
const VARY = 'Accept-Encoding, A-IM, If-None-Match';

describe.each(feeds)('$path', ({ path, format }) => {
  test('HTTP-50, HTTP-51, HTTP-52, HTTP-54: what was added and what was corrected, and nothing else', async () => {
    const { ask, since, write, refresh } = await serve(5);
    const { etag } = await ask(path);
    write(2, 2);
    write(6);
    await refresh();
    const full = await ask(path);
    const delta = await since(path, etag);
    expect(delta.status).toBe(226);
    expect(delta.headers).toMatchObject({
      im: 'feed',
      etag: full.etag,
      'delta-base': etag,
      'cache-control': 'no-store, im, max-age=900',
      vary: VARY,
      'content-length': String(delta.body.length),
      'access-control-expose-headers': expect.stringContaining('IM, Delta-Base'),
    });
    for (const name of ['content-type', 'link', 'content-security-policy'])
      expect(delta.headers[name], name).toBe(full.headers[name]);
    // A change within a second of another is stamped ahead, and dated so when its time has come (HTTP-10).
    const later = await ask(path);
    expect([full, later].map(({ headers }) => headers['last-modified'])).toContain(delta.headers['last-modified']);
    expect(idsOf(delta.body, format)).toEqual([2, 6]);
    expect(idsOf(full.body, format)).toEqual([1, 2, 3, 4, 5, 6]);
    const [part, whole] = [read(delta.body.toString(), format), read(full.body.toString(), format)];
    expect(part.head).toBe(whole.head);
    for (const [id, said] of part.entries) expect(said).toBe(whole.entries.get(id));
  });

  test('HTTP-53: a version is known after a restart, whatever its age', async () => {
    const { ask, since, change, restart } = await serve(3);
    const etags = [(await ask(path)).etag];
    for (let number = 4; number <= 8; number += 1) {
      await change(number, 1);
      etags.push((await ask(path)).etag);
    }
    await restart();
    for (const [index, etag] of etags.slice(0, -1).entries()) {
      const { status, body } = await since(path, etag);
      expect([status, idsOf(body, format)]).toEqual([226, [4, 5, 6, 7, 8].slice(index)]);
    }
  });
});

/** A server whose feed has had two versions, and asks for the second. */
async function changed() {
  const server = await serve(5);
  const first = (await server.ask('/atom.xml')).etag;
  await server.change(2);
  const second = (await server.ask('/atom.xml')).etag;
  await server.change(6, 1);
  const third = (await server.ask('/atom.xml')).etag;
  return { ...server, first, second, third };
}

describe('when there is none', () => {
  const isWhole = ({ status, headers, body }: Awaited<ReturnType<typeof ask>>, count: number) => {
    expect(status).toBe(200);
    // HTTP-51: never one without the other.
    for (const name of ['im', 'delta-base']) expect(headers).not.toHaveProperty(name);
    expect(headers).toMatchObject({
      vary: VARY,
      'cache-control': expect.stringMatching(
        /^public, max-age=(?:8[4-9]\d|900), stale-while-revalidate=600, stale-if-error=86400$/,
      ),
    });
    expect(idsOf(body, 'atom')).toHaveLength(count);
  };

  test('HTTP-50: it is asked for by A-IM and an earlier ETag together, and by nothing else', async () => {
    const { ask, first } = await changed();
    const modified = { 'if-modified-since': 'Wed, 01 Jan 2025 00:00:00 GMT' };
    for (const headers of [
      { 'if-none-match': first },
      { 'a-im': 'feed' },
      { 'a-im': 'feed', ...modified },
      { 'a-im': 'feed', 'if-none-match': '"x"' },
      { 'a-im': 'feed', 'if-none-match': '"x"', ...modified },
      { 'a-im': 'feed', 'if-none-match': `${first.slice(0, -3)}XX"` },
      { 'a-im': 'feed', 'if-none-match': first.replace(/"\w+-/, '"1-') },
      { 'a-im': 'feed;q=0', 'if-none-match': first },
      { 'a-im': 'vcdiff, *', 'if-none-match': first },
      { im: 'feed', 'if-none-match': first },
    ] satisfies Headers[])
      isWhole(await ask('/atom.xml', headers), 6);
  });

  test('HTTP-53: the version of another document is none of this one', async () => {
    const { ask, since, change } = await serve(5);
    const etags = await Promise.all(['/rss.xml', '/tags/x/atom.xml'].map(async (path) => (await ask(path)).etag));
    await change(2);
    for (const etag of etags) isWhole(await since('/atom.xml', etag), 5);
  });

  test('HTTP-50: what has not changed is 304, though a version before it is named too', async () => {
    const { since, first, third } = await changed();
    for (const etag of [third, `${first}, ${third}`, '*']) {
      const { status, headers, body } = await since('/atom.xml', etag);
      expect([status, headers.etag, headers.vary, body.length]).toEqual([304, third, VARY, 0]);
      expect(headers).not.toHaveProperty('im');
    }
  });

  test('HTTP-55: what has gone is not in a delta, so there is none until the reader has seen that it has', async () => {
    const { ask, since, withdraw, change } = await serve(5);
    const { etag } = await ask('/atom.xml');
    await change(2);
    await withdraw(3);
    isWhole(await since('/atom.xml', etag), 4);
    const seen = (await ask('/atom.xml')).etag;
    await change(4);
    expect((await since('/atom.xml', seen)).status).toBe(226);
    isWhole(await since('/atom.xml', etag), 4);
    // It is back, so nothing has gone.
    await change(3, 1);
    const { status, body } = await since('/atom.xml', etag);
    expect([status, idsOf(body, 'atom')]).toEqual([226, [2, 3, 4]]);
  });

  test('HTTP-55: what has lost the tag has gone from its feed, and from no other', async () => {
    const { ask, since, articles, refresh } = await serve(5);
    const etags = await Promise.all(['/tags/x/atom.xml', '/atom.xml'].map(async (path) => (await ask(path)).etag));
    put(articles, '2.md', text(2).replace('[X]', '[Y]'));
    await refresh();
    isWhole(await since('/tags/x/atom.xml', etags[0] ?? ''), 4);
    expect((await since('/atom.xml', etags[1] ?? '')).status).toBe(226);
  });

  test('HTTP-55: more changes than a feed has entries are not told apart from the rest', async () => {
    const { ask, since, change, write, refresh } = await serve(5, { FEED_LIMIT: '3' });
    const { etag } = await ask('/atom.xml');
    for (const number of [6, 7, 8]) write(number);
    await refresh();
    expect((await since('/atom.xml', etag)).status).toBe(226);
    await change(9, 1);
    isWhole(await since('/atom.xml', etag), 9);
  });

  test('HTTP-55: other settings make other documents', async () => {
    const { since, second, restart } = await changed();
    await restart({ FEED_LIMIT: '49' });
    isWhole(await since('/atom.xml', second), 6);
  });

  test('HTTP-55: what fits in again because another became shorter is no change, so there is no delta', async () => {
    const { ask, since, write, refresh } = await serve(0);
    const long = 'Some words. '.repeat(15_000);
    for (let number = 1; number <= 25; number += 1) write(number, 1, number > 18 ? long : '');
    for (let number = 26; number <= 60; number += 1) write(number, 1, 'Some words. '.repeat(1000));
    await refresh();
    const before = await ask('/atom.xml');
    for (let number = 19; number <= 25; number += 1) write(number, 2);
    await refresh();
    const after = await since('/atom.xml', before.etag);
    expect(after.status).toBe(200);
    const known = idsOf(before.body, 'atom');
    const regained = idsOf(after.body, 'atom').filter((number) => !known.includes(number));
    expect(regained.length).toBeGreaterThan(0);
  });

  test('HTTP-29: only feeds have deltas', async () => {
    const { ask } = await serve(50);
    for (const path of ['/', '/tags/x/', '/feeds.opml', '/archive/1/atom.xml'])
      expect((await ask(path, { 'a-im': 'feed' })).headers.vary).toBe('Accept-Encoding');
  });
});

describe('of several versions', () => {
  test('HTTP-51: the latest that was one is the base, as the reader wrote it', async () => {
    const { since, first, second } = await changed();
    const rows: [sent: string, base: string, ids: number[]][] = [
      [`${first}, ${second}`, second, [6]],
      [`${second}, "x", ${first}`, second, [6]],
      [`${first}, ${second.replace(/.{3}"$/, 'XXX"')}`, first, [2, 6]],
      [second.slice(2), second.slice(2), [6]],
      [second.replace(/"$/, '-gzip"'), second.replace(/"$/, '-gzip"'), [6]],
    ];
    for (const [sent, base, ids] of rows) {
      const { status, headers, body } = await since('/atom.xml', sent);
      expect([status, headers['delta-base'], idsOf(body, 'atom')], sent).toEqual([226, base, ids]);
    }
  });

  test('HTTP-50: headers in several lines are one', async () => {
    const { ask, first, second } = await changed();
    const { status, headers } = await ask('/atom.xml', {
      'a-im': ['vcdiff', 'feed'],
      'if-none-match': [first, second],
    });
    expect([status, headers['delta-base']]).toEqual([226, second]);
  });
});

describe('how it is sent', () => {
  test('HTTP-01, HTTP-51: HEAD has the status and headers of GET, and no body', async () => {
    const { ask, second } = await changed();
    const headers = { 'a-im': 'feed', 'if-none-match': second };
    const [got, head] = [await ask('/atom.xml', headers), await ask('/atom.xml', headers, 'HEAD')];
    expect([head.status, head.body.length]).toEqual([226, 0]);
    const { date: _, ...lasting } = got.headers;
    expect(head.headers).toMatchObject(lasting);
  });

  test.each([
    { coding: 'gzip', decode: gunzipSync },
    { coding: 'br', decode: brotliDecompressSync },
  ])('HTTP-54: it is coded as other documents are: $coding', async ({ coding, decode }) => {
    const { since, change, third } = await changed();
    await change(7, 1, 'Word by word. '.repeat(200));
    const plain = await since('/atom.xml', third);
    const coded = await since('/atom.xml', third, { 'accept-encoding': coding });
    expect(coded.headers).toMatchObject({ 'content-encoding': coding, im: 'feed', etag: plain.etag, vary: VARY });
    expect(decode(coded.body).equals(plain.body)).toBe(true);
  });

  test('HTTP-16: a condition that fails is 412, and a range is not to be had', async () => {
    const { since, second } = await changed();
    expect((await since('/atom.xml', second, { 'if-match': '"x"' })).status).toBe(412);
    expect((await since('/atom.xml', second, { range: 'bytes=0-9' })).status).toBe(226);
  });

  test('HTTP-52: it is a valid feed, though nothing that is new is in the feed any more', async () => {
    const { ask, since, write, refresh } = await serve(49, { FEED_LIMIT: '2' });
    const { etag } = await ask('/atom.xml');
    // Dated back, and on a page that is closed at once.
    write(28 * 10);
    await refresh();
    const { status, body } = await since('/atom.xml', etag);
    expect([status, idsOf(body, 'atom')]).toEqual([226, []]);
    expect(body.toString()).toContain('rel="prev-archive"');
  });
});
