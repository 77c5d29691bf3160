// What may be asked of the store in a thread of its own: by name, with plain arguments, for plain rows.
import { largestTags } from './called.ts';
import { findMatches } from './search.ts';
import { selectArchived, selectedArchiveState, selectedPages, selectedState, selectLive } from './selections.ts';
import { largestGroups, partArticles, readNews, readNewsPart } from './sitemaps.ts';

export const READS = {
  findMatches,
  largestGroups,
  largestTags,
  partArticles,
  readNews,
  readNewsPart,
  selectArchived,
  selectedArchiveState,
  selectedPages,
  selectedState,
  selectLive,
} as const;

export type Reads = typeof READS;
