// What data/site.yaml says of podcasts -> the podcasts of the publication (POD-01 to POD-06, POD-20 to POD-24).
import { dirname, isAbsolute, join } from 'node:path';
import { type CoverReading, judgeCover } from './cover.ts';
import type { Person } from './entry.ts';
import {
  type Category,
  type Cover,
  MEDIUMS,
  type MediumOfPodcast,
  type Podcast,
  type Podcasts,
  sharedOf,
} from './podcast.ts';
import { categoriesLike, categoryOf } from './podcast-categories.ts';
import { addressOf, expectKeys, isEmail, isRecord, isSaid, lineOf, record, shown } from './site-fields.ts';

/** The site file, and what is wrong with it. */
export type SiteFile = {
  readonly path: string;
  readonly problems: string[];
  /** Reads the file of a cover. */
  readonly readCover: (file: string) => CoverReading;
};

/** What the site file holds of podcasts, unread. */
export type Sections = {
  readonly all: unknown;
  /** By tag slug. */
  readonly tags: Readonly<Record<string, unknown>>;
};

const KEYS = [
  'title',
  'description',
  'author',
  'owner',
  'cover',
  'categories',
  'explicit',
  'type',
  'medium',
  'locked',
  'funding',
  'persons',
  'txt',
  'license',
  'update_frequency',
  'guid',
  'new_feed_url',
  'complete',
  'block',
];

/** Without these no directory takes a podcast (POD-02). */
const REQUIRED = {
  cover: 'the path of a picture, such as cover.jpg',
  categories: "one or more of Apple's categories, such as `News > Politics`",
  explicit: 'true or false',
};

/** Characters of what is not said otherwise (POD-01). */
const MOST_CHARACTERS = 255;
/** Bytes of a description (POD-02). */
const MOST_BYTES = 4000;

const MEDIUMS_AND_LISTS: readonly MediumOfPodcast[] = [
  ...MEDIUMS,
  ...MEDIUMS.map((medium) => `${medium}L` as const),
  'mixed',
];

/** Reads all sections; undefined when there is none. */
export function parsePodcasts(sections: Sections, site: SiteFile): Podcasts | undefined {
  const isOfAll = isSaid(sections.all);
  const said = isOfAll ? readSection(sections.all, 'podcast', true, site) : undefined;
  const tags = Object.entries(sections.tags).map(([slug, section]) => {
    const own = readSection(section, `tags.${slug}.podcast`, !isOfAll, site);
    return [slug, { ...(said ? sharedOf(said) : {}), ...own }] as const;
  });
  expectOwnGuids([...(said ? [said] : []), ...tags.map(([, podcast]) => podcast)], site);
  if (!said && tags.length === 0) return undefined;
  const all = said && completed(said);
  return {
    ...(all ? { all } : {}),
    tags: Object.fromEntries(
      tags.flatMap(([slug, podcast]) => {
        const whole = completed(podcast);
        return whole ? [[slug, whole]] : [];
      }),
    ),
  };
}

/** What one section says itself. @param isFirst true when there is none that it begins from */
function readSection(section: unknown, name: string, isFirst: boolean, site: SiteFile): Partial<Podcast> {
  const { path, problems } = site;
  const fields = record(section, `\`${name}\``, path, problems);
  expectKeys(fields, KEYS, `\`${name}\` in ${path}`, problems);
  for (const [key, expected] of Object.entries(REQUIRED)) {
    if (isFirst && isRecord(section) && !isSaid(fields[key]))
      problems.push(`Expected \`${name}.${key}\` in ${path} to be ${expected}, got nothing`);
  }
  const of = (key: string) => [fields[key], `${name}.${key}`] as const;
  return saidOf<Podcast>({
    title: textOf(...of('title'), MOST_CHARACTERS, site),
    description: descriptionOf(...of('description'), site),
    author: textOf(...of('author'), MOST_CHARACTERS, site),
    owner: ownerOf(...of('owner'), site),
    cover: coverOf(...of('cover'), site),
    categories: categoriesOf(...of('categories'), site),
    isExplicit: flagOf(...of('explicit'), site),
    type: choiceOf(...of('type'), ['episodic', 'serial'], site),
    medium: choiceOf(...of('medium'), MEDIUMS_AND_LISTS, site),
    isLocked: flagOf(...of('locked'), site),
    funding: fundingOf(...of('funding'), site),
    persons: personsOf(...of('persons'), site),
    txts: txtsOf(...of('txt'), site),
    license: licenseOf(...of('license'), site),
    updateFrequency: frequencyOf(...of('update_frequency'), site),
    guid: guidOf(...of('guid'), site),
    newFeedUrl: newFeedUrlOf(...of('new_feed_url'), site),
    isComplete: flagOf(...of('complete'), site),
    isBlocked: flagOf(...of('block'), site),
  });
}

