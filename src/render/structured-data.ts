// An entry -> what its page says to those who gather news: a NewsArticle of schema.org, as JSON-LD (NEWS-03). Pure.
import type { Byline, Enclosure, Entry, Picture } from '../entry.ts';
import { pagePath } from '../feed.ts';
import { beginningOf } from '../text.ts';
import { type Html, html, raw } from './html.ts';
import { stringifyInHtml, unlessEmpty } from './json.ts';
import { absolute, permalink } from './publication.ts';
import { rfc3339, rfc3339Exact } from './xml.ts';

type Site = { readonly title: string; readonly language: string; readonly baseUrl: string };

/** UTF-16 units; those who gather news cut what is longer, or leave the article out. */
const LONGEST_HEADLINE = 110;

/** Data for machines: browsers run nothing of such a type, so no policy has anything against it. */
export function structuredData(site: Site, entry: Entry): Html {
  return html`<script type="application/ld+json">${raw(stringifyInHtml(newsArticle(site, entry)))}</script>\n`;
}

/** What nobody knows is not said: `stringify` leaves it out. */
function newsArticle(site: Site, entry: Entry): object {
  const { title, picture, enclosures = [] } = entry;
  const url = permalink(entry, site);
  const headline = beginningOf(title, LONGEST_HEADLINE);
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    identifier: entry.id,
    url,
    mainEntityOfPage: { '@type': 'WebPage', '@id': url },
    headline,
    name: headline === title ? undefined : title,
    description: entry.summary,
    inLanguage: entry.language ?? site.language,
    datePublished: rfc3339(entry.published),
    dateModified: rfc3339Exact(entry.updated),
    author: unlessEmpty(entry.authors.map((author) => authorOf(author, site))),
    publisher: publisherOf(site),
    image: picture?.url === undefined ? undefined : imageOf(picture, picture.url, site),
    keywords: unlessEmpty(entry.tags.map(({ label }) => label)),
    associatedMedia: unlessEmpty(enclosures.map((enclosure) => mediumOf(enclosure, site))),
  };
}

function publisherOf({ title, baseUrl }: Site): object {
  return { '@type': 'Organization', name: title, url: `${baseUrl}/` };
}

/** Bylines name people, but for the publication's own. */
function authorOf({ name, slug, url }: Byline, site: Site): object {
  return {
    '@type': name === site.title ? 'Organization' : 'Person',
    name,
    url: site.baseUrl + pagePath({ kind: 'author', slug }),
    sameAs: url,
  };
}

function imageOf({ type, width, height, caption, credit }: Picture, url: string, site: Site): object {
  return {
    '@type': 'ImageObject',
    url: absolute(url, site),
    encodingFormat: type,
    width,
    height,
    caption,
    creditText: credit,
  };
}

function mediumOf({ url, type, title, length, durationSeconds, width, height }: Enclosure, site: Site): object {
  const [kind = ''] = (type ?? '').split('/', 1);
  return {
    '@type': Object.hasOwn(KINDS, kind) ? KINDS[kind] : 'MediaObject',
    name: title,
    contentUrl: absolute(url, site),
    encodingFormat: type,
    contentSize: length === undefined ? undefined : `${length} B`,
    duration: durationSeconds === undefined ? undefined : `PT${Math.round(durationSeconds)}S`,
    width,
    height,
  };
}

const KINDS: Readonly<Record<string, string>> = { audio: 'AudioObject', image: 'ImageObject', video: 'VideoObject' };
