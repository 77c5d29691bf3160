// Files that were looked at -> those that nobody is writing any more.
import { setTimeout as sleep } from 'node:timers/promises';
import { statAll } from './folder.ts';
import type { LookedAt } from './read.ts';

/** A file that changed longer ago is not being written, even by the clock of a disk that is somewhat wrong. */
const RECENT_MS = 60_000;

/**
 * Waits, and takes from `files` those that may still be written: changed a moment ago, and not the same when looked at
 * again. Clocks are not compared: that of a network disk is another one.
 */
export async function settle(
  { root, settleMs }: { readonly root: string; readonly settleMs: number },
  files: readonly LookedAt[],
  now: Date,
  signal: AbortSignal | undefined,
): Promise<{ settled: readonly LookedAt[]; unsettled: string[] }> {
  const since = now.getTime() - RECENT_MS;
  const isRecent = ([, { modified, changed }]: LookedAt) => Math.max(modified, changed) > since;
  const recent = files.filter(isRecent);
  if (recent.length === 0 || settleMs === 0) return { settled: files, unsettled: [] };
  await pause(settleMs, signal);
  const { found } = await statAll(
    root,
    recent.map(([path]) => path),
  );
  const isStill = ([path, before]: LookedAt) => {
    const after = found.get(path);
    return after?.size === before.size && after.modified === before.modified;
  };
  return {
    settled: files.filter((file) => !isRecent(file) || isStill(file)),
    unsettled: recent.filter((file) => found.has(file[0]) && !isStill(file)).map(([path]) => path),
  };
}

/** Waits, unless it is asked to end. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(milliseconds, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}
