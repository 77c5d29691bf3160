// Entries -> Atom 1.0. `feed` writes the entry and the feed element's standard children; the rest is put in its places.
import { Feed } from 'feed';
import type { Author, Enclosure, Entry } from '../entry.ts';
import { escapeMarkup } from '../text.ts';
import {
  absolute,
  contentOf,
  type FeedView,
  forPeople,
  HOME,
  historyLinks,
  mediaFacts,
  type Publication,
  pageUrl,
  permalink,
  selfUrl,
  tagScheme,
} from './publication.ts';
import { between, cdata, comment, element, fill, NAMESPACES, rfc3339, rfc3339Exact, xmlText } from './xml.ts';

/** One entry as an `entry`. */
export function renderAtomEntry(entry: Entry, publication: Publication): string {
  const content = contentOf(entry, publication);
  const feed = new Feed({ title: '', updated: entry.updated });
  feed.addItem({
    title: 'slot-title',
    id: 'urn:slot',
    link: 'https://slot.invalid/',
    date: entry.updated,
    published: entry.published,
    ...(content ? { content: 'slot-content' } : {}),
  });
  const alternate = element('link', { rel: 'alternate', type: 'text/html', href: permalink(entry, publication) });
  const written = fill(between(feed.atom1(), '<entry>', '</entry>'), [
    ['<title type="html"><![CDATA[slot-title]]></title>', element('title', {}, xmlText(entry.title))],
    ['urn:slot', xmlText(entry.id)],
    ['<link href="https://slot.invalid/"/>', alternate],
    [entry.updated.toISOString(), rfc3339Exact(entry.updated)],
    [`<published>${entry.published.toISOString()}`, `<published>${rfc3339(entry.published)}`],
    ...(content ? [['<![CDATA[slot-content]]>', cdata(content)] as const] : []),
  ]);
  const scheme = tagScheme(publication);
  const summary = entry.summary ?? (content === '' ? entry.title : undefined);
  const { url, caption, credit } = entry.picture ?? {};
  const language = entry.language !== undefined && entry.language !== publication.language ? entry.language : undefined;
  return [
    `<entry${language === undefined ? '' : ` xml:lang="${xmlText(language)}"`}>\n${written}`,
    ...entry.authors.map((author) => person(author)),
    ...(entry.enclosures ?? []).map((enclosure) => link(enclosure, publication)),
    ...entry.tags.map(({ slug, label }) => element('category', { scheme, term: slug, label })),
    // ATOM-26: a summary that says what the content says again is none. ATOM-08: without either the title is the text.
    ...(summary === undefined || isAllOf(content, summary) ? [] : [element('summary', {}, xmlText(summary))]),
    ...(url === undefined
      ? []
      : [
          element(
            'media:content',
            {
              'xmlns:media': NAMESPACES.media,
              url: absolute(url, publication),
              medium: 'image',
              ...mediaFacts(entry.picture ?? {}),
            },
            [
              caption === undefined ? '' : element('media:description', { type: 'plain' }, xmlText(caption)),
              credit === undefined
                ? ''
                : element('media:credit', { role: 'photographer', scheme: 'urn:ebu' }, xmlText(credit)),
            ].join(''),
          ),
        ]),
    '</entry>\n',
  ].join('\n');
}

/** What stands before and after the entries of a feed. */
export function renderAtomFrame(view: FeedView, publication: Publication): { head: string; foot: string } {
  const page = pageUrl(view, publication);
  const feed = new Feed({
    id: 'slot-id',
    title: 'slot-title',
    description: 'slot-description',
    updated: view.updated,
    generator: 'slot-generator',
    link: 'https://slot.invalid/page',
    feed: 'https://slot.invalid/self',
    ...(publication.rights ? { copyright: 'slot-rights' } : {}),
  });
  const self = { rel: 'self', type: 'application/atom+xml', href: selfUrl(view, 'atom', publication) };
  const alternate = { rel: 'alternate', type: 'text/html', hreflang: publication.language, href: page };
  const written = fill(between(feed.atom1(), '<feed xmlns="http://www.w3.org/2005/Atom">', '</feed>'), [
    ['slot-id', xmlText(view.id)],
    ['slot-title', xmlText(view.title)],
    ['slot-description', xmlText(view.description)],
    [view.updated.toISOString(), rfc3339Exact(view.updated)],
    [
      '<generator>slot-generator</generator>',
      element('generator', { uri: HOME, version: publication.version }, 'Tagwire'),
    ],
    ['<link rel="alternate" href="https://slot.invalid/page"/>', element('link', alternate)],
    ['<link rel="self" href="https://slot.invalid/self"/>', element('link', self)],
    ...(publication.rights ? [['slot-rights', xmlText(publication.rights)] as const] : []),
  ]);
  const tag = view.feed.kind === 'tag' ? view.feed.slug : undefined;
  const isArchive = view.history?.page !== undefined;
  // RSS-09: a namespace is declared where it is used.
  const prefixes = [...(view.tombstones.length > 0 ? ['at' as const] : []), ...(isArchive ? ['fh' as const] : [])];
  const declared = prefixes.map((prefix) => ` xmlns:${prefix}="${NAMESPACES[prefix]}"`).join('');
  const head = [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<?xml-stylesheet type="text/css" href="${xmlText(publication.baseUrl)}/feed.css"?>`,
    comment(forPeople(view, 'atom', page, publication)),
    `<feed xmlns="${NAMESPACES.atom}"${declared} xml:lang="${xmlText(publication.language)}">`,
    written,
    ...historyLinks(view, 'atom', publication).map((link) => element('link', link)),
    ...(isArchive ? [element('fh:archive', {})] : []),
    ...publication.authors.map((author) => person(author)),
    ...(tag === undefined
      ? []
      : [element('category', { scheme: tagScheme(publication), term: tag, label: view.label })]),
    // ATOM-39: what was withdrawn is said, so that readers can drop it.
    ...view.tombstones.map(({ id, withdrawn }) =>
      element('at:deleted-entry', { ref: id, when: rfc3339Exact(withdrawn) }),
    ),
    '',
  ];
  return { head: head.join('\n'), foot: '</feed>\n' };
}

/** Whether a text is all that the HTML says, in one plain paragraph; quotes are escaped there or not. */
function isAllOf(html: string, text: string): boolean {
  const paragraph = `<p>${escapeMarkup(text)}</p>`;
  return html.length <= paragraph.length && html.replaceAll('"', '&quot;') === paragraph;
}

/** ATOM-34: any number, each with what is known of it. */
function link({ url, type, length, title }: Enclosure, publication: Publication): string {
  return element('link', { rel: 'enclosure', type, length, title, href: absolute(url, publication) });
}

function person({ name, url, email }: Author): string {
  const parts = [
    element('name', {}, xmlText(name)),
    url === undefined ? '' : element('uri', {}, xmlText(url)),
    email === undefined ? '' : element('email', {}, xmlText(email)),
  ];
  return element('author', {}, parts.join(''));
}
