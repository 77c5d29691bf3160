// The store -> everything that has an address: feeds, pages, the subscription list.
import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Config } from '../config.ts';
import type { Entry } from '../entry.ts';
import {
  ALL,
  articlePath,
  type Feed,
  FORMAT_TYPE,
  FORMATS,
  type Format,
  feedPath,
  pagePath,
  SEARCH_PATH,
  type SearchFeed,
} from '../feed.ts';
import type { Log } from '../log.ts';
import type { Query } from '../query.ts';
import { FeedRenderer } from '../render/document.ts';
import { renderOpml } from '../render/opml.ts';
import {
  articlePage,
  authorListPage,
  errorPage,
  groupPage,
  homePage,
  searchPage,
  tagListPage,
} from '../render/pages.ts';
import { type FeedView, FRESH_SECONDS, fitting, type Publication } from '../render/publication.ts';
import { type GroupFeed, groupOf, type KeptFeed } from '../store/feeds.ts';
import { uuidFrom } from '../store/ids.ts';
import { BusyError } from '../store/readers.ts';
import type { Found, Store } from '../store/store.ts';
import type { Resource } from './documents.ts';
import type { Medium } from './media.ts';
import { tooBusy } from './problem.ts';

/**
 * HTTP-25, HTTP-26: with push a reader may wait longer. Readers wait that long until they poll again: told slightly
 * different times, those that came together, as after a restart, do not come together for ever.
 */
const FEED_FRESHNESS: readonly string[] = Array.from(
  { length: 15 },
  (_, index) => `public, max-age=${FRESH_SECONDS - 4 * index}, stale-while-revalidate=600, stale-if-error=86400`,
);
/** A page is fetched by people, who do not wait. */
const PAGE_FRESHNESS = 'public, max-age=300, stale-while-revalidate=600';

/** Of a feed that has never had an entry: a date that does not move. */
const BEFORE_ALL = new Date('2000-01-01T00:00:00Z');

/** Withdrawals that a feed tells of; more when it has more entries, for all of them may be withdrawn at once (ATOM-41). */
const TOMBSTONES = 50;

/** What is forgotten when the search index has come further. */
export const SEARCH_TOPIC = '/search/';

export class Resources {
  readonly publication: Publication;
  readonly #store: Store;
  readonly #config: Config;
  readonly #renderer: FeedRenderer;
  readonly #pageSite: { title: string; description: string; language: string; baseUrl: string; timezone: string };

  constructor(store: Store, config: Config, publication: Publication, log: Log) {
    this.publication = publication;
    this.#store = store;
    this.#config = config;
    this.#renderer = new FeedRenderer(publication, Math.ceil(config.cacheBytes / 4), log);
    const { title, description, language, baseUrl } = publication;
    this.#pageSite = { title, description, language, baseUrl, timezone: config.timezone };
  }

  feed(feed: KeptFeed, format: Format): Resource {
    return {
      ...this.#document(feed, format),
      topics: [feed.kind === 'all' ? '*' : groupOf(feed)],
      state: () => this.#store.feedState(feed),
      render: async () => {
        const entries = fitting(await this.#store.newest(feed, this.#config.feedLimit), this.publication);
        await this.#renderer.prepare(entries, format);
        return this.#renderer.render(await this.#view(feed, entries), entries, format);
      },
    };
  }

  /** What is found, newest first. */
  search(query: Query, format: Format): Resource {
    const feed: SearchFeed = { kind: 'search', query };
    const search = this.#search(query, this.#config.feedLimit);
    return {
      ...this.#document(feed, format),
      topics: [SEARCH_TOPIC],
      state: search.state,
      render: async () => {
        const entries = fitting(await search.found(), this.publication);
        await this.#renderer.prepare(entries, format);
        return this.#renderer.render(this.#searchView(feed, entries), entries, format);
      },
    };
  }

  /** The page of a search, or of none yet. */
  searchPage(query: Query | undefined): Resource {
    if (!query)
      return { ...this.#page(SEARCH_PATH, '*', ALL, async () => searchPage(this.#pageSite, undefined)), hasForm: true };
    const feed: SearchFeed = { kind: 'search', query };
    const search = this.#search(query, this.#pageLimit());
    const page = this.#page(pagePath(feed), SEARCH_TOPIC, feed, async () =>
      searchPage(this.#pageSite, { feed, newest: await search.found() }),
    );
    return { ...page, hasForm: true, state: search.state };
  }

  home(): Resource {
    return this.#page('/', '*', ALL, async () => {
      const [tags, newest, articles] = [
        await this.#store.tags(),
        await this.#newest(ALL),
        await this.#store.count(ALL),
      ];
      return homePage(this.#pageSite, { tags, newest, articles });
    });
  }

  tagList(): Resource {
    return this.#page('/tags/', '*', ALL, async () => tagListPage(this.#pageSite, await this.#store.tags()));
  }

  authorList(): Resource {
    return this.#page('/authors/', '*', ALL, async () => authorListPage(this.#pageSite, await this.#store.authors()));
  }

  /** The page of a tag, or of an author. */
  group(feed: GroupFeed): Resource {
    const page = this.#page(pagePath(feed), groupOf(feed), feed, async () => {
      const { label, count } = (await this.#store.grouped(feed)) ?? { label: feed.slug, count: 0 };
      return groupPage(this.#pageSite, { feed, count, ...this.#told(feed, label) }, await this.#newest(feed));
    });
    return { ...page, state: () => this.#store.feedState(feed) };
  }

  article(slug: string): Resource {
    const path = articlePath(slug);
    const page = this.#page(path, path, ALL, async () => {
      const found = await this.#store.article(slug);
      if (!found) throw new Error(`article ${slug} vanished while it was rendered`);
      return articlePage(this.#pageSite, found.entry);
    });
    return {
      ...page,
      state: async () => {
        const found = await this.#store.article(slug);
        return found?.isWithdrawn ? undefined : found?.state;
      },
    };
  }

  opml(): Resource {
    return {
      ...this.#page('/feeds.opml', '*', ALL, async () =>
        renderOpml(await this.#store.tags(), (await this.#store.lastChange(ALL)) ?? BEFORE_ALL, this.publication),
      ),
      mediaType: 'text/x-opml; charset=utf-8',
      cacheControl: FEED_FRESHNESS,
      links: `<${this.publication.baseUrl}/feeds.opml>; rel="self"; type="text/x-opml"`,
    };
  }

  error(status: number, title: string, text: string): string {
    return errorPage(this.#pageSite, { status, title, text });
  }

  isWithdrawn(slug: string): Promise<boolean> {
    return this.#store.article(slug).then((found) => found?.isWithdrawn ?? false);
  }

  /** The medium at an address. @param key what its address names it by (see mediaKey) */
  async media(key: string): Promise<Medium | undefined> {
    const { articlesDir } = this.#config;
    const found = await this.#store.servedMedium(key);
    if (!found) return undefined;
    const file = join(articlesDir, found.path);
    // What was read may have become a link since, to something that was never meant for the world.
    const [top, target] = await Promise.all([articlesDir, file].map((path) => realpath(path).catch(() => '')));
    return top && target?.startsWith(top + sep) ? { file, type: found.type, length: found.length } : undefined;
  }

  /** A search whose document shows what its state has found: then the ETag is exact. */
  #search(query: Query, limit: number) {
    const store = this.#store;
    let matches: Found['matches'] = [];
    return {
      state: async () => {
        const found = await store.search(query, limit).catch((error: unknown) => {
          throw error instanceof BusyError ? tooBusy() : error;
        });
        matches = found.matches;
        return found.state;
      },
      found: () => store.found(matches),
    };
  }

  #document(feed: Feed, format: Format) {
    return {
      path: feedPath(feed, format),
      mediaType: `${FORMAT_TYPE[format]}; charset=utf-8`,
      cacheControl: FEED_FRESHNESS,
      links: this.#link(feed, format, 'self'),
    };
  }

