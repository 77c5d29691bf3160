// An address that leads nowhere -> what may have been meant: words to search for, and tags that are spelled like it. Pure.
import type { TagCount } from '../feed.ts';
import { wordsOf } from '../words.ts';

/** Bounds of what a wrong address may cost: most of them are asked for by no person. */
const LONGEST_ASKED = 300;
const MOST_WORDS = 8;
const LONGEST_SLUG = 40;
const MOST_GUESSES = 3;
/** Nobody means another word of which so few letters are right. */
const SHORTEST_BEGINNING = 3;

/** Names of files, and rooms of this site and of others, which say nothing of what is in them. */
const SAYS_NOTHING = /^(?:feed|rss|atom|index|archive|\d+|tags?|authors?|articles?|category|categories|topics?)$/;
const ENDING = /\.(?:xml|json|html?|php|aspx?|rss|atom)$/;

/** The last part of an address that says something, as it was meant to be read. */
export function saidBy(path: string): string {
  const parts = readable(path.slice(0, LONGEST_ASKED)).split('/');
  return (
    parts.map((part) => part.replace(ENDING, '')).findLast((part) => part !== '' && !SAYS_NOTHING.test(part)) ?? ''
  );
}

/** What to search for, of what an address says. */
export function wordsToSearch(said: string): string {
  return wordsOf(said).slice(0, MOST_WORDS).join(' ');
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path).toLowerCase();
  } catch {
    // An escape of no UTF-8, or one that was cut: as it stands.
    return path.toLowerCase();
  }
}

/**
 * The slugs that one slip makes of another: a letter too many, two letters in the wrong order, or words at the end that the
 * tag does not have. What else may be meant stands nearby in the order of slugs.
 */
export function slipsOf(slug: string): string[] {
  const cut = slug.slice(0, LONGEST_SLUG);
  const found = new Set([slug]);
  for (let at = 0; at < cut.length; at += 1) {
    const [before, letter, next, after] = [cut.slice(0, at), cut[at], cut[at + 1] ?? '', cut.slice(at + 2)];
    found.add(before + next + after);
    found.add(before + next + letter + after);
    if (letter === '-') found.add(before);
  }
  found.delete('');
  return [...found];
}

/** Of tags, those that are most like a slug, the likeliest first. */
export function mostLike(slug: string, tags: readonly TagCount[]): TagCount[] {
  const cut = slug.slice(0, LONGEST_SLUG);
  return tags
    .map((tag) => ({ tag, unlikeness: unlikeness(cut, tag.slug.slice(0, LONGEST_SLUG)) }))
    .filter(({ unlikeness }) => unlikeness <= worstOf(cut))
    .toSorted((one, other) => one.unlikeness - other.unlikeness || other.tag.count - one.tag.count)
    .slice(0, MOST_GUESSES)
    .map(({ tag }) => tag);
}

/** Of three letters one may be wrong, of more two. */
function worstOf({ length }: string): number {
  return length < 3 ? 0 : length < 6 ? 1 : 2;
}

/** How many slips lie between; one that begins with the other is nearly it. */
function unlikeness(slug: string, other: string): number {
  const [short, long] = slug.length < other.length ? [slug, other] : [other, slug];
  const isBeginning = short.length >= SHORTEST_BEGINNING && long.startsWith(short);
  // Of a longer slug only whole words may be cut off; of what was begun nobody knows how it goes on.
  if (isBeginning && (short === slug || long[short.length] === '-')) return slug === other ? 0 : 1;
  return Math.abs(slug.length - other.length) > worstOf(slug) ? Number.POSITIVE_INFINITY : distance(slug, other);
}

/** How many letters are to be put in, taken out, changed, or changed with their neighbours. */
function distance(one: string, other: string): number {
  // Neighbours begin alike, which costs nothing then.
  let [start, end] = [0, 0];
  const shorter = Math.min(one.length, other.length);
  while (start < shorter && one[start] === other[start]) start += 1;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return alignment(one.slice(start, one.length - end), other.slice(start, other.length - end));
}

/** Optimal string alignment. */
function alignment(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= one.length; row += 1) {
    const present = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const swapped = isSwapped ? (before[column - 2] ?? Number.POSITIVE_INFINITY) + 1 : Number.POSITIVE_INFINITY;
      present.push(
        Math.min(
          (last[column - 1] ?? 0) + (isSame ? 0 : 1),
          (last[column] ?? 0) + 1,
          (present[column - 1] ?? 0) + 1,
          swapped,
        ),
      );
    }
    [before, last] = [last, present];
  }
  return last.at(-1) ?? 0;
}
