// Files arrive while the server runs: whole paths, from a copy into the folder to the answer over HTTP.
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { article, eventually, publication, put, temporaryFolder } from './support/publication.ts';

const status = (url: string) =>
  fetch(url).then(async (response) => ({ status: response.status, text: await response.text() }));

test('an article that is copied into an empty folder is in all its feeds, in every format', async () => {
  const site = publication();
  const { baseUrl } = await site.start();
  expect((await status(`${baseUrl}/rss.xml`)).status).toBe(200);
  expect((await status(`${baseUrl}/tags/first-tag/rss.xml`)).status).toBe(404);
  put(site.articles, 'a.txt', article('It rained in the night.', { tags: 'First tag, Second: part, Третій' }));
  for (const address of ['/tags/first-tag/rss.xml', '/tags/second-part/atom.xml', '/rss.xml', '/feed.json', '/']) {
    const { text } = await eventually(
      () => status(baseUrl + address),
      ({ text }) => text.includes('It rained in the night'),
    );
    expect(text).not.toContain('An appeal');
  }
});

test('a feed that is in use shows the change, its ETag moves, and the old one gives a full answer again', async () => {
  const site = publication();
  const file = put(site.articles, 'a.txt', article('It rained in the night.'));
  const { baseUrl } = await site.start();
  const first = await fetch(`${baseUrl}/tags/testing/rss.xml`);
  const etag = first.headers.get('etag') ?? '';
  const poll = () => fetch(`${baseUrl}/tags/testing/rss.xml`, { headers: { 'if-none-match': etag } });
  expect((await poll()).status).toBe(304);
  appendFileSync(file, ' ');
  await sleep(200);
  expect((await poll()).status).toBe(304);
  writeFileSync(file, article('It snowed in the night.'));
  const changed = await eventually(poll, (response) => response.status === 200);
  expect(await changed.text()).toContain('It snowed');
});

test('the page of an article shows its correction, and stays as it is when another article changes', async () => {
  const site = publication();
  const file = put(site.articles, 'a.txt', article('It rained in the night.'));
  const { baseUrl } = await site.start();
  const poll = () => fetch(`${baseUrl}/articles/it-rained-in-the-night/`);
  const etag = (await poll()).headers.get('etag');
  put(site.articles, 'b.txt', article('It snowed in the night.'));
  await eventually(
    () => status(`${baseUrl}/rss.xml`),
    ({ text }) => text.includes('It snowed'),
  );
  expect((await poll()).headers.get('etag')).toBe(etag);
  writeFileSync(file, article('It rained in the morning.'));
  const changed = await eventually(poll, (response) => response.headers.get('etag') !== etag);
  expect(await changed.text()).toContain('It rained in the morning');
});

