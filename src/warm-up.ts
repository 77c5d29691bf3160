// What machines load and compile at first use: before the first article comes, not while its readers wait.
import type { Entry, EntryId } from './entry.ts';
import { ALL, FORMATS } from './feed.ts';
import { readArticles } from './ingest/article.ts';
import type { Log } from './log.ts';
import { FeedRenderer } from './render/document.ts';
import type { Publication } from './render/publication.ts';

const SAMPLE = ' date 2025-01-01 A picture. Credit: Nobody\n\nIt rains, the mayor said.\n\nMore.\n\nTags: Rain\n';
const DATE = new Date('2025-01-01T00:00:00Z');

/** Reads and renders an article that nobody sees; takes some 30 ms once, and leaves nothing. */
export function warmUp(publication: Publication, log: Log): void {
  const [article] = readArticles(Buffer.from(SAMPLE), 'sample.txt', DATE, { zone: 'UTC' });
  if (article?.reading.kind !== 'entry') return;
  const common = { id: 'urn:x:sample' as EntryId, updated: DATE, tags: [{ slug: 'rain', label: 'Rain' }], authors: [] };
  const entry: Entry = { ...article.reading.entry, ...common, slug: 'sample', revision: 1 };
  const renderer = new FeedRenderer(publication, 1_000_000, log);
  const view = { ...common, feed: ALL, title: 'Sample', description: 'Sample', tombstones: [] };
  for (const format of FORMATS) renderer.render(view, [entry], format);
}
