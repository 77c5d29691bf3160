// The numbers for Prometheus, read back as the text format says, and held against what promtool asks of names.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LATENCY_MS } from '../../src/audience.ts';
import type { Runs } from '../../src/runs.ts';
import { Metrics } from '../../src/serve/metrics.ts';
import { article, publication, put } from '../support/publication.ts';

type Sample = { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly value: number };
type Family = { readonly name: string; readonly type: string; readonly help: string; readonly samples: Sample[] };

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** Reads the text format, version 0.0.4. @throws for what is none of it */
function parse(text: string): Map<string, Family> {
  expect(text.endsWith('\n')).toBe(true);
  const families = new Map<string, Family>();
  let [help, family]: [string[], Family | undefined] = [[], undefined];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (keyword === 'HELP') help = [name, rest];
    else if (keyword === 'TYPE') {
      expect(help[0], 'HELP stands before TYPE').toBe(name);
      expect(families.has(name), `${name} is told once`).toBe(false);
      expect(rest).toMatch(/^(?:counter|gauge|histogram|summary|untyped)$/);
      family = { name, type: rest, help: help[1] ?? '', samples: [] };
      families.set(name, family);
    } else {
      const sample = parseSample(line);
      const base = family?.type === 'histogram' || family?.type === 'summary' ? /_(?:bucket|sum|count)$/ : /$^/;
      expect(sample.name.replace(base, ''), 'samples stand below their TYPE').toBe(family?.name);
      family?.samples.push(sample);
    }
  }
  return families;
}

function parseSample(line: string): Sample {
  const [, name = '', pairs = '', value = ''] =
    /^([^\s{]+)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\S+)$/.exec(line) ?? [];
  expect(name, line).toMatch(NAME);
  const number = value === '+Inf' ? Number.POSITIVE_INFINITY : value === 'Nan' ? Number.NaN : Number(value);
  expect(value === 'Nan' || !Number.isNaN(number), line).toBe(true);
  return {
    name,
    labels: Object.fromEntries(
      [...pairs.matchAll(/([^=,]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, told]) => [key, told]),
    ),
    value: number,
  };
}

const told = (families: ReadonlyMap<string, Family>, name: string, labels: Record<string, string> = {}) =>
  families
    .get(name)
    ?.samples.find((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))?.value;

async function started() {
  const site = publication();
  put(site.articles, 'a.txt', article('It rains.'));
  put(site.articles, 'b.md', '---\ndate: whenever\n---\nText.\n');
  put(site.articles, 'c.md', '---\ndate: 2131-01-01\n---\nFar ahead.\n');
  return site.start();
}

const totals = { whole: 3, unchanged: 90, new: 6, limited: 1, bytes: 123_456, savedBytes: 7_890_123 };
/** The day of which a store has heard last. */
const DAY = 20_000;
const noonOf = (day: number) => new Date((day + 0.5) * 24 * 3_600_000);

/** What a store says that has heard of readers. */
function anAudience(latency: readonly number[]) {
  const polls = { whole: 1, unchanged: 2, new: 3, limited: 4, bytes: 5, savedBytes: 6 };
  const days = [{ ...polls, day: DAY, subscribers: { announced: 1200, pollers: 34 } }];
  return { hours: [], days, feeds: [], clients: [], totals: { ...totals, latency } };
}

function metricsOf(runs: Runs, latency: readonly number[] = [], isOneOfMany = false): Metrics {
  const library = {
    articles: 7,
    embargoed: 2,
    withdrawn: 1,
    tags: 3,
    authors: 4,
    revision: 9,
    changed: new Date(5000),
  };
  const problems = { refused: 5, repaired: 6 };
  return new Metrics(
    {
      figures: async () => ({ library, problems, loss: { gone: 12, known: 20, since: new Date(0) } }),
      audience: async () => anAudience(latency),
      runs: () => runs,
    },
    isOneOfMany,
  );
}

