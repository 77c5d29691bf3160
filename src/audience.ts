// What polls say of who reads, added up: the words. Nothing in here names a person, an address or a machine.
// A poll is a request for a document of a feed; a feed is named by the path of its page, be it asked for as RSS, Atom or JSON.

/** How polls end: with the whole document, as unchanged (304), with only what is new (226), or put off (429). */
export const OUTCOMES = ['whole', 'unchanged', 'new', 'limited'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What is counted together: clients without a name of their own, and whatever there is too much of to tell it apart. */
export const OTHER = 'other';

/** So many polls, of which so many ended so, and what went over the wire, or did not have to. */
export type Polls = Readonly<Record<Outcome, number>> & {
  /** Of bodies. */
  readonly bytes: number;
  /** What the whole would have been more, of 304s and 226s, as far as it was at hand. */
  readonly savedBytes: number;
};

/** How pollers come back to a document that they have had, as far as they are told apart. */
export type Returns = {
  /** Seconds between two polls of the same document by the same poller, added up over so many. */
  readonly intervalSeconds: number;
  readonly intervals: number;
  /** Asked for the whole, and had it already. */
  readonly needless: number;
  /** Came long before the document could be anything but fresh. */
  readonly hasty: number;
  /** Was told to wait (429), and did not. */
  readonly unheeding: number;
};

/** What was heard in one process within an hour, since the batch before. Days and hours are UTC, counted from 1970. */
export type AudienceBatch = {
  readonly day: number;
  readonly hour: number;
  readonly polls: Polls;
  /** How long answers took, of those that were looked at: so many of each bucket of LATENCY_MS, and of what is longer. */
  readonly latency: readonly number[];
  /** @see Polls; by the path of a feed's page. */
  readonly feeds: readonly (Polls & { readonly feed: string })[];
  /** By the name of a client: `Feedly`, `Miniflux`, `Firefox`. */
  readonly clients: readonly (Polls & Returns & { readonly client: string })[];
  /** Subscribers that services announce, the latest of each document and id. */
  readonly announced: readonly {
    readonly feed: string;
    /** The document that is polled, and how the service names it; two of them may have subscribers of their own. */
    readonly source: string;
    readonly client: string;
    readonly subscribers: number;
  }[];
  /** Who polled a feed, by a hash with a salt that is forgotten with the day; some of them more than once. */
  readonly pollers: readonly { readonly feed: string; readonly client: string; readonly poller: string }[];
};

/** Upper bounds of the buckets of `latency`, in milliseconds. */
export const LATENCY_MS = [0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1000] as const;

/** What the store keeps of the last days. */
export type Audience = {
  /** Of the last hours, oldest first; hours without polls are absent. */
  readonly hours: readonly (Polls & { readonly hour: number; readonly latency: readonly number[] })[];
  /** Of the last days, oldest first. */
  readonly days: readonly (Polls & {
    readonly day: number;
    readonly subscribers: Subscribers;
    /** More have polled than are told apart: there are at least so many. */
    readonly isAtLeast?: true;
  })[];
  /** Of the last full day and the present one, whichever had more; by subscribers, then polls. */
  readonly feeds: readonly (Polls & { readonly feed: string; readonly subscribers: Subscribers })[];
  readonly clients: readonly AudienceClient[];
  /** Of all time, as long as the store is there: they only grow. */
  readonly totals: Polls & { readonly latency: readonly number[] };
};

export type AudienceClient = Polls & {
  readonly client: string;
  readonly subscribers: Subscribers;
  /** Undefined as long as nobody has come twice. */
  readonly intervalSeconds?: number;
  /** What it does that it should not: `asks for the whole though it has it`. */
  readonly complaint?: string;
};

/** Announced by services, and those who poll for themselves. Whoever reads two feeds is a subscriber of each. */
type Subscribers = { readonly announced: number; readonly pollers: number };

/** The hour, UTC, counted from 1970. */
export function hourOf(moment: Date): number {
  return Math.floor(moment.getTime() / 3_600_000);
}

/** The day, UTC, counted from 1970. */
export function dayOf(moment: Date): number {
  return Math.floor(hourOf(moment) / 24);
}
