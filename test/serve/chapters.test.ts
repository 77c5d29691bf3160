// Episodes with what lies beside them, from the folder to whoever plays them, over real sockets.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startRefresher } from '../../src/refresher.ts';
import { ask, type Question } from '../support/ask.ts';
import { jpeg, mp3, mp3InParts, SEGMENTS, SRT, VTT } from '../support/media.ts';
import { publication, put, silent } from '../support/publication.ts';

const PAGE = '/articles/rain/';
const CHAPTERS = `${PAGE}chapters.json`;
const SITE = 'https://news.example.org';

const rain = (text: string) => `---\ntitle: Rain\ndate: 2025-01-02\nepisode: 3\n---\n${text}\n`;
const inFile = (...titles: string[]) =>
  JSON.stringify({ version: '1.2.0', chapters: titles.map((title, index) => ({ startTime: index, title })) });

/** A server with an episode that has chapters inside. */
async function serve() {
  const site = publication({ BASE_URL: SITE, WATCH: 'false' });
  put(site.articles, 'talks/rain.md', rain('In the night.'));
  put(site.articles, 'talks/rain.mp3', mp3InParts([{ start: 0, title: 'Inside', url: 'https://rain.example/' }]));
  put(site.articles, 'snow.md', '---\ntitle: Snow\ndate: 2025-01-03\n---\nAt noon.\n');
  const { port, schedule, store } = await site.start({}, silent, { startRefresher });
  return {
    store,
    ask: (path: string, question?: Question) => ask(port, path, question),
    titles: async () => {
      const { chapters } = JSON.parse((await ask(port, CHAPTERS)).body.toString());
      return chapters.map(({ title }: { title: string }) => title);
    },
    episode: async () => (await store.article('rain'))?.entry.episode,
    problems: async () => (await store.problems()).map(({ path, facts }) => ({ path, facts })),
    publish: async (name: string, content: string | Uint8Array) => {
      put(site.articles, name, content);
      await schedule.refresh();
    },
    remove: async (name: string) => {
      rmSync(join(site.articles, name));
      await schedule.refresh();
    },
  };
}

test('POD-22, POD-23: chapters have an address of their own, validators, and are for anybody', async () => {
  const { ask } = await serve();
  const { status, headers, body } = await ask(CHAPTERS);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'application/json+chapters',
    'cache-control': 'public, max-age=300, stale-while-revalidate=600',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  });
  expect(headers).not.toHaveProperty('link');
  expect(JSON.parse(body.toString())).toEqual({
    version: '1.2.0',
    chapters: [{ startTime: 0, title: 'Inside', url: 'https://rain.example/', endTime: 1 }],
  });
  const again = { headers: { 'if-none-match': headers.etag ?? '' } };
  expect(await ask(CHAPTERS, again)).toMatchObject({ status: 304, body: Buffer.alloc(0) });
  expect(await ask(CHAPTERS, { method: 'HEAD' })).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  const preflight = { method: 'OPTIONS', headers: { origin: 'https://player.example' } };
  expect((await ask(CHAPTERS, preflight)).headers['access-control-allow-origin']).toBe('*');
});

test('POD-23: what its fields say comes before a file beside it, and that before what is inside', async () => {
  const { ask, titles, publish, remove } = await serve();
  const { headers } = await ask(CHAPTERS);
  await publish('talks/rain.chapters.json', inFile('Beside', 'Later'));
  expect(await titles()).toEqual(['Beside', 'Later']);
  expect((await ask(CHAPTERS)).headers.etag).not.toBe(headers.etag);
  await publish('talks/rain.chapters.json', inFile('Corrected'));
  expect(await titles()).toEqual(['Corrected']);
  await publish('talks/rain.md', rain('In the night.').replace('episode: 3', 'chapters: ["0:01 Said"]'));
  expect(await titles()).toEqual(['Said']);
  await publish('talks/rain.md', rain('In the night.'));
  expect(await titles()).toEqual(['Corrected']);
  await remove('talks/rain.chapters.json');
  expect(await titles()).toEqual(['Inside']);
  await publish('talks/rain.mp3', mp3());
  expect((await ask(CHAPTERS)).status).toBe(404);
});

