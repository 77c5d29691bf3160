// What a program says of itself -> its name, and for how many it asks (READ-10). Whoever asks may write anything there: what
// comes out is printable and short, and tells nothing of a person.
import { OTHER } from './audience.ts';

/** What a User-Agent says. */
export type Agent = {
  readonly client: string;
  /** For how many readers a service asks. */
  readonly subscribers?: number;
  /** What the service calls the feed; empty when it does not tell. */
  readonly feedId: string;
  /** Looks for links, prices or words, and is nobody's reader. */
  readonly isCrawler: boolean;
};

/** A longer one is no reader's: it is not looked at. */
export const LONGEST_AGENT = 512;
const LONGEST_FEED_ID = 40;

/**
 * Services that ask for many readers and say for how many, by what their User-Agents contain, in lower case. Whatever
 * another says is not believed beyond a few.
 */
const SERVICES = [
  ['feedly', 'Feedly'],
  ['feedbin', 'Feedbin'],
  ['newsblur', 'NewsBlur'],
  ['inoreader', 'Inoreader'],
  ['theoldreader', 'The Old Reader'],
  ['bazqux', 'BazQux'],
  ['dreamwidth', 'Dreamwidth'],
  ['livejournal', 'LiveJournal'],
  ['feed wrangler', 'Feed Wrangler'],
  ['feedpress', 'FeedPress'],
  ['feedspot', 'Feedspot'],
  ['netvibes', 'Netvibes'],
  ['bloglovin', 'Bloglovin'],
  ['g2reader', 'G2Reader'],
  ['commafeed', 'CommaFeed'],
  ['digg feed fetcher', 'Digg Reader'],
  ['aol reader', 'AOL Reader'],
  ['yoleoreader', 'Yoleo'],
  ['overcast', 'Overcast'],
  ['gpodder.net', 'gpodder.net'],
  ['newsgator', 'NewsGator'],
  ['bloglines', 'Bloglines'],
  // Others say that they are like it.
  ['feedfetcher-google', 'Google Feedfetcher'],
] as const;

/** What asks for one reader, or for a machine. The first that is found is it: browsers and libraries are in many others. */
const READERS = [
  ['miniflux', 'Miniflux'],
  ['netnewswire', 'NetNewsWire'],
  ['freshrss', 'FreshRSS'],
  ['newsboat', 'Newsboat'],
  ['newsbeuter', 'Newsbeuter'],
  ['tiny tiny rss', 'Tiny Tiny RSS'],
  ['reeder', 'Reeder'],
  ['unread', 'Unread'],
  ['feedblitz', 'FeedBlitz'],
  ['blogtrottr', 'Blogtrottr'],
  ['follow.it', 'follow.it'],
  ['kill the newsletter', 'Kill the Newsletter'],
  ['thunderbird', 'Thunderbird'],
  ['liferea', 'Liferea'],
  ['akregator', 'Akregator'],
  ['rssguard', 'RSS Guard'],
  ['rss guard', 'RSS Guard'],
  ['quiterss', 'QuiteRSS'],
  ['rssowl', 'RSSOwl'],
  ['fluent-reader', 'Fluent Reader'],
  ['fluent reader', 'Fluent Reader'],
  ['yarr', 'Yarr'],
  ['selfoss', 'selfoss'],
  ['nextcloud-news', 'Nextcloud News'],
  ['nextcloud', 'Nextcloud News'],
  ['newsflash', 'NewsFlash'],
  ['feedme', 'FeedMe'],
  ['flym', 'Flym'],
  ['readyou', 'Read You'],
  ['capyreader', 'Capy Reader'],
  ['feedbro', 'Feedbro'],
  ['vienna', 'Vienna'],
  ['leaf/', 'Leaf'],
  ['lire/', 'lire'],
  ['elfeed', 'Elfeed'],
  ['gnus/', 'Gnus'],
  ['rss2email', 'rss2email'],
  ['huginn', 'Huginn'],
  ['ifttt', 'IFTTT'],
  ['zapier', 'Zapier'],
  ['flipboard', 'Flipboard'],
  ['smartnews', 'SmartNews'],
  ['microsoft office', 'Outlook'],
  ['outlook', 'Outlook'],
  ['slackbot', 'Slack'],
  ['discordbot', 'Discord'],
  ['mastodon', 'Mastodon'],
  ['telegrambot', 'Telegram'],
  ['antennapod', 'AntennaPod'],
  ['pocketcasts', 'Pocket Casts'],
  ['pocket casts', 'Pocket Casts'],
  ['playerfm', 'Player FM'],
  ['player fm', 'Player FM'],
  ['podchaser', 'Podchaser'],
  ['itunes', 'Apple Podcasts'],
  ['podcasts/', 'Apple Podcasts'],
  ['applecoremedia', 'Apple Podcasts'],
  ['applepodcasts', 'Apple Podcasts'],
  ['itms', 'Apple Podcasts'],
  ['applenewsbot', 'Apple News'],
  ['spotify', 'Spotify'],
  ['castro', 'Castro'],
  ['castbox', 'Castbox'],
  ['podcastaddict', 'Podcast Addict'],
  ['podcast addict', 'Podcast Addict'],
  ['podbean', 'Podbean'],
  ['gpodder', 'gPodder'],
  ['podverse', 'Podverse'],
  ['fountain', 'Fountain'],
  ['amazonmusic', 'Amazon Music'],
  ['amazon music', 'Amazon Music'],
  ['deezer', 'Deezer'],
  ['downcast', 'Downcast'],
  ['icatcher', 'iCatcher'],
  ['audioboom', 'audioBoom'],
  ['tunein', 'TuneIn'],
] as const;

