// A feed and its history over real sockets: nothing is lost, whatever happens to the articles.
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORMAT_FILE, FORMATS } from '../../src/feed.ts';
import { PAGE_SIZE } from '../../src/store/feeds.ts';
import { publication, put } from '../support/publication.ts';
import { walk } from '../support/reader.ts';

const TAGS = ['x', 'y'];

/** An article that anything can happen to. */
type Article = { readonly version: number; readonly tags: readonly string[]; readonly day: number };

function write(folder: string, number: number, { version, tags, day }: Article): string {
  const date = new Date(Date.UTC(2025, 0, 1 + day, 0, 0, number % 60)).toISOString();
  const head = `id: urn:x:${number}\ntitle: Article ${number}\ndate: ${date}\ntags: [${tags.join(', ')}]\nauthor: Jane Doe`;
  return put(folder, `${number}.md`, `---\n${head}\n---\nVersion ${version} of number ${number}.\n`);
}

/** A running publication of so many articles, of which one in three has the tag y. */
async function serve(count: number, environment: Readonly<Record<string, string>> = {}) {
  const site = publication({ WATCH: 'false', FEED_LIMIT: '10', ...environment });
  const { articles } = site;
  const add = (from: number, upTo: number) => {
    for (let number = from; number <= upTo; number += 1)
      write(articles, number, { version: 1, tags: number % 3 === 0 ? ['x', 'y'] : ['x'], day: number % 7 });
  };
  add(1, count);
  const { baseUrl, schedule } = await site.start();
  return {
    baseUrl,
    articles,
    refresh: () => schedule.refresh({ confirmLoss: true }),
    ask: (path: string, headers: Readonly<Record<string, string>> = {}) => fetch(baseUrl + path, { headers }),
    add: async (from: number, upTo: number) => {
      add(from, upTo);
      await schedule.refresh();
    },
    correct: async (number: number) => {
      write(articles, number, { version: 2, tags: ['x'], day: number % 7 });
      await schedule.refresh();
    },
    withdraw: async (number: number) => {
      rmSync(`${articles}/${number}.md`);
      await schedule.refresh();
    },
  };
}

const feeds = [
  { of: 'all', page: '/' },
  { of: 'a tag', page: '/tags/x/' },
  { of: 'an author', page: '/authors/jane-doe/' },
];
const TWO_PAGES = 2 * PAGE_SIZE + 5;

