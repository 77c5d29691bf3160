// The bytes of a medium -> its type, size in pixels, duration and title. Nothing is decoded: what it is stands in its header.
import { openAsBlob } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { type IAudioMetadata, parseBlob } from 'music-metadata';
import type { Problem } from '../entry.ts';
import { isServed, type MediaFacts } from '../media.ts';
import { sizeOf } from '../picture.ts';
import { oneLine } from '../text.ts';
import { isCutOff } from './cut-off.ts';
import { cutAtWord } from './headline.ts';
import { transcriptIn } from './timed-text.ts';

export type Measured =
  | {
      readonly ok: true;
      readonly facts: Omit<MediaFacts, 'hash' | 'length' | 'chapters'>;
      /** The chapters of what is played, as it has them itself. */
      readonly inside?: readonly Inside[];
    }
  | { readonly ok: false; readonly problem: Pick<Problem, 'expected' | 'found'> };

type Inside = { readonly start: number; readonly end?: number; readonly title: string; readonly url?: string };

/** A picture says how large it is before this, however much its camera says first. */
const HEAD_BYTES = 1024 * 1024;
/** What a type is told from. */
const SNIFFED_BYTES = 64 * 1024;

/** What a parser calls some of our types. */
const PARSED_AS: Readonly<Record<string, string>> = {
  'audio/x-m4a': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
  'audio/aac': 'audio/aacp',
};
/** What the bytes are called by some, and here. */
const CALLED: Readonly<Record<string, string>> = { 'image/apng': 'image/png', 'audio/mp4': 'audio/x-m4a' };

/**
 * Looks at one file.
 * @param path its name, which decides nothing but how a video without pictures is called, and what JSON may be
 */
export async function measure(file: string, path: string): Promise<Measured> {
  const { head, isWhole, size } = await readHead(file);
  const transcript = await transcriptIn(file, path, head, size);
  if (transcript)
    return transcript.ok
      ? { ok: true, facts: { type: transcript.type } }
      : refuse(transcript.expected, transcript.found);
  const type = await typeOf(head);
  if (type === undefined || !isServed(type))
    return refuse('a picture, audio, video, PDF or transcript', type === undefined ? 'something else' : type);
  if (type === 'image/svg+xml' || type === 'application/pdf') return { ok: true, facts: { type } };
  if (await isCutOff(file, type)) return refuse(`a whole file (${type})`, 'one that is cut off');
  if (type.startsWith('image/')) {
    const size = sizeOf(head);
    if (!size && isWhole) return refuse(`a whole picture (${type})`, 'one that is cut off or broken');
    return { ok: true, facts: { type, ...size } };
  }
  const played = await play(file, type);
  if (!played) return refuse(`audio or video that can be played (${type})`, 'a file that is cut off or broken');
  const { isVideo, inside, ...facts } = played;
  return { ok: true, facts: { type: typeOfPlayed(type, path, isVideo), ...facts }, inside };
}

/** MP4 has chapters in places of their own; what holds pictures, sound and sizes is sound without them. */
const HAS_CHAPTERS_APART: ReadonlySet<string> = new Set(['audio/x-m4a', 'video/mp4', 'video/x-m4v', 'video/quicktime']);

/** True for what `chaptersApart` has more to say of. @param type as `measure` has it */
export function hasChaptersApart(type: string): boolean {
  return HAS_CHAPTERS_APART.has(type);
}

/**
 * Looks once more at a file that is sound, for its chapters. Not at the same time: where these are broken, or are looked up
 * in tables so long that it takes minutes, the rest is known.
 */
export async function chaptersApart(file: string, type: string): Promise<Measured> {
  try {
    const blob = await openAsBlob(file, { type: PARSED_AS[type] ?? type });
    const found = await parseBlob(blob, { skipCovers: true, skipPostHeaders: true, includeChapters: true });
    return { ok: true, facts: { type }, inside: insideOf(found) };
  } catch {
    return refuse('chapters that can be read', 'some that are broken');
  }
}

/** More than anybody lists. */
const MOST_INSIDE = 2000;

