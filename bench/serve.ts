// What a poll costs: `npm run bench:serve -- [rounds] [seconds]`. Tagwire beside a bare node:http server, Express alone and,
// where it is installed, nginx, all with the same bytes; the server on one core, the load on the other. Ratios are medians
// of rounds in which all are measured one after the other, for machines are shared and noisy.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { SETTINGS } from '../src/config.ts';
import { fillFolder } from './articles.ts';
import { hasWrk, type Load, load, type Poll } from './load.ts';
import type { PeerAnswers } from './peer.ts';
import { hasNginx, type Server, startNginx, startPeer, startTagwire } from './servers.ts';

const [rounds, seconds] = [whole('rounds', process.argv[2] ?? '5'), whole('seconds', process.argv[3] ?? '2')];
const TAGS = 10_000;
const ARTICLES = 17_000;
const FEED = '/rss.xml';
const WARM_UP_SECONDS = 5;
const [SERVER_CORE, LOAD_CORE] = ['0', '1'];

type Case = {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isConditional?: boolean;
  readonly isKeptAlive: boolean;
};
const CASES: readonly Case[] = [
  { name: '304, kept alive', headers: { 'Accept-Encoding': 'gzip' }, isConditional: true, isKeptAlive: true },
  {
    name: '304, a connection per poll',
    headers: { 'Accept-Encoding': 'gzip' },
    isConditional: true,
    isKeptAlive: false,
  },
  { name: 'gzip 200, kept alive', headers: { 'Accept-Encoding': 'gzip' }, isKeptAlive: true },
  { name: 'gzip 200, a connection per poll', headers: { 'Accept-Encoding': 'gzip' }, isKeptAlive: false },
  { name: 'identity 200, kept alive', headers: {}, isKeptAlive: true },
];

type Measured = Load & { readonly cpuUs: number };

/** A number of something. Ends the process when it is none. */
function whole(name: string, text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  process.stderr.write(`Expected ${name} to be a whole number from 1 to 9999, got \`${text}\`\n`);
  process.exit(2);
}

type Fetched = { readonly status: number; readonly raw: readonly string[]; readonly body: Buffer };

function fetchRaw(port: number, path: string, headers: Readonly<Record<string, string>>): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    get({ port, path, headers, host: '127.0.0.1', agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, raw: response.rawHeaders, body: Buffer.concat(parts) }),
      );
    }).on('error', reject);
  });
}

/** What Node adds by itself is left to it. */
function prepared(raw: readonly string[]): string[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 && !/^(?:date|connection|keep-alive)$/i.test(name) ? [name, raw[index + 1] ?? ''] : [],
  );
}

function headerOf(raw: readonly string[], name: string): string {
  const index = raw.findIndex((text, at) => at % 2 === 0 && text.toLowerCase() === name);
  return raw[index + 1] ?? '';
}

/** Asks a server for the feed until it gives what everybody gives. */
async function validatorOf({ port, name }: Server, gzipped: Buffer): Promise<string> {
  const { status, raw, body } = await fetchRaw(port, FEED, { 'Accept-Encoding': 'gzip' });
  if (status !== 200 || !body.equals(gzipped)) throw new Error(`${name} answers ${status} with other bytes`);
  const etag = headerOf(raw, 'etag');
  const same = await fetchRaw(port, FEED, { 'Accept-Encoding': 'gzip', 'If-None-Match': etag });
  if (same.status !== 304) throw new Error(`${name} answers ${same.status} to its own ETag`);
  return etag;
}

