// The vectors of HTTP for feeds as bytes on a socket, to all lanes: nothing tidies a header up on the way.
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { DELTA_VARY } from '../../src/serve/delta.ts';
import { askRaw } from '../support/ask.ts';
import { headerOf, threeDoors } from '../support/doors.ts';

const FEED = '/tags/weather/rss.xml';

/** Values that a row can only name: they are those of the feed. */
type Current = { readonly tag: string; readonly date: string };
type Row = { readonly rule: string; readonly lines: readonly string[]; readonly status: number };

const dateAt = (date: string, seconds: number) => new Date(Date.parse(date) + seconds * 1000).toUTCString();

/** @param tag what stands within the quotes */
function conditionals({ tag, date }: Current): readonly Row[] {
  const row = (rule: string, status: number, ...lines: string[]): Row => ({ rule, lines, status });
  const [day, month, year, time] = date.slice(5).split(' ');
  const weekday = new Date(date).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
  return [
    row('HTTP-21', 304, `If-None-Match: "${tag}"`),
    row('HTTP-21', 304, `If-None-Match: W/"${tag}"`),
    row('HTTP-21', 304, `If-None-Match: "x", W/"${tag}"`),
    row('HTTP-21', 304, 'If-None-Match: *'),
    row('HTTP-21', 304, `If-None-Match: "${tag}-gzip"`),
    row('HTTP-21', 200, `If-None-Match: ${tag}`),
    row('HTTP-21', 200, 'If-None-Match: "x"', `If-Modified-Since: ${date}`),
    row('HTTP-21', 304, `If-Modified-Since: ${date}`),
    row('HTTP-21', 304, `If-Modified-Since: ${dateAt(date, 3600)}`),
    row('HTTP-21', 200, `If-Modified-Since: ${dateAt(date, -1)}`),
    row('HTTP-21', 200, 'If-Modified-Since: yesterday'),
    row('HTTP-21', 200, 'If-Modified-Since:'),
    row('HTTP-21', 200, 'If-None-Match: ""'),
    row('HTTP-21', 200, 'If-None-Match: W/""'),
    row('HTTP-21', 200, 'If-None-Match: "a,b"'),
    // Lists, in one line or in several.
    row('HTTP-12', 304, `If-None-Match:"${tag}"`),
    row('HTTP-12', 304, `if-none-match:\t W/"${tag}" \t`),
    row('HTTP-12', 304, `If-None-Match: "x",W/"${tag}","y"`),
    row('HTTP-12', 304, `If-None-Match: , ,"${tag}",,`),
    row('HTTP-12', 304, 'If-None-Match: "x"', `If-None-Match: "${tag}"`),
    row('HTTP-12', 304, `If-None-Match: "${tag}"`, 'If-None-Match: "x"'),
    row('HTTP-12', 200, 'If-None-Match: "x"', 'If-None-Match: "y"'),
    row('HTTP-12', 200, `If-None-Match: "a,${tag}"`),
    row('HTTP-12', 200, `If-None-Match: "${tag},a"`),
    row('HTTP-12', 200, `If-None-Match: w/"${tag}"`),
    row('HTTP-12', 200, `If-None-Match: W/ "${tag}"`),
    row('HTTP-12', 200, `If-None-Match: "${tag.toUpperCase()}x"`),
    row('HTTP-12', 304, `If-None-Match: "\xe9", "${tag}"`),
    row('HTTP-12', 304, `If-None-Match: ${'"x", '.repeat(1000)}"${tag}"`),
    row('HTTP-13', 304, 'If-None-Match:   *  '),
    row('HTTP-13', 200, 'If-None-Match: "*"'),
    row('HTTP-13', 200, 'If-None-Match: *, "x"'),
    row('HTTP-14', 304, `If-None-Match: "${tag}"`, `If-Modified-Since: ${dateAt(date, -3600)}`),
    row('HTTP-14', 200, 'If-None-Match:', `If-Modified-Since: ${date}`),
    row('HTTP-15', 304, `If-Modified-Since: ${weekday}, ${day}-${month}-${year?.slice(2)} ${time} GMT`),
    row(
      'HTTP-15',
      304,
      `If-Modified-Since: ${weekday.slice(0, 3)} ${month} ${day?.replace(/^0/, ' ')} ${time} ${year}`,
    ),
    row('HTTP-15', 200, `If-Modified-Since: ${Date.parse(date) / 1000}`),
    row('HTTP-15', 200, 'If-Modified-Since: null'),
    row('HTTP-16', 412, `If-Match: W/"${tag}"`, `If-None-Match: "${tag}"`),
    row('HTTP-16', 304, 'If-Match: *', `If-None-Match: "${tag}"`),
    row('HTTP-16', 412, `If-Unmodified-Since: ${dateAt(date, -1)}`, `If-None-Match: "${tag}"`),
    row('HTTP-16', 304, `If-Unmodified-Since: ${date}`, `If-None-Match: "${tag}"`),
    row('HTTP-16', 304, `If-None-Match: "${tag}"`, 'Range: bytes=0-9'),
    row('HTTP-33', 200, 'Range: bytes=0-9'),
    row('HTTP-33', 200, 'Range: bytes=99999999-', `If-Range: "${tag}"`),
    ...['gzip', 'br', 'zstd', 'deflate'].flatMap((coding) => [
      row('HTTP-20', 304, `If-None-Match: "${tag}-${coding}"`),
      row('HTTP-20', 304, `If-None-Match: W/"${tag};${coding}"`),
    ]),
    row('HTTP-20', 200, `If-None-Match: "${tag}-gzip-gzip"`),
    row('HTTP-20', 200, `If-None-Match: "${tag}gzip"`),
  ];
}

