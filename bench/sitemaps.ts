// Whether crawlers find a whole library: `npm run bench:sitemaps -- [articles] [megabytes]`. So many articles are read, saved and
// served, and the sitemaps are crawled before and after one of them is corrected. Ends with 1 when an article is not in exactly
// one part, or has another date; when a part has more than crawlers take; when the correction touches another part; or when
// the server holds so many megabytes more than it does of a single part.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PART_SIZE } from '../src/store/sitemaps.ts';
import { serve } from './child.ts';

const [count = 120_000, mostMb = 16] = process.argv.slice(2).map(Number);
const BASE_URL = 'https://news.example.org';
const IN_A_FILE = 1000;
/** NEWS-04. */
const [MOST_LISTED, MOST_BYTES] = [50_000, 50 * 1024 * 1024];
/** When all were published; each has last been changed in a second of its own. */
const PUBLISHED = Date.UTC(2020, 0, 1, 12);
/** Of a cache that is full soon: what grows after that is no cache. */
const environment = { BASE_URL, CACHE_MB: '1' };
const root = mkdtempSync(join(tmpdir(), 'tagwire-sitemaps-'));
const articles = join(root, 'articles');
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const problems: string[] = [];

type Server = Awaited<ReturnType<typeof serve>>;
type Sitemap = {
  readonly path: string;
  readonly etag: string;
  readonly bytes: number;
  /** What is listed, by path, and when it last changed. */
  readonly listed: ReadonlyMap<string, string>;
};

function must(isSo: boolean, problem: string): void {
  if (!isSo) problems.push(problem);
}

function changedAt(number: number): string {
  return new Date(PUBLISHED + (number + 1) * 1000).toISOString().replace('.000', '');
}

/** Writes the articles of a file, a line for each. @param corrected one that says something else, and when */
function write(file: number, corrected?: { readonly number: number; readonly at: string }): void {
  const lines = Array.from({ length: Math.min(IN_A_FILE, count - file * IN_A_FILE) }, (_, index) => {
    const number = file * IN_A_FILE + index;
    const isCorrected = number === corrected?.number;
    return JSON.stringify({
      title: `Number ${number}`,
      content_text: `A text about ${number}${isCorrected ? ', corrected' : ''}.`,
      date_published: new Date(PUBLISHED),
      date_modified: isCorrected ? corrected?.at : changedAt(number),
    });
  });
  const path = join(articles, `${String(file).padStart(6, '0')}.jsonl`);
  writeFileSync(`${path}.part`, `${lines.join('\n')}\n`);
  renameSync(`${path}.part`, path);
}

/** Writes the files from one up to another, and refreshes in a process of its own. @returns the milliseconds it took */
async function fill(from: number, end: number): Promise<number> {
  for (let file = from; file < end; file += 1) write(file);
  const began = performance.now();
  const env = { ...process.env, DATABASE_URL: `sqlite:${join(root, 'store.db')}`, SETTLE_MS: '0', LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, [main, 'refresh', articles], { cwd: root, env, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`refresh ended with ${code}`);
  return performance.now() - began;
}

/** Asks as a crawler does, which comes again when it is told to. */
async function ask(port: number, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    if (response.status !== 503 || tries === 20) return response;
    await response.arrayBuffer();
    await sleep(Number(response.headers.get('retry-after')) * 1000);
  }
}

async function read(port: number, path: string): Promise<Sitemap> {
  const response = await ask(port, path);
  const xml = await response.text();
  if (response.status !== 200) throw new Error(`${path} is ${response.status}`);
  const found = [...xml.matchAll(/<loc>([^<]*)<\/loc>(?:<lastmod>([^<]*)<\/lastmod>)?/g)];
  const listed = new Map(found.map(([, loc = '', lastmod = '']) => [loc.slice(BASE_URL.length), lastmod]));
  const bytes = Buffer.byteLength(xml);
  must(listed.size === found.length, `${path} lists something twice`);
  must(listed.size <= MOST_LISTED && bytes <= MOST_BYTES, `${path} lists ${listed.size} in ${bytes} bytes`);
  return { path, etag: response.headers.get('etag') ?? '', bytes, listed };
}

