// What machines load and compile at the first feed: before it is asked for, not while its readers wait.
import type { Entry, EntryId } from '../entry.ts';
import { ALL, FORMATS } from '../feed.ts';
import type { ErrorLog } from '../log.ts';
import { FeedRenderer } from './document.ts';
import type { Publication } from './publication.ts';

const DATE = new Date('2025-01-01T00:00:00Z');
const COMMON = { id: 'urn:x:sample' as EntryId, updated: DATE };
const ENTRY: Entry = {
  ...COMMON,
  slug: 'sample',
  title: 'It rains',
  summary: 'It rains, the mayor said.',
  content: '<p>It rains, the mayor said.</p>\n<p>More.</p>',
  authors: [],
  tags: [{ slug: 'rain', label: 'Rain' }],
  published: DATE,
  revision: 1,
};

/** Renders an article that nobody sees; takes some 20 ms once, and leaves nothing. */
export function warmUpRendering(publication: Publication, log: ErrorLog): void {
  const renderer = new FeedRenderer(publication, 1_000_000, log);
  const view = { ...COMMON, feed: ALL, title: 'Sample', description: 'Sample', tombstones: [] };
  for (const format of FORMATS) renderer.render(view, [ENTRY], format);
}
