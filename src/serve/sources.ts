// Where the documents of a feed come from. The store keeps what those of a tag, an author or a podcast hold; what those of
// tag algebra hold it works out.
import type { Config } from '../config.ts';
import type { Entry, Tombstone } from '../entry.ts';
import { ALL, type Feed, feedPath, type PodcastFeed, pagePath } from '../feed.ts';
import { MOST_EPISODES, podcastGuid, podcastOf } from '../podcast.ts';
import type { Publication } from '../render/publication.ts';
import { nameOf, tellSelection } from '../render/selection-name.ts';
import { canonical, parseSelection, singleTag, tagsOf } from '../selection.ts';
import {
  type FeedState,
  type GroupFeed,
  groupOf,
  type KeptFeed,
  PAGE_SIZE,
  type Room,
  type Since,
} from '../store/feeds.ts';
import { uuidFrom } from '../store/ids.ts';
import type { KeptFeeds } from '../store/kept.ts';
import type { Store } from '../store/store.ts';

/** What a live document holds. */
export type Live = {
  readonly newest: readonly Entry[];
  /** None of them may be left out; they may be among the newest. */
  readonly needed: readonly Entry[];
  readonly tombstones: readonly Tombstone[];
  /** How many pages of history are closed. */
  readonly closed: number;
  /** The latest moment that any change carried, where that is kept. */
  readonly changed: Date | undefined;
};

/** What a feed is called; its id is permanent (ATOM-12). */
export type Told = {
  readonly id: string;
  /** Within the publication. */
  readonly name: string;
  /** Anywhere else. */
  readonly title: string;
  readonly description: string;
  /** What its publisher says of it. */
  readonly lead?: string;
  /** Of the feed of one tag. */
  readonly label?: string;
  /** Of a podcast (POD-20). */
  readonly guid?: string;
  /** How many articles it is of, where that is kept. */
  readonly count?: number;
};

/** Every feed that has a history. */
export type FeedSource = {
  readonly feed: Feed;
  readonly topics: readonly string[];
  /** Under this the store keeps what it holds; what others hold is worked out. */
  readonly kept?: KeptFeed;
  /** Undefined when there is no such feed. */
  readonly state: () => Promise<FeedState | undefined>;
  readonly live: () => Promise<Live>;
  readonly newest: (limit: number) => Promise<readonly Entry[]>;
  /** Undefined when there is no such page. */
  readonly pageState: (page: number) => Promise<FeedState | undefined>;
  readonly page: (page: number) => Promise<readonly Entry[] | undefined>;
  /** How many pages of history are closed. */
  readonly closed: () => Promise<number>;
  readonly told: () => Promise<Told>;
  /** What has happened after a revision, where that is kept. @param limit so many changes are counted at most */
  readonly since?: (revision: number, limit: number) => Promise<Since>;
};

/** Little is shown of the texts of episodes, but all of them are read. */
const PODCAST_ROOM: Room = { episodes: MOST_EPISODES, bytes: 100_000_000 };

export type TagsFeed = Extract<Feed, { kind: 'tags' }>;

/** The feeds that the store keeps. */
export class KeptSources {
  readonly #store: KeptFeeds;
  readonly #config: Config;
  readonly #publication: Publication;

  constructor(store: KeptFeeds, config: Config, publication: Publication) {
    this.#store = store;
    this.#config = config;
    this.#publication = publication;
  }

  kept(feed: KeptFeed): FeedSource {
    if (feed.kind === 'podcast') return this.#podcast(feed);
    const store = this.#store;
    const limit = this.#config.feedLimit;
    return {
      feed,
      topics: [feed.kind === 'all' ? '*' : groupOf(feed)],
      kept: feed,
      state: () => store.feedState(feed),
      live: async () => ({
        ...(await store.live(feed, limit)),
        tombstones: await store.tombstones(feed, this.tombstones()),
        changed: await store.lastChange(feed),
      }),
      newest: (most) => store.newest(feed, most),
      pageState: (page) => store.archiveState(feed, page),
      page: (page) => store.archived(feed, page),
      closed: () => store.closedPages(feed),
      since: (revision, most) => store.since(feed, revision, most),
      told: () => (feed.kind === 'all' ? this.#toldOfAll(feed) : this.#toldOfGroup(feed)),
    };
  }

  /** Directories know neither history nor tombstones. */
  #podcast(feed: PodcastFeed): FeedSource {
    const store = this.#store;
    return {
      feed,
      topics: [groupOf(feed)],
      kept: feed,
      state: () => store.feedState(feed),
      live: async () => ({
        newest: await store.episodes(feed, PODCAST_ROOM),
        needed: [],
        tombstones: [],
        closed: 0,
        changed: await store.lastChange(feed),
      }),
      newest: (most) => store.newest(feed, most),
      pageState: async () => undefined,
      page: async () => undefined,
      closed: async () => 0,
      told: () => this.#toldOfPodcast(feed),
    };
  }

  /** As many as a live feed may have had entries: all of them may be withdrawn at once (ATOM-41). */
  protected tombstones(): number {
    return 2 * this.#config.feedLimit + PAGE_SIZE;
  }

