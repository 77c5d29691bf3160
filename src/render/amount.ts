// Numbers, sizes, shares and times -> as an operator reads them. Pure.
import { type Html, html } from './html.ts';
import type { PageSite } from './page.ts';
import { rfc3339 } from './xml.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en', { style: 'percent' });
const sizes = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'].map(
  (unit) =>
    new Intl.NumberFormat('en', { style: 'unit', unit, minimumSignificantDigits: 3, maximumSignificantDigits: 3 }),
);

/** `1,204`. */
export function number(value: number): string {
  return whole.format(value);
}

/** `1.2K`: where there is little room. */
export function shortNumber(value: number): string {
  return short.format(value);
}

/** `1 article`, `1,204 articles`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** `38.2 MB`. */
export function bytes(value: number): string {
  if (value < 1000) return counted(value, 'byte');
  let [unit, rest] = [0, value / 1000];
  // What would be written as 1,000 of a unit is one of the next.
  while (rest >= 999.5 && unit < sizes.length - 1) [unit, rest] = [unit + 1, rest / 1000];
  return sizes[unit]?.format(rest) ?? '';
}

/** `97%`; all and nothing are only said when they are meant. */
export function share(part: number, of: number): string {
  if (of === 0) return '–';
  const ratio = part / of;
  if (ratio > 0 && ratio < 0.005) return 'under 1%';
  if (ratio < 1 && ratio >= 0.995) return 'over 99%';
  return percent.format(ratio);
}

const SPANS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'minute', seconds: 60 },
] as const;

/** `15 minutes`, `2 hours`: one unit, and the smaller one where the larger would say too little. */
export function span(seconds: number): string {
  for (const { name, seconds: one } of SPANS) {
    const count = seconds / one;
    if (count >= 1.995 || Math.abs(count - 1) < 0.03) return counted(Math.round(count), name);
  }
  return seconds < 1 ? `${number(seconds * 1000)} ms` : counted(Math.round(seconds), 'second');
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: timezone });
  formats.set(timezone, made);
  return made;
}

/** A moment in the time zone of the site. */
export function moment({ timezone }: Pick<PageSite, 'timezone'>, at: Date): Html {
  return html`<time datetime="${rfc3339(at)}">${formatOf(timezone).format(at)}</time>`;
}

/** How far a moment is from another: `3 minutes ago`, `in 2 hours`. */
export function fromNow(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) < 1) return 'now';
  return seconds < 0 ? `${span(-seconds)} ago` : `in ${span(seconds)}`;
}
