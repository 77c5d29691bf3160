// One publication behind three doors: what is prepared is answered before node:http at one, in front of Express at another,
// by Express at the third.
import { Router } from 'express';
import { onTestFinished } from 'vitest';
import { HttpServer } from '../../src/http-server.ts';
import { createApp } from '../../src/serve/app.ts';
import { uncounted } from '../../src/serve/audience.ts';
import { Documents } from '../../src/serve/documents.ts';
import { frontLane, hotLane } from '../../src/serve/hot-lane.ts';
import { unlimited } from '../../src/serve/rate-limit.ts';
import { Resources } from '../../src/serve/resources.ts';
import type { RawAnswer } from './ask.ts';
import { makeHere } from './make.ts';
import { article, publication, put, silent } from './publication.ts';

/** Their ports, and how often the first two had to ask node:http and Express. */
export async function threeDoors(counting = uncounted) {
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
  let handedOn = 0;
  const lane = hotLane(documents, unlimited, counted, counting);
  const front = new HttpServer((request, response) => {
    handedOn += 1;
    lane(request, response);
  });
  front.openDoor(frontLane(documents, { limit: unlimited, counting }));
  const [first = 0, hot = 0, cold = 0] = await Promise.all(
    [front, new HttpServer(lane), new HttpServer(app)].map(listening),
  );
  return { front: first, hot, cold, handedOn: () => handedOn, passed: () => passed, documents };
}

/** Has a server listen until the test is over. @returns its port */
export async function listening(http: HttpServer): Promise<number> {
  const port = await http.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => http.stop(silent));
  return port;
}

/** Without what differs between any two answers: the order of headers is one of these (RFC 9110, 5.3). */
export function lasting({ headers, ...answer }: RawAnswer): unknown {
  return {
    ...answer,
    headers: headers
      .filter(([name]) => name !== 'Date')
      .map(([name, value]) => [name, value.replace(/max-age=(?:8[4-9]\d|900)\b/, 'max-age=900')] as const)
      .sort(([one], [other]) => one.localeCompare(other, 'en')),
  };
}

export function headerOf({ headers }: RawAnswer, name: string): string | undefined {
  return headers.find(([written]) => written === name)?.[1];
}
