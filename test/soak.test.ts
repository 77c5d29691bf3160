// What a server holds does not grow with what it has answered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const soak = fileURLToPath(new URL('../bench/soak.ts', import.meta.url));

// Six kilobytes for each of the polls after the third round: far more than noise, far less than a document.
test('thousands of polls of all kinds leave no memory behind', async () => {
  const child = spawn(process.execPath, [soak, '8', '500', '100', '16'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(said).toContain('4000 polls');
  expect({ code, said }).toMatchObject({ code: 0 });
});
