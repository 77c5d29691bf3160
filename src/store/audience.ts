// Who reads what: batches of polls -> sums per hour and day. Beside the log: no document and no ETag depends on any of it.
import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import {
  type Audience,
  type AudienceBatch,
  type AudienceClient,
  dayOf,
  hourOf,
  LATENCY_MS,
  OTHER,
  type Polls,
  type Returns,
} from '../audience.ts';
import { chunks } from '../lists.ts';
import { isListed, isService, SERVICE_COUNT } from '../user-agent.ts';
import { type AnnouncedTable, type AudienceTable, ROWS_AT_ONCE, type Tables } from './tables.ts';

const HOURS_KEPT = 7 * 24;
const DAYS_KEPT = 400;
/** Of feeds and clients. */
const NAMED_DAYS_KEPT = 30;
/** A service that has not been heard of for longer is a new one. */
const ANNOUNCED_DAYS_KEPT = 8;
/** Rows of a day; what there is more is `other`. */
export const MOST_FEEDS = 10_000;
/** Of these, feeds of several tags: anybody can think up another one. */
export const MOST_COMBINED = 1000;
export const MOST_CLIENTS = 500;
/** Rows of a day; what more of them say is not written down. */
const MOST_ANNOUNCED = 50_000;
/** So many pollers of feeds are told apart on a day. */
export const MOST_POLLERS = 200_000;

/** What a service says of one feed on the first day is believed up to this; later up to twice what it was believed before. */
const FIRST_BELIEVED = 10_000;
const MOST_BELIEVED = 1_000_000;
/** Whoever is not known to ask for many is believed no more; nor are more of them on a day. */
const STRANGER_BELIEVED = 100;
const MOST_STRANGERS = 10;
/** A service asks for a feed in three formats, and perhaps by a former address. Of more, those are forgotten that were heard first. */
const MOST_SOURCES = 8;
/** However much is forged: all that can be announced of one feed within the first day that it is tried, and within any. */
export const MOST_OF_FEED = {
  firstDay: SERVICE_COUNT * FIRST_BELIEVED + MOST_STRANGERS * STRANGER_BELIEVED,
  anyDay: SERVICE_COUNT * MOST_BELIEVED + MOST_STRANGERS * STRANGER_BELIEVED,
};

const HOURS_TOLD = 48;
const DAYS_TOLD = 90;
const NAMES_TOLD = 20;

const SUMS = [
  'whole',
  'unchanged',
  'new',
  'limited',
  'bytes',
  'saved_bytes',
  'announced',
  'pollers',
  'intervals',
  'needless',
  'hasty',
  'unheeding',
  'interval_seconds',
] as const;
type Kind = AudienceTable['kind'];

/** Adds what was heard of those who read, in a transaction. Costs as much as the batch is long. */
export async function keepAudience(trx: Kysely<Tables>, batch: AudienceBatch): Promise<void> {
  const { day, hour } = batch;
  const feeds = await admitted(trx, 'feed', day, namesOf(batch.feeds, 'feed'));
  const clients = await admitted(trx, 'client', day, namesOf(batch.clients, 'client'));
  const sums = new Sums();
  sums.add('all', 0, '', batch.polls, batch.latency);
  sums.add('hour', hour, '', batch.polls, batch.latency);
  sums.add('day', day, '', batch.polls);
  for (const polls of batch.feeds) sums.add('feed', day, feeds.has(polls.feed) ? polls.feed : OTHER, polls);
  for (const polls of batch.clients) sums.add('client', day, clients.has(polls.client) ? polls.client : OTHER, polls);
  const count = (of: 'announced' | 'pollers', feed: string, client: string, more: number) => {
    sums.count(of, 'day', day, '', more);
    sums.count(of, 'feed', day, feed, more);
    sums.count(of, 'client', day, clients.has(client) ? client : OTHER, more);
  };
  for (const { feed, client, more } of await announce(
    trx,
    day,
    batch.announced.filter(({ feed }) => feeds.has(feed)),
  ))
    count('announced', feed, client, more);
  // Of a day that is over the hashes are gone: who was counted then would be so again.
  const isOver = !(await saltsOf(trx)).has(day);
  const pollers = isOver ? [] : batch.pollers.filter(({ feed }) => feeds.has(feed));
  for (const { feed, client } of await newPollers(trx, day, pollers)) count('pollers', feed, client, 1);
  await sums.write(trx);
}

