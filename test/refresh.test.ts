// The life of articles in a folder: what is added, corrected, renamed, withdrawn, and that ids outlive it all.
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL } from '../src/feed.ts';
import { BATCH, refresh } from '../src/refresh.ts';
import { article, publication, put, type TestPublication, temporaryFolder } from './support/publication.ts';

const kinds = async (site: TestPublication) =>
  (await site.refresh()).changes.map(({ kind, path }) => `${kind} ${path}`);

async function only(site: TestPublication) {
  const store = await site.store();
  const entries = await store.newest(ALL, 10);
  expect(entries).toHaveLength(1);
  const [entry] = entries;
  if (!entry) throw new Error('no entry');
  return { entry, head: await store.head() };
}

test('a second refresh of the same folder writes nothing', async () => {
  const site = publication();
  put(site.articles, 'a.txt', article('The first article tells of rain.'));
  put(site.articles, 'sub/b.md', '---\ntitle: Second\ndate: 2025-01-03\ntags: [x]\n---\nText.\n');
  expect(await kinds(site)).toEqual(['added a.txt', 'added sub/b.md']);
  const before = await (await site.store()).head();
  expect(await kinds(site)).toEqual([]);
  expect(await (await site.store()).head()).toEqual(before);
});

describe('an id outlives', () => {
  const cases: { what: string; change: (folder: string, file: string) => void; becomes: string[] }[] = [
    { what: 'an edit', change: (_, file) => appendFileSync(file, '\nMore text.\n'), becomes: ['corrected a.txt'] },
    {
      what: 'a new title',
      change: (_, file) => writeFileSync(file, article('Something else happened entirely.')),
      becomes: ['corrected a.txt'],
    },
    {
      what: 'other tags',
      change: (_, file) => writeFileSync(file, article('The first article tells of rain.', { tags: 'Other' })),
      becomes: ['corrected a.txt'],
    },
    {
      what: 'a new name',
      change: (folder, file) => renameSync(file, join(folder, 'z.txt')),
      becomes: ['renamed z.txt'],
    },
    {
      what: 'a move to a sub-folder',
      change: (folder, file) => {
        mkdirSync(join(folder, 'deep/er'), { recursive: true });
        renameSync(file, join(folder, 'deep/er/a.txt'));
      },
      becomes: ['renamed deep/er/a.txt'],
    },
    {
      what: 'a new name and an edit at once',
      change: (folder, file) => {
        renameSync(file, join(folder, 'z.txt'));
        writeFileSync(join(folder, 'z.txt'), article('Something else happened entirely.'));
      },
      becomes: ['corrected z.txt'],
    },
    {
      what: 'a copy that replaces the original',
      change: (folder, file) => {
        writeFileSync(join(folder, 'copy.txt'), readFileSync(file));
        rmSync(file);
      },
      becomes: ['renamed copy.txt'],
    },
  ];
  test.each(cases)('$what', async ({ change, becomes }) => {
    const site = publication();
    const file = put(site.articles, 'a.txt', article('The first article tells of rain.'));
    await site.refresh();
    const before = await only(site);
    change(site.articles, file);
    expect(await kinds(site)).toEqual(becomes);
    const after = await only(site);
    expect(after.entry.id).toBe(before.entry.id);
    expect(after.entry.slug).toBe(before.entry.slug);
    expect(after.entry.published).toEqual(before.entry.published);
  });

  test('deletion and return of the file, and `updated` is then later than the withdrawal (ATOM-40)', async () => {
    const site = publication();
    const file = put(site.articles, 'a.txt', article('The first article tells of rain.'));
    await site.refresh();
    const before = await only(site);
    rmSync(file);
    expect(await kinds(site)).toEqual(['withdrawn a.txt']);
    const [stone] = await (await site.store()).tombstones(ALL, 5);
    expect(stone?.id).toBe(before.entry.id);
    put(site.articles, 'elsewhere/b.txt', article('The first article tells of rain.'));
    expect(await kinds(site)).toEqual(['returned elsewhere/b.txt']);
    const after = await only(site);
    expect(after.entry.id).toBe(before.entry.id);
    expect(after.entry.published).toEqual(before.entry.published);
    expect(after.entry.updated.getTime()).toBeGreaterThan(stone?.withdrawn.getTime() ?? Number.POSITIVE_INFINITY);
  });

  test('two files that swap their names', async () => {
    const site = publication();
    put(site.articles, 'a.txt', article('Article one is about wind.'));
    put(site.articles, 'b.txt', article('Article two is about snow.'));
    await site.refresh();
    const before = new Map((await (await site.store()).newest(ALL, 10)).map(({ title, id }) => [title, id]));
    renameSync(join(site.articles, 'a.txt'), join(site.articles, 'c.tmp'));
    renameSync(join(site.articles, 'b.txt'), join(site.articles, 'a.txt'));
    renameSync(join(site.articles, 'c.tmp'), join(site.articles, 'b.txt'));
    expect((await kinds(site)).sort()).toEqual(['renamed a.txt', 'renamed b.txt']);
    const after = new Map((await (await site.store()).newest(ALL, 10)).map(({ title, id }) => [title, id]));
    expect(after).toEqual(before);
  });

  /** Two articles under their names; `later` changes the folder; says which id each text has before and afterwards. */
  async function idsBeforeAndAfter(names: readonly [string, string], later: (folder: string) => void) {
    const site = publication();
    put(site.articles, names[0], article('Article one is about wind.'));
    put(site.articles, names[1], article('Article two is about snow.'));
    await site.refresh();
    const ids = async () =>
      new Map((await (await site.store()).newest(ALL, 1000)).map(({ title, id }) => [title.split(' ').at(-1), id]));
    const before = await ids();
    later(site.articles);
    const { changes, problems } = await site.refresh();
    return { before, after: await ids(), changes: changes.map(({ kind, path }) => `${kind} ${path}`).sort(), problems };
  }

  test.each([
    { to: 'an earlier name', name: 'a.txt' },
    { to: 'a later name', name: 'z.txt' },
  ])('a move to $to, whose old name a new article takes', async ({ name }) => {
    const { before, after, changes, problems } = await idsBeforeAndAfter(['latest.txt', 'other.txt'], (folder) => {
      renameSync(join(folder, 'latest.txt'), join(folder, name));
      put(folder, 'latest.txt', article('Article three is about fog.'));
    });
    expect(problems).toEqual([]);
    expect(changes).toEqual(['added latest.txt', `renamed ${name}`]);
    expect([after.get('wind'), after.get('snow')]).toEqual([before.get('wind'), before.get('snow')]);
  });

  test('the same, made by a program that writes every file anew', async () => {
    const { before, after, problems } = await idsBeforeAndAfter(['latest.txt', 'other.txt'], (folder) => {
      rmSync(join(folder, 'latest.txt'));
      put(folder, 'z.txt', article('Article one is about wind.'));
      put(folder, 'latest.txt', article('Article three is about fog.'));
    });
    expect(problems).toEqual([]);
    expect([after.get('wind'), after.size]).toEqual([before.get('wind'), 3]);
  });

  test('a new name and an edit by a program that writes every file anew, by title and date', async () => {
    const { before, after, changes } = await idsBeforeAndAfter(['one.txt', 'other.txt'], (folder) => {
      rmSync(join(folder, 'one.txt'));
      put(folder, 'uno.txt', `${article('Article one is about wind.').replace('A second', 'Another')}`);
    });
    expect(changes).toEqual(['corrected uno.txt']);
    expect(after).toEqual(before);
  });

  test('an edit in place while a copy of the earlier version is put beside it', async () => {
    const { before, after, changes, problems } = await idsBeforeAndAfter(['one.txt', 'other.txt'], (folder) => {
      copyFileSync(join(folder, 'one.txt'), join(folder, 'backup.txt'));
      writeFileSync(join(folder, 'one.txt'), article('Article one is about storm.'));
    });
    expect(changes).toEqual(['corrected one.txt']);
    expect(after.get('storm')).toBe(before.get('wind'));
    expect(problems).toMatchObject([{ path: 'backup.txt', found: 'the same article as one.txt' }]);
  });

  test('a chain of renames that overwrites a file: the overwritten one is withdrawn', async () => {
    const { before, after, changes } = await idsBeforeAndAfter(['a.txt', 'b.txt'], (folder) =>
      renameSync(join(folder, 'a.txt'), join(folder, 'b.txt')),
    );
    expect(changes).toEqual(['renamed b.txt', 'withdrawn b.txt']);
    expect([...after]).toEqual([['wind', before.get('wind')]]);
  });

  test('a generator that writes the newest article to 1.txt and moves all others on by one, whatever the batch', async () => {
    const site = publication();
    const text = (number: number) => article(`Article ${number} is about number ${number}.`);
    const write = (first: number, count: number) => {
      for (let place = 1; place <= count; place += 1) put(site.articles, `${place}.txt`, text(first - place));
    };
    const count = BATCH + 50;
    write(1000, count);
    await site.refresh();
    const ids = async () =>
      new Map((await (await site.store()).newest(ALL, 2 * BATCH)).map(({ title, id }) => [title, id]));
    const before = await ids();
    write(1001, count + 1);
    const { problems } = await site.refresh();
    expect(problems).toEqual([]);
    const after = await ids();
    expect(after.size).toBe(count + 1);
    for (const [title, id] of before) expect(after.get(title), title).toBe(id);
  });
});

