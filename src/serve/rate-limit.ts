// Whoever fetches the same feed in full again and again is asked to wait. 304s are free: they cost nothing.
import type { ServerResponse } from 'node:http';
import { TokenBucket } from 'limiter';
import { LRUCache } from 'lru-cache';
import type { Poll } from '../poll.ts';
import { clientOf, type Trust } from './client.ts';
import { isConditional } from './conditional.ts';

/** How many seconds a client is to wait before it may have a feed in full; 0 when it may have it now. */
export type Limit = (request: Poll, path: string) => number;

export const unlimited: Limit = () => 0;

/** So many clients are remembered, with a few hundred bytes each; of more, those that asked longest ago are forgotten. */
const CLIENTS = 20_000;
/** Of the name that a client gives itself. */
const NAME_LENGTH = 100;

/**
 * Limits the unconditional fetches of one feed by one client. HTTP-45: many readers may share an address, so a client is an
 * address together with the name that it gives itself; and no name is treated otherwise than another.
 * @param perHour 0 for no limit
 */
export function limitRefetching(perHour: number, trust: Trust): Limit {
  if (perHour === 0) return unlimited;
  const buckets = new LRUCache<string, TokenBucket>({ max: CLIENTS });
  return (request, path) => {
    const { headers, method } = request;
    if (method === 'HEAD' || isConditional(headers)) return 0;
    const client = clientOf(request, trust);
    if (client === undefined) return 0;
    const key = `${client} ${path} ${headers['user-agent']?.slice(0, NAME_LENGTH)}`;
    const bucket = buckets.get(key) ?? fullBucket(perHour);
    buckets.set(key, bucket);
    return bucket.tryRemoveTokens(1) ? 0 : Math.ceil(bucket.getWaitTime(1) / 1000);
  };
}

function fullBucket(perHour: number): TokenBucket {
  const bucket = new TokenBucket({ bucketSize: perHour, tokensPerInterval: perHour, interval: 'hour' });
  bucket.content = perHour;
  return bucket;
}

/** HTTP-44: whole seconds, which is what readers understand. */
export function sendTooMany(response: ServerResponse, seconds: number): void {
  const text = `429 Too Many Requests: Please come back in ${seconds} seconds, or send If-None-Match, which is never limited.\n`;
  response
    .writeHead(429, [
      'Retry-After',
      String(seconds),
      'Cache-Control',
      'no-store',
      'Content-Type',
      'text/plain; charset=utf-8',
      'Content-Length',
      String(text.length),
      'Access-Control-Allow-Origin',
      '*',
      'Access-Control-Expose-Headers',
      'Retry-After',
      'X-Content-Type-Options',
      'nosniff',
    ])
    .end(text);
}
