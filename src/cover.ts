// A file -> the cover of a podcast, or all that directories would refuse in it (POD-05).
import { hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isNameOf } from './media.ts';
import { type Colours, coloursOf, sizeOf } from './picture.ts';
import { type Cover, LEAST_PIXELS, MOST_PIXELS } from './podcast.ts';

/** Apple advises 512 KB. */
const MOST_BYTES = 10_000_000;

/** What is wrong with a cover: what was expected and found, and what to do. */
type CoverProblem = { readonly expected: string; readonly found: string; readonly remedy: string };

/** The bytes of a file, or why there are none. */
export type CoverReading =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly problem: CoverProblem };

export type Judged =
  | { readonly ok: true; readonly cover: Cover }
  | { readonly ok: false; readonly problems: readonly CoverProblem[] };

/** Reads a file that may be a cover by its size. */
export function readCoverFile(file: string): CoverReading {
  let handle: number;
  try {
    // Without waiting: it may be a pipe.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return missing(`none that can be opened (${codeOf(error)})`);
  }
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) return missing(stat.isDirectory() ? 'a folder' : 'something else');
    if (stat.size > MOST_BYTES)
      return refuse('at most 10 MB', `${stat.size} bytes`, 'Save it smaller: Apple advises 512 KB');
    return { ok: true, bytes: readFileSync(handle) };
  } catch (error) {
    // Disks fail, and a network may be gone.
    return missing(`one that cannot be read (${codeOf(error)})`);
  } finally {
    closeSync(handle);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

function missing(found: string): CoverReading {
  return refuse('a file', found, 'Put it there, or name another, as seen from the folder of the site file');
}

function refuse(expected: string, found: string, remedy: string): CoverReading {
  return { ok: false, problem: { expected, found, remedy } };
}

/** Whether what was read from a file can be the cover of a podcast. Reads nothing itself. */
export function judgeCover(file: string, reading: CoverReading): Judged {
  if (!reading.ok) return bad(reading.problem);
  const { bytes } = reading;
  const picture = coloursOf(bytes);
  const size = picture && sizeOf(bytes);
  if (!picture || !size)
    return bad({
      expected: 'a whole JPEG or PNG',
      found: 'something else, or a part of one',
      remedy: 'Save it as JPEG or PNG again',
    });
  const { type, colours } = picture;
  const problems = [...problemsOfName(file, type), ...problemsOfSize(size), ...problemsOfColours(colours)];
  if (problems.length > 0) return bad(...problems);
  return { ok: true, cover: { file, hash: hash('sha256', bytes, 'base64url'), type, length: bytes.length } };
}

function bad(...problems: readonly CoverProblem[]): Judged {
  return { ok: false, problems };
}

function problemsOfName(file: string, type: Cover['type']): readonly CoverProblem[] {
  if (isNameOf(file, type)) return [];
  const expected = type === 'image/png' ? 'called .png, for it is a PNG' : 'called .jpg or .jpeg, for it is a JPEG';
  return [{ expected, found: basename(file), remedy: 'Rename it' }];
}

function problemsOfSize({ width, height }: { width: number; height: number }): readonly CoverProblem[] {
  const problems: CoverProblem[] = [];
  const found = `${width} x ${height} pixels`;
  if (width !== height) problems.push({ expected: 'square', found, remedy: 'Crop it' });
  if (Math.min(width, height) < LEAST_PIXELS || Math.max(width, height) > MOST_PIXELS)
    problems.push({
      expected: `${LEAST_PIXELS} to ${MOST_PIXELS} pixels wide and high`,
      found,
      // What is drawn again is sharp, and what is blown up is not.
      remedy: Math.min(width, height) < LEAST_PIXELS ? 'Export it anew in a larger size' : 'Scale it down',
    });
  return problems;
}

/**
 * Apple wants RGB without transparency. A palette is RGB in the end, but a colour model of its own to those who look at the
 * header, and its colours may be transparent, too: to save it otherwise costs its publisher less than to be refused.
 */
function problemsOfColours(colours: Colours): readonly CoverProblem[] {
  if (colours === 'RGB') return [];
  return [
    {
      expected: 'RGB without transparency',
      found: colours,
      remedy: 'Save it as RGB, which is called true colour in a PNG',
    },
  ];
}
