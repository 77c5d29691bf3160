// The dates that authors write -> moments. A date without a zone is meant in the publication's own.
import { DateTime } from 'luxon';
import { foldSpace } from '../text.ts';
import { isoFromWords } from './month-names.ts';

export type Moment = { readonly at: Date; readonly isDateOnly: boolean };

const FORMATS = [
  'yyyy/MM/dd',
  'yyyy/MM/dd HH:mm:ss',
  'yyyy/MM/dd HH:mm',
  'yyyy-M-d',
  'd LLLL yyyy',
  'd LLL yyyy',
  'd LLL yyyy H:mm',
  'd LLLL yyyy H:mm',
  'LLLL d, yyyy',
  'LLL d, yyyy',
  'LLLL d yyyy',
  'LLL d yyyy',
  'dd.MM.yyyy',
  'yyyy.MM.dd',
  'yyyy-MM-dd h:mm a',
  'yyyy-MM-dd h:mm:ss a',
];
/** No date is longer, and patterns take their time with a text that is none. */
const LONGEST_DATE = 100;
const HAS_YEAR = /\d{4}/;
const HAS_TIME = /\d:\d/;
/** Since 1970, of 9 or 10 digits in seconds, which begin in 1973, of 13 in milliseconds, of 16 in microseconds. */
const TIMESTAMP = /^(\d{9,10})(?:\.\d{1,9})?$|^(\d{10})\d{3}(?:\d{3})?(?:\.\d{1,9})?$/;

/**
 * Reads ISO 8601, RFC 2822, SQL-like and common written dates, and timestamps.
 * @param zone IANA name that applies when the text has none
 * @returns undefined when the text is no date, or its year is outside 1000-9999
 */
export function parseDate(text: string, zone: string): Moment | undefined {
  // A mere time would be taken for today's: two runs on two days would differ.
  if (text.length > LONGEST_DATE || !HAS_YEAR.test(text)) return undefined;
  const stamp = TIMESTAMP.exec(text.trim());
  if (stamp) return { at: new Date(Number(stamp[1] ?? stamp[2]) * 1000), isDateOnly: false };
  const trimmed = text
    .trim()
    .replace(/\s+(?:UTC|GMT)$/i, 'Z')
    .replace(/ Z$/, 'Z')
    // Nikola: “UTC+02:00”.
    .replace(/(?<=\d) ?(?:UTC|GMT)(?=[+-]\d)/i, ' ')
    .replace(/^(\p{L}+\.? \d{1,2})(?:st|nd|rd|th)\b/u, '$1');
  const options = { zone, locale: 'en' };
  const readings = [
    () => DateTime.fromISO(trimmed, options),
    // “2019-03-26 09:00:00 -0500”, as Jekyll and Hugo sites write it.
    () => DateTime.fromISO(trimmed.replace(/^(\S+)[ T]+(\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)\s*(.*)$/, isoParts), options),
    () => DateTime.fromRFC2822(text.trim(), options),
    ...FORMATS.map((format) => () => DateTime.fromFormat(trimmed, format, options)),
    () => DateTime.fromISO(isoFromWords(foldSpace(trimmed)) ?? '', options),
    () => DateTime.fromISO(isoFromSlashes(trimmed) ?? '', options),
  ];
  for (const read of readings) {
    const date = read();
    if (!date.isValid || date.year < 1000 || date.year > 9999) continue;
    // Whole seconds: RSS can say no more, and all formats must say the same.
    return { at: date.startOf('second').toJSDate(), isDateOnly: !HAS_TIME.test(trimmed) };
  }
  return undefined;
}

function isoParts(_: string, day: string, time: string, zone: string): string {
  return `${day.replaceAll('/', '-')}T${time.indexOf(':') === 1 ? '0' : ''}${time}${zone.replace(/^([+-])(\d)$/, '$10$2')}`;
}

/** “05/29/2007” and “29/05/2007” can mean one day only; what can mean two is no date. */
function isoFromSlashes(text: string): string | undefined {
  const [, one = '', other = '', year, time = ''] =
    /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:,? (\d{2}:\d{2}(?::\d{2})?))?$/.exec(text) ?? [];
  const [first, second] = [Number(one), Number(other)];
  if (year === undefined || (first <= 12 && second <= 12 && first !== second)) return undefined;
  const [month, day] = first > 12 ? [second, first] : [first, second];
  const two = (number: number) => String(number).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}${time && `T${time}`}`;
}

const IN_PATH = /(?:^|[/_])(\d{4})([-/])(\d{2})\2(\d{2})(?=[-_/.]|$)/;
/** A file's name that begins with eight digits, as `20190326 Title.md`, when they are a day of our times. */
const COMPACT_IN_NAME = /(?:^|\/)((?:19|20)\d{2})()(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[-_. ][^/]*$)/;

/** The day that a path names, as in `2019-03-26-title.md` or `2023/09/25/title`. */
export function dateInPath(path: string, zone: string): Moment | undefined {
  const match = IN_PATH.exec(path) ?? COMPACT_IN_NAME.exec(path);
  return match ? parseDate(`${match[1]}-${match[3]}-${match[4]}`, zone) : undefined;
}
