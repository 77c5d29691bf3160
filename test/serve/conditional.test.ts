// Every decision about 200, 304 and 412 is a row here; the same over the wire is in http.test.ts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ConditionalHeaders, evaluate, parseHttpDate } from '../../src/serve/conditional.ts';

const current = { etag: 'W/"abc"', lastModified: Date.UTC(2025, 5, 25, 17, 5, 0) / 1000 };
const at = 'Wed, 25 Jun 2025 17:05:00 GMT';
const before = 'Wed, 25 Jun 2025 17:04:59 GMT';
const after = 'Wed, 25 Jun 2025 17:05:01 GMT';

type Row = { rule: string; name: string; headers: ConditionalHeaders; answer: 200 | 304 | 412 };
const rows: Row[] = [
  { rule: 'HTTP-10', name: 'a reader without validators', headers: {}, answer: 200 },

  // Weak comparison: the tag is what stands within the quotes.
  { rule: 'HTTP-12', name: 'the tag as it was sent', headers: { 'if-none-match': 'W/"abc"' }, answer: 304 },
  { rule: 'HTTP-12', name: 'the tag without W/', headers: { 'if-none-match': '"abc"' }, answer: 304 },
  { rule: 'HTTP-12', name: 'the tag in a list', headers: { 'if-none-match': '"x", W/"abc"' }, answer: 304 },
  { rule: 'HTTP-12', name: 'a list without spaces', headers: { 'if-none-match': '"x",W/"abc","y"' }, answer: 304 },
  { rule: 'HTTP-12', name: 'a list with empty members', headers: { 'if-none-match': ', ,\t"abc",,' }, answer: 304 },
  { rule: 'HTTP-12', name: 'a comma within the quotes', headers: { 'if-none-match': '"a,b"' }, answer: 200 },
  { rule: 'HTTP-12', name: 'the tag as part of another', headers: { 'if-none-match': '"x,abc"' }, answer: 200 },
  { rule: 'HTTP-12', name: 'the tag in other case', headers: { 'if-none-match': '"ABC"' }, answer: 200 },
  { rule: 'HTTP-12', name: 'the beginning of the tag', headers: { 'if-none-match': '"ab"' }, answer: 200 },
  { rule: 'HTTP-12', name: 'more than the tag', headers: { 'if-none-match': '"abcd"' }, answer: 200 },
  // What is no list of tags names none, whatever stands in it.
  ...[
    'foo"abc"bar',
    'W/ "abc"',
    'w/"abc"',
    'xW/"abc"',
    '"abc" "x"',
    '"x" "abc"',
    '"x""abc"',
    '"abc";"x"',
    '"a c", "abc"',
    'abc"',
    '"x, "abc"',
    '"abc", "x',
    '"x", "abc',
    '"abc", *',
    '*, "abc"',
    '"abc", foo',
    'foo, "abc"',
  ].map((list): Row => ({ rule: 'HTTP-12', name: `\`${list}\``, headers: { 'if-none-match': list }, answer: 200 })),

  { rule: 'HTTP-13', name: 'an asterisk', headers: { 'if-none-match': '*' }, answer: 304 },
  { rule: 'HTTP-13', name: 'an asterisk with spaces', headers: { 'if-none-match': ' * ' }, answer: 304 },
  { rule: 'HTTP-13', name: 'an asterisk within quotes', headers: { 'if-none-match': '"*"' }, answer: 200 },

  {
    rule: 'HTTP-14',
    name: 'another tag, although the date fits',
    headers: { 'if-none-match': '"x"', 'if-modified-since': at },
    answer: 200,
  },
  {
    rule: 'HTTP-14',
    name: 'the tag, although the date is old',
    headers: { 'if-none-match': '"abc"', 'if-modified-since': before },
    answer: 304,
  },
  {
    rule: 'HTTP-14',
    name: 'an unreadable tag, although the date fits',
    headers: { 'if-none-match': '', 'if-modified-since': at },
    answer: 200,
  },

  { rule: 'HTTP-15', name: 'the date that was sent', headers: { 'if-modified-since': at }, answer: 304 },
  { rule: 'HTTP-15', name: 'a later date', headers: { 'if-modified-since': after }, answer: 304 },
  { rule: 'HTTP-15', name: 'a second earlier', headers: { 'if-modified-since': before }, answer: 200 },
  {
    rule: 'HTTP-15',
    name: 'the date as RFC 850 wrote it',
    headers: { 'if-modified-since': 'Wednesday, 25-Jun-25 17:05:00 GMT' },
    answer: 304,
  },
  {
    rule: 'HTTP-15',
    name: 'a date of the last century as RFC 850 wrote it',
    headers: { 'if-modified-since': 'Friday, 31-Dec-99 23:59:59 GMT' },
    answer: 200,
  },
  {
    rule: 'HTTP-15',
    name: 'the date as asctime() writes it',
    headers: { 'if-modified-since': 'Wed Jun 25 17:05:00 2025' },
    answer: 304,
  },
  {
    rule: 'HTTP-15',
    name: 'an asctime() date with one digit of a day',
    headers: { 'if-modified-since': 'Tue Jul  1 00:00:00 2025' },
    answer: 304,
  },
  ...['Tue, 25 Jun 2025 17:05:00 GMT', 'Monday, 25-Jun-25 17:05:00 GMT', 'Sun Jun 25 17:05:00 2025'].map(
    (date): Row => ({
      rule: 'HTTP-15',
      name: `\`${date}\`, whose day of the week is wrong`,
      headers: { 'if-modified-since': date },
      answer: 304,
    }),
  ),
  // All later than the document, if there were such days and hours.
  ...[
    'Sat, 31 Feb 2026 17:05:00 GMT',
    'Sun, 29 Feb 2026 17:05:00 GMT',
    'Mon, 31 Jun 2026 17:05:00 GMT',
    'Mon, 00 Jun 2026 17:05:00 GMT',
    'Mon, 01 Jun 2026 24:00:00 GMT',
    'Mon, 01 Jun 2026 17:60:00 GMT',
    'Mon, 01 Jui 2026 17:05:00 GMT',
    'Saturday, 31-Feb-26 17:05:00 GMT',
    'Sat Feb 31 17:05:00 2026',
  ].map(
    (date): Row => ({
      rule: 'HTTP-15',
      name: `\`${date}\`, which never comes`,
      headers: { 'if-modified-since': date },
      answer: 200,
    }),
  ),
  // What pollers really send (5.9).
  ...['yesterday', '', 'null', '0', '2025-06-26T00:00:00Z', '1750871100', 'Wed, 99 Jun 2025 17:05:00 GMT'].map(
    (date): Row => ({
      rule: 'HTTP-15',
      name: `\`${date}\`, which is no HTTP date`,
      headers: { 'if-modified-since': date },
      answer: 200,
    }),
  ),

  // The order of precedence.
  {
    rule: 'HTTP-16',
    name: 'If-Match with a weak tag, which never compares strongly',
    headers: { 'if-match': 'W/"abc"', 'if-none-match': '"abc"' },
    answer: 412,
  },
  { rule: 'HTTP-16', name: 'If-Match with an asterisk', headers: { 'if-match': '*' }, answer: 200 },
  {
    rule: 'HTTP-16',
    name: 'If-Match before If-Unmodified-Since',
    headers: { 'if-match': '*', 'if-unmodified-since': before },
    answer: 200,
  },
  {
    rule: 'HTTP-16',
    name: 'If-Unmodified-Since before If-None-Match',
    headers: { 'if-unmodified-since': before, 'if-none-match': '"abc"' },
    answer: 412,
  },
  {
    rule: 'HTTP-16',
    name: 'a fulfilled If-Unmodified-Since, then If-None-Match',
    headers: { 'if-unmodified-since': at, 'if-none-match': '"abc"' },
    answer: 304,
  },
  {
    rule: 'HTTP-16',
    name: 'an unreadable If-Unmodified-Since',
    headers: { 'if-unmodified-since': 'yesterday' },
    answer: 200,
  },

  // Apache and others write the coding into the tag, and then do not know it again.
  { rule: 'HTTP-20', name: 'the tag with -gzip', headers: { 'if-none-match': '"abc-gzip"' }, answer: 304 },
  { rule: 'HTTP-20', name: 'the weak tag with -gzip', headers: { 'if-none-match': 'W/"abc-gzip"' }, answer: 304 },
  { rule: 'HTTP-20', name: 'the tag with ;gzip', headers: { 'if-none-match': '"abc;gzip"' }, answer: 304 },
  { rule: 'HTTP-20', name: 'the tag with -br', headers: { 'if-none-match': '"abc-br"' }, answer: 304 },
  { rule: 'HTTP-20', name: 'the tag with -zstd', headers: { 'if-none-match': '"abc-zstd"' }, answer: 304 },
  { rule: 'HTTP-20', name: 'another tag with -gzip', headers: { 'if-none-match': '"x-gzip"' }, answer: 200 },
  { rule: 'HTTP-20', name: 'the tag with another suffix', headers: { 'if-none-match': '"abc-new"' }, answer: 200 },

  { rule: 'HTTP-21', name: 'the tag without quotes', headers: { 'if-none-match': 'abc' }, answer: 200 },
  { rule: 'HTTP-21', name: 'an empty tag', headers: { 'if-none-match': '""' }, answer: 200 },
  { rule: 'HTTP-21', name: 'an empty weak tag', headers: { 'if-none-match': 'W/""' }, answer: 200 },
  { rule: 'HTTP-21', name: 'an open quote', headers: { 'if-none-match': '"abc' }, answer: 200 },
  { rule: 'HTTP-21', name: 'null', headers: { 'if-none-match': 'null' }, answer: 200 },
];

