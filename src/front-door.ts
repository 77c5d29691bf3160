// A poll is answered here before node:http has seen it: most of what it would cost are the objects that node:http makes of
// it. Whoever wants anything but what lies ready is handed on to node:http, with what was read, and stays there. See
// docs/notes/serving.md.
import { type Server, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import { readPlainGet } from './plain-get.ts';
import type { Poll, Ready } from './poll.ts';

/** Answers a poll when all of its answer lies ready. @returns undefined when it does not */
export type Front = (poll: Poll) => Ready | undefined;

type Limits = {
  /** How long whoever connects may say nothing. */
  readonly silentMs: number;
  /** How long a connection is kept after an answer, and how much longer than its client is told. */
  readonly keptMs: number;
  readonly keptLongerMs: number;
  /** An answer of which nothing is taken for this long is given up. */
  readonly idleMs: number;
  /** How often to look whose time is over. */
  readonly checkingMs: number;
  /** How many answers that are not taken yet may hold a buffer of ours. The others hold what is kept anyway. */
  readonly joinedMost: number;
};

const PLACE = Symbol('place');
const UNTIL = Symbol('until');
/** A connection that is not handed on: its place, and after how many looks it has to go. */
type Guest = Socket & { [PLACE]: number; [UNTIL]: number };

/** Shorter answers are sent as one piece: for two, Node makes lists and a call that takes longer than to copy so little. */
const JOINED_BYTES = 32_768;

const CLOSING = 'Connection: close\r\n';

export class FrontDoor {
  readonly #front: Front;
  readonly #handOn: (socket: Socket) => void;
  readonly #idleMs: number;
  readonly #silentLooks: number;
  readonly #keptLooks: number;
  readonly #joinedMost: number;
  readonly #keeping: string;
  /**
   * By place; places are used again. What a Map leaves behind when it grows would keep every connection that was in it, with
   * all that hangs on it, until the old are collected (docs/notes/serving.md).
   */
  readonly #guests: (Guest | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #looking: NodeJS.Timeout;
  /** How often it was looked so far: a clock that costs a poll nothing. */
  #looks = 0;
  /** Where the pieces of an answer are put together. It belongs to an answer that is not yet sent, and is then replaced. */
  #joined = Buffer.allocUnsafeSlow(JOINED_BYTES);
  /** How many answers are not sent yet that were put together. */
  #joining = 0;
  readonly #onSent = (): void => {
    this.#joining -= 1;
  };
  /** One for all connections: what each has of its own costs each. */
  readonly #onData: (this: Socket, bytes: Buffer) => void;
  readonly #onPush: (this: Socket, bytes: Buffer | null) => boolean;
  readonly #onClose: (this: Socket) => void;

  /** Takes all connections of a server from now on. */
  constructor(server: Server, front: Front, limits: Limits) {
    const { silentMs, keptMs, keptLongerMs, idleMs, checkingMs, joinedMost } = limits;
    const [handOn] = server.listeners('connection');
    if (!handOn) throw new Error('Expected a server that takes connections');
    this.#front = front;
    this.#handOn = (socket) => void handOn.call(server, socket);
    this.#idleMs = idleMs;
    this.#joinedMost = joinedMost;
    this.#silentLooks = Math.ceil(silentMs / checkingMs);
    this.#keptLooks = Math.ceil((keptMs + keptLongerMs) / checkingMs);
    this.#keeping = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keptMs / 1000)}\r\n`;
    this.#looking = setInterval(() => this.#look(), checkingMs).unref();
    const door = this;
    this.#onData = function (bytes) {
      door.#hear(this as Guest, bytes);
    };
    this.#onPush = function (bytes) {
      if (!bytes) return push.call(this, bytes);
      door.#hear(this as Guest, bytes);
      return true;
    };
    this.#onClose = function () {
      door.#forget(this as Guest);
    };
    server.removeAllListeners('connection').on('connection', (socket: Socket) => this.#take(socket));
  }

  /** Hears nobody any more, and ends with all as soon as they have their answers. */
  close(): void {
    for (const guest of this.#guests) guest?.destroySoon();
  }

  /** Ends with all that are left. */
  cut(): void {
    for (const guest of this.#guests) guest?.destroy();
  }

  /** To be called when no connection is left. */
  stop(): void {
    clearInterval(this.#looking);
  }

  #take(socket: Socket): void {
    const guest = socket as Guest;
    const place = this.#free.pop() ?? this.#guests.length;
    guest[PLACE] = place;
    guest[UNTIL] = this.#looks + this.#silentLooks;
    this.#guests[place] = guest;
    // What a socket reads it pushes into itself, to emit it and then to look whether there is more: one turn more for each read.
    // Should a version of Node not do so, there is still 'data'.
    guest.push = this.#onPush;
    guest.on('data', this.#onData).on('end', onEnd).on('close', this.#onClose).on('error', onError);
  }

  #hear(guest: Guest, bytes: Buffer): void {
    // Nothing is asked behind the last answer (RFC 9112, 9.6).
    if (guest.writableEnded) return;
    // Whoever asks on before taking the answer is for node:http, which does not read more than it can answer.
    const asked = guest.writableLength === 0 ? readPlainGet(bytes) : undefined;
    const ready = asked && this.#front({ method: 'GET', url: asked.url, headers: asked.headers, socket: guest });
    if (asked && ready) this.#answer(guest, ready, asked.isKeptAlive);
    else this.#pass(guest, bytes);
  }

  #answer(guest: Guest, { status, lines, rest }: Ready, isKeptAlive: boolean): void {
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${dateLine()}${isKeptAlive ? this.#keeping : CLOSING}${lines}`;
    if (!rest) guest.write(`${head}\r\n`, 'latin1');
    else if (head.length + rest.length <= JOINED_BYTES && this.#joining < this.#joinedMost)
      this.#writeJoined(guest, head, rest);
    else {
      guest.cork();
      guest.write(head, 'latin1');
      guest.write(rest);
      guest.uncork();
    }
    guest[UNTIL] = this.#looks + this.#keptLooks;
    if (guest.writableLength > 0) {
      guest.setTimeout(this.#idleMs);
      if (guest.listenerCount('timeout') === 0) guest.once('timeout', onTimeout);
    }
    if (isKeptAlive) return;
    // What the system has taken it sends, whatever becomes of the connection: an end would be one more call, and one more turn.
    if (guest.writableLength === 0) guest.destroy();
    else guest.destroySoon();
  }

  #writeJoined(guest: Guest, head: string, rest: Buffer): void {
    const joined = this.#joined;
    const begun = joined.write(head, 'latin1');
    joined.set(rest, begun);
    guest.write(joined.subarray(0, begun + rest.length));
    if (guest.writableLength === 0) return;
    // What the system has not taken at once is still read from here. That it is sent we hear by a write of nothing behind it: to
    // be told of each answer costs a turn, and an Error with its stack as soon as the connection is destroyed.
    this.#joined = Buffer.allocUnsafeSlow(JOINED_BYTES);
    this.#joining += 1;
    guest.write('', this.#onSent);
  }

  /** Hands a connection on, as if nobody had read from it. */
  #pass(guest: Guest, bytes: Buffer): void {
    this.#forget(guest);
    guest.push = push;
    guest.off('data', this.#onData).off('end', onEnd).off('close', this.#onClose).off('error', onError);
    // Paused as long as nobody listens: what is put back is to wait for node:http.
    guest.pause();
    guest.unshift(bytes);
    this.#handOn(guest);
    guest.resume();
  }

  #forget({ [PLACE]: place }: Guest): void {
    this.#guests[place] = undefined;
    this.#free.push(place);
  }

  #look(): void {
    this.#looks += 1;
    for (const guest of this.#guests) {
      if (!guest) continue;
      if (guest.writableLength > 0) guest[UNTIL] = this.#looks + this.#keptLooks;
      // The first look may have been due at once: it does not count.
      else if (guest[UNTIL] < this.#looks) guest.destroy();
    }
  }
}

const { push } = Socket.prototype;

/** Nothing more will be asked. */
function onEnd(this: Socket): void {
  this.end();
}

/** Nobody is there any more; that it is closed comes next. */
function onError(): void {}

function onTimeout(this: Socket): void {
  this.destroy();
}

let second = 0;
let line = '';

/** The same for a whole second (RFC 9110, 6.6.1). */
function dateLine(): string {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) {
    second = now;
    line = `Date: ${new Date(now * 1000).toUTCString()}\r\n`;
  }
  return line;
}
