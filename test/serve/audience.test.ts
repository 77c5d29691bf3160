// Polls are counted as they are answered, in all lanes, and nothing that a person could be known by is kept of them.
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type AudienceBatch, dayOf, OTHER, type Outcome } from '../../src/audience.ts';
import type { Podcasts } from '../../src/podcast.ts';
import { AudienceCounter, type Counting } from '../../src/serve/audience.ts';
import { trustIn } from '../../src/serve/client.ts';
import { startServer } from '../../src/server.ts';
import { pathOf } from '../../src/store/read-only.ts';
import { ask } from '../support/ask.ts';
import { threeDoors } from '../support/doors.ts';
import { aPodcast } from '../support/entries.ts';
import { NO_POLLS, NO_RETURNS } from '../support/polls.ts';
import { article, publication, put, silent } from '../support/publication.ts';

const FEEDLY = 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 462 subscribers; )';
const MINIFLUX = 'Mozilla/5.0 (compatible; Miniflux/2.2.4; +https://miniflux.app)';

function onceOnly(act: () => Promise<void>): () => Promise<void> {
  let acting: Promise<void> | undefined;
  return () => {
    acting ??= act();
    return acting;
  };
}

/** A publication behind a proxy on this machine, which says for whom it asks. */
async function serve(environment: Readonly<Record<string, string>> = {}, podcasts?: Podcasts) {
  const site = publication({
    BASE_URL: 'https://news.example.org',
    WATCH: 'false',
    TRUST_PROXY: 'loopback',
    ...environment,
  });
  const { config } = site;
  const settings = { ...config, site: { ...config.site, ...(podcasts ? { podcasts } : {}) } };
  for (let number = 0; number < 5; number += 1)
    put(site.articles, `${number}.txt`, article(`It rained in night ${number}.`, { tags: 'NATO, Weather' }));
  const start = async () => {
    const running = await startServer(settings, silent);
    const stop = onceOnly(() => running.stop());
    onTestFinished(stop);
    const { port, schedule } = running;
    const poll = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      ask(port, path, { method, headers: { 'User-Agent': MINIFLUX, 'X-Forwarded-For': '198.51.100.1', ...headers } });
    return { poll, refresh: () => schedule.refresh(), stop };
  };
  /** What is written down once a server has stopped. */
  const told = async () => (await site.store()).audience(new Date());
  return { ...site, ...(await start()), start, told };
}

test('every way in which a poll ends is counted, with what went over the wire and what did not have to', async () => {
  const site = await serve({ RATE_LIMIT: '3' });
  const zipped = { 'Accept-Encoding': 'gzip' };
  const first = await site.poll('/rss.xml', zipped);
  const second = await site.poll('/rss.xml', zipped);
  const etag = String(second.headers.etag);
  const same = await site.poll('/rss.xml', { ...zipped, 'If-None-Match': etag });
  put(site.articles, 'new.txt', article('It snowed.'));
  await site.refresh();
  const whole = await site.poll('/rss.xml', zipped);
  const delta = await site.poll('/rss.xml', { ...zipped, 'A-IM': 'feed', 'If-None-Match': etag });
  const limited = await site.poll('/rss.xml', zipped);
  expect([first, second, same, whole, delta, limited].map(({ status }) => status)).toEqual([
    200, 200, 304, 200, 226, 429,
  ]);
  await site.stop();
  const { totals, hours, days, feeds, clients } = await site.told();
  const polls = {
    whole: 3,
    unchanged: 1,
    new: 1,
    limited: 1,
    bytes: [first, second, whole, delta].reduce((sum, { body }) => sum + body.length, 0),
    savedBytes: second.body.length + whole.body.length - delta.body.length,
  };
  expect(totals).toMatchObject(polls);
  expect(hours).toMatchObject([polls]);
  expect(days).toMatchObject([{ ...polls, subscribers: { announced: 0, pollers: 1 } }]);
  expect(feeds).toMatchObject([{ ...polls, feed: '/', subscribers: { announced: 0, pollers: 1 } }]);
  expect(clients).toMatchObject([{ ...polls, client: 'Miniflux' }]);
  // Each was looked at, for there were few.
  expect(totals.latency.reduce((sum, count) => sum + count, 0)).toBe(6);
});