test('what stands where a withdrawn article stood is another article', async () => {
  const site = publication();
  const file = put(site.articles, 'a.txt', article('Article one is about wind.'));
  await site.refresh();
  const before = await only(site);
  rmSync(file);
  await site.refresh();
  put(site.articles, 'a.txt', article('Article two is about snow.', { date: '2025-03-04' }));
  expect(await kinds(site)).toEqual(['added a.txt']);
  expect((await only(site)).entry.id).not.toBe(before.entry.id);
});

test('an article that was a draft for a while is the same afterwards, even with another title', async () => {
  const site = publication();
  const write = (head: string) => {
    rmSync(join(site.articles, 'a.md'), { force: true });
    put(site.articles, 'a.md', `---\n${head}\ndate: 2025-01-01\n---\nText.\n`);
  };
  write('title: First');
  await site.refresh();
  const before = await only(site);
  write('title: First\ndraft: true');
  expect(await kinds(site)).toEqual(['withdrawn a.md']);
  write('title: Second');
  expect(await kinds(site)).toEqual(['returned a.md']);
  expect((await only(site)).entry.id).toBe(before.entry.id);
});

describe('nothing a reader sees changes when', () => {
  const original = article('The first article tells of rain and of a very long night.');
  const variants: [what: string, text: string][] = [
    ['the file is touched', original],
    ['lines end in CRLF', original.replaceAll('\n', '\r\n')],
    ['a BOM stands in front', `\uFEFF${original}`],
    ['blank lines are doubled', original.replaceAll('\n\n', '\n\n\n\n')],
    ['spaces are doubled and tabs used', original.replaceAll(' of ', '  of\t')],
    ['lines end in spaces', original.replaceAll('\n', '  \n')],
    ['the last line has no end', original.trimEnd()],
  ];
  test.each(variants)('%s', async (_, text) => {
    const site = publication();
    const file = put(site.articles, 'a.txt', original);
    await site.refresh();
    const before = await only(site);
    writeFileSync(file, text);
    utimesSync(file, new Date(), new Date(Date.now() - 5000));
    expect(await kinds(site)).toEqual([]);
    expect(await only(site)).toEqual(before);
  });
});

