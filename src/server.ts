// Settings -> a running server: store, schedule and HTTP put together, and taken apart again in order.
import { hash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from './config.ts';
import { Follower } from './follow.ts';
import type { Log } from './log.ts';
import { RefresherApart } from './refresh-apart.ts';
import type { Refresher, RefresherSettings } from './refresher.ts';
import type { Publication } from './render/publication.ts';
import { warmUpRendering } from './render/warm-up.ts';
import { repeat } from './repeat.ts';
import { createApp } from './serve/app.ts';
import { Documents } from './serve/documents.ts';
import { hotLane } from './serve/hot-lane.ts';
import { operatorRoutes } from './serve/operator.ts';
import { Resources } from './serve/resources.ts';
import { Store } from './store/store.ts';
import { VERSION } from './version.ts';

/** How often to look which documents are worth more work. */
const LOOK_AROUND_MS = 60_000;
/** A connection over which nothing moves for this long is closed. */
const IDLE_MS = 60_000;
/** Connections that are still busy after this long are cut. */
const DRAIN_MS = 10_000;
/** Addresses that nobody else can reach. */
const LOOPBACK = /^(127(\.\d+){3}|::1|localhost)$/i;

export type Running = {
  readonly baseUrl: string;
  readonly port: number;
  readonly schedule: Refresher;
  readonly store: Store;
  /** Finishes what is in flight, then closes everything. */
  stop(): Promise<void>;
};

export type ServerOptions = {
  /** Called while the articles of a first start come in, for which the feeds wait. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Starts whoever keeps the store up to date: in a thread, unless a test wants it where its own clock is. */
  readonly startRefresher?: (settings: RefresherSettings) => Refresher | Promise<Refresher>;
};

/**
 * Starts to listen, then fills and follows the store. Resolves when feeds are served.
 * @throws when the port or the store cannot be had; nothing is left open
 */
export async function startServer(config: Config, log: Log, options: ServerOptions = {}): Promise<Running> {
  const { onProgress, startRefresher = (settings) => new RefresherApart(settings) } = options;
  // Listening first: whoever calls meanwhile is told to come again, and port 0 becomes a number.
  let answer: RequestListener = answerNotYet;
  const server = createHttpServer((request, response) => answer(request, response));
  await listen(server, config);
  const { port } = server.address() as AddressInfo;
  const baseUrl = config.baseUrl ?? `http://localhost:${port}`;
  if (!config.baseUrl && !LOOPBACK.test(config.host))
    log.warn({ host: config.host, links: baseUrl }, 'BASE_URL is not set, so all links lead to localhost');
  const open: (() => unknown)[] = [() => closeServer(server, log)];
  try {
    const store = await Store.open(config.databaseUrl, config.baseUrl);
    open.unshift(() => store.close());
    for (const [from, to] of await store.renameTags(config.site.renamed)) log.info({ from, to }, 'tag renamed');
    const publication: Publication = { ...config.site, baseUrl, version: VERSION };
    const digest = hash('sha256', JSON.stringify([publication, config.feedLimit, config.timezone]), 'base64url');
    const settings = { digest, since: await store.settingsSince(digest, new Date()) };
    const documents = new Documents(settings, Math.ceil((config.cacheBytes * 3) / 4), log);
    const app = createApp(
      new Resources(store, config, publication, log),
      documents,
      operatorRoutes(store, config.statusToken),
      log,
    );
    const { revision } = await store.head();
    const follower = new Follower(store, documents, revision, log);
    open.unshift(() => follower.stop());
    const lookingAround = repeat(LOOK_AROUND_MS, () => documents.lookAround());
    open.unshift(() => lookingAround.stop());
    // With a library in the store there is something to serve; a first start waits for its articles.
    const hasLibrary = revision > 0;
    const lane = hotLane(documents, app);
    if (hasLibrary) answer = lane;
    const schedule = await startRefresher({
      config,
      log,
      onChange: () => follower.look(),
      ...(hasLibrary || !onProgress ? {} : { onProgress }),
    });
    open.unshift(() => schedule.stop());
    if (!hasLibrary) await schedule.filled;
    answer = lane;
    setImmediate(() => warmUpRendering(publication, log));
    return {
      baseUrl,
      port,
      schedule,
      store,
      stop: async () => {
        await schedule.stop();
        await follower.stop();
        await lookingAround.stop();
        await closeServer(server, log);
        await store.close();
      },
    };
  } catch (error) {
    for (const close of open) await close();
    throw error;
  }
}

/** A server that nobody can keep waiting: neither by writing slowly nor by never reading the answer. */
export function createHttpServer(answer: RequestListener, idleMs = IDLE_MS): Server {
  return createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, answer).setTimeout(idleMs);
}

function answerNotYet(_: IncomingMessage, response: ServerResponse): void {
  response
    .writeHead(503, { 'Retry-After': '5', 'Cache-Control': 'no-store', 'Content-Type': 'text/plain' })
    .end('Starting. Please try again.\n');
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closeServer(server: Server, log: Log): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => {
      log.warn({ afterMs: DRAIN_MS }, 'connections cut');
      server.closeAllConnections();
    }, DRAIN_MS).unref();
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
