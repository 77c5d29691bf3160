// A month of polling as plain arithmetic: when articles arrive, who asks when, and what exactly is asked. Touches no clock
// and no server; minutes count from the beginning of the month.
import type { Random } from './random.ts';
import { countReaders, type ReaderKind } from './readers.ts';

const DAY = 24 * 60;
/** How long a live feed may be kept, in minutes. */
const MAX_AGE = 15;
/** When articles appear. */
const OFFICE_HOURS = [6, 22] as const;

/** What a server can do for its readers. */
export type Strategy = {
  readonly name: string;
  /** What it makes of Accept-Encoding. */
  readonly codings: 'none' | 'gzip' | 'all';
  /** Gives out an ETag, and answers who sends it back with 304. */
  readonly hasValidators: boolean;
  /** Whom it sends only what is new; `everybody`: all readers keep validators and ask for it. */
  readonly deltas: 'nobody' | 'who asks' | 'everybody';
  /** Full answers per reader and hour; 0 for no limit. */
  readonly perHour: number;
};

/** What a request depends on besides who sends it. */
export type Question = {
  /** How many articles of the month are there. */
  readonly version: number;
  /** The version whose ETag is sent; undefined when none is. */
  readonly held?: number;
  /** The ETag is sent without its quotes. */
  readonly isMangled: boolean;
  readonly wantsDelta: boolean;
  /** The value of Accept-Encoding; empty when there is none. */
  readonly codings: string;
  readonly isClosing: boolean;
  /** Answered by 429. */
  readonly isTooOften: boolean;
};

/** The same question by readers of one kind, and how often it was asked. */
export type Asked = { readonly kind: ReaderKind; readonly question: Question; count: number };

/** When the articles of a month appear: so many on each day, by day. */
export function arrivals(days: number, perDay: number, random: Random): readonly number[] {
  const [from, to] = OFFICE_HOURS;
  return Array.from({ length: days }, (_, day) =>
    Array.from({ length: perDay }, () => day * DAY + (from + random() * (to - from)) * 60),
  )
    .flat()
    .sort((one, other) => one - other);
}

/** Minutes between two requests: whoever finds that what it has is fresh asks nobody, and looks again the next time. */
export function minutesBetween({ everyMinutes, heedsMaxAge }: ReaderKind): number {
  return heedsMaxAge ? Math.ceil(MAX_AGE / everyMinutes) * everyMinutes : everyMinutes;
}

/** When one reader asks. @param phase from 0 up to 1: where in its interval it begins */
export function polls(kind: ReaderKind, days: number, phase: number): readonly number[] {
  const every = minutesBetween(kind);
  const [from, to] = kind.awake;
  const all: number[] = [];
  for (let time = phase * every; time < days * DAY; time += every) {
    const hour = (time % DAY) / 60;
    if (hour >= from && hour < to) for (let number = 0; number < kind.atOnce; number += 1) all.push(time);
  }
  return all;
}

/** Decides as RATE_LIMIT does: so many at once, and again as time passes. */
export class Allowance {
  readonly #perHour: number;
  #left: number;
  #at = 0;

  constructor(perHour: number) {
    this.#perHour = perHour;
    this.#left = perHour;
  }

  /** True when one more may be had. Times never go back. */
  take(time: number): boolean {
    if (this.#perHour === 0) return true;
    this.#left = Math.min(this.#perHour, this.#left + ((time - this.#at) / 60) * this.#perHour);
    this.#at = time;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}

/** A kind of readers as it would be if all did what they can. */
function atItsBest(kind: ReaderKind, { deltas }: Strategy): ReaderKind {
  return deltas === 'everybody' ? { ...kind, validators: 'kept', wantsDeltas: true } : kind;
}

function codingsFor({ codings }: ReaderKind, strategy: Strategy): string {
  if (strategy.codings === 'all') return codings;
  return strategy.codings === 'gzip' && /\bgzip\b/.test(codings) ? 'gzip' : '';
}

/** All that one reader asks in a month, in order. */
export function questionsOf(
  kind: ReaderKind,
  times: readonly number[],
  articles: readonly number[],
  strategy: Strategy,
): readonly Question[] {
  const { validators, wantsDeltas, forgetsAfterDays, head } = atItsBest(kind, strategy);
  const allowance = new Allowance(strategy.perHour);
  const keepsEtag = strategy.hasValidators && validators !== 'none';
  const codings = codingsFor(kind, strategy);
  const isClosing = head.includes('Connection: close');
  let version = 0;
  let held: number | undefined;
  let since = 0;
  return times.map((time) => {
    while ((articles[version] ?? Number.POSITIVE_INFINITY) <= time) version += 1;
    if (forgetsAfterDays !== undefined && time - since >= forgetsAfterDays * DAY) {
      held = undefined;
      since = time;
    }
    const question: Question = {
      version,
      ...(held === undefined ? {} : { held }),
      isMangled: validators === 'mangled' && held !== undefined,
      wantsDelta: strategy.deltas !== 'nobody' && wantsDeltas && held !== undefined,
      codings,
      isClosing,
      // Only who sends no validators at all is limited.
      isTooOften: held === undefined && !allowance.take(time),
    };
    if (keepsEtag && !question.isTooOften) held = version;
    return question;
  });
}

/** The status that a question gets. @param feedLimit more changes than a feed has entries are told by the whole feed */
export function statusOf(question: Question, feedLimit: number): 200 | 226 | 304 | 429 {
  const { version, held, isMangled, wantsDelta, isTooOften } = question;
  if (isTooOften) return 429;
  if (held === undefined || isMangled) return 200;
  if (held === version) return 304;
  return wantsDelta && version - held <= feedLimit ? 226 : 200;
}

/** A name for a question: the same for the same. */
export function nameOf(question: Question): string {
  const { version, held, isMangled, wantsDelta, codings, isClosing, isTooOften } = question;
  return [version, held, isMangled, wantsDelta, isClosing, isTooOften, codings].join(' ');
}

export type Month = {
  readonly days: number;
  readonly articles: readonly number[];
  readonly kinds: readonly ReaderKind[];
  readonly readers: number;
};

/** All that all readers ask, the same questions counted together. @param random the same for each strategy */
export function simulate({ days, articles, kinds, readers }: Month, strategy: Strategy, random: Random): Asked[] {
  const counts = countReaders(kinds, readers);
  return kinds.flatMap((kind, index) => {
    const asked = new Map<string, Asked>();
    for (let reader = 0; reader < (counts[index] ?? 0); reader += 1) {
      for (const question of questionsOf(kind, polls(kind, days, random()), articles, strategy)) {
        const name = nameOf(question);
        const before = asked.get(name);
        if (before) before.count += 1;
        else asked.set(name, { kind, question, count: 1 });
      }
    }
    return [...asked.values()];
  });
}
