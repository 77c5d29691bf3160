// What is answered while the server is still starting.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { article, eventually, publication, put } from '../support/publication.ts';

async function ask(url: string) {
  const { status, headers } = await fetch(url);
  return { status, headers: Object.fromEntries(headers) };
}

test('HTTP-47: whoever asks before the first documents exist is told to come again', async () => {
  const site = publication({ SETTLE_MS: '1500', PORT: '0' });
  put(site.articles, 'a.txt', article('It rained in the night.'));
  // A port of our own choosing, so that it can be asked before the start is over.
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  const starting = site.start({ PORT: String(free) });
  const early = await eventually(
    () => ask(`http://127.0.0.1:${free}/rss.xml`).catch(() => undefined),
    (answer) => answer !== undefined,
  );
  expect(early).toMatchObject({ status: 503, headers: { 'retry-after': '5', 'cache-control': 'no-store' } });
  await starting;
  expect((await ask(`http://127.0.0.1:${free}/rss.xml`)).status).toBe(200);
});
