// Whether anybody waits: `npm run bench:polls -- [articles] [runs]`. Polls of feeds at 200 a second, of all kinds in turn,
// while nothing else happens, while all articles change, while a hot document changes again and again, and while a thousand
// connections are held and two hundred clients are slow. Latencies in milliseconds from the planned moment, and the longest
// piece of work that kept the serving loop, in milliseconds of CPU time; worst of the runs. Beside it, at the same moments, a
// bare node:http server gets the same polls: what it keeps waiting is the machine, which others use too, and the generator.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { fillFolder, makeArticle } from './articles.ts';
import { serve } from './child.ts';
import { type Latencies, OpenLoop, pollsOf } from './open-loop.ts';
import type { PeerAnswers } from './peer.ts';

const [count, runs] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 3)];
const PHASE_MS = 15_000;
const root = mkdtempSync(join(tmpdir(), 'tagwire-polls-'));
const articles = join(root, 'articles');
const tags = Array.from({ length: 8 }, (_, number) => `/tags/subject-${number * 60}/rss.xml`);
const polls = pollsOf(['/rss.xml', '/atom.xml', '/feed.json', ...tags]);

function start(file: URL, ...words: string[]): ChildProcess {
  return spawn(process.execPath, [fileURLToPath(file), ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function said(child: ChildProcess): Promise<string> {
  const [data] = await once(child.stdout ?? child, 'data');
  return String(data);
}

async function end(child: ChildProcess): Promise<void> {
  child.kill();
  await once(child, 'exit');
}

async function revisionOf(port: number): Promise<number> {
  const status = (await (await fetch(`http://127.0.0.1:${port}/status`)).json()) as { revision: number };
  return status.revision;
}

/** Changes every article, and waits until all changes are served. */
async function changeAll(port: number, round: number): Promise<void> {
  const goal = (await revisionOf(port)) + count;
  const writer = start(new URL('rewrite.ts', import.meta.url), articles, `word${round}`);
  // Whoever writes articles does so somewhere else, most often.
  setPriority(writer.pid ?? 0, constants.priority.PRIORITY_LOW);
  const [code] = await once(writer, 'exit');
  if (code !== 0) throw new Error(`rewrite.ts ended with ${code}`);
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

/** A thousand connections that do nothing, and two hundred clients that are slow. */
async function hold(port: number): Promise<() => Promise<void>> {
  const holder = start(new URL('hold.ts', import.meta.url), String(port), '1000', '200');
  await said(holder);
  await sleep(2000);
  return () => end(holder);
}

/** Answers as the feed is answered now. */
async function startBare(port: number): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const type = ['Content-Type', 'application/rss+xml', 'ETag', '"same"'];
  const get = async (coding: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/rss.xml`, { headers: { 'Accept-Encoding': coding } });
    return Buffer.from(await answer.arrayBuffer());
  };
  const identity = await get('identity');
  const gzip = gzipSync(identity);
  const answers: PeerAnswers = {
    etag: '"same"',
    notModified: ['ETag', '"same"'],
    gzip: {
      head: [...type, 'Content-Encoding', 'gzip', 'Content-Length', String(gzip.length)],
      body: gzip.toString('base64'),
    },
    identity: { head: [...type, 'Content-Length', String(identity.length)], body: identity.toString('base64') },
  };
  const file = join(root, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  const peer = start(new URL('peer.ts', import.meta.url), 'bare', file);
  return { port: Number(await said(peer)), stop: () => end(peer) };
}

/** The worst of some runs. */
function worst(all: readonly Latencies[]): Record<string, number> {
  const most = (key: keyof Latencies) => Math.max(...all.map((latencies) => latencies[key]));
  const round = (key: keyof Latencies) => Number(most(key).toFixed(1));
  return { p50: round('p50'), p99: round('p99'), max: round('max'), polls: most('count'), failed: most('failed') };
}

type Phase = {
  /** Comes before the measuring; what it returns, after it. */
  readonly prepare?: (port: number) => Promise<() => Promise<void>>;
  readonly act: (port: number, run: number) => Promise<unknown>;
};

async function measure({ prepare, act }: Phase) {
  const all: Latencies[] = [];
  const beside: Latencies[] = [];
  const longest: number[] = [];
  for (let number = 0; number < runs; number += 1) {
    const { port, look, stop } = await serve(articles, root);
    const bare = await startBare(port);
    const [loop, other] = [new OpenLoop(port, polls), new OpenLoop(bare.port, polls)];
    await sleep(2000);
    // Everything that is polled is in use.
    await Promise.all([loop, other].map((polled) => polled.during(() => sleep(2000))));
    const release = await prepare?.(port);
    await look();
    const over = act(port, number);
    const [own, its] = await Promise.all([loop.during(() => over), other.during(() => over)]);
    all.push(own);
    beside.push(its);
    longest.push((await look()).longestMs);
    await release?.();
    loop.close();
    other.close();
    await bare.stop();
    await stop();
  }
  const { p99, max } = worst(beside);
  const longestWork = Number(Math.max(...longest).toFixed(1));
  return { ...worst(all), 'longest work': longestWork, 'p99 of bare': p99, 'max of bare': max };
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
