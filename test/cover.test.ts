// The cover of a podcast: what directories take, and what is said of all else.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeCover, readCoverFile } from '../src/cover.ts';
import { coloursOf } from '../src/picture.ts';
import { gif, jpeg, png } from './support/media.ts';
import { put, temporaryFolder } from './support/publication.ts';

const RGB_PNG = png(1400, 1400, { colourType: 2 });
const RGB_JPEG = jpeg(3000, 3000, undefined, 3);

function judge(content: Uint8Array, name = 'cover.png') {
  const file = put(temporaryFolder(), name, content);
  return judgeCover(file, readCoverFile(file));
}

/** What is said of it, without what is to be done. */
function problemsOf(content: Uint8Array, name?: string): readonly string[] {
  const judged = judge(content, name);
  return judged.ok ? [] : judged.problems.map(({ expected, found }) => `${expected}: ${found}`);
}

describe('POD-05: a cover', () => {
  test.each([
    { what: 'PNG', name: 'cover.png', content: RGB_PNG, type: 'image/png' },
    { what: 'JPEG', name: 'cover.jpg', content: RGB_JPEG, type: 'image/jpeg' },
    { what: 'JPEG by its longer name', name: 'My Cover.JPEG', content: RGB_JPEG, type: 'image/jpeg' },
    // The camera was held upright, and a square is one all the same.
    { what: 'JPEG with Exif', name: 'a.jpg', content: jpeg(1400, 1400, 6, 3), type: 'image/jpeg' },
  ])('is a square $what in RGB', ({ name, content, type }) => {
    const hash = createHash('sha256').update(content).digest('base64url');
    expect(judge(content, name)).toEqual({
      ok: true,
      cover: { file: expect.stringContaining(name), hash, type, length: content.length },
    });
  });

  test('may be a link to a file', () => {
    const folder = temporaryFolder();
    symlinkSync(put(temporaryFolder(), 'a.png', RGB_PNG), join(folder, 'cover.png'));
    expect(readCoverFile(join(folder, 'cover.png'))).toMatchObject({ ok: true });
  });

  test.each([
    { what: 'grey', content: png(1400, 1400), found: 'grey' },
    { what: 'grey with transparency', content: png(1400, 1400, { colourType: 4 }), found: 'grey' },
    { what: 'RGB with an alpha channel', content: png(1400, 1400, { colourType: 6 }), found: 'RGB with transparency' },
    {
      what: 'RGB with a transparent colour',
      content: png(1400, 1400, { colourType: 2, chunks: [['tRNS', Buffer.alloc(6)]] }),
      found: 'RGB with transparency',
    },
    {
      what: 'a palette',
      content: png(1400, 1400, { colourType: 3, chunks: [['PLTE', Buffer.alloc(3)]] }),
      found: 'a palette',
    },
  ])('is no PNG of $what', ({ content, found }) => {
    expect(problemsOf(content)).toEqual([`RGB without transparency: ${found}`]);
  });

  test.each([
    { components: 1, found: 'grey' },
    { components: 4, found: 'CMYK' },
  ])('is no JPEG in $found', ({ components, found }) => {
    expect(problemsOf(jpeg(1400, 1400, undefined, components), 'cover.jpg')).toEqual([
      `RGB without transparency: ${found}`,
    ]);
  });

  test.each([
    { width: 1400, height: 1401, problems: ['square: 1400 x 1401 pixels'] },
    { width: 1399, height: 1399, problems: ['1400 to 3000 pixels wide and high: 1399 x 1399 pixels'] },
    { width: 3001, height: 3001, problems: ['1400 to 3000 pixels wide and high: 3001 x 3001 pixels'] },
    {
      width: 3100,
      height: 1000,
      problems: ['square: 3100 x 1000 pixels', '1400 to 3000 pixels wide and high: 3100 x 1000 pixels'],
    },
  ])('is not $width by $height pixels', ({ width, height, problems }) => {
    expect(problemsOf(jpeg(width, height, undefined, 3), 'cover.jpg')).toEqual(problems);
  });

  test('has the extension of its type', () => {
    expect(problemsOf(RGB_PNG, 'cover.jpg')).toEqual(['called .png, for it is a PNG: cover.jpg']);
    expect(problemsOf(RGB_JPEG, 'cover')).toEqual(['called .jpg or .jpeg, for it is a JPEG: cover']);
  });

  test('is told all that is wrong with it at once, and what to do', () => {
    expect(judge(jpeg(100, 80, undefined, 4), 'cover.png')).toEqual({
      ok: false,
      problems: [
        { expected: 'called .jpg or .jpeg, for it is a JPEG', found: 'cover.png', remedy: 'Rename it' },
        { expected: 'square', found: '100 x 80 pixels', remedy: 'Crop it' },
        {
          expected: '1400 to 3000 pixels wide and high',
          found: '100 x 80 pixels',
          remedy: 'Export it anew in a larger size',
        },
        {
          expected: 'RGB without transparency',
          found: 'CMYK',
          remedy: 'Save it as RGB, which is called true colour in a PNG',
        },
      ],
    });
  });

  test.each([
    { what: 'another kind of picture', content: gif(1400, 1400) },
    { what: 'text', content: Buffer.from('cover') },
    { what: 'empty', content: Buffer.alloc(0) },
    { what: 'a PNG that is cut off', content: RGB_PNG.subarray(0, -6) },
    { what: 'a JPEG that is cut off', content: RGB_JPEG.subarray(0, -1) },
    { what: 'a PNG that does not begin with its header', content: png(1400, 1400, { colourType: 2 }).fill(0, 12, 16) },
    // Lossless: no browser shows it.
    { what: 'a rare kind of JPEG', content: Buffer.from(RGB_JPEG.toString('hex').replace('ffc0', 'ffc3'), 'hex') },
  ])('is not $what', ({ content }) => {
    expect(problemsOf(content)).toEqual(['a whole JPEG or PNG: something else, or a part of one']);
  });

  test('is a file that is there, and no larger than can be', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder.png'));
    truncateSync(put(folder, 'large.png', ''), 10_000_001);
    put(folder, 'file', '');
    const found = (name: string) => {
      const reading = readCoverFile(join(folder, name));
      return reading.ok ? undefined : `${reading.problem.expected}: ${reading.problem.found}`;
    };
    expect(found('none.png')).toBe('a file: none that can be opened (ENOENT)');
    expect(found('file/cover.png')).toBe('a file: none that can be opened (ENOTDIR)');
    expect(found('folder.png')).toBe('a file: a folder');
    expect(found('large.png')).toBe('at most 10 MB: 10000001 bytes');
    expect(readCoverFile('/dev/null')).toMatchObject({ ok: false, problem: { found: 'something else' } });
  });

  // On Linux this opens as a file does, and then fails as a broken disk does.
  const unreadable = '/proc/self/mem';
  test.runIf(existsSync(unreadable))('is a file that can be read', () => {
    expect(readCoverFile(unreadable)).toMatchObject({
      ok: false,
      problem: { expected: 'a file', found: 'one that cannot be read (EIO)' },
    });
  });
});

