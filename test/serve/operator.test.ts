// What the operator asks, over real sockets.
import { rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Request, Response } from 'express';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { startRefresher } from '../../src/refresher.ts';
import { trustIn } from '../../src/serve/client.ts';
import { guard } from '../../src/serve/guard.ts';
import type { HttpProblem } from '../../src/serve/problem.ts';
import { TAKER_NAMES } from '../../src/takers/takers.ts';
import { ask as askAs, askRaw, type Question } from '../support/ask.ts';
import { article, eventually, publication, put, silent, type TestPublication } from '../support/publication.ts';

async function started(environment: Readonly<Record<string, string>> = {}) {
  const site = publication();
  put(site.articles, 'a.txt', article('It rains.'));
  put(site.articles, 'b.md', '---\ndate: whenever\n---\nText.\n');
  put(site.articles, 'c.md', '---\ndate: 2131-01-01\n---\nFar ahead.\n');
  return site.start(environment, silent, { startRefresher });
}

/** Twenty articles, of which all are gone. */
async function lost(environment: Readonly<Record<string, string>> = {}, log = silent) {
  const site = publication({ WATCH: 'false' });
  for (let number = 0; number < 20; number += 1)
    put(site.articles, `${number}.txt`, article(`Article ${number} tells of itself alone.`));
  const running = await site.start(environment, log, { startRefresher });
  for (let number = 0; number < 20; number += 1) rmSync(join(site.articles, `${number}.txt`));
  await running.schedule.refresh();
  return { ...running, site };
}

async function ask(port: number, path: string, question: Question = {}) {
  const answer = await askAs(port, path, question);
  return { ...answer, body: answer.body.toString() };
}

type Told = Record<string, unknown> & { readonly loss?: { readonly key: string } };

async function statusOf(port: number): Promise<Told> {
  return JSON.parse((await ask(port, '/status')).body) as Told;
}

