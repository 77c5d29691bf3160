// A server that is asked to end: whoever is being answered is told that this connection ends, and gets all of the answer.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { HttpServer } from '../../src/http-server.ts';
import { silent } from '../support/publication.ts';

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

async function serve() {
  const waiting: ServerResponse[] = [];
  const http = new HttpServer((request, response) => {
    if (request.url === '/') waiting.push(response);
    else response.end('at once');
  });
  const port = await http.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => http.server.closeAllConnections());
  const open = () => {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    return socket;
  };
  return { http, waiting, open };
}

test('while nothing ends, connections are kept', async () => {
  const { open } = await serve();
  const socket = open();
  socket.write('GET /now HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(String(await once(socket, 'data'))).toMatch(/^connection: keep-alive\r$/im);
});

test('a request in flight is answered, with Connection: close', async () => {
  const { http, waiting, open } = await serve();
  const socket = open();
  socket.write(GET);
  await once(http.server, 'request');
  const stopped = http.stop(silent);
  waiting[0]?.end('late');
  const answer = await text(socket);
  expect(answer).toMatch(/^connection: close\r$/im);
  expect(answer).toContain('late');
  await stopped;
});

test('a request that was half sent is answered, with Connection: close, be its answer prepared or not', async () => {
  for (const path of ['/', '/now']) {
    const { http, waiting, open } = await serve();
    const socket = open();
    socket.write(`GET ${path} HTTP/1.1\r\n`);
    await once(http.server, 'connection');
    // Its bytes have to be there before the end: another whole request comes after them.
    const other = open();
    other.end('GET /now HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await text(other);
    const stopped = http.stop(silent);
    socket.write('Host: x\r\n\r\n');
    if (path === '/') {
      await once(http.server, 'request');
      waiting[0]?.end('late');
    }
    expect(await text(socket)).toMatch(/^connection: close\r$/im);
    await stopped;
  }
});

test('a connection whose answer was begun before is closed behind it', async () => {
  const { http, waiting, open } = await serve();
  const socket = open();
  socket.write(GET);
  await once(http.server, 'request');
  waiting[0]?.writeHead(200, { 'Content-Length': 9 }).write('one, ');
  await once(socket, 'data');
  const stopped = http.stop(silent);
  waiting[0]?.end('two.');
  expect(await text(socket)).toBe('two.');
  await stopped;
});

test('an answer that is still being taken is taken whole', async () => {
  const http = new HttpServer((_, response) => response.end(Buffer.alloc(64_000_000)));
  const port = await http.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(GET);
  const [begun] = await once(socket, 'data');
  socket.pause();
  const stopped = http.stop(silent);
  expect(begun.length + (await buffer(socket)).length).toBeGreaterThan(64_000_000);
  await stopped;
});
