// Only what is new, for readers that say which version they have (RFC 3229, and `feed` by convention). Pure: who asks
// for it, and since when.
import { FRESH_SECONDS } from '../render/publication.ts';
import { entityTags, withoutSuffix } from './conditional.ts';

/** An earlier version of a document, as its reader names it. */
export type Base = {
  /** The tag as it was sent. */
  readonly sent: string;
  /** The tag as it was given out. */
  readonly etag: string;
  readonly revision: number;
};

/** HTTP-54: an ordinary cache would give it to those who have another version; one that knows `im` may keep it. */
export const DELTA_FRESHNESS = `no-store, im, max-age=${FRESH_SECONDS}`;
/** HTTP-29: of every answer, whole or not, where there are deltas. */
export const DELTA_VARY = 'Accept-Encoding, A-IM, If-None-Match';

/** Every base costs a look-up. */
const MOST_BASES = 8;

/** `feed` in a list of instance manipulations, with its q (RFC 3229, 10.5.3). Others we do not have, `*` included. */
const FEED = /^[ \t]*feed[ \t]*(?:;[ \t]*q[ \t]*=[ \t]*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)[ \t]*)?$/i;

/** True when a reader can put together what it has and what is new (HTTP-50). @param accepted the value of A-IM */
export function wantsDelta(accepted: string | undefined): boolean {
  return (accepted ?? '').split(',').some((member) => {
    const match = FEED.exec(member);
    return match !== null && Number(match[1] ?? 1) > 0;
  });
}

/** A revision, to the base of 36, and what proves that the tag is ours (see Documents). */
const OURS = /^([1-9a-z][\da-z]{0,9})-[\w-]{16}$/;

/**
 * The earlier versions that an If-None-Match names, the latest first. That each was one of this document is not known
 * from its tag alone. @param current the tag of the present version
 */
export function basesIn(ifNoneMatch: string | undefined, current: string): readonly Base[] {
  const present = baseFrom(current);
  if (ifNoneMatch === undefined || !present) return [];
  return entityTags(ifNoneMatch)
    .flatMap((sent) => baseFrom(sent) ?? [])
    .filter(({ revision }) => revision < present.revision)
    .sort((one, other) => other.revision - one.revision)
    .slice(0, MOST_BASES);
}

function baseFrom(sent: string): Base | undefined {
  const opaque = sent.replace(/^W\//, '').slice(1, -1);
  for (const candidate of [opaque, withoutSuffix(opaque)]) {
    const [, revision] = OURS.exec(candidate) ?? [];
    if (revision !== undefined) return { sent, etag: `W/"${candidate}"`, revision: Number.parseInt(revision, 36) };
  }
  return undefined;
}
