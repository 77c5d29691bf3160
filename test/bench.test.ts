// The benchmark, as far as it can go wrong before it begins.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const benchOf = (name: string) => fileURLToPath(new URL(`../bench/${name}.ts`, import.meta.url));

test.each([
  {
    bench: 'refresh',
    words: ['many'],
    problem: 'Expected articles to be a whole number from 1 to 99999999, got `many`\n',
  },
  { bench: 'refresh', words: ['0'], problem: 'Expected articles to be a whole number from 1 to 99999999, got `0`\n' },
  {
    bench: 'refresh',
    words: ['10', '1.5'],
    problem: 'Expected rounds to be a whole number from 1 to 99999999, got `1.5`\n',
  },
  { bench: 'serve', words: ['many'], problem: 'Expected rounds to be a whole number from 1 to 9999, got `many`\n' },
  { bench: 'audience', words: ['many'], problem: 'Expected rounds to be a whole number from 1 to 9999, got `many`\n' },
  { bench: 'serve', words: ['5', '0'], problem: 'Expected turns to be a whole number from 1 to 9999, got `0`\n' },
])('$bench of $words says what it expected, and does not begin', ({ bench, words, problem }) => {
  const { status, stderr } = spawnSync(process.execPath, [benchOf(bench), ...words], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect({ status, stderr }).toEqual({ status: 2, stderr: problem });
});