/** What is sent, and the coding of the answer. */
const CODINGS: readonly {
  readonly rule: string;
  readonly lines: readonly string[];
  readonly coding: string | undefined;
}[] = [
  { rule: 'HTTP-31', lines: [], coding: undefined },
  { rule: 'HTTP-31', lines: ['Accept-Encoding:'], coding: undefined },
  { rule: 'HTTP-31', lines: ['Accept-Encoding: GZIP'], coding: 'gzip' },
  { rule: 'HTTP-31', lines: ['Accept-Encoding: x-gzip'], coding: 'gzip' },
  { rule: 'HTTP-31', lines: ['Accept-Encoding: *'], coding: 'br' },
  { rule: 'HTTP-31', lines: ['Accept-Encoding: gzip, zstd'], coding: 'zstd' },
  { rule: 'HTTP-31', lines: ['Accept-Encoding: gzip', 'Accept-Encoding: br'], coding: 'br' },
  { rule: 'HTTP-31', lines: ['Accept-Encoding: gzip ; q=0.5 , br ; q=0.4'], coding: 'gzip' },
  { rule: 'HTTP-31', lines: ['Accept-Encoding: identity;q=0'], coding: undefined },
  { rule: 'HTTP-34', lines: ['Accept-Encoding: gzip, br'], coding: 'br' },
  { rule: 'HTTP-34', lines: ['Accept-Encoding: gzip;q=1, br;q=0.5'], coding: 'gzip' },
  { rule: 'HTTP-34', lines: ['Accept-Encoding: br;q=0, *'], coding: 'zstd' },
  { rule: 'HTTP-34', lines: ['Accept-Encoding: br;q=0, zstd;q=0, *'], coding: 'gzip' },
  { rule: 'HTTP-34', lines: ['Accept-Encoding: deflate'], coding: undefined },
  { rule: 'HTTP-34', lines: ['Accept-Encoding: gzip;q=0'], coding: undefined },
  { rule: 'HTTP-34', lines: ['Accept-Encoding: identity;q=0, gzip'], coding: 'gzip' },
  { rule: 'HTTP-34', lines: ['Accept-Encoding: *;q=0'], coding: undefined },
];

const METHODS = ['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'];
const TARGETS = [
  { target: `${FEED}?utm_source=x&_=175`, status: 200 },
  { target: `${FEED}?`, status: 200 },
  { target: `${FEED}?a=?b&/../x#y`, status: 200 },
  { target: `${FEED}?%00%ff`, status: 200 },
  { target: `http://evil.example.net${FEED}`, status: 200 },
  { target: `/${FEED}`, status: 404 },
  { target: `${FEED}/`, status: 404 },
  { target: `${FEED};x`, status: 404 },
  { target: FEED.toUpperCase(), status: 404 },
  { target: FEED.replace('rss', '%72ss'), status: 404 },
  { target: '*', status: 404 },
  { target: `${FEED}?${'x'.repeat(8192)}`, status: 414 },
];

