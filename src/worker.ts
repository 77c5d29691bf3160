// One of several processes that serve. The other end of workers.ts: without it there is nobody to serve for.
import type { HttpServer } from './http-server.ts';
import { createRelayLog } from './log.ts';
import { type Serving, startServing } from './serving.ts';
import type { FromWorker, ToWorker } from './workers.ts';

/** What systems answer that cannot share a port among processes. */
const CANNOT_SHARE = /^(ENOTSUP|EOPNOTSUPP|ENOPROTOOPT|EINVAL)$/;

/** Settled when what was told last has gone out. */
let told: Promise<unknown> = Promise.resolve();
const tell = (message: FromWorker) => {
  const sent = Promise.withResolvers<unknown>();
  process.send?.(message, undefined, undefined, sent.resolve);
  told = sent.promise;
};
const log = createRelayLog((line) => tell({ kind: 'log', line }));
let starting: Promise<Serving> | undefined;
let stopping: Promise<void> | undefined;

async function start({ config, port, mayServe }: Extract<ToWorker, { kind: 'start' }>): Promise<void> {
  const { host } = config;
  const listen = async (http: HttpServer) => {
    try {
      // A socket of its own for each process: with one that is shared, short connections cost twice as much.
      return await http.listen({ host, port, reusePort: true });
    } catch (error) {
      if (!CANNOT_SHARE.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
      // Asked for what the first one asked for: the primary knows the socket by that.
      return http.listen({ host, port: config.port });
    }
  };
  starting = startServing(config, log, listen, (wish) => tell({ kind: 'wish', wish }));
  const serving = await starting;
  if (mayServe) serving.serve();
  tell({ kind: 'listening', port: serving.port });
}

async function stop(): Promise<void> {
  await (await starting)?.stop();
  // The last of what was heard is on its way.
  await told;
  process.exit();
}

async function take(message: ToWorker): Promise<void> {
  if (message.kind === 'start') return start(message);
  if (message.kind === 'stop') {
    stopping ??= stop();
    return stopping;
  }
  const serving = await starting;
  if (message.kind === 'changed') return serving?.follow();
  if (message.kind === 'runs') return serving?.hear(message.runs);
  serving?.serve();
  tell({ kind: 'serving' });
}

process.on('message', (message: ToWorker) => {
  take(message).catch((error: Error) => {
    // Copied into a message an error loses what Node has added to it.
    const failed: FromWorker = { kind: 'failed', error, facts: { ...error } };
    process.send?.(failed, undefined, undefined, () => process.exit(1));
  });
});
process.on('disconnect', () => process.exit());
// Ctrl-C reaches every process of a terminal; the one that started us says when to end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => {
  stopping ??= stop();
});