test('/healthz and /readyz say that all is well, to everybody, and are never cached', async () => {
  const { baseUrl } = await started();
  for (const path of ['/healthz', '/readyz']) {
    const response = await fetch(baseUrl + path, { headers: { 'X-Forwarded-For': '203.0.113.7' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('etag')).toBeNull();
    expect(await response.json()).toEqual({ status: 'pass' });
  }
});

test('/status says how the library is, what waits and what is wrong', async () => {
  const { port } = await started();
  const { headers, body } = await ask(port, '/status');
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex', vary: 'Accept' });
  expect(headers).not.toHaveProperty('etag');
  const date = expect.stringMatching(/^20.*Z$/);
  expect(JSON.parse(body)).toEqual({
    status: 'warn',
    said: 'A file is refused.',
    at: date,
    version: expect.stringMatching(/^\d/),
    startedAt: date,
    articles: 1,
    embargoed: 1,
    withdrawn: 0,
    tags: 1,
    authors: 0,
    revision: 1,
    changed: date,
    nextRelease: '2131-01-01T00:00:00.000Z',
    releases: [{ title: 'Far ahead', path: 'c.md', at: '2131-01-01T00:00:00.000Z' }],
    problems: {
      count: 1,
      refused: 1,
      repaired: 0,
      first: [
        {
          path: 'b.md',
          kind: 'refused',
          said: expect.stringMatching(/^line 2: date: expected .+, found "whenever"$/),
          line: 2,
          field: 'date',
          expected: expect.any(String),
          found: '"whenever"',
          firstSeen: date,
          lastSeen: date,
        },
      ],
    },
    refresh: {
      last: { at: date, tookMs: expect.any(Number), counts: { added: 1, scheduled: 1, refused: 1 } },
      next: date,
      isWatching: true,
    },
    articlesPerDay: expect.any(Array),
    audience: expect.objectContaining({ hours: expect.any(Array), totals: expect.any(Object) }),
    process: {
      loopDelayP50Ms: expect.any(Number),
      loopDelayP99Ms: expect.any(Number),
      memoryBytes: expect.any(Number),
      preparedDocuments: expect.any(Number),
      preparedBytes: expect.any(Number),
    },
    checks: [],
  });
});

test('what was published in the last thirty days is told by the day', async () => {
  const site = publication();
  const day = (back: number) => new Date(Date.now() - back * 24 * 60 * 60_000).toISOString().slice(0, 10);
  put(site.articles, 'a.txt', article('It rains.', { date: day(1) }));
  put(site.articles, 'b.txt', article('It snows.', { date: day(1) }));
  put(site.articles, 'c.txt', article('It is fine.', { date: day(40) }));
  const { port } = await site.start();
  const { articlesPerDay } = (await statusOf(port)) as unknown as { articlesPerDay: { day: number; count: number }[] };
  expect(articlesPerDay).toHaveLength(30);
  const counted = articlesPerDay.filter(({ count }) => count > 0);
  expect(counted).toEqual([{ day: Date.parse(day(1)) / (24 * 60 * 60_000), count: 2 }]);
});

test('/status comes to say what aggregators would say of the newest articles, by their files', async () => {
  const { port } = await started();
  const told = await eventually(
    () => statusOf(port),
    ({ checkedAt }) => checkedAt !== undefined,
  );
  const checks = told.checks as { taker: string; unmet: { rule: string; articles: number; first: string[] }[] }[];
  expect(checks.map(({ taker }) => taker)).toEqual(TAKER_NAMES);
  const unmet = checks.flatMap(({ unmet }) => unmet);
  expect(unmet.filter(({ articles }) => articles > 0).map(({ first }) => first[0])).toContainEqual(
    expect.stringMatching(/^a\.txt: it has no picture/),
  );
});

test.each([
  { accept: undefined, type: 'application/json; charset=utf-8' },
  { accept: '*/*', type: 'application/json; charset=utf-8' },
  { accept: 'application/json', type: 'application/json; charset=utf-8' },
  { accept: 'text/plain', type: 'application/json; charset=utf-8' },
  { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', type: 'text/html; charset=utf-8' },
  { accept: 'application/json;q=0.5, text/html', type: 'text/html; charset=utf-8' },
])('/status is $type to who accepts $accept', async ({ accept, type }) => {
  const { port } = await started();
  const { status, headers } = await ask(port, '/status', { headers: accept === undefined ? {} : { Accept: accept } });
  expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type });
});

test('the page runs nothing, is kept by nobody, and may send its form here alone', async () => {
  const { port } = await started();
  const { headers, body } = await ask(port, '/status', { headers: { Accept: 'text/html' } });
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex', vary: 'Accept' });
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; .*form-action 'self'; frame-ancestors 'none'$/,
  );
  expect(headers).not.toHaveProperty('etag');
  expect(body).toContain('A file is refused.');
});

test.each(['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Real-IP', 'True-Client-IP', 'Via'])(
  'without a token /status is hidden from whoever comes through a proxy (%s)',
  async (name) => {
    const { baseUrl } = await started();
    for (const path of ['/status', '/metrics'])
      expect((await fetch(baseUrl + path, { headers: { [name]: '203.0.113.7' } })).status).toBe(404);
  },
);

test.each([
  { host: 'localhost:3000', status: 200 },
  { host: '127.0.0.1', status: 200 },
  { host: '[::1]:3000', status: 200 },
  // A proxy that says nothing of itself hands on the name that it was asked for, and so does a browser.
  { host: 'news.example.org', status: 404 },
  { host: 'localhost.example.org', status: 404 },
  { host: '127.0.0.1.example.org:3000', status: 404 },
])('without a token /status is $status under the name "$host"', async ({ host, status }) => {
  const { port } = await started();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/status', headers: { host }, agent: false }, resolve).on('error', reject);
  });
  expect(answer.resume().statusCode).toBe(status);
});

test('without a token /status is hidden from a proxy that names what it asks, and nobody else', async () => {
  const { port } = await started();
  const statusOver = async (version: string) => (await askRaw(port, [`GET /status HTTP/${version}`])).status;
  // nginx, as it is set up by itself.
  expect([await statusOver('1.0'), await statusOver('1.1')]).toEqual([404, 200]);
});

