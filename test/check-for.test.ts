// What people and programs are told of one rule of an aggregator.
import { expect, test } from 'vitest';
import { findingLine } from '../src/check-for.ts';
import { takerNamed } from '../src/takers/takers.ts';

const msn = takerNamed('msn');
const rule = msn?.rules[1];
if (!msn || !rule) throw new Error('Expected msn to have rules');
const failures = Array.from({ length: 12 }, (_, index) => ({
  name: `${index}\n.txt`,
  why: 'its title has 9 characters',
}));

test('the first five articles are named, and the others counted', () => {
  const { text, facts } = findingLine(msn, { rule, outcome: 'failed', passed: 3, failures, unknown: 0 });
  expect(text.split('\n')).toEqual([
    'failed     NEWS-08  Each title has 20 to 150 characters.',
    ...[0, 1, 2, 3, 4].map((index) => `             ${index} .txt  its title has 9 characters`),
    '             ... and 7 more',
    '  to do      Give the article a longer or a shorter title.',
  ]);
  expect(facts).toEqual({
    event: 'failed',
    for: 'msn',
    rule: 'NEWS-08',
    level: 'must',
    asks: 'Each title has 20 to 150 characters.',
    passed: 3,
    failed: 12,
    first: failures.slice(0, 5),
    remedy: 'Give the article a longer or a shorter title.',
  });
});

test('a rule that is met takes one line, unless something cannot be told', () => {
  const met = { rule, outcome: 'passed', passed: 3, failures: [], unknown: 0 } as const;
  expect(findingLine(msn, met).text).toBe('passed     NEWS-08  Each title has 20 to 150 characters.');
  expect(findingLine(msn, { ...met, unknown: 2 }).text.split('\n')[1]).toContain('of 2 it cannot be told from here');
});
