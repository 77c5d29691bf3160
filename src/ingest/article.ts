// The bytes of a file -> the articles in it, and what each becomes. The one door of this station: readers by format are
// behind it.
import { hash } from 'node:crypto';
import { posix } from 'node:path';
import type { Remark } from '../entry.ts';
import { extensionOf, MEDIA_EXTENSIONS } from '../media.ts';
import { cleanText, foldSpace, illegalIn, lineAt } from '../text.ts';
import { complete } from './complete.ts';
import { dateInPath, type Moment } from './dates.ts';
import { declaredCharset, decode } from './decode.ts';
import { frontMatterAbove } from './front-matter.ts';
import { parseHtml } from './html-page.ts';
import { parseJson, splitJson } from './json.ts';
import { parseMarkdown } from './markdown.ts';
import { parsePlainText } from './plain-text.ts';
import { parsePresent } from './present.ts';
import type { DraftReading, Piece, Reader, ReaderSettings, Reading, Source } from './reading.ts';

export type Article = {
  /** Its place: the path of its file; with `/` and its key where the file holds many. */
  readonly path: string;
  readonly reading: Reading;
  /** Tells one text from another: white space and charset do not count. */
  readonly digest: string;
};

/** Larger files are refused: no article is, and a reader would have to hold it whole. */
export const MAX_ARTICLE_BYTES = 10 * 1024 * 1024;

/** Raise it when a reader improves: files that were read by an older one are then read again. */
export const READER_VERSION = 3;

const text: Reader = { read: parseText };
const markdown: Reader = { read: parseMarkdown };
const json: Reader = { read: parseJson, split: splitJson };
const present: Reader = { read: parsePresent };
const html: Reader = { read: parseHtml, charset: declaredCharset };

/** By extension. */
const READERS: Readonly<Record<string, Reader>> = {
  '.txt': text,
  '.text': text,
  '.md': markdown,
  '.markdown': markdown,
  '.json': json,
  '.jsonl': json,
  '.ndjson': json,
  '.article': present,
  '.html': html,
  '.htm': html,
  '.xhtml': html,
};

/** No name that an article gives itself is longer. */
const LONGEST_KEY = 200;

/** The extensions of articles. */
export const EXTENSIONS: readonly string[] = Object.keys(READERS);

/** `readme.md` and `LICENSE-MIT.txt` are about the folder; “license-plates.md” is an article. */
const ABOUT_THE_FOLDER = /^(?:readme|licen[cs]e|changelog|contributing)(?:\.[a-z]{2})?\.[a-z]+$/i;
/** Where site builders keep what is not, or not yet, to be published. */
const NOT_PUBLISHED = /(?:^|\/)(?:_drafts|_includes|_layouts|_data|_site|scaffolds|archetypes|node_modules)\//i;
const IN_CAPITALS = /^(?:README|LICEN[CS]E|CHANGELOG|CONTRIBUTING|CODE_OF_CONDUCT|NOTICE|SECURITY)\b/;

/** False for files that no reader takes, that are being written, or that site builders keep for themselves. */
export function isArticle(path: string): boolean {
  const name = posix.basename(path);
  if (isHidden(path) || ABOUT_THE_FOLDER.test(name) || IN_CAPITALS.test(name)) return false;
  if (isMediumByName(path)) return false;
  return Object.hasOwn(READERS, posix.extname(name).toLowerCase());
}

/** False for files that are no media by their name, that are being written, or that site builders keep for themselves. */
export function isMedia(path: string): boolean {
  const isOutOfSight = isHidden(path) || path.split('/').some((part) => part.startsWith('.'));
  return !isOutOfSight && isMediumByName(path);
}

function isMediumByName(path: string): boolean {
  return MEDIA_EXTENSIONS.includes(extensionOf(path));
}

/** True for a file that may hold many articles. */
export function mayHoldMany(path: string): boolean {
  return READERS[posix.extname(path).toLowerCase()]?.split !== undefined;
}

/** True for a file that has an article in every line: it may be of any size. */
export function isLines(path: string): boolean {
  return mayHoldMany(path) && /\.(?:jsonl|ndjson)$/i.test(path);
}

