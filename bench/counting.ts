// Tagwire as it is, or deaf to who polls, in a process of its own: `node bench/counting.ts counting|deaf`, settings as ever.
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { RefresherApart } from '../src/refresh-apart.ts';
import { uncounted } from '../src/serve/audience.ts';
import { type Counter, startServing } from '../src/serving.ts';

const DEAF: Counter = {
  ...uncounted,
  tick: () => undefined,
  missing: () => [],
  learn: () => undefined,
  take: () => [],
};

const config = readConfig(process.env, () => undefined);
const log = createLog('warn');
let refresher: RefresherApart | undefined;
const serving = await startServing(
  config,
  log,
  (http) => http.listen({ port: 0, host: config.host }),
  (wish) => {
    if (wish.kind === 'audience') void refresher?.keep(wish.batch);
  },
  process.argv[2] === 'deaf' ? DEAF : undefined,
);
refresher = new RefresherApart({ config, log, onChange: () => serving.follow() });
await refresher.filled;
serving.serve();
process.stdout.write(`${serving.port}\n`);
process.once('SIGTERM', async () => {
  const served = serving.stop();
  await Promise.all([served, refresher?.stop(served)]);
  process.exit();
});
