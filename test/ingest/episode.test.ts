import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Episode } from '../../src/entry.ts';
import { readArticle } from '../support/read.ts';

const MARK = '\u0001';

function read(text: string, path: string) {
  const { reading } = readArticle(Buffer.from(text), path, new Date(0));
  if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${JSON.stringify(reading)}`);
  return { ...reading.entry, remarks: reading.remarks };
}

/** An article with these fields in its front matter. JSON is YAML. */
const inYaml = (fields: object) =>
  read(
    `---\ntitle: T\n${Object.entries(fields)
      .map(([name, value]) => `"${name}": ${JSON.stringify(value)}\n`)
      .join('')}---\nText.\n`,
    'news/a.md',
  );
const inJson = (fields: object) => read(JSON.stringify({ title: 'T', content: 'Text.', ...fields }), 'news/a.json');
const forms = [
  { form: 'front matter', write: inYaml },
  { form: 'JSON', write: inJson },
];

describe.each(forms)('what an article says of itself as an episode, in $form', ({ write }) => {
  test.each<{ id: string; fields: object; episode: Episode }>([
    { id: 'POD-13', fields: { season: 2, episode: 7 }, episode: { season: 2, number: 7 } },
    { id: 'POD-13', fields: { Season: '2', episode_number: '007' }, episode: { season: 2, number: 7 } },
    { id: 'POD-13', fields: { 'itunes:season': 2, 'podcast:episode': 7 }, episode: { season: 2, number: 7 } },
    { id: 'POD-13', fields: { itunes_season: 2, podcast_episode_number: 7 }, episode: { season: 2, number: 7 } },
    { id: 'POD-13', fields: { episodeNo: 1, episode: 'a.mp3' }, episode: { number: 1 } },
    {
      id: 'POD-24',
      fields: { season: { number: 3, name: 'Winter' }, episode: { number: 4, display: 'Ch. 4' } },
      episode: { season: 3, seasonName: 'Winter', number: 4, display: 'Ch. 4' },
    },
    {
      id: 'POD-24',
      fields: { season: 3, season_name: 'Winter', episode: 4, episode_display: 'Ch. 4' },
      episode: { season: 3, seasonName: 'Winter', number: 4, display: 'Ch. 4' },
    },
    // podcast:episode takes decimals, itunes:episode does not.
    { id: 'POD-24', fields: { episode: 4.5 }, episode: { display: '4.5' } },
    { id: 'POD-13', fields: { episodeType: 'Trailer' }, episode: { kind: 'trailer' } },
    { id: 'POD-13', fields: { 'itunes:episode_type': 'bonus' }, episode: { kind: 'bonus' } },
    { id: 'POD-13', fields: { itunes_title: 'Rain &amp; <i>wind</i>' }, episode: { title: 'Rain & wind' } },
    { id: 'POD-06', fields: { episode_guid: ' Buzz-17 <a>&amp;' }, episode: { guid: 'Buzz-17 <a>&amp;' } },
    { id: 'POD-06', fields: { episodeGuid: 42 }, episode: { guid: '42' } },
    { id: 'POD-12', fields: { explicit: true }, episode: { isExplicit: true } },
    { id: 'POD-12', fields: { explicit: 'clean' }, episode: { isExplicit: false } },
    { id: 'POD-12', fields: { itunes_explicit: 'No' }, episode: { isExplicit: false } },
    { id: 'POD-12', fields: { explicit: false }, episode: { isExplicit: false } },
    { id: 'POD-13', fields: { itunes_block: 'Yes' }, episode: { isBlocked: true } },
    {
      id: 'POD-13',
      fields: { itunes: { season: '2', episode: '7', episodeType: 'full', explicit: 'false', title: 'Rain' } },
      episode: { title: 'Rain', season: 2, number: 7, kind: 'full', isExplicit: false },
    },
    { id: 'POD-13', fields: { _podcast: { season: 2, episodeType: 'full' } }, episode: { season: 2, kind: 'full' } },
    // XML as parsers make JSON of it.
    {
      id: 'POD-24',
      fields: {
        'podcast:season': { _: '3', $: { name: 'Winter' } },
        'podcast:episode': { '#text': 4, '@_display': 'Ch. 4' },
        'podcast:person': [{ _: 'Jane Doe', $: { role: 'Guest', href: 'https://jane.example/' } }],
        'podcast:transcript': { $: { url: 'https://a.example/t', type: 'text/vtt', language: 'en', rel: 'captions' } },
      },
      episode: {
        season: 3,
        seasonName: 'Winter',
        number: 4,
        display: 'Ch. 4',
        persons: [{ name: 'Jane Doe', role: 'guest', url: 'https://jane.example/' }],
        transcripts: [{ url: 'https://a.example/t', type: 'text/vtt', language: 'en', isCaptions: true }],
      },
    },
    {
      id: 'POD-24',
      fields: {
        hosts: ['Jane Doe <jane@example.org>'],
        guest: { name: 'John Roe', group: 'Writing', img: 'john.jpg' },
      },
      episode: {
        persons: [
          { name: 'Jane Doe', role: 'host' },
          { name: 'John Roe', role: 'guest', group: 'writing', picture: `${MARK}/news/john.jpg` },
        ],
      },
    },
    {
      id: 'POD-24',
      fields: { persons: ['Jane Doe', { name: 'John Roe', role: 'Editor', url: 'javascript:alert(1)' }] },
      episode: { persons: [{ name: 'Jane Doe' }, { name: 'John Roe', role: 'editor' }] },
    },
    {
      id: 'POD-22',
      fields: { transcript: 'a b.vtt' },
      episode: { transcripts: [{ url: `${MARK}/news/a%20b.vtt`, type: 'text/vtt', isCaptions: true }] },
    },
    {
      id: 'POD-22',
      fields: {
        transcripts: [
          'https://a.example/t.srt?v=1',
          { url: 'https://a.example/t', type: 'text/html; charset=utf-8', language: 'de_DE' },
          { url: 'https://a.example/t.json', rel: 'captions' },
        ],
      },
      episode: {
        transcripts: [
          { url: 'https://a.example/t.srt?v=1', type: 'application/x-subrip', isCaptions: true },
          { url: 'https://a.example/t', type: 'text/html', language: 'de-DE' },
          { url: 'https://a.example/t.json', type: 'application/json', isCaptions: true },
        ],
      },
    },
    // Among the files of an article, too, it is no enclosure.
    {
      id: 'POD-22',
      fields: { attachments: [{ url: 'https://a.example/t', mime_type: 'text/vtt' }] },
      episode: { transcripts: [{ url: 'https://a.example/t', type: 'text/vtt', isCaptions: true }] },
    },
    {
      id: 'POD-23',
      fields: {
        chapters: [
          { start: '1:02:03.5', title: 'Snow', href: 'https://snow.example/' },
          { startTime: 0, title: 'Rain', img: 'rain.jpg', endTime: 63 },
          { time: '01:03', name: 'Wind', toc: false },
        ],
      },
      episode: {
        chapters: [
          { start: 0, end: 63, title: 'Rain', picture: `${MARK}/news/rain.jpg` },
          { start: 63, title: 'Wind', isHidden: true },
          { start: 3723.5, title: 'Snow', url: 'https://snow.example/' },
        ],
      },
    },
    {
      id: 'POD-23',
      fields: { chapters: ['00:00:00.000 Rain.', '[01:03] - Wind'] },
      episode: {
        chapters: [
          { start: 0, title: 'Rain.' },
          { start: 63, title: 'Wind' },
        ],
      },
    },
    {
      id: 'POD-23',
      fields: { chapters: '0:00 Rain\n1:03 Wind\n' },
      episode: {
        chapters: [
          { start: 0, title: 'Rain' },
          { start: 63, title: 'Wind' },
        ],
      },
    },
    {
      id: 'POD-23',
      fields: { chapters: { '00:00': 'Rain', '01:03': 'Wind' } },
      episode: {
        chapters: [
          { start: 0, title: 'Rain' },
          { start: 63, title: 'Wind' },
        ],
      },
    },
  ])('$id: $fields', ({ fields, episode }) => {
    const found = write(fields);
    expect(found.episode).toEqual(episode);
    expect(found.remarks).toEqual([]);
    if (!('episode' in fields)) expect(found.enclosures).toBeUndefined();
  });

  test('POD-23: a file of chapters is named, and read later', () => {
    expect(write({ chapters: 'a.chapters.json' })).toMatchObject({ chaptersFile: `${MARK}/news/a.chapters.json` });
    expect(write({ 'podcast:chapters': { url: '/b.chapters.json', type: 'application/json+chapters' } })).toMatchObject(
      {
        chaptersFile: `${MARK}/b.chapters.json`,
      },
    );
  });

  test.each([
    { id: 'POD-13', fields: { season: 'Winter' }, why: /`season` .* a whole number from 1 to 99999, found "Winter"/ },
    { id: 'POD-13', fields: { season: 0 }, why: /`season`/ },
    { id: 'POD-13', fields: { season: 1.5 }, why: /`season`/ },
    { id: 'POD-13', fields: { season: 100_000 }, why: /`season`/ },
    { id: 'POD-13', fields: { episode: -1 }, why: /`episode`/ },
    { id: 'POD-13', fields: { episode: 'The storm' }, why: /`episode`/ },
    { id: 'POD-06', fields: { episode_guid: 'x'.repeat(501) }, why: /`episode_guid` .* of at most 500 characters/ },
    { id: 'POD-06', fields: { episode_guid: ['a', 'b'] }, why: /`episode_guid`/ },
    {
      id: 'POD-13',
      fields: { episode_type: 'special' },
      why: /`episode_type` .* full, trailer or bonus, found "special"/,
    },
    { id: 'POD-13', fields: { itunes: { block: 'perhaps' } }, why: /`itunes.block` .* true or false, found "perhaps"/ },
    { id: 'POD-12', fields: { explicit: 'a little' }, why: /`explicit` .* true or false, found "a little"/ },
    { id: 'POD-24', fields: { hosts: [2, {}] }, why: /`hosts` .* names, found "2"/ },
    { id: 'POD-22', fields: { transcript: 'It rained. It snowed.' }, why: /`transcript` .* address of a transcript/ },
    { id: 'POD-22', fields: { transcript: 'https://a.example/t' }, why: /`transcript` .* its type/ },
    { id: 'POD-22', fields: { transcript: 'javascript:alert(1).vtt' }, why: /`transcript`/ },
    { id: 'POD-23', fields: { chapters: 12 }, why: /`chapters` .* such as 1:30/ },
    { id: 'POD-23', fields: { chapters: 'https://a.example/a.chapters.json' }, why: /`chapters`/ },
    { id: 'POD-23', fields: { chapters: [{ title: 'Rain' }] }, why: /`chapters`/ },
    { id: 'POD-24', fields: { persons: [{ role: 'host' }] }, why: /expected names, found a list or fields$/ },
    // What has these of its own is no text.
    { id: 'POD-23', fields: { chapters: [{ start: { toString: 1 } }] }, why: /`chapters`/ },
    { id: 'POD-23', fields: { chapters: [{ start: [{ valueOf: 1, toString: 1 }] }] }, why: /`chapters`/ },
  ])('$id: $fields is passed over, and told', ({ fields, why }) => {
    const { episode, remarks } = write(fields);
    expect(episode).toBeUndefined();
    expect(remarks).toEqual([{ kind: 'repaired', why: expect.stringMatching(why) }]);
  });

  test('is nothing where nothing of the kind is said', () => {
    expect(
      write({ tags: ['Rain'], explicit: '', transcript: false, chapters: [], podcast: 'a.mp3' }),
    ).not.toHaveProperty('episode');
  });
});

test('POD-22, POD-23, POD-24: what is said is bounded, and what is too much is told', () => {
  const many = Array.from({ length: 1100 }, (_, index) => index);
  const { episode, remarks } = inJson({
    season: { number: 1, name: 'n'.repeat(200) },
    episode_display: 'd'.repeat(200),
    guests: many.map((index) => `Guest ${index} ${'n'.repeat(200)}`),
    transcripts: many.map((index) => `https://a.example/${index}.vtt`),
    chapters: many.map((index) => ({
      start: index,
      title: 't'.repeat(2000),
      url: `https://a.example/${'u'.repeat(3000)}`,
    })),
  });
  expect(episode?.seasonName).toHaveLength(128);
  expect(episode?.display).toHaveLength(32);
  expect(episode?.persons).toHaveLength(50);
  for (const { name } of episode?.persons ?? []) expect(name.length).toBeLessThanOrEqual(128);
  expect(episode?.transcripts).toHaveLength(20);
  expect(episode?.chapters).toHaveLength(1000);
  expect(episode?.chapters?.[0]).toEqual({ start: 0, title: expect.stringMatching(/^t{240,249}…$/) });
  expect(remarks.map(({ why }) => why)).toEqual([
    '`guests` is passed over: expected at most 50, found 1100',
    '`transcripts` is passed over: expected at most 20, found 1100',
    expect.stringMatching(/^`chapters` .* found 100 others$/),
  ]);
});

