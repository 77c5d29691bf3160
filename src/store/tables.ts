// The tables, as TypeScript sees them. Types are those that SQLite and PostgreSQL share: numbers, texts, nulls.
import type { Generated } from 'kysely';

/** Databases bound the parameters of a statement; this many rows of any table fit. */
export const ROWS_AT_ONCE = 250;

export type Tables = {
  publication: PublicationTable;
  revision: RevisionTable;
  entry: EntryTable;
  tag: TagTable;
  membership: MembershipTable;
  alias: AliasTable;
  part: PartTable;
  file: FileTable;
  problem: ProblemTable;
  media: MediaTable;
  audience: AudienceTable;
  announced: AnnouncedTable;
  poller: PollerTable;
  salt: SaltTable;
};

/** One row: who we are, the head of the log, and where the feed of all articles stands. */
type PublicationTable = {
  key: 1;
  /** UUID from which the ids of the feeds are derived; minted once there is a public address (ATOM-17). */
  id: string;
  /** 1 when the id was minted for good. */
  is_public: number;
  revision: number;
  /** Seconds since 1970 of the last transaction that wrote a revision; strictly increasing. */
  at: number;
  /** Digest over all revisions so far: two stores with the same history agree, others do not. */
  digest: string;
  /** How many entries are live. */
  entries: number;
  /** How many entries have ever appeared. */
  appeared: number;
  /** The latest moment that any change carried, in milliseconds; 0 before the first. */
  updated: number;
  /** The revision up to which withdrawals are known to be meant. */
  confirmed: number;
  /** Which folder the articles were found in. */
  root: string;
  /** Digest of what documents are made from besides entries; empty before the first server. */
  settings: string;
  /** When they became so, in seconds since 1970; 0: documents were never made from others. */
  settings_at: number;
  /** What tells the names that authors give here from those of other publications; never changes. */
  namespace: string;
  /** JSON of a Loss, and since when, while most of the library seems lost; null when all is well. */
  loss: string | null;
  /** The revision up to which the search index has come, and when it came there, as `at`. */
  searched: Generated<number>;
  searched_at: Generated<number>;
  /** The first public address, without a scheme; empty while there has been none. */
  home: Generated<string>;
};

export type RevisionKind = 'added' | 'corrected' | 'withdrawn' | 'returned' | 'released';

/** The log. Rows are never changed. */
export type RevisionTable = { revision: number; entry: number; kind: RevisionKind; at: number; digest: string };

/** `scheduled`: its date lies ahead; nobody has seen it and it has no revision yet. */
export type EntryState = 'live' | 'withdrawn' | 'scheduled';

export type EntryTable = {
  number: Generated<number>;
  id: string;
  slug: string;
  state: EntryState;
  title: string;
  summary: string | null;
  content: string;
  /** JSON: Byline[]. */
  authors: string;
  /** JSON: Tag[]. */
  tags: string;
  language: string | null;
  link: string | null;
  /** JSON. */
  picture: string | null;
  /** JSON; null when there are none. */
  enclosures: string | null;
  /** JSON: Episode; null when it says nothing of the kind. */
  episode: string | null;
  /** Milliseconds since 1970, as are all dates but the log's. */
  published: number;
  updated: number;
  withdrawn: number | null;
  /** When it becomes live, or live again; null unless that lies ahead. */
  due: number | null;
  /** When it is to be withdrawn. */
  expires: number | null;
  revision: number;
  first_revision: number;
  /** Its number in the order of first appearance, from 1; 0: nobody has seen it yet. */
  position: number;
  /** Tells whether a reader would see a difference. */
  fingerprint: string;
  /** Where its file is or last was; null: another file has taken the place. */
  path: string | null;
  digest: string;
  /** What it shares with entries of the same title and date (see likenessOf). */
  likeness: string;
  /** The file, whatever its name; empty when unknown. */
  identity: string;
  /** 1 when the author gave the id. */
  is_given: number;
};

