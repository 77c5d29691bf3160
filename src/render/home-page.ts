// What is published here -> the home page. Pure.
import type { Entry } from '../entry.ts';
import { ALL, pagePath, type TagCount } from '../feed.ts';
import { html } from './html.ts';
import { own } from './language.ts';
import { groupList, NO_TAG, newestArticles } from './lists.ts';
import { type PagePodcast, type PageSite, page } from './page.ts';
import { searchForm } from './search-form.ts';
import { subscribe } from './subscribe.ts';

/** A home page is light: with everything that it loads, it has 50 kB at most. */
const TAGS_AT_HOME = 60;
const ARTICLES_AT_HOME = 15;

/** The home page: what is published here and how to subscribe to it. */
export function homePage(
  site: PageSite,
  home: { tags: readonly TagCount[]; newest: readonly Entry[]; articles: number; podcast?: PagePodcast },
): string {
  const { tags, newest, articles, podcast } = home;
  return page(site, {
    title: site.title,
    description: site.description,
    canonical: site.baseUrl + pagePath(ALL),
    feeds: [],
    isHome: true,
    ...(podcast ? { podcast } : {}),
    main: html`<h1 dir="auto">${site.title}</h1>
<p class="lead" dir="auto">${site.description}</p>
${searchForm(site, { label: 'Search' })}
${newestArticles(site, newest.slice(0, ARTICLES_AT_HOME), 'There is no article here yet.')}
<section aria-labelledby="tags">
<h2 id="tags">${own(site, 'Tags')}</h2>
${groupList(site, 'tag', largest(tags), NO_TAG)}
${tags.length > TAGS_AT_HOME && html`<p>${own(site, html`These are the ${TAGS_AT_HOME} largest of <a href="${site.baseUrl}/tags/">all ${tags.length} tags</a>.`)}</p>`}
</section>
${subscribe(site, ALL, 'article', { count: articles, podcast })}`,
  });
}

/** The tags with the most articles, in the order in which they came. */
function largest(tags: readonly TagCount[]): readonly TagCount[] {
  if (tags.length <= TAGS_AT_HOME) return tags;
  const chosen = new Set(tags.toSorted((one, other) => other.count - one.count).slice(0, TAGS_AT_HOME));
  return tags.filter((tag) => chosen.has(tag));
}
