// What runs when: refreshes one at a time, whoever asks for them, and embargoes on their second.
import { setImmediate } from 'node:timers/promises';
import { type ScheduledTask, schedule } from 'node-cron';
import { type AudienceBatch, dayOf } from './audience.ts';
import type { Problem } from './entry.ts';
import { FolderWatch } from './ingest/watch.ts';
import type { Log } from './log.ts';
import { type RefreshReport, type RefreshRequest, type RefreshSettings, refresh } from './refresh.ts';
import { repeat } from './repeat.ts';
import type { RefreshRun, Runs } from './runs.ts';
import type { Change } from './store/change.ts';

/** setTimeout cannot count further than this. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** How long a release that failed waits. */
const OVERDUE_MS = 1000;
/** How often to look whether another process has scheduled a release. */
const FOLLOW_MS = 1000;
/** So many articles go into the search index at a time: a new file waits for no more. */
const INDEXED_AT_ONCE = 50;

/**
 * Batches of what was heard that may wait to be written down. While another program holds the store, each of them waits for
 * as long as lies between two of one process: of several they would come faster than they go.
 */
export const MOST_BATCHES = 200;

export type ScheduleSettings = RefreshSettings & {
  readonly log: Log;
  readonly refreshCron: string;
  readonly watch: boolean;
  /** Called whenever something that has changed is saved, and waited for at the end of a refresh. Never rejects. */
  readonly onChange: () => Promise<void>;
  /** Called when everything has been compared, and when it is known when that is next due. */
  readonly onRuns?: (runs: Runs) => void;
};

/** Requests for everything that wait for their turn together. */
type Queued = { readonly requests: RefreshRequest[]; readonly report: Promise<RefreshReport> };

export class Schedule {
  readonly #settings: ScheduleSettings;
  readonly #log: Log;
  #task: ScheduledTask | undefined;
  #watch: FolderWatch | undefined;
  #releaseTimer: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #starting: Promise<void> = Promise.resolve();
  #lastFull: Promise<unknown> = Promise.resolve();
  #told = new Set<string>();
  #queuedFull: Queued | undefined;
  #following: ReturnType<typeof repeat> | undefined;
  #indexing: Promise<void> | undefined;
  #lastRun: RefreshRun | undefined;
  #day: number | undefined;
  #batches = 0;
  readonly #stopping = new AbortController();

  constructor(settings: ScheduleSettings) {
    this.#settings = settings;
    this.#log = settings.log;
  }

