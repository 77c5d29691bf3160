// Polls as they are answered -> numbers, in memory. A poll costs a few additions; what costs more is done for so many of
// each second, whatever the load. See docs/notes/audience.md.
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import {
  type AudienceBatch,
  dayOf,
  hourOf,
  LATENCY_MS,
  OTHER,
  type Outcome,
  type Polls,
  type Returns,
} from '../audience.ts';
import type { Poll } from '../poll.ts';
import { FRESH_SECONDS } from '../render/publication.ts';
import { type Agent, isListed, LONGEST_AGENT, readUserAgent, UNNAMED } from '../user-agent.ts';
import { clientOf, type Trust } from './client.ts';
import { bestReady, type PerCoding, preferredCodings } from './coding.ts';

/** How often to call `tick`. */
export const TICK_MS = 1000;
/** So many polls between two ticks are looked at closely: who asks, how long it took. Of more, only the number is kept. */
const LOOKS = 250;
/** What is known of a User-Agent is kept: readers send the same few for ever. */
const AGENTS = 2000;
/** So many of those who came lately are remembered, each with a document, to see how they come back; about 300 bytes each. */
const POLLERS = 20_000;
/** Of a poller and a document together: what is longer is not remembered. Addresses of tags and of searches may be long. */
const LONGEST_MEETING = 300;
/** Of a batch. What there is more is `other`, but for clients of the list: of these there are only so many. */
const MOST_FEEDS = 10_000;
const MOST_CLIENTS = 300;
/** Of the path of a feed: tags can be combined without end. */
const LONGEST_FEED = 200;
/** Readers of one office may share an address and a program. They come within a minute when one of them is hasty. */
const HASTY_MS = (FRESH_SECONDS * 1000) / 15;

/** What is asked for, as far as it is counted. Without a feed it is not. */
export type Asked = {
  readonly resource: { readonly path: string };
  readonly feed: string | undefined;
  readonly etag: string;
  /** Where it was last counted: where there are many, to look that up each time touches much memory. */
  counted?: Counted | undefined;
};

/** The bytes of a document in all codings that it has. */
type Whole = PerCoding<{ readonly length: number }>;

/** An answer of which nobody wants to know how long it took. */
const UNTIMED = -1;

/** Who counts polls. */
export type Counting = {
  /** @returns when an answer was begun, to be handed to `count`; `UNTIMED` when nobody wants to know */
  begin(): number;
  /**
   * Counts a poll that has been answered.
   * @param bytes of the body
   * @param whole the document as it would have been sent whole, when it was not, and is at hand
   * @param waitSeconds how long whoever is limited was told to wait
   */
  count(
    asked: Asked,
    request: Poll,
    outcome: Outcome,
    bytes: number,
    whole: Whole | undefined,
    began: number,
    waitSeconds?: number,
  ): void;
};

export const uncounted: Counting = { begin: () => UNTIMED, count: () => undefined };

type Sums = { -readonly [Name in keyof Polls]: number };
/** The polls of a feed, and the batch that they are part of. */
export type Counted = Sums & { readonly batch: number };
type ClientSums = Sums & { -readonly [Name in keyof Returns]: number };

/** What is heard within an hour. */
type Heard = {
  readonly hour: number;
  /** No other has its number. */
  readonly batch: number;
  readonly polls: Sums;
  readonly latency: number[];
  readonly feeds: Map<string, Counted>;
  readonly clients: Map<string, ClientSums>;
  readonly announced: Map<string, AudienceBatch['announced'][number]>;
  readonly pollers: AudienceBatch['pollers'][number][];
};

/** A poller and a document, as they last met. Times are those of `performance`. */
type Seen = { at: number; etag: string; waitUntil: number };

export class AudienceCounter implements Counting {
  readonly #trust: Trust;
  readonly #processes: number;
  readonly #agents = new LRUCache<string, Agent>({ max: AGENTS });
  readonly #seen = new LRUCache<string, Seen>({ max: POLLERS });
  #salts: ReadonlyMap<number, string> = new Map();
  #salt: string | undefined;
  #heard: Heard;
  #closed: Heard[] = [];
  #looks = LOOKS;
  /** When polls were last left alone: who comes back may have been here in between. */
  #missedAt = -1;

  /** @param processes how many serve: each sees so much of those who poll over a connection of their own each time */
  constructor(trust: Trust, processes: number, now: Date) {
    this.#trust = trust;
    this.#processes = processes;
    this.#heard = nothingYet(hourOf(now));
  }

