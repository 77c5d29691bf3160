// Whether memory grows: `npm run bench:soak -- [rounds] [polls] [articles] [megabytes]`. An hour of polls shortened to its
// essence: hot and cold feeds, pages, addresses that are not there, query strings, requests that are broken off, articles
// that change; after each round what the serving process holds, garbage apart. Ends with 1 when that has grown by more than
// so many megabytes between the third round and the last.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillFolder, makeArticle } from './articles.ts';
import { serve } from './child.ts';

const [rounds = 12, polls = 5000, count = 2000, mostMb = 16] = process.argv.slice(2).map(Number);
const AT_ONCE = 20;
const root = mkdtempSync(join(tmpdir(), 'tagwire-soak-'));
const articles = join(root, 'articles');
const codings = ['gzip', 'br', 'zstd', 'identity', 'gzip;q=0.5, br'];
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
let state = 20_260_625;

/** One of so many, the same ones at every run. */
function pick(of: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state % of;
}

function address(): string {
  const file = ['rss.xml', 'atom.xml', 'feed.json'][pick(3)];
  switch (pick(8)) {
    case 0:
      return `/tags/subject-${pick(500)}/${file}`;
    case 1:
      return `/tags/subject-${pick(500)}/`;
    case 2:
      return `/tags/nothing-${pick(1e9)}/${file}`;
    case 3:
      return `/${pick(1e9).toString(36)}/${pick(1e9)}.php`;
    case 4:
      return `/${file}?utm_source=${pick(1e9)}`;
    case 5:
      return `/articles/no-such-article-${pick(1e9)}/`;
    default:
      return `/${file}`;
  }
}

const etags = new Map<string, string>();

/** Asks for something; one of ten breaks off at some moment. Whatever comes is fine. */
function poll(port: number): Promise<void> {
  return new Promise((resolve) => {
    const path = address();
    const etag = pick(2) === 0 ? etags.get(path) : undefined;
    const headers = { 'Accept-Encoding': codings[pick(codings.length)], ...(etag ? { 'If-None-Match': etag } : {}) };
    const asked = request(
      { host: '127.0.0.1', port, path, headers, agent: pick(3) === 0 ? false : agent },
      (response) => {
        if (response.headers.etag && etags.size < 1000) etags.set(path, response.headers.etag);
        response.on('error', () => undefined).resume();
      },
    );
    asked.on('error', () => undefined).once('close', resolve);
    if (pick(10) === 0) setTimeout(() => asked.destroy(), pick(8));
    asked.end();
  });
}

async function pollAll(port: number): Promise<void> {
  let left = polls;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await poll(port);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Changes some articles, by rename, so that no half of one is read. */
function change(round: number): void {
  for (let number = 0; number < 20; number += 1) {
    const file = join(articles, `changing-${number}.txt`);
    writeFileSync(`${file}.part`, makeArticle(count + number).replace('on Monday', `on day ${round}`));
    renameSync(`${file}.part`, file);
  }
}

/** By how much it grows from one to the next, by least squares. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [above, below] = values.reduce(
    ([a, b], value, index) => [a + (index - middle) * (value - mean), b + (index - middle) ** 2],
    [0, 0],
  );
  return below === 0 ? 0 : above / below;
}

try {
  mkdirSync(articles);
  fillFolder(articles, count);
  // A cache that is full soon: what grows after that is no cache.
  const { port, look, stop } = await serve(articles, root, { CACHE_MB: '16' });
  const held: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    change(round);
    await pollAll(port);
    await sleep(500);
    const { heapUsed, external, rss } = (await look()).memory;
    held.push((heapUsed + external) / 1024 / 1024);
    process.stdout.write(
      `round ${round + 1}: ${held.at(-1)?.toFixed(1)} MB held, ${Math.round(rss / 1024 / 1024)} MB resident\n`,
    );
  }
  await stop();
  const late = held.slice(2);
  const grown = (late.at(-1) ?? 0) - (late[0] ?? 0);
  const perPoll = (slopeOf(late) / polls) * 1024 * 1024;
  process.stdout.write(
    `${rounds * polls} polls; since the third round ${grown.toFixed(2)} MB more, slope ${perPoll.toFixed(1)} bytes a poll\n`,
  );
  if (grown > mostMb) process.exitCode = 1;
} finally {
  agent.destroy();
  rmSync(root, { recursive: true, force: true });
}
