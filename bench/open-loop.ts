// Polls at planned moments, whether or not earlier ones have been answered. A latency counts from the planned moment, so a
// server that stalls cannot hide it by keeping its readers from asking.
import { Agent, type IncomingMessage, request } from 'node:http';

const ACCEPT = { 'Accept-Encoding': 'gzip' };

export type Latencies = {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly count: number;
  readonly failed: number;
};

export type Poll = { readonly path: string; readonly isConditional: boolean; readonly isKeptAlive: boolean };

/** Every kind of poll of every path, in turn. */
export function pollsOf(paths: readonly string[]): Poll[] {
  return paths.flatMap((path) =>
    [true, false].flatMap((isConditional) =>
      [true, false].map((isKeptAlive) => ({ path, isConditional, isKeptAlive })),
    ),
  );
}

export class OpenLoop {
  readonly #port: number;
  readonly #polls: readonly Poll[];
  readonly #agent = new Agent({ keepAlive: true });
  readonly #etags = new Map<string, string>();

  constructor(port: number, polls: readonly Poll[]) {
    this.#port = port;
    this.#polls = polls;
  }

  /** Polls so often a second until the work is done, and at least for so long. */
  async during(work: () => Promise<unknown>, { perSecond = 200, atLeastMs = 0 } = {}): Promise<Latencies> {
    const latencies: number[] = [];
    const asked: Promise<void>[] = [];
    let failed = 0;
    const began = performance.now();
    let isOver = false;
    const over = work().finally(() => {
      isOver = true;
    });
    for (let number = 0; ; number += 1) {
      const planned = began + (number * 1000) / perSecond;
      const wait = planned - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      if (isOver && planned - began >= atLeastMs) break;
      const poll = this.#polls[number % this.#polls.length];
      if (!poll) throw new Error('Expected at least one poll');
      const done = this.ask(poll).then(
        () => void latencies.push(performance.now() - planned),
        () => {
          failed += 1;
        },
      );
      asked.push(done);
    }
    await over;
    await Promise.all(asked);
    latencies.sort((one, other) => one - other);
    const at = (share: number) =>
      latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
    return { p50: at(0.5), p99: at(0.99), max: at(1), count: latencies.length, failed };
  }

  /** Asks once, and reads all of the answer. */
  ask({ path, isConditional, isKeptAlive }: Poll): Promise<void> {
    const etag = isConditional ? this.#etags.get(path) : undefined;
    const headers = { ...ACCEPT, ...(etag ? { 'If-None-Match': etag } : {}) };
    return new Promise((resolve, reject) => {
      const answered = (response: IncomingMessage) => {
        if (response.headers.etag) this.#etags.set(path, response.headers.etag);
        response.on('error', reject).on('end', resolve).resume();
        if (response.statusCode !== 200 && response.statusCode !== 304)
          reject(new Error(`Status ${response.statusCode}`));
      };
      const agent = isKeptAlive ? this.#agent : false;
      const asked = request({ host: '127.0.0.1', port: this.#port, path, agent, headers }, answered);
      asked.on('error', (error) => {
        // A connection that was idle for long may be closed while we begin to use it: every client asks again then.
        if (asked.reusedSocket) resolve(this.ask({ path, isConditional, isKeptAlive: false }));
        else reject(error);
      });
      asked.end();
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
