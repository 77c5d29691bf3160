// Charts: whatever the numbers are, well-formed SVG that stays in its box, and says in words what it shows.
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { barChart, type Chart, lineChart, magnitudeAxis, swatch } from '../../src/render/chart.ts';

const count = fc.oneof(
  fc.constantFrom(undefined, 0, 1, -1, 1e9, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE, Infinity, -Infinity, Number.NaN),
  fc.nat(),
  fc.double(),
);
const tones = ['quiet', 'strong', 'hatched', 'alarm'] as const;

/** One to four series of equal length. */
const chart: fc.Arbitrary<Chart> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 60 }))
  .chain(([series, places]) =>
    fc.record({
      id: fc.constant('any'),
      said: fc.string({ unit: 'binary' }),
      ticks: fc.array(fc.record({ place: fc.integer({ min: -2, max: 70 }), label: fc.string() }), { maxLength: 5 }),
      series: fc.tuple(
        ...tones.slice(0, series).map((tone) =>
          fc.record({
            name: fc.string(),
            tone: fc.constant(tone),
            values: fc.array(count, { minLength: places, maxLength: places }),
          }),
        ),
      ),
    }),
  );

type Element = { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly text: string };

/** The elements of a chart, in order. @throws when it is not well-formed */
function elementsOf(svg: string): Element[] {
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes, text: '' }));
  parser.on('text', (text) => {
    const last = elements.at(-1);
    if (last) last.text += text;
  });
  // Only what a page leaves out of its whole is left out here too.
  parser.write(svg.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')).close();
  return elements;
}

const HEIGHT = 160;

/** Where an attribute may be: percent along the bottom, pixels upwards. */
function isInside(name: string, value: string): boolean {
  if (value.endsWith('%')) return Number(value.slice(0, -1)) >= 0 && Number(value.slice(0, -1)) <= 100;
  return Number(value) >= (name === 'x' ? -8 : 0) && Number(value) <= HEIGHT;
}

test.each([
  ['bars', barChart],
  ['lines', lineChart],
  ['lines over magnitudes', (of: Chart) => lineChart({ ...of, axis: magnitudeAxis(0.2, 2500, []) })],
])('%s of any numbers are well-formed and in their box', (_, draw) => {
  fc.assert(
    fc.property(chart, (of) => {
      const svg = draw(of).toString();
      expect(draw(of).toString()).toBe(svg);
      const elements = elementsOf(svg);
      expect(elements[0]?.attributes).toMatchObject({ role: 'img', height: String(HEIGHT) });
      for (const { name, attributes } of elements) {
        for (const [attribute, value] of Object.entries(attributes)) {
          expect(attribute).not.toMatch(/^(?:style|on)/);
          if (/^(?:x|y|width|height|[xy][12]|c[xy])$/.test(attribute))
            expect(isInside(attribute, value), `${name} ${attribute}="${value}"`).toBe(true);
          // A path has a box of its own: 100 wide, and as high as the plot.
          if (attribute === 'd') {
            expect(value).toMatch(/^(?:[ML][\d.]+,[\d.]+|Z)*$/);
            for (const [, x, y] of value.matchAll(/([\d.]+),([\d.]+)/g)) {
              expect(Number(x)).toBeLessThanOrEqual(100);
              expect(Number(y)).toBeLessThanOrEqual(120);
            }
          }
        }
      }
      // A bar is as high as its number, so it ends where the next begins.
      for (const { name, attributes } of elements)
        if (name === 'rect' && attributes.x !== undefined)
          expect(Number(attributes.y) + Number(attributes.height)).toBeLessThanOrEqual(HEIGHT);
    }),
  );
});

test('what it says is said to whoever does not see it, with nothing of it taken for markup', () => {
  const said = 'Polls: "3" <b>of</b> 4 & more';
  const [svg] = elementsOf(barChart({ id: 'a', said, ticks: [], series: [] }).toString());
  expect(svg?.attributes['aria-label']).toBe(said);
});

test('bars stand on top of each other, in the order of the series, and twice as much is twice as high', () => {
  const series = [
    { name: 'one', tone: 'quiet', values: [4, 0] },
    { name: 'other', tone: 'strong', values: [4, 2] },
  ] as const;
  const bars = elementsOf(barChart({ id: 'a', said: '', ticks: [], series }).toString())
    .filter(({ name }) => name === 'rect')
    .map(({ attributes: { y, height } }) => ({ y: Number(y), height: Number(height) }));
  // The axis ends at 8, and the plot is 120 high.
  expect(bars).toEqual([
    { y: 76, height: 60 },
    { y: 16, height: 60 },
    { y: 106, height: 30 },
  ]);
});

test('series are told apart without colour: bars by a pattern that the swatch shows too, lines by their names', () => {
  const series = [
    { name: 'one', tone: 'hatched', values: [1, 1] },
    { name: 'other', tone: 'alarm', values: [1, 1] },
  ] as const;
  const bars = barChart({ id: 'a', said: '', ticks: [], series }).toString();
  const used = [...bars.matchAll(/fill="url\(#([^)]+)\)"/g)].map(([, id]) => id);
  expect(used).toEqual(['a-hatched', 'a-alarm']);
  for (const [index, id] of used.entries()) {
    expect(bars).toContain(`<pattern id="${id}"`);
    expect(swatch('a', series[index]?.tone ?? 'quiet').toString()).toContain(`url(#${id})`);
  }
  const names = elementsOf(lineChart({ id: 'a', said: '', ticks: [], series }).toString()).filter(
    ({ attributes }) => attributes.class === 'name',
  );
  expect(names.map(({ text }) => text.trim()).toSorted()).toEqual(['one', 'other']);
  // Two lines at one height: the names are apart all the same.
  const [first = 0, second = 0] = names.map(({ attributes }) => Number(attributes.y));
  expect(Math.abs(first - second)).toBeGreaterThanOrEqual(14);
});

test('a gap in what is known is a gap in the line, and a lone point is a point', () => {
  const series = [{ name: 'one', tone: 'strong', values: [1, undefined, 2, 2] }] as const;
  const path = elementsOf(lineChart({ id: 'a', said: '', ticks: [], series }).toString()).find(
    ({ name }) => name === 'path',
  );
  expect(path?.attributes.d?.match(/M/g)).toHaveLength(2);
  expect(path?.attributes.d).toMatch(/^M[^LM]+Z/);
});

test.each([
  { most: 0, labels: ['0', '1'] },
  { most: 1, labels: ['0', '1'] },
  { most: 3, labels: ['0', '1', '2', '3'] },
  { most: 16, labels: ['0', '5', '10', '15', '20'] },
  { most: 2093, labels: ['0', '1K', '2K', '3K'] },
  { most: 4_000_000_000, labels: ['0', '1B', '2B', '3B', '4B'] },
])('up to $most, few and round numbers stand at the side', ({ most, labels }) => {
  const series = [{ name: 'one', tone: 'strong', values: [most] }] as const;
  const side = elementsOf(barChart({ id: 'a', said: '', ticks: [], series }).toString()).filter(
    ({ name, attributes }) => name === 'text' && attributes.x === '-8',
  );
  expect(side.map(({ text }) => text.trim())).toEqual(labels);
});
