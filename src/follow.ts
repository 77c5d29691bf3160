// The store's log -> prepared documents that say what it says. Whoever wrote the store: this process, or another one.
import { articlePath, sitemapPartPath } from './feed.ts';
import type { Log } from './log.ts';
import { repeat } from './repeat.ts';
import type { Documents } from './serve/documents.ts';
import { SEARCH_TOPIC } from './serve/resources.ts';
import type { Store } from './store/store.ts';

/** How often to look by ourselves. */
const FOLLOW_MS = 1000;

export class Follower {
  readonly #store: Store;
  readonly #documents: Documents;
  readonly #log: Log;
  readonly #looking = repeat(FOLLOW_MS, async () => {
    // Until it has looked, not until all is prepared: the next look does not wait for that.
    void this.look();
    await this.#running;
  });
  #seen: number;
  /** The revision that the search index had reached. */
  #searched = 0;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  /** Settled when all that the looks so far have found is prepared. */
  #touched: Promise<void> = Promise.resolve();
  #isStopped = false;

  /** @param seen the revision that the documents were made at, or a lower one */
  constructor(store: Store, documents: Documents, seen: number, log: Log) {
    this.#store = store;
    this.#documents = documents;
    this.#seen = seen;
    this.#log = log;
  }

  /**
   * Resolves when documents say what the store said when this was called. One look at a time: changes that come while one
   * is under way are taken together by the next. What has changed before is prepared meanwhile: nobody waits for that to
   * hear of the next change. Never rejects.
   */
  async look(): Promise<void> {
    if (this.#isStopped) return;
    if (this.#running) {
      this.#next ??= this.#running.then(() => {
        this.#next = undefined;
        return this.look();
      });
      return this.#next;
    }
    const looking = this.#look().catch((error: unknown) => {
      this.#log.error({ err: error }, 'store not followed');
      return { prepared: Promise.resolve() };
    });
    this.#running = looking.then(() => {
      this.#running = undefined;
    });
    return looking.then(({ prepared }) => prepared);
  }

  /** Ends when it has looked for the last time; what it has found may still be prepared. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#looking.stop();
    await this.#next;
    await this.#running;
  }

  async #look(): Promise<{ readonly prepared: Promise<void> }> {
    const [{ revision }, index] = [await this.#store.head(), await this.#store.searched()];
    if (index.revision !== this.#searched) await this.#documents.forget(SEARCH_TOPIC);
    this.#searched = index.revision;
    // What an earlier look has found may not be prepared yet.
    if (revision === this.#seen) return { prepared: this.#touched };
    const { groups, articles, parts } = await this.#store.changedSince(this.#seen);
    this.#seen = revision;
    const topics = [...groups, ...articles.map(articlePath), ...parts.map(sitemapPartPath)];
    this.#touched = this.#documents.touch(new Set(topics));
    return { prepared: this.#touched };
  }
}
