// The page on which tags are combined, over a real server: what it shows, what it says of errors, and what it costs.
import { HtmlValidate } from 'html-validate';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { startRefresher } from '../../src/refresher.ts';
import { TagNames } from '../../src/serve/builder.ts';
import { BusyError } from '../../src/store/readers.ts';
import { ask } from '../support/ask.ts';
import { article, eventually, publication, put, silent } from '../support/publication.ts';

const BASE_URL = 'https://news.example.org/feeds';
const ARTICLES = { ships: 'NATO, Sport', treaty: 'NATO, European Union', budget: 'European Union', race: 'Sport' };

async function serve(articles: Readonly<Record<string, string>> = ARTICLES, siteYaml?: string) {
  const site = publication({ BASE_URL, WATCH: 'false' }, siteYaml);
  const write = (name: string, tags: string) =>
    put(site.articles, `${name}.txt`, article(`Of ${name} there is something new.`, { tags }));
  for (const [name, tags] of Object.entries(articles)) write(name, tags);
  put(site.articles, 'by.md', '---\ntitle: By\nauthor: Natalia\n---\nText.\n');
  const { port, schedule } = await site.start({}, silent, { startRefresher });
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) => ask(port, path, { headers });
  const read = async (query: string) => {
    // Who is told that too much is asked for on a slow machine comes again.
    const { status, headers, body } = await eventually(
      () => get(`/combine/${query}`),
      (answer) => answer.status !== 503,
    );
    const html = body.toString();
    const { document } = parseHTML(html);
    const texts = (selector: string) => [...document.querySelectorAll(selector)].map((one) => one.textContent ?? '');
    return {
      status,
      headers,
      html,
      document,
      told: texts('#told')[0],
      problems: texts('.problem').filter((text) => text !== ''),
      fields: [...document.querySelectorAll('.term input')].map((one) => one.getAttribute('value')),
      addresses: texts('.addresses code'),
      names: texts('.articles h3').map((title) => title.split(' ')[1]),
    };
  };
  return { ask: get, read, write, refresh: () => schedule.refresh() };
}

/** The query of terms, each `how tag`. */
const query = (...terms: string[]) =>
  `?${new URLSearchParams(
    terms.flatMap((term, index) => {
      const [how = '', ...tag] = term.split(' ');
      return [
        [`how${index + 1}`, how],
        [`tag${index + 1}`, tag.join(' ')],
      ];
    }),
  )}`;

const MANY = Array.from({ length: 9 }, () => 'or nato');

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'doctype-style': 'off' },
});