/** The salts of the present day and the next, by day, as far as they are there. */
export async function saltsOf(db: Kysely<Tables>): Promise<Map<number, string>> {
  const rows = await db.selectFrom('salt').select(['day', 'salt']).execute();
  return new Map(rows.map(({ day, salt }) => [day, salt]));
}

/**
 * Begins a day, in a transaction: makes its salt and the next one, and forgets what is too old; of all other days, who polled, and
 * by which salt that could be told.
 */
export async function beginDay(trx: Kysely<Tables>, day: number): Promise<void> {
  // Polls may be heard of before this is done: of a day as it begins there are few.
  const present = await trx.selectFrom('poller').selectAll().where('day', '=', day).execute();
  // Zeroes in their place: SQLite would leave the bytes of what is deleted lying about. Of rows that are deleted one by one
  // some copies stay, where they stood before a page was divided; so all pages go, and what is to stay is written anew.
  await sql`pragma secure_delete = on`.execute(trx);
  await trx.deleteFrom('poller').execute();
  await trx
    .deleteFrom('salt')
    .where('day', 'not in', [day, day + 1])
    .execute();
  await sql`pragma secure_delete = off`.execute(trx);
  for (const some of chunks(present, ROWS_AT_ONCE)) await trx.insertInto('poller').values(some).execute();
  await trx
    .insertInto('salt')
    .values([day, day + 1].map((of) => ({ day: of, salt: randomBytes(16).toString('base64url') })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .deleteFrom('announced')
    .where('day', '<=', day - ANNOUNCED_DAYS_KEPT)
    .execute();
  const forget = (kind: Kind, at: number) =>
    trx.deleteFrom('audience').where('kind', '=', kind).where('at', '<=', at).execute();
  await forget('hour', day * 24 - HOURS_KEPT);
  await forget('day', day - DAYS_KEPT);
  await forget('feed', day - NAMED_DAYS_KEPT);
  await forget('client', day - NAMED_DAYS_KEPT);
}

/** Who reads what. Looks up as much as it tells, however much there is. */
export async function readAudience(db: Kysely<Tables>, now: Date): Promise<Audience> {
  const day = dayOf(now);
  // A clock may have been ahead for a while.
  const lately = (kind: Kind, count: number, last: number) => {
    const rows = db
      .selectFrom('audience')
      .selectAll()
      .where('kind', '=', kind)
      .where('at', '>', last - count);
    return rows.where('at', '<=', last).orderBy('at').execute();
  };
  const hours = await lately('hour', HOURS_TOLD, hourOf(now));
  const days = await lately('day', DAYS_TOLD, day);
  const [all] = await lately('all', 1, 0);
  const feeds = await first(db, 'feed', day);
  const clients = await first(db, 'client', day);
  return {
    hours: hours.map((row) => ({ ...pollsOf(row), hour: row.at, latency: latencyOf(row) })),
    days: days.map((row) => ({
      ...pollsOf(row),
      day: row.at,
      subscribers: subscribersOf(row),
      ...(row.pollers >= MOST_POLLERS ? { isAtLeast: true as const } : {}),
    })),
    feeds: feeds.map((row) => ({ ...pollsOf(row), feed: row.name, subscribers: subscribersOf(row) })),
    clients: clients.map(clientOf),
    totals: all ? { ...pollsOf(all), latency: latencyOf(all) } : { ...NO_POLLS, latency: noLatency() },
  };
}

function namesOf<Key extends string>(rows: readonly Readonly<Record<Key, string>>[], key: Key): readonly string[] {
  return rows.map((row) => row[key]);
}

/** Which names have a row of their own on a day, or get one. */
async function admitted(
  trx: Kysely<Tables>,
  kind: 'feed' | 'client',
  day: number,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const rowsOf = () => trx.selectFrom('audience').select('name').where('kind', '=', kind).where('at', '=', day);
  const found = new Set<string>();
  for (const some of chunks(names, ROWS_AT_ONCE))
    for (const { name } of await rowsOf().where('name', 'in', some).execute()) found.add(name);
  found.delete(OTHER);
  if (names.every((name) => name === OTHER || found.has(name))) return found;
  const all = (await rowsOf().execute()).map(({ name }) => name);
  const most = kind === 'feed' ? MOST_FEEDS : MOST_CLIENTS;
  let [rows, combined] = [all.length, all.filter(isCombined).length];
  for (const name of names) {
    if (name === OTHER || found.has(name)) continue;
    // Names that anybody can make up take no place from those of the list.
    if (rows >= most && !(kind === 'client' && isListed(name))) continue;
    if (isCombined(name)) {
      if (combined >= MOST_COMBINED) continue;
      combined += 1;
    }
    found.add(name);
    rows += 1;
  }
  return found;
}

/** Whether a path is that of a feed of several tags, or without one. */
function isCombined(name: string): boolean {
  return name.startsWith('/tags/-') || (name.startsWith('/tags/') && /[+,]/.test(name));
}

type Said = AudienceBatch['announced'][number];

/** Writes down what services say. @returns how many more are believed now than before, or fewer */
async function announce(
  trx: Kysely<Tables>,
  day: number,
  said: readonly Said[],
): Promise<{ readonly feed: string; readonly client: string; readonly more: number }[]> {
  if (said.length === 0) return [];
  const feeds = [...new Set(namesOf(said, 'feed'))];
  const rows = new Map<string, AnnouncedTable>();
  const strangers = new Map<string, number>();
  const lately = new Map<string, number>();
  for (const some of chunks(feeds, ROWS_AT_ONCE)) {
    const of = trx.selectFrom('announced').where('feed', 'in', some);
    for (const row of await of.selectAll().where('day', '=', day).execute()) {
      rows.set(keyOf(row), row);
      if (!isService(row.client)) strangers.set(row.feed, (strangers.get(row.feed) ?? 0) + 1);
    }
    const days = Array.from({ length: ANNOUNCED_DAYS_KEPT - 1 }, (_, index) => day - 1 - index);
    const past = await of
      .select(({ fn }) => ['feed', 'client', fn.max('subscribers').as('subscribers')])
      .where('day', 'in', days)
      .groupBy(['feed', 'client'])
      .execute();
    for (const row of past) lately.set(keyOf(row), Number(row.subscribers));
  }
  let count = await countAnnounced(trx, day);
  const changed = new Map<string, { readonly row: AnnouncedTable; readonly before: number }>();
  for (const { feed, client, source, subscribers } of said) {
    const key = keyOf({ feed, client });
    const known = changed.get(key)?.row ?? rows.get(key);
    if (!known) {
      if (count >= MOST_ANNOUNCED) continue;
      if (!isService(client)) {
        const others = strangers.get(feed) ?? 0;
        if (others >= MOST_STRANGERS) continue;
        strangers.set(feed, others + 1);
      }
      count += 1;
    }
    const most = known?.most ?? mostOf(client, lately.get(key) ?? 0);
    const others = sourcesOf(known).filter(([name]) => name !== source);
    const sources = [...others, [source, Math.min(subscribers, MOST_BELIEVED)] as const].slice(-MOST_SOURCES);
    const sum = sources.reduce((total, [, each]) => total + each, 0);
    const row = {
      day,
      feed,
      client,
      sources: JSON.stringify(sources),
      most,
      subscribers: Math.min(sum, most),
    };
    changed.set(key, { row, before: changed.get(key)?.before ?? known?.subscribers ?? 0 });
  }
  for (const some of chunks([...changed.values()], ROWS_AT_ONCE))
    await trx
      .insertInto('announced')
      .values(some.map(({ row }) => row))
      .onConflict((conflict) =>
        conflict.columns(['day', 'feed', 'client']).doUpdateSet(({ ref }) => ({
          sources: ref('excluded.sources'),
          subscribers: ref('excluded.subscribers'),
        })),
      )
      .execute();
  return [...changed.values()].map(({ row, before }) => ({
    feed: row.feed,
    client: row.client,
    more: row.subscribers - before,
  }));
}

function sourcesOf(row: AnnouncedTable | undefined): (readonly [source: string, subscribers: number])[] {
  return row ? JSON.parse(row.sources) : [];
}

function keyOf({ feed, client }: Pick<AnnouncedTable, 'feed' | 'client'>): string {
  return `${feed} ${client}`;
}

/** How many subscribers of a feed a client may have on a day. @param lately how many it was believed to have before */
function mostOf(client: string, lately: number): number {
  return isService(client) ? Math.min(Math.max(FIRST_BELIEVED, 2 * lately), MOST_BELIEVED) : STRANGER_BELIEVED;
}

async function countAnnounced(trx: Kysely<Tables>, day: number): Promise<number> {
  const { count } = await trx
    .selectFrom('announced')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('day', '=', day)
    .executeTakeFirstOrThrow();
  return Number(count);
}

type Poller = AudienceBatch['pollers'][number];

/** Writes down who has polled. @returns those who were not there yet */
async function newPollers(trx: Kysely<Tables>, day: number, pollers: readonly Poller[]): Promise<Poller[]> {
  if (pollers.length === 0) return [];
  const known = await trx
    .selectFrom('audience')
    .select('pollers')
    .where('kind', '=', 'day')
    .where('at', '=', day)
    .executeTakeFirst();
  const room = MOST_POLLERS - Number(known?.pollers ?? 0);
  const byKey = new Map(pollers.map((one) => [`${one.feed} ${one.poller}`, one]));
  const added: Poller[] = [];
  for (const some of chunks([...byKey.values()].slice(0, Math.max(0, room)), ROWS_AT_ONCE)) {
    const rows = await trx
      .insertInto('poller')
      .values(some.map(({ feed, poller }) => ({ day, feed, poller })))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['feed', 'poller'])
      .execute();
    for (const { feed, poller } of rows) {
      const one = byKey.get(`${feed} ${poller}`);
      if (one) added.push(one);
    }
  }
  return added;
}

/** What is to be added, by row. */
class Sums {
  readonly #rows = new Map<string, AudienceTable>();

  add(kind: Kind, at: number, name: string, polls: Polls & Partial<Returns>, latency?: readonly number[]): void {
    const row = this.#row(kind, at, name);
    row.whole += polls.whole;
    row.unchanged += polls.unchanged;
    row.new += polls.new;
    row.limited += polls.limited;
    row.bytes += polls.bytes;
    row.saved_bytes += polls.savedBytes;
    row.intervals += polls.intervals ?? 0;
    row.needless += polls.needless ?? 0;
    row.hasty += polls.hasty ?? 0;
    row.unheeding += polls.unheeding ?? 0;
    row.interval_seconds += polls.intervalSeconds ?? 0;
    if (latency) row.latency = JSON.stringify(latency);
  }

  count(of: 'announced' | 'pollers', kind: Kind, at: number, name: string, more: number): void {
    this.#row(kind, at, name)[of] += more;
  }

  async write(trx: Kysely<Tables>): Promise<void> {
    const rows = [...this.#rows.values()];
    for (const row of rows.filter(({ latency }) => latency !== null)) {
      const known = await trx
        .selectFrom('audience')
        .select('latency')
        .where('kind', '=', row.kind)
        .where('at', '=', row.at)
        .where('name', '=', row.name)
        .executeTakeFirst();
      const [then, more] = [latencyOf(known ?? { latency: null }), latencyOf(row)];
      row.latency = JSON.stringify(then.map((number, index) => number + (more[index] ?? 0)));
    }
    for (const some of chunks(rows, ROWS_AT_ONCE))
      await trx
        .insertInto('audience')
        .values(some)
        .onConflict((conflict) =>
          conflict.columns(['kind', 'at', 'name']).doUpdateSet(({ eb, ref }) => ({
            ...Object.fromEntries(SUMS.map((sum) => [sum, eb(`audience.${sum}`, '+', ref(`excluded.${sum}`))])),
            latency: ref('excluded.latency'),
          })),
        )
        .execute();
  }

  #row(kind: Kind, at: number, name: string): AudienceTable {
    const key = `${kind} ${at} ${name}`;
    const known = this.#rows.get(key);
    if (known) return known;
    const sums = Object.fromEntries(SUMS.map((sum) => [sum, 0])) as Record<(typeof SUMS)[number], number>;
    const row = { kind, at, name, ...sums, latency: null };
    this.#rows.set(key, row);
    return row;
  }
}

const SUBSCRIBERS = sql<number>`(announced + pollers)`;
const POLLS = sql<number>`(whole + unchanged + "new" + limited)`;

/**
 * The first of the present day and the one before, each name as it was on the day on which it had more. Whoever is not among
 * the first of a day has as many before it on that day alone.
 */
async function first(db: Kysely<Tables>, kind: 'feed' | 'client', day: number): Promise<AudienceTable[]> {
  const best = new Map<string, AudienceTable>();
  for (const at of [day, day - 1]) {
    const rows = await db
      .selectFrom('audience')
      .selectAll()
      .where('kind', '=', kind)
      .where('at', '=', at)
      .orderBy(SUBSCRIBERS, 'desc')
      .orderBy(POLLS, 'desc')
      .limit(NAMES_TOLD + 1)
      .execute();
    for (const row of rows) {
      const other = best.get(row.name);
      if (!other || byRank(row, other) < 0) best.set(row.name, row);
    }
  }
  // Feeds that are counted together are none.
  const named = [...best.values()].filter(({ name }) => kind === 'client' || name !== OTHER);
  return named.sort(byRank).slice(0, NAMES_TOLD);
}

function byRank(one: AudienceTable, other: AudienceTable): number {
  const [rank, otherRank] = [rankOf(one), rankOf(other)];
  return otherRank.subscribers - rank.subscribers || otherRank.polls - rank.polls;
}

function rankOf({ announced, pollers, whole, unchanged, new: delta, limited }: AudienceTable) {
  return { subscribers: announced + pollers, polls: whole + unchanged + delta + limited };
}

/** So few may be by chance. */
const LEAST_INTERVALS = 5;

function clientOf(row: AudienceTable): AudienceClient {
  const { name, intervals, interval_seconds } = row;
  const complaint = complaintOf(row);
  return {
    ...pollsOf(row),
    client: name,
    subscribers: subscribersOf(row),
    ...(intervals > 0 ? { intervalSeconds: Math.round(interval_seconds / intervals) } : {}),
    ...(complaint ? { complaint } : {}),
  };
}

/** What a client does that it should not. */
function complaintOf({ intervals, needless, hasty, unheeding }: AudienceTable): string {
  if (intervals < LEAST_INTERVALS) return '';
  return [
    needless > intervals / 2 ? 'asks for the whole though it has it' : '',
    // Where several processes serve, each sees only some of the polls.
    hasty > intervals / 3 ? 'comes again within a minute' : '',
    unheeding > intervals / 10 ? 'comes again before it may (429)' : '',
  ]
    .filter(Boolean)
    .join('; ');
}

function subscribersOf({ announced, pollers }: AudienceTable) {
  return { announced, pollers };
}

function pollsOf({ whole, unchanged, new: delta, limited, bytes, saved_bytes }: AudienceTable): Polls {
  return { whole, unchanged, new: delta, limited, bytes, savedBytes: saved_bytes };
}

const NO_POLLS: Polls = { whole: 0, unchanged: 0, new: 0, limited: 0, bytes: 0, savedBytes: 0 };

function noLatency(): number[] {
  return Array.from({ length: LATENCY_MS.length + 1 }, () => 0);
}

function latencyOf({ latency }: Pick<AudienceTable, 'latency'>): number[] {
  return latency === null ? noLatency() : (JSON.parse(latency) as number[]);
}
