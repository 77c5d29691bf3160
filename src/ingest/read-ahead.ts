// Many files are read in a thread of their own: while a batch is saved the next one is read, and polls wait for neither.
import type { Piscina } from 'piscina';
import { openThread } from '../threads.ts';
import { LARGE_BYTES } from './large.ts';
import { type LookedAt, type Outcome, type ReadSettings, readFiles } from './read.ts';

export type ReadArguments = { readonly files: readonly LookedAt[]; readonly settings: ReadSettings };

/** Starting a thread costs as much as reading so many files. */
const WORTH_A_THREAD = 500;
/** Garbage that is collected late is memory all the same: small files need little, and cost no more time so. */
const MEMORY = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 512 };
/** A refresh has many batches; between two of them the thread is kept. */
const KEEP_MS = 5_000;

let pool: Piscina<ReadArguments, Outcome[]> | undefined;

/**
 * Reads files as `readFiles` does.
 * @param total how many there are in all, of which these are some
 */
export async function readApart(
  files: readonly LookedAt[],
  settings: ReadSettings,
  total: number,
  signal?: AbortSignal,
): Promise<Outcome[]> {
  if (total < WORTH_A_THREAD) return readFiles(files, settings, signal);
  // Large files have a thread and a time of their own, which they share with nobody.
  const isSmall = ([, { size }]: LookedAt) => size <= LARGE_BYTES;
  const [small, large] = [files.filter(isSmall), files.filter((file) => !isSmall(file))];
  const outcomes = await Promise.all([readInThread(small, settings, signal), readFiles(large, settings, signal)]);
  const byPath = new Map(
    [small, large].flatMap((some, index) => some.map(([path], at) => [path, outcomes[index]?.[at]])),
  );
  return files.map(([path]) => byPath.get(path) ?? { kind: 'moving' });
}

async function readInThread(
  files: readonly LookedAt[],
  settings: ReadSettings,
  signal: AbortSignal | undefined,
): Promise<Outcome[]> {
  if (files.length === 0) return [];
  pool ??= openThread({
    filename: new URL('read-thread.ts', import.meta.url).href,

    keepMs: KEEP_MS,
    resourceLimits: MEMORY,
  });
  try {
    return await pool.run({ files, settings }, signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted) return files.map(() => ({ kind: 'moving' }));
    throw error;
  }
}
