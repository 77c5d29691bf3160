// Entries and tags -> pages for people: plain HTML, no scripts, every page with the way to its feeds. Pure.
import { type Entry, SITE_MARK, type Tag } from '../entry.ts';
import {
  ALL,
  articlePath,
  type Feed,
  FORMAT_NAME,
  FORMAT_TYPE,
  FORMATS,
  feedPath,
  pagePath,
  type TagCount,
} from '../feed.ts';
import { cleanText, escapeMarkup } from '../text.ts';
import { type Html, html, raw } from './html.ts';
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

type Page = {
  readonly title: string;
  readonly description: string;
  /** Undefined for a page that is nowhere, such as an error. */
  readonly canonical?: string;
  /** The page's own feed first: readers take the first that they find (HTTP-67). */
  readonly feeds: readonly { readonly feed: Feed; readonly name: string }[];
  readonly main: Html;
};

/** The home page: what is published here and how to subscribe to it. */
export function homePage(
  site: PageSite,
  home: { tags: readonly TagCount[]; newest: readonly Entry[]; articles: number },
): string {
  const { tags, newest, articles } = home;
  return page(site, {
    title: site.title,
    description: site.description,
    canonical: site.baseUrl + pagePath(ALL),
    feeds: [],
    main: html`<h1 dir="auto">${site.title}</h1>
<p class="lead" dir="auto">${site.description}</p>
${subscribe(site, ALL, `all ${articles} ${articles === 1 ? 'article' : 'articles'}`)}
<section aria-labelledby="tags">
<h2 id="tags">Tags</h2>
${tagList(site, tags)}
</section>
<section aria-labelledby="newest">
<h2 id="newest">Newest articles</h2>
${articleList(site, newest)}
</section>`,
  });
}

/** The list of all tags. */
export function tagListPage(site: PageSite, tags: readonly TagCount[]): string {
  return page(site, {
    title: `Tags – ${site.title}`,
    description: `All tags of ${site.title}, each with its own feed.`,
    canonical: `${site.baseUrl}/tags/`,
    feeds: [],
    main: html`<h1>Tags</h1>
<p class="lead">Every tag has a page and a feed of its own.</p>
${tagList(site, tags)}`,
  });
}

/** The page of one tag: what its feed is, and its newest articles. */
export function tagPage(
  site: PageSite,
  tag: { slug: string; title: string; description?: string; count: number },
  newest: readonly Entry[],
): string {
  const feed: Feed = { kind: 'tag', slug: tag.slug };
  return page(site, {
    title: `${tag.title} – ${site.title}`,
    description: tag.description ?? `Articles tagged ${tag.title}.`,
    canonical: site.baseUrl + pagePath(feed),
    feeds: [{ feed, name: tag.title }],
    main: html`<h1 dir="auto">${tag.title}</h1>
${tag.description !== undefined && html`<p class="lead" dir="auto">${tag.description}</p>`}
${subscribe(site, feed, `the ${tag.count} ${tag.count === 1 ? 'article' : 'articles'} tagged “${tag.title}”`)}
<section aria-labelledby="newest">
<h2 id="newest">Newest articles</h2>
${articleList(site, newest)}
</section>`,
  });
}

/** One article. */
export function articlePage(site: PageSite, entry: Entry): string {
  const language = entry.language !== undefined && entry.language !== site.language ? entry.language : undefined;
  // A function, for `$` in an address would mean something in a replacement.
  const body = entry.content.replaceAll(SITE_MARK, () => escapeMarkup(site.baseUrl));
  return page(site, {
    title: `${entry.title} – ${site.title}`,
    description: entry.summary ?? entry.title,
    canonical: entry.link ?? site.baseUrl + articlePath(entry.slug),
    feeds: entry.tags.map(({ slug, label }) => ({ feed: { kind: 'tag', slug }, name: label })),
    main: html`<article${language !== undefined && html` lang="${language}" dir="${direction(language)}"`}>
<h1 dir="auto">${entry.title}</h1>
<p class="meta">${time(site, entry)}${entry.authors.length > 0 && html` · <span dir="auto">${entry.authors.map(({ name }) => name).join(', ')}</span>`}</p>
${figure(site, entry)}
<div class="article-body">
${raw(body)}
</div>
${entry.link !== undefined && html`<p class="meta">First published at <a href="${entry.link}">${new URL(entry.link).host}</a></p>`}
${entry.tags.length > 0 && html`<p class="tags" role="group" aria-label="Tags of this article">${tagLinks(site, entry.tags)}</p>`}
</article>`,
  });
}

