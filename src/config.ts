// The environment and data/site.yaml -> one frozen Config. The only reader of settings in process.env.
import { readFileSync, statSync } from 'node:fs';
import { DateTime } from 'luxon';
import { validate as isCron } from 'node-cron';
import { compile } from 'proxy-addr';
import { type CoverReading, readCoverFile } from './cover.ts';
import type { ReaderSettings } from './ingest/reading.ts';
import { parseSite, type Site } from './site.ts';

export type Config = {
  readonly port: number;
  readonly host: string;
  /** Without a slash at the end; undefined: http://localhost:PORT with the port that was really taken. */
  readonly baseUrl?: string;
  readonly articlesDir: string;
  readonly databaseUrl: string;
  readonly timezone: string;
  readonly refreshCron: string;
  readonly watch: boolean;
  readonly settleMs: number;
  /** A refresh that would withdraw more than so many of a hundred articles withdraws none. */
  readonly lossPercent: number;
  readonly feedLimit: number;
  /** Processes that serve. */
  readonly workers: number;
  /** Whether polls are answered before node:http has read them. */
  readonly frontDoor: boolean;
  /** Of each process. */
  readonly cacheBytes: number;
  readonly logLevel: string;
  /** Unconditional fetches of one feed per client and hour; 0 for no limit. */
  readonly rateLimit: number;
  /** Whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[];
  /** Who has it may ask for the status from anywhere. */
  readonly statusToken?: string;
  readonly site: Site;
  /** How articles are read: from TIMEZONE and from what the site file says of articles. */
  readonly readers: ReaderSettings;
};

const DEFAULT_SITE_FILE = 'data/site.yaml';

type Setting = { readonly name: string; readonly fallback: string; readonly about: string };

/** Every setting with its default; `.env.example` and README list the same (a test holds them against each other). */
export const SETTINGS: readonly Setting[] = [
  { name: 'PORT', fallback: '3000', about: 'where to listen; 0 picks a free port and prints it' },
  { name: 'HOST', fallback: '127.0.0.1', about: 'the address to listen on; 0.0.0.0 is all of them' },
  {
    name: 'BASE_URL',
    fallback: '',
    about: 'the public address that every link is built from; default http://localhost:PORT',
  },
  { name: 'ARTICLES_DIR', fallback: 'data/articles', about: 'the stored articles, sub-folders included' },
  {
    name: 'SITE_FILE',
    fallback: DEFAULT_SITE_FILE,
    about: 'title, description, language, authors, per-tag titles, podcasts; optional',
  },
  { name: 'DATABASE_URL', fallback: 'sqlite:data/tagwire.db', about: 'where the store is' },
  { name: 'TIMEZONE', fallback: 'UTC', about: 'of dates without a zone, such as Europe/Kyiv' },
  { name: 'REFRESH_CRON', fallback: '*/5 * * * *', about: 'when the whole folder is compared with the store' },
  { name: 'WATCH', fallback: 'true', about: 'react to files at once' },
  { name: 'SETTLE_MS', fallback: '100', about: 'a file is complete when it has not changed for so many milliseconds' },
  {
    name: 'LOSS_PERCENT',
    fallback: '50',
    about: 'when more of a hundred articles than this vanish at once, none is withdrawn',
  },
  {
    name: 'FEED_LIMIT',
    fallback: '50',
    about: 'newest entries in a feed; from the twentieth on, no more than make about a megabyte',
  },
  { name: 'WORKERS', fallback: '1', about: 'serving processes that share the port' },
  {
    name: 'FRONT_DOOR',
    fallback: 'true',
    about: 'answer plain polls from the bytes of the connection; false leaves all of HTTP to Node, which is slower',
  },
  { name: 'CACHE_MB', fallback: '256', about: 'megabytes of prepared documents kept in memory, per process' },
  {
    name: 'RATE_LIMIT',
    fallback: '30',
    about: 'how often in an hour a client may fetch one feed in full; 304s are free; 0 is no limit',
  },
  {
    name: 'TRUST_PROXY',
    fallback: '',
    about: 'whose X-Forwarded-For is believed: loopback, addresses or networks such as 10.0.0.0/8; default unset',
  },
  {
    name: 'STATUS_TOKEN',
    fallback: '',
    about:
      'who asks for /status or /metrics with this token, as Bearer or as a password, is answered, without one this machine alone; default unset',
  },
  { name: 'LOG_LEVEL', fallback: 'info', about: 'error, warn, info, debug or silent' },
];

/** Names all that is wrong with the settings, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Loads `.env` (what the environment already says wins) and reads the settings. @throws ConfigError */
export function loadConfig(overrides: Environment = {}): Config {
  loadEnvironment();
  return readConfig({ ...process.env, ...overrides }, readSiteFile);
}

function loadEnvironment(): void {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    const isFolder = statSync('.env').isDirectory();
    throw new ConfigError([`Expected .env to be a file that can be read, got ${isFolder ? 'a folder' : code}`]);
  }
}

