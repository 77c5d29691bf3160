// What sitemaps list: whatever is live and has its home here. Their parts close by count, in the order of first appearance,
// as pages of history do: a new article touches the last part alone.
import { hash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Entry } from '../entry.ts';
import { chunks } from '../lists.ts';
import { type FeedState, headOf, stateAt } from './feeds.ts';
import { authorGroup } from './group.ts';
import { ROWS_AT_ONCE, type Tables } from './tables.ts';

/** Entries of a part of the sitemap. For ever: an entry never moves to another part. */
export const PART_SIZE = 5000;
/** Entries of a part of the news (NEWS-02). Also for ever. */
export const NEWS_SIZE = 1000;
/** How long an article is news (NEWS-02). */
const NEWS_MS = 48 * 60 * 60_000;

/** The part that holds whoever was the first, second, ... to appear. */
export function partOf(position: number): number {
  return Math.ceil(position / PART_SIZE);
}

/** A part that lists something, and when the last change came to it. */
export type SitemapPart = { readonly number: number; readonly changed: Date };
/** A page of an article. */
export type ListedArticle = Pick<Entry, 'slug' | 'updated'>;
/** A page of a tag or an author; `updated` is the latest moment that a change of its feed carried. */
export type ListedGroup = { readonly kind: 'tag' | 'author'; readonly slug: string; readonly updated: Date };
export type NewsArticle = Pick<Entry, 'slug' | 'title' | 'language' | 'published'>;

export async function listedParts(db: Kysely<Tables>): Promise<SitemapPart[]> {
  const rows = await db
    .selectFrom('part')
    .innerJoin('revision', 'revision.revision', 'part.revision')
    .select(['part.number', 'revision.at'])
    .where('part.listed', '>', 0)
    .orderBy('part.number')
    .execute();
  return rows.map(({ number, at }) => ({ number, changed: new Date(Number(at) * 1000) }));
}

/** Where a part stands; undefined when it lists nothing. */
export async function partState(db: Kysely<Tables>, number: number): Promise<FeedState | undefined> {
  const part = await db
    .selectFrom('part')
    .select(['listed', 'revision'])
    .where('number', '=', number)
    .executeTakeFirst();
  return part && part.listed > 0 ? stateAt(db, part.revision) : undefined;
}

export async function partArticles(db: Kysely<Tables>, number: number): Promise<ListedArticle[]> {
  const rows = await db
    .selectFrom('entry')
    .select(['slug', 'updated', 'state', 'link'])
    .where('position', '>', (number - 1) * PART_SIZE)
    .where('position', '<=', number * PART_SIZE)
    .orderBy('position')
    .execute();
  // Not asked for the state: the index of states would seem to be the better one, and is the whole library.
  return rows
    .filter(({ state, link }) => state === 'live' && link === null)
    .map(({ slug, updated }) => ({ slug, updated: new Date(Number(updated)) }));
}

/** The tags and authors with most articles, by slug. */
export async function largestGroups(db: Kysely<Tables>, limit: number): Promise<ListedGroup[]> {
  const rows = await db
    .selectFrom('tag')
    .select(['slug', 'updated'])
    .where('entries', '>', 0)
    // Before the digits are podcasts, which share the pages of their tags.
    .where('slug', '>=', '0')
    .orderBy('entries', 'desc')
    .orderBy('slug')
    .limit(limit)
    .execute();
  const author = authorGroup('');
  return rows
    .sort((one, other) => (one.slug < other.slug ? -1 : 1))
    .map(({ slug, updated }) => ({
      ...(slug.startsWith(author)
        ? { kind: 'author' as const, slug: slug.slice(author.length) }
        : { kind: 'tag' as const, slug }),
      updated: new Date(Number(updated)),
    }));
}

/** Where the news stands, and until when if nothing is published: then the oldest article of it is news no more. */
export type NewsState = FeedState & { readonly until?: number };

/** What is news follows from the log and from which article is the oldest one: nothing else need be looked at. */
export async function newsState(db: Kysely<Tables>, now: Date): Promise<NewsState> {
  const after = now.getTime() - NEWS_MS;
  // Read before the rest: a tag may be older than what it names, never newer.
  const head = await headOf(db);
  const here = listed(db).select('published').limit(1);
  const oldest = await here.where('published', '>', after).orderBy('published').executeTakeFirst();
  const last = await here.where('published', '<=', after).orderBy('published', 'desc').executeTakeFirst();
  const first = oldest && Number(oldest.published);
  return {
    revision: head.revision,
    digest: hash('sha256', JSON.stringify([head.digest, first]), 'base64url'),
    // HTTP-10: it also changes when the clock takes an article out of it.
    at: Math.max(head.at, last ? Math.ceil((Number(last.published) + NEWS_MS) / 1000) : 0),
    ...(first === undefined ? {} : { until: first + NEWS_MS }),
  };
}

/** All that is news, newest first; of more than fits into one document, the numbers of the parts that hold it. */
export type News =
  | { readonly kind: 'articles'; readonly articles: readonly NewsArticle[] }
  | { readonly kind: 'parts'; readonly parts: readonly number[] };

export async function readNews(db: Kysely<Tables>, now: Date): Promise<News> {
  const part = sql<number>`(position - 1) / ${sql.lit(NEWS_SIZE)} + 1`;
  const parts = await recent(db, now)
    .select(({ fn }) => [part.as('part'), fn.countAll<number>().as('count')])
    .groupBy('part')
    .orderBy('part')
    .execute();
  const count = parts.reduce((sum, { count }) => sum + Number(count), 0);
  if (count > NEWS_SIZE) return { kind: 'parts', parts: parts.map(({ part }) => part) };
  const all = recent(db, now).select('number').orderBy('published', 'desc').orderBy('position', 'desc');
  return { kind: 'articles', articles: await loadNews(db, await all.limit(NEWS_SIZE).execute()) };
}

/** Whether a part holds any news. */
export async function hasNews(db: Kysely<Tables>, now: Date, part: number): Promise<boolean> {
  return (await recentOf(db, now, part).limit(1).executeTakeFirst()) !== undefined;
}

/** The news of a part, newest first. */
export async function readNewsPart(db: Kysely<Tables>, now: Date, part: number): Promise<NewsArticle[]> {
  const rows = recentOf(db, now, part).orderBy('published', 'desc').orderBy('position', 'desc');
  return loadNews(db, await rows.execute());
}

function recentOf(db: Kysely<Tables>, now: Date, part: number) {
  return recent(db, now)
    .select('number')
    .where('position', '>', (part - 1) * NEWS_SIZE)
    .where('position', '<=', part * NEWS_SIZE);
}

function recent(db: Kysely<Tables>, now: Date) {
  return listed(db).where('published', '>', now.getTime() - NEWS_MS);
}

function listed(db: Kysely<Tables>) {
  return db.selectFrom('entry').where('state', '=', 'live').where('link', 'is', null);
}

/** In the order given. */
async function loadNews(db: Kysely<Tables>, wanted: readonly { number: number }[]): Promise<NewsArticle[]> {
  const found = new Map<number, NewsArticle>();
  for (const some of chunks(wanted, ROWS_AT_ONCE)) {
    const numbers = some.map(({ number }) => number);
    const rows = db.selectFrom('entry').select(['number', 'slug', 'title', 'language', 'published']);
    for (const { number, slug, title, language, published } of await rows.where('number', 'in', numbers).execute())
      found.set(number, {
        slug,
        title,
        ...(language === null ? {} : { language }),
        published: new Date(Number(published)),
      });
  }
  return wanted.flatMap(({ number }) => found.get(number) ?? []);
}
