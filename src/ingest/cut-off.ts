// Does a medium end before it should? Containers say how long their parts are, and a copy that broke off is shorter: its
// header is sound, and people would hear of it first.
import { type FileHandle, open } from 'node:fs/promises';

const IN_BOXES = /^(?:audio\/x-m4a|video\/(?:mp4|x-m4v|quicktime))$/;
const IN_CHUNKS = /^(?:audio\/wav|image\/webp)$/;

/** A recording has some dozens of boxes, or two for every second that it was streamed. */
const MOST_BOXES = 1000;
/** Writers of WAV miscount their own header. */
const MISCOUNT = 64;

/** True when a part of the file is missing at its end, as far as its kind can say. */
export async function isCutOff(file: string, type: string): Promise<boolean> {
  if (!IN_BOXES.test(type) && !IN_CHUNKS.test(type)) return false;
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    return IN_BOXES.test(type) ? await isBoxCutOff(handle, size) : await isChunkCutOff(handle, size);
  } finally {
    await handle.close();
  }
}

/** MP4 and its relatives: box after box, each with its length in front. */
async function isBoxCutOff(handle: FileHandle, size: number): Promise<boolean> {
  let start = 0;
  for (let count = 0; count < MOST_BOXES && start < size; count += 1) {
    const head = await bytesAt(handle, start, 16);
    if (head.length < 8) return true;
    const short = head.readUInt32BE(0);
    // 0: the box goes on to the end. 1: its length did not fit, and stands behind its name.
    if (short === 0) return false;
    if (short === 1 && head.length < 16) return true;
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
    if (length < 8) return true;
    start += length;
  }
  return start > size;
}

/** RIFF: one chunk that holds all others. Who writes to a pipe does not know its length, and says the most. */
async function isChunkCutOff(handle: FileHandle, size: number): Promise<boolean> {
  const head = await bytesAt(handle, 4, 4);
  const length = head.length < 4 ? 0 : head.readUInt32LE(0);
  return length < 0x7fff_ffff && length + 8 > size + MISCOUNT;
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
