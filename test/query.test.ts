// What a reader types -> a query: every spelling of one has one name.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORMATS, feedPath, pagePath } from '../src/feed.ts';
import { parseQuery, type Query } from '../src/query.ts';
import { notUnderstood } from '../src/serve/problem.ts';

function query(asked: string): Query {
  const parsed = parseQuery(asked);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.query;
}

test.each([
  {
    text: 'harbour rain',
    spellings: ['harbour rain', '  Harbour\t\nRAIN ', 'harbour, rain!', 'harbour rain harbour', 'ｈarbour rain'],
  },
  {
    text: '"city hall" rain',
    spellings: ['"City  Hall" rain', '“city hall” rain', '«city hall» "rain"', '"city hall"rain'],
  },
  {
    text: 'rain -snow -"a storm"',
    spellings: ['rain -snow -"a storm"', 'rain -Snow! -“a storm”', 'rain -"snow" -"a storm'],
  },
  { text: 'harb*', spellings: ['harb*', 'HARB*'] },
  { text: 'ha', spellings: ['ha*', 'ha', '(ha)', '*ha'] },
  // Where every letter is a word, whatever follows is found anyway.
  { text: '北京', spellings: ['北京*', '「北京」', '北京'] },
  { text: "don't", spellings: ["don't", "Don't."] },
  { text: 'well-known -a-b', spellings: ['well-known -a-b', 'well-known --a-b'] },
  { text: 'near(a or and not title:x', spellings: ['NEAR(a OR AND NOT title:x', '^near(a OR and not {title:x}'] },
  { text: 'script>alert(1)</script', spellings: ['"><script>alert(1)</script>'] },
  { text: 'x', spellings: ['x\0', '\uD800x\uDFFF', 'x\u202E', 'x\uFFFD', '\u0301x', '- x -'] },
  { text: '👍', spellings: ['👍', '👍🏽', '"👍"'] },
])('$text', ({ text, spellings }) => {
  for (const spelling of spellings) expect(query(spelling).text, spelling).toBe(text);
});

test('what is quoted comes in its order, what begins with a minus does not come, what ends with a star goes on', () => {
  expect(query('"City Hall" -snow harb* don’t').terms).toEqual([
    { words: ['city', 'hall'], isPrefix: false, isExcluded: false },
    { words: ['snow'], isPrefix: false, isExcluded: true },
    { words: ['harb'], isPrefix: true, isExcluded: false },
    { words: ['don', 't'], isPrefix: false, isExcluded: false },
  ]);
});

test.each([
  { asked: '', why: 'A search needs a word that is to be found.' },
  { asked: '!!! " - *', why: 'A search needs a word that is to be found.' },
  { asked: '-rain -"a b"', why: 'A search needs a word that is to be found.' },
  { asked: 'x'.repeat(201), why: 'A search needs to have no more than 200 characters.' },
  // One sign stands for three letters.
  { asked: 'ﬃ'.repeat(100), why: 'A search needs to have no more than 200 characters.' },
  { asked: ' x'.repeat(600), why: 'A search needs to have no more than 200 characters.' },
  { asked: 'a b c d e f g h i j k', why: 'A search needs to have no more than 10 words.' },
])('`$asked` is none: $why', ({ asked, why }) => {
  const parsed = parseQuery(asked);
  expect(!parsed.ok && notUnderstood(parsed.problem).message).toBe(why);
});

test('200 characters and 10 words are possible', () => {
  expect(query('x'.repeat(200)).terms).toHaveLength(1);
  expect(query('a b c d e f g h i -j').terms).toHaveLength(10);
});

describe('whatever is asked for', () => {
  const asked = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        '"',
        '-',
        '*',
        ' ',
        'a',
        'É',
        '\u0301',
        '北',
        '👍',
        "'",
        '(',
        '“',
        '\0',
        '\uFDFA',
        '=\u0338',
      ),
    }),
  );

  test('its name is asked for like itself, and its addresses say it', () => {
    fc.assert(
      fc.property(asked, (text) => {
        const parsed = parseQuery(text);
        if (!parsed.ok) return;
        expect(parseQuery(parsed.query.text)).toEqual(parsed);
        const feed = { kind: 'search', query: parsed.query } as const;
        for (const path of [pagePath(feed), ...FORMATS.map((format) => feedPath(feed, format))]) {
          expect(path).toMatch(/^\/search\/[a-z.]*\?q=[\w.~%-]+$/);
          expect(new URL(path, 'http://x.example').searchParams.get('q')).toBe(parsed.query.text);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('every word holds letters, digits and pictures alone', () => {
    fc.assert(
      fc.property(asked, (text) => {
        const parsed = parseQuery(text);
        for (const { words } of parsed.ok ? parsed.query.terms : []) {
          expect(words.length).toBeGreaterThan(0);
          for (const word of words) expect(word).toMatch(/^[\p{L}\p{N}\p{M}\p{Co}\p{RI}\p{ExtPict}]+$/v);
        }
      }),
      { numRuns: 3000 },
    );
  });

  // Work that grew with the square of the length would go on for minutes.
  test('the longest question takes no longer than it takes to read it', () => {
    for (const text of ['"', '-', '*', 'a"', 'a!', 'a\u0301', '\u0301', '!', '\uFDFA']) {
      for (let times = 0; times < 200; times += 1) parseQuery(text.repeat(1000 / text.length));
    }
  });
});
