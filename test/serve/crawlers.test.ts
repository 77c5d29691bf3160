// Crawlers, over real sockets and in a library that is too large for one sitemap.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ALL } from '../../src/feed.ts';
import { startRefresher } from '../../src/refresher.ts';
import { Crawlers } from '../../src/serve/crawlers.ts';
import { Documents, type Resource } from '../../src/serve/documents.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrations } from '../../src/store/migrations.ts';
import { PART_SIZE } from '../../src/store/sitemaps.ts';
import { Store } from '../../src/store/store.ts';
import { ask, type Question } from '../support/ask.ts';
import { crawl, readSitemap } from '../support/crawler.ts';
import { aPublication } from '../support/entries.ts';
import { publication, put, silent, temporaryFolder } from '../support/publication.ts';

const BASE_URL = 'https://news.example.org/feeds';
const HOUR = 3_600_000;

const markdown = (title: string, fields = 'date: 2025-01-02', text = 'A text.') =>
  `---\ntitle: ${JSON.stringify(title)}\n${fields}\n---\n${text}\n`;

/** A server behind a public address with a path. */
async function serve(files: Readonly<Record<string, string>>, siteYaml?: string) {
  const site = publication({ BASE_URL, WATCH: 'false' }, siteYaml);
  for (const [path, content] of Object.entries(files)) put(site.articles, path, content);
  const { port, schedule, store } = await site.start({}, silent, { startRefresher });
  const get = (path: string, question?: Question) => ask(port, path, question);
  const bodyOf = async (path: string) => (await get(path)).body.toString();
  const read = async (path: string) => readSitemap(await bodyOf(path), BASE_URL + path);
  const toCrawl = async (path: string) => {
    const { status, body } = await get(path);
    return { status, text: async () => body.toString() };
  };
  return {
    articles: site.articles,
    schedule,
    store,
    get,
    bodyOf,
    read,
    crawl: (path: string) => crawl(toCrawl, BASE_URL, path),
    paths: async (path: string) => (await read(path)).listed.map(({ loc }) => loc.slice(BASE_URL.length)),
  };
}

describe('robots.txt', () => {
  test('NEWS-05: is there, also without any article, and leads to sitemaps that are there', async () => {
    for (const files of [{}, { 'a.md': markdown('A') }]) {
      const { get, bodyOf } = await serve(files);
      const { status, headers, body } = await get('/robots.txt');
      expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
      const [, seconds] = /max-age=(\d+)/.exec(headers['cache-control'] ?? '') ?? [];
      expect(Number(seconds)).toBeLessThanOrEqual(24 * 3600);
      const sitemaps = [...body.toString().matchAll(/^Sitemap: (.+)$/gm)].map(([, url = '']) => url);
      expect(sitemaps).toEqual([`${BASE_URL}/sitemap.xml`, `${BASE_URL}/news-sitemap.xml`]);
      for (const url of sitemaps) readSitemap(await bodyOf(url.slice(BASE_URL.length)), url);
    }
  });

  test('NEWS-05: does not change with the articles', async () => {
    const { get, articles, schedule } = await serve({ 'a.md': markdown('A') });
    const { headers } = await get('/robots.txt');
    put(articles, 'b.md', markdown('B'));
    await schedule.refresh();
    const same = await get('/robots.txt', { headers: { 'if-none-match': headers.etag ?? '' } });
    expect(same.status).toBe(304);
    expect(Date.parse(headers['last-modified'] ?? '')).toBeGreaterThan(Date.parse('2020-01-01'));
  });
});

