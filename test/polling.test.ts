// The simulated month of docs/polling.md: who asks when, which answer it gets, and what that adds up to.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  Allowance,
  arrivals,
  minutesBetween,
  polls,
  questionsOf,
  type Strategy,
  simulate,
  statusOf,
} from '../bench/polling/month.ts';
import { writeArticle } from '../bench/polling/prose.ts';
import { randomFrom } from '../bench/polling/random.ts';
import { assumptionsTable, countReaders, READERS, type ReaderKind } from '../bench/polling/readers.ts';
import { addUp, inUnits } from '../bench/polling/sums.ts';

const hourly: ReaderKind = {
  name: 'hourly',
  share: 1,
  everyMinutes: 60,
  atOnce: 1,
  awake: [0, 24],
  codings: 'br, gzip',
  validators: 'kept',
  wantsDeltas: false,
  heedsMaxAge: false,
  head: [],
  source: '',
};
const full: Strategy = { name: 'full', codings: 'none', hasValidators: false, deltas: 'nobody', perHour: 0 };
const all: Strategy = { name: 'all', codings: 'all', hasValidators: true, deltas: 'who asks', perHour: 2 };

test('articles arrive as many a day as was said, in office hours, in order', () => {
  const times = arrivals(3, 20, randomFrom(1));
  expect(times.length).toBe(60);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(times.map((time) => Math.floor(time / 1440))).toEqual([0, 1, 2].flatMap((day) => Array(20).fill(day)));
  for (const time of times) expect(Math.floor((time % 1440) / 60)).toSatisfy((hour: number) => hour >= 6 && hour < 22);
});

test.each([
  { who: 'an hourly reader', kind: hourly, times: 48, first: 30 },
  { who: 'one that sleeps at night', kind: { ...hourly, awake: [8, 22] }, times: 28, first: 8 * 60 + 30 },
  { who: 'one that asks twice at once', kind: { ...hourly, atOnce: 2 }, times: 96, first: 30 },
  { who: 'one that looks every ten minutes', kind: { ...hourly, everyMinutes: 10 }, times: 288, first: 5 },
  // Fifteen minutes are not over after ten.
  { who: 'the same behind a cache', kind: { ...hourly, everyMinutes: 10, heedsMaxAge: true }, times: 144, first: 10 },
] as const)('$who asks $times times in two days', ({ kind, times, first }) => {
  const asked = polls(kind, 2, 0.5);
  expect({ times: asked.length, first: asked[0] }).toEqual({ times, first });
});

test('whoever asks rarely does not notice max-age', () => {
  expect(minutesBetween({ ...hourly, heedsMaxAge: true })).toBe(60);
});

test('RATE_LIMIT lets so many through at once, and again as time passes', () => {
  const allowance = new Allowance(2);
  expect([0, 0, 0, 29, 30, 31, 200, 200, 200].map((time) => allowance.take(time))).toEqual([
    true,
    true,
    false,
    false,
    true,
    false,
    true,
    true,
    false,
  ]);
  const unlimited = new Allowance(0);
  expect([0, 0, 0].map(() => unlimited.take(0))).toEqual([true, true, true]);
});

// Asked at minutes 0, 60, 120 and 180; an article arrives in the second hour, two in the third.
const times = [0, 60, 120, 180];
const articles = [70, 130, 140];

test.each([
  { who: 'anybody', of: 'a server without validators', kind: hourly, strategy: full, statuses: [200, 200, 200, 200] },
  { who: 'who keeps the ETag', of: 'Tagwire', kind: hourly, strategy: all, statuses: [200, 304, 200, 200] },
  {
    who: 'who wants deltas',
    of: 'Tagwire',
    kind: { ...hourly, wantsDeltas: true },
    strategy: all,
    statuses: [200, 304, 226, 226],
  },
  {
    who: 'who wants deltas',
    of: 'a server without them',
    kind: { ...hourly, wantsDeltas: true },
    strategy: { ...all, deltas: 'nobody' },
    statuses: [200, 304, 200, 200],
  },
  {
    who: 'who mangles the ETag',
    of: 'Tagwire',
    kind: { ...hourly, validators: 'mangled' },
    strategy: all,
    statuses: [200, 200, 200, 200],
  },
  {
    who: 'who keeps nothing',
    of: 'Tagwire with one an hour, asked twice at a time',
    kind: { ...hourly, validators: 'none', atOnce: 2 },
    strategy: { ...all, perHour: 1 },
    statuses: [200, 429, 200, 429, 200, 429, 200, 429],
  },
  {
    who: 'who keeps nothing',
    of: 'Tagwire, if everybody did his best',
    kind: { ...hourly, validators: 'none' },
    strategy: { ...all, deltas: 'everybody' },
    statuses: [200, 304, 226, 226],
  },
] as const)('$who of $of gets $statuses', ({ kind, strategy, statuses }) => {
  const asked = questionsOf(
    kind,
    times.flatMap((time) => Array<number>(kind.atOnce).fill(time)),
    articles,
    strategy,
  );
  expect(asked.map((question) => statusOf(question, 50))).toEqual(statuses);
});

