// What programs call themselves, as it comes over the wire: who they are, and for how many they ask.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OTHER } from '../src/audience.ts';
import { isService, LONGEST_AGENT, readUserAgent } from '../src/user-agent.ts';

describe('READ-10: services say for how many they ask', () => {
  test.each<[client: string, subscribers: number, text: string]>([
    // The samples of the rule.
    ['Feedbin', 102, 'Feedbin feed-id:1697787 - 102 subscribers'],
    ['Feedly', 462, 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 462 subscribers; )'],
    [
      'NewsBlur',
      27,
      'NewsBlur Feed Fetcher - 27 subscribers - https://www.newsblur.com/site/7704055/example ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Safari/605.1.15")',
    ],
    ['Inoreader', 3, 'Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 3 subscribers; )'],
    ['The Old Reader', 1, 'Mozilla/5.0 (compatible; theoldreader.com; 1 subscribers; feed-id=55a3c1)'],
    ['BazQux', 1, 'Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 1 subscribers)'],
    [
      'Google Feedfetcher',
      167,
      'Feedfetcher-Google; (+http://www.google.com/feedfetcher.html; 167 subscribers; feed-id=16241284)',
    ],
    ['Dreamwidth', 2, 'Dreamwidth.org (feeds@dreamwidth.org; for https://www.dreamwidth.org/users/x/; 2 readers)'],
    // Others.
    ['Feedly', 1, 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 1 subscriber; like FeedFetcher)'],
    ['Feedly', 462, 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 462 subscribers; like FeedFetcher-Google)'],
    ['Overcast', 830, 'Overcast/1.0 Podcast Sync (830 subscribers; feed-id=12345; +http://overcast.fm/)'],
    ['LiveJournal', 7, 'LiveJournal.com (webmaster@livejournal.com; for http://x.livejournal.com/; 7 readers)'],
    ['Feed Wrangler', 12, 'Feed Wrangler/1.0 (12 subscribers; feed-id=9; http://feedwrangler.net; http://example.org)'],
    ['Netvibes', 40, 'Netvibes (http://www.netvibes.com/; 40 subscribers; feedId: 123)'],
    ['Bloglovin', 15, 'Bloglovin/1.0 (http://www.bloglovin.com; 15 subscribers)'],
    ['G2Reader', 4, 'G2Reader-Bot/1.0 (+http://www.g2reader.com/; 4 subscribers)'],
    ['Digg Reader', 9, 'Digg Feed Fetcher 1.0 (Digg; 9 subscribers; feed-id=3)'],
    ['NewsGator', 4, 'NewsGatorOnline/2.0 (http://www.newsgator.com; 4 subscribers)'],
    ['gpodder.net', 21, 'mygpo-feedservice/0.4 (gpodder.net; 21 subscribers)'],
    ['Planetary', 5, 'Planetary/2.1 (+https://planet.example; 5 users)'],
  ])('%s: %i', (client, subscribers, text) => {
    expect(readUserAgent(text)).toMatchObject({ client, subscribers });
  });

  test.each([
    { text: 'Feedbin feed-id:1697787 - 102 subscribers', feedId: '1697787' },
    { text: 'Overcast/1.0 Podcast Sync (830 subscribers; feed-id=a_b-c; +http://overcast.fm/)', feedId: 'a_b-c' },
    { text: 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 462 subscribers; )', feedId: '' },
    { text: `Feedbin feed-id:${'9'.repeat(99)} - 1 subscribers`, feedId: '9'.repeat(40) },
  ])('the name of the feed in $text is `$feedId`', ({ text, feedId }) => {
    expect(readUserAgent(text).feedId).toBe(feedId);
  });
});

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each<[client: string, text: string]>([
  // The samples of READ-10.
  ['Miniflux', 'Mozilla/5.0 (compatible; Miniflux/2.2.4; +https://miniflux.app)'],
  ['NetNewsWire', 'NetNewsWire (RSS Reader; https://netnewswire.com/)'],
  ['FreshRSS', 'FreshRSS/1.24.3 (Linux; https://freshrss.org)'],
  ['Newsboat', 'newsboat/2.37 (Linux x86_64)'],
  ['FeedBlitz', 'FeedBlitz/1.0 (http://www.feedblitz.com)'],
  ['Blogtrottr', 'Blogtrottr/2.1'],
  // Readers.
  ['Tiny Tiny RSS', 'Tiny Tiny RSS/23.05 (https://tt-rss.org/)'],
  ['Thunderbird', 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0'],
  ['Liferea', 'Liferea/1.15.6 (Linux; https://lzone.de/liferea/) AppleWebKit (KHTML, like Gecko)'],
  ['Akregator', 'Akregator/5.24.5; syndication'],
  ['RSS Guard', 'RSS Guard/4.7.3 (Windows 11)'],
  ['Reeder', 'Reeder/5040001 CFNetwork/1568.100.1 Darwin/24.0.0'],
  ['Unread', 'Unread RSS Reader - https://www.goldenhillsoftware.com/unread/'],
  ['Nextcloud News', 'NextCloud-News/1.0'],
  ['NewsFlash', 'NewsFlash/3.3.4'],
  ['Elfeed', 'Emacs Elfeed 3.4.2'],
  ['rss2email', 'rss2email/3.14 (https://github.com/rss2email/rss2email)'],
  ['Slack', 'Slackbot 1.0(+https://api.slack.com/robots)'],
  [
    'Flipboard',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.11; rv:49.0) Gecko/20100101 Firefox/49.0 (FlipboardRSS/1.2)',
  ],
  ['Feedspot', 'Mozilla/5.0 (compatible; Feedspotbot/1.0; +http://www.feedspot.com/fs/bot)'],
  ['CommaFeed', 'CommaFeed/5.3.0 (https://github.com/Athou/commafeed)'],
  // Podcasts.
  ['AntennaPod', 'AntennaPod/3.5.0'],
  ['Apple Podcasts', 'Podcasts/1650.20 CFNetwork/1333.0.4 Darwin/21.5.0'],
  ['Apple Podcasts', 'iTMS'],
  ['Pocket Casts', 'PocketCasts/1.0 (Pocket Casts Feed Parser; +http://pocketcasts.com/)'],
  ['Podcast Addict', 'PodcastAddict/v5 (+https://podcastaddict.com/; Android podcast app)'],
  ['gPodder', 'gPodder/3.11.4 (http://gpodder.org/) Linux'],
  ['Castro', 'Castro 2, Episode Duration Lookup'],
  ['Spotify', 'Spotify/1.0'],
  ['Player FM', 'Mozilla/5.0 (Linux; Android 11) PlayerFM/5.0'],
  // Crawlers.
  ['Googlebot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
  [
    'Bingbot',
    `Mozilla/5.0 ${WEBKIT}; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/112.0 Safari/537.36`,
  ],
  ['GPTBot', `Mozilla/5.0 ${WEBKIT}; compatible; GPTBot/1.2; +https://openai.com/gptbot)`],
  ['AhrefsBot', 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)'],
  ['Yandex', 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)'],
  ['W3C Validator', 'W3C_Validator/1.3'],
  ['UptimeRobot', 'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)'],
  // Browsers, each in the name of the next.
  ['Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0'],
  [
    'Safari',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  ],
  ['Chrome', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36`],
  ['Edge', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`],
  ['Vivaldi', `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/130.0.0.0 Safari/537.36 Vivaldi/7.0`],
  ['Opera', `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0`],
  ['Mozilla', 'Mozilla/5.0'],
  // Libraries.
  ['curl', 'curl/8.5.0'],
  ['Wget', 'Wget/1.21.4'],
  ['feedparser', 'feedparser/6.0.11 +https://github.com/kurtmckee/feedparser/'],
  ['python-requests', 'python-requests/2.32.3'],
  ['aiohttp', 'Python/3.12 aiohttp/3.10.5'],
  ['Go', 'Go-http-client/2.0'],
  ['OkHttp', 'okhttp/4.12.0'],
  ['SimplePie', 'SimplePie/1.8.0 (Feed Parser; http://simplepie.org; Allow like Gecko) Build/1674415463'],
  ['WordPress', 'WordPress/6.6.2; https://example.org'],
  ['Node.js', 'undici'],
  ['CFNetwork', 'com.apple.unknown/1 CFNetwork/1568 Darwin/24.0.0'],
  // Of those that nobody knows, what they call themselves.
  ['MyReader', 'MyReader/0.1 (+https://example.org/about)'],
  ['feed-mirror', 'feed-mirror'],
  ['Newcomer', 'Mozilla/5.0 (compatible; Newcomer/1.0; +https://example.org)'],
])('%s: %s', (client, text) => {
  const agent = readUserAgent(text);
  expect(agent.client).toBe(client);
  expect(agent).not.toHaveProperty('subscribers');
});

test.each([
  { what: 'nothing', text: '' },
  { what: 'no letter', text: '2.0' },
  { what: 'an address', text: '198.51.100.7' },
  { what: 'somebody', text: 'jane.doe@example.org' },
  { what: 'a machine', text: 'reader-8f14e45fceea' },
  { what: 'an identity', text: 'c56a4180-65aa-42ec-a945-5fd21dec0538/1.0' },
  { what: 'a script', text: '<script>alert(1)</script>' },
  { what: 'an attribute', text: '"onmouseover="alert(1)' },
  { what: 'a formula', text: '=cmd|calc' },
  { what: 'control characters', text: 'Reader\u0000\u001b[31m/1.0' },
  { what: 'letters that look like others', text: 'Fееdlу/1.0' },
  { what: 'right-to-left', text: '\u202eredaer/1.0' },
  { what: 'too much', text: `${'a'.repeat(33)}/1.0` },
  { what: 'far too much', text: `Feedly/1.0 (${' '.repeat(LONGEST_AGENT)}5 subscribers)` },
])('$what is no name', ({ text }) => {
  expect(readUserAgent(text)).toEqual({ client: OTHER, feedId: '', isCrawler: false });
});

describe('numbers that are none', () => {
  test.each([
    'Feedly/1.0 (999999999999 subscribers)',
    'Feedly/1.0 (٣٤ subscribers)',
    'Feedly/1.0 (12subscribers)',
    'Feedly/1.0 (x12 subscribers)',
    'Feedly/1.0 (1,234 subscribers)',
    'Feedly/1.0 (1.5 readers)',
    'Feedly/1.0 (5 usersome)',
    'Feedly/1.0 (5  subscribers)',
    'Feedly/1.0 (1e9 subscribers)',
  ])('%s', (text) => {
    expect(readUserAgent(text)).not.toHaveProperty('subscribers');
  });

  test('of several the first is it', () => {
    const text = `Feedly/1.0 (${Array.from({ length: 25 }, (_, index) => `${index + 7} subscribers`).join('; ')})`;
    expect(readUserAgent(text).subscribers).toBe(7);
  });
});

test('whatever is sent, what comes out is a name that is printable and short, and a number', () => {
  const parts = fc.constantFrom(
    'Feedly',
    ' subscribers',
    '1',
    '999999999',
    '/',
    '(',
    'feed-id=',
    '<b>',
    '\u0000',
    'compatible; ',
  );
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 600 }),
    fc.array(parts).map((some) => some.join('')),
  );
  fc.assert(
    fc.property(anything, (text) => {
      const { client, subscribers = 0, feedId } = readUserAgent(text);
      expect(client).toMatch(/^[A-Za-z0-9][A-Za-z0-9._ -]{0,31}$/);
      expect(feedId).toMatch(/^[\w-]{0,40}$/);
      expect(Number.isSafeInteger(subscribers) && subscribers >= 0 && subscribers < 1e9).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('only those who ask for many are services', () => {
  expect(['Feedly', 'Overcast'].map(isService)).toEqual([true, true]);
  expect(['Miniflux', 'Googlebot', 'MyReader', OTHER].map(isService)).toEqual([false, false, false, false]);
});
