// What is published here -> the home page. Pure.
import type { Entry } from '../entry.ts';
import { ALL, BUILDER_PATH, pagePath, type TagCount } from '../feed.ts';
import { html } from './html.ts';
import { own, wordsOf } from './language.ts';
import { groupList, newestArticles } from './lists.ts';
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
  const words = wordsOf(site);
  return page(site, {
    title: site.title,
    description: site.description,
    canonical: site.baseUrl + pagePath(ALL),
    feeds: [],
    isHome: true,
    ...(podcast ? { podcast } : {}),
    main: html`<h1 dir="auto">${site.title}</h1>
<p class="lead" dir="auto">${site.description}</p>
${searchForm(site, { label: words.search })}
${newestArticles(site, newest.slice(0, ARTICLES_AT_HOME), words.none.all)}
<section aria-labelledby="tags">
<h2 id="tags">${own(site, words.tags)}</h2>
${groupList(site, 'tag', largest(tags), words.noTag)}
${
  tags.length > TAGS_AT_HOME &&
  html`<p>${own(
    site,
    words.largestTags(TAGS_AT_HOME, tags.length, (all) => html`<a href="${site.baseUrl}/tags/">${all}</a>`),
  )}</p>`
}${tags.length > 1 && html`<p>${own(site, html`<a href="${site.baseUrl}${BUILDER_PATH}">${words.combine}</a>`)}</p>`}
</section>
${subscribe(site, ALL, site.title, { count: articles, podcast })}`,
  });
}

/** The tags with the most articles, in the order in which they came. */
function largest(tags: readonly TagCount[]): readonly TagCount[] {
  if (tags.length <= TAGS_AT_HOME) return tags;
  const chosen = new Set(tags.toSorted((one, other) => other.count - one.count).slice(0, TAGS_AT_HOME));
  return tags.filter((tag) => chosen.has(tag));
}
