import { expect, test } from 'vitest';
import { planRestart } from '../src/restart.ts';

test.each([
  { what: 'the first death is answered at once', early: 0, livedMs: 5, next: { early: 1, waitMs: 0 } },
  { what: 'the second after a second', early: 1, livedMs: 5, next: { early: 2, waitMs: 1000 } },
  { what: 'the next after twice as long', early: 2, livedMs: 9_999, next: { early: 3, waitMs: 2000 } },
  { what: 'never later than after a minute', early: 40, livedMs: 5, next: { early: 41, waitMs: 60_000 } },
  { what: 'whoever has lived long begins anew', early: 7, livedMs: 10_000, next: { early: 0, waitMs: 0 } },
])('$what', ({ early, livedMs, next }) => {
  expect(planRestart(early, livedMs)).toEqual(next);
});
