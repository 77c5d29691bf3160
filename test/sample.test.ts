// The samples that come with Tagwire, served as a newcomer would serve them, and their podcast as parsers that are not ours
// read it.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { parseFeed } from 'podcast-partytime';
import getPodcastFromFeed from 'podparse';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { startServer } from '../src/server.ts';
import { type Answer, ask } from './support/ask.ts';
import { silent, temporaryFolder } from './support/publication.ts';

const data = fileURLToPath(new URL('../data', import.meta.url));
const SITE = 'https://courier.example';
const AUDIO = join(data, 'articles/podcast');

/** Serves the samples. @returns how to fetch what their documents name */
async function serve() {
  const [siteFile, store] = [join(data, 'site.yaml'), join(temporaryFolder(), 's.db')];
  const config = readConfig(
    {
      PORT: '0',
      BASE_URL: SITE,
      SITE_FILE: siteFile,
      ARTICLES_DIR: join(data, 'articles'),
      DATABASE_URL: `sqlite:${store}`,
      WATCH: 'false',
      LOG_LEVEL: 'silent',
    },
    (path) => readFileSync(path, 'utf8'),
  );
  const { port, stop } = await startServer(config, silent);
  onTestFinished(stop);
  return (url: string, question?: Parameters<typeof ask>[2]): Promise<Answer> => {
    const path = url.startsWith(SITE) ? url.slice(SITE.length) : url;
    if (!path.startsWith('/')) throw new Error(`Expected an address of the samples, got ${url}`);
    return ask(port, path, question);
  };
}

test('the samples of the podcast, and its cover, are small', () => {
  const files = [...readdirSync(AUDIO).map((name) => join(AUDIO, name)), join(data, 'podcast-cover.png')];
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  expect(bytes).toBeLessThan(300_000);
});

test.each(['/podcast.xml', '/tags/harbour-voices/podcast.xml'])(
  '%s is a podcast to podcast-partytime',
  async (path) => {
    const fetchIt = await serve();
    const feed = parseFeed((await fetchIt(path)).body.toString());
    expect(feed).toMatchObject({
      title: path === '/podcast.xml' ? 'Harbour Voices' : 'The Harbour Courier: Harbour Voices',
      description: 'A few minutes from the quay, told by those who work there.',
      link: path === '/podcast.xml' ? `${SITE}/` : `${SITE}/tags/harbour-voices/`,
      language: 'en-GB',
      author: 'The Harbour Courier',
      explicit: false,
      itunesType: 'episodic',
      guid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    });
    expect(feed?.items).toMatchObject([
      { title: 'Ice on the ferry', itunesEpisode: 2, itunesSeason: 1, duration: 16 },
      { title: 'The bell buoy that nobody hears', itunesEpisode: 1, itunesSeason: 1, duration: 24 },
    ]);
  },
);

test('POD-12, POD-22, POD-23: both parsers read every field of an episode, and all that it names is there', async () => {
  const fetchIt = await serve();
  const xml = (await fetchIt('/podcast.xml')).body.toString();
  const [, episode] = parseFeed(xml)?.items ?? [];
  const { meta, episodes } = getPodcastFromFeed(xml);
  const audio = readFileSync(join(AUDIO, 'the-bell-buoy.mp3'));
  const { url = '', length, type } = episode?.enclosure ?? {};
  expect({ length, type }).toEqual({ length: audio.length, type: 'audio/mpeg' });
  expect(episodes[1]).toMatchObject({
    title: 'The bell buoy that nobody hears',
    guid: episode?.guid,
    duration: 24,
    explicit: false,
    season: 1,
    episode: 1,
    episodeType: 'full',
    enclosure: { url, length: audio.length, type: 'audio/mpeg' },
  });
  expect(episode).toMatchObject({
    itunesEpisodeType: 'full',
    podcastPeople: [
      // The parser writes roles as the taxonomy does.
      { name: 'Mira Holt', role: 'Host' },
      { name: 'Jonas Brandt', role: 'Guest' },
    ],
  });

  expect((await fetchIt(url)).body.equals(audio)).toBe(true);
  expect(await fetchIt(url, { headers: { Range: 'bytes=70000-' } })).toMatchObject({
    status: 206,
    body: audio.subarray(70_000),
  });
  expect(await fetchIt(meta.image.url ?? '')).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } });

  expect(episode?.image).toBe(episodes[1]?.image?.url);
  expect((await fetchIt(episode?.image ?? '')).body.equals(readFileSync(join(AUDIO, 'the-bell-buoy.png')))).toBe(true);

  const [transcript] = episode?.podcastTranscripts ?? [];
  expect(transcript).toMatchObject({ type: 'text/vtt', rel: 'captions' });
  const spoken = await fetchIt(transcript?.url ?? '');
  expect(spoken.headers).toMatchObject({
    'content-type': 'text/vtt; charset=utf-8',
    'access-control-allow-origin': '*',
  });
  expect(spoken.body.toString()).toMatch(/^WEBVTT\n/);

  const chapters = await fetchIt(episode?.podcastChapters?.url ?? '');
  expect(chapters.headers).toMatchObject({
    'content-type': 'application/json+chapters',
    'access-control-allow-origin': '*',
  });
  expect(JSON.parse(chapters.body.toString())).toEqual({
    version: '1.2.0',
    chapters: [
      { startTime: 0, title: 'The buoy' },
      { startTime: 9.9, title: 'Why it stays' },
      { startTime: 19.9, title: 'In fog' },
    ],
  });
});

test('an episode keeps its recording in the other feeds, with the title that is in its tags', async () => {
  const fetchIt = await serve();
  const text = async (path: string) => (await fetchIt(path)).body.toString();
  const url = expect.stringMatching(/^https:\/\/courier\.example\/media\/[\w-]{20}\/the-bell-buoy\.mp3$/);
  const [type, length] = ['audio/mpeg', statSync(join(AUDIO, 'the-bell-buoy.mp3')).size];
  const title = 'The bell buoy that nobody hears';

  const { items = [] } = parseRssFeed(await text('/rss.xml'));
  expect(items.find((item) => item.title === title)?.enclosures).toMatchObject([{ url, type, length }]);
  const { entries = [] } = parseAtomFeed(await text('/atom.xml'));
  const enclosed = entries.find((entry) => entry.title?.value === title)?.links;
  expect(enclosed).toContainEqual({ rel: 'enclosure', href: url, type, length, title });
  const { items: listed = [] } = parseJsonFeed(await text('/feed.json'));
  expect(listed.find((item) => item.title === title)?.attachments).toEqual([
    { url, mime_type: type, size_in_bytes: length, duration_in_seconds: 24, title },
  ]);
});

test.each(['apple', 'psp-1'])('%s would take it, and has no wish left', async (taker) => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const environment = {
    PATH: process.env.PATH,
    BASE_URL: SITE,
    SITE_FILE: join(data, 'site.yaml'),
    ARTICLES_DIR: join(data, 'articles'),
    LOG_LEVEL: 'silent',
  };
  const words = [main, 'check', '--for', taker];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: temporaryFolder(), env: environment });
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ event: 'done', failed: 0, warned: 0 });
});
