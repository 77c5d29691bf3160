// Entries with audio or video -> the RSS that podcast directories take.
import type { Entry } from '../entry.ts';
import { contentOf, type FeedView, feedUrl, type Publication } from './publication.ts';
import { enclosures, RSS_FOOT, renderChannel, renderItem } from './rss.ts';
import { declare } from './xml.ts';

/** One entry as an `item`. */
export function renderEpisode(entry: Entry, publication: Publication): string {
  return [
    `<item>\n${renderItem(entry, { description: contentOf(entry, publication) }, publication)}`,
    ...enclosures(entry, publication),
    '</item>\n',
  ].join('\n');
}

/** What stands before and after the items. */
export function renderPodcastFrame(view: FeedView, publication: Publication): { head: string; foot: string } {
  const channel = renderChannel(view, publication, { feed: feedUrl(view, 'podcast', publication) });
  const head = [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<rss version="2.0"${declare(['atom', 'content', 'dc', 'media'])}>`,
    `<channel>\n${channel}`,
    '',
  ];
  return { head: head.join('\n'), foot: RSS_FOOT };
}
