// The podcast as directories want it, and as parsers that are not ours read it.
import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { parseFeed } from 'podcast-partytime';
import getPodcastFromFeed from 'podparse';
import { describe, expect, test } from 'vitest';
import { useNamespaces } from 'xpath';
import { type Enclosure, type Entry, type EntryId, type Episode, SITE_MARK } from '../../src/entry.ts';
import { coverPath, type Podcast, type Podcasts, podcastOf } from '../../src/podcast.ts';
import type { FeedView, Publication } from '../../src/render/publication.ts';
import { oneLine } from '../../src/text.ts';
import {
  anEntry,
  aPodcast,
  aRenderer,
  aView,
  childOf,
  childrenOf,
  namesOf,
  parseXml,
  renderAll,
  textsOf,
} from './support.ts';

const BASE = 'https://news.example.org';
const HOSTILE = oneLine('A\u0000B <b>&amp; & "q" \'a\' ]]> $& slot-title \uD800\u0092 שלום e\u0301 😀 -->');
/** Without what XML has no place for, and with what was meant by the rest. */
const CLEAN = 'AB <b>&amp; & "q" \'a\' ]]> $& slot-title ’ שלום e\u0301 😀 -->';
const GUID = '9b024349-ccf0-5f69-a609-6b82873eab3c';

const AUDIO: Enclosure = {
  url: `${SITE_MARK}/media/0123456789abcdef0123/aloud.mp3`,
  type: 'audio/mpeg',
  length: 2_873_405,
  durationSeconds: 179.4,
};
const PICTURE = {
  url: `${SITE_MARK}/media/2123456789abcdef0123/flags.jpg`,
  type: 'image/jpeg',
  width: 1400,
  height: 1400,
};

/** All that a publisher can say of a podcast. */
const FULL: Podcast = aPodcast({
  title: HOSTILE,
  description: HOSTILE,
  author: HOSTILE,
  owner: { name: HOSTILE, email: 'owner@example.org' },
  categories: [['News', 'Politics'], ['Health & Fitness'], ['Kids & Family', 'Stories for Kids']],
  isExplicit: true,
  type: 'serial',
  isLocked: true,
  funding: [{ url: 'https://example.org/give?a=1&b=2', text: HOSTILE }],
  persons: [
    { name: HOSTILE, role: 'host', group: 'cast', url: 'https://example.org/a?x=1&y=2', picture: `${BASE}/a.jpg` },
  ],
  txts: [{ purpose: 'verify', text: HOSTILE }, { text: 'bare' }],
  license: { text: 'cc-by-4.0', url: 'https://example.org/license?a&b' },
  updateFrequency: { text: 'Weekly & more', rrule: 'FREQ=WEEKLY;BYDAY=FR' },
  newFeedUrl: 'https://new.example.org/a.xml?x=1&y=2',
  isComplete: true,
  isBlocked: true,
});

/** All that an episode can say. */
const EPISODE: Episode = {
  title: HOSTILE,
  season: 2,
  seasonName: 'Egyptology & more',
  number: 7,
  display: 'Ch. <7>',
  kind: 'bonus',
  isExplicit: true,
  isBlocked: true,
  persons: [
    { name: HOSTILE, role: 'guest', group: 'writing', url: 'https://example.org/g?x=1&y=2', picture: `${BASE}/g.jpg` },
    { name: 'Bo' },
  ],
  transcripts: [
    { url: `${SITE_MARK}/media/3123456789abcdef0123/a.vtt`, type: 'text/vtt', language: 'en-GB', isCaptions: true },
    { url: 'https://example.org/a.json?x=1&y=2', type: 'application/json' },
  ],
  chapters: [{ start: 0, title: 'Start' }],
};

const anEpisode = (of: Parameters<typeof anEntry>[0] = {}) => anEntry({ enclosures: [AUDIO], ...of });
const full = anEpisode({ title: HOSTILE, episode: EPISODE, picture: { ...PICTURE, caption: 'Flags & <b>' } });

type Rendered = {
  readonly view?: Partial<FeedView>;
  readonly podcasts?: Podcasts;
  readonly publication?: Partial<Publication>;
};

const bytesOf = (
  entries: readonly Entry[],
  { view = {}, podcasts = { all: aPodcast(), tags: {} }, publication = {} }: Rendered = {},
) =>
  aRenderer({ podcasts, ...publication }).render(
    aView({ feed: { kind: 'podcast', slug: '' }, guid: GUID, ...view }),
    entries,
    'podcast',
  );
