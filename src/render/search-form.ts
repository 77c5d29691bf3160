// The form that searches, wherever it stands. Pure.
import { SEARCH_PATH } from '../feed.ts';
import { LONGEST_QUERY } from '../query.ts';
import { type Html, html } from './html.ts';
import { ours, wordsOf } from './language.ts';
import { type PageSite, rootPath } from './page.ts';

type SearchForm = {
  readonly label: string;
  /** What stands in the field. */
  readonly asked?: string | undefined;
  /** How to search. */
  readonly hint?: Html;
};

/** The form leads to wherever the page came from: under another name of this machine, browsers would not let it go. */
export function searchForm(site: PageSite, { label, asked = '', hint }: SearchForm): Html {
  return html`<form class="search" role="search" action="${rootPath(site.baseUrl)}${SEARCH_PATH}"${ours(site)}>
<label for="q">${label}</label>
<input type="search" id="q" name="q" value="${asked}" maxlength="${LONGEST_QUERY}" required dir="auto" autocomplete="off"${hint && html` aria-describedby="how"`}>
<button type="submit">${wordsOf(site).search}</button>
${hint && html`<p class="meta" id="how">${hint}</p>\n`}</form>`;
}
