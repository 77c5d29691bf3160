// Pages in the language of the site, as somebody gets them from a real server.
import { rmSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { ask } from '../support/ask.ts';
import { publication, put } from '../support/publication.ts';

async function serve(language: string, tag = 'Т') {
  const site = publication({ WATCH: 'false' }, `title: Т\ndescription: Т.\nlanguage: ${language}\n`);
  put(site.articles, 'a.md', `---\ntitle: Т\ndate: 2025-06-25\ntags: [${JSON.stringify(tag)}]\n---\nТ.\n`);
  const { port, schedule, store } = await site.start();
  const [{ slug } = { slug: '' }] = await store.newest({ kind: 'all' }, 1);
  const withdraw = async () => {
    rmSync(`${site.articles}/a.md`);
    await schedule.refresh();
  };
  const get = async (path: string, accept = 'text/html') => {
    const { status, body } = await ask(port, path, { headers: { accept } });
    return { status, text: body.toString() };
  };
  const read = async (path: string) => {
    const { status, text } = await get(path);
    const { document } = parseHTML(text);
    const textOf = (selector: string) => document.querySelector(selector)?.textContent?.trim();
    return { status, document, textOf, root: document.documentElement };
  };
  return { get, read, slug, withdraw };
}

test.each([
  {
    language: 'de',
    dir: 'ltr',
    rooms: ['Startseite', 'Schlagwörter', 'Autoren', 'Suche'],
    newest: 'Neueste Artikel',
    date: '25. Juni 2025',
    soFar: 'Bisher gibt es einen.',
    button: 'Im Feedreader abonnieren',
  },
  {
    language: 'ar',
    dir: 'rtl',
    rooms: ['الرئيسية', 'الوسوم', 'الكُتّاب', 'بحث'],
    newest: 'أحدث المقالات',
    date: undefined,
    soFar: 'هناك مقال واحد حتى الآن.',
    button: 'اشترك في قارئك',
  },
  {
    language: 'ja',
    dir: 'ltr',
    rooms: ['ホーム', 'タグ', '筆者', '検索'],
    newest: '新着記事',
    date: '2025年6月25日',
    soFar: 'これまでに1件あります。',
    button: 'フィードリーダーで購読',
  },
  {
    language: 'uk',
    dir: 'ltr',
    rooms: ['Головна', 'Теги', 'Автори', 'Пошук'],
    newest: 'Найновіші статті',
    date: '25 червня 2025 р.',
    soFar: 'Поки що тут 1 стаття.',
    button: 'Підписатися у своїй програмі',
  },
])(
  'a home page in $language speaks it, and runs $dir',
  async ({ language, dir, rooms, newest, date, soFar, button }) => {
    const { read } = await serve(language);
    const { root, document, textOf } = await read('/');
    expect([root?.getAttribute('lang'), root?.getAttribute('dir')]).toEqual([language, dir]);
    expect([...document.querySelectorAll('nav a')].map(({ textContent }) => textContent)).toEqual(rooms);
    expect(textOf('#newest')).toBe(newest);
    if (date !== undefined) expect(textOf('.articles time')).toBe(date);
    expect(textOf('.subscribe > p')).toContain(soFar);
    expect(textOf('.button')).toBe(button);
    expect(document.querySelectorAll('body [lang]').length).toBe(0);
  },
);

test('where nobody has words for the language of the site, a page has English, and says so', async () => {
  const { read } = await serve('cy');
  const { root, document, textOf } = await read('/');
  expect(root?.getAttribute('lang')).toBe('cy');
  expect(textOf('#newest')).toBe('Newest articles');
  for (const part of ['.skip', 'nav', 'form.search', '#newest span', '.subscribe', '.imprint span'])
    expect(document.querySelector(part)?.getAttribute('lang'), part).toBe('en');
  // Dates are known in more languages than we speak.
  expect(textOf('.articles time')).toBe('25 Mehefin 2025');
});

describe('what is wrong', () => {
  test.each([
    { path: '/none/', status: 404, title: 'Nicht gefunden', english: 'There is nothing at this address.' },
    { path: '/search/?q=-x', status: 400, title: 'Suche nicht verstanden', english: 'A search needs a word' },
    {
      path: `/search/?q=${'x'.repeat(201)}`,
      status: 400,
      title: 'Suche nicht verstanden',
      english: 'no more than 200 characters',
    },
    { path: `/${'x'.repeat(9000)}`, status: 414, title: 'Adresse zu lang', english: 'No address here is that long.' },
  ])('is told to people in their language, and to programs in English: $status', async (row) => {
    const { read, get } = await serve('de');
    const { status, textOf, document } = await read(row.path);
    expect(status).toBe(row.status);
    expect(textOf('h1')).toBe(row.title);
    expect(document.querySelectorAll('body [lang]').length).toBe(0);
    expect((await get(row.path, 'text/plain')).text).toContain(row.english);
  });

  test('is told of an article that was withdrawn', async () => {
    const { read, slug, withdraw } = await serve('de');
    await withdraw();
    const { status, textOf } = await read(`/articles/${slug}/`);
    expect([status, textOf('h1')]).toEqual([410, 'Zurückgezogen']);
  });

  test('that only those who run the site have to know is English, and says so', async () => {
    const { read } = await serve('de');
    const { textOf, document } = await read('/podcast.xml');
    expect(textOf('h1')).toBe('No podcast');
    expect(document.querySelector('h1 span')?.getAttribute('lang')).toBe('en');
  });

  test('with terms is told beside them', async () => {
    const { read } = await serve('de');
    const { textOf } = await read('/combine/?tag1=none');
    expect(textOf('#told')).toBe('Noch gibt es keinen Feed: Kein Schlagwort heißt „none“.');
    expect(textOf('#problem-1')).toBe('Kein Schlagwort heißt so.');
    const many = Array.from({ length: 9 }, (_, index) => `how${index + 1}=or&tag${index + 1}=x`).join('&');
    expect((await read(`/combine/?${many}`)).textOf('#told')).toBe('Höchstens 8 Schlagwörter lassen sich kombinieren.');
    expect((await read('/combine/?tag1=t&how2=not&tag2=t')).textOf('#told')).toContain('Kein Artikel kann');
  });
});

test('a hostile tag in a sentence of another language stays a name there', async () => {
  const tag = '"><img src=x onerror=alert(1)> „“';
  const { read } = await serve('ar', tag);
  const tags = await read('/tags/');
  const path = new URL(tags.document.querySelector('.groups a')?.getAttribute('href') ?? '').pathname;
  const { document } = await read(path);
  // Of markup in a name only the text is kept; what is left could still end an attribute, or a quotation.
  expect(document.querySelector('.subscribe bdi')?.textContent).toBe('"> „“');
  expect(document.querySelectorAll('img, [onerror]').length).toBe(0);
});
