// Says which paths of the articles folder may have changed. A hint, never a truth: what it misses, the schedule finds.
import { type FSWatcher, watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isArticle } from './article.ts';

export type WatchSettings = {
  readonly root: string;
  /** How long a path must be quiet before it is named. */
  readonly settleMs: number;
  /** These may have changed, appeared or gone. */
  readonly onPaths: (paths: string[]) => void;
  /** Anything may have changed. */
  readonly onUnsure: () => void;
  readonly onLimit: (why: string) => void;
};

/** The kernel drops events without a word when a burst outruns us. */
const BURST = 1000;
/** How often to look whether the folder itself is still there, or there again. */
const ROOT_CHECK_MS = 1000;

/** One watcher per folder: far fewer than one per file, and no event is later than the kernel's. */
export class FolderWatch {
  readonly #settings: WatchSettings;
  /** By path. A folder that was removed and made again is another one, and its watcher blind. */
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  readonly #due = new Map<string, number>();
  readonly #rootCheck: NodeJS.Timeout;
  #timer: NodeJS.Timeout | undefined;
  #root = '';
  #isClosed = false;

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

  /** Which folder stands at a path; empty when none does. */
  async #identify(path: string): Promise<string> {
    const found = await stat(join(this.#settings.root, path)).catch(() => undefined);
    return found?.isDirectory() ? `${found.dev}-${found.ino}-${found.birthtimeMs}` : '';
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
      const entries = await readdir(join(this.#settings.root, next), { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (entry.isDirectory() && !entry.name.startsWith('.'))
          pending.push(next === '' ? entry.name : `${next}/${entry.name}`);
      }
    }
  }

  #watchFolder(folder: string, identity: string): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watch(join(this.#settings.root, folder), (_, name) => void this.#take(folder, name));
      watcher.on('error', () => this.#closeTree(folder));
      this.#watchers.set(folder, { watcher, identity });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // ENOENT: gone again. Otherwise the system has no watches left.
      if (code !== 'ENOENT') this.#settings.onLimit(`${code} at ${folder || 'the articles folder'}`);
    }
  }

  #closeTree(folder: string): void {
    for (const [path, { watcher }] of this.#watchers) {
      if (folder !== '' && path !== folder && !path.startsWith(`${folder}/`)) continue;
      watcher.close();
      this.#watchers.delete(path);
    }
  }

  async #take(folder: string, name: string | null): Promise<void> {
    if (name === null) return this.#settings.onUnsure();
    if (name.startsWith('.')) return;
    const path = folder === '' ? name : `${folder}/${name}`;
    if (isArticle(path)) return this.#expect(path);
    const identity = await this.#identify(path);
    if (this.#isClosed || identity === (this.#watchers.get(path)?.identity ?? '')) return;
    this.#closeTree(path);
    if (identity !== '') await this.#watchTree(path);
    this.#expect(path);
  }

  #expect(path: string): void {
    this.#due.set(path, performance.now() + this.#settings.settleMs);
    this.#timer ??= setTimeout(() => this.#flush(), this.#settings.settleMs + 1);
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#isClosed) return;
    const now = performance.now();
    const ready = [...this.#due].filter(([, due]) => due <= now).map(([path]) => path);
    for (const path of ready) this.#due.delete(path);
    if (ready.length > BURST) this.#settings.onUnsure();
    else if (ready.length > 0) this.#settings.onPaths(ready);
    const next = Math.min(...this.#due.values());
    if (Number.isFinite(next)) this.#timer = setTimeout(() => this.#flush(), Math.max(1, next - now + 1));
  }
}