  #page(path: string, topic: string, feed: Feed, render: () => Promise<string>): Resource {
    return {
      path,
      mediaType: 'text/html; charset=utf-8',
      cacheControl: PAGE_FRESHNESS,
      links: FORMATS.map((format) => this.#link(feed, format, 'alternate')).join(', '),
      topics: [topic],
      state: () => this.#store.head(),
      render: async () => Buffer.from(await render()),
    };
  }

  #link(feed: Feed, format: Format, relation: 'self' | 'alternate'): string {
    return `<${this.publication.baseUrl}${feedPath(feed, format)}>; rel="${relation}"; type="${FORMAT_TYPE[format]}"`;
  }

  #newest(feed: KeptFeed) {
    return this.#store.newest(feed, this.#pageLimit());
  }

  #pageLimit(): number {
    return Math.min(this.#config.feedLimit, 30);
  }

  #searchView(feed: SearchFeed, entries: readonly Entry[]): FeedView {
    const { title } = this.publication;
    const { text } = feed.query;
    return {
      feed,
      id: this.#idOf(feed),
      updated: latest(BEFORE_ALL, entries),
      // What no longer matches was withdrawn, corrected, or never there: nobody keeps count for every search.
      tombstones: [],
      title: `${title}: search for “${text}”`,
      description: `Articles in which “${text}” is found, newest first.`,
    };
  }

  async #view(feed: KeptFeed, entries: readonly Entry[]): Promise<FeedView> {
    const { title, description } = this.publication;
    const tombstones = await this.#store.tombstones(feed, Math.max(TOMBSTONES, this.#config.feedLimit));
    const updated = (await this.#store.lastChange(feed)) ?? BEFORE_ALL;
    const common = {
      feed,
      updated: latest(updated, entries),
      tombstones,
    };
    const group = feed.kind === 'all' ? undefined : await this.#store.grouped(feed);
    if (feed.kind === 'all' || !group) return { ...common, id: this.#idOf(feed), title, description };
    const { label, origin } = group;
    const told = this.#told(feed, label);
    return {
      ...common,
      id: this.#idOf({ ...feed, slug: feed.kind === 'author' ? origin.slice(1) : origin }),
      title: `${title}: ${told.title}`,
      description: told.description ?? `Articles ${feed.kind === 'author' ? 'by' : 'tagged'} ${label}, newest first.`,
      ...(feed.kind === 'tag' ? { label } : {}),
    };
  }

  /** Of the first address that the feed had: it may have another by now (ATOM-12). */
  #idOf(feed: Feed): string {
    return `urn:uuid:${uuidFrom(`feed ${this.#store.publication} ${pagePath(feed)}`)}`;
  }

  #told(feed: GroupFeed, label: string): { title: string; description?: string } {
    return { title: label, ...(feed.kind === 'tag' ? this.#config.site.tags[feed.slug] : {}) };
  }
}

/** ATOM-20: a feed is at least as new as its newest entry. */
function latest(date: Date, entries: readonly { updated: Date }[]): Date {
  return new Date(Math.max(date.getTime(), ...entries.map(({ updated }) => updated.getTime())));
}
