// Which content coding a reader gets, as a table.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CODINGS, type Coding, preferredCodings } from '../../src/serve/coding.ts';

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
  { rule: 'HTTP-31', accept: 'gzip, zstd', coding: 'zstd' },
  { rule: 'HTTP-31', accept: 'ZSTD;q=0.5, br;q=0.4', coding: 'zstd' },
  { rule: 'HTTP-34', accept: 'gzip, br', coding: 'br' },
  { rule: 'HTTP-34', accept: 'gzip;q=1, br;q=0.5', coding: 'gzip' },
  { rule: 'HTTP-34', accept: 'br;q=0, *', coding: 'zstd' },
  { rule: 'HTTP-34', accept: 'deflate', coding: 'identity' },
  { rule: 'HTTP-34', accept: 'gzip;q=0', coding: 'identity' },
  { rule: 'HTTP-34', accept: 'identity;q=0, gzip', coding: 'gzip' },
  { rule: 'HTTP-34', accept: '*;q=0', coding: 'identity' },
])('$rule: Accept-Encoding $accept: $coding', ({ accept, coding }) => {
  expect(preferredCodings(accept)[0]).toBe(coding);
  // The second time it is known already.
  expect(preferredCodings(accept)[0]).toBe(coding);
});

test('a list that no reader would send is not weighed', () => {
  expect(preferredCodings(`${'a,'.repeat(1000)}gzip`)).toEqual(['identity']);
});

test('HTTP-31: in order of preference for equal q, the document as it is always among them', () => {
  expect(preferredCodings('gzip, deflate, br, zstd')).toEqual(['br', 'zstd', 'gzip', 'identity']);
  expect(preferredCodings('gzip, br;q=0.5')).toEqual(['gzip', 'br', 'identity']);
  expect(preferredCodings('identity;q=0, gzip')).toEqual(['gzip', 'identity']);
});

test('HTTP-31: any header gets codings that there are, each once, and the document as it is', () => {
  const header = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('gzip', 'br', 'zstd', '*', ';q=', '0', '1', '.', ',', ' ', 'identity', 'x-', '=', ';'),
    }),
  );
  fc.assert(
    fc.property(header, (accept) => {
      const codings = preferredCodings(accept);
      expect(codings).toContain('identity');
      expect(new Set(codings).size).toBe(codings.length);
      expect(CODINGS).toEqual(expect.arrayContaining([...codings]));
    }),
    { numRuns: 1000 },
  );
});
