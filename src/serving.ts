// Settings -> a process that answers: HTTP, a store that it reads, and documents that follow the store.
import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import type { AudienceBatch } from './audience.ts';
import { ChecksApart } from './check-apart.ts';
import type { Config } from './config.ts';
import { Follower } from './follow.ts';
import { HttpServer } from './http-server.ts';
import type { Log } from './log.ts';
import { coverPath } from './podcast.ts';
import type { Publication } from './render/publication.ts';
import { repeat } from './repeat.ts';
import type { Runs } from './runs.ts';
import { createApp } from './serve/app.ts';
import { AudienceCounter, TICK_MS } from './serve/audience.ts';
import { trustIn } from './serve/client.ts';
import { Documents } from './serve/documents.ts';
import { frontLane, hotLane } from './serve/hot-lane.ts';
import { watchLoop } from './serve/loop.ts';
import { FeedMakerApart } from './serve/make-apart.ts';
import { operatorRoutes } from './serve/operator.ts';
import { limitRefetching } from './serve/rate-limit.ts';
import { Resources } from './serve/resources.ts';
import { Statuses } from './serve/status.ts';
import { type Loss, Store } from './store/store.ts';
import { VERSION } from './version.ts';

/** What those who serve ask of the one who writes. */
export type Wish =
  | { readonly kind: 'audience'; readonly batch: AudienceBatch }
  /** What an operator has seen to be gone, and means. */
  | { readonly kind: 'confirm loss'; readonly loss: Loss };

/** How many ticks of those who count make a batch. */
const TICKS = 10;
/** How often to look which documents are worth more work. */
const LOOK_AROUND_MS = 60_000;

/** How V8 collects what a poll leaves behind, which is next to nothing that lives on (docs/notes/serving.md). */
const FLAGS = [
  // V8 puts what has lived long at some place of the code among the old from then on. Of a connection per poll it learns that
  // while it starts, and later all that a connection had lives until the old are collected: each collection of the young
  // copies megabytes, and keeps everybody waiting for ten milliseconds instead of half a one.
  '--no-allocation-site-pretenuring',
  // Each collection wakes four threads, for 56 bytes that live on and some memory to give back; on a core that is busy
  // polls wait until each of them has had its turn.
  '--no-parallel-scavenge',
  '--no-concurrent-array-buffer-sweeping',
  // Per cent of the young that are full before they are collected, 80 otherwise: half as much memory is given back at once.
  '--minor-gc-task-trigger=50',
];

export type Serving = {
  readonly port: number;
  readonly baseUrl: string;
  readonly store: Store;
  /** True when there is something to serve, and it is served: a first start has to wait for its articles. */
  readonly hasLibrary: boolean;
  /** Answers with documents from now on, be there articles or not. */
  serve(): void;
  /** Resolves when documents say what the store said when this was called. Never rejects. */
  follow(): Promise<void>;
  /** Takes note of what the refresher has done. */
  hear(runs: Runs): void;
  /** Finishes what is in flight, hands on what has been heard of those who read, then closes everything. */
  stop(): Promise<void>;
};

/** Who counts polls, and tells of them. */
export type Counter = Pick<AudienceCounter, 'begin' | 'count' | 'tick' | 'missing' | 'learn' | 'take'>;

/** Where links lead. */
export function baseUrlOf({ baseUrl }: Config, port: number): string {
  return baseUrl ?? `http://localhost:${port}`;
}

/**
 * Listens, and answers: with documents, or as long as there are none with 503.
 * @param listen has the server listen, and says on which port
 * @param ask asks whoever writes for something
 * @param counter who counts polls
 * @throws when the port or the store cannot be had; nothing is left open
 */
