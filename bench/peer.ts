// A server to compare with, in a process of its own: answers every request with the same prepared bytes and headers.
// `node bench/peer.ts bare|express answers.json`
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

/** Headers as names and values in turn; bodies in base64. */
export type PeerAnswers = {
  readonly etag: string;
  readonly notModified: readonly string[];
  readonly gzip: { readonly head: readonly string[]; readonly body: string };
  readonly identity: { readonly head: readonly string[]; readonly body: string };
};

/** No more than node:http needs. */
function bare({ etag, notModified, gzip, identity }: PeerAnswers): RequestListener {
  const prepare = ({ head, body }: PeerAnswers['gzip']) => ({ head: [...head], bytes: Buffer.from(body, 'base64') });
  const [coded, plain, same] = [prepare(gzip), prepare(identity), [...notModified]];
  return ({ headers }, response) => {
    if (headers['if-none-match'] === etag) return void response.writeHead(304, same).end();
    const { head, bytes } = headers['accept-encoding'] === 'gzip' ? coded : plain;
    response.writeHead(200, head).end(bytes);
  };
}

/** As an Express application would do it: the framework finds out about 304. */
function withExpress({ gzip, identity }: PeerAnswers): RequestListener {
  const prepare = ({ head, body }: PeerAnswers['gzip']) => ({
    fields: Object.fromEntries(head.flatMap((name, index) => (index % 2 === 0 ? [[name, head[index + 1]]] : []))),
    bytes: Buffer.from(body, 'base64'),
  });
  const [coded, plain] = [prepare(gzip), prepare(identity)];
  const app = express();
  app.get('/rss.xml', (request, response) => {
    const { fields, bytes } = request.headers['accept-encoding'] === 'gzip' ? coded : plain;
    response.set(fields).send(bytes);
  });
  return app;
}

if (import.meta.main) {
  const [, , kind, file = ''] = process.argv;
  const answers: PeerAnswers = JSON.parse(readFileSync(file, 'utf8'));
  const server = createServer(kind === 'express' ? withExpress(answers) : bare(answers));
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
}
