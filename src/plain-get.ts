// The first bytes of a connection -> a poll, when they are exactly one and as plain as polls are.
import type { IncomingHttpHeaders } from 'node:http';

/** A request without anything that needs a real parser: GET, a path, simple headers that occur once each, no body. */
export type PlainGet = {
  readonly url: string;
  /** As node:http would give them. */
  readonly headers: IncomingHttpHeaders;
  /** Whether the connection goes on after the answer (RFC 9112, 9.3). */
  readonly isKeptAlive: boolean;
};

/** What is longer is none of the requests that come again and again. */
const LONGEST = 4096;

/** Half as many lines as node:http takes notice of (`MAX_HEADERS`). */
const MOST_LINES = 50;

/** Whoever sends one of these wants more than an answer, or sends more than a head. */
const SPECIAL: ReadonlySet<string> = new Set([
  'content-length',
  'expect',
  'proxy-connection',
  'set-cookie',
  'transfer-encoding',
  'upgrade',
]);

/** Headers by name, with places for those that polls have: an object that grows name by name costs twice as much. */
class Headers {
  [name: string]: string | undefined;
  host: string | undefined = undefined;
  'user-agent': string | undefined = undefined;
  accept: string | undefined = undefined;
  'accept-encoding': string | undefined = undefined;
  'accept-language': string | undefined = undefined;
  'if-none-match': string | undefined = undefined;
  'if-modified-since': string | undefined = undefined;
  'cache-control': string | undefined = undefined;
  connection: string | undefined = undefined;
  'a-im': string | undefined = undefined;
  'x-forwarded-for': string | undefined = undefined;
  'x-forwarded-proto': string | undefined = undefined;
}

type Name = { readonly text: string; readonly bytes: Buffer };
/** By their lengths: to find one costs less than to make a string of what was sent. */
const NAMES: readonly (readonly Name[])[] = Object.keys(new Headers()).reduce<Name[][]>(
  (byLength, text) => {
    byLength[text.length]?.push({ text, bytes: Buffer.from(text) });
    return byLength;
  },
  Array.from({ length: 20 }, () => []),
);

const [CR, LF, SPACE, COLON] = Buffer.from('\r\n :') as unknown as [number, number, number, number];
/** The bytes that an address, a name and a value consist of (RFC 9110, 5.1, 5.5 and 5.6.2; of `obs-text` nothing). */
const [ADDRESS, TOKEN, VALUE] = [bytesThat(/[!-~]/), bytesThat(/[!#$%&'*+.^_`|~\dA-Za-z-]/), bytesThat(/[\t -~]/)];

/**
 * Reads a head that is complete, and after which nothing comes (RFC 9112, 3 to 5), with less freedom than the standard
 * gives: no absolute address, no folded line, no lone CR or LF, nothing but ASCII, each name once.
 * @returns undefined for whatever else: another method, a part of a request, more than one, something that is none. That is
 * for node:http, which also says what is wrong with it. What is not undefined here, node:http takes for the same.
 */
export function readPlainGet(bytes: Buffer): PlainGet | undefined {
  if (bytes.length > LONGEST) return undefined;
  const text = bytes.toString('latin1');
  const urlEnd = endOf(bytes, 5, ADDRESS);
  const isHttp11 = text.startsWith(' HTTP/1.1\r\n', urlEnd);
  if (!text.startsWith('GET /') || !(isHttp11 || text.startsWith(' HTTP/1.0\r\n', urlEnd))) return undefined;
  const headers = new Headers();
  let at = urlEnd + 11;
  for (let lines = 0; bytes[at] !== CR; lines += 1) {
    const colon = endOf(bytes, at, TOKEN);
    const end = endOf(bytes, colon + 1, VALUE);
    if (lines === MOST_LINES || colon === at || bytes[colon] !== COLON) return undefined;
    if (bytes[end] !== CR || bytes[end + 1] !== LF) return undefined;
    const name = nameIn(bytes, text, at, colon);
    // Of several with one name each name has a rule of its own. What every object has (`constructor`) is taken for a second.
    if (headers[name] !== undefined || SPECIAL.has(name)) return undefined;
    headers[name] = valueIn(bytes, text, colon + 1, end);
    at = end + 2;
  }
  if (bytes[at + 1] !== LF || at + 2 !== bytes.length) return undefined;
  const isKeptAlive = keptAlive(isHttp11, headers.connection);
  // RFC 9112, 3.2: without Host a request of HTTP/1.1 is an error.
  if (isKeptAlive === undefined || (isHttp11 && headers.host === undefined)) return undefined;
  return { url: text.slice(4, urlEnd), headers, isKeptAlive };
}

/** The first place that has another byte, or none. */
function endOf(bytes: Buffer, from: number, allowed: Uint8Array): number {
  let at = from;
  while (allowed[bytes[at] ?? 0] === 1) at += 1;
  return at;
}

/** In small letters. */
function nameIn(bytes: Buffer, text: string, from: number, to: number): string {
  for (const name of NAMES[to - from] ?? []) if (isNamed(bytes, from, name)) return name.text;
  return text.slice(from, to).toLowerCase();
}

function isNamed(bytes: Buffer, from: number, { bytes: name }: Name): boolean {
  for (let at = 0; at < name.length; at += 1) {
    // Of what a token may have, this makes small letters of large ones, and no letter or `-` of anything else.
    if (((bytes[from + at] ?? 0) | 0x20) !== name[at]) return false;
  }
  return true;
}

/** Without the spaces around it. */
function valueIn(bytes: Buffer, text: string, from: number, to: number): string {
  let [begin, end] = [from, to];
  while (begin < end && (bytes[begin] ?? 0) <= SPACE) begin += 1;
  while (begin < end && (bytes[end - 1] ?? 0) <= SPACE) end -= 1;
  return text.slice(begin, end);
}

/** @param isHttp11 not of HTTP/1.0. @returns undefined when somebody has to think about it */
function keptAlive(isHttp11: boolean, connection: string | undefined): boolean | undefined {
  if (connection === undefined) return isHttp11;
  switch (connection.toLowerCase()) {
    case 'close':
      return false;
    case 'keep-alive':
      return isHttp11 || undefined;
    default:
      return undefined;
  }
}

/** A table of one for each byte that matches, of nought for the others. Nought itself must not match: it stands for no byte. */
function bytesThat(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => Number(pattern.test(String.fromCharCode(byte))));
}
