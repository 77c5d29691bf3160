// Numbers over time -> a chart as inline SVG. Pure. It has neither styles nor scripts of its own: classes say what things
// are, and text keeps its size however wide the chart is, for along the bottom everything stands in percent.
import { scaleLinear, scaleLog } from 'd3-scale';
import { line, stack, stackOrderNone } from 'd3-shape';
import { shortNumber } from './amount.ts';
import { type Html, html } from './html.ts';

/** How a series looks: told apart by pattern and weight, and only then by colour. */
export type Tone = 'quiet' | 'strong' | 'hatched' | 'alarm';

export type Series = {
  readonly name: string;
  readonly tone: Tone;
  /** One for each place along the bottom; undefined: nothing is known of it. */
  readonly values: readonly (number | undefined)[];
};

export type Chart = {
  /** One of its own on the page. */
  readonly id: string;
  /** The gist in words, for whoever does not see it. */
  readonly said: string;
  /** What is written under which place. */
  readonly ticks: readonly { readonly place: number; readonly label: string }[];
  readonly series: readonly Series[];
  /** What is written at the side, and how far up a value is; counts from zero when absent. */
  readonly axis?: Axis;
};

export type Axis = {
  /** From 0, the bottom, to 1. */
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
};

const HEIGHT = 160;
const TOP = 16;
const BOTTOM = 136;
/** Between two lines of text. */
const LEADING = 14;
/** Higher counts than these are no counts. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/** Bars, of several series on top of each other. */
export function barChart(chart: Chart): Html {
  const series = chart.series.map(({ tone, values }) => ({ tone, values: values.map((value) => count(value) ?? 0) }));
  const places = Math.max(0, ...series.map(({ values }) => values.length));
  const rows = Array.from({ length: places }, (_, place) => series.map(({ values }) => values[place] ?? 0));
  const layers = stack<number[], number>()
    .keys(series.keys())
    .value((row, key) => row[key] ?? 0)
    .order(stackOrderNone)(rows);
  const axis = chart.axis ?? countAxis(Math.max(0, ...rows.map((row) => row.reduce((sum, value) => sum + value, 0))));
  const width = 100 / Math.max(places, 1);
  const bars = layers.map(
    (layer, index) =>
      html`<g${fillOf(chart.id, series[index]?.tone ?? 'quiet')}>${layer.map(([low, high], place) => {
        const [from, to] = [up(axis, low), up(axis, high)];
        return (
          high > low &&
          html`<rect x="${percent((place + 0.1) * width)}" y="${px(to)}" width="${percent(0.8 * width)}" height="${px(from - to)}"/>`
        );
      })}</g>`,
  );
  const patterns = [...new Set(series.map(({ tone }) => tone))].map((tone) => PATTERNS[tone]?.(`${chart.id}-${tone}`));
  return frame(chart, axis, places, html`<defs>${patterns}</defs>${bars}`);
}

/** Lines, each named where it ends. */
export function lineChart(chart: Chart): Html {
  const series = chart.series.map((one) => ({ ...one, values: one.values.map(count) }));
  const places = Math.max(0, ...series.map(({ values }) => values.length));
  const all = series.flatMap(({ values }) => values.filter((value) => value !== undefined));
  const axis = chart.axis ?? countAxis(all.reduce((most, value) => Math.max(most, value), 0));
  const x = (place: number) => ((place + 0.5) * 100) / Math.max(places, 1);
  const draw = line<number | undefined>()
    .defined((value) => value !== undefined)
    .x((_, place) => x(place))
    .y((value) => up(axis, value ?? 0) - TOP)
    .digits(2);
  const paths = series.map(
    ({ tone, values }) =>
      html`<path class="line ${tone}" d="${draw(values) ?? ''}" vector-effect="non-scaling-stroke"/>`,
  );
  const plot = html`<svg y="${TOP}" width="100%" height="${BOTTOM - TOP}" viewBox="0 0 100 ${BOTTOM - TOP}" preserveAspectRatio="none" overflow="visible">${paths}</svg>`;
  return frame(chart, axis, places, html`${plot}${endLabels(series, axis, x)}`);
}

/** What a bar or a line of this tone looks like, beside its name. */
export function swatch(id: string, tone: Tone): Html {
  return html`<svg class="swatch" width="14" height="14" aria-hidden="true"><rect width="14" height="14"${fillOf(id, tone)}/></svg>`;
}

