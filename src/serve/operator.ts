// What the operator asks: is it well, what is wrong. Never cached, never indexed.
import { timingSafeEqual } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { Runs } from '../runs.ts';
import { uuidFrom } from '../store/ids.ts';
import type { KnownProblem } from '../store/problems.ts';
import type { KeptLoss, Loss, Store } from '../store/store.ts';
import { isForwarded } from './client.ts';

/** Whoever asks over the loopback interface, and is not a proxy that asks for somebody else. */
const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;
/**
 * A proxy that says nothing of itself still hands on the name that it was asked for; so does the browser of somebody on
 * this machine whom a page sends here under a name of its own (DNS rebinding).
 */
const LOCAL_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** A status names so many problems, the command line all. */
const SHOWN_PROBLEMS = 100;

/** What the operator may know and ask of the one who refreshes. */
export type Refreshing = { readonly runs: () => Runs; readonly confirmLoss: () => void };

/**
 * `/healthz`: 200 as long as feeds are served; `warn` when a person should look. `/readyz`: 200 once they are served.
 * `/status`: how things are, as JSON, for loopback alone, or with a token.
 * @param token what `/status` is asked for with, as a Bearer token; without one only this machine is answered
 */
export function operatorRoutes(store: Store, token: string | undefined, _refreshing?: Refreshing): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router.get('/healthz', async (_, response) => {
    const loss = plainLoss(await store.loss());
    sendJson(response, { status: loss ? 'warn' : 'pass', ...(loss ? { loss } : {}) });
  });
  router.get('/readyz', (_, response) => sendJson(response, { status: 'pass' }));
  router.get('/status', async (request, response, next) => {
    // Whoever may not see it shall not know that it is there.
    if (!mayAsk(request, token)) return next();
    sendJson(response, await statusOf(store));
  });
  return router;
}

/** How things are: the library, what waits, what is wrong. */
async function statusOf(store: Store): Promise<object> {
  const [loss, problems, next] = [plainLoss(await store.loss()), await store.problems(), await store.nextRelease()];
  const { revision, at } = await store.head();
  return {
    status: loss ? 'warn' : 'pass',
    articles: await store.count({ kind: 'all' }),
    tags: (await store.tags()).length,
    revision,
    changed: new Date(at * 1000),
    ...(next ? { nextRelease: next } : {}),
    ...(loss ? { loss: { ...loss, confirm: 'refresh --confirm-loss' } } : {}),
    problems: { count: problems.length, first: problems.slice(0, SHOWN_PROBLEMS).map(plain) },
  };
}

function plainLoss(loss: KeptLoss | undefined): Loss | undefined {
  return loss && { gone: loss.gone, known: loss.known };
}

function plain({ path, kind, facts, firstSeen, lastSeen }: KnownProblem): object {
  return { path, kind, firstSeen, lastSeen, ...(kind === 'refused' ? facts : { remarks: facts }) };
}

function mayAsk({ socket, headers }: Request, token: string | undefined): boolean {
  if (token === undefined)
    return LOOPBACK.test(socket.remoteAddress ?? '') && LOCAL_NAME.test(headers.host ?? '') && !isForwarded(headers);
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  // Of digests: how long it takes says nothing about the token.
  return given !== undefined && timingSafeEqual(Buffer.from(uuidFrom(given)), Buffer.from(uuidFrom(token)));
}

function sendJson(response: Response, body: object): void {
  response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex', 'Content-Type': 'application/json' });
  // Not by `json`: it would add an ETag.
  response.end(`${JSON.stringify(body)}\n`);
}
