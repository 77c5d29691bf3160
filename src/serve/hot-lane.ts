// The lanes in front of Express: a poll costs a look-up, a comparison and a write of prepared bytes. Whatever is not
// prepared, or not plain, goes on to the next one, and at last to Express, which answers with the same headers.
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { BUILDER_PATH, SEARCH_PATH } from '../feed.ts';
import type { Poll, Ready } from '../poll.ts';
import type { Likely } from './at-hand.ts';
import { type Counting, uncounted } from './audience.ts';
import { preferredCodings } from './coding.ts';
import { evaluate, isConditional } from './conditional.ts';
import { type Documents, documentOf, type Known } from './documents.ts';
import type { Limit } from './rate-limit.ts';
import { notModifiedAnswer, wholeAnswer } from './representation.ts';
import { type Sending, sendDocument, sendNotModified } from './send.ts';

/** A longer address is none of ours (HTTP-03). */
export const LONGEST_URL = 8192;

/** Answers what is prepared. @param next answers everything else */
export function hotLane(
  documents: Documents,
  limit: Limit,
  next: RequestListener,
  counting: Counting = uncounted,
): RequestListener {
  const sending = { limit, counting };
  return (request, response) => {
    if (!isPlain(request) || !answerPrepared(documents, sending, request, response)) next(request, response);
  };
}

/** Answers GETs, and nothing that has to be waited for or refused. */
export function frontLane(documents: Documents, { limit, counting }: Sending): (poll: Poll) => Ready | undefined {
  return (poll) => {
    const began = counting.begin();
    const path = pathOf(poll.url);
    const [best = 'identity'] = preferredCodings(poll.headers['accept-encoding']);
    const known = knownFor(documents, path, { coding: best, isWhole: !isConditional(poll.headers) });
    if (!known) return undefined;
    const document = documentOf(known);
    const status = evaluate(poll.headers, known);
    if (status === 304) {
      counting.count(known, poll, 'unchanged', 0, document, began);
      return notModifiedAnswer(known, known.kind);
    }
    if (status === 412 || !document || mayHaveDelta(known, poll)) return undefined;
    const found = document[best];
    if (!found || (known.kind !== 'page' && limit(poll, path) > 0)) return undefined;
    counting.count(known, poll, 'whole', found.length, undefined, began);
    return wholeAnswer(known, found);
  };
}

/** A body and an address that is an exception are for Express. */
function isPlain({ method, url = '', headers }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && url.length <= LONGEST_URL && !hasBody(headers);
}

/** True when something follows the head of a request. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

/** @returns false when nothing was sent */
function answerPrepared(
  documents: Documents,
  sending: Sending,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const began = sending.counting.begin();
  const [best = 'identity'] = preferredCodings(request.headers['accept-encoding']);
  const known = knownFor(documents, pathOf(request.url), { coding: best, isWhole: !isConditional(request.headers) });
  if (!known) return false;
  const document = documentOf(known);
  const status = evaluate(request.headers, known);
  if (status === 304) {
    sendNotModified(known, request, response, sending, began);
    return true;
  }
  if (status === 412 || !document || mayHaveDelta(known, request)) return false;
  sendDocument(document, request, response, sending, began);
  return true;
}

function knownFor(documents: Documents, path: string, likely: Likely): Known | undefined {
  // What is asked for stands in the query: there the path alone is no name.
  return path.startsWith(SEARCH_PATH) || path.startsWith(BUILDER_PATH) ? undefined : documents.at(path, likely);
}

/** What is new since another version is for Express; that nothing is, is said here. */
function mayHaveDelta({ kind }: Known, { headers }: Poll): boolean {
  return kind === 'feed with deltas' && headers['a-im'] !== undefined;
}

/** HTTP-03: nowhere else a query parameter changes anything. */
function pathOf(url = ''): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}
