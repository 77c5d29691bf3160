// Terms of a combination: read from a query, written as the address of a feed, and back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builderPath, JOINS, readTerms, selectionText, type Term, termsOf } from '../src/combination.ts';
import { canonical, parseSelection, textOf } from '../src/selection.ts';

const read = (query: string) => readTerms(new URLSearchParams(query));
const said = (terms: readonly Term[]) => terms.map(({ join, tag }) => `${join} ${tag}`);

test.each([
  { query: '', terms: [] },
  { query: 'how1=and&tag1=NATO&how2=not&tag2=Sport', terms: ['and NATO', 'not Sport'] },
  // Fields that nobody has filled in, of which the first term may be one.
  { query: 'how1=not&tag1=&how2=or&tag2=%20EU%20&how3=and&tag3=', terms: ['and EU'] },
  { query: 'how1=or-not&tag1=EU', terms: ['not EU'] },
  { query: 'tag2=b&tag1=a&how2=or', terms: ['and a', 'or b'] },
  { query: 'tag1=a&how2=xor&tag2=b&tag2=c', terms: ['and a', 'and b'] },
  { query: 'tag1=a%0D%0Ab%00', terms: ['and a b'] },
  { query: 'q=x&how1=or&tag=y', terms: [] },
])('"$query" is $terms', ({ query, terms }) => expect(said(read(query))).toEqual(terms));

test('of too many terms one too many is read, and of a long one its beginning', () => {
  expect(read(Array.from({ length: 1000 }, (_, index) => `tag${index}=t`).join('&'))).toHaveLength(9);
  expect(read(`tag1=${'x'.repeat(5000)}`)[0]?.tag).toHaveLength(200);
});

test.each([
  { text: 'nato', terms: ['and nato'] },
  { text: '-sport', terms: ['not sport'] },
  { text: 'a+b+-c,d', terms: ['and a', 'and b', 'not c', 'or d'] },
  { text: 'a,-b+-c', terms: ['and a', 'or-not b', 'not c'] },
])('$text is $terms, and they are that again', ({ text, terms }) => {
  const selection = parseSelection(text);
  expect(said(termsOf(selection ?? []))).toEqual(terms);
  expect(selectionText(termsOf(selection ?? []))).toBe(text);
});

const term = fc.record({ join: fc.constantFrom(...JOINS), tag: fc.stringMatching(/^[a-z][a-z0-9]{0,3}$/) });

test('whatever is combined is a selection, and its page asks for the same again', () => {
  fc.assert(
    fc.property(fc.array(term, { minLength: 1, maxLength: 8 }), (written) => {
      const terms = read(builderPath(written).replace(/^[^?]*\?/, ''));
      const selection = parseSelection(selectionText(terms));
      expect(selection).toBeDefined();
      const one = selection && canonical(selection, (slug) => slug);
      const again = one && read(builderPath(termsOf(one)).replace(/^[^?]*\?/, ''));
      if (one && again) expect(selectionText(again)).toBe(textOf(one));
    }),
  );
});

test('any text comes back from the address of its page', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (text) => {
      const terms = read(new URLSearchParams({ tag1: text }).toString());
      expect(read(builderPath(terms).replace(/^[^?]*\??/, ''))).toEqual(terms);
    }),
  );
});
