// Which bytes of a file does the reader want? RFC 9110, 14: pure, so that every vector is a row of a table.

/** Bytes of a file, both included. */
export type Part = { readonly start: number; readonly end: number };

/** `5-9`, `5-` or `-5`. */
const RANGE = /^(?:(\d+)-(\d*)|-(\d+))$/;

/**
 * Reads a Range header (HTTP-60). What is malformed, of another unit, or asks for several parts gets the whole: no
 * player asks for several, and a server that answers can be made to send the same bytes again and again.
 * @returns the part; `whole` when the header is to be ignored; `none` when the file has no such bytes
 */
export function chooseRange(header: string | undefined, length: number): Part | 'whole' | 'none' {
  const [, list] = /^bytes=(.*)$/is.exec(header ?? '') ?? [];
  if (list === undefined) return 'whole';
  const written = list.split(',').map((range) => range.trim());
  const wanted: Part[] = [];
  let isAny = false;
  for (const range of written) {
    if (range === '') continue;
    const [match, first, last, suffix] = RANGE.exec(range) ?? [];
    if (match === undefined) return 'whole';
    isAny = true;
    // A suffix that is longer than the file is the file.
    const start = first === undefined ? Math.max(0, length - Number(suffix)) : Number(first);
    const end = last ? Number(last) : Number.POSITIVE_INFINITY;
    if (end < start) return 'whole';
    if (start < length) wanted.push({ start, end: Math.min(end, length - 1) });
  }
  const [part, ...others] = wanted;
  if (!part) return isAny ? 'none' : 'whole';
  return others.length === 0 ? part : 'whole';
}

/** HTTP-61: true unless the reader has another version in part. A date never fits, for our media carry none. */
export function isSameVersion(ifRange: string | undefined, etag: string): boolean {
  return ifRange === undefined || ifRange.trim() === etag;
}
