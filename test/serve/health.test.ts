// When an operator has to do something, and what is said of it.
import { expect, test } from 'vitest';
import type { Runs } from '../../src/runs.ts';
import { healthOf } from '../../src/serve/health.ts';

const now = new Date('2030-01-01T12:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const run = (at: number, tookMs = 100) => ({ at: minutes(at), tookMs, counts: {} });

const cases: readonly { when: string; runs: Runs; status: 'pass' | 'warn'; said: RegExp }[] = [
  { when: 'nothing is known yet', runs: { isWatching: false }, status: 'pass', said: /^All is well\.$/ },
  {
    when: 'the next refresh is to come',
    runs: { last: run(-3), next: minutes(2), isWatching: true },
    status: 'pass',
    said: /^All is well\.$/,
  },
  {
    when: 'the refresh that is due is under way',
    runs: { last: run(-6), next: minutes(-1), isWatching: true },
    status: 'pass',
    said: /^All is well\.$/,
  },
  {
    when: 'one refresh was missed, and the next one, too',
    runs: { last: run(-11), next: minutes(-6), isWatching: true },
    status: 'warn',
    said: /^The refresh that was due at 2030-01-01T11:54Z has not been done\.$/,
  },
  {
    when: 'a daily refresh is twenty minutes late',
    runs: { last: run(-24 * 60 - 20), next: minutes(-20), isWatching: true },
    status: 'warn',
    said: /has not been done/,
  },
  {
    when: 'a refresh that takes five minutes is twenty minutes late',
    runs: { last: run(-24 * 60 - 20, 5 * 60_000), next: minutes(-20), isWatching: true },
    status: 'pass',
    said: /well/,
  },
  {
    when: 'the first comparison takes a while',
    runs: { next: minutes(-9), isWatching: true },
    status: 'pass',
    said: /well/,
  },
  {
    when: 'the last refresh failed',
    runs: { last: { ...run(-1), error: 'EACCES:\nno' }, next: minutes(4), isWatching: true },
    status: 'warn',
    said: /^The last refresh failed: EACCES: no\.$/,
  },
];

test.each(cases)('$status when $when', ({ runs, status, said }) => {
  const health = healthOf({ runs, loss: undefined, refused: 0 }, now);
  expect(health).toEqual({ status, said: expect.stringMatching(said) });
});

test('what is gravest is said first, on one line', () => {
  const runs: Runs = { last: { ...run(-1), error: `EIO ${'x'.repeat(1000)}` }, isWatching: true };
  const { status, said } = healthOf({ runs, loss: { gone: 20, known: 30 }, refused: 3 }, now);
  expect(status).toBe('warn');
  expect(said).toMatch(/^20 of 30 articles are gone, .+ The last refresh failed: EIO .*\. 3 files are refused\.$/);
  expect(said.length).toBeLessThan(400);
});

test('a file that is refused is said to be one', () => {
  const runs: Runs = { isWatching: true };
  expect(healthOf({ runs, loss: undefined, refused: 1 }, now)).toEqual({ status: 'warn', said: 'A file is refused.' });
});
