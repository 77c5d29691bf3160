// Searches over real sockets: one document for every spelling, exact validators, and nothing that a question can harm.
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { HtmlValidate } from 'html-validate';
import { parseHTML } from 'linkedom';
import Parser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import { jsonFeedErrors, parseXml } from '../render/support.ts';
import { article, eventually, publication, put } from '../support/publication.ts';

async function serve() {
  const site = publication({ BASE_URL: 'https://news.example.org/feeds' });
  put(site.articles, 'a.txt', article('It rained in the old harbour.', { tags: 'Weather' }));
  put(site.articles, 'b.txt', article('Сніг у порту: п’ять см.', { date: '2025-01-03', tags: 'Weather' }));
  const { port, store, schedule } = await site.start();
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers, redirect: 'manual' });
  const indexed = () =>
    eventually(
      () => store.searched(),
      ({ isAll }) => isAll,
    );
  await indexed();
  return { articles: site.articles, port, store, schedule, ask, indexed };
}

const titles = async (answer: Response) =>
  ((await answer.json()) as { items: { title: string }[] }).items.map(({ title }) => title);

describe('documents', () => {
  test('are valid, and say which search they are of', async () => {
    const { ask } = await serve();
    const q = encodeURIComponent('"old harbour" -snow');
    const read = async (file: string) => (await ask(`/search/${file}?q=${q}`)).text();
    const [rss, atom, json] = await Promise.all(['rss.xml', 'atom.xml', 'feed.json'].map(read));
    const name = 'Tagwire: search for “"old harbour" -snow”';
    const self = (file: string) => `https://news.example.org/feeds/search/${file}?q=%22old%20harbour%22%20-snow`;

    expect(() => [parseXml(rss ?? ''), parseXml(atom ?? '')]).not.toThrow();
    expect(parseRssFeed(rss ?? '')).toMatchObject({
      title: name,
      link: self(''),
      atom: { links: [{ href: self('rss.xml'), rel: 'self' }] },
      items: [{ title: 'It rained in the old harbour' }],
    });
    expect((await new Parser().parseString(rss ?? '')).items).toHaveLength(1);
    const feed = parseAtomFeed(atom ?? '');
    expect(feed).toMatchObject({ title: { value: name }, entries: [{}] });
    expect(feed.links).toContainEqual(expect.objectContaining({ rel: 'self', href: self('atom.xml') }));
    expect(feed.id).toMatch(/^urn:uuid:/);
    expect(jsonFeedErrors(json ?? '')).toEqual([]);
    expect(parseJsonFeed(json ?? '')).toMatchObject({
      title: name,
      feed_url: self('feed.json'),
      home_page_url: self(''),
    });
  });

  test('HTTP-02, HTTP-10: have their types, and both validators', async () => {
    const { ask } = await serve();
    const types = {
      'rss.xml': 'application/rss+xml',
      'atom.xml': 'application/atom+xml',
      'feed.json': 'application/feed+json',
    };
    for (const [file, type] of Object.entries(types)) {
      const { status, headers } = await ask(`/search/${file}?q=harbour`);
      expect([status, headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`]);
      const evenly = (value: string | null) => value?.replace(/max-age=\d+/, '');
      expect(evenly(headers.get('cache-control'))).toBe(evenly((await ask('/rss.xml')).headers.get('cache-control')));
      expect(headers.get('link')).toBe(
        `<https://news.example.org/feeds/search/${file}?q=harbour>; rel="self"; type="${type}"`,
      );
      const etag = headers.get('etag') ?? '';
      expect(etag).toMatch(/^W\/"[\w-]+"$/);
      expect((await ask(`/search/${file}?q=harbour`, { 'if-none-match': etag })).status).toBe(304);
      const modified = headers.get('last-modified') ?? '';
      expect((await ask(`/search/${file}?q=harbour`, { 'if-modified-since': modified })).status).toBe(304);
    }
  });

  test('HTTP-03: are one, whatever the spelling and whatever else is in the address', async () => {
    const { ask } = await serve();
    const spellings = [
      'q=old+harbour',
      'q=OLD%20%20harbour!',
      'utm_source=x&q=old+harbour&q=snow',
      'q=o%C2%ADld+harbour',
    ];
    const answers = await Promise.all(spellings.map((query) => ask(`/search/atom.xml?${query}`)));
    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(1);
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect((await ask('/search/atom.xml?q=harbour')).headers.get('etag')).not.toBe(answers[0]?.headers.get('etag'));
  });

  test('follow what is published, corrected and withdrawn; those that have not changed keep their ETag', async () => {
    const { articles, ask, schedule, indexed } = await serve();
    const other = (await ask('/search/feed.json?q=сніг')).headers.get('etag');
    const find = async () => titles(await ask('/search/feed.json?q=harbour'));
    expect(await find()).toEqual(['It rained in the old harbour']);
    const file = put(articles, 'c.txt', article('A new harbour is built.', { date: '2025-01-04' }));
    await eventually(find, (found) => found.length === 2);
    expect(await find()).toEqual(['A new harbour is built', 'It rained in the old harbour']);
    put(articles, 'a.txt', article('It rained in the old port.', { tags: 'Weather' }));
    await eventually(find, (found) => found.length === 1);
    rmSync(file);
    await schedule.refresh();
    await indexed();
    await eventually(find, (found) => found.length === 0);
    expect((await ask('/search/feed.json?q=сніг', { 'if-none-match': other ?? '' })).status).toBe(304);
  });

  test('GEN-05: what finds nothing is a valid feed without entries', async () => {
    const { ask } = await serve();
    const answer = await ask('/search/feed.json?q=nothing');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toMatch(/^W\/"0-/);
    expect(await titles(answer)).toEqual([]);
  });
});

test('what another process publishes is found, before the server starts and afterwards', async () => {
  const site = publication({ WATCH: 'false' });
  put(site.articles, 'a.txt', article('It rained in the old harbour.'));
  await site.refresh();
  const { port } = await site.start();
  const find = async () => titles(await fetch(`http://127.0.0.1:${port}/search/feed.json?q=harbour`));
  await eventually(find, (found) => found.length === 1);
  put(site.articles, 'b.txt', article('A new harbour is built.'));
  await site.refresh();
  await eventually(find, (found) => found.length === 2);
});

describe('the page', () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'doctype-style': 'off' },
  });

  test('without a question it is a form; of other pages, only some may have one (HTTP-65)', async () => {
    const { ask } = await serve();
    for (const path of ['/search/', '/search/?q=', '/search/?q=+', '/search/?x=1']) {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toContain("form-action 'self'");
      expect(await answer.text()).toContain('<form class="search" role="search" action="/feeds/search/">');
    }
    const person = { accept: 'text/html' };
    for (const path of ['/', '/none'])
      expect((await ask(path, person)).headers.get('content-security-policy')).toContain("form-action 'self'");
    for (const path of ['/tags/', '/search/?q=-x'])
      expect((await ask(path, person)).headers.get('content-security-policy')).toContain("form-action 'none'");
  });

  test('HTTP-67: it lists what is found, and its feeds before those of everything', async () => {
    const { ask } = await serve();
    const answer = await ask('/search/?q=Old+"Harbour"');
    const page = await answer.text();
    expect(page).toContain('>It rained in the old harbour</a>');
    expect(page).not.toContain('Сніг');
    expect(page).toContain('value="old harbour"');
    const feeds = [...page.matchAll(/<link rel="alternate" [^>]*href="([^"]+)"/g)].map(([, href]) => href);
    expect(feeds[0]).toBe('https://news.example.org/feeds/search/rss.xml?q=old%20harbour');
    expect(feeds).toHaveLength(6);
    expect(answer.headers.get('link')).toContain('/search/atom.xml?q=old%20harbour>; rel="alternate"');
    const { results } = await validator.validateString(page);
    expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
  });

  test('it is found from every page, and its address by hand', async () => {
    const { ask } = await serve();
    for (const path of ['/', '/tags/', '/tags/weather/', '/search/'])
      expect(await (await ask(path)).text()).toMatch(/<a href="[^"]*\/feeds\/search\/"[^>]*>Search<\/a>/);
    const { status, headers } = await ask('/search');
    expect([status, headers.get('location')]).toEqual([308, 'https://news.example.org/feeds/search/']);
  });
});

