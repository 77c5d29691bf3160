// Podcasts over a real server: their addresses, their validators, and the way to them.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseOpml } from 'feedsmith';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Config } from '../../src/config.ts';
import { type Podcasts, podcastGuid } from '../../src/podcast.ts';
import { startRefresher } from '../../src/refresher.ts';
import type { FeedView } from '../../src/render/publication.ts';
import { readContents } from '../../src/serve/contents.ts';
import { KeptSources } from '../../src/serve/sources.ts';
import { startServer } from '../../src/server.ts';
import { childOf, childrenOf, parseXml, textsOf } from '../render/support.ts';
import { ask, type Question } from '../support/ask.ts';
import { aPodcast } from '../support/entries.ts';
import { publication, put, silent, type TestPublication } from '../support/publication.ts';

const BASE_URL = 'https://news.example.org/feeds';
const ALL: Podcasts = { all: aPodcast({ title: 'Aloud', description: 'All that is read.' }), tags: {} };

const rained = (title: string, tags: string, audio = true, text = 'In the night.') =>
  `---\ntitle: ${title}\ndate: 2025-01-02\ntags: [${tags}]\n${audio ? 'audio: https://audio.example.org/a.mp3\n' : ''}---\n${text}\n`;

const ARTICLES = {
  'a.md': rained('It rained', 'Weather, Harbour'),
  'b.md': rained('It snowed', 'Weather', false),
  'c.md': rained('It hailed', 'Weather'),
  'd.md': rained('It thawed', 'Silent', false),
};

/** Starts a server on a publication. @param of settings that it has besides */
async function start(site: TestPublication, podcasts: Podcasts | undefined, of: Partial<Config> = {}) {
  const { podcasts: _, ...said } = site.config.site;
  const config = { ...site.config, ...of, site: { ...said, ...of.site, ...(podcasts ? { podcasts } : {}) } };
  const { port, schedule, stop } = await startServer(config, silent, { startRefresher });
  let isStopped = false;
  const end = async () => {
    if (!isStopped) await stop();
    isStopped = true;
  };
  onTestFinished(end);
  return { port, schedule, end };
}

async function serve(podcasts: Podcasts | undefined, siteYaml?: string) {
  const site = publication({ BASE_URL, WATCH: 'false', FEED_LIMIT: '2' }, siteYaml);
  for (const [name, text] of Object.entries(ARTICLES)) put(site.articles, name, text);
  const { port, schedule } = await start(site, podcasts);
  const get = (path: string, question?: Question) => ask(port, path, question);
  const text = async (path: string) => (await get(path)).body.toString();
  const channel = async (path: string) => childOf(parseXml(await text(path)), 'channel');
  return {
    get,
    text,
    channel,
    titles: async (path: string) => childrenOf(await channel(path), 'item').flatMap((item) => textsOf(item, 'title')),
    /** Writes an article, or withdraws it. */
    change: async (name: string, said?: string) => {
      if (said === undefined) rmSync(join(site.articles, name));
      else put(site.articles, name, said);
      await schedule.refresh({ confirmLoss: true });
    },
  };
}

test.each([
  { path: '/podcast.xml', title: 'Aloud', description: 'All that is read.', page: '/' },
  {
    path: '/tags/weather/podcast.xml',
    title: 'Dispatch: Weather',
    description: 'Episodes tagged Weather, newest first.',
    page: '/tags/weather/',
  },
])('POD-01: $path holds the episodes and nothing else', async ({ path, title, description, page }) => {
  const { get, channel, titles } = await serve(ALL, 'title: Dispatch');
  const { status, headers } = await get(path);
  expect([status, headers['content-type']]).toEqual([200, 'application/rss+xml; charset=utf-8']);
  expect(headers.link).toBe(`<${BASE_URL}${path}>; rel="self"; type="application/rss+xml"`);
  expect(headers['cache-control']).toMatch(/^public, max-age=\d+, stale-while-revalidate/);
  const found = await channel(path);
  expect([textsOf(found, 'title'), textsOf(found, 'description'), textsOf(found, 'link')]).toEqual([
    [title],
    [description],
    [BASE_URL + page],
  ]);
  expect(await titles(path)).toEqual(['It hailed', 'It rained']);
});

