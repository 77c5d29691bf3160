// The rules for podcasts and for those who gather news, held against the tests: each is behind one by its id, or it is written
// here why it does not apply.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const numbered = (family: string, numbers: readonly number[]) =>
  numbers.map((number) => `${family}-${String(number).padStart(2, '0')}`);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

const RULES = [
  ...numbered('POD', [1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24, 25]),
  ...numbered('NEWS', upTo(20)),
];

const NEWSML = 'NewsML-G2 is not offered: nobody has asked for it, and ninjs says the same (docs/aggregators.md)';
const REASONS: ReadonlyMap<string, string> = new Map([
  [
    'POD-25',
    'podping is a service of others, which nobody is told of without having asked for it; there is no such setting',
  ],
  ['NEWS-17', NEWSML],
  ['NEWS-18', NEWSML],
  ['NEWS-19', NEWSML],
]);

/** The rules of these families that tests name, in code: a comment tests nothing. */
const named = new Set(
  globSync('**/*.test.ts', { cwd: import.meta.dirname })
    .filter((path) => path !== 'rules.test.ts')
    .map((path) =>
      readFileSync(join(import.meta.dirname, path), 'utf8').replace(/^\s*(?:\/?\*|\/\/).*$|\s\/\/ .*$/gm, ''),
    )
    .flatMap((code) => code.match(/\b(?:POD|NEWS)-\d+/g) ?? []),
);

test.each(RULES)('%s has a test, or a reason why it does not apply', (rule) => {
  expect(named.has(rule)).toBe(!REASONS.has(rule));
});

test('tests name no rule that there is not', () => {
  expect([...named, ...REASONS.keys()].filter((rule) => !RULES.includes(rule))).toEqual([]);
});
