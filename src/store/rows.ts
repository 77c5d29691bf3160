// Rows of the entry table <-> the words of Tagwire.
import type { Selectable } from 'kysely';
import type { Byline, Enclosure, Entry, EntryId, Episode, ParsedEntry, Picture, Tag } from '../entry.ts';
import { type Group, groupsOf } from './group.ts';
import type { EntryTable } from './tables.ts';

export type EntryRow = Selectable<EntryTable>;

/** What an article names, under the addresses that its names have here. */
export type Grouped = { readonly tags: readonly Tag[]; readonly authors: readonly Byline[] };

export function entryFrom(row: EntryRow): Entry {
  const enclosures = enclosuresFrom(row);
  return {
    id: row.id as EntryId,
    slug: row.slug,
    title: row.title,
    ...(row.summary === null ? {} : { summary: row.summary }),
    content: row.content,
    authors: authorsFrom(row),
    tags: tagsFrom(row),
    ...(row.language === null ? {} : { language: row.language }),
    ...(row.link === null ? {} : { link: row.link }),
    ...(row.picture === null ? {} : { picture: JSON.parse(row.picture) as Picture }),
    ...(enclosures ? { enclosures } : {}),
    ...(row.episode === null ? {} : { episode: JSON.parse(row.episode) as Episode }),
    published: new Date(Number(row.published)),
    updated: new Date(Number(row.updated)),
    revision: row.revision,
  };
}

export function tagsFrom({ tags }: Pick<EntryRow, 'tags'>): readonly Tag[] {
  return JSON.parse(tags) as Tag[];
}

export function authorsFrom({ authors }: Pick<EntryRow, 'authors'>): readonly Byline[] {
  return JSON.parse(authors) as Byline[];
}

function enclosuresFrom({ enclosures }: Pick<EntryRow, 'enclosures'>): readonly Enclosure[] | undefined {
  return enclosures === null ? undefined : (JSON.parse(enclosures) as Enclosure[]);
}

/** All that groups an entry with others. */
export function groupsFrom(row: Pick<EntryRow, 'tags' | 'authors' | 'enclosures'>): readonly Group[] {
  return groupsOf(tagsFrom(row), authorsFrom(row), enclosuresFrom(row));
}

/** The columns that hold what a reader gets to see. */
export function contentColumns(parsed: ParsedEntry, { tags, authors }: Grouped, fingerprint: string) {
  return {
    title: parsed.title,
    summary: parsed.summary ?? null,
    content: parsed.content,
    authors: JSON.stringify(authors),
    tags: JSON.stringify(tags),
    language: parsed.language ?? null,
    link: parsed.link ?? null,
    picture: parsed.picture ? JSON.stringify(parsed.picture) : null,
    enclosures: parsed.enclosures ? JSON.stringify(parsed.enclosures) : null,
    episode: parsed.episode ? JSON.stringify(parsed.episode) : null,
    expires: parsed.expires?.getTime() ?? null,
    fingerprint,
  };
}
