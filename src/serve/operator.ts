// What the operator asks: is it well, what is wrong. Never cached, never indexed.
import express, { type RequestHandler, type Response, Router } from 'express';
import type { Log } from '../log.ts';
import { type PageSite, rootPath } from '../render/page.ts';
import { statusPage } from '../render/status-page.ts';
import type { Status } from '../status.ts';
import type { Loss } from '../store/store.ts';
import type { Trust } from './client.ts';
import { guard, isFromHere } from './guard.ts';
import { FORM_POLICY } from './heads.ts';
import { Metrics } from './metrics.ts';
import { HttpProblem, notAllowed } from './problem.ts';
import { keyOf, type Statuses } from './status.ts';

/** Where the operator says that a loss is meant: the only address that takes something. */
export const CONFIRM_PATH = '/status/confirm-loss';
/** Of what is sent there. */
const LONGEST_FORM = 500;

export type OperatorSettings = {
  readonly statuses: Statuses;
  readonly site: PageSite;
  /** What the status is asked for with; without one only this machine is answered. */
  readonly token: string | undefined;
  readonly trust: Trust;
  /** True when others answer on the same port. */
  readonly isOneOfMany: boolean;
  /** Has what is gone withdrawn. */
  readonly confirmLoss: (loss: Loss) => void;
  readonly log: Pick<Log, 'info' | 'warn'>;
};

/**
 * `/healthz`: 200 as long as feeds are served; `warn` when a person should look. `/readyz`: 200 once they are served.
 * `/status`: how things are, as a page or JSON, and `/metrics`, the same as numbers, for this machine alone, or with a token.
 */
export function operatorRoutes(settings: OperatorSettings): Router {
  const { statuses, site, token, trust, isOneOfMany, confirmLoss, log } = settings;
  const mayAsk = guard(token, trust, log);
  const metrics = new Metrics(statuses, isOneOfMany);
  const router = Router({ strict: true, caseSensitive: true });
  router.get('/healthz', async (_, response) => {
    const health = await statuses.health().catch(() => ({ status: 'fail' as const, loss: undefined }));
    const { status, loss } = health;
    if (status === 'fail') response.status(503);
    sendJson(response, { status, ...(loss ? { loss: { gone: loss.gone, known: loss.known } } : {}) });
  });
  router.get('/readyz', (_, response) => sendJson(response, { status: 'pass' }));
  router.get('/status', async (request, response, next) => {
    // Whoever may not see it shall not know that it is there.
    if (!mayAsk(request, response)) return next();
    const status = await statuses.status();
    if (status.health.status === 'fail') response.status(503);
    response.vary('Accept');
    // A program gets JSON, also when it does not say what it wants.
    if (request.accepts(['application/json', 'text/html']) !== 'text/html') return sendJson(response, asJson(status));
    const confirmed = new URLSearchParams(request.url.split('?')[1]).get('confirmed') ?? undefined;
    sendUncached(response, 'text/html; charset=utf-8', statusPage(site, status, { mayConfirm: true, confirmed }), {
      'Content-Security-Policy': FORM_POLICY,
    });
  });
  router.get('/metrics', async (request, response, next) => {
    if (!mayAsk(request, response)) return next();
    sendUncached(response, metrics.contentType, await metrics.text(new Date()));
  });
  const check: RequestHandler = (request, response, next) => {
    // As everywhere else.
    if (!mayAsk(request, response)) throw notAllowed();
    if (!isFromHere(request, new URL(site.baseUrl).origin))
      throw new HttpProblem(403, 'Not from here', 'This is possible from the status page only.');
    next();
  };
  router.post(CONFIRM_PATH, check, readForm(), async (request, response) => {
    const loss = await statuses.loss();
    const { key } = (request.body ?? {}) as { readonly key?: unknown };
    if (!loss || key !== keyOf(loss))
      throw new HttpProblem(
        409,
        'Something else by now',
        'What is gone is not what you have seen. Please look at the status again.',
      );
    log.info({ gone: loss.gone, known: loss.known }, 'loss confirmed');
    confirmLoss({ gone: loss.gone, known: loss.known });
    // The refresh has only just been asked for: until it is done, the page says so, whichever process answers.
    response.set({ 'Cache-Control': 'no-store', Location: `${rootPath(site.baseUrl)}/status?confirmed=${key}` });
    response.status(303).end();
  });
  return router;
}

/** @throws HttpProblem when it is too long, or no form */
function readForm(): RequestHandler {
  const read = express.urlencoded({ extended: false, inflate: false, limit: LONGEST_FORM, parameterLimit: 10 });
  return (request, response, next) => {
    read(request, response, (error?: unknown) => {
      if (!error) return next();
      const { status = 400 } = error as { readonly status?: number };
      next(new HttpProblem(status, 'Form not understood', 'This is not what the status page sends.'));
    });
  };
}

/** For programs: what they could read of old, and all the rest. */
function asJson(status: Status): object {
  const { health, library, problems, loss, releases, refresh, ...rest } = status;
  const [next] = releases;
  return {
    status: health.status,
    said: health.said,
    ...library,
    ...(next ? { nextRelease: next.at } : {}),
    ...(loss ? { loss: { ...loss, confirm: 'refresh --confirm-loss' } } : {}),
    problems: {
      count: problems.refused + problems.repaired,
      refused: problems.refused,
      repaired: problems.repaired,
      first: problems.first.map(({ facts, ...of }) => ({
        ...(of.kind === 'refused' ? facts : { remarks: facts }),
        ...of,
      })),
    },
    refresh,
    releases,
    ...rest,
  };
}

function sendJson(response: Response, body: object): void {
  sendUncached(response, 'application/json', `${JSON.stringify(body)}\n`);
}

function sendUncached(response: Response, type: string, body: string, headers: Record<string, string> = {}): void {
  response.set({
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex',
    'Content-Type': type,
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  });
  // Not by `send`: it would add an ETag.
  response.end(body);
}
