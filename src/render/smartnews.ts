// Entries -> SmartFormat 2.1, the RSS that SmartNews takes (NEWS-07). It shows articles in its app: an item is a whole one.
import type { Entry } from '../entry.ts';
import { absolute, contentOf, type FeedView, type Publication } from './publication.ts';
import { enclosures, RSS_FOOT, renderChannel, renderItem, summaryOf } from './rss.ts';
import { declare, element, xmlText } from './xml.ts';

/** NEWS-07: of a whole document. */
export const SMARTNEWS_BYTES = 1_000_000;

/** One entry as an `item`; empty when there is nothing to show in the app, or more than a feed carries. */
export function renderSmartNewsItem(entry: Entry, publication: Publication): string {
  const content = contentOf(entry, publication);
  if (content === '') return '';
  return [
    `<item>\n${renderItem(entry, { description: summaryOf(entry), content }, publication)}`,
    ...enclosures(entry, publication),
    ...thumbnail(entry, publication),
    '</item>\n',
  ].join('\n');
}

function thumbnail({ picture }: Entry, publication: Publication): string[] {
  if (picture?.url === undefined) return [];
  const { url, width, height } = picture;
  return [element('media:thumbnail', { url: absolute(url, publication), width, height })];
}

/** What stands before and after the items. Without a line for people, and without a style: nobody else opens it. */
export function renderSmartNewsFrame(view: FeedView, publication: Publication): { head: string; foot: string } {
  const { newsLogo } = publication;
  const head = [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<rss version="2.0"${declare(['content', 'dc', 'media', 'snf'])}>`,
    `<channel>\n${renderChannel(view, publication)}`,
    element('pubDate', {}, view.updated.toUTCString()),
    ...(newsLogo === undefined
      ? []
      : [element('snf:logo', {}, element('url', {}, xmlText(absolute(newsLogo, publication))))]),
    '',
  ];
  return { head: head.join('\n'), foot: RSS_FOOT };
}
