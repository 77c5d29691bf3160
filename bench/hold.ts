// Holds connections to a server until it is told to end, in a process of its own: what they cost the generator of other polls
// would otherwise be taken for what they cost the server. `node bench/hold.ts port idle slow`: so many that do nothing after
// one request, and so many that send theirs a byte a second. Says `held` when all have been opened.
import { connect, type Socket } from 'node:net';

const [port = 0, idle = 0, slow = 0] = process.argv.slice(2).map(Number);
const REQUEST = 'GET /rss.xml HTTP/1.1\r\nHost: localhost\r\n\r\n';

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

for (let number = 0; number < idle; number += 1) hold((socket) => socket.write(REQUEST.replace('GET', 'HEAD')));
for (let number = 0; number < slow; number += 1)
  hold((socket) => {
    let at = 0;
    const timer = setInterval(() => socket.write(REQUEST[at++ % REQUEST.length] ?? ''), 1000);
    socket.once('close', () => clearInterval(timer));
  });
