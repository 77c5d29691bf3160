// What the feeds of all articles, of a tag, of an author and of a podcast hold, and where they stand in the log. Everything
// is looked up in an index, so nothing depends on how many articles there are.
import { type Kysely, sql } from 'kysely';
import type { Entry, EntryId, Tombstone } from '../entry.ts';
import type { Feed, PodcastFeed } from '../feed.ts';
import { authorGroup, type Group, podcastGroup } from './group.ts';
import { type EntryRow, entryFrom } from './rows.ts';
import type { MembershipTable, Tables } from './tables.ts';

/** Where a feed stands in the log: all that its validators are made of. */
export type FeedState = {
  /** The highest revision among its entries, withdrawn ones included; 0 before the first. */
  readonly revision: number;
  /** Equal in two stores only when their histories are. */
  readonly digest: string;
  /** When that revision was written, in seconds since 1970. */
  readonly at: number;
};

/** A feed whose state and entries the store keeps, and need not work out. */
export type KeptFeed = Extract<Feed, { kind: 'all' }> | GroupFeed;
export type GroupFeed = Extract<Feed, { kind: 'tag' | 'author' | 'podcast' }>;

/**
 * Entries of a page of history. For ever: pages close by count, in order of first appearance, so whoever has read one need
 * not read it again (PAGE-08).
 */
export const PAGE_SIZE = 50;

/** What a live feed holds besides the newest entries, so that nobody who reads it and the closed pages misses anything. */
type Window = { readonly limit: number; readonly closed: number };

export function groupOf({ kind, slug }: GroupFeed): Group {
  switch (kind) {
    case 'tag':
      return slug;
    case 'author':
      return authorGroup(slug);
    case 'podcast':
      return podcastGroup(slug);
  }
}

/** The head of the log. */
export async function headOf(db: Kysely<Tables>): Promise<FeedState> {
  const row = await db.selectFrom('publication').select(['revision', 'digest', 'at']).executeTakeFirstOrThrow();
  return { ...row, at: Number(row.at) };
}

/** Where the log stood after a revision. */
export async function stateAt(db: Kysely<Tables>, revision: number): Promise<FeedState | undefined> {
  const row = await db
    .selectFrom('revision')
    .select(['revision', 'digest', 'at'])
    .where('revision', '=', revision)
    .executeTakeFirst();
  return row && { ...row, at: Number(row.at) };
}

/** Where a feed stands; undefined when no article ever was in it. */
export async function feedState(db: Kysely<Tables>, feed: KeptFeed): Promise<FeedState | undefined> {
  if (feed.kind === 'all') return headOf(db);
  const row = await db.selectFrom('tag').select('revision').where('slug', '=', groupOf(feed)).executeTakeFirst();
  return row && stateAt(db, row.revision);
}

/** How many pages of its history are closed. */
export async function closedPages(db: Kysely<Tables>, feed: KeptFeed): Promise<number> {
  const row =
    feed.kind === 'all'
      ? await db.selectFrom('publication').select('appeared').executeTakeFirst()
      : await db.selectFrom('tag').select('appeared').where('slug', '=', groupOf(feed)).executeTakeFirst();
  return Math.floor((row?.appeared ?? 0) / PAGE_SIZE);
}

/** The newest live entries of a feed: by date, those of one date in reverse order of arrival. */
export async function newest(db: Kysely<Tables>, feed: KeptFeed, limit: number): Promise<Entry[]> {
  const rows =
    feed.kind === 'all'
      ? await db
          .selectFrom('entry')
          .selectAll()
          .where('state', '=', 'live')
          .orderBy('published', 'desc')
          .orderBy('first_revision', 'desc')
          .limit(limit)
          .execute()
      : await members(db, feed)
          .where('membership.state', '=', 'member')
          .orderBy('membership.published', 'desc')
          .orderBy('membership.first_revision', 'desc')
          .limit(limit)
          .execute();
  return rows.map(entryFrom);
}

/** How much of a podcast is read: so many episodes at most, and so many bytes of text and of what is said of them. */
export type Room = { readonly episodes: number; readonly bytes: number };

