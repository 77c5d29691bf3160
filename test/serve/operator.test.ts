// What the operator asks, over real sockets.
import { get, type IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { startRefresher } from '../../src/refresher.ts';
import { article, publication, put, silent } from '../support/publication.ts';

async function started(environment: Readonly<Record<string, string>> = {}) {
  const site = publication();
  put(site.articles, 'a.txt', article('It rains.'));
  put(site.articles, 'b.md', '---\ndate: whenever\n---\nText.\n');
  put(site.articles, 'c.md', '---\ndate: 2131-01-01\n---\nFar ahead.\n');
  return site.start(environment, silent, { startRefresher });
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
  const { baseUrl } = await started();
  const response = await fetch(`${baseUrl}/status`);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toEqual({
    status: 'pass',
    articles: 1,
    tags: 1,
    revision: 1,
    changed: expect.stringMatching(/^20.*Z$/),
    nextRelease: '2131-01-01T00:00:00.000Z',
    problems: {
      count: 1,
      first: [
        {
          path: 'b.md',
          kind: 'refused',
          line: 2,
          field: 'date',
          expected: expect.any(String),
          found: '"whenever"',
          firstSeen: expect.any(String),
          lastSeen: expect.any(String),
        },
      ],
    },
  });
});

test.each(['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Real-IP', 'True-Client-IP', 'Via'])(
  'without a token /status is hidden from whoever comes through a proxy (%s)',
  async (name) => {
    const { baseUrl } = await started();
    expect((await fetch(`${baseUrl}/status`, { headers: { [name]: '203.0.113.7' } })).status).toBe(404);
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

test('with a token /status answers whoever has it, from anywhere, and nobody else', async () => {
  const { baseUrl } = await started({ STATUS_TOKEN: 'open sesame' });
  const ask = async (headers: Record<string, string>) => (await fetch(`${baseUrl}/status`, { headers })).status;
  expect(await ask({ Authorization: 'Bearer open sesame', 'X-Forwarded-For': '203.0.113.7' })).toBe(200);
  expect(await ask({})).toBe(404);
  expect(await ask({ Authorization: 'Bearer open' })).toBe(404);
  expect(await ask({ Authorization: 'Basic open sesame' })).toBe(404);
});
