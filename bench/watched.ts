// Loaded into a server that a benchmark watches: says what it holds, garbage apart, and for how long at a time its loop was
// kept from answering by work of its own, in CPU time: what others do on the machine does not count.
import { isMainThread } from 'node:worker_threads';

export type Watched = {
  readonly memory: NodeJS.MemoryUsage;
  /** The longest piece of work since the last question, in milliseconds. */
  readonly longestMs: number;
};

async function collect(): Promise<void> {
  // What finalizers let go of is garbage only afterwards.
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await new Promise(setImmediate);
  }
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

if (isMainThread && process.channel) {
  let longestMs = 0;
  let before = cpuMs();
  setInterval(() => {
    const now = cpuMs();
    longestMs = Math.max(longestMs, now - before);
    before = now;
  }, 1).unref();
  process.on('message', async () => {
    const longest = longestMs;
    await collect();
    process.send?.({ memory: process.memoryUsage(), longestMs: longest } satisfies Watched, () => {
      longestMs = 0;
      before = cpuMs();
    });
  });
  process.channel.unref();
}
