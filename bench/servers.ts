// The servers that are compared, each in a process of its own that is pinned to cores.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export type Server = {
  readonly name: string;
  readonly port: number;
  /** Milliseconds of CPU that it has used so far, its children included. */
  cpuMs(): number;
  stop(): Promise<void>;
};

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const counting = fileURLToPath(new URL('counting.ts', import.meta.url));
const peer = fileURLToPath(new URL('peer.ts', import.meta.url));

export const hasNginx = spawnSync('nginx', ['-v']).error === undefined;

export async function startTagwire(
  folder: string,
  articles: string,
  cores: string,
  settings: Readonly<Record<string, string>>,
  name = 'tagwire',
): Promise<Server> {
  const env = { ...process.env, DATABASE_URL: `sqlite:${join(folder, 'store.db')}`, PORT: '0', LOG_LEVEL: 'warn' };
  const child = spawn('taskset', ['-c', cores, process.execPath, main, 'serve', articles], {
    cwd: folder,
    env: { ...env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { port } = JSON.parse(await firstLine(child));
  const server = serverOf(name, port, child);
  // The search index of a new store follows behind, on the core that is measured.
  await untilIdle(server);
  return server;
}

export async function startPeer(kind: 'bare' | 'express', answers: string, cores: string): Promise<Server> {
  const child = spawn('taskset', ['-c', cores, process.execPath, peer, kind, answers], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return serverOf(kind === 'bare' ? 'bare node:http' : 'express', Number(await firstLine(child)), child);
}

/** Tagwire that counts polls, and at each `toggle` stops or begins again; on a store that is filled. */
export async function startCounting(
  folder: string,
  cores: string,
  settings: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<Server & { toggle(): void }> {
  const env = { ...process.env, DATABASE_URL: `sqlite:${join(folder, 'store.db')}`, PORT: '0', LOG_LEVEL: 'warn' };
  const child = spawn('taskset', ['-c', cores, process.execPath, ...flags, counting], {
    cwd: folder,
    env: { ...env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const server = serverOf('tagwire', Number(await firstLine(child)), child);
  // Whoever is profiled is never idle.
  if (flags.length === 0) await untilIdle(server);
  return { ...server, toggle: () => void child.kill('SIGUSR2') };
}

/** nginx as it serves files: no headers but its own, which makes it a little faster than with ours. */
export async function startNginx(folder: string, root: string, cores: string, workers: number): Promise<Server> {
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `worker_processes ${workers};
daemon off;
pid ${join(folder, 'nginx.pid')};
error_log ${join(folder, 'error.log')};
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  types { application/rss+xml xml; }
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  server { listen 127.0.0.1:${port} reuseport; root ${root}; gzip_static on; gzip_vary on; }
}
`,
  );
  const words = ['-c', cores, 'nginx', '-p', folder, '-c', file, '-e', join(folder, 'error.log')];
  const child = spawn('taskset', words, { stdio: 'inherit' });
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/rss.xml`).catch(() => undefined);
    if (answer) break;
    if (child.exitCode !== null) throw new Error('nginx did not start');
  }
  return serverOf('nginx', port, child);
}

/** Resolves when a server has used no more than a fiftieth of a core for a while. */
async function untilIdle({ cpuMs }: Pick<Server, 'cpuMs'>): Promise<void> {
  for (let before = cpuMs(), quiet = 0; quiet < 3; ) {
    await sleep(1000);
    const now = cpuMs();
    quiet = now - before <= 20 ? quiet + 1 : 0;
    before = now;
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('its output is not ours');
  const [data] = await once(child.stdout, 'data');
  return String(data);
}

function serverOf(name: string, port: number, child: ChildProcess): Server {
  return {
    name,
    port,
    cpuMs: () => cpuMs(child.pid ?? 0),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Linux counts in hundredths of a second. */
function cpuMs(pid: number): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = after.split(' ');
  const own = (Number(fields[11]) + Number(fields[12])) * 10;
  const children = globSync(`/proc/${pid}/task/*/children`).flatMap((file) =>
    readFileSync(file, 'utf8').split(' ').filter(Boolean),
  );
  return children.reduce((sum, child) => sum + cpuMs(Number(child)), own);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
