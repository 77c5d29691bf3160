// Who polls, and how: the assumptions of `npm run bench:polling`. Whoever knows his own readers better (his access log
// says it) changes the shares here.

import { inMarkdown } from './sums.ts';

export type ReaderKind = {
  readonly name: string;
  /** Of a thousand readers. A service that asks once for all its subscribers is one reader. */
  readonly share: number;
  readonly everyMinutes: number;
  /** Requests at a time. */
  readonly atOnce: number;
  /** Hours of the day in which it is awake; it asks at no others. */
  readonly awake: readonly [from: number, to: number];
  /** What it sends as Accept-Encoding; empty when it sends none. */
  readonly codings: string;
  /** What it sends back of the ETag that it was given; `mangled`: without its quotes. */
  readonly validators: 'kept' | 'mangled' | 'none';
  /** Sends `A-IM: feed`. */
  readonly wantsDeltas: boolean;
  /** Asks nobody as long as what it has is fresh by Cache-Control. */
  readonly heedsMaxAge: boolean;
  /** Days after which it forgets validators and asks for everything once. */
  readonly forgetsAfterDays?: number;
  /** The rest of its head, a line each. */
  readonly head: readonly string[];
  /** Where this is from; the share is a guess in any case. */
  readonly source: string;
};

const ALWAYS = [0, 24] as const;
const CURL = 'deflate, gzip, br, zstd';
const POLITE = { atOnce: 1, awake: ALWAYS, validators: 'kept', wantsDeltas: false, heedsMaxAge: false } as const;
const RUDE = { ...POLITE, validators: 'none' } as const;

