// JSON that is no article and is known to be none: the settings of programs, maps, lists of numbers.
import { isRecord, type JsonRecord } from './json-syntax.ts';

const PACKAGE = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'scripts',
  'require',
  'autoload',
  'bin',
  'main',
  'exports',
];
const GEOMETRIES = /^(?:FeatureCollection|Feature|(?:Multi)?(?:Point|LineString|Polygon)|GeometryCollection|Topology)$/;
/** Of schema.org, and of Activity Streams where they are the same: what is about something else than an article. */
const NO_ARTICLE =
  /^(?:(?:News(?:Media))?Organization|Corporation|LocalBusiness|Person|WebSite|BreadcrumbList|ItemList|ListItem|ImageObject|Place|PostalAddress|Product|Offer|SearchAction|SiteNavigationElement|WebPageElement|Brand)$/;

/** Why a JSON value is no article, for those that are commonly found; undefined for all others. */
export function whyNoArticle(value: unknown): string | undefined {
  if (Array.isArray(value)) return whyNoList(value);
  if (!isRecord(value)) return undefined;
  const has = (name: string) => Object.hasOwn(value, name);
  if (typeof value.name === 'string' && typeof value.version === 'string' && PACKAGE.some(has))
    return 'the manifest of a package, not an article';
  if (has('lockfileVersion')) return 'the lock file of a package, not an article';
  if (has('compilerOptions')) return 'the settings of a compiler, not an article';
  if (has('manifest_version') || (has('start_url') && (has('icons') || has('display'))))
    return 'the manifest of an application, not an article';
  if (GEOMETRIES.test(String(value.type)) && ['features', 'geometry', 'geometries', 'coordinates', 'arcs'].some(has))
    return 'a map (GeoJSON), not an article';
  if (has('$schema') && (has('properties') || has('definitions') || has('$defs')))
    return 'a JSON schema, not an article';
  if (!has('title') && !has('headline') && areTimed(value.segments, /^(?:start|start_?time)$/i))
    return 'a transcript: it belongs to its article, in the same folder, as `<name of the article>.transcript.json`';
  if (!has('title') && !has('headline') && areTimed(value.chapters, /^start_?time$/i))
    return 'chapters: they belong to their article, in the same folder, as `<name of the article>.chapters.json`';
  return whyNoSchemaOrg(value) ?? whyEmptyFeed(value);
}

/** True for parts of a recording. @param start how the moment is called at which one begins */
function areTimed(parts: unknown, start: RegExp): boolean {
  const isTimed = (part: unknown) =>
    isRecord(part) && Object.entries(part).some(([name, value]) => start.test(name) && typeof value === 'number');
  return Array.isArray(parts) && parts.length > 0 && parts.slice(0, 10).every(isTimed);
}

function whyNoList(list: readonly unknown[]): string | undefined {
  if (list.length === 0) return 'an empty list';
  if (list.some(isRecord)) return undefined;
  const kinds = [
    ...new Set(list.map((item) => (Array.isArray(item) ? 'lists' : item === null ? 'nothing' : `${typeof item}s`))),
  ];
  return `a list of ${kinds.join(' and ').replace('strings', 'texts').replace('booleans', 'truths')}, not of articles`;
}

/** In a graph of schema.org stands, beside an article, what it is about and who published it. */
export function articlesInGraph(graph: readonly unknown[]): JsonRecord[] {
  const records = graph.filter(isRecord);
  const articles = records.filter((record) => [record['@type']].flat().some((type) => ARTICLE.test(String(type))));
  const found = articles.length > 0 ? articles : records.filter((record) => whyNoSchemaOrg(record) === undefined);
  const byId = new Map(records.map((record) => [record['@id'], record]));
  // `{"author": {"@id": "#jane"}}`: who that is stands elsewhere in the graph.
  const meant = (value: unknown) =>
    isRecord(value) && '@id' in value ? { ...byId.get(value['@id']), ...value } : value;
  return found.map((record) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, meant(value)])));
}

const ARTICLE = /(?:Article|Posting|Report|Review)$/;

function whyNoSchemaOrg(value: JsonRecord): string | undefined {
  const types = [value['@type']].flat().filter((type) => typeof type === 'string');
  const none = types.find((type) => NO_ARTICLE.test(type));
  return types.length > 0 && types.every((type) => NO_ARTICLE.test(type))
    ? `a schema.org ${none}, not an article`
    : undefined;
}

function whyEmptyFeed(value: JsonRecord): string | undefined {
  const { version, items } = value;
  const isFeed = typeof version === 'string' && version.includes('jsonfeed.org');
  return isFeed && Array.isArray(items) && items.length === 0 ? 'a feed without items' : undefined;
}
