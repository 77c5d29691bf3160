// A tag, an author, or tags together -> their page; and the lists of all tags and authors. Pure.
import { builderPath, termsOf } from '../combination.ts';
import type { Entry } from '../entry.ts';
import { BUILDER_PATH, type Feed, pagePath, type TagCount } from '../feed.ts';
import { type Html, html } from './html.ts';
import { own } from './language.ts';
import { groupList, NO_TAG, newestArticles } from './lists.ts';
import { type PagePodcast, type PageSite, page } from './page.ts';
import { subscribe } from './subscribe.ts';

/** The list of all tags. */
export function tagListPage(site: PageSite, tags: readonly TagCount[]): string {
  return page(site, {
    title: `Tags – ${site.title}`,
    description: `All tags of ${site.title}, each with its own feed.`,
    canonical: `${site.baseUrl}/tags/`,
    feeds: [],
    main: html`<h1>${own(site, 'Tags')}</h1>
<p class="lead">${own(site, html`Every tag has a page and a feed of its own. <a href="${site.baseUrl}${BUILDER_PATH}">Combine tags</a> for a feed of several.`)}</p>
${groupList(site, 'tag', tags, NO_TAG)}`,
  });
}

/** The list of all authors. */
export function authorListPage(site: PageSite, authors: readonly TagCount[]): string {
  return page(site, {
    title: `Authors – ${site.title}`,
    description: `All authors of ${site.title}, each with their own feed.`,
    canonical: `${site.baseUrl}/authors/`,
    feeds: [],
    main: html`<h1>${own(site, 'Authors')}</h1>
<p class="lead">${own(site, 'Every author has a page and a feed of their own.')}</p>
${groupList(site, 'author', authors, 'No article names its author yet.')}`,
  });
}

type GroupPage = {
  readonly feed: Feed;
  readonly name: string;
  /** What the articles are. */
  readonly description: string;
  /** What their publisher says of them. */
  readonly lead?: string;
  /** Undefined: nobody has counted them. */
  readonly count?: number;
  readonly podcast?: PagePodcast;
};

const NONE_LEFT: Readonly<Record<Feed['kind'], string>> = {
  all: 'There is no article here yet.',
  tag: 'No article has this tag any more. The page and its feeds stay where they are.',
  tags: 'No article fits at present. The page and its feeds stay where they are.',
  author: 'No article is by this author any more. The page and its feeds stay where they are.',
  podcast: 'There is no episode here yet.',
  search: 'Nothing is found.',
};

/** The page of one tag or author, or of tags together: what the feed is, and its newest articles. */
export function groupPage(
  site: PageSite,
  { feed, name, description, lead, count, podcast }: GroupPage,
  newest: readonly Entry[],
): string {
  const bare = html`<bdi>${name}</bdi>`;
  return page(site, {
    title: `${name} – ${site.title}`,
    description,
    canonical: site.baseUrl + pagePath(feed),
    feeds: [{ feed, name }],
    ...(podcast ? { podcast } : {}),
    main: html`<h1 dir="auto">${name}</h1>
${lead !== undefined && html`<p class="lead" dir="auto">${lead}</p>`}
${subscribe(site, feed, feed.kind === 'author' ? html`article by ${bare}` : html`article tagged “${bare}”`, { count, podcast })}
${combineLink(site, feed)}
${newestArticles(site, newest, NONE_LEFT[feed.kind])}`,
  });
}

/** Where the tags of a page are combined further. */
function combineLink(site: PageSite, feed: Feed): Html | false {
  const selection = feed.kind === 'tag' ? [{ all: [feed.slug], none: [] }] : feed.kind === 'tags' && feed.selection;
  if (!selection) return false;
  const path = builderPath(termsOf(selection));
  return html`<p>${own(site, html`<a href="${site.baseUrl}${path}" rel="nofollow">${feed.kind === 'tag' ? 'Combine with other tags' : 'Change this combination'}</a>`)}</p>`;
}
