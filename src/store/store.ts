// The store: entries under revisions. What other stations ask of it, and the transactions that change it.
import type { Kysely, Selectable } from 'kysely';
import { chunks } from '../chunks.ts';
import type { Author, Entry, EntryId, Picture, Problem, Tombstone } from '../entry.ts';
import type { Feed } from '../feed.ts';
import { openDatabase } from './database.ts';
import { uuidFrom } from './identity.ts';
import { type Arrival, type Change, parseTags, releaseDue, type Saved, saveArrivals, withdrawPaths } from './save.ts';
import { type EntryTable, type FileTable, ROWS_AT_ONCE, type Tables } from './tables.ts';

/** Where a feed stands in the log: all that its validators are made of. */
export type FeedState = {
  /** The highest revision among its entries, withdrawn ones included; 0 before the first. */
  readonly revision: number;
  /** Equal in two stores only when their histories are. */
  readonly digest: string;
  /** When that revision was written, in seconds since 1970. */
  readonly at: number;
};

export type TagCount = { readonly slug: string; readonly label: string; readonly count: number };
export type KnownFile = Pick<FileTable, 'path' | 'size' | 'modified' | 'changed' | 'reader'>;

export class Store {
  /** UUID of the publication, minted once; the ids of its feeds derive from it. */
  readonly publication: string;
  readonly #db: Kysely<Tables>;

  private constructor(db: Kysely<Tables>, publication: string) {
    this.#db = db;
    this.publication = publication;
  }

  /**
   * Opens the store, creating it when it is not there.
   * @param name what the publication's id is made from, the first time only
   */
  static async open(url: string, name: string): Promise<Store> {
    const db = await openDatabase(url);
    await db
      .insertInto('publication')
      .values({ key: 1, id: uuidFrom(`publication ${name}`), revision: 0, at: 0, digest: '', entries: 0, updated: 0 })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    const { id } = await db.selectFrom('publication').select('id').executeTakeFirstOrThrow();
    return new Store(db, id);
  }

  close(): Promise<void> {
    return this.#db.destroy();
  }

  /** Saves arrivals, each under the next revision, in one transaction. */
  save(arrivals: readonly Arrival[], displaced: ReadonlySet<string>, now: Date): Promise<Saved> {
    return this.#db.transaction().execute((trx) => saveArrivals(trx, arrivals, displaced, now));
  }

  /** Withdraws what stood at these paths, and whatever lost its place to another file. */
  withdraw(paths: readonly string[], now: Date): Promise<Change[]> {
    return this.#db.transaction().execute((trx) => withdrawPaths(trx, paths, now));
  }

  /** Publishes the entries whose date has come. */
  release(now: Date): Promise<Change[]> {
    return this.#db.transaction().execute((trx) => releaseDue(trx, now));
  }

  /** When the next scheduled entry is due. */
  async nextRelease(): Promise<Date | undefined> {
    const row = await this.#db
      .selectFrom('entry')
      .select(({ fn }) => fn.min('published').as('at'))
      .where('state', '=', 'scheduled')
      .executeTakeFirst();
    return row?.at === null || row?.at === undefined ? undefined : new Date(Number(row.at));
  }

  /** The head of the log. */
  async head(): Promise<FeedState> {
    const { revision, digest, at } = await this.#db
      .selectFrom('publication')
      .select(['revision', 'digest', 'at'])
      .executeTakeFirstOrThrow();
    return { revision, digest, at: Number(at) };
  }

  /** Where a feed stands; undefined when no article ever had the tag. */
  async feedState(feed: Feed): Promise<FeedState | undefined> {
    if (feed.kind === 'all') return this.head();
    const row = await this.#db
      .selectFrom('tag')
      .innerJoin('revision', 'revision.revision', 'tag.revision')
      .select(['revision.revision', 'revision.digest', 'revision.at'])
      .where('tag.slug', '=', feed.slug)
      .executeTakeFirst();
    return row && { ...row, at: Number(row.at) };
  }