test('a correction moves `updated`, never `published`', async () => {
  const site = publication();
  const file = put(site.articles, 'a.txt', article('The first article tells of rain.'));
  await site.refresh();
  const before = await only(site);
  writeFileSync(file, article('The first article tells of hail.', { date: '2024-05-05' }));
  await site.refresh();
  const { entry } = await only(site);
  expect(entry.published).toEqual(before.entry.published);
  expect(entry.updated.getTime()).toBeGreaterThan(before.entry.updated.getTime());
  expect(entry.updated.getTime()).toBeLessThanOrEqual(Date.now());
});

test('GEN-05: a bad file is a problem with a reason, the rest is published, and its last good version stays up', async () => {
  const site = publication();
  const file = put(site.articles, 'a.md', '---\ntitle: Good\ndate: 2025-01-01\n---\nText.\n');
  put(site.articles, 'b.txt', article('Another article stays as it is.'));
  await site.refresh();
  writeFileSync(file, '---\ntitle: Good\ndate: someday\n---\nText.\n');
  const { problems, changes } = await site.refresh();
  expect(changes).toEqual([]);
  expect(problems).toEqual([
    { path: 'a.md', line: 3, field: 'date', expected: expect.any(String), found: '"someday"' },
  ]);
  const store = await site.store();
  expect((await store.newest(ALL, 10)).map(({ title }) => title)).toContain('Good');
  expect(await store.problems()).toHaveLength(1);
  writeFileSync(file, '---\ntitle: Better\ndate: 2025-01-01\n---\nText.\n');
  await site.refresh();
  expect(await store.problems()).toEqual([]);
});

