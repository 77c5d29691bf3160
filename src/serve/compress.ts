// Bytes -> fewer bytes, off the serving thread (docs/notes/compression.md has why these levels).
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';
import type { Coding } from './coding.ts';

/** A window that holds all of it is as good as a larger one, and has less memory to be cleared. RFC 7932, 9.1. */
const WINDOW_MARGIN = 16;
const SMALLEST_WINDOW = 16;

export type Compressed = Exclude<Coding, 'identity'>;

/** A coding of what has just changed: as quick as it is useful. */
export async function compress(body: Buffer, coding: Compressed): Promise<Buffer> {
  if (coding === 'gzip') return exactly(await promisify(gzip)(body, { level: 6 }));
  if (coding === 'br') return exactly(await brotli(body, 5));
  // Who says how much there is gets as much memory as that takes, not as much as anything could.
  const options = { params: { [constants.ZSTD_c_compressionLevel]: 3 }, pledgedSrcSize: body.length };
  return exactly(await promisify<Buffer, object, Buffer>(zstdCompress)(body, options));
}

/** The smallest that there is: two hundred times the work of the others, for what stays as it is for long. */
export async function squeeze(body: Buffer): Promise<Buffer> {
  return exactly(await brotli(body, 11));
}

function brotli(body: Buffer, quality: number): Promise<Buffer> {
  const window = Math.ceil(Math.log2(body.length + WINDOW_MARGIN));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    [constants.BROTLI_PARAM_LGWIN]: Math.min(Math.max(window, SMALLEST_WINDOW), constants.BROTLI_DEFAULT_WINDOW),
  };
  return promisify<Buffer, object, Buffer>(brotliCompress)(body, { params });
}

/** zlib hands out the beginning of a larger buffer: kept for long, its rest would be memory that nobody counts. */
export function exactly(bytes: Buffer): Buffer {
  if (bytes.buffer.byteLength === bytes.length) return bytes;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}
