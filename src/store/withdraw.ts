// Entries that change without a new version of their file: withdrawn with it, or released when their date has come.
import { sql, type Transaction } from 'kysely';
import { append, chunks } from '../lists.ts';
import type { Change } from './change.ts';
import type { Group } from './group.ts';
import { LogWriter } from './log.ts';
import { forgetMedia } from './media.ts';
import { forgetProblems } from './problems.ts';
import { type EntryRow, groupsFrom } from './rows.ts';
import { ROWS_AT_ONCE, type Tables } from './tables.ts';
import { returnedUpdated } from './version.ts';

export type Withdrawn = {
  readonly changes: Change[];
  /** Files in which doubles of what goes now were refused: they have to be read again. */
  readonly freed: string[];
};

/**
 * Withdraws the entries whose files are gone, and those whose place another file took.
 * @param isAll of the latter, also those that no refresh has told: it was cut off. Only who has seen all files knows that
 *   none of them has moved
 */
export async function withdrawPaths(
  trx: Transaction<Tables>,
  gone: readonly string[],
  homeless: ReadonlyMap<number, string>,
  isAll: boolean,
  now: Date,
): Promise<Withdrawn> {
  const places = new Map(homeless);
  const log = await LogWriter.open(trx, now);
  const done: Withdrawn = { changes: [], freed: [] };
  for (const paths of chunks(gone, ROWS_AT_ONCE)) await trx.deleteFrom('file').where('path', 'in', paths).execute();
  await forgetProblems(trx, gone);
  await forgetMedia(trx, gone);
  const present = trx.selectFrom('entry').selectAll().where('state', '!=', 'withdrawn');
  for (const paths of chunks(gone, ROWS_AT_ONCE)) {
    for (const row of await present.where('path', 'in', paths).execute())
      await withdraw(trx, log, row, now, done, places);
    // What stands there next is somebody else.
    await trx.updateTable('entry').set({ path: null }).where('path', 'in', paths).execute();
  }
  // What was to return does not, now that its file is gone.
  const waiting = trx.updateTable('entry').set({ due: null, expires: null }).where('due', 'is not', null);
  await waiting.where('path', 'is', null).where('state', '=', 'withdrawn').execute();
  // Written out, so that the index of just these is used.
  const withoutPlace = present.where(sql<boolean>`path is null and state <> 'withdrawn'`);
  for (const row of await withoutPlace.execute()) {
    const place = places.get(row.number);
    if (isAll || place !== undefined) await withdraw(trx, log, { ...row, path: place ?? null }, now, done, places);
  }
  await log.flush();
  return done;
}

/**
 * Withdraws one entry, unless a copy of its file takes over; what is not live yet just goes.
 * @param homeless gets the places of entries that make room for a copy; undefined: no copy may take over
 */
export async function withdraw(
  trx: Transaction<Tables>,
  log: LogWriter,
  row: EntryRow,
  now: Date,
  { changes, freed }: Withdrawn,
  homeless: Map<number, string> | undefined,
): Promise<void> {
  const { number, id, title } = row;
  const set = (values: Partial<EntryRow>) => {
    Object.assign(row, values);
    return trx.updateTable('entry').set(values).where('number', '=', number).execute();
  };
  if (homeless) {
    const copy = await takeOver(trx, row, homeless, freed);
    if (copy !== undefined) {
      await set({ path: copy, identity: '' });
      changes.push({ kind: 'renamed', path: copy, id, title });
      return;
    }
  }
  changes.push({ kind: 'withdrawn', path: row.path ?? '', id, title });
  // A tombstone must not be older than the last version (ATOM-40).
  const withdrawn = Math.max(Math.floor(now.getTime() / 1000) * 1000, Number(row.updated));
  if (row.state === 'scheduled') {
    await set({ state: 'withdrawn', withdrawn, due: null, expires: null });
    return;
  }
  const groups = groupsFrom(row);
  const { revision } = log.append({
    entry: number,
    kind: 'withdrawn',
    content: [id, withdrawn],
    moment: withdrawn,
    published: Number(row.published),
    firstRevision: row.first_revision,
    position: row.position,
    isHere: { before: row.link === null, after: false },
    before: groups,
    after: groups,
  });
  await set({ state: 'withdrawn', withdrawn, revision, due: null, expires: null });
}