test('POD-01: a tag is called what its podcast, its settings or its articles call it, in this order', async () => {
  const podcasts = { tags: { weather: aPodcast({ title: 'Storms', description: 'Loud.' }), harbour: aPodcast() } };
  const { channel, get } = await serve(
    podcasts,
    'title: Dispatch\ntags: { harbour: { title: Port, description: Ships. } }',
  );
  const said = async (path: string) => {
    const found = await channel(path);
    return [...textsOf(found, 'title'), ...textsOf(found, 'description')];
  };
  expect(await said('/tags/weather/podcast.xml')).toEqual(['Storms', 'Loud.']);
  expect(await said('/tags/harbour/podcast.xml')).toEqual(['Dispatch: Port', 'Ships.']);
  expect((await get('/podcast.xml')).status).toBe(404);
});

test('a podcast holds more episodes than other feeds hold articles, the newest first', async () => {
  const { titles, change } = await serve(ALL);
  const on = (day: string, title: string) => rained(title, 'Weather').replace('2025-01-02', day);
  await change('e.md', on('2025-01-01', 'It poured'));
  await change('f.md', on('2025-01-03', 'It froze'));
  expect(await titles('/podcast.xml')).toEqual(['It froze', 'It hailed', 'It rained', 'It poured']);
  expect(await titles('/rss.xml')).toHaveLength(6);
});

test('HTTP-10, HTTP-17: stands still until an episode changes, and is always told whole', async () => {
  const { get, titles, change } = await serve(ALL);
  const [path, other] = ['/tags/weather/podcast.xml', '/tags/harbour/podcast.xml'];
  const etag = async (of: string) => String((await get(of)).headers.etag);
  const [first, harbour] = [await etag(path), await etag(other)];
  const ifNew = () => get(path, { headers: { 'if-none-match': first, 'a-im': 'feed' } });
  expect(await ifNew()).toMatchObject({ status: 304, body: Buffer.alloc(0) });
  await change('b.md', rained('It snowed', 'Weather', false, 'At noon.'));
  await change('d.md', rained('It thawed', 'Silent'));
  expect((await ifNew()).status).toBe(304);
  await change('c.md', rained('It hailed', 'Weather', false));
  const later = await ifNew();
  expect([later.status, later.headers.vary]).toEqual([200, 'Accept-Encoding']);
  expect(await titles(path)).toEqual(['It rained']);
  expect(await etag(other)).toBe(harbour);
});

describe('where there is no podcast', () => {
  test.each([
    { path: '/podcast.xml', why: /data\/site\.yaml has no `podcast:` section/ },
    { path: '/tags/weather/podcast.xml', why: /no `podcast:` section, nor one for this tag/ },
  ])('$path says what is missing in the settings', async ({ path, why }) => {
    const { get } = await serve(undefined);
    const { status, body, headers } = await get(path);
    expect([status, headers.etag]).toEqual([404, undefined]);
    expect(body.toString()).toMatch(why);
  });

  test('a tag without one says so, though others have one', async () => {
    const { get } = await serve({ tags: { weather: aPodcast() } });
    expect((await get('/tags/weather/podcast.xml')).status).toBe(200);
    expect((await get('/tags/harbour/podcast.xml')).body.toString()).toMatch(/nor one for this tag/);
  });

  test.each(['/podcast.xml', '/tags/silent/podcast.xml'])(
    '%s has begun with its first episode, and stays',
    async (path) => {
      const { get, titles, change } = await serve(ALL);
      if (path === '/podcast.xml') for (const name of ['a.md', 'c.md']) await change(name);
      else expect((await get(path)).body.toString()).toMatch(/^404 Not Found: There is no episode yet\./);
      await change('d.md', rained('It thawed', 'Silent'));
      expect(await titles(path)).toEqual(['It thawed']);
      await change('d.md');
      expect(await titles(path)).toEqual([]);
    },
  );

  test('of all articles it says so, too, before the first', async () => {
    const site = publication({ BASE_URL, WATCH: 'false' });
    put(site.articles, 'b.md', ARTICLES['b.md']);
    const { port } = await start(site, ALL);
    const { status, body } = await ask(port, '/podcast.xml');
    expect([status, body.toString()]).toEqual([404, '404 Not Found: There is no episode yet.\n']);
  });

  test.each([
    { path: '/tags/harbour+weather/podcast.xml', why: /of one tag, or of all articles/ },
    { path: '/tags/-weather/podcast.xml', why: /of one tag, or of all articles/ },
    { path: '/tags/none/podcast.xml', why: /nothing at this address/ },
    { path: '/tags/!weather/podcast.xml', why: /nothing at this address/ },
    { path: '/authors/nobody/podcast.xml', why: /nothing at this address/ },
    { path: '/archive/1/podcast.xml', why: /nothing at this address/ },
    { path: '/tags/!weather/rss.xml', why: /nothing at this address/ },
    { path: '/tags/!/', why: /nothing at this address/ },
  ])('$path is none', async ({ path, why }) => {
    const { get } = await serve(ALL);
    const { status, body } = await get(path);
    expect([status, body.toString()]).toEqual([404, expect.stringMatching(why)]);
  });
});

