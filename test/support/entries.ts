// Entries, feeds and publications for tests of the renderers.
import type { Author, Enclosure, Entry, EntryId } from '../../src/entry.ts';
import type { Podcast } from '../../src/podcast.ts';
import type { FeedView, Publication } from '../../src/render/publication.ts';

/** What an entry is made of; documents say nothing of the addresses of its authors, so nobody needs to give them. */
export type Made = Partial<Omit<Entry, 'authors'>> & { readonly authors?: readonly Author[] };

export function anEntry({ authors = [{ name: 'Anna Writer' }], ...of }: Made = {}): Entry {
  return {
    id: 'urn:uuid:00000000-0000-8000-8000-000000000001' as EntryId,
    slug: 'an-article',
    title: 'An article',
    summary: 'What it is about.',
    content: '<p>What it says.</p>',
    authors: authors.map((author, index) => ({ slug: `author-${index + 1}`, ...author })),
    tags: [{ slug: 'harbour', label: 'Harbour' }],
    published: new Date('2025-06-25T15:30:00Z'),
    updated: new Date('2025-06-25T17:05:00Z'),
    revision: 1,
    ...of,
  };
}

export function aPublication(of: Partial<Publication> = {}): Publication {
  return {
    title: 'Example Dispatch',
    description: 'Everything, newest first.',
    language: 'en-GB',
    authors: [{ name: 'Example Dispatch' }],
    baseUrl: 'https://news.example.org',
    version: '1.0.0',
    ...of,
  };
}

/** Something to play. */
export const AUDIO: Enclosure = { url: 'https://audio.example.org/a.mp3', type: 'audio/mpeg', length: 1000 };

/** The least that a podcast says. */
export function aPodcast(of: Partial<Podcast> = {}): Podcast {
  return {
    cover: {
      file: '/data/cover.jpg',
      hash: 'ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8',
      type: 'image/jpeg',
      length: 1,
    },
    categories: [['News']],
    isExplicit: false,
    medium: 'podcast',
    isLocked: false,
    funding: [],
    persons: [],
    txts: [],
    isComplete: false,
    isBlocked: false,
    ...of,
  };
}

export function aView(of: Partial<FeedView> = {}): FeedView {
  return {
    feed: { kind: 'tag', slug: 'harbour' },
    id: 'urn:uuid:00000000-0000-8000-8000-0000000000ff',
    title: 'Example Dispatch: Harbour',
    description: 'Articles tagged Harbour, newest first.',
    label: 'Harbour',
    updated: new Date('2025-06-25T17:05:00Z'),
    tombstones: [],
    ...of,
  };
}
