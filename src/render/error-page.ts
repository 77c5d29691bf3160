// What went wrong -> a page that says so, and where to go instead. Pure.
import { pagePath, type TagCount } from '../feed.ts';
import { html } from './html.ts';
import { own } from './language.ts';
import { type PageSite, page } from './page.ts';
import { searchForm } from './search-form.ts';

type ProblemTold = {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  /** What may have been meant; absent where nothing was misspelled. */
  readonly guess?: Guess;
};

export type Guess = {
  /** To search for. */
  readonly words: string;
  readonly tags: readonly TagCount[];
};

/** A page that says what went wrong and where to go instead. */
export function errorPage(site: PageSite, problem: ProblemTold): string {
  const { guess } = problem;
  return page(site, {
    title: `${problem.title} – ${site.title}`,
    description: problem.text,
    feeds: [],
    main: html`<h1>${own(site, problem.title)}</h1>
<p class="lead">${own(site, problem.text)}</p>
${guess && guess.tags.length > 0 && html`<p class="guess">${own(site, 'Did you mean:')} ${guess.tags.map(({ slug, label }, index) => html`${index > 0 && ' · '}<a href="${site.baseUrl}${pagePath({ kind: 'tag', slug })}" dir="auto">${label}</a>`)}</p>\n`}${guess && searchForm(site, { label: 'Search', asked: guess.words })}
<p>${own(site, html`<a href="${site.baseUrl}/">All articles</a> · <a href="${site.baseUrl}/tags/">All tags</a>`)}</p>`,
  });
}
