// Whether a refresh survives: `npm run bench:kill -- [articles] [kills]`. Kills it without warning at random moments, and
// compares the store with that of an undisturbed run.
import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fillFolder } from './articles.ts';

const [count, kills] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 20)];
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'tagwire-kill-'));
const articles = join(root, 'articles');

/** Refreshes in a process of its own. @returns the milliseconds it took; undefined when it was killed before its end */
async function refresh(store: string, killAfterMs?: number): Promise<number | undefined> {
  const began = performance.now();
  const env = { ...process.env, DATABASE_URL: `sqlite:${join(root, store)}`, SETTLE_MS: '0' };
  const child = spawn(process.execPath, [main, 'refresh', articles], { cwd: root, env, stdio: 'ignore' });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code, signal] = await once(child, 'exit');
  clearTimeout(timer);
  if (signal === 'SIGKILL') return undefined;
  if (code !== 0) throw new Error(`refresh ended with ${code}`);
  return performance.now() - began;
}

/** A digest of all that a store says; times of the clock aside. */
function contentOf(store: string): { revision: number; content: string } {
  const db = new DatabaseSync(join(root, store));
  const tables = [
    'select id, slug, state, title, summary, content, tags, published, updated, revision, first_revision, path from entry order by number',
    'select revision, entry, kind, digest from revision order by revision',
    'select slug, key, label, entries, updated, revision from tag order by slug',
    'select tag, entry, state, revision from membership order by tag, entry',
    'select path, size, digest, double_of from file order by path',
    'select path, facts from problem order by path',
    'select revision, digest, entries, updated from publication',
  ];
  let digest = '';
  for (const table of tables)
    for (const row of db.prepare(table).iterate()) digest = hash('sha256', digest + JSON.stringify(row));
  const { revision } = db.prepare('select revision from publication').get() as { revision: number };
  db.close();
  return { revision, content: digest };
}

try {
  mkdirSync(articles);
  fillFolder(articles, count);
  const whole = (await refresh('undisturbed.db')) ?? Number.NaN;
  let killed = 0;
  for (let round = 0; round < kills; round += 1) {
    // From before the first commit to a good way into the rest, so that the kills are spread over the whole.
    const wait = 100 + Math.random() * (600 + (whole / kills) * 2);
    if ((await refresh('killed.db', wait)) === undefined) killed += 1;
    await sleep(50);
  }
  await refresh('killed.db');
  const [one, other] = [contentOf('undisturbed.db'), contentOf('killed.db')];
  const isEqual = JSON.stringify(one) === JSON.stringify(other);
  console.table({
    articles: { value: count },
    'undisturbed (s)': { value: Math.round(whole / 100) / 10 },
    kills: { value: killed },
    'revisions of both': { value: `${one.revision} and ${other.revision}` },
    'the stores are equal': { value: isEqual },
  });
  if (!isEqual) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
