// Folder -> store: with arrival.ts, displaced.ts and loss.ts the only place that knows both. One function; the watcher, the
// schedule and the command line call it.
import { posix } from 'node:path';
import { arrivalOf, knownMedium, mediumOf } from './arrival.ts';
import { findDisplaced, placesOf, stillGone } from './displaced.ts';
import type { Problem } from './entry.ts';
import { digestOf, mayHoldMany, READER_VERSION } from './ingest/article.ts';
import { haveOtherMedia, placesBeside, withMedia } from './ingest/beside.ts';
import { compare } from './ingest/compare.ts';
import { identifyFolder, statAll } from './ingest/folder.ts';
import {
  isPartBroken,
  type LookedAt,
  MovingError,
  type Outcome,
  type ReadSettings,
  readPieces,
} from './ingest/read.ts';
import { readApart } from './ingest/read-ahead.ts';
import type { ReaderSettings } from './ingest/reading.ts';
import { pause, settle } from './ingest/settle.ts';
import { ahead, append, chunks } from './lists.ts';
import { isMeant, lossOf } from './loss.ts';
import type { Change } from './store/change.ts';
import type { Identities, Newcomer } from './store/identity.ts';
import type { Arrival, Saved } from './store/save.ts';
import type { Loss, Store } from './store/store.ts';

export type RefreshSettings = {
  readonly root: string;
  readonly store: Store;
  readonly readers: ReaderSettings;
  /** A file that has changed within so many milliseconds may still be written. */
  readonly settleMs: number;
  /** When more than so many of a hundred articles would be withdrawn at once, none is. */
  readonly lossPercent?: number;
  /** The clock, for tests of what time does. */
  readonly now?: () => Date;
};

export type RefreshRequest = {
  /** Only these, relative to the root; files or folders, there or gone. They have been quiet. Without: everything. */
  readonly paths?: readonly string[];
  /** Withdraw even when most of the library is gone: whatever that is, or no more than somebody has seen to be gone. */
  readonly confirmLoss?: boolean | Loss;
  readonly onProgress?: (done: number, total: number) => void;
  /** Gets every change as soon as it is saved. */
  readonly onChanges?: (changes: readonly Change[]) => void;
  /** Runs what writes, when nobody else does: looking at a large folder takes long, and need not keep others waiting. */
  readonly exclusively?: <T>(act: () => Promise<T>) => Promise<T>;
  /** Ends the refresh after the batch under way. What is not done yet, the next refresh does. */
  readonly signal?: AbortSignal;
};

export type RefreshReport = {
  /** The first of them: as many as a person reads. */
  readonly changes: readonly Change[];
  /** The first files that were refused this time. */
  readonly problems: readonly Problem[];
  /** How many changes there were of each kind, and how many files were refused. */
  readonly counts: Readonly<Record<string, number>>;
  /** Files that were still being written. */
  readonly unsettled: readonly string[];
  /** Set when most of the library seemed lost, so that nothing was withdrawn. */
  readonly loss?: Loss;
  /** True when it was asked to end before all was done. */
  readonly isCutShort: boolean;
};

/** Articles of one transaction: a commit costs as much as dozens of rows. */
export const BATCH = 500;
/** Changed files that are remembered; of more than these the folder is looked at twice, and memory does not grow. */
const HELD = 20_000;
/** What a report names. */
const REPORTED = 1000;
/** No reader: the file is to be looked at again, for not all of it could be read, or what is gone from it withdrawn. */
const UNFINISHED = '';
/** How often a file that is being written is looked at before it is left to a later refresh. */
const SETTLE_ROUNDS = 20;
/**
 * Brings the store up to date with the folder. A bad file is a problem in the report; the rest goes on.
 * @throws when the folder or the store cannot be read; what was saved until then stays saved
 */
export async function refresh(settings: RefreshSettings, request: RefreshRequest = {}): Promise<RefreshReport> {
  const run = new Run(settings, request);
  const found = await run.look(request.paths);
  const { exclusively = (act) => act() } = request;
  return exclusively(() => bringUpToDate(run, found, settings, request));
}