test.each([
  { of: 'nothing', asked: '' },
  { of: 'one tag', asked: query('and nato') },
  { of: 'several', asked: query('and nato', 'not sport', 'or european-union') },
  { of: 'an unknown tag, and another', asked: query('and "><b>', 'or nat') },
  { of: 'too many', asked: query(...MANY) },
  { of: 'what can never be', asked: query('and nato', 'not nato') },
])('the page of $of is valid HTML', async ({ asked }) => {
  const { read } = await serve();
  const { status, html } = await read(asked);
  expect(status).toBe(200);
  const { results } = await validator.validateString(html);
  expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId} ${message}`))).toEqual([]);
});

test('where nobody has words for the language of the site, what is ours is marked as English', async () => {
  const { read } = await serve(ARTICLES, 'title: \u0635\ndescription: \u0635\nlanguage: ckb\n');
  for (const asked of ['', query('and nato', 'or europ'), query('and nato', 'or sport')]) {
    const { document } = await read(asked);
    expect(document.documentElement?.getAttribute('dir')).toBe('rtl');
    for (const part of ['h1 span', '.lead span', 'form.combine', '#told'])
      expect(document.querySelector(`main ${part}`)?.getAttribute('lang'), part).toBe('en');
  }
});

describe('a combination', () => {
  test.each([
    { terms: ['and nato', 'and european-union'], path: 'european-union+nato', names: ['treaty'] },
    { terms: ['and NATO', 'not SPORT'], path: 'nato+-sport', names: ['treaty'] },
    {
      terms: ['and  european  UNION', 'or sport'],
      path: 'european-union,sport',
      names: ['budget', 'race', 'ships', 'treaty'],
    },
    { terms: ['not sport', 'and nato'], path: 'nato+-sport', names: ['treaty'] },
    { terms: ['and nato', 'or nato'], path: 'nato', names: ['ships', 'treaty'] },
    { terms: ['and european-union', 'and sport'], path: 'european-union+sport', names: [] },
  ])('of $terms has the feed /tags/$path/, and shows what it holds', async ({ terms, path, names }) => {
    const { ask, read } = await serve();
    const { addresses, names: shown, problems, told, document, headers } = await read(query(...terms));
    expect(addresses).toEqual(['rss.xml', 'atom.xml', 'feed.json'].map((file) => `${BASE_URL}/tags/${path}/${file}`));
    expect(shown.toSorted()).toEqual(names);
    expect(problems).toEqual([]);
    expect(told).toContain(names.length === 0 ? 'no article fits' : 'the newest');
    expect(document.querySelector('#outcome h2 a')?.getAttribute('href')).toBe(`${BASE_URL}/tags/${path}/`);
    expect(document.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex');
    expect((await ask(`/tags/${path}/rss.xml`)).status).toBe(200);
    const policy = String(headers['content-security-policy']).split('; ');
    for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "form-action 'self'"])
      expect(policy).toContain(part);
  });

  test('leads from the page of its tags with its terms filled in, and back', async () => {
    const { ask, read } = await serve();
    for (const path of ['/tags/nato/', '/tags/european-union+-sport,nato/']) {
      const { document } = parseHTML((await ask(path)).body.toString());
      const link = document.querySelector('a[href*="/combine/?"]')?.getAttribute('href') ?? '';
      const { document: builder, fields } = await read(new URL(link).search);
      expect(builder.querySelector('#outcome h2 a')?.getAttribute('href')).toBe(`${BASE_URL}${path}`);
      // In words that people use, with a row to spare.
      expect(fields.filter((field) => field !== '').toSorted()).toEqual(
        path === '/tags/nato/' ? ['NATO'] : ['European Union', 'NATO', 'Sport'],
      );
      expect(fields).toContain('');
    }
    expect((await ask('/tags/')).body.toString()).toContain(`href="${BASE_URL}/combine/"`);
    expect((await ask('/combine')).headers.location).toBe(`${BASE_URL}/combine/`);
  });

  test('HTTP-10: is validated as feeds are, each for itself, and changes with what it shows', async () => {
    const { ask, read, write, refresh } = await serve();
    const [one, other] = [query('and nato'), query('and sport')];
    const etag = String((await read(one)).headers.etag);
    expect((await read(other)).headers.etag).not.toBe(etag);
    expect((await ask(`/combine/${one}`, { 'if-none-match': etag })).status).toBe(304);
    // Empty fields make no other page, nor does what nobody asked for.
    expect((await read(`${one}&how2=or&tag2=&x=y`)).headers.etag).toBe(etag);
    expect((await read('')).addresses).toEqual([]);
    write('summit', 'NATO');
    await refresh();
    expect((await ask(`/combine/${one}`, { 'if-none-match': etag })).status).toBe(200);
    expect((await read(one)).names.toSorted()).toEqual(['ships', 'summit', 'treaty']);
  });
});

describe('what is wrong', () => {
  test.each([
    { of: 'a tag that nobody knows', terms: ['and nato', 'or none'], problems: ['No tag is called so.'] },
    {
      of: 'the beginning of some',
      terms: ['and europ', 'or n'],
      problems: [
        'No tag is called so. Tags that begin so: European Union',
        'No tag is called so. Tags that begin so: NATO',
      ],
    },
    // An author is no tag, and what is after an alternative is none either.
    { of: 'an author', terms: ['and natalia'], problems: ['No tag is called so.'] },
    { of: 'a slug of an author', terms: ['and @natalia'], problems: ['No tag is called so.'] },
    { of: 'an address', terms: ['and nato,sport'], problems: ['No tag is called so.'] },
  ])('$of is said beside its field', async ({ terms, problems }) => {
    const { read } = await serve();
    const { status, addresses, told, fields, document, ...found } = await read(query(...terms));
    expect([status, addresses]).toEqual([200, []]);
    expect(found.problems).toEqual(problems);
    expect(told).toContain('There is no feed yet');
    const wrong = [...document.querySelectorAll('[aria-invalid=true]')];
    expect(wrong).toHaveLength(problems.length);
    for (const field of wrong) {
      const description = document.getElementById(field.getAttribute('aria-describedby') ?? '');
      expect(problems).toContain(description?.textContent);
    }
    expect(fields[0]?.toLowerCase()).toBe(terms[0]?.slice(4));
  });

  test('what begins so leads to the same combination with it', async () => {
    const { read } = await serve();
    const { document } = await read(query('and sport', 'or europ'));
    const { addresses } = await read(
      document
        .querySelector('.problem a')
        ?.getAttribute('href')
        ?.replace(/^[^?]*/, '') ?? '',
    );
    expect(addresses[0]).toBe(`${BASE_URL}/tags/european-union,sport/rss.xml`);
  });

  test.each([
    { terms: MANY, told: 'At most 8 tags can be combined.' },
    { terms: ['and nato', 'not nato'], told: 'No article can have a tag and not have it: nothing would ever fit.' },
  ])('$told', async ({ terms, told }) => {
    const { read } = await serve();
    const found = await read(query(...terms));
    expect([found.status, found.told, found.addresses]).toEqual([200, told, []]);
  });
});

describe('what tags are called', () => {
  test('a tag that was renamed is found by either name', async () => {
    const { read } = await serve({ a: 'EU' }, 'tags: { european-union: { title: European Union, renamed_from: eu } }');
    for (const name of ['EU', 'eu', 'european-union'])
      expect((await read(query(`and ${name}`))).addresses[0]).toBe(`${BASE_URL}/tags/european-union/rss.xml`);
  });

  test('of two that are written alike each has a name of its own here', async () => {
    // The Cyrillic letter came first, so the Latin one has another address.
    const { read, ask, write, refresh } = await serve({ a: '\u0441' });
    write('b', 'c');
    await refresh();
    const slugs = [...(await ask('/tags/')).body.toString().matchAll(/\/tags\/([^"/]+)\/" dir/g)].map(
      ([, slug]) => slug,
    );
    expect(slugs).toHaveLength(2);
    for (const slug of slugs) {
      const { addresses, fields } = await read(query(`and ${slug}`));
      expect(addresses[0]).toBe(`${BASE_URL}/tags/${slug}/rss.xml`);
      // What stands in the field then leads to the same tag.
      expect((await read(query(`and ${fields[0]}`))).addresses).toEqual(addresses);
    }
  });

  test('to choose from, there are those that begin so, the largest first', async () => {
    const { ask } = await serve({ a: 'Sea, Seal, Sport', b: 'Seal', c: 'Ёж' });
    const named = async (q: string) =>
      JSON.parse((await ask(`/combine/tags.json?${new URLSearchParams({ q })}`)).body.toString());
    expect(await named('sea')).toEqual(['Seal', 'Sea']);
    expect(await named(' SPORT')).toEqual(['Sport']);
    expect(await named('ёж')).toEqual(['Ёж']);
    for (const q of ['', 'natalia', '@', '!', '%', '\u{10FFFF}', 'x'.repeat(4000)]) expect(await named(q)).toEqual([]);
    const { headers } = await ask('/combine/tags.json?q=sea');
    expect(headers['content-type']).toBe('application/json');
    expect((await ask('/combine/tags.json?q=sea', { 'if-none-match': String(headers.etag) })).status).toBe(304);
  });
});

describe('what it costs', () => {
  test('of very many tags a page names some, and the others are found as they are typed', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `Subject ${index}`);
    const { ask, read } = await serve(
      Object.fromEntries(
        Array.from({ length: 50 }, (_, part) => [`a${part}`, names.slice(20 * part, 20 * part + 20).join(', ')]),
      ),
    );
    const { html, document } = await read(query('and subject 777'));
    expect(document.querySelectorAll('option:not([selected]):not(select option)').length).toBe(100);
    expect(html.length).toBeLessThan(30_000);
    expect(JSON.parse((await ask('/combine/tags.json?q=subject')).body.toString())).toHaveLength(20);
    expect(JSON.parse((await ask('/combine/tags.json?q=subject+999')).body.toString())).toEqual(['Subject 999']);
  });

  test('HTTP-44: of very many at once, those that would wait too long are told to come again', async () => {
    const { ask } = await serve();
    const tags = ['nato', 'sport', 'european-union'];
    const joins = ['and', 'or', 'not', 'or-not'];
    const queries = tags.flatMap((one) =>
      tags.flatMap((other) =>
        tags.flatMap((third) => joins.map((join) => query(`and ${one}`, `or ${other}`, `${join} ${third}`))),
      ),
    );
    const answers = await Promise.all(queries.map((asked) => ask(`/combine/${asked}`)));
    expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
    expect(answers.some(({ status }) => status === 503)).toBe(true);
    expect((await ask(`/combine/${query('and nato', 'and sport')}`)).status).toBe(200);
  });
});

test('the names to choose from are looked for once, however many combine tags, until something changes', async () => {
  const site = publication();
  put(site.articles, 'a.txt', article('It rains.', { tags: 'NATO' }));
  await site.refresh();
  const store = await site.store();
  let asked = 0;
  const largestTags = (limit: number) => {
    asked += 1;
    return asked === 1 ? Promise.reject(new BusyError('too many ask')) : store.largestTags(limit);
  };
  const names = new TagNames({ head: () => store.head(), largestTags });
  // What went wrong for one is not kept for the others.
  await expect(names.latest()).rejects.toMatchObject({ status: 503 });
  expect(await Promise.all([names.latest(), names.latest()])).toEqual([['NATO'], ['NATO']]);
  expect(await names.latest()).toEqual(['NATO']);
  expect(asked).toBe(2);
  put(site.articles, 'b.txt', article('It snows.', { tags: 'Weather' }));
  await site.refresh();
  expect(await names.latest()).toEqual(['NATO', 'Weather']);
  expect(asked).toBe(3);
});
