// Settings: read once, checked together, and listed the same everywhere.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConfigError, readConfig, SETTINGS } from '../src/config.ts';
import { SITE_MARK } from '../src/entry.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const none = () => undefined;

test('without any setting there is a configuration that works on a laptop', () => {
  expect(readConfig({}, none)).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    articlesDir: 'data/articles',
    lossPercent: 50,
    feedLimit: 50,
    site: { title: 'Tagwire' },
  });
});

test('all that is wrong is named at once, with what was expected and found', () => {
  const bad = {
    PORT: 'many',
    BASE_URL: 'ftp://x',
    TIMEZONE: 'Mars/Base',
    REFRESH_CRON: 'often',
    WATCH: 'perhaps',
    FEED_LIMIT: '0',
    DATABASE_URL: 'oracle',
  };
  const problems = (() => {
    try {
      readConfig(bad, () => 'language: not a language\ntagz: {}\n');
      return [];
    } catch (error) {
      return (error as ConfigError).problems;
    }
  })();
  for (const [name, _value] of Object.entries(bad)) expect(problems.join('\n')).toContain(`${name} to be`);
  for (const word of ['many', 'not a language', 'tagz']) expect(problems.join('\n')).toContain(word);
  expect(problems).toHaveLength(9);
});

test('a site file that is no YAML, or no `key: value`, is named', () => {
  for (const text of ['- a\n- b\n', '{', 'tags: 3\n', 'authors: x\n'])
    expect(() => readConfig({}, () => text)).toThrow(ConfigError);
});

test('the configuration cannot be changed by whoever gets it', () => {
  expect(Object.isFrozen(readConfig({}, none).site.authors)).toBe(true);
});

test('a base address loses its last slash and keeps its path', () => {
  expect(readConfig({ BASE_URL: 'https://News.example.org/feeds/' }, none).baseUrl).toBe(
    'https://news.example.org/feeds',
  );
});

test('.env.example and README list every setting with its default and its sentence, and no other', () => {
  const lines = read('.env.example').split('\n');
  const found = lines.flatMap((line, index) => {
    const match = /^([A-Z_]+)=(.*)$/.exec(line);
    return match ? [{ name: match[1], fallback: match[2], about: lines[index - 1]?.replace(/^# /, '') }] : [];
  });
  expect(found).toEqual(SETTINGS);
  const rows = read('README.md').matchAll(/^\| `([A-Z_]+)` +\| `([^`]+)` +\| (.+?) +\|$/gm);
  expect([...rows].map(([, name, fallback, about]) => ({ name, fallback, about }))).toEqual(
    SETTINGS.map(({ name, fallback, about }) => {
      // A default that depends on another setting is part of the sentence.
      const [sentence, computed] = about.split('; default ');
      return { name, fallback: fallback || computed, about: sentence };
    }),
  );
});

test('a site file that cannot be read is one more problem beside the others', () => {
  const unreadable = () => {
    throw new ConfigError(['Expected SITE_FILE to be readable, got EISDIR']);
  };
  expect(problemsOf({ PORT: 'many' }, unreadable)).toEqual([
    'Expected PORT to be a whole number from 0 to 65535, got `many`',
    'Expected SITE_FILE to be readable, got EISDIR',
  ]);
});

test('every setting has a default that is in the configuration, and passes its own check', () => {
  expect(readConfig({}, none)).toEqual({
    port: 3000,
    host: '127.0.0.1',
    articlesDir: 'data/articles',
    databaseUrl: 'sqlite:data/tagwire.db',
    timezone: 'UTC',
    readers: { zone: 'UTC', folderTags: false, leaveOut: { paragraphs: [], after: [] } },
    refreshCron: '*/5 * * * *',
    watch: true,
    settleMs: 100,
    lossPercent: 50,
    workers: 1,
    frontDoor: true,
    feedLimit: 50,
    cacheBytes: 256 * 1024 * 1024,
    rateLimit: 30,
    trustProxy: [],
    logLevel: 'info',
    site: {
      title: 'Tagwire',
      description: 'Articles from Tagwire, newest first.',
      language: 'en',
      authors: [{ name: 'Tagwire' }],
      tags: {},
      renamed: {},
    },
  });
});

test('an empty setting, as compose files write it, has its default', () => {
  const empty = Object.fromEntries(SETTINGS.map(({ name }) => [name, '  ']));
  expect(readConfig(empty, none)).toEqual(readConfig({}, none));
});

test('trusted proxies are a list', () => {
  expect(readConfig({ TRUST_PROXY: 'loopback, 10.0.0.0/8,2001:db8::1' }, none).trustProxy).toEqual([
    'loopback',
    '10.0.0.0/8',
    '2001:db8::1',
  ]);
});

test.each([
  { PORT: '-1' },
  { PORT: '65536' },
  { PORT: '80.5' },
  { SETTLE_MS: 'soon' },
  { FEED_LIMIT: '1001' },
  { CACHE_MB: '0' },
  { FRONT_DOOR: 'yes' },
  { RATE_LIMIT: '-1' },
  { TRUST_PROXY: 'proxy.example.org' },
  { TRUST_PROXY: '10.0.0.0/99' },
  { LOSS_PERCENT: '0' },
  { LOSS_PERCENT: '101' },
  { WATCH: 'yes' },
  { LOG_LEVEL: 'loud' },
  { REFRESH_CRON: '61 * * * *' },
  { TIMEZONE: 'Kyiv' },
  { DATABASE_URL: 'sqlite:' },
  { DATABASE_URL: 'sqlite::memory:' },
  { WORKERS: '0' },
  { WORKERS: 'auto' },
  { DATABASE_URL: 'postgres://x/y' },
  { BASE_URL: 'news.example.org' },
  { BASE_URL: 'https://news.example.org/?x=1' },
  { BASE_URL: 'https://news.example.org/#x' },
  { BASE_URL: 'https://me@news.example.org' },
  { BASE_URL: 'https://:secret@news.example.org' },
])('%j is refused, by name and with what was found', (environment) => {
  const [[name, value] = ['', '']] = Object.entries(environment);
  expect(problemsOf(environment)).toEqual([
    expect.stringMatching(new RegExp(`^Expected ${name} to be .+, got \`${RegExp.escape(value)}\`$`)),
  ]);
});

