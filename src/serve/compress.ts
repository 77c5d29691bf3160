// Bytes -> fewer bytes, off the serving thread (docs/notes/compression.md has why these levels).
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';
import type { Coding } from './coding.ts';

export type Compressed = Exclude<Coding, 'identity'>;

/** A coding of what has just changed: as quick as it is useful. */
export async function compress(body: Buffer, coding: Compressed): Promise<Buffer> {
  if (coding === 'gzip') return exactly(await promisify(gzip)(body, { level: 6 }));
  if (coding === 'br') return exactly(await brotli(body, 5));
  const params = { [constants.ZSTD_c_compressionLevel]: 3 };
  return exactly(await promisify<Buffer, object, Buffer>(zstdCompress)(body, { params }));
}

/** The smallest that there is: two hundred times the work of the others, for what stays as it is for long. */
export async function squeeze(body: Buffer): Promise<Buffer> {
  return exactly(await brotli(body, 11));
}

function brotli(body: Buffer, quality: number): Promise<Buffer> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  return promisify<Buffer, object, Buffer>(brotliCompress)(body, { params });
}

/** zlib hands out the beginning of a larger buffer: kept for long, its rest would be memory that nobody counts. */
export function exactly(bytes: Buffer): Buffer {
  if (bytes.buffer.byteLength === bytes.length) return bytes;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}
