// What every poll relies on: a document that has an ETag it had before has the bytes it had before.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Config } from '../../src/config.ts';
import { ALL, FORMATS, type PodcastFeed } from '../../src/feed.ts';
import { parseQuery } from '../../src/query.ts';
import { Documents, type Resource } from '../../src/serve/documents.ts';
import { Resources } from '../../src/serve/resources.ts';
import type { KeptFeed } from '../../src/store/feeds.ts';
import type { Store } from '../../src/store/store.ts';
import { aPodcast, aPublication } from '../support/entries.ts';
import { makeHere } from '../support/make.ts';
import { publication, put, silent } from '../support/publication.ts';

type Step =
  | {
      readonly kind: 'write';
      readonly file: number;
      readonly text: string;
      readonly date: string;
      readonly tags: string[];
      /** What is to be heard. */
      readonly audio: string;
    }
  | { readonly kind: 'remove'; readonly file: number }
  | { readonly kind: 'move'; readonly file: number; readonly to: number };

const FEEDS: readonly KeptFeed[] = [ALL, ...['x', 'y', 'z'].map((slug): KeptFeed => ({ kind: 'tag', slug }))];
/** Of all, and of the same tags. */
const PODCASTS = ['', 'x', 'y', 'z'].map((slug): PodcastFeed => ({ kind: 'podcast', slug }));
const SELECTIONS = ['x+y', 'x,y', 'x+-y', '-x'];

const SEARCHES = ['about', 'rain', 'x -snow'].flatMap((asked) => {
  const parsed = parseQuery(asked);
  return parsed.ok ? [parsed.query] : [];
});

const file = fc.integer({ min: 0, max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      file,
      text: fc.constantFrom('rain', 'snow'),
      // The second is an embargo that ends in the middle of most runs.
      date: fc.constantFrom('2025-01-01', '2030-01-01T00:05:00Z'),
      tags: fc.subarray(['x', 'y', 'z']),
      audio: fc.constantFrom('', 'a.mp3', 'b.mp3', 'c.ogg'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), file }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), file, to: file }) },
);

function act(folder: string, change: Step): void {
  const path = join(folder, `${change.file}.md`);
  if (change.kind === 'write') {
    const head = `title: About ${change.file}\ndate: ${change.date}\ntags: [${change.tags.join(', ')}]`;
    const { audio } = change;
    const played = audio === '' ? '' : `\naudio: https://audio.example.org/${audio}\nchapters: ['0:00 About ${audio}']`;
    put(
      folder,
      `${change.file}.md`,
      `---\n${head}${played}\n---\nIt is about ${change.text}, number ${change.file}.\n`,
    );
  } else if (change.kind === 'remove') {
    rmSync(path, { force: true });
  } else if (existsSync(path)) {
    renameSync(path, join(folder, `${change.to}.md`));
  }
}

test('GEN-01: whatever happens to the articles, a document that has an earlier ETag has its bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const site = publication();
      const store = await site.store();
      const seen = new Map<string, string>();
      for (const [index, change] of steps.entries()) {
        act(site.articles, change);
        const now = new Date(Date.parse('2030-01-01T00:00:00Z') + index * 60_000);
        await site.refresh({}, () => now);
        await store.indexNext(100, now);
        for (const [etag, body] of await everyDocument(store, site.config)) {
          expect(seen.get(etag) ?? body, etag).toBe(body);
          seen.set(etag, body);
        }
        for (const feed of [...FEEDS, ...PODCASTS])
          expect(await store.count(feed)).toBe((await store.newest(feed, 99)).length);
      }
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 40) },
  );
});

/** Every feed in every format, and what crawlers read, built anew, by address and ETag. */
async function everyDocument(store: Store, config: Config) {
  const documents = new Documents({ digest: '', since: 0 }, 1_000_000, silent);
  const site = aPublication({ podcasts: { all: aPodcast(), tags: {} } });
  const resources = new Resources(store, config, site, makeHere(store, config, site));
  const { crawlers } = resources;
  const found: [string, string][] = [];
  const add = async (resource: Resource) => {
    const document = await documents.get(resource);
    if (document) found.push([`${resource.path} ${document.etag}`, document.identity.body.toString()]);
  };
  const kept = FEEDS.map((feed) => resources.sources.kept(feed));
  const selected = await Promise.all(SELECTIONS.map((text) => resources.sources.tagged(text)));
  for (const format of FORMATS) {
    const feeds = [...kept, ...selected].flatMap((source) => (source ? [resources.feed(source, format)] : []));
    for (const resource of [...feeds, ...SEARCHES.map((query) => resources.search(query, format))]) await add(resource);
  }
  for (const feed of PODCASTS) await add(resources.podcast(feed));
  for (const { slug } of await store.newest(ALL, 99)) await add(resources.chapters(slug));
  // Pages, and the list of feeds, lead to podcasts.
  for (const resource of [resources.home(), resources.opml(), ...kept.slice(1).map((tag) => resources.group(tag))])
    await add(resource);
  const sitemaps = [crawlers.sitemap(), crawlers.sitemapPages(), crawlers.sitemapPart(1)];
  for (const resource of [...sitemaps, crawlers.news(), crawlers.newsPart(1), crawlers.robots()]) await add(resource);
  return found;
}
