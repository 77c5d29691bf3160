// What went wrong -> a page that says so, and where to go instead. Pure.
import { pagePath, type TagCount } from '../feed.ts';
import { html } from './html.ts';
import { inEnglish, own, wordsOf } from './language.ts';
import { type PageSite, page } from './page.ts';
import { searchForm } from './search-form.ts';
import type { Told, Words } from './words.ts';

type ProblemTold = {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  /** The same in words that every language has; absent where only those who run the site have to know. */
  readonly tell?: Telling;
  /** What may have been meant; absent where nothing was misspelled. */
  readonly guess?: Guess;
};

/** What is told of a problem, in the words of any language. */
export type Telling = (words: Words) => Told;

export type Guess = {
  /** To search for. */
  readonly words: string;
  readonly tags: readonly TagCount[];
};

/** A page that says what went wrong and where to go instead. */
export function errorPage(site: PageSite, problem: ProblemTold): string {
  const { guess, tell } = problem;
  const words = wordsOf(site);
  const { title, text } = tell ? tell(words) : problem;
  const say = tell ? own : inEnglish;
  return page(site, {
    title: `${title} – ${site.title}`,
    description: text,
    feeds: [],
    main: html`<h1>${say(site, title)}</h1>
<p class="lead">${say(site, text)}</p>
${guess && guess.tags.length > 0 && html`<p class="guess">${own(site, words.didYouMean)} ${guess.tags.map(({ slug, label }, index) => html`${index > 0 && ' · '}<a href="${site.baseUrl}${pagePath({ kind: 'tag', slug })}" dir="auto">${label}</a>`)}</p>\n`}${guess && searchForm(site, { label: words.search, asked: guess.words })}
<p>${own(site, html`<a href="${site.baseUrl}/">${words.allArticles}</a> · <a href="${site.baseUrl}/tags/">${words.allTags}</a>`)}</p>`,
  });
}