test('whoever forgets validators is sent everything once more', () => {
  const forgetful = { ...hourly, forgetsAfterDays: 1 };
  const statuses = questionsOf(forgetful, [0, 720, 1440, 1500], [], all).map((question) => statusOf(question, 50));
  expect(statuses).toEqual([200, 304, 200, 304]);
});

test('more changes than a feed has entries are no delta', () => {
  const [, second] = questionsOf({ ...hourly, wantsDeltas: true }, [0, 60], [10, 20, 30], all);
  expect(second && [statusOf(second, 3), statusOf(second, 2)]).toEqual([226, 200]);
});

test.each([
  { codings: 'none', takes: 'br, gzip', sends: '' },
  { codings: 'gzip', takes: 'br, gzip', sends: 'gzip' },
  { codings: 'gzip', takes: '', sends: '' },
  { codings: 'all', takes: 'br, gzip', sends: 'br, gzip' },
] as const)('a server with codings "$codings" is asked for "$sends" by who takes "$takes"', (row) => {
  const [question] = questionsOf({ ...hourly, codings: row.takes }, [0], [], { ...full, codings: row.codings });
  expect(question?.codings).toBe(row.sends);
});

test('readers are shared out so that they add up', () => {
  expect(countReaders([hourly, { ...hourly, share: 2 }], 10)).toEqual([3, 7]);
  expect(countReaders(READERS, 1000)).toEqual(READERS.map(({ share }) => share));
  for (const readers of [1, 7, 99, 12_345])
    expect(countReaders(READERS, readers).reduce((sum, count) => sum + count, 0)).toBe(readers);
});

test('a month of two readers adds up', () => {
  const month = { days: 1, articles: [600], kinds: [hourly], readers: 2 };
  const asked = simulate(month, all, () => 0);
  // Both ask at every full hour: the same questions, counted together.
  expect(asked.map(({ question, count }) => [statusOf(question, 50), count])).toEqual([
    [200, 2],
    [304, 18],
    [200, 2],
    [304, 26],
  ]);
  const costs = { 200: 1000, 226: 100, 304: 10, 429: 1 };
  const sum = addUp(asked, ({ question }) => {
    const status = statusOf(question, 50);
    return { status, answer: costs[status], request: 5 };
  });
  expect(sum).toEqual({ polls: 48, answers: 4440, requests: 240, statuses: { 200: 4, 304: 44 } });
});

test('the same number makes the same article, and chance is the same at every run', () => {
  const day = new Date(0);
  expect(writeArticle(7, day)).toBe(writeArticle(7, day));
  expect(writeArticle(7, day)).not.toBe(writeArticle(8, day));
  const [one, other] = [randomFrom(5), randomFrom(5)];
  expect(Array.from({ length: 9 }, one)).toEqual(Array.from({ length: 9 }, other));
});

test.each([
  [0, '0 B'],
  [369, '369 B'],
  [1234, '1.23 KB'],
  [12_340_000, '12.3 MB'],
  [999_700, '1.00 MB'],
  [123_400_000_000, '123 GB'],
])('%d bytes are %s', (bytes, written) => {
  expect(inUnits(bytes)).toBe(written);
});

test('docs/polling.md shows the assumptions as they are', () => {
  const document = readFileSync(new URL('../docs/polling.md', import.meta.url), 'utf8');
  expect(document).toContain(assumptionsTable(READERS));
});

const bench = fileURLToPath(new URL('../bench/polling.ts', import.meta.url));

async function run(...words: string[]) {
  const child = spawn(process.execPath, [bench, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, error, code };
}

test('a server answers every poll of a day as the arithmetic says', async () => {
  const { out, error, code } = await run('1', '100');
  expect({ code, error }).toMatchObject({ code: 0 });
  expect(out).toContain('1 days, 20 articles, 100 readers');
  expect(out).toContain('226, one new article, compressed');
  expect(out).not.toContain('NaN');
});

test('of something else than numbers it says what it expected', async () => {
  const { error, code } = await run('many');
  expect({ code, error }).toEqual({ code: 2, error: 'Expected days to be a whole number from 1 to 365, got `many`\n' });
});
