// Media beside articles, from the file to whoever fetches it.
import { createHash } from 'node:crypto';
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALL, mediaPath } from '../src/feed.ts';
import { png, wav } from './support/media.ts';
import { eventually, publication, put, type TestPublication, temporaryFolder } from './support/publication.ts';

const SPEECH = wav(2);
const ARTICLE = '---\ntitle: Speech\ndate: 2025-01-01\ntags: [Talks]\n---\nA speech about rain.\n';

type Item = {
  image?: string;
  content_html: string;
  date_modified: string;
  attachments?: { url: string; mime_type: string; size_in_bytes: number; duration_in_seconds: number }[];
};

async function item(baseUrl: string): Promise<Item | undefined> {
  const { items } = (await (await fetch(`${baseUrl}/feed.json`)).json()) as { items: Item[] };
  return items[0];
}

const enclosureOf = async (baseUrl: string) => (await item(baseUrl))?.attachments?.[0];

async function problemsOf(site: TestPublication) {
  const store = await site.store();
  return (await store.problems()).map(({ path, kind, facts }) => ({ path, kind, facts }));
}

test('audio beside an article is its enclosure in every feed, with exact length, type and duration, and can be fetched', async () => {
  const site = publication();
  put(site.articles, 'talks/speech.md', ARTICLE);
  put(site.articles, 'talks/speech.wav', SPEECH);
  put(site.articles, 'talks/other.wav', SPEECH);
  const { baseUrl } = await site.start();
  const enclosure = await enclosureOf(baseUrl);
  expect(enclosure).toMatchObject({ mime_type: 'audio/wav', size_in_bytes: SPEECH.length, duration_in_seconds: 2 });
  const rss = await (await fetch(`${baseUrl}/tags/talks/rss.xml`)).text();
  const atom = await (await fetch(`${baseUrl}/tags/talks/atom.xml`)).text();
  expect(rss).toContain(`<enclosure url="${enclosure?.url}" length="${SPEECH.length}" type="audio/wav"/>`);
  expect(atom).toContain(`href="${enclosure?.url}"`);
  const response = await fetch(enclosure?.url ?? '');
  expect(response.headers.get('content-type')).toBe('audio/wav');
  expect(Buffer.from(await response.arrayBuffer()).equals(SPEECH)).toBe(true);
});

test('a medium that comes, changes and goes changes its article as it happens, and no address ever has other bytes', async () => {
  const site = publication();
  put(site.articles, 'speech.md', ARTICLE);
  const { baseUrl } = await site.start();
  expect(await enclosureOf(baseUrl)).toBeUndefined();
  const before = await item(baseUrl);
  put(site.articles, 'speech.wav', SPEECH);
  const first = await eventually(() => enclosureOf(baseUrl), Boolean);
  expect((await item(baseUrl))?.date_modified).not.toBe(before?.date_modified);
  const longer = wav(3);
  put(site.articles, 'speech.wav', longer);
  const second = await eventually(
    () => enclosureOf(baseUrl),
    (enclosure) => enclosure?.url !== first?.url,
  );
  expect(second).toMatchObject({ size_in_bytes: longer.length, duration_in_seconds: 3 });
  expect((await fetch(first?.url ?? '')).status).toBe(404);
  expect((await fetch(second?.url ?? '')).status).toBe(200);
  rmSync(join(site.articles, 'speech.wav'));
  await eventually(
    () => enclosureOf(baseUrl),
    (enclosure) => enclosure === undefined,
  );
  expect((await fetch(second?.url ?? '')).status).toBe(404);
});

test('a comparison of everything finds what no watcher has told', async () => {
  const site = publication();
  put(site.articles, 'speech.md', ARTICLE);
  const kinds = async () => (await site.refresh()).changes.map(({ kind }) => kind);
  expect(await kinds()).toEqual(['added']);
  put(site.articles, 'speech.wav', SPEECH);
  expect(await kinds()).toEqual(['corrected']);
  expect(await kinds()).toEqual([]);
  put(site.articles, 'speech.wav', wav(3));
  expect(await kinds()).toEqual(['corrected']);
  rmSync(join(site.articles, 'speech.wav'));
  expect(await kinds()).toEqual(['corrected']);
  expect(await kinds()).toEqual([]);
});

test('an article that is renamed with its media changes nothing that a reader sees', async () => {
  const site = publication();
  put(site.articles, 'speech.md', ARTICLE);
  put(site.articles, 'speech.wav', SPEECH);
  const { baseUrl, schedule } = await site.start({ WATCH: 'false' });
  const before = await item(baseUrl);
  for (const extension of ['md', 'wav'])
    renameSync(join(site.articles, `speech.${extension}`), join(site.articles, `address.${extension}`));
  // The name of the file is part of the address of its medium, but not what is told of it.
  const { changes } = await schedule.refresh();
  expect(changes).toHaveLength(1);
  const after = await item(baseUrl);
  expect((await fetch(after?.attachments?.[0]?.url ?? '')).status).toBe(200);
  expect(after).toMatchObject({ content_html: before?.content_html });
});

