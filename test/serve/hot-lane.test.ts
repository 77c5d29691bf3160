// What is prepared is answered in front of Express: the same answers as Express gives, header by header.
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HttpServer } from '../../src/http-server.ts';
import { Documents, documentOf } from '../../src/serve/documents.ts';
import { hotLane } from '../../src/serve/hot-lane.ts';
import { unlimited } from '../../src/serve/rate-limit.ts';
import { askRaw } from '../support/ask.ts';
import { headerOf, lasting, threeDoors } from '../support/doors.ts';
import { eventually, silent } from '../support/publication.ts';

const PATHS = ['/rss.xml', '/tags/weather/atom.xml', '/feed.json', '/feeds.opml', '/', '/tags/', '/tags/weather/'];

describe.each(PATHS)('%s', (path) => {
  test('HTTP-01, HTTP-17, HTTP-29: has the same headers and bytes in both lanes, in all codings', async () => {
    const { hot, cold, passed } = await threeDoors();
    for (const method of ['GET', 'HEAD']) {
      for (const coding of ['identity', 'gzip', 'br', 'zstd', 'gzip, br;q=0.9', '*;q=0']) {
        const lines = [`${method} ${path} HTTP/1.1`, `Accept-Encoding: ${coding}`];
        const express = await askRaw(cold, lines);
        const prepared = await askRaw(hot, lines);
        expect(express.status).toBe(200);
        expect(lasting(prepared)).toEqual(lasting(express));
        const conditional = [...lines, `If-None-Match: ${headerOf(express, 'ETag')}`];
        const same = await askRaw(hot, conditional);
        expect(same).toMatchObject({ status: 304, body: Buffer.alloc(0) });
        expect(lasting(same)).toEqual(lasting(await askRaw(cold, conditional)));
      }
    }
    expect(passed()).toBe(0);
  });
});

test('HTTP-17: a 304 of a feed has these headers and no other', async () => {
  const { hot } = await threeDoors();
  for (const state of ['cold', 'hot']) {
    const { status, headers } = await askRaw(hot, ['GET /rss.xml HTTP/1.1', 'If-None-Match: *']);
    expect(status, state).toBe(304);
    expect(headers.map(([name]) => name)).toEqual([
      'Cache-Control',
      'ETag',
      'Vary',
      'Access-Control-Allow-Origin',
      'Access-Control-Expose-Headers',
      'Date',
      'Connection',
    ]);
  }
});

test('HTTP-30: the first 304 and the first 200 come from Express, the next ones do not', async () => {
  const { hot, passed } = await threeDoors();
  const steps = [
    { lines: ['GET /rss.xml HTTP/1.1', 'If-None-Match: *'], status: 304, passed: 1 },
    { lines: ['GET /rss.xml HTTP/1.1', 'If-None-Match: *'], status: 304, passed: 1 },
    { lines: ['GET /rss.xml HTTP/1.1'], status: 200, passed: 2 },
    { lines: ['GET /rss.xml HTTP/1.1'], status: 200, passed: 2 },
    { lines: ['GET /rss.xml?x=1 HTTP/1.1', 'Accept-Encoding: br'], status: 200, passed: 2 },
    { lines: ['HEAD /rss.xml HTTP/1.1'], status: 200, passed: 2 },
  ];
  for (const [index, step] of steps.entries()) {
    expect((await askRaw(hot, step.lines)).status, `step ${index}`).toBe(step.status);
    expect(passed(), `step ${index}`).toBe(step.passed);
  }
});

test.each([
  { what: 'another method', lines: ['POST /rss.xml HTTP/1.1', 'Content-Length: 0'], status: 405 },
  { what: 'OPTIONS', lines: ['OPTIONS /rss.xml HTTP/1.1'], status: 204 },
  { what: 'an address that is too long', lines: [`GET /rss.xml?${'x'.repeat(9000)} HTTP/1.1`], status: 414 },
  { what: 'an escaped address', lines: ['GET /%72ss.xml HTTP/1.1'], status: 404 },
  { what: 'an absolute address', lines: ['GET http://localhost/rss.xml HTTP/1.1'], status: 200 },
  { what: 'a failed precondition', lines: ['GET /rss.xml HTTP/1.1', 'If-Match: "x"'], status: 412 },
  { what: 'a request for a delta', lines: ['GET /rss.xml HTTP/1.1', 'A-IM: feed'], status: 200 },
  { what: 'a request with a body', lines: ['GET /rss.xml HTTP/1.1', 'Content-Length: 0'], status: 200 },
  { what: 'a search', lines: ['GET /search/rss.xml?q=rain HTTP/1.1'], status: 200 },
])('$what is for Express', async ({ lines, status }) => {
  const { hot, passed } = await threeDoors();
  await askRaw(hot, ['GET /rss.xml HTTP/1.1']);
  const before = passed();
  expect((await askRaw(hot, lines)).status).toBe(status);
  expect(passed()).toBe(before + 1);
});

