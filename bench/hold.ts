// Holds connections to a server until it is told to end, in a process of its own: what they cost the generator of other polls
// would otherwise be taken for what they cost the server. `node bench/hold.ts port idle slow`: so many that do nothing after
// one request, and so many that send theirs a byte a second. Says `held` when all have been opened.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const [port = 0, idle = 0, slow = 0] = process.argv.slice(2).map(Number);
const REQUEST = 'GET /rss.xml HTTP/1.1\r\nHost: localhost\r\n\r\n';

const APART_MS = 5;
let opened = 0;

/** Opens a connection, and another one whenever it is closed. */
function hold(use: (socket: Socket) => void): void {
  let isFirst = true;
  const open = () => {
    const socket = connect(port, '127.0.0.1', () => {
      use(socket);
      if (isFirst) opened += 1;
      if (isFirst && opened === idle + slow) process.stdout.write('held\n');
      isFirst = false;
    });
    socket
      .on('error', () => undefined)
      .resume()
      .once('close', () => setTimeout(open, 10));
  };
  open();
}

function beIdle(socket: Socket): void {
  socket.write(REQUEST.replace('GET', 'HEAD'));
}

function beSlow(socket: Socket): void {
  let at = 0;
  const timer = setInterval(() => socket.write(REQUEST[at++ % REQUEST.length] ?? ''), 1000);
  socket.once('close', () => clearInterval(timer));
}

// Not all at once: those that do nothing are closed after a while, and would all come back at once each time.
for (let number = 0; number < idle + slow; number += 1) {
  hold(number < idle ? beIdle : beSlow);
  await sleep(APART_MS);
}
