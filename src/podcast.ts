// The words of a podcast: what its publisher says of it, what it is called, and which entries are its episodes.
import { hash } from 'node:crypto';
import type { Enclosure, Person, Picture } from './entry.ts';
import { mediaPath } from './feed.ts';
import { mediaName, typeByName } from './media.ts';

/** What a podcast holds at most: directories show no more. */
export const MOST_EPISODES = 2000;

/** A category of Apple's list, and one below it (POD-04). */
export type Category = readonly [top: string, sub?: string];

/** The picture of a podcast: square, JPEG or PNG, RGB, 1400 to 3000 pixels (POD-05). */
export type Cover = {
  /** Where it is. */
  readonly file: string;
  /** SHA-256 of the content, in base64url: other bytes, another address. */
  readonly hash: string;
  readonly type: 'image/jpeg' | 'image/png';
  /** Bytes. */
  readonly length: number;
};

/** The path of a cover, from the root of the site: other bytes, another address (POD-05). */
export function coverPath({ file, hash, type }: Cover): string {
  return mediaPath(hash, mediaName(file, type));
}

/** What a podcast is of (POD-21). */
export const MEDIUMS = [
  'podcast',
  'music',
  'video',
  'film',
  'audiobook',
  'newsletter',
  'blog',
  'publisher',
  'course',
] as const;
/** Of one kind, a list of such (`musicL`), or of several kinds. */
export type MediumOfPodcast = (typeof MEDIUMS)[number] | `${(typeof MEDIUMS)[number]}L` | 'mixed';

/** What the publisher says of one podcast. */
export type Podcast = {
  /** Where it is called otherwise than the feed of its articles. */
  readonly title?: string;
  readonly description?: string;
  readonly author?: string;
  /** Directories write to them. */
  readonly owner?: { readonly name: string; readonly email?: string };
  readonly cover: Cover;
  /** The first counts most. */
  readonly categories: readonly Category[];
  readonly isExplicit: boolean;
  readonly type?: 'episodic' | 'serial';
  readonly medium: MediumOfPodcast;
  /** Whether other hosts may take it over (POD-21). */
  readonly isLocked: boolean;
  readonly funding: readonly { readonly url: string; readonly text: string }[];
  readonly persons: readonly Person[];
  /** Words that services look for, to see whose feed it is (POD-21). */
  readonly txts: readonly { readonly purpose?: string; readonly text: string }[];
  readonly license?: { readonly text: string; readonly url?: string };
  readonly updateFrequency?: { readonly text: string; readonly rrule?: string };
  /** Of a podcast that had one before it came here (POD-20). */
  readonly guid?: string;
  /** Its address, where it had or has another (POD-06). */
  readonly newFeedUrl?: string;
  readonly isComplete: boolean;
  readonly isBlocked: boolean;
};

/** All podcasts of a publication. */
export type Podcasts = {
  /** That of all articles. */
  readonly all?: Podcast;
  /** By tag slug. A tag that says nothing of its own has the one of all, under its own title. */
  readonly tags: Readonly<Record<string, Podcast>>;
};

/** What podcast directories play (POD-11). */
const PLAYED: ReadonlySet<string> = new Set([
  'audio/mpeg',
  'audio/x-m4a',
  'video/mp4',
  'video/x-m4v',
  'video/quicktime',
]);

/** The file that is the episode; undefined: the entry is none. @param enclosures of one entry */
export function playedOf<E extends Pick<Enclosure, 'type'>>(enclosures: readonly E[] | undefined): E | undefined {
  return enclosures?.find(({ type }) => PLAYED.has(playedAs(type)));
}

/** What directories call the type of a file. */
export function playedAs(type = ''): string {
  return type === 'audio/mp4' ? 'audio/x-m4a' : type;
}

/** Of the sides of a cover, of a podcast as of an episode (POD-05). */
export const [LEAST_PIXELS, MOST_PIXELS] = [1400, 3000] as const;

/** Why directories do not take a picture for the cover of an episode (POD-05); `unknown`: nobody says how large it is. */
export function whyNoCover({ url = '', type, width, height }: Picture): string | undefined {
  const kind = type ?? typeByName(url.split(/[?#]/, 1)[0] ?? '');
  if (kind !== 'image/jpeg' && kind !== 'image/png') return `it is ${kind ?? 'of a kind that nobody says'}`;
  if (width === undefined || height === undefined) return 'unknown';
  const isCover = width === height && width >= LEAST_PIXELS && width <= MOST_PIXELS;
  return isCover ? undefined : `it has ${width} × ${height} pixels`;
}

/** What the publisher says of the podcast of a tag, or of all articles. @param slug empty: of all */
export function podcastOf({ all, tags }: Podcasts, slug: string): Podcast | undefined {
  if (slug === '') return all;
  const own = Object.hasOwn(tags, slug) ? tags[slug] : undefined;
  return own ?? (all && { ...sharedOf(all), isComplete: false, isBlocked: false });
}

/** What the podcast of all articles passes on to those of tags: whatever is not of one feed alone. */
export function sharedOf<P extends Partial<Podcast>>(podcast: P) {
  const { title, description, guid, newFeedUrl, isComplete, isBlocked, ...shared } = podcast;
  return shared;
}

/**
 * Where a podcast is by now; undefined when it is here (POD-06).
 * @param address of its feed here. In whatever scheme its publisher writes it, it leads nowhere: it would lead to itself
 */
export function goneTo({ newFeedUrl }: Podcast, address: string): string | undefined {
  const placeOf = ({ host, pathname, search }: URL) => host + pathname + search;
  if (newFeedUrl === undefined || placeOf(new URL(newFeedUrl)) === placeOf(new URL(address))) return undefined;
  return newFeedUrl;
}

/** The namespace of podcast:guid. */
const NAMESPACE = Buffer.from('ead4c236bf5858c6a2c6a6b28d128cb6', 'hex');

/**
 * What a podcast is called in all directories: a UUID of the first address of its feed (version 5 of RFC 9562; POD-20).
 * @param address with or without its scheme, which does not count
 */
export function podcastGuid(address: string): string {
  const name = address.replace(/^[a-z][a-z\d+.-]*:\/\//i, '').replace(/\/+$/, '');
  const bytes = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name)]), 'buffer');
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
