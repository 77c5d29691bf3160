// What is taken for a plain poll: exactly what node:http would take for the same, and less than that.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { readPlainGet } from '../src/plain-get.ts';

const read = (text: string) => readPlainGet(Buffer.from(text, 'latin1'));
const HOST = 'Host: news.example.org\r\n';

test.each([
  { head: `GET /rss.xml HTTP/1.1\r\n${HOST}\r\n`, url: '/rss.xml', headers: {}, isKeptAlive: true },
  {
    head: `GET / HTTP/1.1\r\n${HOST}Connection: Close\r\n\r\n`,
    url: '/',
    headers: { connection: 'Close' },
    isKeptAlive: false,
  },
  {
    head: `GET /?q=a"b<c HTTP/1.1\r\n${HOST}connection:keep-alive\r\n\r\n`,
    url: '/?q=a"b<c',
    headers: { connection: 'keep-alive' },
    isKeptAlive: true,
  },
  {
    head: `GET /a HTTP/1.1\r\n${HOST}IF-NONE-MATCH:\t"x" \t\r\nX-Empty:\r\nX-Blank:  \t\r\n\r\n`,
    url: '/a',
    headers: { 'if-none-match': '"x"', 'x-empty': '', 'x-blank': '' },
    isKeptAlive: true,
  },
])('RFC 9112, 3 to 5: $head', ({ head, url, headers, isKeptAlive }) => {
  const plain = read(head);
  expect(plain).toMatchObject({ url, isKeptAlive });
  expect(namesIn(plain?.headers ?? {})).toEqual({ host: 'news.example.org', ...headers });
});

test('a request of HTTP/1.0 needs no Host, and its connection ends', () => {
  expect(read('GET /rss.xml HTTP/1.0\r\n\r\n')).toMatchObject({ url: '/rss.xml', isKeptAlive: false });
  expect(read('GET /rss.xml HTTP/1.0\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatchObject({ isKeptAlive: false });
});

test.each([
  'HEAD /rss.xml HTTP/1.1\r\nHost: x\r\n\r\n',
  'get /rss.xml HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET  /rss.xml HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http://x/rss.xml HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /rss.xml HTTP/1.1 \r\nHost: x\r\n\r\n',
  'GET /rss.xml HTTP/1.2\r\nHost: x\r\n\r\n',
  'GET /rss.xml HTTP/2.0\r\nHost: x\r\n\r\n',
  'GET /rss.xml\r\n\r\n',
  'GET /r\xe9 HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nIf-None-Match: "a"\r\nIf-None-Match: "b"\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nX:\r\nX:\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost : x\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n',
  'GET /rss.xml HTTP/1.1\nHost: x\n\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\rX: y\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nX: \0\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nX: \x7f\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nX: \xe9\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\ntransfer-encoding: chunked\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nConnection: close, x\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nProxy-Connection: close\r\n\r\n',
  'GET /rss.xml HTTP/1.0\r\nConnection: keep-alive\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\nconstructor: x\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\n__proto__: x\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\n',
  'GET /rss.xml HTTP/1.0',
  'GET /rss.xml HTTP/1.0\r\n',
  'GET /rss.xml HTTP/1.0\r\n\r',
  'GET /rss.xml HTTP/1.0\r\n\rX',
  'GET /rss.xml HTTP/1.0\r\nHost: x\r',
  'GET /rss.xml HTTP/1.0\r\nHost: x\r\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\n\r\n\r\n',
  'GET /rss.xml HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n',
  `GET /${'x'.repeat(8000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  // Behind a hundred lines nothing counts for node:http (`MAX_HEADERS`).
  `GET / HTTP/1.1\r\n${linesOf(100)}Host: x\r\n\r\n`,
  '',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc',
])('RFC 9112: %j is for node:http', (text) => {
  expect(read(text)).toBeUndefined();
});

test('fifty lines are taken, more are for node:http', () => {
  expect(read(`GET / HTTP/1.1\r\n${linesOf(49)}Host: x\r\n\r\n`)).toMatchObject({ url: '/' });
  expect(read(`GET / HTTP/1.1\r\n${linesOf(50)}Host: x\r\n\r\n`)).toBeUndefined();
});

/** So many lines, each with a name of its own. */
function linesOf(count: number): string {
  return Array.from({ length: count }, (_, number) => `X-${number}: y\r\n`).join('');
}

/** Those that were sent: places without a header are no headers. */
function namesIn(headers: IncomingHttpHeaders): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

/** What node:http makes of bytes that come over a connection of their own. */
async function judge() {
  const heard: { request: IncomingMessage; isKeptAlive: boolean }[] = [];
  const server = createServer((request, response) => {
    heard.push({ request, isKeptAlive: response.shouldKeepAlive });
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return async (bytes: Buffer) => {
    heard.length = 0;
    const socket = connect(port, '127.0.0.1');
    socket.end(bytes);
    const answer = (await buffer(socket)).toString('latin1');
    return { heard: [...heard], answers: answer.match(/HTTP\/1\.1 \d+/g) ?? [] };
  };
}

const oneOf = (...words: string[]) => fc.constantFrom(...words);
const NAMES = oneOf(
  ...['Host', 'host', 'Accept', 'If-None-Match', 'Connection', 'connection', 'Proxy-Connection', 'Content-Length'],
  ...['Transfer-Encoding', 'Upgrade', 'Expect', 'Keep-Alive', 'TE', 'Trailer', 'Set-Cookie', 'Cookie', 'Range', 'Via'],
  ...['HTTP2-Settings', '__proto__', 'constructor', 'x_y', "!#$%&'*+.^_`|~", 'Host ', ' Host', '', '\xe9', 'A-IM'],
);
const VALUES = oneOf(
  ...['x', '', ' ', '\t', 'close', 'keep-alive', 'Close', 'keep-alive, close', 'upgrade', 'chunked', '0', '1', '-1'],
  ...['100-continue', 'h2c', '"a", W/"b"', 'a:b', '\xe9', '\0', '\x7f', '\x0b', 'a\tb', '\xa0x\xa0', 'x '.repeat(60)],
);
const HEADERS = fc
  .tuple(
    NAMES,
    oneOf(':', ': ', ' :', ':  ', ''),
    VALUES,
    fc.oneof({ weight: 12, arbitrary: oneOf('\r\n') }, oneOf('\n', '\r', '\r\n ', '\r\r\n')),
  )
  .map((parts) => parts.join(''));
const REQUESTS = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: oneOf('GET') }, oneOf('HEAD', 'POST', 'get', 'GET ', '\r\nGET', 'PRI', 'CONNECT')),
    fc.oneof(
      { weight: 5, arbitrary: oneOf('/', '/rss.xml', '/a?b=%00&"<>\\^`{|}~') },
      oneOf('*', '//x', 'x', '/\xe9', '/a b', '/\t', ''),
    ),
    fc.oneof(
      { weight: 9, arbitrary: oneOf('HTTP/1.1', 'HTTP/1.0') },
      oneOf('HTTP/1.2', 'HTTP/0.9', 'http/1.1', 'HTTP/11', ''),
    ),
    fc.array(HEADERS, { maxLength: 5 }),
    fc.oneof(
      { weight: 9, arbitrary: oneOf('\r\n') },
      oneOf('\n', '', '\r\n\r\n', '\r\nx', '\r\nGET / HTTP/1.1\r\nHost: y\r\n\r\n'),
    ),
    fc.boolean(),
  )
  .map(
    ([method, url, version, headers, end, hasHost]) =>
      `${method} ${url} ${version}\r\n${hasHost ? 'Host: x\r\n' : ''}${headers.join('')}${end}`,
  );