describe('the watcher notices', () => {
  test('a rename, as one: the feed never loses the article', async () => {
    const site = publication();
    put(site.articles, 'a.txt', article('It rained in the night.'));
    const { baseUrl, store } = await site.start();
    const before = await store.head();
    renameSync(join(site.articles, 'a.txt'), join(site.articles, 'b.txt'));
    await eventually(
      () => store.known(['b.txt']),
      (known) => known.size === 1,
    );
    await eventually(
      () => store.known(['a.txt']),
      (known) => known.size === 0,
    );
    expect(await store.head()).toEqual(before);
    expect((await status(`${baseUrl}/rss.xml`)).text).toContain('It rained');
  });

  test('a deletion', async () => {
    const site = publication();
    const file = put(site.articles, 'a.txt', article('It rained in the night.'));
    const { baseUrl } = await site.start();
    rmSync(file);
    await eventually(
      () => status(`${baseUrl}/rss.xml`),
      ({ text }) => !text.includes('It rained'),
    );
    expect((await status(`${baseUrl}/articles/it-rained-in-the-night/`)).status).toBe(410);
    expect((await status(`${baseUrl}/atom.xml`)).text).toContain('at:deleted-entry');
  });

  test('a deletion of everything, one file after another, for the loss that it is', async () => {
    const site = publication({ SETTLE_MS: '100' });
    const files = Array.from({ length: 60 }, (_, number) =>
      put(site.articles, `${number % 6}/${number}.txt`, article(`Article ${number} is about itself.`)),
    );
    const { store } = await site.start();
    for (const file of files) {
      rmSync(file);
      await sleep(5);
    }
    // Whatever the watcher makes of it, a refresh of everything sees the same loss.
    const { loss } = await site.refresh();
    expect(loss).toMatchObject({ known: 60 });
    expect(await store.count({ kind: 'all' })).toBeGreaterThanOrEqual(30);
  });

  test('a sub-folder that appears later, with what it holds and what it gets afterwards', async () => {
    const site = publication();
    const { baseUrl } = await site.start();
    const elsewhere = temporaryFolder();
    put(elsewhere, 'new/deep/a.txt', article('It rained in the night.'));
    renameSync(join(elsewhere, 'new'), join(site.articles, 'new'));
    await eventually(
      () => status(`${baseUrl}/rss.xml`),
      ({ text }) => text.includes('It rained'),
    );
    put(site.articles, 'new/deep/b.txt', article('It snowed in the night.'));
    await eventually(
      () => status(`${baseUrl}/rss.xml`),
      ({ text }) => text.includes('It snowed'),
    );
    rmSync(join(site.articles, 'new'), { recursive: true });
    await eventually(
      () => status(`${baseUrl}/rss.xml`),
      ({ text }) => !text.includes('It snowed') && !text.includes('It rained'),
    );
  });

  test('a folder that is renamed with all that is in it: no article is withdrawn for a moment', async () => {
    const site = publication();
    for (let number = 0; number < 30; number += 1) {
      put(site.articles, `old/${number}.txt`, article(`Article ${number} stands in the folder itself.`));
      put(site.articles, `old/sub-${number}/a.txt`, article(`Article ${number} stands further down.`));
    }
    const { store } = await site.start();
    const before = await store.head();
    renameSync(join(site.articles, 'old'), join(site.articles, 'new'));
    const places = ['new/7.txt', 'new/sub-7/a.txt'];
    await eventually(
      () => store.known(places),
      (known) => known.size === places.length,
    );
    await eventually(
      () => store.folders('old'),
      (folders) => folders.length === 0,
    );
    expect(await store.head()).toEqual(before);
  });

  test('what arrives in a folder that is called like an article', async () => {
    const site = publication();
    const { baseUrl } = await site.start();
    for (const weather of ['rained', 'snowed']) {
      put(site.articles, `folder.md/${weather}.txt`, article(`It ${weather} in the night.`));
      await eventually(
        () => status(`${baseUrl}/rss.xml`),
        ({ text }) => text.includes(`It ${weather}`),
      );
    }
  });

  test('what arrives while the first articles are read', async () => {
    const site = publication();
    for (let number = 0; number < 1500; number += 1)
      put(site.articles, `${number}.txt`, article(`Article ${number} is about itself.`));
    const starting = site.start();
    const store = await site.store();
    await eventually(
      () => store.head(),
      ({ revision }) => revision > 0,
    );
    put(site.articles, 'late.md', '---\ntitle: Late\ndate: 2025-06-01\n---\nText.\n');
    const { baseUrl } = await starting;
    await eventually(
      () => status(`${baseUrl}/rss.xml`),
      ({ text }) => text.includes('Late'),
    );
  });

  test('what arrives in a folder that was removed and made again at once', async () => {
    const site = publication();
    put(site.articles, 'sub/a.txt', article('It rained in the night.'));
    const { baseUrl } = await site.start();
    rmSync(join(site.articles, 'sub'), { recursive: true });
    put(site.articles, 'sub/b.txt', article('It snowed in the night.'));
    await eventually(
      () => status(`${baseUrl}/rss.xml`),
      ({ text }) => text.includes('It snowed') && !text.includes('It rained'),
    );
    put(site.articles, 'sub/c.txt', article('It hailed in the night.'));
    await eventually(
      () => status(`${baseUrl}/rss.xml`),
      ({ text }) => text.includes('It hailed'),
    );
  });

  test('a file that is written slowly only when it is complete', async () => {
    const site = publication({ SETTLE_MS: '300' });
    const { baseUrl, store } = await site.start();
    const text = article('It rained in the night.');
    const file = put(site.articles, 'slow.txt', text.slice(0, 40));
    for (let at = 40; at < text.length; at += 20) {
      await sleep(60);
      appendFileSync(file, text.slice(at, at + 20));
    }
    await eventually(
      () => status(`${baseUrl}/rss.xml`),
      (answer) => answer.text.includes('It rained'),
    );
    // One revision: no half of it was ever published.
    expect((await store.head()).revision).toBe(1);
  });

  test('a file that arrives by rename from a temporary name', async () => {
    const site = publication();
    const { baseUrl } = await site.start();
    put(site.articles, 'a.txt.part', article('It rained in the night.'));
    renameSync(join(site.articles, 'a.txt.part'), join(site.articles, 'a.txt'));
    await eventually(
      () => status(`${baseUrl}/rss.xml`),
      ({ text }) => text.includes('It rained'),
    );
  });

  test('that the folder itself went away and came back: nothing is withdrawn meanwhile', async () => {
    const site = publication();
    put(site.articles, 'a.txt', article('It rained in the night.'));
    const { baseUrl, schedule } = await site.start();
    renameSync(site.articles, `${site.articles}-away`);
    await schedule.refresh().catch(() => undefined);
    expect((await status(`${baseUrl}/rss.xml`)).text).toContain('It rained');
    await sleep(1500);
    mkdirSync(site.articles);
    rmSync(site.articles, { recursive: true });
    renameSync(`${site.articles}-away`, site.articles);
    await sleep(1500);
    put(site.articles, 'b.txt', article('It snowed in the night.'));
    const { text } = await eventually(
      () => status(`${baseUrl}/rss.xml`),
      (answer) => answer.text.includes('It snowed'),
    );
    expect(text).toContain('It rained');
  });
});

