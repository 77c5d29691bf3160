// A server in a process of its own, as benchmarks want it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Watched } from './watched.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const watched = new URL('watched.ts', import.meta.url).href;

/**
 * Starts `tagwire serve` on a free port; resolves when feeds are served.
 * @param root where its store is
 */
export async function serve(articles: string, root: string, environment: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, DATABASE_URL: `sqlite:${root}/store.db`, PORT: '0', LOG_LEVEL: 'warn', ...environment };
  const child = spawn(process.execPath, ['--expose-gc', `--import=${watched}`, main, 'serve', articles], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The server ended at its start with ${code}`);
  });
  const [line] = (await Promise.race([once(child.stdout ?? child, 'data'), ended])) as [Buffer];
  const { port } = JSON.parse(line.toString()) as { port: number };
  return {
    port,
    /** How it is, its garbage collected. */
    look: async (): Promise<Watched> => {
      child.send('look');
      const [found] = (await once(child, 'message')) as [Watched];
      return found;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
