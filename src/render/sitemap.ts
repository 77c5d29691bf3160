// Lists of pages -> sitemaps and robots.txt, as crawlers want them. Pure.
import type { Entry } from '../entry.ts';
import { articlePath, BUILDER_PATH, NEWS_PATH, SEARCH_PATH, SITEMAP_PATH } from '../feed.ts';
import type { Publication } from './publication.ts';
import { rfc3339, xmlText } from './xml.ts';

const SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"';
/** NEWS-04: an address is shorter, and a line is not longer for what is escaped in it. */
const LONGEST_ADDRESS = 2048;

type Site = Pick<Publication, 'baseUrl'>;

/** A page, or a sitemap, and when it last really changed. */
export type Listed = { readonly path: string; readonly changed?: Date };
export type NewsArticle = Pick<Entry, 'slug' | 'title' | 'language' | 'published'>;

export function renderSitemap(pages: readonly Listed[], site: Site): string {
  return document('urlset', SITEMAP, listing('url', pages, site));
}

export function renderSitemapIndex(sitemaps: readonly Listed[], site: Site): string {
  return document('sitemapindex', SITEMAP, listing('sitemap', sitemaps, site));
}

/** NEWS-01. An empty one is fine (NEWS-02). */
export function renderNewsSitemap(
  articles: readonly NewsArticle[],
  publication: Pick<Publication, 'baseUrl' | 'language' | 'newsName' | 'title'>,
): string {
  const name = xmlText(publication.newsName ?? publication.title);
  const urls = articles.flatMap(({ slug, title, language = publication.language, published }) => {
    const by = `<news:name>${name}</news:name><news:language>${newsLanguage(language)}</news:language>`;
    const said = [
      `<news:publication>${by}</news:publication>`,
      // When it was first published, whatever became of it since.
      `<news:publication_date>${rfc3339(published)}</news:publication_date>`,
      `<news:title>${xmlText(title)}</news:title>`,
    ];
    return listed('url', articlePath(slug), publication, `<news:news>${said.join('')}</news:news>`);
  });
  return document('urlset', `${SITEMAP} ${NEWS}`, urls);
}

/**
 * NEWS-05: everything may be read but what is for the operator, and searches and combinations of tags, of which there is no
 * end. Crawlers read it at the root of a host alone: of a publication below that, these are the lines that belong there.
 */
export function renderRobots({ baseUrl }: Site): string {
  // Signs that mean something in a rule; elsewhere an address is as it should be.
  const base = new URL(baseUrl).pathname.replace(/\/$/, '').replaceAll('*', '%2A').replaceAll('$', '%24');
  const lines = [
    'User-agent: *',
    ...['/status', '/metrics', SEARCH_PATH, `${BUILDER_PATH}?`].map((path) => `Disallow: ${base}${path}`),
    '',
    ...[SITEMAP_PATH, NEWS_PATH].map((path) => `Sitemap: ${baseUrl}${path}`),
    '',
  ];
  return lines.join('\n');
}

function document(root: string, namespaces: string, lines: readonly string[]): string {
  return ['<?xml version="1.0" encoding="utf-8"?>', `<${root} ${namespaces}>`, ...lines, `</${root}>`, ''].join('\n');
}

function listing(name: string, pages: readonly Listed[], site: Site): readonly string[] {
  return pages.flatMap(({ path, changed }) =>
    listed(name, path, site, changed ? `<lastmod>${rfc3339(changed)}</lastmod>` : ''),
  );
}

/** Nothing when the address is too long for any crawler. */
function listed(name: string, path: string, { baseUrl }: Site, more: string): readonly string[] {
  const address = xmlText(baseUrl + path);
  return address.length < LONGEST_ADDRESS ? [`<${name}><loc>${address}</loc>${more}</${name}>`] : [];
}

/** NEWS-01: of ISO 639; of Chinese it says which script it is in. `und`: it is none of them. */
export function newsLanguage(tag: string): string {
  const locale = new Intl.Locale(tag);
  if (locale.language === 'zh') return locale.maximize().script === 'Hant' ? 'zh-tw' : 'zh-cn';
  return /^[a-z]{2,3}$/.test(locale.language) ? locale.language : 'und';
}
