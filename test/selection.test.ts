// Tag algebra: which addresses mean what, and that each meaning has one spelling.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, MOST_TAGS, parseSelection, type Selection, singleTag, tagsOf, textOf } from '../src/selection.ts';

/** `old` was renamed. */
const spell = (text: string) => {
  const selection = parseSelection(text);
  const found = selection && canonical(selection, (slug) => (slug === 'old' ? 'new' : slug));
  return found && textOf(found);
};

test.each([
  // Order and repetition do not count.
  ['nato', 'nato'],
  ['eu+nato', 'eu+nato'],
  ['nato+eu', 'eu+nato'],
  ['nato,eu', 'eu,nato'],
  ['nato+-sport', 'nato+-sport'],
  ['-sport+nato', 'nato+-sport'],
  ['-sport+nato+-art+eu', 'eu+nato+-art+-sport'],
  ['-sport', '-sport'],
  ['nato+nato', 'nato'],
  ['nato,nato', 'nato'],
  ['b+a,a+b', 'a+b'],
  // What another alternative selects anyway.
  ['a,a+b', 'a'],
  ['a+b,a', 'a'],
  ['a+-b,a', 'a'],
  ['a+b,b+c', 'a+b,b+c'],
  // What nothing can fit.
  ['a+-a,b', 'b'],
  ['a+-a', undefined],
  // Another name.
  ['old', 'new'],
  ['new+old', 'new'],
  ['zebra,old', 'new,zebra'],
  ['old+-new', undefined],
  // Slugs have hyphens of their own.
  ['european-security+c-plus-plus', 'c-plus-plus+european-security'],
  ['x-0a1b2c3d', 'x-0a1b2c3d'],
  ['a--b', 'a--b'],
])('%s is written %s', (text, written) => {
  expect(spell(text)).toBe(written);
});

test.each([
  '',
  '+',
  ',',
  '-',
  'a+',
  '+a',
  'a,',
  ',a',
  'a++b',
  'a,,b',
  '--a',
  'a-',
  'A',
  'ä',
  'a b',
  'a%2Bb',
  'a/b',
  '@jane',
  Array.from({ length: MOST_TAGS + 1 }, (_, index) => `t${index}`).join('+'),
  'x'.repeat(1001),
])('%s is no selection', (text) => {
  expect(parseSelection(text)).toBeUndefined();
});

test('a selection of one tag is that tag', () => {
  const single = (text: string) => singleTag(parseSelection(text) ?? []);
  expect(single('nato')).toBe('nato');
  for (const other of ['-nato', 'nato+eu', 'nato,eu', 'nato+-eu']) expect(single(other)).toBeUndefined();
  expect(tagsOf(parseSelection('b+-a,b+c') ?? [])).toEqual(['a', 'b', 'c']);
});

const term = fc
  .tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.boolean())
  .map(([tag, isNot]) => (isNot ? `-${tag}` : tag));
const text = fc
  .array(fc.array(term, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 })
  .map((alternatives) => alternatives.map((terms) => terms.join('+')).join(','));
const fits = (selection: Selection, tags: readonly string[]) =>
  selection.some(({ all, none }) => all.every((tag) => tags.includes(tag)) && !none.some((tag) => tags.includes(tag)));

test('the canonical spelling selects the same, and is its own canonical spelling', () => {
  fc.assert(
    fc.property(text, fc.subarray(['a', 'b', 'c', 'd']), (written, tags) => {
      const selection = parseSelection(written) ?? [];
      const found = canonical(selection, (slug) => slug);
      expect(fits(found ?? [], tags)).toBe(fits(selection, tags));
      if (found) expect(canonical(parseSelection(textOf(found)) ?? [], (slug) => slug)).toEqual(found);
    }),
    { numRuns: 2000 },
  );
});
