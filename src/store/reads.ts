// What may be asked of the store in a thread of its own: by name, with plain arguments, for plain rows.
import { findMatches } from './search.ts';
import { selectArchived, selectedArchiveState, selectedPages, selectedState, selectLive } from './selections.ts';

export const READS = {
  findMatches,
  selectArchived,
  selectedArchiveState,
  selectedPages,
  selectedState,
  selectLive,
} as const;

export type Reads = typeof READS;
