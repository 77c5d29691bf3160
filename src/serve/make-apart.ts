// A maker of feeds in a thread of its own: whoever polls meanwhile does not wait for it.
import type { Piscina } from 'piscina';
import type { DocumentFormat } from '../feed.ts';
import type { Log } from '../log.ts';
import type { KeptFeed } from '../store/feeds.ts';
import { openThread } from '../threads.ts';
import type { Contents, Part } from './contents.ts';
import type { FeedMaker, MakerSettings } from './make.ts';

/** What the thread is asked for. */
export type MakeTask =
  | { readonly feed: KeptFeed; readonly part: Part; readonly format: DocumentFormat }
  | { readonly contents: Contents; readonly format: DocumentFormat };

/** What it answers: bytes, unless there are none to be had, and what is to be logged. */
export type Made = {
  readonly bytes: Uint8Array | undefined;
  readonly errors: readonly { readonly facts: object; readonly message: string }[];
};

/** Of what is no bytes: a feed of the longest entries, as text, several times over. */
const MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 12 };
/** Most take a thousandth of it. What has taken this long would take for ever, and everything else would wait behind it. */
const TIME_LIMIT_MS = 60_000;

export class FeedMakerApart implements FeedMaker {
  readonly #pool: Piscina<MakeTask, Made>;
  readonly #log: Log;
  readonly #timeLimitMs: number;

  /** @param timeLimitMs from order to delivery; a thread that takes longer is replaced */
  constructor(settings: MakerSettings, log: Log, timeLimitMs = TIME_LIMIT_MS) {
    this.#log = log;
    this.#timeLimitMs = timeLimitMs;
    this.#pool = openThread({
      filename: new URL('make-thread.ts', import.meta.url).href,
      // Started before somebody waits for it; one that dies is replaced.
      keepMs: Number.POSITIVE_INFINITY,
      // Frozen plain data, of which the thread gets a copy.
      workerData: settings,
      resourceLimits: MEMORY,
    });
  }

  make(feed: KeptFeed, part: Part, format: DocumentFormat): Promise<Buffer | undefined> {
    return this.#run({ feed, part, format });
  }

  async render(contents: Contents, format: DocumentFormat): Promise<Buffer> {
    const bytes = await this.#run({ contents, format });
    if (!bytes) throw new Error('nothing was rendered');
    return bytes;
  }

  /** What is under way fails. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #run(task: MakeTask): Promise<Buffer | undefined> {
    const { bytes, errors } = await this.#pool.run(task, { signal: AbortSignal.timeout(this.#timeLimitMs) });
    for (const { facts, message } of errors) this.#log.error(facts, message);
    return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }
}