const textOf = (...of: Parameters<typeof bytesOf>) => bytesOf(...of).toString();
const channelOf = (...of: Parameters<typeof bytesOf>) => childOf(parseXml(textOf(...of)), 'channel');
const itemOf = (entry: Entry, rendered?: Rendered) => childOf(channelOf([entry], rendered), 'item');
const descriptionOf = (of: Parameters<typeof anEntry>[0]) => textsOf(itemOf(anEpisode(of)), 'description')[0] ?? '';
const all = (of: Partial<Podcast>): Rendered => ({ podcasts: { all: aPodcast(of), tags: {} } });

const select = useNamespaces({
  atom: 'http://www.w3.org/2005/Atom',
  itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
  podcast: 'https://podcastindex.org/namespace/1.0',
});

describe('PSP-1', () => {
  const xml = textOf([full], { podcasts: { all: FULL, tags: {} } });
  const found = (path: string) => select(path, new DOMParser().parseFromString(xml, 'text/xml') as unknown as Node);

  test.each([
    ['POD-02', 'required', '/rss[@version="2.0"]/channel/title[normalize-space()]'],
    ['POD-02', 'required', '/rss/channel/description[string-length() <= 4000 and normalize-space()]'],
    ['POD-02', 'required', '/rss/channel/link[starts-with(., "https://")]'],
    ['POD-02', 'required', '/rss/channel/language[. = "en-GB"]'],
    ['POD-02', 'required', '/rss/channel/itunes:category[@text = "News"]/itunes:category[@text = "Politics"]'],
    ['POD-02', 'required', '/rss/channel/itunes:explicit[. = "true" or . = "false"]'],
    ['POD-02', 'required', '/rss/channel/itunes:image[starts-with(@href, "https://")]'],
    [
      'POD-02',
      'required',
      `/rss/channel/atom:link[@rel = "self" and @type = "application/rss+xml" and @href = "${BASE}/podcast.xml"]`,
    ],
    ['POD-03', 'recommended', '/rss/channel/podcast:locked[. = "yes" or . = "no"]'],
    ['POD-03', 'recommended', '/rss/channel/podcast:guid[string-length() = 36]'],
    ['POD-03', 'recommended', '/rss/channel/itunes:author[normalize-space()]'],
    ['POD-10', 'required', '/rss/channel/item/title[normalize-space()]'],
    ['POD-10', 'required', '/rss/channel/item[count(enclosure) = 1]/enclosure[@url and @length > 0 and @type]'],
    ['POD-10', 'required', '/rss/channel/item/guid[normalize-space()]'],
    ['POD-12', 'recommended', '/rss/channel/item/link[starts-with(., "https://")]'],
    ['POD-12', 'recommended', '/rss/channel/item/pubDate[. = "Wed, 25 Jun 2025 15:30:00 GMT"]'],
    ['POD-12', 'recommended', '/rss/channel/item/description[normalize-space()]'],
    ['POD-12', 'recommended', '/rss/channel/item/itunes:duration[. = floor(.)]'],
    ['POD-12', 'recommended', '/rss/channel/item/itunes:image[starts-with(@href, "https://")]'],
    ['POD-12', 'recommended', '/rss/channel/item/itunes:explicit[. = "true" or . = "false"]'],
    ['POD-12', 'recommended', '/rss/channel/item/podcast:transcript[@url and @type]'],
  ])('%s: %s %s', (_, __, path) => {
    expect(found(path)).not.toEqual([]);
  });

  test('POD-02: none of them stands twice, and without settings beyond the least each is there', () => {
    const names = namesOf(channelOf([]));
    for (const name of [
      'title',
      'link',
      'description',
      'language',
      'itunes:category',
      'itunes:explicit',
      'itunes:image',
    ])
      expect(
        names.filter((one) => one === name),
        name,
      ).toHaveLength(1);
    for (const name of ['atom:link', 'itunes:author', 'podcast:guid', 'podcast:locked', 'podcast:medium'])
      expect(
        names.filter((one) => one === name),
        name,
      ).toHaveLength(1);
  });
});