test('what an article names is missed in the book, the article is published, and mended when the medium comes', async () => {
  const site = publication();
  put(site.articles, 'a.md', '---\ntitle: A\ndate: 2025-01-01\nimage: pics/lead.png\naudio: talk.wav\n---\nText.\n');
  put(site.articles, 'talk.wav', 'no sound at all');
  const { baseUrl } = await site.start();
  expect(await item(baseUrl)).not.toHaveProperty('attachments');
  expect(await item(baseUrl)).not.toHaveProperty('image');
  expect(await problemsOf(site)).toMatchObject([
    { path: 'a.md', kind: 'repaired', facts: [{ text: 'talk.wav' }, { text: 'pics/lead.png' }] },
  ]);
  put(site.articles, 'pics/lead.png', png(8, 4));
  put(site.articles, 'talk.wav', SPEECH);
  await eventually(
    () => item(baseUrl),
    (found) => found?.image !== undefined && found.attachments !== undefined,
  );
  expect(await problemsOf(site)).toEqual([]);
  expect((await fetch((await item(baseUrl))?.image ?? '')).headers.get('content-type')).toBe('image/png');
});

test('pictures within a text are served; those that are kept elsewhere keep their address and are no problem', async () => {
  const site = publication();
  put(
    site.articles,
    'post/index.md',
    '---\ntitle: A\ndate: 2025-01-01\n---\n![One](one.png) ![Two](/static/two.png)\n',
  );
  put(site.articles, 'post/one.png', png(8, 4));
  const { baseUrl } = await site.start();
  const html = (await item(baseUrl))?.content_html ?? '';
  const [one, two] = [...html.matchAll(/src="([^"]+)"/g)].map(([, url]) => url);
  expect(one).toMatch(/\/media\/[0-9a-f]{20}\/one\.png$/);
  expect(two).toBe(`${baseUrl}/static/two.png`);
  expect((await fetch(one ?? '')).status).toBe(200);
  expect(await problemsOf(site)).toEqual([]);
});

test('nothing is served that no live article names', async () => {
  const site = publication();
  put(site.articles, 'speech.md', ARTICLE);
  put(site.articles, 'speech.wav', SPEECH);
  const { baseUrl, schedule } = await site.start({ WATCH: 'false' });
  const url = (await enclosureOf(baseUrl))?.url ?? '';
  expect((await fetch(url)).status).toBe(200);
  put(site.articles, 'speech.md', ARTICLE.replace('title', 'draft: true\ntitle'));
  await schedule.refresh();
  expect((await fetch(url)).status).toBe(404);
  put(site.articles, 'speech.md', ARTICLE);
  await schedule.refresh();
  expect((await fetch(url)).status).toBe(200);
  // The last good version of a file that is broken keeps its media.
  put(site.articles, 'speech.md', ARTICLE.replace('2025-01-01', 'whenever'));
  await schedule.refresh();
  expect((await fetch(url)).status).toBe(200);
  rmSync(join(site.articles, 'speech.md'));
  await schedule.refresh();
  expect((await fetch(url)).status).toBe(404);
});

test('nothing is served of an article that waits for its date, though its address can be worked out', async () => {
  const site = publication();
  put(site.articles, 'speech.md', ARTICLE.replace('2025', '2999'));
  put(site.articles, 'speech.wav', SPEECH);
  const { baseUrl, schedule } = await site.start({ WATCH: 'false' });
  const url = baseUrl + mediaPath(createHash('sha256').update(SPEECH).digest('base64url'), 'speech.wav');
  expect((await fetch(url)).status).toBe(404);
  put(site.articles, 'speech.md', ARTICLE);
  await schedule.refresh();
  expect((await fetch(url)).status).toBe(200);
});

test('a medium that has become a link out of the folder is not served, though it looks the same', async () => {
  const site = publication();
  put(site.articles, 'speech.md', ARTICLE);
  const file = put(site.articles, 'speech.wav', SPEECH);
  const { baseUrl } = await site.start({ WATCH: 'false' });
  const url = (await enclosureOf(baseUrl))?.url ?? '';
  rmSync(file);
  symlinkSync(put(temporaryFolder(), 'secret.wav', SPEECH), file);
  expect((await fetch(url)).status).toBe(404);
});

