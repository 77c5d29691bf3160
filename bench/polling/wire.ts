// Requests as bytes on a socket, and how many bytes come back: nothing is added, decoded or tidied up on the way.
import { connect, type Socket } from 'node:net';

export type Answer = {
  readonly status: number;
  /** Of status line, headers and body. */
  readonly bytes: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
};

export class Wire {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Sends a request and reads the answer to its end; one at a time. @param head all of it, with the empty line at its end */
  ask(head: string): Promise<Answer> {
    const socket = this.#open();
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      let expected: { answer: Answer; isLast: boolean } | undefined;
      const done = (end: () => void) => {
        socket.off('data', read).off('close', cut).off('error', cut);
        end();
      };
      const cut = (error: unknown) => done(() => reject(new Error('the answer was cut off', { cause: error })));
      const read = (part: Buffer) => {
        parts.push(part);
        bytes += part.length;
        expected ??= expectation(Buffer.concat(parts));
        if (!expected || bytes < expected.answer.bytes) return;
        const { answer, isLast } = expected;
        if (isLast) this.close();
        done(() => resolve(answer));
      };
      socket.on('data', read).on('close', cut).on('error', cut);
      socket.write(head);
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open(): Socket {
    const socket = this.#socket ?? connect(this.#port, '127.0.0.1');
    if (socket !== this.#socket) {
      socket
        .on('error', () => undefined)
        .once('close', () => {
          if (this.#socket === socket) this.#socket = undefined;
        });
    }
    this.#socket = socket;
    return socket;
  }
}

/** What an answer says of itself; undefined as long as its head is not complete. */
function expectation(bytes: Buffer): { answer: Answer; isLast: boolean } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...fields] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map(
    fields.map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()] as const;
    }),
  );
  const status = Number(line.split(' ')[1]);
  const body = Number(headers.get('content-length') ?? 0);
  if (headers.has('transfer-encoding')) throw new Error('Expected an answer that says how long it is');
  return {
    answer: { status, bytes: end + 4 + body, headers },
    isLast: headers.get('connection')?.toLowerCase() === 'close',
  };
}
