// Which language is spoken where on a page: the site's, an article's, or that of our own words.
import { type Html, html } from './html.ts';
import { speechFor, spokenIn } from './languages.ts';
import type { Words } from './words.ts';

type Spoken = { readonly language?: string };
type Site = Required<Spoken>;

/** Our words, in the language of the site; in English where we do not know that. */
export function wordsOf({ language }: Site): Words {
  return speechFor(language).words;
}

/** True for an article that says it is in another language than the site is. */
function isForeign(site: Site, { language }: Spoken): boolean {
  return language !== undefined && language !== site.language;
}

/** The attributes of an article: it runs as its own language does, else as its first letter says. */
export function spoken(site: Site, { language }: Spoken): Html {
  return language === undefined || language === site.language
    ? html` dir="auto"`
    : html` lang="${language}" dir="${direction(language)}"`;
}

/** The attributes of a text within it, which may begin with a letter of another script. */
export function inner(site: Site, article: Spoken): Html | false {
  return !isForeign(site, article) && html` dir="auto"`;
}

/** The attributes of an element that has nothing but our own words, where those around it are of another language. */
export function ours(site: Site, around: Site = site): Html | false {
  const { language } = speechFor(site.language);
  return spokenIn(around.language) !== language && html` lang="${language}" dir="${direction(language)}"`;
}

/** Our own words, among others. @param around what is spoken there */
export function own(site: Site, words: Html | string, around: Site = site): Html {
  return marked(words, ours(site, around));
}

/** What we say in English, whatever the language of the site. */
export function inEnglish(site: Site, words: string): Html {
  return marked(words, spokenIn(site.language) !== 'en' && html` lang="en" dir="ltr"`);
}

function marked(words: Html | string, mark: Html | false): Html {
  return mark ? html`<span${mark}>${words}</span>` : html`${words}`;
}

const RIGHT_TO_LEFT = /^(?:ar|arc|ckb|dv|fa|he|ks|nqo|ps|sd|syr|ug|ur|yi)(?:-|$)/i;

/** Where the lines of a language begin. */
export function direction(language: string): 'rtl' | 'ltr' {
  return RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
}
