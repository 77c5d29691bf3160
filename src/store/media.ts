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

/** A medium as it was when it was read. */
export type MediumStat = Pick<Medium, 'path' | 'size' | 'modified' | 'changed'>;

/**
 * The media of the articles that are published as they stand in their files, by file, each once. What has been refused
 * since is not read again because of them.
 */
export async function mediaOfFiles(db: Kysely<Tables>, files: readonly string[]): Promise<Map<string, MediumStat[]>> {
  const byFile = new Map<string, Map<string, MediumStat>>();
  for (const some of chunks(files, ROWS_AT_ONCE)) {
    const rows = [
      ...(await publishedWithMedia(db).select('file.path as owner').where('file.path', 'in', some).execute()),
      ...(await publishedWithMedia(db)
        .select('file.folder as owner')
        .where('file.folder', 'in', some)
        .where('file.is_piece', '=', 1)
        .execute()),
    ];
    for (const { owner, path, size, modified, changed } of rows) {
      const media = byFile.get(owner) ?? new Map<string, MediumStat>();
      byFile.set(owner, media.set(path, { path, size: Number(size), modified, changed }));
    }
  }
  return new Map([...byFile].map(([file, media]) => [file, [...media.values()]]));
}

/** Which of these files hold one article and are published as they are. */
export async function publishedFiles(db: Kysely<Tables>, files: readonly string[]): Promise<Set<string>> {
  const published = new Set<string>();
  for (const some of chunks(files, ROWS_AT_ONCE)) {
    const rows = await db
      .selectFrom('file')
      .innerJoin('entry', 'entry.path', 'file.path')
      .select('file.path')
      .whereRef('entry.digest', '=', 'file.digest')
      .where('file.path', 'in', some)
      .execute();
    for (const { path } of rows) published.add(path);
  }
  return published;
}

function publishedWithMedia(db: Kysely<Tables>) {
  return db
    .selectFrom('file')
    .innerJoin('media', 'media.article', 'file.path')
    .innerJoin('entry', 'entry.path', 'file.path')
    .select(['media.path', 'media.size', 'media.modified', 'media.changed'])
    .whereRef('entry.digest', '=', 'file.digest');
}

/** Forgets the media of articles that are gone, or that name others by now. */
export async function forgetMedia(db: Kysely<Tables>, articles: readonly string[]): Promise<void> {
  for (const some of chunks(articles, ROWS_AT_ONCE))
    await db.deleteFrom('media').where('article', 'in', some).execute();
}

/** The files whose articles depend on a medium, or on one in a folder of this name. */
export async function filesWith(db: Kysely<Tables>, medium: string): Promise<string[]> {
  const rows = await db
    .selectFrom('media')
    .innerJoin('file', 'file.path', 'media.article')
    .select(['file.path', 'file.folder', 'file.is_piece'])
    // `0` is what follows `/`.
    .where(({ eb, and, or }) =>
      or([
        eb('media.path', '=', medium),
        and([eb('media.path', '>=', `${medium}/`), eb('media.path', '<', `${medium}0`)]),
      ]),
    )
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