describe('a question', () => {
  test.each([
    '',
    '?q=',
    '?q=%00',
    '?q=-rain',
    '?q=!',
    `?q=${'x'.repeat(201)}`,
    `?q=${'x'.repeat(5000)}`,
    '?q=a+b+c+d+e+f+g+h+i+j+k',
  ])('that is none is a 400 with a plain sentence: %s', async (query) => {
    const { ask } = await serve();
    const answer = await ask(`/search/rss.xml${query}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('etag')).toBeNull();
    expect(await answer.text()).toMatch(/^400 Bad Request: A search needs .+\.\n$/);
  });

  test.each([
    '%22%3E%3Cscript%3Ealert(1)%3C/script%3E',
    "x'%20onfocus='alert(1)",
    '%3C/title%3E%3Cimg%20src=x%20onerror=alert(1)%3E',
    'x%00y',
    'x%ED%A0%80',
    'x%zz%',
    'x%ff%fe',
    'x]]%3E',
    'x--%3E',
    'x%E2%80%AE',
    '?x?q=y#z',
    'x&q[]=1',
    'x;q=y',
    '%F0%9F%91%8D',
  ])('that is hostile is only text: %s', async (asked) => {
    const { port, ask } = await serve();
    const page = await ask(`/search/?q=${asked}`);
    expect(page.status).toBe(200);
    const text = await page.text();
    const { document } = parseHTML(text);
    expect(document.querySelectorAll('script:not([src$="/page.js"]), img, [onfocus], [onerror]').length).toBe(0);
    expect(document.querySelectorAll('title').length).toBe(1);
    const known = 'type id name value maxlength required dir autocomplete aria-describedby';
    expect([...(document.querySelector('input')?.attributes ?? [])].map(({ name }) => name).join(' ')).toBe(known);
    for (const file of ['rss.xml', 'atom.xml']) {
      const feed = await (await ask(`/search/${file}?q=${asked}`)).text();
      expect(() => parseXml(feed), feed).not.toThrow();
    }
    expect(jsonFeedErrors(await (await ask(`/search/feed.json?q=${asked}`)).text())).toEqual([]);
    // As it is, without the tidying of a client.
    expect(await raw(port, `/search/rss.xml?q=${asked}\u00E9`)).toMatch(/^HTTP\/1\.1 (200|400) /);
  });

  test('HTTP-44: of very many at once, those that would wait too long are told to come again', async () => {
    const { ask } = await serve();
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, number) => ask(`/search/rss.xml?q=word${number}`)),
    );
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers } of refused)
      expect([headers.get('retry-after'), headers.get('cache-control')]).toEqual(['5', 'no-store']);
    expect((await ask('/search/rss.xml?q=word149')).status).toBe(200);
  });
});

/** The answer to a request line as it stands. */
function raw(port: number, target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    connect(port, '127.0.0.1')
      .on('data', (data) => {
        text += data.toString('latin1');
      })
      .on('close', () => resolve(text))
      .on('error', reject)
      .end(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 'latin1'));
  });
}
