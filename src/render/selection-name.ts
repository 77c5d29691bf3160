// How a selection of tags is called in titles and told in sentences.
import type { Alternative, Selection } from '../selection.ts';

/** A title: `NATO + European Union − Sport, Trade`. @param labelOf what people call a tag */
export function nameOf(selection: Selection, labelOf: (slug: string) => string): string {
  return selection
    .map(({ all, none }) => [all.map(labelOf).join(' + '), ...none.map((slug) => `− ${labelOf(slug)}`)])
    .map((parts) => parts.filter((part) => part !== '').join(' '))
    .join(', ');
}

/** What articles in it are: `tagged NATO and European Union but not Sport, or tagged Trade`. */
export function tellSelection(selection: Selection, labelOf: (slug: string) => string): string {
  return selection.map((alternative) => tell(alternative, labelOf)).join(', or ');
}

function tell({ all, none }: Alternative, labelOf: (slug: string) => string): string {
  const wanted = all.map(labelOf).join(' and ');
  const unwanted = none.map(labelOf).join(' or ');
  if (unwanted === '') return `tagged ${wanted}`;
  return wanted === '' ? `not tagged ${unwanted}` : `tagged ${wanted} but not ${unwanted}`;
}
