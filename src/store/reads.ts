// What may be asked of the store in a thread of its own: by name, with plain arguments, for plain rows.
import { findMatches } from './search.ts';

export const READS = { findMatches } as const;

export type Reads = typeof READS;