/** A page that says what went wrong and where to go instead. */
export function errorPage(site: PageSite, problem: { status: number; title: string; text: string }): string {
  return page(site, {
    title: `${problem.title} – ${site.title}`,
    description: problem.text,
    feeds: [],
    main: html`<h1>${problem.title}</h1>
<p class="lead">${problem.text}</p>
<p><a href="${site.baseUrl}/">All articles</a> · <a href="${site.baseUrl}/tags/">All tags</a></p>`,
  });
}

function page(site: PageSite, { title, description, canonical, feeds, main }: Page): string {
  const { baseUrl } = site;
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
${canonical !== undefined && html`<link rel="canonical" href="${canonical}">\n`}${alternates}<link rel="stylesheet" href="${rootPath(baseUrl)}/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header>
<p class="site"><a href="${baseUrl}/" dir="auto">${site.title}</a></p>
<nav aria-label="Main"><a href="${baseUrl}/">Home</a> <a href="${baseUrl}/tags/">Tags</a></nav>
</header>
<main id="main">
${main}
</main>
<footer>
<p>Feeds of all articles: ${FORMATS.map((format, index) => html`${index > 0 && ', '}<a href="${baseUrl}${feedPath(ALL, format)}">${FORMAT_NAME[format]}</a>`)} · <a href="${baseUrl}/feeds.opml">every feed (OPML)</a></p>
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

function subscribe({ baseUrl }: PageSite, feed: Feed, what: string): Html {
  return html`<section class="subscribe" aria-labelledby="subscribe">
<h2 id="subscribe">Subscribe</h2>
<p>Put one of these addresses into a feed reader, and it tells you when there is something new among ${what}.</p>
<ul>
${FORMATS.map((format) => {
  const address = baseUrl + feedPath(feed, format);
  return html`<li><a href="${address}">${FORMAT_NAME[format]}</a> <code>${address}</code></li>\n`;
})}</ul>
</section>`;
}

function tagList({ baseUrl }: PageSite, tags: readonly TagCount[]): Html {
  if (tags.length === 0) return html`<p>No article has a tag yet.</p>`;
  return html`<ul class="tags">
${tags.map(({ slug, label, count }) => html`<li><a href="${baseUrl}${pagePath({ kind: 'tag', slug })}" dir="auto">${label}</a> <span class="count">${count}</span></li>\n`)}</ul>`;
}

function tagLinks({ baseUrl }: PageSite, tags: readonly Tag[]): Html[] {
  return tags.map(
    ({ slug, label }) =>
      html`<a href="${baseUrl}${pagePath({ kind: 'tag', slug })}" rel="tag" dir="auto">${label}</a> `,
  );
}

function articleList(site: PageSite, entries: readonly Entry[]): Html {
  if (entries.length === 0) return html`<p>There is no article here yet.</p>`;
  return html`<ol class="articles">
${entries.map(
  (entry) => html`<li>
<h3 dir="auto"><a href="${site.baseUrl}${articlePath(entry.slug)}">${entry.title}</a></h3>
<p class="meta">${time(site, entry)} ${tagLinks(site, entry.tags)}</p>
${entry.summary !== undefined && entry.summary !== entry.title && html`<p dir="auto">${entry.summary}</p>`}
</li>
`,
)}</ol>`;
}

function figure({ baseUrl }: PageSite, { picture }: Entry): Html | false {
  if (picture?.url === undefined) return false;
  const caption = [picture.caption, picture.credit].filter((text) => text !== undefined).join(' · ');
  return html`<figure><img src="${picture.url.replace(SITE_MARK, () => baseUrl)}" alt="${picture.caption ?? ''}">${caption !== '' && html`<figcaption dir="auto">${caption}</figcaption>`}</figure>`;
}

function time(site: PageSite, { published }: Entry): Html {
  return html`<time datetime="${rfc3339(published)}">${dateFormat(site).format(published)}</time>`;
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

const RIGHT_TO_LEFT = /^(?:ar|arc|ckb|dv|fa|he|ks|nqo|ps|sd|syr|ug|ur|yi)(?:-|$)/i;

function direction(language: string): 'rtl' | 'ltr' {
  return RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
}
