import { expect, test } from 'vitest';
import { nameOf, tellSelection } from '../../src/render/selection-name.ts';
import { parseSelection } from '../../src/selection.ts';

test.each([
  { text: 'a+b', name: 'A + B', told: 'tagged A and B' },
  { text: 'a,b', name: 'A, B', told: 'tagged A, or tagged B' },
  { text: 'a+-b', name: 'A − B', told: 'tagged A but not B' },
  { text: '-a+-b', name: '− A − B', told: 'not tagged A or B' },
  { text: 'a+b+-c+-d,e', name: 'A + B − C − D, E', told: 'tagged A and B but not C or D, or tagged E' },
])('$text is called $name', ({ text, name, told }) => {
  const selection = parseSelection(text) ?? [];
  const labelOf = (slug: string) => slug.toUpperCase();
  expect([nameOf(selection, labelOf), tellSelection(selection, labelOf)]).toEqual([name, told]);
});