describe('the sitemap', () => {
  test('NEWS-04: leads to every page once: those of articles that have their home here, of tags and of authors', async () => {
    const { crawl, get } = await serve({
      'a.md': markdown('Rain', 'date: 2025-01-02\nupdated: 2025-03-04T05:06:07Z\ntags: [Weather]'),
      'b.md': markdown('Sun', 'date: 2025-01-03\nauthor: Jane Doe'),
      'c.md': markdown('Elsewhere', 'date: 2025-01-04\nlink: https://example.net/c\ntags: [Far]'),
    });
    const pages = await crawl('/sitemap.xml');
    const paths = pages.map(({ loc }) => loc.slice(BASE_URL.length));
    expect(paths).toEqual([
      '/',
      '/tags/',
      '/authors/',
      '/authors/jane-doe/',
      '/tags/far/',
      '/tags/weather/',
      '/articles/rain/',
      '/articles/sun/',
    ]);
    for (const path of paths) expect((await get(path)).status, path).toBe(200);
    expect(pages.find(({ loc }) => loc.endsWith('/articles/rain/'))?.lastmod).toBe('2025-03-04T05:06:07Z');
    for (const { lastmod } of pages) expect(lastmod).toBeDefined();
  });

  test('NEWS-04: loses what is withdrawn or moves elsewhere, and gets what returns', async () => {
    const { articles, paths, schedule, get } = await serve({
      'a.md': markdown('A'),
      'b.md': markdown('B'),
      'c.md': markdown('C'),
    });
    expect(await paths('/sitemap-1.xml')).toEqual(['/articles/a/', '/articles/b/', '/articles/c/']);
    rmSync(join(articles, 'a.md'));
    put(articles, 'b.md', markdown('B', 'date: 2025-01-02\nlink: https://example.net/b'));
    await schedule.refresh();
    expect(await paths('/sitemap-1.xml')).toEqual(['/articles/c/']);
    rmSync(join(articles, 'c.md'));
    await schedule.refresh({ confirmLoss: true });
    expect(await paths('/sitemap.xml')).toEqual(['/sitemap-pages.xml']);
    expect((await get('/sitemap-1.xml')).status).toBe(404);
    put(articles, 'a.md', markdown('A'));
    await schedule.refresh();
    expect(await paths('/sitemap-1.xml')).toEqual(['/articles/a/']);
  });

  test('a part has one address, and there are no others', async () => {
    const { get } = await serve({ 'a.md': markdown('A') });
    const parts = ['0', '01', '2', '-1', '1.0', '1e0', '999999999', '99999999999999999999', '', 'x', '%31'];
    for (const part of parts)
      for (const path of [`/sitemap-${part}.xml`, `/news-sitemap-${part}.xml`])
        for (const headers of [{}, { 'if-none-match': '*' }])
          expect((await get(path, { headers })).status, path).toBe(404);
    for (const path of ['/sitemap-1.xml/', '/sitemap/1.xml', '/Sitemap.xml', '/sitemap', '/news-sitemap-1.xml'])
      expect((await get(path)).status, path).toBe(404);
  });

  test('GEN-05: no title or tag does any harm', async () => {
    const hostile = 'R&D "x" <y> ]]> &amp; <!-- --> \u0007';
    const { crawl, store } = await serve({
      'a.md': markdown(
        hostile,
        `date: ${new Date(Date.now() - HOUR).toISOString()}\ntags: [${JSON.stringify(hostile)}]`,
      ),
      'b.md': markdown('Later', `date: ${new Date(Date.now() - 2 * HOUR).toISOString()}`),
    });
    expect(await crawl('/sitemap.xml')).toHaveLength(6);
    const news = await crawl('/news-sitemap.xml');
    const titles = (await store.newest(ALL, 2)).map(({ title }) => title);
    expect(titles[0]).toMatch(/^R&D "x" /);
    expect(news.map((page) => page.news?.title)).toEqual(titles);
  });
});

