// Folder -> store: the only place that knows both. One function; the watcher, the schedule and the command line call it.
import { realpath } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from './entry.ts';
import { isArticle, MAX_ARTICLE_BYTES, READER_VERSION, readArticle } from './ingest/article.ts';
import { type FileStat, readStill, statFile, walk } from './ingest/folder.ts';
import type { Log } from './log.ts';
import type { Arrival, Change } from './store/save.ts';
import type { KnownFile, Store } from './store/store.ts';

export type RefreshSettings = {
  readonly root: string;
  readonly store: Store;
  readonly timezone: string;
  /** A file that has changed within so many milliseconds may still be written. */
  readonly settleMs: number;
  readonly log: Log;
  /** The clock, for tests of what time does. */
  readonly now?: () => Date;
};

export type RefreshRequest = {
  /** Only these, relative to the root; files or folders, there or gone. Without: everything. */
  readonly paths?: readonly string[];
  /** Withdraw even when most of the library is gone. */
  readonly confirmLoss?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
};

export type RefreshReport = {
  readonly changes: Change[];
  /** What was refused this time. */
  readonly problems: Problem[];
  /** Files that were still being written. */
  readonly unsettled: string[];
  /** Set when most of the library seemed lost, so that nothing was withdrawn. */
  readonly loss?: { readonly gone: number; readonly known: number };
};

/** Articles of one transaction: a commit costs as much as dozens of rows. */
const BATCH = 250;
/** A lost mount takes all at once; a publisher who tidies up takes a few. */
const LOSS_SHARE = 0.5;
const LOSS_MINIMUM = 10;
const SETTLE_ROUNDS = 20;
/** Files that are looked at or read side by side: more than the pool of threads gains nothing. */
const AT_ONCE = 32;

/**
 * Brings the store up to date with the folder. A bad file is a problem in the report; the rest goes on.
 * @throws when the folder or the store cannot be read; what was saved until then stays saved
 */
export async function refresh(settings: RefreshSettings, request: RefreshRequest = {}): Promise<RefreshReport> {
  const { store, log } = settings;
  const now = settings.now ?? (() => new Date());
  const reader = `${READER_VERSION} ${settings.timezone}`;
  const changes: Change[] = [];
  const problems: Problem[] = [];
  const { changed, gone, refused } = await compare(settings, reader, request.paths);
  problems.push(...refused);
  // Files that are all new are taken in one order, however young some are: order of arrival is order in a feed.
  const fresh = sortByAge(changed, settings.settleMs, now()).young;
  if (fresh.length > 0) {
    await sleep(settings.settleMs);
    const again = await statAll(settings.root, fresh);
    for (const path of fresh) {
      const stat = again.get(path);
      if (stat) changed.set(path, stat);
      else changed.delete(path);
    }
  }
  let done = 0;
  let pending: ReadonlyMap<string, FileStat> = changed;
  let unsettled: string[] = [];
  for (let round = 0; pending.size > 0; round += 1) {
    const { ready, young } = sortByAge(pending, settings.settleMs, now());
    for (let start = 0; start < ready.length; start += BATCH) {
      const files = ready.slice(start, start + BATCH);
      const { arrivals, moving } = await readAll(settings, files, reader, now());
      young.push(...moving);
      const displaced = await findDisplaced(settings, arrivals);
      const saved = await store.save(arrivals, displaced, now());
      changes.push(...saved.changes);
      problems.push(...saved.problems);
      done += files.length;
      request.onProgress?.(done, changed.size);
    }
    unsettled = young;
    if (young.length === 0 || round >= SETTLE_ROUNDS) break;
    await sleep(settings.settleMs);
    pending = await statAll(settings.root, young);
    unsettled = [];
  }
  const loss = request.confirmLoss ? undefined : await lossOf(settings, gone);
  if (loss) log.warn({ ...loss }, 'most articles are gone, so none was withdrawn');
  else changes.push(...(await store.withdraw(gone, now())));
  changes.push(...(await store.release(now())));
  for (const problem of problems) log.warn({ ...problem }, 'file refused');
  return { changes, problems, unsettled, ...(loss ? { loss } : {}) };
}

/** The files that differ from what is known, as they were when they were looked at. */
type Difference = { changed: Map<string, FileStat>; gone: string[]; refused: Problem[] };

async function compare(settings: RefreshSettings, reader: string, paths?: readonly string[]): Promise<Difference> {
  const difference: Difference = { changed: new Map(), gone: [], refused: [] };
  if (!paths) {
    await compareFolder(settings, reader, '', difference);
    return difference;
  }
  // Releases are due whether or not the folder is there.
  if (paths.length === 0) return difference;
  // A folder that cannot be read is no sign that its articles are gone.
  const top = await realpath(settings.root);
  const known = await settings.store.known(paths);
  for (const path of new Set(paths)) {
    if (path.split('/').some((part) => part.startsWith('.') || part === '')) continue;
    const target = await realpath(join(settings.root, path)).catch(() => undefined);
    if (target && !target.startsWith(top + sep)) {
      if (isArticle(path)) difference.refused.push(outside(path));
      continue;
    }
    const stat = target ? await statFile(settings.root, path) : undefined;
    if (stat && isArticle(path)) {
      if (isChanged(known.get(path), stat, reader)) difference.changed.set(path, stat);
    } else if (known.has(path)) {
      difference.gone.push(path);
    } else if (target && !stat) {
      await compareFolder(settings, reader, path, difference);
    } else if (!target) {
      for (const folder of await settings.store.folders(path))
        difference.gone.push(...(await settings.store.files(folder)).keys());
    }
  }
  return difference;
}