/** What has been found since may be known by now: to save it again changes nothing. */
async function bringUpToDate(
  run: Run,
  found: Found,
  settings: RefreshSettings,
  request: RefreshRequest,
): Promise<RefreshReport> {
  const { store, root } = settings;
  const { paths, signal } = request;
  await run.takeAll(found);
  for (let round = 0; run.unsettled.length > 0 && round < SETTLE_ROUNDS && !signal?.aborted; round += 1) {
    const files = [...(await statAll(root, run.unsettled)).found];
    run.unsettled = [];
    await run.take(inBatches(run.settled([files])), undefined);
  }
  const { gone } = run;
  if (gone.length > 0 && !paths) await pause(settings.settleMs, signal);
  if (signal?.aborted) return run.report();

  const now = run.now();
  const withdrawn = await stillGone(settings, gone);
  const folder = await identifyFolder(root);
  const known = await store.root();
  const isReplaced = !paths && known !== '' && folder !== known;
  const { confirmLoss = false } = request;
  const seeming =
    confirmLoss === true ? undefined : await lossOf(settings, withdrawn, isReplaced ? run.fresh : undefined, now);
  const loss = seeming && typeof confirmLoss === 'object' && isMeant(seeming, confirmLoss) ? undefined : seeming;
  if (!loss) {
    const result = await store.withdraw(withdrawn, now, run.homeless, !paths);
    run.tell(result.changes);
    append(run.freed, result.freed);
    if (!paths) await store.keepRoot(folder);
  }
  if (loss || !paths) await store.keepLoss(loss, now);
  if (confirmLoss && !loss) await store.confirmLoss();
  if (!paths) await store.noteComparison(found.refused, now);
  if (run.freed.length > 0) {
    await run.take(inBatches([[...(await statAll(root, run.freed)).found]]), undefined);
    // A file that doubled another article kept up what it held before; now it is that article, and no other.
    if (!loss) run.tell((await store.withdraw([], now, run.homeless, false)).changes);
  }
  run.tell(await store.release(run.now()));
  return run.report(loss);
}

/** What a look at the folder has found. */
type Found = {
  readonly paths: readonly string[] | undefined;
  /** What has changed; undefined: too many to remember. */
  readonly held: { readonly changed: LookedAt[]; readonly outdated: LookedAt[] } | undefined;
  readonly refused: Problem[];
  /** True when files may have moved. */
  readonly isMoving: boolean;
};

/** Files as they are found, in lists of any length. */
type Pages = AsyncIterable<readonly LookedAt[]> | Iterable<readonly LookedAt[]>;

/** One refresh: what it has found and done so far. */
class Run {
  unsettled: string[] = [];
  readonly gone: string[] = [];
  readonly freed: string[] = [];
  readonly homeless = new Map<number, string>();
  readonly now: () => Date;
  readonly #settings: RefreshSettings;
  readonly #request: RefreshRequest;
  readonly #reader: string;
  readonly #changes: Change[] = [];
  readonly #problems: Problem[] = [];
  readonly #counts: Record<string, number> = {};
  #done = 0;
  #total = 0;

  constructor(settings: RefreshSettings, request: RefreshRequest) {
    this.#settings = settings;
    this.#request = request;
    this.#reader = `${READER_VERSION} ${digestOf(JSON.stringify(settings.readers))}`;
    this.now = settings.now ?? (() => new Date());
  }

  report(loss?: Loss): RefreshReport {
    return {
      changes: this.#changes,
      problems: this.#problems,
      counts: this.#counts,
      unsettled: this.unsettled,
      isCutShort: this.#request.signal?.aborted ?? false,
      ...(loss ? { loss } : {}),
    };
  }

