// Who reads what, as the store keeps it: added up, bounded, and of persons nothing.
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { LATENCY_MS, OTHER } from '../../src/audience.ts';
import { chunks } from '../../src/lists.ts';
import { MOST_CLIENTS, MOST_COMBINED, MOST_FEEDS, MOST_OF_FEED, MOST_POLLERS } from '../../src/store/audience.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrations } from '../../src/store/migrations.ts';
import { Store } from '../../src/store/store.ts';
import { aBatch, NO_POLLS } from '../support/polls.ts';
import { temporaryFolder } from '../support/publication.ts';

const DAY = 20_000;
const at = (day: number, hour = 12) => new Date((day * 24 + hour) * 3_600_000);
const announced = (feed: string, client: string, subscribers: number, source = 'rss.xml') => ({
  feed,
  client,
  source,
  subscribers,
});

/** A store on the day on which the tests play. */
async function open(url = 'sqlite::memory:'): Promise<Store> {
  const store = await Store.open(url);
  onTestFinished(() => store.close().catch(() => undefined));
  await store.beginDay(at(DAY));
  return store;
}

/** As other programs see the file. */
function look(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true });
  onTestFinished(() => database.close());
  return database;
}

test('nothing heard, nothing told', async () => {
  const latency = Array.from({ length: LATENCY_MS.length + 1 }, () => 0);
  expect(await (await open()).audience(at(DAY))).toEqual({
    hours: [],
    days: [],
    feeds: [],
    clients: [],
    totals: { ...NO_POLLS, latency },
  });
});

test('batches add up, whichever process they are of', async () => {
  const store = await open();
  const polls = { whole: 1, unchanged: 2, new: 3, limited: 4, bytes: 5, savedBytes: 6 };
  const twice = { whole: 2, unchanged: 4, new: 6, limited: 8, bytes: 10, savedBytes: 12 };
  const latency = LATENCY_MS.map((_, index) => index).concat(9);
  const batch = aBatch(DAY, {
    polls,
    latency,
    feeds: [{ feed: '/tags/a/', ...polls }],
    clients: [{ client: 'Feedly', ...polls, intervals: 2, intervalSeconds: 600 }],
  });
  await store.keepAudience(batch);
  await store.keepAudience(batch);
  await store.keepAudience({ ...batch, hour: batch.hour + 1 });
  const told = await store.audience(at(DAY));
  const doubled = latency.map((count) => 2 * count);
  expect(told.hours).toMatchObject([
    { hour: DAY * 24, ...twice, latency: doubled },
    { hour: DAY * 24 + 1, ...polls, latency },
  ]);
  expect(told.totals).toMatchObject({ whole: 3, savedBytes: 18, latency: latency.map((count) => 3 * count) });
  expect(told.days).toMatchObject([{ day: DAY, whole: 3, subscribers: { announced: 0, pollers: 0 } }]);
  expect(told.feeds).toMatchObject([{ feed: '/tags/a/', unchanged: 6 }]);
  expect(told.clients).toMatchObject([{ client: 'Feedly', limited: 12, intervalSeconds: 300 }]);
});

test('READ-10: of each document and id of a service the latest number of a day counts, and is never added to itself', async () => {
  const store = await open();
  const say = (...said: ReturnType<typeof announced>[]) => store.keepAudience(aBatch(DAY, { announced: said }));
  await say(announced('/tags/a/', 'Feedly', 400));
  await say(announced('/tags/a/', 'Feedly', 462));
  await say(announced('/tags/a/', 'Feedly', 30, 'atom.xml'), announced('/tags/b/', 'Feedly', 7));
  await say(announced('/tags/a/', 'Feedbin', 100, 'rss.xml 1'), announced('/tags/a/', 'Feedbin', 1, 'rss.xml 2'));
  await say(announced('/tags/a/', 'Feedly', 450));
  const { days, feeds, clients } = await store.audience(at(DAY));
  expect(days[0]?.subscribers.announced).toBe(450 + 30 + 7 + 101);
  expect(feeds.map(({ feed, subscribers }) => [feed, subscribers.announced])).toEqual([
    ['/tags/a/', 581],
    ['/tags/b/', 7],
  ]);
  expect(clients.map(({ client, subscribers }) => [client, subscribers.announced])).toEqual([
    ['Feedly', 487],
    ['Feedbin', 101],
  ]);
});

