// What aggregators would say of the newest articles, found out in a thread of its own while nobody waits for it.
import { setImmediate as breath } from 'node:timers/promises';
import type { Piscina } from 'piscina';
import type { CheckTask } from './check-newest.ts';
import type { ErrorLog } from './log.ts';
import type { Check, Status } from './status.ts';
import { openThread } from './threads.ts';

const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };
/** While one change follows another, it is not looked more often. */
const REST_MS = 10_000;
/** Dates come near while nothing changes. */
const OLD_MS = 60 * 60_000;

/** What was found when somebody looked last. */
export type Checked = Pick<Status, 'checks' | 'checkedAt'>;

export class ChecksApart {
  readonly #task: Omit<CheckTask, 'now'>;
  readonly #log: ErrorLog;
  #pool: Piscina<CheckTask, Check[]> | undefined;
  #found: Checked = { checks: [] };
  /** The revision that it was found at. */
  #revision = -1;
  #looking: Promise<void> | undefined;
  #restedAt = 0;
  #isClosed = false;

  constructor(task: Omit<CheckTask, 'now'>, log: ErrorLog) {
    this.#task = task;
    this.#log = log;
  }

  /** What was found last. When that is of another revision, or old, it is looked again: whoever asks later is told. */
  latest(revision: number, now: Date): Checked {
    const { checkedAt } = this.#found;
    const isOld = !checkedAt || now.getTime() - checkedAt.getTime() > OLD_MS;
    if ((isOld || revision !== this.#revision) && performance.now() >= this.#restedAt && !this.#isClosed)
      this.#looking ??= this.#look(revision, now).finally(() => {
        this.#looking = undefined;
        this.#restedAt = performance.now() + REST_MS;
      });
    return this.#found;
  }

  async #look(revision: number, now: Date): Promise<void> {
    // Whoever asks is answered first: to start a thread takes milliseconds.
    await breath();
    if (this.#isClosed) return;
    // Of use for a moment only, so no thread is kept for it.
    this.#pool ??= openThread({
      filename: new URL('check-thread.ts', import.meta.url).href,
      keepMs: 0,
      resourceLimits: MEMORY,
    });
    try {
      this.#found = { checks: await this.#pool.run({ ...this.#task, now }), checkedAt: now };
      this.#revision = revision;
    } catch (error) {
      if (!this.#isClosed) this.#log.error({ err: error }, 'newest articles not checked');
    }
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pool?.destroy();
    await this.#looking;
  }
}
