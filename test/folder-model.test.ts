// Whatever happens to files, files of many articles and media: what is published is what the folder holds.
import { rmSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALL } from '../src/feed.ts';
import { refresh } from '../src/refresh.ts';
import { Store } from '../src/store/store.ts';
import { png } from './support/media.ts';
import { temporaryFolder } from './support/publication.ts';

const FILES = ['a.jsonl', 'b.jsonl', 'sub/c.json', 'sub/d.json', 'e.md'];
const PICTURES = ['p.png', 'sub/q.png'];

/** An article: its id, which version of it, and the picture that it names. */
type Item = { readonly id: number; readonly version: number; readonly picture: number };
type Folder = { readonly files: Map<string, readonly Item[]>; readonly pictures: Map<string, number> };

const anItem = fc.record({ id: fc.nat(7), version: fc.nat(2), picture: fc.nat(PICTURES.length) });
const aStep = fc.record({
  act: fc.oneof(
    fc.record({
      do: fc.constant('write' as const),
      file: fc.nat(4),
      items: fc.array(anItem, { minLength: 1, maxLength: 5 }),
    }),
    fc.record({ do: fc.constant('remove' as const), file: fc.nat(4) }),
    fc.record({ do: fc.constant('move' as const), file: fc.nat(3), to: fc.nat(3) }),
    fc.record({ do: fc.constant('draw' as const), picture: fc.nat(1), width: fc.nat(3) }),
  ),
  isTold: fc.boolean(),
});

const pictureOf = ({ picture }: Item) => PICTURES[picture];
const textOf = ({ id, version }: Item) => `Version ${version} of ${id} tells of itself.`;

function contentOf(file: string, items: readonly Item[]): string {
  const records = items.map((item) => ({
    id: `item-${item.id}`,
    title: `Item ${item.id}`,
    content_text: textOf(item),
    date_published: '2025-01-01T00:00:00Z',
    ...(pictureOf(item) ? { image: `/${pictureOf(item)}` } : {}),
  }));
  const [first] = items;
  if (file.endsWith('.jsonl')) return records.map((record) => `${JSON.stringify(record)}\n`).join('');
  if (file.endsWith('.json')) return JSON.stringify(records.length === 1 ? records[0] : records);
  const image = first && pictureOf(first) ? `image: /${pictureOf(first)}\n` : '';
  return `---\nid: item-${first?.id}\ntitle: Item ${first?.id}\ndate: 2025-01-01\n${image}---\n${first && textOf(first)}\n`;
}

/** Does the same to the folder and to the model. @returns the paths that it concerns */
async function apply(act: typeof aStep extends fc.Arbitrary<infer Step> ? Step : never, root: string, folder: Folder) {
  const { files, pictures } = folder;
  const step = act.act;
  if (step.do === 'draw') {
    const picture = PICTURES[step.picture] ?? '';
    if (step.width === 0) await rm(join(root, picture), { force: true });
    else await writeFile(join(root, picture), png(step.width, 1));
    if (step.width === 0) pictures.delete(picture);
    else pictures.set(picture, step.width);
    return [picture];
  }
  const file = FILES[step.file] ?? '';
  if (step.do === 'write') {
    const items = file.endsWith('.md') ? step.items.slice(0, 1) : step.items;
    files.set(file, items);
    await writeFile(join(root, file), contentOf(file, items));
    return [file];
  }
  const items = files.get(file);
  if (!items) return [];
  if (step.do === 'remove') {
    files.delete(file);
    await rm(join(root, file));
    return [file];
  }
  const to = FILES[step.to] ?? '';
  // JSON Lines is one way to write JSON, and a list is another: each is read under either name.
  if (to === file || dirname(to) !== dirname(file)) return [];
  files.delete(file);
  files.set(to, items);
  await rename(join(root, file), join(root, to));
  return [to, file];
}

/** What each id may say: of two with one id either may be published. */
function expected({ files, pictures }: Folder): Map<string, Set<string>> {
  const said = new Map<string, Set<string>>();
  for (const item of [...files.values()].flat()) {
    const width = pictures.get(pictureOf(item) ?? '');
    const title = `Item ${item.id}`;
    said.set(title, (said.get(title) ?? new Set()).add(`${textOf(item)} ${width ?? 'none'}`));
  }
  return said;
}

/** Whether a file that holds one article doubles another: it is refused, and what it held before stays up. */
function hasRefused({ files }: Folder): boolean {
  const ids = [...files.values()].flat().map(({ id }) => id);
  return [...files.values()].some(
    ([item, ...more]) => more.length === 0 && ids.filter((id) => id === item?.id).length > 1,
  );
}

test('what is published is what the folder holds, ids and dates never change, and nothing is left to do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 1, maxLength: 12 }), async (steps) => {
      const root = temporaryFolder();
      await mkdir(join(root, 'articles/sub'), { recursive: true });
      const store = await Store.open('sqlite::memory:');
      const settings = { root: join(root, 'articles'), store, readers: { zone: 'UTC' }, settleMs: 0, lossPercent: 100 };
      const folder: Folder = { files: new Map(), pictures: new Map() };
      const ids = new Map<string, string>();
      try {
        for (const step of steps) {
          const paths = await apply(step, settings.root, folder);
          await refresh(settings, step.isTold ? { paths } : {});
          const entries = await store.newest(ALL, 100);
          const said = expected(folder);
          const titles = entries.map(({ title }) => title);
          expect(titles).toEqual([...new Set(titles)]);
          expect(titles).toEqual(expect.arrayContaining([...said.keys()]));
          if (!hasRefused(folder)) expect(titles).toHaveLength(said.size);
          for (const { id, title, content, picture, published } of entries) {
            const text = /Version \d of \d tells of itself\./.exec(content)?.[0];
            if (!hasRefused(folder))
              expect([...(said.get(title) ?? [])]).toContain(`${text} ${picture?.width ?? 'none'}`);
            expect(id).toBe(ids.get(title) ?? id);
            ids.set(title, id);
            expect(published).toEqual(new Date('2025-01-01T00:00:00Z'));
          }
        }
        await refresh(settings);
        const before = await store.head();
        expect(await refresh(settings)).toMatchObject({ counts: {} });
        expect(await store.head()).toEqual(before);
      } finally {
        await store.close();
        rmSync(root, { recursive: true });
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 60) },
  );
});
