// Who is who: which kept entry, if any, an arriving file is, and what a new one is called. Pure.
import { hash } from 'node:crypto';
import type { EntryId, ParsedEntry } from '../entry.ts';
import { foldSpace } from '../text.ts';
import type { EntryState } from './tables.ts';

/** What identity needs to know of a kept entry. */
export type Known = {
  readonly number: number;
  readonly id: string;
  readonly state: EntryState;
  readonly path: string | null;
  readonly digest: string;
  readonly identity: string;
  readonly title: string;
  readonly published: number;
};

export type Newcomer = {
  readonly path: string;
  readonly digest: string;
  readonly identity: string;
  readonly parsed: ParsedEntry;
};

export type Identified =
  | { readonly is: 'new'; readonly id: EntryId }
  | { readonly is: 'known'; readonly entry: Known }
  | { readonly is: 'double'; readonly of: Known };

/**
 * Decides which entry a file is. In this order: the id that its author gave; the same text whose file is gone; the same
 * file under a new name; the same place; the same title and date, its file gone; otherwise it is new, and its id follows
 * from its text, so that the order of arrival does not matter.
 * @param known every entry that shares id, digest, identity, path or title with the newcomer
 * @param isDisplaced true when a known entry's file is gone or now holds another text
 */
export function identify(
  newcomer: Newcomer,
  known: readonly Known[],
  isDisplaced: (entry: Known) => boolean,
): Identified {
  const { path, digest, identity, parsed } = newcomer;
  const isFree = (entry: Known) => entry.path === path || entry.state === 'withdrawn' || isDisplaced(entry);
  const given = parsed.id ? idFrom(parsed.id) : undefined;
  const named = given && known.find((entry) => entry.id === given);
  if (named) return isFree(named) ? { is: 'known', entry: named } : { is: 'double', of: named };

  const twins = known.filter((entry) => entry.digest === digest);
  const twin = twins.find((entry) => entry.path === path) ?? twins.find(isFree);
  if (twin) return { is: 'known', entry: twin };
  if (twins[0] && !given) return { is: 'double', of: twins[0] };

  const moved = known.find(
    (entry) => identity !== '' && entry.identity === identity && entry.path !== path && isDisplaced(entry),
  );
  if (moved) return { is: 'known', entry: moved };
  const placed = known.find((entry) => entry.path === path);
  if (placed) return { is: 'known', entry: placed };
  const alike = known.filter(
    (entry) => entry.title === parsed.title && entry.published === parsed.published.getTime() && isFree(entry),
  );
  if (alike.length === 1 && alike[0] && !given) return { is: 'known', entry: alike[0] };

  const minted = given ?? idFrom(digest);
  // The text once was another entry's, which has since been edited: it is a copy of the earlier version.
  const taken = known.find((entry) => entry.id === minted);
  return taken ? { is: 'double', of: taken } : { is: 'new', id: minted };
}

const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]{2,500}$/i;

/** An id that an author brings along stays as it is when it is an IRI; any other name is hashed into one (ATOM-12). */
export function idFrom(name: string): EntryId {
  return (IRI.test(name) ? name : `urn:uuid:${uuidFrom(name)}`) as EntryId;
}

/** A UUID that depends on the name alone (version 8 of RFC 9562: SHA-256 of the name). */
export function uuidFrom(name: string): string {
  const bytes = hash('sha256', `tagwire:${name}`, 'buffer');
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * When a new entry was last changed. Without the author's word it is the publication plus a moment that follows from
 * the id, so that a batch of one day does not carry one stamp (ATOM-21).
 */
export function firstUpdated(id: EntryId, parsed: ParsedEntry, now: Date): Date {
  const published = parsed.published.getTime();
  const given = parsed.updated?.getTime() ?? 0;
  if (given > published && given <= now.getTime()) return new Date(given);
  const seconds = hash('sha256', id, 'buffer').readUInt32BE(0) % (parsed.isDateOnly ? 600 : 60);
  return new Date(published + seconds * 1000);
}

/** When a corrected entry was last changed: the author's word, else the file's, else now; always later than before. */
export function nextUpdated(before: number, parsed: ParsedEntry, modified: number, now: Date): number {
  const candidates = [parsed.updated?.getTime() ?? 0, Math.floor(modified / 1000) * 1000];
  const found = candidates.find((time) => time > before && time <= now.getTime());
  return found ?? Math.max(Math.floor(now.getTime() / 1000) * 1000, before + 1000);
}

/** Equal for two versions in which a reader sees no difference; white space counts only where it shows. */
export function fingerprintOf(parsed: ParsedEntry): string {
  const content = parsed.content
    .split(/(<pre[\s>][\s\S]*?<\/pre>)/)
    .map((part, index) => (index % 2 === 1 ? part.replace(/[ \t]+$/gm, '') : foldSpace(part)))
    .join('');
  const { title, summary, authors, tags, language, link, picture } = parsed;
  return hash('sha256', JSON.stringify([title, summary, content, authors, tags, language, link, picture]), 'base64url');
}
