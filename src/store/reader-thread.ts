// The other end of readers.ts.
import type { Kysely } from 'kysely';
import { openToRead } from './read-only.ts';
import type { ReadTask } from './readers.ts';
import { READS } from './reads.ts';
import type { Tables } from './tables.ts';

type Read = (db: Kysely<Tables>, ...parameters: readonly unknown[]) => Promise<unknown>;

let db: Kysely<Tables> | undefined;

export default async ({ url, name, parameters }: ReadTask): Promise<unknown> => {
  db ??= openToRead(url);
  const read = READS[name] as Read;
  return read(db, ...parameters);
};
