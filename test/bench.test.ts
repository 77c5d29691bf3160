// The benchmark, as far as it can go wrong before it begins.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bench = fileURLToPath(new URL('../bench/refresh.ts', import.meta.url));

test.each([
  { words: ['many'], problem: 'Expected articles to be a whole number from 1 to 99999999, got `many`\n' },
  { words: ['0'], problem: 'Expected articles to be a whole number from 1 to 99999999, got `0`\n' },
  { words: ['10', '1.5'], problem: 'Expected rounds to be a whole number from 1 to 99999999, got `1.5`\n' },
])('of $words says what it expected, and does not begin', ({ words, problem }) => {
  const { status, stderr } = spawnSync(process.execPath, [bench, ...words], { encoding: 'utf8', timeout: 60_000 });
  expect({ status, stderr }).toEqual({ status: 2, stderr: problem });
});
