// The log of revisions, as one transaction appends to it.
import { hash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { RevisionKind, RevisionTable, Tables } from './tables.ts';

/** Appends to the log; nothing is written before `flush`. */
export class LogWriter {
  readonly #trx: Transaction<Tables>;
  readonly #rows: RevisionTable[] = [];
  readonly #at: number;
  #revision: number;
  #digest: string;

  private constructor(trx: Transaction<Tables>, head: { revision: number; at: number; digest: string }, now: Date) {
    this.#trx = trx;
    this.#revision = head.revision;
    this.#digest = head.digest;
    // Strictly increasing whole seconds: a Last-Modified that two versions share would hide the second (HTTP-15).
    this.#at = Math.max(Math.floor(now.getTime() / 1000), head.at + 1);
  }

  static async open(trx: Transaction<Tables>, now: Date): Promise<LogWriter> {
    const head = await trx.selectFrom('publication').select(['revision', 'at', 'digest']).executeTakeFirstOrThrow();
    return new LogWriter(trx, { ...head, at: Number(head.at) }, now);
  }

  /** Gives a change the next number. @param content whatever distinguishes what readers get from now on */
  append(entry: number, kind: RevisionKind, content: readonly unknown[]): number {
    this.#revision += 1;
    this.#digest = hash('sha256', JSON.stringify([this.#digest, kind, ...content]), 'base64url');
    this.#rows.push({ revision: this.#revision, entry, kind, at: this.#at, digest: this.#digest });
    return this.#revision;
  }

  async flush(): Promise<void> {
    if (this.#rows.length === 0) return;
    for (let start = 0; start < this.#rows.length; start += 500) {
      await this.#trx
        .insertInto('revision')
        .values(this.#rows.slice(start, start + 500))
        .execute();
    }
    await this.#trx
      .updateTable('publication')
      .set({ revision: this.#revision, at: this.#at, digest: this.#digest })
      .execute();
  }
}
