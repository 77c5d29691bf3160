// What aggregators ask, rule by rule: each with a library that does, and one that does not.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { articleOf, libraryOf } from '../../src/takers/library.ts';
import { type Finding, inspect, TAKER_NAMES, takerNamed } from '../../src/takers/takers.ts';
import { anEntry, aPublication, type Made } from '../support/entries.ts';

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

type Scene = {
  readonly entries?: readonly Made[];
  readonly publication?: Partial<ReturnType<typeof aPublication>> & { readonly newsLogo?: string };
  readonly feedLimit?: number;
};

/** Thirty good articles, and those of the scene. */
function inspected(name: string, { entries = [], publication = {}, feedLimit = 50 }: Scene = {}) {
  const taker = takerNamed(name);
  if (!taker) throw new Error(`Expected ${name} to be known`);
  const site = { ...aPublication(publication), newsLogo: 'https://news.example.org/logo.png', ...publication };
  const goods = Array.from({ length: 30 }, (_, index) => articleOf(anEntry(good), `good-${index}`, site));
  const articles = entries.map((of, index) => articleOf(anEntry({ ...good, ...of }), `bad-${index}`, site));
  return inspect(taker, libraryOf(site, [...goods, ...articles], feedLimit, now));
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

test.each<[string, string, RegExp, Scene, Finding['outcome'], { name?: string; why: unknown }]>([
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
    'NEWS-08: an old article that the feed does not hold',
    'msn',
    /365 days/,
    { entries: [{ published: hoursAgo(9000) }], feedLimit: 30 },
  ],
])('%s will do', (_, name, about, scene) => {
  expect(finding(name, about, scene)).toMatchObject({ outcome: 'passed', failures: [] });
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
