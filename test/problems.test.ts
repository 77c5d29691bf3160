// The problem book: what is wrong with which file, since when, until it is mended.
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refresh } from '../src/refresh.ts';
import { problemLines } from '../src/report.ts';
import { article, publication, put } from './support/publication.ts';

const at = (hour: number) => () => new Date(Date.UTC(2031, 0, 1, hour));
const WRONG = '---\ntitle: A\ndate: whenever\n---\nText.\n';
const problem = {
  path: 'a.md',
  line: 3,
  field: 'date',
  expected: 'a date such as 2025-06-25 or 2025-06-25T15:30:00Z',
  found: '"whenever"',
};

test('a refused file is in the book with its reason, since when and until when; it is gone when it is mended', async () => {
  const site = publication();
  put(site.articles, 'a.md', WRONG);
  await site.refresh({}, at(1));
  const known = async () => (await site.store()).problems();
  const times = { firstSeen: at(1)(), lastSeen: at(1)() };
  expect(await known()).toEqual([{ path: 'a.md', kind: 'refused', facts: problem, ...times }]);
  put(site.articles, 'a.md', `${WRONG}More.\n`);
  await site.refresh({}, at(2));
  expect(await known()).toEqual([
    { path: 'a.md', kind: 'refused', facts: problem, firstSeen: at(1)(), lastSeen: at(2)() },
  ]);
  put(site.articles, 'a.md', WRONG.replace('whenever', '2025-01-01'));
  await site.refresh({}, at(3));
  expect(await known()).toEqual([]);
});

test('a file that is gone takes its problem with it', async () => {
  const site = publication();
  const file = put(site.articles, 'a.md', WRONG);
  await site.refresh();
  rmSync(file);
  await site.refresh();
  expect(await (await site.store()).problems()).toEqual([]);
});

test('a file that was repaired is published and in the book', async () => {
  const site = publication();
  // A colon within a value: a strict YAML parser refuses it.
  put(site.articles, 'a.md', '---\ntitle: Rain: a report\ndate: 2025-01-01\n---\nIt rains.\n');
  expect((await site.refresh()).counts).toEqual({ added: 1 });
  expect(await (await site.store()).problems()).toEqual([
    {
      path: 'a.md',
      kind: 'repaired',
      facts: [{ kind: 'repaired', why: expect.stringContaining('YAML') }],
      firstSeen: expect.any(Date),
      lastSeen: expect.any(Date),
    },
  ]);
  put(site.articles, 'a.md', '---\ntitle: "Rain: a report"\ndate: 2025-01-01\n---\nIt rains.\n');
  await site.refresh();
  expect(await (await site.store()).problems()).toEqual([]);
});

test('what was never opened is in the book as well, and goes when a comparison finds it no more', async () => {
  const site = publication();
  put(site.articles, 'a.txt', article('It rains.'));
  symlinkSync('/etc/hosts', join(site.articles, 'b.txt'));
  await site.refresh({}, at(1));
  const known = async () => (await site.store()).problems();
  expect(await known()).toMatchObject([{ path: 'b.txt', kind: 'refused', firstSeen: at(1)() }]);
  // A look at another file says nothing about it.
  await site.refresh({ paths: ['a.txt'] }, at(2));
  expect(await known()).toHaveLength(1);
  rmSync(join(site.articles, 'b.txt'));
  await site.refresh({}, at(3));
  expect(await known()).toEqual([]);
});

test('a comparison that finds a known problem again writes it down once an hour', async () => {
  const site = publication();
  put(site.articles, 'a.md', WRONG);
  symlinkSync('/etc/hosts', join(site.articles, 'b.txt'));
  const seen = async () => (await (await site.store()).problems()).map(({ lastSeen }) => lastSeen.getUTCHours());
  await site.refresh({}, at(1));
  await site.refresh({}, () => new Date(at(2)().getTime() - 60_000));
  expect(await seen()).toEqual([1, 1]);
  await site.refresh({}, at(3));
  expect(await seen()).toEqual([3, 3]);
});

describe('a line of the book', () => {
  const times = { firstSeen: at(1)(), lastSeen: at(2)() };

  test('says for people what is wrong, where, and since when', () => {
    expect(problemLines({ path: 'a.md', kind: 'refused', facts: problem, ...times }).map(({ text }) => text)).toEqual([
      'refused    a.md:3: date: expected a date such as 2025-06-25 or 2025-06-25T15:30:00Z, found "whenever" ' +
        '(since 2031-01-01 01:00, last seen 2031-01-01 02:00)',
    ]);
    const facts = [{ kind: 'repaired', why: 'a bad character', text: 'Ra?n', line: 4 }] as const;
    expect(problemLines({ path: 'a.md', kind: 'repaired', facts, ...times }).map(({ text }) => text)).toEqual([
      'repaired   a.md:4: a bad character: Ra?n (since 2031-01-01 01:00, last seen 2031-01-01 02:00)',
    ]);
  });

  test('says the same for programs', () => {
    expect(problemLines({ path: 'a.md', kind: 'refused', facts: problem, ...times }).map(({ facts }) => facts)).toEqual(
      [{ event: 'refused', ...problem, ...times }],
    );
  });
});

test('what is wrong with a file is known again when it can be looked at again', async () => {
  const site = publication();
  put(site.articles, 'sub/a.md', WRONG);
  await site.refresh();
  const store = await site.store();
  const known = async () => (await store.problems()).map(({ facts }) => facts);
  const wrong = [{ ...problem, path: 'sub/a.md' }];
  expect(await known()).toEqual(wrong);
  chmodSync(join(site.articles, '..'), 0o755);
  chmodSync(join(site.articles, 'sub'), 0o444);
  // The rights of files mean nothing to the superuser.
  const isSuperuser = process.geteuid?.() === 0;
  if (isSuperuser) process.seteuid?.(65_534);
  const settings = { root: site.articles, store, readers: site.config.readers, settleMs: 20 };
  await refresh(settings).finally(() => {
    if (isSuperuser) process.seteuid?.(0);
    chmodSync(join(site.articles, 'sub'), 0o755);
  });
  expect(await known()).toMatchObject([{ path: 'sub/a.md', found: 'EACCES' }]);
  await refresh(settings);
  await refresh(settings);
  expect(await known()).toEqual(wrong);
});
