// Media for tests, written byte by byte: small, of known size and duration, nobody's work.
import { crc32, deflateSync } from 'node:zlib';

const ascii = (text: string) => Buffer.from(text, 'latin1');
const u8 = (...values: number[]) => Buffer.from(values);
const u16 = (value: number) => u8(value >> 8, value & 255);
const u32 = (value: number) => Buffer.concat([u16(Math.floor(value / 65536)), u16(value % 65536)]);
const le16 = (value: number) => u16(value).reverse();
const le32 = (value: number) => u32(value).reverse();
const join = (...parts: Uint8Array[]) => Buffer.concat(parts);

type Png = {
  /** As the header has it: 0 is grey, 2 RGB, 3 a palette, 4 grey and 6 RGB with transparency. */
  readonly colourType?: 0 | 2 | 3 | 4 | 6;
  /** Chunks before the pixels. */
  readonly chunks?: readonly (readonly [type: string, data: Uint8Array])[];
};

/** A picture of one colour. */
export function png(width = 3, height = 2, { colourType = 0, chunks = [] }: Png = {}): Buffer {
  const chunk = (type: string, data: Uint8Array) => {
    const body = join(ascii(type), data);
    return join(u32(data.length), body, u32(crc32(body)));
  };
  const bytesOfPixel = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType];
  return join(
    u8(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', join(u32(width), u32(height), u8(8, colourType, 0, 0, 0))),
    ...chunks.map(([type, data]) => chunk(type, data)),
    chunk('IDAT', deflateSync(Buffer.alloc((width * bytesOfPixel + 1) * height))),
    chunk('IEND', u8()),
  );
}

/**
 * @param orientation as a camera writes it; 6 is held upright
 * @param components of a pixel: 1 is grey, 3 RGB, 4 CMYK
 */
export function jpeg(width = 3, height = 2, orientation?: number, components = 1): Buffer {
  const segment = (marker: number, data: Uint8Array) => join(u8(0xff, marker), u16(data.length + 2), data);
  const tiff = (value: number) =>
    join(ascii('MM'), u16(42), u32(8), u16(1), u16(274), u16(3), u32(1), u16(value), u16(0));
  const each = Array.from({ length: components }, (_, index) => index + 1);
  return join(
    u8(0xff, 0xd8),
    segment(0xe0, join(ascii('JFIF\0'), u8(1, 1, 0, 0, 1, 0, 1, 0, 0))),
    ...(orientation === undefined ? [] : [segment(0xe1, join(ascii('Exif\0\0'), tiff(orientation), u32(0)))]),
    segment(0xc0, join(u8(8), u16(height), u16(width), u8(components, ...each.flatMap((id) => [id, 0x11, 0])))),
    segment(0xda, u8(components, ...each.flatMap((id) => [id, 0]), 0, 63, 0)),
    u8(0, 0xff, 0xd9),
  );
}

export function gif(width = 3, height = 2): Buffer {
  return join(
    ascii('GIF89a'),
    le16(width),
    le16(height),
    u8(0x80, 0, 0, 0, 0, 0, 255, 255, 255),
    u8(0x2c, 0, 0, 0, 0),
    le16(width),
    le16(height),
    u8(0, 2, 2, 0x84, 0x51, 0, 0x3b),
  );
}

/** @param data bytes of the picture itself */
export function webp(width = 3, height = 2, data = 0): Buffer {
  const le24 = (value: number) => le32(value).subarray(0, 3);
  const chunk = (type: string, data: Uint8Array) => join(ascii(type), le32(data.length), data);
  const head = chunk('VP8X', join(u8(0, 0, 0, 0), le24(width - 1), le24(height - 1)));
  const body = join(ascii('WEBP'), head, ...(data === 0 ? [] : [chunk('VP8 ', Buffer.alloc(data))]));
  return join(ascii('RIFF'), le32(body.length), body);
}

export function avif(width = 3, height = 2): Buffer {
  const size = box('ispe', u32(0), u32(width), u32(height));
  return join(
    box('ftyp', ascii('avif'), u32(0), ascii('avifmif1')),
    box('meta', u32(0), box('iprp', box('ipco', size))),
    box('mdat', u8(0)),
  );
}

export const SVG =
  '<?xml version="1.0"?>\n<!-- ours -->\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"/>\n';

export const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** Silence. */
export function wav(seconds = 2, rate = 8000): Buffer {
  const samples = Buffer.alloc(seconds * rate, 128);
  const format = join(ascii('fmt '), le32(16), le16(1), le16(1), le32(rate), le32(rate), le16(1), le16(8));
  const body = join(ascii('WAVE'), format, ascii('data'), le32(samples.length), samples);
  return join(ascii('RIFF'), le32(body.length), body);
}