describe('the channel', () => {
  test('POD-01: is RSS 2.0 in UTF-8, and spells its namespaces as directories compare them', () => {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOf([full]));
    expect(text.startsWith('<?xml version="1.0" encoding="utf-8"?>\n<?xml-stylesheet ')).toBe(true);
    expect(text).toContain(`To read in a browser, open ${BASE}/ -->`);
    expect(parseXml(text)).toMatchObject({
      name: 'rss',
      attributes: {
        version: '2.0',
        'xmlns:atom': 'http://www.w3.org/2005/Atom',
        'xmlns:itunes': 'http://www.itunes.com/dtds/podcast-1.0.dtd',
        'xmlns:podcast': 'https://podcastindex.org/namespace/1.0',
      },
    });
  });

  test('POD-01: no value begins or ends with white space, and a long one is cut at 255 characters', () => {
    const long = `${'word '.repeat(100)}end`;
    const podcast = { title: long, author: ` ${long} `, owner: { name: long, email: 'a@example.org' } };
    const entry = anEpisode({ title: long, episode: { title: long }, authors: [{ name: long }] });
    const channel = channelOf([entry], all(podcast));
    const item = childOf(channel, 'item');
    const owner = childOf(channel, 'itunes:owner');
    const texts = [
      ...['title', 'itunes:author'].flatMap((name) => [...textsOf(channel, name), ...textsOf(item, name)]),
      ...textsOf(item, 'itunes:title'),
      ...textsOf(owner, 'itunes:name'),
    ];
    expect(texts).toHaveLength(6);
    for (const text of texts) expect(text).toMatch(/^word [\s\S]{200,248}word…$/);
  });

  test('POD-02: the cover has an address on the site, which changes with its bytes', () => {
    const { cover } = aPodcast();
    expect(childOf(channelOf([]), 'itunes:image').attributes).toEqual({
      href: `${BASE}/media/0123456789abcdef0123/cover.jpg`,
    });
    expect(coverPath({ ...cover, hash: 'BSNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8' })).not.toBe(coverPath(cover));
    expect(coverPath({ ...cover, file: '/data/Our Cover.jpeg' })).toMatch(/\/our-cover\.jpeg$/);
    expect(coverPath({ ...cover, file: '/data/cover', type: 'image/png' })).toMatch(/\/cover\.png$/);
  });

  test('POD-02: a description is cut at a word before it has more than 4000 bytes', () => {
    const [text = ''] = textsOf(channelOf([], all({ description: 'wörd '.repeat(1000) })), 'description');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000);
    expect(Buffer.byteLength(text)).toBeGreaterThan(3980);
    expect(text).toMatch(/wörd…$/);
  });

  test('POD-03, POD-13: what nobody says is not said', () => {
    const names = [...namesOf(channelOf([])), ...namesOf(itemOf(anEpisode()))];
    const unsaid =
      /:(?:owner|type|new-feed-url|complete|block|title|season|episode\w*|person|txt|license|funding|image)$/;
    expect(names.filter((name) => unsaid.test(name))).toEqual(['itunes:image']);
    expect(names).not.toContain('podcast:updateFrequency');
    expect(childOf(channelOf([]), 'podcast:locked')).toMatchObject({ text: 'no', attributes: {} });
  });

  test('POD-03: an owner without an e-mail is none to validators', () => {
    const channel = channelOf([], all({ owner: { name: 'Anna' } }));
    expect(namesOf(channel)).not.toContain('itunes:owner');
    expect(childOf(channel, 'podcast:locked').attributes).toEqual({});
  });

  test('POD-04: categories are nested, each as it stands in the list', () => {
    const categories = childrenOf(channelOf([], { podcasts: { all: FULL, tags: {} } }), 'itunes:category');
    expect(
      categories.map(({ attributes, children }) => [attributes.text, ...children.map((sub) => sub.attributes.text)]),
    ).toEqual([['News', 'Politics'], ['Health & Fitness'], ['Kids & Family', 'Stories for Kids']]);
    expect(textOf([], { podcasts: { all: FULL, tags: {} } })).toContain(
      '<itunes:category text="Health &amp; Fitness"/>',
    );
  });

  test('POD-06: moving, the end and the wish not to be listed are said in the words that directories know', () => {
    const channel = channelOf([], { podcasts: { all: FULL, tags: {} } });
    expect(textsOf(channel, 'itunes:new-feed-url')).toEqual(['https://new.example.org/a.xml?x=1&y=2']);
    for (const name of ['itunes:complete', 'itunes:block']) expect(textsOf(channel, name)).toEqual(['Yes']);
  });

  test('POD-20: a guid that the podcast brought along goes before ours', () => {
    expect(textsOf(channelOf([], all({ guid: 'a-guid' })), 'podcast:guid')).toEqual(['a-guid']);
    expect(textsOf(channelOf([]), 'podcast:guid')).toEqual([GUID]);
  });

  test('POD-21, POD-24: says whose it is, and all else in the words of the podcast namespace', () => {
    const channel = channelOf([], { podcasts: { all: FULL, tags: {} } });
    const said = Object.fromEntries(
      channel.children
        .filter(({ name }) => /^podcast:(?!txt)/.test(name))
        .map(({ name, text, attributes }) => [name, { text, attributes }]),
    );
    expect(said).toEqual({
      'podcast:guid': { text: GUID, attributes: {} },
      'podcast:locked': { text: 'yes', attributes: { owner: 'owner@example.org' } },
      'podcast:medium': { text: 'podcast', attributes: {} },
      'podcast:funding': { text: CLEAN, attributes: { url: 'https://example.org/give?a=1&b=2' } },
      'podcast:person': {
        text: CLEAN,
        attributes: { role: 'host', group: 'cast', img: `${BASE}/a.jpg`, href: 'https://example.org/a?x=1&y=2' },
      },
      'podcast:license': { text: 'cc-by-4.0', attributes: { url: 'https://example.org/license?a&b' } },
      'podcast:updateFrequency': { text: 'Weekly & more', attributes: { rrule: 'FREQ=WEEKLY;BYDAY=FR' } },
    });
    expect(childrenOf(channel, 'podcast:txt').map(({ text, attributes }) => [attributes, text])).toEqual([
      [{ purpose: 'verify' }, CLEAN],
      [{}, 'bare'],
    ]);
  });

  test('POD-01, POD-24: texts of the podcast namespace are as long as apps show them', () => {
    const long = 'x'.repeat(5000);
    const channel = channelOf(
      [anEpisode({ episode: { persons: [{ name: long }], season: 1, seasonName: long, number: 1, display: long } })],
      all({
        persons: [{ name: long }],
        funding: [{ url: BASE, text: long }],
        license: { text: long },
        updateFrequency: { text: long },
        txts: [{ text: long }],
      }),
    );
    for (const name of ['person', 'funding', 'license', 'updateFrequency'])
      expect(childOf(channel, `podcast:${name}`).text, name).toHaveLength(128);
    expect(childOf(channel, 'podcast:txt').text).toHaveLength(4000);
    const item = childOf(channel, 'item');
    expect(childOf(item, 'podcast:person').text).toHaveLength(128);
    expect(childOf(item, 'podcast:season').attributes.name).toHaveLength(128);
    expect(childOf(item, 'podcast:episode').attributes.display).toHaveLength(32);
  });

  test('POD-20: a tag without settings has the podcast of all under its own name, and with some its own', () => {
    const podcasts = {
      all: aPodcast({ title: 'All', description: 'D', guid: 'g', newFeedUrl: BASE, author: 'Anna' }),
      tags: { own: aPodcast({ title: 'Own' }) },
    };
    const tagged = channelOf([], { podcasts, view: { feed: { kind: 'podcast', slug: 'harbour' } } });
    expect(textsOf(tagged, 'title')).toEqual(['Example Dispatch: Harbour']);
    expect(textsOf(tagged, 'description')).toEqual(['Articles tagged Harbour, newest first.']);
    expect(textsOf(tagged, 'podcast:guid')).toEqual([GUID]);
    expect(textsOf(tagged, 'itunes:author')).toEqual(['Anna']);
    expect(namesOf(tagged)).not.toContain('itunes:new-feed-url');
    expect(textsOf(tagged, 'link')).toEqual([`${BASE}/tags/harbour/`]);
    expect(childOf(tagged, 'atom:link').attributes.href).toBe(`${BASE}/tags/harbour/podcast.xml`);
    const own = channelOf([], { podcasts, view: { feed: { kind: 'podcast', slug: 'own' } } });
    expect(textsOf(own, 'title')).toEqual(['Own']);
    expect(podcastOf(podcasts, '')).toBe(podcasts.all);
    expect(podcastOf({ tags: podcasts.tags }, 'constructor')).toBeUndefined();
  });

  test('of what is no podcast there is none', () => {
    expect(() => bytesOf([], { podcasts: { tags: {} } })).toThrow('Expected settings of a podcast');
  });
});

