// However much a file says, feeds and pages carry an article of bounded size: what is too long is cut, what is too many
// is a problem.
import type { Enclosure, ParsedEntry, Picture } from '../entry.ts';
import { cutAtWord } from './headline.ts';
import type { Refused } from './reading.ts';

/** Characters; nothing that people write is longer. */
const LONGEST = { title: 500, summary: 2000, caption: 1000, name: 200, id: 500 };
const MOST = { tags: 200, authors: 100, enclosures: 100 };

/** Cuts what is too long. Too many tags or authors, or an id that would have to be cut, make the entry a problem. */
export function withinBounds(entry: ParsedEntry): ParsedEntry | Refused {
  for (const field of ['tags', 'authors', 'enclosures'] as const) {
    const { length } = entry[field] ?? [];
    if (length > MOST[field]) return tooMuch(field, `at most ${MOST[field]}`, String(length));
  }
  if (entry.id !== undefined && entry.id.length > LONGEST.id)
    return tooMuch('id', `at most ${LONGEST.id} characters`, String(entry.id.length));
  const { summary, picture, enclosures } = entry;
  return {
    ...entry,
    title: cutAtWord(entry.title, LONGEST.title),
    ...(summary ? { summary: cutAtWord(summary, LONGEST.summary) } : {}),
    authors: entry.authors.map((author) => ({ ...author, name: cutAtWord(author.name, LONGEST.name) })),
    tags: entry.tags.map((label) => cutAtWord(label, LONGEST.name)),
    ...(picture ? { picture: cutPicture(picture) } : {}),
    ...(enclosures ? { enclosures: enclosures.map(cutEnclosure) } : {}),
  };
}

function cutPicture({ caption, credit, ...rest }: Picture): Picture {
  return {
    ...rest,
    ...(caption ? { caption: cutAtWord(caption, LONGEST.caption) } : {}),
    ...(credit ? { credit: cutAtWord(credit, LONGEST.caption) } : {}),
  };
}

function cutEnclosure({ title, ...rest }: Enclosure): Enclosure {
  return { ...rest, ...(title ? { title: cutAtWord(title, LONGEST.title) } : {}) };
}

function tooMuch(field: string, expected: string, found: string): Refused {
  return { kind: 'problem', field, expected, found };
}