/** Frames of silence at 128 kbit/s, of 26 ms each. @param tag bytes of an ID3 tag in front */
export function mp3(frames = 100, tag = 0): Buffer {
  const frame = join(u8(0xff, 0xfb, 0x90, 0xc4), Buffer.alloc(413));
  const id3 =
    tag === 0 ? [] : [ascii('ID3'), u8(4, 0, 0, 0, tag >> 14, (tag >> 7) & 127, tag & 127), Buffer.alloc(tag)];
  return Buffer.concat([...id3, ...Array.from({ length: frames }, () => frame)]);
}

type Part = { readonly start: number; readonly end?: number; readonly title: string; readonly url?: string };

/** The same with chapters in a tag (ID3v2 Chapters). Times are in seconds. */
export function mp3InParts(parts: readonly Part[], frames = 100): Buffer {
  const chapters = parts.map(({ start, end = start + 1, title, url }, index) =>
    id3Frame(
      'CHAP',
      ascii(`c${index}\0`),
      ...[start * 1000, end * 1000, 0xffffffff, 0xffffffff].map(u32),
      id3Frame('TIT2', u8(0), ascii(title)),
      ...(url === undefined ? [] : [id3Frame('WXXX', u8(0, 0), ascii(url))]),
    ),
  );
  return id3Tagged(chapters, mp3(frames));
}

/** The same with a title in a tag. */
export function mp3Titled(title: string, frames = 100): Buffer {
  return id3Tagged([id3Frame('TIT2', u8(1, 0xff, 0xfe), Buffer.from(title, 'utf16le'))], mp3(frames));
}

function id3Frame(id: string, ...content: Uint8Array[]): Buffer {
  const data = join(...content);
  return join(ascii(id), u32(data.length), u16(0), data);
}

function id3Tagged(frames: readonly Uint8Array[], played: Uint8Array): Buffer {
  const tag = join(...frames);
  const size = u8((tag.length >> 21) & 127, (tag.length >> 14) & 127, (tag.length >> 7) & 127, tag.length & 127);
  return join(ascii('ID3'), u8(3, 0, 0), size, tag, played);
}

export const VTT = 'WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nIt rained.\n';
export const SRT = '1\n00:00:00,000 --> 00:00:02,000\nIt rained.\n';
export const SEGMENTS = '{"version": "1.0.0", "segments": [{"startTime": 0, "endTime": 2, "body": "It rained."}]}\n';

export function flac(seconds = 2, rate = 8000): Buffer {
  const bits = (BigInt(rate) << 44n) | (0n << 41n) | (7n << 36n) | BigInt(seconds * rate);
  const about = join(u16(4096), u16(4096), Buffer.alloc(6), Buffer.from(bits.toString(16).padStart(16, '0'), 'hex'));
  return join(ascii('fLaC'), u8(0x80), u32(34).subarray(1), about, Buffer.alloc(16));
}

/** Opus in Ogg: the two headers and one page that says where it ends. */
export function opus(seconds = 2): Buffer {
  const page = (flags: number, samples: number, number: number, data: Uint8Array) =>
    join(ascii('OggS'), u8(0, flags), le32(samples), le32(0), le32(7), le32(number), le32(0), u8(1, data.length), data);
  return join(
    page(2, 0, 0, join(ascii('OpusHead'), u8(1, 1), le16(0), le32(48_000), le16(0), u8(0))),
    page(0, 0, 1, join(ascii('OpusTags'), le32(4), ascii('test'), le32(0))),
    page(4, seconds * 48_000, 2, u8(0xf8, 0xff, 0xfe)),
  );
}

function box(type: string, ...content: Uint8Array[]): Buffer {
  const data = join(...content);
  return join(u32(data.length + 8), ascii(type), data);
}

type Mp4 = {
  readonly brand?: string;
  readonly seconds?: number;
  readonly width?: number;
  readonly height?: number;
  /** True when what it is stands before what is played, as it is put on the web. */
  readonly isAtStart?: boolean;
  readonly title?: string;
  readonly parts?: readonly Part[];
  /** Where they are: in a list of which there is one version, in one of another, or in a track of texts. */
  readonly partsIn?: 'list' | 'broken list' | 'track';
};

