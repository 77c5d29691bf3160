// Changes all articles below a folder, in a process of its own: `node bench/rewrite.ts folder word`.
import { globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '', word = ''] = process.argv.slice(2);
for (const name of globSync('**/*.txt', { cwd: folder })) {
  const file = join(folder, name);
  writeFileSync(`${file}.part`, readFileSync(file, 'utf8').replace(/the (\w+ )?mayor/, `the ${word} mayor`));
  renameSync(`${file}.part`, file);
}