  begin(): number {
    return this.#looks > 0 ? performance.now() : UNTIMED;
  }

  count(
    asked: Asked,
    request: Poll,
    outcome: Outcome,
    bytes: number,
    whole: Whole | undefined,
    began: number,
    waitSeconds = 0,
  ): void {
    const { feed } = asked;
    // Whoever wants the head alone checks a link.
    if (feed === undefined || request.method === 'HEAD') return;
    const userAgent = request.headers['user-agent'] ?? '';
    const isLookedAt = began !== UNTIMED && this.#looks > 0;
    const agent = this.#agents.get(userAgent) ?? (isLookedAt ? this.#meet(userAgent) : UNNAMED);
    const client = this.#client(agent.client);
    const savedBytes = whole ? Math.max(0, lengthOf(whole, request) - bytes) : 0;
    add(this.#heard.polls, outcome, bytes, savedBytes);
    add(this.#feed(feed, asked), outcome, bytes, savedBytes);
    add(client, outcome, bytes, savedBytes);
    if (isLookedAt) this.#look(asked, feed, request, agent, client, outcome, began, waitSeconds);
  }

  /** Lets the clock in, once in TICK_MS: polls know no time. */
  tick(now: Date): void {
    if (this.#looks <= 0) this.#missedAt = performance.now();
    this.#looks = LOOKS;
    this.#salt = this.#salts.get(dayOf(now));
    if (this.#heard.hour === hourOf(now)) return;
    this.#close();
    // Hashes of a day that is over tell nobody apart any more, and are not to be there.
    if (Math.floor(this.#heard.hour / 24) !== dayOf(now)) this.#seen.clear();
    this.#heard = nothingYet(hourOf(now));
  }

  /** Days of which a salt is missing: pollers are not told apart without. */
  missing(now: Date): readonly number[] {
    return [dayOf(now), dayOf(now) + 1].filter((day) => !this.#salts.has(day));
  }

  /** Takes over the salts, by day; all others are forgotten. */
  learn(salts: ReadonlyMap<number, string>, now: Date): void {
    this.#salts = salts;
    this.#salt = salts.get(dayOf(now));
  }

  /** What has been heard since this was last called; an hour has a batch of its own. */
  take(): readonly AudienceBatch[] {
    const { hour } = this.#heard;
    this.#close();
    this.#heard = nothingYet(hour);
    return this.#closed.splice(0).map(batchOf);
  }

  #close(): void {
    if (this.#heard.feeds.size > 0) this.#closed.push(this.#heard);
  }

  /** Only who is looked at is met: no flood of names that nobody has seen costs more than others do. */
  #meet(userAgent: string): Agent {
    if (userAgent.length > LONGEST_AGENT) return UNNAMED;
    const agent = readUserAgent(userAgent);
    this.#agents.set(userAgent, agent);
    return agent;
  }

  #feed(feed: string, asked: Asked): Sums {
    const { feeds, batch } = this.#heard;
    if (asked.counted?.batch === batch) return asked.counted;
    const isOther = !feeds.has(feed) && (feeds.size >= MOST_FEEDS || feed.length > LONGEST_FEED);
    const name = isOther ? OTHER : feed;
    // Not a copy of what all sums are made of: with those, V8 would expect numbers that are large, and keep them apart.
    const counted = feeds.get(name) ?? { batch, whole: 0, unchanged: 0, new: 0, limited: 0, bytes: 0, savedBytes: 0 };
    feeds.set(name, counted);
    asked.counted = counted;
    return counted;
  }

  #client(client: string): ClientSums {
    const { clients } = this.#heard;
    const known = clients.get(client);
    if (known) return known;
    const name = clients.size >= MOST_CLIENTS && !isListed(client) ? OTHER : client;
    const sums = clients.get(name) ?? { ...noPolls(), ...noReturns() };
    clients.set(name, sums);
    return sums;
  }

  #look(
    { resource: { path }, etag }: Asked,
    feed: string,
    request: Poll,
    { client, subscribers, feedId, isCrawler }: Agent,
    sums: ClientSums,
    outcome: Outcome,
    began: number,
    waitSeconds: number,
  ): void {
    this.#looks -= 1;
    const now = performance.now();
    const { latency, announced, pollers } = this.#heard;
    const bucket = bucketOf(now - began);
    latency[bucket] = (latency[bucket] ?? 0) + 1;
    const network = clientOf(request, this.#trust);
    const follow = (poller: string) => this.#follow(`${poller} ${path}`, etag, sums, outcome, now, waitSeconds);
    if (subscribers !== undefined) {
      // Its machines are many, and its number is in what it calls itself.
      follow(`${client} ${feedId}`);
      const document = path.slice(feed.length).replace(/\?.*/s, '');
      // Whoever reads history reads the feed too.
      const source = `${document} ${feedId}`.trim();
      if (feed.length <= LONGEST_FEED && !document.startsWith('archive/'))
        announced.set(`${feed} ${client} ${source}`, { feed, source, client, subscribers });
    } else if (this.#salt !== undefined) {
      const digest = hash('sha256', `${this.#salt} ${network} ${request.headers['user-agent']}`, 'base64url');
      const poller = digest.slice(0, 16);
      // Behind a proxy that tells nothing all who call themselves the same are one, whose coming back means nothing.
      const isNew = network === undefined ? !this.#isSeen(`${poller} ${feed}`) : follow(poller);
      if (isNew && !isCrawler && feed.length <= LONGEST_FEED) pollers.push({ feed, client, poller });
    }
  }

  #isSeen(key: string): boolean {
    if (key.length > LONGEST_MEETING) return false;
    if (this.#seen.get(key)) return true;
    this.#seen.set(key, { at: 0, etag: '', waitUntil: 0 });
    return false;
  }

  /** How does it come back? @returns false when it does */
  #follow(key: string, etag: string, sums: ClientSums, outcome: Outcome, now: number, waitSeconds: number): boolean {
    if (key.length > LONGEST_MEETING) return true;
    const seen = this.#seen.get(key);
    if (seen && seen.at > this.#missedAt) {
      sums.intervals += 1;
      // Over connections of their own, polls come to each process in turn.
      sums.intervalSeconds += (now - seen.at) / 1000 / this.#processes;
      if (now - seen.at < HASTY_MS) sums.hasty += 1;
      if (outcome === 'whole' && seen.etag === etag) sums.needless += 1;
      if (outcome === 'limited' && now < seen.waitUntil) sums.unheeding += 1;
    }
    const has = outcome === 'limited' ? (seen?.etag ?? '') : etag;
    const waitUntil = outcome === 'limited' ? now + waitSeconds * 1000 : 0;
    if (seen) Object.assign(seen, { at: now, etag: has, waitUntil });
    else this.#seen.set(key, { at: now, etag: has, waitUntil });
    return seen === undefined;
  }
}

let batches = 0;

function nothingYet(hour: number): Heard {
  batches += 1;
  return {
    hour,
    batch: batches,
    polls: noPolls(),
    latency: Array.from({ length: LATENCY_MS.length + 1 }, () => 0),
    feeds: new Map(),
    clients: new Map(),
    announced: new Map(),
    pollers: [],
  };
}

function noPolls(): Sums {
  return { whole: 0, unchanged: 0, new: 0, limited: 0, bytes: 0, savedBytes: 0 };
}

function noReturns(): { -readonly [Name in keyof Returns]: number } {
  return { intervalSeconds: 0, intervals: 0, needless: 0, hasty: 0, unheeding: 0 };
}

function add(sums: Sums, outcome: Outcome, bytes: number, savedBytes: number): void {
  sums[outcome] += 1;
  // Large numbers are objects of their own, and lie elsewhere: what does not change is not touched.
  if (bytes > 0) sums.bytes += bytes;
  if (savedBytes > 0) sums.savedBytes += savedBytes;
}

/** As long as a document would have been for who asks. */
function lengthOf(whole: Whole, { headers }: Poll): number {
  return bestReady(whole, preferredCodings(headers['accept-encoding'])).length;
}

function bucketOf(ms: number): number {
  const index = LATENCY_MS.findIndex((bound) => ms <= bound);
  return index < 0 ? LATENCY_MS.length : index;
}

function batchOf({ hour, polls, latency, feeds, clients, announced, pollers }: Heard): AudienceBatch {
  return {
    day: Math.floor(hour / 24),
    hour,
    polls,
    latency,
    feeds: Array.from(feeds, ([feed, { batch, ...sums }]) => ({ ...sums, feed })),
    clients: Array.from(clients, ([client, sums]) => ({ ...sums, client })),
    announced: [...announced.values()],
    pollers,
  };
}