const CRAWLERS = [
  ['googlebot', 'Googlebot'],
  ['google-inspectiontool', 'Googlebot'],
  ['googleother', 'Googlebot'],
  ['bingbot', 'Bingbot'],
  ['yandex', 'Yandex'],
  ['baiduspider', 'Baidu'],
  ['duckduckbot', 'DuckDuckBot'],
  ['applebot', 'Applebot'],
  ['petalbot', 'PetalBot'],
  ['ahrefsbot', 'AhrefsBot'],
  ['semrushbot', 'SemrushBot'],
  ['mj12bot', 'MJ12bot'],
  ['dotbot', 'DotBot'],
  ['gptbot', 'GPTBot'],
  ['chatgpt-user', 'ChatGPT'],
  ['oai-searchbot', 'OAI-SearchBot'],
  ['claudebot', 'ClaudeBot'],
  ['perplexitybot', 'PerplexityBot'],
  ['ccbot', 'CCBot'],
  ['bytespider', 'Bytespider'],
  ['amazonbot', 'Amazonbot'],
  ['facebookexternalhit', 'Facebook'],
  ['meta-externalagent', 'Meta'],
  ['twitterbot', 'Twitterbot'],
  ['linkedinbot', 'LinkedIn'],
  ['archive.org_bot', 'Internet Archive'],
  ['seznambot', 'SeznamBot'],
  ['superfeedr', 'Superfeedr'],
  ['w3c_validator', 'W3C Validator'],
  ['feedvalidator', 'Feed Validator'],
  ['uptimerobot', 'UptimeRobot'],
  ['pingdom', 'Pingdom'],
  ['statuscake', 'StatusCake'],
] as const;

/** In an order: each is in those before it. */
const BROWSERS = [
  ['vivaldi', 'Vivaldi'],
  ['edg/', 'Edge'],
  ['edga/', 'Edge'],
  ['edgios/', 'Edge'],
  ['opr/', 'Opera'],
  ['samsungbrowser', 'Samsung Internet'],
  ['firefox', 'Firefox'],
  ['fxios', 'Firefox'],
  ['crios', 'Chrome'],
  ['chrome/', 'Chrome'],
  ['safari/', 'Safari'],
] as const;

