// A feed -> what stands in one of its documents, read from the store and yet to be rendered.
import type { Config } from '../config.ts';
import type { Entry } from '../entry.ts';
import { type FeedView, type History, mayHaveGrown, type Publication, shownOf } from '../render/publication.ts';
import type { FeedSource, Live } from './sources.ts';

/** Which document of a feed: the live one; the same with only what is new since a revision; or a closed page of history. */
export type Part =
  | { readonly kind: 'live' }
  | { readonly kind: 'since'; readonly revision: number }
  | { readonly kind: 'page'; readonly page: number };

export type Contents = { readonly view: FeedView; readonly entries: readonly Entry[] };

/** Of a feed that has never had an entry: a date that does not move. */
export const BEFORE_ALL = new Date('2000-01-01T00:00:00Z');

/** What documents depend on besides their entries. */
type About = { readonly publication: Publication; readonly feedLimit: Config['feedLimit'] };

/** @returns undefined when there is no such page, or when only the whole document loses nothing */
export function readContents(source: FeedSource, part: Part, about: About): Promise<Contents | undefined> {
  if (part.kind === 'page') return readPage(source, part.page);
  return part.kind === 'live' ? readLive(source, 0, about) : readSince(source, part.revision, about);
}

async function readSince(source: FeedSource, revision: number, about: About): Promise<Contents | undefined> {
  const { feedLimit, publication } = about;
  if (!source.since) return undefined;
  const { added, corrected, lost } = await source.since(revision, feedLimit + 1);
  // Only Atom could say what has gone, and of so many changes the whole tells most (HTTP-55).
  if (lost > 0 || added + corrected > feedLimit) return undefined;
  const live = await source.live();
  return mayHaveGrown(live.newest, corrected, publication) ? undefined : readLive(source, revision, about, live);
}

/** @param after only the entries with a later revision, in the same frame */
async function readLive(source: FeedSource, after: number, about: About, read?: Live): Promise<Contents> {
  const live = read ?? (await source.live());
  // Episodes are many and short, and whoever plays them takes for gone what is not there.
  const isPodcast = source.feed.kind === 'podcast';
  const shown = isPodcast ? live.newest : shownOf(live.newest, live.needed, about.publication);
  const view = await viewOf(source, shown, live.closed === 0 ? {} : { previous: live.closed }, live);
  return { view, entries: shown.filter(({ revision }) => revision > after) };
}

async function readPage(source: FeedSource, page: number): Promise<Contents | undefined> {
  const entries = await source.page(page);
  if (!entries) return undefined;
  const history = {
    page,
    ...(page > 1 ? { previous: page - 1 } : {}),
    ...((await source.closed()) > page ? { next: page + 1 } : {}),
  };
  return { view: await viewOf(source, entries, history), entries };
}

/** @param live what a page of history says nothing of: it would change with that */
async function viewOf(source: FeedSource, entries: readonly Entry[], history: History, live?: Live): Promise<FeedView> {
  const { feed } = source;
  const { id, title, description, label, guid } = await source.told();
  const moments = (live?.tombstones ?? []).map(({ withdrawn }) => ({ updated: withdrawn }));
  return {
    feed,
    id,
    title,
    description,
    ...(guid === undefined ? {} : { guid }),
    ...(label === undefined ? {} : { label }),
    updated: latest(live?.changed ?? BEFORE_ALL, [...entries, ...moments]),
    tombstones: live?.tombstones ?? [],
    history,
  };
}

/** ATOM-20: a feed is at least as new as its newest entry. */
export function latest(date: Date, entries: readonly { updated: Date }[]): Date {
  return new Date(Math.max(date.getTime(), ...entries.map(({ updated }) => updated.getTime())));
}
