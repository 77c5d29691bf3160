// Which content coding a reader gets (RFC 9110, 12.5.3).
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** In order of preference for equal q: the smallest first, for it is made but once. */
export const CODINGS = ['br', 'zstd', 'gzip', 'identity'] as const;
export type Coding = (typeof CODINGS)[number];

/** A place for each from the beginning: what is added to an object later lies elsewhere in memory. */
export type PerCoding<Value> = Record<Coding, Value | undefined> & { readonly identity: Value };

/** Readers send the same few headers for ever; what nobody would send is not kept. */
const known = new LRUCache<string, readonly Coding[]>({ max: 200 });
const LONGEST_KNOWN = 100;
let last: { readonly accept: string; readonly codings: readonly Coding[] } = {
  accept: 'identity',
  codings: ['identity'],
};
/** What is longer is no reader's: to weigh its thousands of codings would keep the others waiting. */
const LONGEST = 1000;

/**
 * The codings that a reader takes, best first. The document as it is always stands among them, at the end if it must: that
 * helps a reader who accepts none more than a 406 (HTTP-31 allows both).
 */
export function preferredCodings(accept: string | undefined): readonly Coding[] {
  if (accept === undefined || accept.length > LONGEST) return AS_IT_IS;
  // One poll after the other is often by the same reader, or by one like it.
  if (accept === last.accept) return last.codings;
  const kept = known.get(accept);
  const codings = kept ?? negotiate(accept);
  if (accept.length > LONGEST_KNOWN) return codings;
  if (!kept) known.set(accept, codings);
  last = { accept, codings };
  return codings;
}

/** What is there in the coding that is preferred to all others that there are. */
export function bestReady<Value>(of: PerCoding<Value>, codings: readonly Coding[]): Value {
  for (const coding of codings) {
    const found = of[coding];
    if (found) return found;
  }
  return of.identity;
}

const AS_IT_IS: readonly Coding[] = ['identity'];

function negotiate(accept: string): readonly Coding[] {
  if (accept.trim() === '') return AS_IT_IS;
  // The alias stands in the standard for readers of the nineties.
  const headers = { 'accept-encoding': accept.replace(/\bx-gzip\b/gi, 'gzip') };
  const negotiator = new Negotiator({ headers }) as unknown as PreferringNegotiator;
  const codings = negotiator.encodings(CODINGS, { preferred: CODINGS });
  return codings.includes('identity') ? codings : [...codings, 'identity'];
}

/** negotiator 1 takes an order of preference for equal q; its published types are those of 0.6. */
type PreferringNegotiator = {
  encodings(available: readonly Coding[], options: { preferred: readonly Coding[] }): Coding[];
};
