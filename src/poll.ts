// The words between who takes connections and who knows the answers.
import type { IncomingHttpHeaders } from 'node:http';

/** A request, as far as the answer to a poll depends on it. Those of node:http are such. */
export type Poll = {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
};

/** A whole answer that lies ready. */
export type Ready = {
  readonly status: 200 | 304;
  /** Header lines, each with its CR LF; `Date` and what concerns the connection are not among them. */
  readonly lines: string;
  /** What comes after them: more such lines if there are any, the empty line, the body. Without it there is none. */
  readonly rest?: Buffer;
};