/** A video of black, or without a width a recording of nothing. */
export function mp4({
  brand = 'isom',
  seconds = 2,
  width = 0,
  height = 0,
  isAtStart = false,
  title,
  parts: said = [],
  partsIn = 'list',
}: Mp4 = {}): Buffer {
  const isVideo = width > 0;
  const matrix = join(u32(65536), Buffer.alloc(12), u32(65536), Buffer.alloc(12), u32(1 << 30));
  const movie = join(u32(0), u32(0), u32(0), u32(1000), u32(seconds * 1000), u32(65536), u16(256), Buffer.alloc(10));
  const track = join(u32(3), u32(0), u32(0), u32(1), u32(0), u32(seconds * 1000), Buffer.alloc(16), matrix);
  const sample = isVideo
    ? box('avc1', Buffer.alloc(6), u16(1), Buffer.alloc(16), u16(width), u16(height), Buffer.alloc(50))
    : box('mp4a', Buffer.alloc(6), u16(1), Buffer.alloc(8), u16(1), u16(16), u32(0), u32(8000 * 65536));
  const table = box(
    'stbl',
    box('stsd', u32(0), u32(1), sample),
    box('stts', u32(0), u32(1), u32(1), u32(seconds * 1000)),
    box('stsc', u32(0), u32(1), u32(1), u32(1), u32(1)),
    box('stsz', u32(0), u32(16), u32(1)),
    box('stco', u32(0), u32(1), u32(40)),
  );
  const media = box(
    'mdia',
    box('mdhd', u32(0), u32(0), u32(0), u32(1000), u32(seconds * 1000), u32(0)),
    box('hdlr', u32(0), u32(0), ascii(isVideo ? 'vide' : 'soun'), Buffer.alloc(13)),
    box('minf', table),
  );
  const about = box(
    'moov',
    box('mvhd', movie, matrix, Buffer.alloc(24), u32(2)),
    box(
      'trak',
      box('tkhd', track, u32(width * 65536), u32(height * 65536)),
      media,
      ...(partsIn === 'track' ? [box('tref', box('chap', u32(2)))] : []),
    ),
    ...(title === undefined ? [] : [titled(title)]),
    ...(said.length > 0 ? [partsIn === 'track' ? partTrack(said) : partList(said, partsIn === 'list' ? 1 : 9)] : []),
  );
  const texts = partsIn === 'track' ? said.map(({ title }) => join(u16(title.length), ascii(title))) : [];
  const played = box('mdat', ...texts, Buffer.alloc(200));
  const parts = isAtStart ? [about, played] : [played, about];
  return join(box('ftyp', ascii(brand.padEnd(4)), u32(0), ascii('isom')), ...parts);
}

/** As iTunes does. */
function titled(title: string): Buffer {
  const handler = box('hdlr', u32(0), u32(0), ascii('mdirappl'), Buffer.alloc(9));
  const list = box('ilst', box('\xa9nam', box('data', u32(1), u32(0), Buffer.from(title))));
  return box('udta', box('meta', u32(0), handler, list));
}

/** Its texts are the first of what is played, which begins behind the first box. */
function partTrack(parts: readonly Part[]): Buffer {
  const sizes = parts.map(({ title }) => u32(title.length + 2));
  const lasts = parts.map(({ start }, index) =>
    join(u32(1), u32(((parts[index + 1]?.start ?? start + 1) - start) * 1000)),
  );
  const table = box(
    'stbl',
    box('stsd', u32(0), u32(1), box('text', Buffer.alloc(6), u16(1), Buffer.alloc(43))),
    box('stts', u32(0), u32(parts.length), ...lasts),
    box('stsc', u32(0), u32(1), u32(1), u32(parts.length), u32(1)),
    box('stsz', u32(0), u32(0), u32(parts.length), ...sizes),
    box('stco', u32(0), u32(1), u32(28)),
  );
  return box(
    'trak',
    box('tkhd', join(u32(0), u32(0), u32(0), u32(2), Buffer.alloc(68))),
    box(
      'mdia',
      box('mdhd', u32(0), u32(0), u32(0), u32(1000), u32(2000), u32(0)),
      box('hdlr', u32(0), u32(0), ascii('text'), Buffer.alloc(13)),
      box('minf', table),
    ),
  );
}

function partList(parts: readonly Part[], version: number): Buffer {
  return box('udta', box('chpl', u8(version, 0, 0, 0), u32(0), u8(parts.length), ...parts.map(listed)));
}

/** In tenths of microseconds. */
function listed({ start, title }: Part): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(start * 10_000_000));
  return join(time, u8(title.length), ascii(title));
}

export function webm(seconds = 2, width = 3, height = 2): Buffer {
  const item = (id: number[], ...content: Uint8Array[]) => {
    const data = join(...content);
    return join(u8(...id), u16(data.length | 0x4000), data);
  };
  const duration = Buffer.alloc(8);
  duration.writeDoubleBE(seconds * 1000);
  return join(
    item([0x1a, 0x45, 0xdf, 0xa3], item([0x42, 0x82], ascii('webm'))),
    item(
      [0x18, 0x53, 0x80, 0x67],
      item([0x15, 0x49, 0xa9, 0x66], item([0x2a, 0xd7, 0xb1], u32(1_000_000)), item([0x44, 0x89], duration)),
      item(
        [0x16, 0x54, 0xae, 0x6b],
        item(
          [0xae],
          item([0xd7], u8(1)),
          item([0x73, 0xc5], u8(1)),
          item([0x83], u8(1)),
          item([0x86], ascii('V_VP8')),
          item([0xe0], item([0xb0], u16(width)), item([0xba], u16(height))),
        ),
      ),
    ),
  );
}
