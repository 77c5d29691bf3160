// What an operator reads: numbers, sizes, shares, spans, hours of a place.
import { expect, test } from 'vitest';
import { LATENCY_MS } from '../../src/audience.ts';
import { bytes, counted, fromNow, moment, number, share, span } from '../../src/render/amount.ts';
import { dayTicks, hourName, hourTicks } from '../../src/render/calendar.ts';
import { BEYOND_MS, boundOf, saidBound } from '../../src/render/latency.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.00 kB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [38_240_000, '38.2 MB'],
  [4.2e9, '4.20 GB'],
  [7e12, '7.00 TB'],
  [3e18, '3,000 PB'],
])('%d bytes are %s', (value, said) => expect(bytes(value)).toBe(said));

test.each([
  // All and nothing are said only when they are meant.
  [0, 0, '–'],
  [0, 9, '0%'],
  [1, 1000, 'under 1%'],
  [1, 2, '50%'],
  [999, 1000, 'over 99%'],
  [9, 9, '100%'],
])('%d of %d are %s', (part, of, said) => expect(share(part, of)).toBe(said));

test.each([
  [0.412, '412 ms'],
  [1, '1 second'],
  [12, '12 seconds'],
  [90, '90 seconds'],
  [1804, '30 minutes'],
  [3587, '1 hour'],
  [5400, '90 minutes'],
  [86_400, '1 day'],
  [30 * 86_400, '30 days'],
])('%d seconds are %s', (seconds, said) => expect(span(seconds)).toBe(said));

test('numbers have commas, one is singular, and moments are said from now', () => {
  expect(number(1_234_567)).toBe('1,234,567');
  expect([counted(1, 'file'), counted(0, 'file'), counted(2, 'copy', 'copies')]).toEqual([
    '1 file',
    '0 files',
    '2 copies',
  ]);
  const now = new Date('2025-11-26T23:05:00Z');
  expect(fromNow(new Date('2025-11-26T23:02:00Z'), now)).toBe('3 minutes ago');
  expect(fromNow(new Date('2025-11-27T01:05:00Z'), now)).toBe('in 2 hours');
  expect(fromNow(now, now)).toBe('now');
  expect(moment({ timezone: 'Europe/Kyiv' }, now).toString()).toBe(
    '<time datetime="2025-11-26T23:05:00Z">27 Nov 2025, 01:05</time>',
  );
});

const buckets = (...counts: readonly number[]) => [...LATENCY_MS, 0].map((_, bucket) => counts[bucket] ?? 0);
test.each([
  { of: 'no answer', latency: buckets(), half: undefined, most: undefined },
  { of: 'one fast answer', latency: buckets(1), half: 0.25, most: 0.25 },
  { of: 'a slow one in a hundred', latency: buckets(0, 99, 0, 0, 1), half: 0.5, most: 0.5 },
  { of: 'two slow ones in a hundred', latency: buckets(0, 98, 0, 0, 2), half: 0.5, most: 5 },
  { of: 'all too slow', latency: [...LATENCY_MS.map(() => 0), 3], half: BEYOND_MS, most: BEYOND_MS },
])('of $of, half took $half ms and 99% $most ms', ({ latency, half, most }) => {
  expect(boundOf(latency, 0.5)).toBe(half);
  expect(boundOf(latency, 0.99)).toBe(most);
});

test('a bound is said as one', () => {
  expect([undefined, 0.25, 5, 1000, BEYOND_MS].map(saidBound)).toEqual([
    '–',
    'under 0.25 ms',
    'under 5 ms',
    'under 1 s',
    'over 1 s',
  ]);
});

const hour = (time: string) => Date.parse(time) / 3_600_000;
test.each([
  { timezone: 'UTC', ticks: ['12:00', 'Mon', '12:00', 'Tue'] },
  // Here Monday begins half an hour within an hour of UTC: the first hour that begins in it bears its name.
  { timezone: 'Asia/Kolkata', ticks: ['12:30', 'Mon', '12:30', 'Tue'] },
  // In the night to Sunday, clocks were put back.
  { timezone: 'Europe/Berlin', ticks: ['12:00', 'Mon', '12:00', 'Tue'] },
])('midnights and noons are those of $timezone', ({ timezone, ticks }) => {
  const first = hour('2025-10-26T01:00:00Z');
  const found = hourTicks(first, 48, timezone);
  expect(found.map(({ label }) => label)).toEqual(ticks);
  for (const { place, label } of found)
    expect(hourName(first + place, timezone)).toMatch(label.includes(':') ? label : /^(?:Mon|Tue), .* 00:[03]0$/);
});

test.each([1, 2, 7, 30, 45, 90, 400])('under %d days stand a few dates', (days) => {
  const ticks = dayTicks(20_418, days);
  expect(ticks.length).toBeGreaterThan(0);
  expect(ticks.length).toBeLessThanOrEqual(4);
});
