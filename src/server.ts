// Settings -> a running server: serving and refreshing put together, and taken apart again in order.
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { RefresherApart } from './refresh-apart.ts';
import type { Refresher, RefresherSettings } from './refresher.ts';
import { baseUrlOf, type Serving, startServing, type Wish } from './serving.ts';
import type { Store } from './store/store.ts';
import { VERSION } from './version.ts';
import { startWorkers } from './workers.ts';

/** Addresses that nobody else can reach. */
const LOOPBACK = /^(127(\.\d+){3}|::1|localhost)$/i;

export type Running = Pick<Serving, 'baseUrl' | 'port'> & {
  readonly schedule: Refresher;
  /** What feeds are read from, when this process serves them. */
  readonly store: Store | undefined;
  /** Finishes what is in flight, then closes everything. */
  stop(): Promise<void>;
};

export type ServerOptions = {
  /** Called while the articles of a first start come in, for which the feeds wait. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Starts whoever keeps the store up to date: in a thread, unless a test wants it where its own clock is. */
  readonly startRefresher?: (settings: RefresherSettings) => Refresher | Promise<Refresher>;
};

/** What answers: this process, or others that it started. */
type Front = Pick<Serving, 'port' | 'hasLibrary' | 'follow' | 'hear' | 'stop'> & {
  readonly store?: Store;
  serve(): void | Promise<void>;
};

/**
 * Starts to listen, then fills and follows the store. Resolves when feeds are served.
 * @throws when the port or the store cannot be had; nothing is left open
 */
export async function startServer(config: Config, log: Log, options: ServerOptions = {}): Promise<Running> {
  const { onProgress, startRefresher = (settings) => new RefresherApart(settings) } = options;
  const { port, host } = config;
  let refresher: Refresher | undefined;
  const take = (wish: Wish) => {
    if (wish.kind === 'audience') return refresher?.keep(wish.batch);
    // What comes of it the log tells, and the status.
    refresher
      ?.refresh({ confirmLoss: wish.loss })
      .catch((error: unknown) => log.error({ err: error }, 'refresh failed'));
  };
  const front: Front =
    config.workers > 1
      ? await startWorkers(config, log, take)
      : await startServing(config, log, (http) => http.listen({ port, host }), take);
  const baseUrl = baseUrlOf(config, front.port);
  if (!config.baseUrl && !LOOPBACK.test(host))
    log.warn({ host, links: baseUrl }, 'BASE_URL is not set, so all links lead to localhost');
  const open: (() => unknown)[] = [() => front.stop()];
  try {
    refresher = await startRefresher({
      config,
      log,
      onChange: () => front.follow(),
      onRuns: (runs) => front.hear(runs),
      ...(front.hasLibrary || !onProgress ? {} : { onProgress }),
    });
    const schedule = refresher;
    open.unshift(() => schedule.stop());
    if (!front.hasLibrary) await schedule.filled;
    await front.serve();
    log.info({ port: front.port, workers: config.workers, version: VERSION }, 'server started');
    return {
      baseUrl,
      port: front.port,
      schedule,
      store: front.store,
      stop: async () => {
        // Whoever asks meanwhile need not wait for the end of a refresh; what is heard of them is written down.
        const served = front.stop();
        await Promise.all([served, schedule.stop(served.catch(() => undefined))]);
      },
    };
  } catch (error) {
    for (const close of open) await close();
    throw error;
  }
}
