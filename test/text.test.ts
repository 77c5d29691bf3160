import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginningOf, cleanText, escapeMarkup, foldSpace, oneLine } from '../src/text.ts';

/** XML 1.0 §2.2, production Char: the whole of RSS-03. */
const XML_TEXT = /^[\u0009\u000A\u000D\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

/** Anything a string can hold, lone surrogates and control characters often among it. */
const anyString = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0x9f }), fc.constant(0xd83d)))
  .map((units) => String.fromCharCode(...units));

describe('clean text', () => {
  test.each([
    // RSS-03: the vector of the specification.
    { what: 'illegal characters', text: 'A\u0000B\u000BC\uD800D\uFFFEE😀', clean: 'ABCDE😀' },
    { what: 'the white space that XML allows', text: 'a\tb\nc\rd', clean: 'a\tb\nc\rd' },
    {
      what: 'the ends of the legal ranges',
      text: ' \uD7FF\uE000\u{10000}\u{10FFFF}',
      clean: ' \uD7FF\uE000\u{10000}\u{10FFFF}',
    },
    { what: 'U+FFFF', text: 'a\uFFFFb', clean: 'ab' },
    { what: 'DEL, legal but of no use', text: 'a\u007Fb', clean: 'ab' },
    { what: 'the mark that stands for our own address', text: '\u0001/tags/', clean: '/tags/' },
    // RSS-04: C1 controls are Windows-1252 read as Latin-1.
    { what: 'Windows-1252 quotation marks', text: 'It\u0092s \u0093so\u0094', clean: 'It’s “so”' },
    { what: 'the Windows-1252 euro and dash', text: '\u0080 5 \u0096 \u0085', clean: '€ 5 – …' },
    { what: 'C1 controls that mean nothing there either', text: 'a\u0081\u008D\u008F\u0090\u009Db', clean: 'ab' },
    { what: 'a replacement character', text: 'caf\uFFFD', clean: 'caf?' },
    // JSON-20
    { what: 'a lone low surrogate', text: 'a\uDE00b', clean: 'ab' },
    { what: 'surrogates in the wrong order', text: '\uDE00\uD83D', clean: '' },
    { what: 'halves that would meet once the character between them is gone', text: '\uD83D\u0001\uDE00', clean: '' },
    { what: 'a joined emoji', text: '👩‍👩‍👧', clean: '👩‍👩‍👧' },
  ])('settles $what', ({ text, clean }) => {
    expect(cleanText(text)).toBe(clean);
  });

  test('holds only what XML 1.0 allows, and no C1 control, whatever comes in', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        const clean = cleanText(text);
        expect(clean).toMatch(XML_TEXT);
        expect(clean).not.toMatch(/[\u007F-\u009F\uFFFD]/u);
        expect(clean.isWellFormed()).toBe(true);
      }),
    );
  });

  test('stays as it is when it is cleaned again', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });

  test('loses nothing of a text that was clean', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFD-\uFFFF]/u.test(text));
        expect(cleanText(text)).toBe(text);
      }),
    );
  });
});

test('one line has single spaces and none at its ends, whatever comes in', () => {
  expect(oneLine(' a\r\n\tb\u00A0\u2028 c \u0000')).toBe('a b c');
  expect(oneLine('\u200B \u2060\u202E\uFE0F')).toBe('');
  fc.assert(
    fc.property(anyString, (text) => {
      expect(oneLine(text)).not.toMatch(/^\s|\s$|\s\s|[\n\r\t]/u);
    }),
  );
});

test('the beginning of a text ends with a word, and is never longer than asked, whatever is counted', () => {
  expect(beginningOf('The ferry sails', 15)).toBe('The ferry sails');
  expect(beginningOf('The ferry sails', 14)).toBe('The ferry…');
  expect(beginningOf('Überfahrtsende', 14, Buffer.byteLength)).toBe('Überfahrts…');
  // A character that people see as one is not cut through.
  expect(beginningOf('ab👩‍👩‍👧', 6)).toBe('ab…');
  const bytesOf = (text: string) => Buffer.byteLength(escapeMarkup(text));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 20 }), (text, most) => {
      for (const measure of [(part: string) => part.length, Buffer.byteLength, bytesOf])
        expect(measure(beginningOf(text, most, measure))).toBeLessThanOrEqual(most);
    }),
  );
});

test('escaped text has no markup of its own and can be told from the original in one way only', () => {
  expect(escapeMarkup('<a href="x">R&amp;D</a>')).toBe('&lt;a href=&quot;x&quot;&gt;R&amp;amp;D&lt;/a&gt;');
  fc.assert(
    fc.property(fc.string(), (text) => {
      const back = { amp: '&', lt: '<', gt: '>', quot: '"' } as const;
      const escaped = escapeMarkup(text);
      expect(escaped).not.toMatch(/[<>"]/);
      expect(escaped.replace(/&(amp|lt|gt|quot);/g, (_, name: keyof typeof back) => back[name])).toBe(text);
    }),
  );
});

test('folded white space is what a plain replacement of every run would make', () => {
  const text = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\u00a0', '\u2003', 'a', 'é') });
  fc.assert(
    fc.property(text, (written) => {
      expect(foldSpace(written)).toBe(written.replace(/\s+/gu, ' '));
    }),
  );
});
