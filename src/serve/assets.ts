// What pages load beside pictures: styles, the script, the icon. Documents like others, so compressed and validated like them.
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Resource } from './documents.ts';

const TYPES = {
  'style.css': 'text/css; charset=utf-8',
  'feed.css': 'text/css; charset=utf-8',
  'status.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

/** As long as pages are: after an upgrade, an old style does not stand by new pages for longer than an old page would. */
const FRESHNESS = 'public, max-age=300, stale-while-revalidate=600';

/** All of them, each at the root. They change with the program alone. */
export const ASSETS: readonly Resource[] = Object.entries(TYPES).map(([name, mediaType]) => {
  const bytes = readFileSync(new URL(`assets/${name}`, import.meta.url));
  const state = { revision: 0, digest: hash('sha256', bytes, 'base64url'), at: 0 };
  return {
    path: `/${name}`,
    mediaType,
    cacheControl: FRESHNESS,
    links: '',
    topics: [],
    state: async () => state,
    render: async () => bytes,
  };
});