test.each([
  { coding: 'gzip', decode: gunzipSync },
  { coding: 'br', decode: brotliDecompressSync },
  { coding: 'zstd', decode: zstdDecompressSync },
])('HTTP-32, HTTP-33: $coding decodes to the plain bytes, of which it has the ETag', async ({ coding, decode }) => {
  const { hot } = await threeDoors();
  // The subscription list of one tag is too small to be worth it.
  for (const path of PATHS.filter((path) => path !== '/feeds.opml')) {
    const [plain, coded] = [
      await askRaw(hot, [`GET ${path} HTTP/1.1`]),
      await askRaw(hot, [`GET ${path} HTTP/1.1`, `Accept-Encoding: ${coding}`]),
    ];
    expect(headerOf(coded, 'Content-Encoding'), path).toBe(coding);
    expect(headerOf(coded, 'Content-Length')).toBe(String(coded.body.length));
    expect(decode(coded.body).equals(plain.body)).toBe(true);
    expect(headerOf(coded, 'ETag')).toBe(headerOf(plain, 'ETag'));
  }
});

test('HTTP-26: how long a live feed may be kept differs from answer to answer, within a minute; a page not', async () => {
  const { hot } = await threeDoors();
  const recipe = (maxAge: number) => `public, max-age=${maxAge}, stale-while-revalidate=600, stale-if-error=86400`;
  for (const lines of [['GET /rss.xml HTTP/1.1'], ['GET /rss.xml HTTP/1.1', 'If-None-Match: *']]) {
    const told = new Set<string | undefined>();
    for (let poll = 0; poll < 60; poll += 1) told.add(headerOf(await askRaw(hot, lines), 'Cache-Control'));
    expect(told).toEqual(new Set(Array.from({ length: 15 }, (_, index) => recipe(844 + 4 * index))));
  }
  const pages = [await askRaw(hot, ['GET / HTTP/1.1']), await askRaw(hot, ['GET / HTTP/1.1'])];
  for (const page of pages) expect(headerOf(page, 'Cache-Control')).toContain('max-age=300');
});

test('HTTP-30: whoever asks before a document is compressed gets it compressed', async () => {
  const { hot, documents } = await threeDoors();
  await askRaw(hot, ['GET /rss.xml HTTP/1.1']);
  documents.at('/rss.xml');
  await documents.touch(new Set());
  const answers = await Promise.all(
    ['gzip', 'br', 'zstd'].map((coding) => askRaw(hot, ['GET /rss.xml HTTP/1.1', `Accept-Encoding: ${coding}`])),
  );
  expect(answers.map((answer) => headerOf(answer, 'Content-Encoding'))).toEqual(['gzip', 'br', 'zstd']);
});

test('HTTP-30: whoever would wait too long for a coding of what has changed gets the bytes as they are', async () => {
  const documents = new Documents({ digest: '', since: 0 }, 100_000_000, silent);
  let revision = 1;
  const resource = {
    path: '/large',
    topics: ['*'],
    mediaType: 'text/plain',
    cacheControl: 'no-store',
    links: '',
    state: async () => ({ revision, digest: String(revision), at: 1_750_000_000 }),
    // Over which brotli takes ten times as long as anybody waits.
    render: async () => (revision === 1 ? Buffer.from('small') : Buffer.from(randomBytes(10_000_000).toString('hex'))),
  };
  const { server } = new HttpServer(hotLane(documents, unlimited, () => expect.unreachable()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  await documents.get(resource);
  documents.at('/large');
  revision = 2;
  const touched = documents.touch(new Set());
  const changed = await eventually(
    () => documentOf(documents.at('/large')),
    (document) => document !== undefined && document.identity.length > 5,
  );
  const { port } = server.address() as AddressInfo;
  const answer = await askRaw(port, ['GET /large HTTP/1.1', 'Accept-Encoding: br']);
  expect([answer.status, headerOf(answer, 'Content-Encoding'), answer.body.length]).toEqual([
    200,
    undefined,
    20_000_000,
  ]);
  await Promise.all([changed?.compressed, touched]);
  expect(headerOf(await askRaw(port, ['HEAD /large HTTP/1.1', 'Accept-Encoding: br']), 'Content-Encoding')).toBe('br');
});
