// What a server can do about the cost of polling, from nothing to everything: one row of the table each.
import type { Strategy } from './month.ts';

/** RATE_LIMIT, unless it is set. */
export const RATE_LIMIT = 30;

export const TAGWIRE: Strategy = {
  name: `the same, and a limit of ${RATE_LIMIT} full answers an hour: **Tagwire as it comes**`,
  codings: 'all',
  hasValidators: true,
  deltas: 'who asks',
  perHour: RATE_LIMIT,
};
/** Nothing is done about it. */
export const AS_FILES: Strategy = {
  name: 'all in full, as it is',
  codings: 'none',
  hasValidators: false,
  deltas: 'nobody',
  perHour: 0,
};
/** All that can be had without push. */
export const AT_BEST: Strategy = {
  ...TAGWIRE,
  name: 'Tagwire, if all readers kept the ETag and sent `A-IM: feed`',
  deltas: 'everybody',
};
export const STRATEGIES: readonly Strategy[] = [
  AS_FILES,
  { ...AS_FILES, name: 'all in full, gzip', codings: 'gzip' },
  { ...AS_FILES, name: 'all in full, brotli, zstd or gzip', codings: 'all' },
  { ...AS_FILES, name: 'gzip, and 304 for what has not changed', codings: 'gzip', hasValidators: true },
  {
    ...AS_FILES,
    name: 'brotli, zstd or gzip, and 304 for what has not changed',
    codings: 'all',
    hasValidators: true,
  },
  { ...TAGWIRE, name: 'the same, and deltas (226) for who asks for them', perHour: 0 },
  TAGWIRE,
  { ...TAGWIRE, name: 'Tagwire with `RATE_LIMIT=12`', perHour: 12 },
  { ...TAGWIRE, name: 'Tagwire with `RATE_LIMIT=2`', perHour: 2 },
  AT_BEST,
];
