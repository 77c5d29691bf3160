// What machines load and compile at the first article: before it comes, not while its readers wait.
import { readArticles } from './article.ts';

const SAMPLE = ' date 2025-01-01 A picture. Credit: Nobody\n\nIt rains, the mayor said.\n\nMore.\n\nTags: Rain\n';

/** Reads an article that nobody sees. */
export function warmUpReading(): void {
  readArticles(Buffer.from(SAMPLE), 'sample.txt', new Date('2025-01-01T00:00:00Z'), { zone: 'UTC' });
}
