// Refreshes that are killed without warning, or that run side by side: nothing is lost, nothing stands twice.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ALL } from '../src/feed.ts';
import { article, publication, put, type TestPublication } from './support/publication.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const COUNT = 3000;

function fill(site: TestPublication): void {
  for (let number = 0; number < COUNT; number += 1) {
    put(
      site.articles,
      `${number % 20}/${number}.txt`,
      article(`Article ${number} is about itself and about nothing else.`, { tags: `T${number % 50}, All` }),
    );
  }
}

/** Refreshes in a process of its own. @throws when it ends badly by itself */
async function refreshApart(site: TestPublication, killAfterMs?: number): Promise<'killed' | 'done'> {
  const child = spawn(process.execPath, [main, 'refresh', site.articles], {
    cwd: site.articles,
    env: { PATH: process.env.PATH, DATABASE_URL: site.config.databaseUrl, SETTLE_MS: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const said = text(child.stderr);
  const [code, signal] = await once(child, 'exit');
  clearTimeout(timer);
  if (signal === 'SIGKILL') return 'killed';
  if (code !== 0) throw new Error(`refresh ended with ${code}: ${await said}`);
  return 'done';
}

async function contentOf(site: TestPublication) {
  const store = await site.store();
  const entries = await store.newest(ALL, COUNT * 2);
  const { revision } = await store.head();
  const tags = await store.tags();
  await store.close();
  return {
    revision,
    tags,
    entries: entries.map(({ id, slug, title, published, updated }) => ({ id, slug, title, published, updated })),
  };
}

test('after kill -9 at many moments the store ends as if nothing had happened', async () => {
  const undisturbed = publication();
  fill(undisturbed);
  await undisturbed.refresh();
  const site = publication();
  fill(site);
  let kills = 0;
  // Later and later, so that some strike in the middle of a batch on any machine.
  for (let wait = 200; (await refreshApart(site, wait)) === 'killed'; wait *= 1.2) kills += 1;
  expect(kills).toBeGreaterThan(0);
  const { problems } = await site.refresh();
  expect(problems).toEqual([]);
  expect(await contentOf(site)).toEqual(await contentOf(undisturbed));
});

test('several processes that fill one new store at once do what one would have done', async () => {
  const alone = publication();
  fill(alone);
  await alone.refresh();
  const site = publication();
  fill(site);
  expect(await Promise.all([1, 2, 3].map(() => refreshApart(site)))).toEqual(['done', 'done', 'done']);
  const { changes, problems } = await site.refresh();
  expect([changes, problems]).toEqual([[], []]);
  expect(await contentOf(site)).toEqual(await contentOf(alone));
});