test('POD-24: a name with half a megabyte of spaces is read in no time, and without its address', () => {
  const host = `Anna <anna@example.org>${' '.repeat(500_000)}Writer`;
  expect(inJson({ hosts: [host, 'Ben <ben@example.org> Smith'] }).episode).toEqual({
    persons: [
      { name: 'Anna', role: 'host' },
      { name: 'Ben Smith', role: 'host' },
    ],
  });
});

test('POD-23, POD-24: names and titles of broken markup are read in no time', () => {
  const text = `Rain${'<!--'.repeat(5000)}`;
  const many = Array.from({ length: 1000 }, (_, index) => ({ start: index, title: text }));
  const person = { name: text, role: text, group: text };
  const { episode } = inJson({ hosts: Array(50).fill(person), chapters: many });
  expect(episode?.persons?.[0]?.name).toMatch(/^Rain.{1,124}…$/);
  expect(episode?.chapters?.[999]?.title).toMatch(/^Rain.{1,246}…$/);
  // Behind so much of it nothing is looked for.
  const behind = `${'<hr>'.repeat(500)}Rain`;
  expect(inJson({ hosts: [behind], chapters: [{ start: 0, title: behind }] }).episode).toEqual({
    chapters: [{ start: 0 }],
  });
});

test('POD-13, POD-24: TOML says the same, with its own times', () => {
  const text =
    '+++\ntitle = "T"\n[extra]\nseason = 2\nepisode = 7\n[[extra.chapters]]\nstart = 00:01:03\ntitle = "Wind"\n+++\nText.\n';
  expect(read(text, 'a.md').episode).toEqual({ season: 2, number: 7, chapters: [{ start: 63, title: 'Wind' }] });
});

