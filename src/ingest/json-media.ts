// Audio, video and other files that a JSON object names -> the fields that enclosures.ts reads, and links to what only a
// page elsewhere can play.
import { isOfAnything, typeByName } from '../media.ts';
import { escapeMarkup, oneLine } from '../text.ts';
import { fromLines } from './enclosures.ts';
import type { Fields } from './fields.ts';
import { plainTitle } from './html.ts';
import { addressOf, type Members, scalarOf } from './json-names.ts';
import { isRecord, type JsonRecord } from './json-syntax.ts';

/** Where a video is played, or what an article is about. */
export type Page = { readonly url: string; readonly title?: string };

const MEDIA = (
  'attachments enclosures enclosure audio audios audiourl audiofile video videos videourl videofile podcast podcasturl ' +
  'podcastfile mp3 mp3url media mediaurl associatedmedia files file contenturl embedurl'
).split(' ');
const TYPE = 'mime_type mimeType mimetype contentType contenttype encodingFormat type'.split(' ');
const LENGTH = 'size_in_bytes sizeInBytes sizeinbytes length size filesize file_size'.split(' ');
/** Not served from here, yet found elsewhere. */
const MORE_TYPES: Readonly<Record<string, string>> = { mkv: 'video/x-matroska', ogv: 'video/ogg' };
const MEDIA_TYPE = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,99}$/i;

/** What belongs to an article beside its text and its lead picture: files, and pages that are none. */
export function mediaOf(members: Members): { readonly files: readonly Fields[]; readonly pages: readonly Page[] } {
  const files: Fields[] = [];
  const pages = new Map<string, Page>();
  const itunes = members.get('itunes')?.value;
  const ofFeed = isRecord(itunes) ? itunes.duration : members.get('itunesduration')?.value;
  const duration = secondsOf(members.get('duration')?.value) ?? secondsOf(ofFeed);
  for (const value of MEDIA.flatMap((name) => listOf(members.get(name)?.value))) {
    const record: JsonRecord = isRecord(value) ? value : typeof value === 'string' ? fromLines(value) : {};
    const url = addressOf(record);
    if (!url) continue;
    const title = oneLine(plainTitle(scalarOf(record.title ?? record.name) ?? ''));
    const type = typeOf(record, url);
    if (type) files.push({ url, type, title, ...measuresOf(record, type, duration) });
    // A relative address of who knows what leads nowhere: `file: "a.md"`.
    else if (/^https?:/i.test(url)) pages.set(url, { url, ...(title ? { title } : {}) });
  }
  return { files, pages: [...pages.values()] };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** A media type, as the record has it or by the end of a name; a page that shows a video is no file. */
function typeOf(record: JsonRecord, url: string): string | undefined {
  const said = scalarOf(TYPE.map((name) => record[name]).find((type) => typeof type === 'string'))?.trim() ?? '';
  const type = MEDIA_TYPE.test(said) ? said.toLowerCase() : undefined;
  if (type && !isOfAnything(type)) return type;
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return typeByEnd(path) ?? type ?? typeByEnd(`file.${said}`);
}

function typeByEnd(path: string): string | undefined {
  const end = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return typeByName(path) ?? (Object.hasOwn(MORE_TYPES, end) ? MORE_TYPES[end] : undefined);
}

/** @param whole how long the article's video is, whatever files there are of it */
function measuresOf(record: JsonRecord, type: string, whole: number | undefined): Fields {
  const isPlayed = /^(?:audio|video)\//.test(type);
  return {
    length: LENGTH.map((name) => record[name]).find((length) => length !== undefined),
    duration: secondsOf(record.duration_in_seconds ?? record.duration) ?? (isPlayed ? whole : undefined),
    width: record.width,
    height: record.height,
  };
}

/** Seconds from a number, `1:02:03` or `PT1H2M3S`. */
function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value > 0 && value < 1e7 ? Math.round(value) : undefined;
  const text = typeof value === 'string' ? value.slice(0, 40).trim() : '';
  const iso = /^P(?:(\d{1,3})D)?T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,7})(?:\.\d+)?S)?$/i.exec(text);
  const clock = /^(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,7})(?:\.\d+)?$/.exec(text);
  const [days, hours, minutes, seconds] = (iso?.slice(1) ?? [0, ...(clock?.slice(1) ?? [])]).map((part) =>
    Number(part ?? 0),
  );
  return (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0) || undefined;
}

/** The way to what is played elsewhere; where an article is nothing else, its title leads there. */
export function linksTo(pages: readonly Page[], content: string, title: string | undefined): string {
  return pages
    .filter(({ url }) => !content.includes(escapeMarkup(url)))
    .map(({ url, title: own }, index) => {
      const text = own ?? (content === '' && index === 0 ? title : undefined) ?? URL.parse(url)?.host ?? url;
      return `<p><a href="${escapeMarkup(url)}">${escapeMarkup(oneLine(text))}</a></p>`;
    })
    .join('\n');
}