describe('an episode', () => {
  test('POD-10, POD-12: has its article behind it', () => {
    const item = itemOf(anEpisode({ authors: [{ name: 'Anna Writer' }, { name: 'Bo' }] }));
    expect(textsOf(item, 'title')).toEqual(['An article']);
    expect(textsOf(item, 'guid')).toEqual(['urn:uuid:00000000-0000-8000-8000-000000000001']);
    expect(childOf(item, 'guid').attributes).toEqual({ isPermaLink: 'false' });
    expect(textsOf(item, 'link')).toEqual([`${BASE}/articles/an-article/`]);
    expect(textsOf(item, 'pubDate')).toEqual(['Wed, 25 Jun 2025 15:30:00 GMT']);
    expect(textsOf(item, 'itunes:author')).toEqual(['Anna Writer, Bo']);
    expect(textsOf(item, 'itunes:duration')).toEqual(['179']);
  });

  test('POD-10: is the same item as in the other feeds, by its id', () => {
    const { rss } = renderAll([full]);
    const item = childOf(childOf(parseXml(rss), 'channel'), 'item');
    for (const name of ['guid', 'link', 'pubDate']) expect(textsOf(itemOf(full), name)).toEqual(textsOf(item, name));
  });

  test('POD-06, POD-10: that moved here keeps the guid that it had, whatever that is', () => {
    const moved = anEpisode({ episode: { guid: HOSTILE } });
    expect(textsOf(itemOf(moved), 'guid')).toEqual([CLEAN]);
    const { rss } = renderAll([moved]);
    expect(textsOf(childOf(childOf(parseXml(rss), 'channel'), 'item'), 'guid')).toEqual([moved.id]);
  });

  test.each<[string, readonly Enclosure[], { url: string; length: string; type: string }]>([
    [
      'the first that directories play',
      [{ url: `${BASE}/a.ogg`, type: 'audio/ogg' }, { url: `${BASE}/a.pdf`, type: 'application/pdf' }, AUDIO],
      { url: `${BASE}/media/0123456789abcdef0123/aloud.mp3`, length: '2873405', type: 'audio/mpeg' },
    ],
    [
      'one alone of several',
      [{ url: `${BASE}/a.mp4?x=1&y=2`, type: 'video/mp4', length: 7 }, AUDIO],
      { url: `${BASE}/a.mp4?x=1&y=2`, length: '7', type: 'video/mp4' },
    ],
    [
      'audio/mp4 as directories call it, and a length that nobody knows as 0',
      [{ url: `${BASE}/a.m4a`, type: 'audio/mp4' }],
      { url: `${BASE}/a.m4a`, length: '0', type: 'audio/x-m4a' },
    ],
  ])('POD-11: has one enclosure: %s', (_, enclosures, attributes) => {
    const item = itemOf(anEpisode({ enclosures }));
    expect(childrenOf(item, 'enclosure').map((one) => one.attributes)).toEqual([attributes]);
    expect(namesOf(item)).not.toContain('media:content');
  });

  test('POD-11: there is none of an entry with nothing to play', () => {
    const entries = [
      anEntry({ id: 'urn:x:none' as EntryId }),
      anEntry({ id: 'urn:x:ogg' as EntryId, enclosures: [{ url: `${BASE}/a.ogg`, type: 'audio/ogg' }] }),
      anEpisode({ id: 'urn:x:mp3' as EntryId }),
    ];
    expect(childrenOf(channelOf(entries), 'item').flatMap((item) => textsOf(item, 'guid'))).toEqual(['urn:x:mp3']);
  });

  test.each([
    [0.2, '1'],
    [3723.5, '3724'],
  ])('POD-12: %s seconds are %s', (durationSeconds, said) => {
    const item = itemOf(anEpisode({ enclosures: [{ ...AUDIO, durationSeconds }] }));
    expect(textsOf(item, 'itunes:duration')).toEqual([said]);
  });

  test.each([
    ['a square JPEG', {}, true],
    ['a square PNG', { url: `${BASE}/a.png`, type: 'image/png', width: 3000, height: 3000 }, true],
    ['of another kind', { type: 'image/webp' }, false],
    ['not square', { height: 1399 }, false],
    ['too small', { width: 1399, height: 1399 }, false],
    ['too large', { width: 3001, height: 3001 }, false],
  ])('POD-05, POD-12: a picture that is %s, %o, is the cover of its episode: %s', (_, of, is) => {
    const picture = { ...PICTURE, ...of };
    const item = itemOf(anEpisode({ picture }));
    const href = picture.url.replace(SITE_MARK, BASE);
    expect(childrenOf(item, 'itunes:image').map(({ attributes }) => attributes)).toEqual(is ? [{ href }] : []);
    expect(childOf(item, 'podcast:image').attributes).toMatchObject({ href, width: String(picture.width) });
  });

  test('POD-24: podcast:image says what is to be seen, and is not there when nobody knows its shape', () => {
    expect(childOf(itemOf(full), 'podcast:image').attributes).toEqual({
      href: `${BASE}/media/2123456789abcdef0123/flags.jpg`,
      alt: 'Flags & <b>',
      'aspect-ratio': '1400/1400',
      width: '1400',
    });
    const names = namesOf(itemOf(anEpisode({ picture: { url: `${BASE}/a.jpg`, caption: 'A' } })));
    expect(names.filter((name) => name.endsWith(':image'))).toEqual([]);
  });

  test('POD-13, POD-22 to POD-24: says all that it can say', () => {
    const item = itemOf(full);
    const said = item.children
      .filter(({ name }) => /^(?:itunes|podcast):/.test(name) && !name.endsWith(':image'))
      .map(({ name, text, attributes }) => [name, text, attributes]);
    expect(said).toEqual([
      ['itunes:duration', '179', {}],
      ['itunes:author', 'Anna Writer', {}],
      ['itunes:title', CLEAN, {}],
      ['itunes:season', '2', {}],
      ['itunes:episode', '7', {}],
      ['itunes:episodeType', 'bonus', {}],
      ['itunes:explicit', 'true', {}],
      ['itunes:block', 'Yes', {}],
      ['podcast:season', '2', { name: 'Egyptology & more' }],
      ['podcast:episode', '7', { display: 'Ch. <7>' }],
      [
        'podcast:person',
        CLEAN,
        { role: 'guest', group: 'writing', img: `${BASE}/g.jpg`, href: 'https://example.org/g?x=1&y=2' },
      ],
      ['podcast:person', 'Bo', {}],
      [
        'podcast:transcript',
        '',
        { url: `${BASE}/media/3123456789abcdef0123/a.vtt`, type: 'text/vtt', language: 'en-GB', rel: 'captions' },
      ],
      ['podcast:transcript', '', { url: 'https://example.org/a.json?x=1&y=2', type: 'application/json' }],
      ['podcast:chapters', '', { url: `${BASE}/articles/an-article/chapters.json`, type: 'application/json+chapters' }],
    ]);
  });

  test.each<[string, Podcasts, boolean | undefined, string[]]>([
    ['its podcast is', { all: aPodcast({ isExplicit: true }), tags: {} }, undefined, ['true']],
    ['it says', { all: aPodcast({ isExplicit: true }), tags: {} }, false, ['false']],
    ['all its podcasts are', { all: aPodcast(), tags: { a: aPodcast() } }, undefined, ['false']],
    ['nobody can say', { all: aPodcast(), tags: { a: aPodcast({ isExplicit: true }) } }, undefined, []],
  ])('POD-12: is explicit as %s', (_, podcasts, isExplicit, said) => {
    const episode = isExplicit === undefined ? {} : { isExplicit };
    expect(textsOf(itemOf(anEpisode({ episode }), { podcasts }), 'itunes:explicit')).toEqual(said);
  });

  test('POD-23, POD-24: an empty list of chapters is none, and what needs a number is not there without', () => {
    const names = namesOf(itemOf(anEpisode({ episode: { chapters: [], seasonName: 'A', display: 'B' } })));
    expect(names.filter((name) => name.startsWith('podcast:'))).toEqual([]);
  });
});

