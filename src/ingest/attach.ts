// An entry and what is known of the media that belong to it -> the entry with those that can be served. Pure.
import { type Enclosure, type ParsedEntry, type Picture, type Remark, SITE_MARK } from '../entry.ts';
import { mediaPath } from '../feed.ts';
import { CHAPTERS_TYPE, isNameOf, isServed, isTranscript, type MediaFacts, mediaName, stemOf } from '../media.ts';
import { playedOf } from '../podcast.ts';
import { isMedia } from './article.ts';
import { attachEpisode, PICTURE, type Served, type Wanted } from './attach-episode.ts';
import type { MediaProblem } from './media.ts';

/** By path, relative to the articles folder. */
export type Media = ReadonlyMap<string, MediaFacts | MediaProblem>;

/** No text shows more; each of them costs a look at the disk. */
const MOST_IN_TEXT = 500;
/** Local addresses in safe HTML. */
const LOCAL = new RegExp(`(?<= (?:src|poster|href)=")${SITE_MARK}/[^"]*`, 'g');

/** The media that an entry names and that may lie in the articles folder: their paths, relative to it, each once. */
export function wishesOf({
  picture,
  enclosures = [],
  episode = {},
  chaptersFile = '',
  content,
}: ParsedEntry): string[] {
  const { transcripts = [], persons = [], chapters = [] } = episode;
  const shownIn = [...persons, ...chapters].map((some) => some.picture ?? '');
  const files = [...enclosures, ...transcripts].map(({ url }) => url);
  const named = [picture?.url ?? '', ...files, chaptersFile, ...shownIn].map(placeOf);
  const shown = new Set([...content.matchAll(LOCAL)].map(([url]) => placeOf(unescaped(url))));
  const places = [...named, ...[...shown].slice(0, MOST_IN_TEXT)].filter((place) => place !== undefined);
  return [...new Set(places)];
}

/** The pictures that a file of chapters names and that may lie in the articles folder: their paths. */
export function picturesIn({ type, chapters = [] }: MediaFacts): string[] {
  if (type !== CHAPTERS_TYPE) return [];
  return chapters.flatMap(({ picture = '' }) => placeOf(picture) ?? []);
}

/** Which of these files lie beside an article under its name. */
export function besideOf(article: string, files: readonly string[]): string[] {
  const name = stemOf(article);
  return files.filter((file) => isMedia(file) && stemOf(file) === name);
}

/**
 * Gives the media of an entry the addresses under which they are served, and says what is known of them. A picture or
 * enclosure that cannot be served is left out and told: it is a problem of the medium, never of the article. In the text
 * such a picture stays as it is, for it may well be kept elsewhere. Of chapters those that it names come first, then those
 * of a file, then those inside of what is played.
 * @param media all that the entry wishes for and that lies beside it
 * @param beside paths of media that belong to the article by their name
 */
export function attach(
  entry: ParsedEntry,
  media: Media,
  beside: readonly string[],
): { entry: ParsedEntry; remarks: readonly Remark[] } {
  const remarks: Remark[] = [];
  const miss = (path: string, { expected, found }: MediaProblem) =>
    remarks.push({ kind: 'repaired', why: `a medium is not served: expected ${expected}, found ${found}`, text: path });
  /** Of a path that is known to be sound. */
  const take = (path: string, wanted = MEDIUM): Served | undefined => {
    const served = servedOf(path, wanted, media);
    if (served) return served;
    const found = media.get(path) ?? { expected: 'a file', found: 'none at this place' };
    miss(path, 'hash' in found ? { expected: wanted.what, found: found.type } : found);
    return undefined;
  };
  const local = (url: string, wanted?: Wanted): Served | undefined => {
    const place = placeOf(url);
    if (place !== undefined) return take(place, wanted);
    miss(url.slice(SITE_MARK.length), { expected: 'a medium in the articles folder', found: 'another address' });
    return undefined;
  };

  /** Of the file that is named, else of the first beside; those of one that cannot be read are told. */
  const chaptersOfFile = (): MediaFacts['chapters'] => {
    const [first] = beside.filter((path) => isNameOf(path, CHAPTERS_TYPE)).toSorted(byCodeUnits);
    const path = entry.chaptersFile === undefined ? first : placeOf(entry.chaptersFile);
    const found = path === undefined ? undefined : media.get(path);
    if (found && 'hash' in found) return found.chapters;
    const { expected, found: instead } = found ?? { expected: 'a file of chapters', found: 'none at this place' };
    const text = path ?? entry.chaptersFile?.slice(SITE_MARK.length);
    if (text !== undefined)
      remarks.push({ kind: 'repaired', why: `chapters are passed over: expected ${expected}, found ${instead}`, text });
    return undefined;
  };

  const { picture, enclosures = [], episode = {}, chaptersFile: _, content, ...rest } = entry;
  const named = enclosures.flatMap((enclosure): Enclosure[] => {
    if (!enclosure.url.startsWith(SITE_MARK)) return [enclosure];
    const served = local(enclosure.url);
    return served ? [{ ...enclosure, ...factsOf(served), ...titleOf(enclosure, served) }] : [];
  });
  let lead = picture;
  if (picture?.url?.startsWith(SITE_MARK)) {
    const { url, type: _t, length: _l, width: _w, height: _h, ...said } = picture;
    const served = local(url, PICTURE);
    lead = served ? { ...said, ...factsOf(served) } : said;
  }
  const isNamed = new Set(
    [picture?.url ?? '', ...[...enclosures, ...(episode.transcripts ?? [])].map(({ url }) => url)].map(placeOf),
  );
  const added = beside
    .filter((path) => !isNamed.has(path) && !isNameOf(path, CHAPTERS_TYPE))
    .toSorted(byCodeUnits)
    .flatMap((path): (readonly [path: string, served: Served])[] => {
      const served = take(path);
      return served ? [[path, served]] : [];
    });
  const [first] = added.map(([, served]) => served).filter(PICTURE.isFit);
  if (first && lead?.url === undefined) lead = { ...lead, ...factsOf(first) };
  const more = added.flatMap(([, served]) =>
    PICTURE.isFit(served) || isTranscript(served.type) ? [] : [{ ...factsOf(served), ...titleOf(served) }],
  );
  const all = [...named, ...more.toSorted((one, other) => orderOf(one) - orderOf(other))];
  const played = playedOf(all);
  const heard = attachEpisode(episode, {
    isPlayed: played !== undefined,
    transcripts: added.filter(([, { type }]) => isTranscript(type)),
    chapters: episode.chapters ? undefined : chaptersOfFile(),
    inside: played && chaptersInside(played, media),
    find: (url, wanted) => servedOf(placeOf(url), wanted, media),
    local,
    tell: (remark) => remarks.push(remark),
  });
  return {
    entry: {
      ...rest,
      ...(heard ? { episode: heard } : {}),
      content: content.replace(LOCAL, (url) => servedIn(url, media)),
      ...(lead && Object.keys(lead).length > 0 ? { picture: lead } : {}),
      ...(all.length > 0 ? { enclosures: all } : {}),
    },
    remarks,
  };
}

