// A publication of its own for a test: a folder, a store, and a real server on a free port.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';
import { createLog, type Log } from '../../src/log.ts';
import { type RefreshReport, type RefreshRequest, refresh } from '../../src/refresh.ts';
import { type Running, type ServerOptions, startServer } from '../../src/server.ts';
import { Store } from '../../src/store/store.ts';

export const silent = createLog('silent');

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tagwire-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file and the folders above it. */
export function put(folder: string, path: string, content: string | Uint8Array): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** An article in the primary format. */
export function article(
  paragraph: string,
  { date = '2025-01-02', tags = 'Testing' }: { date?: string; tags?: string } = {},
): string {
  return ` date ${date} A caption. Credit: Somebody\n\n${paragraph}\n\nA second paragraph.\n\nRelated:\n\nAn appeal.\n\nTags: ${tags}\n`;
}

export type TestPublication = {
  readonly articles: string;
  readonly config: Config;
  /** Starts a server on it; it is stopped when the test is over. */
  start(
    environment?: Readonly<Record<string, string>>,
    log?: Log,
    options?: ServerOptions,
  ): Promise<Running & { store: Store }>;
  /** Refreshes once without a server. */
  refresh(request?: RefreshRequest, now?: () => Date): Promise<RefreshReport>;
  /** Opens the store; it is closed when the test is over. */
  store(): Promise<Store>;
};

/** A publication without articles; settings as in the environment, on a free port. */
export function publication(
  environment: Readonly<Record<string, string>> = {},
  siteYaml?: string | (() => string | undefined),
): TestPublication {
  const root = temporaryFolder();
  const articles = join(root, 'articles');
  mkdirSync(articles);
  const configure = (more: Readonly<Record<string, string>> = {}) =>
    readConfig(
      {
        PORT: '0',
        ARTICLES_DIR: articles,
        DATABASE_URL: `sqlite:${join(root, 'tagwire.db')}`,
        SETTLE_MS: '20',
        LOG_LEVEL: 'silent',
        ...environment,
        ...more,
      },
      () => (typeof siteYaml === 'function' ? siteYaml() : siteYaml),
    );
  const config = configure();
  const openStore = async () => {
    const store = await Store.open(config.databaseUrl, config.baseUrl);
    onTestFinished(() => store.close().catch(() => undefined));
    return store;
  };
  return {
    articles,
    config,
    start: async (more, log = silent, options = {}) => {
      const running = await startServer(configure(more), log, options);
      let isStopped = false;
      const stop = async () => {
        if (!isStopped) await running.stop();
        isStopped = true;
      };
      onTestFinished(stop);
      return { ...running, stop, store: running.store ?? (await openStore()) };
    },
    refresh: async (request, now) => {
      const store = await Store.open(config.databaseUrl, config.baseUrl);
      try {
        return await refresh(
          {
            root: articles,
            store,
            readers: config.readers,
            settleMs: config.settleMs,
            lossPercent: config.lossPercent,
            ...(now ? { now } : {}),
          },
          request,
        );
      } finally {
        await store.close();
      }
    },
    store: openStore,
  };
}

/** Asks until the answer is as wanted; the test's own time limit ends a wait in vain. */
export async function eventually<T>(ask: () => T | Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    // Not the global one: a test may have its own clock.
    await sleep(5);
  }
}