test('a picture says its colours only when it is whole', () => {
  for (const whole of [jpeg(9, 9, undefined, 3), png(9, 9, { colourType: 2 })]) {
    expect(coloursOf(whole)).toMatchObject({ colours: 'RGB' });
    for (let length = 0; length < whole.length; length += 1)
      expect(coloursOf(whole.subarray(0, length))).toBeUndefined();
  }
});

test('whatever bytes there are, looking at them ends, and throws nothing', () => {
  const start = fc.constantFrom(Buffer.alloc(0), jpeg().subarray(0, 20), png().subarray(0, 8), png().subarray(0, 33));
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 300 }), (begin, rest) => {
      const bytes = Buffer.concat([begin, rest]);
      judgeCover('cover.png', { ok: true, bytes });
    }),
    { numRuns: 2000 },
  );
});

test('a JPEG may have any number of filling bytes before a marker, and other segments before its frame', () => {
  const [start, rest] = [RGB_JPEG.subarray(0, 20), RGB_JPEG.subarray(20)];
  const thumbnail = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 8]), Buffer.from([0xff, 0xc0, 0xff, 0xd9, 0xff, 0xda])]);
  const filled = Buffer.concat([start, thumbnail, Buffer.from([0xff, 0xff, 0xff]), rest]);
  expect(coloursOf(filled)).toEqual({ type: 'image/jpeg', colours: 'RGB' });
});
