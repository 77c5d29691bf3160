// Large files are read in a thread of their own and within a time: there are texts over which a parser sits for hours,
// and nobody who asks for a feed shall wait meanwhile.
import type { Piscina } from 'piscina';
import { openThread } from '../threads.ts';
import { type Article, digestOf, readArticles } from './article.ts';

/** What `readArticles` takes, in its order. */
export type ReadArguments = Parameters<typeof readArticles>;

/** Up to here the worst text that we know takes less than half a second. */
export const LARGE_BYTES = 64 * 1024;
const TIME_LIMIT_MS = 10_000;
const MEMORY_LIMIT_MB = 1024;
/** A thread costs a tenth of a second to start: it is kept for the next large file, for a while. */
const KEEP_MS = 10_000;

let pool: Piscina<ReadArguments, Article[]> | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Reads the articles of one file, those of a large one without holding up anything else. Never throws for what the bytes hold.
 * @param signal ends the reading; then there is no answer
 * @param timeLimitMs what takes longer is a problem
 */
export async function readBounded(
  task: ReadArguments,
  signal?: AbortSignal,
  timeLimitMs = TIME_LIMIT_MS,
): Promise<Article[] | undefined> {
  if (task[0].length <= LARGE_BYTES) return readArticles(...task);
  // One at a time: the clock of a file runs from when it is read, not from when it is its turn.
  const run = last.then(() => readInThread(task, signal, timeLimitMs));
  last = run;
  return run;
}

async function readInThread(
  task: ReadArguments,
  signal: AbortSignal | undefined,
  timeLimitMs: number,
): Promise<Article[] | undefined> {
  const timeout = AbortSignal.timeout(timeLimitMs);
  try {
    pool ??= openThread({
      filename: new URL('large-thread.ts', import.meta.url).href,

      keepMs: KEEP_MS,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
    });
    return await pool.run(task, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  } catch (error) {
    if (signal?.aborted) return undefined;
    const found = timeout.aborted
      ? `one that takes longer than ${timeLimitMs / 1000} s`
      : `one that fails with ${error}`;
    const [bytes, path] = task;
    const reading = { kind: 'problem' as const, expected: 'an article that can be read', found };
    return [{ path, reading, digest: digestOf(bytes) }];
  }
}
