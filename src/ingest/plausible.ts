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
  // Extensions too: the sign that lengthens a vowel belongs to both of its scripts.
  ja: /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]/u,
  ko: /[\p{scx=Hangul}\p{scx=Han}]/u,
  zh: /\p{scx=Han}/u,
};

/** So many of the letters beyond ASCII must be the language's own; names and quotations are foreign now and then. */
const OWN_SHARE = 0.9;
/** Where a charset has two alphabets, the other one is ASCII: no letter is foreign. */
const ALPHABETS_OF_THEIR_OWN = /^(el|ru)$/;
/** English text with more letters beyond ASCII than this is no English text. */
const ENGLISH_SHARE = 0.03;
const INNER_CAPITAL = /\p{Ll}\p{Lu}/gu;
/** Words of two alphabets, or with a fraction or a currency in them: those belong to another charset. */
const MIXED =
  /[a-z][\p{scx=Cyrillic}\p{scx=Greek}\p{scx=Hebrew}\p{scx=Arabic}]|[\p{scx=Cyrillic}\p{scx=Greek}\p{scx=Hebrew}\p{scx=Arabic}][a-z]/giu;
const SIGN_IN_WORD = /\p{L}[¡-©«-´¶-¹»-¿]\p{L}|(?<!\p{L})[¡-©«-´¶-¹»-¿]?[¼½¾¯][¡-©«-´¶-¹»-¿]?\p{L}{2}|¤/gu;
/** Words of another alphabet, and those of one letter, which are one of Latin script with its accent. */
const WORD = /[\p{scx=Cyrillic}\p{scx=Greek}]+/gu;
const LONE = /(?<![\p{L}])[\p{scx=Cyrillic}\p{scx=Greek}](?!\p{L})/gu;
/** What a reading loses by signs within words: another one without them is better. */
const WITH_SIGNS = 0.9;

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
  const isApart = ALPHABETS_OF_THEIR_OWN.test(language ?? '');
  if (share < (isApart ? 1 : OWN_SHARE)) return 0;
  const words = text.match(/\p{L}+/gu)?.length ?? 0;
  if ((text.match(INNER_CAPITAL)?.length ?? 0) > words * (1 - OWN_SHARE)) return 0;
  if (isApart && (text.match(LONE)?.length ?? 0) * 2 > (text.match(WORD)?.length ?? 0)) return 0;
  if ((text.match(MIXED)?.length ?? 0) > foreign.length * (1 - OWN_SHARE)) return 0;
  const all = text.match(/\p{L}/gu)?.length ?? 0;
  if (language === 'en' && foreign.length > all * ENGLISH_SHARE) return 0;
  const signs = text.match(SIGN_IN_WORD)?.length ?? 0;
  if (signs > foreign.length * (1 - OWN_SHARE)) return 0;
  return signs > 0 ? share * WITH_SIGNS : share;
}
