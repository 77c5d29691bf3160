// An entry -> ninjs 3.0, the JSON in which news agencies exchange articles: a document for each (NEWS-11), and lists. Pure.
import type { Byline, Enclosure, Entry, Picture, Tag } from '../entry.ts';
import { ninjsPath, pagePath } from '../feed.ts';
import { stringify, unlessEmpty } from './json.ts';
import { absolute, contentOf, type Publication, permalink, wholeContentOf } from './publication.ts';
import { rfc3339, rfc3339Exact } from './xml.ts';

const STANDARD = { name: 'ninjs', version: '3.0', schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#' };

/** A list of articles, which are separated by commas (NEWS-20). */
export const NINJS_FRAME = { head: '[\n', foot: '\n]\n' };

/** An article as it is now, however long it is. */
export function renderNinjs(entry: Entry, publication: Publication): string {
  return usable(entry, wholeContentOf(entry, publication), publication);
}

/** The same in a list, as long as feeds carry it: a longer text is left to the document of its article. */
export function renderListedNinjs(entry: Entry, publication: Publication): string {
  return usable(entry, contentOf(entry, publication), publication);
}

function usable(entry: Entry, content: string, publication: Publication): string {
  const { title, summary, authors, picture, enclosures = [] } = entry;
  return stringify({
    ...common(entry, publication, entry.updated),
    // NEWS-12.
    representationType: content === '' && entry.content !== '' ? 'partial' : 'full',
    pubStatus: 'usable',
    copyrightNotice: publication.rights,
    // NEWS-14.
    headlines: [text('main', title)],
    descriptions: summary === undefined ? undefined : [text('summary', summary)],
    bodies: content === '' ? undefined : [{ role: 'main', contentType: 'text/html', value: content }],
    // Nobody says which of them are people: sources may be either.
    by: authors.length === 0 ? undefined : authors.map(({ name }) => name).join(', '),
    infoSources: unlessEmpty(authors.map((author) => source(author, publication))),
    subjects: unlessEmpty(entry.tags.map((tag) => subject(tag, publication))),
    // `uri` is no address: where the article is read is another name of it, and so is where a withdrawal is told (NEWS-16).
    altIds: [
      { role: 'permalink', value: permalink(entry, publication) },
      { role: 'ninjs', value: publication.baseUrl + ninjsPath(entry.slug) },
    ],
    associations: unlessEmpty([
      ...(picture?.url === undefined ? [] : [pictured(picture, picture.url, publication)]),
      ...enclosures.map((enclosure) => enclosed(enclosure, publication)),
    ]),
  });
}

/** What is left to say of an article that was withdrawn: NEWS-16. What it said is not told again. */
export function renderWithdrawnNinjs(entry: Entry, withdrawn: Date, publication: Publication): string {
  return stringify({ ...common(entry, publication, withdrawn), representationType: 'partial', pubStatus: 'canceled' });
}

function common(entry: Entry, publication: Publication, versionCreated: Date): object {
  return {
    standard: STANDARD,
    uri: entry.id,
    type: 'text',
    // Grows with each version, whether readers are told of it or not.
    version: String(entry.revision),
    // NEWS-13.
    firstCreated: rfc3339(entry.published),
    versionCreated: rfc3339Exact(versionCreated),
    language: entry.language ?? publication.language,
  };
}

function text(role: string, value: string): object {
  return { role, contentType: 'text/plain', value };
}

function source({ name, slug }: Byline, { baseUrl }: Publication): object {
  return { name, role: 'author', uri: baseUrl + pagePath({ kind: 'author', slug }) };
}

function subject({ label, slug }: Tag, { baseUrl }: Publication): object {
  return { name: label, uri: baseUrl + pagePath({ kind: 'tag', slug }) };
}

function pictured(picture: Picture, address: string, publication: Publication): object {
  const { caption, credit } = picture;
  const uri = absolute(address, publication);
  return {
    name: 'main picture',
    uri,
    type: 'picture',
    descriptions: caption === undefined ? undefined : [text('caption', caption)],
    by: credit,
    renditions: [rendition(uri, picture)],
  };
}

function enclosed(enclosure: Enclosure, publication: Publication): object {
  const { title, type = '' } = enclosure;
  const uri = absolute(enclosure.url, publication);
  const [kind = ''] = type.split('/', 1);
  return {
    name: title ?? 'enclosure',
    uri,
    type: Object.hasOwn(NATURES, kind) ? NATURES[kind] : undefined,
    title,
    renditions: [rendition(uri, enclosure)],
  };
}

const NATURES: Readonly<Record<string, string>> = { audio: 'audio', image: 'picture', video: 'video' };

function rendition(href: string, medium: Picture | Enclosure): object {
  const { type, width, height, length } = medium;
  const duration = 'durationSeconds' in medium ? medium.durationSeconds : undefined;
  return { name: 'main', href, contentType: type, width, height, sizeInBytes: length, duration };
}
