// A search -> its page: what is found, and how to search. Pure.
import type { Entry } from '../entry.ts';
import { pagePath, SEARCH_PATH, type SearchFeed } from '../feed.ts';
import { html } from './html.ts';
import { own, wordsOf } from './language.ts';
import { newestArticles } from './lists.ts';
import { type PageSite, page } from './page.ts';
import { searchForm } from './search-form.ts';
import { subscribe } from './subscribe.ts';

/** What a search has found, and how to search; without one, only the latter. */
export function searchPage(site: PageSite, search: { feed: SearchFeed; newest: readonly Entry[] } | undefined): string {
  const asked = search?.feed.query.text;
  const words = wordsOf(site);
  const name = asked === undefined ? words.search : words.searchFor(asked);
  return page(site, {
    title: `${name} – ${site.title}`,
    description: asked === undefined ? words.searchIn(site.title) : words.articlesWith(asked, site.title),
    canonical: site.baseUrl + (search ? pagePath(search.feed) : SEARCH_PATH),
    feeds: search ? [{ feed: search.feed, name }] : [],
    isListed: search === undefined,
    main: html`<h1>${own(site, words.search)}</h1>
${searchForm(site, { label: words.allWords, asked, hint: words.howToSearch })}
${search && newestArticles(site, search.newest, words.none.search)}
${search && subscribe(site, search.feed, search.feed.query.text)}`,
  });
}
