// Entries -> RSS 2.0. `feed` writes the item and the channel; what it cannot say right is put in its places.
import { Feed } from 'feed';
import type { Enclosure, Entry } from '../entry.ts';
import { escapeMarkup } from '../text.ts';
import {
  absolute,
  contentOf,
  type FeedView,
  FRESH_SECONDS,
  forPeople,
  historyLinks,
  mediaFacts,
  type Publication,
  pageUrl,
  permalink,
  selfUrl,
  tagScheme,
  typeOf,
} from './publication.ts';
import { between, cdata, comment, declare, element, fill, rfc3339Exact, rssText, xmlText } from './xml.ts';

/** One entry as an `item`. */
export function renderRssItem(entry: Entry, publication: Publication): string {
  const content = contentOf(entry, publication);
  const summary = summaryOf(entry);
  return [
    // RSS-41: a single text is the description, whole.
    `<item>\n${renderItem(entry, summary ? { description: summary, content } : { description: content }, publication)}`,
    // RSS-39: an edit is told by atom:updated.
    element('atom:updated', {}, rfc3339Exact(entry.updated)),
    ...enclosures(entry, publication),
    ...picture(entry, publication),
    '</item>\n',
  ].join('\n');
}

/** As HTML; empty when there is none. */
export function summaryOf({ summary }: Entry): string {
  return summary === undefined ? '' : escapeMarkup(summary);
}

/** What every dialect of RSS says of an item first. @param said HTML; what is empty is left out */
export function renderItem(
  entry: Entry,
  {
    description,
    content = '',
    guid = entry.id,
  }: { readonly description: string; readonly content?: string; readonly guid?: string },
  publication: Publication,
): string {
  const feed = new Feed({ title: '', link: publication.baseUrl, updated: entry.updated });
  feed.addItem({
    title: 'slot-title',
    id: 'slot-id',
    link: permalink(entry, publication),
    date: entry.published,
    ...(description ? { description: 'slot-description' } : {}),
    ...(content ? { content: 'slot-content' } : {}),
  });
  const item = fill(between(feed.rss2(), '<item>', '</item>'), [
    ['<![CDATA[slot-title]]>', rssText(entry.title)],
    ['>slot-id<', `>${xmlText(guid)}<`],
    ...(description ? [['<![CDATA[slot-description]]>', cdata(description)] as const] : []),
    ...(content ? [['<![CDATA[slot-content]]>', cdata(content)] as const] : []),
  ]);
  const scheme = tagScheme(publication);
  return [
    item,
    // RSS-40: a name alone is no author.
    ...entry.authors.map(({ name }) => element('dc:creator', {}, rssText(name))),
    ...entry.tags.map(({ label }) => element('category', { domain: scheme }, rssText(label))),
  ].join('\n');
}

/**
 * RSS-50: readers differ over what a second enclosure means; Media RSS has room for the others. RSS-56: what can be heard or
 * seen comes before a picture or a paper, wherever its author has put it.
 */
export function enclosures(entry: Entry, publication: Publication): string[] {
  const all = entry.enclosures ?? [];
  const first = all.find(({ type }) => /^(?:audio|video)\//.test(type ?? '')) ?? all[0];
  if (!first) return [];
  const others = all.filter((enclosure) => enclosure !== first);
  return [
    renderEnclosure(first, publication),
    ...others.map((other) => {
      const medium = /^(?:audio|image|video)(?=\/)/.exec(other.type ?? '')?.[0] ?? (other.type && 'document');
      const title = other.title === undefined ? [] : [element('media:title', { type: 'plain' }, rssText(other.title))];
      return element(
        'media:content',
        { url: absolute(other.url, publication), medium, ...mediaFacts(other) },
        ...title,
      );
    }),
  ];
}

/** What every dialect of RSS says of the one enclosure of an item. */
export function renderEnclosure(enclosure: Enclosure, publication: Publication): string {
  const url = absolute(enclosure.url, publication);
  // RSS-49: 0 is a length that nobody knows.
  return element('enclosure', { url, length: enclosure.length ?? 0, type: typeOf(enclosure) });
}

function picture(entry: Entry, publication: Publication): string[] {
  if (entry.picture?.url === undefined) return [];
  const { url, caption, credit } = entry.picture;
  const said = [
    caption === undefined ? '' : element('media:description', { type: 'plain' }, rssText(caption)),
    credit === undefined ? '' : element('media:credit', { role: 'photographer', scheme: 'urn:ebu' }, rssText(credit)),
  ].join('');
  return [
    element('media:content', { url: absolute(url, publication), medium: 'image', ...mediaFacts(entry.picture) }, said),
  ];
}

/** What stands before and after the items of a feed. */
export function renderRssFrame(view: FeedView, publication: Publication): { head: string; foot: string } {
  const page = pageUrl(view, publication);
  const isArchive = view.history?.page !== undefined;
  const channel = renderChannel(view, publication, { isArchive, feed: selfUrl(view, 'rss', publication) });
  const [author] = publication.authors;
  const used = ['atom', 'content', 'dc', 'media', ...(isArchive ? ['fh' as const] : [])] as const;
  const head = [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<?xml-stylesheet type="text/css" href="${xmlText(publication.baseUrl)}/feed.css"?>`,
    comment(forPeople(view, 'rss', page, publication)),
    `<rss version="2.0"${declare(used)}>`,
    `<channel>\n${channel}`,
    ...historyLinks(view, 'rss', publication).map((link) => element('atom:link', link)),
    ...(isArchive ? [element('fh:archive', {})] : []),
    // RSS-21: an address without a name, or a name without an address, is no contact.
    ...(author?.email ? [element('managingEditor', {}, rssText(`${author.email} (${author.name})`))] : []),
    ...(view.label === undefined ? [] : [element('category', { domain: tagScheme(publication) }, rssText(view.label))]),
    '',
  ];
  return { head: head.join('\n'), foot: RSS_FOOT };
}

export const RSS_FOOT = '</channel>\n</rss>\n';

/** What every dialect of RSS says of a feed first. @param own what this document says of itself */
export function renderChannel(
  view: FeedView,
  publication: Publication,
  { isArchive = false, ...own }: { readonly isArchive?: boolean; readonly feed?: string } = {},
): string {
  const feed = new Feed({
    title: 'slot-title',
    description: 'slot-description',
    link: pageUrl(view, publication),
    updated: view.updated,
    language: publication.language,
    generator: 'slot-generator',
    docs: 'https://www.rssboard.org/rss-specification',
    ...(isArchive ? {} : { ttl: Math.ceil(FRESH_SECONDS / 60) }),
    ...own,
    ...(publication.rights ? { copyright: 'slot-rights' } : {}),
  });
  // With the marks around them: a tag may be called `slot-rights`, and its slug stands in the link.
  return fill(between(feed.rss2(), '<channel>', '</channel>'), [
    ['>slot-title<', `>${rssText(view.title)}<`],
    ['>slot-description<', `>${rssText(view.description)}<`],
    ['>slot-generator<', `>${rssText(`Tagwire ${publication.version}`)}<`],
    ...(publication.rights ? [['>slot-rights<', `>${rssText(publication.rights)}<`] as const] : []),
  ]);
}
