// What an article says of itself as an episode of a podcast, under the names that themes, podcast feeds and programs which
// make JSON of those use -> Episode. What cannot be understood is passed over: no article is refused for it.
import { type Enclosure, type Episode, type Person, SITE_MARK, type Transcript } from '../entry.ts';
import { CHAPTERS_TYPE, isNameOf, isTranscript, typeByName } from '../media.ts';
import { oneLine } from '../text.ts';
import { chaptersOf, pictureOf } from './chapters.ts';
import { enclosuresOf } from './enclosures.ts';
import {
  type Fields,
  isRecord,
  languageOf,
  permalinkOf,
  plainLine,
  quote,
  textOf,
  truthOf,
  type WrongField,
} from './fields.ts';
import { cutAtWord } from './headline.ts';
import { absoluteUri, type LinkBase } from './html.ts';
import { recordOf, squeeze } from './loose-record.ts';

export type SaidOfEpisode = {
  readonly episode: Episode | undefined;
  /** The address of a file of chapters in the articles folder. */
  readonly chaptersFile: string | undefined;
  /** Without those that are transcripts. */
  readonly enclosures: readonly Enclosure[];
  /** What was not understood. */
  readonly wrong: readonly WrongField[];
};

/** Characters (POD-01, POD-24). */
const LONGEST = { guid: 500, title: 255, name: 128, display: 32, address: 2000, read: 2000 };
const MOST_PERSONS = 50;
export const MOST_TRANSCRIPTS = 20;

/** By squeezed name (see loose-record.ts), each also behind `itunes` and `podcast`: `itunes:season`, `podcast_season`. */
const NAMES = {
  season: ['season', 'seasonnumber', 'seasonno'],
  seasonName: ['seasonname', 'seasontitle'],
  episode: ['episodenumber', 'episodeno', 'episodenum', 'episode'],
  display: ['episodedisplay', 'episodelabel'],
  kind: ['episodetype'],
  explicit: ['explicit', 'isexplicit'],
  block: ['block'],
  transcripts: ['transcripts', 'transcript', 'transcripturl', 'transcriptfile'],
  chapters: ['chapters', 'chaptersfile', 'chaptersurl'],
};
/** The title of an article is not that of its episode. */
const TITLE = ['itunestitle', 'episodetitle'];
/** `podcast:guid` is that of the whole podcast, and `guid` names the article in all feeds. */
const GUID = ['episodeguid'];
const PERSONS: readonly (readonly [names: readonly string[], role?: string])[] = [
  [['persons', 'people', 'person']],
  [['hosts', 'host'], 'host'],
  [['guests', 'guest'], 'guest'],
];
/** What is in these counts as if it stood beside them; within the first two under their name. */
const WITHIN: Readonly<Record<string, string>> = { itunes: 'itunes', podcast: 'podcast', params: '', extra: '' };

const ADDRESS = ['url', 'href', 'src', 'file', 'path', 'text'];
const PICTURE = ['img', 'image', 'picture', 'photo', 'avatar'];

/** All names, squeezed, and those of what holds some. */
const KNOWN: ReadonlySet<string> = new Set([
  ...withPrefixes([...Object.values(NAMES), ...PERSONS.map(([names]) => names)].flat()),
  ...TITLE,
  ...GUID,
  'itunes',
  'podcast',
]);

/** True for a field that `episodeOf` reads. @param name squeezed */
export function isOfEpisode(name: string, value: unknown): boolean {
  return KNOWN.has(name) && (!Object.hasOwn(WITHIN, name) || isRecord(value));
}

/**
 * What an article says of itself as an episode.
 * @param fields by lower-case name
 * @param enclosures that they name
 */