/** The place of a copy that takes over; without one, all files that were refused as doubles are free. */
async function takeOver(
  trx: Transaction<Tables>,
  { number, digest }: EntryRow,
  homeless: Map<number, string>,
  freed: string[],
): Promise<string | undefined> {
  const doubles = await trx
    .selectFrom('file')
    .select(['path', 'digest', 'folder', 'is_piece'])
    .where('double_of', '=', number)
    .orderBy('path')
    .execute();
  const twin = doubles.find((double) => double.digest === digest);
  // A copy is read again, too: it may have other media, and other tags from its folder.
  const free = twin ? [twin] : doubles;
  const files = new Set(free.map(({ path, folder, is_piece }) => (is_piece === 1 ? folder : path)));
  const places = free.map(({ path }) => path);
  for (const paths of chunks(places, ROWS_AT_ONCE))
    await trx.updateTable('file').set({ double_of: null }).where('path', 'in', paths).execute();
  for (const paths of chunks([...files.union(new Set(places))], ROWS_AT_ONCE))
    await trx.updateTable('file').set({ reader: '' }).where('path', 'in', paths).execute();
  append(freed, files);
  if (!twin) return undefined;
  const copy = twin.path;
  await forgetProblems(trx, [copy]);
  // The article that stood there before its file became a copy has lost its file.
  const former = await trx.selectFrom('entry').select('number').where('path', '=', copy).execute();
  for (const entry of former) homeless.set(entry.number, copy);
  await trx.updateTable('entry').set({ path: null }).where('path', '=', copy).execute();
  return copy;
}

/** Publishes the entries whose date has come (GEN-03), and withdraws those whose time is over. */
export async function releaseDue(trx: Transaction<Tables>, now: Date): Promise<Change[]> {
  const due = await trx
    .selectFrom('entry')
    .selectAll()
    .where('due', '<=', now.getTime())
    .orderBy('due')
    .orderBy('number')
    .execute();
  // Not asked for the state: see `nextRelease`.
  const ended = await trx
    .selectFrom('entry')
    .selectAll()
    .where('expires', '<=', now.getTime())
    .orderBy('expires')
    .orderBy('number')
    .execute();
  const over = ended.filter(({ state }) => state === 'live');
  const done: Withdrawn = { changes: [], freed: [] };
  if (due.length === 0 && over.length === 0) return done.changes;
  const log = await LogWriter.open(trx, now);
  for (const row of due) {
    // Whoever was away from its date to its end has missed it.
    if (row.expires !== null && Number(row.expires) <= now.getTime()) await drop(trx, row);
    else done.changes.push(await release(trx, log, row, now));
  }
  for (const row of over) await withdraw(trx, log, row, now, done, undefined);
  await log.flush();
  return done.changes;
}

async function drop(trx: Transaction<Tables>, { number }: EntryRow): Promise<void> {
  const nothing = { state: 'withdrawn', due: null, expires: null } as const;
  await trx.updateTable('entry').set(nothing).where('number', '=', number).execute();
}

async function release(trx: Transaction<Tables>, log: LogWriter, row: EntryRow, now: Date): Promise<Change> {
  const { number, id, title, path, fingerprint, published, first_revision } = row;
  const isNew = first_revision === 0;
  const updated = isNew ? Number(row.updated) : returnedUpdated(row, now);
  const kind = isNew ? 'released' : 'returned';
  const { revision, position } = log.append({
    entry: number,
    kind,
    content: isNew ? [id, fingerprint, updated] : [id, fingerprint, Number(published), updated],
    moment: updated,
    published: Number(published),
    firstRevision: first_revision,
    position: row.position,
    isHere: { before: false, after: row.link === null },
    before: isNew ? [] : await tombstonesOf(trx, number),
    after: groupsFrom(row),
  });
  await trx
    .updateTable('entry')
    .set({
      state: 'live',
      updated,
      revision,
      ...(isNew ? { first_revision: revision, position } : {}),
      withdrawn: null,
      due: null,
    })
    .where('number', '=', number)
    .execute();
  return { kind, path: path ?? '', id, title };
}

/** Whose feeds tell that an entry was withdrawn: it may have other tags by now. */
export async function tombstonesOf(trx: Transaction<Tables>, entry: number): Promise<Group[]> {
  const rows = await trx
    .selectFrom('membership')
    .select('tag')
    .where('entry', '=', entry)
    .where('state', '=', 'withdrawn')
    .execute();
  return rows.map(({ tag }) => tag);
}
