// What the store keeps of the feeds of all articles, of tags, of authors and of podcasts: enough to make their documents, for
// whoever reads and never writes.
import type { Kysely } from 'kysely';
import type { Entry, Tombstone } from '../entry.ts';
import type { PodcastFeed, TagCount } from '../feed.ts';
import {
  archived,
  archiveState,
  closedPages,
  episodes,
  type FeedState,
  feedState,
  type GroupFeed,
  groupOf,
  headOf,
  type KeptFeed,
  type LiveEntries,
  lastChange,
  live,
  newest,
  type Room,
  type Since,
  since,
  stateAt,
  tombstones,
} from './feeds.ts';
import { openToRead } from './read-only.ts';
import type { Tables } from './tables.ts';

export class KeptFeeds {
  /** UUID of the publication, minted once; the ids of its feeds derive from it. */
  readonly publication: string;
  /**
   * Where the publication was first at home in public, without a scheme; empty: nowhere yet. The names of its podcasts are
   * made from that (POD-20).
   */
  readonly home: string;
  readonly #db: Kysely<Tables>;

  protected constructor(db: Kysely<Tables>, { id, home }: { readonly id: string; readonly home: string }) {
    this.#db = db;
    this.publication = id;
    this.home = home;
  }

  /** Opens a store that is there and up to date. */
  static async openToRead(url: string): Promise<KeptFeeds> {
    const db = openToRead(url);
    return new KeptFeeds(db, await db.selectFrom('publication').select(['id', 'home']).executeTakeFirstOrThrow());
  }

  /** The head of the log. */
  head(): Promise<FeedState> {
    return headOf(this.#db);
  }

  /** Where the log stood after a revision; undefined when there has not been so many. */
  stateAt(revision: number): Promise<FeedState | undefined> {
    return stateAt(this.#db, revision);
  }

  /** Where a feed stands; undefined when no article ever was in it. */
  feedState(feed: KeptFeed): Promise<FeedState | undefined> {
    return feedState(this.#db, feed);
  }

  /** The newest live entries of a feed: by date, those of one date in reverse order of arrival. */
  newest(feed: KeptFeed, limit: number): Promise<Entry[]> {
    return newest(this.#db, feed, limit);
  }

  /** The newest episodes of a podcast. */
  episodes(feed: PodcastFeed, room: Room): Promise<Entry[]> {
    return episodes(this.#db, feed, room);
  }

  /** What the live document of a feed holds. */
  live(feed: KeptFeed, limit: number): Promise<LiveEntries> {
    return live(this.#db, feed, limit);
  }

  /** The entries of a closed page of a feed's history; undefined when there is no such page. */
  archived(feed: KeptFeed, page: number): Promise<Entry[] | undefined> {
    return archived(this.#db, feed, page);
  }

  /** Where a closed page of a feed's history stands; undefined when there is no such page. */
  archiveState(feed: KeptFeed, page: number): Promise<FeedState | undefined> {
    return archiveState(this.#db, feed, page);
  }

  /** How many pages of a feed's history are closed. */
  closedPages(feed: KeptFeed): Promise<number> {
    return closedPages(this.#db, feed);
  }

  /** What has happened in a feed after a revision. @param limit of the changes that are counted */
  since(feed: KeptFeed, revision: number, limit: number): Promise<Since> {
    return since(this.#db, feed, revision, limit);
  }

  /** The latest withdrawals among the entries that a feed carried until then. */
  tombstones(feed: KeptFeed, limit: number): Promise<Tombstone[]> {
    return tombstones(this.#db, feed, limit);
  }

  /** The latest moment that any change of a feed carried; undefined before the first. */
  lastChange(feed: KeptFeed): Promise<Date | undefined> {
    return lastChange(this.#db, feed);
  }

  /** A tag, an author or a podcast, which has no label; undefined when no article ever had it. */
  async grouped(feed: GroupFeed): Promise<(TagCount & { readonly origin: string }) | undefined> {
    const row = await this.#db
      .selectFrom('tag')
      .select(['slug', 'origin', 'label', 'entries as count'])
      .where('slug', '=', groupOf(feed))
      .executeTakeFirst();
    return row && { ...row, slug: feed.slug };
  }

  /** How many live entries a feed selects from. */
  async count(feed: KeptFeed): Promise<number> {
    if (feed.kind !== 'all') return (await this.grouped(feed))?.count ?? 0;
    return (await this.#db.selectFrom('publication').select('entries').executeTakeFirstOrThrow()).entries;
  }
}
