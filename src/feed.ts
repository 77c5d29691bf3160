// A feed is a selection of entries; this file knows which there are and where they live. Addresses are a contract.
import type { Query } from './query.ts';
import { type Selection, textOf } from './selection.ts';

export type Feed =
  | { readonly kind: 'all' }
  | { readonly kind: 'tag' | 'author'; readonly slug: string }
  | PodcastFeed
  | { readonly kind: 'tags'; readonly selection: Selection }
  | SearchFeed;

/** The entries with audio or video, of all (an empty slug) or of a tag. It has one document, and shares a page with the articles. */
export type PodcastFeed = { readonly kind: 'podcast'; readonly slug: string };

/** What a reader searches for; the query in its canonical form is its name. */
export type SearchFeed = { readonly kind: 'search'; readonly query: Query };

/** A tag, or an author, and how many articles have it. */
export type TagCount = { readonly slug: string; readonly label: string; readonly count: number };

export const FORMATS = ['rss', 'atom', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * The live feed as one kind of taker wants it, in words that readers and validators have no place for (NEWS-07, NEWS-11). Its
 * address is handed to the taker: no page, list or link leads there. It has neither history nor deltas.
 */
export const DIALECTS = ['smartnews', 'ninjs'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** What the documents of a feed are written in. */
export type DocumentFormat = Format | Dialect | 'podcast';

export const FORMAT_FILE: Readonly<Record<DocumentFormat, string>> = {
  rss: 'rss.xml',
  atom: 'atom.xml',
  json: 'feed.json',
  smartnews: 'smartnews.xml',
  ninjs: 'ninjs.json',
  podcast: 'podcast.xml',
};
export const FORMAT_TYPE: Readonly<Record<DocumentFormat, string>> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
  smartnews: 'application/rss+xml',
  ninjs: 'application/json',
  podcast: 'application/rss+xml',
};
export const FORMAT_NAME: Readonly<Record<Format, string>> = { rss: 'RSS', atom: 'Atom', json: 'JSON Feed' };

export const ALL = { kind: 'all' } as const satisfies Feed;

/** Where a search begins. */
export const SEARCH_PATH = '/search/';

/** Where tags are combined: beside their folder, in which any word may be a tag. */
export const BUILDER_PATH = '/combine/';
/** The tags whose names begin with what is typed there. */
export const TAG_NAMES_PATH = `${BUILDER_PATH}tags.json`;

/** The path of the page that the feed stands for, from the root of the site; that of a search has a query. */
export function pagePath(feed: Feed): string {
  return folderPath(feed) + queryOf(feed);
}

/** The path of the feed in one format, from the root of the site; that of a search has a query. */
export function feedPath(feed: Feed, format: DocumentFormat): string {
  return folderPath(feed) + FORMAT_FILE[format] + queryOf(feed);
}

function folderPath(feed: Feed): string {
  switch (feed.kind) {
    case 'all':
      return '/';
    case 'tag':
      return `/tags/${feed.slug}/`;
    case 'podcast':
      return feed.slug === '' ? '/' : `/tags/${feed.slug}/`;
    case 'tags':
      return `/tags/${textOf(feed.selection)}/`;
    case 'author':
      return `/authors/${feed.slug}/`;
    case 'search':
      return SEARCH_PATH;
  }
}

/** One spelling: everything but what RFC 3986 calls unreserved is written as its bytes. */
function queryOf(feed: Feed): string {
  if (feed.kind !== 'search') return '';
  const text = encodeURIComponent(feed.query.text);
  return `?q=${text.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

/** The path of a closed page of the feed's history in one format, from the root of the site. Page 1 is the oldest. */
export function archivePath(feed: Feed, page: number, format: Format): string {
  return `${pagePath(feed)}archive/${page}/${FORMAT_FILE[format]}`;
}

/** The path of an article's page, from the root of the site. */
export function articlePath(slug: string): string {
  return `/articles/${slug}/`;
}

/** The path of the chapters of an episode, from the root of the site. */
export function chaptersPath(slug: string): string {
  return `${articlePath(slug)}chapters.json`;
}

/** The path of an article as news agencies exchange it, from the root of the site. */
export function ninjsPath(slug: string): string {
  return articlePath(slug) + FORMAT_FILE.ninjs;
}

/**
 * Where crawlers begin. What an index names lies beside it and in no folder: a sitemap may only list what is in its own
 * folder, or below it (NEWS-04).
 */
export const SITEMAP_PATH = '/sitemap.xml';
export const NEWS_PATH = '/news-sitemap.xml';
/** The pages that are no article. */
export const SITEMAP_PAGES_PATH = '/sitemap-pages.xml';

/** The path of a part of the sitemap, from the root of the site. Part 1 has those that appeared first. */
export function sitemapPartPath(part: number): string {
  return `/sitemap-${part}.xml`;
}

/** The path of a part of the news, from the root of the site. */
export function newsPartPath(part: number): string {
  return `/news-sitemap-${part}.xml`;
}

/**
 * What stands for the content of a medium in its address: 80 bits of its hash, in digits that have no second spelling.
 * @param hash in base64url
 */
export function mediaKey(hash: string): string {
  return Buffer.from(hash, 'base64url').subarray(0, 10).toString('hex');
}

/** The path of a medium, from the root of the site: other bytes, another address. */
export function mediaPath(hash: string, name: string): string {
  return `/media/${mediaKey(hash)}/${name}`;
}
