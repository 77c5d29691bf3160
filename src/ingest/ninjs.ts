// IPTC ninjs 1.x, 2.x and 3.x, as news agencies deliver it -> an object with the names that all others use.
// 1.x: `headline`, `body_xhtml`, `subject`, objects of renditions; 2.x and 3.x: lists with roles; 3.x writes camelCase.
import { scalarOf } from './json-names.ts';
import { isRecord, type JsonRecord } from './json-syntax.ts';
import type { Skipped } from './reading.ts';

/** Names that nobody else uses. */
const OWN_NAMES =
  'pubstatus versioncreated firstcreated contentcreated infosource infosources representationtype slugline urgency altids bodies headlines'.split(
    ' ',
  );
const ARTICLE = /^(?:text|composite|preformatted)$/i;

/** @returns undefined for what is no ninjs */
export function fromNinjs(
  record: JsonRecord,
): Skipped | { readonly kind: 'ninjs'; readonly article: JsonRecord } | undefined {
  const item = lowerCased(record);
  const isNinjs =
    (isRecord(item.standard) && String(item.standard.name).toLowerCase() === 'ninjs') ||
    (typeof item.uri === 'string' && OWN_NAMES.some((name) => Object.hasOwn(item, name)));
  if (!isNinjs) return undefined;
  const status = String(item.pubstatus ?? 'usable')
    .replace(/^.*:/, '')
    .toLowerCase();
  if (/^cancell?ed$/.test(status)) return { kind: 'skipped', why: 'withdrawn' };
  if (status === 'withheld') return { kind: 'skipped', why: 'a draft' };
  if (item.embargoedreason && !item.embargoed) return { kind: 'skipped', why: 'under an embargo without an end' };
  if (item.type !== undefined && item.type !== null && !ARTICLE.test(String(item.type)))
    return { kind: 'skipped', why: `a ninjs ${String(item.type).slice(0, 40)}, not an article` };
  return { kind: 'ninjs', article: articleFrom(item) };
}

function articleFrom(item: JsonRecord): JsonRecord {
  const { firstcreated, contentcreated, versioncreated, embargoed, expires } = item;
  const associated = listOf(item.associations).map(lowerCased);
  const pictures = associated.filter(({ type }) => type === 'picture' || type === 'graphic');
  const media = associated.filter(({ type }) => type === 'audio' || type === 'video');
  const { title, slugline } = item;
  return {
    title: firstOf(item.headline, valueIn(item.headlines, 'main'), title, slugline),
    ...bodyOf(item),
    description: firstOf(
      item.description_text,
      item.description_html,
      valueIn(item.descriptions, 'summary'),
      item.description_xhtml,
    ),
    authors: authorsOf(item),
    tags: firstList(item.keywords, namesIn(item.subjects), namesIn(item.subject)),
    // An article that may not be out before a moment waits for it (see datesOf).
    date: firstOf(firstcreated, contentcreated, versioncreated),
    embargoed,
    updated: versioncreated,
    expires,
    language: item.language,
    id: item.uri,
    image:
      pictures.map(pictureFrom).find((picture) => picture !== undefined) ?? pictureFrom({ ...item, type: 'picture' }),
    attachments: media.map(bestOf).filter((best) => best !== undefined),
  };
}

/** The body that says most: HTML before plain text; XML of a newsroom's own is none of both. */
function bodyOf(item: JsonRecord): JsonRecord {
  const html = firstOf(item.body_xhtml, item.body_html, item.body_html5);
  const bodies = listOf(item.bodies).map(lowerCased);
  const bodyIn = (isIt: (type: string) => boolean) =>
    bodies.find(({ contenttype, role, value }) => typeof value === 'string' && isIt(`${contenttype ?? role ?? ''}`))
      ?.value;
  const found = html ?? bodyIn((type) => /html/i.test(type));
  if (found) return { body_html: found };
  const plain = firstOf(
    item.body_text,
    bodyIn((type) => /plain|text|main/i.test(type)),
  );
  if (plain) return { body_text: plain };
  return { body: bodyIn((type) => !/xml/i.test(type)) ?? item.body };
}

function authorsOf(item: JsonRecord): unknown {
  const people = [...listOf(item.people), ...listOf(item.person)].filter((person) =>
    [person.rel, person.rels].flat().some((rel) => typeof rel === 'string' && /author|creator|reporter/i.test(rel)),
  );
  const bylines = listOf(item.bylines).map((line) => scalarOf(line));
  const sources = firstList(namesIn(item.infosources), namesIn(item.infosource));
  return firstList(firstOf(item.byline, item.by), bylines, namesIn(people), sources) ?? item.copyrightholder;
}

/** A picture's largest rendition, with its caption and its photographer. */
function pictureFrom(item: JsonRecord): JsonRecord | undefined {
  const best = bestOf(item);
  if (!best) return undefined;
  const caption = firstOf(
    item.description_text,
    valueIn(item.descriptions, 'caption'),
    item.headline,
    valueIn(item.headlines, 'main'),
  );
  return { ...best, caption, credit: firstOf(item.byline, item.by, item.copyrightholder) };
}

/** A rendition that somebody may want to see: the largest up to what a screen shows, never the thumbnail alone. */
function bestOf(item: JsonRecord): JsonRecord | undefined {
  const renditions = listOf(item.renditions)
    .map(lowerCased)
    .filter(({ href }) => typeof href === 'string');
  const width = ({ width }: JsonRecord) => (typeof width === 'number' ? width : 0);
  const fitting = renditions.filter((rendition) => width(rendition) <= WIDEST);
  const [best] = (fitting.length > 0 ? fitting : renditions).toSorted((one, other) => width(other) - width(one));
  if (!best) return undefined;
  const { href, mimetype, contenttype, height, sizeinbytes, duration, title } = best;
  return { url: href, type: contenttype ?? mimetype, width: best.width, height, length: sizeinbytes, duration, title };
}

/** Pixels; a picture for print has more, and as many megabytes. */
const WIDEST = 3000;

function lowerCased(record: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));
}

/** 1.x has objects with names of their own where 2.x has lists. */
function listOf(value: unknown): JsonRecord[] {
  return (Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : []).filter(isRecord);
}

function namesIn(value: unknown): string[] {
  return listOf(value).flatMap((item) => scalarOf(item, ['name', 'literal', 'value']) ?? []);
}

/** The value of the member of a list that has a role, else of the first. */
function valueIn(value: unknown, role: string): string | undefined {
  const list = listOf(value);
  return scalarOf((list.find((item) => item.role === role) ?? list[0])?.value);
}

function firstOf(...values: readonly unknown[]): unknown {
  return values.find((value) => typeof value === 'string' && value.trim() !== '');
}

function firstList(...values: readonly unknown[]): unknown {
  return values.find(
    (value) => (typeof value === 'string' && value !== '') || (Array.isArray(value) && value.length > 0),
  );
}