const LIBRARIES = [
  ['curl/', 'curl'],
  ['wget', 'Wget'],
  ['feedparser', 'feedparser'],
  ['python-requests', 'python-requests'],
  ['python-httpx', 'httpx'],
  ['aiohttp', 'aiohttp'],
  ['python-urllib', 'urllib'],
  ['scrapy', 'Scrapy'],
  ['go-http-client', 'Go'],
  ['gofeed', 'gofeed'],
  ['okhttp', 'OkHttp'],
  ['apache-httpclient', 'Apache HttpClient'],
  ['java/', 'Java'],
  ['rome client', 'ROME'],
  ['simplepie', 'SimplePie'],
  ['guzzlehttp', 'Guzzle'],
  ['wordpress', 'WordPress'],
  ['magpierss', 'MagpieRSS'],
  ['rss-parser', 'rss-parser'],
  ['node-fetch', 'node-fetch'],
  ['axios', 'axios'],
  ['undici', 'Node.js'],
  ['libwww-perl', 'libwww-perl'],
  ['faraday', 'Faraday'],
  ['feedjira', 'Feedjira'],
  ['reqwest', 'reqwest'],
  ['dart/', 'Dart'],
  ['cfnetwork', 'CFNetwork'],
] as const;

type Known = readonly (readonly [part: string, client: string])[];

const SERVICE_NAMES: ReadonlySet<string> = new Set(SERVICES.map(([, client]) => client));
const CRAWLER_NAMES: ReadonlySet<string> = new Set(CRAWLERS.map(([, client]) => client));
/** How many services there are that are believed: what anybody can forge is so many times what one of them may say. */
export const SERVICE_COUNT = SERVICE_NAMES.size;

/** Whether a client is known to ask for many. */
export function isService(client: string): boolean {
  return SERVICE_NAMES.has(client);
}

const LISTED: ReadonlySet<string> = new Set(
  [SERVICES, READERS, CRAWLERS, LIBRARIES, BROWSERS].flatMap((known: Known) => known.map(([, client]) => client)),
);

/** Whether a client has a name of ours, of which there are so many, and none that it gives itself. */
export function isListed(client: string): boolean {
  return LISTED.has(client);
}

/** A number after a digit and a point or a comma is the end of another one. */
const SUBSCRIBERS = /(?<!\d[.,])\b(\d{1,9}) (?:subscribers?|readers?|users?)\b/i;
const FEED_ID = /\bfeed-id[:=]([\w-]+)/i;

/** Reads a User-Agent. Any text will do; it takes as long as the text is long. */
export function readUserAgent(text: string): Agent {
  if (text.length > LONGEST_AGENT) return UNNAMED;
  const client = clientIn(text);
  const subscribers = SUBSCRIBERS.exec(text)?.[1];
  return {
    client,
    ...(subscribers === undefined ? {} : { subscribers: Number(subscribers) }),
    feedId: FEED_ID.exec(text)?.[1]?.slice(0, LONGEST_FEED_ID) ?? '',
    isCrawler: CRAWLER_NAMES.has(client),
  };
}

/** Whoever says nothing, or what nobody would say. */
export const UNNAMED: Agent = { client: OTHER, feedId: '', isCrawler: false };

function clientIn(text: string): string {
  const lower = text.toLowerCase();
  const find = (known: Known) => known.find(([part]) => lower.includes(part))?.[1];
  const known = find(SERVICES) ?? find(READERS) ?? find(CRAWLERS);
  if (known !== undefined) return known;
  // What calls itself compatible with a browser is none, and says behind that what it is.
  const [, compatible] = /\(compatible; *([^;)]*)/i.exec(text) ?? [];
  if (compatible !== undefined && !/^MSIE /.test(compatible)) return ownName(compatible);
  return find(LIBRARIES) ?? (lower.startsWith('mozilla/') ? (find(BROWSERS) ?? 'Mozilla') : ownName(text));
}

/** Up to the first sign that ends a product (RFC 9110, 10.1.5). */
const PRODUCT = /^[^\s/(;,]*/;
const NAME = /^[A-Za-z][A-Za-z0-9._-]{1,31}$/;
/** Names have few digits; what tells one machine, user or address from the others has many. */
const MOST_DIGITS = 4;

/** The name that an unknown program gives itself, if it looks like the name of a program. */
function ownName(text: string): string {
  const [product = ''] = PRODUCT.exec(text.trim()) ?? [];
  const digits = product.replace(/\D/g, '').length;
  return NAME.test(product) && digits <= MOST_DIGITS ? product : OTHER;
}
