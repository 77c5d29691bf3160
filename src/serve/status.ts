// The store, the process and what the refresher has told -> how things are. Nothing in here takes longer than a poll may wait.
import { setImmediate as breath } from 'node:timers/promises';
import type { Audience } from '../audience.ts';
import type { ErrorLog } from '../log.ts';
import type { Runs } from '../runs.ts';
import type { Status } from '../status.ts';
import { uuidFrom } from '../store/ids.ts';
import type { KnownProblem, ProblemCounts } from '../store/problems.ts';
import type { KeptLoss, Store } from '../store/store.ts';
import { beginningOf, oneLine } from '../text.ts';
import { VERSION } from '../version.ts';
import type { Documents } from './documents.ts';
import { healthOf } from './health.ts';
import type { watchLoop } from './loop.ts';

const SHOWN_PROBLEMS = 100;
/** Of one file. */
const SHOWN_REMARKS = 20;
const SHOWN_RELEASES = 20;
const SHOWN_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;
/** Of what is said of a file. */
const LONGEST = 300;

export type StatusSources = {
  readonly store: Store;
  readonly documents: Pick<Documents, 'held'>;
  readonly loop: Pick<ReturnType<typeof watchLoop>, 'delay'>;
  readonly runs: () => Runs;
  /** What aggregators would say, as far as that is known: nobody waits for it. */
  readonly checks: (revision: number, now: Date) => Pick<Status, 'checks' | 'checkedAt'>;
  readonly log: ErrorLog;
  /** The clock, for tests of what time does. */
  readonly now?: () => Date;
};

/** What follows from the log and the day alone. */
type Counted = Pick<Status['library'], 'tags' | 'authors'> & Pick<Status, 'articlesPerDay'>;

/** What `/metrics` asks of the store at every scrape. */
export type Figures = {
  readonly library: Status['library'];
  readonly problems: ProblemCounts;
  readonly loss: KeptLoss | undefined;
};

export class Statuses {
  readonly startedAt: Date;
  readonly #sources: StatusSources;
  readonly #now: () => Date;
  #counted: { readonly key: string; readonly counted: Promise<Counted> } | undefined;
  #gathering: Promise<Status> | undefined;
  #last: Status | undefined;

  constructor(sources: StatusSources) {
    this.#sources = sources;
    this.#now = sources.now ?? (() => new Date());
    this.startedAt = this.#now();
  }

