// How the library is, for whoever runs it. What can be counted is kept or stands in an index: no article is read.
import type { Kysely } from 'kysely';
import { authorGroup } from './group.ts';
import type { Tables } from './tables.ts';

export type Overview = {
  /** What is live. */
  readonly articles: number;
  readonly withdrawn: number;
  readonly revision: number;
  /** When that was written. */
  readonly changed: Date;
};

export async function readOverview(db: Kysely<Tables>): Promise<Overview> {
  const { entries, appeared, revision, at } = await db
    .selectFrom('publication')
    .select(['entries', 'appeared', 'revision', 'at'])
    .executeTakeFirstOrThrow();
  // Whatever has ever appeared is live or withdrawn.
  return { articles: entries, withdrawn: appeared - entries, revision, changed: new Date(Number(at) * 1000) };
}

/** How many tags, or authors, have an article. */
export async function countGroups(db: Kysely<Tables>, kind: 'tag' | 'author'): Promise<number> {
  const author = authorGroup('');
  // What follows `@` is `A`: authors are between. Before the digits are podcasts.
  const ranges = kind === 'author' ? [[author, 'A'] as const] : [['0', author] as const, ['A', undefined] as const];
  let count = 0;
  for (const [from, end] of ranges) {
    const groups = db
      .selectFrom('tag')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('slug', '>=', from)
      .where('entries', '>', 0);
    const row = await (end === undefined ? groups : groups.where('slug', '<', end)).executeTakeFirstOrThrow();
    count += Number(row.count);
  }
  return count;
}

/** How many of the live articles were published from one moment on, before another. */
export async function countPublished(db: Kysely<Tables>, from: Date, end: Date): Promise<number> {
  const { count } = await db
    .selectFrom('entry')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('state', '=', 'live')
    .where('published', '>=', from.getTime())
    .where('published', '<', end.getTime())
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** An article to come. */
export type Release = { readonly title: string; readonly path: string; readonly at: Date };

/** How many articles wait for their date. */
export async function countReleases(db: Kysely<Tables>): Promise<number> {
  const { count } = await db
    .selectFrom('entry')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('due', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The next of them. */
export async function nextReleases(db: Kysely<Tables>, limit: number): Promise<Release[]> {
  const rows = await db
    .selectFrom('entry')
    .select(['title', 'path', 'due'])
    .where('due', 'is not', null)
    .orderBy('due')
    .limit(limit)
    .execute();
  return rows.map(({ title, path, due }) => ({ title, path: path ?? '', at: new Date(Number(due)) }));
}

/** Where the files of some articles are, by slug. */
export async function pathsOf(db: Kysely<Tables>, slugs: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.selectFrom('entry').select(['slug', 'path']).where('slug', 'in', slugs).execute();
  return new Map(rows.flatMap(({ slug, path }) => (path === null ? [] : [[slug, path] as const])));
}