test('/metrics says how the library is, and nobody keeps it', async () => {
  const { baseUrl } = await started();
  const response = await fetch(`${baseUrl}/metrics`);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('etag')).toBeNull();
  const families = parse(await response.text());
  expect(told(families, 'tagwire_articles')).toBe(1);
  expect(told(families, 'tagwire_embargoed_articles')).toBe(1);
  expect(told(families, 'tagwire_problems', { kind: 'refused' })).toBe(1);
  expect(told(families, 'tagwire_problems', { kind: 'repaired' })).toBe(0);
  expect(told(families, 'tagwire_loss')).toBe(0);
  expect(told(families, 'tagwire_last_refresh_success')).toBe(1);
  expect(told(families, 'tagwire_next_refresh_timestamp_seconds')).toBeGreaterThan(Date.now() / 1000);
  expect(told(families, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  // Asked again it says the same of the same, and of the process what it is by then.
  const again = parse(await (await fetch(`${baseUrl}/metrics`)).text());
  expect([...again.keys()]).toEqual([...families.keys()]);
});

test('names are such as Prometheus wants them, and there is no end to none of their labels', async () => {
  const runs = { last: { at: new Date(1000), tookMs: 250, counts: {} }, next: new Date(2000), isWatching: true };
  const families = parse(await metricsOf(runs, [1]).text(new Date()));
  const own = [...families.values()].filter(({ name }) => name.startsWith('tagwire_'));
  expect(own.length).toBeGreaterThan(15);
  for (const { name, type, help, samples } of own) {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(help, name).toMatch(/^[A-Z].*\.$/);
    // As promtool: what counts ends so and nothing else does; base units; no type and no unit twice.
    expect(name.endsWith('_total'), name).toBe(type === 'counter');
    expect(name).not.toMatch(
      /_(?:milliseconds|ms|minutes|hours|kilobytes|kb|megabytes|percent|gauge|counter|histogram)\b/,
    );
    expect(name).not.toMatch(/_(?:count|sum|bucket)$/);
    expect(samples.length, name).toBeGreaterThan(0);
    expect(samples.length, name).toBeLessThan(20);
    const series = samples.map((sample) => JSON.stringify([sample.name, sample.labels]));
    expect(new Set(series).size, name).toBe(series.length);
  }
  const labels = new Set(own.flatMap(({ samples }) => samples.flatMap((sample) => Object.keys(sample.labels))));
  expect([...labels].sort()).toEqual(['kind', 'le', 'outcome', 'version']);
});

test('the documentation lists each of them, and no other', async () => {
  const runs = { last: { at: new Date(1000), tookMs: 250, counts: {} }, next: new Date(2000), isWatching: true };
  const families = parse(await metricsOf(runs).text(noonOf(DAY)));
  const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const rows = operations.split('\n').filter((line) => line.startsWith('| `tagwire_'));
  const listed = rows.flatMap((row) => {
    const [, names = '', type = ''] = row.split('|').map((cell) => cell.trim());
    return [...names.matchAll(/tagwire_\w+/g)].map(([name]) => `${name} ${type}`);
  });
  const own = [...families.values()].filter(({ name }) => name.startsWith('tagwire_'));
  expect(listed.sort()).toEqual(own.map(({ name, type }) => `${name} ${type}`).sort());
});

test('of several processes on one port each says which it is', async () => {
  const [alone, among] = [metricsOf({ isWatching: true }), metricsOf({ isWatching: true }, [], true)];
  const cpu = async (metrics: Metrics) =>
    parse(await metrics.text(new Date()))
      .get('process_cpu_seconds_total')
      ?.samples.map(({ labels }) => labels);
  expect(await cpu(alone)).toEqual([{}]);
  expect(await cpu(among)).toEqual([{ pid: String(process.pid) }]);
});

test('before the first refresh nothing is said of the last one', async () => {
  const families = parse(await metricsOf({ isWatching: false }).text(new Date()));
  for (const name of ['last_refresh_timestamp_seconds', 'refresh_duration_seconds', 'last_refresh_success'])
    expect(families.has(`tagwire_${name}`), name).toBe(false);
  expect(families.has('tagwire_next_refresh_timestamp_seconds')).toBe(false);
  expect(told(families, 'tagwire_articles')).toBe(7);
});

test('a refresh that failed is one that was tried', async () => {
  const last = { at: new Date(1_900_000_000_000), tookMs: 1500, counts: {}, error: 'EACCES' };
  const families = parse(await metricsOf({ last, isWatching: true }).text(new Date()));
  expect(told(families, 'tagwire_last_refresh_timestamp_seconds')).toBe(1_900_000_000);
  expect(told(families, 'tagwire_refresh_duration_seconds')).toBe(1.5);
  expect(told(families, 'tagwire_last_refresh_success')).toBe(0);
});

test('what is counted of readers is told as it stands in the store', async () => {
  const families = parse(await metricsOf({ isWatching: true }).text(noonOf(DAY)));
  const { whole, unchanged, new: news, limited } = totals;
  for (const [outcome, value] of Object.entries({ whole, unchanged, new: news, limited }))
    expect(told(families, 'tagwire_polls_total', { outcome })).toBe(value);
  expect(told(families, 'tagwire_sent_bytes_total')).toBe(123_456);
  expect(told(families, 'tagwire_saved_bytes_total')).toBe(7_890_123);
  expect(told(families, 'tagwire_subscribers', { kind: 'announced' })).toBe(1200);
  expect(told(families, 'tagwire_subscribers', { kind: 'pollers' })).toBe(34);
  expect(told(families, 'tagwire_loss')).toBe(12);
});

test('of subscribers of today nothing is said before the first of them', async () => {
  const families = parse(await metricsOf({ isWatching: true }).text(noonOf(DAY + 1)));
  expect(families.has('tagwire_subscribers')).toBe(false);
});

test('the histogram of answers adds up, the slowest included', async () => {
  const counts = [...LATENCY_MS.map((_, index) => index + 1), 5];
  const families = parse(await metricsOf({ isWatching: true }, counts).text(new Date()));
  const family = families.get('tagwire_answer_duration_seconds');
  expect(family?.type).toBe('histogram');
  const buckets = family?.samples.filter(({ name }) => name.endsWith('_bucket')) ?? [];
  expect(buckets.map(({ labels }) => labels.le)).toEqual([...LATENCY_MS.map((ms) => String(ms / 1000)), '+Inf']);
  let sum = 0;
  expect(buckets.map(({ value }) => value)).toEqual(counts.map((count) => (sum += count)));
  const of = (name: string) => family?.samples.find((sample) => sample.name.endsWith(name))?.value ?? Number.NaN;
  expect(of('_count')).toBe(sum);
  // Five took longer than a second, eleven nearly as long.
  expect(of('_sum')).toBeGreaterThan(5 + 11 * 0.25);
  expect(of('_sum')).toBeLessThan(5 + 66);
});

test('of nobody a histogram says nothing, and is there all the same', async () => {
  const families = parse(await metricsOf({ isWatching: true }).text(new Date()));
  const samples = families.get('tagwire_answer_duration_seconds')?.samples ?? [];
  expect(samples).toHaveLength(LATENCY_MS.length + 3);
  expect(samples.map(({ value }) => value)).toEqual(samples.map(() => 0));
});
