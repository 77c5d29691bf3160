// The media that articles depend on: what they were when they were read, and which of them are served.
import type { Kysely } from 'kysely';
import { chunks } from '../lists.ts';
import { ROWS_AT_ONCE, type Tables } from './tables.ts';

/** A file that an article depends on. */
export type Medium = {
  readonly path: string;
  /** -1: it is not there. */
  readonly size: number;
  readonly modified: number;
  readonly changed: number;
  /** How it is served; absent when it is not. */
  readonly served?: { readonly key: string; readonly type: string };
  /** Whatever its reader wants to know again. */
  readonly facts: unknown;
};

/** A medium that a live article has. */
export type ServedMedium = { readonly path: string; readonly type: string; readonly length: number };

/** The media of articles, by the path of the article. */
export async function mediaOf(db: Kysely<Tables>, articles: readonly string[]): Promise<Map<string, Medium[]>> {
  const media = new Map<string, Medium[]>();
  for (const some of chunks(articles, ROWS_AT_ONCE)) {
    const rows = await db.selectFrom('media').selectAll().where('article', 'in', some).execute();
    for (const { article, path, size, modified, changed, facts } of rows) {
      const medium = { path, size: Number(size), modified, changed, facts: JSON.parse(facts) as unknown };
      media.set(article, [...(media.get(article) ?? []), medium]);
    }
  }
  return media;
}

/** Forgets the media of articles that are gone, or that name others by now. */
export async function forgetMedia(db: Kysely<Tables>, articles: readonly string[]): Promise<void> {
  for (const some of chunks(articles, ROWS_AT_ONCE))
    await db.deleteFrom('media').where('article', 'in', some).execute();
}

/** The files whose articles depend on a medium. */
export async function filesWith(db: Kysely<Tables>, medium: string): Promise<string[]> {
  const rows = await db
    .selectFrom('media')
    .innerJoin('file', 'file.path', 'media.article')
    .select(['file.path', 'file.folder', 'file.is_piece'])
    .where('media.path', '=', medium)
    .execute();
  return [...new Set(rows.map(({ path, folder, is_piece }) => (is_piece === 1 ? folder : path)))];
}

/** What belongs to the key of an address: no medium is served that no live article names. */
export async function servedMedium(db: Kysely<Tables>, key: string): Promise<ServedMedium | undefined> {
  const row = await db
    .selectFrom('media')
    .innerJoin('entry', 'entry.path', 'media.article')
    .select(['media.path', 'media.type', 'media.size'])
    .where('media.key', '=', key)
    .where('entry.state', '=', 'live')
    .orderBy('media.path')
    .limit(1)
    .executeTakeFirst();
  return row?.type ? { path: row.path, type: row.type, length: Number(row.size) } : undefined;
}
