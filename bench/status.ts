// What a look at the status costs: `npm run bench:status -- [articles] [tags] [seconds]`. So many articles with so many tags
// are saved, with a week of readers; then the first answer of `/status` and the median of many, as JSON and as a page, and of
// `/metrics`, in milliseconds; and how long polls at 200 a second take, from the planned moment, without anybody who looks
// and with one look a second, in turn. Beside it the longest piece of work that kept the serving loop, in milliseconds of CPU
// time, which others on the machine do not change. Ends with 1 when something is not answered.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AudienceBatch } from '../src/audience.ts';
import { LATENCY_MS } from '../src/audience.ts';
import { Store } from '../src/store/store.ts';
import { fillFolder } from './articles.ts';
import { serve } from './child.ts';
import { type Latencies, OpenLoop, pollsOf } from './open-loop.ts';

const [articles = 100_000, tags = 5000, seconds = 15] = process.argv.slice(2).map(Number);
const ASKED = 50;
const ROUNDS = 3;
const DAY_MS = 24 * 60 * 60_000;
/** A batch holds what is heard in seconds. */
const FEEDS_AT_ONCE = 1000;
const root = mkdtempSync(join(tmpdir(), 'tagwire-status-'));
const folder = join(root, 'articles');

const QUESTIONS = {
  JSON: { path: '/status', accept: 'application/json' },
  page: { path: '/status', accept: 'text/html' },
  metrics: { path: '/metrics', accept: 'text/plain' },
} as const;
type Question = { readonly path: string; readonly accept: string };

const polls = { whole: 1, unchanged: 20, new: 1, limited: 0, bytes: 50_000, savedBytes: 900_000 };

/** What is heard of some feeds, and of all clients. */
function heard(day: number, hour: number, feeds: readonly string[]): AudienceBatch {
  const clients = Array.from({ length: 50 }, (_, number) => `Reader ${number}`);
  return {
    day,
    hour,
    polls,
    latency: [...LATENCY_MS.map(() => 10), 1],
    feeds: feeds.map((feed) => ({ ...polls, feed })),
    clients: clients.map((client) => ({
      ...polls,
      client,
      intervalSeconds: 9000,
      intervals: 10,
      needless: 0,
      hasty: 0,
      unheeding: 0,
    })),
    announced: feeds.map((feed) => ({ feed, source: `${feed}rss.xml`, client: 'Reader 1', subscribers: 100 })),
    pollers: feeds.map((feed) => ({ feed, client: 'Reader 2', poller: `${day} ${feed}` })),
  };
}

/** A week of readers of every tag. */
async function fillAudience(): Promise<void> {
  const store = await Store.open(`sqlite:${join(root, 'store.db')}`);
  const today = Math.floor(Date.now() / DAY_MS);
  const feeds = Array.from({ length: tags }, (_, number) => `/tags/subject-${number}/`);
  for (let day = today - 6; day <= today; day += 1) {
    for (let start = 0; start < feeds.length; start += FEEDS_AT_ONCE)
      await store.keepAudience(heard(day, day * 24, feeds.slice(start, start + FEEDS_AT_ONCE)));
    for (let hour = 1; hour < 24; hour += 1) await store.keepAudience(heard(day, day * 24 + hour, feeds.slice(0, 10)));
  }
  await store.close();
}

/** @returns the milliseconds until all of the answer is there */
async function ask(port: number, { path, accept }: Question): Promise<number> {
  const began = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept } });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`${path} is ${response.status}`);
  return performance.now() - began;
}

async function askMany(port: number, question: Question) {
  const first = await ask(port, question);
  const times: number[] = [];
  for (let number = 0; number < ASKED; number += 1) times.push(await ask(port, question));
  times.sort((one, other) => one - other);
  const round = (ms: number | undefined) => Number(ms?.toFixed(1));
  return { first: round(first), median: round(times[times.length >> 1]), slowest: round(times.at(-1)) };
}

/** Looks once a second, as JSON and as a page in turn. */
async function look(port: number, end: number): Promise<void> {
  for (let number = 0; performance.now() < end; number += 1) {
    await Promise.all([ask(port, number % 2 === 0 ? QUESTIONS.JSON : QUESTIONS.page), sleep(1000)]);
  }
}

type Measured = Latencies & { readonly longestMs: number };

function middle(all: readonly Measured[]): Record<string, number> {
  const of = (key: keyof Measured) =>
    Number(
      all
        .map((latencies) => latencies[key])
        .sort((one, other) => one - other)
        [all.length >> 1]?.toFixed(2),
    );
  const failed = Math.max(...all.map(({ failed }) => failed));
  return { p50: of('p50'), p99: of('p99'), max: of('max'), 'longest work': of('longestMs'), failed };
}

try {
  mkdirSync(folder);
  fillFolder(folder, articles, { tagCount: tags });
  await (await serve(folder, root)).stop();
  await fillAudience();

  const { port, look: watch, stop } = await serve(folder, root);
  try {
    // The first answer is that of the server: who asks has asked before.
    for (let number = 0; number < ASKED; number += 1) await ask(port, { path: '/readyz', accept: '*/*' });
    const answers: Record<string, object> = {};
    for (const [name, question] of Object.entries(QUESTIONS)) {
      await watch();
      const times = await askMany(port, question);
      answers[name] = { ...times, 'longest work': Number((await watch()).longestMs.toFixed(1)) };
    }
    console.table(answers);
    const feeds = Array.from({ length: 8 }, (_, number) => `/tags/subject-${number}/rss.xml`);
    const loop = new OpenLoop(port, pollsOf(['/rss.xml', '/atom.xml', ...feeds]));
    // Everything that is polled is in use.
    await loop.during(() => sleep(2000));
    const during = async (work: () => Promise<unknown>): Promise<Measured> => {
      await watch();
      return { ...(await loop.during(work)), longestMs: (await watch()).longestMs };
    };
    const [alone, watched]: [Measured[], Measured[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      alone.push(await during(() => sleep(seconds * 1000)));
      watched.push(await during(() => look(port, performance.now() + seconds * 1000)));
    }
    loop.close();
    console.table({ 'polls, nobody looks': middle(alone), 'polls, one look a second': middle(watched) });
    if ([...alone, ...watched].some(({ failed }) => failed > 0)) process.exitCode = 1;
  } finally {
    await stop();
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
