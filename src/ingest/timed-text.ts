// The bytes of what may be a transcript (POD-22) -> its type. Known by what they begin with, read whole, and bounded.
import { readFile } from 'node:fs/promises';

/** Of somebody who talks for a hundred hours. */
const MOST_BYTES = 10 * 1024 * 1024;

const CUE = /^\s*\d{1,9}[ \t]*\r?\n[ \t]*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->/;

type Transcribed =
  | { readonly ok: true; readonly type: string }
  | { readonly ok: false; readonly expected: string; readonly found: string };

/**
 * @param path its name: JSON of any kind may begin alike, so that it has to be called JSON
 * @param head how the file begins
 * @param size of all of it
 * @returns undefined for what does not look like a transcript
 */
export async function transcriptIn(
  file: string,
  path: string,
  head: Uint8Array,
  size: number,
): Promise<Transcribed | undefined> {
  const start = new TextDecoder().decode(head.subarray(0, 200));
  const type = /^WEBVTT(?:[ \t\r\n]|$)/.test(start)
    ? 'text/vtt'
    : CUE.test(start)
      ? 'application/x-subrip'
      : /\.json$/i.test(path) && /^\s*\{/.test(start)
        ? 'application/json'
        : undefined;
  if (!type) return undefined;
  if (size > MOST_BYTES)
    return { ok: false, expected: `a transcript of at most ${MOST_BYTES} bytes`, found: `${size} bytes` };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
    if (type !== 'application/json') return { ok: true, type };
    const { segments } = JSON.parse(text) as { segments?: unknown };
    return Array.isArray(segments) && segments.length > 0
      ? { ok: true, type }
      : { ok: false, expected: 'a transcript in JSON, with `segments`', found: 'JSON without any' };
  } catch (error) {
    if (error instanceof TypeError)
      return { ok: false, expected: 'a transcript in UTF-8', found: 'bytes that are not UTF-8' };
    if (error instanceof SyntaxError) return { ok: false, expected: 'a transcript in JSON', found: 'something else' };
    throw error;
  }
}
