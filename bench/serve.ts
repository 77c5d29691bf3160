// What a poll costs: `npm run bench:serve -- [rounds] [turns]`. Tagwire, with its front door and without, beside a bare
// node:http server, Express alone and, where it is installed, nginx, all with the same bytes; the server on one core, the
// load on the other. Machines are shared and noisy, so each server is measured for a second, then the next, for so many
// turns: ratios are medians over turns, of seconds that lie side by side. Each round starts every server anew: what V8
// makes of the same code differs from start to start by a tenth.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fillFolder } from './articles.ts';
import { hasWrk, type Load, load, type Poll } from './load.ts';
import type { PeerAnswers } from './peer.ts';
import { hasNginx, type Server, startNginx, startPeer, startTagwire } from './servers.ts';

const [rounds, turns] = [whole('rounds', process.argv[2] ?? '5'), whole('turns', process.argv[3] ?? '5')];
const TURN_SECONDS = 1;
const TAGS = 10_000;
const ARTICLES = 17_000;
const FEED = '/rss.xml';
const WARM_UP_SECONDS = 3;
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
  const done = await load({ ...poll, port: server.port }, TURN_SECONDS, core);
  if (done.failures > 0) process.stderr.write(`${server.name}: ${done.failures} failures\n`);
  return { ...done, cpuUs: ((server.cpuMs() - before) * 1000) / (done.perSecond * TURN_SECONDS) };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  // Of an even number, the mean of the two in the middle: one of them alone would lean to its side.
  const [low = Number.NaN, high = Number.NaN] = [(sorted.length - 1) / 2, sorted.length / 2].map(
    (place) => sorted[Math.floor(place)],
  );
  return (low + high) / 2;
}

/** Per server, what was measured in each turn of all rounds. */
type Results = Map<string, Measured[]>;

