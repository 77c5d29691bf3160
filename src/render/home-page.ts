// What is published here -> the home page. Pure.
import type { Entry } from '../entry.ts';
import { ALL, pagePath, type TagCount } from '../feed.ts';
import { html } from './html.ts';
import { own } from './language.ts';
import { groupList, NO_TAG, newestArticles } from './lists.ts';
import { type PagePodcast, type PageSite, page } from './page.ts';
import { subscribe } from './subscribe.ts';

/** Tags on the home page: all of them, unless it would become one that no browser likes. */
const TAGS_AT_HOME = 1000;

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
    ...(podcast ? { podcast } : {}),
    main: html`<h1 dir="auto">${site.title}</h1>
<p class="lead" dir="auto">${site.description}</p>
${subscribe(site, ALL, 'article', { count: articles, podcast })}
<section aria-labelledby="tags">
<h2 id="tags">${own(site, 'Tags')}</h2>
${groupList(site, 'tag', largest(tags), NO_TAG)}
${tags.length > TAGS_AT_HOME && html`<p>${own(site, html`These are the ${TAGS_AT_HOME} largest of <a href="${site.baseUrl}/tags/">all ${tags.length} tags</a>.`)}</p>`}
</section>
${newestArticles(site, newest, 'There is no article here yet.')}`,
  });
}

/** The tags with the most articles, in the order in which they came. */
function largest(tags: readonly TagCount[]): readonly TagCount[] {
  if (tags.length <= TAGS_AT_HOME) return tags;
  const chosen = new Set(tags.toSorted((one, other) => other.count - one.count).slice(0, TAGS_AT_HOME));
  return tags.filter((tag) => chosen.has(tag));
}
