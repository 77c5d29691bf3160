// The words of this station: how articles are to be read, what a reader says of one, and what comes of reading it.
import type { Author, Enclosure, Episode, ParsedEntry, Picture, Problem, Remark } from '../entry.ts';
import type { Moment } from './dates.ts';

/** How articles are to be read. Whatever changes here has all of them read again. */
export type ReaderSettings = {
  /** IANA name of the zone of dates that name none. */
  readonly zone: string;
  /** True when the name of an article's folder is one of its tags. */
  readonly folderTags?: boolean;
  readonly leaveOut?: LeaveOut;
};

/** What is no part of any article, as the publication knows it. */
export type LeaveOut = {
  /** Whole paragraphs, `*` for any text: `Support our work*`. */
  readonly paragraphs: readonly string[];
  /** Whole paragraphs, `*` for any text: from the first one on, nothing belongs to the article. */
  readonly after: readonly string[];
};

/** What a reader knows of an article beside its text. */
export type Source = {
  /** Where the article is: the path of its file, `/`-separated, relative to the articles folder. */
  readonly path: string;
  readonly folder: string;
  readonly settings: ReaderSettings;
};

/**
 * What an article says itself. What it leaves open, `complete.ts` fills in: a headline, a summary, a date. Text may hold
 * anything but markup.
 */
export type Draft = {
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  /** Safe HTML (see html.ts); may be empty. */
  readonly content: string;
  readonly authors?: readonly Author[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly language?: string | undefined;
  readonly link?: string | undefined;
  readonly picture?: Picture | undefined;
  readonly enclosures?: readonly Enclosure[] | undefined;
  readonly episode?: Episode | undefined;
  readonly chaptersFile?: string | undefined;
  readonly id?: string | undefined;
  readonly slug?: string | undefined;
  readonly published?: Moment | undefined;
  readonly updated?: Moment | undefined;
  readonly expires?: Moment | undefined;
  readonly isMinor?: boolean | undefined;
  readonly remarks?: readonly Remark[] | undefined;
};

/** Not meant to be published, and rightly so: a draft, a section page, something withdrawn. */
export type Skipped = { readonly kind: 'skipped'; readonly why: string };
export type Refused = { readonly kind: 'problem' } & Omit<Problem, 'path'>;
export type DraftReading = { readonly kind: 'draft'; readonly draft: Draft } | Skipped | Refused;

export type Reading =
  | { readonly kind: 'entry'; readonly entry: ParsedEntry; readonly remarks: readonly Remark[] }
  | Skipped
  | Refused;

/** One article of a file that may hold many. */
export type Piece = {
  /** Tells it from the others in its file: its line, its number, or the name that it gives itself. */
  readonly key: string;
  readonly text: string;
};

/** Reads the articles of one format. None of its functions throws for what the text holds. */
export type Reader = {
  readonly read: (text: string, source: Source) => DraftReading;
  /** For formats in which a file names its charset itself. */
  readonly charset?: (bytes: Uint8Array) => string | undefined;
  /** For formats of which one file may hold many articles; undefined when this one holds just one. */
  readonly split?: (text: string, source: Source) => readonly Piece[] | undefined;
};
