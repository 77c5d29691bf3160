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

/**
 * All of a head, from its first byte to its last (RFC 9112, 3 to 5), with less freedom than the standard gives: no absolute
 * address, no folded line, no lone CR or LF, nothing but ASCII, and half as many lines as node:http takes notice of
 * (`MAX_HEADERS`). The classes do not overlap with what follows them, so that it is matched in time that grows with its length.
 */
const HEAD = /^GET (\/[!-~]*) HTTP\/1\.([01])\r\n(?:[!#$%&'*+.^_`|~\dA-Za-z-]+:[\t -~]*\r\n){0,50}\r\n$/;

/** As most write them: to make small letters of a name costs more than to find it. */
const NAMES: ReadonlyMap<string, string> = new Map(
  ['Host', 'User-Agent', 'Accept', 'Accept-Encoding', 'If-None-Match', 'If-Modified-Since', 'Connection'].map(
    (name) => [name, name.toLowerCase()],
  ),
);

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
  'if-none-match': string | undefined = undefined;
  'if-modified-since': string | undefined = undefined;
  connection: string | undefined = undefined;
}

/**
 * Reads a head that is complete, and after which nothing comes.
 * @returns undefined for whatever else: another method, a part of a request, more than one, something that is none. That is
 * for node:http, which also says what is wrong with it. What is not undefined here, node:http takes for the same.
 */
export function readPlainGet(bytes: Buffer): PlainGet | undefined {
  if (bytes.length > LONGEST) return undefined;
  const text = bytes.toString('latin1');
  const head = HEAD.exec(text);
  if (!head) return undefined;
  const headers = new Headers();
  for (let at = text.indexOf('\r') + 2; at < text.length - 2; ) {
    const colon = text.indexOf(':', at);
    const end = text.indexOf('\r', colon);
    const written = text.slice(at, colon);
    const name = NAMES.get(written) ?? written.toLowerCase();
    // Of several with one name each name has a rule of its own. What every object has (`constructor`) is taken for a second.
    if (headers[name] !== undefined || SPECIAL.has(name)) return undefined;
    headers[name] = valueIn(text, colon + 1, end);
    at = end + 2;
  }
  const isHttp11 = head[2] === '1';
  const isKeptAlive = keptAlive(isHttp11, headers.connection);
  // RFC 9112, 3.2: without Host a request of HTTP/1.1 is an error.
  if (isKeptAlive === undefined || (isHttp11 && headers.host === undefined)) return undefined;
  return { url: head[1] ?? '', headers, isKeptAlive };
}

/** Without the spaces around it: nearly always there is one before, and none behind. */
function valueIn(text: string, from: number, to: number): string {
  const isUsual = text.charCodeAt(from) === 0x20 && text.charCodeAt(from + 1) > 0x20 && text.charCodeAt(to - 1) > 0x20;
  return isUsual ? text.slice(from + 1, to) : text.slice(from, to).trim();
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
