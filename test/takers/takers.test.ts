// What aggregators ask, rule by rule: each with a library that does, and one that does not.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isTranscript, typeByName } from '../../src/media.ts';
import { articleOf, libraryOf } from '../../src/takers/library.ts';
import { type Finding, inspect, TAKER_NAMES, takerNamed } from '../../src/takers/takers.ts';
import { anEntry, aPodcast, aPublication, type Made } from '../support/entries.ts';

const now = new Date('2025-06-26T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 60 * 60_000);

/** What no aggregator has anything against. */
const good: Made = {
  title: 'The ferry sails twice a day again',
  summary: 'What it is about. '.repeat(20),
  picture: { url: 'https://news.example.org/a.jpg', width: 1200, height: 800 },
  published: hoursAgo(3),
  updated: hoursAgo(2),
};

const played = { type: 'audio/mpeg', length: 99, durationSeconds: 60 };
/** What no podcast directory has anything against. */
const episode = {
  enclosures: [{ ...played, url: 'https://news.example.org/a.mp3' }],
  episode: { transcripts: [{ url: 'https://news.example.org/a.vtt', type: 'text/vtt' }] },
  picture: { url: 'https://news.example.org/a.jpg', type: 'image/jpeg', width: 1400, height: 1400 },
} as const satisfies Made;

type Scene = {
  readonly entries?: readonly Made[];
  readonly publication?: Partial<ReturnType<typeof aPublication>> & { readonly newsLogo?: string };
  readonly feedLimit?: number;
  readonly withoutGood?: boolean;
};

/** Thirty good articles, a good episode, and those of the scene. */
function inspected(name: string, { entries = [], publication = {}, feedLimit = 50, withoutGood = false }: Scene = {}) {
  const taker = takerNamed(name);
  if (!taker) throw new Error(`Expected ${name} to be known`);
  const site = {
    ...aPublication({ podcasts: { all: aPodcast(), tags: {} } }),
    newsLogo: 'https://news.example.org/logo.png',
    ...publication,
  };
  const goods = Array.from({ length: 30 }, (_, index) =>
    articleOf(anEntry(index === 0 ? { ...good, ...episode } : good), `good-${index}`, site),
  );
  const articles = entries.map((of, index) => articleOf(anEntry({ ...good, ...of }), `bad-${index}`, site));
  return inspect(taker, libraryOf(site, withoutGood ? articles : [...goods, ...articles], feedLimit, now));
}

function finding(name: string, about: RegExp, scene?: Scene): Finding {
  const [found, ...others] = inspected(name, scene).findings.filter(({ rule }) => about.test(rule.asks));
  if (!found || others.length > 0) throw new Error(`Expected one rule of ${name} about ${about}`);
  return found;
}

test.each(TAKER_NAMES)('a good library meets all that %s asks', (name) => {
  const outcomes = inspected(name).findings.map(({ outcome, rule }) => [rule.asks, outcome]);
  expect(outcomes.filter(([, outcome]) => outcome !== 'passed')).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(3);
});

const elsewhere = 'https://other.example/a';
const withoutPicture = { picture: undefined } as unknown as Made;
const serial = { podcasts: { all: aPodcast({ type: 'serial' }), tags: {} } };

const OTHER = 'https://news.example.org/b.mp3';
const other: Made = { ...episode, enclosures: [{ ...played, url: OTHER }] };

type Rows = readonly [string, string, RegExp, Scene, Finding['outcome'], { name?: string; why: unknown }][];

test.each<Rows[number]>([
  [
    'NEWS-01',
    'google-news',
    /has the name/,
    { publication: { title: 'Tagwire' } },
    'failed',
    { why: expect.any(String) },
  ],
  [
    'NEWS-01',
    'google-news',
    /language/,
    { entries: [{ language: 'klingon' }] },
    'failed',
    { name: 'bad-0', why: 'klingon is no language of ISO 639' },
  ],
  [
    'NEWS-01',
    'google-news',
    /language/,
    { publication: { language: 'klingon' } },
    'failed',
    { why: 'klingon is no language of ISO 639' },
  ],
  [
    'NEWS-01',
    'google-news',
    /title/,
    { entries: [{ title: ' ' }] },
    'failed',
    { name: 'bad-0', why: 'it has no title' },
  ],
  [
    'NEWS-01',
    'google-news',
    /date/,
    { entries: [{ published: hoursAgo(-1) }] },
    'failed',
    { name: 'bad-0', why: 'it is dated 2025-06-26T13:00:00.000Z, which is to come' },
  ],
  [
    'NEWS-02',
    'google-news',
    /last two days/,
    { entries: [{ link: elsewhere }] },
    'warned',
    { name: 'bad-0', why: `its home is ${elsewhere}` },
  ],
  [
    'NEWS-04',
    'google-news',
    /https/,
    { publication: { baseUrl: 'http://news.example.org' } },
    'warned',
    { why: 'http://news.example.org is not https' },
  ],
  ['NEWS-06', 'flipboard', /30 articles/, { feedLimit: 29 }, 'warned', { why: 'it holds 29' }],
  ['NEWS-06', 'flipboard', /text/, { entries: [{ content: '' }] }, 'warned', { name: 'bad-0', why: 'it has no text' }],
  [
    'NEWS-06',
    'flipboard',
    /text/,
    { entries: [{ content: `<p>${'x'.repeat(200_000)}</p>` }] },
    'warned',
    { name: 'bad-0', why: 'its text is longer than a feed carries' },
  ],
  [
    'NEWS-06',
    'flipboard',
    /picture/,
    { entries: [{ picture: { url: 'https://news.example.org/a.jpg', width: 399 } }] },
    'warned',
    { name: 'bad-0', why: 'its widest picture has 399 pixels' },
  ],
  [
    'NEWS-06',
    'flipboard',
    /picture/,
    { entries: [withoutPicture] },
    'warned',
    { name: 'bad-0', why: 'it has no picture' },
  ],
  [
    'NEWS-06',
    'flipboard',
    /description/,
    { entries: [{ summary: 'é'.repeat(299) }] },
    'warned',
    { name: 'bad-0', why: 'its description has 299 characters' },
  ],
  [
    'NEWS-06',
    'flipboard',
    /link/,
    { entries: [{ link: elsewhere }] },
    'warned',
    { name: 'bad-0', why: `its link is ${elsewhere}` },
  ],
  [
    'NEWS-06',
    'flipboard',
    /public/,
    { publication: { baseUrl: 'http://localhost:3000' } },
    'warned',
    { why: 'http://localhost:3000 is this machine' },
  ],
  [
    'NEWS-07',
    'smartnews',
    /logo/,
    { publication: { newsLogo: undefined } as unknown as NonNullable<Scene['publication']> },
    'failed',
    { why: 'it names none' },
  ],
  [
    'NEWS-07',
    'smartnews',
    /whole text/,
    { entries: [{ content: '' }] },
    'failed',
    { name: 'bad-0', why: 'it has no text' },
  ],
  [
    'NEWS-07',
    'smartnews',
    /thumbnail/,
    { entries: [{ ...withoutPicture, content: '<p>A <img src="https://news.example.org/a.jpg" width="900"></p>' }] },
    'warned',
    { name: 'bad-0', why: 'it has no picture of its own' },
  ],
  [
    'NEWS-07',
    'smartnews',
    /megabyte/,
    { entries: Array.from({ length: 6 }, () => ({ content: 'x'.repeat(190_000), published: hoursAgo(1) })) },
    'warned',
    { name: 'bad-5', why: expect.stringMatching(/^there is no room for its 190\d\d\d bytes$/) },
  ],
  [
    'NEWS-07',
    'smartnews',
    /https/,
    { publication: { baseUrl: 'http://news.example.org' } },
    'warned',
    { why: 'http://news.example.org is not https' },
  ],
  [
    'NEWS-08',
    'msn',
    /https/,
    { publication: { baseUrl: 'http://news.example.org' } },
    'failed',
    { why: 'http://news.example.org is not https' },
  ],
  [
    'NEWS-08',
    'msn',
    /characters/,
    { entries: [{ title: 'x'.repeat(19) }] },
    'failed',
    { name: 'bad-0', why: 'its title has 19 characters' },
  ],
  [
    'NEWS-08',
    'msn',
    /characters/,
    { entries: [{ title: 'x'.repeat(151) }] },
    'failed',
    { name: 'bad-0', why: 'its title has 151 characters' },
  ],
  [
    'NEWS-08',
    'msn',
    /HTML/,
    { entries: [{ title: 'The ferry sails <b>twice</b> a day' }] },
    'failed',
    { name: 'bad-0', why: 'its title is The ferry sails <b>twice</b> a day' },
  ],
  ['NEWS-08', 'msn', /a text/, { entries: [{ content: '' }] }, 'failed', { name: 'bad-0', why: 'it has no text' }],
  [
    'NEWS-08',
    'msn',
    /365 days/,
    { entries: [{ published: hoursAgo(365 * 24) }] },
    'failed',
    { name: 'bad-0', why: 'it is 365 days old' },
  ],
  [
    'NEWS-08',
    'msn',
    /365 days/,
    { entries: [{ updated: hoursAgo(-1) }] },
    'failed',
    { name: 'bad-0', why: 'it is dated 2025-06-26T13:00:00.000Z, which is to come' },
  ],
  [
    'NEWS-08',
    'msn',
    /wide/,
    { entries: [{ picture: { url: 'https://news.example.org/a.jpg', width: 149 } }] },
    'failed',
    { name: 'bad-0', why: 'a picture has 149 pixels' },
  ],
  ...['apple', 'psp-1'].flatMap(
    (name): Rows => [
      [
        'POD-02',
        name,
        /has a podcast/,
        { publication: { podcasts: { tags: {} } } },
        'failed',
        { why: 'data/site.yaml says nothing of one' },
      ],
      [
        'POD-02',
        name,
        /language/,
        { publication: { language: 'klingon' } },
        'failed',
        { why: 'klingon is no language of ISO 639' },
      ],
      [
        'POD-02',
        name,
        /4000 bytes/,
        { publication: { podcasts: { tags: { a: aPodcast({ description: 'é'.repeat(2001) }) } } } },
        'warned',
        { why: 'its description has 4002 bytes' },
      ],
      [
        'POD-02',
        name,
        /4000 bytes/,
        { publication: { description: 'x'.repeat(4001) } },
        'warned',
        { why: 'its description has 4001 bytes' },
      ],
      [
        'POD-14',
        name,
        /https/,
        { publication: { baseUrl: 'http://news.example.org' } },
        'failed',
        { why: 'http://news.example.org is not https' },
      ],
      [
        'POD-01',
        name,
        /255 characters/,
        { entries: [{ ...other, title: 'x'.repeat(256) }] },
        'warned',
        { name: 'bad-0', why: 'its title has 256 characters' },
      ],
      [
        'POD-10',
        name,
        /bytes each episode/,
        { entries: [{ ...other, enclosures: [{ url: OTHER, type: 'audio/mpeg', durationSeconds: 1 }] }] },
        'failed',
        { name: 'bad-0', why: 'nobody says its length' },
      ],
      [
        'POD-10',
        name,
        /guid of its own/,
        { entries: [17, 18, 17].map((guid) => ({ ...other, episode: { guid: String(guid) } })) },
        'failed',
        { name: 'bad-2', why: 'another has 17' },
      ],
      [
        'POD-11',
        name,
        /of a kind/,
        { entries: [{ enclosures: [{ url: 'https://news.example.org/b.ogg', type: 'audio/ogg' }] }] },
        'failed',
        { name: 'bad-0', why: 'it is audio/ogg' },
      ],
      ...[
        { url: `${OTHER}?id=1`, why: `there is a query in ${OTHER}?id=1` },
        { url: 'https://news.example.org/play', why: 'it is audio/mpeg, and called play' },
        { url: 'https://news.example.org/b.m4a', why: 'it is audio/mpeg, and called b.m4a' },
        { url: 'https://news.example.org/é.mp3', why: 'it is called %C3%A9.mp3' },
      ].map(({ url, why }): Rows[number] => [
        'POD-11',
        name,
        /plain letters/,
        { entries: [{ ...other, enclosures: [{ ...played, url }] }] },
        'failed',
        { name: 'bad-0', why },
      ]),
      [
        'POD-11',
        name,
        /file of its own/,
        { entries: [other, other] },
        'failed',
        { name: 'bad-1', why: `another has ${OTHER}` },
      ],
      [
        'POD-12',
        name,
        /how long/,
        { entries: [{ ...other, enclosures: [{ url: OTHER, type: 'audio/mpeg', length: 1 }] }] },
        'warned',
        { name: 'bad-0', why: 'nobody says how long' },
      ],
      [
        'POD-13',
        name,
        /No two episodes/,
        {
          entries: [
            { ...other, episode: { season: 1, number: 7 } },
            { ...other, episode: { season: 1, number: 7 } },
          ],
        },
        'warned',
        { name: 'bad-1', why: 'another is number 7 of season 1' },
      ],
    ],
  ),
  [
    'POD-05',
    'apple',
    /square/,
    { entries: [{ ...other, picture: { ...episode.picture, height: 1399 } }] },
    'warned',
    { name: 'bad-0', why: 'it has 1400 × 1399 pixels' },
  ],
  [
    'POD-05',
    'apple',
    /square/,
    { entries: [{ ...other, picture: { ...episode.picture, type: 'image/webp' } }] },
    'warned',
    { name: 'bad-0', why: 'it is image/webp' },
  ],
  ...['12. Boats', '#12 Boats', 'Episode 12: Boats', 'S01E12', '012'].map((title): Rows[number] => [
    'POD-13',
    'apple',
    /begins with the number/,
    { entries: [{ ...other, title: 'Boats', episode: { number: 12, title } }] },
    'warned',
    { name: 'bad-0', why: 'its title begins with its number' },
  ]),
  [
    'POD-12',
    'psp-1',
    /picture/,
    { entries: [{ ...other, ...withoutPicture }] },
    'warned',
    { name: 'bad-0', why: 'it has no picture' },
  ],
  [
    'POD-22',
    'psp-1',
    /transcript/,
    { entries: [{ ...other, episode: {} }] },
    'warned',
    { name: 'bad-0', why: 'it has none' },
  ],
])('%s: %s asks about %s', (id, name, about, scene, outcome, failure) => {
  const found = finding(name, about, scene);
  expect(found.rule.id).toBe(id);
  expect({ outcome: found.outcome, failures: found.failures }).toEqual({ outcome, failures: [failure] });
  expect(finding(name, about).outcome).toBe('passed');
});

test.each<[string, string, RegExp, Scene]>([
  ['NEWS-01: a language of Chinese', 'google-news', /language/, { entries: [{ language: 'zh-Hant' }] }],
  [
    'NEWS-01: the name that Google has',
    'google-news',
    /has the name/,
    { publication: { title: 'Tagwire', newsName: 'A' } },
  ],
  [
    'NEWS-02: an older article at home elsewhere',
    'google-news',
    /last two days/,
    { entries: [{ link: elsewhere, published: hoursAgo(48) }] },
  ],
  ['NEWS-06: a feed of thirty', 'flipboard', /30 articles/, { feedLimit: 30 }],
  [
    'NEWS-06: a wide picture in the text',
    'flipboard',
    /picture/,
    { entries: [{ ...withoutPicture, content: '<p>A <img src="https://news.example.org/a.jpg" width="400"></p>' }] },
  ],
  ['NEWS-06: 300 characters', 'flipboard', /description/, { entries: [{ summary: '😀'.repeat(300) }] }],
  [
    'NEWS-06: a link to a host of the same publisher',
    'flipboard',
    /link/,
    { entries: [{ link: 'https://www.example.org/a' }], publication: { baseUrl: 'https://news.example.org' } },
  ],
  ['NEWS-08: titles of 20 and 150', 'msn', /characters/, { entries: [20, 150].map((n) => ({ title: 'x'.repeat(n) })) }],
  ['NEWS-08: a sign that begins no tag', 'msn', /HTML/, { entries: [{ title: 'Why 3 < 5 & 7 > 5 is true' }] }],
  ['NEWS-08: an article without a picture', 'msn', /wide/, { entries: [withoutPicture] }],
  [
    'POD-03: a trailer without a number in a serial podcast',
    'apple',
    /serial/,
    {
      publication: serial,
      entries: [
        { ...other, episode: { number: 1 } },
        { ...other, episode: { kind: 'trailer' } },
      ],
      withoutGood: true,
    },
  ],
  ['POD-05: an episode without a picture', 'apple', /square/, { entries: [{ ...other, ...withoutPicture }] }],
  [
    'POD-11: what directories call audio/x-m4a',
    'apple',
    /plain letters/,
    { entries: [{ ...other, enclosures: [{ ...played, url: 'https://news.example.org/b.m4a', type: 'audio/mp4' }] }] },
  ],
  [
    'POD-13: a bonus of the same number, and a number of another season',
    'apple',
    /No two episodes/,
    {
      entries: [
        { ...other, episode: { season: 1, number: 7 } },
        { ...other, episode: { season: 1, number: 7, kind: 'bonus' } },
        { ...other, episode: { season: 2, number: 7 } },
      ],
    },
  ],
  [
    'POD-13: a title that begins with another number',
    'apple',
    /begins with the number/,
    { entries: [{ ...other, title: '100 boats', episode: { number: 10 } }] },
  ],
  [
    'NEWS-08: an old article that the feed does not hold',
    'msn',
    /365 days/,
    { entries: [{ published: hoursAgo(9000) }], feedLimit: 30 },
  ],
])('%s will do', (_, name, about, scene) => {
  expect(finding(name, about, scene)).toMatchObject({ outcome: 'passed', failures: [] });
});

test('POD-03: in a serial podcast an episode without a number fails, and in another it does not', () => {
  expect(finding('apple', /serial/, { publication: serial })).toMatchObject({
    outcome: 'failed',
    failures: [{ name: 'good-0', why: 'it has no number' }],
  });
  expect(finding('apple', /serial/).outcome).toBe('passed');
});

test('POD-05: a picture whose size nobody says neither does nor fails', () => {
  const scene = { entries: [{ ...other, picture: { url: 'https://other.example/a.jpg' } }] };
  expect(finding('apple', /square/, scene)).toMatchObject({ outcome: 'passed', passed: 1, unknown: 1 });
});

test('POD-13: numbers of several podcasts without one of all do not count together', () => {
  const podcasts = { tags: { a: aPodcast(), b: aPodcast() } };
  const numbered = { ...other, episode: { number: 7 } };
  const scene = { publication: { podcasts }, entries: [numbered, numbered] };
  expect(finding('apple', /No two episodes/, scene).outcome).toBe('passed');
});

test('POD-06, POD-13: whatever keeps a podcast or an episode out of directories is said', () => {
  const all = aPodcast({
    isBlocked: true,
    isComplete: true,
    isExplicit: true,
    newFeedUrl: 'https://new.example/a.xml',
  });
  const scene = { publication: { podcasts: { all, tags: {} } }, entries: [{ ...other, episode: { isBlocked: true } }] };
  const notes = inspected('apple', scene).notes.join('\n');
  for (const part of ['complete', 'not to be listed', 'block`): 1.', 'https://new.example/a.xml', 'explicit'])
    expect(notes).toContain(part);
  expect(inspected('apple').notes.join('\n')).not.toMatch(/complete|block|moved|explicit/);
});

test('episodes are looked at though a thousand articles are newer', () => {
  const site = aPublication({ podcasts: { all: aPodcast(), tags: {} } });
  const texts = Array.from({ length: 1000 }, (_, index) => articleOf(anEntry(good), `${index}`, site));
  const old = articleOf(anEntry({ ...other, published: hoursAgo(999) }), 'old', site);
  const library = libraryOf(site, [...texts, old], 50, now);
  expect(library.articles).toHaveLength(1000);
  expect(library.episodes.map(({ name }) => name)).toEqual(['old']);
});

test('of episodes as many are looked at as a podcast holds, which is more than a feed does', () => {
  const site = aPublication({ podcasts: { all: aPodcast(), tags: {} } });
  const articles = Array.from({ length: 2001 }, (_, index) =>
    articleOf(anEntry({ ...other, published: hoursAgo(index) }), `${index}`, site),
  );
  const { episodes, feed } = libraryOf(site, articles, 50, now);
  expect(episodes.map(({ name }) => name)).toEqual(Array.from({ length: 2000 }, (_, index) => `${index}`));
  expect(feed).toHaveLength(50);
});

test.each([
  ['flipboard', /picture/],
  ['msn', /wide/],
] as const)('%s: a picture whose width nobody says neither does nor fails', (name, about) => {
  const scene = { entries: [{ picture: { url: 'https://other.example/a.jpg' } }] };
  expect(finding(name, about, scene)).toMatchObject({ outcome: 'passed', passed: 30, unknown: 1 });
});

test('NEWS-02: that there is no news is said, and allowed', () => {
  const site = aPublication();
  const taker = takerNamed('google-news');
  if (!taker) throw new Error('Expected google-news to be known');
  const old = articleOf(anEntry({ ...good, published: hoursAgo(49) }), 'old', site);
  const { findings, notes } = inspect(taker, libraryOf(site, [old], 50, now));
  expect(findings.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(notes[0]).toContain('empty, which is allowed');
});

test('of a library the newest thousand are looked at, whatever their order, and a feed holds what it would', () => {
  const site = aPublication();
  const articles = Array.from({ length: 1200 }, (_, index) =>
    articleOf(anEntry({ content: 'x'.repeat(100_000), published: hoursAgo((index * 7) % 1200) }), `${index}`, site),
  );
  const library = libraryOf(site, articles, 50, now);
  expect(library.articles).toHaveLength(1000);
  expect(library.articles[0]?.published).toEqual(hoursAgo(0));
  expect(library.articles.at(-1)?.published).toEqual(hoursAgo(999));
  // Of long texts no more than fit.
  expect(library.feed).toEqual(library.articles.slice(0, 20));
});

test('of a library without articles is said that there are none', () => {
  for (const name of TAKER_NAMES) {
    const taker = takerNamed(name);
    const { notes } = taker ? inspect(taker, libraryOf(aPublication(), [], 50, now)) : { notes: [] };
    expect(notes[0]).toContain('No article is published');
  }
});

test('docs/aggregators.md says of each aggregator how to ask beforehand', () => {
  const document = readFileSync(new URL('../../docs/aggregators.md', import.meta.url), 'utf8');
  const asked = [...document.matchAll(/^\|.*`npm start -- check --for (\S+)` \|$/gm)].map(([, name]) => name);
  expect(asked).toEqual(TAKER_NAMES);
});

test('POD-22: whoever is told to put a transcript beside the audio is told names that are read', () => {
  const { remedy } = finding('psp-1', /transcript/).rule;
  const names = Array.from(remedy.matchAll(/(?<=[ ,])\.[a-z.]*[a-z]/g), ([end]) => `talk${end}`);
  expect(names).toHaveLength(3);
  for (const name of names) expect(isTranscript(typeByName(name)), name).toBe(true);
});
