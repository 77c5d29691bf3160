// A prepared document -> an answer. Express and the lane in front of it send by this.
import type { ServerResponse } from 'node:http';
import type { Poll } from '../poll.ts';
import type { Counting } from './audience.ts';
import { type Coding, firstReady, preferredCodings } from './coding.ts';
import type { Base } from './delta.ts';
import type { Document, Known } from './documents.ts';
import { deltaHead, documentHead, fresh, freshAndDated, isPage, type Negotiated, notModifiedHead } from './heads.ts';
import { type Limit, sendTooMany } from './rate-limit.ts';

/** What an answer with a document depends on besides the request. */
export type Sending = {
  readonly limit: Limit;
  readonly counting: Counting;
  /** When the document was found by what its reader prefers. */
  readonly negotiated?: Negotiated;
};

/** Sends a 304. @param document what is unchanged, if it is at hand. @param began see Counting */
export function sendNotModified(
  { known, document }: { readonly known: Known; readonly document?: Document | undefined },
  request: Poll,
  response: ServerResponse,
  { counting, negotiated }: Sending,
  began: number,
): void {
  const { resource, notModified } = known;
  const head = negotiated ? notModifiedHead(resource, known, negotiated) : notModified;
  response.writeHead(304, fresh(resource, head).fields).end();
  counting.count(known, request, 'unchanged', 0, document, began);
}

/**
 * Sends a 200 in the coding that its reader likes best. Whoever comes before the document is compressed waits a few
 * milliseconds: it is less than the plain bytes take to most readers. Sends a 429 to whoever fetches the same feed too often.
 */
export function sendDocument(
  document: Document,
  request: Poll,
  response: ServerResponse,
  sending: Sending,
  began: number,
): void {
  const { resource, bodies } = document;
  const seconds = isPage(resource) ? 0 : sending.limit(request, resource.path);
  const codings = preferredCodings(request.headers['accept-encoding']);
  const [best = 'identity'] = codings;
  if (seconds > 0) {
    sendTooMany(response, seconds);
    sending.counting.count(document, request, 'limited', 0, undefined, began, seconds);
  } else if (bodies[best]) sendCoded(document, best, request, response, sending, began);
  else
    void document
      .coded(best)
      .then(() => sendCoded(document, firstReady(bodies, codings), request, response, sending, began));
}

/**
 * Sends what is new since a version that the reader has, as 226.
 * @param present the whole, with its validators as they were before the delta was made: that may hold more than it is said to, never less
 */
export function sendDelta(
  { document, base }: { readonly document: Document; readonly base: Base },
  { known: present, document: whole }: { readonly known: Known; readonly document?: Document | undefined },
  request: Poll,
  response: ServerResponse,
  { counting }: Sending,
  began: number,
): void {
  const { resource, bodies } = document;
  const codings = preferredCodings(request.headers['accept-encoding']);
  const [best = 'identity'] = codings;
  void document.coded(best).then(() => {
    const coding = firstReady(bodies, codings);
    const body = bodies[coding] ?? bodies.identity;
    const head = freshAndDated(resource, present, deltaHead(resource, present, coding, body.length, base));
    response.writeHead(226, 'IM Used', head.fields).end(request.method === 'HEAD' ? undefined : body);
    counting.count(present, request, 'new', body.length, whole, began);
  });
}

function sendCoded(
  document: Document,
  coding: Coding,
  request: Poll,
  response: ServerResponse,
  { counting, negotiated }: Sending,
  began: number,
): void {
  const { resource, bodies, heads } = document;
  const body = bodies[coding] ?? bodies.identity;
  const head = negotiated
    ? documentHead(resource, document, coding, body.length, negotiated)
    : (heads[coding] ?? heads.identity);
  const { fields } = freshAndDated(resource, document, head);
  response.writeHead(200, fields).end(request.method === 'HEAD' ? undefined : body);
  counting.count(document, request, 'whole', body.length, undefined, began);
}
