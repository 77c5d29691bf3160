// What counting costs a poll: `npm run bench:audience -- [rounds] [pairs]`. One server on one core, with the load on the other,
// counts and does not in turn, a second each: what V8 makes of the same code differs from start to start by a third, and what
// the machine gives from minute to minute, so only two seconds that follow each other can be compared. Each round starts the
// server anew. Ratios are medians over the pairs of all rounds. Where others use the machine too, even they differ by more than
// what is looked for; a profile says how much of the time of one run is ours.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillFolder } from './articles.ts';
import { load, type Poll } from './load.ts';
import { shareIn } from './profile.ts';
import { type Server, startCounting } from './servers.ts';

const [rounds, pairs] = [whole('rounds', process.argv[2] ?? '5'), whole('pairs', process.argv[3] ?? '10')];
const SECONDS = 1;
const ARTICLES = 2000;
const WARM_UP_SECONDS = 4;
const PROFILED_SECONDS = 20;
const [SERVER_CORE, LOAD_CORE] = ['0', '1'];
const AGENT = 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 462 subscribers; )';

const CASES: Readonly<Record<string, Omit<Poll, 'port' | 'paths'>>> = {
  '304, kept alive': { headers: { 'Accept-Encoding': 'gzip', 'If-None-Match': '*' }, isKeptAlive: true },
  '304, a connection per poll': { headers: { 'Accept-Encoding': 'gzip', 'If-None-Match': '*' }, isKeptAlive: false },
  'gzip 200, kept alive': { headers: { 'Accept-Encoding': 'gzip' }, isKeptAlive: true },
  // A poller that is told apart by its address, of which the proxy tells.
  '304, kept alive, forwarded': {
    headers: {
      'Accept-Encoding': 'gzip',
      'If-None-Match': '*',
      'X-Forwarded-For': '198.51.100.7',
      'User-Agent': 'X/1',
    },
    isKeptAlive: true,
  },
};

/** A number of something. Ends the process when it is none. */
function whole(name: string, text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  process.stderr.write(`Expected ${name} to be a whole number from 1 to 9999, got \`${text}\`\n`);
  process.exit(2);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function pollOf(headers: Poll['headers'], isKeptAlive: boolean): Omit<Poll, 'port'> {
  return { headers: { 'User-Agent': AGENT, ...headers }, paths: ['/rss.xml'], isKeptAlive };
}

type Measured = { readonly perSecond: number; readonly cpuUs: number };
type Pair = { readonly counting: Measured; readonly deaf: Measured };

async function measure(server: Server, asked: Poll): Promise<Measured> {
  const before = server.cpuMs();
  const { perSecond } = await load(asked, SECONDS, LOAD_CORE);
  return { perSecond, cpuUs: ((server.cpuMs() - before) * 1000) / (perSecond * SECONDS) };
}

/** All cases on one start. Of a pair, what counts stands before and behind what does not: a drift is in both alike. */
async function compare(folder: string): Promise<Map<string, Pair[]>> {
  const server = await startCounting(folder, SERVER_CORE, settingsIn(folder));
  const found = new Map<string, Pair[]>();
  try {
    for (const [name, { headers, isKeptAlive }] of Object.entries(CASES)) {
      const asked = { ...pollOf(headers, isKeptAlive), port: server.port };
      await load(asked, WARM_UP_SECONDS, LOAD_CORE);
      const measured: Pair[] = [];
      for (let pair = 0; pair < pairs; pair += 1) {
        // It counts when it comes here: twice it is switched, so it does when it goes on.
        const first = await measure(server, asked);
        server.toggle();
        const deaf = [await measure(server, asked), await measure(server, asked)];
        server.toggle();
        const second = await measure(server, asked);
        measured.push({ counting: mean(first, second), deaf: mean(...deaf) });
      }
      found.set(name, measured);
    }
  } finally {
    await server.stop();
  }
  return found;
}

/** The share of counting in all that the server does. */
async function profile(folder: string, name: string, asked: Omit<Poll, 'port'>): Promise<number> {
  const profiles = join(folder, name);
  const flags = ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', profiles];
  const server = await startCounting(folder, SERVER_CORE, settingsIn(folder), flags);
  await load({ ...asked, port: server.port }, PROFILED_SECONDS, LOAD_CORE).finally(() => server.stop());
  return shareIn(profiles, (functionName, url) => /\/serve\/audience\.ts$/.test(url) && functionName !== '');
}

function settingsIn(folder: string): Record<string, string> {
  return { ARTICLES_DIR: join(folder, 'articles'), TRUST_PROXY: 'loopback', RATE_LIMIT: '0' };
}

function mean(...all: readonly Measured[]): Measured {
  const of = (name: keyof Measured) => all.reduce((sum, one) => sum + one[name], 0) / all.length;
  return { perSecond: of('perSecond'), cpuUs: of('cpuUs') };
}

function percent(ratios: readonly number[]): string {
  const told = (ratio = Number.NaN) => `${((ratio - 1) * 100).toFixed(1)} %`;
  const sorted = ratios.toSorted((one, other) => one - other);
  const at = (share: number) => told(sorted[Math.floor(sorted.length * share)]);
  return `${at(0.5)} (half of them ${at(0.25)} to ${at(0.75)})`;
}

if (availableParallelism() < 2) throw new Error('Expected two cores, one for the server and one for the load');
execFileSync('taskset', ['--version'], { stdio: 'ignore' });
const root = mkdtempSync(join(tmpdir(), 'tagwire-audience-'));
try {
  mkdirSync(join(root, 'articles'));
  fillFolder(join(root, 'articles'), ARTICLES, { tagCount: 100 });
  const results: Awaited<ReturnType<typeof compare>>[] = [];
  for (let round = 0; round < rounds; round += 1) results.push(await compare(root));
  const shares = new Map<string, number>();
  for (const [name, { headers, isKeptAlive }] of Object.entries(CASES))
    shares.set(name, await profile(root, name, pollOf(headers, isKeptAlive)));
  const rows = Object.keys(CASES).map((name) => {
    const measured = results.flatMap((result) => result.get(name) ?? []);
    const row = {
      'CPU us/poll, deaf': Number(median(measured.map(({ deaf }) => deaf.cpuUs)).toFixed(2)),
      'CPU us/poll, counting': Number(median(measured.map(({ counting }) => counting.cpuUs)).toFixed(2)),
      'CPU more': percent(measured.map(({ counting, deaf }) => counting.cpuUs / deaf.cpuUs)),
      'polls/s fewer': percent(measured.map(({ counting, deaf }) => deaf.perSecond / counting.perSecond)),
      'of its time': `${((shares.get(name) ?? Number.NaN) * 100).toFixed(2)} %`,
    };
    return [name, row] as const;
  });
  process.stdout.write(`${rounds} starts, ${pairs} pairs of each case\n`);
  console.table(Object.fromEntries(rows));
} finally {
  rmSync(root, { recursive: true, force: true });
}
