// Makes the documents of feeds, in whatever thread this is called.
import type { Config } from '../config.ts';
import type { DocumentFormat } from '../feed.ts';
import type { ErrorLog } from '../log.ts';
import { FeedRenderer } from '../render/document.ts';
import type { Publication } from '../render/publication.ts';
import type { KeptFeed } from '../store/feeds.ts';
import type { KeptFeeds } from '../store/kept.ts';
import { type Contents, type Part, readContents } from './contents.ts';
import { KeptSources } from './sources.ts';

/** What can be asked of a maker wherever it works. */
export type FeedMaker = {
  /** Reads what a feed holds, and renders it; undefined when there is no such part, or when it could lose something. */
  make(feed: KeptFeed, part: Part, format: DocumentFormat): Promise<Buffer | undefined>;
  /** Depends on its arguments and the publication alone. */
  render(contents: Contents, format: DocumentFormat): Promise<Buffer>;
};

export type MakerSettings = {
  readonly config: Config;
  readonly publication: Publication;
};

/** @returns a maker that works in this thread; a quarter of the cache is for the entries that it has rendered */
export function createMaker(store: KeptFeeds, { config, publication }: MakerSettings, log: ErrorLog): FeedMaker {
  const sources = new KeptSources(store, config, publication);
  const renderer = new FeedRenderer(publication, Math.ceil(config.cacheBytes / 4), log);
  const about = { publication, feedLimit: config.feedLimit };
  const render: FeedMaker['render'] = async ({ view, entries }, format) => renderer.render(view, entries, format);
  const make: FeedMaker['make'] = async (feed, part, format) => {
    const contents = await readContents(sources.kept(feed), part, about);
    return contents && render(contents, format);
  };
  return { make, render };
}
