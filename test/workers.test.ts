// Several serving processes on one port, as they are run: real processes, real signals.
import { spawn } from 'node:child_process';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startWorkers } from '../src/workers.ts';
import { ask as askAs } from './support/ask.ts';
import {
  article,
  eventually,
  publication,
  put,
  silent,
  type TestPublication,
  temporaryFolder,
} from './support/publication.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

type Line = { readonly msg: string; readonly worker?: number; readonly [fact: string]: unknown };

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // What has ended and was not waited for is there still, by name.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function start(site: TestPublication, environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [main, 'serve', site.articles], {
    cwd: site.articles,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: site.config.databaseUrl,
      SETTLE_MS: '0',
      PORT: '0',
      WORKERS: '2',
      ...environment,
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => {
    out += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data;
  });
  const done = once(child, 'close').then(([code, signal]) => ({ code, signal, out, err }));
  const lines = () =>
    err
      .split('\n')
      .slice(0, -1)
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));
  /** The processes that have come so far. */
  const workers = () => lines().flatMap(({ msg, worker }) => (msg === 'worker started' && worker ? [worker] : []));
  onTestFinished(() => {
    child.kill('SIGKILL');
    for (const pid of workers()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  const listening = async () => {
    await eventually(
      () => out,
      (text) => text.includes('\n') || child.exitCode !== null,
    );
    const { port } = JSON.parse(out.split('\n')[0] ?? '') as { port: number };
    return { port, url: `http://127.0.0.1:${port}/` };
  };
  return { child, done, lines, workers, listening, out: () => out };
}

/** Asks over a connection of its own. @returns the status, or what came instead of an answer */
function ask(url: string, signal?: AbortSignal): Promise<{ status: number | string; body: string }> {
  return new Promise((resolve) => {
    get(url, { agent: false, ...(signal ? { signal } : {}) }, async (response) =>
      resolve({ status: response.statusCode ?? 0, body: await text(response).catch(() => 'cut') }),
    ).on('error', (error: NodeJS.ErrnoException) => resolve({ status: error.code ?? '', body: '' }));
  });
}

/** Whoever is stopped answers nobody: with all the others stopped each of them has to. */
async function expectEachToAnswer(all: readonly number[], url: string): Promise<void> {
  for (const one of all) {
    const others = all.filter((pid) => pid !== one);
    for (const pid of others) process.kill(pid, 'SIGSTOP');
    const end = new AbortController();
    const asked = Array.from({ length: 60 }, () => ask(`${url}rss.xml`, end.signal));
    expect((await Promise.race(asked)).status).toBe(200);
    end.abort();
    for (const pid of others) process.kill(pid, 'SIGCONT');
    await Promise.all(asked);
  }
}

/** A module that has Node answer as it does on such a system. */
function withoutReusePort(): string {
  const file = put(
    temporaryFolder(),
    'without.mjs',
    `import { Server } from 'node:net';
    const { listen } = Server.prototype;
    Server.prototype.listen = function (options, ...rest) {
      if (!options.reusePort) return listen.call(this, options, ...rest);
      process.nextTick(() => this.emit('error', Object.assign(new Error('listen ENOTSUP'), { code: 'ENOTSUP' })));
      return this;
    };`,
  );
  return pathToFileURL(file).href;
}

function filled(): TestPublication {
  const site = publication();
  put(site.articles, 'a.txt', article('It rained in the night.'));
  return site;
}

test('all of them answer on the port that one of them picked, and it is printed once', async () => {
  const { listening, workers, out, child, done } = start(filled(), { WORKERS: '3' });
  const { port, url } = await listening();
  const all = workers();
  expect(new Set(all).size).toBe(3);
  expect(JSON.parse(out())).toMatchObject({ event: 'listening', port, workers: 3, url: `http://localhost:${port}/` });
  expect((await ask(`${url}rss.xml`)).body).toContain(`http://localhost:${port}/articles/`);
  await expectEachToAnswer(all, url);
  child.kill('SIGTERM');
  expect(await done).toMatchObject({ code: 0 });
});

test('where the system cannot share a port among sockets, they share one socket', async () => {
  const { listening, workers, child, done } = start(filled(), { NODE_OPTIONS: `--import=${withoutReusePort()}` });
  const { port, url } = await listening();
  await expectEachToAnswer(workers(), url);
  const [one = 0] = workers();
  process.kill(one, 'SIGKILL');
  await eventually(workers, ({ length }) => length === 3);
  await expectEachToAnswer(workers().slice(1), url);
  expect((await ask(`${url}rss.xml`)).body).toContain(`http://localhost:${port}/articles/`);
  child.kill('SIGTERM');
  expect(await done).toMatchObject({ code: 0 });
});

test('what each of them has heard of readers is added up, and nothing of it lost at the end', async () => {
  const site = filled();
  const { listening, workers, child, done } = start(site, { TRUST_PROXY: 'loopback' });
  const { url } = await listening();
  const [one = 0, other = 0] = workers();
  const poll = (network: number) =>
    new Promise((resolve) => {
      const headers = { 'X-Forwarded-For': `198.51.100.${network}`, 'User-Agent': 'Newsboat/2.37' };
      get(`${url}rss.xml`, { agent: false, headers }, (response) => response.resume().on('end', resolve));
    });
  // Some by each, for the system decides who of them is asked.
  for (const stopped of [one, other]) {
    process.kill(stopped, 'SIGSTOP');
    const asked = Array.from({ length: 40 }, (_, number) => poll(number % 10));
    await Promise.race(asked);
    process.kill(stopped, 'SIGCONT');
    await Promise.all(asked);
  }
  child.kill('SIGTERM');
  expect(await done).toMatchObject({ code: 0 });
  const { totals, days } = await (await site.store()).audience(new Date());
  expect(totals.whole).toBe(80);
  expect(days.reduce((sum, { subscribers }) => sum + subscribers.pollers, 0)).toBe(10);
});

test('all of them show what is new', async () => {
  const site = filled();
  const { listening, workers } = start(site);
  const { url } = await listening();
  put(site.articles, 'b.txt', article('It snowed in the morning.'));
  for (const pid of workers()) {
    // Whoever answers, twenty times in a row.
    let row = 0;
    await eventually(
      () => ask(`${url}rss.xml`),
      ({ body }) => {
        row = body.includes('It snowed') ? row + 1 : 0;
        return row === 20;
      },
    );
    expect(isAlive(pid)).toBe(true);
  }
});

test('a loss that is confirmed at one of them is withdrawn at all', async () => {
  const site = publication();
  for (let number = 0; number < 20; number += 1)
    put(site.articles, `${number}.txt`, article(`Article ${number} tells of itself alone.`));
  const { listening, lines } = start(site);
  const { port, url } = await listening();
  for (let number = 0; number < 20; number += 1) rmSync(join(site.articles, `${number}.txt`));
  type Told = { readonly articles: number; readonly loss?: { readonly gone: number; readonly key: string } };
  const status = async () => JSON.parse((await ask(`${url}status`)).body) as Told;
  const { loss } = await eventually(status, ({ loss }) => loss?.gone === 20);
  const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
  const confirmation = { method: 'POST', headers, body: `key=${loss?.key}` };
  expect((await askAs(port, '/status/confirm-loss', confirmation)).status).toBe(303);
  await eventually(status, ({ articles, loss }) => articles === 0 && !loss);
  expect(lines()).toContainEqual(expect.objectContaining({ msg: 'loss confirmed', gone: 20, known: 20 }));
});

test('one that is killed is replaced, while requests go on being answered', async () => {
  const site = filled();
  const { listening, workers, lines, child, done } = start(site);
  const { url } = await listening();
  const [victim = 0, other = 0] = workers();
  const answers: (number | string)[] = [];
  let isOver = false;
  const asking = (async () => {
    while (!isOver) answers.push((await ask(`${url}rss.xml`)).status);
  })();
  process.kill(victim, 'SIGKILL');
  const all = await eventually(workers, ({ length }) => length === 3);
  expect(lines()).toContainEqual(
    expect.objectContaining({ msg: 'worker ended; it is replaced', worker: victim, signal: 'SIGKILL', waitMs: 0 }),
  );
  const before = answers.length;
  await eventually(
    () => answers.length,
    (count) => count > before + 20,
  );
  isOver = true;
  await asking;
  // What the dead one had just accepted is lost; nothing else is, and nobody gets another answer.
  expect(answers.filter((status) => status !== 200 && status !== 'ECONNRESET')).toEqual([]);
  expect(answers.filter((status) => status !== 200).length).toBeLessThan(5);
  expect(isAlive(other)).toBe(true);
  // The new one answers, too.
  await expectEachToAnswer(all.slice(1), url);
  child.kill('SIGTERM');
  expect(await done).toMatchObject({ code: 0 });
  expect(all.filter(isAlive)).toEqual([]);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends all of them with 0, when a request in flight is answered',
  async (signal) => {
    const { listening, workers, lines, child, done } = start(filled());
    const { port, url } = await listening();
    const all = workers();
    // Some for each, half sent.
    const sockets = Array.from({ length: 12 }, () => connect(port, '127.0.0.1'));
    for (const socket of sockets) socket.write('GET /rss.xml HTTP/1.1\r\nHost: localhost\r\n');
    // The servers have to have seen the first halves: whoever answers these has read what came before.
    await Promise.all(Array.from({ length: 40 }, () => ask(`${url}rss.xml`)));
    child.kill(signal);
    await eventually(lines, (said) => said.some(({ msg }) => msg === 'stopping'));
    await eventually(
      () => ask(url),
      ({ status }) => status === 'ECONNREFUSED',
    );
    for (const socket of sockets) socket.write('\r\n');
    for (const answer of await Promise.all(sockets.map((socket) => text(socket)))) {
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer).toMatch(/^connection: close\r$/im);
      expect(answer).toContain('</rss>');
    }
    const { code, err } = await done;
    expect(code).toBe(0);
    expect(err).not.toMatch(/"level":(50|40)/);
    expect(all.filter(isAlive)).toEqual([]);
  },
);

test('none of them outlives whoever started them', async () => {
  const { listening, workers, child, done } = start(filled());
  const { port } = await listening();
  const all = workers();
  // Not even with a reader that never ends.
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  socket.write('GET /rss.xml HTTP/1.1\r\n');
  child.kill('SIGKILL');
  await done;
  await eventually(
    () => all.filter(isAlive),
    ({ length }) => length === 0,
  );
});

test('one that is asked to end by itself finishes what it does, and is replaced', async () => {
  const { listening, workers, lines } = start(filled());
  await listening();
  const [one = 0] = workers();
  process.kill(one, 'SIGTERM');
  await eventually(workers, ({ length }) => length === 3);
  expect(lines()).toContainEqual(
    expect.objectContaining({ msg: 'worker ended; it is replaced', worker: one, code: 0, signal: null }),
  );
});

test('HTTP-47: before the first documents exist every one of them says to come again', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  const { workers, listening } = start(filled(), { PORT: String(port), SETTLE_MS: '4000' });
  await eventually(workers, ({ length }) => length === 2);
  const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(`http://127.0.0.1:${port}/rss.xml`)));
  for (const { status, headers } of answers)
    expect([status, headers.get('retry-after'), headers.get('cache-control')]).toEqual([503, '5', 'no-store']);
  const { url } = await listening();
  for (let count = 0; count < 40; count += 1) expect((await ask(`${url}rss.xml`)).body).toContain('It rained');
});

test('a port that others share among themselves is in use all the same', async () => {
  const first = start(filled());
  const { port } = await first.listening();
  const { code, out, err } = await start(filled(), { PORT: String(port) }).done;
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(
    `tagwire: Port ${port} is in use. Stop the other program, or set PORT to another number (0 picks a free one).\n`,
  );
});

test('what goes wrong in one of them at the start is told in one clear line', async () => {
  const { code, err } = await start(filled(), { HOST: '192.0.2.1' }).done;
  expect({ code, err }).toEqual({
    code: 1,
    err: 'tagwire: HOST 192.0.2.1 is no address of this machine. Set it to 127.0.0.1 or 0.0.0.0.\n',
  });
});

test('where there can be no more processes, that is told, and nothing ends for it', async () => {
  cluster.setupPrimary({ cwd: '/nowhere' });
  onTestFinished(() => cluster.setupPrimary({ cwd: process.cwd() }));
  await expect(startWorkers({ ...filled().config, workers: 2 }, silent, () => undefined)).rejects.toThrow(
    /spawn .*ENOENT/,
  );
});