test.each([
  { yaml: 'authors: [""]', problem: 'Expected every author in data/site.yaml to have a name' },
  {
    yaml: 'authors: [{ url: "https://a.example" }]',
    problem: 'Expected every author in data/site.yaml to have a name',
  },
  { yaml: 'authors: [{ name: A, email: a }]', problem: 'Expected the e-mail of an author in data/site.yaml, got `a`' },
  {
    yaml: 'authors: [{ name: A, url: a }]',
    problem: 'Expected the url of an author in data/site.yaml, http(s), got `a`',
  },
  {
    yaml: 'authors: [{ name: A, url: "javascript:alert(1)" }]',
    problem: 'Expected the url of an author in data/site.yaml, http(s), got `javascript:alert(1)`',
  },
  { yaml: 'title: [a]', problem: 'Expected `title` in data/site.yaml to be text' },
  {
    yaml: 'tags: { nato: { renamed_from: [otan, "North Atlantic"] } }',
    problem:
      'Expected `tags.nato.renamed_from` in data/site.yaml to be tags as written in their addresses, got `North Atlantic`',
  },
  {
    yaml: 'tags: { a: { renamed_from: x }, b: { renamed_from: x } }',
    problem: 'Expected `tags.b.renamed_from` in data/site.yaml to be a tag of its own, got `x`, which is a now',
  },
  {
    yaml: 'tags: { a: { renamed_from: b }, b: { title: B } }',
    problem: 'Expected `tags.a.renamed_from` in data/site.yaml to name what is no tag any more, got `b`',
  },
  { yaml: 'tags: { nato: { title: {} } }', problem: 'Expected `tags.nato.title` in data/site.yaml to be text' },
  {
    yaml: 'tags: { nato: { titel: NATO } }',
    problem: 'Expected `tags.nato` in data/site.yaml to hold title, description, renamed_from, podcast, got `titel`',
  },
  {
    yaml: 'authors: [{ name: A, mail: a@example.org }]',
    problem: 'Expected an author in data/site.yaml to hold name, email, url, got `mail`',
  },
  // Settings of such a tag would never have any effect.
  {
    yaml: 'tags: { European Security: {} }',
    problem:
      'Expected a tag to be written as in its address, such as `tags.european-security`, in data/site.yaml, got `tags.European Security`',
  },
  {
    yaml: 'tags: { "!": {} }',
    problem: 'Expected a tag to be written as in its address in data/site.yaml, got `tags.!`',
  },
  {
    yaml: 'title: A\nrights: b: c',
    problem:
      'Expected data/site.yaml, line 2, column 9, to be YAML: Nested mappings are not allowed in compact mappings',
  },
  {
    yaml: 'title: *b',
    problem: 'Expected data/site.yaml to be YAML: Unresolved alias (the anchor must be set before the alias): b',
  },
])('in the site file, `$yaml` is refused', ({ yaml, problem }) => {
  expect(problemsOf({}, () => yaml)).toEqual([problem]);
});

