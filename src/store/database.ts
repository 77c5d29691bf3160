// Opens the database and brings its tables up to date. Nothing above this file knows which database it is.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { migrations } from './migrations.ts';
import { pathOf } from './read-only.ts';
import { NodeSqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** What SQLite calls a database that is no file. */
const MEMORY = ':memory:';

/**
 * Opens the database of a `sqlite:` address and brings its tables up to date, in one transaction.
 * @param wanted the migrations, in the order of their names; those of this Tagwire unless a test has others
 * @throws Error when the file cannot be opened or was written by a newer Tagwire
 */
export async function openDatabase(
  url: string,
  wanted: Readonly<Record<string, Migration>> = migrations,
): Promise<Kysely<Tables>> {
  const path = pathOf(url);
  const db = new Kysely<Tables>({ dialect: openFile(path) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...wanted }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return db;
  await db.destroy();
  // Kysely's word for a migration that the database has seen and we have not.
  if (error instanceof Error && / is missing$/.test(error.message))
    throw new Error(`The database ${path} was written by a newer Tagwire. Use that one, or another DATABASE_URL.`);
  throw unusable(path, error);
}

/** Whether there is a database at an address for nobody but whoever has opened it. */
export function isInMemory(url: string): boolean {
  return pathOf(url) === MEMORY;
}

function openFile(path: string): NodeSqliteDialect {
  try {
    if (path !== MEMORY) mkdirSync(dirname(path), { recursive: true });
    return new NodeSqliteDialect(path);
  } catch (error) {
    throw unusable(path, error);
  }
}

function unusable(path: string, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The store ${path} cannot be opened: ${why}. Mend it, or set DATABASE_URL to another file.`, {
    cause,
  });
}

/** Whether there is a database at an address, whatever it holds. */
export function hasDatabase(url: string): boolean {
  return existsSync(pathOf(url));
}
