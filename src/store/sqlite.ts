// Node's own SQLite as a dialect of Kysely.
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
} from 'kysely';

/** Statements are prepared once; more shapes than this come from lists of varying length only. */
const STATEMENTS = 500;
/** How long to wait for another process that is writing, in milliseconds. */
const PATIENCE = 10_000;

/** Kysely's dialect for SQLite, but for two things that it leaves to chance when a process is killed or is not alone. */
export class NodeSqliteDialect extends SqliteDialect {
  /**
   * @param isReadOnly leaves the file as it is
   * @throws when the file is not there and cannot be made, or is no database
   */
  constructor(path: string, isReadOnly = false) {
    const database = new DatabaseSync(path, { timeout: PATIENCE, readOnly: isReadOnly });
    // FULL: what was acknowledged survives the loss of power. Moving the log into the file every 16 MB, not every 4,
    // makes filling a new store a tenth faster.
    const forWriting =
      'pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma wal_autocheckpoint = 4000';
    database.exec(`pragma cache_size = -16000; ${isReadOnly ? '' : forWriting}`);
    super({ database: adapt(database) });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }

  override createDriver(): Driver {
    // All our transactions write. One that reads first and asks for the right to write later fails at once when another
    // process has written in between; one that asks first waits.
    const beginTransaction = async (connection: DatabaseConnection) => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    };
    return Object.assign(super.createDriver(), { beginTransaction });
  }
}

/** SQLite rolls back tables as it does rows; Kysely does not ask it to, and a migration that is cut off would stay so. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Kysely speaks better-sqlite3's tongue; node:sqlite differs in how it takes parameters and names readers. */
function adapt(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, ReturnType<typeof statement>>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const known = prepared.get(sql);
      if (known) return known;
      const made = statement(database.prepare(sql));
      if (prepared.size >= STATEMENTS) prepared.delete(prepared.keys().next().value ?? '');
      prepared.set(sql, made);
      return made;
    },
  };
}

function statement(prepared: StatementSync) {
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  const reader = prepared.columns().length > 0;
  // What writes, a commit as well, tells the last row number that was given, which FTS5 makes larger than a number can be.
  prepared.setReadBigInts(!reader);
  return {
    reader,
    all: (parameters: readonly unknown[]) => prepared.all(...values(parameters)),
    run: (parameters: readonly unknown[]) => prepared.run(...values(parameters)),
    iterate: (parameters: readonly unknown[]) => prepared.iterate(...values(parameters)),
  };
}
