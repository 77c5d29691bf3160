// All feeds -> OPML 2.0, for importers of feed readers (NEWS-10).
import { ALL, type Feed, feedPath, pagePath } from '../feed.ts';
import type { Publication } from './publication.ts';
import { element, xmlText } from './xml.ts';

type Group = { readonly slug: string; readonly label: string };
type Groups = {
  readonly tags: readonly Group[];
  readonly authors: readonly Group[];
  readonly podcasts?: readonly Group[];
};

/** The subscription list: the feed of all articles, then a folder of every tag's, one of every author's, and one of podcasts. */
export function renderOpml({ tags, authors, podcasts = [] }: Groups, changed: Date, publication: Publication): string {
  const { baseUrl, language, title } = publication;
  const outline = (feed: Feed, text: string) =>
    element('outline', {
      type: 'rss',
      text,
      title: text,
      xmlUrl: baseUrl + feedPath(feed, feed.kind === 'podcast' ? 'podcast' : 'rss'),
      htmlUrl: baseUrl + pagePath(feed),
      language,
      version: 'RSS2',
    });
  const folder = (text: string, kind: 'tag' | 'author' | 'podcast', groups: readonly Group[]) =>
    groups.length === 0
      ? []
      : [`<outline text="${text}">`, ...groups.map(({ slug, label }) => outline({ kind, slug }, label)), '</outline>'];
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<opml version="2.0">',
    `<head><title>${xmlText(title)}</title><dateModified>${changed.toUTCString()}</dateModified></head>`,
    '<body>',
    outline(ALL, title),
    ...folder('By tag', 'tag', tags),
    ...folder('By author', 'author', authors),
    ...folder('Podcasts', 'podcast', podcasts),
    '</body>',
    '</opml>',
    '',
  ];
  return lines.join('\n');
}
