// What counting costs a poll: `npm run bench:audience -- [rounds] [seconds]`. The same server with and without, one after the
// other on one core, with the load on the other; each round starts both anew, for what V8 makes of the same code differs from
// start to start by more than this. Ratios are medians of rounds.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillFolder } from './articles.ts';
import { load, type Poll } from './load.ts';
import { type Server, startCounting } from './servers.ts';

const [rounds, seconds] = [whole('rounds', process.argv[2] ?? '5'), whole('seconds', process.argv[3] ?? '4')];
const ARTICLES = 2000;
const WARM_UP_SECONDS = 4;
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

type Measured = { readonly perSecond: number; readonly cpuUs: number };

async function measure(server: Server, poll: Omit<Poll, 'port'>): Promise<Measured> {
  const asked = { ...poll, port: server.port };
  await load(asked, WARM_UP_SECONDS, LOAD_CORE);
  const before = server.cpuMs();
  const { perSecond } = await load(asked, seconds, LOAD_CORE);
  return { perSecond, cpuUs: ((server.cpuMs() - before) * 1000) / (perSecond * seconds) };
}

/** Both in each round, the one that is first in turn the other's second. */
async function compare(folder: string, round: number): Promise<Map<string, Record<'counting' | 'deaf', Measured>>> {
  const found = { counting: new Map<string, Measured>(), deaf: new Map<string, Measured>() };
  for (const isCounting of round % 2 === 0 ? [true, false] : [false, true]) {
    const settings = { ARTICLES_DIR: join(folder, 'articles'), TRUST_PROXY: 'loopback', RATE_LIMIT: '0' };
    const server = await startCounting(isCounting, folder, SERVER_CORE, settings);
    try {
      for (const [name, poll] of Object.entries(CASES)) {
        const headers = { 'User-Agent': AGENT, ...poll.headers };
        const measured = await measure(server, { ...poll, headers, paths: ['/rss.xml'] });
        found[isCounting ? 'counting' : 'deaf'].set(name, measured);
      }
    } finally {
      await server.stop();
    }
  }
  const none = { perSecond: Number.NaN, cpuUs: Number.NaN };
  const pairOf = (name: string) => ({ counting: found.counting.get(name) ?? none, deaf: found.deaf.get(name) ?? none });
  return new Map(Object.keys(CASES).map((name) => [name, pairOf(name)]));
}

function percent(ratios: readonly number[]): string {
  const told = (ratio: number) => `${((ratio - 1) * 100).toFixed(1)} %`;
  return `${told(median(ratios))} (${told(Math.min(...ratios))} to ${told(Math.max(...ratios))})`;
}

if (availableParallelism() < 2) throw new Error('Expected two cores, one for the server and one for the load');
execFileSync('taskset', ['--version'], { stdio: 'ignore' });
const root = mkdtempSync(join(tmpdir(), 'tagwire-audience-'));
try {
  mkdirSync(join(root, 'articles'));
  fillFolder(join(root, 'articles'), ARTICLES, { tagCount: 100 });
  const results: Awaited<ReturnType<typeof compare>>[] = [];
  for (let round = 0; round < rounds; round += 1) results.push(await compare(root, round));
  const rows = Object.keys(CASES).map((name) => {
    const pairs = results.flatMap((result) => result.get(name) ?? []);
    const row = {
      'CPU us/poll, deaf': Number(median(pairs.map(({ deaf }) => deaf.cpuUs)).toFixed(2)),
      'CPU us/poll, counting': Number(median(pairs.map(({ counting }) => counting.cpuUs)).toFixed(2)),
      'CPU more': percent(pairs.map(({ counting, deaf }) => counting.cpuUs / deaf.cpuUs)),
      'polls/s fewer': percent(pairs.map(({ counting, deaf }) => deaf.perSecond / counting.perSecond)),
    };
    return [name, row] as const;
  });
  process.stdout.write(`${rounds} starts of each, ${seconds} s a case\n`);
  console.table(Object.fromEntries(rows));
} finally {
  rmSync(root, { recursive: true, force: true });
}
