// Tagwire that counts who polls, and stops and begins again at each SIGUSR2: `node bench/counting.ts`, settings as ever.
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { RefresherApart } from '../src/refresh-apart.ts';
import { AudienceCounter, uncounted } from '../src/serve/audience.ts';
import { trustIn } from '../src/serve/client.ts';
import { type Counter, startServing } from '../src/serving.ts';

const config = readConfig(process.env, () => undefined);
const log = createLog('warn');
const counter = new AudienceCounter(trustIn(config.trustProxy), 1, new Date());
let isDeaf = false;
const switched: Counter = {
  begin: () => (isDeaf ? uncounted.begin() : counter.begin()),
  count: (asked, request, outcome, bytes, whole, began, waitSeconds) => {
    if (!isDeaf) counter.count(asked, request, outcome, bytes, whole, began, waitSeconds);
  },
  tick: (now) => counter.tick(now),
  missing: (now) => counter.missing(now),
  learn: (salts, now) => counter.learn(salts, now),
  take: () => counter.take(),
};
let refresher: RefresherApart | undefined;
const serving = await startServing(
  config,
  log,
  (http) => http.listen({ port: 0, host: config.host }),
  (wish) => {
    if (wish.kind === 'audience') void refresher?.keep(wish.batch);
  },
  switched,
);
refresher = new RefresherApart({ config, log, onChange: () => serving.follow() });
await refresher.filled;
serving.serve();
process.on('SIGUSR2', () => {
  isDeaf = !isDeaf;
});
process.stdout.write(`${serving.port}\n`);
process.once('SIGTERM', async () => {
  const served = serving.stop();
  await Promise.all([served, refresher?.stop(served)]);
  process.exit();
});