/** The newest episodes of a podcast, as many as there is room for; the first one always. */
export async function episodes(db: Kysely<Tables>, feed: PodcastFeed, room: Room): Promise<Entry[]> {
  // Not the texts themselves yet: there may be no end of them.
  const sizes = await db
    .selectFrom('membership')
    .innerJoin('entry', 'entry.number', 'membership.entry')
    .select(sql<number>`octet_length(entry.content) + coalesce(octet_length(entry.episode), 0)`.as('bytes'))
    .where('membership.tag', '=', groupOf(feed))
    .where('membership.state', '=', 'member')
    .orderBy('membership.published', 'desc')
    .orderBy('membership.first_revision', 'desc')
    .limit(room.episodes)
    .execute();
  let sum = 0;
  const end = sizes.findIndex(({ bytes }) => {
    sum += bytes;
    return sum > room.bytes;
  });
  return newest(db, feed, end < 0 ? room.episodes : Math.max(1, end));
}

/**
 * What a live feed holds: its newest entries; all that have appeared since the last page of history was closed, whatever
 * their date; and those among its latest changes that are new versions of earlier entries (PAGE-08, PAGE-09).
 */
export async function live(db: Kysely<Tables>, feed: KeptFeed, limit: number): Promise<LiveEntries> {
  const closed = await closedPages(db, feed);
  const byDate = await newest(db, feed, limit);
  const needed = await rowsNeeded(db, feed, { limit, closed });
  return { newest: byDate, needed: inOrder(needed).map(entryFrom), closed };
}

export type LiveEntries = {
  readonly newest: readonly Entry[];
  /** None of them may be left out, however much the newest are; they may be among those. */
  readonly needed: readonly Entry[];
  /** How many pages of history are closed. */
  readonly closed: number;
};

async function rowsNeeded(db: Kysely<Tables>, feed: KeptFeed, { limit, closed }: Window): Promise<EntryRow[]> {
  const open = closed * PAGE_SIZE;
  if (feed.kind === 'all') {
    const entries = db.selectFrom('entry').selectAll();
    const latest = await entries.where('state', '=', 'live').orderBy('revision', 'desc').limit(limit).execute();
    const appeared = await entries.where('position', '>', open).execute();
    return [
      ...appeared.filter(({ state }) => state === 'live'),
      ...latest.filter((row) => row.revision > row.first_revision && row.position <= open),
    ];
  }
  const latest = await members(db, feed)
    .select(['membership.position as place', 'membership.joined'])
    .where('membership.state', '=', 'member')
    .orderBy('membership.revision', 'desc')
    .limit(limit)
    .execute();
  const appeared = await members(db, feed)
    .where('membership.position', '>', open)
    .where('membership.state', '=', 'member')
    .execute();
  return [...appeared, ...latest.filter((row) => row.revision > row.joined && row.place <= open)];
}

/** The entries of a closed page of history that are there still; undefined when there is no such page, or not yet. */
export async function archived(db: Kysely<Tables>, feed: KeptFeed, page: number): Promise<Entry[] | undefined> {
  if (page < 1 || page > (await closedPages(db, feed))) return undefined;
  const [after, upTo] = [(page - 1) * PAGE_SIZE, page * PAGE_SIZE];
  const rows =
    feed.kind === 'all'
      ? (
          await db.selectFrom('entry').selectAll().where('position', '>', after).where('position', '<=', upTo).execute()
        ).filter(({ state }) => state === 'live')
      : await members(db, feed)
          .where('membership.position', '>', after)
          .where('membership.position', '<=', upTo)
          .where('membership.state', '=', 'member')
          .execute();
  return inOrder(rows).map(entryFrom);
}

/**
 * Where a closed page stands in the log: at the last change of one of its entries, or at the closing of its successor, to
 * which it links from then on (PAGE-10). Undefined when there is no such page.
 */
export async function archiveState(db: Kysely<Tables>, feed: KeptFeed, page: number): Promise<FeedState | undefined> {
  if (page < 1 || page > (await closedPages(db, feed))) return undefined;
  const own = await placesIn(db, feed, page);
  const successor = (await placesIn(db, feed, page + 1)).find(({ position }) => position === (page + 1) * PAGE_SIZE);
  return stateAt(db, Math.max(0, ...own.map(({ revision }) => revision), successor?.joined ?? 0));
}

type Place = Pick<MembershipTable, 'position' | 'revision' | 'joined'>;

