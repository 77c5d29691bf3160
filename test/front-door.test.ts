// A connection at the front door: answered there, or handed on as if nobody had read from it.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Front, FrontDoor } from '../src/front-door.ts';
import { DRAIN_MS, HttpServer } from '../src/http-server.ts';
import { uncounted } from '../src/serve/audience.ts';
import { trustIn } from '../src/serve/client.ts';
import { frontLane, hotLane } from '../src/serve/hot-lane.ts';
import { type Limit, limitRefetching } from '../src/serve/rate-limit.ts';
import { askRaw } from './support/ask.ts';
import { headerOf, lasting, listening, threeDoors } from './support/doors.ts';
import { eventually, silent } from './support/publication.ts';

/** What fits into no buffer on its way. */
const LARGE = Buffer.alloc(64_000_000, 'x');
const LARGE_AFTER_LINES = Buffer.concat([Buffer.from('\r\n'), LARGE]);
const READY = { status: 200, lines: '', rest: Buffer.from('Content-Length: 5\r\n\r\nready') } as const;
const get = (path: string, ...lines: string[]) => [`GET ${path} HTTP/1.1`, 'Host: x', ...lines, '', ''].join('\r\n');

const answered: Front = ({ url }) => {
  if (url === '/large') return { status: 200, lines: `Content-Length: ${LARGE.length}\r\n`, rest: LARGE_AFTER_LINES };
  const [, letter, length] = /^\/letters\/(\w)\/(\d+)$/.exec(url ?? '') ?? [];
  if (letter) return { status: 200, lines: `Content-Length: ${length}\r\n`, rest: lettersOf(letter, Number(length)) };
  return url === '/ready' ? READY : undefined;
};
const lettersOf = (letter: string, length: number) => Buffer.from(`\r\n${letter.repeat(length)}`);
/** Those of a test that has its own. */
const CLOCKS: ('setInterval' | 'clearInterval' | 'setTimeout' | 'clearTimeout')[] = [
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
];

/** A door that knows `/ready` and `/large`, with more patience or less; the rest is answered behind it. */
async function open(limits: Partial<ConstructorParameters<typeof FrontDoor>[2]> = {}) {
  const server = createServer(async (request, response) => {
    const { length } = await buffer(request);
    response.end(`behind: ${request.url}${length === 0 ? '' : `, ${length} bytes`}`);
  });
  const patient = {
    silentMs: 60_000,
    keptMs: 60_000,
    keptLongerMs: 0,
    idleMs: 60_000,
    checkingMs: 50,
    joinedMost: 500,
  };
  const door = new FrontDoor(server, answered, { ...patient, ...limits });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    server.closeAllConnections();
    door.cut();
    door.stop();
  });
  const call = () => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  return {
    server,
    port,
    door,
    call,
    connections: () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
  };
}

/** Asks for what is large, and takes nothing but the beginning. @returns how much that was */
async function begin(socket: Socket, ...lines: string[]): Promise<number> {
  socket.write(get('/large', ...lines));
  const [bytes] = await once(socket, 'data');
  socket.pause();
  return bytes.length;
}

/** Asks again and again, and takes nothing, until an answer has to wait. */
async function takeNothing(server: Server, call: () => Socket) {
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const slow = call().pause();
  const [guest] = await accepted;
  let asked = 0;
  while (guest.writableLength === 0) {
    const before = guest.bytesRead;
    slow.write(get('/letters/a/30000'));
    asked += 1;
    await eventually(
      () => guest.bytesRead,
      (length) => length > before,
    );
  }
  return { slow, guest, asked };
}

/** The next bytes of an answer, until they end as they should. */
async function hear(socket: Socket, end: string): Promise<string> {
  let heard = '';
  while (!heard.endsWith(end)) {
    const [bytes] = await once(socket, 'data');
    heard += bytes;
  }
  return heard;
}

const numbersFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

