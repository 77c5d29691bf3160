// All feeds -> OPML 2.0, for importers of feed readers (NEWS-10).
import { ALL, type Feed, feedPath, pagePath } from '../feed.ts';
import type { Publication } from './publication.ts';
import { element, xmlText } from './xml.ts';

/** The subscription list: the feed of all articles, then one of every tag. */
export function renderOpml(
  tags: readonly { slug: string; label: string }[],
  changed: Date,
  publication: Publication,
): string {
  const { baseUrl, language, title } = publication;
  const outline = (feed: Feed, text: string) =>
    element('outline', {
      type: 'rss',
      text,
      title: text,
      xmlUrl: baseUrl + feedPath(feed, 'rss'),
      htmlUrl: baseUrl + pagePath(feed),
      language,
      version: 'RSS2',
    });
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<opml version="2.0">',
    `<head><title>${xmlText(title)}</title><dateModified>${changed.toUTCString()}</dateModified></head>`,
    '<body>',
    outline(ALL, title),
    ...(tags.length === 0
      ? []
      : [
          '<outline text="By tag">',
          ...tags.map(({ slug, label }) => outline({ kind: 'tag', slug }, label)),
          '</outline>',
        ]),
    '</body>',
    '</opml>',
    '',
  ];
  return lines.join('\n');
}
