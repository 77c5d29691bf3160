// What the file of a database goes through: processes that are killed, that are many, that are older than it.
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { migrations } from '../../src/store/migrations.ts';
import { Store } from '../../src/store/store.ts';
import { put, temporaryFolder } from '../support/publication.ts';
import { anArrival } from './contract.ts';

const address = () => `sqlite:${join(temporaryFolder(), 'store.db')}`;

test('a migration that ends in the middle leaves nothing of itself behind', async () => {
  const url = address();
  const later = async (db: Kysely<unknown>) => {
    await db.schema.createTable('later').addColumn('key', 'integer').execute();
  };
  const cutOff = async (db: Kysely<unknown>) => {
    await later(db);
    throw new Error('cut off');
  };
  await expect(openDatabase(url, { ...migrations, '900-later': { up: cutOff } })).rejects.toThrow('cut off');
  const db = await openDatabase(url, { ...migrations, '900-later': { up: later } });
  expect(await db.selectFrom('publication').selectAll().execute()).toEqual([]);
  await db.destroy();
});

test('a database of a newer Tagwire is left alone, and named', async () => {
  const url = address();
  const newer = { ...migrations, '900-later': { up: async () => {} } };
  await (await openDatabase(url, newer)).destroy();
  await expect(openDatabase(url)).rejects.toThrow(/^The database .*store\.db was written by a newer Tagwire/);
  await (await openDatabase(url, newer)).destroy();
});

test('a store that an earlier Tagwire filled keeps all that it knows', async () => {
  const url = address();
  const first = migrations['001-main'];
  if (!first) throw new Error('no first migration');
  const before = (await openDatabase(url, { '001-main': first })) as unknown as Kysely<Earlier>;
  const problem = { path: 'b.md', expected: 'a date', found: 'none' };
  const file = { folder: '', size: 1, modified: 2.5, changed: 3.5, digest: 'd', reader: '1 UTC', double_of: null };
  await before
    .insertInto('file')
    .values([
      { ...file, path: 'a.md', problem: null },
      { ...file, path: 'b.md', problem: JSON.stringify(problem) },
      { ...file, path: 'c.md', problem: null, double_of: 1 },
    ])
    .execute();
  const entry = {
    title: 'T',
    content: '<p>T</p>',
    authors: JSON.stringify([
      { name: 'Anna Writer', email: 'a@example.org' },
      { name: 'anna  writer' },
      { name: '?!' },
    ]),
    tags: '[{"slug":"one","label":"One"}]',
    updated: 10,
    fingerprint: 'f',
    digest: 'd',
    identity: '',
    is_given: 0,
  };
  await before
    .insertInto('entry')
    .values([
      {
        ...entry,
        number: 1,
        id: 'urn:x:1',
        slug: 't1',
        state: 'live',
        published: 5,
        revision: 1,
        first_revision: 1,
        path: 'a.md',
      },
      {
        ...entry,
        number: 2,
        id: 'urn:x:2',
        slug: 't2',
        state: 'scheduled',
        published: 99,
        revision: 0,
        first_revision: 0,
        path: 'd.md',
      },
    ])
    .execute();
  await before
    .insertInto('membership')
    .values({ tag: 'one', entry: 1, state: 'member', published: 5, first_revision: 1, revision: 1 })
    .execute();
  await before
    .insertInto('tag')
    .values([
      { slug: 'one', key: 'one', label: 'One', entries: 1, updated: 10, revision: 1 },
      { slug: 'istanbul', key: 'i\u0307stanbul', label: 'İstanbul', entries: 0, updated: 0, revision: 0 },
    ])
    .execute();
  await before.destroy();

  const store = await Store.open(url);
  expect([...(await store.files('')).keys()]).toEqual(['a.md', 'b.md', 'c.md']);
  expect((await store.files('')).get('a.md')).toMatchObject({ size: 1, modified: 2.5, changed: 3.5, reader: '1 UTC' });
  expect(await store.problems()).toMatchObject([{ path: 'b.md', kind: 'refused', facts: problem }]);
  expect(await store.newest({ kind: 'tag', slug: 'one' }, 9)).toMatchObject([{ id: 'urn:x:1' }]);
  // What waits is released when it is due.
  expect(await store.nextRelease()).toEqual(new Date(99));
  expect(await store.release(new Date(100))).toMatchObject([{ kind: 'released', id: 'urn:x:2' }]);
  // Authors, who were names only, have feeds, and feeds have their history from the beginning.
  const authors = [
    { slug: 'anna-writer', label: 'Anna Writer', count: 2 },
    { slug: expect.stringMatching(/^author-[0-9a-f]{8}$/), label: '?!', count: 2 },
  ];
  expect(await store.authors()).toEqual(expect.arrayContaining(authors));
  expect(await store.authors()).toHaveLength(2);
  const [, oldest] = await store.newest({ kind: 'author', slug: 'anna-writer' }, 9);
  expect(oldest?.authors).toMatchObject([
    { name: 'Anna Writer', email: 'a@example.org', slug: 'anna-writer' },
    { slug: 'anna-writer' },
    {},
  ]);
  expect((await store.tags()).map(({ slug }) => slug)).toEqual(['one']);
  // Two spellings that are one tag by now share the address that there was.
  const arrival = anArrival('e.md', { tags: ['istanbul', 'ISTANBUL'] });
  const identities = await store.identify([store.newcomer(arrival)], async () => new Set());
  await store.save([arrival], identities, new Date('2030-01-01'));
  expect(await store.newest({ kind: 'tag', slug: 'istanbul' }, 9)).toHaveLength(1);
  await store.close();
});

/** The tables that the test fills, as they were. */
type Earlier = {
  file: Record<string, string | number | null>;
  entry: Record<string, string | number | null>;
  membership: Record<string, string | number | null>;
  tag: Record<string, string | number | null>;
};

test('a file that cannot be opened is named, with the setting', async () => {
  const folder = temporaryFolder();
  const file = put(folder, 'file', 'no folder');
  for (const path of [folder, join(file, 'store.db')])
    await expect(openDatabase(`sqlite:${path}`)).rejects.toThrow(
      new RegExp(`^The store ${RegExp.escape(path)} cannot be opened: .+ DATABASE_URL `),
    );
});

test('ATOM-17: the id of the publication is minted when it first has a public address, and then stays', async () => {
  const idAt = async (url: string, publicUrl?: string) => {
    const store = await Store.open(url, publicUrl);
    await store.close();
    return store.publication;
  };
  const [one, other] = [address(), address()];
  expect(await idAt(one)).toBe(await idAt(other));
  const id = await idAt(one, 'https://one.example.org');
  expect(id).not.toBe(await idAt(other, 'https://other.example.org'));
  expect(await idAt(one, 'https://moved.example.org')).toBe(id);
  expect(await idAt(one)).toBe(id);
});

test('ATOM-12: a name that is no IRI is another id in every publication, and stays when there is a public address', async () => {
  const idAt = async (url: string, publicUrl?: string) => {
    const store = await Store.open(url, publicUrl);
    const { givenId } = store.newcomer(anArrival('a', { id: '42' }));
    await store.close();
    return givenId;
  };
  const [one, other, trial] = [address(), address(), address()];
  const id = await idAt(one, 'https://one.example.org');
  expect(id).toMatch(/^urn:uuid:/);
  expect(await idAt(other, 'https://other.example.org')).not.toBe(id);
  expect(await idAt(one, 'https://moved.example.org')).toBe(id);
  const tried = await idAt(trial);
  expect(await idAt(trial, 'https://one.example.org')).toBe(tried);
});
