// Entries -> JSON Feed 1.1, written directly: `feed` stops at 1.0.
import type { Author, Enclosure, Entry } from '../entry.ts';
import { stringify } from './json.ts';
import {
  absolute,
  contentOf,
  type FeedView,
  feedUrl,
  forPeople,
  type Publication,
  pageOfHistory,
  pageUrl,
  permalink,
  typeOf,
} from './publication.ts';
import { rfc3339, rfc3339Exact } from './xml.ts';

/** One entry as an item. */
export function renderJsonItem(entry: Entry, publication: Publication): string {
  const content = contentOf(entry, publication);
  const picture = entry.picture?.url;
  return stringify({
    id: entry.id,
    url: permalink(entry, publication),
    title: entry.title,
    ...(entry.summary === undefined ? {} : { summary: entry.summary }),
    // JSON-09: one of the two there must be.
    ...(content === '' ? { content_text: entry.summary ?? entry.title } : { content_html: content }),
    ...(picture === undefined ? {} : { image: absolute(picture, publication) }),
    date_published: rfc3339(entry.published),
    date_modified: rfc3339Exact(entry.updated),
    ...(entry.authors.length === 0 ? {} : { authors: entry.authors.map(author) }),
    ...(entry.tags.length === 0 ? {} : { tags: entry.tags.map(({ label }) => label) }),
    ...(entry.language === undefined ? {} : { language: entry.language }),
    ...(entry.enclosures === undefined || entry.enclosures.length === 0
      ? {}
      : { attachments: entry.enclosures.map((enclosure) => attachment(enclosure, publication)) }),
  });
}

/** What stands before and after the items of a feed; items are separated by commas. */
export function renderJsonFrame(view: FeedView, publication: Publication): { head: string; foot: string } {
  const { previous } = view.history ?? {};
  const head = stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: view.title,
    home_page_url: pageUrl(view, publication),
    // By this address a reader knows the feed, so a page of its history names it too.
    feed_url: feedUrl(view, 'json', publication),
    // JSON-05, PAGE-12.
    ...(previous === undefined ? {} : { next_url: pageOfHistory(view, previous, 'json', publication) }),
    description: view.description,
    user_comment: forPeople(view, 'json', 'home_page_url.', publication),
    language: publication.language,
    authors: publication.authors.map(author),
  });
  return { head: `${head.slice(0, -1)},"items":[\n`, foot: '\n]}\n' };
}

/** JSON-14: address and type there must be; what nobody knows is not said (`stringify` leaves it out). */
function attachment(enclosure: Enclosure, publication: Publication): object {
  return {
    url: absolute(enclosure.url, publication),
    mime_type: typeOf(enclosure),
    title: enclosure.title,
    size_in_bytes: enclosure.length,
    duration_in_seconds: enclosure.durationSeconds,
  };
}

function author({ name, url }: Author): { name: string; url?: string } {
  return { name, ...(url === undefined ? {} : { url }) };
}
