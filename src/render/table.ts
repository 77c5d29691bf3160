// Rows of facts -> a table that scrolls by itself where the screen is small, also by keyboard. Pure.
import { type Html, html } from './html.ts';

export type Column = { readonly name: string; readonly isNumber?: boolean };

/** @param label one of its own on the page. @param rows a cell for each column; the first says what the row is of */
export function table(label: string, columns: readonly Column[], rows: readonly (readonly (Html | string)[])[]): Html {
  const numeric = (index: number) => columns[index]?.isNumber === true && html` class="number"`;
  return html`<section class="wide" tabindex="0" aria-label="${label}">
<table>
<thead><tr>${columns.map(({ name }, index) => html`<th scope="col"${numeric(index)}>${name}</th>`)}</tr></thead>
<tbody>
${rows.map(([first = '', ...cells]) => html`<tr><th scope="row"${numeric(0)}>${first}</th>${cells.map((cell, index) => html`<td${numeric(index + 1)}>${cell}</td>`)}</tr>\n`)}</tbody>
</table>
</section>`;
}
