// Fragments in a frame -> a document's bytes. An entry is rendered once per format, however many feeds carry it.
import { LRUCache } from 'lru-cache';
import type { Entry } from '../entry.ts';
import { type DocumentFormat, FORMAT_TYPE } from '../feed.ts';
import type { ErrorLog } from '../log.ts';
import { renderAtomEntry, renderAtomFrame } from './atom.ts';
import { renderJsonFrame, renderJsonItem } from './json-feed.ts';
import { NINJS_FRAME, renderListedNinjs } from './ninjs.ts';
import { renderEpisode, renderPodcastFrame } from './podcast.ts';
import type { FeedView, Publication } from './publication.ts';
import { renderRssFrame, renderRssItem } from './rss.ts';
import { renderSmartNewsFrame, renderSmartNewsItem, SMARTNEWS_BYTES } from './smartnews.ts';
import { whyMalformed } from './xml.ts';

type Renderer = {
  /** Empty when the format has no place for such an entry. */
  readonly entry: (entry: Entry, publication: Publication) => string;
  readonly frame: (view: FeedView, publication: Publication) => { head: string; foot: string };
  readonly separator: string;
  /** Of a document, at most: an entry that has no room behind those before it is left out. */
  readonly mostBytes?: number;
};

const RENDERERS: Readonly<Record<DocumentFormat, Renderer>> = {
  rss: { entry: renderRssItem, frame: renderRssFrame, separator: '' },
  atom: { entry: renderAtomEntry, frame: renderAtomFrame, separator: '' },
  json: { entry: renderJsonItem, frame: renderJsonFrame, separator: ',\n' },
  podcast: { entry: renderEpisode, frame: renderPodcastFrame, separator: '' },
  smartnews: { entry: renderSmartNewsItem, frame: renderSmartNewsFrame, separator: '', mostBytes: SMARTNEWS_BYTES },
  ninjs: { entry: renderListedNinjs, frame: () => NINJS_FRAME, separator: ',\n' },
};

/** Renders feeds of one publication; keeps the fragments of entries, encoded, within a bound of bytes. */
export class FeedRenderer {
  readonly #publication: Publication;
  readonly #log: ErrorLog;
  readonly #fragments: LRUCache<string, Buffer>;

  constructor(publication: Publication, cacheBytes: number, log: ErrorLog) {
    this.#publication = publication;
    this.#log = log;
    this.#fragments = new LRUCache({
      maxSize: cacheBytes,
      sizeCalculation: (fragment, key) => fragment.length + key.length + 100,
    });
  }

  /** The bytes of a feed in one format. Depends on its arguments and the publication alone. */
  render(view: FeedView, entries: readonly Entry[], format: DocumentFormat): Buffer {
    const { frame, separator, mostBytes = Number.POSITIVE_INFINITY } = RENDERERS[format];
    const { head, foot } = frame(view, this.#publication);
    const between = Buffer.from(separator);
    const parts: Buffer[] = [Buffer.from(head)];
    let bytes = Buffer.byteLength(head + foot);
    let count = 0;
    for (const entry of entries) {
      const fragment = this.#fragment(entry, format);
      // Without a place here, or malformed, reported when it was made: one article harms only itself.
      if (fragment.length === 0) continue;
      const size = fragment.length + (count > 0 ? between.length : 0);
      if (bytes + size > mostBytes) continue;
      if (count > 0) parts.push(between);
      parts.push(fragment);
      bytes += size;
      count += 1;
    }
    parts.push(Buffer.from(foot));
    return Buffer.concat(parts);
  }

  #fragment(entry: Entry, format: DocumentFormat): Buffer {
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
  #renderEntry(entry: Entry, format: DocumentFormat): { text: string; why?: string | undefined } {
    try {
      const text = RENDERERS[format].entry(entry, this.#publication);
      return { text, why: FORMAT_TYPE[format].endsWith('xml') ? whyMalformed(text) : undefined };
    } catch (error) {
      return { text: '', why: String(error) };
    }
  }
}

function keyOf({ revision, id }: Entry, format: DocumentFormat): string {
  return `${format} ${revision} ${id}`;
}