test('a poller counts once on a day for each feed that it polls', async () => {
  const store = await open();
  const poll = (feed: string, poller: string) => ({ feed, poller, client: 'Miniflux' });
  const batch = aBatch(DAY, { pollers: [poll('/', 'x'), poll('/', 'x'), poll('/', 'y'), poll('/tags/a/', 'x')] });
  await store.keepAudience(batch);
  await store.keepAudience(batch);
  const { days, feeds, clients } = await store.audience(at(DAY));
  expect(days[0]?.subscribers.pollers).toBe(3);
  expect(feeds.map(({ feed, subscribers }) => [feed, subscribers.pollers])).toEqual([
    ['/', 2],
    ['/tags/a/', 1],
  ]);
  expect(clients[0]?.subscribers.pollers).toBe(3);
});

test('of the present day and the one before, a feed is told as it was when it had more', async () => {
  const store = await open();
  const said = (...numbers: number[]) => numbers.map((count, index) => announced(`/tags/${index}/`, 'Feedly', count));
  await store.keepAudience(aBatch(DAY - 1, { announced: said(10, 20, 30) }));
  await store.keepAudience(aBatch(DAY, { announced: said(50, 2) }));
  const { feeds } = await store.audience(at(DAY));
  expect(feeds.map(({ subscribers }) => subscribers.announced)).toEqual([50, 30, 20]);
});

test('many feeds: those with most subscribers are told, then those that are polled most', async () => {
  const store = await open();
  const feeds = Array.from({ length: 30 }, (_, index) => ({ feed: `/tags/${index}/`, unchanged: index }));
  await store.keepAudience(aBatch(DAY, { feeds, announced: [announced('/tags/3/', 'Feedly', 1)] }));
  const told = (await store.audience(at(DAY))).feeds.map(({ feed }) => feed);
  expect(told).toHaveLength(20);
  expect(told.slice(0, 3)).toEqual(['/tags/3/', '/tags/29/', '/tags/28/']);
});

test('whoever misbehaves is told so; once is no habit', async () => {
  const store = await open();
  const client = (name: string, more: object) => ({
    client: name,
    whole: 1,
    intervals: 10,
    intervalSeconds: 100,
    ...more,
  });
  await store.keepAudience(
    aBatch(DAY, {
      clients: [
        client('Good', {}),
        client('Whole', { needless: 9 }),
        client('Hasty', { hasty: 9 }),
        client('Deaf', { unheeding: 9, hasty: 9 }),
        client('Once', { intervals: 1, needless: 1 }),
      ],
    }),
  );
  const told = new Map((await store.audience(at(DAY))).clients.map(({ client, complaint }) => [client, complaint]));
  expect(Object.fromEntries(told)).toEqual({
    Good: undefined,
    Whole: 'asks for the whole though it has it',
    Hasty: 'comes again within a minute',
    Deaf: 'comes again within a minute; comes again before it may (429)',
    Once: undefined,
  });
});

test('READ-10: forged numbers move a feed no further than a bound, and its true ones come back', async () => {
  const store = await open();
  const honest = announced('/', 'Feedly', 300);
  await store.keepAudience(aBatch(DAY, { announced: [honest] }));
  const lie = fc.record({
    feed: fc.constant('/'),
    client: fc.oneof(fc.constantFrom('Feedly', 'Feedbin', 'Overcast', 'NewsBlur'), fc.string({ maxLength: 9 })),
    source: fc.string({ maxLength: 5 }),
    subscribers: fc.oneof(fc.constant(999_999_999), fc.nat(999_999_999)),
  });
  const ofDay = async () => (await store.audience(at(DAY))).days[0]?.subscribers.announced ?? 0;
  await fc.assert(
    fc.asyncProperty(fc.array(lie, { minLength: 1, maxLength: 100 }), async (lies) => {
      await store.keepAudience(aBatch(DAY, { announced: lies }));
      const feed = (await store.audience(at(DAY))).feeds.find((one) => one.feed === '/');
      expect(feed?.subscribers.announced).toBeGreaterThanOrEqual(0);
      expect(feed?.subscribers.announced).toBeLessThanOrEqual(MOST_OF_FEED.firstDay);
      expect(await ofDay()).toBe(feed?.subscribers.announced);
    }),
    { numRuns: 30 },
  );
  const alone = await open();
  await alone.keepAudience(aBatch(DAY, { announced: [{ ...honest, subscribers: 999_999_999 }] }));
  await alone.keepAudience(aBatch(DAY, { announced: [honest] }));
  expect((await alone.audience(at(DAY))).days[0]?.subscribers.announced).toBe(300);
});

test('READ-10: whoever is not known to ask for many is believed a hundred, and ten of them', async () => {
  const store = await open();
  const said = Array.from({ length: 30 }, (_, index) => announced('/', `Reader${index}`, 1_000_000));
  await store.keepAudience(aBatch(DAY, { announced: said }));
  expect((await store.audience(at(DAY))).days[0]?.subscribers.announced).toBe(1000);
});

