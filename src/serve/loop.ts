// How long the loop of this process keeps others waiting.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { repeat } from '../repeat.ts';

/** How often it is looked: a loop that nobody keeps busy takes as long from one look to the next. */
const LOOK_MS = 20;
const WINDOW_MS = 60_000;
/** Of fewer looks nothing can be said. */
const LEAST = 50;

export type LoopDelay = { readonly p50Ms: number; readonly p99Ms: number };

/** Watches the loop, a minute at a time. */
export function watchLoop() {
  const histogram = monitorEventLoopDelay({ resolution: LOOK_MS });
  histogram.enable();
  const look = (): LoopDelay => ({ p50Ms: beyond(histogram.percentile(50)), p99Ms: beyond(histogram.percentile(99)) });
  let before: LoopDelay | undefined;
  const windows = repeat(WINDOW_MS, async () => {
    before = look();
    histogram.reset();
  });
  return {
    /** Of this minute; as long as it is young, of the one before. */
    delay: (): LoopDelay => (before && histogram.count < LEAST ? before : look()),
    stop: async () => {
      histogram.disable();
      await windows.stop();
    },
  };
}

function beyond(nanoseconds: number): number {
  return Math.max(0, Math.round(nanoseconds / 1000 - LOOK_MS * 1000) / 1000);
}
