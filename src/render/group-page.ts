// A tag, an author, or tags together -> their page; and the lists of all tags and authors. Pure.
import { builderPath, termsOf } from '../combination.ts';
import type { Entry } from '../entry.ts';
import { BUILDER_PATH, type Feed, pagePath, type TagCount } from '../feed.ts';
import { type Html, html } from './html.ts';
import { own, wordsOf } from './language.ts';
import { groupList, newestArticles } from './lists.ts';
import { type PagePodcast, type PageSite, page } from './page.ts';
import { subscribe } from './subscribe.ts';

/** The list of all tags. */
export function tagListPage(site: PageSite, tags: readonly TagCount[]): string {
  const words = wordsOf(site);
  return page(site, {
    title: `${words.tags} – ${site.title}`,
    description: words.allTagsOf(site.title),
    canonical: `${site.baseUrl}/tags/`,
    feeds: [],
    main: html`<h1>${own(site, words.tags)}</h1>
<p class="lead">${own(
      site,
      words.everyTag((combine) => html`<a href="${site.baseUrl}${BUILDER_PATH}">${combine}</a>`),
    )}</p>
${groupList(site, 'tag', tags, words.noTag)}`,
  });
}

/** The list of all authors. */
export function authorListPage(site: PageSite, authors: readonly TagCount[]): string {
  const words = wordsOf(site);
  return page(site, {
    title: `${words.authors} – ${site.title}`,
    description: words.allAuthorsOf(site.title),
    canonical: `${site.baseUrl}/authors/`,
    feeds: [],
    main: html`<h1>${own(site, words.authors)}</h1>
<p class="lead">${own(site, words.everyAuthor)}</p>
${groupList(site, 'author', authors, words.noAuthor)}`,
  });
}

type GroupPage = {
  readonly feed: Feed;
  readonly name: string;
  /** What their publisher says of them. */
  readonly lead?: string;
  /** Undefined: nobody has counted them. */
  readonly count?: number;
  readonly podcast?: PagePodcast;
};

/** The page of one tag or author, or of tags together: what the feed is, and its newest articles. */
export function groupPage(
  site: PageSite,
  { feed, name, lead, count, podcast }: GroupPage,
  newest: readonly Entry[],
): string {
  const words = wordsOf(site);
  const isBy = feed.kind === 'author';
  return page(site, {
    title: `${name} – ${site.title}`,
    description: lead ?? (isBy ? words.articlesBy(name) : words.articlesTagged(name)),
    canonical: site.baseUrl + pagePath(feed),
    feeds: [{ feed, name }],
    ...(podcast ? { podcast } : {}),
    main: html`<h1 dir="auto">${name}</h1>
${lead !== undefined && html`<p class="lead" dir="auto">${lead}</p>`}
${subscribe(site, feed, name, { count, podcast })}
${combineLink(site, feed)}
${newestArticles(site, newest, words.none[feed.kind])}`,
  });
}

/** Where the tags of a page are combined further. */
function combineLink(site: PageSite, feed: Feed): Html | false {
  const selection = feed.kind === 'tag' ? [{ all: [feed.slug], none: [] }] : feed.kind === 'tags' && feed.selection;
  if (!selection) return false;
  const words = wordsOf(site);
  const path = builderPath(termsOf(selection));
  return html`<p>${own(site, html`<a href="${site.baseUrl}${path}" rel="nofollow">${feed.kind === 'tag' ? words.combineFurther : words.changeCombination}</a>`)}</p>`;
}
