// The header block of every answer with a document. One place for all lanes, so that they cannot differ.
import { validateHeaderName, validateHeaderValue } from 'node:http';
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

/** A block of headers. The values that may depend on the time of the answer stand in fixed places. */
export type Head = {
  /** Names and values in turn, as node:http writes them fastest. */
  readonly fields: string[];
  /** All fields but the first as lines: made when they are first needed. */
  lines?: string;
};

const CACHE_CONTROL = 1;
const LAST_MODIFIED = 3;

/** Of a 304 (HTTP-17): what a cache needs to go on, what a script needs to see it, and nothing more. */
export function notModifiedHead(resource: Described, { etag }: Validators, negotiated?: Negotiated): Head {
  const fields = [
    'Cache-Control',
    freshness(resource),
    ...varying(resource, etag, negotiated),
    ...(isPage(resource) ? [] : SHARED),
  ];
  return { fields };
}

/** Of a 200 to GET or HEAD. @param length bytes of the body in this coding */
export function documentHead(
  resource: Described,
  { etag, lastModified }: Validators,
  coding: Coding,
  length: number,
  negotiated?: Negotiated,
): Head {
  const fields = [
    'Cache-Control',
    freshness(resource),
    'Last-Modified',
    new Date(lastModified * 1000).toUTCString(),
    ...varying(resource, etag, negotiated),
    'Content-Type',
    resource.mediaType,
    'Content-Length',
    String(length),
    ...(coding === 'identity' ? [] : ['Content-Encoding', coding]),
    ...(resource.links === '' ? [] : ['Link', resource.links]),
    'X-Content-Type-Options',
    'nosniff',
    'Referrer-Policy',
    'no-referrer-when-downgrade',
    ...(isPage(resource)
      ? ['Content-Security-Policy', resource.allows ? policyOf(resource.allows) : PAGE_POLICY]
      : ['Content-Security-Policy', FEED_POLICY, ...SHARED]),
  ];
  return { fields };
}

/** Of a 226: the same as that of the whole, but for what it is new since. @param present the validators of the whole */
export function deltaHead(resource: Described, present: Validators, coding: Coding, length: number, base: Base): Head {
  const { fields } = documentHead(resource, present, coding, length);
  return { fields: [...fields, 'IM', 'feed', 'Delta-Base', base.sent] };
}

/** What both statuses say; HTTP-29: it is the same for every variant. */
function varying({ delta }: Described, etag: string, negotiated: Negotiated | undefined): string[] {
  const vary = negotiated ? 'Accept, Accept-Encoding' : delta ? DELTA_VARY : 'Accept-Encoding';
  return ['ETag', etag, 'Vary', vary, ...(negotiated ? ['Content-Location', negotiated.contentLocation] : [])];
}

/** The block as it is to be sent now: the same one, for a copy would be most of what a poll costs us. */
export function fresh(resource: Described, head: Head): Head {
  if (typeof resource.cacheControl !== 'string') head.fields[CACHE_CONTROL] = freshness(resource);
  return head;
}

/** The block of a 200 as it is to be sent now. */
export function freshAndDated(resource: Described, { lastModified }: Validators, head: Head): Head {
  // Never later than Date (HTTP-10): changes in quick succession are stamped ahead of the clock.
  const isAhead = lastModified * 1000 > Date.now();
  const block = fresh(resource, head);
  return isAhead ? { fields: block.fields.with(LAST_MODIFIED, new Date().toUTCString()) } : block;
}

/** The block as it goes over the wire, each line with its end. @throws for what is no header, as node:http does */
export function linesOf(head: Head): string {
  const { fields } = head;
  head.lines ??= linesFrom(fields, CACHE_CONTROL + 1);
  return `${fields[0]}: ${fields[CACHE_CONTROL]}\r\n${head.lines}`;
}

function linesFrom(fields: readonly string[], first: number): string {
  const lines: string[] = [];
  for (let at = first; at < fields.length; at += 2) {
    const [name = '', value = ''] = [fields[at], fields[at + 1]];
    validateHeaderName(name);
    validateHeaderValue(name, value);
    lines.push(name, ': ', value, '\r\n');
  }
  // Joined it is one piece: of strings that are added, V8 keeps the pieces, and goes through all of them at each answer.
  return lines.join('');
}

export function isPage({ mediaType }: Described): boolean {
  return mediaType.startsWith('text/html');
}

let turn = 0;

function freshness({ cacheControl }: Described): string {
  if (typeof cacheControl === 'string') return cacheControl;
  turn = (turn + 1) % cacheControl.length;
  return cacheControl[turn] ?? '';
}
