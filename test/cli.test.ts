// The command line as its user meets it: real processes, exit codes, one clear line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { png } from './support/media.ts';
import { article, eventually, put, temporaryFolder } from './support/publication.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function start(words: readonly string[], environment: Record<string, string> = {}, root = temporaryFolder()) {
  const child = spawn(process.execPath, [main, ...words], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: `sqlite:${join(root, 's.db')}`,
      SETTLE_MS: '0',
      PORT: '0',
      ...environment,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => {
    out += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data;
  });
  const done = once(child, 'close').then(([code]) => ({ code: code as number, out, err }));
  const hasBegun = async () => {
    while (!out.includes('\n')) {
      const ended = await Promise.race([once(child.stdout, 'data').then(() => undefined), done]);
      if (ended) throw new Error(`Expected a line, it ended with ${ended.code}: ${ended.err}`);
    }
  };
  const listening = async () => {
    await hasBegun();
    return JSON.parse(out.split('\n')[0] ?? '') as { url: string };
  };
  /** Resolves when the process has said so on standard error, or ended. */
  const hasSaid = (word: string) =>
    eventually(
      async () => err,
      (text) => text.includes(word) || child.exitCode !== null,
    );
  return { child, done, hasBegun, listening, hasSaid, root };
}
const run = (...of: Parameters<typeof start>) => start(...of).done;

test('the entry of `bin` can be run as it is', () => {
  expect(statSync(main).mode & 0o111).toBe(0o111);
});

test('what is compiled is kept for the next start, if it can be', async () => {
  const cache = join(temporaryFolder(), 'cache');
  expect(await run(['--version'], { NODE_COMPILE_CACHE: cache })).toMatchObject({ code: 0, err: '' });
  expect(readdirSync(cache, { recursive: true }).length).toBeGreaterThan(100);
  const file = put(temporaryFolder(), 'file', 'no folder');
  expect(await run(['--version'], { NODE_COMPILE_CACHE: file })).toMatchObject({ code: 0, err: '' });
});

test('where nothing is said of it, it is kept with the packages, not where all users may write', async () => {
  const kept = fileURLToPath(new URL('../node_modules/.cache/tagwire', import.meta.url));
  rmSync(kept, { recursive: true, force: true, maxRetries: 5 });
  await run(['--version']);
  expect(readdirSync(kept, { recursive: true }).length).toBeGreaterThan(100);
});

