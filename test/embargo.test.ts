// Articles that wait for their second, on a real server with a clock of the test's own.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startRefresher } from '../src/refresher.ts';
import { eventually, publication, put, silent } from './support/publication.ts';

const START = Date.parse('2031-03-01T12:00:00Z');
const DUE = Date.parse('2031-03-01T13:30:07Z');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

const embargoed = (name: string, until = DUE) =>
  `---\ntitle: ${name}\ndate: ${new Date(until).toISOString()}\ntags: [News]\n---\nA text about ${name}.\n`;

async function titles(baseUrl: string): Promise<string[]> {
  const { items } = (await (await fetch(`${baseUrl}/feed.json`)).json()) as { items: { title: string }[] };
  return items.map(({ title }) => title);
}

/** Everything at which an embargoed article could be seen. */
async function everywhere(baseUrl: string): Promise<string> {
  const paths = [
    '/',
    '/tags/',
    '/rss.xml',
    '/atom.xml',
    '/feed.json',
    '/feeds.opml',
    '/tags/news/',
    '/tags/news/rss.xml',
    '/sitemap-1.xml',
    '/news-sitemap.xml',
  ];
  const answers = await Promise.all([...paths, '/articles/secret/'].map((path) => fetch(baseUrl + path)));
  return (await Promise.all(answers.map((answer) => answer.text()))).join('\n');
}

/** Lets the clock run, and what it sets off come to its end. */
async function advanceTo(moment: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(moment - Date.now());
}

test('GEN-03: an embargoed article is absent everywhere until its second, then there with a new revision', async () => {
  const site = publication();
  put(site.articles, 'a.md', embargoed('Old', START - 1000));
  put(site.articles, 'b.md', embargoed('Secret'));
  const { baseUrl, store } = await site.start({ WATCH: 'false' }, silent, { startRefresher });
  const { revision } = await store.head();
  await advanceTo(DUE - 1);
  expect(await everywhere(baseUrl)).not.toMatch(/secret/i);
  expect((await store.head()).revision).toBe(revision);
  const { headers } = await fetch(`${baseUrl}/feed.json`);
  await advanceTo(DUE);
  expect(
    await eventually(
      () => titles(baseUrl),
      ({ length }) => length === 2,
    ),
  ).toEqual(['Secret', 'Old']);
  expect((await store.head()).revision).toBe(revision + 1);
  expect((await fetch(`${baseUrl}/articles/secret/`)).status).toBe(200);
  const again = await fetch(`${baseUrl}/feed.json`, { headers: { 'If-None-Match': headers.get('etag') ?? '' } });
  expect(again.status).toBe(200);
});

test('GEN-03: several embargoes end each on its own second', async () => {
  const site = publication();
  for (const second of [1, 2, 3]) put(site.articles, `${second}.md`, embargoed(`N${second}`, DUE + second * 1000));
  const { baseUrl } = await site.start({ WATCH: 'false' }, silent, { startRefresher });
  for (const second of [1, 2, 3]) {
    await advanceTo(DUE + second * 1000 - 1);
    expect(await titles(baseUrl)).toHaveLength(second - 1);
    await advanceTo(DUE + second * 1000);
    await eventually(
      () => titles(baseUrl),
      ({ length }) => length === second,
    );
  }
});

test('an embargo outlives a restart, and one that ended meanwhile is released at the start', async () => {
  const site = publication();
  put(site.articles, 'a.md', embargoed('Old', START - 1000));
  put(site.articles, 'b.md', embargoed('Secret'));
  put(site.articles, 'c.md', embargoed('Later', DUE + 60_000));
  const first = await site.start({ WATCH: 'false' }, silent, { startRefresher });
  expect(await titles(first.baseUrl)).toEqual(['Old']);
  await first.stop();
  const second = await site.start({ WATCH: 'false' }, silent, { startRefresher });
  expect(await titles(second.baseUrl)).toEqual(['Old']);
  await advanceTo(DUE);
  await eventually(
    () => titles(second.baseUrl),
    ({ length }) => length === 2,
  );
  await second.stop();
  vi.setSystemTime(DUE + 120_000);
  const third = await site.start({ WATCH: 'false' }, silent, { startRefresher });
  expect(
    await eventually(
      () => titles(third.baseUrl),
      ({ length }) => length === 3,
    ),
  ).toEqual(['Later', 'Secret', 'Old']);
});

test('an end comes on its second, too', async () => {
  const site = publication();
  put(
    site.articles,
    'a.md',
    `---\ntitle: Offer\ndate: 2031-01-01\nexpiryDate: ${new Date(DUE).toISOString()}\n---\nText.\n`,
  );
  const { baseUrl } = await site.start({ WATCH: 'false' }, silent, { startRefresher });
  await advanceTo(DUE - 1);
  expect((await fetch(`${baseUrl}/articles/offer/`)).status).toBe(200);
  await advanceTo(DUE);
  await eventually(
    () => titles(baseUrl),
    ({ length }) => length === 0,
  );
  expect((await fetch(`${baseUrl}/articles/offer/`)).status).toBe(410);
});
