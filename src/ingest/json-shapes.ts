// Where the articles are in a JSON document: it is one, holds one within something else, or holds many in a list.
import { membersOf, textsOf, titleOf } from './json-names.ts';
import { articlesInGraph } from './json-others.ts';
import { isRecord, type JsonRecord } from './json-syntax.ts';

/** What programs put around an article. */
const WRAPPERS = (
  'article post item entry story node document doc page news newsItem record data response result payload attributes ' +
  'fields content _source object frontmatter frontMatter front_matter metadata meta'
).split(' ');
const LISTS = (
  'items articles posts docs documents entries stories news results records hits edges nodes rows list value data content ' +
  'item entry talks videos episodes'
).split(' ');
/** What programs put around a list of articles. */
const CONTAINERS = [...WRAPPERS, ...LISTS, 'channel', 'rss', 'feed', 'd', 'query', 'db'];
const DEEPEST = 5;

/** True for what has a title or a text; what is no object of names and values has neither. */
export function isArticleLike(value: unknown): value is JsonRecord {
  if (!isRecord(value)) return false;
  const members = membersOf(unwrapped(value));
  return titleOf(members)?.isWeak === false || textsOf(members).texts.length > 0;
}

/** The article within an object, with what stands around it: `{id, attributes: {title}}`, `{article: {…}}`. */
export function unwrapped(record: JsonRecord, depth = 0): JsonRecord {
  const members = membersOf(record);
  const [title, { texts }] = [titleOf(members), textsOf(members)];
  if ((title?.isWeak === false && texts.length > 0) || depth >= DEEPEST) return record;
  const [only, ...more] = Array.isArray(record['@graph']) ? articlesInGraph(record['@graph']) : [];
  if (only && more.length === 0) return only;
  for (const name of WRAPPERS) {
    const inner = Object.hasOwn(record, name) ? record[name] : undefined;
    if (!isRecord(inner)) continue;
    const found = unwrapped(inner, depth + 1);
    const own = membersOf(found);
    // A source or a category beside an article has a name, too.
    if (titleOf(own)?.isWeak !== false && textsOf(own).texts.length === 0) continue;
    const { [name]: _, ...around } = record;
    return title?.isWeak === false ? { ...found, ...around } : { ...around, ...found };
  }
  return record;
}

/**
 * The list of articles that a document is, or holds.
 * @returns undefined when it holds none: it may be an article itself
 */
export function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value.some(isArticleLike) ? value : undefined;
  if (!isRecord(value)) return undefined;
  // An article may well have `videos` or `news`; a feed has a title and a description at most.
  const { teaser, texts } = textsOf(membersOf(value));
  const hasText = texts.length > 0 && (teaser !== undefined || membersOf(value).get('description') === undefined);
  if (hasText) return undefined;
  if (Array.isArray(value['@graph'])) {
    const articles = articlesInGraph(value['@graph']).filter(isArticleLike);
    return articles.length > 1 ? articles : undefined;
  }
  return ghostPosts(value) ?? listWithin(value, 0);
}

function listWithin(record: JsonRecord, depth: number): readonly unknown[] | undefined {
  const lists = LISTS.map((name) => (Object.hasOwn(record, name) ? record[name] : undefined)).filter(
    (list): list is unknown[] => Array.isArray(list) && list.some(isArticleLike),
  );
  if (lists.length > 0) return lists.flat().map((item) => inherited(item, record));
  if (depth >= DEEPEST) return undefined;
  for (const name of CONTAINERS) {
    const inner = Object.hasOwn(record, name) ? record[name] : undefined;
    const found = isRecord(inner) ? listWithin(inner, depth + 1) : undefined;
    if (found) return found;
  }
  return depth < 2 ? namedArticles(record) : undefined;
}

/** `{"first": {title, text}, "second": {…}}`: the names are ids. */
function namedArticles(record: JsonRecord): readonly unknown[] | undefined {
  const entries = Object.entries(record);
  const isEach = entries.length > 1 && entries.every(([, value]) => isRecord(value) && isWhole(value));
  return isEach ? entries.map(([id, value]) => ({ id, ...(value as JsonRecord) })) : undefined;
}

function isWhole(record: JsonRecord): boolean {
  const members = membersOf(record);
  return titleOf(members)?.isWeak === false && textsOf(members).texts.length > 0;
}

/** JSON Feed 1.1: the authors and the language of a feed are those of its items, unless they name others. */
function inherited(item: unknown, { version, authors, author, language }: JsonRecord): unknown {
  if (!isRecord(item) || typeof version !== 'string' || !version.includes('jsonfeed.org')) return item;
  const names = Object.keys(item);
  return {
    ...(authors && !names.includes('author') ? { authors } : {}),
    ...(author && !names.includes('authors') ? { author } : {}),
    ...(language ? { language } : {}),
    ...item,
  };
}

/** What Ghost exports: tables, of which two say which tags and authors a post has. */
function ghostPosts(document: JsonRecord): readonly unknown[] | undefined {
  const [export_] = Array.isArray(document.db) ? document.db : [document];
  const data = isRecord(export_) && isRecord(export_.data) ? export_.data : undefined;
  if (!data || !Array.isArray(data.posts) || !Array.isArray(data.posts_tags ?? data.posts_authors)) return undefined;
  const tags = joined(data, 'posts_tags', 'tag_id', 'tags');
  const authors = joined(data, 'posts_authors', 'author_id', 'users');
  return data.posts.map((post) => {
    if (!isRecord(post)) return post;
    return { ...post, tags: tags.get(post.id) ?? [], authors: authors.get(post.id) ?? [] };
  });
}

/** By the id of a post, the rows of another table that belong to it. */
function joined(data: JsonRecord, through: string, key: string, table: string): Map<unknown, JsonRecord[]> {
  const rows = (name: string) => (Array.isArray(data[name]) ? data[name].filter(isRecord) : []);
  const byId = new Map(rows(table).map((row) => [row.id, row]));
  const found = new Map<unknown, JsonRecord[]>();
  for (const { post_id: post, [key]: id } of rows(through)) {
    const row = byId.get(id);
    if (!row) continue;
    const list = found.get(post);
    if (list) list.push(row);
    else found.set(post, [row]);
  }
  return found;
}
