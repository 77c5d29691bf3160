// The map of docs/architecture.md, held against the code.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** What every file imports, types included, relative to src. */
const imports = new Map(
  globSync('**/*.ts', { cwd: src }).map((path) => {
    const text = readFileSync(join(src, path), 'utf8');
    const found = [...text.matchAll(/(?:from|import)\s+'(\.[^']+)'/g)].map(([, name = '']) =>
      relative(src, join(src, dirname(path), name)),
    );
    return [path, found] as const;
  }),
);

test('there are no import loops, not even of types', () => {
  const loops: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]) => {
    if (above.includes(path)) loops.push([...above.slice(above.indexOf(path)), path].join(' > '));
    if (above.includes(path) || done.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...above, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  expect(loops).toEqual([]);
  expect(imports.size).toBeGreaterThan(100);
});

test.each([
  { station: 'ingest', knows: ['ingest'] },
  { station: 'store', knows: ['store'] },
  { station: 'render', knows: ['render'] },
  { station: 'takers', knows: ['takers', 'render'] },
  { station: 'serve', knows: ['serve', 'render', 'store'] },
])('$station knows no station beside $knows', ({ station, knows }) => {
  const strangers = [...imports]
    .filter(([path]) => path.startsWith(`${station}/`))
    .flatMap(([path, names]) => names.map((name) => `${path} > ${name}`))
    .filter((edge) => {
      const [, name = ''] = edge.split(' > ');
      return name.includes('/') && !knows.includes(dirname(name));
    });
  expect(strangers).toEqual([]);
});
