// Which language is spoken where on a page: the site's, an article's, or our own English.
import { type Html, html } from './html.ts';

type Spoken = { readonly language?: string };

/** True for an article that says it is in another language than the site is. */
function isForeign(site: Required<Spoken>, { language }: Spoken): boolean {
  return language !== undefined && language !== site.language;
}

/** The attributes of an article: it runs as its own language does, else as its first letter says. */
export function spoken(site: Required<Spoken>, { language }: Spoken): Html {
  return language === undefined || language === site.language
    ? html` dir="auto"`
    : html` lang="${language}" dir="${direction(language)}"`;
}

/** The attributes of a text within it, which may begin with a letter of another script. */
export function inner(site: Required<Spoken>, article: Spoken): Html | false {
  return !isForeign(site, article) && html` dir="auto"`;
}

/** Words of our own: English, whatever is spoken around them. */
export function own(around: Required<Spoken>, words: Html | string): Html {
  return ENGLISH.test(around.language) ? html`${words}` : html`<span lang="en" dir="ltr">${words}</span>`;
}

/** The attributes of an element that has nothing but words of our own. */
export function english(around: Required<Spoken>): Html | false {
  return !ENGLISH.test(around.language) && html` lang="en" dir="ltr"`;
}

const ENGLISH = /^en(?:-|$)/i;
const RIGHT_TO_LEFT = /^(?:ar|arc|ckb|dv|fa|he|ks|nqo|ps|sd|syr|ug|ur|yi)(?:-|$)/i;

/** Where the lines of a language begin. */
export function direction(language: string): 'rtl' | 'ltr' {
  return RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
}
