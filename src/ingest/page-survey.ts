// A parsed page -> what stands in it that may say something of the article. One walk through the page.
import { attributesOf, type Element, isElement, lineOf, nodesIn } from './dom.ts';

export type Survey = {
  /** By `name`, `property`, `itemprop` or `http-equiv` in lower case; all that the page gives, in its order. */
  readonly metas: ReadonlyMap<string, readonly string[]>;
  /** `rel` and `href` of `link` elements. */
  readonly links: readonly { readonly rel: string; readonly href: string }[];
  readonly baseHref: string | undefined;
  readonly refresh: string | undefined;
  readonly linkedData: readonly string[];
  readonly language: string | undefined;
  readonly bodyClass: string;
  readonly title: string;
  readonly headings: readonly Heading[];
  readonly times: readonly Time[];
  /** By name: what elements with `itemprop` say, other than those of comments and lists. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
  readonly authors: readonly { readonly name: string; readonly url?: string; readonly isInArticle: boolean }[];
  readonly tags: readonly string[];
  readonly figures: readonly Figure[];
  readonly articleCount: number;
  readonly elementCount: number;
  readonly depth: number;
};

type Heading = { readonly level: 1 | 2; readonly text: string; readonly isInArticle: boolean };
type Time = {
  readonly date: string;
  readonly kind: 'published' | 'updated' | 'any';
  readonly isInArticle: boolean;
};
type Figure = { readonly address: string; readonly caption: string };

/** Enough of each; a page of thousands is looked at no longer for it. */
const MOST = 100;
/** Within these, a date or an author is that of something else. */
const ELSEWHERE =
  /(?:^|[\s_-])(?:comments?|related|recommended|sidebar|teasers?|promo|newsletter|most-?read)(?:$|[\s_-])/i;

/** Collects all that may be needed, and no more of each than is. */
export function surveyOf(page: Element): Survey {
  const metas = new Map<string, string[]>();
  const properties = new Map<string, string[]>();
  const links: { rel: string; href: string }[] = [];
  const linkedData: string[] = [];
  const headings: Heading[] = [];
  const times: Time[] = [];
  const authors: { name: string; url?: string; isInArticle: boolean }[] = [];
  const tags: string[] = [];
  const figures: Figure[] = [];
  const found = { baseHref: undefined, refresh: undefined, language: undefined } as {
    baseHref: string | undefined;
    refresh: string | undefined;
    language: string | undefined;
  };
  let [title, bodyClass] = ['', ''];
  let [articleCount, elementCount, deepest] = [0, 0, 0];
  // The depth at which one began that has not ended yet.
  let [elsewhere, article, noscript] = [Infinity, Infinity, Infinity];
  for (const { node, depth } of nodesIn(page)) {
    if (!isElement(node)) continue;
    elementCount += 1;
    deepest = Math.max(deepest, depth);
    if (depth <= elsewhere) elsewhere = Infinity;
    if (depth <= article) article = Infinity;
    if (depth <= noscript) noscript = Infinity;
    const { localName: name } = node;
    const attributes = attributesOf(node);
    const at = (name: string) => attributes.get(name) ?? '';
    const isElsewhere = elsewhere < Infinity;
    const isInArticle = article < Infinity;
    if (!isElsewhere && (name === 'aside' || isAside(name, at))) elsewhere = depth;
    if (name === 'noscript') noscript = Math.min(noscript, depth);
    if (name === 'article' || name === 'main') article = Math.min(article, depth);
    if (name === 'article' && !isElsewhere) articleCount += 1;
    const isOwn = elsewhere === Infinity;
    if (name === 'html') found.language ??= at('lang') || at('xml:lang') || undefined;
    else if (name === 'body') bodyClass ||= at('class');
    else if (name === 'base') found.baseHref ??= at('href') || undefined;
    else if (name === 'link') links.push({ rel: at('rel').toLowerCase(), href: at('href') });
    else if (name === 'title') title ||= isWithinSvg(node) ? '' : lineOf(node);
    else if (name === 'script' && /^application\/ld\+json\b/i.test(at('type').trim()))
      linkedData.push(node.textContent);
    else if (name === 'meta') {
      if (/^refresh$/i.test(at('http-equiv').trim()) && noscript === Infinity) found.refresh ??= at('content');
      if (isOwn) for (const key of keysOf(at)) add(metas, key, at('content'));
    } else if ((name === 'h1' || name === 'h2') && isOwn && headings.length < MOST)
      headings.push({ level: name === 'h1' ? 1 : 2, text: lineOf(node), isInArticle });
    else if (name === 'figure' && figures.length < MOST) figures.push(...figureIn(node));
    if (name === 'meta' || !isOwn) continue;
    // Microformats of old have their dates in titles.
    const isDate = name === 'time' || (name === 'abbr' && /(?:^|\s)(?:published|updated)(?:$|\s)/.test(at('class')));
    if (isDate && times.length < MOST) {
      const date = at('datetime') || (name === 'abbr' ? at('title') : lineOf(node));
      times.push({ date, kind: kindOf(at, attributes), isInArticle });
    }
    const rel = at('rel').toLowerCase().split(/\s+/);
    if (name === 'a' && rel.includes('author') && authors.length < MOST)
      authors.push({ name: lineOf(node), isInArticle, ...(at('href') ? { url: at('href') } : {}) });
    if (name === 'a' && rel.includes('tag') && tags.length < MOST) tags.push(lineOf(node));
    const property = at('itemprop').trim().toLowerCase();
    if (property !== '' && (properties.get(property)?.length ?? 0) < MOST)
      for (const key of property.split(/\s+/).slice(0, 3))
        add(properties, key, at('content') || at('datetime') || textIn(node, at));
  }
  return {
    ...found,
    ...{ metas, links, linkedData, bodyClass, title, headings, times, properties, authors, tags, figures },
    ...{ articleCount, elementCount, depth: deepest },
  };
}

type At = (name: string) => string;

function isAside(name: string, at: At): boolean {
  return (
    name !== 'body' && name !== 'html' && name !== 'main' && ELSEWHERE.test(`${at('class')} ${at('id')}`.slice(0, 300))
  );
}

/** One element may say a value under several names; Dublin Core is written with a colon too. */
function keysOf(at: At): string[] {
  const keys = `${at('property')} ${at('name')} ${at('itemprop')} ${at('http-equiv')}`
    .slice(0, 300)
    .trim()
    .toLowerCase()
    .split(/\s+/);
  return keys.filter((key) => key !== '').map((key) => key.replace(/^(dc|dcterms|rnews):/, '$1.'));
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  if (value.trim() === '') return;
  const values = map.get(key);
  if (!values) map.set(key, [value]);
  else if (values.length < MOST) values.push(value);
}

function isWithinSvg(node: Element): boolean {
  return node.parentNode !== null && isElement(node.parentNode) && node.parentNode.localName === 'svg';
}

function kindOf(at: At, attributes: ReadonlyMap<string, string>): Time['kind'] {
  const words = `${at('itemprop')} ${at('class')}`.slice(0, 300);
  if (/modified|updated/i.test(words)) return 'updated';
  return attributes.has('pubdate') || /published|entry-date|post-date|pub-?date/i.test(words) ? 'published' : 'any';
}

function textIn(element: Element, at: At): string {
  return at('src') || (element.localName === 'link' ? at('href') : lineOf(element));
}

/** The first picture of a figure, and what is said of it. */
function figureIn(figure: Element): Figure[] {
  let [address, caption] = ['', ''];
  let count = 0;
  for (const { node } of nodesIn(figure)) {
    count += 1;
    if (count > MOST) break;
    if (!isElement(node)) continue;
    if (node.localName === 'img') {
      const attributes = attributesOf(node);
      address ||= attributes.get('data-src') ?? attributes.get('src') ?? '';
    }
    if (node.localName === 'figcaption') caption ||= lineOf(node);
  }
  return address ? [{ address, caption }] : [];
}
