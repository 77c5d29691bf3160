// Entries that change without a new version of their file: withdrawn with it, or released when their date has come.
import { sql, type Transaction } from 'kysely';
import { chunks } from '../chunks.ts';
import { LogWriter } from './log.ts';
import { type EntryRow, tagsFrom } from './rows.ts';
import type { Change } from './save.ts';
import { ROWS_AT_ONCE, type Tables } from './tables.ts';

/**
 * Withdraws the entries whose files are gone, and those whose place another file took; unless a copy of the file, which
 * was refused so far, takes over.
 */
export async function withdrawPaths(
  trx: Transaction<Tables>,
  gone: readonly string[],
  homeless: ReadonlyMap<number, string>,
  now: Date,
): Promise<Change[]> {
  const log = await LogWriter.open(trx, now);
  const changes: Change[] = [];
  for (const paths of chunks(gone, ROWS_AT_ONCE)) await trx.deleteFrom('file').where('path', 'in', paths).execute();
  const take = async (row: EntryRow) => {
    const copy = await trx
      .selectFrom('file')
      .select('path')
      .where('digest', '=', row.digest)
      .orderBy('path')
      .executeTakeFirst();
    if (copy) {
      await trx.updateTable('file').set({ problem: null }).where('path', '=', copy.path).execute();
      const place = { path: copy.path, identity: '' };
      await trx.updateTable('entry').set(place).where('number', '=', row.number).execute();
      changes.push({ kind: 'renamed', path: copy.path, id: row.id, title: row.title });
    } else {
      const change = await withdraw(trx, log, row, now);
      changes.push({ ...change, path: row.path ?? homeless.get(row.number) ?? '' });
    }
  };
  const present = trx.selectFrom('entry').selectAll().where('state', '!=', 'withdrawn');
  // Written out, so that the index of just these is used.
  for (const row of await present.where(sql<boolean>`path is null and state <> 'withdrawn'`).execute()) await take(row);
  for (const paths of chunks(gone, ROWS_AT_ONCE)) {
    for (const row of await present.where('path', 'in', paths).execute()) await take(row);
    // What stands there next is somebody else.
    await trx.updateTable('entry').set({ path: null }).where('path', 'in', paths).execute();
  }
  await log.flush();
  return changes;
}

/** Withdraws one entry; what is not live yet just goes. */
export async function withdraw(trx: Transaction<Tables>, log: LogWriter, row: EntryRow, now: Date): Promise<Change> {
  // A tombstone must not be older than the last version (ATOM-40).
  const withdrawn = Math.max(Math.floor(now.getTime() / 1000) * 1000, Number(row.updated));
  const tags = tagsFrom(row);
  const revision =
    row.state === 'scheduled'
      ? row.revision
      : log.append({
          entry: row.number,
          kind: 'withdrawn',
          content: [row.id, withdrawn],
          moment: withdrawn,
          published: Number(row.published),
          firstRevision: row.first_revision,
          before: tags,
          after: tags,
        });
  const values = { state: 'withdrawn', withdrawn, revision } as const;
  Object.assign(row, values);
  await trx.updateTable('entry').set(values).where('number', '=', row.number).execute();
  return { kind: 'withdrawn', path: row.path ?? '', id: row.id, title: row.title };
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
