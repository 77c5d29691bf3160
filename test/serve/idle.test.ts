// What becomes of a connection whose other end does nothing.
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { HttpServer } from '../../src/http-server.ts';
import { publication } from '../support/publication.ts';

/** A server whose answer fits into no buffer between it and its reader. */
async function serve(idleMs?: number) {
  const { server } = new HttpServer((_, response) => response.end(Buffer.alloc(64_000_000)), idleMs);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  return { server, socket };
}

test('a reader that never reads its answer loses its connection', async () => {
  const { server, socket } = await serve(1000);
  socket.pause().write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [, response] = await once(server, 'request');
  await once(response, 'close');
  expect(response.writableFinished).toBe(false);
});

test('whoever connects and says nothing loses the connection', async () => {
  const { server } = await serve(1000);
  const [socket] = await once(server, 'connection');
  await new Promise((resolve) => socket.once('close', resolve));
});

test('a request may take half a minute to arrive, its headers a third of that', async () => {
  const { server } = await serve();
  expect([server.requestTimeout, server.headersTimeout]).toEqual([30_000, 10_000]);
});

test('FRONT_DOOR: who says nothing is told so by node:http, where it has every connection from the beginning', async () => {
  const saying = async (setting: string) => {
    const { port } = await publication({ FRONT_DOOR: setting }).start();
    return text(connect(port, '127.0.0.1'));
  };
  const [door, none] = await Promise.all([saying('true'), saying('false')]);
  expect(door).toBe('');
  expect(none).toMatch(/^HTTP\/1\.1 408 /);
});
