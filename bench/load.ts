// Load on one server: by wrk where it is installed, otherwise by plain sockets that only count bytes.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export type Poll = {
  readonly port: number;
  /** One of them for each request, by chance. */
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly isKeptAlive: boolean;
};

export type Load = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were not 200 or 304, and connections that failed. */
  readonly failures: number;
};

const CONNECTIONS = 32;

export const hasWrk = spawnSync('wrk', ['--version']).error === undefined;

/** Asks as fast as answers come, over 32 connections, in a process that is pinned to a core. */
export async function load(poll: Poll, seconds: number, core: string): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), 'tagwire-load-'));
  const run = promisify(execFile);
  try {
    if (hasWrk) {
      const script = join(folder, 'requests.lua');
      writeFileSync(script, luaOf(requestsOf(poll)));
      const words = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency', '-s', script];
      const { stdout } = await run('taskset', ['-c', core, 'wrk', ...words, `http://127.0.0.1:${poll.port}`]);
      return readWrk(stdout);
    }
    const file = join(folder, 'poll.json');
    writeFileSync(file, JSON.stringify(poll));
    const words = ['-c', core, process.execPath, fileURLToPath(import.meta.url), file, String(seconds)];
    return JSON.parse((await run('taskset', words)).stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function requestsOf({ paths, headers, isKeptAlive }: Poll): string[] {
  const fields = { Host: 'localhost', ...headers, ...(isKeptAlive ? {} : { Connection: 'close' }) };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return paths.map((path) => `GET ${path} HTTP/1.1\r\n${head.join('')}\r\n`);
}

function luaOf(requests: readonly string[]): string {
  return `local requests = {\n${requests.map((request) => `${JSON.stringify(request)},\n`).join('')}}
local count = #requests
request = function() return requests[count == 1 and 1 or math.random(count)] end\n`;
}

function readWrk(text: string): Load {
  const milliseconds = (label: string) => {
    const [, number, unit] = new RegExp(`${label}\\s+([\\d.]+)(us|ms|s)`).exec(text) ?? [];
    return Number(number) * (unit === 'us' ? 0.001 : unit === 's' ? 1000 : 1);
  };
  const [, connect = 0, read = 0, write = 0, timeout = 0] =
    /connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(text) ?? [];
  const [, wrong = 0] = /Non-2xx or 3xx responses: (\d+)/.exec(text) ?? [];
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]),
    p50Ms: milliseconds('50%'),
    p99Ms: milliseconds('99%'),
    failures: [connect, read, write, timeout, wrong].reduce<number>((sum, count) => sum + Number(count), 0),
  };
}

/** The same without wrk. An answer has come when as many bytes have come as its head says. */
async function ownLoad(poll: Poll, seconds: number): Promise<Load> {
  const requests = requestsOf(poll).map((request) => Buffer.from(request));
  const times: number[] = [];
  let failures = 0;
  const end = performance.now() + seconds * 1000;
  const next = () => requests[requests.length === 1 ? 0 : Math.floor(Math.random() * requests.length)] ?? '';
  const begun = performance.now();
  const open = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect(poll.port, '127.0.0.1', () => resolve(socket)).once('error', reject);
      socket.setNoDelay(true);
    });
  const ask = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      let missing = -1;
      const onData = (data: Buffer) => {
        if (missing < 0) {
          const head = data.indexOf('\r\n\r\n');
          if (head < 0) return settle(new Error('the head came in pieces'));
          const text = data.toString('latin1', 0, head);
          if (!/^HTTP\/1\.1 (?:200|304) /.test(text)) failures += 1;
          const length = text.startsWith('HTTP/1.1 304') ? 0 : Number(/\r\nContent-Length: (\d+)/i.exec(text)?.[1]);
          missing = head + 4 + length;
        }
        missing -= data.length;
        if (missing <= 0) settle();
      };
      const onClose = () => settle(new Error('closed too early'));
      const settle = (error?: Error) => {
        socket.off('data', onData).off('close', onClose).off('error', onClose);
        if (error) reject(error);
        else resolve();
      };
      socket.on('data', onData).on('close', onClose).on('error', onClose);
      socket.write(next());
    });
  const client = async () => {
    let socket: Socket | undefined;
    while (performance.now() < end) {
      const began = performance.now();
      try {
        socket ??= await open();
        await ask(socket);
        times.push(performance.now() - began);
        if (poll.isKeptAlive) continue;
      } catch {
        failures += 1;
      }
      socket?.destroy();
      socket = undefined;
    }
    socket?.destroy();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  const perSecond = (times.length / (performance.now() - begun)) * 1000;
  return { perSecond, p50Ms: at(0.5), p99Ms: at(0.99), failures };
}

if (import.meta.main) {
  const [, , file = '', seconds] = process.argv;
  const { readFileSync } = await import('node:fs');
  process.stdout.write(JSON.stringify(await ownLoad(JSON.parse(readFileSync(file, 'utf8')), Number(seconds))));
}
