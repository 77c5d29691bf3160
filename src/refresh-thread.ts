// The other end of refresh-apart.ts.
import { constants, platform, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from './config.ts';
import { warmUpReading } from './ingest/warm-up.ts';
import { createRelayLog } from './log.ts';
import type { FromThread, ToThread } from './refresh-apart.ts';
import { startRefresher } from './refresher.ts';

// Whoever polls goes first when cores are scarce. On Linux a priority is that of a thread, and of those that it starts;
// elsewhere it would be that of the whole process.
if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const tell = (message: FromThread) => parentPort?.postMessage(message);

const config: Config = workerData;
const refresher = await startRefresher({
  config,
  log: createRelayLog((line) => tell({ kind: 'log', line })),
  onChange: async () => tell({ kind: 'changed' }),
  onRuns: (runs) => tell({ kind: 'runs', runs }),
  onProgress: (done, total) => tell({ kind: 'progress', done, total }),
});
refresher.filled.then(() => {
  tell({ kind: 'filled' });
  warmUpReading();
});

const end = Promise.withResolvers<void>();
parentPort?.on('message', async (message: ToThread) => {
  if (message.kind === 'end') return end.resolve();
  if (message.kind === 'stop') {
    await refresher.stop(end.promise);
    // The threads that were started from here end with this one.
    process.exit();
  }
  if (message.kind === 'audience') return refresher.keep(message.batch);
  const { number, order } = message;
  const onProgress = (done: number, total: number) => tell({ kind: 'progress', number, done, total });
  refresher.refresh({ ...order, onProgress }).then(
    (report) => tell({ kind: 'done', number, report }),
    (error: unknown) => tell({ kind: 'failed', number, error }),
  );
});
