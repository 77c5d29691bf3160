// The fields of front matter, under the names and in the forms that site builders take -> plain values.
import type { Author, Picture } from '../entry.ts';
import { oneLine } from '../text.ts';
import { type Moment, parseDate } from './dates.ts';
import { absoluteUri, type LinkBase, plainTitle, uriOf } from './html.ts';

/** By lower-case name. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field that says what cannot be understood. */
export type WrongField = { readonly field: string; readonly expected: string; readonly found: string };

export function lowerCased(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The first of several fields that holds a text or a number. */
export function textOf(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  }
  return undefined;
}

const NOT_IF_TRUE = ['draft', 'isdraft', 'private', 'hidden', 'unlisted'];
const NOT_IF_FALSE = ['published', 'publish', 'ispublished', 'public'];
const NOT_IF_SAID = /^(?:draft|private|hidden|unlisted|unpublished|pending|trash|wip)$/i;

/** Why an article is not to be published yet, or ever; undefined when it is. */
export function whyUnpublished(fields: Fields): string | WrongField | undefined {
  const draft = truthOf(fields.draft);
  // Who writes `draft: maybe` has something to hide; to guess would be to publish it.
  if (draft === 'unclear') return { field: 'draft', expected: 'true or false', found: quote(fields.draft) };
  if (isTrue(fields.withdrawn)) return 'withdrawn';
  if (NOT_IF_TRUE.some((name) => truthOf(fields[name]) === true)) return 'a draft';
  if (NOT_IF_FALSE.some((name) => truthOf(fields[name]) === false)) return 'a draft';
  if (['status', 'visibility'].some((name) => NOT_IF_SAID.test(scalar(single(fields[name]))?.trim() ?? '')))
    return 'a draft';
  return isForOthers(fields) ? 'not a page' : undefined;
}

/** Eleventy and Hugo: a file for other pages to use. */
function isForOthers({ permalink, eleventyexcludefromcollections, headless, build, _build }: Fields): boolean {
  const rules = [build, _build].filter(isRecord).flatMap(({ render, list }) => [render, list]);
  return (
    truthOf(permalink) === false ||
    (isRecord(permalink) && truthOf(permalink.build) === false) ||
    truthOf(eleventyexcludefromcollections) === true ||
    truthOf(headless) === true ||
    rules.some((rule) => rule === 'never' || truthOf(rule) === false)
  );
}

/** The member of a list of one. */
function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** What YAML 1.1, TOML and people write for yes and no; undefined when they write nothing. */
export function truthOf(value: unknown): boolean | 'unclear' | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const word = scalar(single(value))?.trim() ?? '';
  if (/^(?:true|yes|y|on|1)$/i.test(word)) return true;
  return /^(?:false|no|n|off|0)$/i.test(word) ? false : 'unclear';
}

/** True for what YAML, TOML and people write for yes. */
export function isTrue(value: unknown): boolean {
  return truthOf(value) === true;
}

const WHEN_PUBLISHED = (
  'date publishdate publish_date pubdate published published_at publishedat published_date publisheddate ' +
  'date_published datepublished publish_on release_date releasedate embargo embargoed embargo_until embargountil ' +
  'embargoed_until embargoeduntil'
).split(' ');
const WHEN_CREATED = ['created', 'created_at', 'createdat', 'date_created'];
const WHEN_UPDATED = (
  'updated lastmod modified last_modified_at updated_at updatedat updated_date updateddate date_modified ' +
  'datemodified last_modified lastmodified modified_at'
).split(' ');

const WHEN_EXPIRED =
  'expirydate expiry_date expires expires_at expiresat expiration unpublishdate unpublish_date'.split(' ');

type Dates = {
  readonly published?: Moment;
  readonly updated?: Moment;
  readonly expires?: Moment;
  /** Not worth an article: without it, the correction is dated when it is seen. */
  readonly wrongUpdated?: WrongField;
};