test.each([
  { written: 'weather+weather', kept: 'weather' },
  { written: 'rain', kept: 'weather' },
])('HTTP-40: the spelling $written leads to the one, in one step', async ({ written, kept }) => {
  const { get } = await serve(ALL, 'tags: { weather: { renamed_from: rain } }');
  const { status, headers } = await get(`/tags/${written}/podcast.xml?a=b`);
  expect([status, headers.location]).toEqual([301, `${BASE_URL}/tags/${kept}/podcast.xml`]);
});

describe('POD-06: a new address', () => {
  const path = '/tags/weather/podcast.xml';
  const moved = (newFeedUrl: string) => serve({ tags: { weather: aPodcast({ newFeedUrl }), harbour: aPodcast() } });

  test('elsewhere is where the one here leads, for programs in browsers, too', async () => {
    const to = 'https://new.example.org/a.xml?x=1&y=%C3%A9';
    const { get, text } = await moved(to);
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await get(`${path}?a=b`, { method, headers: { 'if-none-match': '*' } });
      expect([status, headers.location]).toEqual([301, to]);
      expect(headers).toMatchObject({
        'cache-control': 'public, max-age=3600',
        'access-control-allow-origin': '*',
      });
    }
    expect((await get('/tags/harbour/podcast.xml')).status).toBe(200);
    // What is no podcast has not moved.
    expect(await text('/tags/weather/rss.xml')).toContain('It rained');
  });

  test.each([BASE_URL, BASE_URL.replace('https:', 'http:'), BASE_URL.replace('news', 'NEWS')])(
    'that is the one here is told to those who come from the old one: %s',
    async (base) => {
      const { get, channel } = await moved(base + path);
      expect((await get(path)).status).toBe(200);
      expect(textsOf(await channel(path), 'itunes:new-feed-url')).toEqual([base + path]);
    },
  );
});