test('a second copy of an article is reported, and takes over when the first is gone', async () => {
  const site = publication();
  const first = put(site.articles, 'a.txt', article('The first article tells of rain.'));
  put(site.articles, 'b.txt', article('The first article tells of rain.'));
  const { problems } = await site.refresh();
  expect(problems).toEqual([{ path: 'b.txt', expected: 'an article of its own', found: 'the same article as a.txt' }]);
  const before = await only(site);
  rmSync(first);
  expect(await kinds(site)).toEqual(['renamed b.txt']);
  expect((await only(site)).entry.id).toBe(before.entry.id);
  expect(await (await site.store()).problems()).toEqual([]);
});

test('a folder that loses most of its articles withdraws none until that is confirmed', async () => {
  const site = publication();
  for (let number = 0; number < 30; number += 1)
    put(site.articles, `${number}.txt`, article(`Article ${number} is about itself.`));
  await site.refresh();
  for (let number = 0; number < 25; number += 1) rmSync(join(site.articles, `${number}.txt`));
  const report = await site.refresh();
  expect(report.loss).toEqual({ gone: 25, known: 30 });
  expect(report.changes).toEqual([]);
  const confirmed = await site.refresh({ confirmLoss: true });
  expect(confirmed.changes.filter(({ kind }) => kind === 'withdrawn')).toHaveLength(25);
});

test('another folder with nothing in it, as when a disk is not mounted, is a loss however few articles there were', async () => {
  const site = publication();
  for (const name of ['a', 'b', 'c']) put(site.articles, `${name}.txt`, article(`Article ${name} is about itself.`));
  await site.refresh();
  renameSync(site.articles, `${site.articles}-elsewhere`);
  mkdirSync(site.articles);
  expect(await site.refresh()).toMatchObject({ loss: { gone: 3, known: 3 }, changes: [] });
  expect(await site.refresh()).toMatchObject({ loss: { gone: 3, known: 3 }, changes: [] });
  rmSync(site.articles, { recursive: true });
  renameSync(`${site.articles}-elsewhere`, site.articles);
  expect(await site.refresh()).toMatchObject({ changes: [] });
  for (const name of ['a', 'b', 'c']) rmSync(join(site.articles, `${name}.txt`));
  expect((await kinds(site)).sort()).toEqual(['withdrawn a.txt', 'withdrawn b.txt', 'withdrawn c.txt']);
});

test('a loss in pieces is a loss, until it is confirmed', async () => {
  const site = publication();
  const remove = (from: number, to: number) => {
    for (let number = from; number < to; number += 1) rmSync(join(site.articles, `${number}.txt`));
  };
  for (let number = 0; number < 30; number += 1)
    put(site.articles, `${number}.txt`, article(`Article ${number} is about itself.`));
  await site.refresh();
  remove(0, 12);
  expect((await site.refresh()).changes).toHaveLength(12);
  remove(12, 20);
  expect((await site.refresh()).loss).toEqual({ gone: 20, known: 30 });
  await site.refresh({ confirmLoss: true });
  remove(20, 21);
  expect(await kinds(site)).toEqual(['withdrawn 20.txt']);
});

test('an earlier version that is put back under another name is the article again', async () => {
  const site = publication();
  const file = put(site.articles, 'a.txt', article('The first article tells of rain.'));
  await site.refresh();
  const before = await only(site);
  writeFileSync(file, article('The first article tells of hail.'));
  await site.refresh();
  rmSync(file);
  await site.refresh();
  put(site.articles, 'b.txt', article('The first article tells of rain.'));
  expect(await kinds(site)).toEqual(['returned b.txt']);
  expect((await only(site)).entry.id).toBe(before.entry.id);
});

test('a copy is published when the article that it doubled is withdrawn, though that was edited since', async () => {
  for (const end of ['removed', 'a draft'] as const) {
    const site = publication();
    const write = (head: string, name = 'a.md') =>
      put(site.articles, name, `---\ntitle: Rain\ndate: 2025-01-01\n${head}\n---\nText.\n`);
    const file = write('summary: First');
    write('summary: First', 'b.md');
    expect((await site.refresh()).problems).toHaveLength(1);
    write('summary: Second');
    await site.refresh();
    if (end === 'removed') rmSync(file);
    else write('draft: true');
    expect((await kinds(site)).at(-1), end).toBe('returned b.md');
    expect((await only(site)).entry.summary).toBe('First');
    expect(await (await site.store()).problems()).toEqual([]);
  }
});