async function compareFolder(
  settings: RefreshSettings,
  reader: string,
  start: string,
  difference: Difference,
): Promise<void> {
  const { root, store } = settings;
  const unseen = new Set(await store.folders(start));
  for await (const { folder, files, refused } of walk(root, start)) {
    unseen.delete(folder);
    const known = await store.files(folder);
    for (const [path, stat] of await statAll(root, files)) {
      if (isChanged(known.get(path), stat, reader)) difference.changed.set(path, stat);
      known.delete(path);
    }
    difference.gone.push(...known.keys());
    difference.refused.push(...refused.map(outside));
  }
  for (const folder of unseen) difference.gone.push(...(await store.files(folder)).keys());
}

function isChanged(known: KnownFile | undefined, stat: FileStat, reader: string): boolean {
  return (
    !known ||
    Number(known.size) !== stat.size ||
    known.modified !== stat.modified ||
    known.changed !== stat.changed ||
    known.reader !== reader
  );
}

function outside(path: string): Problem {
  return { path, expected: 'a file within the articles folder', found: 'a symbolic link that leads out of it' };
}

/** Files that have rested long enough, and those that may still be written. */
function sortByAge(
  files: ReadonlyMap<string, FileStat>,
  settleMs: number,
  now: Date,
): { ready: [string, FileStat][]; young: string[] } {
  const ready: [string, FileStat][] = [];
  const young: string[] = [];
  for (const [path, stat] of files) {
    const age = now.getTime() - stat.modified;
    // A clock that differs from the disk's must not keep a file for ever.
    if (age >= 0 && age < settleMs) young.push(path);
    else ready.push([path, stat]);
  }
  return { ready, young };
}

/** Looks again at files; those that are gone meanwhile are left to the next comparison. */
async function statAll(root: string, paths: readonly string[]): Promise<Map<string, FileStat>> {
  const found = new Map<string, FileStat>();
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const some = paths.slice(start, start + AT_ONCE);
    const stats = await Promise.all(some.map((path) => statFile(root, path)));
    for (const [index, path] of some.entries()) {
      const stat = stats[index];
      if (stat) found.set(path, stat);
    }
  }
  return found;
}

async function readAll(
  settings: RefreshSettings,
  files: readonly [string, FileStat][],
  reader: string,
  now: Date,
): Promise<{ arrivals: Arrival[]; moving: string[] }> {
  const arrivals: Arrival[] = [];
  const moving: string[] = [];
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE);
    const read = await Promise.all(some.map(([path, stat]) => readOne(settings, path, stat, reader, now)));
    for (const [index, arrival] of read.entries()) {
      if (arrival) arrivals.push(arrival);
      else moving.push(some[index]?.[0] ?? '');
    }
  }
  return { arrivals, moving };
}

/** Reads one file; undefined when it is no longer as it was when it was looked at, or is gone. */
async function readOne(
  { root, timezone }: RefreshSettings,
  path: string,
  before: FileStat,
  reader: string,
  now: Date,
): Promise<Arrival | undefined> {
  const folder = posix.dirname(path);
  const facts = { path, folder: folder === '.' ? '' : folder, ...before, reader };
  const refused = (expected: string, found: string): Arrival => ({
    ...facts,
    digest: `unread ${path}`,
    outcome: { kind: 'problem', problem: { path, expected, found } },
  });
  if (before.size > MAX_ARTICLE_BYTES) return refused(`at most ${MAX_ARTICLE_BYTES} bytes`, `${before.size} bytes`);
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readStill(root, path, before);
  } catch (error) {
    return refused('a file that can be read', (error as NodeJS.ErrnoException).code ?? String(error));
  }
  if (!bytes) return undefined;
  const modified = new Date(Math.min(before.modified, now.getTime()));
  const { reading, digest } = readArticle(bytes, path, modified, timezone);
  if (reading.kind !== 'problem') return { ...facts, digest, outcome: reading };
  const { kind: _, ...problem } = reading;
  return { ...facts, digest, outcome: { kind: 'problem', problem: { path, ...problem } } };
}

/** The places of kept entries that an arrival may be, as far as their files are gone or have changed. */
async function findDisplaced({ root, store }: RefreshSettings, arrivals: readonly Arrival[]): Promise<Set<string>> {
  const displaced = new Set<string>();
  const claimants = await store.claimants(
    arrivals.map(({ digest }) => digest),
    arrivals.map(({ identity }) => identity),
  );
  for (const known of claimants) {
    const stat = isArticle(known.path) ? await statFile(root, known.path) : undefined;
    if (!stat || Number(known.size) !== stat.size || known.modified !== stat.modified) displaced.add(known.path);
  }
  return displaced;
}

async function lossOf({ store }: RefreshSettings, gone: readonly string[]): Promise<RefreshReport['loss'] | undefined> {
  if (gone.length < LOSS_MINIMUM) return undefined;
  // What has moved is not gone: by now it stands at its new place.
  const [lost, known] = [await store.countAt(gone), await store.count({ kind: 'all' })];
  return lost >= LOSS_MINIMUM && lost > known * LOSS_SHARE ? { gone: lost, known } : undefined;
}