/** Medians over turns; of ratios within turns, with the middle half of them. */
function tableOf(results: Results): Record<string, Record<string, number | string>> {
  const ratio = (name: string, to: string, pick: (measured: Measured) => number) => {
    const [own = [], other] = [results.get(name), results.get(to)];
    return other ? spread(own.map((measured, turn) => pick(measured) / pick(other[turn] ?? measured))) : '';
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

function spread(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((one, other) => one - other);
  const [low = Number.NaN, high = Number.NaN] = [0.25, 0.75].map(
    (share) => sorted[Math.round((sorted.length - 1) * share)],
  );
  return `${median(numbers).toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;
}

/** Some turns more for each server. Nobody is always the first. */
async function compare(
  results: Results,
  servers: readonly Server[],
  pollOf: (server: Server) => Omit<Poll, 'port'>,
  core = LOAD_CORE,
): Promise<void> {
  // Node compiles what is used much; that is not part of what a poll costs.
  for (const server of servers) await load({ ...pollOf(server), port: server.port }, WARM_UP_SECONDS, core);
  for (let turn = 0; turn < turns; turn += 1) {
    const order = servers.map((server, index) => servers[(index + turn) % servers.length] ?? server);
    for (const server of order) {
      const measured = await measure(server, pollOf(server), core);
      results.set(server.name, [...(results.get(server.name) ?? []), measured]);
    }
  }
}

/** What all give, as this server gave it. */
async function answersOf({
  port,
}: Server): Promise<PeerAnswers & { readonly bodies: Record<'gzip' | 'identity', Buffer> }> {
  const [gzip, identity] = [await fetchRaw(port, FEED, { 'Accept-Encoding': 'gzip' }), await fetchRaw(port, FEED, {})];
  const etag = headerOf(gzip.raw, 'etag');
  const same = await fetchRaw(port, FEED, { 'If-None-Match': etag });
  if (!gunzipSync(gzip.body).equals(identity.body)) throw new Error('two bodies of one feed differ');
  return {
    etag,
    notModified: prepared(same.raw),
    gzip: { head: prepared(gzip.raw), body: gzip.body.toString('base64') },
    identity: { head: prepared(identity.raw), body: identity.body.toString('base64') },
    bodies: { gzip: gzip.body, identity: identity.body },
  };
}

const MANY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '304': { 'Accept-Encoding': 'gzip', 'If-None-Match': '*' },
  'gzip 200': { 'Accept-Encoding': 'gzip' },
};
const PATHS = Array.from({ length: TAGS }, (_, number) => `/tags/subject-${number}/rss.xml`);
/** One that is as long as nine of ten of them: the first has an article more. */
const ONE_OF_THEM = PATHS.slice(TAGS / 2, TAGS / 2 + 1);

/** What all feeds give, as a share of what one gives. */
async function compareMany(
  server: Server,
  shares: Map<string, { perSecond: number; perCpu: number }[]>,
): Promise<void> {
  // The second time they are prepared and in use.
  for (let time = 0; time < 2; time += 1)
    for (const path of PATHS) await fetchRaw(server.port, path, { 'Accept-Encoding': 'gzip' });
  for (const [name, headers] of Object.entries(MANY))
    for (let turn = 0; turn < turns; turn += 1) {
      const single = await measure(server, { paths: ONE_OF_THEM, headers, isKeptAlive: true }, LOAD_CORE);
      const all = await measure(server, { paths: PATHS, headers, isKeptAlive: true }, LOAD_CORE);
      const share = { perSecond: all.perSecond / single.perSecond, perCpu: single.cpuUs / all.cpuUs };
      shares.set(name, [...(shares.get(name) ?? []), share]);
    }
}

const root = mkdtempSync(join(tmpdir(), 'tagwire-serve-'));
// The workers of nginx run as somebody else.
chmodSync(root, 0o755);
const open: Server[] = [];
const stopAll = async () => {
  for (const server of open.splice(0)) await server.stop();
};
try {
  if (availableParallelism() < 2) throw new Error('Expected two cores, one for the server and one for the load');
  execFileSync('taskset', ['--version'], { stdio: 'ignore' });
  process.stdout.write(
    `${rounds} rounds of ${turns} turns of ${TURN_SECONDS} s; load by ${hasWrk ? 'wrk' : 'our own sockets'}, 32 connections\n`,
  );
  const articles = join(root, 'articles');
  mkdirSync(articles);
  fillFolder(articles, ARTICLES, { tagCount: TAGS });
  // Fifteen articles make about 12 KB of gzip; the cache holds all feeds.
  const settings = { FEED_LIMIT: '15', CACHE_MB: '1500', BASE_URL: 'http://localhost:3000' };
  const behind = { ...settings, FRONT_DOOR: 'false' };
  const [file, www, both] = [join(root, 'answers.json'), join(root, 'www'), `${SERVER_CORE},${LOAD_CORE}`];
  mkdirSync(www);

  const results = new Map<Case, Results>(CASES.map((one) => [one, new Map()]));
  const shares = new Map<string, { perSecond: number; perCpu: number }[]>();
  const inTwo: Results = new Map();
  for (let round = 0; round < rounds; round += 1) {
    const tagwire = await startTagwire(root, articles, SERVER_CORE, settings);
    open.push(tagwire, await startTagwire(root, articles, SERVER_CORE, behind, 'without its door'));
    const { bodies, ...answers } = await answersOf(tagwire);
    writeFileSync(file, JSON.stringify(answers));
    writeFileSync(join(www, 'rss.xml'), bodies.identity);
    writeFileSync(join(www, 'rss.xml.gz'), bodies.gzip);
    open.push(await startPeer('bare', file, SERVER_CORE), await startPeer('express', file, SERVER_CORE));
    if (hasNginx) open.push(await startNginx(join(root, 'nginx'), www, SERVER_CORE, 1));
    const etags = new Map<string, string>();
    for (const server of open) etags.set(server.name, await validatorOf(server, bodies.gzip));
    for (const [{ headers, isConditional, isKeptAlive }, measured] of results)
      await compare(measured, open, ({ name }) => ({
        paths: [FEED],
        isKeptAlive,
        headers: { ...headers, ...(isConditional ? { 'If-None-Match': etags.get(name) ?? '' } : {}) },
      }));
    await compareMany(tagwire, shares);
    await stopAll();

    open.push(await startTagwire(root, articles, both, { ...settings, WORKERS: '2' }));
    if (hasNginx) open.push(await startNginx(join(root, 'nginx2'), www, both, 2));
    const poll = { paths: [FEED], headers: { 'If-None-Match': '*' }, isKeptAlive: false };
    await compare(inTwo, open, () => poll, both);
    await stopAll();
  }

  for (const [{ name }, measured] of results) {
    process.stdout.write(`\n${name}\n`);
    console.table(tableOf(measured));
  }
  for (const [name, measured] of shares) {
    const [all, perCpu] = [measured.map(({ perSecond }) => perSecond), measured.map((share) => share.perCpu)];
    process.stdout.write(
      `\n${TAGS} tag feeds instead of one, ${name}, kept alive: ${spread(all)} of it, per CPU ${spread(perCpu)}\n`,
    );
  }
  process.stdout.write('\ntwo processes on two cores, which they share with the load; 304, a connection per poll\n');
  console.table(tableOf(inTwo));
} finally {
  await stopAll();
  rmSync(root, { recursive: true, force: true });
}