/** How the command line was called. */
export type Call = {
  /** What its user types in front of a command. */
  readonly program: string;
  /** The folder that its user is in. */
  readonly folder: string;
};

/** Says how the command line was called: npm runs scripts under another name, and in the folder of their package. */
export function readCall(environment: Environment = process.env, folder: string = process.cwd()): Call {
  const { npm_lifecycle_event: script, npm_package_name: name, INIT_CWD } = environment;
  // In a script of another package we run where that script does.
  if (name !== undefined && name !== 'tagwire') return { program: 'tagwire', folder };
  return { program: script === 'start' ? 'npm start --' : 'tagwire', folder: INIT_CWD || folder };
}

/**
 * Reads and checks all settings; reports every problem at once.
 * @param readCover reads the file of a cover that the site file names
 * @throws ConfigError
 */
export function readConfig(
  environment: Environment,
  readSite: (path: string) => string | undefined,
  readCover: (file: string) => CoverReading = readCoverFile,
): Config {
  const problems: string[] = [];
  const value = (name: string) =>
    environment[name]?.trim() || SETTINGS.find((setting) => setting.name === name)?.fallback || '';
  const check = (name: string, isGood: boolean, expected: string) => {
    if (!isGood) problems.push(`Expected ${name} to be ${expected}, got \`${value(name)}\``);
  };
  const whole = (name: string, least: number, most: number) => {
    const number = Number(value(name));
    check(
      name,
      Number.isInteger(number) && number >= least && number <= most,
      `a whole number from ${least} to ${most}`,
    );
    return number;
  };

  const baseUrl = value('BASE_URL').replace(/\/+$/, '');
  const url = baseUrl ? URL.parse(baseUrl) : undefined;
  const isPlain = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
  check('BASE_URL', baseUrl === '' || !!isPlain, 'an http(s) address without query, such as https://news.example.org');
  // One in memory is nobody else's, and whoever refreshes has a thread of his own.
  check('DATABASE_URL', /^sqlite:(?!:memory:).+/.test(value('DATABASE_URL')), '`sqlite:` and a path');
  check('TIMEZONE', DateTime.local({ zone: value('TIMEZONE') }).isValid, 'a time zone such as UTC or Europe/Kyiv');
  check('REFRESH_CRON', isCron(value('REFRESH_CRON')), 'a cron expression such as */5 * * * *');
  check('WATCH', /^(true|false)$/.test(value('WATCH')), 'true or false');
  check('FRONT_DOOR', /^(true|false)$/.test(value('FRONT_DOOR')), 'true or false');
  check('LOG_LEVEL', /^(error|warn|info|debug|silent)$/.test(value('LOG_LEVEL')), 'error, warn, info, debug or silent');
  const numbers = {
    port: whole('PORT', 0, 65_535),
    settleMs: whole('SETTLE_MS', 0, 600_000),
    lossPercent: whole('LOSS_PERCENT', 1, 100),
    feedLimit: whole('FEED_LIMIT', 1, 1000),
    workers: whole('WORKERS', 1, 256),
    cacheBytes: whole('CACHE_MB', 1, 1_000_000) * 1024 * 1024,
    rateLimit: whole('RATE_LIMIT', 0, 1_000_000),
  };
  const trustProxy = value('TRUST_PROXY')
    .split(',')
    .map((proxy) => proxy.trim())
    .filter(Boolean);
  check('TRUST_PROXY', canTrust(trustProxy), 'loopback, addresses or networks such as 10.0.0.0/8, with commas between');
  const siteFile = value('SITE_FILE');
  const { articles, ...site } = parseSite(siteText(readSite, siteFile, problems), siteFile, problems, readCover);
  const config: Config = {
    ...numbers,
    host: value('HOST'),
    trustProxy,
    ...(url && isPlain ? { baseUrl: url.href.replace(/\/+$/, '') } : {}),
    articlesDir: value('ARTICLES_DIR'),
    databaseUrl: value('DATABASE_URL'),
    timezone: value('TIMEZONE'),
    refreshCron: value('REFRESH_CRON'),
    watch: value('WATCH') === 'true',
    frontDoor: value('FRONT_DOOR') === 'true',
    logLevel: value('LOG_LEVEL'),
    ...(value('STATUS_TOKEN') ? { statusToken: value('STATUS_TOKEN') } : {}),
    site,
    readers: { zone: value('TIMEZONE'), ...articles },
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return deepFreeze(config);
}

function canTrust(proxies: readonly string[]): boolean {
  try {
    compile([...proxies]);
    return true;
  } catch {
    return false;
  }
}

function readSiteFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ConfigError([`Expected SITE_FILE to be readable, got ${(error as Error).message}`]);
  }
}

/** What cannot be read is one more problem, so that the others are named beside it. */
function siteText(readSite: (path: string) => string | undefined, path: string, problems: string[]) {
  try {
    const text = readSite(path);
    // Only the default may be missing: whoever names a file wants it.
    if (text === undefined && path !== DEFAULT_SITE_FILE)
      problems.push(`Expected SITE_FILE to be a file that is there, got \`${path}\``);
    return text;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
