// Fragments in a frame -> a document's bytes. An entry is rendered once per format, however many feeds carry it.
import { setImmediate as breath } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Entry } from '../entry.ts';
import type { Format } from '../feed.ts';
import type { Log } from '../log.ts';
import { renderAtomEntry, renderAtomFrame } from './atom.ts';
import { renderJsonFrame, renderJsonItem } from './json-feed.ts';
import type { FeedView, Publication } from './publication.ts';
import { renderRssFrame, renderRssItem } from './rss.ts';
import { whyMalformed } from './xml.ts';

type Renderer = {
  readonly entry: (entry: Entry, publication: Publication) => string;
  readonly frame: (view: FeedView, publication: Publication) => { head: string; foot: string };
  readonly separator: string;
};

const RENDERERS: Readonly<Record<Format, Renderer>> = {
  rss: { entry: renderRssItem, frame: renderRssFrame, separator: '' },
  atom: { entry: renderAtomEntry, frame: renderAtomFrame, separator: '' },
  json: { entry: renderJsonItem, frame: renderJsonFrame, separator: ',\n' },
};

/** For so long fragments are made in a row; then everybody else gets a turn. */
const SLICE_MS = 3;

/** Renders feeds of one publication; keeps the fragments of entries, encoded, within a bound of bytes. */
export class FeedRenderer {
  readonly #publication: Publication;
  readonly #log: Log;
  readonly #fragments: LRUCache<string, Buffer>;
  /** Settled when whoever came before is done: side by side, everybody's slices would add up. */
  #before: Promise<void> = Promise.resolve();

  constructor(publication: Publication, cacheBytes: number, log: Log) {
    this.#publication = publication;
    this.#log = log;
    this.#fragments = new LRUCache({
      maxSize: cacheBytes,
      sizeCalculation: (fragment, key) => fragment.length + key.length + 100,
    });
  }

  /**
   * Makes the fragments that are missing, in slices: a feed whose entries are all new takes tens of milliseconds, and
   * nobody who polls meanwhile shall wait for it. What follows, `render`, then finds them.
   */
  prepare(entries: readonly Entry[], format: Format): Promise<void> {
    const missing = entries.filter((entry) => !this.#fragments.has(keyOf(entry, format)));
    if (missing.length === 0) return Promise.resolve();
    this.#before = this.#before.then(() => this.#makeInSlices(missing, format));
    return this.#before;
  }

  async #makeInSlices(entries: readonly Entry[], format: Format): Promise<void> {
    let began = performance.now();
    for (const entry of entries) {
      this.#fragment(entry, format);
      if (performance.now() - began < SLICE_MS) continue;
      await breath();
      began = performance.now();
    }
    // The next in the queue begins with a slice of its own.
    await breath();
  }

  /** The bytes of a feed in one format. Depends on its arguments and the publication alone. */
  render(view: FeedView, entries: readonly Entry[], format: Format): Buffer {
    const { frame, separator } = RENDERERS[format];
    const { head, foot } = frame(view, this.#publication);
    const between = Buffer.from(separator);
    const parts: Buffer[] = [Buffer.from(head)];
    let count = 0;
    for (const entry of entries) {
      const fragment = this.#fragment(entry, format);
      // Malformed, reported when it was made: one article harms only itself.
      if (fragment.length === 0) continue;
      if (count > 0) parts.push(between);
      parts.push(fragment);
      count += 1;
    }
    parts.push(Buffer.from(foot));
    return Buffer.concat(parts);
  }

  #fragment(entry: Entry, format: Format): Buffer {
    const key = keyOf(entry, format);
    const known = this.#fragments.get(key);
    if (known) return known;
    const { text, why } = this.#renderEntry(entry, format);
    if (why !== undefined) this.#log.error({ id: entry.id, format, why }, 'fragment left out');
    const fragment = Buffer.from(why === undefined ? text : '');
    this.#fragments.set(key, fragment);
    return fragment;
  }

  /** Renders and judges one entry; what cannot be rendered harms no other. */
  #renderEntry(entry: Entry, format: Format): { text: string; why?: string | undefined } {
    try {
      const text = RENDERERS[format].entry(entry, this.#publication);
      return { text, why: format === 'json' ? undefined : whyMalformed(text) };
    } catch (error) {
      return { text: '', why: String(error) };
    }
  }
}

function keyOf({ revision, id }: Entry, format: Format): string {
  return `${format} ${revision} ${id}`;
}
