// A search -> its page: what is found, and how to search. Pure.
import type { Entry } from '../entry.ts';
import { pagePath, SEARCH_PATH, type SearchFeed } from '../feed.ts';
import { LONGEST_QUERY } from '../query.ts';
import { type Html, html } from './html.ts';
import { english, own } from './language.ts';
import { newestArticles } from './lists.ts';
import { type PageSite, page, rootPath } from './page.ts';
import { subscribe } from './subscribe.ts';

/** What a search has found, and how to search; without one, only the latter. */
export function searchPage(site: PageSite, search: { feed: SearchFeed; newest: readonly Entry[] } | undefined): string {
  const asked = search?.feed.query.text;
  const name = `Search for “${asked}”`;
  return page(site, {
    title: `${asked === undefined ? 'Search' : name} – ${site.title}`,
    description:
      asked === undefined ? `Search in ${site.title}.` : `Articles of ${site.title} in which “${asked}” is found.`,
    canonical: site.baseUrl + (search ? pagePath(search.feed) : SEARCH_PATH),
    feeds: search ? [{ feed: search.feed, name }] : [],
    isListed: search === undefined,
    main: html`<h1>${own(site, 'Search')}</h1>
${searchForm(site, asked ?? '')}
${search && newestArticles(site, search.newest, 'Nothing is found.')}
${search && subscribe(site, search.feed, html`article in which “<bdi>${asked}</bdi>” is found`)}`,
  });
}

/** The form leads to wherever the page came from: under another name of this machine, browsers would not let it go. */
function searchForm(site: PageSite, asked: string): Html {
  return html`<form class="search" role="search" action="${rootPath(site.baseUrl)}${SEARCH_PATH}"${english(site)}>
<label for="q">Words that must all occur</label>
<input type="search" id="q" name="q" value="${asked}" maxlength="${LONGEST_QUERY}" required dir="auto" autocomplete="off" aria-describedby="how">
<button type="submit">Search</button>
<p class="meta" id="how"><code>"in this order"</code> · <code>-without</code> · <code>beg*</code> for whatever begins so</p>
</form>`;
}
