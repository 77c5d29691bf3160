// Entries and tags -> pages for people: plain HTML that runs nothing, every page with the way to its feeds. Pure.
import { type Entry, SITE_MARK, type Tag } from '../entry.ts';
import {
  ALL,
  articlePath,
  type Feed,
  FORMAT_NAME,
  FORMAT_TYPE,
  FORMATS,
  feedPath,
  type PodcastFeed,
  pagePath,
  SEARCH_PATH,
  type SearchFeed,
  type TagCount,
} from '../feed.ts';
import { LONGEST_QUERY } from '../query.ts';
import { cleanText, escapeMarkup } from '../text.ts';
import { type Html, html, raw } from './html.ts';
import { direction, english, inner, isForeign, own, spoken } from './language.ts';
import { articleOpenGraph, openGraph } from './open-graph.ts';
import { chapterList, figure, players, transcriptLinks } from './players.ts';
import { permalink } from './publication.ts';
import { structuredData } from './structured-data.ts';
import { rfc3339 } from './xml.ts';

export type PageSite = {
  readonly title: string;
  readonly description: string;
  /** BCP 47. */
  readonly language: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** IANA name: dates are shown in it. */
  readonly timezone: string;
};

const NO_TAG = 'No article has a tag yet.';
/** Tags on the home page: all of them, unless it would become one that no browser likes. */
const TAGS_AT_HOME = 1000;
/** A shorter title is a word or a name, with which a sentence may well begin. */
const LEAST_REPETITION = 20;

type Page = {
  readonly title: string;
  readonly description: string;
  /** Undefined for a page that is nowhere, such as an error. */
  readonly canonical?: string;
  /** The page's own feed first: readers take the first that they find (HTTP-67). */
  readonly feeds: readonly { readonly feed: Feed; readonly name: string }[];
  readonly podcast?: PagePodcast;
  readonly main: Html;
  /** What machines are told of the page, beside its title and description, where it is more than of any page. */
  readonly told?: readonly Html[];
  /** False for what a search engine shall not list: there is no end of searches. */
  readonly isListed?: boolean;
};

/** What of the articles of a page can be played. */
export type PagePodcast = { readonly feed: PodcastFeed; readonly title: string };

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

/** The list of all tags. */
export function tagListPage(site: PageSite, tags: readonly TagCount[]): string {
  return page(site, {
    title: `Tags – ${site.title}`,
    description: `All tags of ${site.title}, each with its own feed.`,
    canonical: `${site.baseUrl}/tags/`,
    feeds: [],
    main: html`<h1>${own(site, 'Tags')}</h1>
<p class="lead">${own(site, 'Every tag has a page and a feed of its own.')}</p>
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
${newestArticles(site, newest, NONE_LEFT[feed.kind])}`,
  });
}

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

/** One article. */
export function articlePage(site: PageSite, entry: Entry): string {
  const context = { language: entry.language ?? site.language };
  return page(site, {
    title: `${entry.title} – ${site.title}`,
    description: entry.summary ?? entry.title,
    canonical: permalink(entry, site),
    told: [...articleOpenGraph(site, entry), structuredData(site, entry)],
    feeds: entry.tags.map(({ slug, label }) => ({ feed: { kind: 'tag', slug }, name: label })),
    main: html`<article${spoken(site, entry)}>
<h1>${entry.title}</h1>
<p class="meta">${time(site, entry)}${entry.authors.length > 0 && html` · ${authorLinks(site, entry)}`}</p>
${figure(site, entry)}${players(site, entry)}${transcriptLinks(site, entry)}
<div class="article-body"${inner(site, entry)}>
${raw(bodyOf(entry, site))}
</div>
${chapterList(site, entry)}${entry.link !== undefined && html`<p class="meta">${own(context, html`First published at <a href="${entry.link}">${new URL(entry.link).host}</a>`)}</p>`}
${entry.tags.length > 0 && html`<p class="tags">${own(context, 'Tags:')} ${tagLinks(site, entry.tags)}</p>`}
</article>`,
  });
}

/** A page that says what went wrong and where to go instead. */
export function errorPage(site: PageSite, problem: { status: number; title: string; text: string }): string {
  return page(site, {
    title: `${problem.title} – ${site.title}`,
    description: problem.text,
    feeds: [],
    main: html`<h1>${own(site, problem.title)}</h1>
<p class="lead">${own(site, problem.text)}</p>
<p>${own(site, html`<a href="${site.baseUrl}/">All articles</a> · <a href="${site.baseUrl}/tags/">All tags</a>`)}</p>`,
  });
}