const closed = async (socket: Socket) => {
  if (!socket.closed) await once(socket.resume(), 'close');
};

describe('a poll', () => {
  test('HTTP-01, HTTP-17: gets the same lines and bytes as behind the door', async () => {
    const { front, hot, handedOn } = await threeDoors();
    for (const path of ['/rss.xml', '/tags/weather/atom.xml', '/feed.json', '/', '/tags/weather/']) {
      const first = await askRaw(hot, [`GET ${path} HTTP/1.1`]);
      for (const coding of ['identity', 'gzip', 'br', 'zstd', 'gzip, br;q=0.9'])
        for (const line of ['X: y', `If-None-Match: ${headerOf(first, 'ETag')}`]) {
          const lines = [`GET ${path} HTTP/1.1`, `Accept-Encoding: ${coding}`, line];
          const behind = await askRaw(hot, lines);
          const before = handedOn();
          const answer = await askRaw(front, lines);
          expect(lasting(answer)).toEqual(lasting(behind));
          expect(handedOn()).toBe(before);
          expect(Date.parse(headerOf(answer, 'Date') ?? '') - Date.now()).toBeLessThanOrEqual(0);
          expect(Date.now() - Date.parse(headerOf(answer, 'Date') ?? '')).toBeLessThan(60_000);
        }
    }
  });

  test('HTTP-10: Last-Modified is never later than Date', async () => {
    const { front, hot, handedOn } = await threeDoors();
    await askRaw(hot, ['GET /rss.xml HTTP/1.1']);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2001-02-03T04:05:06Z') });
    onTestFinished(() => void vi.useRealTimers());
    const answer = await askRaw(front, ['GET /rss.xml HTTP/1.1']);
    expect(headerOf(answer, 'Last-Modified')).toBe('Sat, 03 Feb 2001 04:05:06 GMT');
    expect(headerOf(answer, 'Date')).toBe('Sat, 03 Feb 2001 04:05:06 GMT');
    expect(handedOn()).toBe(0);
  });

  test('HTTP-26: how long a feed may be kept differs from answer to answer', async () => {
    const { front } = await threeDoors();
    await askRaw(front, ['GET /rss.xml HTTP/1.1']);
    const told = new Set<string | undefined>();
    for (let poll = 0; poll < 60; poll += 1)
      told.add(headerOf(await askRaw(front, ['GET /rss.xml HTTP/1.1', 'If-None-Match: *']), 'Cache-Control'));
    expect(told.size).toBe(15);
  });

  test.each([
    { what: 'the head alone', lines: ['HEAD /rss.xml HTTP/1.1'], status: 200 },
    { what: 'another method', lines: ['POST /rss.xml HTTP/1.1', 'Content-Length: 0'], status: 405 },
    { what: 'a failed precondition', lines: ['GET /rss.xml HTTP/1.1', 'If-Match: "x"'], status: 412 },
    { what: 'what is new', lines: ['GET /rss.xml HTTP/1.1', 'A-IM: feed'], status: 200 },
    { what: 'a search', lines: ['GET /search/rss.xml?q=rain HTTP/1.1'], status: 200 },
    { what: 'something that is not there', lines: ['GET /nothing.xml HTTP/1.1'], status: 404 },
    { what: 'a request with a body', lines: ['GET /rss.xml HTTP/1.1', 'Content-Length: 0'], status: 200 },
  ])('$what is for those behind', async ({ lines, status }) => {
    const { front, handedOn } = await threeDoors();
    await askRaw(front, ['GET /rss.xml HTTP/1.1']);
    await askRaw(front, ['GET /search/rss.xml?q=rain HTTP/1.1']);
    const before = handedOn();
    expect((await askRaw(front, lines)).status).toBe(status);
    expect(handedOn()).toBe(before + 1);
  });

  test('HTTP-30: the first 304 and the first 200 come from behind, the next ones do not', async () => {
    const { front, handedOn } = await threeDoors();
    for (const { lines, status, handed } of [
      { lines: ['If-None-Match: *'], status: 304, handed: 1 },
      { lines: ['If-None-Match: *'], status: 304, handed: 1 },
      { lines: [], status: 200, handed: 2 },
      { lines: [], status: 200, handed: 2 },
      { lines: ['If-None-Match: *'], status: 304, handed: 2 },
    ]) {
      expect((await askRaw(front, ['GET /rss.xml HTTP/1.1', ...lines])).status).toBe(status);
      expect(handedOn()).toBe(handed);
    }
  });

  test('HTTP-44, HTTP-45: whoever fetches too often is told to wait, 304s are free', async () => {
    const { documents, hot } = await threeDoors();
    await askRaw(hot, ['GET /rss.xml HTTP/1.1']);
    const limit = limitRefetching(2, trustIn(['loopback']));
    const http = new HttpServer(hotLane(documents, limit, () => expect.unreachable()));
    http.openDoor(frontLane(documents, { limit, counting: uncounted }));
    const port = await listening(http);
    const statuses: number[] = [];
    // HTTP-03: it is the same feed, whatever is asked of it.
    const fetch = async (...lines: string[]) =>
      (await askRaw(port, [`GET /rss.xml?${statuses.length} HTTP/1.1`, 'X-Forwarded-For: 203.0.113.7', ...lines]))
        .status;
    for (let time = 0; time < 4; time += 1) statuses.push(await fetch(), await fetch('If-None-Match: *'));
    expect(statuses).toEqual([200, 304, 200, 304, 429, 304, 429, 304]);
  });

  test('only what lies ready takes from what a client may have, and pages take nothing', async () => {
    const { documents, hot } = await threeDoors();
    for (const path of ['/', '/rss.xml', '/feeds.opml']) await askRaw(hot, [`GET ${path} HTTP/1.1`]);
    const asked: string[] = [];
    const limit: Limit = (_, path) => {
      asked.push(path);
      return 60;
    };
    const lane = frontLane(documents, { limit, counting: uncounted });
    const statusOf = (url: string, headers = {}) => lane({ method: 'GET', url, headers, socket: {} })?.status;
    expect([statusOf('/'), statusOf('/rss.xml')]).toEqual([200, undefined]);
    // It is too small to be compressed.
    expect(statusOf('/feeds.opml', { 'accept-encoding': 'br' })).toBeUndefined();
    expect(asked).toEqual(['/rss.xml']);
  });
});