test('POD-23: a picture of a chapter that lies beside it is served; the file of chapters is not', async () => {
  const { ask, publish, problems } = await serve();
  const chapters = [{ startTime: 0, title: 'Rain', img: 'drop.jpg', toc: false }];
  await publish('talks/drop.jpg', jpeg());
  await publish('talks/rain.chapters.json', JSON.stringify({ version: '1.2.0', chapters }));
  const [{ img, toc }] = JSON.parse((await ask(CHAPTERS)).body.toString()).chapters;
  expect(toc).toBe(false);
  expect(img).toMatch(/^https:\/\/news\.example\.org\/media\/[0-9a-f]{20}\/drop\.jpg$/);
  expect((await ask(img.slice(SITE.length))).body).toEqual(jpeg());
  expect(await problems()).toEqual([]);
});

test('POD-22: transcripts beside an episode are fetched by any page, with their types', async () => {
  const { ask, publish, episode } = await serve();
  await publish('talks/rain.vtt', VTT);
  await publish('talks/rain.srt', SRT);
  await publish('talks/rain.transcript.json', SEGMENTS);
  const { transcripts = [] } = (await episode()) ?? {};
  expect(transcripts).toHaveLength(3);
  const expected = [
    { name: 'rain.vtt', type: 'text/vtt', text: VTT },
    { name: 'rain.srt', type: 'application/x-subrip', text: SRT },
    { name: 'rain.transcript.json', type: 'application/json', text: SEGMENTS },
  ];
  for (const [index, { name, type, text }] of expected.entries()) {
    const { url = '', type: said } = transcripts[index] ?? {};
    expect(url.endsWith(`/${name}`), url).toBe(true);
    expect(said).toBe(type);
    const { status, headers, body } = await ask(url.slice(1));
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(new RegExp(`^${type}(?:; charset=utf-8)?$`)),
      'access-control-allow-origin': '*',
      'accept-ranges': 'bytes',
    });
    expect(body.toString()).toBe(text);
  }
  const { items } = JSON.parse((await ask('/feed.json')).body.toString());
  const attachments = items.flatMap((item: { attachments?: { mime_type: string }[] }) => item.attachments ?? []);
  expect(attachments.map(({ mime_type }: { mime_type: string }) => mime_type)).toEqual(['audio/mpeg']);
});

test('POD-22: a transcript of what is not played is told, and what is called otherwise says how to call it', async () => {
  const { publish, problems, store } = await serve();
  await publish('snow.vtt', VTT);
  await publish('snow.json', SEGMENTS);
  expect(await problems()).toMatchObject([{ path: 'snow.md', facts: [{ text: 'snow.vtt' }] }]);
  expect(await store.count({ kind: 'all' })).toBe(2);
});

test('POD-22: a transcript that is no file of ours is left out and told; one elsewhere is named as it is', async () => {
  const { publish, problems, store } = await serve();
  const elsewhere = 'https://cdn.example.org/hail';
  await publish(
    'hail.md',
    `---\ntitle: Hail\ndate: 2025-01-04\naudio: ${elsewhere}.mp3\ntranscripts: [hail.html, ${elsewhere}.vtt]\n---\nText.\n`,
  );
  expect(await problems()).toMatchObject([{ path: 'hail.md', facts: [{ text: '/hail.html' }] }]);
  expect((await store.article('hail'))?.entry.episode).toEqual({
    transcripts: [{ url: `${elsewhere}.vtt`, type: 'text/vtt', isCaptions: true }],
  });
});

test('POD-23: without chapters there are none; those of a withdrawn article are gone with it', async () => {
  const { ask, remove } = await serve();
  for (const path of [
    '/articles/snow/chapters.json',
    '/articles/none/chapters.json',
    '/articles/No_Slug/chapters.json',
  ])
    expect((await ask(path)).status, path).toBe(404);
  await remove('talks/rain.md');
  expect((await ask(CHAPTERS)).status).toBe(410);
  expect((await ask(PAGE)).status).toBe(410);
});