/** A tag, an author or a podcast, and where its feed stands: what an answer needs is kept, not counted. */
export type TagTable = {
  /** A Group. */
  slug: string;
  /** The slug that it was made with: the id of its feed derives from it, whatever it is called later. */
  origin: string;
  key: string;
  label: string;
  /** How many live entries have it. */
  entries: number;
  /** How many entries have ever appeared in its feed. */
  appeared: number;
  /** The latest moment that a change of its feed carried, in milliseconds; 0 before the first. */
  updated: number;
  /** The last revision that touched its feed; 0 while nobody has seen it. */
  revision: number;
};

/**
 * What an entry is to the feed of a tag. `left`: it lost the tag; `withdrawn`: it had the tag when it was withdrawn, and
 * the feed shows its tombstone. Either may become a member again.
 */
export type MembershipTable = {
  tag: string;
  entry: number;
  state: 'member' | 'left' | 'withdrawn';
  published: number;
  first_revision: number;
  revision: number;
  /** Its number in the order of first appearance in this feed, from 1; it never changes, so pages of history do not. */
  position: number;
  /** The revision with which it first appeared in this feed. */
  joined: number;
};

/** A tag that has been renamed, or has become one with another. */
type AliasTable = {
  slug: string;
  key: string;
  /** The slug that it has now. */
  target: string;
};

/** A part of the sitemap: so many entries in the order of first appearance, and where it stands. */
export type PartTable = {
  number: number;
  /** How many of its entries are live and have their home here. */
  listed: number;
  /** The last revision that touched one of its entries. */
  revision: number;
};

export type FileTable = {
  path: string;
  folder: string;
  size: number;
  modified: number;
  changed: number;
  digest: string;
  reader: string;
  /** 1 for one of many articles in a file: its folder is that file. */
  is_piece: number;
  /** The entry that it doubles, for which it may stand in one day. */
  double_of: number | null;
};

/** What is wrong with a file at present. */
export type ProblemTable = {
  path: string;
  /** `repaired`: published all the same. */
  kind: 'refused' | 'repaired';
  /** JSON of a Problem, or of Remarks. */
  facts: string;
  /** `comparison`: its file was never opened. */
  found_by: 'reader' | 'comparison';
  first_seen: number;
  last_seen: number;
};

/** A file that belongs to an article, as it was when it was read. */
export type MediaTable = {
  /** The path of the article. */
  article: string;
  path: string;
  /** -1: it was not there. */
  size: number;
  modified: number;
  changed: number;
  /** What its address names it by; null when it cannot be served. */
  key: string | null;
  type: string | null;
  /** JSON: whatever its reader wants to know again. */
  facts: string;
};

/** Polls added up: of all time, an hour, a day, and of a feed or a client on a day. What does not apply is 0. */
export type AudienceTable = {
  kind: 'all' | 'hour' | 'day' | 'feed' | 'client';
  /** The hour or the day, UTC, counted from 1970; 0 for all time. */
  at: number;
  /** Of a feed, the path of its page; empty but for feeds and clients. */
  name: string;
  whole: number;
  unchanged: number;
  new: number;
  limited: number;
  bytes: number;
  saved_bytes: number;
  announced: number;
  pollers: number;
  intervals: number;
  needless: number;
  hasty: number;
  unheeding: number;
  interval_seconds: number;
  /** JSON: numbers, by bucket; null where it is not kept. */
  latency: string | null;
};

/** For how many subscribers of a feed a service asks on a day. */
export type AnnouncedTable = {
  day: number;
  feed: string;
  client: string;
  /** JSON: pairs of a source and what it said last; the one that was heard of last is the last. */
  sources: string;
  /** How many it is believed at most. */
  most: number;
  /** How many it is believed. */
  subscribers: number;
};

/** Who has polled a feed on a day that is not over. */
type PollerTable = { day: number; feed: string; poller: string };

/** What the pollers of a day are hashed with. */
type SaltTable = { day: number; salt: string };
