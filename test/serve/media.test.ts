// What players, readers and attackers get of a medium over real sockets.
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Router } from 'express';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { mediaKey, mediaPath } from '../../src/feed.ts';
import { HttpServer } from '../../src/http-server.ts';
import { mediaName } from '../../src/media.ts';
import { createApp } from '../../src/serve/app.ts';
import { Documents } from '../../src/serve/documents.ts';
import type { Medium } from '../../src/serve/media.ts';
import { Resources } from '../../src/serve/resources.ts';
import { makeHere } from '../support/make.ts';
import * as media from '../support/media.ts';
import { eventually, publication, put, silent, temporaryFolder } from '../support/publication.ts';

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

function ask(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

/** A server that has one medium. */
async function serve(content: Uint8Array = Buffer.from('0123456789'), name = 'A Recording.mp3', type = 'audio/mpeg') {
  const file = put(temporaryFolder(), name, content);
  const hash = createHash('sha256').update(content).digest('base64url');
  const medium: Medium = { file, type, length: content.length };
  const site = publication();
  const store = await site.store();
  const about = { ...site.config.site, baseUrl: 'https://news.example.org', version: '1' };
  const resources = Object.assign(new Resources(store, site.config, about, makeHere(store, site.config, about)), {
    media: async (key: string) => (key === mediaKey(hash) ? medium : undefined),
  });
  const app = createApp(resources, new Documents({ digest: '', since: 0 }, 1_000_000, silent), Router(), silent);
  const { server } = new HttpServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const path = mediaPath(hash, mediaName(file, type));
  return {
    file,
    medium,
    content,
    path,
    port,
    etag: `"${mediaKey(hash)}"`,
    ask: (headers?: Record<string, string>, at = path, method?: string) => ask(port, at, headers, method),
  };
}

const lasting = ({ date: _, connection: __, ...headers }: IncomingHttpHeaders) => headers;

describe('a medium', () => {
  test('HTTP-01, HTTP-05, HTTP-60, HTTP-63, HTTP-64, POD-14: is served for ever, to everybody, under a strong tag', async () => {
    const { ask, content, etag } = await serve();
    const { status, headers, body } = await ask();
    expect(status).toBe(200);
    expect(body).toEqual(content);
    expect(lasting(headers)).toEqual({
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Accept-Ranges, Content-Length, Content-Range, ETag',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': '10',
      'content-type': 'audio/mpeg',
      'cross-origin-resource-policy': 'cross-origin',
      etag,
      'referrer-policy': 'no-referrer-when-downgrade',
      'x-content-type-options': 'nosniff',
    });
  });

  test('HTTP-01, POD-14: HEAD has the headers of GET, whatever range it names, and no body', async () => {
    const { ask, path } = await serve();
    const got = await ask();
    for (const question of [{}, { range: 'bytes=2-3' }]) {
      const head = await ask(question, path, 'HEAD');
      expect(head).toMatchObject({ status: 200, body: Buffer.alloc(0) });
      expect(lasting(head.headers)).toEqual(lasting(got.headers));
    }
  });

  test('an SVG can run no script and load nothing when it is shown by itself', async () => {
    const { ask } = await serve(Buffer.from(media.SVG), 'a.svg', 'image/svg+xml');
    expect((await ask()).headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });

  test('HTTP-01: other methods are refused', async () => {
    const { ask, path } = await serve();
    expect(await ask({}, path, 'POST')).toMatchObject({ status: 405 });
  });
});

describe('in part', () => {
  test.each([
    { range: 'bytes=0-0', status: 206, contentRange: 'bytes 0-0/10', body: '0' },
    { range: 'bytes=5-', status: 206, contentRange: 'bytes 5-9/10', body: '56789' },
    { range: 'bytes=-3', status: 206, contentRange: 'bytes 7-9/10', body: '789' },
    { range: 'bytes=0-99', status: 206, contentRange: 'bytes 0-9/10', body: '0123456789' },
    { range: 'bytes=-99', status: 206, contentRange: 'bytes 0-9/10', body: '0123456789' },
    { range: 'bytes=4-2', status: 200, contentRange: undefined, body: '0123456789' },
    { range: 'items=0-1', status: 200, contentRange: undefined, body: '0123456789' },
    { range: 'bytes=0-0,2-2', status: 200, contentRange: undefined, body: '0123456789' },
  ])('HTTP-60, HTTP-62, POD-14: $range is $status', async ({ range, status, contentRange, body }) => {
    const answer = await (await serve()).ask({ range });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-range']).toBe(contentRange);
    expect(answer.headers['content-length']).toBe(String(body.length));
    expect(answer.body.toString()).toBe(body);
  });

  test.each(['bytes=10-', 'bytes=-0'])('HTTP-60, HTTP-62: %s is 416, with the length', async (range) => {
    const { status, headers } = await (await serve()).ask({ range });
    expect(status).toBe(416);
    expect(headers['content-range']).toBe('bytes */10');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('etag');
  });

  test('HTTP-61: If-Range holds for the very tag alone', async () => {
    const { ask, etag } = await serve();
    const range = 'bytes=2-3';
    expect(await ask({ range, 'if-range': etag })).toMatchObject({ status: 206 });
    for (const other of [`W/${etag}`, '"other"', 'Wed, 25 Jun 2025 15:30:00 GMT', new Date().toUTCString()])
      expect(await ask({ range, 'if-range': other })).toMatchObject({ status: 200, body: Buffer.from('0123456789') });
  });

  test('a download taken up again at any byte is the same file', async () => {
    const { ask, content, etag } = await serve(media.png(40, 30), 'a.png', 'image/png');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: content.length - 1 }), async (at) => {
        const first = await ask({ range: `bytes=0-${at - 1}` });
        const rest = await ask({ range: `bytes=${at}-`, 'if-range': etag });
        expect(rest.status).toBe(206);
        expect(Buffer.concat([first.body, rest.body]).equals(content)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('for those who have it', () => {
  test('HTTP-60: If-None-Match is 304, before any range, and has no body', async () => {
    const { ask, etag } = await serve();
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const { status, headers, body } = await ask({ 'if-none-match': tag, range: 'bytes=99-' });
      expect({ status, body }).toEqual({ status: 304, body: Buffer.alloc(0) });
      expect(headers).toMatchObject({ etag, 'cache-control': 'public, max-age=31536000, immutable' });
      expect(headers).not.toHaveProperty('content-range');
    }
    // A reload asks the server to look again, not to forget what a tag is.
    expect(await ask({ 'if-none-match': etag, 'cache-control': 'no-cache' })).toMatchObject({ status: 304 });
    expect(await ask({ 'if-none-match': '"x"' })).toMatchObject({ status: 200 });
  });

  test('If-Match compares strongly, and dates mean nothing, for there are none', async () => {
    const { ask, etag } = await serve();
    const long = 'Wed, 25 Jun 2003 15:30:00 GMT';
    for (const headers of [
      { 'if-match': etag },
      { 'if-match': `"x", ${etag}` },
      { 'if-match': '*' },
      { 'if-unmodified-since': long },
      { 'if-modified-since': new Date().toUTCString() },
    ])
      expect(await ask(headers)).toMatchObject({ status: 200 });
    for (const match of [`W/${etag}`, '"x"', '""'])
      expect(await ask({ 'if-match': match })).toMatchObject({ status: 412 });
  });
});

describe('what is not there', () => {
  test('another name leads to the right one', async () => {
    const { ask, path } = await serve();
    const { status, headers } = await ask({}, path.replace('a-recording', 'other'));
    expect([status, headers['access-control-allow-origin']]).toEqual([308, '*']);
    expect(new URL(headers.location ?? '', `http://localhost${path}`).pathname).toBe(path);
  });

  test.each([
    '/media/00000000000000000000/a-recording.mp3',
    '/media/0/a.mp3',
    '/media/..%2f..%2fetc/passwd',
    '/media/../../etc/passwd',
    '/media/',
    '/media/00000000000000000000/',
    '/media/00000000000000000000',
    '/media//a.mp3',
  ])('%s is 404', async (path) => {
    expect(await (await serve()).ask({}, path)).toMatchObject({ status: 404 });
  });

  test('HTTP-04: an address with an escape is a second one, and none', async () => {
    const { ask, path } = await serve();
    expect(await ask({}, path.replace('recording', '%72ecording'))).toMatchObject({ status: 404 });
    expect(await ask({}, path.toUpperCase().replace('/MEDIA', '/media'))).toMatchObject({ status: 404 });
  });

  test.each([
    { what: 'gone', change: (file: string) => rmSync(file) },
    { what: 'longer than it was', change: (file: string) => appendFileSync(file, 'x') },
    { what: 'shorter than it was', change: (file: string) => truncateSync(file, 5) },
    {
      what: 'a folder by now',
      change: (file: string) => {
        rmSync(file);
        mkdirSync(file);
      },
    },
    {
      what: 'a socket by now',
      change: async (file: string) => {
        rmSync(file);
        const server = createSocketServer();
        await new Promise<void>((resolve) => server.listen(file, resolve));
        onTestFinished(() => void server.close());
      },
    },
    {
      what: 'a link to a device by now',
      change: (file: string) => {
        rmSync(file);
        symlinkSync('/dev/zero', file);
      },
    },
    {
      what: 'a link in a circle',
      change: (file: string) => {
        rmSync(file);
        symlinkSync(file, file);
      },
    },
    {
      what: 'in a folder that is a file by now',
      change: (file: string) => {
        rmSync(join(file, '..'), { recursive: true });
        writeFileSync(join(file, '..'), '');
      },
    },
  ])('a file that is $what is 404', async ({ change }) => {
    const { ask, file } = await serve();
    expect(await ask()).toMatchObject({ status: 200 });
    await change(file);
    const { status, headers } = await ask();
    expect(status).toBe(404);
    expect(headers['cache-control']).not.toContain('immutable');
    expect(headers).not.toHaveProperty('etag');
  });
});

describe('a large file', () => {
  const large = () => serve(Buffer.alloc(64 * 1024 * 1024, 'abc'), 'a.wav', 'audio/wav');
  /** Asks, and reads nothing yet. */
  const begin = (port: number, path: string, headers: Record<string, string> = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, headers, agent: false }, resolve).on('error', reject).end();
    });

  test('goes out whole', async () => {
    const { ask, content } = await large();
    expect((await ask()).body.equals(content)).toBe(true);
  });

  // What is open is asked of Linux; other systems do not tell.
  test.skipIf(!existsSync('/proc/self/fd'))('leaves nothing open when its reader leaves', async () => {
    const { file, path, port } = await large();
    const isOpen = () =>
      readdirSync('/proc/self/fd').some((name) => {
        try {
          return readlinkSync(`/proc/self/fd/${name}`) === file;
        } catch {
          return false;
        }
      });
    const answer = await begin(port, path);
    expect(isOpen()).toBe(true);
    answer.destroy();
    await eventually(isOpen, (is) => !is);
  });

  test('of 200 MB costs a hundred players that each take a part of it a bounded piece of memory', async () => {
    const length = 200_000_000;
    // As long as no player asks, nothing of it is in memory.
    const { file, medium, path, port } = await serve(Buffer.alloc(1));
    truncateSync(file, length);
    Object.assign(medium, { length });
    const before = process.memoryUsage();
    const players = await Promise.all(
      Array.from({ length: 100 }, async (_, number) => {
        const answer = await begin(port, path, { Range: `bytes=${number * 1_000_000}-` });
        expect(answer.headers['content-length']).toBe(String(length - number * 1_000_000));
        let taken = 0;
        // Each takes a while, and then no more: the rest waits on the disk.
        for await (const part of answer.iterator({ destroyOnReturn: false })) {
          taken += part.length;
          if (taken > 1_000_000) break;
        }
        answer.pause();
        return { answer, taken };
      }),
    );
    const { external } = process.memoryUsage();
    expect(players.every(({ taken }) => taken > 1_000_000)).toBe(true);
    // Of a hundred times a hundred megabytes and more.
    expect(external - before.external).toBeLessThan(100_000_000);
    for (const { answer } of players) answer.destroy();
  });

  test('that is cut short while it is sent ends the connection: nobody takes the next answer for the rest', async () => {
    const { file, path, port } = await large();
    const answer = await begin(port, path);
    truncateSync(file, 1024);
    await expect(buffer(answer)).rejects.toThrow('aborted');
  });
});
