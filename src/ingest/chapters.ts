// The parts of an episode, as people list them and as files have them (JSON Chapters, POD-23) -> chapters by their start.
import type { Chapter, Remark } from '../entry.ts';
import { cleanText } from '../text.ts';
import { isRecord, permalinkOf, plainLine, textOf } from './fields.ts';
import { cutAtWord } from './headline.ts';
import { absoluteUri, type LinkBase } from './html.ts';
import { readJson } from './json-syntax.ts';
import { recordOf } from './loose-record.ts';

/** No recording has more, and players show them all. */
const MOST = 1000;
/** Characters. */
const LONGEST_TITLE = 250;
/** Of what may hold markup: patterns take their time with what is none. */
const LONGEST_READ = 2000;
const LONGEST_ADDRESS = 2000;

const START = ['start', 'starttime', 'time', 'timestamp', 'offset'];
const END = ['end', 'endtime'];
const TITLE = ['title', 'name', 'label', 'text'];
const ADDRESS = ['url', 'href', 'link'];
const PICTURE = ['img', 'image', 'picture'];

export type Chapters = {
  readonly chapters: readonly Chapter[];
  /** How many were no chapters, began where another does, or were too many. */
  readonly passedOver: number;
};

/** A list of chapters, of lines such as `1:30 The weather`, or of titles by their times. */
export function chaptersOf(value: unknown, base: LinkBase): Chapters {
  const items = itemsOf(value);
  const byStart = new Map<number, Chapter>();
  for (const item of items) {
    const chapter = chapterFrom(item, base);
    if (chapter && !byStart.has(chapter.start)) byStart.set(chapter.start, chapter);
  }
  const chapters = [...byStart.values()].toSorted((one, other) => one.start - other.start).slice(0, MOST);
  return { chapters, passedOver: items.length - chapters.length };
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return value.split('\n').filter((line) => line.trim() !== '');
  return isRecord(value) ? Object.entries(value).map(([time, title]) => ({ time, title })) : [value];
}

/** `00:01:30.500 - The weather` */
const LINE = /^\s*[[(]?((?:\d{1,3}:)?\d{1,4}:\d{2}(?:[.,]\d{1,9})?)[\])]?[\s|–—-]+(\S.*)$/u;

function chapterFrom(item: unknown, base: LinkBase): Chapter | undefined {
  const [, time, said] = (typeof item === 'string' && LINE.exec(item.slice(0, LONGEST_READ))) || [];
  const record = time === undefined ? recordOf(item) : { start: time, title: said };
  const start = secondsFrom(firstIn(record, START));
  if (start === undefined) return undefined;
  const end = secondsFrom(firstIn(record, END));
  const title = cutAtWord(plainLine((textOf(record, TITLE) ?? '').slice(0, LONGEST_READ)), LONGEST_TITLE);
  const url = permalinkOf(textOf(record, ADDRESS));
  const picture = pictureOf(textOf(record, PICTURE), base);
  return {
    start,
    ...(end !== undefined && end > start ? { end } : {}),
    ...(title ? { title } : {}),
    ...(url && url.length <= LONGEST_ADDRESS ? { url } : {}),
    ...(picture ? { picture } : {}),
    ...(record.toc === false || record.hidden === true ? { isHidden: true } : {}),
  };
}

function firstIn(record: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  return names.map((name) => record[name]).find((value) => value !== undefined && value !== null);
}

/** The address of a picture, here or elsewhere. */
export function pictureOf(text: string | undefined, base: LinkBase): string | undefined {
  const url = text && text.length <= LONGEST_ADDRESS ? absoluteUri(text, base) : undefined;
  return url && !/^(?:mailto|tel):/.test(url) ? url : undefined;
}

/** Longer than anything that is recorded. */
const LONGEST_SECONDS = 1e7;

/** Of seconds, `mm:ss` or `hh:mm:ss`, to the thousandth. */
function secondsFrom(value: unknown): number | undefined {
  // TOML has times of its own.
  const said = value instanceof Date ? value.toISOString() : (textOf({ value }, ['value']) ?? '');
  const text = said.trim().replace(',', '.');
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,7}(?:\.\d{1,20})?)$/.exec(text);
  if (!match) return undefined;
  const seconds = Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3]);
  return seconds < LONGEST_SECONDS ? Math.round(seconds * 1000) / 1000 : undefined;
}

type ReadChapters =
  | { readonly ok: true; readonly chapters: readonly Chapter[]; readonly remarks: readonly Remark[] }
  | { readonly ok: false; readonly problem: { readonly expected: string; readonly found: string } };

/** Reads a file of chapters. @param path where it is; its pictures are named from there */
export function readChapters(bytes: Uint8Array, path: string): ReadChapters {
  const refuse = (expected: string, found: string): ReadChapters => ({ ok: false, problem: { expected, found } });
  const text = utf8(bytes);
  if (text === undefined) return refuse('chapters in UTF-8', 'bytes that are not UTF-8');
  const read = readJson(cleanText(text));
  if (!read.ok) return refuse('chapters in JSON', read.found);
  const list = isRecord(read.value) ? read.value.chapters : read.value;
  if (!Array.isArray(list)) return refuse('JSON with a list `chapters`', 'none');
  const { chapters, passedOver } = chaptersOf(list, { folder: path.split('/').slice(0, -1).join('/') });
  if (chapters.length === 0) return refuse('chapters with a `startTime`', 'none');
  const why = `chapters are left out: expected at most ${MOST}, each with a \`startTime\` of its own, found ${passedOver} others`;
  return { ok: true, chapters, remarks: passedOver === 0 ? [] : [{ kind: 'repaired', why, text: path }] };
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