export const READERS: readonly ReaderKind[] = [
  {
    ...POLITE,
    name: 'services (Feedly, Inoreader, Feedbin, ...)',
    share: 60,
    everyMinutes: 60,
    codings: 'gzip',
    head: ['User-Agent: Feedly/1.0 (+http://www.feedly.com/fetcher.html; 462 subscribers; )', 'Accept: */*'],
    source: 'Feedly asks about hourly, Inoreader no more than twice an hour; one request serves all their subscribers',
  },
  {
    ...POLITE,
    name: 'Miniflux',
    share: 150,
    everyMinutes: 60,
    codings: 'br, gzip',
    heedsMaxAge: true,
    head: [
      'User-Agent: Mozilla/5.0 (compatible; Miniflux/2.2.14; +https://miniflux.app)',
      'Accept: application/xml, application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, text/html, */*;q=0.9',
      'Connection: close',
    ],
    source:
      'its `request_builder.go` sends `br, gzip` and closes the connection; it asks hourly, less often when the feed says so',
  },
  {
    ...POLITE,
    name: 'FreshRSS and others with SimplePie',
    share: 200,
    everyMinutes: 60,
    codings: CURL,
    heedsMaxAge: true,
    head: [
      'User-Agent: FreshRSS/1.27.1 (Linux; https://freshrss.org)',
      'Accept: application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.7, unknown/unknown;q=0.1, application/unknown;q=0.1, */*;q=0.1',
    ],
    source: 'SimplePie’s `File.php` has curl list all codings that it knows; FreshRSS asks hourly and heeds max-age',
  },
  {
    ...POLITE,
    name: 'NetNewsWire',
    share: 170,
    everyMinutes: 60,
    awake: [7, 23],
    codings: 'gzip, deflate, br',
    heedsMaxAge: true,
    forgetsAfterDays: 8,
    head: [
      'User-Agent: NetNewsWire (RSS Reader; https://netnewswire.com/)',
      'Accept: */*',
      'Accept-Language: en-GB,en;q=0.9',
    ],
    source:
      'heeds max-age and forgets validators every eight days; hourly unless its user says otherwise, as long as the computer is awake',
  },
  {
    ...POLITE,
    name: 'Newsboat, Liferea',
    share: 80,
    everyMinutes: 60,
    awake: [8, 22],
    codings: CURL,
    wantsDeltas: true,
    head: ['User-Agent: newsboat/2.42.0 (Linux x86_64)', 'Accept: */*'],
    source:
      'both send `A-IM: feed` with what they have (Newsboat: `parser.cpp`); Newsboat reloads hourly once it is told to reload at all',
  },
  {
    ...POLITE,
    name: 'apps on phones',
    share: 140,
    everyMinutes: 120,
    awake: [7, 23],
    codings: 'gzip',
    heedsMaxAge: true,
    head: ['User-Agent: okhttp/5.1.0', 'Accept: application/rss+xml, application/xml;q=0.9, */*;q=0.8'],
    source: 'a guess: systems wake them rarely, and the usual library (OkHttp) asks for gzip by itself',
  },
  {
    ...POLITE,
    name: 'browser extensions',
    share: 80,
    everyMinutes: 10,
    awake: [9, 18],
    codings: 'gzip, deflate, br, zstd',
    heedsMaxAge: true,
    head: [
      'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'Accept: */*',
      'Accept-Language: en-GB,en;q=0.5',
      'Sec-Fetch-Dest: empty',
      'Sec-Fetch-Mode: cors',
      'Sec-Fetch-Site: cross-site',
    ],
    source: 'requests of an extension go through the cache of the browser, which keeps validators and heeds max-age',
  },
  {
    ...POLITE,
    name: 'scripts with feedparser that keep the ETag',
    share: 30,
    everyMinutes: 60,
    codings: 'gzip, deflate',
    wantsDeltas: true,
    head: feedparser(),
    source: 'its `http.py` sends `gzip, deflate` and `A-IM: feed`, and an ETag if the script hands it one',
  },
  {
    ...RUDE,
    name: 'scripts with feedparser that keep nothing',
    share: 40,
    everyMinutes: 60,
    codings: 'gzip, deflate',
    wantsDeltas: true,
    head: feedparser(),
    source: 'the same; most examples show `feedparser.parse(url)` and no more',
  },
  {
    ...RUDE,
    name: 'scripts that know nothing of HTTP',
    share: 25,
    everyMinutes: 30,
    codings: '',
    head: ['User-Agent: Wget/1.21.4', 'Accept: */*'],
    source: 'wget and most languages’ simplest way to fetch an address, from cron',
  },
  {
    ...POLITE,
    name: 'those that mangle the ETag',
    share: 15,
    everyMinutes: 60,
    codings: 'gzip',
    validators: 'mangled',
    head: ['User-Agent: FeedFetcher/1.0', 'Accept: */*'],
    source: 'a known fault: it comes back without its quotes, so it is no list of ETags',
  },
  {
    ...RUDE,
    name: 'bots, every minute',
    share: 6,
    everyMinutes: 1,
    codings: 'gzip, deflate',
    head: ['User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36', 'Accept: */*'],
    source:
      'seen by all who publish (Rachel Kroll’s feed reader score, Chris Siebenmann’s logs): whatever the answer, in full',
  },
  {
    ...RUDE,
    name: 'bots, every minute, three at once',
    share: 4,
    everyMinutes: 1,
    atOnce: 3,
    codings: 'gzip, deflate',
    head: ['User-Agent: python-requests/2.32.5', 'Accept: */*', 'Connection: keep-alive'],
    source: 'the same, from several processes of one address',
  },
];

function feedparser(): readonly string[] {
  return [
    'User-Agent: feedparser/6.0.12 +https://github.com/kurtmckee/feedparser/',
    'Accept: application/atom+xml,application/rdf+xml,application/rss+xml,application/x-netcdf,application/xml;q=0.9,text/xml;q=0.2,*/*;q=0.1',
    'Connection: close',
  ];
}

/** How many readers of each kind there are, when there are so many: by largest remainder, so that they add up. */
export function countReaders(kinds: readonly ReaderKind[], readers: number): readonly number[] {
  const shares = kinds.reduce((sum, { share }) => sum + share, 0);
  const exact = kinds.map(({ share }) => (share * readers) / shares);
  const counts = exact.map(Math.floor);
  const left = readers - counts.reduce((sum, count) => sum + count, 0);
  const remainders = exact.map((number, index) => ({ index, remainder: number - Math.floor(number) }));
  const next = remainders.sort((one, other) => other.remainder - one.remainder).slice(0, left);
  return counts.map((count, index) => count + (next.some((one) => one.index === index) ? 1 : 0));
}

/** The assumptions, as docs/polling.md shows them. */
export function assumptionsTable(kinds: readonly ReaderKind[]): string {
  const rows = kinds.map((kind) => [
    kind.name,
    kind.share,
    `${kind.everyMinutes} min${kind.atOnce > 1 ? `, ${kind.atOnce} at once` : ''}`,
    kind.awake.join('–'),
    kind.codings === '' ? 'none' : kind.codings,
    kind.forgetsAfterDays === undefined ? kind.validators : `${kind.validators} for ${kind.forgetsAfterDays} days`,
    kind.wantsDeltas ? 'yes' : 'no',
    kind.heedsMaxAge ? 'yes' : 'no',
    kind.source,
  ]);
  const head = ['Reader', 'of 1,000', 'asks every', 'awake', 'takes', 'ETag', 'A-IM', 'heeds max-age', 'source'];
  return inMarkdown(head, rows);
}