test.each([
  { what: 'an article and its medium', paths: ['speech.md', 'speech.wav'] },
  { what: 'two media of an article', paths: ['speech.png', 'speech.wav'] },
  { what: 'an article and its folder', paths: ['sub', 'sub/speech.md'] },
])('$what that change at once are one correction', async ({ paths }) => {
  const site = publication();
  const folder = paths.includes('sub') ? 'sub/' : '';
  put(site.articles, `${folder}speech.md`, ARTICLE);
  put(site.articles, `${folder}speech.wav`, SPEECH);
  await site.refresh();
  if (!paths.includes('speech.png')) put(site.articles, `${folder}speech.md`, `${ARTICLE}More.\n`);
  put(site.articles, `${folder}speech.png`, png());
  put(site.articles, `${folder}speech.wav`, wav(3));
  expect((await site.refresh({ paths })).counts).toEqual({ corrected: 1 });
});

test('a copy that takes over has its media', async () => {
  const site = publication();
  const text = '---\ntitle: A\ndate: 2025-01-01\n---\nText.\n\n![One](/pics/one.png)\n';
  const original = put(site.articles, 'a/one.md', text);
  put(site.articles, 'b/one.md', text);
  put(site.articles, 'pics/one.png', png(8, 4));
  const { baseUrl, schedule } = await site.start({ WATCH: 'false' });
  rmSync(original);
  expect((await schedule.refresh()).counts).toEqual({ renamed: 1 });
  const [, url] = /src="([^"]+)"/.exec((await item(baseUrl))?.content_html ?? '') ?? [];
  expect((await fetch(url ?? '')).status).toBe(200);
  expect((await schedule.refresh()).counts).toEqual({});
});

const LINES = [1, 2, 3]
  .map((number) => ({ title: `Item ${number}`, content_text: `Text ${number}.`, date_published: `2025-01-0${number}` }))
  .map((fields, index) => `${JSON.stringify(index === 0 ? { ...fields, image: 'pics/lead.png' } : fields)}\n`)
  .join('');

test.each([
  { how: 'told by the watcher', request: { paths: ['pics/lead.png'] } },
  { how: 'found by a comparison of everything', request: {} },
])('a medium of one of many articles in a file comes, changes and goes, $how', async ({ request }) => {
  const site = publication();
  put(site.articles, 'all.jsonl', LINES);
  expect((await site.refresh()).counts).toEqual({ added: 3 });
  const corrected = { counts: { corrected: 1 } };
  put(site.articles, 'pics/lead.png', png(8, 4));
  expect(await site.refresh(request)).toMatchObject(corrected);
  expect(await problemsOf(site)).toEqual([]);
  put(site.articles, 'pics/lead.png', png(8, 5));
  expect(await site.refresh(request)).toMatchObject(corrected);
  expect((await site.refresh()).counts).toEqual({});
  rmSync(join(site.articles, 'pics/lead.png'));
  expect(await site.refresh(request)).toMatchObject(corrected);
  expect((await site.refresh()).counts).toEqual({});
});

test.each([
  { what: 'an article', name: 'a.md', text: ARTICLE },
  { what: 'a draft', name: 'a.md', text: '---\ntitle: A\ndraft: true\n---\nText.\n' },
  { what: 'an article that has ended', name: 'a.md', text: ARTICLE.replace('tags:', 'expiryDate: 2025-02-01\ntags:') },
  { what: 'an article that is refused', name: 'a.md', text: ARTICLE.replace('2025-01-01', 'whenever') },
  { what: 'a file of many articles', name: 'a.jsonl', text: LINES },
])('$what with a medium beside it is read once', async ({ name, text }) => {
  const site = publication();
  put(site.articles, name, text);
  put(site.articles, 'a.png', png());
  await site.refresh();
  let read = 0;
  const onProgress = () => {
    read += 1;
  };
  await site.refresh({ onProgress });
  expect(read).toBe(0);
});

test('a link to a medium beside an article is its medium, whoever finds it', async () => {
  const site = publication();
  put(site.articles, 'speech.md', ARTICLE);
  put(site.articles, 'shared/rain.wav', SPEECH);
  symlinkSync('shared/rain.wav', join(site.articles, 'speech.wav'));
  await site.refresh();
  const [entry] = await (await site.store()).newest(ALL, 1);
  expect(entry?.enclosures).toMatchObject([{ type: 'audio/wav' }]);
  expect((await site.refresh({ paths: ['speech.md', 'speech.wav'] })).counts).toEqual({});
  expect((await site.refresh()).counts).toEqual({});
});

test('a folder of media that comes or goes as a whole concerns the articles that name them', async () => {
  const site = publication();
  put(site.articles, 'a.md', '---\ntitle: A\ndate: 2025-01-01\nimage: pics/lead.png\n---\nText.\n');
  put(site.articles, 'all.jsonl', LINES);
  await site.refresh();
  put(site.articles, 'pics/lead.png', png(8, 4));
  expect((await site.refresh({ paths: ['pics'] })).counts).toEqual({ corrected: 2 });
  rmSync(join(site.articles, 'pics'), { recursive: true });
  expect((await site.refresh({ paths: ['pics'] })).counts).toEqual({ corrected: 2 });
  expect((await site.refresh()).counts).toEqual({});
});