describe.each(feeds)('pages of the history of $of', ({ page }) => {
  test.each(FORMATS)('PAGE-04: in %s there are those that are closed, under one address each', async (format) => {
    const { ask } = await serve(TWO_PAGES);
    const file = FORMAT_FILE[format];
    for (const number of ['1', '2']) {
      const { status, headers } = await ask(`${page}archive/${number}/${file}`);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe((await ask(page + file)).headers.get('content-type'));
    }
    for (const number of ['0', '3', '01', '+1', '-1', '1.0', '1e0', ' 1', '%31', 'x', '', '99999999999999999999']) {
      expect((await ask(`${page}archive/${number}/${file}`)).status, number).toBe(404);
    }
    for (const path of [`archive/${file}`, 'archive/1/', 'archive/1', `archive/1/${file}/`])
      expect((await ask(page + path)).status, path).toBe(404);
  });

  test('HTTP-25, PAGE-10: a page may be kept for ever once it has its successor', async () => {
    const { ask, add } = await serve(TWO_PAGES);
    const freshness = async (number: number) => {
      const path = `${page}archive/${number}/atom.xml`;
      const { headers } = await ask(path);
      const same = await ask(path, { 'if-none-match': headers.get('etag') ?? '' });
      expect([same.status, same.headers.get('cache-control')]).toEqual([304, headers.get('cache-control')]);
      return headers.get('cache-control');
    };
    const newest = 'public, max-age=3600, stale-while-revalidate=86400';
    const followed = 'public, max-age=31536000, immutable';
    expect([await freshness(1), await freshness(2)]).toEqual([followed, newest]);
    await add(TWO_PAGES + 1, 3 * PAGE_SIZE);
    expect([await freshness(1), await freshness(2), await freshness(3)]).toEqual([followed, followed, newest]);
  });

  test('PAGE-07, PAGE-10: a page keeps its ETag and bytes until it is followed or one of its entries changes', async () => {
    const { ask, add, correct } = await serve(2 * PAGE_SIZE);
    const look = async () => {
      const found = [];
      for (const number of [1, 2]) {
        for (const format of FORMATS) {
          const response = await ask(`${page}archive/${number}/${FORMAT_FILE[format]}`);
          const { headers } = response;
          found.push([headers.get('etag'), headers.get('last-modified'), await response.text()]);
        }
      }
      return found;
    };
    const before = await look();
    expect(new Set(before.map(([etag]) => etag)).size).toBe(6);
    await add(2 * PAGE_SIZE + 1, 3 * PAGE_SIZE - 1);
    expect(await look()).toEqual(before);
    await add(3 * PAGE_SIZE, 3 * PAGE_SIZE);
    const followed = await look();
    expect(followed.slice(0, 3)).toEqual(before.slice(0, 3));
    for (const [index, document] of followed.slice(3).entries()) expect(document[0]).not.toBe(before[3 + index]?.[0]);
    // PAGE-09: one that is corrected is there as it is now, for whoever asks anew.
    await correct(1);
    const corrected = await look();
    for (const [etag, , text] of corrected) {
      const isSame = followed.some(([known]) => known === etag);
      expect(text?.includes('Version 2 of number 1.')).toBe(!isSame);
    }
    expect(corrected.filter(([etag]) => followed.some(([known]) => known === etag))).toHaveLength(3);
  });

  test.each(FORMATS)('PAGE-09: in %s a correction of an archived entry is told in the live feed', async (format) => {
    const { ask, correct } = await serve(TWO_PAGES);
    const live = async () => (await ask(page + FORMAT_FILE[format])).text();
    // Article 1 is neither among the ten newest nor among the five that no page holds.
    expect(await live()).not.toContain('of number 1.');
    await correct(1);
    expect(await live()).toContain('Version 2 of number 1.');
  });

  test('PAGE-09: what was withdrawn is on no page; the live feed alone says so', async () => {
    const { ask, withdraw } = await serve(TWO_PAGES);
    await withdraw(1);
    const pages = await Promise.all(
      [1, 2].map(async (number) => (await ask(`${page}archive/${number}/atom.xml`)).text()),
    );
    for (const text of pages) expect(text).not.toMatch(/<id>urn:x:1<|at:/);
    expect(await (await ask(`${page}atom.xml`)).text()).toContain('<at:deleted-entry ref="urn:x:1"');
  });

  test('HTTP-66: the Link header names the page itself', async () => {
    const { ask, baseUrl } = await serve(PAGE_SIZE);
    expect((await ask(`${page}archive/1/feed.json`)).headers.get('link')).toBe(
      `<${baseUrl}${page}archive/1/feed.json>; rel="self"; type="application/feed+json"`,
    );
  });
});

test('PAGE-04: no feed, no history', async () => {
  const { ask } = await serve(PAGE_SIZE);
  for (const path of ['/tags/none/archive/1/rss.xml', '/authors/none/archive/1/rss.xml', '/tags/y/archive/1/rss.xml'])
    expect((await ask(path)).status).toBe(404);
});

test('PAGE-08: what no page holds is in the live feed, however large the newest are', async () => {
  const { ask, articles, refresh } = await serve(0, { FEED_LIMIT: '50' });
  for (let number = 1; number <= 40; number += 1)
    put(articles, `${number}.md`, `---\ntitle: Article ${number}\n---\n${`Number ${number}. `.repeat(12_000)}\n`);
  await refresh();
  for (const format of FORMATS) {
    const [live] = await walk(ask, '/', format);
    expect(live?.entries.size).toBe(40);
  }
});