  /** How things are; gathered once, however many ask. When the store cannot be read, how they were, and that. Never rejects. */
  status(): Promise<Status> {
    this.#gathering ??= this.#gather()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#gathering = undefined;
      });
    return this.#gathering;
  }

  /** In a word, for machines that watch: what is wrong with a file is its author's affair. @throws without a store */
  async health(): Promise<{ readonly status: Status['health']['status']; readonly loss?: KeptLoss }> {
    const loss = await this.#sources.store.loss();
    const { status } = healthOf({ runs: this.#sources.runs(), loss, refused: 0 }, this.#now());
    return { status, ...(loss ? { loss } : {}) };
  }

  /** What seems lost. @throws without a store */
  loss(): Promise<KeptLoss | undefined> {
    return this.#sources.store.loss();
  }

  /** What has come of the comparisons of everything. */
  runs(): Runs {
    return this.#sources.runs();
  }

  /** What polls say of who reads. @throws without a store */
  audience(now: Date): Promise<Audience> {
    return this.#sources.store.audience(now);
  }

  /** What is counted of the library. @throws without a store */
  async figures(): Promise<Figures> {
    const { store } = this.#sources;
    const { articles, withdrawn, revision, changed } = await store.overview();
    const { tags, authors } = await this.#count(revision, this.#now());
    const embargoed = await store.countReleases();
    return {
      library: { articles, embargoed, withdrawn, tags, authors, revision, changed },
      problems: await store.countProblems(),
      loss: await store.loss(),
    };
  }

  async #gather(): Promise<Status> {
    const { store, documents, loop, runs, checks } = this.#sources;
    const now = this.#now();
    const { library, problems, loss } = await this.figures();
    await breath();
    const first = (await store.latestProblems(SHOWN_PROBLEMS)).map(plain);
    await breath();
    const releases = await store.nextReleases(SHOWN_RELEASES);
    const { articlesPerDay } = await this.#count(library.revision, now);
    await breath();
    const audience = await store.audience(now);
    const refresh = runs();
    const { p50Ms, p99Ms } = loop.delay();
    const { count, bytes } = documents.held();
    this.#last = {
      at: now,
      health: healthOf({ runs: refresh, loss, refused: problems.refused }, now),
      version: VERSION,
      startedAt: this.startedAt,
      refresh,
      library,
      problems: { ...problems, first },
      ...(loss ? { loss: { gone: loss.gone, known: loss.known, key: keyOf(loss) } } : {}),
      releases,
      articlesPerDay,
      audience,
      process: {
        loopDelayP50Ms: p50Ms,
        loopDelayP99Ms: p99Ms,
        memoryBytes: process.memoryUsage.rss(),
        preparedDocuments: count,
        preparedBytes: bytes,
      },
      ...checks(library.revision, now),
    };
    return this.#last;
  }

  #failed(error: unknown): Status {
    const { log, runs } = this.#sources;
    log.error({ err: error }, 'status not gathered');
    const why = beginningOf(oneLine(error instanceof Error ? error.message : String(error)), LONGEST);
    const health = { status: 'fail' as const, said: `The store cannot be read: ${why}`.replace(/\.?$/, '.') };
    return { ...(this.#last ?? this.#empty()), health, refresh: runs() };
  }

  /** Nothing is known. */
  #empty(): Status {
    const polls = { whole: 0, unchanged: 0, new: 0, limited: 0, bytes: 0, savedBytes: 0 };
    return {
      at: this.#now(),
      health: { status: 'fail', said: '' },
      version: VERSION,
      startedAt: this.startedAt,
      refresh: this.#sources.runs(),
      library: { articles: 0, embargoed: 0, withdrawn: 0, tags: 0, authors: 0, revision: 0, changed: new Date(0) },
      problems: { refused: 0, repaired: 0, first: [] },
      releases: [],
      articlesPerDay: [],
      audience: { hours: [], days: [], feeds: [], clients: [], totals: { ...polls, latency: [] } },
      process: { loopDelayP50Ms: 0, loopDelayP99Ms: 0, memoryBytes: 0, preparedDocuments: 0, preparedBytes: 0 },
      checks: [],
    };
  }

  /** Counted once for a revision and a day: it takes as long as there are tags. */
  #count(revision: number, now: Date): Promise<Counted> {
    const day = Math.floor(now.getTime() / DAY_MS);
    const key = `${revision} ${day}`;
    if (this.#counted?.key === key) return this.#counted.counted;
    const counted = countUpTo(this.#sources.store, day);
    this.#counted = { key, counted };
    counted.catch(() => {
      this.#counted = undefined;
    });
    return counted;
  }
}

/** @param today in days since 1970 */
async function countUpTo(store: Store, today: number): Promise<Counted> {
  const [tags, authors] = [await store.countGroups('tag'), await store.countGroups('author')];
  const articlesPerDay: { day: number; count: number }[] = [];
  // One by one: a day may be that of an import.
  for (let day = today - SHOWN_DAYS + 1; day <= today; day += 1) {
    await breath();
    articlesPerDay.push({
      day,
      count: await store.countPublished(new Date(day * DAY_MS), new Date((day + 1) * DAY_MS)),
    });
  }
  return { tags, authors, articlesPerDay };
}

/** What names a loss: another one of as many articles is another one. */
export function keyOf({ gone, known, since }: KeptLoss): string {
  return uuidFrom(`loss ${gone} ${known} ${since.getTime()}`);
}

function plain(known: KnownProblem): Status['problems']['first'][number] {
  const { path, firstSeen, lastSeen } = known;
  const said = beginningOf(oneLine(saidOf(known)), LONGEST);
  return known.kind === 'refused'
    ? { path, kind: known.kind, said, facts: known.facts, firstSeen, lastSeen }
    : { path, kind: known.kind, said, facts: known.facts.slice(0, SHOWN_REMARKS), firstSeen, lastSeen };
}

function saidOf({ kind, facts }: KnownProblem): string {
  const at = (line: number | undefined) => (line === undefined ? '' : `line ${line}: `);
  if (kind === 'refused') {
    const field = facts.field === undefined ? '' : `${facts.field}: `;
    return `${at(facts.line)}${field}expected ${facts.expected}, found ${facts.found}`;
  }
  const [first] = facts;
  if (!first) return '';
  const said = first.text === undefined ? first.why : `${first.why}: ${first.text}`;
  return `${at(first.line)}${said}${facts.length > 1 ? ` (and ${facts.length - 1} more)` : ''}`;
}
