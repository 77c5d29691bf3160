// Is a text that was decoded by a guessed charset what its language looks like? A wrong guess has letters that the
// language has not, or capitals in the middle of words.

/** The letters beyond a-z of the languages that the detector tells apart. English has those of the words it borrowed. */
const LETTERS: Readonly<Record<string, string>> = {
  cs: 'áčďéěíňóřšťúůýžäöü',
  da: 'æøåéèêóôüö',
  de: 'äöüßéèáàçñ',
  el: 'αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ',
  en: 'éèêëàâäáãåæçíîïñóôöøœúûüšž',
  es: 'áéíñóúüçà',
  et: 'äõöüšž',
  fr: 'àâæçéèêëîïôœùûüÿ',
  hu: 'áéíóöőúüűä',
  it: 'àèéìíîòóùúç',
  lt: 'ąčęėįšųūž',
  lv: 'āčēģīķļņšūž',
  nl: 'éèëêïíóöôüûäáç',
  no: 'æøåéèêóòôüö',
  pl: 'ąćęłńóśźżé',
  pt: 'àáâãçéêíóôõúü',
  ro: 'ăâîșțşţ',
  ru: 'абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў',
  sv: 'åäöéüàè',
  tr: 'çğıöşüâîû',
};
/** The languages of one charset are easily taken for each other, and share what matters. */
const BALTIC = `${LETTERS.lt}${LETTERS.lv}${LETTERS.et}`;

const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/u,
  he: /\p{Script=Hebrew}/u,
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  ko: /[\p{Script=Hangul}\p{Script=Han}]/u,
  zh: /\p{Script=Han}/u,
};

/** So many of the letters beyond ASCII must be the language's own; names and quotations are foreign now and then. */
const OWN_SHARE = 0.9;
/** Where a charset has two alphabets, the other one is ASCII: no letter is foreign. */
const ALPHABETS_OF_THEIR_OWN = /^(el|ru)$/;
/** English text with more letters beyond ASCII than this is no English text. */
const ENGLISH_SHARE = 0.03;
const INNER_CAPITAL = /\p{Ll}\p{Lu}/gu;

/**
 * How much a text looks like its language, from 0 (not at all) to 1.
 * @param language as the detector names it; a text without letters beyond ASCII says nothing against any
 */
export function plausibility(text: string, language: string | undefined): number {
  const foreign = text.match(/[^\P{L}a-zA-Z]/gu) ?? [];
  if (foreign.length === 0) return 1;
  const script = SCRIPTS[language ?? ''];
  const letters = /^(lt|lv|et)$/.test(language ?? '') ? BALTIC : (LETTERS[language ?? ''] ?? '');
  const isOwn = (letter: string) => (script ? script.test(letter) : letters.includes(letter.toLowerCase()));
  const share = foreign.filter(isOwn).length / foreign.length;
  if (share < (ALPHABETS_OF_THEIR_OWN.test(language ?? '') ? 1 : OWN_SHARE)) return 0;
  const words = text.match(/\p{L}+/gu)?.length ?? 0;
  if ((text.match(INNER_CAPITAL)?.length ?? 0) > words * (1 - OWN_SHARE)) return 0;
  const all = text.match(/\p{L}/gu)?.length ?? 0;
  return language === 'en' && foreign.length > all * ENGLISH_SHARE ? 0 : share;
}