test('without a watcher, as on a network disk, the schedule finds what has arrived', async () => {
  const site = publication({ WATCH: 'false', REFRESH_CRON: '* * * * * *' });
  const { baseUrl } = await site.start();
  put(site.articles, 'a.txt', article('It rained in the night.'));
  await eventually(
    () => status(`${baseUrl}/rss.xml`),
    ({ text }) => text.includes('It rained'),
  );
});

test('a file that is refused is told once, and again when it changes', async () => {
  const site = publication();
  const file = put(site.articles, 'bad.md', '---\ntitle: [a\n---\n');
  const told: unknown[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void told.push(JSON.parse(line).found) });
  const { schedule } = await site.start({ WATCH: 'false' }, log);
  await schedule.refresh();
  expect(told).toHaveLength(1);
  writeFileSync(file, '---\ntitle: {a\n---\n');
  await schedule.refresh();
  await schedule.refresh();
  expect(told).toHaveLength(2);
});

test('what another process writes into the store is served as well', async () => {
  const site = publication({ WATCH: 'false', REFRESH_CRON: '0 0 1 1 *' });
  const { baseUrl } = await site.start();
  expect((await status(`${baseUrl}/rss.xml`)).text).not.toContain('It rained');
  put(site.articles, 'a.txt', article('It rained in the night.'));
  await site.refresh();
  await eventually(
    () => status(`${baseUrl}/rss.xml`),
    ({ text }) => text.includes('It rained'),
  );
});

test('an embargoed article is released on time by the running server', async () => {
  const site = publication({ REFRESH_CRON: '0 0 1 1 *' });
  const due = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000);
  put(site.articles, 'a.md', `---\ntitle: Embargoed\ndate: ${due.toISOString()}\n---\nText.\n`);
  const { baseUrl } = await site.start();
  expect((await status(`${baseUrl}/rss.xml`)).text).not.toContain('Embargoed');
  await eventually(
    () => status(`${baseUrl}/rss.xml`),
    ({ text }) => text.includes('Embargoed'),
  );
  expect(Date.now()).toBeGreaterThanOrEqual(due.getTime());
});

test('an embargoed article that another process has read is released on time', async () => {
  const site = publication({ WATCH: 'false', SETTLE_MS: '0' });
  const { baseUrl } = await site.start();
  const due = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000);
  put(site.articles, 'a.md', `---\ntitle: Later\ndate: ${due.toISOString()}\n---\nText.\n`);
  expect((await site.refresh()).changes.map(({ kind }) => kind)).toEqual(['scheduled']);
  await eventually(
    () => status(`${baseUrl}/rss.xml`),
    ({ text }) => text.includes('Later'),
  );
  expect(Date.now()).toBeGreaterThanOrEqual(due.getTime());
});

test('GEN-02, READ-01: documents, ETags and ids are the same after a restart, and ids after a change of BASE_URL', async () => {
  const site = publication({ BASE_URL: 'https://one.example.org' });
  put(site.articles, 'a.txt', article('It rained in the night.', { tags: 'A, B' }));
  const collect = async (environment: Record<string, string> = {}) => {
    const running = await site.start(environment);
    const found = [];
    for (const path of ['/rss.xml', '/atom.xml', '/feed.json', '/tags/a/rss.xml', '/tags/b/atom.xml', '/feeds.opml']) {
      const response = await fetch(`http://127.0.0.1:${running.port}${path}`);
      found.push({ path, etag: response.headers.get('etag'), text: await response.text() });
    }
    await running.stop();
    return found;
  };
  const before = await collect();
  expect(await collect()).toEqual(before);
  const ids = (documents: typeof before) => documents.flatMap(({ text }) => text.match(/urn:uuid:[0-9a-f-]+/g) ?? []);
  const moved = await collect({ BASE_URL: 'https://two.example.org/feeds' });
  expect(ids(moved)).toEqual(ids(before));
  expect(ids(await collect({ BASE_URL: 'http://one.example.org' }))).toEqual(ids(before));
  expect(moved.map(({ etag }) => etag)).not.toEqual(before.map(({ etag }) => etag));
  expect(moved.map(({ text }) => text).join('')).not.toContain('one.example.org');
});

test('GEN-01: two stores made from the same folder and settings give the same bytes and ETags', async () => {
  const collect = async () => {
    const site = publication({ BASE_URL: 'https://one.example.org' });
    for (let number = 0; number < 60; number += 1) {
      put(
        site.articles,
        `${number}.txt`,
        article(`Article ${number} is about itself.`, { tags: `T${number % 7}, All` }),
      );
    }
    const running = await site.start();
    const found = [];
    for (const path of [
      '/rss.xml',
      '/atom.xml',
      '/feed.json',
      '/tags/t1/rss.xml',
      '/tags/all/atom.xml',
      '/feeds.opml',
      '/',
      '/tags/t1/',
    ]) {
      const response = await fetch(`http://127.0.0.1:${running.port}${path}`);
      found.push({ path, etag: response.headers.get('etag'), text: await response.text() });
    }
    return found;
  };
  expect(await collect()).toEqual(await collect());
});