test('POD-01: whatever a publisher writes stays text, and no value begins or ends with white space', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(' ', '<b>', '&', ']]>', '"', '\n') }),
  );
  fc.assert(
    fc.property(text, text, (one, other) => {
      const podcast = { author: one, persons: [{ name: other, role: one }], txts: [{ text: one }], guid: other };
      const episode = { title: one, persons: [{ name: one, group: other }], seasonName: other, season: 1 };
      const channel = channelOf([anEpisode({ title: oneLine(one), episode })], all(podcast));
      const item = childOf(channel, 'item');
      const said = (line: string) => (line === '' ? [] : [line]);
      const [first, second] = [oneLine(one), oneLine(other)];
      expect(textsOf(channel, 'podcast:guid')).toEqual(said(second));
      expect(textsOf(channel, 'podcast:person')).toEqual(said(second));
      expect(textsOf(channel, 'podcast:txt')).toEqual(said(first));
      expect(textsOf(item, 'itunes:title')).toEqual(said(first));
      expect(textsOf(item, 'podcast:person')).toEqual(said(first));
      expect(namesOf(item)).toContain('enclosure');
    }),
  );
});

describe('POD-12: the description of an episode', () => {
  const MORE = `<p><a href="${BASE}/articles/an-article/">An article</a></p>`;

  test('is its text, of the elements that directories show, with absolute links', () => {
    const content = `<h2>Ports</h2><div>See <a href="${SITE_MARK}/about/?a=1&amp;b=2">us</a></div><ul><li>One</li></ul>`;
    expect(descriptionOf({ content })).toBe(
      `<p><strong>Ports</strong></p>\n<p>See <a href="${BASE}/about/?a=1&amp;b=2">us</a></p>\n<ul><li>One</li></ul>`,
    );
  });

  test('is its summary when there is no text, and nothing when there is neither', () => {
    expect(descriptionOf({ content: '', summary: 'A < B' })).toBe('<p>A &lt; B</p>');
    const { summary: _, ...bare } = anEpisode({ content: '' });
    expect(namesOf(itemOf(bare))).not.toContain('description');
  });

  test('stays whole at 4000 bytes, and a byte more is cut at a paragraph, and leads to the article', () => {
    const content = (more: number) => `<p>One</p><p>${'é'.repeat(1990)}${'x'.repeat(2 + more)}</p>`;
    expect(Buffer.byteLength(descriptionOf({ content: content(0) }))).toBe(4000);
    expect(descriptionOf({ content: content(1) })).toBe(`<p>One</p>\n${MORE}`);
  });

  test('holds as many paragraphs as have room', () => {
    const text = descriptionOf({ content: `<p>${'x'.repeat(93)}</p>`.repeat(3000) });
    expect(text.split('\n')).toHaveLength(39);
    expect(text.endsWith(`\n${MORE}`)).toBe(true);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000);
  });

  test('is the summary when no paragraph has room, cut if need be', () => {
    const content = `<p>${'x'.repeat(5000)}</p>`;
    expect(descriptionOf({ content })).toBe(`<p>What it is about.</p>\n${MORE}`);
    const text = descriptionOf({ content, summary: 'A & B '.repeat(1000) });
    expect(text).toMatch(/^<p>A &amp; B [\s\S]*…<\/p>\n<p><a [^>]+>An article<\/a><\/p>$/);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000);
    expect(Buffer.byteLength(text)).toBeGreaterThan(3960);
  });

  test('has no link to the article when there is no room for that', () => {
    const link = `https://example.org/${'x'.repeat(4000)}`;
    expect(descriptionOf({ link, content: `<p>One</p><p>${'x'.repeat(4000)}</p>` })).toBe('<p>One</p>');
  });
});