test('all documents of a feed count as polls of it; what is no feed does not count', async () => {
  const site = await serve({}, { all: aPodcast(), tags: {} });
  put(
    site.articles,
    'episode.md',
    '---\ntitle: Heard\ndate: 2025-01-01\ntags: [NATO]\naudio: https://x.example/a.mp3\n---\nHear.\n',
  );
  for (let number = 0; number < 60; number += 1)
    put(site.articles, `old-${number}.txt`, article(`It rained long ago, in night ${number}.`, { tags: 'Weather' }));
  await site.refresh();
  const polls = [
    [
      '/',
      [
        '/rss.xml',
        '/atom.xml',
        '/feed.json',
        '/smartnews.xml',
        '/ninjs.json',
        '/podcast.xml',
        '/archive/1/atom.xml',
        '/feed',
      ],
    ],
    ['/tags/nato/', ['/tags/nato/rss.xml', '/tags/nato/rss.xml?from=mail', '/tags/nato/podcast.xml']],
    ['/tags/nato+weather/', ['/tags/nato+weather/atom.xml']],
    ['/search/', ['/search/rss.xml?q=rain', '/search/atom.xml?q=snow']],
  ] as const;
  for (const path of polls.flatMap(([, paths]) => paths))
    expect([path, (await site.poll(path)).status]).toEqual([path, 200]);
  const others = [
    '/',
    '/tags/',
    '/tags/nato/',
    '/feeds.opml',
    '/sitemap.xml',
    '/robots.txt',
    '/style.css',
    '/nothing.xml',
  ];
  for (const path of others) await site.poll(path);
  await site.poll('/rss.xml', {}, 'HEAD');
  await site.poll('/feed', { Accept: 'text/html' });
  await site.stop();
  const { feeds, totals } = await site.told();
  expect(Object.fromEntries(feeds.map(({ feed, whole }) => [feed, whole]))).toEqual(
    Object.fromEntries(polls.map(([feed, paths]) => [feed, paths.length])),
  );
  expect(totals.whole).toBe(14);
});

test('READ-10: subscribers are those that are announced, for each format, and those who poll for themselves', async () => {
  const site = await serve();
  const of = (agent: string, network: string) => ({ 'User-Agent': agent, 'X-Forwarded-For': network });
  for (const network of ['192.0.2.1', '192.0.2.2'])
    for (const path of ['/rss.xml', '/rss.xml?x', '/archive/1/rss.xml']) await site.poll(path, of(FEEDLY, network));
  await site.poll('/atom.xml', of(FEEDLY.replace('462', '30'), '192.0.2.1'));
  for (const network of ['198.51.100.1', '198.51.100.2', '2001:db8::1', '2001:db8::2'])
    for (const path of ['/rss.xml', '/atom.xml', '/tags/nato/rss.xml']) await site.poll(path, of(MINIFLUX, network));
  await site.poll('/rss.xml', of('NetNewsWire (RSS Reader; https://netnewswire.com/)', '198.51.100.1'));
  await site.poll(
    '/rss.xml',
    of('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', '192.0.2.9'),
  );
  await site.stop();
  const { feeds, clients } = await site.told();
  expect(feeds.map(({ feed, subscribers }) => [feed, subscribers])).toEqual([
    ['/', { announced: 492, pollers: 4 }],
    ['/tags/nato/', { announced: 0, pollers: 3 }],
  ]);
  expect(Object.fromEntries(clients.map(({ client, subscribers }) => [client, subscribers]))).toEqual({
    Feedly: { announced: 492, pollers: 0 },
    Miniflux: { announced: 0, pollers: 6 },
    NetNewsWire: { announced: 0, pollers: 1 },
    Googlebot: { announced: 0, pollers: 0 },
  });
});

test('after a restart the same poller is the same, and what was counted is there', async () => {
  const site = await serve();
  await site.poll('/rss.xml');
  await site.stop();
  const again = await site.start();
  await again.poll('/rss.xml');
  await again.poll('/atom.xml', { 'X-Forwarded-For': '198.51.100.2' });
  await again.stop();
  const { totals, days } = await site.told();
  expect(totals.whole).toBe(3);
  expect(days.reduce((sum, { subscribers }) => sum + subscribers.pollers, 0)).toBe(2);
});

test('no address, and nothing of what a client calls itself beyond its name, is in the store', async () => {
  const site = await serve();
  await site.poll('/rss.xml', {
    'User-Agent': 'MyReader/1.0 (jane@example.org; device 4711)',
    'X-Forwarded-For': '203.0.113.77',
  });
  await site.poll('/search/rss.xml?q=unspeakable');
  await site.poll('/atom.xml', { 'User-Agent': '<script>alert(1)</script>' });
  await site.stop();
  const bytes = readFileSync(pathOf(site.config.databaseUrl)).toString('latin1');
  expect(bytes).toContain('MyReader');
  for (const secret of ['203.0.113', 'jane', '4711', 'unspeakable', '<script>']) expect(bytes).not.toContain(secret);
});

