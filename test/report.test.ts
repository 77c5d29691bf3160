// What a refresh prints: for people what they can read, for programs everything.
import { expect, test } from 'vitest';
import type { RefreshReport } from '../src/refresh.ts';
import { linesOf } from '../src/report.ts';
import { printed } from '../src/say.ts';

const nothing: RefreshReport = { changes: [], problems: [], unsettled: [], isCutShort: false };

function added(path: string): RefreshReport['changes'][number] {
  return { kind: 'added', path, id: 'urn:uuid:1', title: 'It rained' };
}

function forPeople(...of: Parameters<typeof linesOf>): string[] {
  return linesOf(...of).flatMap((lines) => printed(lines, true));
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
