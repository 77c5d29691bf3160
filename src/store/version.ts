// What distinguishes one version of an entry from the next, and when it was made. Pure.
import { hash } from 'node:crypto';
import type { EntryId, ParsedEntry } from '../entry.ts';
import { foldSpace } from '../text.ts';

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