const aBatch = fc.record({
  /** New articles, by how many days they are dated back, and their tags. */
  added: fc.array(fc.record({ day: fc.nat(300), tags: fc.subarray(TAGS) }), { maxLength: 45 }),
  corrected: fc.array(fc.nat(), { maxLength: 8 }),
  retagged: fc.array(fc.record({ which: fc.nat(), tags: fc.subarray(TAGS) }), { maxLength: 8 }),
  withdrawn: fc.array(fc.nat(), { maxLength: 12 }),
  returned: fc.array(fc.nat(), { maxLength: 6 }),
});

test('PAGE-14: a walk from a live feed ends, and has found all of its entries, each archived one on one page for ever', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aBatch, { minLength: 4, maxLength: 8 }), async (batches) => {
      const { ask, baseUrl, articles, refresh } = await serve(0);
      const live = new Map<number, Article>();
      const gone = new Map<number, Article>();
      const pick = (of: ReadonlyMap<number, Article>, which: number) => [...of][which % Math.max(of.size, 1)];
      const change = (number: number, to: Article) => {
        live.set(number, to);
        write(articles, number, to);
      };
      const places = new Map<string, number>();
      let count = 0;
      for (const batch of batches) {
        for (const { day, tags } of batch.added) {
          count += 1;
          change(count, { version: 1, tags, day });
        }
        for (const which of batch.corrected) {
          const [number, article] = pick(live, which) ?? [];
          if (number && article) change(number, { ...article, version: article.version + 1 });
        }
        for (const { which, tags } of batch.retagged) {
          const [number, article] = pick(live, which) ?? [];
          if (number && article) change(number, { ...article, tags });
        }
        for (const which of batch.returned) {
          const [number, article] = pick(gone, which) ?? [];
          if (number && article) change(number, article);
          gone.delete(number ?? 0);
        }
        for (const which of batch.withdrawn) {
          const [number, article] = pick(live, which) ?? [];
          if (!number || !article) continue;
          rmSync(`${articles}/${number}.md`);
          live.delete(number);
          gone.set(number, article);
        }
        await refresh();
        for (const { page, has } of [
          { page: '/', has: () => true },
          { page: '/authors/jane-doe/', has: () => true },
          ...TAGS.map((tag) => ({ page: `/tags/${tag}/`, has: ({ tags }: Article) => tags.includes(tag) })),
        ]) {
          if ((await ask(`${page}rss.xml`)).status === 404) continue;
          const expected = [...live].filter(([, article]) => has(article));
          for (const format of FORMATS) {
            const [first, ...pages] = await walk(ask, page, format);
            if (!first) throw new Error('Expected a live feed');
            const found = new Map(first.entries);
            const archived = new Set<string>();
            for (const [index, { entries, isArchive, links }] of pages.entries()) {
              const number = pages.length - index;
              if (format !== 'json') {
                expect(isArchive).toBe(true);
                expect(links.self).toBe(`${baseUrl}${page}archive/${number}/${FORMAT_FILE[format]}`);
                expect(links['next-archive']).toBe(index === 0 ? undefined : pages[index - 1]?.links.self);
              }
              for (const [id, said] of entries) {
                expect(archived).not.toContain(id);
                archived.add(id);
                expect(places.get(`${page} ${id}`) ?? number).toBe(number);
                places.set(`${page} ${id}`, number);
                expect(found.get(id) ?? said).toBe(said);
                found.set(id, said);
              }
            }
            expect([...found.keys()].sort()).toEqual(expected.map(([number]) => `urn:x:${number}`).sort());
            for (const [number, { version }] of expected) {
              expect(found.get(`urn:x:${number}`)).toContain(`Version ${version} of number ${number}.`);
              // Once on a page, on it for ever.
              expect(archived.has(`urn:x:${number}`)).toBe(places.has(`${page} urn:x:${number}`));
            }
          }
        }
      }
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 12) },
  );
});