test('who reads changes no document', async () => {
  const site = await serve();
  const before = await site.poll('/rss.xml');
  await site.poll('/rss.xml', { 'User-Agent': FEEDLY });
  await site.stop();
  const after = await (await site.start()).poll('/rss.xml');
  expect(after.headers.etag).toBe(before.headers.etag);
  expect(after.body.equals(before.body)).toBe(true);
});

test('all lanes count the same', async () => {
  const counted: (readonly [string | undefined, Outcome, number, number | undefined, number])[] = [];
  const counting: Counting = {
    begin: () => 1,
    count: ({ feed }, _, outcome, bytes, whole, began) =>
      void counted.push([feed, outcome, bytes, whole?.identity.length, began]),
  };
  const { front, hot, cold, handedOn, passed } = await threeDoors(counting);
  const { headers } = await ask(cold, '/rss.xml', { headers: { 'Accept-Encoding': 'gzip' } });
  const questions = [
    {},
    { headers: { 'Accept-Encoding': 'gzip' } },
    { headers: { 'Accept-Encoding': 'br', 'If-None-Match': String(headers.etag) } },
    { headers: { 'If-None-Match': '*' } },
  ];
  const through = async (port: number) => {
    counted.length = 0;
    for (const question of questions) await ask(port, '/rss.xml', question);
    return [...counted];
  };
  const [byFront, byHot, byCold] = [await through(front), await through(hot), await through(cold)];
  expect([handedOn(), passed()]).toEqual([0, 0]);
  expect(byHot.map(([feed, outcome]) => [feed, outcome])).toEqual([
    ['/', 'whole'],
    ['/', 'whole'],
    ['/', 'unchanged'],
    ['/', 'unchanged'],
  ]);
  expect(byFront).toEqual(byHot);
  expect(byCold).toEqual(byHot);
});

