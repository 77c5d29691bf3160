// What a page says about itself in JSON-LD, with the words of schema.org -> the parts of it that we know.
import { isRecord } from './fields.ts';
import type { Said } from './page-said.ts';

type Thing = Readonly<Record<string, unknown>>;

const ARTICLE = /(?:Article|BlogPosting|SocialMediaPosting|DiscussionForumPosting|^Report|Review|^NewsItem)$/;
/** What says less of an article than an article does, but more than nothing. */
const PAGE = /(?:^WebPage|^ItemPage|^AboutPage|^Recipe|^HowTo|^PodcastEpisode|^VideoObject|^CreativeWork)$/;
const LIST = /^(?:CollectionPage|SearchResultsPage)$/;
/** No page says more of itself; what goes on is an attempt to keep us busy. */
const MOST_THINGS = 2000;

export type LinkedData = { readonly said: Said; readonly isArticle: boolean; readonly isList: boolean };

/**
 * @param blocks the scripts of the page; what is no JSON is passed over
 * @param isHere tells whether an address is that of the page
 */
export function readLinkedData(blocks: readonly string[], isHere: (address: string) => boolean): LinkedData {
  const things = blocks.flatMap(parse).flatMap(thingsIn).slice(0, MOST_THINGS);
  const byId = new Map(things.flatMap((thing) => (typeof thing['@id'] === 'string' ? [[thing['@id'], thing]] : [])));
  const lookUp = (value: unknown): unknown => {
    if (!isRecord(value) || typeof value['@id'] !== 'string' || Object.keys(value).length > 2) return value;
    return byId.get(value['@id']) ?? value;
  };
  const articles = things.filter((thing) => isA(thing, ARTICLE));
  // A page may also list those that it leads to.
  const article =
    articles.find((thing) => addressesOf(thing).some(isHere)) ??
    articles.find(({ headline, name }) => headline || name) ??
    articles[0];
  const page = things.find((thing) => isA(thing, PAGE));
  const inFull = article ?? page ?? {};
  const list = (value: unknown) => listOf(value).map(lookUp);
  const dates = (...names: string[]) =>
    [article, page].flatMap((thing) => names.flatMap((name) => texts(thing?.[name])));
  const said: Said = {
    titles: [...texts(inFull.headline), ...texts(inFull.name)],
    summaries: texts(inFull.description),
    published: dates('datePublished', 'dateCreated', 'uploadDate'),
    updated: dates('dateModified'),
    authors: list(inFull.author ?? inFull.creator).flatMap(authorFrom),
    tags: list(inFull.keywords).flatMap(named),
    sections: list(inFull.articleSection).flatMap(named),
    languages: [inFull, page].flatMap((thing) => texts(thing?.inLanguage)),
    links: addressesOf(inFull),
    pictures: list(inFull.image ?? inFull.thumbnailUrl).flatMap(pictureFrom),
    sites: list(inFull.publisher)
      .concat(things.filter((thing) => isA(thing, /^WebSite$/)))
      .flatMap(named),
    texts: texts(inFull.articleBody),
  };
  return { said, isArticle: article !== undefined, isList: things.some((thing) => isA(thing, LIST)) };
}

/** Pages wrap JSON in comments and CDATA, and leave line ends in strings; browsers do not mind what is no script. */
function parse(block: string): unknown[] {
  const text = block.trim().replace(/^(?:<!--|\/\*<!\[CDATA\[\*\/|(?:\/\/\s*)?<!\[CDATA\[)/, '');
  const json = text.replace(/(?:-->|\/\*\]\]>\*\/|(?:\/\/)?\]\]>)$/, '').replace(/;$/, '');
  for (const attempt of [json, json.replace(/[\u0000-\u001f]/g, ' ')]) {
    try {
      return [JSON.parse(attempt)];
    } catch {
      // A broken block says nothing; the page has other ways to say it.
    }
  }
  return [];
}

/** The things that a block is about: itself, those in its lists and graphs, and what a page says it is about. */
function thingsIn(data: unknown): Thing[] {
  const found: Thing[] = [];
  const waiting: unknown[] = [data];
  for (let count = 0; waiting.length > 0 && count < MOST_THINGS; count += 1) {
    const value = waiting.shift();
    if (Array.isArray(value)) waiting.unshift(...value.slice(0, MOST_THINGS));
    if (!isRecord(value)) continue;
    found.push(value);
    waiting.unshift(...['@graph', 'mainEntity'].map((name) => value[name]).filter((part) => part !== undefined));
  }
  return found;
}

function isA(thing: Thing, kind: RegExp): boolean {
  return texts(thing['@type']).some((type) => kind.test(type.replace(/^(?:https?:\/\/schema\.org\/|schema:)/, '')));
}

function addressesOf({ url, mainEntityOfPage, '@id': id }: Thing): string[] {
  const main = isRecord(mainEntityOfPage) ? (mainEntityOfPage['@id'] ?? mainEntityOfPage.url) : mainEntityOfPage;
  return [url, main, id].flatMap(texts).filter((address) => !address.includes('#'));
}

function listOf(value: unknown): unknown[] {
  if (isRecord(value) && Array.isArray(value['@list'])) return value['@list'];
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** The texts of a value, which may also be written as `{"@value": "..."}`. */
function texts(value: unknown): string[] {
  return listOf(value)
    .map((item) => (isRecord(item) ? (item['@value'] ?? item.alternateName) : item))
    .filter((item) => typeof item === 'string' && item.trim() !== '')
    .map(String);
}

function named(value: unknown): string[] {
  return texts(isRecord(value) ? (value.name ?? value) : value);
}

function authorFrom(value: unknown): Said['authors'] {
  const [url] = isRecord(value) ? texts(value.url) : [];
  return named(value).map((name) => ({ name, ...(url ? { url } : {}) }));
}

function pictureFrom(value: unknown): Said['pictures'] {
  if (!isRecord(value)) return texts(value).map((url) => ({ url }));
  const [url] = [value.url, value.contentUrl, value['@id']].flatMap(texts);
  const [caption] = texts(value.caption);
  const [credit] = [...texts(value.creditText), ...named(value.creator)];
  return url ? [{ url, ...(caption ? { caption } : {}), ...(credit ? { credit } : {}) }] : [];
}
