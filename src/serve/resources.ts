// The store -> everything that has an address: feeds, pages, the subscription list.
import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { builderPath, type Term } from '../combination.ts';
import type { Config } from '../config.ts';
import type { Entry } from '../entry.ts';
import {
  ALL,
  archivePath,
  articlePath,
  chaptersPath,
  type Dialect,
  type DocumentFormat,
  type Feed,
  FORMAT_TYPE,
  FORMATS,
  type Format,
  feedPath,
  ninjsPath,
  type PodcastFeed,
  pagePath,
  SEARCH_PATH,
  type SearchFeed,
  TAG_NAMES_PATH,
  type TagCount,
} from '../feed.ts';
import { CHAPTERS_TYPE } from '../media.ts';
import { podcastOf } from '../podcast.ts';
import type { Query } from '../query.ts';
import { articlePage } from '../render/article-page.ts';
import { builderPage } from '../render/builder-page.ts';
import { renderChapters } from '../render/chapters.ts';
import { errorPage, type Guess } from '../render/error-page.ts';
import { authorListPage, groupPage, tagListPage } from '../render/group-page.ts';
import { homePage } from '../render/home-page.ts';
import { renderNinjs, renderWithdrawnNinjs } from '../render/ninjs.ts';
import { renderOpml } from '../render/opml.ts';
import type { PagePodcast } from '../render/page.ts';
import { type FeedView, FRESH_SECONDS, fitting, type Publication } from '../render/publication.ts';
import { searchPage } from '../render/search-page.ts';
import { slugify } from '../store/slug.ts';
import type { Found, Store } from '../store/store.ts';
import { combine, TagNames } from './builder.ts';
import { BEFORE_ALL, latest, type Part, readContents } from './contents.ts';
import { Covers } from './covers.ts';
import { Crawlers } from './crawlers.ts';
import type { Resource } from './documents.ts';
import { mostLike, saidBy, slipsOf, wordsToSearch } from './guess.ts';
import type { FeedMaker } from './make.ts';
import type { Medium } from './media.ts';
import { type HttpProblem, orBusy } from './problem.ts';
import { type FeedSource, FeedSources } from './sources.ts';

/**
 * HTTP-25, HTTP-26: with push a reader may wait longer. Readers wait that long until they poll again: told slightly
 * different times, those that came together, as after a restart, do not come together for ever.
 */
const FEED_FRESHNESS: readonly string[] = Array.from(
  { length: 15 },
  (_, index) => `public, max-age=${FRESH_SECONDS - 4 * index}, stale-while-revalidate=600, stale-if-error=86400`,
);
/** Of a closed page of history: its successor will be its last link, and then only its entries may change (PAGE-10). */
const NEWEST_ARCHIVE_FRESHNESS = 'public, max-age=3600, stale-while-revalidate=86400';
const ARCHIVE_FRESHNESS = 'public, max-age=31536000, immutable';
/** A page is fetched by people, who do not wait. */
const PAGE_FRESHNESS = 'public, max-age=300, stale-while-revalidate=600';

/** Tags to choose from at a time. */
const TAG_NAMES = 20;

/** One text for all feeds of a format: ten thousand of them stay closer together in memory. */
const MEDIA_TYPE: Readonly<Record<DocumentFormat, string>> = {
  rss: `${FORMAT_TYPE.rss}; charset=utf-8`,
  atom: `${FORMAT_TYPE.atom}; charset=utf-8`,
  json: `${FORMAT_TYPE.json}; charset=utf-8`,
  smartnews: `${FORMAT_TYPE.smartnews}; charset=utf-8`,
  podcast: `${FORMAT_TYPE.podcast}; charset=utf-8`,
  ninjs: FORMAT_TYPE.ninjs,
};

/** What is forgotten when the search index has come further. */
export const SEARCH_TOPIC = '/search/';

export class Resources {
  readonly publication: Publication;
  readonly sources: FeedSources;
  readonly crawlers: Crawlers;
  readonly #store: Store;
  readonly #config: Config;
  readonly #maker: FeedMaker;
  readonly #covers: Covers;
  readonly #tagNames: TagNames;
  readonly #pageSite: { title: string; description: string; language: string; baseUrl: string; timezone: string };

  constructor(store: Store, config: Config, publication: Publication, maker: FeedMaker) {
    this.publication = publication;
    this.#store = store;
    this.#config = config;
    this.sources = new FeedSources(store, config, publication);
    this.crawlers = new Crawlers(store, publication);
    this.#maker = maker;
    this.#tagNames = new TagNames(store);
    this.#covers = new Covers(publication.podcasts);
    const { title, description, language, baseUrl } = publication;
    this.#pageSite = { title, description, language, baseUrl, timezone: config.timezone };
  }