test.each(rows)('$rule: $name: $answer', ({ headers, answer }) => {
  expect(evaluate(headers, current)).toBe(answer);
});

test('HTTP-20: a tag that itself ends like a coding is known, and not confused with its beginning', () => {
  const state = { ...current, etag: 'W/"abc-br"' };
  expect(evaluate({ 'if-none-match': 'W/"abc-br"' }, state)).toBe(304);
  expect(evaluate({ 'if-none-match': '"abc-br-gzip"' }, state)).toBe(304);
  expect(evaluate({ 'if-none-match': '"abc"' }, state)).toBe(200);
});

describe('whatever a reader sends', () => {
  const value = fc.oneof(
    fc.constant(undefined),
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', 'W/', ',', ' ', '*', 'abc', '-gzip', ';', 'GMT', 'Jun', '25', ':') }),
  );

  test('HTTP-21: the answer is one of three', () => {
    const headers = fc.record({
      'if-match': value,
      'if-none-match': value,
      'if-modified-since': value,
      'if-unmodified-since': value,
    });
    fc.assert(
      fc.property(headers, (sent) => [200, 304, 412].includes(evaluate(sent, current))),
      { numRuns: 2000 },
    );
  });

  test('HTTP-12: a tag is found in any list of others', () => {
    const other = fc.string({ unit: fc.constantFrom('a', 'b', ',', ';', '-', '/', 'W') }).map((text) => `"${text}x"`);
    const visible = fc.string({
      unit: fc.constantFrom(',', 'W', '/', '*', ';', 'a', '0', '_', '-', '!', '~'),
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.array(other), fc.array(other), visible, (some, more, opaque) => {
        const list = [...some, `W/"${opaque}"`, ...more].join(', ');
        expect(evaluate({ 'if-none-match': list }, { ...current, etag: `W/"${opaque}"` })).toBe(304);
      }),
    );
  });

  test('HTTP-15: any date that we send is understood when it comes back', () => {
    const seconds = fc.integer({ min: 0, max: 4_102_444_800 });
    fc.assert(
      fc.property(seconds, (second) => {
        expect(parseHttpDate(new Date(second * 1000).toUTCString())).toBe(second);
      }),
    );
  });

  // Work that grew with the square of the length would go on for hours; Node itself cuts headers at 16 KB.
  test('HTTP-21: the longest header takes no longer than it takes to read it', () => {
    for (const text of ['"', '"a', '"a"', 'W/', 'W/"a,', '-gzip', ' ', ' \t,', ',', 'a']) {
      const long = text.repeat(4_000_000 / text.length);
      for (const sent of [long, `"a${long}`, `"a"${long}x`, `${long}"a"`]) {
        evaluate({ 'if-none-match': sent, 'if-modified-since': sent, 'if-unmodified-since': sent }, current);
      }
    }
  });
});
