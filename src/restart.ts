// When something that has died by itself is started again.

/** Whoever has lived this long has died of something new. */
const STEADY_MS = 10_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

export type Restart = {
  /** How many have died soon after their start, one after the other. */
  readonly early: number;
  readonly waitMs: number;
};

/** Decides what follows a death: the first is answered at once, those that follow soon after a start later and later. */
export function planRestart(early: number, livedMs: number): Restart {
  if (livedMs >= STEADY_MS) return { early: 0, waitMs: 0 };
  const waitMs = early === 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (early - 1), LONGEST_WAIT_MS);
  return { early: early + 1, waitMs };
}
