// Folder -> store: the only place that knows both. One function; the watcher, the schedule and the command line call it.
import { posix } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from './entry.ts';
import { digestOf, isArticle, MAX_ARTICLE_BYTES, READER_VERSION } from './ingest/article.ts';
import { compare, isSame } from './ingest/compare.ts';
import { AT_ONCE, type FileStat, identifyFolder, readStill, statAll, unreadable } from './ingest/folder.ts';
import { readBounded } from './ingest/large.ts';
import type { ReaderSettings } from './ingest/reading.ts';
import { append, chunks } from './lists.ts';
import type { Identities, Known, Newcomer } from './store/identity.ts';
import type { Arrival, Change } from './store/save.ts';
import type { Store } from './store/store.ts';

export type RefreshSettings = {
  readonly root: string;
  readonly store: Store;
  readonly readers: ReaderSettings;
  /** A file that has changed within so many milliseconds may still be written. */
  readonly settleMs: number;
  /** The clock, for tests of what time does. */
  readonly now?: () => Date;
};

export type RefreshRequest = {
  /** Only these, relative to the root; files or folders, there or gone. They have been quiet. Without: everything. */
  readonly paths?: readonly string[];
  /** Withdraw even when most of the library is gone. */
  readonly confirmLoss?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the refresh after the batch under way. What is not done yet, the next refresh does. */
  readonly signal?: AbortSignal;
};

export type RefreshReport = {
  readonly changes: Change[];
  /** What was refused this time. */
  readonly problems: Problem[];
  /** Files that were still being written. */
  readonly unsettled: string[];
  /** Set when most of the library seemed lost, so that nothing was withdrawn. */
  readonly loss?: { readonly gone: number; readonly known: number };
  /** True when it was asked to end before all was done. */
  readonly isCutShort: boolean;
};

/** Articles of one transaction: a commit costs as much as dozens of rows. */
export const BATCH = 500;
/** A lost mount takes all at once, a sync that went wrong takes most in minutes; a publisher who tidies up takes a few. */
const LOSS_SHARE = 0.5;
const LOSS_MINIMUM = 10;
const LOSS_WINDOW_MS = 10 * 60_000;
/** How often a file that is being written is looked at before it is left to a later refresh. */
const SETTLE_ROUNDS = 20;
/** A file that changed longer ago is not being written, even by the clock of a disk that is somewhat wrong. */
const RECENT_MS = 60_000;

type Files = Map<string, FileStat>;

/** What all files that are read together have in common. */
type Run = { readonly reader: string; readonly now: Date; readonly signal: AbortSignal | undefined };

/**
 * Brings the store up to date with the folder. A bad file is a problem in the report; the rest goes on.
 * @throws when the folder or the store cannot be read; what was saved until then stays saved
 */