/** Undefined when what is required is not there, or wrong: that is a problem by then. */
function completed(podcast: Partial<Podcast>): Podcast | undefined {
  const { cover, categories, isExplicit } = podcast;
  if (!cover || !categories || isExplicit === undefined) return undefined;
  return {
    medium: 'podcast',
    isLocked: false,
    funding: [],
    persons: [],
    txts: [],
    isComplete: false,
    isBlocked: false,
    ...podcast,
    cover,
    categories,
    isExplicit,
  };
}

/** Two podcasts of one name are one to every directory (POD-20). */
function expectOwnGuids(podcasts: readonly Partial<Podcast>[], { path, problems }: SiteFile): void {
  const guids = podcasts.flatMap(({ guid }) => guid ?? []);
  for (const guid of new Set(guids.filter((one, index) => guids.indexOf(one) !== index)))
    problems.push(`Expected every podcast in ${path} to have a guid of its own, got \`${guid}\` twice`);
}

/** Without what is not said. */
function saidOf<T>(fields: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function textOf(value: unknown, name: string, most: number, { path, problems }: SiteFile): string | undefined {
  const text = lineOf(value, name, path, problems);
  const length = [...(text ?? '')].length;
  if (length > most) problems.push(`Expected \`${name}\` in ${path} to have at most ${most} characters, got ${length}`);
  return text;
}

/** Text that has to be there. */
function requiredTextOf(value: unknown, name: string, most: number, site: SiteFile): string {
  const text = textOf(value, name, most, site);
  if (text === undefined) site.problems.push(`Expected \`${name}\` in ${site.path} to be text, got nothing`);
  return text ?? '';
}

function descriptionOf(value: unknown, name: string, { path, problems }: SiteFile): string | undefined {
  const text = lineOf(value, name, path, problems);
  const length = Buffer.byteLength(text ?? '');
  if (length > MOST_BYTES)
    problems.push(`Expected \`${name}\` in ${path} to have at most ${MOST_BYTES} bytes in UTF-8, got ${length}`);
  return text;
}

function flagOf(value: unknown, name: string, { path, problems }: SiteFile): boolean | undefined {
  if (!isSaid(value)) return undefined;
  if (typeof value !== 'boolean')
    problems.push(`Expected \`${name}\` in ${path} to be true or false, got \`${shown(value)}\``);
  return value === true;
}

function choiceOf<T extends string>(
  value: unknown,
  name: string,
  choices: readonly T[],
  { path, problems }: SiteFile,
): T | undefined {
  if (!isSaid(value)) return undefined;
  const choice = choices.find((one) => one === value);
  if (choice === undefined)
    problems.push(`Expected \`${name}\` in ${path} to be one of ${choices.join(', ')}, got \`${shown(value)}\``);
  return choice;
}

/** @param short what an item says that is just text */
function itemsOf(
  value: unknown,
  name: string,
  { keys, short }: { readonly keys: readonly string[]; readonly short?: string },
  { path, problems }: SiteFile,
): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (!isSaid(value)) return undefined;
  return [value].flat().flatMap((item) => {
    if (short !== undefined && (typeof item === 'string' || typeof item === 'number')) return [{ [short]: item }];
    if (isRecord(item)) {
      expectKeys(item, keys, `\`${name}\` in ${path}`, problems);
      return [item];
    }
    problems.push(`Expected \`${name}\` in ${path} to hold ${keys.join(', ')}, got \`${shown(item)}\``);
    return [];
  });
}

function ownerOf(value: unknown, name: string, site: SiteFile): Podcast['owner'] {
  if (!isSaid(value)) return undefined;
  const { path, problems } = site;
  const fields = record(value, `\`${name}\``, path, problems);
  expectKeys(fields, ['name', 'email'], `\`${name}\` in ${path}`, problems);
  const email = lineOf(fields.email, `${name}.email`, path, problems);
  if (email !== undefined && !isEmail(email))
    problems.push(`Expected \`${name}.email\` in ${path} to be an e-mail address, got \`${email}\``);
  return {
    name: requiredTextOf(fields.name, `${name}.name`, MOST_CHARACTERS, site),
    ...(email ? { email } : {}),
  };
}

/** Where a cover is: as seen from the site file, since whoever moves one moves both. */
function coverOf(value: unknown, name: string, { path, problems, readCover }: SiteFile): Cover | undefined {
  if (!isSaid(value)) return undefined;
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || /^[a-z][a-z\d+.-]+:/i.test(text) || text.startsWith('//')) {
    problems.push(
      `Expected \`${name}\` in ${path} to be the path of a picture, such as cover.jpg, got \`${shown(value)}\`. Tagwire looks at it and serves it itself, so put it here`,
    );
    return undefined;
  }
  const file = isAbsolute(text) ? text : join(dirname(path), text);
  const judged = judgeCover(file, readCover(file));
  if (judged.ok) return judged.cover;
  for (const { expected, found, remedy } of judged.problems)
    problems.push(`Expected \`${name}\` in ${path} to be ${expected}, got ${found} (${file}). ${remedy}`);
  return undefined;
}

