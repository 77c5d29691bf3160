// Which content coding a reader gets, as a table.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Coding, chooseCoding } from '../../src/serve/coding.ts';

const all: readonly Coding[] = ['br', 'gzip', 'identity'];

test.each<{ rule: string; accept: string | undefined; coding: Coding }>([
  { rule: 'HTTP-31', accept: undefined, coding: 'identity' },
  { rule: 'HTTP-31', accept: '', coding: 'identity' },
  { rule: 'HTTP-31', accept: '  ', coding: 'identity' },
  { rule: 'HTTP-31', accept: '*', coding: 'br' },
  { rule: 'HTTP-31', accept: 'gzip', coding: 'gzip' },
  { rule: 'HTTP-31', accept: 'GZip', coding: 'gzip' },
  { rule: 'HTTP-31', accept: 'x-gzip', coding: 'gzip' },
  { rule: 'HTTP-31', accept: 'X-GZIP;q=0.5, compress', coding: 'gzip' },
  { rule: 'HTTP-31', accept: 'x-gzip;q=0', coding: 'identity' },
  { rule: 'HTTP-31', accept: 'identity', coding: 'identity' },
  { rule: 'HTTP-31', accept: 'identity, gzip;q=0.5', coding: 'identity' },
  { rule: 'HTTP-31', accept: 'identity, gzip, br', coding: 'br' },
  // What browsers, curl and Miniflux send.
  { rule: 'HTTP-32', accept: 'gzip, deflate, br, zstd', coding: 'br' },
  { rule: 'HTTP-32', accept: 'deflate, gzip', coding: 'gzip' },
  { rule: 'HTTP-32', accept: 'br,gzip', coding: 'br' },
  { rule: 'HTTP-34', accept: 'gzip, br', coding: 'br' },
  { rule: 'HTTP-34', accept: 'gzip;q=1, br;q=0.5', coding: 'gzip' },
  { rule: 'HTTP-34', accept: 'br;q=0, *', coding: 'gzip' },
  { rule: 'HTTP-34', accept: 'deflate', coding: 'identity' },
  { rule: 'HTTP-34', accept: 'gzip;q=0', coding: 'identity' },
  { rule: 'HTTP-34', accept: 'identity;q=0, gzip', coding: 'gzip' },
  { rule: 'HTTP-34', accept: '*;q=0', coding: 'identity' },
])('$rule: Accept-Encoding $accept: $coding', ({ accept, coding }) => {
  expect(chooseCoding(accept, all)).toBe(coding);
});

test('HTTP-31: what is not ready yet is not chosen', () => {
  expect(chooseCoding('br, gzip', ['identity'])).toBe('identity');
  expect(chooseCoding('br, gzip', ['gzip', 'identity'])).toBe('gzip');
});

test('HTTP-31: any header gets one of the codings that are ready', () => {
  const header = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('gzip', 'br', '*', ';q=', '0', '1', '.', ',', ' ', 'identity', 'x-', '=', ';') }),
  );
  const ready = fc.subarray<Coding>(['br', 'gzip']).map((codings): Coding[] => [...codings, 'identity']);
  fc.assert(
    fc.property(header, ready, (accept, codings) => codings.includes(chooseCoding(accept, codings))),
    { numRuns: 1000 },
  );
});