  /** The newest live entries of a feed: by date, those of one date in reverse order of arrival. */
  async newest(feed: Feed, limit: number): Promise<Entry[]> {
    if (feed.kind === 'all') {
      const rows = await this.#db
        .selectFrom('entry')
        .selectAll()
        .where('state', '=', 'live')
        .orderBy('published', 'desc')
        .orderBy('first_revision', 'desc')
        .limit(limit)
        .execute();
      return rows.map(entryFrom);
    }
    const rows = await this.#db
      .selectFrom('membership')
      .innerJoin('entry', 'entry.number', 'membership.entry')
      .selectAll('entry')
      .where('membership.tag', '=', feed.slug)
      .where('membership.state', '=', 'member')
      .orderBy('membership.published', 'desc')
      .orderBy('membership.first_revision', 'desc')
      .limit(limit)
      .execute();
    return rows.map(entryFrom);
  }

  /** The latest withdrawals among the entries that a feed carried until then. */
  async tombstones(feed: Feed, limit: number): Promise<Tombstone[]> {
    const rows =
      feed.kind === 'all'
        ? await this.#db
            .selectFrom('entry')
            .select(['id', 'withdrawn'])
            .where('state', '=', 'withdrawn')
            .where('revision', '>', 0)
            .orderBy('revision', 'desc')
            .limit(limit)
            .execute()
        : await this.#db
            .selectFrom('membership')
            .innerJoin('entry', 'entry.number', 'membership.entry')
            .select(['entry.id', 'entry.withdrawn'])
            .where('membership.tag', '=', feed.slug)
            .where('membership.state', '=', 'withdrawn')
            .orderBy('membership.revision', 'desc')
            .limit(limit)
            .execute();
    return rows.map(({ id, withdrawn: at }) => ({ id: id as EntryId, withdrawn: new Date(Number(at)) }));
  }

  /** All tags with the number of their live entries, by label. A tag without any keeps its address but is not listed. */
  async tags(): Promise<TagCount[]> {
    const rows = await this.#db
      .selectFrom('tag')
      .select(['slug', 'label', 'entries as count'])
      .where('entries', '>', 0)
      .execute();
    return rows.sort(byLabel);
  }

  /** One tag; undefined when no article ever had it. */
  tag(slug: string): Promise<TagCount | undefined> {
    return this.#db
      .selectFrom('tag')
      .select(['slug', 'label', 'entries as count'])
      .where('slug', '=', slug)
      .executeTakeFirst();
  }

