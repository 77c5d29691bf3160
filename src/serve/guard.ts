// Who may see how things are? This machine, or whoever has the token.
import { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { TokenBucket } from 'limiter';
import { LRUCache } from 'lru-cache';
import type { Log } from '../log.ts';
import { uuidFrom } from '../store/ids.ts';
import { clientOf, isForwarded, neighbourOf, type Trust } from './client.ts';
import { HttpProblem } from './problem.ts';

/** Whoever asks over the loopback interface, and is not a proxy that asks for somebody else. */
const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;
/**
 * Most proxies that say nothing of themselves still hand on the name that they were asked for; so does the browser of
 * somebody on this machine whom a page sends here under a name of its own (DNS rebinding).
 */
const LOCAL_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** Wrong tokens that a network may try in a minute. */
const GUESSES = 10;
/** So many networks are remembered; of more, those that guessed longest ago are forgotten. */
const GUESSERS = 1000;
/** Browsers ask their user for it, programs are told how to send it (RFC 7617, RFC 6750). */
const CHALLENGES = ['Basic realm="Tagwire status", charset="UTF-8"', 'Bearer realm="Tagwire status"'];

/**
 * Whether a request may be answered.
 * @returns false for whoever shall not know that there is something to see
 * @throws HttpProblem for whoever may be asked for the token, or has guessed too often
 */
export type Guard = (request: Request, response: Response) => boolean;

/** @param token undefined: only this machine may ask */
export function guard(token: string | undefined, trust: Trust, log: Pick<Log, 'warn'>): Guard {
  if (token === undefined) return isThisMachine;
  const isRight = equalTo(token);
  const guessers = new LRUCache<string, TokenBucket>({ max: GUESSERS });
  return (request, response) => {
    const given = tokenIn(request.headers.authorization);
    if (given !== undefined) {
      // Who cannot be told apart shares what there is: nobody gets more by saying nothing of himself, or that he asks for
      // others, and by neither does he take anything from those on this machine.
      const here = () => (isThisMachine(request) ? 'this machine' : 'unknown');
      const client = clientOf(request, trust) ?? neighbourOf(request) ?? here();
      const bucket = guessers.get(client) ?? fullBucket();
      const seconds = Math.ceil(bucket.getWaitTime(1) / 1000);
      if (seconds > 0) throw new HttpProblem(429, 'Too many guesses', 'Please try again in a moment.', seconds);
      if (isRight(given)) return true;
      bucket.tryRemoveTokens(1);
      guessers.set(client, bucket);
      log.warn({ client, path: request.path }, 'status token refused');
    }
    response.set('WWW-Authenticate', CHALLENGES);
    throw new HttpProblem(401, 'Not for everybody', 'This page is for the operator: the password is STATUS_TOKEN.');
  };
}

function isThisMachine({ socket, headers, httpVersion }: Request): boolean {
  // nginx left to itself says nothing, and asks under the name of what it asks; until 1.29.7 it did so by HTTP/1.0, which
  // hardly anything else on a machine speaks any more.
  if (httpVersion === '1.0') return false;
  return LOOPBACK.test(socket.remoteAddress ?? '') && LOCAL_NAME.test(headers.host ?? '') && !isForwarded(headers);
}

/** The token that somebody sends along: as such, or as the password of whomever. */
function tokenIn(authorization = ''): string | undefined {
  const [, scheme = '', given = ''] = /^(Bearer|Basic) +(.+)$/i.exec(authorization) ?? [];
  // Node reads headers byte by byte.
  if (scheme.toLowerCase() === 'bearer') return Buffer.from(given, 'latin1').toString();
  if (scheme === '') return authorization === '' ? undefined : '';
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(given, 'base64').toString()) ?? [];
  return password;
}

function equalTo(token: string): (given: string) => boolean {
  const wanted = Buffer.from(uuidFrom(token));
  // Of digests: how long it takes says nothing about the token.
  return (given) => timingSafeEqual(Buffer.from(uuidFrom(given)), wanted);
}

function fullBucket(): TokenBucket {
  const bucket = new TokenBucket({ bucketSize: GUESSES, tokensPerInterval: GUESSES, interval: 'minute' });
  bucket.content = GUESSES;
  return bucket;
}

/**
 * Whether a form was sent from a page of ours, and not from one of somebody else that a browser with the token is on.
 * @param origin where links lead
 */
export function isFromHere({ headers }: Request, origin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  // Browsers keep it to themselves where the connection is not safe; they say the origin all the same.
  const from = URL.parse(headers.origin ?? '');
  return from !== null && (from.host === headers.host || from.origin === origin);
}
