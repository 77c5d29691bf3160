// Whether anybody waits: `npm run bench:polls -- [articles] [runs]`. Polls of feeds at 200 a second, of all kinds in turn,
// while nothing else happens, while all articles change, while a hot document changes again and again, and while a thousand
// connections are held and two hundred clients are slow. Latencies in milliseconds from the planned moment, and the longest
// piece of work that kept the serving loop, in milliseconds of CPU time; worst of the runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fillFolder, makeArticle } from './articles.ts';
import { serve } from './child.ts';
import { type Latencies, OpenLoop, pollsOf } from './open-loop.ts';

const [count, runs] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 3)];
const PHASE_MS = 15_000;
const root = mkdtempSync(join(tmpdir(), 'tagwire-polls-'));
const articles = join(root, 'articles');
const tags = Array.from({ length: 8 }, (_, number) => `/tags/subject-${number * 60}/rss.xml`);
const polls = pollsOf(['/rss.xml', '/atom.xml', '/feed.json', ...tags]);

async function run(...words: string[]): Promise<void> {
  const child = spawn(process.execPath, words, { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`);
}

async function revisionOf(port: number): Promise<number> {
  const status = (await (await fetch(`http://127.0.0.1:${port}/status`)).json()) as { revision: number };
  return status.revision;
}

/** Changes every article, and waits until all changes are served. */
async function changeAll(port: number, round: number): Promise<void> {
  const goal = (await revisionOf(port)) + count;
  await run(fileURLToPath(new URL('rewrite.ts', import.meta.url)), articles, `word${round}`);
  while ((await revisionOf(port)) < goal) await sleep(500);
}

/** Changes an article that is in four of the feeds that are polled, as often as it can be followed. */
async function changeOne(): Promise<void> {
  const end = performance.now() + PHASE_MS;
  for (let round = 0; performance.now() < end; round += 1) {
    const text = makeArticle(count)
      .replace(/ date \S+/, ' date 2026-01-01')
      .replace(/Tags: .*/, 'Tags: Subject 0');
    writeFileSync(join(root, 'hot.txt'), text.replace('on Monday', `on day ${round}`));
    renameSync(join(root, 'hot.txt'), join(articles, 'hot.txt'));
    await sleep(200);
  }
}

/** Opens connections that do nothing after one request, and others that send theirs a byte a second. */
async function hold(port: number): Promise<() => void> {
  const sockets = new Set<Socket>();
  let isOver = false;
  const open = (onOpen: (socket: Socket) => void) => {
    const socket = connect(port, '127.0.0.1', () => onOpen(socket)).on('error', () => undefined);
    sockets.add(socket);
    socket.resume().once('close', () => {
      sockets.delete(socket);
      if (!isOver) open(onOpen);
    });
  };
  const request = 'GET /rss.xml HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const idle = (socket: Socket) => socket.write(request.replace('GET', 'HEAD'));
  const slow = (socket: Socket) => {
    let at = 0;
    const timer = setInterval(() => socket.write(request[at++ % request.length] ?? ''), 1000);
    socket.once('close', () => clearInterval(timer));
  };
  for (let number = 0; number < 1000; number += 1) open(idle);
  for (let number = 0; number < 200; number += 1) open(slow);
  await sleep(2000);
  return () => {
    isOver = true;
    for (const socket of sockets) socket.destroy();
  };
}

/** The worst of some runs. */
function worst(all: readonly Latencies[]): Record<string, number> {
  const most = (key: keyof Latencies) => Math.max(...all.map((latencies) => latencies[key]));
  const round = (key: keyof Latencies) => Number(most(key).toFixed(1));
  return { p50: round('p50'), p99: round('p99'), max: round('max'), polls: most('count'), failed: most('failed') };
}

type Phase = {
  /** Comes before the measuring; what it returns, after it. */
  readonly prepare?: (port: number) => Promise<() => void>;
  readonly act: (port: number, run: number) => Promise<unknown>;
};

async function measure({ prepare, act }: Phase) {
  const all: Latencies[] = [];
  const longest: number[] = [];
  for (let number = 0; number < runs; number += 1) {
    const { port, look, stop } = await serve(articles, root);
    const loop = new OpenLoop(port, polls);
    await sleep(2000);
    // Everything that is polled is in use.
    await loop.during(() => sleep(2000));
    const release = await prepare?.(port);
    await look();
    all.push(await loop.during(() => act(port, number)));
    longest.push((await look()).longestMs);
    release?.();
    loop.close();
    await stop();
  }
  return { ...worst(all), 'longest work': Number(Math.max(...longest).toFixed(1)) };
}

try {
  mkdirSync(articles);
  fillFolder(articles, count);
  await sleep(300);
  const { stop } = await serve(articles, root);
  await stop();
  const rest = () => sleep(PHASE_MS);
  console.table({
    '(a) nothing else happens': await measure({ act: rest }),
    [`(b) ${count} articles change`]: await measure({ act: changeAll }),
    '(c) what is hot changes five times a second': await measure({ act: changeOne }),
    '(d) 1000 connections are held, 200 clients are slow': await measure({ prepare: hold, act: rest }),
  });
} finally {
  rmSync(root, { recursive: true, force: true });
}
