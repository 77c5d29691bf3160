// Says which paths of the articles folder may have changed. A hint, never a truth: what it misses, the schedule finds.
import { type FSWatcher, watch } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isArticle, isMedia } from './article.ts';
import { identifyFolder } from './folder.ts';

export type WatchSettings = {
  readonly root: string;
  /** How long a path must be quiet before it is named, in milliseconds; longer when nothing is there. */
  readonly settleMs: number;
  /** These may have changed, appeared or gone. */
  readonly onPaths: (paths: string[]) => void;
  /** Anything may have changed. */
  readonly onUnsure: () => void;
  /** Some folders cannot be watched; said once. */
  readonly onLimit: (why: string) => void;
};

/** The kernel drops events without a word when a burst outruns us: so many paths at once are taken for one. */
const BURST = 1000;
/** What is gone is named after this long even while more and more goes. */
const LONGEST_HOLD_MS = 2000;
/** How often to look whether the folder itself is still there, or there again. */
const ROOT_CHECK_MS = 1000;

/** One watcher per folder: far fewer than one per file, and no event is later than the kernel's. */
export class FolderWatch {
  readonly #settings: WatchSettings;
  /** By path. A folder that was removed and made again is another one, and its watcher blind. */
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  /** When a path that has changed is quiet. */
  readonly #due = new Map<string, number>();
  /** What is gone and not yet named; all at once, at one time. */
  readonly #absent = new Set<string>();
  #absentSince = 0;
  #absentAt = 0;
  readonly #rootCheck: NodeJS.Timeout;
  #timer: NodeJS.Timeout | undefined;
  #root = '';
  #isClosed = false;
  #isLimited = false;
  #isUnsure = false;

  private constructor(settings: WatchSettings) {
    this.#settings = settings;
    this.#rootCheck = setInterval(() => void this.#checkRoot(), ROOT_CHECK_MS).unref();
  }

  /** Begins to watch; a folder that is not there yet is waited for. */
  static async start(settings: WatchSettings): Promise<FolderWatch> {
    const watching = new FolderWatch(settings);
    watching.#root = await watching.#identify('');
    if (watching.#root !== '') await watching.#watchTree('');
    return watching;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#rootCheck);
    clearTimeout(this.#timer);
    this.#closeTree('');
  }

  #identify(path: string): Promise<string> {
    return identifyFolder(join(this.#settings.root, path));
  }

  /** The folder of all may be unmounted, replaced or created, and nobody above it is watched. */
  async #checkRoot(): Promise<void> {
    const root = await this.#identify('');
    if (this.#isClosed || root === this.#root) return;
    this.#root = root;
    this.#closeTree('');
    if (root === '') return;
    await this.#watchTree('');
    this.#settings.onUnsure();
  }

  async #watchTree(folder: string): Promise<void> {
    const pending = [folder];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const identity = await this.#identify(next);
      if (this.#isClosed) return;
      if (identity === '') continue;
      this.#watchFolder(next, identity);
      for (const name of await foldersIn(join(this.#settings.root, next)))
        pending.push(next === '' ? name : `${next}/${name}`);
      if (this.#isClosed) return;
    }
  }

  #watchFolder(folder: string, identity: string): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watch(join(this.#settings.root, folder), (event, name) => void this.#take(folder, name, event));
      watcher.on('error', (error: NodeJS.ErrnoException) => {
        this.#closeTree(folder);
        this.#limit(folder, error);
      });
      this.#watchers.set(folder, { watcher, identity });
    } catch (error) {
      this.#limit(folder, error as NodeJS.ErrnoException);
    }
  }

  /** ENOENT: gone again. Otherwise the system has no watches left, or the folder may not be read. */
  #limit(folder: string, { code, message }: NodeJS.ErrnoException): void {
    if (code === 'ENOENT' || this.#isLimited) return;
    this.#isLimited = true;
    this.#settings.onLimit(`${code ?? message} at ${folder || 'the articles folder'}`);
  }

  #closeTree(folder: string): void {
    for (const [path, { watcher }] of this.#watchers) {
      if (folder !== '' && path !== folder && !path.startsWith(`${folder}/`)) continue;
      watcher.close();
      this.#watchers.delete(path);
    }
  }

  async #take(folder: string, name: string | null, event: string): Promise<void> {
    if (name === null) return this.#settings.onUnsure();
    if (name.startsWith('.')) return;
    const path = folder === '' ? name : `${folder}/${name}`;
    if (isArticle(path) || isMedia(path)) this.#expect(path);
    // Only what has appeared or gone can be another folder.
    if (event !== 'rename') return;
    const identity = await this.#identify(path);
    if (this.#isClosed || identity === (this.#watchers.get(path)?.identity ?? '')) return;
    this.#closeTree(path);
    // Named now, with what else has moved at this moment, and again when nothing in it can be missed any more.
    this.#expect(path);
    if (identity === '') return;
    await this.#watchTree(path);
    this.#expect(path);
  }

  #expect(path: string): void {
    if (this.#due.size + this.#absent.size >= BURST) {
      this.#due.clear();
      this.#absent.clear();
      this.#isUnsure = true;
    }
    this.#absent.delete(path);
    this.#due.set(path, performance.now() + this.#settings.settleMs);
    this.#timer ??= setTimeout(() => void this.#flush(), this.#settings.settleMs + 1);
  }

  async #flush(): Promise<void> {
    const now = performance.now();
    const ready = [...this.#due].flatMap(([path, at]) => (at <= now ? [path] : []));
    for (const path of ready) this.#due.delete(path);
    const isThere = await Promise.all(ready.map((path) => this.#isThere(path)));
    if (this.#isClosed) return;
    const paths = ready.filter((_, index) => isThere[index]);
    for (const [index, path] of ready.entries()) if (!isThere[index] && !this.#due.has(path)) this.#holdBack(path);
    if (this.#absent.size > 0 && performance.now() >= this.#absentAt) {
      paths.push(...this.#absent);
      this.#absent.clear();
    }
    if (this.#isUnsure) this.#settings.onUnsure();
    else if (paths.length > 0) this.#settings.onPaths(paths);
    this.#isUnsure = false;
    this.#sleep();
  }

  /**
   * What is gone is named when nothing more has gone for a while: its other half, the new name, may come a moment later,
   * and whoever judges a loss wants to see the whole of it.
   */
  #holdBack(path: string): void {
    const now = performance.now();
    if (this.#absent.size === 0) this.#absentSince = now;
    this.#absent.add(path);
    this.#absentAt = Math.min(now + this.#settings.settleMs, this.#absentSince + LONGEST_HOLD_MS);
  }

  #sleep(): void {
    const next = [...this.#due.values()].reduce(
      (least, at) => Math.min(least, at),
      this.#absent.size > 0 ? this.#absentAt : Number.POSITIVE_INFINITY,
    );
    const wait = Math.max(1, next - performance.now() + 1);
    this.#timer = Number.isFinite(next) ? setTimeout(() => void this.#flush(), wait) : undefined;
  }

  #isThere(path: string): Promise<boolean> {
    return stat(join(this.#settings.root, path)).then(
      () => true,
      () => false,
    );
  }
}

/** The names of the folders in a folder; none when it is gone. A list of all that is in it may be very long. */
async function foldersIn(path: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of await opendir(path, { bufferSize: 1024 }))
      if (entry.isDirectory() && !entry.name.startsWith('.')) names.push(entry.name);
  } catch {
    // Gone while it was looked at, or not to be read: the comparison of everything says so.
  }
  return names;
}