describe('POD-20: the guid', () => {
  /** What a feed says of itself when it is rendered, and its guid first of all. */
  async function viewOf(site: TestPublication, podcasts: Podcasts, slug: string, baseUrl: string): Promise<FeedView> {
    const store = await site.store();
    const about = { ...site.config.site, podcasts, baseUrl, version: '1' };
    const source = new KeptSources(store, site.config, about).kept({ kind: 'podcast', slug });
    const contents = await readContents(source, { kind: 'live' }, { publication: about, feedLimit: 9 });
    if (!contents) throw new Error('nothing to render');
    return contents.view;
  }

  test('is made from the first public address, and stays when host and tag have another', async () => {
    const site = publication({ WATCH: 'false' });
    put(site.articles, 'a.md', ARTICLES['a.md']);
    await site.refresh();
    const guid = async (slug: string, baseUrl: string) => (await viewOf(site, ALL, slug, baseUrl)).guid;
    // Nobody has it yet.
    expect(await guid('', 'http://localhost:3000')).toBe(podcastGuid('localhost:3000/podcast.xml'));
    const at = async (baseUrl: string, renamed: Readonly<Record<string, string>> = {}) => {
      const { end } = await start(site, ALL, { baseUrl, site: { ...site.config.site, renamed } });
      await end();
      return [await guid('', baseUrl), await guid(renamed.weather ?? 'weather', baseUrl)];
    };
    const first = ['', 'tags/weather/'].map((path) => podcastGuid(`https://one.example.org/${path}podcast.xml`));
    expect(await at('https://one.example.org')).toEqual(first);
    expect(await at('http://moved.example.org/feeds')).toEqual(first);
    expect(await at('https://one.example.org', { weather: 'sky' })).toEqual(first);
  });

  test('of a podcast that had one before it came here stays that, and is no other tag’s', async () => {
    const site = publication({ BASE_URL });
    put(site.articles, 'a.md', ARTICLES['a.md']);
    await site.refresh();
    const own = '917393e3-1b1e-5cef-ace4-edaa54e1f810';
    const podcasts = { all: aPodcast({ guid: own }), tags: {} };
    expect((await viewOf(site, podcasts, '', BASE_URL)).guid).toBe(own);
    expect((await viewOf(site, podcasts, 'weather', BASE_URL)).guid).toBe(
      podcastGuid(`${BASE_URL}/tags/weather/podcast.xml`),
    );
  });
});

describe('the way to a podcast', () => {
  const leads = (page: string, path: string) => [
    page.includes(`href="${BASE_URL}${path}">\n`),
    page.includes(`<li><a href="${BASE_URL}${path}">Podcast</a>`),
  ];

  test('is on the home page and on the pages of tags that have episodes, and only there', async () => {
    const { text, change } = await serve(ALL, 'title: Dispatch');
    const found = async (path: string) => leads(await text(path), `${path}podcast.xml`);
    expect(await text('/')).toContain(
      `<link rel="alternate" type="application/rss+xml" title="Aloud (podcast)" href="${BASE_URL}/podcast.xml">`,
    );
    expect(await text('/tags/weather/')).toContain('title="Dispatch: Weather (podcast)"');
    expect([await found('/'), await found('/tags/weather/'), await found('/tags/silent/')]).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
    for (const path of ['/tags/', '/tags/harbour+weather/', '/articles/it-rained/', '/search/'])
      expect(await text(path), path).not.toContain('podcast');
    // The pages are prepared by now, and change with it.
    await change('d.md', rained('It thawed', 'Silent'));
    await change('a.md', rained('It rained', 'Weather, Harbour', false));
    await change('c.md');
    expect([await found('/'), await found('/tags/weather/'), await found('/tags/silent/')]).toEqual([
      [true, true],
      [false, false],
      [true, true],
    ]);
  });

  test('is nowhere without settings', async () => {
    const { text } = await serve(undefined);
    for (const path of ['/', '/tags/weather/', '/feeds.opml']) expect(await text(path)).not.toMatch(/podcast/i);
  });

  test('NEWS-10: stands in the list of all feeds, in a folder of its own', async () => {
    const { text } = await serve(ALL, 'title: Dispatch');
    const folders = parseOpml(await text('/feeds.opml')).body?.outlines ?? [];
    const [folder] = folders.filter((outline) => outline.text === 'Podcasts');
    expect(folder?.outlines?.map((outline) => [outline.text, outline.xmlUrl, outline.htmlUrl])).toEqual([
      ['Aloud', `${BASE_URL}/podcast.xml`, `${BASE_URL}/`],
      ['Dispatch: Harbour', `${BASE_URL}/tags/harbour/podcast.xml`, `${BASE_URL}/tags/harbour/`],
      ['Dispatch: Weather', `${BASE_URL}/tags/weather/podcast.xml`, `${BASE_URL}/tags/weather/`],
    ]);
  });
});
