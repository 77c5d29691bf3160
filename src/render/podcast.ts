// Entries with audio or video -> the RSS that podcast directories take (POD-01 to POD-24).
import type { Entry, Episode, Person, Picture, Transcript } from '../entry.ts';
import { chaptersPath } from '../feed.ts';
import {
  type Category,
  coverPath,
  type Podcast,
  type Podcasts,
  playedAs,
  playedOf,
  podcastOf,
  whyNoCover,
} from '../podcast.ts';
import { beginningOf, escapeMarkup, oneLine } from '../text.ts';
import {
  absolute,
  type FeedView,
  feedUrl,
  forPeople,
  type Publication,
  pageUrl,
  permalink,
  wholeContentOf,
} from './publication.ts';
import { RSS_FOOT, renderChannel, renderEnclosure, renderItem } from './rss.ts';
import { showNotesOf } from './show-notes.ts';
import { comment, declare, element, rssText, xmlText } from './xml.ts';

/** Characters of a text, unless it says otherwise (POD-01). */
const LONGEST = 255;
/** Bytes of a description (POD-02). */
const LONGEST_DESCRIPTION = 4000;
/** Characters (POD-21, POD-24). */
const [LONGEST_NAME, LONGEST_DISPLAY, LONGEST_TXT] = [128, 32, 4000];

/** One entry as an `item`; empty when it has nothing that directories play. */
export function renderEpisode(entry: Entry, publication: Publication): string {
  const played = playedOf(entry.enclosures);
  if (!played) return '';
  const { episode = {}, picture } = entry;
  const named = { ...entry, title: beginningOf(entry.title, LONGEST) };
  return [
    `<item>\n${renderItem(named, { description: descriptionOf(entry, publication), guid: episode.guid ?? entry.id }, publication)}`,
    // POD-11: one file; what else there is stands in the other feeds.
    renderEnclosure({ ...played, type: playedAs(played.type) }, publication),
    ...(played.durationSeconds === undefined
      ? []
      : [element('itunes:duration', {}, String(Math.max(1, Math.round(played.durationSeconds))))]),
    ...line('itunes:author', entry.authors.map(({ name }) => name).join(', ')),
    ...factsOf(episode, publication.podcasts),
    ...(picture?.url === undefined ? [] : pictures(picture, picture.url, publication)),
    ...(episode.persons ?? []).flatMap((person) => personOf(person, publication)),
    ...(episode.transcripts ?? []).map((transcript) => transcriptOf(transcript, publication)),
    ...(episode.chapters?.length
      ? [
          element('podcast:chapters', {
            url: publication.baseUrl + chaptersPath(entry.slug),
            type: 'application/json+chapters',
          }),
        ]
      : []),
    '</item>\n',
  ].join('\n');
}

/** POD-13, and the same in the words of POD-24 where these say more. */
function factsOf(episode: Episode, podcasts: Podcasts | undefined): string[] {
  const { season, seasonName, number, display, kind, isBlocked } = episode;
  const isExplicit = episode.isExplicit ?? isExplicitEverywhere(podcasts);
  return [
    ...line('itunes:title', episode.title),
    ...(season === undefined ? [] : [element('itunes:season', {}, String(season))]),
    ...(number === undefined ? [] : [element('itunes:episode', {}, String(number))]),
    ...(kind === undefined ? [] : [element('itunes:episodeType', {}, kind)]),
    ...(isExplicit === undefined ? [] : [element('itunes:explicit', {}, String(isExplicit))]),
    ...yes('itunes:block', isBlocked),
    ...(season === undefined || !seasonName
      ? []
      : [element('podcast:season', { name: beginningOf(seasonName, LONGEST_NAME) }, String(season))]),
    ...(number === undefined || !display
      ? []
      : [element('podcast:episode', { display: beginningOf(display, LONGEST_DISPLAY) }, String(number))]),
  ];
}

/**
 * POD-12: what an episode does not say is said by its podcast, but some directories take it for a no. It is one item in
 * all podcasts: undefined when they do not agree.
 */
function isExplicitEverywhere({ all, tags }: Podcasts = { tags: {} }): boolean | undefined {
  const [first, ...others] = [...(all ? [all] : []), ...Object.values(tags)];
  return others.every(({ isExplicit }) => isExplicit === first?.isExplicit) ? first?.isExplicit : undefined;
}

/** POD-12: as HTML; empty when there is nothing to say. */
function descriptionOf(entry: Entry, publication: Publication): string {
  const { pieces, isWhole } = showNotesOf(entry.content);
  const linked = pieces.map((content) => wholeContentOf({ content }, publication));
  const notes = linked.join('\n');
  if (isWhole && notes !== '' && Buffer.byteLength(notes) <= LONGEST_DESCRIPTION) return notes;
  if (isWhole && notes === '') return paragraph(entry.summary, LONGEST_DESCRIPTION);
  const title = escapeMarkup(beginningOf(entry.title, LONGEST));
  const more = `<p><a href="${escapeMarkup(permalink(entry, publication))}">${title}</a></p>`;
  // An address may be longer than all that is to be said.
  const end = Buffer.byteLength(more) < LONGEST_DESCRIPTION / 2 ? [more] : [];
  const room = LONGEST_DESCRIPTION - Buffer.byteLength(end.join('')) - 1;
  const beginning = piecesWithin(room, linked) || paragraph(entry.summary, room);
  return [beginning, ...end].filter((piece) => piece !== '').join('\n');
}

/** As many pieces, from the first on, as have room. */
function piecesWithin(room: number, pieces: readonly string[]): string {
  let text = '';
  for (const piece of pieces) {
    const longer = text === '' ? piece : `${text}\n${piece}`;
    if (Buffer.byteLength(longer) > room) break;
    text = longer;
  }
  return text;
}