test('without a token nobody is told that a loss could be confirmed here', async () => {
  const { port } = await lost();
  const headers = { 'X-Forwarded-For': '203.0.113.7', 'Sec-Fetch-Site': 'same-origin' };
  const { key = '' } = (await statusOf(port)).loss ?? {};
  const { status, headers: told } = await ask(port, '/status/confirm-loss', {
    method: 'POST',
    headers,
    body: `key=${key}`,
  });
  expect({ status, allow: told.allow }).toEqual({ status: 405, allow: 'GET, HEAD, OPTIONS' });
});

describe('with a token', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const token = 'open sesame ✓';
  const open = (more: Record<string, string> = {}) => started({ STATUS_TOKEN: token, ...more });

  test.each([
    { who: 'a program that has it', authorization: `Bearer ${Buffer.from(token).toString('latin1')}`, status: 200 },
    { who: 'a browser whose user has it', authorization: basic(`operator:${token}`), status: 200 },
    { who: 'a browser whose user has no name', authorization: basic(`:${token}`), status: 200 },
    { who: 'somebody else', authorization: undefined, status: 401 },
    { who: 'who has another one', authorization: 'Bearer open', status: 401 },
    { who: 'who has it as a name', authorization: basic(`${token}:`), status: 401 },
    { who: 'who has it without a colon', authorization: basic(token), status: 401 },
    { who: 'who writes no Base64', authorization: 'Basic ~~~', status: 401 },
    { who: 'who comes with something else', authorization: 'Digest username="a"', status: 401 },
  ])('$who gets $status', async ({ authorization, status }) => {
    const { port } = await open();
    for (const path of ['/status', '/metrics']) {
      // From anywhere: it is the token that counts.
      const headers = { 'X-Forwarded-For': '203.0.113.7', ...(authorization ? { Authorization: authorization } : {}) };
      const answer = await ask(port, path, { headers });
      expect(answer.status).toBe(status);
      if (status === 401) {
        expect(answer.headers['www-authenticate']).toBe(
          'Basic realm="Tagwire status", charset="UTF-8", Bearer realm="Tagwire status"',
        );
        expect(answer.headers['cache-control']).toBe('no-store');
        expect(answer.body).not.toContain('articles');
      }
    }
    // Of no loss, so nothing is confirmed.
    const headers = { 'Sec-Fetch-Site': 'same-origin', ...(authorization ? { Authorization: authorization } : {}) };
    const { status: confirmed } = await ask(port, '/status/confirm-loss', { method: 'POST', headers });
    expect(confirmed).toBe(status === 200 ? 409 : 401);
  });

  test('who guesses ten times has to wait, whatever comes next; others have not', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
    const site = publication({ STATUS_TOKEN: 'open sesame', TRUST_PROXY: 'loopback' });
    put(site.articles, 'a.txt', article('It rains.'));
    const { port } = await site.start({}, log, { startRefresher });
    const guess = async (authorization: string, from = '203.0.113.7') => {
      const headers = { Authorization: authorization, 'X-Forwarded-For': from };
      const { status, headers: told } = await ask(port, '/status', { headers });
      return { status, retryAfter: Number(told['retry-after'] ?? 0) };
    };
    expect((await guess('Bearer open sesame')).status).toBe(200);
    for (let number = 0; number < 10; number += 1) expect((await guess(`Bearer ${number}`)).status).toBe(401);
    const { status, retryAfter } = await guess('Bearer open sesame');
    expect(status).toBe(429);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(6);
    // Who gives none guesses nothing: a browser asks its user then.
    expect((await ask(port, '/metrics', { headers: { 'X-Forwarded-For': '203.0.113.7' } })).status).toBe(401);
    expect((await guess('Bearer open sesame', '203.0.113.8')).status).toBe(200);
    const refused = lines.filter(({ msg }) => msg === 'status token refused');
    expect(refused).toHaveLength(10);
    expect(refused[0]).toMatchObject({ level: 40, client: '203.0.113.7', path: '/status' });
    expect(JSON.stringify(lines)).not.toContain('sesame');
  });

  test('who hides behind a proxy that nobody knows keeps no other waiting', async () => {
    const { port } = await started({ STATUS_TOKEN: 'open sesame' });
    const guess = async (authorization: string, headers: Record<string, string> = {}) =>
      (await ask(port, '/status', { headers: { ...headers, Authorization: authorization } })).status;
    for (let number = 0; number < 10; number += 1)
      expect(await guess(`Bearer ${number}`, { Via: '1.1 nobody' })).toBe(401);
    expect(await guess('Bearer open sesame', { Via: '1.1 nobody' })).toBe(429);
    // This machine, such as what gathers metrics.
    expect(await guess('Bearer open sesame')).toBe(200);
  });

  test('who hides behind a proxy that nobody knows has no more guesses for it', () => {
    const mayAsk = guard('open sesame', trustIn([]), silent);
    const guess = (authorization: string, headers: Record<string, string>, remoteAddress = '203.0.113.7') => {
      const request = { headers: { ...headers, authorization }, socket: { remoteAddress } } as unknown as Request;
      try {
        return mayAsk(request, { set: () => undefined } as unknown as Response);
      } catch (error) {
        return (error as HttpProblem).status;
      }
    };
    for (let number = 0; number < 10; number += 1)
      expect(guess('Bearer x', number % 2 === 0 ? {} : { via: '1.1 nobody' })).toBe(401);
    expect([guess('Bearer x', {}), guess('Bearer x', { forwarded: 'for=192.0.2.1' })]).toEqual([429, 429]);
    expect(guess('Bearer open sesame', { via: '1.1 nobody' }, '203.0.113.8')).toBe(true);
  });
});

