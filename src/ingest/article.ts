// The bytes of a file -> what it becomes. The one door of this station: readers by format are behind it.
import { hash } from 'node:crypto';
import { posix } from 'node:path';
import { foldSpace } from '../text.ts';
import { withinBounds } from './bounds.ts';
import { dateInPath, type Moment } from './dates.ts';
import { decode } from './decode.ts';
import { hasFrontMatter } from './front-matter.ts';
import { parseMarkdown } from './markdown.ts';
import { parsePlainText } from './plain-text.ts';
import type { Reading } from './reading.ts';

/** What a reader knows of an article beside its text. */
export type Source = {
  /** Relative to the articles folder, `/`-separated. */
  readonly path: string;
  readonly folder: string;
  /** IANA name of the zone of dates that name none. */
  readonly zone: string;
  /** For a text that names no date: that of its path, else of its file. */
  readonly fallbackDate: Moment;
};

export type Article = {
  readonly reading: Reading;
  /** Tells one text from another: white space and charset do not count. */
  readonly digest: string;
};

/** Larger files are refused: no article is, and a reader would have to hold it whole. */
export const MAX_ARTICLE_BYTES = 10 * 1024 * 1024;

/** Raise it when a reader improves: files that were read by an older one are then read again. */
export const READER_VERSION = 1;

const READERS: Readonly<Record<string, (text: string, source: Source) => Reading>> = {
  '.txt': parseText,
  '.text': parseText,
  '.md': parseMarkdown,
  '.markdown': parseMarkdown,
};

/** `readme.md` and `LICENSE-MIT.txt` are about the folder; “license-plates.md” is an article. */
const ABOUT_THE_FOLDER = /^(?:readme|licen[cs]e|changelog|contributing)(?:\.[a-z]{2})?\.[a-z]+$/i;
/** Where site builders keep what is not, or not yet, to be published. */
const NOT_PUBLISHED = /(?:^|\/)(?:_drafts|_includes|_layouts|_data|_site|node_modules)\//i;
const IN_CAPITALS = /^(?:README|LICEN[CS]E|CHANGELOG|CONTRIBUTING|CODE_OF_CONDUCT|NOTICE|SECURITY)\b/;

/** False for files that no reader takes, that are being written, or that site builders keep for themselves. */
export function isArticle(path: string): boolean {
  const name = posix.basename(path);
  if (NOT_PUBLISHED.test(path) || /^[._#~]|~$/.test(name) || ABOUT_THE_FOLDER.test(name) || IN_CAPITALS.test(name))
    return false;
  return Object.hasOwn(READERS, posix.extname(name).toLowerCase());
}

/**
 * Reads one article. Never throws for what the bytes hold.
 * @param modified when the file was last changed, the date of a text that has no other
 */
export function readArticle(bytes: Uint8Array, path: string, modified: Date, zone: string): Article {
  const decoded = decode(bytes);
  if (!decoded.ok)
    return { reading: { kind: 'problem', expected: decoded.expected, found: decoded.found }, digest: digestOf(bytes) };
  const read = READERS[posix.extname(path).toLowerCase()];
  if (!read) throw new Error(`Expected an article, got ${path}`);
  const folder = posix.dirname(path);
  const fallbackDate = dateInPath(path, zone) ?? {
    at: new Date(Math.floor(modified.getTime() / 1000) * 1000),
    isDateOnly: false,
  };
  const source = { path, folder: folder === '.' ? '' : folder, zone, fallbackDate };
  const reading: Reading =
    decoded.text.trim() === ''
      ? { kind: 'problem', expected: 'an article', found: 'an empty file' }
      : readSafely(() => {
          const found = read(decoded.text, source);
          return found.kind === 'entry' ? withinBounds(found.entry) : found;
        });
  return { reading, digest: digestOf(foldSpace(decoded.text).trim()) };
}

/** A text with front matter is Markdown, whatever its file is called: who reads it as plain text shows a draft. */
function parseText(text: string, source: Source): Reading {
  return hasFrontMatter(text) ? parseMarkdown(text, source) : parsePlainText(text, source);
}

/** Libraries have their limits, such as the depth of the stack; what exceeds them harms no other article. */
function readSafely(read: () => Reading): Reading {
  try {
    return read();
  } catch (error) {
    return { kind: 'problem', expected: 'an article that can be read', found: `one that fails with ${error}` };
  }
}

/** @returns what tells these data from others */
export function digestOf(data: string | Uint8Array): string {
  return hash('sha256', data, 'base64url');
}