/** A plain text as HTML. @param room bytes */
function paragraph(text: string | undefined, room: number): string {
  if (text === undefined) return '';
  const [opening, closing] = ['<p>', '</p>'];
  const bytesOf = (part: string) => Buffer.byteLength(escapeMarkup(part));
  return opening + escapeMarkup(beginningOf(text, room - opening.length - closing.length, bytesOf)) + closing;
}

/** POD-05: directories take a cover for an episode, and leave other pictures to those who know `podcast:image` (POD-24). */
function pictures(picture: Picture, url: string, publication: Publication): string[] {
  const href = absolute(url, publication);
  const { width, height, caption } = picture;
  const cover = whyNoCover(picture) === undefined ? [element('itunes:image', { href })] : [];
  // One that says nothing of its shape would be taken for a square.
  if (width === undefined || height === undefined) return cover;
  const alt = caption && beginningOf(caption, LONGEST);
  return [...cover, element('podcast:image', { href, alt, 'aspect-ratio': `${width}/${height}`, width })];
}

function personOf({ name, role, group, url, picture }: Person, publication: Publication): string[] {
  const address = (text: string | undefined) => text && absolute(text, publication);
  return line('podcast:person', name, LONGEST_NAME, { role, group, img: address(picture), href: address(url) });
}

function transcriptOf({ url, type, language, isCaptions }: Transcript, publication: Publication): string {
  const rel = isCaptions ? 'captions' : undefined;
  return element('podcast:transcript', { url: absolute(url, publication), type, language, rel });
}

/** What stands before and after the items. */
export function renderPodcastFrame(view: FeedView, publication: Publication): { head: string; foot: string } {
  const { feed } = view;
  const podcast =
    publication.podcasts && feed.kind === 'podcast' ? podcastOf(publication.podcasts, feed.slug) : undefined;
  if (!podcast) throw new Error(`Expected settings of a podcast, got none for ${pageUrl(view, publication)}`);
  const named = {
    ...view,
    title: beginningOf(podcast.title ?? view.title, LONGEST),
    description: beginningOf(podcast.description ?? view.description, LONGEST_DESCRIPTION, Buffer.byteLength),
  };
  const channel = renderChannel(named, publication, { feed: feedUrl(view, 'podcast', publication) });
  const head = [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<?xml-stylesheet type="text/css" href="${xmlText(publication.baseUrl)}/feed.css"?>`,
    comment(forPeople(view, 'podcast', pageUrl(view, publication), publication)),
    `<rss version="2.0"${declare(['atom', 'dc', 'itunes', 'podcast'])}>`,
    `<channel>\n${channel}`,
    ...forApple(podcast, publication),
    ...forIndex(podcast, podcast.guid ?? view.guid, publication),
    '',
  ];
  return { head: head.join('\n'), foot: RSS_FOOT };
}

/** POD-02 to POD-06. */
function forApple(podcast: Podcast, publication: Publication): string[] {
  const { cover, categories, isExplicit, type, owner, newFeedUrl, isComplete, isBlocked } = podcast;
  return [
    element('itunes:image', { href: publication.baseUrl + coverPath(cover) }),
    ...categories.map(category),
    element('itunes:explicit', {}, String(isExplicit)),
    ...line('itunes:author', podcast.author ?? publication.authors.map(({ name }) => name).join(', ')),
    // An owner without an address is none to validators.
    ...(owner?.email
      ? [
          element(
            'itunes:owner',
            {},
            [...line('itunes:name', owner.name), element('itunes:email', {}, xmlText(owner.email))].join(''),
          ),
        ]
      : []),
    ...(type === undefined ? [] : [element('itunes:type', {}, type)]),
    ...(newFeedUrl === undefined ? [] : [element('itunes:new-feed-url', {}, xmlText(newFeedUrl))]),
    ...yes('itunes:complete', isComplete),
    ...yes('itunes:block', isBlocked),
  ];
}

/** POD-04: each as it stands in Apple's list. */
function category([top, sub]: Category): string {
  return element(
    'itunes:category',
    { text: top },
    sub === undefined ? undefined : element('itunes:category', { text: sub }),
  );
}

/** POD-20 to POD-24. */
function forIndex(podcast: Podcast, guid: string | undefined, publication: Publication): string[] {
  const { isLocked, owner, medium, funding, persons, txts, license, updateFrequency } = podcast;
  return [
    ...line('podcast:guid', guid),
    element('podcast:locked', { owner: owner?.email }, isLocked ? 'yes' : 'no'),
    element('podcast:medium', {}, medium),
    ...funding.flatMap(({ url, text }) =>
      line('podcast:funding', text, LONGEST_NAME, { url: absolute(url, publication) }),
    ),
    ...persons.flatMap((person) => personOf(person, publication)),
    ...txts.flatMap(({ purpose, text }) => line('podcast:txt', text, LONGEST_TXT, { purpose })),
    ...line('podcast:license', license?.text, LONGEST_NAME, {
      url: license?.url && absolute(license.url, publication),
    }),
    ...line('podcast:updateFrequency', updateFrequency?.text, LONGEST_NAME, { rrule: updateFrequency?.rrule }),
  ];
}

/** An element with one line of text; none when there is nothing to be seen in it. @param most characters */
function line(
  name: string,
  text: string | undefined,
  most = LONGEST,
  attributes: Parameters<typeof element>[1] = {},
): string[] {
  const said = beginningOf(oneLine(text ?? ''), most);
  return said === '' ? [] : [element(name, attributes, rssText(said))];
}

/** POD-06: no other word than yes is known. */
function yes(name: string, is: boolean | undefined): string[] {
  return is ? [element(name, {}, 'Yes')] : [];
}
