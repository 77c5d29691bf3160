// Who keeps the store up to date: the schedule with a store of its own, in whatever thread this is called.
import type { AudienceBatch } from './audience.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import type { RefreshReport, RefreshRequest } from './refresh.ts';
import type { Runs } from './runs.ts';
import { Schedule } from './schedule.ts';
import { Store } from './store/store.ts';

/** What can be asked of a refresher wherever it runs. */
export type Order = Pick<RefreshRequest, 'paths' | 'confirmLoss' | 'onProgress'>;

export type Refresher = {
  /** Settled when the folder has been compared with the store once; a failure is logged. */
  readonly filled: Promise<void>;
  refresh(order?: Order): Promise<RefreshReport>;
  /** Writes down what was heard of those who read. A failure is logged: it is not worth a server. */
  keep(batch: AudienceBatch): Promise<void>;
  /**
   * Ends what is under way at the next place where it can go on later.
   * @param last settled when nothing more comes to be kept: until then it is
   */
  stop(last?: Promise<unknown>): Promise<void>;
};

export type RefresherSettings = {
  readonly config: Config;
  readonly log: Log;
  /** Called whenever something that has changed is saved; a refresh waits for its last call. Never rejects. */
  readonly onChange: () => Promise<void>;
  /** Called when something about the comparisons of everything has changed. */
  readonly onRuns?: (runs: Runs) => void;
  /** How far the first comparison is. */
  readonly onProgress?: (done: number, total: number) => void;
};

/** Starts to refresh: everything at once, then whatever the watcher and the clock call for. @throws without a store */
export async function startRefresher({
  config,
  log,
  onChange,
  onRuns,
  onProgress,
}: RefresherSettings): Promise<Refresher> {
  const store = await Store.open(config.databaseUrl, config.baseUrl);
  const schedule = new Schedule({
    root: config.articlesDir,
    store,
    readers: config.readers,
    settleMs: config.settleMs,
    lossPercent: config.lossPercent,
    refreshCron: config.refreshCron,
    watch: config.watch,
    log,
    onChange,
    ...(onRuns ? { onRuns } : {}),
  });
  const fill = async () => {
    // The watcher first: what arrives while the folder is compared is neither seen there nor told by anybody else.
    await schedule.start();
    await schedule.refresh(onProgress ? { onProgress } : {});
  };
  return {
    filled: fill().catch((error: unknown) => log.error({ err: error }, 'refresh failed; the next one tries again')),
    refresh: (order) => schedule.refresh(order),
    keep: (batch) => schedule.keep(batch),
    stop: async (last) => {
      await schedule.stop();
      await last;
      await schedule.settled();
      await store.close();
    },
  };
}
