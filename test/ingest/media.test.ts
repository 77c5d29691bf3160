import { createHash } from 'node:crypto';
import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMedia } from '../../src/ingest/article.ts';
import { readMedia } from '../../src/ingest/media.ts';
import { MEDIA_EXTENSIONS } from '../../src/media.ts';
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
      expect(reading.problem.expected).toMatch(/^(a medium|a picture|a whole|audio or video)/);
      expect(reading.problem.found).not.toMatch(/longer|fails/);
      return;
    }
    const { type, length, hash, ...numbers } = reading.facts;
    expect(type).toMatch(/^(image|audio|video|application)\/[a-z0-9+-]+$/);
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
