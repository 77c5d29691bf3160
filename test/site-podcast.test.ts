// What the site file says of podcasts.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';
import { SITE_MARK } from '../src/entry.ts';
import { mediaPath } from '../src/feed.ts';
import { coverPath, podcastOf } from '../src/podcast.ts';
import { jpeg, png } from './support/media.ts';
import { put, temporaryFolder } from './support/publication.ts';

const PICTURE = jpeg(1400, 1400, undefined, 3);
const COVER = {
  file: 'data/cover.jpg',
  hash: createHash('sha256').update(PICTURE).digest('base64url'),
  type: 'image/jpeg',
  length: PICTURE.length,
};
const GUID = '917393e3-1b1e-5cef-ace4-edaa54e1f810';

const read = (yaml: string) =>
  readConfig(
    {},
    () => yaml,
    () => ({ ok: true, bytes: PICTURE }),
  );

const podcasts = (yaml: string) => read(yaml).site.podcasts;

/** A podcast that says what it must, and this. */
const podcast = (more = '') =>
  podcasts(`podcast: { cover: cover.jpg, categories: News, explicit: false, ${more} }`)?.all;

function problemsOf(yaml: string): readonly string[] {
  try {
    read(yaml);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const problemsWith = (more: string) =>
  problemsOf(`podcast: { cover: cover.jpg, categories: News, explicit: false, ${more} }`);

describe('a podcast', () => {
  test('that says what it must has the usual of all else', () => {
    expect(podcast()).toEqual({
      cover: COVER,
      categories: [['News']],
      isExplicit: false,
      medium: 'podcast',
      isLocked: false,
      funding: [],
      persons: [],
      txts: [],
      isComplete: false,
      isBlocked: false,
    });
  });

  test('POD-01 to POD-06, POD-20 to POD-24: says everything that there is to say', () => {
    const yaml = `
podcast:
  title: " The Courier,  read aloud "
  description: News from the harbour & beyond.
  author: Anna Writer
  owner: { name: The Courier, email: podcast@example.org }
  cover: cover.jpg
  categories: [News > Politics, Health & Fitness]
  explicit: true
  type: serial
  medium: musicL
  locked: true
  funding:
    - { url: https://example.org/give, text: Support us }
    - { url: /give, text: 17 }
  persons:
    - Ben
    - { name: Anna Writer, role: host, group: cast, url: /authors/anna-writer/, img: https://cdn.example.org/anna.jpg }
  txt: [{ purpose: verify, text: S6lpp-7ZCn8 }, { text: "no purpose" }]
  license: { text: cc-by-4.0, url: https://creativecommons.org/licenses/by/4.0/ }
  update_frequency: { text: every Monday, rrule: FREQ=WEEKLY;BYDAY=MO }
  guid: ${GUID}
  new_feed_url: https://other.example.org/podcast.xml
  complete: true
  block: true
`;
    expect(podcasts(yaml)).toEqual({
      all: {
        title: 'The Courier, read aloud',
        description: 'News from the harbour & beyond.',
        author: 'Anna Writer',
        owner: { name: 'The Courier', email: 'podcast@example.org' },
        cover: COVER,
        categories: [['News', 'Politics'], ['Health & Fitness']],
        isExplicit: true,
        type: 'serial',
        medium: 'musicL',
        isLocked: true,
        funding: [
          { url: 'https://example.org/give', text: 'Support us' },
          { url: `${SITE_MARK}/give`, text: '17' },
        ],
        persons: [
          { name: 'Ben' },
          {
            name: 'Anna Writer',
            role: 'host',
            group: 'cast',
            url: `${SITE_MARK}/authors/anna-writer/`,
            picture: 'https://cdn.example.org/anna.jpg',
          },
        ],
        txts: [{ purpose: 'verify', text: 'S6lpp-7ZCn8' }, { text: 'no purpose' }],
        license: { text: 'cc-by-4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
        updateFrequency: { text: 'every Monday', rrule: 'FREQ=WEEKLY;BYDAY=MO' },
        guid: GUID,
        newFeedUrl: 'https://other.example.org/podcast.xml',
        isComplete: true,
        isBlocked: true,
      },
      tags: {},
    });
  });

  test('may say one of what there could be more of, or just its text', () => {
    expect(
      podcast('funding: { url: "https://a.example", text: Give }, persons: Ben, license: cc0, update_frequency: daily'),
    ).toMatchObject({
      funding: [{ url: 'https://a.example/', text: 'Give' }],
      persons: [{ name: 'Ben' }],
      license: { text: 'cc0' },
      updateFrequency: { text: 'daily' },
    });
  });

  test('is none when nothing is said', () => {
    for (const yaml of ['', 'podcast:', 'tags: { harbour: { podcast: } }'])
      expect(read(yaml).site).not.toHaveProperty('podcasts');
  });

  test('cannot be changed by whoever gets it', () => {
    const all = podcast('owner: { name: A }');
    for (const part of [all, all?.owner, all?.cover, all?.categories[0]]) expect(Object.isFrozen(part)).toBe(true);
  });
});

describe('the podcast of a tag', () => {
  const ALL = `
  title: All
  description: All of it.
  author: Anna Writer
  cover: cover.jpg
  categories: [News > Politics, Leisure]
  explicit: true
  funding: { url: "https://a.example", text: Give }
  guid: ${GUID}
  new_feed_url: https://other.example.org/podcast.xml
  complete: true
  block: true
  locked: true`;

  test('begins from that of all, key by key, but for what is of one feed alone', () => {
    const found = podcasts(
      `podcast:${ALL}\ntags: { harbour: { podcast: { explicit: false, categories: Sports, funding: [], title: Harbour } } }`,
    );
    expect(found?.tags).toEqual({
      harbour: {
        title: 'Harbour',
        author: 'Anna Writer',
        cover: COVER,
        categories: [['Sports']],
        isExplicit: false,
        medium: 'podcast',
        isLocked: true,
        funding: [],
        persons: [],
        txts: [],
        isComplete: false,
        isBlocked: false,
      },
    });
  });

  test('is that of all where it says nothing, but for what is of one feed alone', () => {
    const found = podcasts(`podcast:${ALL}\ntags: { harbour: { podcast: { title: Harbour } } }`) ?? { tags: {} };
    expect(podcastOf(found, '')).toBe(found.all);
    expect(podcastOf(found, 'harbour')).toBe(found.tags.harbour);
    const { title, description, guid, newFeedUrl, ...shared } = found.all ?? {};
    // No name of an object either is a tag of ours.
    for (const slug of ['sea', 'constructor'])
      expect(podcastOf(found, slug)).toEqual({ ...shared, isComplete: false, isBlocked: false });
  });

  test('may be the only one, and says then what every podcast must', () => {
    const found = podcasts('tags: { harbour: { podcast: { cover: cover.jpg, categories: News, explicit: false } } }');
    expect(found).toEqual({ tags: { harbour: podcast() } });
    expect(podcastOf(found ?? { tags: {} }, '')).toBeUndefined();
    expect(podcastOf(found ?? { tags: {} }, 'sea')).toBeUndefined();
    expect(problemsOf('tags: { harbour: { podcast: { title: Harbour } } }')).toEqual([
      'Expected `tags.harbour.podcast.cover` in data/site.yaml to be the path of a picture, such as cover.jpg, got nothing',
      "Expected `tags.harbour.podcast.categories` in data/site.yaml to be one or more of Apple's categories, such as `News > Politics`, got nothing",
      'Expected `tags.harbour.podcast.explicit` in data/site.yaml to be true or false, got nothing',
    ]);
  });

  test('is named where something is wrong with it; what is wrong with that of all is said once', () => {
    expect(
      problemsOf('podcast: { cover: cover.jpg, categories: Politics }\ntags: { sea: { podcast: { explicit: no } } }'),
    ).toEqual([
      'Expected `podcast.explicit` in data/site.yaml to be true or false, got nothing',
      'Expected `podcast.categories` in data/site.yaml to be written with the category above it, such as `News > Politics`, got `Politics`',
      'Expected `tags.sea.podcast.explicit` in data/site.yaml to be true or false, got `no`',
    ]);
  });

  test('POD-20: has no guid that another one has', () => {
    expect(problemsOf(`podcast:${ALL}\ntags: { sea: { podcast: { guid: ${GUID} } } }`)).toEqual([
      `Expected every podcast in data/site.yaml to have a guid of its own, got \`${GUID}\` twice`,
    ]);
  });
});

describe('in a podcast', () => {
  test.each([
    // POD-01
    {
      more: `title: ${'a'.repeat(256)}`,
      problem: '`podcast.title` in data/site.yaml to have at most 255 characters, got 256',
    },
    { more: 'title: [a]', problem: '`podcast.title` in data/site.yaml to be text' },
    {
      more: `author: ${'é'.repeat(256)}`,
      problem: '`podcast.author` in data/site.yaml to have at most 255 characters, got 256',
    },
    // POD-02
    {
      more: `description: ${'é'.repeat(2001)}`,
      problem: '`podcast.description` in data/site.yaml to have at most 4000 bytes in UTF-8, got 4002',
    },
    { more: 'explicit: clean', problem: '`podcast.explicit` in data/site.yaml to be true or false, got `clean`' },
    // POD-03
    { more: 'owner: {}', problem: '`podcast.owner.name` in data/site.yaml to be text, got nothing' },
    {
      more: 'owner: { name: A, email: a }',
      problem: '`podcast.owner.email` in data/site.yaml to be an e-mail address, got `a`',
    },
    { more: 'type: weekly', problem: '`podcast.type` in data/site.yaml to be one of episodic, serial, got `weekly`' },
    // POD-04
    {
      more: 'categories: [news]',
      problem: "`podcast.categories` in data/site.yaml to be a category of Apple's list, such as `News`, got `news`",
    },
    {
      more: 'categories: Mental Health',
      problem:
        '`podcast.categories` in data/site.yaml to be written with the category above it, such as `Health & Fitness > Mental Health`, got `Mental Health`',
    },
    {
      more: 'categories: [{ News: Politics }]',
      problem:
        "`podcast.categories` in data/site.yaml to be a category of Apple's list, such as `News`, `News > Politics`, got `{ News: 'Politics' }`",
    },
    {
      more: 'categories: []',
      problem:
        "`podcast.categories` in data/site.yaml to be one or more of Apple's categories, such as `News > Politics`, got an empty list",
    },
    // POD-06
    {
      more: 'new_feed_url: /podcast.xml',
      problem: '`podcast.new_feed_url` in data/site.yaml to be the address of a feed, http(s), got `/podcast.xml`',
    },
    {
      more: 'complete: Yes please',
      problem: '`podcast.complete` in data/site.yaml to be true or false, got `Yes please`',
    },
    { more: 'block: 1', problem: '`podcast.block` in data/site.yaml to be true or false, got `1`' },
    // POD-20
    ...['abc', '7', GUID.toUpperCase()].map((guid) => ({
      more: `guid: ${guid}`,
      problem: `\`podcast.guid\` in data/site.yaml to be a UUID in small letters, such as ${GUID}, got \`${guid}\`. A podcast that has none yet gets one by itself`,
    })),
    // POD-21
    {
      more: 'medium: radio',
      problem:
        '`podcast.medium` in data/site.yaml to be one of podcast, music, video, film, audiobook, newsletter, blog, publisher, course, podcastL, musicL, videoL, filmL, audiobookL, newsletterL, blogL, publisherL, courseL, mixed, got `radio`',
    },
    { more: 'locked: perhaps', problem: '`podcast.locked` in data/site.yaml to be true or false, got `perhaps`' },
    { more: 'txt: [{ purpose: verify }]', problem: '`podcast.txt.text` in data/site.yaml to be text, got nothing' },
    {
      more: `txt: ${'a'.repeat(4001)}`,
      problem: '`podcast.txt.text` in data/site.yaml to have at most 4000 characters, got 4001',
    },
    // POD-24
    { more: 'persons: [{ role: host }]', problem: '`podcast.persons.name` in data/site.yaml to be text, got nothing' },
    {
      more: `persons: ${'a'.repeat(129)}`,
      problem: '`podcast.persons.name` in data/site.yaml to have at most 128 characters, got 129',
    },
    {
      more: 'persons: [{ name: A, picture: a.jpg }]',
      problem: '`podcast.persons` in data/site.yaml to hold name, role, group, url, img, got `picture`',
    },
    {
      more: 'persons: [{ name: A, img: "javascript:alert(1)" }]',
      problem:
        '`podcast.persons.img` in data/site.yaml to be an address, http(s), or a path such as /logo.png, got `javascript:alert(1)`',
    },
    {
      more: 'funding: https://a.example',
      problem: '`podcast.funding` in data/site.yaml to hold url, text, got `https://a.example`',
    },
    {
      more: `funding: { url: /give, text: ${'a'.repeat(129)} }`,
      problem: '`podcast.funding.text` in data/site.yaml to have at most 128 characters, got 129',
    },
    {
      more: 'funding: { text: Give }',
      problem: '`podcast.funding.url` in data/site.yaml to be an address, http(s), or a path such as /logo.png, got ``',
    },
    {
      more: 'license: [a, b]',
      problem: '`podcast.license` in data/site.yaml to be one, got 2',
    },
    {
      more: 'update_frequency: { text: daily, rrule: every day }',
      problem:
        '`podcast.update_frequency.rrule` in data/site.yaml to be a rule such as FREQ=WEEKLY;BYDAY=MO, got `every day`',
    },
    {
      more: 'owners: { name: A }',
      problem:
        '`podcast` in data/site.yaml to hold title, description, author, owner, cover, categories, explicit, type, medium, locked, funding, persons, txt, license, update_frequency, guid, new_feed_url, complete, block, got `owners`',
    },
  ])('$problem', ({ more, problem }) => {
    // Of a key that is there twice the last one would do, if it were allowed.
    const [key = ''] = more.split(':');
    const needed = { cover: 'cover.jpg', categories: 'News', explicit: 'false' };
    const others = Object.entries(needed).flatMap(([name, value]) => (name === key ? [] : [`${name}: ${value}`]));
    expect(problemsOf(`podcast: { ${[...others, more].join(', ')} }`)).toEqual([`Expected ${problem}`]);
  });

  test('a text of just as many characters as it may have is taken', () => {
    expect(
      problemsWith(`title: ${'🎙'.repeat(255)}, description: ${'é'.repeat(2000)}, persons: ${'a'.repeat(128)}`),
    ).toEqual([]);
  });

  test('POD-02: what is required is asked for, all at once', () => {
    expect(problemsOf('podcast: {}')).toHaveLength(3);
    expect(problemsOf('podcast: News')).toEqual(['Expected `podcast` in data/site.yaml to be `key: value` lines']);
  });
});

describe('POD-05: the cover', () => {
  const problems = (cover: string, bytes: Uint8Array = PICTURE) => {
    const folder = temporaryFolder();
    put(folder, 'art/cover.jpg', bytes);
    const path = join(folder, 'site.yaml');
    try {
      readConfig({ SITE_FILE: path }, () => `podcast: { cover: ${cover}, categories: News, explicit: false }`);
      return [];
    } catch (error) {
      return (error as ConfigError).problems.map((problem) => problem.replaceAll(folder, ''));
    }
  };

  test('is looked for where the site file is', () => {
    expect(problems('art/cover.jpg')).toEqual([]);
    expect(problems('cover.jpg')).toEqual([
      'Expected `podcast.cover` in /site.yaml to be a file, got none that can be opened (ENOENT) (/cover.jpg). Put it there, or name another, as seen from the folder of the site file',
    ]);
    expect(problems(put(temporaryFolder(), 'a.jpg', PICTURE))).toEqual([]);
  });

  test('is told all that is wrong with it, and what to do', () => {
    expect(problems('art/cover.jpg', png(1000, 1200))).toEqual([
      'Expected `podcast.cover` in /site.yaml to be called .png, for it is a PNG, got cover.jpg (/art/cover.jpg). Rename it',
      'Expected `podcast.cover` in /site.yaml to be square, got 1000 x 1200 pixels (/art/cover.jpg). Crop it',
      'Expected `podcast.cover` in /site.yaml to be 1400 to 3000 pixels wide and high, got 1000 x 1200 pixels (/art/cover.jpg). Export it anew in a larger size',
      'Expected `podcast.cover` in /site.yaml to be RGB without transparency, got grey (/art/cover.jpg). Save it as RGB, which is called true colour in a PNG',
    ]);
  });

  test.each([
    '"https://cdn.example.org/cover.jpg"',
    '"//cdn.example.org/a.jpg"',
    '"data:image/png;base64,AAAA"',
    '7',
    '""',
  ])('is a file, and not %s', (cover) => {
    expect(problems(cover)).toEqual([
      expect.stringMatching(
        /^Expected `podcast\.cover` in \/site\.yaml to be the path of a picture, such as cover\.jpg, got `.*`\. Tagwire looks at it and serves it itself, so put it here$/,
      ),
    ]);
  });

  test('has an address that other bytes do not have, and that ends as its type does', () => {
    const { cover } = podcast() ?? {};
    expect(cover && coverPath(cover)).toBe(mediaPath(COVER.hash, 'cover.jpg'));
    expect(cover && coverPath({ ...cover, file: 'data/Our Cover?.JPEG' })).toBe(
      mediaPath(COVER.hash, 'our-cover.jpeg'),
    );
  });
});

describe('for publishers', () => {
  const page = readFileSync(new URL('../docs/podcasts.md', import.meta.url), 'utf8');

  test('docs/podcasts.md has every key, and examples that can be used', () => {
    const keys = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
    expect(problemsOf('podcast: { none: of these }').at(0)).toContain(` to hold ${keys.join(', ')}, got`);
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml]) => yaml).join('');
    expect(podcasts(examples)).toMatchObject({
      all: { author: 'The Harbour Courier', categories: [['News', 'Politics']] },
      tags: { harbour: { author: 'The Harbour Courier', categories: [['Leisure']] } },
    });
  });

  test('data/site.yaml has an example, which can be used', () => {
    const file = fileURLToPath(new URL('../data/site.yaml', import.meta.url));
    const used = readFileSync(file, 'utf8').replace(/^# {4}podcast:.*\n(?:# {6}.*\n)*/m, (lines) =>
      lines.replaceAll(/^#/gm, ''),
    );
    expect(readConfig({ SITE_FILE: file }, () => used).site.podcasts).toMatchObject({
      all: { owner: { email: 'voices@courier.example' }, cover: { type: 'image/png' } },
      tags: { harbour: { title: 'The harbour, hour by hour' } },
    });
  });
});
