// The words of entries, as SQLite's FTS5 keeps them. The index follows the log of revisions, off the path of a new file.
import { decodeHTMLStrict } from 'entities';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Term } from '../query.ts';
import { wordsOf } from '../words.ts';
import { authorsFrom, type EntryRow, tagsFrom } from './rows.ts';
import { ROWS_AT_ONCE, type Tables } from './tables.ts';

/** How far the index has come. */
export type Indexed = { readonly revision: number; readonly isAll: boolean };
/** An entry that was found, as it stands in the log. */
export type Match = { readonly number: number; readonly revision: number };

/** A text is found by what stands in so many of its characters; few have more. */
const LONGEST_TEXT = 200_000;
/** So much text is indexed in one transaction: a new file waits for no more. */
const TEXT_AT_ONCE = 60_000;

/**
 * Rows of the index are in the order of dates, so that the newest matches are the first to be found: the hour of
 * publication stands in front of the number of the entry. Together they are less than 2^53.
 */
const NUMBERS = 2 ** 28;
const HOUR_MS = 3_600_000;
/** Far enough back for any date of an article. */
const FIRST_HOUR = -(2 ** 24);
/** Entries of one hour are found in the order of their numbers: so many more are looked at, to be put in that of dates. */
const NEIGHBOURS = 50;

type Row = Pick<EntryRow, 'number' | 'state' | 'published' | 'title' | 'summary' | 'content' | 'authors' | 'tags'>;

/**
 * Indexes the next entries that have changed, in the order of their revisions; those that were withdrawn are taken out.
 * @param limit of entries; there are fewer when their texts are long
 */
export async function indexNext(trx: Transaction<Tables>, limit: number, now: Date): Promise<Indexed> {
  const log = await trx
    .selectFrom('publication')
    .select(['revision', 'searched', 'searched_at'])
    .executeTakeFirstOrThrow();
  if (log.searched >= log.revision) return { revision: log.searched, isAll: true };
  const next = await trx
    .selectFrom('entry')
    .select(['number', 'revision', sql<number>`octet_length(content)`.as('bytes')])
    .where('revision', '>', log.searched)
    .orderBy('revision')
    .limit(limit)
    .execute();
  const some = next.slice(0, asManyAsFit(next));
  const revision = some.length < next.length || next.length === limit ? (some.at(-1)?.revision ?? 0) : log.revision;
  const numbers = some.map(({ number }) => number);
  const rows: Row[] = [];
  for (let from = 0; from < numbers.length; from += ROWS_AT_ONCE) {
    const columns = ['number', 'state', 'published', 'title', 'summary', 'content', 'authors', 'tags'] as const;
    const part = numbers.slice(from, from + ROWS_AT_ONCE);
    rows.push(...(await trx.selectFrom('entry').select(columns).where('number', 'in', part).execute()));
  }
  // FTS5 writes a piece of its own whenever a row comes before the last one.
  for (const row of rows.sort((one, other) => placeOf(one) - placeOf(other))) await write(trx, row);
  // As the log does: two states of the index never share a second.
  const at = Math.max(Math.floor(now.getTime() / 1000), Number(log.searched_at) + 1);
  await trx.updateTable('publication').set({ searched: revision, searched_at: at }).execute();
  return { revision, isAll: revision === log.revision };
}

/** How many of these entries are indexed at once: one at least. */
function asManyAsFit(entries: readonly { bytes: number }[]): number {
  let total = 0;
  const end = entries.findIndex(({ bytes }) => {
    total += Math.min(bytes, LONGEST_TEXT);
    return total > TEXT_AT_ONCE;
  });
  return end < 0 ? entries.length : Math.max(1, end);
}

async function write(trx: Transaction<Tables>, row: Row): Promise<void> {
  const place = placeOf(row);
  await sql`delete from entry_words where rowid = ${place}`.execute(trx);
  if (row.state !== 'live') return;
  const text = textOf(row.content);
  // A summary is most often how the text begins.
  const summary = row.summary === null || text.includes(row.summary) ? '' : row.summary;
  const said = [row.title, summary, text, tagsFrom(row).map(({ label }) => label), namesOf(row)];
  const [title, rest, body, tags, authors] = said.map(wordList);
  await sql`insert into entry_words (rowid, title, summary, content, tags, authors) values (${place}, ${title}, ${rest}, ${body}, ${tags}, ${authors})`.execute(
    trx,
  );
}

function placeOf({ number, published }: Pick<Row, 'number' | 'published'>): number {
  return Math.max(FIRST_HOUR, Math.floor(Number(published) / HOUR_MS)) * NUMBERS + number;
}

function namesOf({ authors }: Row): string[] {
  return authorsFrom({ authors }).map(({ name }) => name);
}

/** Words with spaces between them: all that FTS5 has to take apart. */
function wordList(said: string | readonly string[]): string {
  return wordsOf(typeof said === 'string' ? said : said.join(' , ')).join(' ');
}

/** Elements within a word or a sentence; all others part what stands on their sides. */
const WITHIN =
  /<\/?(?:a|abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u|var|wbr)(?:\s[^>]*)?>/g;

/** The text of safe HTML. */
function textOf(content: string): string {
  const text = content
    .slice(0, LONGEST_TEXT)
    .replace(WITHIN, '')
    .replace(/<[^>]*>/g, ' ');
  return decodeHTMLStrict(text);
}

/**
 * The newest live entries that match: by date, those of one date in reverse order of arrival. Of more than fifty from the
 * hour of the last one, those that arrived last.
 */
export async function findMatches(db: Kysely<Tables>, terms: readonly Term[], limit: number): Promise<Match[]> {
  // Written so that SQLite reads the index from its end, and stops.
  const { rows } = await sql<Match & { published: number; first_revision: number }>`
    select entry.number, entry.revision, entry.published, entry.first_revision
    from entry_words cross join entry on entry.number = (entry_words.rowid & ${NUMBERS - 1})
    where entry_words match ${expressionOf(terms)} and entry.state = 'live'
    order by entry_words.rowid desc limit ${limit + NEIGHBOURS}
  `.execute(db);
  return rows
    .sort((one, other) => Number(other.published) - Number(one.published) || other.first_revision - one.first_revision)
    .slice(0, limit)
    .map(({ number, revision }) => ({ number, revision }));
}

/** A question in FTS5's own tongue. Words hold letters, digits and pictures alone, and stand in quotes all the same. */
function expressionOf(terms: readonly Term[]): string {
  const write = ({ words, isPrefix }: Term) => `"${words.join(' ')}"${isPrefix ? ' *' : ''}`;
  const [without, wanted] = [true, false].map((isExcluded) =>
    terms.filter((term) => term.isExcluded === isExcluded).map(write),
  );
  const found = `(${wanted?.join(' AND ')})`;
  return without?.length === 0 ? found : `${found} NOT (${without?.join(' OR ')})`;
}