describe('parsers that are not ours', () => {
  const xml = textOf([full, anEpisode({ id: 'urn:x:2' as EntryId, episode: { number: 1 } })], {
    podcasts: { all: FULL, tags: {} },
    publication: { rights: HOSTILE },
  });
  const cover = `${BASE}/media/0123456789abcdef0123/cover.jpg`;
  const enclosure = {
    url: `${BASE}/media/0123456789abcdef0123/aloud.mp3`,
    length: 2_873_405,
    type: 'audio/mpeg',
  };
  const picture = `${BASE}/media/2123456789abcdef0123/flags.jpg`;
  const chapters = { url: `${BASE}/articles/an-article/chapters.json`, type: 'application/json+chapters' };
  const vtt = {
    url: `${BASE}/media/3123456789abcdef0123/a.vtt`,
    type: 'text/vtt',
    language: 'en-GB',
    rel: 'captions',
  };
  const json = { url: 'https://example.org/a.json?x=1&y=2', type: 'application/json' };
  const host = { name: CLEAN, img: `${BASE}/a.jpg`, href: 'https://example.org/a?x=1&y=2' };
  const guest = { name: CLEAN, img: `${BASE}/g.jpg`, href: 'https://example.org/g?x=1&y=2' };

  test('POD-02 to POD-24: that of the Podcast Index reads back all that it knows', () => {
    expect(parseFeed(xml)).toMatchObject({
      title: CLEAN,
      description: CLEAN,
      link: `${BASE}/`,
      language: 'en-GB',
      pubsub: { self: `${BASE}/podcast.xml` },
      itunesCategory: ['News > Politics', 'Health & Fitness', 'Kids & Family > Stories for Kids'],
      explicit: true,
      itunesImage: cover,
      author: CLEAN,
      owner: { name: CLEAN, email: 'owner@example.org' },
      itunesType: 'serial',
      itunesNewFeedUrl: 'https://new.example.org/a.xml?x=1&y=2',
      itunesComplete: true,
      itunesBlock: true,
      copyright: CLEAN,
      guid: GUID,
      locked: true,
      podcastOwner: 'owner@example.org',
      medium: 'podcast',
      podcastFunding: [{ message: CLEAN, url: 'https://example.org/give?a=1&b=2' }],
      podcastPeople: [{ ...host, role: 'Host', group: 'Cast' }],
      podcastTxt: [{ value: CLEAN, purpose: 'verify' }, { value: 'bare' }],
      license: { identifier: 'cc-by-4.0', url: 'https://example.org/license?a&b' },
      items: [
        {
          title: CLEAN,
          guid: 'urn:uuid:00000000-0000-8000-8000-000000000001',
          link: `${BASE}/articles/an-article/`,
          pubDate: full.published,
          description: '<p>What it says.</p>',
          author: 'Anna Writer',
          enclosure,
          duration: 179,
          explicit: true,
          itunesImage: picture,
          itunesSeason: 2,
          itunesEpisode: 7,
          itunesEpisodeType: 'bonus',
          podcastSeason: { number: 2, name: 'Egyptology & more' },
          podcastEpisode: { number: 7, display: 'Ch. <7>' },
          podcastPeople: [
            { ...guest, role: 'Guest', group: 'Writing' },
            { name: 'Bo', role: 'Host', group: 'Cast' },
          ],
          podcastTranscripts: [vtt, json],
          podcastChapters: chapters,
        },
        { guid: 'urn:x:2', itunesEpisode: 1, explicit: true },
      ],
    });
  });

  test('POD-02 to POD-24: one that goes by namespaces alone reads back all that it knows', () => {
    const { meta, episodes } = getPodcastFromFeed(xml);
    expect(meta).toMatchObject({
      title: CLEAN,
      description: CLEAN,
      link: `${BASE}/`,
      links: [{ rel: 'self', href: `${BASE}/podcast.xml`, type: 'application/rss+xml' }],
      language: 'en-GB',
      category: ['Health & Fitness', 'Kids & Family', 'News', 'Politics', 'Stories for Kids'],
      explicit: true,
      image: { url: cover },
      author: CLEAN,
      owner: { name: CLEAN, email: 'owner@example.org' },
      type: 'serial',
      complete: true,
      guid: GUID,
      locked: true,
      medium: 'podcast',
      funding: [{ name: CLEAN, url: 'https://example.org/give?a=1&b=2' }],
      person: [{ ...host, role: 'host', group: 'cast' }],
      license: { slug: 'cc-by-4.0', url: 'https://example.org/license?a&b' },
    });
    expect(episodes.find(({ guid }) => guid === full.id)).toMatchObject({
      title: CLEAN,
      link: `${BASE}/articles/an-article/`,
      pubDate: full.published.toISOString(),
      description: '<p>What it says.</p>',
      author: 'Anna Writer',
      category: ['Harbour'],
      enclosure,
      duration: 179,
      explicit: true,
      image: { url: picture },
      season: 2,
      episode: 7,
      episodeType: 'bonus',
      person: [
        { ...guest, role: 'guest', group: 'writing' },
        { name: 'Bo', role: 'host', group: 'cast' },
      ],
      transcript: [vtt, json],
      chapters,
    });
  });

  test('POD-12: both read the notes as the HTML that they are', () => {
    const content = '<p>1 &lt; 2 &amp;amp; "3" ]]&gt; שלום 😀 <a href="https://example.org/?a=1&amp;b=2">it</a></p>';
    const one = textOf([anEpisode({ content })]);
    expect(getPodcastFromFeed(one).episodes[0]?.description).toBe(content);
    // It decodes references in a CDATA section, too, where they are none.
    expect(parseFeed(one)?.items[0]?.description).toBe(
      '<p>1 < 2 &amp; "3" ]]> שלום 😀 <a href="https://example.org/?a=1&b=2">it</a></p>',
    );
  });
});
