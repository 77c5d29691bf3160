// How things are, as the operator is told: one value for the page, the JSON and the metrics.
import type { Audience } from './audience.ts';
import type { Problem, Remark } from './entry.ts';
import type { Runs } from './runs.ts';

export type Status = {
  /** When it was so. */
  readonly at: Date;
  readonly health: {
    readonly status: 'pass' | 'warn' | 'fail';
    /** In a line. */
    readonly said: string;
  };
  readonly version: string;
  readonly startedAt: Date;
  readonly refresh: Runs;
  readonly library: {
    readonly articles: number;
    readonly embargoed: number;
    readonly withdrawn: number;
    readonly tags: number;
    readonly authors: number;
    readonly revision: number;
    readonly changed: Date;
  };
  readonly problems: {
    readonly refused: number;
    readonly repaired: number;
    /** Those found last. */
    readonly first: readonly {
      readonly path: string;
      readonly kind: 'refused' | 'repaired';
      /** In a line: what was expected and what was found, or what was done about it. */
      readonly said: string;
      /** The same for programs. */
      readonly facts?: Problem | readonly Remark[];
      readonly firstSeen: Date;
      readonly lastSeen: Date;
    }[];
  };
  /** Most of the library seems lost, so nothing was withdrawn. */
  readonly loss?: {
    readonly gone: number;
    readonly known: number;
    /** What a form that confirms it has to send along: it is about this loss, not about any. */
    readonly key: string;
  };
  /** Embargoed articles to come, the next first. */
  readonly releases: readonly { readonly title: string; readonly path: string; readonly at: Date }[];
  /** Published per day (UTC), oldest first, days without an article included. */
  readonly articlesPerDay: readonly { readonly day: number; readonly count: number }[];
  readonly audience: Audience;
  /** Of the process that answers: how long its loop keeps others waiting, and what it holds. */
  readonly process: {
    readonly loopDelayP50Ms: number;
    readonly loopDelayP99Ms: number;
    readonly memoryBytes: number;
    readonly preparedDocuments: number;
    readonly preparedBytes: number;
  };
  /** What aggregators would say of the newest articles, as `check --for` does. */
  readonly checks: readonly Check[];
  /** Absent: nobody has looked yet, and somebody is looking. */
  readonly checkedAt?: Date;
};

/** What an aggregator would say. */
export type Check = {
  readonly taker: string;
  /** How many of its rules are met. */
  readonly passed: number;
  readonly unmet: readonly {
    readonly rule: string;
    readonly outcome: 'failed' | 'warned';
    readonly asks: string;
    readonly remedy: string;
    /** How many do not meet it; 0: it is the publication that does not. */
    readonly articles: number;
    /** The first of them. */
    readonly first: readonly string[];
  }[];
};