/** Reads the index and all that it leads to; only the parts that hold articles are kept. */
async function crawl(port: number): Promise<Sitemap[]> {
  const index = await read(port, '/sitemap.xml');
  const parts: Sitemap[] = [];
  for (const [path, lastmod] of index.listed) {
    must(lastmod !== '', `the index does not say when ${path} last changed`);
    const sitemap = await read(port, path);
    if (path !== '/sitemap-pages.xml') parts.push(sitemap);
  }
  return parts;
}

/** @param corrected the only one that has another date than at first */
function judge(parts: readonly Sitemap[], articles: number, corrected?: { number: number; at: string }): void {
  const wanted = Math.ceil(articles / PART_SIZE);
  must(parts.length === wanted, `there are ${parts.length} parts, not ${wanted}`);
  const sum = parts.reduce((sum, { listed }) => sum + listed.size, 0);
  must(sum === articles, `${sum} articles are listed, not ${articles}`);
  const all = new Map(parts.flatMap(({ listed }) => [...listed]));
  for (let number = 0; number < articles; number += 1) {
    const path = `/articles/number-${number}/`;
    const date = number === corrected?.number ? corrected.at : changedAt(number);
    must(all.get(path) === date, `${path} is dated ${all.get(path)}, not ${date}`);
  }
}

/** Starts a server, and ends it after some work, whatever comes of that. */
async function serving<T>(work: (server: Server) => Promise<T>): Promise<T> {
  const server = await serve(articles, root, environment);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

/** Megabytes that a server holds when all has been crawled, garbage apart. */
async function holding({ look }: Server): Promise<number> {
  const { heapUsed, external } = (await look()).memory;
  return (heapUsed + external) / 1024 / 1024;
}

/** Corrects one article, waits until its part says so, and looks whether another one has changed. @param before as crawled */
async function correct(port: number, before: readonly Sitemap[], number: number, at: string): Promise<void> {
  write(Math.floor(number / IN_A_FILE), { number, at });
  const path = `/articles/number-${number}/`;
  const part = before.find(({ listed }) => listed.has(path))?.path ?? '';
  for (const end = performance.now() + 120_000; (await read(port, part)).listed.get(path) !== at; await sleep(100))
    if (performance.now() > end) throw new Error(`${part} never showed the correction of ${path}`);
  const touched: string[] = [];
  for (const { path, etag } of before) {
    const response = await ask(port, path, { 'If-None-Match': etag });
    await response.arrayBuffer();
    if (response.status !== 304) touched.push(path);
  }
  must(touched.join() === part, `the correction of ${path} in ${part} touched ${touched.join(', ')}`);
}

try {
  mkdirSync(articles);
  const files = Math.ceil(count / IN_A_FILE);
  const inAPart = Math.min(files, PART_SIZE / IN_A_FILE);
  await fill(0, inAPart);
  const few = await serving(async (server) => {
    judge(await crawl(server.port), Math.min(count, PART_SIZE));
    return holding(server);
  });

  const filled = await fill(inAPart, files);
  const { parts, crawled, many } = await serving(async (server) => {
    const began = performance.now();
    const parts = await crawl(server.port);
    const crawled = performance.now() - began;
    judge(parts, count);
    const many = await holding(server);
    const corrected = { number: Math.floor(count / 2), at: '2024-02-29T12:00:00Z' };
    await correct(server.port, parts, corrected.number, corrected.at);
    judge(await crawl(server.port), count, corrected);
    return { parts, crawled, many };
  });
  must(many - few <= mostMb, `the server holds ${many.toFixed(1)} MB, and ${few.toFixed(1)} MB of a single part`);
  console.table({
    articles: { value: count },
    parts: { value: parts.length },
    'largest part (articles)': { value: Math.max(...parts.map(({ listed }) => listed.size)) },
    'largest part (KB)': { value: Math.round(Math.max(...parts.map(({ bytes }) => bytes)) / 1024) },
    'refresh of all but the first part (s)': { value: Number((filled / 1000).toFixed(1)) },
    'crawl of all sitemaps, none prepared (ms)': { value: Math.round(crawled) },
    'held by the server, a single part (MB)': { value: Number(few.toFixed(1)) },
    'held by the server, all (MB)': { value: Number(many.toFixed(1)) },
  });
} finally {
  rmSync(root, { recursive: true, force: true });
}
for (const problem of problems.slice(0, 20)) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