const MEDIUM: Wanted = { what: 'a medium', isFit: () => true };

/** The medium at a path as it is served; undefined when it is not there, or not what is wanted. */
function servedOf(path: string | undefined, { isFit }: Wanted, media: Media): Served | undefined {
  const found = path === undefined ? undefined : media.get(path);
  if (path === undefined || !found || !('hash' in found) || !isServed(found.type) || !isFit(found)) return undefined;
  return { ...found, url: addressOf(path, found) };
}

/** The chapters that a recording of ours has inside. */
function chaptersInside({ url }: Enclosure, media: Media): MediaFacts['chapters'] {
  for (const [path, found] of media)
    if ('hash' in found && found.chapters && addressOf(path, found) === url) return found.chapters;
  return undefined;
}

function addressOf(path: string, { hash, type }: MediaFacts): string {
  return SITE_MARK + mediaPath(hash, mediaName(path, type));
}

/** What an entry says of a medium: all that is known but its hash, its title, and what is its episode's to say. */
function factsOf({ hash: _, chapters: __, title: ___, ...facts }: Served): Enclosure & Picture & { url: string } {
  return facts;
}

/** What a file is called: by its article, else by itself. A tag is often older than the article, which keeps its own title. */
function titleOf(...sayers: readonly { readonly title?: string }[]): { readonly title?: string } {
  const title = sayers.map((sayer) => sayer.title).find((title) => title !== undefined);
  return title === undefined ? {} : { title };
}

/** Readers that take one enclosure take the first: what can be heard, then what can be seen. */
function orderOf({ type = '' }: Enclosure): number {
  return type.startsWith('audio/') ? 0 : type.startsWith('video/') ? 1 : 2;
}

/** The address in a text at which the medium of a local one is served; the same when it is not. */
function servedIn(url: string, media: Media): string {
  const served = servedOf(placeOf(unescaped(url)), MEDIUM, media);
  if (!served) return url;
  // `#t=90` of a video is where to begin.
  const [, fragment = ''] = /^[^#]*(#.*)?$/s.exec(url) ?? [];
  return served.url + fragment;
}

/** The path that an address of ours names; undefined for any other address, and for what is no medium by its name. */
function placeOf(url: string): string | undefined {
  if (!url.startsWith(`${SITE_MARK}/`)) return undefined;
  const [written = ''] = url.slice(SITE_MARK.length + 1).split(/[?#]/, 1);
  try {
    const path = decodeURIComponent(written);
    return isMedia(path) && !/[\u0000\\]|^\/|\/\//.test(path) ? path : undefined;
  } catch {
    // A stray per cent sign: no file that could be meant.
    return undefined;
  }
}

/** Safe HTML escapes the ampersand in an address, and nothing else that can be in one. */
function unescaped(attribute: string): string {
  return attribute.replaceAll('&amp;', '&');
}

/** The same order everywhere. */
function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
