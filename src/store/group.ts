// What groups entries: tags and authors, in one table. An author's name may be a tag, so each kind has its own keys.
import type { Byline, Tag } from '../entry.ts';

/** The slug of a tag, or `@` and the slug of an author: no slug begins so. */
export type Group = string;

/** Each once, in the order in which the article names them. */
export function groupsOf(
  tags: readonly Pick<Tag, 'slug'>[],
  authors: readonly Pick<Byline, 'slug'>[],
): readonly Group[] {
  return [...new Set([...tags.map(({ slug }) => slug), ...authors.map(({ slug }) => authorGroup(slug))])];
}

export function authorGroup(slug: string): Group {
  return `@${slug}`;
}
