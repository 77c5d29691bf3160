// What a check shows to people.
import { expect, test } from 'vitest';
import { rowsOf } from '../src/check.ts';
import type { ParsedEntry } from '../src/entry.ts';

const least: ParsedEntry = {
  title: 'It rained',
  content: '<p>It rained.</p>',
  authors: [],
  tags: [],
  published: new Date('2024-05-06T00:00:00Z'),
  isDateOnly: true,
};

test('an article that says little has a row for what most articles say', () => {
  expect(rowsOf(least)).toEqual([
    ['title', 'It rained'],
    ['published', '2024-05-06T00:00:00.000Z (a day)'],
    ['tags', 'none'],
    ['authors', 'none'],
    ['summary', 'none'],
    ['text', '17 characters of HTML'],
  ]);
});

test('an article that says much has a row for all of it', () => {
  const entry: ParsedEntry = {
    ...least,
    isDateOnly: false,
    updated: new Date('2024-05-07T10:00:00Z'),
    tags: ['One', 'Two'],
    authors: [{ name: 'Jane Doe', email: 'jane@example.org', url: 'https://jane.example' }, { name: 'Ben' }],
    language: 'en-GB',
    link: 'https://other.example/a',
    picture: { url: '/img/x.jpg', caption: 'A caption', credit: 'Somebody' },
    enclosures: [
      { url: '/media/0/x.mp3', type: 'audio/mpeg', length: 5, durationSeconds: 9.6, title: 'Aloud' },
      { url: 'https://other.example/b' },
    ],
    episode: {
      guid: 'Buzz-17',
      season: 2,
      seasonName: 'Winter',
      number: 7,
      kind: 'bonus',
      isExplicit: false,
      persons: [{ name: 'Jane Doe', role: 'host' }, { name: 'Ben' }],
      transcripts: [{ url: '/media/0/x.vtt', type: 'text/vtt' }],
      chapters: [{ start: 0 }, { start: 9 }],
    },
    id: 'tag:example.org,2024:1',
    slug: 'a-slug',
    summary: 'In short.',
  };
  expect(rowsOf(entry)).toEqual([
    ['title', 'It rained'],
    ['published', '2024-05-06T00:00:00.000Z'],
    ['updated', '2024-05-07T10:00:00.000Z'],
    ['tags', 'One, Two'],
    ['authors', 'Jane Doe <jane@example.org> https://jane.example, Ben'],
    ['language', 'en-GB'],
    ['link', 'https://other.example/a'],
    ['picture', '/img/x.jpg'],
    ['caption', 'A caption'],
    ['credit', 'Somebody'],
    ['media', '/media/0/x.mp3 (“Aloud”, audio/mpeg, 5 bytes, 10 s), https://other.example/b'],
    ['episode', 'season 2 (Winter), number 7, bonus, not explicit'],
    ['persons', 'Jane Doe (host), Ben'],
    ['transcripts', '/media/0/x.vtt (text/vtt)'],
    ['chapters', '2'],
    ['guid', 'Buzz-17'],
    ['id', 'tag:example.org,2024:1'],
    ['slug', 'a-slug'],
    ['summary', 'In short.'],
    ['text', '17 characters of HTML'],
  ]);
});
