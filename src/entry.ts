// The words of Tagwire: what an article becomes. Imports nothing.

/** The permanent name of an entry: an absolute IRI, compared character by character (ATOM-12, ATOM-13). */
export type EntryId = string & { readonly brand: 'EntryId' };

export type Author = { readonly name: string; readonly email?: string; readonly url?: string };

/** A tag as one article writes it; the slug is its address and the same for every spelling. */
export type Tag = { readonly slug: string; readonly label: string };

/** An author as an entry names them; the slug is the address of their feed and the same for every spelling. */
export type Byline = Author & { readonly slug: string };

/** The lead picture. An archive may keep its caption and credit though the picture itself is lost. */
export type Picture = {
  readonly url?: string;
  readonly caption?: string;
  readonly credit?: string;
  /** Media type. */
  readonly type?: string;
  /** Bytes. */
  readonly length?: number;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
};

/** An audio, video or other file that belongs to an entry. */
export type Enclosure = {
  /** Absolute, or beginning with SITE_MARK. */
  readonly url: string;
  /** Media type; absent when nobody says it. */
  readonly type?: string;
  /** Bytes; absent when nobody says it. */
  readonly length?: number;
  readonly title?: string;
  readonly durationSeconds?: number;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
};

/** Someone who is heard in an episode, or made it (POD-24). */
export type Person = {
  readonly name: string;
  /** Such as `host`, `guest`. */
  readonly role?: string;
  /** Such as `cast`. */
  readonly group?: string;
  /** Where more is told of them. */
  readonly url?: string;
  /** The address of their picture: absolute, or beginning with SITE_MARK. */
  readonly picture?: string;
};

/** What is said in an episode, as a file of its own (POD-22). */
export type Transcript = {
  /** Absolute, or beginning with SITE_MARK. */
  readonly url: string;
  /** Media type. */
  readonly type: string;
  readonly language?: string;
  /** True when its lines have times, and are meant to be shown while it is played. */
  readonly isCaptions?: boolean;
};

/** A part of an episode (POD-23). */
export type Chapter = {
  /** Seconds from the beginning of the episode, as `end`. */
  readonly start: number;
  readonly end?: number;
  readonly title?: string;
  /** Absolute. */
  readonly url?: string;
  /** The address of a picture to show meanwhile: absolute, or beginning with SITE_MARK. */
  readonly picture?: string;
  /** True when it is left out of the list of chapters. */
  readonly isHidden?: boolean;
};

/** What an entry with audio or video says of itself as an episode of a podcast (POD-12, POD-13, POD-24). */
export type Episode = {
  /** Its permanent name where it was before: apps know it by that, and it need be no IRI (POD-06, POD-10). */
  readonly guid?: string;
  /** Where it is called otherwise than its article. */
  readonly title?: string;
  readonly season?: number;
  readonly seasonName?: string;
  /** Its number, from 1 on. */
  readonly number?: number;
  /** What is shown instead of the number. */
  readonly display?: string;
  readonly kind?: 'full' | 'trailer' | 'bonus';
  readonly isExplicit?: boolean;
  /** True when directories are not to list it. */
  readonly isBlocked?: boolean;
  readonly persons?: readonly Person[];
  readonly transcripts?: readonly Transcript[];
  /** By their start. */
  readonly chapters?: readonly Chapter[];
};

/**
 * Stands for the public address of the site in the links of a stored text, so that the text outlives a change of
 * BASE_URL. U+0001 is illegal in XML and removed from every article, so nothing an author writes can be taken for it.
 */
export const SITE_MARK = '\u0001';

/** What a reader gets to see of an article, as its file says it. */
export type ParsedEntry = {
  /** One line of plain text. */
  readonly title: string;
  /** Plain text; absent when the article is nothing but pictures. */
  readonly summary?: string;
  /** Safe HTML; links are absolute or begin with SITE_MARK. May be empty. */
  readonly content: string;
  readonly authors: readonly Author[];
  /** Labels as written, each tag once. */
  readonly tags: readonly string[];
  readonly language?: string;
  /** The address of the article elsewhere, when its home is not here. */
  readonly link?: string;
  readonly picture?: Picture;
  /** Absent when there are none. */
  readonly enclosures?: readonly Enclosure[];
  /** Absent when it says nothing of the kind. */
  readonly episode?: Episode;
  /** The address of a file of its chapters, beginning with SITE_MARK, until that is read. */
  readonly chaptersFile?: string;
  /** The author's own wishes; each is honoured when the entry is first seen. */
  readonly id?: string;
  readonly slug?: string;
  readonly published: Date;
  /** True when the article names a day and no time. */
  readonly isDateOnly: boolean;
  readonly updated?: Date;
  /** When it is to be withdrawn. */
  readonly expires?: Date;
  /** True when its author does not want this version to be announced: the text changes, `updated` does not. */
  readonly isMinor?: boolean;
};

/** An entry as the store keeps it. */
export type Entry = {
  readonly id: EntryId;
  readonly slug: string;
  readonly title: string;
  readonly summary?: string;
  readonly content: string;
  readonly authors: readonly Byline[];
  readonly tags: readonly Tag[];
  readonly language?: string;
  readonly link?: string;
  readonly picture?: Picture;
  readonly enclosures?: readonly Enclosure[];
  readonly episode?: Episode;
  readonly published: Date;
  readonly updated: Date;
  readonly revision: number;
};

/** A withdrawn entry, as far as anyone still needs to know it. */
export type Tombstone = { readonly id: EntryId; readonly withdrawn: Date };

/** Why a file is not published. Names what was expected and what was found. */
export type Problem = {
  readonly path: string;
  readonly line?: number;
  readonly field?: string;
  readonly expected: string;
  readonly found: string;
};

/** What a publisher wants to know of an article that is published all the same. */
export type Remark = {
  /** `left out`: is no part of the article; `repaired`: was wrong, and is read as it must have been meant. */
  readonly kind: 'left out' | 'repaired';
  readonly why: string;
  /** How it begins. */
  readonly text?: string;
  readonly line?: number;
};

/** One line for people: where, what was expected, what was found. */
export function describeProblem(problem: Problem): string {
  const line = problem.line === undefined ? '' : `:${problem.line}`;
  const field = problem.field === undefined ? '' : ` ${problem.field}:`;
  return `${problem.path}${line}:${field} expected ${problem.expected}, found ${problem.found}`;
}