/** True for files that are being written, or that site builders keep for themselves. */
function isHidden(path: string): boolean {
  return NOT_PUBLISHED.test(path) || /^[._#~]|~$/.test(posix.basename(path));
}

/**
 * Reads the articles of one file. Never throws for what the bytes hold.
 * @param modified when the file was last changed, the date of a text that has no other
 * @returns at least one: a file that cannot be read is one article with a problem
 */
export function readArticles(bytes: Uint8Array, path: string, modified: Date, settings: ReaderSettings): Article[] {
  const reader = READERS[posix.extname(path).toLowerCase()];
  if (!reader) throw new Error(`Expected an article, got ${path}`);
  const decoded = decode(bytes, reader.charset?.(bytes));
  if (!decoded.ok) {
    const { ok: _, ...problem } = decoded;
    return [{ path, reading: { kind: 'problem', ...problem }, digest: digestOf(bytes) }];
  }
  const folder = posix.dirname(path);
  const source = { path, folder: folder === '.' ? '' : folder, settings };
  const fallback = dateInPath(path, settings.zone) ?? {
    at: new Date(Math.floor(modified.getTime() / 1000) * 1000),
    isDateOnly: false,
  };
  const readOne = (text: string, source: Source): Article => ({
    path: source.path,
    reading: withRemarks(readSafely(reader, text, source, fallback), text, decoded.isMended ? decoded.charset : ''),
    digest: digestOf(foldSpace(text).trim()),
  });
  const pieces = splitSafely(reader, decoded.text, source);
  if (!pieces) return [readOne(decoded.text, source)];
  return pieces.map(({ key, text }) => readOne(text, { ...source, path: `${path}/${keyIn(key)}` }));
}

/** No file is both an article and a folder, so that no other file has the place of a piece. */
function keyIn(key: string): string {
  return key.replace(/[/\p{C}]/gu, '_').slice(0, LONGEST_KEY);
}

/**
 * Tells what was wrong with the bytes of an article, which its reader never saw.
 * @param mended the charset that not all of them were in; empty when they were
 */
function withRemarks(reading: Reading, text: string, mended: string): Reading {
  if (reading.kind !== 'entry') return reading;
  const remarks: Remark[] = [];
  const places = mended ? (text.match(/\uFFFD+/g)?.length ?? 0) : 0;
  if (places > 0)
    remarks.push(repaired(`bytes that are not ${mended.toUpperCase()}`, places, lineAt(text, text.indexOf('\uFFFD'))));
  const illegal = illegalIn(text);
  // An article about them keeps the references that stand in its code.
  const kept = illegal ? (illegalIn(reading.entry.content.replaceAll('&amp;', '&'))?.count ?? 0) : 0;
  if (illegal && illegal.count > kept)
    remarks.push(repaired('characters that XML forbids', illegal.count - kept, illegal.line));
  return remarks.length === 0 ? reading : { ...reading, remarks: [...remarks, ...reading.remarks] };
}

function repaired(what: string, count: number, line: number): Remark {
  return { kind: 'repaired', why: `${what}: ${count}, the first in line ${line}`, line };
}

/** A text with front matter is Markdown, whatever its file is called: who reads it as plain text shows a draft. */
function parseText(text: string, source: Source): DraftReading {
  const front = frontMatterAbove(cleanText(text));
  return front ? parseMarkdown(text, source, front) : parsePlainText(text, source);
}

/** What cannot be taken apart is one article, and its reader says what is wrong with it. */
function splitSafely(reader: Reader, text: string, source: Source): readonly Piece[] | undefined {
  try {
    return reader.split?.(text, source);
  } catch {
    return undefined;
  }
}

/** Libraries have their limits, such as the depth of the stack; what exceeds them harms no other article. */
function readSafely(reader: Reader, text: string, source: Source, fallback: Moment): Reading {
  if (text.trim() === '') return { kind: 'problem', expected: 'an article', found: 'an empty file' };
  try {
    const found = reader.read(text, source);
    return found.kind === 'draft' ? complete(found.draft, source, fallback) : found;
  } catch (error) {
    return { kind: 'problem', expected: 'an article that can be read', found: `one that fails with ${error}` };
  }
}

/** @returns what tells these data from others */
export function digestOf(data: string | Uint8Array): string {
  return hash('sha256', data, 'base64url');
}
