// Media: which kinds there are, what is known of one, and what it is called here.
import { posix } from 'node:path';
import type { Chapter } from './entry.ts';
import { slugify } from './store/slug.ts';

/** What the bytes of a medium say. */
export type MediaFacts = {
  /** Media type, as the bytes have it. */
  readonly type: string;
  /** Bytes. */
  readonly length: number;
  /** SHA-256 of the content, in base64url. */
  readonly hash: string;
  /** Pixels, as it is shown. */
  readonly width?: number;
  readonly height?: number;
  readonly durationSeconds?: number;
  /** Of what is played, as it says itself: one line of plain text. */
  readonly title?: string;
  /** By their start: of a recording that has any inside, and of a file of chapters. */
  readonly chapters?: readonly Chapter[];
};

/** A file of chapters is read, and not served as it is. */
export const CHAPTERS_TYPE = 'application/json+chapters';

/**
 * Every type that is known, with its extensions, the usual one first. Where two types share an extension, the first one
 * is meant by it. M4A and M4V are called as podcast directories want them (POD-11).
 */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/gif': ['.gif'],
  'image/webp': ['.webp'],
  'image/avif': ['.avif'],
  'image/svg+xml': ['.svg'],
  'video/mp4': ['.mp4'],
  'video/x-m4v': ['.m4v'],
  'video/quicktime': ['.mov'],
  'video/webm': ['.webm'],
  'audio/mpeg': ['.mp3'],
  'audio/x-m4a': ['.m4a', '.mp4', '.m4v'],
  'audio/webm': ['.weba', '.webm'],
  'audio/aac': ['.aac'],
  'audio/ogg': ['.ogg', '.oga', '.opus'],
  'audio/flac': ['.flac'],
  'audio/wav': ['.wav'],
  'application/pdf': ['.pdf'],
  'text/vtt': ['.vtt'],
  'application/x-subrip': ['.srt'],
  'application/json': ['.transcript.json'],
  [CHAPTERS_TYPE]: ['.chapters.json'],
};

/** What is said in a recording, and when. */
const TRANSCRIPTS: readonly string[] = ['text/vtt', 'application/x-subrip', 'application/json'];

/** The extensions of media. */
export const MEDIA_EXTENSIONS: readonly string[] = [...new Set(Object.values(EXTENSIONS).flat())];

/** The type that a name promises; undefined when it is not that of a medium. */
export function typeByName(path: string): string | undefined {
  return Object.keys(EXTENSIONS).find((type) => isNameOf(path, type));
}

/** True for what servers say of files that they do not know: the name of one says more. */
export function isOfAnything(type: string | undefined): boolean {
  return type === 'application/octet-stream' || type === 'binary/octet-stream';
}

/** True when media of the type are served and may be called so. */
export function isNameOf(path: string, type: string): boolean {
  return EXTENSIONS[type]?.includes(extensionOf(path)) ?? false;
}

export function isServed(type: string): boolean {
  return type !== CHAPTERS_TYPE && Object.hasOwn(EXTENSIONS, type);
}

/** True for a type in which media say what is heard in another. */
export function isTranscript(type: string | undefined): boolean {
  return type !== undefined && TRANSCRIPTS.includes(type);
}

/** A path without its extension: what an article and its media have in common. */
export function stemOf(path: string): string {
  return path.slice(0, path.length - extensionOf(path).length);
}

/** What a medium is called in its address: its own name in plain letters, with an extension that is true. */
export function mediaName(path: string, type: string): string {
  const name = slugify(posix.basename(stemOf(path))) || 'file';
  return name + (isNameOf(path, type) ? extensionOf(path) : (EXTENSIONS[type]?.[0] ?? ''));
}

/** In small letters. What belongs to a recording and is JSON says in two words what it is. */
export function extensionOf(path: string): string {
  const [double] = /[^/](\.(?:transcript|chapters)\.json)$/i.exec(path)?.slice(1) ?? [];
  return (double ?? posix.extname(path)).toLowerCase();
}