  tell(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    for (const change of changes) {
      this.#counts[change.kind] = (this.#counts[change.kind] ?? 0) + 1;
      if (this.#changes.length < REPORTED) this.#changes.push(change);
    }
    this.#request.onChanges?.(changes);
  }

  #refuse(problems: readonly Problem[]): void {
    if (problems.length > 0) this.#counts.refused = (this.#counts.refused ?? 0) + problems.length;
    append(this.#problems, problems.slice(0, REPORTED - this.#problems.length));
  }

  /** How many articles have become live. */
  get fresh(): number {
    const { added = 0, returned = 0, released = 0 } = this.#counts;
    return added + returned + released;
  }

  /** Looks at the folder, and remembers what differs as long as that is not too much. */
  async look(paths: readonly string[] | undefined): Promise<Found> {
    const held: { changed: LookedAt[]; outdated: LookedAt[] } = { changed: [], outdated: [] };
    const refused: Problem[] = [];
    let hasKnown = false;
    for await (const page of this.#compare(paths)) {
      append(this.gone, page.gone);
      append(refused, page.refused);
      hasKnown ||= page.hasKnown;
      this.#total += page.changed.length + page.outdated.length;
      if (this.#total > HELD) continue;
      append(held.changed, page.changed);
      append(held.outdated, page.outdated);
    }
    this.#refuse(refused);
    const isMany = this.#total > BATCH;
    return {
      paths,
      held: this.#total > HELD ? undefined : held,
      refused,
      // Who has moved where is a matter of all files that have left their places, and of those alone.
      isMoving: isMany && (hasKnown || this.gone.length > 0),
    };
  }

  #compare(paths: readonly string[] | undefined) {
    const { root, store } = this.#settings;
    return compare({ root, memory: store, reader: this.#reader, signal: this.#request.signal }, paths);
  }

  /** Reads and saves all that a look has found. */
  async takeAll(found: Found): Promise<void> {
    const batches = () => {
      const pages = found.held ? [found.held.changed] : this.#pages(found.paths, 'changed');
      // The watcher names a path when it has been quiet; nobody has watched the others.
      return inBatches(found.paths ? pages : ahead(this.settled(pages)));
    };
    const inAdvance = found.isMoving ? await this.#identifyInAdvance(batches()) : undefined;
    await this.take(batches(), inAdvance);
    await this.take(inBatches(found.held ? [found.held.outdated] : this.#pages(found.paths, 'outdated')), undefined);
  }

  async *#pages(paths: readonly string[] | undefined, kind: 'changed' | 'outdated'): AsyncGenerator<LookedAt[]> {
    for await (const page of this.#compare(paths)) yield page[kind];
  }

  /** Leaves out files that may still be written, and remembers them. */
  async *settled(pages: Pages): AsyncGenerator<readonly LookedAt[]> {
    for await (const files of pages) {
      const { settled, unsettled } = await settle(this.#settings, files, this.now(), this.#request.signal);
      append(this.unsettled, unsettled);
      yield settled;
    }
  }

  /** Reads and saves files, those of the next batch while those of the last are saved. */
  async take(batches: AsyncIterable<readonly LookedAt[]>, inAdvance: Identities | undefined): Promise<void> {
    for await (const { files, outcomes } of ahead(this.#read(batches))) {
      if (this.#request.signal?.aborted) return;
      const found = await this.#withMedia(this.#arrivals(files, outcomes), files);
      // What held many articles and is one by now has lost the others; what cannot be read has lost nothing.
      const single = found.filter(({ path, outcome }) => mayHoldMany(path) && outcome.kind !== 'problem');
      const lost = await this.#settings.store.placesIn(single.map(({ path }) => path));
      append(this.gone, lost);
      const losers = new Set(lost.map(posix.dirname));
      const arrivals = found.map((arrival) =>
        losers.has(arrival.path) ? { ...arrival, reader: UNFINISHED } : arrival,
      );
      const unknown = arrivals.filter(({ path }) => !inAdvance?.has(path));
      const identities = await this.#identify(unknown);
      await this.#save(arrivals, new Map([...identities, ...some(inAdvance, arrivals)]));
      for (const [index, file] of files.entries()) {
        if (outcomes[index]?.kind === 'moving') this.unsettled.push(file[0]);
        if (outcomes[index]?.kind === 'many') await this.#takePieces(file);
      }
      this.#done += files.length;
      this.#request.onProgress?.(this.#done, this.#total);
    }
  }

  async *#read(batches: AsyncIterable<readonly LookedAt[]>) {
    for await (const files of batches) yield { files, outcomes: await this.#readFiles(files) };
  }

  #readFiles(files: readonly LookedAt[]): Promise<Outcome[]> {
    return readApart(files, this.#readSettings(), this.#total, this.#request.signal);
  }

  #readSettings(): ReadSettings {
    const { root, readers } = this.#settings;
    return { root, readers, now: this.now() };
  }

  #arrivals(files: readonly LookedAt[], outcomes: readonly Outcome[]): Arrival[] {
    return files.flatMap((file, index) => {
      const outcome = outcomes[index];
      if (outcome?.kind === 'article') return [arrivalOf(file, outcome.article, this.#reader)];
      if (outcome?.kind !== 'unreadable') return [];
      const { path, ...problem } = outcome.problem;
      const article = { path, digest: `unread ${path}`, reading: { kind: 'problem' as const, ...problem } };
      // No reader has seen this file, so the next comparison tries again.
      return [arrivalOf(file, article, UNFINISHED)];
    });
  }

  /** Gives articles their media; those of a medium that is what it was are known. */
  async #withMedia(arrivals: readonly Arrival[], files: readonly LookedAt[]): Promise<Arrival[]> {
    const { root, store } = this.#settings;
    const besides = new Map(files.map(([path, , beside]) => [path, beside]));
    const known = await store.media(arrivals.map(({ path }) => path));
    const result: Arrival[] = [];
    for (const arrival of arrivals) {
      const { path, outcome, isPiece } = arrival;
      if (outcome.kind !== 'entry') {
        result.push(arrival);
        continue;
      }
      const beside = besides.get(path) ?? (isPiece ? [] : [...(await statAll(root, placesBeside(path))).found.keys()]);
      const before = (known.get(path) ?? []).map(knownMedium);
      const media = new Map(before.map((medium) => [medium.path, medium]));
      const found = await withMedia(outcome.entry, root, beside, media, this.#request.signal);
      const remarks = [...(outcome.remarks ?? []), ...found.remarks];
      result.push({
        ...arrival,
        outcome: { ...outcome, entry: found.entry, remarks },
        media: found.media.map(mediumOf),
      });
    }
    return result;
  }

  async #save(arrivals: readonly Arrival[], identities: Identities): Promise<void> {
    const saved: Saved = await this.#settings.store.save(arrivals, identities, this.now());
    this.tell(saved.changes);
    this.#refuse(saved.problems);
    append(this.freed, saved.freed);
    for (const [number, place] of saved.homeless) this.homeless.set(number, place);
  }

  /**
   * Reads and saves a file that holds many articles. Those that stand where they stood, as they were, are passed over.
   * The file itself is noted last, so that whoever is interrupted begins with it again.
   */
  async #takePieces(file: LookedAt): Promise<void> {
    const [path] = file;
    const { root, store } = this.#settings;
    const known = await store.pieces(path);
    const places = new Set<string>();
    const now = new Map([[path, places]]);
    let isBroken = false;
    const read = async (take: (arrivals: Arrival[]) => Promise<void>) => {
      for await (const articles of readPieces(file, this.#readSettings(), this.#request.signal)) {
        const others = await haveOtherMedia(root, await store.media(articles.map(({ path }) => path)));
        const arrivals = articles
          .map((article) => arrivalOf(file, article, this.#reader))
          .filter(({ path, digest, reader }) => {
            const piece = known.get(path);
            return piece?.digest !== digest || piece.reader !== reader || others.has(path);
          });
        for (const article of articles) places.add(article.path);
        isBroken ||= articles.some(isPartBroken);
        for (const some of chunks(arrivals, BATCH)) await take(await this.#withMedia(some, []));
      }
    };
    try {
      let inAdvance: Identities | undefined;
      if (known.size > 0) {
        const newcomers: Newcomer[] = [];
        await read(async (arrivals) =>
          append(
            newcomers,
            arrivals.map((arrival) => store.newcomer(arrival)),
          ),
        );
        inAdvance = await store.identify(newcomers, (entries) => findDisplaced(this.#settings, entries, now));
      }
      await read(async (arrivals) => this.#save(arrivals, inAdvance ?? (await this.#identify(arrivals, now))));
    } catch (error) {
      if (!(error instanceof MovingError)) throw error;
      if (!this.#request.signal?.aborted) this.unsettled.push(path);
      return;
    }
    // What cannot be read has lost nothing.
    const gone = isBroken ? [] : [...known.keys()].filter((place) => !places.has(place));
    append(this.gone, gone);
    const why = `${places.size} articles in one file`;
    const reader = gone.length > 0 ? UNFINISHED : this.#reader;
    const arrivals = [arrivalOf(file, { path, digest: `many ${path}`, reading: { kind: 'skipped', why } }, reader)];
    await this.#save(arrivals, await this.#identify(arrivals));
  }

  /** Who the files are that have changed. Reads them once more than saving does: too many to keep are too many to guess. */
  async #identifyInAdvance(batches: AsyncIterable<readonly LookedAt[]>): Promise<Identities> {
    const { store } = this.#settings;
    const newcomers: Newcomer[] = [];
    for await (const { files, outcomes } of ahead(this.#read(batches))) {
      if (this.#request.signal?.aborted) break;
      for (const arrival of this.#arrivals(files, outcomes)) newcomers.push(store.newcomer(arrival));
    }
    this.unsettled = [];
    return store.identify(newcomers, (entries) => findDisplaced(this.#settings, entries));
  }

  #identify(arrivals: readonly Arrival[], placesIn = placesOf(arrivals)): Promise<Identities> {
    const { store } = this.#settings;
    const newcomers = arrivals.map((arrival) => store.newcomer(arrival));
    return store.identify(newcomers, (entries) => findDisplaced(this.#settings, entries, placesIn));
  }
}

/** What is known of some arrivals. */
function some(identities: Identities | undefined, arrivals: readonly Arrival[]) {
  return arrivals.flatMap(({ path }) => {
    const identified = identities?.get(path);
    return identified ? [[path, identified] as const] : [];
  });
}

/** Files in pieces that fit into a transaction, however they come. */
async function* inBatches(pages: Pages): AsyncGenerator<readonly LookedAt[]> {
  let batch: LookedAt[] = [];
  for await (const page of pages) {
    for (const file of page) {
      batch.push(file);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
