import { expect, test } from 'vitest';
import type { LeaveOut } from '../../src/ingest/reading.ts';
import { readArticle } from '../support/read.ts';

const modified = new Date('2024-05-06T07:08:09Z');
const nothing: LeaveOut = { paragraphs: [], after: [] };

function read(text: string, { path = 'a.md', leaveOut = nothing, folderTags = false } = {}) {
  const settings = { zone: 'UTC', leaveOut, folderTags };
  const { reading } = readArticle(Buffer.from(text), path, modified, settings);
  if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${JSON.stringify(reading)}`);
  return reading;
}

const TEXT =
  'Storks are back in the valley.\n\nSupport our work: give today.\n\nThey came early.\n\nMore to read\n\nOther news.';

test.each([
  { what: 'a whole paragraph', leaveOut: { paragraphs: ['They came early.'], after: [] }, kept: [0, 1, 3, 4] },
  { what: 'in any case', leaveOut: { paragraphs: ['they CAME early.'], after: [] }, kept: [0, 1, 3, 4] },
  { what: 'a beginning', leaveOut: { paragraphs: ['Support our work*'], after: [] }, kept: [0, 2, 3, 4] },
  { what: 'an end', leaveOut: { paragraphs: ['*today.'], after: [] }, kept: [0, 2, 3, 4] },
  { what: 'a middle', leaveOut: { paragraphs: ['*work*give*'], after: [] }, kept: [0, 2, 3, 4] },
  {
    what: 'what no paragraph is',
    leaveOut: { paragraphs: ['work*', 'today.*today.'], after: [] },
    kept: [0, 1, 2, 3, 4],
  },
  { what: 'all from a line on', leaveOut: { paragraphs: [], after: ['More to read'] }, kept: [0, 1, 2] },
  { what: 'both', leaveOut: { paragraphs: ['Support*'], after: ['More*'] }, kept: [0, 2] },
])('the publication leaves out $what', ({ leaveOut, kept }) => {
  const expected = TEXT.split('\n\n').filter((_, index) => kept.includes(index));
  for (const path of ['a.md', 'a.txt']) {
    const { entry, remarks } = read(TEXT, { path, leaveOut });
    expect(entry.content).toBe(expected.map((line) => `<p>${line}</p>`).join('\n'));
    expect(remarks.map(({ kind }) => kind)).toEqual(kept.length === 5 ? [] : expect.arrayContaining(['left out']));
  }
});

test('an appeal before the lede is neither headline nor summary', () => {
  const { entry, remarks } = read(`Support us!\n\n${TEXT}`, { leaveOut: { paragraphs: ['Support us*'], after: [] } });
  expect(entry).toMatchObject({ title: 'Storks are back in the valley', summary: 'Storks are back in the valley.' });
  expect(remarks).toEqual([{ kind: 'left out', why: 'a paragraph that the site file names', text: 'Support us!' }]);
});

test.each([
  { first: 'Storks are back', kept: false },
  { first: '**Storks** are  back.', kept: false },
  { first: '## Storks are back', kept: false },
  { first: 'Storks are back, and here is why.', kept: true },
  // Nothing that can be seen or followed is lost.
  { first: '[Storks are back](https://example.org/)', kept: true },
])('a first line “$first” under the title “Storks are back”: kept $kept', ({ first, kept }) => {
  const { entry, remarks } = read(`---\ntitle: Storks are back\n---\n${first}\n\nThey came early.`);
  expect(entry.content.includes('<p>They came early.</p>')).toBe(true);
  expect(/torks/.test(entry.content)).toBe(kept);
  expect(remarks).toEqual(kept ? [] : [{ kind: 'left out', why: expect.any(String), text: 'Storks are back' }]);
});

test('a text that is nothing but its title keeps it', () => {
  expect(read('---\ntitle: Storks\n---\nStorks\n').entry.content).toBe('<p>Storks</p>');
});

test.each([
  { path: 'a.md', tags: ['One'] },
  { path: 'business/a.md', tags: ['One', 'business'] },
  { path: 'news/business/a.txt', tags: ['One', 'business'] },
  // Years and months say when, not what about.
  { path: 'business/2024/05/a.txt', tags: ['One', 'business'] },
  { path: '2024/05/a.md', tags: ['One'] },
])('$path: where the publication wishes it, the folder is a tag', ({ path, tags }) => {
  const text = path.endsWith('.md') ? '---\ntags: [One]\n---\nText.' : 'Text.\n\nTags: One';
  expect(read(text, { path, folderTags: true }).entry.tags).toEqual(tags);
  expect(read(text, { path }).entry.tags).toEqual(['One']);
});

test('what was left out after `Related:` is told', () => {
  expect(read('Text.\n\nRelated:\n\nSupport us.\nAnd them.\n\nTags: One', { path: 'a.txt' }).remarks).toEqual([
    { kind: 'left out', why: 'what follows `Related:`', text: 'Support us. And them.' },
  ]);
});
