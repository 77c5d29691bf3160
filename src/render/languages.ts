// The languages that pages speak -> the words for the language of a site.
import { type Language, numbersOf, type Words } from './words.ts';
import { arabic } from './words-ar.ts';
import { czech } from './words-cs.ts';
import { german } from './words-de.ts';
import { english } from './words-en.ts';
import { spanish } from './words-es.ts';
import { persian } from './words-fa.ts';
import { french } from './words-fr.ts';
import { hebrew } from './words-he.ts';
import { hindi } from './words-hi.ts';
import { italian } from './words-it.ts';
import { japanese } from './words-ja.ts';
import { korean } from './words-ko.ts';
import { dutch } from './words-nl.ts';
import { polish } from './words-pl.ts';
import { portuguese } from './words-pt.ts';
import { brazilian } from './words-pt-br.ts';
import { russian } from './words-ru.ts';
import { swedish } from './words-sv.ts';
import { turkish } from './words-tr.ts';
import { ukrainian } from './words-uk.ts';
import { simplifiedChinese } from './words-zh-hans.ts';
import { traditionalChinese } from './words-zh-hant.ts';

/** By BCP 47. What one country says in its own way has an entry beside that of the language. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: english,
  ar: arabic,
  cs: czech,
  de: german,
  es: spanish,
  fa: persian,
  fr: french,
  he: hebrew,
  hi: hindi,
  it: italian,
  ja: japanese,
  ko: korean,
  nl: dutch,
  pl: polish,
  pt: portuguese,
  'pt-BR': brazilian,
  ru: russian,
  sv: swedish,
  tr: turkish,
  uk: ukrainian,
  'zh-Hans': simplifiedChinese,
  'zh-Hant': traditionalChinese,
};

/** The words that fit a language, and which language they are. */
export type Speech = { readonly language: string; readonly words: Words };

const tags = new Map(Object.keys(LANGUAGES).map((tag) => [keyOf(new Intl.Locale(tag)), tag]));

/** The language that is spoken where a language is read; undefined when there is none. @param tag BCP 47 */
export function spokenIn(tag: string): string | undefined {
  const locale = localeOf(tag);
  return locale && (tags.get(keyOf(locale)) ?? tags.get(scriptKeyOf(locale)));
}

const speeches = new Map<string, Speech>();

/** English where there is nothing better. @param tag BCP 47, of a site: for each one the words are kept */
export function speechFor(tag: string): Speech {
  const kept = speeches.get(tag);
  if (kept) return kept;
  const language = spokenIn(tag);
  const make = language === undefined ? undefined : LANGUAGES[language];
  const speech =
    language !== undefined && make ? { language, words: make(numbersOf(tag)) } : { language: 'en', words: ENGLISH };
  speeches.set(tag, speech);
  return speech;
}

/** What programs are told, whatever the language of the site. */
export const ENGLISH: Words = english(numbersOf('en'));

/** Where a language is written in two scripts, each has its words. */
function keyOf(locale: Intl.Locale): string {
  return locale.region === undefined ? scriptKeyOf(locale) : `${locale.language}-${locale.region}`;
}

function scriptKeyOf(locale: Intl.Locale): string {
  const { language, script } = locale.maximize();
  return `${language}-${script}`;
}

function localeOf(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag);
  } catch {
    // What an article says of itself may be no language tag.
    return undefined;
  }
}
