// A document in one coding, as close together in memory as it can be: one of ten thousand that are asked for in turn is in no
// cache of the processor, and each place where something of it lies takes longer to reach than to read. See docs/notes/serving.md.
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { Ready } from '../poll.ts';
import type { Coding } from './coding.ts';
import type { Validators } from './conditional.ts';
import {
  commonFields,
  type Dated,
  type Described,
  documentFields,
  fresh,
  freshness,
  isAhead,
  type Kind,
  notModifiedCommon,
  ownFields,
} from './heads.ts';

export type Representation = {
  /** The header lines that no other document has, an empty line and the body. */
  readonly bytes: Buffer;
  /** The other lines but for `Cache-Control`: one string for all documents that have the same. */
  readonly common: string;
  /** Of the body: to know it, that need not be touched. */
  readonly length: number;
  /** The end of these bytes. */
  readonly body: Buffer;
  readonly coding: Coding;
  /** All headers, for node:http. */
  readonly fields: string[];
};

const LINE_END = '\r\n';

/** @param body is copied. @throws for headers that are none, as node:http does */
export function represent(
  known: Validators & { readonly resource: Described },
  coding: Coding,
  body: Buffer,
): Representation {
  const { resource } = known;
  const own = linesFrom(ownFields(resource, known, body.length)) + LINE_END;
  const bytes = Buffer.allocUnsafeSlow(own.length + body.length);
  bytes.write(own, 'latin1');
  body.copy(bytes, own.length);
  return {
    bytes,
    common: keptOnce(linesFrom(commonFields(resource, coding))),
    length: body.length,
    body: bytes.subarray(own.length),
    coding,
    fields: documentFields(resource, known, coding, body.length),
  };
}

/** A 200 as it is to be sent now. */
export function wholeAnswer(dated: Dated, { bytes, common, body, fields }: Representation): Ready {
  if (!isAhead(dated)) return { status: 200, lines: freshnessLine(dated) + common, rest: bytes };
  // All lines anew: one of those that lie with the body is not to be sent yet.
  return { status: 200, lines: linesFrom(fresh(fields, dated)), rest: bytes.subarray(-body.length - LINE_END.length) };
}

/** A 304 as it is to be sent now, of a document that is where it lives. */
export function notModifiedAnswer(dated: Dated, kind: Kind): Ready {
  return { status: 304, lines: `${freshnessLine(dated)}ETag: ${dated.etag}\r\n${NOT_MODIFIED[kind]}` };
}

function freshnessLine(dated: Dated): string {
  return `Cache-Control: ${freshness(dated)}\r\n`;
}

function linesFrom(fields: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    const [name = '', value = ''] = [fields[at], fields[at + 1]];
    validateHeaderName(name);
    validateHeaderValue(name, value);
    lines.push(name, ': ', value, LINE_END);
  }
  // Joined it is one piece: of strings that are added, V8 keeps the pieces, and goes through all of them at each answer.
  return lines.join('');
}

const NOT_MODIFIED: Readonly<Record<Kind, string>> = {
  page: linesFrom(notModifiedCommon('page')),
  feed: linesFrom(notModifiedCommon('feed')),
  'feed with deltas': linesFrom(notModifiedCommon('feed with deltas')),
};

/** As many as there are kinds of documents, times codings. */
const kept = new LRUCache<string, string>({ max: 200 });

/** What all answers have is always in the cache of the processor, if it is there but once. */
function keptOnce(lines: string): string {
  const known = kept.get(lines);
  if (known === undefined) kept.set(lines, lines);
  return known ?? lines;
}
