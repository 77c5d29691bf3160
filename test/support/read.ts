import { type Article, readArticles } from '../../src/ingest/article.ts';
import type { ReaderSettings } from '../../src/ingest/reading.ts';

/** Reads a file that holds one article. @param settings or just the zone of dates without one */
export function readArticle(
  bytes: Uint8Array,
  path: string,
  modified: Date,
  settings: ReaderSettings | string = 'UTC',
): Article {
  const articles = readArticles(bytes, path, modified, typeof settings === 'string' ? { zone: settings } : settings);
  const [article] = articles;
  if (!article || articles.length > 1) throw new Error(`Expected one article in ${path}, got ${articles.length}`);
  return article;
}
