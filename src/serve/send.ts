// A prepared document -> an answer. Both lanes send by this.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Coding, preferredCodings } from './coding.ts';
import type { Document, Known } from './documents.ts';
import { documentHead, fresh, freshAndDated, type Negotiated, notModifiedHead } from './heads.ts';

/** Sends a 304. @param negotiated when the document was found by what its reader prefers */
export function sendNotModified(known: Known, response: ServerResponse, negotiated?: Negotiated): void {
  const { resource, notModified } = known;
  const head = negotiated ? notModifiedHead(resource, known, negotiated) : notModified;
  response.writeHead(304, fresh(resource, head)).end();
}

/**
 * Sends a 200 in the coding that its reader likes best. Whoever comes before the document is compressed waits a few
 * milliseconds: it is less than the plain bytes take to most readers.
 */
export function sendDocument(
  document: Document,
  request: IncomingMessage,
  response: ServerResponse,
  negotiated?: Negotiated,
): void {
  const codings = preferredCodings(request.headers['accept-encoding']);
  const [best = 'identity'] = codings;
  const send = () => sendCoded(document, codings, request, response, negotiated);
  if (document.bodies[best]) send();
  else void document.compressed.then(send);
}

function sendCoded(
  { bodies, heads, ...document }: Document,
  codings: readonly Coding[],
  { method }: IncomingMessage,
  response: ServerResponse,
  negotiated: Negotiated | undefined,
): void {
  const coding = codings.find((coding) => bodies[coding]) ?? 'identity';
  const body = bodies[coding] ?? bodies.identity;
  const { resource } = document;
  const head = negotiated
    ? documentHead(resource, document, coding, body.length, negotiated)
    : (heads[coding] ?? heads.identity);
  response.writeHead(200, freshAndDated(resource, document, head)).end(method === 'HEAD' ? undefined : body);
}