test('a language that is written as a locale is mended', () => {
  expect(readConfig({}, () => 'language: de_DE').site.language).toBe('de-DE');
});

test('a site file that is named has to be there; the default one need not', () => {
  expect(problemsOf({ SITE_FILE: 'my.yaml' })).toEqual([
    'Expected SITE_FILE to be a file that is there, got `my.yaml`',
  ]);
  // As .env.example writes it.
  expect(problemsOf({ SITE_FILE: 'data/site.yaml' })).toEqual([]);
});

test('the site file says what the publication is', () => {
  const yaml = `
title: Example  Dispatch
language: en-gb
rights: © Example
authors: [Anna Writer, { name: Ben, email: ben@example.org, url: 'https://ben.example.org' }]
tags: { nato: { title: NATO, description: The alliance } }
`;
  expect(readConfig({}, () => yaml).site).toEqual({
    title: 'Example Dispatch',
    description: 'Articles from Example Dispatch, newest first.',
    language: 'en-GB',
    rights: '© Example',
    authors: [{ name: 'Anna Writer' }, { name: 'Ben', email: 'ben@example.org', url: 'https://ben.example.org' }],
    tags: { nato: { title: 'NATO', description: 'The alliance' } },
    renamed: {},
  });
});

test('the site file says what Google News calls the publication', () => {
  expect(readConfig({}, () => 'news: { name: The  Dispatch }').site.newsName).toBe('The Dispatch');
  expect(readConfig({}, none).site).not.toHaveProperty('newsName');
  expect(problemsOf({}, () => 'news: { title: The Dispatch }')).toEqual([
    'Expected `news` in data/site.yaml to hold name, logo, got `title`',
  ]);
});

test.each([
  { written: 'https://cdn.example.org/logo.png?v=2', read: 'https://cdn.example.org/logo.png?v=2' },
  { written: ' HTTP://cdn.example.org/a logo.png', read: 'http://cdn.example.org/a%20logo.png' },
  { written: '/media/logo.png', read: `${SITE_MARK}/media/logo.png` },
  // A path of the site stays one.
  { written: '/../a logo.png', read: `${SITE_MARK}/a%20logo.png` },
  { written: '/@example.net/logo.png', read: `${SITE_MARK}/@example.net/logo.png` },
])('NEWS-07: the site file names a logo: $written', ({ written, read }) => {
  expect(readConfig({}, () => `news: { logo: ${JSON.stringify(written)} }`).site.newsLogo).toBe(read);
});

test.each(['"logo.png"', '"//cdn.example.org/logo.png"', '"javascript:alert(1)"', '"http://["', '""', '[a]', '7'])(
  'NEWS-07: %s is no logo',
  (written) => {
    expect(problemsOf({}, () => `news: { logo: ${written} }`)).toEqual([
      expect.stringMatching(
        /^Expected `news\.logo` in data\/site\.yaml to be an address, http\(s\), or a path such as \/logo\.png, got `.*`$/,
      ),
    ]);
  },
);

test('NEWS-07: no logo is named when there is none', () => {
  for (const yaml of [undefined, 'news: {}', 'news: { logo: }'])
    expect(readConfig({}, () => yaml).site).not.toHaveProperty('newsLogo');
});

test('the configuration is frozen to its leaves', () => {
  const { renamed } = readConfig(
    {},
    () => 'tags: { nato: { renamed_from: [otan, constructor] }, eu: { renamed_from: [ec, 1957] } }',
  ).site;
  expect(renamed).toEqual({ otan: 'nato', constructor: 'nato', ec: 'eu', 1957: 'eu' });
  const config = readConfig({}, () => 'authors: [A]\ntags: { nato: { title: NATO } }');
  for (const part of [config, config.site, config.site.authors[0], config.site.tags, config.site.tags.nato]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});

function problemsOf(environment: Record<string, string>, readSite: () => string | undefined = none) {
  try {
    readConfig(environment, readSite);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
