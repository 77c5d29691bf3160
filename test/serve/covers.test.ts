// The cover of a podcast as directories fetch it, over real sockets.
import { createHash } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mediaKey, mediaPath } from '../../src/feed.ts';
import { coverPath } from '../../src/podcast.ts';
import { ask } from '../support/ask.ts';
import { jpeg, png } from '../support/media.ts';
import { publication, put, temporaryFolder } from '../support/publication.ts';

const PICTURE = jpeg(1400, 1400, undefined, 3);
const OF_TAG = png(1400, 1400, { colourType: 2 });
const YAML = `
podcast: { cover: cover.jpg, categories: News, explicit: false }
tags: { harbour: { podcast: { cover: art/Harbour.png } } }
`;

async function start() {
  const folder = temporaryFolder();
  put(folder, 'cover.jpg', PICTURE);
  put(folder, 'art/Harbour.png', OF_TAG);
  const site = publication({ SITE_FILE: join(folder, 'site.yaml') }, YAML);
  const { port, stop } = await site.start();
  const { all, tags } = site.config.site.podcasts ?? { tags: {} };
  if (!all || !tags.harbour) throw new Error('Expected two podcasts');
  return { site, folder, port, stop, all, harbour: tags.harbour, path: coverPath(all.cover) };
}

test('POD-05, POD-14: a cover is served as all media are: for ever, to everybody, and in part', async () => {
  const { port, path, all, harbour } = await start();
  const whole = await ask(port, path);
  const etag = `"${mediaKey(all.cover.hash)}"`;
  expect(whole).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'image/jpeg',
      'content-length': String(PICTURE.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      'access-control-allow-origin': '*',
      etag,
    },
  });
  expect(whole.body.equals(PICTURE)).toBe(true);
  const head = await ask(port, path, { method: 'HEAD' });
  expect(head).toMatchObject({ status: 200, headers: { 'content-length': String(PICTURE.length), etag } });
  const part = await ask(port, path, { headers: { Range: 'bytes=2-5' } });
  expect(part).toMatchObject({ status: 206, headers: { 'content-range': `bytes 2-5/${PICTURE.length}` } });
  expect(part.body.equals(PICTURE.subarray(2, 6))).toBe(true);
  expect(await ask(port, path, { headers: { 'If-None-Match': etag } })).toMatchObject({ status: 304 });
  const other = await ask(port, coverPath(harbour.cover));
  expect(other).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } });
  expect(other.body.equals(OF_TAG)).toBe(true);
});

test('another name leads to the right one, and what is no cover is not there', async () => {
  const { port, path } = await start();
  expect(await ask(port, path.replace('cover', 'art'))).toMatchObject({
    status: 308,
    headers: { location: 'cover.jpg' },
  });
  expect(await ask(port, path.replace(/[0-9a-f]{20}/, '0'.repeat(20)))).toMatchObject({ status: 404 });
});

test('POD-05: no address has other bytes: a cover that was replaced has another one at the next start, and none before', async () => {
  const { site, folder, port, path, stop } = await start();
  expect(await ask(port, path)).toMatchObject({ status: 200 });
  // As long as the first, so that its length tells nobody.
  const other = Buffer.from(PICTURE);
  other[other.length - 3] = 1;
  const file = put(folder, 'cover.jpg', other);
  const gone = await ask(port, path);
  expect(gone.status).toBe(404);
  expect(gone.headers['cache-control']).not.toContain('immutable');
  // Its own again, whatever its dates are.
  put(folder, 'cover.jpg', PICTURE);
  utimesSync(file, 1, 1);
  expect(await ask(port, path)).toMatchObject({ status: 200 });
  put(folder, 'cover.jpg', other);
  await stop();
  const again = await site.start();
  expect(await ask(again.port, path)).toMatchObject({ status: 404 });
  const hash = createHash('sha256').update(other).digest('base64url');
  const answer = await ask(again.port, mediaPath(hash, 'cover.jpg'));
  expect(answer.status).toBe(200);
  expect(answer.body.equals(other)).toBe(true);
});

test('where a cover lies is no part of a document: its validators are the same on every machine', async () => {
  const siteFiles = [1, 2].map(() => {
    const folder = temporaryFolder();
    put(folder, 'cover.jpg', PICTURE);
    put(folder, 'art/Harbour.png', OF_TAG);
    return join(folder, 'site.yaml');
  });
  const etags: (string | undefined)[] = [];
  for (const SITE_FILE of siteFiles) {
    const site = publication({ BASE_URL: 'https://news.example', SITE_FILE }, YAML);
    const { port } = await site.start();
    etags.push((await ask(port, '/rss.xml')).headers.etag);
  }
  expect(etags[0]).toMatch(/^W\//);
  expect(etags[1]).toBe(etags[0]);
});