async function measure(server: Server, poll: Omit<Poll, 'port'>, core: string): Promise<Measured> {
  const before = server.cpuMs();
  const done = await load({ ...poll, port: server.port }, seconds, core);
  if (done.failures > 0) process.stderr.write(`${server.name}: ${done.failures} failures\n`);
  return { ...done, cpuUs: ((server.cpuMs() - before) * 1000) / (done.perSecond * seconds) };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Medians over rounds, and of ratios within rounds. */
function tableOf(results: ReadonlyMap<string, readonly Measured[]>): Record<string, Record<string, number | string>> {
  const ratio = (name: string, to: string, pick: (measured: Measured) => number) => {
    const [own = [], other] = [results.get(name), results.get(to)];
    if (!other) return '';
    return median(own.map((measured, round) => pick(measured) / pick(other[round] ?? measured))).toFixed(2);
  };
  const rows = [...results].map(([name, measured]) => [
    name,
    {
      'requests/s': Math.round(median(measured.map(({ perSecond }) => perSecond))),
      'CPU us/request': Number(median(measured.map(({ cpuUs }) => cpuUs)).toFixed(1)),
      'p50 ms': Number(median(measured.map(({ p50Ms }) => p50Ms)).toFixed(2)),
      'p99 ms': Number(median(measured.map(({ p99Ms }) => p99Ms)).toFixed(2)),
      'of nginx': ratio(name, 'nginx', ({ perSecond }) => perSecond),
      'of bare': ratio(name, 'bare node:http', ({ perSecond }) => perSecond),
      // On a machine that others use too, these move less.
      'per CPU, of nginx': ratio(name, 'nginx', ({ cpuUs }) => 1 / cpuUs),
      'per CPU, of bare': ratio(name, 'bare node:http', ({ cpuUs }) => 1 / cpuUs),
      'p99 of nginx': ratio(name, 'nginx', ({ p99Ms }) => p99Ms),
    },
  ]);
  return Object.fromEntries(rows);
}

async function compare(servers: readonly Server[], pollOf: (server: Server) => Omit<Poll, 'port'>, core = LOAD_CORE) {
  const results = new Map<string, Measured[]>(servers.map(({ name }) => [name, []]));
  // Node compiles what is used much; that is not part of what a poll costs.
  for (const server of servers) await load({ ...pollOf(server), port: server.port }, WARM_UP_SECONDS, core);
  for (let round = 0; round < rounds; round += 1) {
    // Nobody is always the first.
    const order = servers.map((_, index) => servers[(index + round) % servers.length]);
    for (const server of order) if (server) results.get(server.name)?.push(await measure(server, pollOf(server), core));
  }
  return results;
}

const root = mkdtempSync(join(tmpdir(), 'tagwire-serve-'));
// The workers of nginx run as somebody else.
chmodSync(root, 0o755);
const open: Server[] = [];
try {
  if (availableParallelism() < 2) throw new Error('Expected two cores, one for the server and one for the load');
  execFileSync('taskset', ['--version'], { stdio: 'ignore' });
  process.stdout.write(
    `${rounds} rounds of ${seconds} s; load by ${hasWrk ? 'wrk' : 'our own sockets'}, 32 connections\n`,
  );
  const articles = join(root, 'articles');
  mkdirSync(articles);
  fillFolder(articles, ARTICLES, { tagCount: TAGS });
  // Fifteen articles make about 12 KB of gzip; the cache holds all feeds.
  const settings = { FEED_LIMIT: '15', CACHE_MB: '1500' };
  const tagwire = await startTagwire(root, articles, SERVER_CORE, settings);
  open.push(tagwire);
  const [gzip, identity] = [
    await fetchRaw(tagwire.port, FEED, { 'Accept-Encoding': 'gzip' }),
    await fetchRaw(tagwire.port, FEED, {}),
  ];
  const etag = headerOf(gzip.raw, 'etag');
  const same = await fetchRaw(tagwire.port, FEED, { 'If-None-Match': etag });
  if (!gunzipSync(gzip.body).equals(identity.body)) throw new Error('two bodies of one feed differ');
  const answers: PeerAnswers = {
    etag,
    notModified: prepared(same.raw),
    gzip: { head: prepared(gzip.raw), body: gzip.body.toString('base64') },
    identity: { head: prepared(identity.raw), body: identity.body.toString('base64') },
  };
  const file = join(root, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  open.push(await startPeer('bare', file, SERVER_CORE), await startPeer('express', file, SERVER_CORE));
  const www = join(root, 'www');
  mkdirSync(www);
  writeFileSync(join(www, 'rss.xml'), identity.body);
  writeFileSync(join(www, 'rss.xml.gz'), gzip.body);
  if (hasNginx) open.push(await startNginx(join(root, 'nginx'), www, SERVER_CORE, 1));

  const etags = new Map<string, string>();
  for (const server of open) etags.set(server.name, await validatorOf(server, gzip.body));
  for (const { name, headers, isConditional, isKeptAlive } of CASES) {
    const results = await compare(open, (server) => ({
      paths: [FEED],
      isKeptAlive,
      headers: { ...headers, ...(isConditional ? { 'If-None-Match': etags.get(server.name) ?? '' } : {}) },
    }));
    process.stdout.write(`\n${name}\n`);
    console.table(tableOf(results));
  }

  const paths = Array.from({ length: TAGS }, (_, number) => `/tags/subject-${number}/rss.xml`);
  // The second time they are prepared and in use.
  for (let time = 0; time < 2; time += 1)
    for (const path of paths) await fetchRaw(tagwire.port, path, { 'Accept-Encoding': 'gzip' });
  const [one] = paths;
  for (const headers of [{ 'Accept-Encoding': 'gzip' }, { 'Accept-Encoding': 'gzip', 'If-None-Match': '*' }]) {
    const shares: number[] = [];
    const perCpu: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const single = await measure(tagwire, { paths: [one ?? ''], headers, isKeptAlive: true }, LOAD_CORE);
      const all = await measure(tagwire, { paths, headers, isKeptAlive: true }, LOAD_CORE);
      shares.push(all.perSecond / single.perSecond);
      perCpu.push(single.cpuUs / all.cpuUs);
    }
    const what = 'If-None-Match' in headers ? '304' : 'gzip 200';
    process.stdout.write(
      `\n${TAGS} tag feeds instead of one, ${what}, kept alive: ${median(shares).toFixed(2)} of it, per CPU ${median(perCpu).toFixed(2)}\n`,
    );
  }

  if (hasNginx && SETTINGS.some(({ name }) => String(name) === 'WORKERS')) {
    for (const server of open.splice(0)) await server.stop();
    const both = `${SERVER_CORE},${LOAD_CORE}`;
    open.push(await startTagwire(root, articles, both, { ...settings, WORKERS: '2' }));
    open.push(await startNginx(join(root, 'nginx2'), www, both, 2));
    const results = await compare(
      open,
      () => ({ paths: [FEED], headers: { 'If-None-Match': '*' }, isKeptAlive: false }),
      both,
    );
    process.stdout.write('\ntwo processes on two cores, which they share with the load; 304, a connection per poll\n');
    console.table(tableOf(results));
  }
} finally {
  for (const server of open) await server.stop();
  rmSync(root, { recursive: true, force: true });
}
