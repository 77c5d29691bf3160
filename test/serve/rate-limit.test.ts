// Whoever fetches the same feed in full again and again is asked to wait; nobody else is.
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { clientOf, trustIn } from '../../src/serve/client.ts';
import { ask, askRaw } from '../support/ask.ts';
import { article, publication, put } from '../support/publication.ts';

describe('who asks', () => {
  /** A request as far as it tells who asks. */
  const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
    ({ socket: { remoteAddress }, connection: { remoteAddress }, headers }) as unknown as IncomingMessage;

  test.each<{
    what: string;
    trusted?: string[];
    peer: string;
    headers?: Record<string, string>;
    is: string | undefined;
  }>([
    { what: 'a reader', peer: '203.0.113.7', is: '203.0.113.7' },
    { what: 'a reader in the other notation', peer: '::ffff:203.0.113.7', is: '203.0.113.7' },
    { what: 'a reader of IPv6: the half of the address', peer: '2001:db8:1:2:3:4:5:6', is: '2001:db8:1:2::' },
    { what: 'this machine', peer: '127.0.0.1', is: undefined },
    { what: 'this machine, IPv6', peer: '::1', is: undefined },
    { what: 'this machine, both', peer: '::ffff:127.0.0.1', is: undefined },
    { what: 'nobody any more', peer: '', is: undefined },
    {
      what: 'a proxy that is not trusted',
      peer: '203.0.113.7',
      headers: { 'x-forwarded-for': '198.51.100.1' },
      is: undefined,
    },
    {
      what: 'a proxy that only says that it is one',
      peer: '203.0.113.7',
      headers: { via: '1.1 proxy' },
      is: undefined,
    },
    {
      what: 'a reader behind a trusted proxy',
      trusted: ['loopback'],
      peer: '127.0.0.1',
      headers: { 'x-forwarded-for': '198.51.100.1' },
      is: '198.51.100.1',
    },
    {
      what: 'a reader who makes up another before itself',
      trusted: ['loopback'],
      peer: '127.0.0.1',
      headers: { 'x-forwarded-for': '192.0.2.1, 198.51.100.1' },
      is: '198.51.100.1',
    },
    {
      what: 'a reader behind two trusted proxies',
      trusted: ['loopback', '10.0.0.0/8'],
      peer: '127.0.0.1',
      headers: { 'x-forwarded-for': '2001:db8::1, 10.1.2.3' },
      is: '2001:db8::',
    },
    { what: 'a trusted proxy that says nothing', trusted: ['10.0.0.1'], peer: '10.0.0.1', is: undefined },
    {
      what: 'a trusted proxy that does not know',
      trusted: ['loopback'],
      peer: '::1',
      headers: { 'x-forwarded-for': 'unknown' },
      is: undefined,
    },
  ])('$what: $is', ({ trusted = [], peer, headers, is }) => {
    expect(clientOf(from(peer, headers), trustIn(trusted))).toBe(is);
  });
});

/** A publication behind a proxy on this machine, which says for whom it asks. */
async function serve(environment: Readonly<Record<string, string>> = {}) {
  const site = publication({ WATCH: 'false', TRUST_PROXY: 'loopback', RATE_LIMIT: '3', ...environment });
  put(site.articles, 'a.txt', article('It rained in the night.', { tags: 'Weather' }));
  const { port } = await site.start();
  return (path: string, { method = 'GET', ...headers }: Record<string, string> = {}, client = '198.51.100.1') =>
    ask(port, path, {
      method,
      headers: { 'user-agent': 'Reader/1.0', ...(client ? { 'x-forwarded-for': client } : {}), ...headers },
    });
}

const statuses = async (times: number, poll: () => Promise<{ status: number }>) => {
  const found: number[] = [];
  for (let time = 0; time < times; time += 1) found.push((await poll()).status);
  return found;
};

test('HTTP-44, HTTP-45: the fourth of three is asked to wait, in seconds that all readers understand', async () => {
  const ask = await serve();
  expect(await statuses(4, () => ask('/rss.xml'))).toEqual([200, 200, 200, 429]);
  const { headers, body } = await ask('/rss.xml');
  expect(headers['retry-after']).toMatch(/^\d+$/);
  // Three in an hour are one in twenty minutes.
  expect(Number(headers['retry-after'])).toBeGreaterThan(1000);
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(1200);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(headers).not.toHaveProperty('etag');
  expect(body.toString()).toMatch(/^429 Too Many Requests: .+\n$/);
});

