// The status is answered, and so are those who poll meanwhile, with readers in the store.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bench = fileURLToPath(new URL('../bench/status.ts', import.meta.url));

test('a small library answers all who ask how it is, and all who poll', async () => {
  const child = spawn(process.execPath, [bench, '60', '12', '1'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, problems, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect({ code, problems }).toEqual({ code: 0, problems: '' });
  for (const name of ['JSON', 'page', 'metrics', 'nobody looks', 'one look a second']) expect(said).toContain(name);
});