describe.each(['front', 'hot', 'cold'] as const)('the %s lane', (lane) => {
  /** A door, and what the feed behind it is. */
  async function open() {
    const port = (await threeDoors())[lane];
    const get = (...lines: readonly string[]) => askRaw(port, [`GET ${FEED} HTTP/1.1`, ...lines]);
    const full = await get();
    const current = { tag: (headerOf(full, 'ETag') ?? '').slice(3, -1), date: headerOf(full, 'Last-Modified') ?? '' };
    return { port, get, full, current };
  }

  test('HTTP-10 to HTTP-21, HTTP-33: conditional requests', async () => {
    const { current, full, get, port } = await open();
    const rows = conditionals(current);
    expect(rows.length).toBeGreaterThan(50);
    for (const { rule, lines, status } of rows) {
      const name = `${rule} ${lines.map((line) => line.slice(0, 80)).join(' | ')}`;
      const answer = await get(...lines);
      expect(answer.status, name).toBe(status);
      expect(answer.body.equals(status === 200 ? full.body : Buffer.alloc(0)) || status === 412, name).toBe(true);
      const head = await askRaw(port, [`HEAD ${FEED} HTTP/1.1`, ...lines]);
      expect({ status: head.status, bytes: head.body.length }, `HEAD ${name}`).toEqual({ status, bytes: 0 });
      if (status === 412) continue;
      expect(headerOf(answer, 'ETag'), name).toBe(`W/"${current.tag}"`);
      expect(headerOf(answer, 'Vary'), name).toBe(DELTA_VARY);
    }
  });

  test.each(CODINGS)('$rule: $lines: $coding', async ({ lines, coding }) => {
    const { get } = await open();
    const answer = await get(...lines);
    expect(answer.status).toBe(200);
    expect(headerOf(answer, 'Content-Encoding')).toBe(coding);
    expect(headerOf(answer, 'Content-Length')).toBe(String(answer.body.length));
    expect(headerOf(answer, 'Vary')).toBe(DELTA_VARY);
    expect(headerOf(answer, 'Accept-Ranges')).toBeUndefined();
  });

  test.each(TARGETS)('HTTP-03, HTTP-06, HTTP-41: $target: $status', async ({ target, status }) => {
    const { full, port } = await open();
    const answer = await askRaw(port, [`GET ${target} HTTP/1.1`]);
    expect(answer.status).toBe(status);
    if (status !== 200) return expect(headerOf(answer, 'ETag')).toBeUndefined();
    expect(answer.body.equals(full.body)).toBe(true);
    expect(headerOf(answer, 'ETag')).toBe(headerOf(full, 'ETag'));
    expect(headerOf(answer, 'Link')).toBe(headerOf(full, 'Link'));
  });

  test.each(METHODS)('HTTP-01: %s is not possible, whatever its conditions', async (method) => {
    const { port } = await open();
    const answer = await askRaw(port, [`${method} ${FEED} HTTP/1.1`, 'If-None-Match: *', 'Content-Length: 0']);
    expect(answer.status).toBe(405);
    expect(headerOf(answer, 'Allow')).toBe('GET, HEAD, OPTIONS');
    expect(headerOf(answer, 'Cache-Control')).toBe('no-store');
    expect(headerOf(answer, 'ETag')).toBeUndefined();
  });

  test('HTTP-63: a script may ask what it may ask', async () => {
    const { get, port } = await open();
    const answer = await askRaw(port, [
      `OPTIONS ${FEED} HTTP/1.1`,
      'Origin: https://reader.example.net',
      'Access-Control-Request-Method: GET',
      'Access-Control-Request-Headers: if-none-match',
    ]);
    expect(answer).toMatchObject({ status: 204, body: Buffer.alloc(0) });
    expect(headerOf(answer, 'Access-Control-Allow-Origin')).toBe('*');
    expect(headerOf(answer, 'Access-Control-Allow-Methods')).toBe('GET, HEAD');
    expect(headerOf(answer, 'Access-Control-Allow-Headers')).toBe('If-None-Match, If-Modified-Since, A-IM, Range');
    expect(headerOf(answer, 'Access-Control-Max-Age')).toBe('86400');
    for (const lines of [[], ['If-None-Match: *']]) {
      const answered = await get('Origin: https://reader.example.net', ...lines);
      expect(headerOf(answered, 'Access-Control-Allow-Origin')).toBe('*');
      expect(headerOf(answered, 'Access-Control-Expose-Headers')).toBe('ETag, Link, Retry-After, IM, Delta-Base');
      expect(headerOf(answered, 'Access-Control-Allow-Credentials')).toBeUndefined();
    }
  });

  test('HTTP-25 to HTTP-28: freshness is said, and nothing that contradicts it', async () => {
    const { get } = await open();
    for (const lines of [[], ['If-None-Match: *'], ['Cache-Control: no-cache'], ['Pragma: no-cache']]) {
      const answer = await get(...lines);
      expect(headerOf(answer, 'Cache-Control')).toMatch(
        /^public, max-age=(?:8[4-9]\d|900), stale-while-revalidate=600, stale-if-error=86400$/,
      );
      for (const name of ['Expires', 'Pragma', 'Set-Cookie', 'Age']) expect(headerOf(answer, name)).toBeUndefined();
    }
  });

  test('a reader of HTTP/1.0 gets its feed, and the connection ends', async () => {
    const { full, port } = await open();
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET ${FEED} HTTP/1.0\r\n\r\n`);
    const answer = (await buffer(socket)).toString('latin1');
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain(`Content-Length: ${full.body.length}`);
  });

  test('several polls over one connection, sent at once, are answered in order', async () => {
    const { full, port } = await open();
    const socket = connect(port, '127.0.0.1');
    const poll = (method: string, line: string) => `${method} ${FEED} HTTP/1.1\r\nHost: localhost\r\n${line}\r\n\r\n`;
    socket.write(
      poll('GET', 'If-None-Match: *') +
        poll('HEAD', 'X: y') +
        poll('GET', 'Accept-Encoding: gzip') +
        poll('GET', 'If-None-Match: "x"\r\nConnection: close'),
    );
    const answers = (await buffer(socket)).toString('latin1');
    const heads = [...answers.matchAll(/HTTP\/1\.1 (\d+) [\s\S]*?\r\n\r\n/g)];
    expect(heads.map(([, status]) => status)).toEqual(['304', '200', '200', '200']);
    expect(heads.map(([head]) => /^Content-Encoding: (\w+)/m.exec(head)?.[1])).toEqual([
      undefined,
      undefined,
      'gzip',
      undefined,
    ]);
    expect(answers.endsWith(full.body.toString('latin1'))).toBe(true);
  });
});
