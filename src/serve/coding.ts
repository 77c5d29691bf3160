// Which content coding a reader gets (RFC 9110, 12.5.3).
import Negotiator from 'negotiator';

/** In order of preference for equal q. */
export const CODINGS = ['br', 'gzip', 'identity'] as const;
export type Coding = (typeof CODINGS)[number];

/**
 * Chooses among the codings that are ready. A reader that accepts none gets the document as it is: that helps more than
 * a 406 (HTTP-31 allows both).
 */
export function chooseCoding(accept: string | undefined, ready: readonly Coding[]): Coding {
  if (accept === undefined || accept.trim() === '') return 'identity';
  // The alias stands in the standard for readers of the nineties.
  const headers = { 'accept-encoding': accept.replace(/\bx-gzip\b/gi, 'gzip') };
  const negotiator = new Negotiator({ headers }) as unknown as PreferringNegotiator;
  return negotiator.encoding(ready, { preferred: CODINGS }) ?? 'identity';
}

/** negotiator 1 takes an order of preference for equal q; its published types are those of 0.6. */
type PreferringNegotiator = {
  encoding(available: readonly Coding[], options: { preferred: readonly Coding[] }): Coding | undefined;
};
