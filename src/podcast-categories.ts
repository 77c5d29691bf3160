// The categories that Apple lists podcasts under, which all directories know (POD-04), and which one was meant.
import type { Category } from './podcast.ts';

/** Every category, and those below it. Directories compare letter by letter. */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  Arts: ['Books', 'Design', 'Fashion & Beauty', 'Food', 'Performing Arts', 'Visual Arts'],
  Business: ['Careers', 'Entrepreneurship', 'Investing', 'Management', 'Marketing', 'Non-Profit'],
  Comedy: ['Comedy Interviews', 'Improv', 'Stand-Up'],
  Education: ['Courses', 'How To', 'Language Learning', 'Self-Improvement'],
  Fiction: ['Comedy Fiction', 'Drama', 'Science Fiction'],
  Government: [],
  'Health & Fitness': ['Alternative Health', 'Fitness', 'Medicine', 'Mental Health', 'Nutrition', 'Sexuality'],
  History: [],
  'Kids & Family': ['Education for Kids', 'Parenting', 'Pets & Animals', 'Stories for Kids'],
  Leisure: [
    'Animation & Manga',
    'Automotive',
    'Aviation',
    'Crafts',
    'Games',
    'Hobbies',
    'Home & Garden',
    'Video Games',
  ],
  Music: ['Music Commentary', 'Music History', 'Music Interviews'],
  News: [
    'Business News',
    'Daily News',
    'Entertainment News',
    'News Commentary',
    'Politics',
    'Sports News',
    'Tech News',
  ],
  'Religion & Spirituality': ['Buddhism', 'Christianity', 'Hinduism', 'Islam', 'Judaism', 'Religion', 'Spirituality'],
  Science: [
    'Astronomy',
    'Chemistry',
    'Earth Sciences',
    'Life Sciences',
    'Mathematics',
    'Natural Sciences',
    'Nature',
    'Physics',
    'Social Sciences',
  ],
  'Society & Culture': ['Documentary', 'Personal Journals', 'Philosophy', 'Places & Travel', 'Relationships'],
  Sports: [
    'Baseball',
    'Basketball',
    'Cricket',
    'Fantasy Sports',
    'Football',
    'Golf',
    'Hockey',
    'Rugby',
    'Running',
    'Soccer',
    'Swimming',
    'Tennis',
    'Volleyball',
    'Wilderness',
    'Wrestling',
  ],
  Technology: [],
  'True Crime': [],
  'TV & Film': ['After Shows', 'Film History', 'Film Interviews', 'Film Reviews', 'TV Reviews'],
};

/** All of them, as they are written in settings: `News`, `News > Politics`. */
export const CATEGORY_NAMES: readonly string[] = Object.entries(CATEGORIES).flatMap(([top, subs]) => [
  top,
  ...subs.map((sub) => `${top} > ${sub}`),
]);

/** Reads `News` or `News > Politics`; undefined when Apple has no such category. */
export function categoryOf(text: string): Category | undefined {
  const parts = text.split('>').map((part) => part.trim());
  if (!CATEGORY_NAMES.includes(parts.join(' > '))) return undefined;
  const [top = '', sub] = parts;
  return sub === undefined ? [top] : [top, sub];
}

/** Longer than any, so that nobody can have long texts compared. */
const MOST_COMPARED = 60;
const MOST_NAMED = 4;

/**
 * The categories that may have been meant by what is none, as they are written in settings: those that are called so but for
 * capitals and signs, wherever they stand; else those that have these words in their names; else those spelt nearest. When
 * nothing is near: those below the category that was named, or the top ones.
 */
export function categoriesLike(text: string): readonly string[] {
  const [top = '', ...below] = text.slice(0, MOST_COMPARED).split('>').map(keyOf);
  const wanted = below.at(-1) || top;
  const isBelow = (name: string) => keyOf(name.split(' > ')[0] ?? '') === top;
  const named = CATEGORY_NAMES.map((name) => ({ name, key: keyOf(lastOf(name)) }));
  const found = wanted === '' ? [] : nearest(named, wanted);
  const here = below.length > 0 ? found.filter(isBelow) : [];
  const meant = here.length > 0 ? here : found;
  if (meant.length > 0) return meant.slice(0, MOST_NAMED);
  const siblings = CATEGORY_NAMES.filter(isBelow);
  return siblings.length > 0 ? siblings : Object.keys(CATEGORIES);
}

function nearest(named: readonly { name: string; key: string }[], wanted: string): readonly string[] {
  const those = (is: (key: string) => boolean) => named.filter(({ key }) => is(key)).map(({ name }) => name);
  const same = those((key) => key === wanted);
  if (same.length > 0) return same;
  const words = those((key) => isWordOf(wanted, key) || isWordOf(key, wanted));
  if (words.length > 0) return words;
  const least = Math.min(...named.map(({ key }) => distance(key, wanted)));
  return least > wanted.length / 3 ? [] : those((key) => distance(key, wanted) === least);
}

function lastOf(name: string): string {
  return name.split(' > ').at(-1) ?? '';
}

/** What is left of a name without capitals and signs. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/&(amp;)?/g, ' and ')
    .replace(/[^a-z]+/g, ' ')
    .trim();
}

function isWordOf(word: string, text: string): boolean {
  return ` ${text} `.includes(` ${word} `);
}

/** How many letters have to be written, struck out or changed to make one text of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...one].entries()) {
    const line = [row + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const changed = (above[column - 1] ?? 0) + (letter === other[column - 1] ? 0 : 1);
      line.push(Math.min(changed, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[other.length] ?? 0;
}
