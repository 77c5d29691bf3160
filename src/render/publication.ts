// What every document needs to know of the publication and of its feed, besides the entries.
import type { Author, Enclosure, Entry, Picture, Tombstone } from '../entry.ts';
import { SITE_MARK } from '../entry.ts';
import {
  archivePath,
  articlePath,
  type DocumentFormat,
  type Feed,
  FORMAT_TYPE,
  type Format,
  feedPath,
  pagePath,
} from '../feed.ts';
import type { Podcasts } from '../podcast.ts';
import { escapeMarkup } from '../text.ts';

export type Publication = {
  readonly title: string;
  readonly description: string;
  readonly language: string;
  readonly authors: readonly Author[];
  readonly rights?: string;
  /** What Google News calls it, where that is not the title (NEWS-01). */
  readonly newsName?: string;
  /** The address of the logo that SmartNews shows (NEWS-07): absolute, or beginning with SITE_MARK. */
  readonly newsLogo?: string;
  /** Absent: it has none. */
  readonly podcasts?: Podcasts;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Version of Tagwire: part of every document (ATOM-32). */
  readonly version: string;
};

/** One feed, as its documents present it; all formats say the same. */
export type FeedView = {
  readonly feed: Feed;
  /** Permanent, equal in all formats (ATOM-17). */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Of a podcast: its name in all directories (POD-20). */
  readonly guid?: string;
  /** Of a tag feed: the tag's label. */
  readonly label?: string;
  readonly updated: Date;
  readonly tombstones: readonly Tombstone[];
  /** Undefined: it has none. */
  readonly history?: History;
};

/** Where a document stands in the history of its feed (RFC 5005). Pages have numbers, from the oldest on. */
export type History = {
  /** The number of a closed page; undefined: this is the live feed. */
  readonly page?: number;
  /** The next older page; none when there is no older one. */
  readonly previous?: number;
  /** The next newer page, once it is closed. */
  readonly next?: number;
};

/** How long a reader may wait before it asks again, in seconds; RSS says the same in `ttl` (RSS-23). */
export const FRESH_SECONDS = 900;

export const HOME = 'https://tagwire.example/';

/** The address that an entry is read at: its home elsewhere, or its page here. */
export function permalink(entry: Pick<Entry, 'link' | 'slug'>, { baseUrl }: Pick<Publication, 'baseUrl'>): string {
  return entry.link === undefined ? baseUrl + articlePath(entry.slug) : strict(entry.link);
}

/** The address of the live feed, by which the feed is known. */
export function feedUrl({ feed }: FeedView, format: DocumentFormat, { baseUrl }: Publication): string {
  return baseUrl + feedPath(feed, format);
}

/** The address of the document. */
export function selfUrl(view: FeedView, format: Format, publication: Publication): string {
  const { page } = view.history ?? {};
  return page === undefined ? feedUrl(view, format, publication) : pageOfHistory(view, page, format, publication);
}

export function pageOfHistory({ feed }: FeedView, page: number, format: Format, { baseUrl }: Publication): string {
  return baseUrl + archivePath(feed, page, format);
}

/** PAGE-05, PAGE-06, PAGE-11: what an XML document says of its neighbours. */
export function historyLinks(view: FeedView, format: Format, publication: Publication): readonly Link[] {
  const { page, previous, next } = view.history ?? {};
  const link = (rel: string, href: string): Link => ({ rel, type: FORMAT_TYPE[format], href });
  const to = (rel: string, neighbour: number | undefined) =>
    neighbour === undefined ? [] : [link(rel, pageOfHistory(view, neighbour, format, publication))];
  return [
    ...to('prev-archive', previous),
    ...to('next-archive', next),
    ...(page === undefined ? [] : [link('current', feedUrl(view, format, publication))]),
  ];
}

type Link = { readonly rel: string; readonly type: string; readonly href: string };

export function pageUrl({ feed }: Pick<FeedView, 'feed'>, { baseUrl }: Publication): string {
  return baseUrl + pagePath(feed);
}

/** What people are told who open a raw document. @param page where they had better go */
export function forPeople(view: FeedView, format: DocumentFormat, page: string, publication: Publication): string {
  const said =
    view.history?.page === undefined
      ? 'This is a feed for feed readers: subscribe with the address of this document.'
      : `This is the history of a feed, for feed readers: subscribe with ${feedUrl(view, format, publication)}`;
  return `${said} To read in a browser, open ${page}`;
}

/** The base of all tag addresses names our taxonomy (ATOM-30, RSS-48). */
export function tagScheme({ baseUrl }: Publication): string {
  return `${baseUrl}/tags/`;
}

