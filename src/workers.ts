// Several processes that serve on one port. This one does not: it starts them, tells them what happens, replaces those that
// die, and ends them in order. worker.ts is the other end.
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { DRAIN_MS, HttpServer } from './http-server.ts';
import { type Log, passOn } from './log.ts';
import { planRestart } from './restart.ts';
import type { Runs } from './runs.ts';
import type { Wish } from './serving.ts';
import { Store } from './store/store.ts';

/** What a worker is told. */
export type ToWorker =
  | { readonly kind: 'start'; readonly config: Config; readonly port: number; readonly mayServe: boolean }
  | { readonly kind: 'runs'; readonly runs: Runs }
  | { readonly kind: 'serve' | 'changed' | 'stop' };

/** What a worker tells. */
export type FromWorker =
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'serving' }
  | { readonly kind: 'wish'; readonly wish: Wish }
  /** What an error of Node's carries does not travel with it. */
  | { readonly kind: 'failed'; readonly error: Error; readonly facts: object };

/** Whoever has not ended by then never will. */
const STOP_MS = DRAIN_MS + 5_000;

/** Starts so many processes as the settings say. Resolves when all of them listen. @throws what the first one that cannot */
export async function startWorkers(config: Config, log: Log, ask: (wish: Wish) => void): Promise<Workers> {
  // With a shared port nobody is told that somebody else has it: that has to be asked for while it is not shared.
  if (config.port !== 0) await tryPort(config);
  // Before the others come: they would all want to make the tables.
  const store = await Store.open(config.databaseUrl, config.baseUrl);
  const { revision } = await store.head();
  await store.close();
  const workers = new Workers(config, log, revision > 0, ask);
  try {
    await workers.start();
    return workers;
  } catch (error) {
    await workers.stop();
    throw error;
  }
}

async function tryPort({ port, host }: Config): Promise<void> {
  const http = new HttpServer(() => undefined);
  await http.listen({ port, host });
  await new Promise((resolve) => http.server.close(resolve));
}

export class Workers {
  port: number;
  readonly hasLibrary: boolean;
  readonly #config: Config;
  readonly #log: Log;
  readonly #ask: (wish: Wish) => void;
  /** What who is started later has not heard. */
  #runs: Runs | undefined;
  readonly #alive = new Set<Worker>();
  readonly #restarts = new Set<NodeJS.Timeout>();
  #mayServe: boolean;
  #isStopping = false;

  constructor(config: Config, log: Log, hasLibrary: boolean, ask: (wish: Wish) => void) {
    this.#ask = ask;
    this.#config = config;
    this.#log = log;
    this.port = config.port;
    this.hasLibrary = hasLibrary;
    this.#mayServe = hasLibrary;
  }

  /** The first picks the port, when that is to be picked; the others take the same. */
  async start(): Promise<void> {
    // Structured clones, not JSON: errors keep their stack.
    const exec = fileURLToPath(new URL('worker.ts', import.meta.url));
    cluster.setupPrimary({ exec, args: [], serialization: 'advanced' });
    // Where the port cannot be shared, the system hands out connections of one socket, not this process.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    this.port = await this.#fork(0);
    await Promise.all(Array.from({ length: this.#config.workers - 1 }, () => this.#fork(0)));
  }

  /** Resolves when all of them serve documents, be there articles or not. */
  async serve(): Promise<void> {
    this.#mayServe = true;
    const serving = [...this.#alive].map((worker) => heard(worker, 'serving'));
    this.#tellAll({ kind: 'serve' });
    await Promise.allSettled(serving);
  }

  /** Tells all that the store has changed. They look when they can: nobody waits for them. */
  async follow(): Promise<void> {
    this.#tellAll({ kind: 'changed' });
  }

  hear(runs: Runs): void {
    this.#runs = runs;
    this.#tellAll({ kind: 'runs', runs });
  }

  /** Resolves when all have finished what was in flight, and are gone. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const restart of this.#restarts) clearTimeout(restart);
    const cut = setTimeout(() => {
      for (const worker of this.#alive) worker.process.kill('SIGKILL');
    }, STOP_MS);
    // What it has told last may come after the end of a process.
    const ended = [...this.#alive].map((worker) =>
      Promise.all([once(worker, 'exit'), worker.isConnected() ? once(worker, 'disconnect') : undefined]),
    );
    this.#tellAll({ kind: 'stop' });
    await Promise.all(ended);
    clearTimeout(cut);
  }

  /** @param early how many have died early in its place. @returns the port that it listens on */
  async #fork(early: number): Promise<number> {
    const began = performance.now();
    const worker = cluster.fork();
    const { pid } = worker.process;
    let why: object = {};
    let isUp = false;
    this.#alive.add(worker);
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'log') passOn(this.#log, message.line, { worker: pid });
      if (message.kind === 'wish') this.#ask(message.wish);
      if (message.kind === 'failed') why = { err: Object.assign(message.error, message.facts) };
    });
    worker.on('error', () => {
      // Where there can be no more processes it has never become one, and tells no exit.
      if (pid === undefined) this.#alive.delete(worker);
    });
    worker.once('exit', (code, signal) => {
      this.#alive.delete(worker);
      if (this.#isStopping || !isUp) return;
      const next = planRestart(early, performance.now() - began);
      this.#log.error({ worker: pid, code, signal, ...why, waitMs: next.waitMs }, 'worker ended; it is replaced');
      this.#forkLater(next.early, next.waitMs);
    });
    tell(worker, { kind: 'start', config: this.#config, port: this.port, mayServe: this.#mayServe });
    if (this.#runs) tell(worker, { kind: 'runs', runs: this.#runs });
    const { port } = await heard(worker, 'listening');
    isUp = true;
    this.#log.info({ worker: pid, port }, 'worker started');
    return port;
  }

  #forkLater(early: number, waitMs: number): void {
    const restart = setTimeout(async () => {
      this.#restarts.delete(restart);
      const began = performance.now();
      await this.#fork(early).catch((error: unknown) => {
        if (this.#isStopping) return;
        const next = planRestart(early, performance.now() - began);
        this.#log.error({ err: error, waitMs: next.waitMs }, 'worker not replaced; it is tried again');
        this.#forkLater(next.early, next.waitMs);
      });
    }, waitMs);
    this.#restarts.add(restart);
  }

  #tellAll(message: ToWorker): void {
    for (const worker of this.#alive) tell(worker, message);
  }
}

/** Whoever is just dying hears nothing more; that it is dead, its exit tells. */
function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}

/** Waits for a worker to say something. @throws what it fails with, or when it ends before */
function heard<Kind extends FromWorker['kind']>(
  worker: Worker,
  kind: Kind,
): Promise<Extract<FromWorker, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const isIt = (message: FromWorker): message is Extract<FromWorker, { kind: Kind }> => message.kind === kind;
    const onMessage = (message: FromWorker) => {
      if (message.kind === 'failed') settle(() => reject(Object.assign(message.error, message.facts)));
      else if (isIt(message)) settle(() => resolve(message));
    };
    const onExit = (code: number | null, signal: string | null) =>
      settle(() => reject(new Error(`A serving process ended at its start (${signal ?? `exit code ${code}`})`)));
    const onError = (error: Error) => settle(() => reject(error));
    const settle = (act: () => void) => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      act();
    };
    worker.on('message', onMessage);
    worker.once('error', onError);
    worker.once('exit', onExit);
  });
}