export async function refresh(settings: RefreshSettings, request: RefreshRequest = {}): Promise<RefreshReport> {
  const { store } = settings;
  const { paths, signal } = request;
  const now = settings.now ?? (() => new Date());
  const reader = `${READER_VERSION} ${digestOf(JSON.stringify(settings.readers))}`;
  const changes: Change[] = [];
  const problems: Problem[] = [];
  const report = (rest: Partial<RefreshReport>): RefreshReport => {
    return { changes, problems, unsettled: [], isCutShort: signal?.aborted ?? false, ...rest };
  };

  const homeless = new Map<number, string>();
  const freed: string[] = [];
  let [done, total] = [0, 0];
  /** Reads and saves files; says which of them changed under our hands. */
  const take = async (files: Files, inAdvance?: Identities): Promise<string[]> => {
    const moving: string[] = [];
    for (const some of chunks([...files], BATCH)) {
      if (signal?.aborted) break;
      const read = await readAll(settings, some, { reader, now: now(), signal });
      append(moving, read.moving);
      const saved = await store.save(read.arrivals, inAdvance ?? (await identify(settings, read.arrivals)), now());
      append(changes, saved.changes);
      append(problems, saved.problems);
      append(freed, saved.freed);
      for (const [number, place] of saved.homeless) homeless.set(number, place);
      done += some.length;
      request.onProgress?.(done, total);
    }
    return moving;
  };

  const comparison = { root: settings.root, memory: store, reader, signal };
  const { changed, gone, refused, hasKnown, seen } = await compare(comparison, paths);
  append(problems, refused);
  // The watcher names a path when it has been quiet; nobody has watched the others.
  let unsettled = paths ? [] : await takeUnsettled(settings, changed, now(), signal);
  total = changed.size + unsettled.length;
  // Who has moved where is a matter of all files that have left their places, and of those alone.
  const isMoving = (hasKnown || gone.length > 0) && changed.size > BATCH;
  append(
    unsettled,
    await take(
      changed,
      isMoving ? await identifyInAdvance(settings, changed, { reader, now: now(), signal }) : undefined,
    ),
  );
  for (let round = 0; unsettled.length > 0 && round < SETTLE_ROUNDS && !signal?.aborted; round += 1) {
    const { found } = await statAll(settings.root, unsettled);
    unsettled = await takeUnsettled(settings, found, now(), signal);
    append(unsettled, await take(found));
  }
  if (gone.length > 0 && !paths) await pause(settings.settleMs, signal);
  if (signal?.aborted) return report({ unsettled });

  const withdrawn = await stillGone(settings.root, gone);
  const root = await identifyFolder(settings.root);
  const isEmptied = !paths && seen === 0 && root !== (await store.root());
  const loss = request.confirmLoss ? undefined : await lossOf(settings, withdrawn, isEmptied, now());
  if (!loss) {
    const result = await store.withdraw(withdrawn, now(), homeless);
    append(changes, result.changes);
    append(freed, result.freed);
    if (!paths) await store.keepRoot(root);
  }
  if (request.confirmLoss) await store.confirmLoss();
  if (freed.length > 0) append(unsettled, await take((await statAll(settings.root, freed)).found));
  append(changes, await store.release(now()));
  return report({ unsettled, ...(loss ? { loss } : {}) });
}

/**
 * Waits, and takes from `files` those that may still be written: changed a moment ago, and not the same when looked at
 * again. Clocks are not compared: that of a network disk is another one.
 * @returns the paths that were taken out and are still there
 */
async function takeUnsettled(
  { root, settleMs }: RefreshSettings,
  files: Files,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const since = now.getTime() - RECENT_MS;
  const recent = [...files].filter(([, { modified, changed }]) => Math.max(modified, changed) > since);
  if (recent.length === 0 || settleMs === 0) return [];
  await pause(settleMs, signal);
  const { found } = await statAll(
    root,
    recent.map(([path]) => path),
  );
  const unsettled: string[] = [];
  for (const [path, before] of recent) {
    const after = found.get(path);
    if (after && after.size === before.size && after.modified === before.modified) continue;
    files.delete(path);
    if (after) unsettled.push(path);
  }
  return unsettled;
}

/** The paths at which there is still nothing: between removing a file and writing it anew an editor may take a moment. */
async function stillGone(root: string, gone: readonly string[]): Promise<string[]> {
  const { found, failed } = await statAll(root, gone);
  const back = new Set([...found.keys(), ...failed.map(({ path }) => path)]);
  return gone.filter((path) => !back.has(path) || !isArticle(path));
}

async function readAll(
  settings: RefreshSettings,
  files: readonly [string, FileStat][],
  run: Run,
): Promise<{ arrivals: Arrival[]; moving: string[] }> {
  const arrivals: Arrival[] = [];
  const moving: string[] = [];
  for (const some of chunks(files, AT_ONCE)) {
    const read = await Promise.all(some.map(([path, stat]) => readOne(settings, path, stat, run)));
    for (const [index, arrival] of read.entries()) {
      if (arrival) arrivals.push(arrival);
      else moving.push(some[index]?.[0] ?? '');
    }
  }
  return { arrivals, moving };
}

