// A feed is a selection of entries; this file knows which there are and where they live. Addresses are a contract.

import { type Selection, textOf } from './selection.ts';

export type Feed =
  | { readonly kind: 'all' }
  | { readonly kind: 'tag' | 'author'; readonly slug: string }
  | { readonly kind: 'tags'; readonly selection: Selection };

/** A tag, or an author, and how many articles have it. */
export type TagCount = { readonly slug: string; readonly label: string; readonly count: number };

export const FORMATS = ['rss', 'atom', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export const FORMAT_FILE: Readonly<Record<Format, string>> = { rss: 'rss.xml', atom: 'atom.xml', json: 'feed.json' };
export const FORMAT_TYPE: Readonly<Record<Format, string>> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
};
export const FORMAT_NAME: Readonly<Record<Format, string>> = { rss: 'RSS', atom: 'Atom', json: 'JSON Feed' };

export const ALL = { kind: 'all' } as const satisfies Feed;

/** The path of the page that the feed stands for, from the root of the site. */
export function pagePath(feed: Feed): string {
  switch (feed.kind) {
    case 'all':
      return '/';
    case 'tag':
      return `/tags/${feed.slug}/`;
    case 'tags':
      return `/tags/${textOf(feed.selection)}/`;
    case 'author':
      return `/authors/${feed.slug}/`;
  }
}

/** The path of the feed in one format, from the root of the site. */
export function feedPath(feed: Feed, format: Format): string {
  return pagePath(feed) + FORMAT_FILE[format];
}

/** The path of an article's page, from the root of the site. */
export function articlePath(slug: string): string {
  return `/articles/${slug}/`;
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
