// How long answers took, counted in buckets -> what most of them stayed under. Pure.
import { LATENCY_MS } from '../audience.ts';
import { number } from './amount.ts';

/** What is longer than all bounds is drawn here: somewhere above. */
export const BEYOND_MS = 2500;

/** The bound that this share of the answers stayed under, in milliseconds; BEYOND_MS for above all; undefined: there were none. */
export function boundOf(latency: readonly number[], part: number): number | undefined {
  const all = latency.reduce((sum, count) => sum + count, 0);
  if (!(all > 0)) return undefined;
  let seen = 0;
  const bucket = latency.findIndex((count) => {
    seen += count;
    return seen >= all * part;
  });
  return LATENCY_MS[bucket] ?? BEYOND_MS;
}

/** `under 5 ms`. */
export function saidBound(bound: number | undefined): string {
  if (bound === undefined) return '–';
  if (bound >= BEYOND_MS) return 'over 1 s';
  return `under ${bound >= 1000 ? `${number(bound / 1000)} s` : `${bound} ms`}`;
}

/** Buckets of several times, added up. */
export function together(buckets: readonly (readonly number[])[]): number[] {
  return Array.from({ length: LATENCY_MS.length + 1 }, (_, bucket) =>
    buckets.reduce((sum, counts) => sum + (counts[bucket] ?? 0), 0),
  );
}
