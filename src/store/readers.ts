// Questions that may be costly -> answers from a thread of its own: it only reads, within a time, and whoever finds too
// many waiting does not wait.
import type { Piscina } from 'piscina';
import { openThread } from '../threads.ts';
import type { Reads } from './reads.ts';

type Name = keyof Reads;
type Parameters<Of extends Name> = Reads[Of] extends (db: never, ...parameters: infer Those) => unknown ? Those : never;
type Answer<Of extends Name> = Awaited<ReturnType<Reads[Of]>>;

/** What goes to the thread. `Readers.read` sees to it that the parameters are those of the name. */
export type ReadTask = { readonly url: string; readonly name: Name; readonly parameters: readonly unknown[] };

/** What is thrown when an answer would take too long. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}

export type ReaderSettings = {
  /** From question to answer, the wait for others included. */
  readonly timeLimitMs: number;
  /** Questions that may be open at a time. */
  readonly mostOpen: number;
};

const SETTINGS: ReaderSettings = { timeLimitMs: 2000, mostOpen: 32 };
/** A thread costs a fifth of a second to start: it is kept for the next question. */
const KEEP_MS = 60_000;
const MEMORY = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 };

export class Readers {
  readonly #url: string;
  readonly #settings: ReaderSettings;
  #pool: Piscina<ReadTask, unknown> | undefined;
  #open = 0;
  /** False until a thread has answered: on a busy machine it may take its time to start, and ended, it never would. */
  #isReady = false;
  #isClosed = false;
  /** One question at a time: only then is it known whom to end. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param url of the database; it has to be a file */
  constructor(url: string, settings = SETTINGS) {
    this.#url = url;
    this.#settings = settings;
  }

  /** Asks one of READS. @throws BusyError when too many ask, or the answer takes too long */
  async read<Of extends Name>(name: Of, ...parameters: Parameters<Of>): Promise<Answer<Of>> {
    const { timeLimitMs, mostOpen } = this.#settings;
    if (this.#open >= mostOpen) throw new BusyError(`${mostOpen} questions are open already`);
    this.#open += 1;
    const late = AbortSignal.timeout(timeLimitMs);
    const tooLate = new Promise<never>((_, reject) => {
      const why = `the answer takes longer than ${timeLimitMs / 1000} s`;
      late.addEventListener('abort', () => reject(new BusyError(why)), { once: true });
    });
    // Whoever has given up while waiting is passed over.
    const answer = this.#last.then(() => (late.aborted ? tooLate : this.#ask(name, parameters, late)));
    this.#last = answer.catch(() => undefined);
    try {
      return await Promise.race([answer, tooLate]);
    } finally {
      this.#open -= 1;
    }
  }

  /** Settles when the thread is free again or really over: SQLite in the middle of a step does not hear that it is ended. */
  async #ask<Of extends Name>(name: Of, parameters: Parameters<Of>, late: AbortSignal): Promise<Answer<Of>> {
    if (this.#isClosed) throw new BusyError('no questions are answered any more');
    this.#pool ??= openThread({
      filename: new URL('reader-thread.ts', import.meta.url).href,
      keepMs: KEEP_MS,
      resourceLimits: MEMORY,
    });
    let ending: Promise<void> | undefined;
    const end = () => {
      if (this.#isReady) ending = this.#end();
    };
    late.addEventListener('abort', end, { once: true });
    try {
      const answer = await this.#pool.run({ url: this.#url, name, parameters });
      this.#isReady = true;
      return answer as Answer<Of>;
    } finally {
      late.removeEventListener('abort', end);
      await ending;
    }
  }

  /** Ends the thread; those who wait for it get no other. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    this.#isReady = false;
    await pool?.destroy();
  }
}
