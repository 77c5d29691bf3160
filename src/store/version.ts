// What distinguishes one version of an entry from the next, and when it was made. Pure.
import { hash } from 'node:crypto';
import type { EntryId, ParsedEntry } from '../entry.ts';
import { foldSpace } from '../text.ts';
import type { EntryRow } from './rows.ts';

/**
 * When a new entry was last changed. Without the author's word it is the publication plus a moment that follows from
 * the id, so that a batch of one day does not carry one stamp (ATOM-21).
 */
export function firstUpdated(id: EntryId, parsed: ParsedEntry, now: Date): Date {
  const published = parsed.published.getTime();
  const given = parsed.updated?.getTime() ?? 0;
  if (given > published && given <= now.getTime()) return new Date(given);
  // In milliseconds: of fifty articles of one day, two would share a second of ten minutes.
  const moment = hash('sha256', id, 'buffer').readUInt32BE(0) % (parsed.isDateOnly ? 600_000 : 60_000);
  return new Date(published + moment);
}

/** When a corrected entry was last changed: the author's word, else the file's, else now; always later than before. */
export function nextUpdated(before: number, parsed: ParsedEntry, modified: number, now: Date): number {
  const candidates = [parsed.updated?.getTime() ?? 0, Math.floor(modified / 1000) * 1000];
  const found = candidates.find((time) => time > before && time <= now.getTime());
  return found ?? Math.max(Math.floor(now.getTime() / 1000) * 1000, before + 1000);
}

/** When an entry that returns was last changed: whoever has seen the tombstone wants to see something newer (ATOM-40). */
export function returnedUpdated({ updated, withdrawn }: Pick<EntryRow, 'updated' | 'withdrawn'>, now: Date): number {
  const before = Math.max(Number(updated), Number(withdrawn ?? 0));
  return Math.max(Math.floor(now.getTime() / 1000) * 1000, before + 1000);
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Whether an article that is kept already is to be seen later only.
 * @param row what is kept of it
 */
export function isDatedAhead(
  parsed: ParsedEntry,
  row: Pick<EntryRow, 'published' | 'first_revision'>,
  now: Date,
): boolean {
  const published = parsed.published.getTime();
  if (published <= now.getTime()) return false;
  // The day of an article begins at another moment when the zone of the publication is set anew: no other date.
  const isSameDay = parsed.isDateOnly && Math.abs(published - Number(row.published)) < DAY_MS;
  return row.first_revision === 0 || !isSameDay;
}

export function isExpired({ expires }: ParsedEntry, now: Date): boolean {
  return expires !== undefined && expires.getTime() <= now.getTime();
}

/** What entries share that have the same title and date: short, for a million of them are looked up by it. */
export function likenessOf(published: number, title: string): string {
  return hash('sha256', `${published} ${title}`, 'base64url').slice(0, 12);
}

/** Equal for two versions in which a reader sees no difference; white space counts only where it shows. */
export function fingerprintOf(parsed: ParsedEntry): string {
  const content = parsed.content
    .split(/(<pre[\s>][\s\S]*?<\/pre>)/)
    .map((part, index) => (index % 2 === 1 ? part.replace(/[ \t]+$/gm, '') : foldSpace(part)))
    .join('');
  const { title, summary, authors, tags, language, link, picture, enclosures, episode } = parsed;
  const said = [title, summary, content, authors, tags, language, link, picture];
  // What an entry has not does not count: it is no other version because a newer Tagwire could say more.
  return hash(
    'sha256',
    JSON.stringify([...said, ...(enclosures || episode ? [enclosures] : []), ...(episode ? [episode] : [])]),
    'base64url',
  );
}