function insideOf({ format }: IAudioMetadata): readonly Inside[] {
  return (format.chapters ?? []).slice(0, MOST_INSIDE).map(({ title, url, start, end, timeScale = 1 }) => ({
    start: start / timeScale,
    ...(end === undefined ? {} : { end: end / timeScale }),
    // In ID3 a text may be several.
    title: [title].flat().join(' '),
    ...(url ? { url: url.url } : {}),
  }));
}

function refuse(expected: string, found: string): Measured {
  return { ok: false, problem: { expected, found } };
}

async function readHead(file: string): Promise<{ head: Uint8Array; isWhole: boolean; size: number }> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const head = new Uint8Array(Math.min(size, HEAD_BYTES));
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    // A copy: those who look at a part of a buffer may look beyond it.
    return { head: head.slice(0, bytesRead), isWhole: size <= HEAD_BYTES, size };
  } finally {
    await handle.close();
  }
}

async function typeOf(head: Uint8Array): Promise<string | undefined> {
  if (isSvg(head)) return 'image/svg+xml';
  const mime = (await fileTypeFromBuffer(head.slice(0, SNIFFED_BYTES)))?.mime.split(';')[0];
  return mime === undefined ? undefined : (CALLED[mime] ?? mime);
}

/** True when the root of what looks like XML is `svg`, whatever stands before it but declarations of entities. */
function isSvg(head: Uint8Array): boolean {
  let text = new TextDecoder().decode(head.subarray(0, SNIFFED_BYTES)).trimStart();
  for (;;) {
    const end = text.startsWith('<!--') ? '-->' : /^<[?!]/.test(text) ? '>' : undefined;
    if (end === undefined) return /^<svg[\s/>]/.test(text);
    const at = text.indexOf(end);
    if (at < 0) return false;
    text = text.slice(at + end.length).trimStart();
  }
}

type Played = Pick<MediaFacts, 'width' | 'height' | 'durationSeconds' | 'title'> & {
  readonly isVideo: boolean;
  readonly inside: readonly Inside[];
};

/** What is to be heard or seen in a file; undefined when there is nothing. */
async function play(file: string, type: string): Promise<Played | undefined> {
  let found: IAudioMetadata;
  try {
    const blob = await openAsBlob(file, { type: PARSED_AS[type] ?? type });
    found = await parseBlob(blob, { skipCovers: true, skipPostHeaders: true, mkvUseIndex: true });
  } catch {
    // Its messages are about boxes and chunks; that it is broken is what its owner needs to know.
    return undefined;
  }
  const { trackInfo, duration, sampleRate } = found.format;
  const seconds = Math.max(0, ...[duration, ...trackInfo.map((track) => track.duration)].map((time) => time || 0));
  const video = trackInfo.map((track) => track.video).find((video) => video !== undefined);
  if (seconds === 0 && !sampleRate && !video) return undefined;
  const { pixelWidth: width, pixelHeight: height } = video ?? {};
  const title = titleOf(found);
  return {
    isVideo: video !== undefined,
    inside: insideOf(found),
    ...(width && height ? { width, height } : {}),
    // Whole seconds are what feeds and players say.
    ...(Number.isFinite(seconds) && seconds > 0 ? { durationSeconds: Math.max(1, Math.round(seconds)) } : {}),
    ...(title === '' ? {} : { title }),
  };
}

/** Characters: as of a title that an author gives a file. A tag may be as long as its file. */
const LONGEST_TITLE = 500;

function titleOf({ common }: IAudioMetadata): string {
  return cutAtWord(oneLine((common.title ?? '').slice(0, 4 * LONGEST_TITLE)), LONGEST_TITLE);
}

/** MP4 and WebM hold sound alone as well as pictures, and M4V is MP4 by another name. */
function typeOfPlayed(type: string, path: string, isVideo: boolean): string {
  if (type === 'video/webm') return isVideo ? type : 'audio/webm';
  if (type === 'audio/x-m4a' || type === 'video/mp4' || type === 'video/x-m4v') {
    if (!isVideo) return 'audio/x-m4a';
    return /\.m4v$/i.test(path) ? 'video/x-m4v' : 'video/mp4';
  }
  return type;
}
