// Does the reader have it already? RFC 9110, 13: pure, so that every vector is a row of a table.

export type Validators = {
  /** As sent: `W/"…"` where compression and rendering may differ, `"…"` where bytes never do. */
  readonly etag: string;
  /** Seconds since 1970. */
  readonly lastModified: number;
};

export type ConditionalHeaders = {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
  readonly 'if-modified-since'?: string | undefined;
  readonly 'if-unmodified-since'?: string | undefined;
};

/**
 * What to answer a GET or HEAD whose answer would otherwise be 200, in the order of precedence of HTTP-16.
 * @param validators without a date where there is none: then nothing depends on one
 */
export function evaluate(
  headers: ConditionalHeaders,
  { etag, lastModified }: Pick<Validators, 'etag'> & Partial<Validators>,
): 200 | 304 | 412 {
  const match = headers['if-match'];
  const unmodifiedSince = parseHttpDate(headers['if-unmodified-since']);
  if (match !== undefined) {
    // If-Match compares strongly: of a weak tag only `*` can hold.
    const isStrong = !etag.startsWith('W/');
    if (match.trim() !== '*' && !(isStrong && match.split(',').some((tag) => tag.trim() === etag))) return 412;
  } else if (unmodifiedSince !== undefined && lastModified !== undefined && lastModified > unmodifiedSince) {
    return 412;
  }
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined) return isNamed(noneMatch, etag) ? 304 : 200;
  const modifiedSince = parseHttpDate(headers['if-modified-since']);
  return modifiedSince !== undefined && lastModified !== undefined && lastModified <= modifiedSince ? 304 : 200;
}

/** True for whoever may have it already, and says what. */
export function isConditional(headers: ConditionalHeaders): boolean {
  return headers['if-none-match'] !== undefined || headers['if-modified-since'] !== undefined;
}

/** A member of a list of entity-tags, which may be empty, with the comma that ends it (RFC 9110, 5.6.1 and 8.8.3). */
const MEMBER = /[ \t]*(?:((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")[ \t]*)?(?:,|$)/gy;
/** What compressing proxies add within the quotes, and then do not recognise (HTTP-20). */
const PROXY_SUFFIX = /(?:-|;)(?:gzip|br|zstd|deflate)$/;

/** The tags of an If-None-Match, as they were sent; none of what is no list of tags (HTTP-12). */
export function entityTags(header: string): readonly string[] {
  const tags: string[] = [];
  let end = 0;
  for (const { 0: member, 1: tag, index } of header.matchAll(MEMBER)) {
    if (tag !== undefined) tags.push(tag);
    end = index + member.length;
  }
  return end === header.length ? tags : [];
}

/** What stands within the quotes of a tag, as we gave it out. */
export function withoutSuffix(opaque: string): string {
  return opaque.replace(PROXY_SUFFIX, '');
}

/** True when an If-None-Match names the tag by weak comparison (HTTP-12, HTTP-13). */
function isNamed(header: string, etag: string): boolean {
  // Nearly every poll sends back what it was given, or has nothing better.
  if (header === etag || header.trim() === '*') return true;
  const opaqueOf = (tag: string) => tag.replace(/^W\//, '').slice(1, -1);
  const current = opaqueOf(etag);
  return entityTags(header).some((tag) => {
    const opaque = opaqueOf(tag);
    return opaque === current || withoutSuffix(opaque) === current;
  });
}

const IMF = /^[A-Z][a-z]{2}, (\d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT)$/;
const RFC_850 = /^[A-Z][a-z]+day, (\d{2})-([A-Z][a-z]{2})-(\d{2}) (\d{2}:\d{2}:\d{2}) GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2}) (\d{4})$/;

/** Seconds since 1970 of the three forms of an HTTP date; undefined for anything else (HTTP-15). */
export function parseHttpDate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const written = IMF.exec(text)?.[1] ?? rfc850(text) ?? asctime(text);
  if (written === undefined) return undefined;
  const date = new Date(written);
  // JavaScript takes 31 February for a day in March; readers who send it have made it up.
  return date.toUTCString().endsWith(written) ? date.getTime() / 1000 : undefined;
}

function rfc850(text: string): string | undefined {
  const match = RFC_850.exec(text);
  // Two digits of a year mean the nearest one; no feed was changed in 1969.
  return match
    ? `${match[1]} ${match[2]} ${Number(match[3]) >= 70 ? '19' : '20'}${match[3]} ${match[4]} GMT`
    : undefined;
}

function asctime(text: string): string | undefined {
  const match = ASCTIME.exec(text);
  return match ? `${match[2]?.padStart(2, '0')} ${match[1]} ${match[4]} ${match[3]} GMT` : undefined;
}