describe('exit code 0', () => {
  test('for --version and --help, which names the exit codes', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(await run(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes:') });
  });

  test('for a refresh, which prints one JSON line for each change and problem, and nothing twice', async () => {
    const articles = temporaryFolder();
    put(articles, 'good.txt', article('It rained in the night.'));
    put(articles, 'bad.md', '---\ndate: someday\n---\nText\n');
    const environment = { DATABASE_URL: `sqlite:${join(temporaryFolder(), 's.db')}` };
    const events = async () =>
      (await run(['refresh', articles], environment)).out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    expect(await events()).toEqual([
      expect.objectContaining({ event: 'added', path: 'good.txt', title: 'It rained in the night' }),
      expect.objectContaining({ event: 'refused', path: 'bad.md', line: 2, field: 'date', found: '"someday"' }),
      { event: 'done', added: 1, refused: 1 },
    ]);
    // Still refused, though nothing has changed.
    expect(await events()).toEqual([
      expect.objectContaining({ event: 'refused', path: 'bad.md' }),
      { event: 'done', refused: 1 },
    ]);
  });

  test('for a refresh whose reader has seen enough', async () => {
    const articles = temporaryFolder();
    for (let number = 0; number < 1000; number += 1)
      put(articles, `${number}.txt`, article(`Article ${number} is about itself.`));
    const { child, done } = start(['refresh', articles]);
    child.stdout.destroy();
    expect(await done).toMatchObject({ code: 0, err: '' });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('after %s, with the request in flight answered', async (signal) => {
    const articles = temporaryFolder();
    put(articles, 'a.txt', article('It rained in the night.'));
    const { child, done, listening } = start(['serve', articles]);
    const { url } = await listening();
    const answer = new Promise<string>((resolve, reject) => {
      get(`${url}rss.xml`, { agent: false }, (response) => {
        child.kill(signal);
        let text = '';
        response.on('data', (data) => {
          text += data;
        });
        response.on('end', () => resolve(text));
      }).on('error', reject);
    });
    expect(await answer).toContain('</rss>');
    expect(await done).toMatchObject({ code: 0 });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'for a refresh after %s, which keeps what it has done and goes on the next time',
    async (signal) => {
      const articles = temporaryFolder();
      const count = 5000;
      for (let number = 0; number < count; number += 1)
        put(articles, `${number}.txt`, article(`Article ${number} is about itself.`));
      const environment = { DATABASE_URL: `sqlite:${join(temporaryFolder(), 's.db')}` };
      const { child, done, hasBegun } = start(['refresh', articles], environment);
      // A program is told of every change as soon as it is saved.
      await hasBegun();
      child.kill(signal);
      const { code, out } = await done;
      expect(code).toBe(0);
      const said = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { event: string; added?: number });
      expect(said.map(({ event }) => event)).toContain('cut short');
      const { added } = said.at(-1) ?? {};
      expect(added).toBeLessThan(count);
      const next = (await run(['refresh', articles], environment)).out.trim().split('\n').at(-1) ?? '';
      expect(JSON.parse(next)).toEqual({ event: 'done', added: count - (added ?? 0) });
    },
  );
});

describe('exit code 1', () => {
  test('for a port in use, with what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { code, err } = await run(['serve', temporaryFolder()], { PORT: String(port) });
    expect(code).toBe(1);
    expect(err).toBe(
      `tagwire: Port ${port} is in use. Stop the other program, or set PORT to another number (0 picks a free one).\n`,
    );
  });

  test('for a check of a file that would be refused', async () => {
    const folder = temporaryFolder();
    const good = put(folder, 'good.txt', article('It rained in the night.'));
    const bad = put(folder, 'bad.txt', new Uint8Array([1, 0, 2]));
    expect(await run(['check', good])).toMatchObject({
      code: 0,
      out: expect.stringContaining('"title":"It rained in the night"'),
    });
    expect(await run(['check', good, bad])).toMatchObject({ code: 1, out: expect.stringContaining('binary data') });
    expect(await run(['check', join(folder, 'none.txt')])).toMatchObject({ code: 1 });
  });

  test('for a refresh that finds most articles gone, unless that was meant', async () => {
    const articles = temporaryFolder();
    const files = Array.from({ length: 10 }, (_, number) =>
      put(articles, `${number}.txt`, article(`Article ${number} is about itself.`)),
    );
    const environment = { DATABASE_URL: `sqlite:${join(temporaryFolder(), 's.db')}` };
    await run(['refresh', articles], environment);
    for (const file of files) rmSync(file);
    const last = (out: string) => JSON.parse(out.trim().split('\n').at(-1) ?? '') as unknown;
    const alarm = await run(['refresh', articles], environment);
    expect(alarm).toMatchObject({ code: 1, out: expect.stringContaining('{"event":"loss","gone":10,"known":10}') });
    expect(last(alarm.out)).toEqual({ event: 'done' });
    const meant = await run(['refresh', '--confirm-loss', articles], environment);
    expect({ ...meant, out: last(meant.out) }).toMatchObject({ code: 0, out: { event: 'done', withdrawn: 10 } });
  });

  test('for a store that is no database', async () => {
    const file = join(temporaryFolder(), 's.db');
    writeFileSync(file, 'This is a letter to my aunt, and it is long enough to be one.'.repeat(50));
    const { code, err } = await run(['refresh', temporaryFolder()], { DATABASE_URL: `sqlite:${file}` });
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(`The store ${file} cannot be opened: file is not a database`);
    expect(err).toContain('DATABASE_URL');
  });

  // A name that no resolver asks anybody for.
  test('for a host that cannot be found, or is another machine, by its setting', async () => {
    expect(await run(['serve', temporaryFolder()], { HOST: 'no..host' })).toMatchObject({
      code: 1,
      err: 'tagwire: HOST no..host cannot be found. Set it to 127.0.0.1 or 0.0.0.0.\n',
    });
    expect(await run(['serve', temporaryFolder()], { HOST: '192.0.2.1' })).toMatchObject({
      code: 1,
      err: 'tagwire: HOST 192.0.2.1 is no address of this machine. Set it to 127.0.0.1 or 0.0.0.0.\n',
    });
  });
});

describe('exit code 2', () => {
  test('for an unknown option or command', async () => {
    expect(await run(['--nonsense'])).toMatchObject({ code: 2, err: expect.stringContaining('--nonsense') });
    expect(await run(['refresh', 'a', 'b'])).toMatchObject({ code: 2 });
  });

  test('for a word that is no command, with those that there are', async () => {
    const commands = 'The commands are serve, refresh, problems and check.\n';
    expect(await run(['server'], { INIT_CWD: temporaryFolder() })).toMatchObject({
      code: 2,
      err: `tagwire: server is neither a folder nor a command. ${commands}`,
    });
    expect(await run(['chekc', 'a.txt'])).toMatchObject({ code: 2, err: expect.stringContaining(commands) });
  });

  test('for bad settings, all of them at once', async () => {
    const { code, err } = await run(['serve'], { PORT: 'x', TIMEZONE: 'y', REFRESH_CRON: 'z' });
    expect(code).toBe(2);
    for (const name of ['PORT', 'TIMEZONE', 'REFRESH_CRON']) expect(err).toContain(`Expected ${name} to be`);
  });

  test('for a folder that is named and not there, though the store has a library', async () => {
    const articles = temporaryFolder();
    put(articles, 'a.txt', article('It rained in the night.'));
    const environment = { DATABASE_URL: `sqlite:${join(temporaryFolder(), 's.db')}` };
    expect(await run(['refresh', articles], environment)).toMatchObject({ code: 0 });
    expect(await run(['serve', 'no/such/folder'], environment)).toMatchObject({ code: 2 });
  });

  test('for a folder that is not there, with what to do', async () => {
    for (const command of ['serve', 'refresh']) {
      const { code, err } = await run([command, 'no/such/folder']);
      expect(code).toBe(2);
      expect(err).toMatch(
        /^tagwire: The articles folder no\/such\/folder does not exist\. Create it, or name another: .+\n$/,
      );
    }
  });
});

describe('under npm', () => {
  const npm = { npm_lifecycle_event: 'start', npm_package_name: 'tagwire' };

  test('folders and files are those of the folder in which the command was typed', async () => {
    const there = temporaryFolder();
    put(there, 'articles/a.txt', article('It rained in the night.'));
    const environment = { ...npm, INIT_CWD: there };
    expect(await run(['refresh', 'articles'], environment)).toMatchObject({
      code: 0,
      out: expect.stringContaining('"added"'),
    });
    expect(await run(['check', 'articles/a.txt'], environment)).toMatchObject({ code: 0 });
    // Settings are those of the package's folder.
    expect(await run(['refresh'], { ...environment, ARTICLES_DIR: 'articles' })).toMatchObject({ code: 2 });
  });

  test("in a script of another package they are those of that script's folder", async () => {
    const root = temporaryFolder();
    put(root, 'articles/a.txt', article('It rained in the night.'));
    const environment = { ...npm, npm_package_name: 'other', INIT_CWD: temporaryFolder() };
    expect(await run(['refresh', 'articles'], environment, root)).toMatchObject({ code: 0 });
  });

  test('the commands to type are those of npm', async () => {
    expect((await run(['--help'], npm)).out).toContain('Usage: npm start -- [options]');
    expect((await run(['--help'])).out).toContain('Usage: tagwire [options]');
    expect((await run(['refresh', 'none'], npm)).err).toContain('npm start -- serve <folder>');
  });
});

test('an error is one line, whatever a name holds', async () => {
  const { err } = await run(['refresh', 'no\nsuch\u001b[2J folder']);
  expect(err).toMatch(/^tagwire: The articles folder no such\[2J folder does not exist\..+\n$/);
});

describe('serve', () => {
  test('on port 0 prints the address that it got, and answers there', async () => {
    const articles = temporaryFolder();
    put(articles, 'a.txt', article('It rained in the night.'));
    const { listening } = start(['serve', articles]);
    const said = await listening();
    expect(said).toMatchObject({
      event: 'listening',
      articles,
      url: expect.stringMatching(/^http:\/\/localhost:\d+\/$/),
    });
    expect(await (await fetch(`${said.url}rss.xml`)).text()).toContain('It rained');
  });

  test('prints the public address where there is one', async () => {
    const { listening } = start(['serve', temporaryFolder()], { BASE_URL: 'https://news.example.org/feeds/' });
    expect(await listening()).toMatchObject({ url: 'https://news.example.org/feeds/', port: expect.any(Number) });
  });

  test.each([
    { host: '0.0.0.0', baseUrl: '', warns: true },
    { host: '0.0.0.0', baseUrl: 'https://news.example.org', warns: false },
    { host: '127.0.0.1', baseUrl: '', warns: false },
  ])('on $host with the public address "$baseUrl" warns of links to localhost: $warns', async (given) => {
    const { child, done, listening } = start(['serve', temporaryFolder()], {
      HOST: given.host,
      BASE_URL: given.baseUrl,
    });
    await listening();
    child.kill('SIGINT');
    expect((await done).err.includes('BASE_URL is not set, so all links lead to localhost')).toBe(given.warns);
  });

  test('without a command serves ARTICLES_DIR', async () => {
    const articles = temporaryFolder();
    put(articles, 'a.txt', article('It rained in the night.'));
    const { listening } = start([], { ARTICLES_DIR: articles });
    const { url } = await listening();
    expect(await (await fetch(`${url}feed.json`)).text()).toContain('It rained');
  });

  test('goes on with what is in the store while the folder of the settings is away', async () => {
    const articles = temporaryFolder();
    put(articles, 'a.txt', article('It rained in the night.'));
    const environment = { DATABASE_URL: `sqlite:${join(temporaryFolder(), 's.db')}`, LOG_LEVEL: 'silent' };
    await run(['refresh', articles], environment);
    const { listening } = start(['serve'], { ...environment, ARTICLES_DIR: join(articles, 'away') });
    const { url } = await listening();
    expect(await (await fetch(`${url}rss.xml`)).text()).toContain('It rained');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('finishes a request that was half sent before %s', async (signal) => {
    const articles = temporaryFolder();
    put(articles, 'a.txt', article('It rained in the night.'));
    const { child, done, listening, hasSaid } = start(['serve', articles]);
    const { url } = await listening();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET /rss.xml HTTP/1.1\r\nHost: localhost\r\n');
    // The server has to have seen the first half; another whole request comes after it.
    await (await fetch(`${url}rss.xml`, { headers: { connection: 'close' } })).text();
    child.kill(signal);
    await hasSaid('stopping');
    socket.write('Connection: close\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('</rss>');
    expect(await done).toMatchObject({ code: 0 });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'ends with 0 when %s comes before the first articles are in',
    async (signal) => {
      const probe = createServer().listen(0, '127.0.0.1');
      await once(probe, 'listening');
      const { port } = probe.address() as AddressInfo;
      probe.close();
      await once(probe, 'close');
      const articles = temporaryFolder();
      put(articles, 'a.txt', article('It rained in the night.'));
      const { child, done } = start(['serve', articles], { PORT: String(port), SETTLE_MS: '5000' });
      const early = await eventually(
        () => fetch(`http://127.0.0.1:${port}/`).catch(() => undefined),
        (answer) => answer !== undefined,
      );
      expect(early?.status).toBe(503);
      child.kill(signal);
      expect(await done).toMatchObject({ code: 0 });
    },
  );

  test('ends at once when asked twice, with a reader that never ends', async () => {
    const { child, done, listening, hasSaid } = start(['serve', temporaryFolder()]);
    const { url } = await listening();
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
    socket.write('GET /rss.xml HTTP/1.1\r\n');
    await (await fetch(`${url}rss.xml`, { headers: { connection: 'close' } })).text();
    child.kill('SIGINT');
    await hasSaid('stopping');
    child.kill('SIGINT');
    const { code, err } = await done;
    expect(code).toBe(0);
    // Without the second signal it would have waited, and cut the connection in the end.
    expect(err).not.toContain('connections cut');
    socket.destroy();
  });
});

describe('settings come from', () => {
  test('.env in the working directory, and the environment goes before it', async () => {
    const folder = temporaryFolder();
    put(folder, '.env', 'TIMEZONE=Mars/Base\nFEED_LIMIT=none\n');
    const { code, err } = await run(['refresh', folder], { FEED_LIMIT: '10' }, folder);
    expect(code).toBe(2);
    expect(err).toBe(
      'tagwire: Expected TIMEZONE to be a time zone such as UTC or Europe/Kyiv, got `Mars/Base`\ntagwire: See .env.example for every setting.\n',
    );
  });

  test('no folder that is called .env', async () => {
    const folder = temporaryFolder();
    put(folder, '.env/file', '');
    const { code, err } = await run(['refresh', folder], {}, folder);
    expect(code).toBe(2);
    expect(err).toMatch(/^tagwire: Expected \.env to be a file that can be read, got a folder\n.+\n$/);
  });

  test('the site file, whose mistakes are named beside those of the environment', async () => {
    const folder = temporaryFolder();
    const siteFile = put(folder, 'site.yaml', 'language: 17 languages\nauthors: []\n');
    const { code, err } = await run(['serve', folder], { SITE_FILE: siteFile, CACHE_MB: 'all' });
    expect(code).toBe(2);
    for (const word of ['CACHE_MB', '`language`', '`authors`']) expect(err).toContain(word);
    expect(await run(['serve', folder], { SITE_FILE: folder, CACHE_MB: 'all' })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/CACHE_MB.*\n.*SITE_FILE/),
    });
  });

  test.each(['serve', 'refresh', 'check', 'check --for flipboard'])(
    'POD-04, POD-05: the site file, of whose podcasts all that is wrong is named by %s',
    async (command) => {
      const folder = temporaryFolder();
      put(folder, 'art/cover.png', png(1400, 1300));
      const yaml =
        'podcast: { cover: art/cover.png, categories: [Politics] }\ntags: { sea: { podcast: { explicit: maybe } } }\n';
      const siteFile = put(folder, 'site.yaml', yaml);
      const articles = put(temporaryFolder(), 'a.txt', article('It rained in the night.'));
      const { code, out, err } = await run(command.split(' '), {
        SITE_FILE: siteFile,
        ARTICLES_DIR: dirname(articles),
        PORT: 'all',
      });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      const cover = `(${join(folder, 'art/cover.png')})`;
      expect(err.trimEnd().split('\n')).toEqual(
        [
          'Expected PORT to be a whole number from 0 to 65535, got `all`',
          `Expected \`podcast.explicit\` in ${siteFile} to be true or false, got nothing`,
          `Expected \`podcast.cover\` in ${siteFile} to be square, got 1400 x 1300 pixels ${cover}. Crop it`,
          `Expected \`podcast.cover\` in ${siteFile} to be 1400 to 3000 pixels wide and high, got 1400 x 1300 pixels ${cover}. Export it anew in a larger size`,
          `Expected \`podcast.cover\` in ${siteFile} to be RGB without transparency, got grey ${cover}. Save it as RGB, which is called true colour in a PNG`,
          `Expected \`podcast.categories\` in ${siteFile} to be written with the category above it, such as \`News > Politics\`, got \`Politics\``,
          `Expected \`tags.sea.podcast.explicit\` in ${siteFile} to be true or false, got \`maybe\``,
          'See .env.example for every setting.',
        ].map((line) => `tagwire: ${line}`),
      );
    },
  );
});

describe('problems', () => {
  test('lists what is refused and what was repaired, since when', async () => {
    const articles = temporaryFolder();
    put(articles, 'bad.md', '---\ndate: someday\n---\nText\n');
    put(articles, 'mended.md', '---\ntitle: Rain: a report\n---\nIt rained.\n');
    const { root, done } = start(['refresh', articles]);
    await done;
    const { code, out } = await run(['problems'], {}, root);
    expect(code).toBe(0);
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const times = { firstSeen: expect.stringMatching(/^20.+Z$/), lastSeen: expect.stringMatching(/^20.+Z$/) };
    expect(events).toEqual([
      {
        event: 'refused',
        path: 'bad.md',
        line: 2,
        field: 'date',
        expected: expect.any(String),
        found: '"someday"',
        ...times,
      },
      { event: 'repaired', path: 'mended.md', why: expect.stringContaining('YAML'), ...times },
    ]);
  });

  test('says that there is no store where there is none, and makes none', async () => {
    const { root, done } = start(['problems']);
    expect(await done).toMatchObject({ code: 2, err: expect.stringContaining('no store yet') });
    expect(existsSync(join(root, 's.db'))).toBe(false);
  });
});

describe('check', () => {
  const check = async (files: readonly string[], articles: string) => {
    const { code, out } = await run(['check', ...files], { ARTICLES_DIR: articles });
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; path: string } & Record<string, unknown>);
    return { code, out, events };
  };

  test('shows what was left out and what was repaired', async () => {
    const articles = temporaryFolder();
    const file = put(articles, 'a.txt', article('It rained in the night.'));
    const mended = put(articles, 'b.md', '---\ntitle: Rain: a report\n---\nIt rained.\n');
    const { events } = await check([file, mended], articles);
    expect(events.map(({ remarks }) => remarks)).toEqual([
      [{ kind: 'left out', why: 'what follows `Related:`', text: 'An appeal.' }],
      [{ kind: 'repaired', why: expect.stringContaining('YAML') }],
    ]);
  });

  test('without a file looks at the whole folder, and publishes nothing', async () => {
    const articles = temporaryFolder();
    put(articles, 'a.txt', article('It rained in the night.'));
    put(articles, 'deep/b.md', '---\ndate: someday\n---\nText\n');
    put(articles, 'c.md', '---\ntitle: A draft\ndate: 2025-01-03\ndraft: true\n---\nText\n');
    symlinkSync(main, join(articles, 'd.txt'));
    const { root, done } = start(['check'], { ARTICLES_DIR: articles });
    const { code, out } = await done;
    expect(code).toBe(1);
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; path: string })
      .map(({ event, path }) => `${event} ${path}`);
    expect(events.sort()).toEqual([
      `good ${join(articles, 'a.txt')}`,
      `refused ${join(articles, 'd.txt')}`,
      `refused ${join(articles, 'deep/b.md')}`,
      `skipped ${join(articles, 'c.md')}`,
    ]);
    expect(existsSync(join(root, 's.db'))).toBe(false);
  });

  test('of a folder that is named reads all in it, and shows no texts', async () => {
    const articles = temporaryFolder();
    put(articles, 'news/a.txt', article('It rained in the night.'));
    put(articles, 'news/deep/b.txt', article('It rained in the morning.'));
    put(articles, 'c.txt', article('It rained at noon.'));
    const elsewhere = temporaryFolder();
    put(elsewhere, 'd.jsonl', '{"title":"A","text":"It rained."}\n{"title":"B","text":"It poured."}\n');
    const { events, code } = await check([join(articles, 'news'), elsewhere], articles);
    expect(code).toBe(0);
    expect(events.map(({ path }) => path)).toEqual([
      join(articles, 'news/a.txt'),
      join(articles, 'news/deep/b.txt'),
      join(elsewhere, 'd.jsonl/line-1'),
      join(elsewhere, 'd.jsonl/line-2'),
    ]);
  });

  test('reads a named file of the articles folder as a refresh would: its place counts', async () => {
    const articles = temporaryFolder();
    const dated = put(articles, '2024/05/06/index-of-it.md', 'It rained.\n');
    const elsewhere = put(temporaryFolder(), '2024/05/06/index-of-it.md', 'It rained.\n');
    const { events } = await check([dated, elsewhere], articles);
    expect(events[0]).toMatchObject({ path: dated, published: '2024-05-06T00:00:00.000Z' });
    expect(events[1]?.published).not.toMatch(/^2024-05-06/);
  });

  test('refuses a named file that a refresh would refuse, or not even see', async () => {
    const articles = temporaryFolder();
    const link = join(articles, 'a.txt');
    symlinkSync(put(temporaryFolder(), 'a.txt', article('It rained in the night.')), link);
    const hidden = put(articles, '.drafts/b.txt', article('It rained in the night.'));
    const large = put(articles, 'c.txt', new Uint8Array(10 * 1024 * 1024 + 1).fill(97));
    const { code, events } = await check([link, hidden, large, join(articles, 'none.txt')], articles);
    expect(code).toBe(1);
    expect(events.map(({ found }) => found)).toEqual([
      'a symbolic link that leads out of it',
      'a file that is left out',
      '10485761 bytes',
      'nothing',
    ]);
  });

  test('reads a large file apart from the others, and ends at once when it is asked to', async () => {
    const articles = temporaryFolder();
    const large = put(articles, 'a.md', `---\ntitle: A\n---\n${'Some words. '.repeat(10_000)}\n`);
    expect(await check([large], articles)).toMatchObject({ code: 0, events: [{ event: 'good', title: 'A' }] });
    // A parser would sit over it for hours.
    const hostile = put(articles, 'b.md', `---\ntitle: B\n---\n${'a|b\n-|-\n'.repeat(1_000_000)}\n`);
    const { child, done, hasBegun } = start(['check', large, hostile], { ARTICLES_DIR: articles });
    await hasBegun();
    child.kill('SIGINT');
    const { code, out } = await done;
    expect({ code, lines: out.trim().split('\n').length }).toEqual({ code: 0, lines: 1 });
  });

  test('reads a file with an article in every line whatever its size', async () => {
    const articles = temporaryFolder();
    const line = (title: string) => `${JSON.stringify({ title, text: `${title} ${'x'.repeat(1000)}` })}\n`;
    const lines = Array.from({ length: 10_500 }, (_, index) => line(`Article ${index}`)).join('');
    const file = put(articles, 'a.jsonl', lines);
    for (const named of [[file], []]) {
      const { code, events } = await check(named, articles);
      expect({ code, count: events.length }).toEqual({ code: 0, count: 10_500 });
      expect(events.at(-1)).toMatchObject({ event: 'good', title: 'Article 10499' });
      expect(new Set(events.map(({ path }) => path)).size).toBe(10_500);
    }
  });

  test('shows all that an article says, with links to the site as they stand on it', async () => {
    const articles = temporaryFolder();
    const fields = {
      title: 'A title',
      date: '2024-05-06',
      updated: '2024-05-07T10:00:00Z',
      tags: ['One', 'Two'],
      author: 'Jane Doe',
      language: 'en-GB',
      image: '/img/x.jpg',
      id: 'tag:example.org,2024:1',
      slug: 'a-slug',
      description: 'In short.',
    };
    const head = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    const picture = png(8, 4);
    put(articles, 'img/x.jpg', picture);
    const file = put(articles, 'a.md', `---\n${head.join('\n')}\n---\nSee [One](/tags/one/).\n`);
    const moved = put(articles, 'b.md', '---\ntitle: B\ncanonical: https://other.example/b\n---\nText\n');
    const { out, events } = await check([file, moved], articles);
    expect(events).toEqual([
      {
        event: 'good',
        path: file,
        title: 'A title',
        published: '2024-05-06T00:00:00.000Z',
        isDateOnly: true,
        updated: '2024-05-07T10:00:00.000Z',
        tags: ['One', 'Two'],
        authors: [{ name: 'Jane Doe' }],
        language: 'en-GB',
        picture: {
          url: expect.stringMatching(/^\/media\/[0-9a-f]{20}\/x\.png$/),
          type: 'image/png',
          length: picture.length,
          width: 8,
          height: 4,
        },
        // It is no JPEG, whatever its name says.
        remarks: [{ kind: 'repaired', why: expect.stringContaining('image/png'), text: 'img/x.jpg' }],
        id: 'tag:example.org,2024:1',
        slug: 'a-slug',
        summary: 'In short.',
        content: '<p>See <a href="/tags/one/">One</a>.</p>',
      },
      expect.objectContaining({ path: moved, link: 'https://other.example/b' }),
    ]);
    expect(out).not.toContain('\\u0001');
  });
});

describe('check --for', () => {
  const checkFor = async (taker: string, articles: string, environment: Record<string, string> = {}) => {
    const { root, done } = start(['check', '--for', taker, articles], {
      BASE_URL: 'https://news.example.org',
      ...environment,
    });
    const { code, out, err } = await done;
    const events = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { event: string } & Record<string, unknown>);
    return { code, err, events, said: (event: string) => events.filter((one) => one.event === event), root };
  };
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000).toISOString();
  const write = (articles: string, name: string, fields: Record<string, string>) => {
    const head = Object.entries(fields).map(([field, value]) => `${field}: ${JSON.stringify(value)}`);
    return put(articles, name, `---\n${head.join('\n')}\n---\nIt rained, and then it stopped.\n`);
  };
  const title = 'It rained in the night, and then it stopped';

  test('NEWS-08: ends with 0 when all that must be is, and publishes nothing', async () => {
    const articles = temporaryFolder();
    write(articles, 'deep/a.md', { title, date: daysAgo(1), updated: daysAgo(-5) });
    // What lies ahead, has ended, or is a draft, is not published.
    write(articles, 'b.md', { title: 'B', date: daysAgo(-1) });
    write(articles, 'c.md', { title: 'C', date: daysAgo(2), expiryDate: daysAgo(1) });
    const { code, events, said, root } = await checkFor('msn', articles);
    expect({ code, failed: said('failed') }).toEqual({ code: 0, failed: [] });
    expect(events.at(-1)).toEqual({ event: 'done', for: 'msn', articles: 1, passed: 6, failed: 0, warned: 0 });
    expect(said('note').map(({ note }) => note)).toContainEqual(expect.stringContaining('only Microsoft can say'));
    expect(existsSync(join(root, 's.db'))).toBe(false);
  });

  test('NEWS-08: ends with 1 when something is not as it must be, with the first articles and what to do', async () => {
    const articles = temporaryFolder();
    for (let number = 1; number <= 7; number += 1)
      write(articles, `${number}.md`, { title: `Number ${number}`, date: daysAgo(number) });
    put(articles, 'refused.md', '---\ndate: someday\n---\nText\n');
    put(articles, '1.png', png(100, 100));
    const { code, said } = await checkFor('msn', articles);
    expect(code).toBe(1);
    expect(said('failed')).toEqual([
      {
        event: 'failed',
        for: 'msn',
        rule: 'NEWS-08',
        level: 'must',
        asks: 'Each title has 20 to 150 characters.',
        passed: 0,
        failed: 7,
        first: [1, 2, 3, 4, 5].map((number) => ({ name: `${number}.md`, why: 'its title has 8 characters' })),
        remedy: expect.stringContaining('longer'),
      },
      expect.objectContaining({
        asks: 'Pictures are at least 150 pixels wide.',
        first: [{ name: '1.md', why: 'a picture has 100 pixels' }],
      }),
    ]);
    expect(said('note').map(({ note }) => note)).toContainEqual(
      expect.stringMatching(/^Files that are refused.*: 1\./),
    );
  });

  test('NEWS-06: what merely should be is a warning, and ends with 0', async () => {
    const articles = temporaryFolder();
    put(articles, 'a.txt', article('It rained in the night.'));
    const { code, said } = await checkFor('flipboard', articles);
    expect({ code, failed: said('failed') }).toEqual({ code: 0, failed: [] });
    expect(said('warned').map(({ rule, level }) => `${rule} ${level}`)).toEqual(Array(3).fill('NEWS-06 should'));
  });

  test('NEWS-01: names, languages and dates come from the settings and from the articles', async () => {
    const articles = temporaryFolder();
    write(articles, 'a.md', { title, date: daysAgo(1), canonical: 'https://other.example/a' });
    const site = put(temporaryFolder(), 'site.yaml', 'title: Courier\n');
    const named = await checkFor('google-news', articles, { SITE_FILE: site });
    expect({ code: named.code, warned: named.said('warned') }).toEqual({
      code: 0,
      warned: [expect.objectContaining({ rule: 'NEWS-02', first: [{ name: 'a.md', why: expect.any(String) }] })],
    });
    expect(await checkFor('google-news', articles)).toMatchObject({ code: 1 });
  });

  test('NEWS-07: without a logo ends with 1', async () => {
    const { code, said } = await checkFor('smartnews', temporaryFolder());
    expect({ code, failed: said('failed').map(({ asks }) => asks) }).toEqual({
      code: 1,
      failed: ['The publication has a logo.'],
    });
  });

  test('POD-02, POD-11: without a podcast, or with what no directory plays, ends with 1', async () => {
    const articles = temporaryFolder();
    write(articles, 'a.md', { title, date: daysAgo(1), audio: 'https://example.org/a.ogg' });
    const { code, said } = await checkFor('apple', articles);
    expect({ code, failed: said('failed').map(({ rule, first }) => [rule, first]) }).toEqual({
      code: 1,
      failed: [
        ['POD-02', [{ why: expect.stringContaining('data/site.yaml') }]],
        ['POD-11', [{ name: 'a.md', why: 'it is audio/ogg' }]],
      ],
    });
  });

  test('an aggregator that nobody knows ends with 2, and names those that there are', async () => {
    expect(await run(['check', '--for', 'gazette', temporaryFolder()])).toMatchObject({
      code: 2,
      out: '',
      err: 'tagwire: Expected --for to be one of google-news, flipboard, smartnews, msn, apple, psp-1, got `gazette`\n',
    });
  });

  test('more than one folder, or what is none, ends with 2', async () => {
    const articles = temporaryFolder();
    const file = put(articles, 'a.txt', article('It rained in the night.'));
    expect(await run(['check', '--for', 'msn', file])).toMatchObject({
      code: 2,
      err: expect.stringContaining('is a file'),
    });
    expect(await run(['check', '--for', 'msn', articles, articles])).toMatchObject({
      code: 2,
      err: expect.stringContaining('one folder'),
    });
  });
});