/** Counts from zero, with few and round numbers at the side. */
function countAxis(most: number): Axis {
  const scale = scaleLinear([0, Math.max(most, 1)], [0, 1]).nice(3);
  const ticks = scale.ticks(3).filter(Number.isInteger);
  return { at: scale, ticks: ticks.map((value) => ({ value, label: shortNumber(value) })) };
}

/** For what spans magnitudes. @param ticks those values that have a name */
export function magnitudeAxis(from: number, to: number, ticks: Axis['ticks']): Axis {
  return { at: scaleLog([from, to], [0, 1]).clamp(true), ticks };
}

function frame({ said, ticks }: Chart, axis: Axis, places: number, plot: Html): Html {
  const levels = axis.ticks.map(({ value, label }) => {
    const y = up(axis, value);
    // Left of the plot: the style leaves room there.
    return html`<line class="rule" x2="100%" y1="${px(y)}" y2="${px(y)}"/><text x="-8" y="${px(y + 4)}" text-anchor="end">${label}</text>`;
  });
  const below = ticks
    .filter(({ place }) => place >= 0 && place < places)
    .map(({ place, label }) => {
      const x = (place * 100) / places;
      return html`<line class="rule" x1="${percent(x)}" x2="${percent(x)}" y1="${BOTTOM}" y2="${BOTTOM + 5}"/><text x="${percent(x)}" y="${BOTTOM + 18}" text-anchor="${x < 6 ? 'start' : x > 94 ? 'end' : 'middle'}">${label}</text>`;
    });
  return html`<svg class="chart" width="100%" height="${HEIGHT}" role="img" aria-label="${said}">
${levels}${plot}${below}
</svg>`;
}

/** The names of lines, each by its last point, and none over another. */
function endLabels(series: readonly Series[], axis: Axis, x: (place: number) => number): Html[] {
  const ends = series.flatMap(({ name, tone, values }) => {
    const place = values.findLastIndex((value) => value !== undefined);
    return place < 0 ? [] : [{ name, tone, x: x(place), point: up(axis, values[place] ?? 0) }];
  });
  ends.sort((one, other) => one.point - other.point);
  const wanted = ends.map(({ point }, index) => {
    const below = point + LEADING + 2;
    // The lowest stands below its line, where there is room; the others above theirs.
    return index > 0 && index === ends.length - 1 && below < BOTTOM ? below : point - 7;
  });
  const bases = apart(wanted);
  return ends.map(
    ({ name, tone, x: at, point }, index) =>
      html`<circle class="end ${tone}" cx="${percent(at)}" cy="${px(point)}" r="3"/><text class="name" x="${percent(at)}" y="${px(bases[index] ?? 0)}" text-anchor="${at > 50 ? 'end' : 'start'}">${name}</text>`,
  );
}

/** Lines of text, from the top, moved as little as they must be to stand one below the other within the box. */
function apart(wanted: readonly number[]): number[] {
  const bases: number[] = [];
  for (const base of wanted) bases.push(Math.max(base, (bases.at(-1) ?? 0) + LEADING));
  let limit = BOTTOM - 4;
  return bases
    .toReversed()
    .map((base) => {
      const moved = Math.min(base, limit);
      limit = moved - LEADING;
      return moved;
    })
    .toReversed();
}

/** Where a value is, in pixels from the top. */
function up(axis: Axis, value: number): number {
  const height = Math.min(Math.max(axis.at(value), 0), 1);
  return BOTTOM - height * (BOTTOM - TOP);
}

/** A number that can be drawn; what is none is not known. */
function count(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : Math.min(Math.max(value, 0), LARGEST);
}

function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function percent(value: number): string {
  return `${Math.round(Math.min(Math.max(value, 0), 100) * 1000) / 1000}%`;
}

/** By a pattern of the chart where it has one; the style knows the others. */
function fillOf(id: string, tone: Tone): Html {
  return PATTERNS[tone] ? html` class="pattern" fill="url(#${id}-${tone})"` : html` class="${tone}"`;
}

const PATTERNS: Partial<Record<Tone, (id: string) => Html>> = {
  hatched: (id) =>
    html`<pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="ground" width="5" height="5"/><rect class="strong" width="2" height="5"/></pattern>`,
  alarm: (id) =>
    html`<pattern id="${id}" width="4" height="4" patternUnits="userSpaceOnUse"><rect class="alarm" width="4" height="4"/><rect class="ground" width="2" height="2"/></pattern>`,
};