  async #toldOfAll(feed: Feed): Promise<Told> {
    const { title, description } = this.#config.site;
    return { id: this.idOf(feed), name: title, title, description };
  }

  async #toldOfPodcast(feed: PodcastFeed): Promise<Told> {
    const { podcasts, baseUrl } = this.#publication;
    const podcast = podcasts && podcastOf(podcasts, feed.slug);
    const of = await (feed.slug === '' ? this.#toldOfAll(ALL) : this.#toldOfGroup({ ...feed, kind: 'tag' }));
    const { origin = groupOf(feed) } = (await this.#store.grouped(feed)) ?? {};
    const first = { ...feed, slug: origin.slice(1) };
    const told = of.label === undefined ? of.description : `Episodes tagged ${of.label}, newest first.`;
    return {
      id: this.idOf(first),
      name: podcast?.title ?? of.name,
      title: this.podcastTitle(feed.slug, of.label ?? ''),
      description: podcast?.description ?? of.lead ?? told,
      guid: podcast?.guid ?? podcastGuid((this.#store.home || baseUrl) + feedPath(first, 'podcast')),
    };
  }

  async #toldOfGroup(feed: GroupFeed): Promise<Told> {
    const group = (await this.#store.grouped(feed)) ?? { origin: groupOf(feed), label: feed.slug, count: 0 };
    const { label, count } = group;
    const isTag = feed.kind === 'tag';
    const { title, description } = isTag ? this.settingsOf(feed.slug) : {};
    return {
      // Of the first address that the feed had: it may have another by now.
      id: this.idOf({ ...feed, slug: isTag ? group.origin : group.origin.slice(1) }),
      name: title ?? label,
      title: this.titleOf(title ?? label),
      description: description ?? `Articles ${isTag ? 'tagged' : 'by'} ${label}, newest first.`,
      ...(description === undefined ? {} : { lead: description }),
      ...(isTag ? { label } : {}),
      count,
    };
  }

  protected settingsOf(slug: string): { readonly title?: string; readonly description?: string } {
    const { tags } = this.#config.site;
    return Object.hasOwn(tags, slug) ? (tags[slug] ?? {}) : {};
  }

  /** What a podcast is called anywhere. @param label of its tag */
  podcastTitle(slug: string, label: string): string {
    const { podcasts, title } = this.#publication;
    const own = podcasts && podcastOf(podcasts, slug)?.title;
    return own ?? (slug === '' ? title : this.titleOf(this.settingsOf(slug).title ?? label));
  }

  /** What is called so within the publication, anywhere else. */
  protected titleOf(name: string): string {
    return `${this.#config.site.title}: ${name}`;
  }

  idOf(feed: Feed): string {
    // A podcast shares the page of its articles.
    const path = feed.kind === 'podcast' ? feedPath(feed, 'podcast') : pagePath(feed);
    return `urn:uuid:${uuidFrom(`feed ${this.#store.publication} ${path}`)}`;
  }
}

/** Finds sources by what an address says. */
export class FeedSources extends KeptSources {
  readonly #store: Store;
  readonly #config: Config;

  constructor(store: Store, config: Config, publication: Publication) {
    super(store, config, publication);
    this.#store = store;
    this.#config = config;
  }

  /**
   * The feed that tags in an address stand for, by the names that they have now; undefined when one of them is no tag, or
   * when no entry could ever have them as wanted.
   */
  async tagged(text: string): Promise<FeedSource | undefined> {
    const selection = parseSelection(text);
    if (!selection) return undefined;
    const wanted = tagsOf(selection);
    const tags = await this.#store.tagsNamed(wanted);
    if (tags.size < wanted.length) return undefined;
    const found = canonical(selection, (slug) => tags.get(slug)?.slug ?? slug);
    const slug = found && singleTag(found);
    if (slug !== undefined) return this.kept({ kind: 'tag', slug });
    return found && this.#selected({ kind: 'tags', selection: found });
  }

  #selected(feed: TagsFeed): FeedSource {
    const store = this.#store;
    const { selection } = feed;
    const limits = { entries: this.#config.feedLimit, tombstones: this.tombstones() };
    const isOpen = selection.some(({ all }) => all.length === 0);
    return {
      feed,
      topics: isOpen ? ['*'] : tagsOf(selection),
      state: () => store.selectedState(selection, limits),
      live: async () => ({ ...(await store.selectLive(selection, limits)), changed: undefined }),
      newest: async (most) => (await store.selectLive(selection, { entries: most, tombstones: 0 })).newest,
      pageState: (page) => store.selectedArchiveState(selection, page),
      page: (page) => store.selectArchived(selection, page),
      closed: () => store.selectedPages(selection),
      told: () => this.#toldOfTags(feed),
    };
  }

  async #toldOfTags(feed: TagsFeed): Promise<Told> {
    const tags = await this.#store.tagsNamed(tagsOf(feed.selection));
    const labelOf = (slug: string) => this.settingsOf(slug).title ?? tags.get(slug)?.label ?? slug;
    const name = nameOf(feed.selection, labelOf);
    return {
      id: this.idOf(feed),
      name,
      title: this.titleOf(name),
      description: `Articles ${tellSelection(feed.selection, labelOf)}, newest first.`,
    };
  }
}