/** When an article was published and corrected, and when it is to be withdrawn, as far as it says so. */
export function datesOf(fields: Fields, zone: string): Dates | WrongField {
  const moments: Moment[] = [];
  for (const name of WHEN_PUBLISHED) {
    const found = dateOf(fields, [name], zone);
    if (found && 'field' in found) return found;
    if (found) moments.push(found);
  }
  const updated = dateOf(fields, WHEN_UPDATED, zone);
  const expires = dateOf(fields, WHEN_EXPIRED, zone);
  if (expires && 'field' in expires) return expires;
  const created = dateOf(fields, WHEN_CREATED, zone);
  // Hugo: an article with a later `publishDate` waits for it, whatever its `date`; so with all such fields.
  const [latest = created] = moments.sort((a, b) => b.at.getTime() - a.at.getTime());
  return {
    ...(latest && 'at' in latest ? { published: latest } : {}),
    ...(updated && 'at' in updated ? { updated } : {}),
    ...(updated && 'field' in updated ? { wrongUpdated: updated } : {}),
    ...(expires ? { expires } : {}),
  };
}

/** Eleventy's and Hugo's words for “ask the file or git”, and what people write for “no date”. */
const KEYWORD = /^(?:(?:git )?(?:last modified|created)|:\w+|never|none|null|n\/a|-)$/i;

function dateOf(fields: Fields, names: readonly string[], zone: string): Moment | WrongField | undefined {
  for (const field of names) {
    const value = fields[field];
    // Jekyll: `published: true` is no date.
    if (typeof truthOf(value) === 'boolean' || truthOf(value) === undefined) continue;
    // TOML has dates of its own; their ISO form keeps what the author left out, the zone or the time.
    const text = value instanceof Date ? value.toISOString() : scalar(value);
    if (text !== undefined && KEYWORD.test(text.trim())) continue;
    const moment = text === undefined ? undefined : parseDate(text, zone);
    return moment ?? { field, expected: 'a date such as 2025-06-25 or 2025-06-25T15:30:00Z', found: quote(value) };
  }
  return undefined;
}

/** What is found, for people. */
export function quote(value: unknown): string {
  const text = scalar(value);
  // In quotes it would be what somebody wrote.
  return text === undefined ? 'a list or fields' : `"${text.slice(0, 60)}"`;
}