function page(site: PageSite, of: Page): string {
  const { title, description, canonical, feeds, podcast, main, told, isListed = true } = of;
  const { baseUrl } = site;
  const card = told ?? (canonical !== undefined && openGraph(site, { title, description, url: canonical }));
  const alternates = [...feeds, { feed: ALL, name: site.title }].flatMap(({ feed, name }) =>
    FORMATS.map(
      (format) =>
        html`<link rel="alternate" type="${FORMAT_TYPE[format]}" title="${name} – ${FORMAT_NAME[format]}" href="${baseUrl}${feedPath(feed, format)}">\n`,
    ),
  );
  const document = html`<!DOCTYPE html>
<html lang="${site.language}" dir="${direction(site.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${description}">
<meta name="color-scheme" content="light dark">
${!isListed && html`<meta name="robots" content="noindex">\n`}${canonical !== undefined && html`<link rel="canonical" href="${canonical}">\n`}${alternates}${podcast && html`<link rel="alternate" type="${FORMAT_TYPE.podcast}" title="${podcast.title} (podcast)" href="${baseUrl}${feedPath(podcast.feed, 'podcast')}">\n`}<link rel="stylesheet" href="${rootPath(baseUrl)}/style.css">
${card}</head>
<body>
<a class="skip" href="#main"${english(site)}>Skip to the text</a>
<header>
<p class="site"><a href="${baseUrl}/" dir="auto">${site.title}</a></p>
<nav aria-label="Main"${english(site)}><a href="${baseUrl}/">Home</a> <a href="${baseUrl}/tags/">Tags</a> <a href="${baseUrl}/authors/">Authors</a> <a href="${baseUrl}${SEARCH_PATH}">Search</a></nav>
</header>
<main id="main">
${main}
</main>
<footer>
<p>${own(site, html`Feeds of all articles: ${FORMATS.map((format, index) => html`${index > 0 && ', '}<a href="${baseUrl}${feedPath(ALL, format)}">${FORMAT_NAME[format]}</a>`)} · <a href="${baseUrl}/feeds.opml">every feed (OPML)</a>`)}</p>
</footer>
</body>
</html>
`;
  return cleanText(document.text);
}

/** Styles come from wherever the page came from, so that it looks right under another name of this machine too. */
function rootPath(baseUrl: string): string {
  return new URL(baseUrl).pathname.replace(/\/$/, '');
}

/** @param count of articles so far; undefined when nobody counts them */
function subscribe(
  site: PageSite,
  feed: Feed,
  what: Html | string,
  { count, podcast }: { readonly count?: number | undefined; readonly podcast?: PagePodcast | undefined } = {},
): Html {
  const addresses = [
    ...FORMATS.map((format) => ({ name: FORMAT_NAME[format], path: feedPath(feed, format) })),
    ...(podcast ? [{ name: 'Podcast', path: feedPath(podcast.feed, 'podcast') }] : []),
  ];
  const soFar = count === 0 ? ' There is none at present.' : ` There ${count === 1 ? 'is' : 'are'} ${count} so far.`;
  return html`<section class="subscribe" aria-labelledby="subscribe"${english(site)}>
<h2 id="subscribe">Subscribe</h2>
<p>Put one of these addresses into a feed reader, and it tells you of every new ${what}.${count !== undefined && soFar}</p>
<ul>
${addresses.map(({ name, path }) => {
  const address = site.baseUrl + path;
  return html`<li><a href="${address}">${name}</a> <code dir="ltr">${breakable(address)}</code></li>\n`;
})}</ul>
</section>`;
}

/** An address that breaks at its slashes where it has to; it is copied as it is. */
function breakable(address: string): Html[] {
  return address.split(/(?<=[^/]\/)(?=[^/])/).map((part, index) => html`${index > 0 && html`<wbr>`}${part}`);
}

/** The tags with the most articles, in the order in which they came. */
function largest(tags: readonly TagCount[]): readonly TagCount[] {
  if (tags.length <= TAGS_AT_HOME) return tags;
  const chosen = new Set(tags.toSorted((one, other) => other.count - one.count).slice(0, TAGS_AT_HOME));
  return tags.filter((tag) => chosen.has(tag));
}

