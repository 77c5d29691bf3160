import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseRange, isSameVersion } from '../../src/serve/range.ts';

test.each([
  { range: 'bytes=0-0', part: { start: 0, end: 0 } },
  { range: 'bytes=5-', part: { start: 5, end: 9 } },
  { range: 'bytes=-3', part: { start: 7, end: 9 } },
  { range: 'bytes=0-99', part: { start: 0, end: 9 } },
  { range: 'bytes=9-9', part: { start: 9, end: 9 } },
  { range: 'BYTES=1-2', part: { start: 1, end: 2 } },
  { range: 'bytes= 1-2 ', part: { start: 1, end: 2 } },
  // A suffix that is longer than the file is the file.
  { range: 'bytes=-99', part: { start: 0, end: 9 } },
  { range: `bytes=0-${'9'.repeat(400)}`, part: { start: 0, end: 9 } },
  // Of several, only one is there.
  { range: 'bytes=1-2,20-30', part: { start: 1, end: 2 } },
  { range: 'bytes=,1-2,', part: { start: 1, end: 2 } },
  { range: 'bytes=10-', part: 'none' },
  { range: 'bytes=10-20', part: 'none' },
  { range: 'bytes=-0', part: 'none' },
  { range: `bytes=${'9'.repeat(400)}-`, part: 'none' },
  { range: 'bytes=10-,20-', part: 'none' },
  // Not to be understood, or not to be had: as if nothing had been asked.
  ...[
    undefined,
    '',
    'bytes=4-2',
    'bytes=0-1,4-2',
    'items=0-1',
    'bytes',
    'bytes=',
    'bytes=,',
    'bytes=-',
    'bytes=a-b',
    'bytes=0-1;2-3',
    'bytes=--1',
    'bytes=+1-2',
    'bytes=0x1-2',
    'bytes=1.5-2',
    'bytes 0-1',
    ' bytes=0-1',
    'bytes=0-0,2-2',
    'bytes=0-5,3-9',
  ].map((range) => ({ range, part: 'whole' as const })),
])('HTTP-60, HTTP-62: of ten bytes, $range is $part', ({ range, part }) => {
  expect(chooseRange(range, 10)).toEqual(part);
});

test('HTTP-60: whatever is asked for, what is sent lies within the file', () => {
  const unit = fc.constantFrom('-', ',', ' ', '=', '0', '1', '9', '99', 'bytes=', '\t', 'x');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 20 }), fc.integer({ min: 1, max: 120 }), (rest, length) => {
      const part = chooseRange(`bytes=${rest}`, length);
      if (typeof part === 'string') return;
      expect(part.start).toBeGreaterThanOrEqual(0);
      expect(part.end).toBeGreaterThanOrEqual(part.start);
      expect(part.end).toBeLessThan(length);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  { ifRange: undefined, is: true },
  { ifRange: '"a"', is: true },
  { ifRange: ' "a" ', is: true },
  { ifRange: '"b"', is: false },
  { ifRange: 'W/"a"', is: false },
  { ifRange: '"a", "b"', is: false },
  { ifRange: 'a', is: false },
  { ifRange: '*', is: false },
  { ifRange: '', is: false },
  { ifRange: 'Wed, 25 Jun 2025 15:30:00 GMT', is: false },
])('HTTP-61: If-Range $ifRange is the same version: $is', ({ ifRange, is }) => {
  expect(isSameVersion(ifRange, '"a"')).toBe(is);
});