test('a file that is overwritten by a copy of another is refused, and takes over when the other goes', async () => {
  const site = publication();
  put(site.articles, 'x.txt', article('Article one is about wind.'));
  const other = put(site.articles, 'y.txt', article('Article two is about snow.'));
  await site.refresh();
  writeFileSync(join(site.articles, 'x.txt'), article('Article two is about snow.'));
  const { problems, changes } = await site.refresh();
  expect(problems).toMatchObject([{ path: 'x.txt', found: 'the same article as y.txt' }]);
  expect(changes).toEqual([]);
  rmSync(other);
  expect((await kinds(site)).sort()).toEqual(['renamed x.txt', 'withdrawn x.txt']);
  expect((await only(site)).entry.title).toBe('Article two is about snow');
});

test('an article that is renamed and broken at once stays up under its new name', async () => {
  const site = publication();
  const file = put(site.articles, 'a.md', '---\ntitle: Good\ndate: 2025-01-01\n---\nText.\n');
  await site.refresh();
  const before = await only(site);
  renameSync(file, join(site.articles, 'b.md'));
  writeFileSync(join(site.articles, 'b.md'), '---\ntitle: Good\ndate: someday\n---\nText.\n');
  expect((await site.refresh()).changes).toEqual([]);
  expect((await only(site)).entry).toEqual(before.entry);
  writeFileSync(join(site.articles, 'b.md'), '---\ntitle: Better\ndate: 2025-01-01\n---\nText.\n');
  expect(await kinds(site)).toEqual(['corrected b.md']);
  expect((await only(site)).entry.id).toBe(before.entry.id);
});

test('another id by the author is another article, at the same place and in the same file', async () => {
  const site = publication();
  const write = (id: string) =>
    put(site.articles, 'a.md', `---\nid: ${id}\ntitle: One\ndate: 2025-01-01\n---\n${id}\n`);
  write('urn:x:a');
  await site.refresh();
  write('urn:x:b');
  expect((await kinds(site)).sort()).toEqual(['added a.md', 'withdrawn a.md']);
  expect((await only(site)).entry.id).toBe('urn:x:b');
  write('urn:x:a');
  expect((await kinds(site)).sort()).toEqual(['returned a.md', 'withdrawn a.md']);
  expect((await only(site)).entry.id).toBe('urn:x:a');
});

test('a file that is away for a moment, as while an editor saves it, is not withdrawn', async () => {
  const site = publication({ SETTLE_MS: '300' });
  const file = put(site.articles, 'a.txt', article('The first article tells of rain.'));
  await site.refresh();
  const before = await only(site);
  rmSync(file);
  const refreshing = site.refresh();
  setTimeout(() => put(site.articles, 'a.txt', article('The first article tells of rain.')), 100);
  expect((await refreshing).changes).toEqual([]);
  await site.refresh();
  expect(await only(site)).toEqual(before);
});

test('a file that grows while it is looked at is left for later, whatever its dates say', async () => {
  const site = publication({ SETTLE_MS: '50' });
  const file = put(site.articles, 'a.txt', 'The first article tells of');
  const tomorrow = new Date(Date.now() + 86_400_000);
  const grow = (text: string) => {
    appendFileSync(file, text);
    utimesSync(file, tomorrow, tomorrow);
  };
  grow(' a very');
  const growing = setInterval(() => grow(' very'), 10);
  setTimeout(() => {
    clearInterval(growing);
    grow(' long rain.\n');
  }, 400);
  await site.refresh();
  expect((await only(site)).entry.title).toMatch(/^The first article tells of a( very)+ /);
  expect((await only(site)).entry.summary ?? '').toMatch(/long rain\.$/);
});

test('a folder that is renamed with all its articles loses none', async () => {
  const site = publication();
  for (let number = 0; number < 30; number += 1)
    put(site.articles, `old/${number}.txt`, article(`Article ${number} is about itself.`));
  await site.refresh();
  renameSync(join(site.articles, 'old'), join(site.articles, 'new'));
  const report = await site.refresh();
  expect(report.loss).toBeUndefined();
  expect(new Set(report.changes.map(({ kind }) => kind))).toEqual(new Set(['renamed']));
});

