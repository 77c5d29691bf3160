// The fields in which site builders name audio, video and other files -> enclosures.
import type { Enclosure } from '../entry.ts';
import { isOfAnything, typeByName } from '../media.ts';
import { type Fields, isRecord, lowerCased, pixelsOf, plainLine, textOf } from './fields.ts';
import { absoluteUri, type LinkBase } from './html.ts';

/** What stands in these is an enclosure, whatever it is. */
const SURE = ['enclosure', 'enclosures', 'attachments'];
/** These may hold the address of a player, a picture or a word as well: only what can be played or read counts. */
const LIKELY = (
  'audio audio_url audiourl audio_file audiofile mp3 podcast podcast_url podcasturl podcast_file podcastfile episode ' +
  'file video video_url videourl video_file videofile media resources'
).split(' ');

const ADDRESS = 'url src file href path uri mp3 m4a ogg opus mp4 webm'.split(' ');
const TYPE = ['mime_type', 'mimetype', 'mime', 'type'];
const LENGTH = 'size_in_bytes length bytes size filesize file_size'.split(' ');
const DURATION = ['duration_in_seconds', 'duration'];
/** Under these a podcast says them of its only file, beside it. */
const OF_THE_ONLY_ONE: Readonly<Record<string, readonly string[]>> = {
  length: [...LENGTH, 'audio_size', 'audio_length', 'podcast_bytes', 'podcast_length', 'podcast_file_size'],
  duration: [...DURATION, 'audio_duration', 'podcast_duration', 'itunes_duration', 'itunes:duration'],
};

/** The files that an article names in its fields, each once. @param fields by lower-case name */
export function enclosuresOf(fields: Fields, base: LinkBase): Enclosure[] {
  const named = [...SURE, ...LIKELY].flatMap((name) =>
    listOf(fields[name]).map((record) => ({ record, isSure: SURE.includes(name) })),
  );
  const found = new Map<string, Enclosure>();
  for (const { record, isSure } of named) {
    const said = named.length === 1 ? { ...ofTheOnlyOne(fields), ...record } : record;
    const enclosure = enclosureFrom(said, base, isSure);
    if (enclosure && !found.has(enclosure.url)) found.set(enclosure.url, enclosure);
  }
  return [...found.values()];
}

/** An address alone, fields, or a list of either. */
function listOf(value: unknown): Fields[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item): Fields[] => {
    // The number of an episode is none of its files.
    if (typeof item === 'string') return /^\s*\d+\s*$/.test(item) ? [] : [fromLines(item)];
    return isRecord(item) ? [lowerCased(item)] : [];
  });
}

/** WordPress keeps address, length and type on three lines of one text, and a podcast what is its own on a fourth. */
export function fromLines(text: string): Fields {
  const [url, length, type] = text.trim().split(/\s*\n\s*/, 3);
  return { url, ...(length ? { length } : {}), ...(type ? { type } : {}) };
}

function ofTheOnlyOne(fields: Fields): Fields {
  const said = Object.entries(OF_THE_ONLY_ONE).map(([name, names]) => [name, textOf(fields, names)] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

function enclosureFrom(record: Fields, base: LinkBase, isSure: boolean): Enclosure | undefined {
  const address = ADDRESS.map((name) => record[name]).find((value) => typeof value === 'string' && value.trim() !== '');
  // Hugo: a pattern for many files, none of which it names.
  const url = typeof address === 'string' && !address.includes('*') ? absoluteUri(address, base) : undefined;
  if (!url || /^(?:mailto|tel):/.test(url)) return undefined;
  const [said, named] = [typeSaid(textOf(record, TYPE)), typeByName(url.split(/[?#]/, 1)[0] ?? '')];
  const type = isOfAnything(said) ? (named ?? said) : (said ?? named);
  if (!isSure && !PLAYED_OR_READ.test(type ?? '')) return undefined;
  const [length, seconds] = [lengthFrom(textOf(record, LENGTH)), secondsFrom(textOf(record, DURATION))];
  const [width, height] = [pixelsOf(record.width), pixelsOf(record.height)];
  const title = plainLine(textOf(record, ['title', 'name', 'caption']) ?? '');
  return {
    url,
    ...(type ? { type } : {}),
    ...(length ? { length } : {}),
    ...(title ? { title } : {}),
    ...(seconds ? { durationSeconds: seconds } : {}),
    ...(width && height ? { width, height } : {}),
  };
}

const PLAYED_OR_READ = /^(?:audio|video)\/|^application\/pdf$/;

/** A media type, or what an author takes for one: `mp3`. */
function typeSaid(text: string | undefined): string | undefined {
  const word = text?.trim().toLowerCase() ?? '';
  if (word.length > 100) return undefined;
  return /^[a-z]+\/[a-z0-9][a-z0-9.+-]*$/.test(word) ? word : typeByName(`file.${word}`);
}

/** Bytes; undefined for “12 MB”, which is a guess. */
function lengthFrom(text: string | undefined): number | undefined {
  const digits = text?.trim().replace(/[,_]/g, '') ?? '';
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

/** “1:02:03”, “62:03” or seconds. */
function secondsFrom(text: string | undefined): number | undefined {
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,7})(?:\.\d{1,9})?$/.exec(text?.trim() ?? '');
  return match ? Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3]) : undefined;
}
