import { createHash } from 'node:crypto';
import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMedia } from '../../src/ingest/article.ts';
import { type KnownMedium, withMedia } from '../../src/ingest/beside.ts';
import { PLAYED_VERSION, readMedia } from '../../src/ingest/media.ts';
import { MEDIA_EXTENSIONS } from '../../src/media.ts';
import { oneLine } from '../../src/text.ts';
import * as media from '../support/media.ts';
import { eventually, put, temporaryFolder } from '../support/publication.ts';

const SIZE = { width: 3, height: 2 };
const sound = [
  { path: 'a.jpg', content: media.jpeg(), facts: { type: 'image/jpeg', ...SIZE } },
  // A camera held upright writes a lying picture and says so; browsers turn it.
  { path: 'upright.jpeg', content: media.jpeg(3, 2, 6), facts: { type: 'image/jpeg', width: 2, height: 3 } },
  { path: 'a.png', content: media.png(), facts: { type: 'image/png', ...SIZE } },
  { path: 'a.GIF', content: media.gif(), facts: { type: 'image/gif', ...SIZE } },
  { path: 'a.webp', content: media.webp(), facts: { type: 'image/webp', ...SIZE } },
  { path: 'a.avif', content: media.avif(), facts: { type: 'image/avif', ...SIZE } },
  { path: 'a.svg', content: Buffer.from(media.SVG), facts: { type: 'image/svg+xml' } },
  { path: 'bare.svg', content: Buffer.from('\uFEFF<svg/>'), facts: { type: 'image/svg+xml' } },
  { path: 'a.pdf', content: Buffer.from(media.PDF), facts: { type: 'application/pdf' } },
  { path: 'a.wav', content: media.wav(), facts: { type: 'audio/wav', durationSeconds: 2 } },
  { path: 'a.mp3', content: media.mp3(77), facts: { type: 'audio/mpeg', durationSeconds: 2 } },
  { path: 'tagged.mp3', content: media.mp3(77, 100_000), facts: { type: 'audio/mpeg', durationSeconds: 2 } },
  { path: 'a.flac', content: media.flac(), facts: { type: 'audio/flac', durationSeconds: 2 } },
  { path: 'a.opus', content: media.opus(), facts: { type: 'audio/ogg', durationSeconds: 2 } },
  { path: 'a.ogg', content: media.opus(), facts: { type: 'audio/ogg', durationSeconds: 2 } },
  { path: 'a.m4a', content: media.mp4({ brand: 'M4A' }), facts: { type: 'audio/x-m4a', durationSeconds: 2 } },
  // The brand of a video, and no video in it.
  { path: 'isom.m4a', content: media.mp4(), facts: { type: 'audio/x-m4a', durationSeconds: 2 } },
  { path: 'sound.mp4', content: media.mp4(), facts: { type: 'audio/x-m4a', durationSeconds: 2 } },
  { path: 'a.mp4', content: media.mp4(SIZE), facts: { type: 'video/mp4', ...SIZE, durationSeconds: 2 } },
  { path: 'a.m4v', content: media.mp4(SIZE), facts: { type: 'video/x-m4v', ...SIZE, durationSeconds: 2 } },
  {
    path: 'a.mov',
    content: media.mp4({ brand: 'qt', ...SIZE }),
    facts: { type: 'video/quicktime', ...SIZE, durationSeconds: 2 },
  },
  { path: 'a.webm', content: media.webm(), facts: { type: 'video/webm', ...SIZE, durationSeconds: 2 } },
  { path: 'a.vtt', content: Buffer.from(media.VTT), facts: { type: 'text/vtt' } },
  { path: 'marked.VTT', content: Buffer.from(`\uFEFF${media.VTT}`), facts: { type: 'text/vtt' } },
  { path: 'a.srt', content: Buffer.from(media.SRT), facts: { type: 'application/x-subrip' } },
  {
    path: 'windows.srt',
    content: Buffer.from(`\uFEFF${media.SRT.replaceAll('\n', '\r\n')}`),
    facts: { type: 'application/x-subrip' },
  },
  { path: 'a.transcript.json', content: Buffer.from(media.SEGMENTS), facts: { type: 'application/json' } },
];

/** Reads a file of its own. */
function read(content: string | Uint8Array, path = 'news/a.jpg') {
  const root = temporaryFolder();
  put(root, path, content);
  return readMedia(root, path);
}

