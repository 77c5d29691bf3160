// What a page says of its article in `meta` elements, and in what it shows: each way of saying it as one value.
import { plainTitle } from './html.ts';
import type { Survey } from './page-survey.ts';

/** All that one way of saying it says, best first. */
export type Said = {
  readonly titles: readonly string[];
  readonly summaries: readonly string[];
  readonly published: readonly string[];
  readonly updated: readonly string[];
  readonly authors: readonly { readonly name: string; readonly url?: string }[];
  readonly tags: readonly string[];
  readonly sections: readonly string[];
  readonly languages: readonly string[];
  readonly links: readonly string[];
  readonly pictures: readonly { readonly url: string; readonly caption?: string; readonly credit?: string }[];
  /** Names of the site. */
  readonly sites: readonly string[];
  /** The article as plain text. */
  readonly texts: readonly string[];
};

type Metas = Survey['metas'];

function valuesOf(metas: Metas, names: string): string[] {
  return names.split(' ').flatMap((name) => metas.get(name) ?? []);
}

const NOTHING: Said = {
  titles: [],
  summaries: [],
  published: [],
  updated: [],
  authors: [],
  tags: [],
  sections: [],
  languages: [],
  links: [],
  pictures: [],
  sites: [],
  texts: [],
};

/** What networks are to show of a page. */
export function openGraph(metas: Metas): Said {
  const of = (names: string) => valuesOf(metas, names);
  const [alt] = of('og:image:alt twitter:image:alt');
  const pictures = of('og:image og:image:secure_url og:image:url twitter:image twitter:image:src');
  return {
    ...NOTHING,
    titles: of('og:title twitter:title'),
    summaries: of('og:description'),
    published: of('article:published_time og:article:published_time og:published_time article:published'),
    updated: of('article:modified_time og:article:modified_time og:updated_time article:modified'),
    authors: of('article:author og:article:author article:author_name').map((name) => ({ name })),
    tags: of('article:tag og:article:tag article:tags').flatMap(listed),
    sections: of('article:section og:article:section'),
    languages: of('og:locale'),
    links: of('og:url'),
    pictures: pictures.map((url) => ({ url, ...(alt ? { caption: alt } : {}) })),
    sites: of('og:site_name application-name al:ios:app_name twitter:app:name:iphone'),
  };
}

/** What `meta` elements say by name: of archives (Dublin Core, Highwire), of statistics, and of old. */
export function inMetas(metas: Metas): Said {
  const of = (names: string) => valuesOf(metas, names);
  return {
    ...NOTHING,
    titles: of('parsely-title citation_title dc.title dcterms.title'),
    summaries: of('description twitter:description dc.description dcterms.description dcterms.abstract abstract'),
    published: of(
      'datepublished parsely-pub-date sailthru.date dc.date.issued dcterms.issued dcterms.created dc.date.created ' +
        'citation_publication_date citation_date citation_online_date date pubdate pub_date publishdate publish-date ' +
        'publish_date publication_date publication-date published published_time published_at article.published ' +
        'originalpublicationdate dc.date dcterms.date rnews.datepublished date.release created',
    ),
    updated: of(
      'datemodified dcterms.modified dc.date.modified last-modified lastmod last_modified modified revised updated ' +
        'article.updated rnews.datemodified',
    ),
    authors:
      [
        'author parsely-author sailthru.author',
        'dc.creator dcterms.creator',
        'citation_author',
        'byl byline twitter:creator:name',
      ]
        .map((names) => of(names).map((name) => ({ name })))
        .find((list) => list.length > 0) ?? [],
    // `news_keywords` is for people who look for news, `keywords` is stuffed for those who look for anything.
    tags:
      [
        'news_keywords',
        'parsely-tags',
        'sailthru.tags',
        'citation_keywords',
        'keywords',
        'dc.subject',
        'dcterms.subject',
      ]
        .map((name) => of(name).flatMap(listed))
        .find((list) => list.length > 0) ?? [],
    sections: of('parsely-section section'),
    languages: of('inlanguage dc.language dcterms.language citation_language language content-language'),
    links: of('parsely-link dc.identifier'),
    pictures: of('parsely-image-url sailthru.image.full image thumbnail').map((url) => ({ url })),
  };
}

/** More authors than this, and they are those of a list. */
const MOST_AUTHORS = 5;

/** What the page shows its readers, or says in attributes of what it shows. */
export function shown({ properties, times, authors, tags, links }: Survey): Said {
  const of = (name: string) => properties.get(name) ?? [];
  // Below an article stand the names of those who wrote others.
  const isInArticle = authors.some((author) => author.isInArticle);
  const own = authors.filter((author) => author.isInArticle === isInArticle);
  const inOrder = [...times].sort((one, other) => Number(other.isInArticle) - Number(one.isInArticle));
  const published = inOrder.filter(({ kind }) => kind === 'published');
  const others = inOrder.filter(({ kind }) => kind === 'any');
  return {
    ...NOTHING,
    summaries: of('description'),
    published: [...of('datepublished'), ...[...published, ...others].map(({ date }) => date)],
    updated: [...of('datemodified'), ...inOrder.filter(({ kind }) => kind === 'updated').map(({ date }) => date)],
    authors:
      own.length > 0
        ? own.slice(0, own.length > MOST_AUTHORS ? 1 : MOST_AUTHORS)
        : of('author').map((name) => ({ name })),
    tags: tags.length > 0 ? tags : of('keywords').flatMap(listed),
    sections: of('articlesection'),
    languages: of('inlanguage'),
    pictures: [...links.filter(({ rel }) => rel === 'image_src').map(({ href }) => href), ...of('image')].map(
      (url) => ({ url }),
    ),
  };
}

/** A list as people write it. Where there are semicolons, a comma belongs to the tag. */
export function listed(text: string): string[] {
  const plain = plainTitle(text);
  if (plain.includes(';')) return plain.split(';');
  const parts = plain.split(/[,，、،]/u);
  // Chinese and Japanese put no spaces between words, so they may stand between keywords.
  return parts.length === 1 && HAN.test(plain) && !/[a-z] /i.test(plain) ? plain.trim().split(/\s+/) : parts;
}

const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