test('an episode with its number as a text still has the duration of its only file', () => {
  expect(inYaml({ audio: 'a.mp3', duration: '1:03', episode: '12' })).toMatchObject({
    enclosures: [{ durationSeconds: 63 }],
    episode: { number: 12 },
  });
});

test.each(forms)('POD-12: duration and picture have the names of podcast feeds, too, in $form', ({ write }) => {
  const url = 'https://cdn.example.org/a.mp3';
  const picture = { url: 'https://cdn.example.org/a.jpg' };
  const said = {
    enclosure: { url, type: 'audio/mpeg' },
    'itunes:duration': '1:03',
    'itunes:image': { href: picture.url },
  };
  const enclosures = [{ url, type: 'audio/mpeg', durationSeconds: 63 }];
  expect(write(said)).toMatchObject({ enclosures, picture });
  expect(write({ audio: url, itunes_duration: 63, episode_image: picture.url })).toMatchObject({ enclosures, picture });
});

test('POD-12: JSON that a program made of a feed keeps the duration with what is of Apple', () => {
  const { enclosures, episode } = inJson({
    enclosure: { url: 'https://cdn.example.org/a.mp3', type: 'audio/mpeg', length: '5' },
    itunes: { duration: '00:01:03', episode: '7' },
  });
  expect(enclosures).toMatchObject([{ length: 5, durationSeconds: 63 }]);
  expect(episode).toEqual({ number: 7 });
});

test('nothing in these fields makes the reader throw, or harms the article', () => {
  const name = fc.constantFrom(
    ...['season', 'episode', 'itunes', 'podcast', 'persons', 'hosts', 'transcripts', 'chapters', 'explicit', 'block'],
    'episode_guid',
  );
  const member = fc.constantFrom(
    'url',
    'name',
    'number',
    'start',
    'title',
    'img',
    'season',
    '$',
    '_',
    'type',
    'toc',
    'toString',
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(null, 'a.vtt', '1:30 Rain', 'a.chapters.json', 'https://a.example/', '1:2:3:4', '../../a.jpg'),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(member, name, fc.string()), tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(name, value), (fields) => {
      const { title, episode } = inJson(fields);
      expect(title).toBe('T');
      for (const { start, end = Number.POSITIVE_INFINITY } of episode?.chapters ?? []) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
      }
      expect(episode?.guid ?? 'a').toMatch(/^.{1,500}$/u);
      for (const number of [episode?.season, episode?.number])
        expect(number === undefined || (Number.isInteger(number) && number >= 1)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
