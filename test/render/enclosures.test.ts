// What becomes of the media of an entry, in every format and on its page.
import { parseFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { type Enclosure, type Entry, SITE_MARK } from '../../src/entry.ts';
import { articlePage } from '../../src/render/article-page.ts';
import { allOf, anEntry, aPublication, childOf, childrenOf, jsonFeedErrors, parseXml, renderAll } from './support.ts';

const BASE = 'https://news.example.org';
const AUDIO: Enclosure = {
  url: `${SITE_MARK}/media/0123456789abcdef0123/aloud.mp3`,
  type: 'audio/mpeg',
  length: 2_873_405,
  title: 'Read & <aloud>',
  durationSeconds: 179,
};
const VIDEO: Enclosure = {
  url: `${SITE_MARK}/media/1123456789abcdef0123/film.mp4`,
  type: 'video/mp4',
  length: 99,
  durationSeconds: 3723,
  width: 1920,
  height: 1080,
};
const UNKNOWN: Enclosure = { url: 'https://cdn.example.org/play?id=1&x=2' };
const PAPER: Enclosure = { url: 'https://cdn.example.org/paper.pdf', type: 'application/pdf', title: 'The paper' };
const PICTURE = {
  url: `${SITE_MARK}/media/2123456789abcdef0123/flags.jpg`,
  caption: 'Flags',
  credit: 'R. L.',
  type: 'image/jpeg',
  length: 1234,
  width: 1200,
  height: 675,
};
const full = anEntry({ picture: PICTURE, enclosures: [AUDIO, VIDEO, UNKNOWN, PAPER] });

const itemOf = (entry: Entry) => childOf(childOf(parseXml(renderAll([entry]).rss), 'channel'), 'item');
const atomOf = (entry: Entry) => childOf(parseXml(renderAll([entry]).atom), 'entry');
const jsonOf = (entry: Entry) => JSON.parse(renderAll([entry]).json).items[0];
const linksOf = (entry: Entry) =>
  childrenOf(atomOf(entry), 'link').filter(({ attributes }) => attributes.rel === 'enclosure');
const site = { title: 'T', description: 'D', language: 'en', baseUrl: BASE, timezone: 'UTC' };
const pageOf = (entry: Entry) => articlePage(site, entry);

describe('RSS', () => {
  test('RSS-49, RSS-50, LIB-06: the first enclosure is the enclosure, with its true length and type', () => {
    expect(childrenOf(itemOf(full), 'enclosure').map(({ attributes }) => attributes)).toEqual([
      { url: `${BASE}/media/0123456789abcdef0123/aloud.mp3`, length: '2873405', type: 'audio/mpeg' },
    ]);
  });

  test('RSS-49: a length that nobody knows is 0, a type that nobody knows that of any bytes', () => {
    expect(childOf(itemOf(anEntry({ enclosures: [UNKNOWN] })), 'enclosure').attributes).toEqual({
      url: UNKNOWN.url,
      length: '0',
      type: 'application/octet-stream',
    });
  });

  test('RSS-50, RSS-54: further enclosures are media:content', () => {
    const [video, unknown, paper, picture, ...none] = childrenOf(itemOf(full), 'media:content');
    expect(video?.attributes).toEqual({
      url: `${BASE}/media/1123456789abcdef0123/film.mp4`,
      medium: 'video',
      type: 'video/mp4',
      fileSize: '99',
      duration: '3723',
      width: '1920',
      height: '1080',
    });
    expect(unknown?.attributes).toEqual({ url: UNKNOWN.url });
    expect(childOf(paper ?? itemOf(full), 'media:title').text).toBe('The paper');
    expect(picture?.attributes).toMatchObject({ medium: 'image' });
    expect(none).toEqual([]);
  });

  test('RSS-50, RSS-56: what can be heard or seen is the enclosure, wherever it stands; the others keep their order', () => {
    const flags: Enclosure = { url: 'https://cdn.example.org/flags.jpg', type: 'image/jpeg' };
    const urlsOf = (enclosures: Enclosure[]) => {
      const item = itemOf(anEntry({ enclosures }));
      const others = childrenOf(item, 'media:content').map(({ attributes }) => attributes.url);
      return [childOf(item, 'enclosure').attributes.url, ...others];
    };
    const [audio, video] = [AUDIO, VIDEO].map(({ url }) => url.replace(SITE_MARK, BASE));
    expect(urlsOf([flags, PAPER, VIDEO, AUDIO])).toEqual([video, flags.url, PAPER.url, audio]);
    expect(urlsOf([UNKNOWN, AUDIO, VIDEO])).toEqual([audio, UNKNOWN.url, video]);
    expect(urlsOf([PAPER, flags, UNKNOWN])).toEqual([PAPER.url, flags.url, UNKNOWN.url]);
  });

  test('NEWS-09: a picture has its dimensions, and its credit', () => {
    const media = childOf(itemOf(anEntry({ picture: PICTURE })), 'media:content');
    expect(media.attributes).toMatchObject({ width: '1200', height: '675' });
    expect(childOf(media, 'media:credit').text).toBe('R. L.');
  });

  test('RSS-54, RSS-56: a measured picture says its type and size, and is no enclosure', () => {
    const item = itemOf(anEntry({ picture: PICTURE }));
    expect(childOf(item, 'media:content').attributes).toEqual({
      url: `${BASE}/media/2123456789abcdef0123/flags.jpg`,
      medium: 'image',
      type: 'image/jpeg',
      fileSize: '1234',
      width: '1200',
      height: '675',
    });
    expect(childrenOf(item, 'enclosure')).toEqual([]);
  });
});

describe('Atom', () => {
  test('ATOM-33, ATOM-34: every enclosure is a link, with what is known of it', () => {
    expect(linksOf(full).map(({ attributes }) => attributes)).toEqual([
      {
        rel: 'enclosure',
        type: 'audio/mpeg',
        length: '2873405',
        title: 'Read & <aloud>',
        href: `${BASE}/media/0123456789abcdef0123/aloud.mp3`,
      },
      { rel: 'enclosure', type: 'video/mp4', length: '99', href: `${BASE}/media/1123456789abcdef0123/film.mp4` },
      { rel: 'enclosure', href: UNKNOWN.url },
      { rel: 'enclosure', type: 'application/pdf', title: 'The paper', href: PAPER.url },
    ]);
  });

  test('RSS-54: a measured picture says the same as in RSS', () => {
    const { 'xmlns:media': _, ...attributes } = childOf(atomOf(full), 'media:content').attributes;
    expect(attributes).toEqual(childrenOf(itemOf(full), 'media:content').at(-1)?.attributes);
  });
});

describe('JSON Feed', () => {
  test('JSON-14, LIB-09: every enclosure is an attachment with address and type, and what is known of it', () => {
    expect(jsonOf(full).attachments).toEqual([
      {
        url: `${BASE}/media/0123456789abcdef0123/aloud.mp3`,
        mime_type: 'audio/mpeg',
        title: 'Read & <aloud>',
        size_in_bytes: 2_873_405,
        duration_in_seconds: 179,
      },
      {
        url: `${BASE}/media/1123456789abcdef0123/film.mp4`,
        mime_type: 'video/mp4',
        size_in_bytes: 99,
        duration_in_seconds: 3723,
      },
      { url: UNKNOWN.url, mime_type: 'application/octet-stream' },
      { url: PAPER.url, mime_type: 'application/pdf', title: 'The paper' },
    ]);
  });

  test('satisfies the schema', () => {
    expect(jsonFeedErrors(renderAll([full]).json)).toEqual([]);
  });
});

test('an entry without enclosures says nothing of them, and an empty list is none', () => {
  expect(renderAll([anEntry({ enclosures: [] })])).toEqual(renderAll([anEntry()]));
  const { rss, atom, json } = renderAll([anEntry()]);
  expect(rss + atom + json).not.toMatch(/enclosure|attachments|media:content/);
});

test('the lead picture and a recording with everything in it, as files', async () => {
  const { rss, atom, json } = renderAll([full], {}, aPublication());
  await expect(rss).toMatchFileSnapshot('../golden/enclosures/rss.xml');
  await expect(atom).toMatchFileSnapshot('../golden/enclosures/atom.xml');
  await expect(json).toMatchFileSnapshot('../golden/enclosures/feed.json');
});

test('parsers that are not ours find the same enclosure in every format', () => {
  const { rss, atom, json } = renderAll([anEntry({ enclosures: [AUDIO] })]);
  const url = `${BASE}/media/0123456789abcdef0123/aloud.mp3`;
  expect(parseFeed(rss)).toMatchObject({ feed: { items: [{ enclosures: [{ url, length: 2_873_405 }] }] } });
  expect(parseFeed(atom)).toMatchObject({ feed: { entries: [{ links: [{}, { href: url, rel: 'enclosure' }] }] } });
  expect(parseFeed(json)).toMatchObject({ feed: { items: [{ attachments: [{ url, size_in_bytes: 2_873_405 }] }] } });
});

test('addresses have no signs that RFC 3986 keeps out of them, and are the same in every format', () => {
  const url = 'https://[::1]:8080/a|b/[1].mp3?x[]=1&y={2}#^';
  const right = 'https://[::1]:8080/a%7Cb/%5B1%5D.mp3?x%5B%5D=1&y=%7B2%7D#%5E';
  const entry = anEntry({ link: url, picture: { url }, enclosures: [{ url, type: 'audio/mpeg' }] });
  const item = itemOf(entry);
  expect([childOf(item, 'link').text, childOf(item, 'enclosure').attributes.url]).toEqual([right, right]);
  expect(childOf(item, 'media:content').attributes.url).toBe(right);
  expect(childrenOf(atomOf(entry), 'link').map(({ attributes }) => attributes.href)).toEqual([right, right]);
  const { url: address, image, attachments } = jsonOf(entry);
  expect([address, image, attachments[0].url]).toEqual([right, right, right]);
});

test('no document carries our mark, nor an address that is not absolute', () => {
  const { rss, atom, json } = renderAll([full]);
  expect(rss + atom + json + pageOf(full)).not.toContain(SITE_MARK);
  for (const { attributes } of allOf(parseXml(rss)).concat(allOf(parseXml(atom))))
    for (const name of ['url', 'href']) expect(attributes[name] ?? BASE).toMatch(/^https:\/\//);
});

describe('the page of an article', () => {
  test('plays audio and video, fetches nothing before somebody presses play, and keeps room for the picture', () => {
    const page = pageOf(full);
    expect(page).toContain(
      `<img src="${BASE}/media/2123456789abcdef0123/flags.jpg" alt="Flags" width="1200" height="675"><figcaption dir="auto">Flags · R. L.</figcaption>`,
    );
    expect(page).toContain(
      `<audio src="${BASE}/media/0123456789abcdef0123/aloud.mp3" controls preload="none"></audio>`,
    );
    expect(page).toContain(
      `<video src="${BASE}/media/1123456789abcdef0123/film.mp4" controls preload="none" width="1920" height="1080"></video>`,
    );
    expect(page).toContain('<bdi>Read &amp; &lt;aloud&gt;</bdi></a> <bdi class="count">2:59, mp3</bdi>');
    expect(page).toContain('<bdi class="count">1:02:03, mp4</bdi>');
    expect(page).toContain(
      `<p class="meta"><a href="${PAPER.url}"><bdi>The paper</bdi></a> <bdi class="count">pdf</bdi></p>`,
    );
  });

  test.each([
    { url: 'https://cdn.example.org/a%20b/d%C3%A9cision.pdf?x=1#y', name: '<bdi>décision.pdf</bdi>' },
    { url: `${SITE_MARK}/media/0123456789abcdef0123/<b>.zip`, name: '<bdi>&lt;b&gt;.zip</bdi>' },
    { url: 'https://cdn.example.org/%E4.zip', name: '<bdi>%E4.zip</bdi>' },
    { url: 'https://cdn.example.org/play?id=1', name: 'File' },
  ])('calls a file without a title as its address does: $name', ({ url, name }) => {
    expect(pageOf(anEntry({ enclosures: [{ url }] }))).toMatch(
      new RegExp(`<p class="meta"><a href="[^"]+">${name}</a>`),
    );
  });

  test('leads to what is said in an episode, with language and kind', () => {
    const transcripts = [
      { url: `${SITE_MARK}/media/0123456789abcdef0123/a.srt`, type: 'application/x-subrip', isCaptions: true },
      { url: 'https://cdn.example.org/a?x=1&y=2', type: 'text/plain', language: 'pt-BR' },
    ];
    const page = pageOf(anEntry({ enclosures: [AUDIO], episode: { transcripts } }));
    expect(page).toContain(
      `<p class="meta"><a href="${BASE}/media/0123456789abcdef0123/a.srt">Transcript</a> <bdi class="count">srt</bdi></p>`,
    );
    expect(page).toContain(
      '<a href="https://cdn.example.org/a?x=1&amp;y=2" hreflang="pt-BR">Transcript</a> <bdi class="count">pt-BR, txt</bdi>',
    );
  });

  test('POD-23: lists the chapters that have a title, but for those that are to be in no list', () => {
    const chapters = [
      { start: 0.5, title: 'Rain & <snow>' },
      { start: 61.9, title: 'Wind', url: 'https://cdn.example.org/?x=1&y=2' },
      { start: 100 },
      { start: 200, title: 'Advertisement', isHidden: true },
      { start: 3723, title: 'Sun' },
    ];
    const page = pageOf(anEntry({ enclosures: [AUDIO], episode: { chapters } }));
    const [, list = ''] = /<h2>Chapters<\/h2>\n<ol class="chapters">\n(.*?)\n<\/ol>/s.exec(page) ?? [];
    expect(list.split('\n')).toEqual([
      '<li><bdi class="count">0:00</bdi> <bdi>Rain &amp; &lt;snow&gt;</bdi></li>',
      '<li><bdi class="count">1:01</bdi> <bdi><a href="https://cdn.example.org/?x=1&amp;y=2">Wind</a></bdi></li>',
      '<li><bdi class="count">1:02:03</bdi> <bdi>Sun</bdi></li>',
    ]);
    for (const none of [[], [{ start: 1 }, { start: 2, title: 'x', isHidden: true }]])
      expect(pageOf(anEntry({ episode: { chapters: none } }))).not.toContain('Chapters');
  });

  test('does not repeat what the text plays', () => {
    const content = `<p><audio src="${AUDIO.url}" controls></audio></p>`;
    expect(pageOf(anEntry({ content, enclosures: [AUDIO] })).match(/<audio/g)).toHaveLength(1);
  });

  test('says its own words in English, wherever the article comes from', () => {
    const episode = { transcripts: [{ url: PAPER.url, type: 'text/vtt' }], chapters: [{ start: 0, title: 'Т' }] };
    const page = pageOf(anEntry({ language: 'uk', enclosures: [VIDEO], episode }));
    for (const word of ['Video</span></a>', 'Transcript</span></a>', 'Chapters</span></h2>'])
      expect(page).toContain(`<span lang="en" dir="ltr">${word}`);
  });
});
