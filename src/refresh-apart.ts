// A refresher in a thread of its own: whatever a refresh does, whoever asks for a feed meanwhile does not wait for it.
import { Worker } from 'node:worker_threads';
import type { AudienceBatch } from './audience.ts';
import { passOn } from './log.ts';
import type { RefreshReport } from './refresh.ts';
import type { Order, Refresher, RefresherSettings } from './refresher.ts';
import { planRestart } from './restart.ts';
import type { Runs } from './runs.ts';

/** What the thread is told. */
export type ToThread =
  | { readonly kind: 'refresh'; readonly number: number; readonly order: Omit<Order, 'onProgress'> }
  | { readonly kind: 'audience'; readonly batch: AudienceBatch }
  | { readonly kind: 'stop' }
  /** Nothing more comes to be kept. */
  | { readonly kind: 'end' };

/** What the thread tells. Progress without a number is that of the first comparison. */
export type FromThread =
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'changed' | 'filled' }
  | { readonly kind: 'runs'; readonly runs: Runs }
  | { readonly kind: 'progress'; readonly number?: number; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly number: number; readonly report: RefreshReport }
  | { readonly kind: 'failed'; readonly number: number; readonly error: unknown };

type Pending = PromiseWithResolvers<RefreshReport> & { readonly onProgress: Order['onProgress'] };

/** Garbage that is collected late is memory all the same, and a batch of articles needs little. */
const MEMORY = { maxYoungGenerationSizeMb: 12 };
/** A refresh ends between two batches; a thread that has not ended by then is ended: what is saved stays saved. */
const STOP_MS = 10_000;

export class RefresherApart implements Refresher {
  readonly filled: Promise<void>;
  readonly #settings: RefresherSettings;
  readonly #file: URL;
  readonly #filled = Promise.withResolvers<void>();
  readonly #pending = new Map<number, Pending>();
  #lastNumber = 0;
  #thread: { readonly worker: Worker; readonly ended: Promise<void> } | undefined;
  #early = 0;
  #restart: NodeJS.Timeout | undefined;
  #isStopping = false;

  /** @param file what runs in the thread */
  constructor(settings: RefresherSettings, file = new URL('refresh-thread.ts', import.meta.url)) {
    this.#settings = settings;
    this.#file = file;
    this.filled = this.#filled.promise;
    this.#start();
  }

  /** @throws when the refresh fails, or the thread ends before it is done */
  async refresh({ onProgress, ...order }: Order = {}): Promise<RefreshReport> {
    if (!this.#thread) throw new Error('The refresher is not running');
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    const pending = { ...Promise.withResolvers<RefreshReport>(), onProgress };
    this.#pending.set(number, pending);
    this.#tell(this.#thread.worker, { kind: 'refresh', number, order });
    const report = await pending.promise;
    // Even when it has changed nothing: what came before it may have, and whoever asks wants to see that.
    await this.#settings.onChange();
    return report;
  }

  /** What is told while no thread runs is lost: it is restarted in a moment, and numbers are no articles. */
  async keep(batch: AudienceBatch): Promise<void> {
    if (this.#thread) this.#tell(this.#thread.worker, { kind: 'audience', batch });
  }

  async stop(last?: Promise<unknown>): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#restart);
    if (this.#thread) {
      const { worker, ended } = this.#thread;
      this.#tell(worker, { kind: 'stop' });
      await last;
      this.#tell(worker, { kind: 'end' });
      const cut = setTimeout(() => void worker.terminate(), STOP_MS);
      await ended;
      clearTimeout(cut);
    }
    this.#filled.resolve();
  }

  #start(): void {
    const began = performance.now();
    // Frozen plain data, of which the thread gets a copy.
    const worker = new Worker(this.#file, {
      workerData: this.#settings.config,
      resourceLimits: MEMORY,
    });
    let why: unknown;
    worker.on('message', (message: FromThread) => this.#take(message));
    worker.on('error', (error) => {
      why = error;
    });
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', (code) => {
        this.#thread = undefined;
        const error = new Error('The refresher ended before the refresh was done', { cause: why });
        for (const { reject } of this.#pending.values()) reject(error);
        this.#pending.clear();
        if (!this.#isStopping) this.#startAgain(performance.now() - began, why ?? new Error(`exit code ${code}`));
        else if (why) this.#settings.log.error({ err: why }, 'refresher did not stop in order');
        resolve();
      });
    });
    this.#thread = { worker, ended };
  }

  #startAgain(livedMs: number, error: unknown): void {
    const { early, waitMs } = planRestart(this.#early, livedMs);
    this.#early = early;
    this.#settings.log.error({ err: error, waitMs }, 'refresher ended; it is started again');
    this.#restart = setTimeout(() => this.#start(), waitMs).unref();
  }

  #tell(worker: Worker, message: ToThread): void {
    worker.postMessage(message);
  }

  #take(message: FromThread): void {
    const { log, onChange, onProgress } = this.#settings;
    switch (message.kind) {
      case 'log':
        passOn(log, message.line);
        break;
      case 'changed':
        void onChange();
        break;
      case 'runs':
        this.#settings.onRuns?.(message.runs);
        break;
      case 'filled':
        void onChange().then(this.#filled.resolve);
        break;
      case 'progress': {
        const tell = message.number === undefined ? onProgress : this.#pending.get(message.number)?.onProgress;
        tell?.(message.done, message.total);
        break;
      }
      case 'done':
        this.#settle(message.number)?.resolve(message.report);
        break;
      case 'failed':
        this.#settle(message.number)?.reject(message.error);
    }
  }

  #settle(number: number): Pending | undefined {
    const pending = this.#pending.get(number);
    this.#pending.delete(number);
    return pending;
  }
}
