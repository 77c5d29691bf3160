// What reading has made of a file -> what the store takes.
import { posix } from 'node:path';
import type { Article } from './ingest/article.ts';
import { type KnownMedium, keyOf } from './ingest/beside.ts';
import type { MediaReading } from './ingest/media.ts';
import type { LookedAt } from './ingest/read.ts';
import type { Medium } from './store/media.ts';
import type { Arrival } from './store/save.ts';

/** An article as the store takes it. */
export function arrivalOf([file, stat]: LookedAt, { path, digest, reading }: Article, reader: string): Arrival {
  const folder = posix.dirname(path);
  const isPiece = path !== file;
  const facts = { path, folder: folder === '.' ? '' : folder, ...stat, digest, reader };
  const common = isPiece ? { ...facts, identity: '', isPiece } : facts;
  if (reading.kind !== 'problem') return { ...common, outcome: reading };
  const { kind: _, ...problem } = reading;
  return { ...common, outcome: { kind: 'problem', problem: { path, ...problem } } };
}

/** A medium as the store keeps it. */
export function mediumOf(known: KnownMedium): Medium {
  const { reading, ...medium } = known;
  const key = keyOf(known);
  return { ...medium, ...(reading.ok && key ? { served: { key, type: reading.facts.type } } : {}), facts: reading };
}

/** The same, as its reader knows it: what the store keeps is what `mediumOf` has made. */
export function knownMedium({ facts, path, size, modified, changed }: Medium): KnownMedium {
  return { path, size, modified, changed, reading: facts as MediaReading };
}
