// The refresher in a thread of its own: what it tells, how it ends, and what happens when it dies.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants, getPriority, platform } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { RefresherApart } from '../src/refresh-apart.ts';
import {
  article,
  eventually,
  publication,
  put,
  silent,
  type TestPublication,
  temporaryFolder,
} from './support/publication.ts';

type Line = {
  readonly level: number;
  readonly msg: string;
  readonly err?: { readonly stack: string };
  readonly [fact: string]: unknown;
};

function collector() {
  const lines: Line[] = [];
  return { lines, log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) }) };
}

function apart(site: TestPublication, { log = silent, file }: { log?: typeof silent; file?: URL } = {}) {
  const changes: number[] = [];
  const onChange = async () => void changes.push(performance.now());
  const refresher = new RefresherApart({ config: site.config, log, onChange }, file);
  onTestFinished(() => refresher.stop());
  return { refresher, changes };
}

function fill(site: TestPublication, count: number, from = 0): void {
  for (let number = from; number < from + count; number += 1)
    put(site.articles, `${number}.txt`, article(`Article ${number} tells of itself alone.`));
}

test('every batch that is saved is told, not only the last', async () => {
  const site = publication({ WATCH: 'false', SETTLE_MS: '0' });
  const { refresher, changes } = apart(site);
  await refresher.filled;
  const before = changes.length;
  fill(site, 1200);
  const told: number[] = [];
  const report = await refresher.refresh({ onProgress: (done) => void told.push(done) });
  expect(report.counts).toEqual({ added: 1200 });
  expect(told).toEqual([500, 1000, 1200]);
  // For each batch; at the end of the refresh it may be told again.
  expect(changes.length - before).toBeGreaterThan(3);
});

test('lines of the thread are written by the log of its owner, errors with their stack', async () => {
  const site = publication({ WATCH: 'false' });
  put(site.articles, 'bad.md', '---\ntitle: [a\n---\n');
  const { lines, log } = collector();
  const { refresher } = apart(site, { log });
  await refresher.filled;
  expect(lines).toContainEqual(expect.objectContaining({ level: 40, msg: 'file refused', path: 'bad.md' }));
});

test('a request that fails says why to whoever made it', async () => {
  const site = publication({ WATCH: 'false', ARTICLES_DIR: `${temporaryFolder()}/none` });
  const { lines, log } = collector();
  const { refresher } = apart(site, { log });
  await refresher.filled;
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 50,
      msg: 'refresh failed; the next one tries again',
      err: expect.objectContaining({ stack: expect.stringContaining('src/') }),
    }),
  );
  await expect(refresher.refresh()).rejects.toThrow('none');
});

test('it stops between two batches, and what is left over the next one does', async () => {
  const site = publication({ WATCH: 'false', SETTLE_MS: '0' });
  fill(site, 5000);
  const { refresher, changes } = apart(site);
  await eventually(
    () => changes.length,
    (count) => count > 0,
  );
  await refresher.stop();
  await refresher.filled;
  const { counts } = await site.refresh();
  expect(counts.added).toBeGreaterThan(0);
  expect(counts.added).toBeLessThan(5000);
  expect(await (await site.store()).count({ kind: 'all' })).toBe(5000);
});

test('files that are read in a thread of the thread are read, and end with it', async () => {
  const site = publication({ WATCH: 'false', SETTLE_MS: '0' });
  fill(site, 600);
  put(site.articles, 'large.md', `---\ntitle: Large\n---\n${'Some words. '.repeat(10_000)}\n`);
  const { refresher } = apart(site);
  await refresher.filled;
  await refresher.stop();
  expect(await (await site.store()).count({ kind: 'all' })).toBe(601);
});

/** A thread that dies as often as it is told to, then is what it should be. */
function mortal(deaths: number): { file: URL; lives: string } {
  const folder = temporaryFolder();
  const lives = join(folder, 'lives');
  mkdirSync(lives);
  const real = new URL('../src/refresh-thread.ts', import.meta.url).href;
  const file = join(folder, 'thread.mjs');
  writeFileSync(
    file,
    `import { readdirSync, writeFileSync } from 'node:fs';
    const { length } = readdirSync(${JSON.stringify(lives)});
    writeFileSync(${JSON.stringify(lives)} + '/' + length, '');
    if (length < ${deaths}) throw new Error('no memory left');
    await import(${JSON.stringify(real)});`,
  );
  return { file: pathToFileURL(file), lives };
}

test('a thread that dies is told as an error, and another one goes on in its place', async () => {
  const site = publication({ WATCH: 'false' });
  fill(site, 1);
  const { lines, log } = collector();
  const { file, lives } = mortal(2);
  const { refresher } = apart(site, { log, file });
  await expect(refresher.refresh()).rejects.toThrow('The refresher ended before the refresh was done');
  await refresher.filled;
  expect((await refresher.refresh()).counts).toEqual({});
  const died = lines.filter(({ level }) => level === 50);
  // The first is started again at once, the second after a while.
  expect(died).toMatchObject(
    [0, 1000].map((waitMs) => ({
      msg: 'refresher ended; it is started again',
      waitMs,
      err: { message: 'no memory left', stack: expect.stringContaining('thread.mjs') },
    })),
  );
  expect(existsSync(join(lives, '2'))).toBe(true);
});

test('a server goes on answering while its refresher is dead', async () => {
  const site = publication({ WATCH: 'false' });
  fill(site, 1);
  await site.refresh();
  const { lines, log } = collector();
  const { file } = mortal(1000);
  const { baseUrl } = await site.start({}, log, { startRefresher: (settings) => new RefresherApart(settings, file) });
  await eventually(
    () => lines,
    ({ length }) => length > 1,
  );
  expect(await (await fetch(`${baseUrl}/rss.xml`)).text()).toContain('tells of itself');
});

// Elsewhere threads have no priority of their own.
test.runIf(platform() === 'linux')('on Linux it makes way for those who serve', async () => {
  /** The nice value of each thread of this process: the 19th field, behind the name in brackets. */
  const priorities = () =>
    readdirSync('/proc/self/task').map((thread) => {
      const [, fields = ''] = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ');
      return Number(fields.split(' ')[16]);
    });
  const own = getPriority();
  const site = publication();
  fill(site, 3);
  const { refresher } = apart(site);
  await refresher.filled;
  expect(getPriority()).toBe(own);
  expect(priorities()).toContain(constants.priority.PRIORITY_BELOW_NORMAL);
});
