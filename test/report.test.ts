// What a refresh prints: for people what they can read, for programs everything.
import { expect, test } from 'vitest';
import type { RefreshReport } from '../src/refresh.ts';
import { partsOf } from '../src/report.ts';
import { printed } from '../src/say.ts';

const nothing: RefreshReport = { changes: [], problems: [], counts: {}, unsettled: [], isCutShort: false };

function added(path: string): RefreshReport['changes'][number] {
  return { kind: 'added', path, id: 'urn:uuid:1', title: 'It rained' };
}

function forPeople(report: RefreshReport, kept: Parameters<typeof partsOf>[1]): string[] {
  return partsOf(report, kept, 'npm start --').flatMap(({ lines, total }) => printed(lines, true, total));
}

test('a file name stays on one line and drives no terminal', () => {
  const path = 'a\nrefused    b\u001b[2J.txt';
  const problem = { path, expected: 'text', found: 'noise' };
  expect(forPeople({ ...nothing, changes: [added(path)], unsettled: [path] }, [problem]).slice(0, -1)).toEqual([
    'added      a refused b[2J.txt  It rained',
    'refused    a refused b[2J.txt: expected text, found noise',
    'waiting    a refused b[2J.txt  is still being written',
  ]);
});

test('people get the first fifty of a kind and the number of the others, programs get all', () => {
  const changes = Array.from({ length: 1000 }, (_, index) => added(`${index}.txt`));
  // A report holds the first changes only, and the number of all.
  const lines = forPeople({ ...nothing, changes, counts: { added: 5000 } }, []);
  expect(lines).toHaveLength(52);
  expect(lines.slice(49)).toEqual(['added      49.txt  It rained', '... and 4950 more', 'Done: 5000 added.']);
  const parts = partsOf({ ...nothing, changes, counts: { added: 1000 } }, [], 'tagwire');
  expect(parts.flatMap(({ lines }) => printed(lines, false))).toHaveLength(1001);
});

test('the last line counts what is refused, now and from earlier', () => {
  const [kept, now] = ['kept.md', 'now.md'].map((path) => ({ path, expected: 'text', found: 'noise' }));
  const problems = [kept, now].flatMap((problem) => problem ?? []);
  expect(
    forPeople(
      { ...nothing, problems, changes: [added('a.txt')], counts: { added: 1, refused: 1 } },
      problems.slice(0, 1),
    ).at(-1),
  ).toBe('Done: 1 added, 2 refused.');
  expect(forPeople({ ...nothing, problems }, problems).at(-1)).toBe('Nothing has changed: 2 refused.');
  expect(forPeople(nothing, []).at(-1)).toBe('Nothing has changed.');
});

test('after a loss people are told what to type, as they called us', () => {
  const [line] = forPeople({ ...nothing, loss: { gone: 11, known: 12 } }, []);
  expect(line).toMatch(/^11 of 12 articles are gone, .+: npm start -- refresh --confirm-loss$/);
});
