// A renderer in a thread of its own: whoever polls meanwhile does not wait for it.
import type { Piscina } from 'piscina';
import type { Entry } from '../entry.ts';
import type { Format } from '../feed.ts';
import { type Log, passOn } from '../log.ts';
import type { FeedView, Publication } from '../render/publication.ts';
import { openThread } from '../threads.ts';

/** A feed in one format -> its bytes. Depends on its arguments and the publication alone. */
export type Render = (view: FeedView, entries: readonly Entry[], format: Format) => Promise<Buffer>;

export type RendererSettings = {
  readonly publication: Publication;
  /** Bytes of rendered entries that are kept. */
  readonly cacheBytes: number;
};

/** What the thread is asked for: what `Render` takes, in its order. */
export type RenderTask = readonly [view: FeedView, entries: readonly Entry[], format: Format];

/** What it answers: bytes, and lines for the log. */
export type Rendered = { readonly bytes: Uint8Array; readonly lines: readonly string[] };

/** Of what is no bytes: a feed of the longest entries, as text, several times over. */
const MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 12 };
/** Most take a thousandth of it. What has taken this long would take for ever, and everything else would wait behind it. */
const TIME_LIMIT_MS = 60_000;

export class RendererApart {
  readonly #pool: Piscina<RenderTask, Rendered>;
  readonly #log: Log;
  readonly #timeLimitMs: number;

  /** @param timeLimitMs from order to delivery; a thread that takes longer is replaced */
  constructor(settings: RendererSettings, log: Log, timeLimitMs = TIME_LIMIT_MS) {
    this.#log = log;
    this.#timeLimitMs = timeLimitMs;
    this.#pool = openThread({
      filename: new URL('render-thread.ts', import.meta.url).href,
      // Started before somebody waits for it; one that dies is replaced.
      keepMs: Number.POSITIVE_INFINITY,
      workerData: settings,
      resourceLimits: MEMORY,
    });
  }

  /** What has been rendered before is not rendered again. An entry that cannot be is left out and logged. */
  readonly render: Render = async (...task) => {
    const { bytes, lines } = await this.#pool.run(task, { signal: AbortSignal.timeout(this.#timeLimitMs) });
    for (const line of lines) passOn(this.#log, line);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  };

  /** What is under way fails. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }
}
