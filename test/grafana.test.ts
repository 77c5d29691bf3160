// The dashboard of docs/grafana.json: it asks for what /metrics has, and for nothing else.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Names of series on /metrics, as Prometheus keeps them: a histogram has three. */
const METRICS = [
  'tagwire_articles',
  'tagwire_problems',
  'tagwire_loss',
  'tagwire_subscribers',
  'tagwire_last_refresh_timestamp_seconds',
  'tagwire_next_refresh_timestamp_seconds',
  'tagwire_refresh_duration_seconds',
  'tagwire_polls_total',
  'tagwire_sent_bytes_total',
  'tagwire_saved_bytes_total',
  'tagwire_answer_duration_seconds_bucket',
  'process_resident_memory_bytes',
  'process_cpu_seconds_total',
  'nodejs_eventloop_lag_p99_seconds',
];

type Panel = {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
};

const file = readFileSync(new URL('../docs/grafana.json', import.meta.url), 'utf8');
const { panels, templating } = JSON.parse(file) as {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
};
const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

test('every metric that it asks for exists, and none of ours is left out', () => {
  const asked = new Set(file.match(/\b(?:tagwire|process|nodejs)_[a-z0-9_]+/g));
  expect([...asked].toSorted()).toEqual(METRICS.toSorted());
});

test('counters and histograms are asked for their rate, by outcome and kind as they are labelled', () => {
  for (const expression of expressions) {
    for (const [name] of expression.matchAll(/\w+_(?:total|bucket)\b/g))
      expect(expression).toMatch(new RegExp(`rate\\(${name}\\{[^}]*\\}\\[\\$__rate_interval\\]\\)`));
    for (const [, labels = ''] of expression.matchAll(/\{([^}]*)\}/g))
      expect(labels).toMatch(/^job=~"\$job"(?:, (?:instance=~"\$instance"|kind="\w+"|outcome="\w+"))?$/);
  }
});

test('every variable that it uses is declared', () => {
  const declared = templating.list.map(({ name }) => name);
  const used = new Set([...file.matchAll(/\$\{?([a-z]\w*)/g)].map(([, name]) => name));
  expect([...used].filter((name) => !declared.includes(name ?? ''))).toEqual([]);
});

test('panels have names, reasons and places of their own', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  for (const { type, title, description, targets } of panels.filter(({ type: of }) => of !== 'row')) {
    expect(description, title).toMatch(/^[A-Z].*\.$/);
    expect(targets?.length, `${type} ${title}`).toBeGreaterThan(0);
  }
});
