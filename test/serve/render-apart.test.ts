// Feeds are rendered in a thread of their own, and are the same as if they were made anywhere else.
import { expect, test } from 'vitest';
import type { EntryId } from '../../src/entry.ts';
import { FORMATS } from '../../src/feed.ts';
import { openThread } from '../../src/threads.ts';
import { anEntry, aPublication, aRenderer, aView } from '../render/support.ts';
import { eventually, put, silent, temporaryFolder } from '../support/publication.ts';
import { aRendererApart } from '../support/render.ts';

const content = '<p>A paragraph of <em>some</em> length &amp; weight.</p>'.repeat(300);
const entries = Array.from({ length: 60 }, (_, index) => anEntry({ id: `urn:x:${index}` as EntryId, content }));

test('GEN-01: a document from the thread is that of the renderer, byte for byte, the first time and later', async () => {
  const [apart, here] = [aRendererApart(aPublication()), aRenderer()];
  for (const format of [...FORMATS, ...FORMATS]) {
    const document = await apart.render(aView(), entries, format);
    expect(document.equals(here.render(aView(), entries, format))).toBe(true);
  }
});

test('whoever is served meanwhile does not wait: rendering takes next to nothing of this thread', async () => {
  const [apart, here] = [aRendererApart(aPublication()), aRenderer()];
  await apart.render(aView(), [], 'rss');
  const spent = async (work: () => unknown) => {
    const before = process.threadCpuUsage();
    await work();
    const { user, system } = process.threadCpuUsage(before);
    return user + system;
  };
  const renderThere = () => Promise.all(FORMATS.map((format) => apart.render(aView(), entries, format)));
  const there = await spent(renderThere);
  expect(there).toBeLessThan((await spent(() => FORMATS.map((format) => here.render(aView(), entries, format)))) / 2);
});

test('a document has memory of its own: nobody counts the rest of a larger one', async () => {
  const { buffer, length } = await aRendererApart(aPublication()).render(aView(), [], 'json');
  expect([length, buffer.byteLength]).toEqual([expect.any(Number), length]);
});

test('GEN-05: an entry that cannot be rendered is left out and logged here', async () => {
  const logged: unknown[] = [];
  const log = { ...silent, error: (...all: unknown[]) => void logged.push(all) } as typeof silent;
  const broken = anEntry({ id: 'urn:x:broken' as EntryId, title: 'Broken', link: 'http://[' });
  const document = await aRendererApart(aPublication(), log).render(aView(), [broken, anEntry()], 'rss');
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
  const apart = aRendererApart(aPublication(), silent, 1000);
  await apart.render(aView(), [], 'rss');
  const many = Array.from({ length: 100_000 }, (_, index) => anEntry({ id: `urn:x:${index}` as EntryId }));
  await expect(apart.render(aView(), many, 'rss')).rejects.toThrow();
  const next = await eventually(() => apart.render(aView(), [], 'rss').catch(() => undefined), Boolean);
  expect(next?.toString()).toContain('<rss');
});
