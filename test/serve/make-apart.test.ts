// Feeds are made in a thread of their own, and are the same as if they were made anywhere else.
import { expect, onTestFinished, test } from 'vitest';
import type { EntryId } from '../../src/entry.ts';
import { ALL, DIALECTS, FORMATS } from '../../src/feed.ts';
import type { Part } from '../../src/serve/contents.ts';
import { FeedMakerApart } from '../../src/serve/make-apart.ts';
import { openThread } from '../../src/threads.ts';
import { anEntry, aPublication, aView } from '../render/support.ts';
import { makeHere } from '../support/make.ts';
import { article, eventually, publication, put, silent, temporaryFolder } from '../support/publication.ts';

/** A library of some articles, and who makes its feeds in a thread, and here. */
async function twoMakers({
  count = 2,
  log = silent,
  timeLimitMs,
}: {
  count?: number;
  log?: typeof silent;
  timeLimitMs?: number;
} = {}) {
  const site = publication({ BASE_URL: 'https://news.example.org' });
  for (let number = 0; number < count; number += 1)
    put(site.articles, `${number}.txt`, article(`It rained in night ${number}. `.repeat(50), { tags: 'Weather' }));
  await site.refresh();
  const store = await site.store();
  const { config } = site;
  const apart = new FeedMakerApart({ config, publication: aPublication() }, log, timeLimitMs);
  onTestFinished(() => apart.close());
  return { apart, here: makeHere(store, config, aPublication()), store };
}

const EMPTY = { view: aView(), entries: [] };

test('GEN-01: what is made in the thread is what is made here, byte for byte, the first time and later', async () => {
  const { apart, here } = await twoMakers({ count: 60 });
  const feeds = [ALL, { kind: 'tag', slug: 'weather' }, { kind: 'author', slug: 'nobody' }] as const;
  const parts: Part[] = [{ kind: 'live' }, { kind: 'since', revision: 40 }, { kind: 'page', page: 1 }];
  for (const format of [...FORMATS, ...DIALECTS, ...FORMATS])
    for (const feed of feeds)
      for (const part of parts) {
        const [there, expected] = [await apart.make(feed, part, format), await here.make(feed, part, format)];
        expect(there?.toString()).toBe(expected?.toString());
      }
  expect((await apart.make(ALL, { kind: 'live' }, 'rss'))?.toString()).toContain('It rained in night 59');
  expect(await apart.make(ALL, { kind: 'page', page: 2 }, 'rss')).toBeUndefined();
});

test('whoever is served meanwhile does not wait: making feeds takes next to nothing of this thread', async () => {
  const { apart, here } = await twoMakers({ count: 60 });
  await apart.render(EMPTY, 'rss');
  const spent = async (work: () => Promise<unknown>) => {
    const before = process.threadCpuUsage();
    await work();
    const { user, system } = process.threadCpuUsage(before);
    return user + system;
  };
  const makeAll = (maker: typeof here) =>
    Promise.all(FORMATS.map((format) => maker.make(ALL, { kind: 'live' }, format)));
  expect(await spent(() => makeAll(apart))).toBeLessThan((await spent(() => makeAll(here))) / 3);
});

test('a document has memory of its own: nobody counts the rest of a larger one', async () => {
  const { apart } = await twoMakers();
  const { buffer, length } = await apart.render(EMPTY, 'json');
  expect([length, buffer.byteLength]).toEqual([expect.any(Number), length]);
});

test('GEN-05: an entry that cannot be rendered is left out and logged here', async () => {
  const logged: unknown[] = [];
  const log = { ...silent, error: (...all: unknown[]) => void logged.push(all) } as typeof silent;
  const { apart } = await twoMakers({ log });
  const broken = anEntry({ id: 'urn:x:broken' as EntryId, title: 'Broken', link: 'http://[' });
  const document = await apart.render({ view: aView(), entries: [broken, anEntry()] }, 'rss');
  expect(document.toString()).not.toContain('Broken');
  expect(document.toString()).toContain('An article');
  expect(logged).toEqual([
    [expect.objectContaining({ id: 'urn:x:broken', format: 'rss', why: expect.any(String) }), 'fragment left out'],
  ]);
});

test('a thread that dies takes its task along, and nothing else: the next one is done by another', async () => {
  const source =
    'export default (task) => task === "die" ? new Promise(() => setImmediate(() => { throw new Error("dead") })) : task';
  const pool = openThread<string, string>({
    filename: put(temporaryFolder(), 'mortal.mjs', source),
    keepMs: Number.POSITIVE_INFINITY,
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
  try {
    await expect(pool.run('die')).rejects.toThrow('dead');
    expect(await pool.run('live')).toBe('live');
  } finally {
    await pool.destroy();
  }
});

test('what takes too long does not keep everything else waiting: the thread is replaced', async () => {
  const { apart } = await twoMakers({ timeLimitMs: 1000 });
  await apart.render(EMPTY, 'rss');
  const many = Array.from({ length: 100_000 }, (_, index) => anEntry({ id: `urn:x:${index}` as EntryId }));
  await expect(apart.render({ view: aView(), entries: many }, 'rss')).rejects.toThrow();
  const next = await eventually(() => apart.render(EMPTY, 'rss').catch(() => undefined), Boolean);
  expect(next?.toString()).toContain('<rss');
});
