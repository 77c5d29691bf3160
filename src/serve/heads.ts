// The header block of every answer with a document. One place for all lanes, so that they cannot differ.
import type { Coding } from './coding.ts';
import type { Validators } from './conditional.ts';
import { type Base, DELTA_VARY } from './delta.ts';

/** What a page does beside being read, which its policy has to allow. */
type Allowed = {
  /** It has a form. */
  readonly forms?: boolean;
  /** It has our script, which it could do without. */
  readonly script?: boolean;
  /** The script fetches more of our pages. */
  readonly fetches?: boolean;
};

/** What a page may load: pictures and media of anybody, our style, our script where there is one (HTTP-65). */
const policyOf = ({ forms, script, fetches }: Allowed) =>
  `default-src 'none'; img-src 'self' https: http:; media-src 'self' https: http:; style-src 'self'; ${script ? "script-src 'self'; " : ''}${fetches ? "connect-src 'self'; " : ''}base-uri 'none'; form-action ${forms ? "'self'" : "'none'"}; frame-ancestors 'none'`;
export const PAGE_POLICY = policyOf({});
export const FORM_POLICY = policyOf({ forms: true });
const FEED_POLICY = "default-src 'none'; style-src 'self'";
/** Any page on the web may read a feed (HTTP-63). */
const SHARED = [
  'Access-Control-Allow-Origin',
  '*',
  'Access-Control-Expose-Headers',
  'ETag, Link, Retry-After, IM, Delta-Base',
] as const;

/** What of a resource shows in the headers of its answers. */
export type Described = {
  readonly mediaType: string;
  /** Several: one of them for each answer, in turn, so that pollers do not march in step. */
  readonly cacheControl: string | readonly string[];
  /** The value of the Link header (HTTP-66); none when it is empty. */
  readonly links: string;
  readonly allows?: Allowed;
  /** Set where readers may have only what is new. */
  readonly delta?: object;
};

/** A document that was found by what its reader prefers (HTTP-36): where it lives itself. */
export type Negotiated = { readonly contentLocation: string };

/** What makes headers alike. */
export type Kind = 'page' | 'feed' | 'feed with deltas';

/** Of a document, what of its headers depends on the time of the answer. */
export type Dated = Validators & Pick<Described, 'cacheControl'>;

const CACHE_CONTROL = 1;
const LAST_MODIFIED = 3;

export function kindOf({ mediaType, delta }: Described): Kind {
  return mediaType.startsWith('text/html') ? 'page' : delta ? 'feed with deltas' : 'feed';
}

/** Of a 304 (HTTP-17): what a cache needs to go on, what a script needs to see it, and nothing more. */
export function notModifiedFields(resource: Described, { etag }: Validators, negotiated?: Negotiated): string[] {
  return ['Cache-Control', freshness(resource), 'ETag', etag, ...notModifiedCommon(kindOf(resource), negotiated)];
}

/** Those of them that no document has of its own. */
export function notModifiedCommon(kind: Kind, negotiated?: Negotiated): string[] {
  return [...varying(kind, negotiated), ...sharing(kind)];
}

/**
 * Of a 200 to GET or HEAD: names and values in turn, as node:http writes them fastest.
 * @param length bytes of the body in this coding
 */
export function documentFields(
  resource: Described,
  validators: Validators,
  coding: Coding,
  length: number,
  negotiated?: Negotiated,
): string[] {
  return [
    'Cache-Control',
    freshness(resource),
    ...ownFields(resource, validators, length),
    ...commonFields(resource, coding, negotiated),
  ];
}

/** Of a 226: the same as that of the whole, but for what it is new since. @param present the validators of the whole */
export function deltaFields(
  resource: Described,
  present: Validators,
  coding: Coding,
  length: number,
  base: Base,
): string[] {
  return [...documentFields(resource, present, coding, length), 'IM', 'feed', 'Delta-Base', base.sent];
}

/** Those that no other document has. */
export function ownFields({ links }: Described, { etag, lastModified }: Validators, length: number): string[] {
  return [
    'Last-Modified',
    new Date(lastModified * 1000).toUTCString(),
    'ETag',
    etag,
    'Content-Length',
    String(length),
    ...(links === '' ? [] : ['Link', links]),
  ];
}

/** Those that many documents have. */
export function commonFields(resource: Described, coding: Coding, negotiated?: Negotiated): string[] {
  const kind = kindOf(resource);
  return [
    ...varying(kind, negotiated),
    'Content-Type',
    resource.mediaType,
    ...(coding === 'identity' ? [] : ['Content-Encoding', coding]),
    'X-Content-Type-Options',
    'nosniff',
    'Referrer-Policy',
    'no-referrer-when-downgrade',
    'Content-Security-Policy',
    kind !== 'page' ? FEED_POLICY : resource.allows ? policyOf(resource.allows) : PAGE_POLICY,
    ...sharing(kind),
  ];
}

/** HTTP-29: the same for every variant, whatever the status. */
function varying(kind: Kind, negotiated?: Negotiated): readonly string[] {
  if (negotiated) return ['Vary', 'Accept, Accept-Encoding', 'Content-Location', negotiated.contentLocation];
  return ['Vary', kind === 'feed with deltas' ? DELTA_VARY : 'Accept-Encoding'];
}

function sharing(kind: Kind): readonly string[] {
  return kind === 'page' ? [] : SHARED;
}

/** Fields of a document as they are to be sent now: the same ones, for a copy would be most of what a poll costs us. */
export function fresh(fields: string[], dated: Dated): string[] {
  if (typeof dated.cacheControl !== 'string') fields[CACHE_CONTROL] = freshness(dated);
  return isAhead(dated) ? fields.with(LAST_MODIFIED, new Date().toUTCString()) : fields;
}

/** Last-Modified may be no later than Date (HTTP-10): changes in quick succession are stamped ahead of the clock. */
export function isAhead({ lastModified }: Validators): boolean {
  return lastModified * 1000 > Date.now();
}

let turn = 0;

/** How long an answer may be kept: of several, each in turn. */
export function freshness({ cacheControl }: Pick<Described, 'cacheControl'>): string {
  if (typeof cacheControl === 'string') return cacheControl;
  turn = (turn + 1) % cacheControl.length;
  return cacheControl[turn] ?? '';
}
