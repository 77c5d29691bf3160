// The names of things: permanent, and the same in every store that sees the same (GEN-02).
import { hash } from 'node:crypto';
import type { EntryId } from '../entry.ts';

const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]{2,500}$/i;

/**
 * An id that an author brings along stays as it is when it is an IRI; any other name is hashed into one (ATOM-12).
 * @param namespace whose name it is: “42” is something else in every publication
 */
export function idFrom(name: string, namespace = ''): EntryId {
  if (IRI.test(name)) return name as EntryId;
  return `urn:uuid:${uuidFrom(namespace === '' ? name : `${namespace} ${name}`)}` as EntryId;
}

/** A UUID that depends on the name alone (version 8 of RFC 9562: SHA-256 of the name). */
export function uuidFrom(name: string): string {
  const bytes = hash('sha256', `tagwire:${name}`, 'buffer');
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