describe('the counter', () => {
  const NOON = new Date('2026-03-04T12:00:00Z');
  const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000);
  const resource = { path: '/rss.xml' };

  /** A counter on a clock of its own, and what it has heard in one batch. */
  function listen({ processes = 1 }: { processes?: number } = {}) {
    vi.useFakeTimers({ toFake: ['performance'], now: 0 });
    onTestFinished(() => void vi.useRealTimers());
    const counter = new AudienceCounter(trustIn(['loopback']), processes, NOON);
    counter.learn(new Map([[dayOf(NOON), 'salt of today']]), NOON);
    const from = (agent: string | undefined, network: string) =>
      ({
        method: 'GET',
        socket: { remoteAddress: '127.0.0.1' },
        connection: { remoteAddress: '127.0.0.1' },
        headers: { ...(agent === undefined ? {} : { 'user-agent': agent }), 'x-forwarded-for': network },
      }) as unknown as IncomingMessage;
    const poll = (
      outcome: Outcome,
      { agent = MINIFLUX, network = '198.51.100.1', etag = '"1"', feed = '/', wait = 0 } = {},
    ) =>
      counter.count(
        { resource: { path: `${feed}rss.xml` }, feed, etag },
        from(agent, network),
        outcome,
        10,
        undefined,
        counter.begin(),
        wait,
      );
    const heard = () => {
      const [batch, ...others] = counter.take();
      expect(others).toEqual([]);
      return batch as AudienceBatch;
    };
    const pass = (seconds: number) => void vi.advanceTimersByTime(seconds * 1000);
    return { counter, poll, heard, pass, from };
  }

  test('says nothing when nothing was heard, and everything once', () => {
    const { counter, poll } = listen();
    expect(counter.take()).toEqual([]);
    poll('whole');
    expect(counter.take()).toMatchObject([{ polls: { whole: 1 } }]);
    expect(counter.take()).toEqual([]);
  });

  test('a document is counted in the batch of the moment, and its feed with the other documents', () => {
    const { counter, from, heard } = listen();
    const [rss, atom] = [
      { resource, feed: '/', etag: '' },
      { resource: { path: '/atom.xml' }, feed: '/', etag: '' },
    ];
    const poll = (asked: typeof rss) =>
      counter.count(asked, from(MINIFLUX, '198.51.100.1'), 'whole', 10, undefined, counter.begin());
    for (const asked of [rss, rss, atom, rss]) poll(asked);
    expect(heard().feeds).toEqual([{ ...NO_POLLS, feed: '/', whole: 4, bytes: 40 }]);
    for (const asked of [atom, rss]) poll(asked);
    expect(heard().feeds).toEqual([{ ...NO_POLLS, feed: '/', whole: 2, bytes: 20 }]);
    counter.tick(minutes(60));
    poll(rss);
    expect(heard().feeds).toEqual([{ ...NO_POLLS, feed: '/', whole: 1, bytes: 10 }]);
  });

  test('an hour has a batch of its own, and a day', () => {
    const { counter, poll } = listen();
    poll('whole');
    counter.tick(minutes(60));
    counter.tick(minutes(12 * 60));
    poll('unchanged');
    const hour = NOON.getTime() / 3_600_000;
    expect(counter.take()).toMatchObject([
      { day: dayOf(NOON), hour, polls: { whole: 1 } },
      { day: dayOf(NOON) + 1, hour: hour + 12, polls: { unchanged: 1 } },
    ]);
  });

  test('a poller of two days is another each day; without a salt nobody is', () => {
    const { counter, poll, heard } = listen();
    poll('whole');
    const [first] = heard().pollers;
    counter.tick(minutes(24 * 60));
    poll('whole');
    expect(heard().pollers).toEqual([]);
    expect(counter.missing(minutes(24 * 60))).toEqual([dayOf(NOON) + 1, dayOf(NOON) + 2]);
    counter.learn(new Map([[dayOf(NOON) + 1, 'salt of tomorrow']]), minutes(24 * 60));
    poll('whole');
    const [second] = heard().pollers;
    expect(second).toMatchObject({ feed: '/', client: 'Miniflux' });
    expect(second?.poller).not.toBe(first?.poller);
  });

  test('with the day all that was known of pollers is gone', () => {
    const { counter, poll, heard, pass } = listen();
    poll('whole', { agent: FEEDLY });
    counter.tick(minutes(11 * 60));
    pass(600);
    poll('whole', { agent: FEEDLY });
    counter.tick(minutes(12 * 60));
    counter.take();
    poll('whole', { agent: FEEDLY });
    expect(heard().clients).toMatchObject([NO_RETURNS]);
  });

  test('another process tells the same poller by the same hash', () => {
    const [one, other] = [listen(), listen()];
    one.poll('whole');
    other.poll('whole');
    expect(one.heard().pollers).toEqual(other.heard().pollers);
  });

  test('a poller is told of once, whatever it polls of a feed', () => {
    const { poll, heard } = listen();
    poll('whole');
    poll('unchanged');
    poll('whole', { feed: '/tags/a/' });
    expect(heard().pollers.map(({ feed }) => feed)).toEqual(['/', '/tags/a/']);
    poll('unchanged');
    expect(heard().pollers).toEqual([]);
  });

  test('how long it is between two polls of a poller, and whether it had the whole already', () => {
    const { poll, heard, pass } = listen();
    poll('whole');
    pass(1800);
    poll('whole');
    pass(900);
    poll('whole', { etag: '"2"' });
    pass(900);
    poll('unchanged', { etag: '"2"' });
    pass(30);
    poll('whole', { etag: '"2"' });
    poll('whole', { etag: '"2"', network: '198.51.100.2' });
    expect(heard().clients).toMatchObject([
      { client: 'Miniflux', intervals: 4, intervalSeconds: 3630, needless: 2, hasty: 1, unheeding: 0 },
    ]);
  });

  test('of a document with an address without end nobody knows how pollers come back', () => {
    const { poll, heard, pass } = listen();
    for (let time = 0; time < 2; time += 1) {
      poll('whole', { feed: `/tags/${'a'.repeat(900)}/` });
      poll('whole', { feed: `/tags/${'a'.repeat(900)}/`, agent: FEEDLY });
      poll('whole', { feed: `/tags/${'a'.repeat(150)}/` });
      pass(1800);
    }
    expect(heard().clients).toMatchObject([
      { client: 'Miniflux', whole: 4, intervals: 1 },
      { client: 'Feedly', whole: 2, intervals: 0 },
    ]);
  });

  test('of several processes each sees only some of the polls', () => {
    const { poll, heard, pass } = listen({ processes: 2 });
    poll('whole');
    pass(3600);
    poll('unchanged');
    expect(heard().clients).toMatchObject([{ intervals: 1, intervalSeconds: 1800 }]);
  });

  test('whoever is told to wait, and comes at once, is heard to', () => {
    const { poll, heard, pass } = listen();
    poll('limited', { wait: 100 });
    pass(99);
    poll('limited', { wait: 1 });
    pass(2);
    poll('limited', { wait: 100 });
    poll('unchanged');
    expect(heard().clients).toMatchObject([{ limited: 3, unheeding: 1 }]);
  });

  test('whoever stands for many has no habits, and is one at least', () => {
    const { poll, heard, pass } = listen();
    for (let time = 0; time < 3; time += 1) {
      poll('whole', { network: 'unknown' });
      pass(1);
    }
    const { clients, pollers } = heard();
    expect(clients).toMatchObject([{ client: 'Miniflux', whole: 3, ...NO_RETURNS }]);
    expect(pollers).toHaveLength(1);
  });

  test('a service is one poller, however many machines it has and whatever their number is', () => {
    const { poll, heard, pass } = listen();
    poll('whole', { agent: FEEDLY, network: '192.0.2.1' });
    pass(600);
    poll('whole', { agent: FEEDLY.replace('462', '463'), network: '192.0.2.2' });
    const { clients, announced, pollers } = heard();
    expect(clients).toMatchObject([{ client: 'Feedly', intervals: 1, intervalSeconds: 600, needless: 1 }]);
    expect(announced).toEqual([{ feed: '/', source: 'rss.xml', client: 'Feedly', subscribers: 463 }]);
    expect(pollers).toEqual([]);
  });

  test('however many poll, so many of a second are looked at; all are counted', () => {
    const { counter, poll, heard, pass } = listen();
    const flood = () => {
      for (let number = 0; number < 1000; number += 1)
        poll('whole', { agent: `Reader${number % 10}x/${number}`, network: `192.0.2.${number % 250}` });
    };
    flood();
    const first = heard();
    expect(first.polls).toMatchObject({ whole: 1000, bytes: 10_000 });
    expect(first.pollers.length).toBe(250);
    expect(first.latency.reduce((sum, count) => sum + count, 0)).toBe(250);
    // Whoever was not looked at is not known by name.
    expect(first.clients.find(({ client }) => client === OTHER)).toMatchObject({ whole: 750 });
    expect(counter.begin()).toBe(-1);
    pass(1);
    counter.tick(minutes(0));
    pass(1);
    expect(counter.begin()).toBe(2000);
    poll('whole', { agent: 'Reader1x/1', network: '192.0.2.1' });
    // Whether it had been here in the meantime nobody knows.
    expect(heard().clients).toMatchObject([{ client: 'Reader1x', ...NO_RETURNS }]);
  });

  test('names of feeds and clients without end are counted together', () => {
    const { counter, poll, heard } = listen();
    for (let number = 0; number < 400; number += 1) {
      counter.tick(NOON);
      poll('whole', { agent: `R${number}/1` });
    }
    for (let number = 0; number < 10_010; number += 1) poll('whole', { feed: `/tags/${number}/` });
    poll('whole', { feed: `/tags/${'a+'.repeat(150)}/` });
    const { feeds, clients } = heard();
    expect(feeds.length).toBe(10_001);
    expect(feeds.find(({ feed }) => feed === OTHER)?.whole).toBe(12);
    // Those who made their names up, what more of them is, and the one of the list.
    expect(clients.length).toBe(302);
    expect(clients.reduce((sum, { whole }) => sum + whole, 0)).toBe(10_411);
  });

  test('names that somebody makes up take no place from those of the list', () => {
    const { counter, poll, heard } = listen();
    for (let number = 0; number < 400; number += 1) {
      counter.tick(NOON);
      poll('whole', { agent: `R${number}/1` });
    }
    poll('whole', { agent: FEEDLY });
    poll('whole');
    const { clients } = heard();
    expect(clients.length).toBe(303);
    expect(clients.slice(-2)).toMatchObject([
      { client: 'Feedly', whole: 1 },
      { client: 'Miniflux', whole: 1 },
    ]);
  });

  test('who says nothing, or too much, is other', () => {
    const { counter, from, heard } = listen();
    for (const agent of [undefined, '', `Feedly/1.0 (5 subscribers) ${' '.repeat(15_000)}`])
      counter.count(
        { resource, feed: '/', etag: '' },
        from(agent, '198.51.100.1'),
        'whole',
        1,
        undefined,
        counter.begin(),
      );
    expect(heard()).toMatchObject({ clients: [{ client: OTHER, ...NO_POLLS, whole: 3, bytes: 3 }], announced: [] });
  });
});