describe('a loss', () => {
  const here = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
  const confirm = (port: number, key: string, headers: Record<string, string> = here) =>
    ask(port, '/status/confirm-loss', { method: 'POST', headers, body: `key=${encodeURIComponent(key)}` });

  test('is withdrawn when the operator has seen it and says that it is meant', async () => {
    const said: string[] = [];
    const log = Object.assign(createLog('silent'), { info: (_: object, text: string) => said.push(text) });
    const { port, schedule } = await lost({}, log);
    const { loss, status } = await statusOf(port);
    expect({ loss, status }).toMatchObject({ loss: { gone: 20, known: 20 }, status: 'warn' });
    const page = await ask(port, '/status', { headers: { Accept: 'text/html' } });
    expect(page.body).toContain(`value="${loss?.key}"`);
    const { status: answered, headers } = await confirm(port, loss?.key ?? '');
    expect({ answered, to: headers.location }).toEqual({ answered: 303, to: `/status?confirmed=${loss?.key}` });
    await schedule.refresh();
    expect(await statusOf(port)).toMatchObject({ status: 'pass', articles: 0, withdrawn: 20 });
    expect(said).toContain('loss confirmed');
  });

  test.each([
    { from: 'a page of ours', headers: { 'Sec-Fetch-Site': 'same-origin' }, status: 409 },
    { from: 'another site', headers: { 'Sec-Fetch-Site': 'cross-site' }, status: 403 },
    { from: 'another name of the same site', headers: { 'Sec-Fetch-Site': 'same-site' }, status: 403 },
    { from: 'nowhere', headers: { 'Sec-Fetch-Site': 'none' }, status: 403 },
    { from: 'somebody who does not say', headers: {}, status: 403 },
    { from: 'a page of ours, over plain HTTP', headers: { Origin: 'http://localhost:4321' }, status: 409 },
    { from: 'another port', headers: { Origin: 'http://localhost:4322' }, status: 403 },
    { from: 'a page of the public address', headers: { Origin: 'https://news.example.org' }, status: 409 },
    { from: 'another site, over plain HTTP', headers: { Origin: 'https://news.example.org.example.com' }, status: 403 },
    { from: 'a page without an origin', headers: { Origin: 'null' }, status: 403 },
    {
      from: 'another site that names ours',
      headers: { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://localhost:4321' },
      status: 403,
    },
  ])('a form from $from is $status', async ({ headers, status }) => {
    const { port } = await started({ BASE_URL: 'https://news.example.org' });
    const named = { Host: 'localhost:4321', ...(headers as Record<string, string>) };
    expect((await confirm(port, 'of no loss', named)).status).toBe(status);
  });

  test('that is another one by now is not confirmed', async () => {
    const { port, schedule, site } = await lost();
    const { loss } = await statusOf(port);
    put(site.articles, '1.txt', article('Article 1 tells of itself alone.'));
    await schedule.refresh();
    const { status, headers, body } = await confirm(port, loss?.key ?? '', { ...here, Accept: 'text/html' });
    expect({ status, cache: headers['cache-control'] }).toEqual({ status: 409, cache: 'no-store' });
    expect(body).toContain('Please look at the status again.');
    expect(await statusOf(port)).toMatchObject({ articles: 20, loss: { gone: 19 } });
  });

  test.each([
    { what: 'no key', body: 'nothing=1', status: 409 },
    { what: 'two keys', body: 'key=1&key=2', status: 409 },
    { what: 'no form', body: '{}', type: 'application/json', status: 409 },
    { what: 'too much', body: `key=${'x'.repeat(1000)}`, status: 413 },
    { what: 'too many fields', body: 'a=1&'.repeat(50), status: 413 },
    {
      what: 'what is in no charset',
      body: 'key=1',
      type: 'application/x-www-form-urlencoded; charset=klingon',
      status: 415,
    },
  ])('$what is $status', async ({ body, type, status }) => {
    const { port } = await started();
    const headers = { ...here, ...(type ? { 'Content-Type': type } : {}) };
    expect((await ask(port, '/status/confirm-loss', { method: 'POST', headers, body })).status).toBe(status);
  });

  test('is confirmed by POST alone, and nothing else takes one', async () => {
    const { port } = await started();
    for (const [method, path, status] of [
      ['GET', '/status/confirm-loss', 404],
      ['PUT', '/status/confirm-loss', 405],
      ['POST', '/status', 405],
      ['POST', '/status/confirm-loss/', 405],
      ['POST', '/rss.xml', 405],
      ['OPTIONS', '/status/confirm-loss', 204],
    ] as const)
      expect([method, path, (await ask(port, path, { method, headers: here })).status]).toEqual([method, path, status]);
  });
});

test('a store that cannot be read is a failure, and what is known of before is told', async () => {
  const site = publication({ WATCH: 'false' });
  put(site.articles, 'a.txt', article('It rains.'));
  const { port } = await site.start({}, silent, { startRefresher });
  expect(await statusOf(port)).toMatchObject({ status: 'pass', articles: 1 });
  breakStore(site);
  expect((await ask(port, '/status')).status).toBe(503);
  expect(await statusOf(port)).toMatchObject({
    status: 'fail',
    said: expect.stringMatching(/^The store cannot be read: no such table: publication\.$/),
    articles: 1,
  });
  expect((await ask(port, '/status', { headers: { Accept: 'text/html' } })).body).toContain('The store cannot be read');
  const { status, body } = await ask(port, '/healthz');
  expect({ status, body: JSON.parse(body) }).toEqual({ status: 503, body: { status: 'fail' } });
  expect((await ask(port, '/metrics')).status).toBe(503);
});

test('a store that cannot be read from the start on is a failure, too', async () => {
  const site = publication({ WATCH: 'false' });
  const { port } = await site.start({}, silent, { startRefresher });
  breakStore(site);
  expect(await statusOf(port)).toMatchObject({ status: 'fail', articles: 0, releases: [], checks: [] });
});

function breakStore({ config }: TestPublication): void {
  const database = new DatabaseSync(config.databaseUrl.replace('sqlite:', ''));
  database.exec('alter table publication rename to gone');
  database.close();
}
