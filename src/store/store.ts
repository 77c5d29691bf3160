// The store: entries under revisions. What other stations ask of it, and the transactions that change it.
import { hash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { type Audience, type AudienceBatch, dayOf } from '../audience.ts';
import type { Entry, Problem } from '../entry.ts';
import type { TagCount } from '../feed.ts';
import { chunks } from '../lists.ts';
import type { Query } from '../query.ts';
import type { Selection } from '../selection.ts';
import { beginDay, keepAudience, readAudience, saltsOf } from './audience.ts';
import { type Called, largestTags, tagsBeginning, tagsCalled } from './called.ts';
import type { Change } from './change.ts';
import { isInMemory, openDatabase } from './database.ts';
import { type FeedState, stateAt } from './feeds.ts';
import { authorGroup, type Group, podcastGroup } from './group.ts';
import { type Identities, identifyAll, type Known, type Newcomer } from './identity.ts';
import { idFrom, uuidFrom } from './ids.ts';
import { KeptFeeds } from './kept.ts';
import {
  filesWith,
  type Medium,
  type MediumStat,
  mediaOf,
  mediaOfFiles,
  publishedFiles,
  type ServedMedium,
  servedMedium,
} from './media.ts';
import {
  countGroups,
  countPublished,
  countReleases,
  nextReleases,
  type Overview,
  type Release,
  readOverview,
} from './overview.ts';
import {
  countProblems,
  type KnownProblem,
  latestProblems,
  noteComparison,
  type ProblemCounts,
  readProblems,
} from './problems.ts';
import { Readers } from './readers.ts';
import { renameTags } from './rename.ts';
import { entryFrom } from './rows.ts';
import { type Arrival, newcomerFrom, type Saved, saveArrivals } from './save.ts';
import { findMatches, type Indexed, indexNext, type Match } from './search.ts';
import {
  type Limits,
  type SelectedEntries,
  selectArchived,
  selectedArchiveState,
  selectedPages,
  selectedState,
  selectLive,
} from './selections.ts';
import {
  hasNews,
  type ListedArticle,
  type ListedGroup,
  largestGroups,
  listedParts,
  type News,
  type NewsArticle,
  type NewsState,
  newsState,
  partArticles,
  partState,
  readNews,
  readNewsPart,
  type SitemapPart,
} from './sitemaps.ts';
import { type FileTable, ROWS_AT_ONCE, type Tables } from './tables.ts';
import { likenessOf } from './version.ts';
import { releaseDue, type Withdrawn, withdrawPaths } from './withdraw.ts';

export type KnownFile = Pick<FileTable, 'path' | 'size' | 'modified' | 'changed' | 'reader' | 'is_piece'>;
/** One of many articles in a file. */
type KnownPiece = Pick<FileTable, 'path' | 'digest' | 'reader'>;

/** What a search has found, in its order, and where that list stands in the log. */
export type Found = { readonly matches: readonly Match[]; readonly state: FeedState };

/** So many tags on either side are looked at for one that was misspelled. */
const NEAR = 40;
/** Few articles end before they begin: the next end is among so many. */
const SOONEST = 100;

/** What other names are made from. */
type Names = { readonly id: string; readonly home: string; readonly namespace: string };

/** So many articles are gone, of so many that were known. */
export type Loss = { readonly gone: number; readonly known: number };
/** As it was first noticed. */
export type KeptLoss = Loss & { readonly since: Date };

export class Store extends KeptFeeds {
  readonly #db: Kysely<Tables>;
  readonly #namespace: string;
  /** Undefined when no other thread can see the database. */
  readonly #readers: Readers | undefined;

  private constructor(db: Kysely<Tables>, names: Names, readers: Readers | undefined) {
    super(db, names);
    this.#db = db;
    this.#namespace = names.namespace;
    this.#readers = readers;
  }

  /**
   * Opens the store, creating it when it is not there.
   * @param publicUrl what the publication's id and the names of its podcasts are made from, the first time that there is one.
   *   Until then the id is that of all publications on trial: they are on nobody's network, and two of them must not meet in
   *   a reader later on.
   */
  static async open(url: string, publicUrl?: string): Promise<Store> {
    const db = await openDatabase(url);
    const name = { id: uuidFrom(`publication ${publicUrl ?? 'on trial'}`), is_public: publicUrl === undefined ? 0 : 1 };
    await db
      .insertInto('publication')
      .values({
        key: 1,
        ...name,
        revision: 0,
        at: 0,
        digest: '',
        entries: 0,
        appeared: 0,
        updated: 0,
        confirmed: 0,
        root: '',
        settings: '',
        settings_at: 0,
        namespace: name.id,
        loss: null,
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    if (publicUrl !== undefined) {
      await db.updateTable('publication').set(name).where('is_public', '=', 0).execute();
      const home = publicUrl.replace(/^https?:\/\//, '');
      await db.updateTable('publication').set({ home }).where('home', '=', '').execute();
    }
    const names = await db.selectFrom('publication').select(['id', 'home', 'namespace']).executeTakeFirstOrThrow();
    return new Store(db, names, isInMemory(url) ? undefined : new Readers(url));
  }

  async close(): Promise<void> {
    await this.#readers?.close();
    await this.#db.destroy();
  }

  /** Saves arrivals, each under the next revision, in one transaction. @param identities who they are */
  save(arrivals: readonly Arrival[], identities: Identities, now: Date): Promise<Saved> {
    return this.#db.transaction().execute((trx) => saveArrivals(trx, arrivals, identities, now));
  }

  /**
   * Withdraws what stood at these paths, and whatever lost its place to another file.
   * @param homeless the places of the latter, by number, as saving told them
   * @param isAll whether all files have been looked at: then what else has no place has none
   */
  withdraw(
    paths: readonly string[],
    now: Date,
    homeless: ReadonlyMap<number, string> = new Map(),
    isAll = true,
  ): Promise<Withdrawn> {
    return this.#db.transaction().execute((trx) => withdrawPaths(trx, paths, homeless, isAll, now));
  }

  /** Publishes the entries whose date has come, and withdraws those whose time is over. */
  release(now: Date): Promise<Change[]> {
    return this.#db.transaction().execute((trx) => releaseDue(trx, now));
  }

  /** When the next entry is due, or its time is over. */
  async nextRelease(): Promise<Date | undefined> {
    const due = this.#db
      .selectFrom('entry')
      .select(({ fn }) => fn.min('due').as('at'))
      .where('due', 'is not', null);
    // Not asked for the state: then the index of states, of which most are the same, would seem to be the better one.
    const over = this.#db
      .selectFrom('entry')
      .select(['expires as at', 'state'])
      .where('expires', 'is not', null)
      .orderBy('expires')
      .limit(SOONEST);
    const ends = (await over.execute()).filter(({ state }) => state === 'live').slice(0, 1);
    const moments = [...(await due.execute()), ...ends].flatMap(({ at }) => (at === null ? [] : [Number(at)]));
    return moments.length === 0 ? undefined : new Date(Math.min(...moments));
  }

  /**
   * Since when documents are made from these settings, in seconds since 1970: without a later revision that is when
   * their bytes last changed (HTTP-10).
   */
  settingsSince(settings: string, now: Date): Promise<number> {
    return this.#db.transaction().execute(async (trx) => {
      const known = await trx
        .selectFrom('publication')
        .select(['settings', 'settings_at', 'at'])
        .executeTakeFirstOrThrow();
      if (known.settings === settings) return Number(known.settings_at);
      const since = known.settings === '' ? 0 : Math.max(Math.floor(now.getTime() / 1000), Number(known.at) + 1);
      const at = Math.max(since, Number(known.at));
      await trx.updateTable('publication').set({ settings, settings_at: since, at }).execute();
      return since;
    });
  }

  /** Gives tags the addresses that the publication says; returns what was not so before. */
  renameTags(renamed: Readonly<Record<string, string>>): Promise<[from: string, to: string][]> {
    return this.#db.transaction().execute((trx) => renameTags(trx, renamed));
  }

  /** What tags are called now, by what they were called, also where the settings say so no more. */
  async renamed(): Promise<[from: string, to: string][]> {
    const rows = await this.#db.selectFrom('alias').select(['slug', 'target']).orderBy('slug').execute();
    return rows.map(({ slug, target }) => [slug, target]);
  }

  /**
   * What the live document of a selection of tags holds; as all that is worked out, in a thread of its own.
   * @throws BusyError when too many ask, or it takes too long
   */
  async selectLive(selection: Selection, limits: Limits): Promise<SelectedEntries> {
    return this.#readers?.read('selectLive', selection, limits) ?? selectLive(this.#db, selection, limits);
  }

  /** Where it stands. @throws BusyError */
  async selectedState(selection: Selection, limits: Limits): Promise<FeedState> {
    return this.#readers?.read('selectedState', selection, limits) ?? selectedState(this.#db, selection, limits);
  }

  /** How many pages of a selection's history are closed. @throws BusyError */
  async selectedPages(selection: Selection): Promise<number> {
    return this.#readers?.read('selectedPages', selection) ?? selectedPages(this.#db, selection);
  }

  /** The entries of one of them; undefined when there is no such page. @throws BusyError */
  async selectArchived(selection: Selection, page: number): Promise<Entry[] | undefined> {
    return this.#readers?.read('selectArchived', selection, page) ?? selectArchived(this.#db, selection, page);
  }

  /** Where such a page stands. @throws BusyError */
  async selectedArchiveState(selection: Selection, page: number): Promise<FeedState | undefined> {
    return (
      this.#readers?.read('selectedArchiveState', selection, page) ?? selectedArchiveState(this.#db, selection, page)
    );
  }

  /** Tags by the slugs that they have or once had; none that nobody has seen. */
  async tagsNamed(slugs: readonly string[]): Promise<Map<string, { slug: string; label: string }>> {
    const aliases = await this.#db.selectFrom('alias').select(['slug', 'target']).where('slug', 'in', slugs).execute();
    const targets = new Map(aliases.map(({ slug, target }) => [slug, target]));
    const wanted = slugs.map((slug) => targets.get(slug) ?? slug);
    const tagged = this.#db.selectFrom('tag').select(['slug', 'label']).where('slug', 'in', wanted);
    // Before the digits are podcasts.
    const rows = await tagged.where('slug', '>=', '0').where('revision', '>', 0).execute();
    const tags = new Map(rows.map((row) => [row.slug, row]));
    return new Map(
      slugs.flatMap((slug) => {
        const tag = tags.get(targets.get(slug) ?? slug);
        return tag ? [[slug, tag] as const] : [];
      }),
    );
  }

  /** The tags that people call so, by what they call them: a slug, or a label in any spelling. */
  tagsCalled(texts: readonly string[]): Promise<Map<string, Called>> {
    return tagsCalled(this.#db, texts);
  }

  /** Tags whose labels begin so, the largest first. */
  tagsBeginning(text: string, limit: number): Promise<Called[]> {
    return tagsBeginning(this.#db, text, limit);
  }

  /** The tags with the most articles. @throws BusyError */
  async largestTags(limit: number): Promise<Called[]> {
    return this.#readers?.read('largestTags', limit) ?? largestTags(this.#db, limit);
  }

  /**
   * The tags with these slugs, and those that stand next to the first of them in the order of slugs. However many tags there
   * are, so many rows are looked at.
   */
  async tagsNear(slugs: readonly [string, ...string[]]): Promise<TagCount[]> {
    const [slug] = slugs;
    const some = () => this.#db.selectFrom('tag').select(['slug', 'label', 'entries as count']);
    // Before the digits are podcasts, and between digits and letters authors; behind the letters nothing is.
    const next = some().where('slug', '>=', slug).where('slug', '<', '{').orderBy('slug').limit(NEAR);
    const last = some().where('slug', '<', slug).where('slug', '>=', '0').orderBy('slug', 'desc').limit(NEAR);
    const named = some().where('slug', 'in', slugs.slice(0, ROWS_AT_ONCE));
    const rows = await named
      .unionAll(this.#db.selectFrom(next.as('next')).select(['slug', 'label', 'count']))
      .unionAll(this.#db.selectFrom(last.as('last')).select(['slug', 'label', 'count']))
      .execute();
    const found = new Map(rows.map((row) => [row.slug, row]));
    return [...found.values()].filter(({ slug, count }) => count > 0 && !slug.startsWith(authorGroup('')));
  }

  /** All tags with the number of their live entries, by label. A tag without any keeps its address but is not listed. */
  tags(): Promise<TagCount[]> {
    return this.#listed('tag');
  }

  /** All authors with the number of their live entries, by name. */
  authors(): Promise<TagCount[]> {
    return this.#listed('author');
  }

  /** The slugs of the tags whose podcasts have an episode; empty: that of all. */
  async podcasts(): Promise<ReadonlySet<string>> {
    // What follows `!` is `"`.
    const rows = await this.#db
      .selectFrom('tag')
      .select('slug')
      .where('slug', '>=', podcastGroup(''))
      .where('slug', '<', '"')
      .where('entries', '>', 0)
      .execute();
    return new Set(rows.map(({ slug }) => slug.slice(1)));
  }

  async #listed(kind: 'tag' | 'author'): Promise<TagCount[]> {
    // What follows `@` is `A`: authors are between. Before the digits are podcasts.
    const rows = await this.#db
      .selectFrom('tag')
      .select(['slug', 'label', 'entries as count'])
      .where('entries', '>', 0)
      .where(({ eb, or }) =>
        kind === 'author'
          ? eb.between('slug', authorGroup(''), 'A')
          : or([eb.between('slug', '0', authorGroup('')), eb('slug', '>=', 'A')]),
      )
      .execute();
    return rows.map((row) => (kind === 'author' ? { ...row, slug: row.slug.slice(1) } : row)).sort(byLabel);
  }

  /** How many live entries have their file at one of these paths. */
  async countAt(paths: readonly string[]): Promise<number> {
    let count = 0;
    for (const some of chunks(paths, ROWS_AT_ONCE)) {
      // Not asked for the state: the index of states would seem better than that of places, and is not.
      const rows = await this.#db.selectFrom('entry').select('state').where('path', 'in', some).execute();
      count += rows.filter(({ state }) => state === 'live').length;
    }
    return count;
  }

  /** How many entries were withdrawn after a moment with their files, and are so still; losses that were confirmed do not count. */
  async countWithdrawnSince(moment: Date): Promise<number> {
    const { confirmed } = await this.#db.selectFrom('publication').select('confirmed').executeTakeFirstOrThrow();
    const first = await this.#db
      .selectFrom('revision')
      .select(({ fn }) => fn.min('revision').as('revision'))
      .where('at', '>=', Math.floor(moment.getTime() / 1000))
      .executeTakeFirst();
    if (!first || first.revision === null) return 0;
    const { count } = await this.#db
      .selectFrom('entry')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('state', '=', 'withdrawn')
      .where('revision', '>=', Math.max(first.revision, confirmed + 1))
      // What has ended, or became a draft, has its file still.
      .where('path', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** The folder that the articles were found in; empty before the first time. */
  async root(): Promise<string> {
    return (await this.#db.selectFrom('publication').select('root').executeTakeFirstOrThrow()).root;
  }

  async keepRoot(root: string): Promise<void> {
    await this.#db.updateTable('publication').set({ root }).where('root', '!=', root).execute();
  }

  /** Remembers, for whoever asks how things are, that most of the library seems lost; undefined: all is well. */
  async keepLoss(loss: Loss | undefined, now: Date): Promise<void> {
    const known = await this.loss();
    if (loss?.gone === known?.gone && loss?.known === known?.known) return;
    const value = loss ? JSON.stringify({ ...loss, since: now.getTime() }) : null;
    await this.#db.updateTable('publication').set({ loss: value }).execute();
  }

  /** What seems lost and has therefore not been withdrawn. */
  async loss(): Promise<KeptLoss | undefined> {
    const { loss } = await this.#db.selectFrom('publication').select('loss').executeTakeFirstOrThrow();
    if (loss === null) return undefined;
    // An earlier Tagwire did not say since when.
    const { gone, known, since = 0 } = JSON.parse(loss) as Loss & { readonly since?: number };
    return { gone, known, since: new Date(since) };
  }

  /** How the library is. */
  overview(): Promise<Overview> {
    return readOverview(this.#db);
  }

  /** How many tags, or authors, have an article. */
  countGroups(kind: 'tag' | 'author'): Promise<number> {
    return countGroups(this.#db, kind);
  }

  /** How many of the live articles were published from one moment on, before another. */
  countPublished(from: Date, end: Date): Promise<number> {
    return countPublished(this.#db, from, end);
  }

  /** How many articles wait for their date. */
  countReleases(): Promise<number> {
    return countReleases(this.#db);
  }

  /** The next articles to come. */
  nextReleases(limit: number): Promise<Release[]> {
    return nextReleases(this.#db, limit);
  }

  /** Adds what was heard of those who read. */
  keepAudience(batch: AudienceBatch): Promise<void> {
    return this.#db.transaction().execute((trx) => keepAudience(trx, batch));
  }

  /** Who reads what. */
  audience(now: Date): Promise<Audience> {
    return readAudience(this.#db, now);
  }

  /** What pollers are told apart by, this day and the next; by day. */
  salts(): Promise<Map<number, string>> {
    return saltsOf(this.#db);
  }

  /** Has what is kept of pollers end with their day. Writes nothing when the day has begun already. */
  async beginDay(now: Date): Promise<void> {
    const day = dayOf(now);
    const salts = await this.salts();
    if (salts.size === 2 && salts.has(day) && salts.has(day + 1)) return;
    await this.#db.transaction().execute((trx) => beginDay(trx, day));
    // What was written lately, and when, stands in the log of SQLite until that is moved into the file: here is nothing to wait for.
    await sql`pragma wal_checkpoint(truncate)`.execute(this.#db);
  }

  /** What is withdrawn by now was meant to be. */
  async confirmLoss(): Promise<void> {
    const { revision } = await this.head();
    await this.#db.updateTable('publication').set({ confirmed: revision }).execute();
  }

  /**
   * The entry whose page has this slug, where it stands, and when it was withdrawn, if it is. Entries that nobody has seen yet
   * are not found.
   */
  async article(slug: string): Promise<{ entry: Entry; withdrawn: Date | undefined; state: FeedState } | undefined> {
    const row = await this.#db
      .selectFrom('entry')
      .selectAll()
      .where('slug', '=', slug)
      .where('first_revision', '>', 0)
      .executeTakeFirst();
    if (!row) return undefined;
    const state = await stateAt(this.#db, row.revision);
    if (!state) throw new Error(`Expected revision ${row.revision} of article ${slug} to be in the log`);
    const withdrawn = row.state === 'withdrawn' ? new Date(Number(row.withdrawn)) : undefined;
    return { entry: entryFrom(row), withdrawn, state };
  }

  /**
   * Takes the next entries that have changed into the search index, or out of it, in one short transaction.
   * @param limit of entries
   */
  indexNext(limit: number, now: Date): Promise<Indexed> {
    return this.#db.transaction().execute((trx) => indexNext(trx, limit, now));
  }

  /** How far the search index has come. */
  async searched(): Promise<Indexed> {
    const { revision, searched } = await this.#db
      .selectFrom('publication')
      .select(['revision', 'searched'])
      .executeTakeFirstOrThrow();
    return { revision: searched, isAll: searched === revision };
  }

  /**
   * The newest live entries that match, asked for in a thread of its own.
   * @throws BusyError when too many search, or it takes too long
   */
  async search({ terms }: Query, limit: number): Promise<Found> {
    // Before the list: it may be older than what it dates, never newer.
    const { searched_at: at } = await this.#db
      .selectFrom('publication')
      .select('searched_at')
      .executeTakeFirstOrThrow();
    const matches = await (this.#readers?.read('findMatches', terms, limit) ?? findMatches(this.#db, terms, limit));
    const revision = Math.max(0, ...matches.map((match) => match.revision));
    // The history up to there says what the entries say, and the list which of them there are.
    const head = await this.#db
      .selectFrom('revision')
      .select('digest')
      .where('revision', '=', revision)
      .executeTakeFirst();
    const list = matches.map((match) => [match.number, match.revision]);
    const digest = hash('sha256', JSON.stringify([head?.digest, list]), 'base64url');
    return { matches, state: { revision, digest, at: Number(at) } };
  }

  /** The live ones among some entries, in the order in which they were found. */
  async found(matches: readonly Match[]): Promise<Entry[]> {
    const entries = new Map<number, Entry>();
    for (const some of chunks(matches, ROWS_AT_ONCE)) {
      const numbers = some.map(({ number }) => number);
      const rows = await this.#db.selectFrom('entry').selectAll().where('number', 'in', numbers).execute();
      for (const row of rows) if (row.state === 'live') entries.set(row.number, entryFrom(row));
    }
    return matches.flatMap(({ number }) => entries.get(number) ?? []);
  }

  /** The parts of the sitemap that list something. */
  sitemapParts(): Promise<SitemapPart[]> {
    return listedParts(this.#db);
  }

  /** Where a part of the sitemap stands; undefined when there is no such part. */
  partState(part: number): Promise<FeedState | undefined> {
    return partState(this.#db, part);
  }

  /** What a part of the sitemap lists, in the order of first appearance. @throws BusyError */
  async partArticles(part: number): Promise<ListedArticle[]> {
    return this.#readers?.read('partArticles', part) ?? partArticles(this.#db, part);
  }

  /** The tags and authors with most articles, by slug. @throws BusyError */
  async largestGroups(limit: number): Promise<ListedGroup[]> {
    return this.#readers?.read('largestGroups', limit) ?? largestGroups(this.#db, limit);
  }

  /** Where the news stands. */
  newsState(now: Date): Promise<NewsState> {
    return newsState(this.#db, now);
  }

  /** What is news. @throws BusyError */
  async news(now: Date): Promise<News> {
    return this.#readers?.read('readNews', now) ?? readNews(this.#db, now);
  }

  /** Whether a part of the news holds any. */
  hasNews(now: Date, part: number): Promise<boolean> {
    return hasNews(this.#db, now, part);
  }

  /** What is news in one part of it. @throws BusyError */
  async newsPart(now: Date, part: number): Promise<NewsArticle[]> {
    return this.#readers?.read('readNewsPart', now, part) ?? readNewsPart(this.#db, now, part);
  }

  /**
   * What has changed after a revision: the tags and authors whose feeds did, the slugs of the articles, and the parts of the
   * sitemap that hold them.
   */
  async changedSince(revision: number): Promise<{ groups: Group[]; articles: string[]; parts: number[] }> {
    const tags = await this.#db.selectFrom('tag').select('slug').where('revision', '>', revision).execute();
    const articles = await this.#db.selectFrom('entry').select('slug').where('revision', '>', revision).execute();
    const parts = await this.#db.selectFrom('part').select('number').where('revision', '>', revision).execute();
    return {
      groups: tags.map(({ slug }) => slug),
      articles: articles.map(({ slug }) => slug),
      parts: parts.map(({ number }) => number),
    };
  }

  /** What is known of a folder, of the files behind one path and up to another, in the order of their bytes. */
  async files(folder: string, after = '', upTo?: string): Promise<Map<string, KnownFile>> {
    const behind = this.#knownFiles().where('folder', '=', folder).where('path', '>', after);
    return byPath(await (upTo === undefined ? behind : behind.where('path', '<=', upTo)).execute());
  }

  /** The known articles of a file that holds many, by their places. */
  async pieces(path: string): Promise<Map<string, KnownPiece>> {
    const rows = await this.#db
      .selectFrom('file')
      .select(['path', 'digest', 'reader'])
      .where('folder', '=', path)
      .where('is_piece', '=', 1)
      .execute();
    return new Map(rows.map((row) => [row.path, row]));
  }

  /** The folders that hold known files: the given one and those below it; all for the empty name. */
  async folders(below = ''): Promise<string[]> {
    if (below === '') {
      // From one to the next: a list of all files, to find the few folders that they are in, would take as long as there
      // are files. What is itself a file is no folder: it holds many articles.
      const { rows } = await sql<{ folder: string }>`
        with recursive seen(folder) as (
          select min(folder) from file
          union all
          select (select min(file.folder) from file where file.folder > seen.folder) from seen where seen.folder is not null
        )
        select folder from seen where folder is not null and not exists (select 1 from file where file.path = seen.folder)
      `.execute(this.#db);
      return rows.map(({ folder }) => folder);
    }
    // `0` is what follows `/`: everything between is in a folder below.
    const rows = await this.#db
      .selectFrom('file')
      .select('folder')
      .distinct()
      .where('is_piece', '=', 0)
      .where(({ eb, and, or }) =>
        or([eb('folder', '=', below), and([eb('folder', '>=', `${below}/`), eb('folder', '<', `${below}0`)])]),
      )
      .execute();
    return rows.map(({ folder }) => folder);
  }

  /**
   * Decides who is who among files that have changed together.
   * @param findDisplaced which of these entries have lost their file, or have another in its place
   */
  async identify(
    newcomers: readonly Newcomer[],
    findDisplaced: (entries: readonly Known[]) => Promise<ReadonlySet<number>>,
  ): Promise<Identities> {
    const known = await this.#candidates(newcomers);
    const places = new Set(newcomers.map(({ path }) => path));
    const displaced = await findDisplaced(known.filter(({ path }) => path !== null && !places.has(path)));
    return identifyAll(newcomers, known, ({ number }) => displaced.has(number));
  }

  /** What identity needs to know of a file that was read. */
  newcomer(arrival: Arrival): Newcomer {
    return newcomerFrom(arrival, this.#namespace);
  }

  /** Every entry that some of these files may turn out to be: it shares id, text, file, place, or title and date. */
  async #candidates(newcomers: readonly Newcomer[]): Promise<Known[]> {
    const found = new Map<number, Known>();
    const select = () =>
      this.#db
        .selectFrom('entry')
        .select(['number', 'id', 'state', 'path', 'digest', 'identity', 'is_given', 'title', 'published', 'due']);
    const keep = (rows: Awaited<ReturnType<ReturnType<typeof select>['execute']>>) => {
      for (const row of rows) {
        // What waits for its date is as much there as what is live, whether it has been public before or not.
        const state = row.due === null ? row.state : 'scheduled';
        found.set(row.number, { ...row, state, isGiven: row.is_given === 1, published: Number(row.published) });
      }
    };
    const lookUp = async (column: 'path' | 'digest' | 'identity' | 'id' | 'likeness', values: readonly string[]) => {
      for (const some of chunks(
        [...new Set(values)].filter((value) => value !== ''),
        ROWS_AT_ONCE,
      ))
        keep(await select().where(column, 'in', some).execute());
    };
    await lookUp(
      'path',
      newcomers.map(({ path }) => path),
    );
    await lookUp(
      'digest',
      newcomers.map(({ digest }) => digest),
    );
    await lookUp(
      'identity',
      newcomers.map(({ identity }) => identity),
    );
    await lookUp('id', [
      ...newcomers.map(({ digest }) => (digest === '' ? '' : idFrom(digest))),
      ...newcomers.flatMap(({ givenId }) => givenId ?? []),
    ]);
    const articles = newcomers.filter(({ digest }) => digest !== '');
    await lookUp(
      'likeness',
      articles.map(({ published, title }) => likenessOf(published, title)),
    );
    return [...found.values()];
  }

  /** Which of these paths are known. */
  async known(paths: readonly string[]): Promise<Map<string, KnownFile>> {
    const found: KnownFile[] = [];
    for (const some of chunks(paths, ROWS_AT_ONCE))
      found.push(...(await this.#knownFiles().where('path', 'in', some).execute()));
    return byPath(found);
  }

  #knownFiles() {
    return this.#db.selectFrom('file').select(['path', 'size', 'modified', 'changed', 'reader', 'is_piece']);
  }

  /** The places of the articles that these files hold, of those that hold many. */
  async placesIn(files: readonly string[]): Promise<string[]> {
    const places: string[] = [];
    for (const some of chunks(files, ROWS_AT_ONCE)) {
      const pieces = this.#db.selectFrom('file').select('path').where('folder', 'in', some).where('is_piece', '=', 1);
      for (const { path } of await pieces.execute()) places.push(path);
    }
    return places;
  }

  /** The media of articles, by the path of the article. */
  media(articles: readonly string[]): Promise<Map<string, Medium[]>> {
    return mediaOf(this.#db, articles);
  }

  /** The media of what is published of these files, by file. */
  mediaOfFiles(files: readonly string[]): Promise<Map<string, MediumStat[]>> {
    return mediaOfFiles(this.#db, files);
  }

  /** Which of these files hold one article and are published as they are. */
  published(files: readonly string[]): Promise<Set<string>> {
    return publishedFiles(this.#db, files);
  }

  /** The files whose articles depend on a medium, or on one in a folder of this name. */
  filesWith(medium: string): Promise<string[]> {
    return filesWith(this.#db, medium);
  }

  /** What belongs to the key of a medium's address. */
  servedMedium(key: string): Promise<ServedMedium | undefined> {
    return servedMedium(this.#db, key);
  }

  /** What is wrong with which file at present, by path. */
  problems(): Promise<KnownProblem[]> {
    return readProblems(this.#db);
  }

  /** How many files are wrong in which way. */
  countProblems(): Promise<ProblemCounts> {
    return countProblems(this.#db);
  }

  /** What is wrong at present, what was found last first. */
  latestProblems(limit: number): Promise<KnownProblem[]> {
    return latestProblems(this.#db, limit);
  }

  /** Takes over what a comparison of everything found to be wrong without opening a file. */
  noteComparison(found: readonly Problem[], now: Date): Promise<void> {
    return this.#db.transaction().execute((trx) => noteComparison(trx, found, now));
  }
}

function byPath(rows: readonly KnownFile[]): Map<string, KnownFile> {
  return new Map(rows.map((row) => [row.path, { ...row, size: Number(row.size) }]));
}

/** One order everywhere: the label's own, whatever the machine's language is. */
function byLabel(one: TagCount, other: TagCount): number {
  return collator.compare(one.label, other.label) || (one.slug < other.slug ? -1 : 1);
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