test('HTTP-45: what costs nothing is free, also for whoever is asked to wait', async () => {
  const ask = await serve();
  const { headers } = await ask('/rss.xml');
  const [etag, modified] = [headers.etag ?? '', headers['last-modified'] ?? ''];
  await statuses(3, () => ask('/rss.xml'));
  expect(await statuses(5, () => ask('/rss.xml', { 'if-none-match': etag }))).toEqual([304, 304, 304, 304, 304]);
  expect(await statuses(2, () => ask('/rss.xml', { 'if-modified-since': modified }))).toEqual([304, 304]);
  expect(await statuses(2, () => ask('/rss.xml', { 'if-none-match': '"old"' }))).toEqual([200, 200]);
  expect(await statuses(2, () => ask('/rss.xml', { method: 'HEAD' }))).toEqual([200, 200]);
  expect(await statuses(5, () => ask('/'))).toEqual([200, 200, 200, 200, 200]);
  expect((await ask('/rss.xml')).status).toBe(429);
});

test('HTTP-45: other feeds, other addresses and other names are counted by themselves', async () => {
  const ask = await serve();
  await statuses(3, () => ask('/rss.xml'));
  expect((await ask('/rss.xml?x=1')).status).toBe(429);
  expect((await ask('/atom.xml')).status).toBe(200);
  expect((await ask('/rss.xml', { 'user-agent': 'Other/2.0' })).status).toBe(200);
  expect((await ask('/rss.xml', {}, '198.51.100.2')).status).toBe(200);
  // One customer has many addresses.
  await statuses(3, () => ask('/rss.xml', {}, '2001:db8:1:1::1'));
  expect((await ask('/rss.xml', {}, '2001:db8:1:1::2')).status).toBe(429);
  expect((await ask('/rss.xml', {}, '2001:db8:1:2::1')).status).toBe(200);
});

test('the address without a format counts as the feed that it stands for', async () => {
  const ask = await serve();
  expect(await statuses(4, () => ask('/feed'))).toEqual([200, 200, 200, 429]);
  expect((await ask('/rss.xml')).status).toBe(429);
});

test.each<{ what: string; environment: Record<string, string>; client: string }>([
  { what: 'whoever asks on this machine', environment: {}, client: '' },
  { what: 'a proxy that is not trusted', environment: { TRUST_PROXY: '' }, client: '198.51.100.1' },
  { what: 'anybody, when the limit is off', environment: { RATE_LIMIT: '0' }, client: '198.51.100.1' },
])('never limited: $what', async ({ environment, client }) => {
  const ask = await serve(environment);
  expect(new Set(await statuses(8, () => ask('/rss.xml', {}, client)))).toEqual(new Set([200]));
});

test('by default a client may fetch a feed thirty times in an hour', async () => {
  const ask = await serve({ RATE_LIMIT: '' });
  const found = await statuses(32, () => ask('/rss.xml'));
  expect(found.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 200));
  expect(found.slice(30)).toEqual([429, 429]);
});

describe('bodies and heads without end', () => {
  /** Sends a head and goes on to send, until the other side has enough. @returns what it answered */
  async function pour(port: number, head: string, piece: string): Promise<{ answer: string; sent: number }> {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    let sent = 0;
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(head);
    const more = () => {
      while (piece !== '' && !socket.destroyed && sent < 100_000_000) {
        sent += piece.length;
        if (!socket.write(piece)) return;
      }
    };
    socket.on('drain', more);
    more();
    await closed;
    return { answer, sent };
  }

  async function port(): Promise<number> {
    const site = publication({ WATCH: 'false' });
    put(site.articles, 'a.txt', article('It rained in the night.'));
    return (await site.start()).port;
  }

  test.each([
    { method: 'GET', field: 'Content-Length: 1000000000', status: 200 },
    { method: 'GET', field: 'Transfer-Encoding: chunked', status: 200 },
    { method: 'POST', field: 'Content-Length: 1000000000', status: 405 },
    { method: 'POST', field: 'Content-Length: 1000000000\r\nExpect: 100-continue', status: 405 },
    { method: 'OPTIONS', field: 'Content-Length: 1000000000', status: 204 },
  ])('a $method with $field is answered at once and not read to its end', async ({ method, field, status }) => {
    const { answer, sent } = await pour(
      await port(),
      `${method} /rss.xml HTTP/1.1\r\nHost: localhost\r\n${field}\r\n\r\n`,
      field.startsWith('Transfer') ? `4000\r\n${'x'.repeat(16_384)}\r\n` : 'x'.repeat(16_384),
    );
    expect(answer.split(' ')[1]).toBe(String(status));
    expect(answer).toMatch(/^Connection: close\r$/m);
    expect(sent).toBeLessThan(50_000_000);
  });

  test('a head without end is refused', async () => {
    const { answer, sent } = await pour(
      await port(),
      'GET /rss.xml HTTP/1.1\r\nHost: localhost\r\n',
      `X-Header: ${'x'.repeat(1000)}\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(sent).toBeLessThan(50_000_000);
  });

  test.each([
    { lines: 90, status: 304 },
    { lines: 110, status: 431 },
  ])('$lines short header lines: $status', async ({ lines, status }) => {
    const more = Array.from({ length: lines }, (_, index) => `a${index}: b`);
    const answer = await askRaw(await port(), ['GET /rss.xml HTTP/1.1', ...more, 'If-None-Match: *']);
    expect(answer.status).toBe(status);
  });
});
