// Entries that change without a new version of their file: withdrawn with it, or released when their date has come.
import { sql, type Transaction } from 'kysely';
import { chunks } from '../lists.ts';
import { LogWriter } from './log.ts';
import { type EntryRow, tagsFrom } from './rows.ts';
import type { Change } from './save.ts';
import { ROWS_AT_ONCE, type Tables } from './tables.ts';

export type Withdrawn = {
  readonly changes: Change[];
  /** Files that were refused as doubles of what is withdrawn now: they have to be read again. */
  readonly freed: string[];
};

/** Withdraws the entries whose files are gone, and those whose place another file took. */
export async function withdrawPaths(
  trx: Transaction<Tables>,
  gone: readonly string[],
  homeless: ReadonlyMap<number, string>,
  now: Date,
): Promise<Withdrawn> {
  const places = new Map(homeless);
  const log = await LogWriter.open(trx, now);
  const done: Withdrawn = { changes: [], freed: [] };
  for (const paths of chunks(gone, ROWS_AT_ONCE)) await trx.deleteFrom('file').where('path', 'in', paths).execute();
  const present = trx.selectFrom('entry').selectAll().where('state', '!=', 'withdrawn');
  for (const paths of chunks(gone, ROWS_AT_ONCE)) {
    for (const row of await present.where('path', 'in', paths).execute())
      await withdraw(trx, log, row, now, done, places);
    // What stands there next is somebody else.
    await trx.updateTable('entry').set({ path: null }).where('path', 'in', paths).execute();
  }
  // Written out, so that the index of just these is used.
  const withoutPlace = present.where(sql<boolean>`path is null and state <> 'withdrawn'`);
  for (const row of await withoutPlace.execute())
    await withdraw(trx, log, { ...row, path: places.get(row.number) ?? null }, now, done, places);
  await log.flush();
  return done;
}

/**
 * Withdraws one entry, unless a copy of its file takes over; what is not live yet just goes.
 * @param homeless gets the places of entries that make room for a copy
 */
export async function withdraw(
  trx: Transaction<Tables>,
  log: LogWriter,
  row: EntryRow,
  now: Date,
  { changes, freed }: Withdrawn,
  homeless: Map<number, string>,
): Promise<void> {
  const { number, id, title } = row;
  const set = (values: Partial<EntryRow>) => {
    Object.assign(row, values);
    return trx.updateTable('entry').set(values).where('number', '=', number).execute();
  };
  const doubles = await trx
    .selectFrom('file')
    .select(['path', 'digest'])
    .where('double_of', '=', number)
    .orderBy('path')
    .execute();
  const copy = doubles.find(({ digest }) => digest === row.digest);
  if (copy) {
    await trx.updateTable('file').set({ problem: null, double_of: null }).where('path', '=', copy.path).execute();
    // The article that stood there before its file became a copy has lost its file.
    const former = await trx.selectFrom('entry').select('number').where('path', '=', copy.path).execute();
    for (const entry of former) homeless.set(entry.number, copy.path);
    await trx.updateTable('entry').set({ path: null }).where('path', '=', copy.path).execute();
    await set({ path: copy.path, identity: '' });
    changes.push({ kind: 'renamed', path: copy.path, id, title });
    return;
  }
  const paths = doubles.map(({ path }) => path);
  if (paths.length > 0)
    await trx.updateTable('file').set({ reader: '', double_of: null }).where('path', 'in', paths).execute();
  freed.push(...paths);
  changes.push({ kind: 'withdrawn', path: row.path ?? '', id, title });
  // A tombstone must not be older than the last version (ATOM-40).
  const withdrawn = Math.max(Math.floor(now.getTime() / 1000) * 1000, Number(row.updated));
  if (row.state === 'scheduled') {
    await set({ state: 'withdrawn', withdrawn });
    return;
  }
  const tags = tagsFrom(row);
  const revision = log.append({
    entry: number,
    kind: 'withdrawn',
    content: [id, withdrawn],
    moment: withdrawn,
    published: Number(row.published),
    firstRevision: row.first_revision,
    before: tags,
    after: tags,
  });
  await set({ state: 'withdrawn', withdrawn, revision });
}

/** Publishes the entries whose date has come (GEN-03). */
export async function releaseDue(trx: Transaction<Tables>, now: Date): Promise<Change[]> {
  const due = await trx
    .selectFrom('entry')
    .selectAll()
    .where('state', '=', 'scheduled')
    .where('published', '<=', now.getTime())
    .orderBy('published')
    .orderBy('number')
    .execute();
  if (due.length === 0) return [];
  const log = await LogWriter.open(trx, now);
  const changes: Change[] = [];
  for (const row of due) {
    const revision = log.append({
      entry: row.number,
      kind: 'released',
      content: [row.id, row.fingerprint, Number(row.updated)],
      moment: Number(row.updated),
      published: Number(row.published),
      firstRevision: 0,
      before: [],
      after: tagsFrom(row),
    });
    await trx
      .updateTable('entry')
      .set({ state: 'live', revision, first_revision: revision })
      .where('number', '=', row.number)
      .execute();
    changes.push({ kind: 'released', path: row.path ?? '', id: row.id, title: row.title });
  }
  await log.flush();
  return changes;
}