/** Who has ever been on a page. */
async function placesIn(db: Kysely<Tables>, feed: KeptFeed, page: number): Promise<Place[]> {
  const [after, upTo] = [(page - 1) * PAGE_SIZE, page * PAGE_SIZE];
  return feed.kind === 'all'
    ? await db
        .selectFrom('entry')
        .select(['position', 'revision', 'first_revision as joined'])
        .where('position', '>', after)
        .where('position', '<=', upTo)
        .execute()
    : await db
        .selectFrom('membership')
        .select(['position', 'revision', 'joined'])
        .where('tag', '=', groupOf(feed))
        .where('position', '>', after)
        .where('position', '<=', upTo)
        .execute();
}

/** What has happened in a feed after a revision. */
export type Since = {
  /** Entries that are new in it. */
  readonly added: number;
  /** Entries that were in it before and have changed, or have returned. */
  readonly corrected: number;
  /** Entries that have gone: withdrawn, or no longer in this feed. */
  readonly lost: number;
};

/** @param limit so many changes are counted at most: of an old revision there may be a million */
export async function since(db: Kysely<Tables>, feed: KeptFeed, revision: number, limit: number): Promise<Since> {
  const rows = feed.kind === 'all' ? await changed(db, revision, limit) : await moved(db, feed, revision, limit);
  const there = rows.filter(({ state }) => state === 'live' || state === 'member');
  const added = there.filter(({ first }) => first > revision).length;
  return { added, corrected: there.length - added, lost: rows.length - there.length };
}

function changed(db: Kysely<Tables>, revision: number, limit: number) {
  const entries = db.selectFrom('entry').select(['state', 'first_revision as first']);
  return entries.where('revision', '>', revision).limit(limit).execute();
}

async function moved(db: Kysely<Tables>, feed: GroupFeed, revision: number, limit: number) {
  const rows: { state: MembershipTable['state']; first: number }[] = [];
  // One after the other: of all at once SQLite would look through the whole feed.
  for (const state of ['withdrawn', 'left', 'member'] as const) {
    const memberships = db.selectFrom('membership').select(['state', 'joined as first']);
    const ofState = memberships.where('tag', '=', groupOf(feed)).where('state', '=', state);
    rows.push(
      ...(await ofState
        .where('revision', '>', revision)
        .limit(limit - rows.length)
        .execute()),
    );
  }
  return rows;
}

/** The latest withdrawals among the entries that a feed carried until then. */
export async function tombstones(db: Kysely<Tables>, feed: KeptFeed, limit: number): Promise<Tombstone[]> {
  const rows =
    feed.kind === 'all'
      ? await db
          .selectFrom('entry')
          .select(['id', 'withdrawn'])
          .where('state', '=', 'withdrawn')
          .where('revision', '>', 0)
          .orderBy('revision', 'desc')
          .limit(limit)
          .execute()
      : await db
          .selectFrom('membership')
          .innerJoin('entry', 'entry.number', 'membership.entry')
          .select(['entry.id', 'entry.withdrawn'])
          .where('membership.tag', '=', groupOf(feed))
          .where('membership.state', '=', 'withdrawn')
          .orderBy('membership.revision', 'desc')
          .limit(limit)
          .execute();
  return rows.map(({ id, withdrawn: at }) => ({ id: id as EntryId, withdrawn: new Date(Number(at)) }));
}

/** The latest moment that any change of a feed carried; undefined before the first. */
export async function lastChange(db: Kysely<Tables>, feed: KeptFeed): Promise<Date | undefined> {
  const row =
    feed.kind === 'all'
      ? await db.selectFrom('publication').select('updated').executeTakeFirst()
      : await db.selectFrom('tag').select('updated').where('slug', '=', groupOf(feed)).executeTakeFirst();
  const updated = Number(row?.updated ?? 0);
  return updated === 0 ? undefined : new Date(updated);
}

function members(db: Kysely<Tables>, feed: GroupFeed) {
  return db
    .selectFrom('membership')
    .innerJoin('entry', 'entry.number', 'membership.entry')
    .selectAll('entry')
    .where('membership.tag', '=', groupOf(feed));
}

/** As all feeds: by date, those of one date in reverse order of arrival. */
export function inOrder<Row extends Pick<EntryRow, 'published' | 'first_revision'>>(rows: readonly Row[]): Row[] {
  return rows.toSorted(
    (one, other) => Number(other.published) - Number(one.published) || other.first_revision - one.first_revision,
  );
}
