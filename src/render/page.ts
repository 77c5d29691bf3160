// What all pages for people have in common: head, way to the feeds, header, footer. Pure.
import {
  ALL,
  type Feed,
  FORMAT_NAME,
  FORMAT_TYPE,
  FORMATS,
  feedPath,
  type PodcastFeed,
  pagePath,
  SEARCH_PATH,
} from '../feed.ts';
import { cleanText } from '../text.ts';
import { type Html, html } from './html.ts';
import { direction, ours, own, wordsOf } from './language.ts';
import { openGraph } from './open-graph.ts';

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

export type Page = {
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
  /** True for the home page, whose heading is the name of the site. */
  readonly isHome?: boolean;
};

const ROOMS = [
  { path: pagePath(ALL), name: 'home' },
  { path: '/tags/', name: 'tags' },
  { path: '/authors/', name: 'authors' },
  { path: SEARCH_PATH, name: 'search' },
] as const;

/** What of the articles of a page can be played. */
export type PagePodcast = { readonly feed: PodcastFeed; readonly title: string };

/** A whole page. */
export function page(site: PageSite, of: Page): string {
  const { title, description, canonical, feeds, podcast, main, told, isListed = true, isHome = false } = of;
  const { baseUrl } = site;
  const words = wordsOf(site);
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
${!isListed && html`<meta name="robots" content="noindex">\n`}${canonical !== undefined && html`<link rel="canonical" href="${canonical}">\n`}${alternates}${podcast && html`<link rel="alternate" type="${FORMAT_TYPE.podcast}" title="${words.podcastOf(podcast.title)}" href="${baseUrl}${feedPath(podcast.feed, 'podcast')}">\n`}<link rel="icon" type="image/svg+xml" href="${rootPath(baseUrl)}/icon.svg">
<link rel="stylesheet" href="${rootPath(baseUrl)}/style.css">
${card}</head>
<body>
<a class="skip" href="#main"${ours(site)}>${words.skip}</a>
<header class="masthead">
${!isHome && html`<p class="site"><a href="${baseUrl}/" dir="auto">${site.title}</a></p>\n`}<nav aria-label="${words.rooms}"${ours(site)}>
<ul>
${ROOMS.map(({ path, name }) => html`<li><a href="${baseUrl}${path}"${canonical === baseUrl + path && html` aria-current="page"`}>${words[name]}</a></li>\n`)}</ul>
</nav>
</header>
<main id="main">
${main}
</main>
<footer class="imprint">
<p>${own(site, html`${words.feedsOfAll} ${FORMATS.map((format, index) => html`${index > 0 && words.comma}<a href="${baseUrl}${feedPath(ALL, format)}">${FORMAT_NAME[format]}</a>`)} · <a href="${baseUrl}/feeds.opml">${words.everyFeed}</a>`)}</p>
</footer>
</body>
</html>
`;
  return cleanText(document.toString());
}

/** Styles come from wherever the page came from, so that it looks right under another name of this machine too. */
export function rootPath(baseUrl: string): string {
  return new URL(baseUrl).pathname.replace(/\/$/, '');
}