describe('the news', () => {
  const START = Date.parse('2031-03-01T12:00:00Z');

  /** One article that is news for another hour, one for longer, and one that is none; the clock is the test's. */
  async function serveNews(siteYaml?: string) {
    vi.useFakeTimers({ toFake: ['Date'], now: START });
    onTestFinished(() => void vi.useRealTimers());
    const dated = (hours: number) => `date: ${new Date(START - hours * HOUR).toISOString()}`;
    return serve(
      {
        'a.md': markdown('A', dated(47)),
        'b.md': markdown('B', `${dated(2)}\nlang: zh-TW`),
        'c.md': markdown('C', dated(49)),
        'd.md': markdown('D', `${dated(1)}\nlink: https://example.net/d`),
      },
      siteYaml,
    );
  }

  test('NEWS-01, NEWS-02: are the articles of two days that have their home here', async () => {
    const { read } = await serveNews('language: en-GB\nnews: { name: Fish & <chips> }');
    expect((await read('/news-sitemap.xml')).listed).toEqual([
      {
        loc: `${BASE_URL}/articles/b/`,
        news: { name: 'Fish & <chips>', language: 'zh-tw', published: '2031-03-01T10:00:00Z', title: 'B' },
      },
      {
        loc: `${BASE_URL}/articles/a/`,
        news: { name: 'Fish & <chips>', language: 'en', published: '2031-02-27T13:00:00Z', title: 'A' },
      },
    ]);
  });

  test('NEWS-02: lose an article in the very moment in which it is two days old, though no file changes', async () => {
    const { get, paths } = await serveNews();
    const poll = (etag = '') => get('/news-sitemap.xml', { headers: { 'if-none-match': etag } });
    const first = await poll();
    // Nobody between may keep it for long: it tells of what is news no more.
    expect(first.headers['cache-control']).toBe('public, max-age=300');
    vi.setSystemTime(START + HOUR - 1);
    expect((await poll(first.headers.etag)).status).toBe(304);
    expect(await paths('/news-sitemap.xml')).toEqual(['/articles/b/', '/articles/a/']);
    vi.setSystemTime(START + HOUR);
    const second = await poll(first.headers.etag);
    expect([second.status, second.headers.etag === first.headers.etag]).toEqual([200, false]);
    expect(await paths('/news-sitemap.xml')).toEqual(['/articles/b/']);
    const since = first.headers['last-modified'] ?? '';
    expect((await get('/news-sitemap.xml', { headers: { 'if-modified-since': since } })).status).toBe(200);
    // The last one takes nothing along.
    vi.setSystemTime(START + 46 * HOUR);
    expect((await poll(second.headers.etag)).status).toBe(200);
    expect(await paths('/news-sitemap.xml')).toEqual([]);
    vi.setSystemTime(START + 1000 * HOUR);
    expect(await paths('/news-sitemap.xml')).toEqual([]);
  });

  test('NEWS-02: an article that is edited stays where it is, with its first date; one that is withdrawn goes', async () => {
    const { articles, read, paths, schedule } = await serveNews();
    put(articles, 'a.md', markdown('A', `date: ${new Date(START - HOUR).toISOString()}`, 'An other text.'));
    await schedule.refresh();
    const { listed } = await read('/news-sitemap.xml');
    expect(listed.map(({ news }) => news?.published)).toEqual(['2031-03-01T10:00:00Z', '2031-02-27T13:00:00Z']);
    rmSync(join(articles, 'b.md'));
    await schedule.refresh();
    expect(await paths('/news-sitemap.xml')).toEqual(['/articles/a/']);
  });

  test('NEWS-02: of more than a thousand articles are an index of parts, and one document again afterwards', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: START });
    onTestFinished(() => void vi.useRealTimers());
    const lines = Array.from({ length: 1001 }, (_, index) => {
      const published = new Date(START - HOUR + index * 1000).toISOString();
      return JSON.stringify({ title: `Number ${index}`, content: `Text ${index}.`, date: published });
    });
    const { crawl, read, get, bodyOf } = await serve({ 'all.jsonl': lines.join('\n') });
    const { isIndex, listed } = await read('/news-sitemap.xml');
    expect([isIndex, listed.map(({ loc }) => loc)]).toEqual([
      true,
      [`${BASE_URL}/news-sitemap-1.xml`, `${BASE_URL}/news-sitemap-2.xml`],
    ]);
    expect(await crawl('/news-sitemap.xml')).toHaveLength(1001);
    const part = await get('/news-sitemap-1.xml');
    const coded = await get('/news-sitemap-1.xml', { headers: { 'accept-encoding': 'gzip' } });
    expect(gunzipSync(coded.body).equals(part.body)).toBe(true);
    const again = await get('/news-sitemap-1.xml', { headers: { 'if-none-match': part.headers.etag ?? '' } });
    expect(again.status).toBe(304);
    vi.setSystemTime(START + 47 * HOUR);
    expect((await read('/news-sitemap.xml')).isIndex).toBe(false);
    expect(await crawl('/news-sitemap.xml')).toHaveLength(1000);
    // Whoever was sent there finds it as long as it is news.
    expect(readSitemap(await bodyOf('/news-sitemap-2.xml')).listed).toHaveLength(1);
    vi.setSystemTime(START + 48 * HOUR);
    expect((await get('/news-sitemap-2.xml')).status).toBe(404);
  });
});

