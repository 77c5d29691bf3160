import { describe, expect, test } from 'vitest';
import { enclosuresOf } from '../../src/ingest/enclosures.ts';
import { readArticle } from '../support/read.ts';

const base = { folder: 'news' };
const MARK = '\u0001';
const REMOTE = 'https://cdn.example.org/a.mp3';
const local = (name: string, type: string) => ({ url: `${MARK}/news/${name}`, type });

describe('the files that an article names', () => {
  test.each([
    { what: 'a file beside it', fields: { audio: 'a b.mp3' }, found: [local('a%20b.mp3', 'audio/mpeg')] },
    {
      what: 'a file from the top of the archive',
      fields: { video: '/film.mp4' },
      found: [{ url: `${MARK}/film.mp4`, type: 'video/mp4' }],
    },
    { what: 'a file elsewhere', fields: { file: REMOTE }, found: [{ url: REMOTE, type: 'audio/mpeg' }] },
    {
      what: 'an address with a query',
      fields: { podcast: `${REMOTE}?source=feed` },
      found: [{ url: `${REMOTE}?source=feed`, type: 'audio/mpeg' }],
    },
    {
      what: 'all that is said of it',
      fields: {
        enclosure: { url: REMOTE, type: 'Audio/MP4', length: 1234, title: 'Read <b>aloud</b>', duration: 179.9 },
      },
      found: [{ url: REMOTE, type: 'audio/mp4', length: 1234, title: 'Read aloud', durationSeconds: 179 }],
    },
    {
      what: 'a type as people say it',
      fields: { enclosure: { url: 'https://cdn.example.org/play', type: 'mp3' } },
      found: [{ url: 'https://cdn.example.org/play', type: 'audio/mpeg' }],
    },
    {
      what: 'several, in their order, each once',
      fields: { audio: ['a.mp3', { src: 'b.ogg' }, './a.mp3'], video: 'c.webm' },
      found: [local('a.mp3', 'audio/mpeg'), local('b.ogg', 'audio/ogg'), local('c.webm', 'video/webm')],
    },
    {
      what: 'resources as Hugo names them, without its pictures and patterns',
      fields: {
        resources: [
          { src: 'paper.pdf', title: 'The paper', params: { icon: 'pdf' } },
          { src: 'cover.jpg', name: 'cover' },
          { src: '**.mp3' },
        ],
      },
      found: [{ ...local('paper.pdf', 'application/pdf'), title: 'The paper' }],
    },
    {
      what: 'attachments as JSON Feed has them',
      fields: { attachments: [{ url: REMOTE, mime_type: 'audio/mpeg', size_in_bytes: 5, duration_in_seconds: 6 }] },
      found: [{ url: REMOTE, type: 'audio/mpeg', length: 5, durationSeconds: 6 }],
    },
    {
      what: 'three lines as WordPress keeps them',
      fields: { enclosure: `${REMOTE}\n28000000\naudio/mpeg\n` },
      found: [{ url: REMOTE, type: 'audio/mpeg', length: 28_000_000 }],
    },
    {
      what: 'the only file, with its length and duration beside it',
      fields: { audio: 'a.mp3', duration: '1:02:03', length: '27,742,720' },
      found: [{ ...local('a.mp3', 'audio/mpeg'), length: 27_742_720, durationSeconds: 3723 }],
    },
    {
      what: 'a file as a theme of Hugo for podcasts names it',
      fields: { podcast_file: REMOTE, podcast_duration: '1:08:22', podcast_bytes: '65602344' },
      found: [{ url: REMOTE, type: 'audio/mpeg', length: 65_602_344, durationSeconds: 4102 }],
    },
    {
      what: 'what a server took for anything, as its name says',
      fields: { enclosure: { url: `${REMOTE}?x=1`, type: 'application/octet-stream' } },
      found: [{ url: `${REMOTE}?x=1`, type: 'audio/mpeg' }],
    },
    {
      what: 'what it took for anything, under a name that says nothing',
      fields: { enclosure: { url: 'https://a.example/1', type: 'application/octet-stream' } },
      found: [{ url: 'https://a.example/1', type: 'application/octet-stream' }],
    },
    {
      what: 'a recording in several formats',
      fields: { audio: { mp3: 'a.mp3', ogg: 'a.ogg' } },
      found: [local('a.mp3', 'audio/mpeg')],
    },
    // The name of the field says that it is one, though nobody says of what type.
    {
      what: 'an enclosure of no known type',
      fields: { enclosure: 'https://a.example/1' },
      found: [{ url: 'https://a.example/1' }],
    },
  ])('$what', ({ fields, found }) => {
    expect(enclosuresOf(fields, base)).toEqual(found);
  });

  test.each([
    { what: 'the address of a player', fields: { video: 'https://video.example.org/watch?v=a1b2' } },
    { what: 'the name of a video elsewhere', fields: { video: 'a1b2c3' } },
    { what: 'a picture among media', fields: { media: ['a.jpg', { url: 'b.png' }] } },
    { what: 'a word', fields: { media: 'The Daily Example', podcast: true, episode: 12, file: 'notes.txt' } },
    {
      what: 'what leads nowhere safe',
      fields: { enclosure: ['javascript:alert(1)', 'mailto:a@b.example', '', ' ', '#a'] },
    },
    { what: 'what is no address', fields: { enclosure: [null, 1, [], {}, { url: {} }, { url: 1 }] } },
    { what: 'a file of this machine', fields: { audio: 'file:///etc/a.mp3' } },
  ])('$what is none', ({ fields }) => {
    expect(enclosuresOf(fields, base)).toEqual([]);
  });

  test.each([
    { said: 63, seconds: 63 },
    { said: '63', seconds: 63 },
    { said: '01:03', seconds: 63 },
    { said: '62:03', seconds: 3723 },
    { said: '1:02:03.5', seconds: 3723 },
    { said: 'an hour', seconds: undefined },
    { said: '0', seconds: undefined },
    { said: '-5', seconds: undefined },
    { said: '1:2:3:4', seconds: undefined },
  ])('a duration of $said is $seconds seconds', ({ said, seconds }) => {
    expect(enclosuresOf({ audio: { url: 'a.mp3', duration: said } }, base)[0]?.durationSeconds).toBe(seconds);
  });

  test.each([1.5, '12 MB', '-1', 'none', '1e9', 0])('a length of %s is not known', (length) => {
    expect(enclosuresOf({ audio: { url: 'a.mp3', length } }, base)).toEqual([local('a.mp3', 'audio/mpeg')]);
  });

  test('come with the entry', () => {
    const { reading } = readArticle(
      Buffer.from('---\ntitle: T\nAudio: a.mp3\nduration: 14:03\n---\n\nText.'),
      'news/a.md',
      new Date(0),
    );
    expect(reading).toMatchObject({
      entry: { enclosures: [{ ...local('a.mp3', 'audio/mpeg'), durationSeconds: 843 }] },
    });
  });
});
