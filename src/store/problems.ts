// The problem book: what is wrong with which file at present, since when, and when that was last seen.
import type { Kysely } from 'kysely';
import type { Problem, Remark } from '../entry.ts';
import { chunks } from '../lists.ts';
import { type ProblemTable, ROWS_AT_ONCE, type Tables } from './tables.ts';

/** A file that is refused, or that was repaired and is published. */
export type Found =
  | { readonly path: string; readonly kind: 'refused'; readonly facts: Problem }
  | { readonly path: string; readonly kind: 'repaired'; readonly facts: readonly Remark[] };

export type KnownProblem = Found & { readonly firstSeen: Date; readonly lastSeen: Date };

/** That a problem is still there is written down so often, and not at every comparison: most of those write nothing. */
const SEEN_EVERY_MS = 60 * 60_000;

/** Notes what is wrong; a file that was wrong already keeps the moment at which that was first seen. */
export async function noteProblems(
  db: Kysely<Tables>,
  found: readonly Found[],
  found_by: ProblemTable['found_by'],
  now: Date,
): Promise<void> {
  const [first_seen, last_seen] = [now.getTime(), now.getTime()];
  const rows = found.map(({ path, kind, facts }) => {
    return { path, kind, facts: JSON.stringify(facts), found_by, first_seen, last_seen };
  });
  for (const some of chunks(rows, ROWS_AT_ONCE)) {
    await db
      .insertInto('problem')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('path').doUpdateSet(({ ref }) => ({
          kind: ref('excluded.kind'),
          facts: ref('excluded.facts'),
          found_by: ref('excluded.found_by'),
          last_seen: ref('excluded.last_seen'),
        })),
      )
      .execute();
  }
}

/** Forgets what was wrong with files that are mended or gone. */
export async function forgetProblems(db: Kysely<Tables>, paths: readonly string[]): Promise<void> {
  for (const some of chunks(paths, ROWS_AT_ONCE)) await db.deleteFrom('problem').where('path', 'in', some).execute();
}

/**
 * Takes over what a comparison of everything found without opening a file; the rest of what the book knows is still so.
 * Writes nothing when all of it is known and was seen lately.
 */
export async function noteComparison(db: Kysely<Tables>, found: readonly Problem[], now: Date): Promise<void> {
  const known = await db.selectFrom('problem').selectAll().where('found_by', '=', 'comparison').execute();
  const facts = new Map(known.map((row) => [row.path, row.facts]));
  const isNew = (problem: Problem) => facts.get(problem.path) !== JSON.stringify(problem);
  const paths = new Set(found.map(({ path }) => path));
  await noteProblems(db, found.filter(isNew).map(refused), 'comparison', now);
  const mended = known.flatMap(({ path }) => (paths.has(path) ? [] : [path]));
  await forgetProblems(db, mended);
  // What a reader found before nobody could look at the file may still be so: the next comparison has it read again.
  for (const some of chunks(mended, ROWS_AT_ONCE))
    await db.updateTable('file').set({ reader: '' }).where('path', 'in', some).execute();
  await db
    .updateTable('problem')
    .set({ last_seen: now.getTime() })
    .where('last_seen', '<', now.getTime() - SEEN_EVERY_MS)
    .execute();
}

/** A problem as the book keeps it. */
function refused(problem: Problem): Found {
  return { path: problem.path, kind: 'refused', facts: problem };
}

/** All that is wrong at present, by path. */
export async function readProblems(db: Kysely<Tables>): Promise<KnownProblem[]> {
  return (await db.selectFrom('problem').selectAll().orderBy('path').execute()).map(knownFrom);
}

/** What is wrong at present, what was found last first. */
export async function latestProblems(db: Kysely<Tables>, limit: number): Promise<KnownProblem[]> {
  const latest = db.selectFrom('problem').selectAll().orderBy('first_seen', 'desc').orderBy('path').limit(limit);
  return (await latest.execute()).map(knownFrom);
}

/** How many files are wrong in which way. */
export type ProblemCounts = Readonly<Record<Found['kind'], number>>;

export async function countProblems(db: Kysely<Tables>): Promise<ProblemCounts> {
  const counts = { refused: 0, repaired: 0 };
  const rows = db
    .selectFrom('problem')
    .select(({ fn }) => ['kind', fn.countAll<number>().as('count')])
    .groupBy('kind');
  for (const { kind, count } of await rows.execute()) counts[kind] = Number(count);
  return counts;
}

function knownFrom({ path, kind, facts, first_seen, last_seen }: ProblemTable): KnownProblem {
  const found = { path, kind, facts: JSON.parse(facts) } as Found;
  return { ...found, firstSeen: new Date(Number(first_seen)), lastSeen: new Date(Number(last_seen)) };
}
