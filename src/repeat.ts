// Something that is done again and again.
import { setInterval } from 'node:timers/promises';

/** Acts every so many milliseconds, never twice at a time, until it is stopped. @param act does not reject */
export function repeat(everyMs: number, act: () => Promise<void>) {
  const end = new AbortController();
  const run = async () => {
    for await (const _ of setInterval(everyMs, undefined, { signal: end.signal, ref: false })) await act();
  };
  const running = run().catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return {
    /** Resolves when nothing is under way any more. */
    stop: () => {
      end.abort();
      return running;
    },
  };
}
