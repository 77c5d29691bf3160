// Is what is gone meant to be gone? A disk that is not mounted is no decision.
import type { Loss, Store } from './store/store.ts';

/** A lost mount takes all at once, a sync that went wrong takes most in minutes; a publisher who tidies up takes a few. */
const LOSS_PERCENT = 50;
const LOSS_MINIMUM = 10;
const LOSS_WINDOW_MS = 10 * 60_000;

/** Whether what is gone is what somebody has seen and meant, but for the few that may have gone since. */
export function isMeant(loss: Loss, seen: Loss): boolean {
  return loss.gone - seen.gone < Math.max(LOSS_MINIMUM, seen.gone / 10);
}

/**
 * Whether most of the library has gone within a short time; what is withdrawn already counts.
 * @param fresh how many articles have come with another folder than before: what is left when a disk is not mounted, or
 *   when another one is; undefined: it is the same folder
 */
export async function lossOf(
  { store, lossPercent = LOSS_PERCENT }: { readonly store: Store; readonly lossPercent?: number },
  paths: readonly string[],
  fresh: number | undefined,
  now: Date,
): Promise<Loss | undefined> {
  // What has moved is not gone: by now it stands at its new place.
  const goneNow = await store.countAt(paths);
  if (goneNow === 0) return undefined;
  const live = await store.count({ kind: 'all' });
  const before = await store.countWithdrawnSince(new Date(now.getTime() - LOSS_WINDOW_MS));
  const [gone, known] = [goneNow + before, live + before];
  const isMost = gone * 100 > known * lossPercent && gone >= LOSS_MINIMUM;
  const isReplaced = fresh !== undefined && goneNow === live - fresh;
  return isMost || isReplaced ? { gone, known } : undefined;
}