/** @param none what is said when there is none */
function groupList(site: PageSite, kind: 'tag' | 'author', groups: readonly TagCount[], none: string): Html {
  if (groups.length === 0) return html`<p>${own(site, none)}</p>`;
  return html`<ul class="tags">
${groups.map(({ slug, label, count }) => html`<li><a href="${site.baseUrl}${pagePath({ kind, slug })}" dir="auto">${label}</a> <span class="count">${count}</span></li>\n`)}</ul>`;
}

function tagLinks({ baseUrl }: PageSite, tags: readonly Tag[]): Html[] {
  return tags.map(
    ({ slug, label }, index) =>
      html`${index > 0 && ' · '}<a href="${baseUrl}${pagePath({ kind: 'tag', slug })}" rel="tag" dir="auto">${label}</a>`,
  );
}

function authorLinks({ baseUrl }: PageSite, { authors }: Entry): Html[] {
  return authors.map(
    ({ slug, name }, index) =>
      html`${index > 0 && ', '}<a href="${baseUrl}${pagePath({ kind: 'author', slug })}" rel="author" dir="auto">${name}</a>`,
  );
}

/** @param none what is said when there is no article */
function newestArticles(site: PageSite, entries: readonly Entry[], none: string): Html {
  return html`<section aria-labelledby="newest">
<h2 id="newest">${own(site, 'Newest articles')}</h2>
${entries.length === 0 ? html`<p>${own(site, none)}</p>` : articleList(site, entries)}
</section>`;
}

function articleList(site: PageSite, entries: readonly Entry[]): Html {
  return html`<ol class="articles">
${entries.map(
  (entry) => html`<li${spoken(site, entry)}>
<h3><a href="${site.baseUrl}${articlePath(entry.slug)}">${entry.title}</a></h3>
<p class="meta">${time(site, entry)}${entry.tags.length > 0 && ' · '}${tagLinks(site, entry.tags)}</p>
${entry.summary !== undefined && !repeats(entry.summary, entry.title) && html`<p${inner(site, entry)}>${entry.summary}</p>`}
</li>
`,
)}</ol>`;
}

/** Whether a text says the title again, or begins with it: a headline is often the first sentence, cut short or not. */
function repeats(text: string, title: string): boolean {
  const [said, all] = [title.replace(/[\s.…]+$/u, '').toLowerCase(), text.toLowerCase()];
  const rest = all.startsWith(said) ? all.slice(said.length) : undefined;
  if (rest === undefined || /^[\p{L}\p{N}]/u.test(rest)) return false;
  return said.length >= LEAST_REPETITION || !/[\p{L}\p{N}]/u.test(rest);
}

/** The HTML of an article as a page can bear it: its headings stand below the title, and what is wide scrolls. */
function bodyOf({ content }: Entry, { baseUrl }: PageSite): string {
  const lowered = /<h1[\s>]/.test(content)
    ? content.replace(/(<\/?h)([1-5])(?=[\s>])/g, (_, start: string, level: string) => start + (Number(level) + 1))
    : content;
  return (
    lowered
      // What scrolls has to be reached with a keyboard.
      .replace(/<pre(?=[\s>])/g, '<pre tabindex="0"')
      .replace(/<table(?=[\s>])/g, '<div class="wide" tabindex="0"><table')
      .replaceAll('</table>', '</table></div>')
      // A function, for `$` in an address would mean something in a replacement.
      .replaceAll(SITE_MARK, () => escapeMarkup(baseUrl))
  );
}

/** A date in the language of the site; in an article of another one it is marked as such. */
function time(site: PageSite, entry: Entry): Html {
  const date = html`<time datetime="${rfc3339(entry.published)}">${dateFormat(site).format(entry.published)}</time>`;
  return html`<bdi${isForeign(site, entry) && html` lang="${site.language}"`}>${date}</bdi>`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are dear to make, and there are as many as sites: one. */
function dateFormat({ language, timezone }: PageSite): Intl.DateTimeFormat {
  const key = `${language} ${timezone}`;
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat([language, 'en'], { dateStyle: 'long', timeZone: timezone });
  formats.set(key, format);
  return format;
}
