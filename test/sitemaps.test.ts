// Crawlers find a library that is larger than a part of its sitemap, from files to HTTP.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bench = fileURLToPath(new URL('../bench/sitemaps.ts', import.meta.url));

test('NEWS-04: each article is in one part with its date, a correction touches that part alone, and memory does not grow', async () => {
  const child = spawn(process.execPath, [bench, '6000'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, problems, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect({ code, problems }).toEqual({ code: 0, problems: '' });
  expect(said).toMatch(/parts\D+2\b/);
});
