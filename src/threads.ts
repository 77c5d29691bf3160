// Work that may take long -> a thread of its own, started when there is some and kept for a while.
import { Piscina } from 'piscina';

export type ThreadSettings = {
  /** Address of the module whose default export does the work. */
  readonly filename: string;
  /** How long a thread without work is kept, in milliseconds; one that is kept for ever is started at once. */
  readonly keepMs: number;
  /** What the thread gets a copy of. */
  readonly workerData?: unknown;
  readonly resourceLimits: { readonly maxOldGenerationSizeMb: number; readonly maxYoungGenerationSizeMb?: number };
};

/** One thread, which does one thing after the other. */
export function openThread<Task, Result>(settings: ThreadSettings): Piscina<Task, Result> {
  const { filename, keepMs, workerData, resourceLimits } = settings;
  const pool = new Piscina<Task, Result>({
    filename,
    minThreads: keepMs === Number.POSITIVE_INFINITY ? 1 : 0,
    maxThreads: 1,
    idleTimeout: keepMs,
    workerData,
    resourceLimits,
  });
  // A thread that is ended in the middle of its work may have answered at that very moment. Nobody waits for the answer
  // any more, and Piscina calls it an error; one that nobody listens to ends the process.
  return pool.on('error', () => undefined);
}