describe('a library of 120,000 articles', () => {
  const COUNT = 120_000;
  const stateOf = (number: number) =>
    (number > 2 * PART_SIZE && number <= 3 * PART_SIZE) || number % 7 === 0 ? 'withdrawn' : 'live';
  const isListed = (number: number) => stateOf(number) === 'live' && number % 10 !== 0;

  /** As an earlier Tagwire has left it: one part lists nothing. */
  async function open(): Promise<Store> {
    const url = `sqlite:${join(temporaryFolder(), 'store.db')}`;
    const earlier = Object.entries(migrations).filter(([name]) => name < '005');
    const db = await openDatabase(url, Object.fromEntries(earlier));
    await db
      .insertInto('publication')
      .values({
        key: 1,
        id: 'x',
        is_public: 1,
        revision: COUNT,
        at: 1_800_000_000 + COUNT,
        digest: `d${COUNT}`,
        entries: COUNT,
        appeared: COUNT,
        updated: 1_700_000_000_000,
        confirmed: 0,
        root: '',
        settings: '',
        settings_at: 0,
        namespace: 'x',
        loss: null,
      })
      .execute();
    const numbers = sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${COUNT})`;
    const first = 2 * PART_SIZE + 1;
    await sql`
      ${numbers} insert into revision select i, i, 'added', 1800000000 + i, 'd' || i from n
    `.execute(db);
    await sql`
      ${numbers} insert into entry (number, id, slug, state, title, content, authors, tags, link, published, updated, revision,
        first_revision, fingerprint, path, digest, identity, is_given, position)
      select i, 'urn:x:' || i, 'a' || i,
        case when i between ${first} and ${first + PART_SIZE - 1} or i % 7 = 0 then 'withdrawn' else 'live' end,
        'Number ' || i, '<p>Text.</p>', '[]', '[]', case when i % 10 = 0 then 'https://example.net/' || i end,
        1700000000000, 1700000000000 + i * 1000, i, i, 'f', i || '.md', 'd', '', 0, i from n
    `.execute(db);
    await db.destroy();
    const store = await Store.open(url);
    onTestFinished(() => store.close());
    return store;
  }

  test('NEWS-04: has parts of bounded size, each article in the one of its number, and an index of them', async () => {
    const store = await open();
    const crawlers = new Crawlers(store, aPublication());
    const { baseUrl } = aPublication();
    const documents = new Documents({ digest: '', since: 0 }, 100_000_000, silent);
    const find = (path: string): Resource => {
      const [, part] = /^\/sitemap-(\d+)\.xml$/.exec(path) ?? [];
      if (part !== undefined) return crawlers.sitemapPart(Number(part));
      return path === '/sitemap.xml' ? crawlers.sitemap() : crawlers.sitemapPages();
    };
    const textOf = async (path: string) => (await documents.get(find(path)))?.identity.body.toString();
    const pages = await crawl(
      async (path) => ({ status: 200, text: async () => (await textOf(path)) ?? '' }),
      baseUrl,
      '/sitemap.xml',
    );
    const numbers = Array.from({ length: COUNT }, (_, index) => index + 1).filter(isListed);
    const articles = pages.filter(({ loc }) => loc.includes('/articles/'));
    expect(articles.map(({ loc }) => loc)).toEqual(numbers.map((number) => `${baseUrl}/articles/a${number}/`));
    expect(articles[0]?.lastmod).toBe(new Date(1_700_000_001_000).toISOString().replace('.000', ''));

    const index = readSitemap((await textOf('/sitemap.xml')) ?? '', `${baseUrl}/sitemap.xml`);
    const parts = Array.from({ length: COUNT / PART_SIZE }, (_, part) => part + 1).filter((part) => part !== 3);
    expect(index.listed.slice(1)).toEqual(
      parts.map((part) => ({
        loc: `${baseUrl}/sitemap-${part}.xml`,
        lastmod: new Date((1_800_000_000 + part * PART_SIZE) * 1000).toISOString().replace('.000', ''),
      })),
    );
    for (const part of [3, COUNT / PART_SIZE + 1])
      expect(await documents.validators(find(`/sitemap-${part}.xml`))).toBeUndefined();
  });

  test('a change touches the part of its article, and the index; all others keep their validators', async () => {
    const store = await open();
    const before = await Promise.all([1, 2, 24].map((part) => store.partState(part)));
    await store.withdraw([`${PART_SIZE + 1}.md`], new Date('2031-01-01'));
    expect((await store.changedSince(COUNT)).parts).toEqual([2]);
    const after = await Promise.all([1, 2, 24].map((part) => store.partState(part)));
    expect([after[0], after[2]]).toEqual([before[0], before[2]]);
    expect(after[1]).toEqual(await store.head());
    const [article] = await store.partArticles(2);
    expect(article?.slug).toBe(`a${PART_SIZE + 2}`);
  });
});