test('a sub-folder and a file that cannot be read are problems: nothing of them is withdrawn, the rest goes on', async () => {
  const site = publication();
  put(site.articles, 'closed/a.txt', article('Article one is about wind.'));
  put(site.articles, 'closed/deep/b.txt', article('Article two is about snow.'));
  const other = put(site.articles, 'c.txt', article('Article three is about fog.'));
  await site.refresh();
  rmSync(other);
  put(site.articles, 'd.txt', article('Article four is about ice.'));
  const store = await site.store();
  chmodSync(join(site.articles, '..'), 0o755);
  chmodSync(join(site.articles, 'closed'), 0);
  put(site.articles, 'e.txt', article('Article five is about dew.'));
  chmodSync(join(site.articles, 'e.txt'), 0);
  // The rights of files mean nothing to the superuser.
  const isSuperuser = process.geteuid?.() === 0;
  if (isSuperuser) process.seteuid?.(65_534);
  const settings = { root: site.articles, store, readers: { zone: 'UTC' }, settleMs: 20 };
  const again = async () => {
    const first = await refresh(settings);
    // What cannot be read now is tried again, though nothing about the file has changed.
    expect((await refresh(settings)).problems).toEqual(first.problems);
    return first;
  };
  const report = await again().finally(() => {
    if (isSuperuser) process.seteuid?.(0);
    chmodSync(join(site.articles, 'closed'), 0o755);
  });
  expect(report.changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual(['added d.txt', 'withdrawn c.txt']);
  expect(report.problems).toEqual([
    { path: 'closed', expected: 'a folder that can be read', found: 'EACCES' },
    { path: 'e.txt', expected: 'a file that can be read', found: 'EACCES' },
  ]);
  expect(await store.count(ALL)).toBe(3);
});

test('a folder that cannot be read is an error, and nothing is withdrawn', async () => {
  const site = publication();
  put(site.articles, 'a.txt', article('The first article tells of rain.'));
  await site.refresh();
  rmSync(site.articles, { recursive: true });
  await expect(site.refresh()).rejects.toThrow(/ENOENT/);
  await expect(site.refresh({ paths: ['a.txt'] })).rejects.toThrow(/ENOENT/);
  expect(await (await site.store()).count(ALL)).toBe(1);
});

test('GEN-03: an article of the future is seen by nobody until its moment', async () => {
  const site = publication();
  put(site.articles, 'a.md', '---\ntitle: Tomorrow\ndate: 2031-01-01T12:00:00Z\ntags: [x]\n---\nText.\n');
  const before = await site.refresh({}, () => new Date('2031-01-01T11:59:59Z'));
  expect(before.changes.map(({ kind }) => kind)).toEqual(['scheduled']);
  const store = await site.store();
  expect(await store.newest(ALL, 10)).toEqual([]);
  expect(await store.article('tomorrow')).toBeUndefined();
  expect(await store.feedState({ kind: 'tag', slug: 'x' })).toBeUndefined();
  expect(await store.nextRelease()).toEqual(new Date('2031-01-01T12:00:00Z'));
  const after = await site.refresh({ paths: [] }, () => new Date('2031-01-01T12:00:00Z'));
  expect(after.changes.map(({ kind }) => kind)).toEqual(['released']);
  expect((await store.newest({ kind: 'tag', slug: 'x' }, 10)).map(({ title }) => title)).toEqual(['Tomorrow']);
});

test('an embargo ends on time even while the folder is away', async () => {
  const site = publication();
  put(site.articles, 'a.md', '---\ntitle: Tomorrow\ndate: 2031-01-01T12:00:00Z\n---\nText.\n');
  await site.refresh({}, () => new Date('2031-01-01T11:59:59Z'));
  rmSync(site.articles, { recursive: true });
  const { changes } = await site.refresh({ paths: [] }, () => new Date('2031-01-01T12:00:00Z'));
  expect(changes.map(({ kind }) => kind)).toEqual(['released']);
});

test('a published article that becomes a draft is withdrawn', async () => {
  const site = publication();
  const file = put(site.articles, 'a.md', '---\ntitle: A\ndate: 2025-01-01\n---\nText.\n');
  await site.refresh();
  writeFileSync(file, '---\ntitle: A\ndate: 2025-01-01\ndraft: true\n---\nText.\n');
  expect(await kinds(site)).toEqual(['withdrawn a.md']);
});

test('a symbolic link to a file within the folder is followed, any other is a problem that says why', async () => {
  const site = publication();
  const outside = put(temporaryFolder(), 'secret.txt', article('Nobody may read this.'));
  symlinkSync(outside, join(site.articles, 'a.txt'));
  symlinkSync('nowhere.txt', join(site.articles, 'b.txt'));
  mkdirSync(join(site.articles, 'sub'));
  symlinkSync('sub', join(site.articles, 'c.txt'));
  put(site.articles, '.data/real.txt', article('Everybody may read this.'));
  symlinkSync(join('.data', 'real.txt'), join(site.articles, 'd.txt'));
  const all = ['a.txt', 'b.txt', 'c.txt', 'd.txt', '../secret.txt', '.data/real.txt'];
  for (const request of [{}, { paths: all }]) {
    const { problems } = await site.refresh(request);
    expect(problems.map(({ path, found }) => `${path}: ${found}`).sort()).toEqual([
      'a.txt: a symbolic link that leads out of it',
      'b.txt: a symbolic link that leads nowhere',
      'c.txt: a symbolic link to something else',
    ]);
  }
  expect((await only(site)).entry.title).toBe('Everybody may read this');
});

test('a file whose name is no UTF-8 is a problem, the rest is published', async () => {
  const site = publication();
  put(site.articles, 'a.txt', article('The first article tells of rain.'));
  const name = Buffer.concat([Buffer.from(`${site.articles}/caf`), Buffer.from([0xe9]), Buffer.from('.txt')]);
  writeFileSync(name, article('The second article tells of snow.'));
  const { changes, problems } = await site.refresh();
  expect(changes.map(({ path }) => path)).toEqual(['a.txt']);
  expect(problems).toEqual([
    { path: 'caf\uFFFD.txt', expected: 'a name in UTF-8', found: 'bytes that are not UTF-8; rename it' },
  ]);
});

test('GEN-07: tags that differ in case or Unicode form are one tag; labels stay as written; collisions get addresses of their own', async () => {
  const site = publication();
  put(site.articles, '1.txt', article('Article one is about wind.', { tags: 'NATO, Café, C++, Über' }));
  put(
    site.articles,
    '2.txt',
    article('Article two is about snow.', { tags: 'nato, Cafe\u0301, C#, Uber, 北京, Київ, C' }),
  );
  await site.refresh();
  const store = await site.store();
  const tags = await store.tags();
  expect(tags.find(({ slug }) => slug === 'nato')).toEqual({ slug: 'nato', label: 'NATO', count: 2 });
  expect(tags.filter(({ label }) => label.normalize('NFC') === 'Café')).toHaveLength(1);
  expect(new Set(tags.map(({ slug }) => slug)).size).toBe(tags.length);
  expect(tags.map(({ slug }) => slug)).toEqual(
    expect.arrayContaining(['c', 'c-plus-plus', 'c-sharp', 'uber', 'beijing', 'kyyiv'].slice(0, 5)),
  );
  for (const { slug } of tags) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  const labels = (await store.newest({ kind: 'tag', slug: 'nato' }, 5)).map((entry) => entry.tags[0]?.label);
  expect(labels.sort()).toEqual(['NATO', 'nato']);
});

test('the order in which files arrive does not matter to ids, dates and content', async () => {
  const word = fc.constantFrom('rain', 'wind', 'snow', 'hail', 'fog', 'ice');
  const text = fc
    .tuple(word, word, fc.integer({ min: 1, max: 28 }), fc.constantFrom('X', 'Y', 'x, Z'))
    .map(([one, two, day, tags]) =>
      article(`The ${one} met the ${two} on the way to town.`, {
        date: `2025-02-${String(day).padStart(2, '0')}`,
        tags,
      }),
    );
  const orders = fc.uniqueArray(text, { minLength: 1, maxLength: 6 }).chain((texts) =>
    fc.tuple(
      fc.constant(texts),
      fc.shuffledSubarray(
        texts.map((_, index) => index),
        { minLength: texts.length },
      ),
      fc.boolean(),
    ),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ([texts, order, oneByOne]) => {
      const collect = async (site: TestPublication) => {
        const store = await site.store();
        const entries = await store.newest(ALL, 100);
        await store.close();
        return entries
          .map(({ id, published, updated, content, title }) => ({ id, published, updated, content, title }))
          .sort((a, b) => (a.id < b.id ? -1 : 1));
      };
      const sorted = publication();
      for (const [index, content] of texts.entries()) put(sorted.articles, `${index}.txt`, content);
      await sorted.refresh();
      const shuffled = publication();
      for (const index of order) {
        put(shuffled.articles, `other-${index}.txt`, texts[index] ?? '');
        if (oneByOne) await shuffled.refresh();
      }
      await shuffled.refresh();
      expect(await collect(shuffled)).toEqual(await collect(sorted));
    }),
    { numRuns: 12 },
  );
});