test('a service that grows is believed, in a few days', async () => {
  const store = await open();
  const believed: (number | undefined)[] = [];
  for (let day = DAY; day < DAY + 9; day += 1) {
    await store.beginDay(at(day));
    await store.keepAudience(aBatch(day, { announced: [announced('/', 'Feedly', 65_000)] }));
    believed.push((await store.audience(at(day))).days.at(-1)?.subscribers.announced);
  }
  expect(believed).toEqual([10_000, 20_000, 40_000, 65_000, 65_000, 65_000, 65_000, 65_000, 65_000]);
  for (let day = DAY + 9; day < DAY + 20; day += 1) {
    await store.beginDay(at(day));
    await store.keepAudience(aBatch(day, { announced: [announced('/', 'Feedly', 999_999_999)] }));
  }
  expect((await store.audience(at(DAY + 19))).days.at(-1)?.subscribers.announced).toBe(1_000_000);
  expect(MOST_OF_FEED.anyDay).toBeGreaterThan(1_000_000);
});

test('names without end are counted together', async () => {
  const store = await open();
  const feeds = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ feed: `/tags/${prefix}${index}/`, whole: 1 }));
  const clients = Array.from({ length: MOST_CLIENTS + 5 }, (_, index) => ({ client: `Reader${index}`, whole: 1 }));
  await store.keepAudience(aBatch(DAY, { feeds: [...feeds('a+b', MOST_COMBINED), ...feeds('-c', 9)], clients }));
  await store.keepAudience(aBatch(DAY, { feeds: feeds('d', MOST_FEEDS) }));
  await store.keepAudience(aBatch(DAY, { feeds: feeds('d', 9), clients: [{ client: OTHER, whole: 40 }] }));
  const told = await store.audience(at(DAY));
  expect(told.feeds.map(({ feed }) => feed)).not.toContain(OTHER);
  expect(told.feeds[0]).toMatchObject({ whole: 2 });
  expect(told.clients[0]).toMatchObject({ client: OTHER, whole: 45 });
});

test('names that somebody makes up take no place from those of the list', async () => {
  const store = await open();
  const made = Array.from({ length: MOST_CLIENTS + 5 }, (_, index) => ({ client: `Made${index}`, whole: 1 }));
  await store.keepAudience(aBatch(DAY, { clients: made }));
  const clients = ['Feedly', 'Miniflux', 'Googlebot', 'Firefox', 'curl'].map((client) => ({ client, whole: 100 }));
  await store.keepAudience(aBatch(DAY, { clients }));
  const told = (await store.audience(at(DAY))).clients.slice(0, 5);
  expect(new Set(told.map(({ client, whole }) => `${client} ${whole}`))).toEqual(
    new Set(clients.map(({ client, whole }) => `${client} ${whole}`)),
  );
});

test('when too many poll to be told apart, that is told', async () => {
  const store = await open();
  const batch = (from: number, count: number) =>
    aBatch(DAY, {
      pollers: Array.from({ length: count }, (_, index) => ({ feed: '/', client: 'X', poller: String(from + index) })),
    });
  await store.keepAudience(batch(0, MOST_POLLERS - 1));
  expect((await store.audience(at(DAY))).days[0]).not.toHaveProperty('isAtLeast');
  await store.keepAudience(batch(MOST_POLLERS, 5));
  expect((await store.audience(at(DAY))).days[0]).toMatchObject({
    subscribers: { pollers: MOST_POLLERS },
    isAtLeast: true,
  });
});

test('with the day its salt and its hashes are gone, also from the bytes of the files', async () => {
  const file = join(temporaryFolder(), 'store.db');
  const store = await open(`sqlite:${file}`);
  // Somebody who serves.
  await open(`sqlite:${file}`);
  const salts = await store.salts();
  expect([...salts.keys()]).toEqual([DAY, DAY + 1]);
  const poller = 'a-hash-of-a-poller';
  await store.keepAudience(aBatch(DAY, { pollers: [{ feed: '/', client: 'Miniflux', poller }] }));
  const files = () => [file, `${file}-wal`].map((path) => readFileSync(path, 'latin1')).join();
  expect(files()).toContain(poller);
  await store.beginDay(at(DAY + 1, 0));
  expect(files()).not.toContain(poller);
  expect(files()).not.toContain(salts.get(DAY));
  const later = await store.salts();
  expect([...later.keys()]).toEqual([DAY + 1, DAY + 2]);
  // Made a day ahead, so that nobody waits for it at midnight.
  expect(later.get(DAY + 1)).toBe(salts.get(DAY + 1));
  // A batch that comes late finds nobody to tell its pollers from: its numbers count, they do not.
  await store.keepAudience(aBatch(DAY, { polls: { whole: 1 }, pollers: [{ feed: '/', client: 'X', poller }] }));
  expect((await store.audience(at(DAY + 1))).days).toMatchObject([{ whole: 1, subscribers: { pollers: 1 } }]);
  expect(files()).not.toContain(poller);
  expect(files()).toContain(later.get(DAY + 2));
});