  /** The live document of a feed. */
  feed(source: FeedSource, format: Format): Resource {
    return { ...this.#live(source, format), ...(source.since ? { delta: this.#delta(source, format) } : {}) };
  }

  /** The same for one taker, who is always told the whole. */
  dialect(source: FeedSource, dialect: Dialect): Resource {
    return this.#live(source, dialect);
  }

  /** The only document of a podcast, also told whole. */
  podcast(feed: PodcastFeed): Resource {
    return this.#live(this.sources.kept(feed), 'podcast');
  }

  #live(source: FeedSource, format: DocumentFormat): Resource {
    return {
      ...this.#document(source.feed, feedPath(source.feed, format), format),
      topics: source.topics,
      isCostly: !source.kept,
      state: () => orBusy(source.state()),
      render: () => this.#make(source, { kind: 'live' }, format),
    };
  }

  /** How a feed is told to whoever has an earlier version of it; one that is worked out is always told whole. */
  #delta(source: FeedSource, format: Format): Resource['delta'] & object {
    return {
      stateAt: (revision) => this.#store.stateAt(revision),
      render: (revision) => this.#make(source, { kind: 'since', revision }, format),
    };
  }

  /** A closed page of a feed's history. */
  archive(source: FeedSource, page: number, format: Format): Resource {
    const hasSuccessor = async () => (await orBusy(source.closed())) > page;
    return {
      ...this.#document(source.feed, archivePath(source.feed, page, format), format),
      cacheControl: NEWEST_ARCHIVE_FRESHNESS,
      topics: source.topics,
      isCostly: !source.kept,
      state: async () => {
        // Asked first: were it closed in between, the page that does not link to it yet would be kept for a year.
        const isLast = !(await hasSuccessor());
        const state = await orBusy(source.pageState(page));
        return state && { ...state, ...(isLast ? {} : { cacheControl: ARCHIVE_FRESHNESS }) };
      },
      render: () => this.#make(source, { kind: 'page', page }, format),
    };
  }

  /** What is found, newest first. */
  search(query: Query, format: Format): Resource {
    const feed: SearchFeed = { kind: 'search', query };
    const search = this.#search(query, this.#config.feedLimit);
    return {
      ...this.#document(feed, feedPath(feed, format), format),
      topics: [SEARCH_TOPIC],
      weight: search.weight,
      state: search.state,
      render: async () => {
        const entries = fitting(await search.found(), this.publication);
        return this.#maker.render({ view: this.#searchView(feed, entries), entries }, format);
      },
    };
  }

  /** The page of a search, or of none yet. */
  searchPage(query: Query | undefined): Resource {
    if (!query)
      return {
        ...this.#page(SEARCH_PATH, ['*'], ALL, async () => searchPage(this.#pageSite, undefined)),
        allows: { forms: true },
      };
    const feed: SearchFeed = { kind: 'search', query };
    const search = this.#search(query, this.#pageLimit());
    const page = this.#page(pagePath(feed), [SEARCH_TOPIC], feed, async () =>
      searchPage(this.#pageSite, { feed, newest: await search.found() }),
    );
    return { ...page, allows: { forms: true, script: true }, weight: search.weight, state: search.state };
  }

  /**
   * The page on which tags are combined. There is no end of those, so none is made ahead; whether it has changed is known
   * without working out what its terms come to.
   */
  builder(terms: readonly Term[]): Resource {
    const { sources } = this;
    const about = { store: this.#store, sources, tagNames: this.#tagNames, most: this.#pageLimit() };
    return {
      ...this.#page(builderPath(terms), ['*'], ALL, async () =>
        builderPage(this.#pageSite, await combine(terms, about)),
      ),
      isCostly: true,
      allows: { forms: true, script: true, fetches: true },
    };
  }

  /** The tags to choose from when this has been typed, for the script of that page. */
  tagNames(begin: string): Resource {
    return {
      ...this.#page(`${TAG_NAMES_PATH}?${new URLSearchParams({ q: begin })}`, ['*'], ALL, async () => {
        const tags = await this.#store.tagsBeginning(begin, TAG_NAMES);
        return JSON.stringify(tags.map(({ name }) => name));
      }),
      mediaType: 'application/json',
      links: '',
      isCostly: true,
    };
  }

  home(): Resource {
    const page = this.#page('/', ['*'], ALL, async () => {
      const [tags, newest, articles] = [
        await this.#store.tags(),
        await this.#store.newest(ALL, this.#pageLimit()),
        await this.#store.count(ALL),
      ];
      return homePage(this.#pageSite, { tags, newest, articles, ...(await this.#podcastOn(ALL)) });
    });
    return { ...page, allows: { forms: true, script: true } };
  }

  tagList(): Resource {
    return this.#page('/tags/', ['*'], ALL, async () => tagListPage(this.#pageSite, await this.#store.tags()));
  }

  authorList(): Resource {
    return this.#page('/authors/', ['*'], ALL, async () => authorListPage(this.#pageSite, await this.#store.authors()));
  }

  /** The page of a feed. */
  group(source: FeedSource): Resource {
    const { feed } = source;
    const page = this.#withScript(pagePath(feed), source.topics, feed, async () => {
      const newest = await orBusy(source.newest(this.#pageLimit()));
      const told = { ...(await source.told()), ...(await this.#podcastOn(feed)) };
      return groupPage(this.#pageSite, { feed, ...told }, newest);
    });
    return { ...page, isCostly: !source.kept, state: () => orBusy(source.state()) };
  }

  article(slug: string): Resource {
    const path = articlePath(slug);
    const page = this.#page(path, [path], ALL, async () => {
      const found = await this.#store.article(slug);
      if (!found) throw new Error(`article ${slug} vanished while it was rendered`);
      return articlePage(this.#pageSite, found.entry);
    });
    return {
      ...page,
      state: async () => {
        const found = await this.#store.article(slug);
        return found?.withdrawn ? undefined : found?.state;
      },
    };
  }

  /** One article for news agencies; of one that was withdrawn, that it was (NEWS-16). Kept no longer than its page. */
  ninjs(slug: string): Resource {
    return {
      path: ninjsPath(slug),
      mediaType: MEDIA_TYPE.ninjs,
      cacheControl: PAGE_FRESHNESS,
      links: '',
      topics: [articlePath(slug)],
      state: async () => (await this.#store.article(slug))?.state,
      render: async () => {
        const found = await this.#store.article(slug);
        if (!found) return undefined;
        const { entry, withdrawn } = found;
        const { publication } = this;
        return Buffer.from(
          `${withdrawn ? renderWithdrawnNinjs(entry, withdrawn, publication) : renderNinjs(entry, publication)}\n`,
        );
      },
    };
  }

  /** What an episode is made of (POD-23); of one without chapters there is none. Kept no longer than the page. */
  chapters(slug: string): Resource {
    const find = async () => {
      const found = await this.#store.article(slug);
      const chapters = found?.withdrawn ? [] : (found?.entry.episode?.chapters ?? []);
      return found && chapters.length > 0 ? { chapters, state: found.state } : undefined;
    };
    return {
      path: chaptersPath(slug),
      mediaType: CHAPTERS_TYPE,
      cacheControl: PAGE_FRESHNESS,
      links: '',
      topics: [articlePath(slug)],
      state: async () => (await find())?.state,
      render: async () => {
        const found = await find();
        return found && Buffer.from(renderChapters(found.chapters, this.publication));
      },
    };
  }

  opml(): Resource {
    return {
      ...this.#page('/feeds.opml', ['*'], ALL, async () => {
        const [tags, authors] = [await this.#store.tags(), await this.#store.authors()];
        const groups = { tags, authors, podcasts: await this.#podcasts(tags) };
        return renderOpml(groups, (await this.#store.lastChange(ALL)) ?? BEFORE_ALL, this.publication);
      }),
      mediaType: 'text/x-opml; charset=utf-8',
      cacheControl: FEED_FRESHNESS,
      links: `<${this.publication.baseUrl}/feeds.opml>; rel="self"; type="text/x-opml"`,
    };
  }

  error({ status, title, message: text, tell }: HttpProblem, guess?: Guess): string {
    return errorPage(this.#pageSite, { status, title, text, ...(tell ? { tell } : {}), ...(guess ? { guess } : {}) });
  }

  /** What may have been meant by an address that leads nowhere. */
  async guess(path: string): Promise<Guess> {
    const said = saidBy(path);
    const slug = slugify(said);
    const tags = slug === '' ? [] : mostLike(slug, await this.#store.tagsNear([slug, ...slipsOf(slug)]));
    return { words: wordsToSearch(said), tags };
  }

  isWithdrawn(slug: string): Promise<boolean> {
    return this.#store.article(slug).then((found) => found?.withdrawn !== undefined);
  }

  /** The medium at an address. @param key what its address names it by (see mediaKey) */
  async media(key: string): Promise<Medium | undefined> {
    const cover = await this.#covers.find(key);
    if (cover) return cover;
    const { articlesDir } = this.#config;
    const found = await this.#store.servedMedium(key);
    if (!found) return undefined;
    const file = join(articlesDir, found.path);
    // What was read may have become a link since, to something that was never meant for the world.
    const [top, target] = await Promise.all([articlesDir, file].map((path) => realpath(path).catch(() => '')));
    return top && target?.startsWith(top + sep) ? { file, type: found.type, length: found.length } : undefined;
  }

  /**
   * The podcast that a page leads to: one that has an episode. No episode comes or goes without a change of its tag, so the
   * page changes with it.
   */
  async #podcastOn(page: Feed): Promise<{ readonly podcast?: PagePodcast }> {
    const { podcasts } = this.publication;
    if (!podcasts || (page.kind !== 'all' && page.kind !== 'tag')) return {};
    const feed: PodcastFeed = { kind: 'podcast', slug: page.kind === 'tag' ? page.slug : '' };
    if (!podcastOf(podcasts, feed.slug) || (await this.#store.count(feed)) === 0) return {};
    const { title } = await this.sources.kept(feed).told();
    return { podcast: { feed, title } };
  }

  /** All podcasts that have an episode, each with its title. @param tags that have an article */
  async #podcasts(tags: readonly TagCount[]) {
    const { podcasts } = this.publication;
    if (!podcasts) return [];
    const begun = await this.#store.podcasts();
    return [{ slug: '', label: '' }, ...tags].flatMap(({ slug, label }) =>
      begun.has(slug) && podcastOf(podcasts, slug) ? { slug, label: this.sources.podcastTitle(slug, label) } : [],
    );
  }

  /** A search whose document shows what its state has found: then the ETag is exact. */
  #search(query: Query, limit: number) {
    const store = this.#store;
    let matches: Found['matches'] = [];
    return {
      state: async () => {
        const found = await orBusy(store.search(query, limit));
        matches = found.matches;
        return found.state;
      },
      found: () => store.found(matches),
      // Whoever is known keeps its list.
      weight: limit * 60,
    };
  }

  /** What all documents of feeds have in common. */
  #document(feed: Feed, path: string, format: DocumentFormat) {
    return {
      path,
      // What is searched for is nobody else's business.
      feed: feed.kind === 'search' ? SEARCH_PATH : pagePath(feed),
      mediaType: MEDIA_TYPE[format],
      cacheControl: FEED_FRESHNESS,
      links: this.#link(path, format, 'self'),
    };
  }

  #page(path: string, topics: readonly string[], feed: Feed, render: () => Promise<string>): Resource {
    return {
      path,
      mediaType: 'text/html; charset=utf-8',
      cacheControl: PAGE_FRESHNESS,
      links: FORMATS.map((format) => this.#link(feedPath(feed, format), format, 'alternate')).join(', '),
      topics,
      state: () => this.#store.head(),
      render: async () => Buffer.from(await render()),
    };
  }

  /** A page that says how to subscribe. */
  #withScript(path: string, topics: readonly string[], feed: Feed, render: () => Promise<string>): Resource {
    return { ...this.#page(path, topics, feed, render), allows: { script: true } };
  }

  #link(path: string, format: DocumentFormat, relation: 'self' | 'alternate'): string {
    return `<${this.publication.baseUrl}${path}>; rel="${relation}"; type="${FORMAT_TYPE[format]}"`;
  }

  /** A document of a feed that the store keeps is read where it is rendered: its entries need not pass through here. */
  async #make(source: FeedSource, part: Part, format: DocumentFormat): Promise<Buffer | undefined> {
    if (source.kept) return this.#maker.make(source.kept, part, format);
    const about = { publication: this.publication, feedLimit: this.#config.feedLimit };
    const contents = await orBusy(readContents(source, part, about));
    return contents && this.#maker.render(contents, format);
  }

  #pageLimit(): number {
    return Math.min(this.#config.feedLimit, 30);
  }

  #searchView(feed: SearchFeed, entries: readonly Entry[]): FeedView {
    const { title } = this.publication;
    const { text } = feed.query;
    return {
      feed,
      id: this.sources.idOf(feed),
      updated: latest(BEFORE_ALL, entries),
      // What no longer matches was withdrawn, corrected, or never there: nobody keeps count for every search.
      tombstones: [],
      title: `${title}: search for “${text}”`,
      description: `Articles in which “${text}” is found, newest first.`,
    };
  }
}
