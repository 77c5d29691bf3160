// Text in any script -> the words by which it is found. Pure; the index and the question pass here alike, so whatever
// is folded in one is folded in the other.

/**
 * Scripts that put no spaces between words, and Hangul, whose words end in any of hundreds of ways: their letters are
 * words of their own, and what is asked for is found wherever its letters follow one another.
 */
const APART = [
  'Han Hiragana Katakana Bopomofo Hangul Yi Thai Lao Khmer Myanmar',
  'Tai_Le New_Tai_Lue Tai_Tham Tai_Viet Javanese Balinese',
]
  .flatMap((names) => names.split(' '))
  .map((name) => `\\p{scx=${name}}`)
  .join('');
/** What a word may begin with. Private letters are some community's own. */
const LETTER = '[\\p{L}\\p{N}\\p{Co}]';
const LETTER_APART = `[[${APART}]&&${LETTER}]`;
/** Pictures are asked for as well, and each stands for itself; a flag is two signs. */
const PICTURE = '\\p{RI}{2}|\\p{ExtPict}';
const WORD = new RegExp(`${LETTER_APART}\\p{M}*|(?:[${LETTER}--[${APART}]]\\p{M}*)+|${PICTURE}`, 'gv');

/** The words of a text, in order, in the one form that all their spellings share. */
export function wordsOf(text: string): string[] {
  return fold(text).match(WORD) ?? [];
}

const EDGE = `(?:${LETTER}|${PICTURE})`;
const FROM_FIRST_TO_LAST = new RegExp(`${EDGE}(?:[\\s\\S]*${EDGE})?\\p{M}*`, 'v');

/** A text, in one of the forms that NFKC gives, without what stands before its first word and behind its last. */
export function trimToWords(text: string): string {
  return FROM_FIRST_TO_LAST.exec(text)?.[0] ?? '';
}

/** Whether what begins like this word could be another: not where every letter is a word. */
export function isOfLetters(word: string): boolean {
  return !STARTS_APART.test(word);
}

const STARTS_APART = new RegExp(`^(?:${LETTER_APART}|${PICTURE})`, 'v');

/** Signs that nobody sees: soft hyphens, joiners, marks of direction. */
const UNSEEN = /\p{Cf}+/gu;
/** Letters by name, apostrophes by use: some write п’ять with one and some with the other. */
const APOSTROPHE_LETTERS = /[\u02B9-\u02BF]/g;
/** Accents of Latin and Greek, vowel signs of Arabic and Hebrew: written or not, it is the same word. */
const OPTIONAL_MARKS = /(?<=[\p{sc=Latn}\p{sc=Grek}\p{sc=Arab}\p{sc=Hebr}])\p{Mn}+/gu;
/** Of Cyrillic, the stress alone and the dots of ё: й and ї are letters. */
const STRESS = /(?<=[аеиоуыэюяіє])[\u0300\u0301]+|(?<=е)\u0308/g;
/** Letters that are written one way or another, by country, by keyboard, or for want of one. */
const VARIANTS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ı: 'i',
  ς: 'σ',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  // The stroke that makes an Arabic word longer.
  ـ: '',
};
const VARIANT = new RegExp(`[${Object.keys(VARIANTS).join('')}]`, 'g');

function fold(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase();
  return text
    .replace(UNSEEN, '')
    .normalize('NFKC')
    .replace(APOSTROPHE_LETTERS, ' ')
    .toLowerCase()
    .normalize('NFD')
    .replace(VARIANT, (letter) => VARIANTS[letter] ?? letter)
    .replace(OPTIONAL_MARKS, '')
    .replace(STRESS, '')
    .normalize('NFC');
}

const NOT_ASCII = /[^\0-\x7F]/;
