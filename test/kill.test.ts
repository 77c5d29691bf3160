// A refresh that is killed without warning, again and again: nothing is lost, nothing stands twice.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

async function killAfter(site: TestPublication, milliseconds: number): Promise<'killed' | 'done'> {
  const child = spawn(process.execPath, [main, 'refresh', site.articles], {
    env: { ...process.env, DATABASE_URL: site.config.databaseUrl, SITE_FILE: 'none.yaml', SETTLE_MS: '0' },
    stdio: 'ignore',
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  return code === 0 ? 'done' : 'killed';
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
  for (let wait = 200; (await killAfter(site, wait)) === 'killed'; wait *= 1.2) kills += 1;
  expect(kills).toBeGreaterThan(0);
  const { problems } = await site.refresh();
  expect(problems).toEqual([]);
  expect(await contentOf(site)).toEqual(await contentOf(undisturbed));
});