/** Bytes of a text that a feed carries. A longer one is left to its page: its entry has the summary and the link. */
const LONGEST_CONTENT = 200_000;
/** Bytes of texts in a feed (GEN-04, JSON-17) ... */
const ROOM = 1_000_000;
/** ... unless there would be fewer entries than this; so many of the longest are what validators read (GEN-04, VAL-01). */
const FEWEST_ENTRIES = 20;

/**
 * What a live feed shows: as many of its newest entries as fit, and all that it may not leave out, in one order.
 * @param needed what must be there: whatever no closed page holds as it is now (PAGE-08)
 */
export function shownOf(
  newest: readonly Entry[],
  needed: readonly Entry[],
  publication: Publication,
): readonly Entry[] {
  const shown = new Set([...fitting(newest, publication), ...needed].map(({ id }) => id));
  const ids = new Set(newest.map(({ id }) => id));
  // The newest are the first in the order of all, whatever the others are.
  return [...newest.filter(({ id }) => shown.has(id)), ...needed.filter(({ id }) => !ids.has(id))];
}

/** The first of a feed's entries, as many as a reader can be expected to fetch at every change. */
export function fitting(entries: readonly Entry[], publication: Publication): readonly Entry[] {
  return fittingBy(entries, (entry) => weightOf(entry, publication));
}

/** The same for whatever stands for entries. @param weigh how many bytes of text one brings into a feed */
export function fittingBy<T>(entries: readonly T[], weigh: (entry: T) => number): readonly T[] {
  let bytes = 0;
  const end = entries.findIndex((entry, index) => {
    bytes += weigh(entry);
    return index >= FEWEST_ENTRIES && bytes > ROOM;
  });
  return end < 0 ? entries : entries.slice(0, end);
}

/**
 * Whether an entry may fit by now that did not, though it has not changed itself: others may have been longer.
 * @param newest of a feed, however many fit
 * @param corrected how many of its entries have changed; what they said before is not known
 */
export function mayHaveGrown(newest: readonly Entry[], corrected: number, publication: Publication): boolean {
  if (corrected === 0 || newest.length <= FEWEST_ENTRIES) return false;
  const bytes = newest.reduce((sum, entry) => sum + weightOf(entry, publication), 0);
  return bytes + corrected * LONGEST_CONTENT > ROOM;
}

type Texts = Pick<Entry, 'content' | 'summary'>;

/** Bytes of text that an entry brings into a feed, at most. */
export function weightOf(entry: Texts, site: Pick<Publication, 'baseUrl'>): number {
  return Math.min(bytesOf(entry, site) + Buffer.byteLength(entry.summary ?? ''), LONGEST_CONTENT);
}

/** Of an entry's HTML, its links made absolute. */
function bytesOf({ content }: Texts, { baseUrl }: Pick<Publication, 'baseUrl'>): number {
  const links = content.split(SITE_MARK).length - 1;
  return Buffer.byteLength(content) + links * (escapeMarkup(baseUrl).length - 1);
}

/** An entry's HTML with its own-site links made absolute; empty when it is too long for a feed. */
export function contentOf(entry: Texts, site: Pick<Publication, 'baseUrl'>): string {
  return bytesOf(entry, site) > LONGEST_CONTENT ? '' : wholeContentOf(entry, site);
}

/** The same however long it is. */
export function wholeContentOf({ content }: Texts, { baseUrl }: Pick<Publication, 'baseUrl'>): string {
  return content.replaceAll(SITE_MARK, () => escapeMarkup(baseUrl));
}

/** A link of an entry made absolute. */
export function absolute(url: string, { baseUrl }: Pick<Publication, 'baseUrl'>): string {
  return url.startsWith(SITE_MARK) ? baseUrl + url.slice(SITE_MARK.length) : strict(url);
}

/** Browsers let through what RFC 3986 has no place for behind the host; readers and validators do not. */
function strict(url: string): string {
  const [, host = '', rest = url] = /^(\w+:\/\/[^/?#]*)(.*)$/s.exec(url) ?? [];
  return host + rest.replace(/[[\]|\\^`{}]/g, encodeURIComponent);
}

/** RSS-49 and JSON-14 want a type of every enclosure, though nobody may have said it. */
export function typeOf({ type }: Enclosure): string {
  return type ?? 'application/octet-stream';
}

/** What Media RSS says of a picture or file, as far as it is known (RSS-54). Pictures have no duration. */
export function mediaFacts(medium: Enclosure | Picture): Readonly<Record<string, string | number | undefined>> {
  const { type, length, width, height } = medium;
  const duration = 'durationSeconds' in medium ? medium.durationSeconds : undefined;
  return { type, fileSize: length, duration, width, height };
}
