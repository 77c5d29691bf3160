// One publication behind two doors: what is prepared is answered in front of Express at one, by Express at the other.
import type { AddressInfo } from 'node:net';
import { Router } from 'express';
import { onTestFinished } from 'vitest';
import { HttpServer } from '../../src/http-server.ts';
import { createApp } from '../../src/serve/app.ts';
import { uncounted } from '../../src/serve/audience.ts';
import { Documents } from '../../src/serve/documents.ts';
import { hotLane } from '../../src/serve/hot-lane.ts';
import { unlimited } from '../../src/serve/rate-limit.ts';
import { Resources } from '../../src/serve/resources.ts';
import type { RawAnswer } from './ask.ts';
import { makeHere } from './make.ts';
import { article, publication, put, silent } from './publication.ts';

/** Ports with and without the hot lane, and how much of what came to the first went on to Express. */
export async function twoDoors(counting = uncounted) {
  const site = publication({ BASE_URL: 'https://news.example.org' });
  for (let number = 0; number < 9; number += 1)
    put(site.articles, `${number}.txt`, article(`It rained in night ${number}.`, { tags: 'Weather' }));
  await site.refresh();
  const store = await site.store();
  const about = { ...site.config.site, baseUrl: 'https://news.example.org', version: '1' };
  const documents = new Documents({ digest: '', since: 0 }, 10_000_000, silent);
  const app = createApp(
    new Resources(store, site.config, about, makeHere(store, site.config, about)),
    documents,
    Router(),
    silent,
    unlimited,
    counting,
  );
  let passed = 0;
  const counted: typeof app = Object.assign((...parameters: Parameters<typeof app>) => {
    passed += 1;
    return app(...parameters);
  }, app);
  const doors = [new HttpServer(hotLane(documents, unlimited, counted, counting)).server, new HttpServer(app).server];
  const ports: number[] = [];
  for (const door of doors) {
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void door.close());
    ports.push((door.address() as AddressInfo).port);
  }
  const [hot = 0, cold = 0] = ports;
  return { hot, cold, passed: () => passed, documents };
}

/** Without what differs between any two answers. */
export function lasting({ headers, ...answer }: RawAnswer): unknown {
  return {
    ...answer,
    headers: headers
      .filter(([name]) => name !== 'Date')
      .map(([name, value]) => [name, value.replace(/max-age=(?:8[4-9]\d|900)\b/, 'max-age=900')]),
  };
}

export function headerOf({ headers }: RawAnswer, name: string): string | undefined {
  return headers.find(([written]) => written === name)?.[1];
}