/** Reads one file; undefined when it is no longer as it was when it was looked at, is gone, or nobody waits for it. */
async function readOne(
  { root, readers }: RefreshSettings,
  path: string,
  before: FileStat,
  { reader, now, signal }: Run,
): Promise<Arrival | undefined> {
  const folder = posix.dirname(path);
  const facts = { path, folder: folder === '.' ? '' : folder, ...before, reader };
  const refused = (problem: Problem, digest = `unread ${path}`): Arrival => ({
    ...facts,
    digest,
    outcome: { kind: 'problem', problem },
  });
  if (before.size > MAX_ARTICLE_BYTES)
    return refused({ path, expected: `at most ${MAX_ARTICLE_BYTES} bytes`, found: `${before.size} bytes` });
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readStill(root, path, before);
  } catch (error) {
    // A disk that is troubled now may not be later: no reader has seen this file, so the next comparison tries again.
    return { ...refused(unreadable(path, error)), reader: '' };
  }
  if (!bytes) return undefined;
  const modified = new Date(Math.min(before.modified, now.getTime()));
  const articles = await readBounded([bytes, path, modified, readers], signal);
  if (!articles?.[0]) return undefined;
  const { reading, digest } = articles[0];
  if (reading.kind !== 'problem') return { ...facts, digest, outcome: reading };
  const { kind: _, ...problem } = reading;
  return refused({ path, ...problem }, digest);
}

/** Who the files are that have changed. Reads them once more than saving does: too many to keep are too many to guess. */
async function identifyInAdvance(settings: RefreshSettings, files: Files, run: Run): Promise<Identities> {
  const newcomers: Newcomer[] = [];
  for (const some of chunks([...files], BATCH)) {
    const { arrivals } = await readAll(settings, some, run);
    append(
      newcomers,
      arrivals.map((arrival) => settings.store.newcomer(arrival)),
    );
  }
  return settings.store.identify(newcomers, (entries) => findDisplaced(settings, entries));
}

function identify(settings: RefreshSettings, arrivals: readonly Arrival[]): Promise<Identities> {
  const newcomers = arrivals.map((arrival) => settings.store.newcomer(arrival));
  return settings.store.identify(newcomers, (entries) => findDisplaced(settings, entries));
}

/** The entries whose file is gone, or another file by now. One that was changed in its place is the same file. */
async function findDisplaced({ root, store }: RefreshSettings, entries: readonly Known[]): Promise<Set<number>> {
  const places = entries.flatMap(({ path }) => path ?? []).filter(isArticle);
  const { found, failed } = await statAll(root, places);
  const known = await store.known(places);
  // What cannot be looked at is not gone.
  const unseen = new Set(failed.map(({ path }) => path));
  const displaced = new Set<number>();
  for (const { number, path, identity } of entries) {
    if (path === null || unseen.has(path)) continue;
    const [stat, before] = [found.get(path), known.get(path)];
    if (stat && before && isSame(before, stat)) continue;
    const isSameFile = stat !== undefined && stat.identity !== '' && stat.identity === identity;
    if (!isSameFile) displaced.add(number);
  }
  return displaced;
}

/**
 * Whether most of the library has gone within a short time; what is withdrawn already counts.
 * @param isEmptied there is another folder than before, and nothing in it: what is left when a disk is not mounted
 */
async function lossOf(
  { store }: RefreshSettings,
  paths: readonly string[],
  isEmptied: boolean,
  now: Date,
): Promise<RefreshReport['loss'] | undefined> {
  // What has moved is not gone: by now it stands at its new place.
  const goneNow = await store.countAt(paths);
  if (goneNow === 0) return undefined;
  const live = await store.count({ kind: 'all' });
  const before = await store.countWithdrawnSince(new Date(now.getTime() - LOSS_WINDOW_MS));
  const [gone, known] = [goneNow + before, live + before];
  const isMost = gone > known * LOSS_SHARE && gone >= LOSS_MINIMUM;
  return isMost || isEmptied ? { gone, known } : undefined;
}

/** Waits, unless it is asked to end. */
async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(milliseconds, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}
