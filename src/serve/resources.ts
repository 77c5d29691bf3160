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
  type TagCount,
} from '../feed.ts';
import type { Log } from '../log.ts';
import { FeedRenderer } from '../render/document.ts';
import { renderOpml } from '../render/opml.ts';
import { articlePage, errorPage, homePage, tagListPage, tagPage } from '../render/pages.ts';
import { type FeedView, FRESH_SECONDS, fitting, type Publication } from '../render/publication.ts';
import { uuidFrom } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import type { Resource } from './documents.ts';
import type { Medium } from './media.ts';

/** HTTP-25: with push a reader may wait longer; a page is fetched by people, who do not. */
const FEED_FRESHNESS = `public, max-age=${FRESH_SECONDS}, stale-while-revalidate=600, stale-if-error=86400`;
const PAGE_FRESHNESS = 'public, max-age=300, stale-while-revalidate=600';

/** Of a feed that has never had an entry: a date that does not move. */
const BEFORE_ALL = new Date('2000-01-01T00:00:00Z');

/** Withdrawals that a feed tells of; more when it has more entries, for all of them may be withdrawn at once (ATOM-41). */
const TOMBSTONES = 50;

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

  feed(feed: Feed, format: Format): Resource {
    return {
      path: feedPath(feed, format),
      mediaType: `${FORMAT_TYPE[format]}; charset=utf-8`,
      cacheControl: FEED_FRESHNESS,
      links: this.#link(feed, format, 'self'),
      topic: feed.kind === 'all' ? '*' : feed.slug,
      state: () => this.#store.feedState(feed),
      render: async () => {
        const entries = fitting(await this.#store.newest(feed, this.#config.feedLimit), this.publication);
        return this.#renderer.render(await this.#view(feed, entries), entries, format);
      },
    };
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

  tag(slug: string): Resource {
    const feed: Feed = { kind: 'tag', slug };
    const page = this.#page(pagePath(feed), slug, feed, async () => {
      const tag = (await this.#store.tag(slug)) ?? { slug, label: slug, count: 0 };
      const { title, description } = this.#told(tag);
      return tagPage(
        this.#pageSite,
        { slug, title, count: tag.count, ...(description ? { description } : {}) },
        await this.#newest(feed),
      );
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

  #page(path: string, topic: string, feed: Feed, render: () => Promise<string>): Resource {
    return {
      path,
      mediaType: 'text/html; charset=utf-8',
      cacheControl: PAGE_FRESHNESS,
      links: FORMATS.map((format) => this.#link(feed, format, 'alternate')).join(', '),
      topic,
      state: () => this.#store.head(),
      render: async () => Buffer.from(await render()),
    };
  }

  #link(feed: Feed, format: Format, relation: 'self' | 'alternate'): string {
    return `<${this.publication.baseUrl}${feedPath(feed, format)}>; rel="${relation}"; type="${FORMAT_TYPE[format]}"`;
  }

  #newest(feed: Feed) {
    return this.#store.newest(feed, Math.min(this.#config.feedLimit, 30));
  }

  async #view(feed: Feed, entries: readonly Entry[]): Promise<FeedView> {
    const { title, description } = this.publication;
    const id = `urn:uuid:${uuidFrom(`feed ${this.#store.publication} ${pagePath(feed)}`)}`;
    const tombstones = await this.#store.tombstones(feed, Math.max(TOMBSTONES, this.#config.feedLimit));
    const updated = (await this.#store.lastChange(feed)) ?? BEFORE_ALL;
    const common = {
      feed,
      id,
      updated: latest(updated, entries),
      tombstones,
    };
    const tag = feed.kind === 'tag' ? await this.#store.tag(feed.slug) : undefined;
    if (!tag) return { ...common, title, description };
    const told = this.#told(tag);
    return {
      ...common,
      title: `${title}: ${told.title}`,
      description: told.description ?? `Articles tagged ${tag.label}, newest first.`,
      label: tag.label,
    };
  }

  #told({ slug, label }: TagCount): { title: string; description?: string } {
    return { title: label, ...this.#config.site.tags[slug] };
  }
}

/** ATOM-20: a feed is at least as new as its newest entry. */
function latest(date: Date, entries: readonly { updated: Date }[]): Date {
  return new Date(Math.max(date.getTime(), ...entries.map(({ updated }) => updated.getTime())));
}