export function episodeOf(fields: Fields, enclosures: readonly Enclosure[], base: LinkBase): SaidOfEpisode {
  const said = saidIn(fields);
  const wrong: WrongField[] = [];
  const pass = ({ field, value }: Said, expected: string, found = quote(value)) =>
    wrong.push({ field, expected, found });
  const read = <T>(names: readonly string[], expected: string, parse: (value: unknown) => T | undefined) => {
    const one = firstOf(said, names);
    const value = one && parse(one.value);
    if (one && value === undefined) pass(one, expected);
    return value;
  };
  /** A list of at most so many. What of it is not understood is told together. */
  const readList = <T>(one: Said, most: number, expected: string, parse: (value: unknown) => T | undefined): T[] => {
    const items = Array.isArray(one.value) ? one.value : [one.value];
    const found = items.slice(0, most).map(parse);
    if (items.length > most) pass(one, `at most ${most}`, String(items.length));
    const index = found.indexOf(undefined);
    if (index >= 0) pass({ ...one, value: items[index] }, expected);
    return found.filter((item) => item !== undefined);
  };

  const guid = read(GUID, `a name of at most ${LONGEST.guid} characters`, guidFrom);
  const season = read(withPrefixes(NAMES.season), WHOLE, seasonFrom);
  const seasonName = nameFrom(firstOf(said, withPrefixes(NAMES.seasonName))?.value) ?? season?.seasonName;
  const numbered = read(withPrefixes(NAMES.episode), WHOLE, (value) => numberFrom(value, base));
  const display = lineOf(firstOf(said, withPrefixes(NAMES.display))?.value, LONGEST.display) ?? numbered?.display;
  const title = lineOf(firstOf(said, TITLE)?.value, LONGEST.title);
  const kind = read(withPrefixes(NAMES.kind), 'full, trailer or bonus', kindFrom);
  const isExplicit = read(withPrefixes(NAMES.explicit), 'true or false', explicitFrom);
  const isBlocked = read(withPrefixes(NAMES.block), 'true or false', yesOrNo);
  const persons = PERSONS.flatMap(([names, role]) => {
    const one = firstOf(said, withPrefixes(names));
    return one ? readList(one, MOST_PERSONS, 'names', (value) => personFrom(value, role, base)) : [];
  });
  const transcribed = firstOf(said, withPrefixes(NAMES.transcripts));
  const transcripts = [
    ...(transcribed ? readList(transcribed, MOST_TRANSCRIPTS, TRANSCRIPT, (value) => transcriptFrom(value, base)) : []),
    ...enclosures.filter(isTranscriptFile).map(({ url, type }) => transcriptOf(url, type)),
  ].filter((transcript) => transcript !== undefined);

  const divided = firstOf(said, withPrefixes(NAMES.chapters));
  const named = divided && chaptersFileIn(divided.value, base);
  const { chapters, passedOver } = divided && !named ? chaptersOf(divided.value, base) : NO_CHAPTERS;
  if (divided && !named && passedOver > 0)
    pass(divided, CHAPTERS, chapters.length > 0 ? `${passedOver} others` : quote(divided.value));

  const episode: Episode = {
    ...(guid ? { guid } : {}),
    ...(title ? { title } : {}),
    ...(season?.season ? { season: season.season } : {}),
    ...(season?.season && seasonName ? { seasonName } : {}),
    ...(numbered?.number ? { number: numbered.number } : {}),
    ...(display ? { display } : {}),
    ...(kind ? { kind } : {}),
    ...(isExplicit === undefined ? {} : { isExplicit }),
    ...(isBlocked ? { isBlocked } : {}),
    ...(persons.length > 0 ? { persons: persons.slice(0, MOST_PERSONS) } : {}),
    ...(transcripts.length > 0 ? { transcripts: transcripts.slice(0, MOST_TRANSCRIPTS) } : {}),
    ...(chapters.length > 0 ? { chapters } : {}),
  };
  return {
    episode: Object.keys(episode).length > 0 ? episode : undefined,
    chaptersFile: named,
    enclosures: enclosures.filter((enclosure) => !isTranscriptFile(enclosure)),
    wrong,
  };
}

const WHOLE = 'a whole number from 1 to 99999';
const TRANSCRIPT = 'the address of a transcript, and its type where its name does not say it';
const CHAPTERS =
  'chapters with a start of their own, such as 1:30, or the name of a file here that ends in .chapters.json';