/** One byte of it is another, is gone, or is there twice. */
const DAMAGED = fc
  .tuple(REQUESTS, fc.nat(), fc.constantFrom(...'\r\n\t\0 :;,=/\x7f\x80\xff'), oneOf('change', 'drop', 'add'))
  .map(([text, number, sign, what]) => {
    const at = number % (text.length + 1);
    return text.slice(0, at) + (what === 'drop' ? '' : sign) + text.slice(what === 'add' ? at : at + 1);
  });

test('whatever is taken for a poll, node:http would take for the same one', async () => {
  const ask = await judge();
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(REQUESTS, DAMAGED), async (text) => {
      const bytes = Buffer.from(text, 'latin1');
      const plain = readPlainGet(bytes);
      if (!plain) return;
      taken += 1;
      const { heard, answers } = await ask(bytes);
      expect(answers).toEqual(['HTTP/1.1 204']);
      const [{ request, isKeptAlive } = expect.unreachable()] = heard;
      expect({ ...plain, headers: namesIn(plain.headers) }).toEqual({
        url: request.url,
        headers: { ...request.headers },
        isKeptAlive,
      });
      expect(request.method).toBe('GET');
    }),
    { numRuns: 20_000 },
  );
  // A test of nothing would pass, too.
  expect(taken).toBeGreaterThan(500);
});

/** The same as one expression (RFC 9112, 3 to 5). */
const HEAD = /^GET \/[!-~]* HTTP\/1\.[01]\r\n(?:[!#$%&'*+.^_`|~\dA-Za-z-]+:[\t -~]*\r\n){0,50}\r\n$/;

test('RFC 9112, 3 to 5: nothing is taken that is no head, whatever is damaged', () => {
  let refused = 0;
  fc.assert(
    fc.property(DAMAGED, (text) => {
      if (HEAD.test(text)) return;
      refused += 1;
      expect(read(text)).toBeUndefined();
    }),
    { numRuns: 20_000 },
  );
  expect(refused).toBeGreaterThan(5000);
});

test('RFC 9110, 5.1: a name is the same in letters of any size, and no other name is', () => {
  const signs = "!#$%&'*+-.^_`|~09AZaz";
  for (const known of ['Host', 'If-None-Match', 'Accept-Encoding', 'X-Forwarded-For']) {
    const names = [known, known.toLowerCase(), known.toUpperCase()];
    for (let at = 0; at < known.length; at += 1)
      for (const sign of signs) names.push(known.slice(0, at) + sign + known.slice(at + 1));
    for (const name of names) {
      const headers = read(`GET / HTTP/1.0\r\n${name}: x\r\n\r\n`)?.headers ?? {};
      expect(namesIn(headers)).toEqual({ [name.toLowerCase()]: 'x' });
      expect(read(`GET / HTTP/1.0\r\n${name}: x\r\n${name.toLowerCase()}: y\r\n\r\n`)).toBeUndefined();
    }
  }
});

test('what is longer takes no longer for each byte', () => {
  // Lines that could be matched in many ways, if the expression let them, and fail at the end.
  for (const line of ['a:a:a:a:a:a:', ':::::::::', 'a: \t \t \t \t', '!!!!!!!!!!!'])
    expect(read(`GET / HTTP/1.1\r\n${line.repeat(300).slice(0, 3900)}\r\n\x00`)).toBeUndefined();
});
