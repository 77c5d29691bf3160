// Days and hours, counted from 1970 in UTC -> what is written under a chart. Pure.
import { scaleUtc } from 'd3-scale';
import { utcFormat } from 'd3-time-format';
import { IANAZone } from 'luxon';
import type { Chart } from './chart.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** More would touch on a phone. */
const MOST_TICKS = 4;

const dayAndMonth = utcFormat('%-d %b');
const dayInFull = utcFormat('%a, %-d %b %Y');
const weekday = utcFormat('%a');
const clock = utcFormat('%H:%M');
const hourInFull = utcFormat('%a, %-d %b %H:%M');

/** A few days at round distances. */
export function dayTicks(first: number, days: number): Chart['ticks'] {
  const dates = scaleUtc([new Date(first * DAY_MS), new Date((first + Math.max(days - 1, 1)) * DAY_MS)], [0, 1]).ticks(
    MOST_TICKS,
  );
  const ticks = dates.flatMap((date) => {
    const place = date.getTime() / DAY_MS - first;
    return Number.isInteger(place) ? [{ place, label: dayAndMonth(date) }] : [];
  });
  const every = Math.ceil(ticks.length / MOST_TICKS);
  return ticks.filter((_, index) => index % every === 0);
}

/** `Wed, 26 Nov 2025`. */
export function dayName(day: number): string {
  return dayInFull(new Date(day * DAY_MS));
}

/** Midnights and noons, as they are where the site is. */
export function hourTicks(first: number, hours: number, timezone: string): Chart['ticks'] {
  const half = (hour: number) => Math.floor(there(hour, timezone).getTime() / (12 * HOUR_MS));
  return Array.from({ length: hours }, (_, place) => ({ place, at: first + place }))
    .filter(({ place, at }) => place > 0 && half(at) !== half(at - 1))
    .map(({ place, at }) => ({ place, label: (half(at) % 2 === 0 ? weekday : clock)(there(at, timezone)) }));
}

/** `Wed, 26 Nov 14:00`, as it is where the site is. */
export function hourName(hour: number, timezone: string): string {
  return hourInFull(there(hour, timezone));
}

/** A date whose UTC fields are what the clocks show there: all that formats of d3 know is UTC, and where this machine is. */
function there(hour: number, timezone: string): Date {
  const at = hour * HOUR_MS;
  return new Date(at + IANAZone.create(timezone).offset(at) * 60_000);
}
