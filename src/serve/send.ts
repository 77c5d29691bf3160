// A prepared document -> an answer. Express and the lane in front of it send by this.
import type { ServerResponse } from 'node:http';
import type { Poll } from '../poll.ts';
import type { Counting } from './audience.ts';
import { bestReady, preferredCodings } from './coding.ts';
import type { Base } from './delta.ts';
import { type Document, documentOf, type Known } from './documents.ts';
import { deltaFields, documentFields, fresh, type Negotiated, notModifiedFields } from './heads.ts';
import { type Limit, sendTooMany } from './rate-limit.ts';
import type { Representation } from './representation.ts';

/** What an answer with a document depends on besides the request. */
export type Sending = {
  readonly limit: Limit;
  readonly counting: Counting;
  /** When the document was found by what its reader prefers. */
  readonly negotiated?: Negotiated;
};

/** Sends a 304. @param began see Counting */
export function sendNotModified(
  known: Known,
  request: Poll,
  response: ServerResponse,
  { counting, negotiated }: Sending,
  began: number,
): void {
  response.writeHead(304, notModifiedFields(known.resource, known, negotiated)).end();
  counting.count(known, request, 'unchanged', 0, documentOf(known), began);
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
  const { resource, kind } = document;
  const seconds = kind === 'page' ? 0 : sending.limit(request, resource.path);
  const codings = preferredCodings(request.headers['accept-encoding']);
  const [best = 'identity'] = codings;
  const send = () => sendRepresentation(document, bestReady(document, codings), request, response, sending, began);
  if (seconds > 0) {
    sendTooMany(response, seconds);
    sending.counting.count(document, request, 'limited', 0, undefined, began, seconds);
  } else if (document[best]) send();
  else void document.coded(best).then(send);
}

/**
 * Sends what is new since a version that the reader has, as 226.
 * @param present the whole, with its validators as they were before the delta was made: that may hold more than it is said to, never less
 */
export function sendDelta(
  { document, base }: { readonly document: Document; readonly base: Base },
  present: Known,
  request: Poll,
  response: ServerResponse,
  { counting }: Sending,
  began: number,
): void {
  const { resource } = document;
  const codings = preferredCodings(request.headers['accept-encoding']);
  const [best = 'identity'] = codings;
  void document.coded(best).then(() => {
    const { coding, body, length } = bestReady(document, codings);
    const fields = deltaFields(resource, present, coding, length, base);
    const dated = { ...present, cacheControl: resource.cacheControl };
    response.writeHead(226, 'IM Used', fresh(fields, dated)).end(request.method === 'HEAD' ? undefined : body);
    counting.count(present, request, 'new', length, documentOf(present), began);
  });
}

function sendRepresentation(
  document: Document,
  { body, coding, length, fields }: Representation,
  request: Poll,
  response: ServerResponse,
  { counting, negotiated }: Sending,
  began: number,
): void {
  const sent = negotiated ? documentFields(document.resource, document, coding, length, negotiated) : fields;
  response.writeHead(200, fresh(sent, document)).end(request.method === 'HEAD' ? undefined : body);
  counting.count(document, request, 'whole', length, undefined, began);
}
