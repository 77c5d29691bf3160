// How things are -> numbers for Prometheus. What is counted of readers is kept in the store: all processes say the same, and
// a restart loses nothing.
import { Counter, collectDefaultMetrics, Gauge, Histogram, type Metric, Registry } from 'prom-client';
import { dayOf, LATENCY_MS, OUTCOMES } from '../audience.ts';
import { VERSION } from '../version.ts';
import type { Statuses } from './status.ts';

/** Nothing that is gathered for a page: it is asked for every few seconds. */
type Sources = Pick<Statuses, 'audience' | 'figures' | 'runs'>;
type Labels = Readonly<Record<string, string>>;
type Sample = { readonly labels: Labels; readonly value: number };

export class Metrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  readonly #statuses: Sources;
  readonly #isOneOfMany: boolean;
  #process: Registry | undefined;

  /** @param isOneOfMany when several processes answer on one port, each says which it is */
  constructor(statuses: Sources, isOneOfMany: boolean) {
    this.#statuses = statuses;
    this.#isOneOfMany = isOneOfMany;
  }

  /** All of them, in the text format. @throws without a store */
  async text(now: Date): Promise<string> {
    const registry = await this.#figures(now);
    return (await registry.metrics()) + (await this.#ofProcess().metrics());
  }

  /** Whoever is never asked does not watch itself. */
  #ofProcess(): Registry {
    if (this.#process) return this.#process;
    const register = new Registry();
    collectDefaultMetrics({ register, ...(this.#isOneOfMany ? { labels: { pid: String(process.pid) } } : {}) });
    this.#process = register;
    return register;
  }

  async #figures(now: Date): Promise<Registry> {
    const { library, problems, loss } = await this.#statuses.figures();
    const { totals, days } = await this.#statuses.audience(now);
    const { last, next } = this.#statuses.runs();
    const registry = new Registry();
    const gauge = (name: string, help: string, samples: number | readonly Sample[]) =>
      keep(registry, new Gauge({ ...described(name, help, samples), registers: [] }), samples);
    const counter = (name: string, help: string, samples: number | readonly Sample[]) =>
      keep(registry, new Counter({ ...described(name, help, samples), registers: [] }), samples);

    counter(
      'polls_total',
      'Polls of feeds, by how they ended.',
      OUTCOMES.map((outcome) => ({ labels: { outcome }, value: totals[outcome] })),
    );
    counter('sent_bytes_total', 'Bytes of the answers to polls.', totals.bytes);
    counter(
      'saved_bytes_total',
      'Bytes that need not be sent to polls, since nothing or little was new.',
      totals.savedBytes,
    );
    registry.registerMetric(latencies(totals.latency));
    const { subscribers } = days.find(({ day }) => day === dayOf(now)) ?? {};
    if (subscribers)
      gauge('subscribers', 'Subscribers of today: announced by services, and those who poll for themselves.', [
        { labels: { kind: 'announced' }, value: subscribers.announced },
        { labels: { kind: 'pollers' }, value: subscribers.pollers },
      ]);

    gauge('articles', 'Articles that are published.', library.articles);
    gauge('embargoed_articles', 'Articles that wait for their date.', library.embargoed);
    gauge('withdrawn_articles', 'Articles that were published and are withdrawn.', library.withdrawn);
    gauge('tags', 'Tags that have an article.', library.tags);
    gauge('authors', 'Authors that have an article.', library.authors);
    gauge('revision', 'The number of the last change to what is published.', library.revision);
    gauge('last_change_timestamp_seconds', 'When that change was made.', library.changed.getTime() / 1000);
    gauge('problems', 'Files with a problem: refused, or repaired and published.', [
      { labels: { kind: 'refused' }, value: problems.refused },
      { labels: { kind: 'repaired' }, value: problems.repaired },
    ]);
    gauge('loss', 'Articles that seem lost and are not withdrawn until that is confirmed.', loss?.gone ?? 0);

    if (last) {
      gauge('last_refresh_timestamp_seconds', 'When everything was last compared.', last.at.getTime() / 1000);
      gauge('refresh_duration_seconds', 'How long the last comparison of everything took.', last.tookMs / 1000);
      gauge('last_refresh_success', 'Whether it could be done: 1, or 0.', last.error === undefined ? 1 : 0);
    }
    if (next) gauge('next_refresh_timestamp_seconds', 'When everything is to be compared next.', next.getTime() / 1000);
    gauge('build_info', 'Which Tagwire this is.', [{ labels: { version: VERSION }, value: 1 }]);
    return registry;
  }
}

function described(name: string, help: string, samples: number | readonly Sample[]) {
  const labelNames = typeof samples === 'number' ? [] : Object.keys(samples[0]?.labels ?? {});
  return { name: `tagwire_${name}`, help, labelNames };
}

function keep(registry: Registry, metric: Gauge | Counter, samples: number | readonly Sample[]): void {
  for (const { labels, value } of typeof samples === 'number' ? [{ labels: {}, value: samples }] : samples)
    metric.inc(labels, value);
  registry.registerMetric(metric as Metric);
}

/** A histogram of what has been sorted into buckets before. */
function latencies(counts: readonly number[]): Metric {
  const name = 'tagwire_answer_duration_seconds';
  const help = 'From a poll to its answer. The sum is estimated: each is taken to lie in the middle of its bucket.';
  const histogram = new Histogram({ name, help, buckets: LATENCY_MS.map((ms) => ms / 1000), registers: [] });
  const bounds = LATENCY_MS.map((ms) => ms / 1000);
  let [count, sum] = [0, 0];
  const buckets = [...bounds, Number.POSITIVE_INFINITY].map((le, index) => {
    const below = bounds[index - 1] ?? 0;
    const inBucket = counts[index] ?? 0;
    count += inBucket;
    sum += inBucket * (le === Number.POSITIVE_INFINITY ? below : (below + le) / 2);
    return {
      metricName: `${name}_bucket`,
      labels: { le: le === Number.POSITIVE_INFINITY ? '+Inf' : String(le) },
      value: count,
    };
  });
  const values = [
    ...buckets,
    { metricName: `${name}_sum`, labels: {}, value: sum },
    { metricName: `${name}_count`, labels: {}, value: count },
  ];
  const get = async () => ({ name, help, type: 'histogram', values, aggregator: 'sum' });
  return Object.assign(histogram, { get, getForPromString: get }) as unknown as Metric;
}