test('GEN-02: however files are moved and edited between two refreshes, every article keeps its id', async () => {
  const path = fc.constantFrom('a', 'b', 'c', 'd');
  const act = fc.oneof(
    fc.record({ kind: fc.constant('create' as const), path }),
    fc.record({ kind: fc.constant('edit' as const), path }),
    fc.record({ kind: fc.constant('move' as const), path, to: path }),
    fc.record({ kind: fc.constant('remove' as const), path }),
  );
  const rounds = fc.array(fc.array(act, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(rounds, async (acts) => {
      const site = publication();
      const store = await site.store();
      const file = (name: string) => join(site.articles, `${name}.txt`);
      const standing = new Map<string, { number: number; version: number }>();
      const idOf = new Map<number, string>();
      let last = 0;
      const write = (name: string, { number, version }: { number: number; version: number }) =>
        writeFileSync(file(name), article(`Article ${number} has version ${version}.`));
      for (const round of acts) {
        const removed = new Set<string>();
        for (const action of round) {
          const it = standing.get(action.path);
          // Another article where one was removed since the last refresh cannot be told from its correction.
          if (action.kind === 'create' && !it && !removed.has(action.path)) {
            last += 1;
            standing.set(action.path, { number: last, version: 0 });
            write(action.path, { number: last, version: 0 });
          } else if (action.kind === 'edit' && it) {
            it.version += 1;
            write(action.path, it);
          } else if (action.kind === 'move' && it && action.to !== action.path) {
            // A file that nobody has seen and that replaces another is how many programs save.
            if (!idOf.has(it.number) && (standing.has(action.to) || removed.has(action.to))) continue;
            if (standing.has(action.to)) removed.add(action.to);
            renameSync(file(action.path), file(action.to));
            standing.delete(action.path);
            standing.set(action.to, it);
          } else if (action.kind === 'remove' && it) {
            rmSync(file(action.path));
            standing.delete(action.path);
            removed.add(action.path);
          }
        }
        const { problems } = await site.refresh();
        expect(problems).toEqual([]);
        const entries = await store.newest(ALL, 99);
        const ids = new Map(entries.map(({ title, id }) => [title, id]));
        expect(ids.size).toBe(standing.size);
        for (const { number, version } of standing.values()) {
          const id = ids.get(`Article ${number} has version ${version}`) ?? 'none';
          expect(id).toBe(idOf.get(number) ?? id);
          expect([...idOf].find(([other, its]) => its === id && other !== number)).toBeUndefined();
          idOf.set(number, id);
        }
      }
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 60) },
  );
});

test('what has moved when a refresh was cut off is not withdrawn by a file that comes before the next one', async () => {
  const site = publication();
  const text = (number: number) => article(`Article ${number} tells of itself alone.`);
  const fill = (first: number) => {
    for (let place = 0; place < BATCH + 100; place += 1)
      put(site.articles, `${String(place).padStart(4, '0')}.txt`, text(first + place));
  };
  fill(1);
  await site.refresh();
  // The newest is written to the first file, and every other moves by one.
  fill(0);
  const end = new AbortController();
  // The thread that reads the next batch may answer at this very moment: an error that nobody hears would end everything.
  expect(await site.refresh({ signal: end.signal, onChanges: () => end.abort() })).toMatchObject({ isCutShort: true });
  put(site.articles, 'new.txt', article('Something new has happened.'));
  expect((await site.refresh({ paths: ['new.txt'] })).counts).toEqual({ added: 1 });
  // The last has no file now.
  expect((await site.refresh()).counts).toEqual({ renamed: 100, withdrawn: 1 });
});

test('a file that doubled another article and becomes it takes down what it held before', async () => {
  const site = publication();
  const file = (id: string, text: string) => `---\nid: ${id}\ntitle: Title ${id}\ndate: 2025-01-01\n---\n${text}\n`;
  const one = put(site.articles, 'a.md', file('one', 'Text.'));
  put(site.articles, 'b.md', file('two', 'Text.'));
  await site.refresh();
  // What cannot be published leaves up what was.
  put(site.articles, 'b.md', file('one', 'Another text.'));
  expect((await site.refresh()).counts).toEqual({ refused: 1 });
  rmSync(one);
  expect((await site.refresh()).counts).toEqual({ withdrawn: 2, returned: 1 });
  expect((await only(site)).entry.title).toBe('Title one');
});