describe('a connection', () => {
  test('is kept as it is told: polls, and what is none, are answered in turn', async () => {
    const { call } = await open();
    const socket = call();
    for (let time = 0; time < 3; time += 1) {
      socket.write(get('/ready'));
      expect(await hear(socket, 'ready')).toMatch(
        /^HTTP\/1\.1 200 OK\r\nDate: [^\r]+ GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\nContent-Length: 5\r\n\r\nready$/,
      );
    }
    socket.write(get('/other'));
    expect(await hear(socket, 'behind: /other')).toMatch(/^HTTP\/1\.1 200 /);
    socket.write(get('/ready'));
    await hear(socket, 'behind: /ready');
    socket.write(get('/last', 'Connection: close'));
    await hear(socket, 'behind: /last');
    await closed(socket);
  });

  test('ends with its answer when its client says so, or has said all it has to say', async () => {
    const { call, connections } = await open();
    for (const send of [
      (socket: Socket) => socket.write(get('/ready', 'Connection: close')),
      (socket: Socket) => socket.write('GET /ready HTTP/1.0\r\n\r\n'),
      (socket: Socket) => socket.end(get('/ready')),
    ]) {
      const socket = call();
      send(socket);
      expect(String(await buffer(socket))).toMatch(/ready$/);
      await closed(socket);
    }
    await eventually(connections, (count) => count === 0);
  });

  test('is told the second in which it is answered', async () => {
    const { call } = await open();
    const socket = call();
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    // A clock may be set back, too.
    for (const second of ['12:00:00', '12:00:01', '11:59:59']) {
      vi.setSystemTime(`2026-03-04T${second}.999Z`);
      socket.write(get('/ready'));
      expect(await hear(socket, 'ready')).toContain(`\r\nDate: Wed, 04 Mar 2026 ${second} GMT\r\n`);
    }
  });

  test('ends at both ends, whether its client ends it or not', async () => {
    const { port, connections } = await open({ keptMs: 3_600_000 });
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    socket.write(get('/ready', 'Connection: close'));
    await hear(socket, 'ready');
    await eventually(connections, (count) => count === 0);
    expect([socket.destroyed, socket.writableEnded]).toEqual([false, false]);
  });

  test('may be cut anywhere: a request that comes in pieces is answered as a whole one', async () => {
    const { call } = await open();
    for (const path of ['/ready', '/other']) {
      const text = get(path, 'If-None-Match: "x"', 'Connection: close');
      const answers = await Promise.all(
        Array.from({ length: text.length - 1 }, async (_, index) => {
          const socket = call().setNoDelay();
          await once(socket, 'connect');
          socket.write(text.slice(0, index + 1));
          await new Promise((resolve) => setTimeout(resolve, 20));
          socket.write(text.slice(index + 1));
          return String(await buffer(socket)).split('\r\n\r\n')[1];
        }),
      );
      // Both pieces may have come at once, after all.
      for (const answer of answers) expect(answer?.replace(/^behind: \//, '')).toBe(path.slice(1));
    }
  });

  test('is handed on with all of a body, however much of it comes at once', async () => {
    const { call } = await open();
    const socket = call();
    socket.write(`POST /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${LARGE.length}\r\n\r\n`);
    socket.write(LARGE);
    expect(String(await buffer(socket))).toMatch(/behind: \/ready, 64000000 bytes$/);
  });

  test('what is sent at once is answered in order, also while an answer is still being taken', async () => {
    const { call } = await open();
    const socket = call();
    socket.write(get('/ready') + get('/one') + get('/ready') + get('/two'));
    const bodies = (await hear(socket, 'behind: /two')).matchAll(/behind: \/(ready|one|two)/g);
    expect([...bodies].map(([, path]) => path)).toEqual(['ready', 'one', 'ready', 'two']);
    const other = call();
    const begun = await begin(other);
    other.write(get('/ready', 'Connection: close'));
    const answer = await buffer(other);
    expect(answer.subarray(-'behind: /ready'.length).toString()).toBe('behind: /ready');
    expect(begun + answer.length).toBeGreaterThan(LARGE.length);
  });

  test.each([
    { what: 'its client says that it ends', lines: ['Connection: close'], end: () => undefined },
    { what: 'the door closes', lines: [], end: (door: FrontDoor) => door.close() },
  ])('gets all of its last answer, and nothing that comes then is heard: $what', async ({ lines, end }) => {
    const { call, door, server } = await open();
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const socket = call();
    const [guest] = await accepted;
    const begun = await begin(socket, ...lines);
    end(door);
    const before = guest.bytesRead;
    const behind: unknown[] = [];
    server.on('request', ({ url }) => behind.push(url));
    for (const path of ['/ready', '/other']) socket.write(get(path));
    await eventually(
      () => guest.bytesRead - before,
      (length) => length === get('/ready').length + get('/other').length,
    );
    const rest = await buffer(socket);
    expect(begun + rest.length).toBeGreaterThan(LARGE.length);
    expect(rest.at(-1)).toBe(LARGE.at(-1));
    expect(behind).toEqual([]);
  });

  test('an answer of any length has all of its bytes', async () => {
    const { call } = await open();
    const { length: head } = await buffer(call().end(get('/letters/a/0')));
    // Shorter than what is put together first, as long, and longer.
    for (const length of [0, 1, 100, 32_768 - head - 10, ...numbersFrom(32_768 - head - 8, 12), 32_768, 100_000]) {
      const answer = await buffer(call().end(get(`/letters/b/${length}`)));
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:[\w-]+: [ -~]+\r\n)+\r\nb*$/);
      expect(answer.length).toBe(head + length + String(length).length - 1);
    }
  });

  test('an answer that is not taken yet stays what it is while others are given', async () => {
    const { call, server } = await open();
    const { slow, asked } = await takeNothing(server, call);
    for (let other = 0; other < 5; other += 1)
      expect(String(await buffer(call().end(get('/letters/b/30000'))))).toMatch(/\r\nb{30000}$/);
    slow.end();
    const bodies = String(await buffer(slow)).split(/HTTP\/1\.1 200 OK\r\n(?:[\w-]+: [ -~]+\r\n)+\r\n/);
    expect(bodies).toEqual(['', ...Array.from({ length: asked }, () => 'a'.repeat(30_000))]);
  });

  test.each([
    { how: 'without a turn of its own', push: undefined, emitted: 0 },
    { how: 'as data, where Node does not push what it has read', push: Socket.prototype.push, emitted: 3 },
  ])('what is asked is heard $how', async ({ push, emitted }) => {
    const { call, server } = await open();
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const socket = call();
    const [guest] = await accepted;
    if (push) guest.push = push;
    let count = 0;
    guest.on('data', () => {
      count += 1;
    });
    for (let turn = 0; turn < 3; turn += 1) {
      socket.write(get('/ready'));
      expect(await hear(socket, 'ready')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    }
    expect(count).toBe(emitted);
  });

  test('that is handed on is a socket like any other', async () => {
    const { call, server } = await open();
    server.on('upgrade', (_, socket: Socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      socket.on('data', (bytes) => socket.write(bytes));
    });
    const socket = call();
    socket.write(get('/ready', 'Connection: Upgrade', 'Upgrade: echo'));
    await hear(socket, '\r\n\r\n');
    socket.write(get('/ready'));
    expect(await hear(socket, '\r\n\r\n')).toBe(get('/ready'));
    socket.destroy();
  });

  test('only so many who take nothing hold a buffer each, until they are gone or have taken it', async () => {
    const { call, server } = await open({ joinedMost: 2 });
    const allocated = vi.spyOn(Buffer, 'allocUnsafeSlow');
    onTestFinished(() => allocated.mockRestore());
    const buffers = () => allocated.mock.calls.filter(([length]) => length === 32_768).length;
    const first = await takeNothing(server, call);
    const second = await takeNothing(server, call);
    const third = await takeNothing(server, call);
    expect(buffers()).toBe(2);
    second.slow.resetAndDestroy();
    await eventually(
      () => second.guest.closed,
      (isClosed) => isClosed,
    );
    await takeNothing(server, call);
    expect(buffers()).toBe(3);
    await takeNothing(server, call);
    expect(buffers()).toBe(3);
    for (const { slow, asked } of [first, third])
      expect((await buffer(slow.end())).filter((byte) => byte === 0x61).length).toBeGreaterThan(asked * 30_000 - 1);
    await closed(first.guest);
    await takeNothing(server, call);
    expect(buffers()).toBe(4);
  });

  test('that is reset harms nobody', async () => {
    const { call, connections } = await open();
    for (const path of ['/large', '/ready', '/other']) {
      const socket = call();
      await once(socket, 'connect');
      socket.write(get(path));
      await once(socket, 'data');
      socket.resetAndDestroy();
    }
    await eventually(connections, (count) => count === 0);
    const socket = call();
    socket.write(get('/ready', 'Connection: close'));
    expect(String(await buffer(socket))).toMatch(/ready$/);
  });
});

describe('who waits too long', () => {
  /** A door that looks whose time is over when it is told to. */
  async function openAtWill(limits: Parameters<typeof open>[0]) {
    vi.useFakeTimers({ toFake: CLOCKS });
    onTestFinished(() => void vi.useRealTimers());
    const { server, call } = await open({ checkingMs: 50, ...limits });
    /** @returns both of its ends */
    const come = async () => {
      const accepted = once(server, 'connection') as Promise<[Socket]>;
      const socket = call();
      const [guest] = await accepted;
      return { socket, guest };
    };
    return { ...(await come()), come, look: (times: number) => vi.advanceTimersByTime(times * 50) };
  }

  test('before saying anything loses the connection', async () => {
    const { socket, guest, look } = await openAtWill({ silentMs: 90 });
    // The first one comes when it comes.
    look(1 + 1);
    expect(guest.destroyed).toBe(false);
    look(1);
    expect(guest.destroyed).toBe(true);
    await closed(socket);
  });

  test('before asking again loses the connection', async () => {
    const { socket, guest, look } = await openAtWill({ silentMs: 50, keptMs: 90, keptLongerMs: 50 });
    for (let time = 0; time < 2; time += 1) {
      socket.write(get('/ready'));
      await hear(socket, 'ready');
      look(1 + 2);
      expect(guest.destroyed).toBe(false);
    }
    look(1);
    expect(guest.destroyed).toBe(true);
    await closed(socket);
  });

  test('behind the door is not looked for, and who has come in its place is', async () => {
    const { socket, guest, come, look } = await openAtWill({ silentMs: 50, keptMs: 50 });
    socket.write(get('/other'));
    await hear(socket, 'behind: /other');
    const next = await come();
    look(2);
    expect([guest.destroyed, next.guest.destroyed]).toEqual([false, true]);
    const last = await come();
    socket.destroy();
    await once(guest, 'close');
    look(2);
    expect(last.guest.destroyed).toBe(true);
  });

  test('is looked for no more when gone, and the next one has the place', async () => {
    const { socket, guest, come, look } = await openAtWill({ silentMs: 50 });
    socket.destroy();
    await once(guest, 'close');
    guest.destroy = () => expect.unreachable();
    look(3);
    const next = await come();
    const [place = expect.unreachable()] = Object.getOwnPropertySymbols(guest).filter(
      ({ description }) => description === 'place',
    );
    expect(Reflect.get(next.guest, place)).toBe(Reflect.get(guest, place));
  });

  test('does not wait while taking an answer', async () => {
    const { socket, guest, look } = await openAtWill({ keptMs: 50 });
    const begun = await begin(socket);
    look(10);
    expect(guest.destroyed).toBe(false);
    const rest = buffer(socket);
    await eventually(
      () => guest.writableLength,
      (length) => length === 0,
    );
    look(1);
    expect(guest.destroyed).toBe(false);
    look(1);
    expect(guest.destroyed).toBe(true);
    expect(begun + (await rest).length).toBeGreaterThan(LARGE.length);
  });

  test('has ten seconds to say something, and six to ask again', async () => {
    vi.useFakeTimers({ toFake: CLOCKS });
    onTestFinished(() => void vi.useRealTimers());
    const http = new HttpServer((_, response) => response.end());
    http.openDoor(answered);
    const port = await listening(http);
    const accepted = once(http.server, 'connection') as Promise<[Socket]>;
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    const [guest] = await accepted;
    vi.advanceTimersByTime(10_000);
    expect(guest.destroyed).toBe(false);
    socket.write(get('/ready'));
    await hear(socket, 'ready');
    vi.advanceTimersByTime(6000);
    expect(guest.destroyed).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(guest.destroyed).toBe(true);
    const next = connect(port, '127.0.0.1');
    const [mute] = await once(http.server, 'connection');
    vi.advanceTimersByTime(11_000);
    expect(mute.destroyed).toBe(true);
    await closed(next);
  });

  test('in the middle of a request loses the connection as behind the door', async () => {
    const http = new HttpServer((_, response) => response.end(), 1000);
    http.openDoor(() => undefined);
    const socket = connect(await listening(http), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write('GET /ready HTTP/1.1\r\nHos');
    expect(String(await buffer(socket))).toMatch(/^HTTP\/1\.1 408 /);
  });

  test.each([{ lines: [] }, { lines: ['Connection: close'] }])(
    'taking nothing of an answer loses the connection ($lines)',
    async ({ lines }) => {
      const http = new HttpServer((_, response) => response.end(), 500);
      http.openDoor(answered);
      const socket = connect(await listening(http), '127.0.0.1').on('error', () => undefined);
      onTestFinished(() => void socket.destroy());
      const [[guest]] = await Promise.all([once(http.server, 'connection'), begin(socket, ...lines)]);
      await eventually(
        () => guest.destroyed,
        (isDestroyed) => isDestroyed,
      );
    },
  );

  test('taking an answer slowly keeps the connection, and may ask again', async () => {
    // Less than all of it takes, and much more than it is left alone.
    const { call } = await open({ idleMs: 4000 });
    const socket = call();
    const begun = await begin(socket);
    let taken = begun;
    // More at once than buffers hold, so that each time something moves at the other end, too.
    for (let next = 12_000_000; taken < 64_000_000; next += 12_000_000) {
      await new Promise((resolve) => setTimeout(resolve, 900));
      for await (const bytes of socket.iterator({ destroyOnReturn: false })) {
        taken += bytes.length;
        if (taken >= Math.min(next, LARGE.length)) break;
      }
    }
    socket.write(get('/ready', 'Connection: close'));
    expect(String(await buffer(socket))).toMatch(/ready$/);
  });
});

describe('at the end', () => {
  async function serve() {
    const http = new HttpServer((request, response) => response.end(`behind: ${request.url}`));
    http.openDoor(answered);
    const port = await http.listen({ port: 0, host: '127.0.0.1' });
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    onTestFinished(() => void socket.destroy());
    return { http, socket };
  }

  test('whoever has an answer and asks for nothing loses the connection', async () => {
    const { http, socket } = await serve();
    socket.write(get('/ready'));
    await hear(socket, 'ready');
    await http.stop(silent);
    await closed(socket);
  });

  test('whoever has sent half of a request is answered, with Connection: close', async () => {
    const { http, socket } = await serve();
    socket.write('GET /ready HTTP/1.1\r\nHost: x\r\n');
    // Its bytes have to be there before the end: another whole request comes after them.
    const other = connect((http.server.address() as AddressInfo).port, '127.0.0.1');
    other.write(get('/ready', 'Connection: close'));
    await buffer(other);
    const stopped = http.stop(silent);
    socket.write('\r\n');
    expect(String(await buffer(socket))).toMatch(/^connection: close\r$[\s\S]+behind: \/ready$/im);
    await stopped;
  });

  test('whoever is still taking an answer gets all of it', async () => {
    const { door, server, call } = await open();
    const socket = call();
    const begun = await begin(socket);
    server.close();
    door.close();
    expect(begun + (await buffer(socket)).length).toBeGreaterThan(LARGE.length);
  });

  test('no clock is left', async () => {
    vi.useFakeTimers({ toFake: CLOCKS });
    onTestFinished(() => void vi.useRealTimers());
    const { http, socket } = await serve();
    http.openDoor(() => expect.unreachable());
    socket.write(get('/ready'));
    await hear(socket, 'ready');
    expect(vi.getTimerCount()).toBe(1);
    await http.stop(silent);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('whoever takes nothing is cut', async () => {
    vi.useFakeTimers({ toFake: CLOCKS });
    onTestFinished(() => void vi.useRealTimers());
    const { http, socket } = await serve();
    await begin(socket);
    const stopped = http.stop(silent);
    vi.advanceTimersByTime(DRAIN_MS);
    await stopped;
    await closed(socket);
  });
});
