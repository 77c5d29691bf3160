// The socket side of serving: who may keep whom waiting, and how it ends in order.
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, type ListenOptions, Server as NetServer } from 'node:net';
import { type Front, FrontDoor } from './front-door.ts';
import type { Log } from './log.ts';

/** An address of 8 KB (HTTP-03) and as much again of headers. */
const MAX_HEADER_BYTES = 16 * 1024;
/** Lines of them; `plain-get.ts` takes half as many. */
const MAX_HEADERS = 100;
/** More are closed at once. A thousand readers poll over a handful at a time. */
const MAX_CONNECTIONS = 10_000;
/** So many who take their answers slowly have 32 KB each for it; who comes then is answered a little slower. */
const MAX_JOINED = 500;
/** An answer of which nothing is taken for this long is given up. */
const IDLE_MS = 60_000;
/** How long a connection is kept for the next request, and how much longer than its client is told: it may be on its way. */
const KEPT_MS = 5000;
const KEPT_LONGER_MS = 1000;
/** How long a request may take to arrive, and its headers. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;
/** How often to look whether one takes longer. */
const CHECKING_MS = 5000;
const CHECKING_POLLERS_MS = 1000;
/** Connections that are still busy so long after the end was asked for are cut. */
export const DRAIN_MS = 10_000;
/** How often to close those that have become idle meanwhile. */
const SWEEP_MS = 50;

/**
 * A server that nobody can keep waiting, neither by writing slowly nor by never reading the answer, and whose memory is
 * bounded whatever is sent to it.
 */
export class HttpServer {
  readonly server: Server;
  /** Answers all requests from now on. */
  answer: RequestListener;
  readonly #idleMs: number;
  /** Answers that are not written yet, or not with the system. */
  readonly #underWay = new Set<ServerResponse>();
  #door: FrontDoor | undefined;
  #isDraining = false;

  constructor(answer: RequestListener, idleMs = IDLE_MS) {
    this.answer = answer;
    this.#idleMs = idleMs;
    const take: RequestListener = (request, response) => {
      if (this.#isDraining) response.shouldKeepAlive = false;
      this.answer(request, response);
      const { socket } = request;
      // What is prepared has been answered by now, and is with the system: only who waits for more is kept track of. A
      // clock for each connection would cost a poll as much again as we do.
      if (response.headersSent && socket.writableLength === 0) return;
      socket.setTimeout(idleMs);
      this.#underWay.add(response);
      response.once('close', () => this.#underWay.delete(response));
    };
    const bounds = {
      requestTimeout: REQUEST_MS,
      // Also of who connects and says nothing.
      headersTimeout: Math.min(HEADERS_MS, idleMs),
      connectionsCheckingInterval: Math.min(CHECKING_MS, idleMs),
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: KEPT_MS,
      keepAliveTimeoutBuffer: KEPT_LONGER_MS,
    };
    this.server = createServer(bounds, take);
    this.server.maxHeadersCount = MAX_HEADERS;
    this.server.maxConnections = MAX_CONNECTIONS;
    // Whoever asks whether to send a body is told what there is to tell instead.
    this.server.on('checkContinue', take);
  }

  /** Has whoever connects from now on answered by `front` first, and by `answer` what it has no answer to. */
  openDoor(front: Front): void {
    this.#door ??= new FrontDoor(this.server, front, {
      silentMs: Math.min(HEADERS_MS, this.#idleMs),
      keptMs: KEPT_MS,
      keptLongerMs: KEPT_LONGER_MS,
      idleMs: this.#idleMs,
      checkingMs: Math.min(CHECKING_POLLERS_MS, this.#idleMs),
      joinedMost: MAX_JOINED,
    });
  }

  /** Begins to listen. @returns the port */
  listen(options: ListenOptions): Promise<number> {
    const { server } = this;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(options, () => {
        server.off('error', reject);
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  /** Takes no more connections, answers what is under way with `Connection: close`, and ends. */
  stop(log: Log): Promise<void> {
    const { server } = this;
    this.#isDraining = true;
    for (const response of this.#underWay) response.shouldKeepAlive = false;
    this.#door?.close();
    // To node:http a connection is idle as soon as all of its answer is written, and to close it cuts off who is taking it.
    const closeIdle = () => {
      for (const { writableEnded } of this.#underWay) if (writableEnded) return;
      server.closeIdleConnections();
    };
    return new Promise((resolve) => {
      // A connection whose answer was begun before is kept alive by its client.
      const sweep = setInterval(closeIdle, SWEEP_MS);
      const cut = setTimeout(() => {
        log.warn({ afterMs: DRAIN_MS }, 'connections cut');
        this.#door?.cut();
        server.closeAllConnections();
      }, DRAIN_MS);
      // That of node:http closes who is idle itself.
      NetServer.prototype.close.call(server, () => {
        clearInterval(sweep);
        clearTimeout(cut);
        this.#door?.stop();
        resolve();
      });
      closeIdle();
    });
  }
}