  /**
   * Starts the clock and the watcher. Of a large folder it takes a while until all of it is watched. Never rejects: what
   * cannot be watched, the schedule finds.
   */
  start(): Promise<void> {
    this.#starting = this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    const { refreshCron } = this.#settings;
    this.#task = schedule(refreshCron, () => this.#try(), { noOverlap: true, name: 'refresh' });
    const plan = () => this.planRelease().catch((error) => this.#log.error({ err: error }, 'release not planned'));
    this.#following = repeat(FOLLOW_MS, async () => {
      await plan();
      await this.#beginDay();
      // Another process may have published something, or this one have been stopped before it was done.
      void this.index();
    });
    if (this.#settings.watch)
      await this.#watchFolder().catch((error) => this.#log.error({ err: error }, 'folder not watched'));
    if (this.#stopping.signal.aborted) this.#watch?.close();
    this.#tellRuns();
    await plan();
  }

  async #watchFolder(): Promise<void> {
    const { root, settleMs } = this.#settings;
    this.#watch = await FolderWatch.start({
      root,
      settleMs,
      onPaths: (paths) => void this.#try({ paths }),
      onUnsure: () => void this.#try(),
      onLimit: (why) => this.#log.warn({ why }, 'folder not watched'),
    });
  }

  /** Stops all triggers, and ends what is under way at the next place where it can go on later. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#releaseTimer);
    this.#watch?.close();
    await this.#task?.destroy();
    await this.#following?.stop();
    await this.#starting;
    await this.#lastFull;
    await this.#indexing;
    await this.settled();
  }

  /** Resolves when nobody writes who has come so far. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /**
   * Refreshes as soon as the refresh under way is done; several requests for everything become one. Files that are named
   * need not wait until the whole folder has been looked at.
   */
  refresh(request: RefreshRequest = {}): Promise<RefreshReport> {
    if (request.paths) return this.#exclusively(() => this.#run(request));
    if (this.#queuedFull) {
      this.#queuedFull.requests.push(request);
      return this.#queuedFull.report;
    }
    const requests = [request];
    const report = this.#lastFull.then(() => {
      this.#queuedFull = undefined;
      return this.#run({ ...together(requests), exclusively: (act) => this.#exclusively(act) });
    });
    this.#queuedFull = { requests, report };
    this.#lastFull = report.catch(() => undefined);
    return report;
  }

  /** Writes down what was heard of those who read, when nobody else writes. Never rejects. */
  async keep(batch: AudienceBatch): Promise<void> {
    const { store } = this.#settings;
    this.#batches += 1;
    try {
      if (this.#batches > MOST_BATCHES) throw new Error(`${MOST_BATCHES} batches wait already`);
      await this.#exclusively(() => store.keepAudience(batch));
    } catch (error) {
      this.#log.error({ err: error }, 'audience not written down');
    } finally {
      this.#batches -= 1;
    }
  }

  /** With a day ends what is kept of who polled on it. */
  async #beginDay(): Promise<void> {
    const { store, now } = this.#settings;
    const moment = now?.() ?? new Date();
    if (dayOf(moment) === this.#day) return;
    await this.#exclusively(() => store.beginDay(moment)).then(
      () => {
        this.#day = dayOf(moment);
      },
      (error: unknown) => this.#log.error({ err: error }, 'pollers of yesterday not forgotten'),
    );
  }

  #tellRuns(): void {
    const next = this.#task?.getNextRun();
    this.#settings.onRuns?.({
      ...(this.#lastRun ? { last: this.#lastRun } : {}),
      ...(next ? { next } : {}),
      isWatching: this.#watch !== undefined,
    });
  }

  /** Lets the search index follow what has been published, piece by piece; whoever comes with a file goes in between. */
  index(): Promise<void> {
    this.#indexing ??= this.#index()
      .catch((error: unknown) => this.#log.error({ err: error }, 'search index not brought up to date'))
      .finally(() => {
        this.#indexing = undefined;
      });
    return this.#indexing;
  }

  async #index(): Promise<void> {
    const { store, now, onChange } = this.#settings;
    let isAll = (await store.searched()).isAll;
    if (isAll) return;
    while (!isAll && !this.#stopping.signal.aborted) {
      ({ isAll } = await this.#exclusively(() => store.indexNext(INDEXED_AT_ONCE, now?.() ?? new Date())));
      await setImmediate();
    }
    await onChange();
  }

  /** One at a time, in the order in which they came. */
  #exclusively<T>(act: () => Promise<T>): Promise<T> {
    const run = this.#last.then(act);
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #run(request: RefreshRequest): Promise<RefreshReport> {
    const { onChange } = this.#settings;
    const onChanges = (changes: readonly Change[]) => {
      request.onChanges?.(changes);
      void onChange();
    };
    const { signal } = this.#stopping;
    const began = { at: this.#settings.now?.() ?? new Date(), ms: performance.now() };
    const ended = (outcome: Pick<RefreshRun, 'counts' | 'error'>) => {
      if (request.paths) return;
      this.#lastRun = { at: began.at, tookMs: Math.round(performance.now() - began.ms), ...outcome };
      this.#tellRuns();
    };
    const report = await refresh(this.#settings, { ...request, onChanges, signal })
      .catch((error: unknown) => {
        ended({ counts: {}, error: error instanceof Error ? error.message : String(error) });
        throw error;
      })
      .finally(() => this.planRelease());
    ended({ counts: report.counts });
    const { changes, counts, problems, unsettled, loss } = report;
    this.#tell(problems, request.paths === undefined);
    if (loss) this.#log.warn({ ...loss }, 'most articles are gone, so none was withdrawn');
    if (changes.length > 0) {
      await onChange();
      void this.index();
      this.#log.info(counts, 'articles refreshed');
    } else {
      this.#log.debug({ problems: problems.length }, 'nothing changed');
    }
    // What was still being written has had its event: nobody will call again for it.
    if (unsettled.length > 0 && !this.#stopping.signal.aborted) {
      setTimeout(() => void this.#try({ paths: unsettled }), this.#settings.settleMs).unref();
    }
    return report;
  }

  /** What stands in the way of a file is told once, though a comparison of everything finds it again and again. */
  #tell(problems: readonly Problem[], isAll: boolean): void {
    const found = new Set(problems.map((problem) => JSON.stringify(problem)));
    for (const problem of problems) {
      if (!this.#told.has(JSON.stringify(problem))) this.#log.warn({ ...problem }, 'file refused');
    }
    this.#told = isAll ? found : this.#told.union(found);
  }

  /** A trigger without anyone who waits: an error is logged, and the next run tries again. */
  async #try(request: RefreshRequest = {}): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    try {
      await this.refresh(request);
    } catch (error) {
      this.#log.error({ err: error }, 'refresh failed; the next one tries again');
    }
  }

  /** Sets the clock for the next release. Another process may have scheduled one: nothing else tells. */
  async planRelease(): Promise<void> {
    clearTimeout(this.#releaseTimer);
    const next = await this.#settings.store.nextRelease();
    if (!next || this.#stopping.signal.aborted) return;
    clearTimeout(this.#releaseTimer);
    const wait = next.getTime() - Date.now();
    // Overdue: it could not be released when it was due. Trying again at once would be trying without end.
    this.#releaseTimer = setTimeout(
      () => void this.#try({ paths: [] }),
      Math.min(wait > 0 ? wait : OVERDUE_MS, LONGEST_TIMER),
    ).unref();
  }
}

/** What several requests for everything ask for in one. */
function together(requests: readonly RefreshRequest[]): RefreshRequest {
  return {
    confirmLoss: confirmedBy(requests),
    onProgress: (done, total) => {
      for (const { onProgress } of requests) onProgress?.(done, total);
    },
    onChanges: (changes) => {
      for (const { onChanges } of requests) onChanges?.(changes);
    },
  };
}

/** Whoever means everything means what others have seen, too; of those, whoever has seen most. */
function confirmedBy(requests: readonly RefreshRequest[]): NonNullable<RefreshRequest['confirmLoss']> {
  const all = requests.flatMap(({ confirmLoss }) => confirmLoss || []);
  const seen = all.filter((confirmed) => confirmed !== true);
  if (seen.length < all.length) return true;
  return seen.sort((one, other) => other.gone - one.gone)[0] ?? false;
}
