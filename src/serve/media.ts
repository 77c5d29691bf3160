// Pictures, audio, video and other files of entries, whole or in part. The content is named in the address, so an answer
// is right for ever.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler, Response } from 'express';
import { mediaName } from '../media.ts';
import { evaluate } from './conditional.ts';
import { HttpProblem, notFound, preconditionFailed } from './problem.ts';
import { chooseRange, isSameVersion, type Part } from './range.ts';

export type Medium = {
  /** Where it is. */
  readonly file: string;
  readonly type: string;
  /** Bytes. */
  readonly length: number;
};

const KEY = /^[0-9a-f]{20}$/;

/** A picture may be a drawing with scripts in it (SVG): shown by itself, it can run none and load nothing. */
const PICTURE_CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** GET or HEAD a medium. @param find what belongs to a key (see mediaKey); undefined for what is not, or no longer, served */
export function serveMedia(
  find: (key: string) => Promise<Medium | undefined>,
): RequestHandler<{ key: string; name: string }> {
  return async (request, response) => {
    const { key, name } = request.params;
    const medium = KEY.test(key) ? await find(key) : undefined;
    if (!medium) throw notFound();
    const rightName = mediaName(medium.file, medium.type);
    if (name !== rightName) {
      response.set({ 'Cache-Control': 'public, max-age=3600', 'Access-Control-Allow-Origin': '*' });
      return response.redirect(308, rightName);
    }
    const etag = `"${key}"`;
    const { headers, method } = request;
    const status = evaluate(headers, { etag });
    if (status === 412) throw preconditionFailed();
    // The file is looked at through what it is read from: it cannot be another one by then.
    const handle = await openFile(medium.file);
    try {
      const stat = await handle.stat();
      // It has changed since it was read: these are not the bytes that the address promises.
      if (!stat.isFile() || stat.size !== medium.length) throw notFound();
      // HTTP-60: 304 outranks a range, and a range is for GET alone.
      const isInPart = status === 200 && method === 'GET' && isSameVersion(request.get('If-Range'), etag);
      const part = isInPart ? chooseRange(headers.range, medium.length) : 'whole';
      if (part === 'none') {
        response.set('Content-Range', `bytes */${medium.length}`);
        throw new HttpProblem(416, 'Range not satisfiable', `The file has ${medium.length} bytes.`);
      }
      response.set(headersOf(medium, etag));
      if (status === 304) {
        response.removeHeader('Content-Type');
        return void response.status(304).end();
      }
      const sent = writeHead(response, medium, part);
      if (method === 'HEAD') return void response.end();
      await send(handle, sent, response);
    } finally {
      await handle.close();
    }
  };
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    // Without waiting: what was a file may have become a pipe.
    return await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A socket cannot be opened at all (ENXIO).
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENXIO') throw notFound();
    throw error;
  }
}

function headersOf({ type }: Medium, etag: string): Record<string, string> {
  return {
    ETag: etag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Content-Type': type,
    // HTTP-63, HTTP-64: readers show pictures where they are, and players of any site fetch in parts.
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Length, Content-Range, ETag',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    // Not for the rest: browsers that obey it show no PDF, and play nothing that is opened by itself.
    ...(type.startsWith('image/') ? { 'Content-Security-Policy': PICTURE_CSP } : {}),
  };
}

/** @returns the bytes that are to follow */
function writeHead(response: Response, { length }: Medium, part: Part | 'whole'): Part {
  const { start, end } = part === 'whole' ? { start: 0, end: length - 1 } : part;
  if (part !== 'whole') response.status(206).set('Content-Range', `bytes ${start}-${end}/${length}`);
  response.set('Content-Length', String(end - start + 1));
  return { start, end };
}

async function send(handle: FileHandle, { start, end }: Part, response: Response): Promise<void> {
  const stream = handle.createReadStream({ start, end, autoClose: false, highWaterMark: 256 * 1024 });
  try {
    await pipeline(stream, response, { end: false });
  } catch (error) {
    // Readers leave as they please; a disk that cannot be read is another matter.
    if ((error as NodeJS.ErrnoException).syscall === 'read') throw error;
    return;
  }
  if (stream.bytesRead === end - start + 1) response.end();
  // Cut short under our hands: whoever waits for the rest must not take the next answer for it.
  else response.destroy();
}