  /** How many live entries a feed selects from. */
  async count(feed: Feed): Promise<number> {
    if (feed.kind === 'tag') return (await this.tag(feed.slug))?.count ?? 0;
    return (await this.#db.selectFrom('publication').select('entries').executeTakeFirstOrThrow()).entries;
  }

  /** How many live entries have their file at one of these paths. */
  async countAt(paths: readonly string[]): Promise<number> {
    let count = 0;
    for (const some of chunks(paths, ROWS_AT_ONCE)) {
      const row = await this.#db
        .selectFrom('entry')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('path', 'in', some)
        .where('state', '=', 'live')
        .executeTakeFirstOrThrow();
      count += Number(row.count);
    }
    return count;
  }

  /** The latest moment that any change of a feed carried; undefined before the first. */
  async lastChange(feed: Feed): Promise<Date | undefined> {
    const row =
      feed.kind === 'all'
        ? await this.#db.selectFrom('publication').select('updated').executeTakeFirst()
        : await this.#db.selectFrom('tag').select('updated').where('slug', '=', feed.slug).executeTakeFirst();
    const updated = Number(row?.updated ?? 0);
    return updated === 0 ? undefined : new Date(updated);
  }

  /** The entry whose page has this slug, and where it stands. Entries that nobody has seen yet are not found. */
  async article(slug: string): Promise<{ entry: Entry; isWithdrawn: boolean; state: FeedState } | undefined> {
    const row = await this.#db
      .selectFrom('entry')
      .selectAll()
      .where('slug', '=', slug)
      .where('first_revision', '>', 0)
      .executeTakeFirst();
    if (!row) return undefined;
    const { revision, digest, at } = await this.#db
      .selectFrom('revision')
      .select(['revision', 'digest', 'at'])
      .where('revision', '=', row.revision)
      .executeTakeFirstOrThrow();
    return {
      entry: entryFrom(row),
      isWithdrawn: row.state === 'withdrawn',
      state: { revision, digest, at: Number(at) },
    };
  }

  /** What has changed after a revision: the tags whose feeds did, and the slugs of the articles. */
  async changedSince(revision: number): Promise<{ tags: string[]; articles: string[] }> {
    const tags = await this.#db.selectFrom('tag').select('slug').where('revision', '>', revision).execute();
    const articles = await this.#db.selectFrom('entry').select('slug').where('revision', '>', revision).execute();
    return { tags: tags.map(({ slug }) => slug), articles: articles.map(({ slug }) => slug) };
  }

  /** What is known of the files in one folder. */
  async files(folder: string): Promise<Map<string, KnownFile>> {
    const rows = await this.#db
      .selectFrom('file')
      .select(['path', 'size', 'modified', 'changed', 'reader'])
      .where('folder', '=', folder)
      .execute();
    return new Map(rows.map((row) => [row.path, { ...row, size: Number(row.size) }]));
  }

  /** The folders that hold known files: the given one and those below it; all for the empty name. */
  async folders(below = ''): Promise<string[]> {
    const all = this.#db.selectFrom('file').select('folder').distinct();
    // `0` is what follows `/`: everything between is in a folder below.
    const some = all.where(({ eb, and, or }) =>
      or([eb('folder', '=', below), and([eb('folder', '>=', `${below}/`), eb('folder', '<', `${below}0`)])]),
    );
    const rows = await (below === '' ? all : some).execute();
    return rows.map(({ folder }) => folder);
  }

  /** The paths of entries that an arrival with one of these texts or files may turn out to be. */
  async claimants(digests: readonly string[], identities: readonly string[]): Promise<KnownFile[]> {
    const paths = new Set<string>();
    const lookUp = async (column: 'digest' | 'identity', values: readonly string[]) => {
      for (const some of chunks(values, ROWS_AT_ONCE)) {
        const rows = await this.#db
          .selectFrom('entry')
          .select('path')
          .where(column, 'in', some)
          .where('path', 'is not', null)
          .execute();
        for (const { path } of rows) if (path !== null) paths.add(path);
      }
    };
    await lookUp('digest', digests);
    await lookUp(
      'identity',
      identities.filter((identity) => identity !== ''),
    );
    return [...(await this.known([...paths])).values()];
  }

  /** Which of these paths are known. */
  async known(paths: readonly string[]): Promise<Map<string, KnownFile>> {
    const found = new Map<string, KnownFile>();
    for (const some of chunks(paths, ROWS_AT_ONCE)) {
      const rows = await this.#db
        .selectFrom('file')
        .select(['path', 'size', 'modified', 'changed', 'reader'])
        .where('path', 'in', some)
        .execute();
      for (const row of rows) found.set(row.path, row);
    }
    return found;
  }

  /** Every file that is refused at present, by path. */
  async problems(): Promise<Problem[]> {
    const rows = await this.#db
      .selectFrom('file')
      .select('problem')
      .where('problem', 'is not', null)
      .orderBy('path')
      .execute();
    return rows.map(({ problem }) => JSON.parse(problem ?? '') as Problem);
  }
}

/** One order everywhere: the label's own, whatever the machine's language is. */
function byLabel(one: TagCount, other: TagCount): number {
  return collator.compare(one.label, other.label) || (one.slug < other.slug ? -1 : 1);
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

function entryFrom(row: Selectable<EntryTable>): Entry {
  return {
    id: row.id as EntryId,
    slug: row.slug,
    title: row.title,
    ...(row.summary === null ? {} : { summary: row.summary }),
    content: row.content,
    authors: JSON.parse(row.authors) as Author[],
    tags: parseTags(row.tags),
    ...(row.language === null ? {} : { language: row.language }),
    ...(row.link === null ? {} : { link: row.link }),
    ...(row.picture === null ? {} : { picture: JSON.parse(row.picture) as Picture }),
    published: new Date(Number(row.published)),
    updated: new Date(Number(row.updated)),
    revision: row.revision,
  };
}
