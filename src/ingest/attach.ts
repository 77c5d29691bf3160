// An entry and what is known of the media that belong to it -> the entry with those that can be served. Pure.
import { posix } from 'node:path';
import { type Enclosure, type ParsedEntry, type Picture, type Remark, SITE_MARK } from '../entry.ts';
import { mediaPath } from '../feed.ts';
import { type MediaFacts, mediaName } from '../media.ts';
import { isMedia } from './article.ts';
import type { MediaProblem } from './media.ts';

/** By path, relative to the articles folder. */
export type Media = ReadonlyMap<string, MediaFacts | MediaProblem>;

/** No text shows more; each of them costs a look at the disk. */
const MOST_IN_TEXT = 500;
/** Local addresses in safe HTML. */
const LOCAL = new RegExp(`(?<= (?:src|poster|href)=")${SITE_MARK}/[^"]*`, 'g');

/** The media that an entry names and that may lie in the articles folder: their paths, relative to it, each once. */
export function wishesOf({ picture, enclosures = [], content }: ParsedEntry): string[] {
  const named = [picture?.url ?? '', ...enclosures.map(({ url }) => url)].map(placeOf);
  const shown = new Set([...content.matchAll(LOCAL)].map(([url]) => placeOf(unescaped(url))));
  const places = [...named, ...[...shown].slice(0, MOST_IN_TEXT)].filter((place) => place !== undefined);
  return [...new Set(places)];
}

/** Which of these files lie beside an article under its name. */
export function besideOf(article: string, files: readonly string[]): string[] {
  const name = withoutExtension(article);
  return files.filter((file) => isMedia(file) && withoutExtension(file) === name);
}

/**
 * Gives the media of an entry the addresses under which they are served, and says what is known of them. A picture or
 * enclosure that cannot be served is left out and told: it is a problem of the medium, never of the article. In the text
 * such a picture stays as it is, for it may well be kept elsewhere.
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
  const take = (path: string, isFit = (_: MediaFacts) => true): Served | undefined => {
    const found = media.get(path) ?? { expected: 'a file', found: 'none at this place' };
    if (!('hash' in found)) miss(path, found);
    else if (!isFit(found)) miss(path, { expected: 'a picture', found: found.type });
    else return { ...found, url: addressOf(path, found) };
    return undefined;
  };
  const local = (url: string, isFit?: (facts: MediaFacts) => boolean): Served | undefined => {
    const place = placeOf(url);
    if (place !== undefined) return take(place, isFit);
    miss(url.slice(SITE_MARK.length), { expected: 'a medium in the articles folder', found: 'another address' });
    return undefined;
  };

  const { picture, enclosures = [], content, ...rest } = entry;
  const named = enclosures.flatMap((enclosure): Enclosure[] => {
    if (!enclosure.url.startsWith(SITE_MARK)) return [enclosure];
    const served = local(enclosure.url);
    return served ? [{ ...enclosure, ...factsOf(served) }] : [];
  });
  let lead = picture;
  if (picture?.url?.startsWith(SITE_MARK)) {
    const { url, type: _t, length: _l, width: _w, height: _h, ...said } = picture;
    const served = local(url, isPicture);
    lead = served ? { ...said, ...factsOf(served) } : said;
  }
  const added = beside
    .filter((path) => !enclosures.some(({ url }) => placeOf(url) === path) && placeOf(picture?.url ?? '') !== path)
    .toSorted(byCodeUnits)
    .flatMap((path) => take(path) ?? []);
  const [first] = added.filter(isPicture);
  if (first && lead?.url === undefined) lead = { ...lead, ...factsOf(first) };
  const more = added.filter((served) => !isPicture(served)).map(factsOf);
  const all = [...named, ...more.toSorted((one, other) => orderOf(one) - orderOf(other))];
  return {
    entry: {
      ...rest,
      content: content.replace(LOCAL, (url) => servedIn(url, media)),
      ...(lead && Object.keys(lead).length > 0 ? { picture: lead } : {}),
      ...(all.length > 0 ? { enclosures: all } : {}),
    },
    remarks,
  };
}

/** A medium and the address it is served at. */
type Served = MediaFacts & { readonly url: string };

function addressOf(path: string, { hash, type }: MediaFacts): string {
  return SITE_MARK + mediaPath(hash, mediaName(path, type));
}

/** What an entry says of a medium: all that is known but its hash. */
function factsOf({ hash: _, ...facts }: Served): Enclosure & Picture & { url: string } {
  return facts;
}

function isPicture({ type }: MediaFacts): boolean {
  return type.startsWith('image/');
}

/** Readers that take one enclosure take the first: what can be heard, then what can be seen. */
function orderOf({ type = '' }: Enclosure): number {
  return type.startsWith('audio/') ? 0 : type.startsWith('video/') ? 1 : 2;
}

/** The address in a text at which the medium of a local one is served; the same when it is not. */
function servedIn(url: string, media: Media): string {
  const place = placeOf(unescaped(url));
  const found = place === undefined ? undefined : media.get(place);
  if (place === undefined || !found || !('hash' in found)) return url;
  // `#t=90` of a video is where to begin.
  const [, fragment = ''] = /^[^#]*(#.*)?$/s.exec(url) ?? [];
  return addressOf(place, found) + fragment;
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

function withoutExtension(path: string): string {
  return path.slice(0, path.length - posix.extname(path).length);
}

/** The same order everywhere. */
function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
