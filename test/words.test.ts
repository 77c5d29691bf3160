// Which spellings are one word, in which script. What is found in an index is in store/search.test.ts.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trimToWords, wordsOf } from '../src/words.ts';

test.each([
  { script: 'Latin', words: ['cafe'], spellings: ['café', 'CAFÉ', 'cafe\u0301', 'ＣＡＦＥ', 'Ca\u00ADfé'] },
  { script: 'German', words: ['strasse'], spellings: ['Straße', 'STRASSE', 'straẞe'] },
  { script: 'Polish', words: ['lodz'], spellings: ['Łódź', 'łódź', 'Lodz'] },
  { script: 'Turkish', words: ['istanbul'], spellings: ['İstanbul', 'ıstanbul', 'ISTANBUL'] },
  { script: 'French', words: ['l', 'oeuvre'], spellings: ["l'œuvre", 'l’OEUVRE'] },
  { script: 'Greek', words: ['οδοσ'], spellings: ['οδός', 'ΟΔΟΣ', 'ὁδός'] },
  { script: 'Russian', words: ['елка', 'замок'], spellings: ['ёлка замок', 'ЕЛКА за\u0301мок'] },
  { script: 'Ukrainian', words: ['п', 'ять', 'їжаків'], spellings: ["П'ять їжаків", 'п’ять їжаків', 'пʼять Їжаків'] },
  { script: 'Arabic', words: ['محمد', 'احمد'], spellings: ['مُحَمَّد أحمد', 'محمـــد احمد'] },
  { script: 'Persian', words: ['ميخواهم', 'كتاب'], spellings: ['می\u200Cخواهم کتاب', 'میخواهم كتاب'] },
  { script: 'Hebrew', words: ['שלום'], spellings: ['שָׁלוֹם', 'שלום'] },
  { script: 'Hindi', words: ['हिन्दी', 'में'], spellings: ['हिन्दी में', '“हिन्दी” (में)'] },
  { script: 'Tamil', words: ['தமிழ்'], spellings: ['தமிழ்'] },
  { script: 'Georgian', words: ['თბილისი'], spellings: ['თბილისი', 'ᲗᲑᲘᲚᲘᲡᲘ'] },
  { script: 'Thai', words: ['ก', 'รุ', 'ง'], spellings: ['กรุง'] },
  { script: 'Chinese', words: ['北', '京'], spellings: ['北京', '北 京', '「北京」'] },
  { script: 'Japanese', words: ['サ', 'ー', 'バ', 'ー', 'が'], spellings: ['サーバーが', 'ｻｰﾊﾞｰか\u3099'] },
  { script: 'Korean', words: ['서', '울'], spellings: ['서울', '서울'.normalize('NFD')] },
  { script: 'pictures', words: ['👍', '🇺🇦', '❤'], spellings: ['👍🏽🇺🇦❤️', '👍 🇺🇦 ❤'] },
  { script: 'no words', words: [], spellings: ['', '!!! – …', '\u0301', '\u200B'] },
])('$script: $words', ({ words, spellings }) => {
  for (const spelling of spellings) expect(wordsOf(spelling), spelling).toEqual(words);
});

test.each([
  { one: 'йод', other: 'иод' },
  { one: 'їх', other: 'іх' },
  { one: 'か', other: 'が' },
  { one: 'कि', other: 'की' },
])('$one is not $other: these marks are letters', ({ one, other }) => {
  expect(wordsOf(one)).not.toEqual(wordsOf(other));
});

test('words are folded once and for all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const words = wordsOf(text);
      expect(wordsOf(words.join(' '))).toEqual(words);
      expect(wordsOf(trimToWords(text.normalize('NFKC')))).toEqual(words);
    }),
    { numRuns: 2000 },
  );
});

// Work that grew with the square of the length would go on for hours.
test('a long text takes no longer than it takes to read it', () => {
  for (const text of ['!', 'a!', 'a\u0301', '\u0301', '👩‍🚒', '北', 'é ', '\u0640'])
    wordsOf(`a${text.repeat(300_000)}b`);
});