const NO_CHAPTERS = { chapters: [], passedOver: 0 };

/** What a field says, and how its author calls it. */
type Said = { readonly field: string; readonly value: unknown };
type SaidByName = ReadonlyMap<string, Said>;

function saidIn(fields: Fields): SaidByName {
  const said = new Map<string, Said>();
  const take = (record: Fields, prefix: string, above = '') => {
    for (const [name, value] of Object.entries(record)) {
      const key = prefix + squeeze(name);
      if (KNOWN.has(key) && !said.has(key) && !isNothing(value, key)) said.set(key, { field: above + name, value });
    }
  };
  take(fields, '');
  for (const [name, value] of Object.entries(fields)) {
    const key = squeeze(name);
    if (Object.hasOwn(WITHIN, key) && isRecord(value)) take(value, WITHIN[key] ?? '', `${name}.`);
  }
  return said;
}

/** Only of what is explicit no says something. */
function isNothing(value: unknown, key: string): boolean {
  if (value === false) return !key.endsWith('explicit');
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function withPrefixes(names: readonly string[]): readonly string[] {
  return ['', 'itunes', 'podcast'].flatMap((prefix) => names.map((name) => prefix + name));
}

function firstOf(said: SaidByName, names: readonly string[]): Said | undefined {
  return names.map((name) => said.get(name)).find((one) => one !== undefined);
}

/** As it stands: to those who know it by that, any other is another episode. */
function guidFrom(value: unknown): string | undefined {
  const guid = oneLine(textOf(recordOf(value), ['text']) ?? '');
  return guid !== '' && guid.length <= LONGEST.guid ? guid : undefined;
}

/** A number, or one with a name. */
function seasonFrom(value: unknown): { readonly season: number; readonly seasonName: string | undefined } | undefined {
  const record = recordOf(value);
  const season = wholeFrom(textOf(record, ['number', 'season', 'text']));
  return season ? { season, seasonName: nameFrom(record.name ?? record.title) } : undefined;
}

type Numbered = { readonly number?: number | undefined; readonly display?: string | undefined };

/** A number, or one with what is shown instead of it. `4.5` can only be shown: nobody counts so (POD-13, POD-24). */
function numberFrom(value: unknown, base: LinkBase): Numbered | undefined {
  const record = recordOf(value);
  const text = textOf(record, ['number', 'episode', 'text'])?.trim() ?? '';
  const display = lineOf(record.display, LONGEST.display) ?? (/^\d{1,5}\.\d{1,5}$/.test(text) ? text : undefined);
  const number = wholeFrom(text);
  if (number || display) return { number, display };
  // Some themes name its file so.
  return enclosuresOf({ episode: value }, base).length > 0 ? {} : undefined;
}

function wholeFrom(text: string | undefined): number | undefined {
  const number = /^#?\d{1,7}$/.test(text?.trim() ?? '') ? Number(text?.replace('#', '')) : 0;
  return number >= 1 && number <= 99_999 ? number : undefined;
}

function kindFrom(value: unknown): Episode['kind'] | undefined {
  const word = textOf(recordOf(value), ['text'])?.trim().toLowerCase();
  return word === 'full' || word === 'trailer' || word === 'bonus' ? word : undefined;
}

/** Podcast feeds once said `clean` for no. */
function explicitFrom(value: unknown): boolean | undefined {
  return /^\s*clean\s*$/i.test(textOf(recordOf(value), ['text']) ?? '') ? false : yesOrNo(value);
}

function yesOrNo(value: unknown): boolean | undefined {
  const truth = truthOf(recordOf(value).text);
  return truth === 'unclear' ? undefined : truth;
}

function lineOf(value: unknown, longest: number): string | undefined {
  const text = textOf(recordOf(value), ['text', 'name', 'title']);
  // More of it is not shown, and patterns take their time with what is no markup.
  return (text && cutAtWord(plainLine(text.slice(0, LONGEST.read)), longest)) || undefined;
}

function nameFrom(value: unknown): string | undefined {
  return lineOf(value, LONGEST.name);
}

/** No address stands in a name: it would be read by all who fetch the feed. */
const EMAIL = /<[^<>@\s]{1,200}@[^<>@\s]{1,200}>/g;

function personFrom(value: unknown, usualRole: string | undefined, base: LinkBase): Person | undefined {
  const record = recordOf(value);
  if (typeof (record.name ?? record.text) === 'number') return undefined;
  const name = nameFrom(textOf(record, ['name', 'text'])?.replace(EMAIL, ''));
  if (!name) return undefined;
  const role = nameFrom(record.role)?.toLowerCase() ?? usualRole;
  const group = nameFrom(record.group)?.toLowerCase();
  const url = permalinkOf(textOf(record, ['url', 'href', 'link', 'website']));
  const picture = pictureOf(textOf(record, PICTURE), base);
  return {
    name,
    ...(role ? { role } : {}),
    ...(group ? { group } : {}),
    ...(url && url.length <= LONGEST.address ? { url } : {}),
    ...(picture ? { picture } : {}),
  };
}

/** What authors write for the type of a transcript, and how names end that say no other. */
const TRANSCRIPT_TYPES: Readonly<Record<string, string>> = {
  vtt: 'text/vtt',
  srt: 'application/x-subrip',
  json: 'application/json',
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
  'application/srt': 'application/x-subrip',
  'text/srt': 'application/x-subrip',
};

function transcriptFrom(value: unknown, base: LinkBase): Transcript | undefined {
  const record = recordOf(value);
  const text = textOf(record, ADDRESS)?.trim() ?? '';
  // What is said may stand in the field itself.
  const url = text.length <= LONGEST.address && !text.includes('\n') ? absoluteUri(text, base) : undefined;
  const language = languageOf(textOf(record, ['language', 'lang']));
  const rel = textOf(record, ['rel'])?.trim().toLowerCase();
  const transcript = url && transcriptOf(url, textOf(record, ['type', 'mimetype']));
  if (!transcript) return undefined;
  return {
    ...transcript,
    ...(language ? { language } : {}),
    ...(rel === 'captions' ? { isCaptions: true } : {}),
  };
}

function transcriptOf(url: string, said: string | undefined): Transcript | undefined {
  const word = said?.trim().toLowerCase().split(/\s*;/, 1)[0] ?? '';
  const [, end = ''] = /\.([a-z]{3,4})(?:[?#]|$)/i.exec(url) ?? [];
  const known = [word, end.toLowerCase()].find((some) => Object.hasOwn(TRANSCRIPT_TYPES, some));
  const type = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,60}$/.test(word) ? (TRANSCRIPT_TYPES[word] ?? word) : undefined;
  const sure = type ?? (known && TRANSCRIPT_TYPES[known]);
  if (!sure || !/^(?:text|application)\//.test(sure)) return undefined;
  return { url, type: sure, ...(hasCues(sure) ? { isCaptions: true } : {}) };
}

/** True for transcripts whose lines have times by their nature. */
export function hasCues(type: string): boolean {
  return type === 'text/vtt' || type === 'application/x-subrip';
}

/** Feeds and sites list transcripts among files; JSON may be anything, unless its name says what it is. */
function isTranscriptFile({ url, type }: Enclosure): boolean {
  return isTranscript(type === 'application/json' ? typeByName(url.split(/[?#]/, 1)[0] ?? '') : type);
}

/** The address of a file of chapters that may be here; undefined for anything else. */
function chaptersFileIn(value: unknown, base: LinkBase): string | undefined {
  const record = recordOf(Array.isArray(value) && value.length === 1 ? value[0] : value);
  const text = textOf(record, ADDRESS)?.trim() ?? '';
  const url = /\.json$/i.test(text) && text.length <= LONGEST.address ? absoluteUri(text, base) : undefined;
  return url?.startsWith(SITE_MARK) && isNameOf(url, CHAPTERS_TYPE) ? url : undefined;
}
