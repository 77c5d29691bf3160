// What goes wrong with a request: thrown by handlers, answered by the last middleware.

/** A plain answer that is no document. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly title: string;
  constructor(status: number, title: string, text: string) {
    super(text);
    this.status = status;
    this.title = title;
  }
}

export function notFound(): HttpProblem {
  return new HttpProblem(404, 'Not found', 'There is nothing at this address. The list of tags may help.');
}

export function preconditionFailed(): HttpProblem {
  return new HttpProblem(412, 'Precondition failed', 'The document is not the one that you named.');
}