test('no copy of a hash is left where it once stood, however many there were', async () => {
  const file = join(temporaryFolder(), 'store.db');
  const store = await open(`sqlite:${file}`);
  const hashOf = (number: number) => hash('sha256', String(number), 'base64url').slice(0, 16);
  const hashes = Array.from({ length: 10_000 }, (_, number) => hashOf(number));
  const pollerOf = (poller: string, index: number) => ({ feed: `/tags/${index % 13}/`, client: 'X', poller });
  for (const some of chunks(hashes, 250)) await store.keepAudience(aBatch(DAY, { pollers: some.map(pollerOf) }));
  const early = aBatch(DAY + 1, { pollers: [pollerOf('early', 0)] });
  await store.keepAudience(early);
  await store.beginDay(at(DAY + 1));
  const bytes = readFileSync(file, 'latin1');
  expect(hashes.filter((one) => bytes.includes(one))).toEqual([]);
  // Whoever came before that was done is known all the same.
  await store.keepAudience(early);
  expect((await store.audience(at(DAY + 1))).days.at(-1)?.subscribers.pollers).toBe(1);
});

test('a clock that was wrong for a while leaves nothing behind that matters', async () => {
  const store = await open();
  await store.beginDay(at(DAY + 5000));
  await store.beginDay(at(DAY));
  await store.keepAudience(aBatch(DAY, { pollers: [{ feed: '/', client: 'Miniflux', poller: 'x' }] }));
  expect((await store.audience(at(DAY))).days[0]?.subscribers.pollers).toBe(1);
});

test('what was heard while a clock was ahead is not told before its time', async () => {
  const store = await open();
  const polled = (day: number) => aBatch(day, { polls: { whole: 1 } });
  for (const day of [DAY + 365, DAY]) await store.keepAudience(polled(day));
  const { hours, days, totals } = await store.audience(at(DAY, 0));
  expect(days.map(({ day }) => day)).toEqual([DAY]);
  expect(hours.map(({ hour }) => hour)).toEqual([DAY * 24]);
  expect(totals.whole).toBe(2);
});

test('a day that has begun is not begun again', async () => {
  const store = await open();
  const salts = await store.salts();
  await store.beginDay(at(DAY, 23));
  expect(await store.salts()).toEqual(salts);
});

test('what is old is forgotten; what was counted of all time is not', async () => {
  const file = join(temporaryFolder(), 'store.db');
  const store = await open(`sqlite:${file}`);
  const batch = (day: number) =>
    aBatch(day, { polls: { whole: 1 }, announced: [announced('/', 'Feedly', 5)], clients: [{ client: 'Feedly' }] });
  for (const day of [DAY - 500, DAY - 100, DAY - 10, DAY]) await store.keepAudience(batch(day));
  await store.beginDay(at(DAY + 1));
  expect((await store.audience(at(DAY + 1))).totals.whole).toBe(4);
  await store.close();
  const rows = look(file).prepare('select kind, at from audience order by kind, at').all();
  const days = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => Number(row.at));
  expect({ hour: days('hour'), day: days('day'), feed: days('feed'), client: days('client') }).toEqual({
    hour: [DAY * 24],
    day: [DAY - 100, DAY - 10, DAY],
    feed: [DAY - 10, DAY],
    client: [DAY - 10, DAY],
  });
});

test('nothing of it touches the log, so no document changes', async () => {
  const store = await open();
  const before = await store.head();
  await store.keepAudience(aBatch(DAY, { polls: { whole: 1 }, announced: [announced('/', 'Feedly', 5)] }));
  await store.beginDay(at(DAY + 1));
  expect(await store.head()).toEqual(before);
});

test('a store of an earlier Tagwire begins to count', async () => {
  const url = `sqlite:${join(temporaryFolder(), 'store.db')}`;
  const { '007-audience': _, ...earlier } = migrations;
  await (await openDatabase(url, earlier)).destroy();
  const store = await open(url);
  await store.keepAudience(aBatch(DAY, { polls: { unchanged: 1 } }));
  expect((await store.audience(at(DAY))).totals.unchanged).toBe(1);
});

test('who reads most is looked up, however many feeds there are', async () => {
  const file = join(temporaryFolder(), 'store.db');
  await open(`sqlite:${file}`);
  const plan = look(file)
    .prepare(
      `explain query plan select * from "audience" where "kind" = 'feed' and "at" = 1
       order by (announced + pollers) desc, (whole + unchanged + "new" + limited) desc limit 20`,
    )
    .all();
  expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH audience USING INDEX audience_by_rank (kind=? AND at=?)']);
});
