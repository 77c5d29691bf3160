// The bytes of a picture -> what its header says: how large it is, and which colours it is made of. Nothing is decoded.
import { imageSize } from 'image-size';

/** The size of a picture as it is shown; undefined when its header does not say. @param head its first bytes, or all */
export function sizeOf(head: Uint8Array): { width: number; height: number } | undefined {
  try {
    const { width, height, orientation = 1 } = imageSize(head);
    if (!(width > 0 && height > 0)) return undefined;
    // Exif: from 5 on it was taken with the camera on its side.
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch {
    // Whatever is wrong with it, nobody can show it.
    return undefined;
  }
}

export type Colours = 'RGB' | 'RGB with transparency' | 'grey' | 'CMYK' | 'a palette';

/** What the pixels of a JPEG or a PNG are; undefined when it is neither, or no whole one. */
export function coloursOf(picture: Uint8Array): { type: 'image/jpeg' | 'image/png'; colours: Colours } | undefined {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  if (bytes.indexOf(JPEG_START) === 0) return named('image/jpeg', coloursOfJpeg(bytes));
  if (bytes.indexOf(PNG_START) === 0) return named('image/png', coloursOfPng(bytes));
  return undefined;
}

function named<T>(type: T, colours: Colours | undefined) {
  return colours && { type, colours };
}

const JPEG_START = Buffer.from([0xff, 0xd8, 0xff]);
const JPEG_END = Buffer.from([0xff, 0xd9]);

/**
 * By how many components a pixel has (JFIF, Adobe): three are RGB, however they are coded, and four CMYK. Adobe's marker
 * would only say how.
 */
const JPEG_COLOURS: Readonly<Record<number, Colours>> = { 1: 'grey', 3: 'RGB', 4: 'CMYK' };

/** Goes from segment to segment until the pixels begin. */
function coloursOfJpeg(bytes: Buffer): Colours | undefined {
  let components = 0;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      // Any number of them may stand before a marker.
      at += 1;
      continue;
    }
    // Among the pixels these two bytes stand for the end alone; a thumbnail, with an end of its own, comes before them.
    if (marker === 0xda) return bytes.includes(JPEG_END, at) ? JPEG_COLOURS[components] : undefined;
    // The frame. The other kinds of it, lossless and arithmetic, are shown by no browser.
    if (marker >= 0xc0 && marker <= 0xc2) components = bytes[at + 9] ?? 0;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const PNG_COLOURS: Readonly<Record<number, Colours>> = {
  0: 'grey',
  2: 'RGB',
  3: 'a palette',
  4: 'grey',
  6: 'RGB with transparency',
};

/** Goes from chunk to chunk until the end: any of them may make a colour transparent. */
function coloursOfPng(bytes: Buffer): Colours | undefined {
  let colours: Colours | undefined;
  for (let at = PNG_START.length; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const chunk = bytes.toString('latin1', at + 4, at + 8);
    if (at === PNG_START.length && chunk !== 'IHDR') return undefined;
    if (chunk === 'IHDR') colours = PNG_COLOURS[bytes[at + 17] ?? -1];
    if (chunk === 'tRNS' && colours === 'RGB') colours = 'RGB with transparency';
    if (chunk === 'IEND') return colours;
  }
  return undefined;
}
