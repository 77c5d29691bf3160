// What goes wrong with a request: thrown by handlers, answered by the last middleware.
import { BusyError } from '../store/readers.ts';

/** A plain answer that is no document. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly title: string;
  /** Of a 503 or a 429: after how many seconds it is worth to ask again. */
  readonly retryAfter: number;
  constructor(status: number, title: string, text: string, retryAfter = 60) {
    super(text);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
  }
}

export function notFound(): HttpProblem {
  return new HttpProblem(404, 'Not found', 'There is nothing at this address. The list of tags may help.');
}

/** What may be asked of nearly every address. */
export const ALLOW = 'GET, HEAD, OPTIONS';

export function notAllowed(): HttpProblem {
  return new HttpProblem(405, 'Method not allowed', `Only ${ALLOW} are possible here.`);
}

/** @param why in one sentence: whoever publishes may read it */
export function noPodcast(why: string): HttpProblem {
  return new HttpProblem(404, 'No podcast', why);
}

export function preconditionFailed(): HttpProblem {
  return new HttpProblem(412, 'Precondition failed', 'The document is not the one that you named.');
}

function tooBusy(): HttpProblem {
  return new HttpProblem(503, 'Busy', 'Too much is being searched for at present. Please try again in a moment.', 5);
}

/** @param problem what is wrong with what was asked for, in one sentence */
export function notUnderstood(problem: string): HttpProblem {
  return new HttpProblem(400, 'Search not understood', problem);
}

/** A question that takes too long is answered later (HTTP-44). */
export async function orBusy<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    throw error instanceof BusyError ? tooBusy() : error;
  });
}
