// The store -> what crawlers ask for: robots.txt, the sitemap of all pages, and that of the news.
import {
  ALL,
  articlePath,
  NEWS_PATH,
  newsPartPath,
  pagePath,
  SITEMAP_PAGES_PATH,
  SITEMAP_PATH,
  sitemapPartPath,
} from '../feed.ts';
import type { Publication } from '../render/publication.ts';
import { type Listed, renderNewsSitemap, renderRobots, renderSitemap, renderSitemapIndex } from '../render/sitemap.ts';
import type { Store } from '../store/store.ts';
import type { Resource } from './documents.ts';
import { orBusy } from './problem.ts';

const FRESHNESS = 'public, max-age=900, stale-while-revalidate=600, stale-if-error=86400';
/** No longer than it takes: what is news no more is to go (NEWS-02). */
const NEWS_FRESHNESS = 'public, max-age=300';
/** NEWS-05: crawlers keep it for a day at most. */
const ROBOTS_FRESHNESS = 'public, max-age=3600, stale-if-error=86400';

/**
 * So many tags and authors are listed: those with most articles. Of the longest addresses they make less than 50 MB (NEWS-04);
 * whoever has more finds the others in their lists.
 */
const MOST_GROUPS = 20_000;

export class Crawlers {
  readonly #store: Store;
  readonly #publication: Publication;

  constructor(store: Store, publication: Publication) {
    this.#store = store;
    this.#publication = publication;
  }

  robots(): Resource {
    return {
      ...this.#resource('/robots.txt', [], async () => renderRobots(this.#publication)),
      mediaType: 'text/plain; charset=utf-8',
      cacheControl: ROBOTS_FRESHNESS,
      // It says what the settings say. Dated as the first article: a library is no older.
      state: async () => ({ revision: 0, digest: '', at: (await this.#store.stateAt(1))?.at ?? 0 }),
    };
  }

  /** The index of all sitemaps but those of the news, which are of pages that stand in these as well. */
  sitemap(): Resource {
    return this.#resource(SITEMAP_PATH, ['*'], async () => {
      const { at } = await this.#store.head();
      const parts = await this.#store.sitemapParts();
      const listed: Listed[] = parts.map(({ number, changed }) => ({ path: sitemapPartPath(number), changed }));
      const pages: Listed = { path: SITEMAP_PAGES_PATH, ...(at > 0 ? { changed: new Date(at * 1000) } : {}) };
      return renderSitemapIndex([pages, ...listed], this.#publication);
    });
  }

  /** The pages of articles, so many in the order of first appearance. */
  sitemapPart(number: number): Resource {
    const path = sitemapPartPath(number);
    return {
      ...this.#resource(path, [path], async () => {
        const articles = await orBusy(this.#store.partArticles(number));
        const pages = articles.map(({ slug, updated }): Listed => ({ path: articlePath(slug), changed: updated }));
        return renderSitemap(pages, this.#publication);
      }),
      isCostly: true,
      state: () => this.#store.partState(number),
    };
  }

  /** The pages that list articles. */
  sitemapPages(): Resource {
    const render = async () => {
      const groups = await orBusy(this.#store.largestGroups(MOST_GROUPS));
      const changed = await this.#store.lastChange(ALL);
      const lists = [pagePath(ALL), '/tags/', '/authors/'].map(
        (path): Listed => ({ path, ...(changed ? { changed } : {}) }),
      );
      const pages = groups.map(({ updated, ...group }): Listed => ({ path: pagePath(group), changed: updated }));
      return renderSitemap([...lists, ...pages], this.#publication);
    };
    return { ...this.#resource(SITEMAP_PAGES_PATH, ['*'], render), isCostly: true };
  }

  /** What is news by the clock; when that is too much for one document, an index of those that hold it. */
  news(): Resource {
    return this.#news(NEWS_PATH, async () => {
      const news = await orBusy(this.#store.news(new Date()));
      return news.kind === 'articles'
        ? renderNewsSitemap(news.articles, this.#publication)
        : renderSitemapIndex(
            news.parts.map((part) => ({ path: newsPartPath(part) })),
            this.#publication,
          );
    });
  }

  /** Parts close by count, too: an article stays in its part for as long as it is news. */
  newsPart(part: number): Resource {
    const resource = this.#news(newsPartPath(part), async () =>
      renderNewsSitemap(await orBusy(this.#store.newsPart(new Date(), part)), this.#publication),
    );
    return {
      ...resource,
      state: async () => ((await this.#store.hasNews(new Date(), part)) ? resource.state() : undefined),
    };
  }

  #news(path: string, render: () => Promise<string>): Resource {
    return {
      ...this.#resource(path, ['*'], render),
      cacheControl: NEWS_FRESHNESS,
      isCostly: true,
      state: () => this.#store.newsState(new Date()),
    };
  }

  #resource(path: string, topics: readonly string[], render: () => Promise<string>): Resource {
    return {
      path,
      mediaType: 'application/xml; charset=utf-8',
      cacheControl: FRESHNESS,
      links: '',
      topics,
      state: () => this.#store.head(),
      render: async () => Buffer.from(await render()),
    };
  }
}