function categoriesOf(value: unknown, name: string, { path, problems }: SiteFile): readonly Category[] | undefined {
  if (!isSaid(value)) return undefined;
  const items: readonly unknown[] = [value].flat();
  if (items.length === 0)
    problems.push(`Expected \`${name}\` in ${path} to be ${REQUIRED.categories}, got an empty list`);
  return items.flatMap((item) => {
    const text = shown(item);
    const category = categoryOf(text);
    if (category) return [category];
    const like = categoriesLike(text);
    const isBelow = like.some((one) => one.endsWith(` > ${text}`));
    const names = like.map((one) => `\`${one}\``).join(', ');
    problems.push(
      `Expected \`${name}\` in ${path} to be ${isBelow ? 'written with the category above it' : "a category of Apple's list"}, such as ${names}, got \`${text}\``,
    );
    return [];
  });
}

function fundingOf(value: unknown, name: string, site: SiteFile): Podcast['funding'] | undefined {
  return itemsOf(value, name, { keys: ['url', 'text'] }, site)?.map(({ url, text }) => ({
    url: requiredAddressOf(url, `${name}.url`, site),
    text: requiredTextOf(text, `${name}.text`, 128, site),
  }));
}

function requiredAddressOf(value: unknown, name: string, { path, problems }: SiteFile): string {
  // An empty text is no address, and is called so.
  return addressOf(value ?? '', name, path, problems) ?? '';
}

function personsOf(value: unknown, name: string, site: SiteFile): readonly Person[] | undefined {
  const { path, problems } = site;
  const items = itemsOf(value, name, { keys: ['name', 'role', 'group', 'url', 'img'], short: 'name' }, site);
  return items?.map((item): Person => {
    const role = textOf(item.role, `${name}.role`, 128, site);
    const group = textOf(item.group, `${name}.group`, 128, site);
    const url = addressOf(item.url, `${name}.url`, path, problems);
    const picture = addressOf(item.img, `${name}.img`, path, problems);
    return {
      name: requiredTextOf(item.name, `${name}.name`, 128, site),
      ...(role ? { role } : {}),
      ...(group ? { group } : {}),
      ...(url ? { url } : {}),
      ...(picture ? { picture } : {}),
    };
  });
}

function txtsOf(value: unknown, name: string, site: SiteFile): Podcast['txts'] | undefined {
  return itemsOf(value, name, { keys: ['purpose', 'text'], short: 'text' }, site)?.map((item) => {
    const purpose = textOf(item.purpose, `${name}.purpose`, 128, site);
    return { ...(purpose ? { purpose } : {}), text: requiredTextOf(item.text, `${name}.text`, 4000, site) };
  });
}

function licenseOf(value: unknown, name: string, site: SiteFile): Podcast['license'] {
  const item = theOnly(itemsOf(value, name, { keys: ['text', 'url'], short: 'text' }, site), name, site);
  if (!item) return undefined;
  const url = addressOf(item.url, `${name}.url`, site.path, site.problems);
  return { text: requiredTextOf(item.text, `${name}.text`, 128, site), ...(url ? { url } : {}) };
}

function frequencyOf(value: unknown, name: string, site: SiteFile): Podcast['updateFrequency'] {
  const item = theOnly(itemsOf(value, name, { keys: ['text', 'rrule'], short: 'text' }, site), name, site);
  if (!item) return undefined;
  const { path, problems } = site;
  const rrule = lineOf(item.rrule, `${name}.rrule`, path, problems);
  if (rrule !== undefined && !RECURRENCE.test(rrule))
    problems.push(`Expected \`${name}.rrule\` in ${path} to be a rule such as FREQ=WEEKLY;BYDAY=MO, got \`${rrule}\``);
  return { text: requiredTextOf(item.text, `${name}.text`, 128, site), ...(rrule ? { rrule } : {}) };
}

/** A recurrence rule as calendars have it (RFC 5545), by its form. */
const RECURRENCE =
  /^(?:[A-Z]+=[A-Z\d,+-]+;)*FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z\d,+-]+)*$/;

function theOnly<T>(items: readonly T[] | undefined, name: string, { path, problems }: SiteFile): T | undefined {
  if (items && items.length > 1) problems.push(`Expected \`${name}\` in ${path} to be one, got ${items.length}`);
  return items?.[0];
}

function guidOf(value: unknown, name: string, { path, problems }: SiteFile): string | undefined {
  if (!isSaid(value)) return undefined;
  const guid = String(value).trim();
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(guid)) return guid;
  problems.push(
    `Expected \`${name}\` in ${path} to be a UUID in small letters, such as 917393e3-1b1e-5cef-ace4-edaa54e1f810, got \`${shown(value)}\`. A podcast that has none yet gets one by itself`,
  );
  return undefined;
}

function newFeedUrlOf(value: unknown, name: string, { path, problems }: SiteFile): string | undefined {
  if (!isSaid(value)) return undefined;
  const url = typeof value === 'string' ? URL.parse(value.trim()) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  problems.push(`Expected \`${name}\` in ${path} to be the address of a feed, http(s), got \`${shown(value)}\``);
  return undefined;
}
