// What goes wrong with a request: thrown by handlers, answered by the last middleware.
import { LONGEST_QUERY, MOST_TERMS, type QueryProblem } from '../query.ts';
import type { Telling } from '../render/error-page.ts';
import { ENGLISH } from '../render/languages.ts';
import type { Words } from '../render/words.ts';
import { BusyError } from '../store/readers.ts';

/** A plain answer that is no document. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly title: string;
  /** Of a 503 or a 429: after how many seconds it is worth to ask again. */
  readonly retryAfter: number;
  /** What people are told, where it is more of a problem of theirs than of those who run the site. */
  readonly tell?: Telling;
  constructor(status: number, title: string, text: string, retryAfter = 60, tell?: Telling) {
    super(text);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
    if (tell) this.tell = tell;
  }
}

/** A problem that people are told of in the language of the site, and programs in English. */
function told(status: number, tell: Telling, retryAfter?: number): HttpProblem {
  const { title, text } = tell(ENGLISH);
  return new HttpProblem(status, title, text, retryAfter, tell);
}

export function notFound(): HttpProblem {
  return told(404, ({ notFound }) => notFound);
}

export function withdrawn(): HttpProblem {
  return told(410, ({ withdrawn }) => withdrawn);
}

/** Something that should not happen. */
export function failed(): HttpProblem {
  return told(503, ({ failed }) => failed);
}

export function addressTooLong(): HttpProblem {
  return told(414, ({ addressTooLong }) => addressTooLong);
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
  return told(503, ({ busy }) => busy, 5);
}

/** @param problem what is wrong with what was searched for */
export function notUnderstood(problem: QueryProblem): HttpProblem {
  return told(400, (words) => ({ title: words.searchFailed, text: SEARCH_PROBLEM[problem](words) }));
}

const SEARCH_PROBLEM: Readonly<Record<QueryProblem, (words: Words) => string>> = {
  'too long': ({ searchTooLong }) => searchTooLong(LONGEST_QUERY),
  'too many words': ({ searchTooWordy }) => searchTooWordy(MOST_TERMS),
  'nothing to find': ({ searchForNothing }) => searchForNothing,
};

/** A question that takes too long is answered later (HTTP-44). */
export async function orBusy<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    throw error instanceof BusyError ? tooBusy() : error;
  });
}