describe('a sound medium', () => {
  test.each(sound)('$path is known by its type, size and duration', async ({ path, content, facts }) => {
    const hash = createHash('sha256').update(content).digest('base64url');
    expect(await read(content, path)).toEqual({
      ok: true,
      facts: { ...facts, length: content.length, hash },
      remarks: [],
      ...(/^(?:audio|video)/.test(facts.type) ? { version: PLAYED_VERSION } : {}),
    });
  });

  test('is what its bytes are, whatever its name says; the difference is told', async () => {
    expect(await read(media.png(), 'news/a.jpg')).toMatchObject({
      ok: true,
      facts: { type: 'image/png' },
      remarks: [{ kind: 'repaired', why: 'the name does not fit the content, which is image/png', text: 'news/a.jpg' }],
    });
  });

  test('that says how large it is behind all that its camera has to say is still a picture', async () => {
    const [start, rest] = [media.jpeg().subarray(0, 2), media.jpeg().subarray(2)];
    const chatter = Buffer.concat([Buffer.from([0xff, 0xe2, 0xff, 0xff]), Buffer.alloc(0xfffd)]);
    const long = (count: number) => Buffer.concat([start, ...Array.from({ length: count }, () => chatter), rest]);
    expect(await read(long(10))).toMatchObject({ ok: true, facts: SIZE });
    expect(await read(long(40))).toMatchObject({ ok: true, facts: { type: 'image/jpeg' } });
  });

  test('whose writer did not know how much would follow is whole', async () => {
    const stream = media.wav();
    stream.writeUInt32LE(0xffffffff, 4);
    expect(await read(stream, 'a.wav')).toMatchObject({ ok: true, facts: { type: 'audio/wav' } });
    const film = media.mp4({ ...SIZE, isAtStart: true });
    film.writeUInt32BE(0, film.indexOf('mdat') - 4);
    expect(await read(film, 'a.mp4')).toMatchObject({ ok: true, facts: { type: 'video/mp4', durationSeconds: 2 } });
  });

  test('of 200 MB is never held in memory', async () => {
    const root = temporaryFolder();
    const file = put(root, 'a.wav', media.wav());
    truncateSync(file, 200 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    expect(await readMedia(root, 'a.wav')).toMatchObject({ ok: true, facts: { length: 200 * 1024 * 1024 } });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });
});

describe('the title that is inside of what is played', () => {
  const titleOf = async (content: Uint8Array) => {
    const reading = await read(content, 'a.mp3');
    if (!reading.ok) throw new Error(reading.problem.found);
    return reading.facts.title;
  };

  test.each([
    { what: 'an MP3', content: media.mp3Titled('Rain & <b>wind</b> – дощ') },
    { what: 'an M4A', content: media.mp4({ brand: 'M4A', title: 'Rain & <b>wind</b> – дощ' }) },
    { what: 'an MP4', content: media.mp4({ ...SIZE, title: 'Rain & <b>wind</b> – дощ' }) },
  ])('is known of $what, as the plain text that it is', async ({ content }) => {
    expect(await titleOf(content)).toBe('Rain & <b>wind</b> – дощ');
  });

  test('is one line that XML can bear, and no longer than other titles', async () => {
    expect(await titleOf(media.mp3Titled(' Rain\u0001 \n and\t\uD800wind '))).toBe('Rain and ?wind');
    const long = await titleOf(media.mp3Titled('Rain '.repeat(100_000)));
    expect(long).toMatch(/^(?:Rain )+Rain…$/);
    expect(long?.length).toBeLessThanOrEqual(500);
  });

  test.each(['', ' \n ', '\u200B'])('is none when there is nothing to be seen in it: %j', async (title) => {
    expect(await titleOf(media.mp3Titled(title))).toBeUndefined();
  });
});

const PARTS = [
  { start: 0, title: 'Rain' },
  { start: 1.5, title: 'Snow' },
];

describe('POD-23: what is played may have chapters inside', () => {
  test('in the tag of an MP3, with ends and addresses', async () => {
    const parts = [
      { start: 1.5, end: 2, title: 'Snow', url: 'https://snow.example/' },
      { start: 0, end: 1.5, title: 'Rain', url: 'javascript:alert(1)' },
    ];
    expect(await read(media.mp3InParts(parts), 'a.mp3')).toMatchObject({
      facts: {
        type: 'audio/mpeg',
        durationSeconds: 3,
        chapters: [
          { start: 0, end: 1.5, title: 'Rain' },
          { start: 1.5, end: 2, title: 'Snow', url: 'https://snow.example/' },
        ],
      },
      remarks: [],
    });
  });

  test.each<Parameters<typeof media.mp4>[0] & {}>([
    { brand: 'M4A' },
    { brand: 'M4A', isAtStart: true },
    { brand: 'M4A', partsIn: 'track' },
    SIZE,
  ])('in the list or the track of an MP4: %o', async (of) => {
    expect(await read(media.mp4({ ...of, parts: PARTS }), 'a.mp4')).toMatchObject({
      facts: { durationSeconds: 2, chapters: PARTS },
    });
  });

  test('that cannot be read: the rest is known, and it is told', async () => {
    const reading = await read(media.mp4({ brand: 'M4A', parts: PARTS, partsIn: 'broken list' }), 'a.m4a');
    expect(reading).toMatchObject({
      facts: { type: 'audio/x-m4a', durationSeconds: 2 },
      remarks: [
        { kind: 'repaired', why: 'the chapters inside are passed over: found some that are broken', text: 'a.m4a' },
      ],
    });
    expect(reading).not.toHaveProperty('facts.chapters');
  });

  test('of which those without a title are none, and no more than a thousand are known', async () => {
    const many = Array.from({ length: 1200 }, (_, start) => ({ start, title: start % 10 === 0 ? '' : 'T' }));
    const reading = await read(media.mp3InParts(many), 'a.mp3');
    if (!reading.ok) throw new Error(reading.problem.found);
    expect(reading.facts.chapters).toHaveLength(1000);
    expect(reading.facts.chapters?.[0]).toEqual({ start: 1, end: 2, title: 'T' });
  });
});

describe('POD-23: a file of chapters', () => {
  const readChapters = (content: unknown) =>
    read(typeof content === 'string' ? content : JSON.stringify(content), 'talks/a.chapters.json');

  test('is read in the order of their times, with pictures named from where it lies', async () => {
    const chapters = [
      { startTime: 90, title: 'Snow', img: 'snow.jpg', url: 'https://snow.example/', endTime: 120, toc: false },
      { startTime: 0, title: 'Rain & <b>wind</b>', img: 'https://a.example/b.jpg', toc: true },
    ];
    expect(await readChapters({ version: '1.2.0', chapters })).toMatchObject({
      ok: true,
      facts: {
        type: 'application/json+chapters',
        chapters: [
          { start: 0, title: 'Rain & wind', picture: 'https://a.example/b.jpg' },
          {
            start: 90,
            end: 120,
            title: 'Snow',
            url: 'https://snow.example/',
            picture: '\u0001/talks/snow.jpg',
            isHidden: true,
          },
        ],
      },
      remarks: [],
    });
  });

  test('loses what is no chapter, and it is told', async () => {
    const chapters = [
      { startTime: 1, title: 'One' },
      { title: 'Never' },
      7.5,
      { startTime: -1 },
      { startTime: 1 },
      null,
    ];
    expect(await readChapters({ chapters })).toMatchObject({
      facts: { chapters: [{ start: 1, title: 'One' }] },
      remarks: [{ kind: 'repaired', why: expect.stringMatching(/found 5 others$/), text: 'talks/a.chapters.json' }],
    });
  });

  test.each([
    { what: 'of no JSON', content: 'WEBVTT', expected: 'chapters in JSON' },
    { what: 'without a list', content: { version: '1.2.0' }, expected: 'JSON with a list `chapters`' },
    { what: 'without a time', content: { chapters: [{ title: 'T' }] }, expected: 'chapters with a `startTime`' },
    { what: 'of 2 MB', content: ' '.repeat(2 * 1024 * 1024), expected: 'chapters of at most 1048576 bytes' },
  ])('$what is a problem', async ({ content, expected }) => {
    expect(await readChapters(content)).toMatchObject({ ok: false, problem: { expected } });
  });
});

describe('what is no medium is a problem of its own', () => {
  test.each([
    { what: 'an empty file', content: '', found: 'an empty file' },
    { what: 'a page', content: '<!DOCTYPE html><title>404</title>', found: 'something else' },
    { what: 'XML of another kind', content: '<?xml version="1.0"?><!-- <svg> --><rss/>', found: 'application/xml' },
    {
      what: 'SVG with entities of its own',
      content: '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
      found: 'something else',
    },
    { what: 'an archive', content: Buffer.from('504b0304140000000000', 'hex'), found: 'application/zip' },
    {
      what: 'a picture of half a header',
      content: media.png().subarray(0, 20),
      found: 'one that is cut off or broken',
    },
    { what: 'a picture of no size', content: media.png(0, 2), found: 'one that is cut off or broken' },
    {
      what: 'a video of half a header',
      content: media.mp4(SIZE).subarray(0, 60),
      found: 'one that is cut off',
    },
    {
      what: 'a sound of half a header',
      content: media.flac().subarray(0, 20),
      found: 'a file that is cut off or broken',
    },
    // Their headers are whole, and say how much should follow.
    ...[media.wav(), media.webp(4, 4, 500), media.mp4({ ...SIZE, isAtStart: true }), media.mp4({ brand: 'M4A' })].map(
      (content, number) => ({
        what: `a copy that broke off (${number})`,
        content: content.subarray(0, content.length - 100),
        found: 'one that is cut off',
      }),
    ),
  ])('$what', async ({ content, found }) => {
    expect(await read(content)).toEqual({ ok: false, problem: { expected: expect.stringMatching(/./), found } });
  });

  test.each([
    {
      what: 'of another charset',
      name: 'a.vtt',
      content: Buffer.from('WEBVTT\n\n\xe9', 'latin1'),
      in: 'a transcript in UTF-8',
    },
    { what: 'of no JSON', name: 'a.transcript.json', content: '{"segments": [', in: 'a transcript in JSON' },
    {
      what: 'of other JSON',
      name: 'a.transcript.json',
      content: '{"chapters": []}',
      in: 'a transcript in JSON, with `segments`',
    },
    {
      what: 'of 11 MB',
      name: 'a.srt',
      content: media.SRT.padEnd(11 * 1024 * 1024),
      in: 'a transcript of at most 10485760 bytes',
    },
    {
      what: 'that is another text',
      name: 'a.vtt',
      content: 'It rained.',
      in: 'a picture, audio, video, PDF or transcript',
    },
  ])('POD-22: a transcript $what', async ({ name, content, in: expected }) => {
    expect(await read(content, name)).toMatchObject({ ok: false, problem: { expected } });
  });

  test('a file that is not there', async () => {
    expect(await readMedia(temporaryFolder(), 'a.jpg')).toMatchObject({ problem: { found: 'none at this place' } });
  });

  test('a folder', async () => {
    const root = temporaryFolder();
    put(root, 'a.jpg/b.jpg', media.jpeg());
    expect(await readMedia(root, 'a.jpg')).toMatchObject({ ok: false });
  });

  test('a file that is named like something else', async () => {
    for (const path of ['a.exe', 'a', '.hidden/a.jpg', '.a.jpg', '../a.jpg']) {
      const root = join(temporaryFolder(), 'articles');
      put(root, path, media.jpeg());
      expect(await readMedia(root, path)).toMatchObject({ ok: false });
    }
  });

  test('a link that leads out of the articles folder; one within it is followed', async () => {
    const [root, elsewhere] = [temporaryFolder(), temporaryFolder()];
    put(root, 'a.jpg', media.jpeg());
    symlinkSync(put(elsewhere, 'b.jpg', media.jpeg()), join(root, 'out.jpg'));
    symlinkSync(elsewhere, join(root, 'folder'));
    symlinkSync('a.jpg', join(root, 'in.jpg'));
    for (const path of ['out.jpg', 'folder/b.jpg'])
      expect(await readMedia(root, path)).toMatchObject({ problem: { found: 'a symbolic link that leads out of it' } });
    expect(await readMedia(root, 'in.jpg')).toMatchObject({ ok: true });
  });

  test('one that takes too long; the next one is read all the same', async () => {
    const root = temporaryFolder();
    put(root, 'a.wav', media.wav());
    // A thread that is warm may be faster than no time at all.
    const late = await eventually(
      () => readMedia(root, 'a.wav', undefined, 0),
      ({ ok }) => !ok,
    );
    expect(late).toMatchObject({ problem: { found: 'one that takes longer than 0 s' } });
    expect(await readMedia(root, 'a.wav')).toMatchObject({ ok: true });
  });
});

test('what was played before anybody asked for chapters and titles is read again, once; pictures are not', async () => {
  const root = temporaryFolder();
  put(root, 'a.mp3', media.mp3InParts(PARTS));
  put(root, 'a.png', media.png());
  const [entry, beside] = [
    { title: 'T', content: '', authors: [], tags: [], published: new Date(0) },
    ['a.mp3', 'a.png'],
  ];
  const look = (known: readonly KnownMedium[]) =>
    withMedia({ ...entry, isDateOnly: false }, root, beside, new Map(known.map((one) => [one.path, one])));
  const { media: now } = await look([]);
  const before = now.map((one): KnownMedium => {
    if (!one.reading.ok) throw new Error(one.reading.problem.found);
    const { version: _, facts, ...reading } = one.reading;
    const { chapters: __, ...rest } = facts;
    return { ...one, reading: { ...reading, facts: rest } };
  });
  const after = await look(before);
  expect(after.media).toEqual(now);
  expect(after.media[1]).toBe(before[1]);
  expect(after.entry.episode?.chapters).toMatchObject(PARTS);
  expect((await look(now)).media[0]).toBe(now[0]);
});

test('who no longer wants to know ends the reading', async () => {
  const root = temporaryFolder();
  put(root, 'a.wav', media.wav());
  const end = new AbortController();
  const reading = readMedia(root, 'a.wav', end.signal);
  end.abort();
  await expect(reading).rejects.toThrow('aborted');
  await expect(readMedia(root, 'a.wav', end.signal)).rejects.toThrow('aborted');
});

test.each([
  ...MEDIA_EXTENSIONS.map((extension) => ({ path: `news/a${extension.toUpperCase()}`, is: true })),
  ...['a.txt', 'a.md', 'jpg', 'a.jpg.part', '.a.jpg', '_a.jpg', 'a.jpg~', '#a.jpg', '~a.jpg'].map((path) => ({
    path,
    is: false,
  })),
  ...['.git/a.jpg', '_drafts/a.jpg', 'node_modules/b/a.png', 'a/../../b.jpg'].map((path) => ({ path, is: false })),
])('$path is a medium by its name: $is', ({ path, is }) => {
  expect(isMedia(path)).toBe(is);
});

describe('nothing that a file holds makes the reading throw, hang or believe absurdities', () => {
  const judge = async (content: Uint8Array): Promise<void> => {
    const reading = await read(content, 'a.mp4');
    if (!reading.ok) {
      // Neither the time limit nor the disk has to speak.
      expect(reading.problem.expected).toMatch(/^(a medium|a picture|a whole|a transcript|audio or video)/);
      expect(reading.problem.found).not.toMatch(/longer|fails/);
      return;
    }
    const { type, length, hash, title = 'T', chapters = [], ...numbers } = reading.facts;
    expect(title).toBe(oneLine(title));
    expect(title).not.toBe('');
    for (const { start } of chapters) expect(start >= 0 && start < 1e7).toBe(true);
    expect(type).toMatch(/^(image|audio|video|application|text)\/[a-z0-9+-]+$/);
    expect(length).toBe(content.length);
    expect(hash).toHaveLength(43);
    for (const number of Object.values(numbers)) expect(Number.isInteger(number) && number > 0).toBe(true);
  };
  const anything = fc.constantFrom(...sound.map(({ content }) => content));

  test('random bytes, and those that begin like a medium', async () => {
    const start = fc.oneof(
      fc.constant(Buffer.alloc(0)),
      anything.map((content) => content.subarray(0, 12)),
    );
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 500 }), (start, rest) => judge(Buffer.concat([start, rest]))),
      { numRuns: 300 },
    );
  });

  test('media cut off, spliced and with bytes changed', async () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const change = fc.tuple(part, fc.oneof(fc.constantFrom(0, 1, 127, 255), fc.integer({ min: 0, max: 255 })));
    await fc.assert(
      fc.asyncProperty(
        anything,
        anything,
        part,
        part,
        fc.array(change, { maxLength: 8 }),
        (one, other, end, start, changes) => {
          const bytes = Buffer.concat([
            one.subarray(0, Math.max(12, end * one.length)),
            other.subarray(start * other.length),
          ]);
          // Most of what can be wrong is wrong near the start.
          for (const [place, byte] of changes) bytes[Math.floor(place ** 3 * (bytes.length - 1))] = byte;
          return judge(bytes);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('lengths of zero and without end', async () => {
    for (const { content } of sound) {
      for (let place = 0; place < Math.min(content.length - 4, 200); place += 4) {
        for (const value of [0, 0xffffffff]) {
          const bytes = Buffer.from(content);
          bytes.writeUInt32BE(value, place);
          await judge(bytes);
        }
      }
    }
  });
});
