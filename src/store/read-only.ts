// Opens the database to read it. Apart from database.ts, which brings the tables up to date: threads that only read start
// without what that takes.
import { Kysely } from 'kysely';
import { NodeSqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** Opens the database of a `sqlite:` address, which has to be there and up to date, to read it. */
export function openToRead(url: string): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new NodeSqliteDialect(pathOf(url), true) });
}

/** The file of a `sqlite:` address. */
export function pathOf(url: string): string {
  return url.replace(/^sqlite:/, '');
}
