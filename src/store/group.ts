// What groups entries: tags, authors and podcasts, in one table. The name of one may be that of another, so each kind has its
// own keys.
import type { Byline, Enclosure, Tag } from '../entry.ts';
import { playedOf } from '../podcast.ts';

/**
 * The slug of a tag; `@` and the slug of an author; `!` and the slug of the tag of a podcast, or nothing for that of all
 * articles. No slug begins so.
 */
export type Group = string;

type Slugged = Pick<Tag, 'slug'>;
type Played = Pick<Enclosure, 'type'>;

/** Each once, in the order in which the article names them. */
export function groupsOf(
  tags: readonly Slugged[],
  authors: readonly Pick<Byline, 'slug'>[],
  enclosures: readonly Played[] | undefined,
): readonly Group[] {
  return [
    ...new Set([
      ...tags.map(({ slug }) => slug),
      ...authors.map(({ slug }) => authorGroup(slug)),
      ...podcastsOf(tags, enclosures),
    ]),
  ];
}

/**
 * The podcasts that an entry is an episode of. The store holds whatever this says: if another type is to be played, entries
 * have to join in a migration.
 */
export function podcastsOf(tags: readonly Slugged[], enclosures: readonly Played[] | undefined): readonly Group[] {
  return playedOf(enclosures) ? ['', ...tags.map(({ slug }) => slug)].map(podcastGroup) : [];
}

export function authorGroup(slug: string): Group {
  return `@${slug}`;
}

/** @param slug of the tag; empty: of all articles */
export function podcastGroup(slug: string): Group {
  return `!${slug}`;
}
