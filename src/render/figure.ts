// A chart with what belongs to it: a heading, the gist in words, the names of its series, the same numbers as a table. Pure.
import { barChart, type Chart, lineChart, swatch } from './chart.ts';
import { type Html, html } from './html.ts';
import { table } from './table.ts';

export type Figure = Omit<Chart, 'said'> & {
  readonly title: string;
  /** The gist in words. */
  readonly gist: string;
  readonly kind: 'bars' | 'lines';
  /** What the places along the bottom are: `Day`. */
  readonly placed: string;
  /** What each place is called in the table. */
  readonly places: readonly string[];
  /** How a value is written in the table. */
  readonly write: (value: number) => string;
};

/** The newest comes first in the table: it is what one looks for. */
export function figure(of: Figure): Html {
  const { id, title, gist, kind, placed, places, write, series } = of;
  const chart = { ...of, said: `${title}: ${gist}` };
  const columns = [{ name: placed }, ...series.map(({ name }) => ({ name, isNumber: true }))];
  const rows = places.map((place, index) => [
    place,
    ...series.map(({ values }) => {
      const value = values[index];
      return value === undefined ? '–' : write(value);
    }),
  ]);
  const legend =
    kind === 'bars' &&
    series.length > 1 &&
    html`<ul class="legend">${series.map(({ name, tone }) => html`<li>${swatch(id, tone)} ${name}</li>`)}</ul>\n`;
  return html`<figure aria-labelledby="${id}">
<figcaption><h3 id="${id}">${title}</h3><p>${gist}</p></figcaption>
${legend}${kind === 'bars' ? barChart(chart) : lineChart(chart)}
<details><summary>In numbers<span class="unseen">: ${title}</span></summary>
${table(title, columns, rows.toReversed())}
</details>
</figure>`;
}
