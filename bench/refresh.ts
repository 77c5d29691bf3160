// How fast a folder becomes feeds: `npm run bench -- [articles] [rounds]`. Cold refresh beside a baseline that only parses
// and inserts, no-change refresh, restart, and one new file until its served feed shows it: while the folder is still
// being compared, and afterwards.
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readArticles } from '../src/ingest/article.ts';
import { BATCH } from '../src/refresh.ts';
import { fillFolder, makeArticle } from './articles.ts';

const [count, rounds] = [whole('articles', process.argv[2] ?? '10000'), whole('rounds', process.argv[3] ?? '30')];
const settleMs = 100;
const root = mkdtempSync(join(tmpdir(), 'tagwire-bench-'));
const articles = join(root, 'articles');
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const env = {
  ...process.env,
  DATABASE_URL: `sqlite:${join(root, 'store.db')}`,
  PORT: '0',
  LOG_LEVEL: 'warn',
  SETTLE_MS: String(settleMs),
};

/** A number of something. Ends the process when it is none: a bench of NaN articles never ends. */
function whole(name: string, text: string): number {
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  process.stderr.write(`Expected ${name} to be a whole number from 1 to 99999999, got \`${text}\`\n`);
  process.exit(2);
}

/** Reads, parses and inserts the texts in batches: no identity, no tags, no log. What is above it is our own cost. */
function baseline(): number {
  const began = performance.now();
  const db = new DatabaseSync(join(root, 'baseline.db'));
  db.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table entry (path text primary key, title text, content text)',
  );
  const insert = db.prepare('insert into entry values (?, ?, ?)');
  let inBatch = 0;
  db.exec('begin');
  for (const folder of readdirSync(articles)) {
    for (const name of readdirSync(join(articles, folder))) {
      const [{ reading } = { reading: { kind: 'skipped' } as const }] = readArticles(
        readFileSync(join(articles, folder, name)),
        name,
        new Date(0),
        { zone: 'UTC' },
      );
      if (reading.kind === 'entry') insert.run(name, reading.entry.title, reading.entry.content);
      inBatch += 1;
      if (inBatch % BATCH === 0) db.exec('commit; begin');
    }
  }
  db.exec('commit');
  db.close();
  return performance.now() - began;
}

async function run(...words: string[]): Promise<{ milliseconds: number; peakMb: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, [main, ...words], { cwd: root, env, stdio: 'ignore' });
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, memoryOf(child.pid));
  }, 20);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`tagwire ${words.join(' ')} ended with ${code}`);
  return { milliseconds: performance.now() - began, peakMb };
}

/** The most memory that a process has ever had resident, in megabytes (Linux). */
function memoryOf(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    // The process has just ended, or this is not Linux.
    return 0;
  }
}

/** Copies files into the served folder, one after the other. @returns the milliseconds until each is in its feed, sorted */
async function arrive(url: string, phase: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const title = `Fresh report ${phase} ${round}`;
    const source = join(root, 'fresh.txt');
    writeFileSync(
      source,
      makeArticle(count + round)
        .replace(/Report \d+/, title)
        .replace(/Tags: /, 'Tags: Fresh, '),
    );
    const copied = performance.now();
    copyFileSync(source, join(articles, `fresh-${phase}-${round}.txt`));
    for (;;) {
      const text = await fetch(`${url}tags/fresh/rss.xml`).then((response) => response.text());
      if (text.includes(title)) break;
    }
    times.push(performance.now() - copied);
  }
  return times.sort((one, other) => one - other);
}

async function serve(): Promise<{ start: number; early: number[]; steady: number[]; peakMb: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, [main, 'serve', articles], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
  );
  const { url } = JSON.parse(line) as { url: string };
  await fetch(`${url}rss.xml`).then((response) => response.text());
  const start = performance.now() - began;
  // Until a folder is watched, only the comparison of everything finds what is new in it.
  await sleep(500 + count / 200);
  const early = await arrive(url, 'early');
  await sleep(3000 + count / 10);
  const steady = await arrive(url, 'steady');
  const peakMb = memoryOf(child.pid);
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  return { start, early, steady, peakMb };
}

try {
  mkdirSync(articles);
  fillFolder(articles, count);
  await sleep(settleMs * 2);
  const base = baseline();
  const cold = await run('refresh', articles);
  const again = await run('refresh', articles);
  const storeMb = statSync(join(root, 'store.db')).size / 1024 / 1024;
  const { start, early, steady, peakMb } = await serve();
  const at = (times: number[], share: number) =>
    Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN) - settleMs;
  const rate = (milliseconds: number) => Math.round((count / milliseconds) * 1000);
  console.table({
    articles: { value: count },
    'baseline: read, parse, insert (articles/s)': { value: rate(base) },
    'cold refresh, process start included (articles/s)': { value: rate(cold.milliseconds) },
    'cold refresh / baseline (time)': { value: Number((cold.milliseconds / base).toFixed(2)) },
    'cold refresh, peak memory (MB)': { value: Math.round(cold.peakMb) },
    'refresh without changes (ms)': { value: Math.round(again.milliseconds) },
    'start until the first feed (ms)': { value: Math.round(start) },
    'one new file until its feed shows it, above SETTLE_MS, median (ms)': { value: at(steady, 0.5) },
    '... p90 (ms)': { value: at(steady, 0.9) },
    '... while the folder is compared, median (ms)': { value: at(early, 0.5) },
    'store (MB)': { value: Math.round(storeMb) },
    'server, peak memory (MB)': { value: Math.round(peakMb) },
  });
} finally {
  rmSync(root, { recursive: true, force: true });
}
