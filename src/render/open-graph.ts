// A page -> what those read who show a link to it as a card: OpenGraph, and what X calls a card. Pure.
import type { Enclosure, Entry } from '../entry.ts';
import { pagePath } from '../feed.ts';
import { type Html, html } from './html.ts';
import { absolute, permalink } from './publication.ts';
import { rfc3339, rfc3339Exact } from './xml.ts';

type Site = { readonly title: string; readonly language: string; readonly baseUrl: string };
type Property = readonly [name: string, value: string | number | undefined];

/** Pixels: a picture that is narrower is shown small. */
const LARGE = 300;

/** Of any page but that of an article. */
export function openGraph(site: Site, page: { title: string; description: string; url: string }): Html[] {
  return written(common(site, 'website', site.language, page));
}

/** Of the page of an article, with its picture and what can be heard and seen. */
export function articleOpenGraph(site: Site, entry: Entry): Html[] {
  const { title, picture, enclosures = [], language = site.language } = entry;
  const page = { title, description: entry.summary ?? title, url: permalink(entry, site) };
  const address = picture?.url === undefined ? undefined : absolute(picture.url, site);
  const isLarge = address !== undefined && (picture?.width ?? LARGE) >= LARGE;
  return [
    ...written([
      ...common(site, 'article', language, page),
      ['article:published_time', rfc3339(entry.published)],
      ['article:modified_time', rfc3339Exact(entry.updated)],
      ...entry.authors.map(
        ({ slug }): Property => ['article:author', site.baseUrl + pagePath({ kind: 'author', slug })],
      ),
      ...entry.tags.map(({ label }): Property => ['article:tag', label]),
      ...(address === undefined ? [] : withFacts('og:image', address, picture)),
      ...(address === undefined ? [] : [['og:image:alt', picture?.caption] as const]),
      ...enclosures.flatMap((enclosure) => played(site, enclosure)),
    ]),
    html`<meta name="twitter:card" content="${isLarge ? 'summary_large_image' : 'summary'}">\n`,
  ];
}

function common(
  site: Site,
  type: 'article' | 'website',
  language: string,
  { title, description, url }: { title: string; description: string; url: string },
): Property[] {
  return [
    ['og:type', type],
    ['og:title', title],
    ['og:description', description],
    ['og:url', url],
    ['og:site_name', site.title],
    ['og:locale', localeOf(language)],
  ];
}

/** `en_GB`; undefined where no country is named: to guess one would be to choose between two. */
function localeOf(language: string): string | undefined {
  const [, spoken, country] = /^([a-z]{2,3})(?:-[A-Z][a-z]{3})?-([A-Z]{2})(?:-|$)/.exec(language) ?? [];
  return country && `${spoken}_${country}`;
}

function played(site: Site, enclosure: Enclosure): Property[] {
  const [, kind] = /^(audio|video)\//.exec(enclosure.type ?? '') ?? [];
  return kind === undefined ? [] : withFacts(`og:${kind}`, absolute(enclosure.url, site), enclosure);
}

/** What is said of a medium follows its address: there may be another behind it. */
function withFacts(
  name: string,
  url: string,
  { type, width, height }: { readonly type?: string; readonly width?: number; readonly height?: number } = {},
): Property[] {
  return [
    [name, url],
    [`${name}:type`, type],
    [`${name}:width`, width],
    [`${name}:height`, height],
  ];
}

function written(properties: readonly Property[]): Html[] {
  return properties.flatMap(([name, value]) =>
    value === undefined ? [] : html`<meta property="${name}" content="${value}">\n`,
  );
}