export async function startServing(
  config: Config,
  log: Log,
  listen: (http: HttpServer) => Promise<number>,
  ask: (wish: Wish) => void,
  counter: Counter = new AudienceCounter(trustIn(config.trustProxy), config.workers, new Date()),
): Promise<Serving> {
  for (const flag of FLAGS) setFlagsFromString(flag);
  // Listening first: whoever calls meanwhile is told to come again, and port 0 becomes a number.
  const http = new HttpServer(answerNotYet);
  const open: (() => unknown)[] = [() => http.stop(log)];
  try {
    const port = await listen(http);
    const baseUrl = baseUrlOf(config, port);
    const store = await Store.open(config.databaseUrl, config.baseUrl);
    open.unshift(() => store.close());
    for (const [from, to] of await store.renameTags(config.site.renamed)) log.info({ from, to }, 'tag renamed');
    const publication: Publication = { ...config.site, baseUrl, version: VERSION };
    // Two tags that have become one stay one when the settings say so no more; the tags of before are not to come back.
    const facts = [publication, await store.renamed(), config.feedLimit, config.timezone];
    // Where a cover lies is no part of a document: two machines may have it in different places.
    const told = JSON.stringify(facts, (name, value) => (name === 'cover' ? coverPath(value) : value));
    const digest = hash('sha256', told, 'base64url');
    const settings = { digest, since: await store.settingsSince(digest, new Date()) };
    const maker = new FeedMakerApart({ config, publication }, log);
    open.unshift(() => maker.close());
    const documents = new Documents(settings, Math.ceil((config.cacheBytes * 3) / 4), log);
    const trust = trustIn(config.trustProxy);
    const limit = limitRefetching(config.rateLimit, trust);
    let runs: Runs = { isWatching: false };
    const loop = watchLoop();
    open.unshift(() => loop.stop());
    const checks = new ChecksApart({ url: config.databaseUrl, publication, feedLimit: config.feedLimit }, log);
    const statuses = new Statuses({
      store,
      documents,
      loop,
      runs: () => runs,
      checks: (revision, now) => checks.latest(revision, now),
      log,
    });
    const operator = operatorRoutes({
      statuses,
      site: { ...publication, timezone: config.timezone },
      token: config.statusToken,
      trust,
      isOneOfMany: config.workers > 1,
      confirmLoss: (loss) => ask({ kind: 'confirm loss', loss }),
      log,
    });
    const app = createApp(new Resources(store, config, publication, maker), documents, operator, log, limit, counter);
    await store.beginDay(new Date());
    counter.learn(await store.salts(), new Date());
    const { revision } = await store.head();
    const follower = new Follower(store, documents, revision, log);
    const lookingAround = repeat(LOOK_AROUND_MS, () => documents.lookAround());
    const lane = hotLane(documents, limit, app, counter);
    const flush = () => {
      for (const batch of counter.take()) ask({ kind: 'audience', batch });
    };
    let ticks = 0;
    const counting = repeat(TICK_MS, async () => {
      const now = new Date();
      counter.tick(now);
      ticks = (ticks + 1) % TICKS;
      if (ticks === 0) flush();
      // Whoever writes makes them a day ahead.
      if (counter.missing(now).length > 0)
        await store.salts().then(
          (salts) => counter.learn(salts, now),
          (error: unknown) => log.error({ err: error }, 'pollers not told apart'),
        );
    });
    const front = frontLane(documents, { limit, counting: counter });
    const serve = () => {
      http.answer = lane;
      if (config.frontDoor) http.openDoor(front);
    };
    const hasLibrary = revision > 0;
    if (hasLibrary) serve();
    return {
      port,
      baseUrl,
      store,
      hasLibrary,
      serve,
      follow: () => follower.look(),
      hear: (told) => {
        runs = told;
      },
      stop: async () => {
        documents.stop();
        await http.stop(log);
        await counting.stop();
        flush();
        await follower.stop();
        await documents.settled();
        await lookingAround.stop();
        await loop.stop();
        await checks.close();
        await maker.close();
        await store.close();
      },
    };
  } catch (error) {
    for (const close of open) await close();
    throw error;
  }
}

function answerNotYet(_: IncomingMessage, response: ServerResponse): void {
  response
    .writeHead(503, { 'Retry-After': '5', 'Cache-Control': 'no-store', 'Content-Type': 'text/plain' })
    .end('Starting. Please try again.\n');
}