function scalar(value: unknown): string | undefined {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

/** Tags as a list, as a comma list, and under the names that site builders use. */
export function tagsOf(fields: Fields): string[] {
  const taxonomies = isRecord(fields.taxonomies) ? lowerCased(fields.taxonomies) : {};
  const found = ['tags', 'tag', 'topics', 'keywords']
    .map((name) => labels(fields[name]).concat(labels(taxonomies[name])))
    .find((list) => list.length > 0);
  return found ?? labels(fields.categories ?? taxonomies.categories ?? fields.category);
}

function labels(value: unknown): string[] {
  const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return list
    .filter((label) => typeof label === 'string' || typeof label === 'number')
    .map((label) => plainLine(String(label)).replace(/^#(?=\p{L})/u, ''))
    .filter((label) => label !== '');
}

export function authorsOf(fields: Fields): Author[] {
  const value = fields.authors ?? fields.author ?? fields.byline;
  const list = Array.isArray(value) ? value : typeof value === 'string' ? [value] : isRecord(value) ? [value] : [];
  return list.flatMap((item): Author[] => {
    if (typeof item === 'string') return named(item);
    if (!isRecord(item)) return [];
    const record = lowerCased(item);
    const url = permalinkOf(textOf(record, ['url', 'uri', 'link']));
    const email = emailIn(textOf(record, ['email', 'mail']) ?? '');
    const [author] = named(textOf(record, ['name']) ?? '');
    return author ? [{ ...author, ...(email ? { email } : {}), ...(url ? { url } : {}) }] : [];
  });
}

/** “Jane Doe <jane@example.org>”, “jane@example.org (Jane Doe)”, or several of these with commas between. */
function named(text: string): Author[] {
  const line = plainLine(text);
  const parts = line.split(/[,;]/);
  const isList = parts.length > 1 && parts.every((part) => part.split(' ').some(emailIn));
  return (isList ? parts : [line]).flatMap(authorFrom);
}

/** A name and an address; no address stays in a name (ATOM-27). */
function authorFrom(line: string): Author[] {
  const words = line.trim().split(' ');
  const email = words.map(emailIn).find((found) => found !== undefined);
  if (email === undefined) return line === '' ? [] : [{ name: line }];
  const rest = words.filter((word) => !emailIn(word)).join(' ');
  const name = rest.replace(/^\((.*)\)$/, '$1').replace(/[\s,;:]+$/, '');
  return [{ name: name || (email.split('@')[0] ?? email), email }];
}

/** The address that a word is, whatever stands around it. */
function emailIn(word: string): string | undefined {
  if (word.length > LONGEST_EMAIL + 10) return undefined;
  const bare = word.replace(/^[<("']*(?:mailto:)?/i, '').replace(/[>)"',;:]+$/, '');
  return isEmail(bare) ? bare : undefined;
}

/** No address is longer (RFC 5321, 4.5.3.1), and the pattern takes its time with what is none. */
const LONGEST_EMAIL = 254;

function isEmail(text: string): boolean {
  return text.length <= LONGEST_EMAIL && /^[^\s<>()@]+@[^\s<>()@]+\.[^\s<>()@]+$/u.test(text);
}

const PICTURES = (
  'image featured_image featuredimage cover hero heroimage hero_image banner thumbnail episode_image episodeimage ' +
  'itunes_image itunes:image'
).split(' ');

export function pictureOf(fields: Fields, base: LinkBase): Picture | undefined {
  const image = PICTURES.map((name) => fields[name]).find((value) => typeof value === 'string' || isRecord(value));
  const record = isRecord(image) ? lowerCased(image) : {};
  const address = typeof image === 'string' ? image : textOf(record, ['url', 'src', 'path', 'image', 'href']);
  const url = address ? absoluteUri(address, base) : undefined;
  if (!url) return undefined;
  const caption = textOf(record, ['caption', 'alt']) ?? textOf(fields, ['image_caption', 'image_alt']);
  const credit = textOf(record, ['credit']) ?? textOf(fields, ['image_credit']);
  const [width, height] = [pixelsOf(record.width), pixelsOf(record.height)];
  return {
    url,
    ...(caption ? { caption: plainLine(caption) } : {}),
    ...(credit ? { credit: plainLine(credit) } : {}),
    ...(width && height ? { width, height } : {}),
  };
}

/** A whole number of pixels, also as a text; undefined for what is none. */
export function pixelsOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,5}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 && number < 100_000 ? number : undefined;
}

/** An absolute http(s) address without credentials, as feeds may say it; undefined for any other text. */
export function permalinkOf(text: string | undefined): string | undefined {
  const url = text ? URL.parse(text.trim()) : null;
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password ? uriOf(url.href) : undefined;
}

/** Undetermined, several, none; and words such as “english”, which have the form of a tag. */
const NO_LANGUAGE = /^(?:und|mul|zxx|mis|[a-z]{5,})\b/i;

/** A BCP 47 tag, also of ISO 639-2 (“eng” is `en`), and where it is written with an underscore; undefined for what is none. */
export function languageOf(text: string | undefined): string | undefined {
  try {
    const [tag] = text ? Intl.getCanonicalLocales(text.trim().replaceAll('_', '-')) : [];
    return tag && !NO_LANGUAGE.test(tag) ? tag : undefined;
  } catch {
    // Not a language tag: the site's language is a better guess than a word nobody knows.
    return undefined;
  }
}

/** What may hold markup, as one line of plain text. */
export function plainLine(text: string): string {
  return oneLine(plainTitle(text));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
