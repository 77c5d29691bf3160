// A search -> its page: what is found, and how to search. Pure.
import type { Entry } from '../entry.ts';
import { pagePath, SEARCH_PATH, type SearchFeed } from '../feed.ts';
import { html } from './html.ts';
import { own } from './language.ts';
import { newestArticles } from './lists.ts';
import { type PageSite, page } from './page.ts';
import { searchForm } from './search-form.ts';
import { subscribe } from './subscribe.ts';

const HINT = html`<code>"in this order"</code> · <code>-without</code> · <code>beg*</code> for whatever begins so`;

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
${searchForm(site, { label: 'Words that must all occur', asked, hint: HINT })}
${search && newestArticles(site, search.newest, 'Nothing is found.')}
${search && subscribe(site, search.feed, html`article in which “<bdi>${asked}</bdi>” is found`)}`,
  });
}
