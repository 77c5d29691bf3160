// The words of pages in every language that has them: none is missing, none was left in English, and counts are told as
// the language tells them.
import { HtmlValidate } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { articlePage } from '../../src/render/article-page.ts';
import { builderPage } from '../../src/render/builder-page.ts';
import { errorPage } from '../../src/render/error-page.ts';
import { authorListPage, groupPage, tagListPage } from '../../src/render/group-page.ts';
import { homePage } from '../../src/render/home-page.ts';
import { html } from '../../src/render/html.ts';
import { ENGLISH, LANGUAGES, speechFor, spokenIn } from '../../src/render/languages.ts';
import { searchPage } from '../../src/render/search-page.ts';
import type { Words } from '../../src/render/words.ts';
import { anEntry } from './support.ts';

const languages = Object.keys(LANGUAGES);
const others = languages.filter((language) => language !== 'en');

/** Every text of a language by its name, with what is put into it. */
function textsOf(value: unknown, name = ''): { readonly name: string; readonly text: string }[] {
  if (typeof value === 'function') return [{ name, text: filled(name, value as (...values: unknown[]) => unknown) }];
  if (value instanceof String || typeof value === 'string') return [{ name, text: String(value) }];
  return Object.entries(value as object).flatMap(([key, part]) => textsOf(part, name === '' ? key : `${name}.${key}`));
}

const MARK = '‹in›';
const COUNTED = ['articles', 'soFar', 'shownBelow', 'howTagCounts', 'tagNumber', 'precedence'];
const NUMBERED = [...COUNTED, 'tooManyTags', 'searchTooLong', 'searchTooWordy', 'largestTags'];
const link = (words: string) => html`<a href="/">${words}</a>`;

function filled(name: string, make: (...values: unknown[]) => unknown): string {
  if (name === 'largestTags') return String(make(60, 70, link));
  if (name === 'precedence') return String(make(8, link));
  if (NUMBERED.includes(name)) return String(make(8));
  if (name === 'everyTag') return String(make(link));
  if (name === 'noFeedYet') return String(make([html`<bdi>${MARK}</bdi>`, html`<bdi>${MARK}</bdi>`]));
  return String(make(MARK, MARK));
}

/** Words that a language has taken from English, or shares with it. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  comma: languages,
  articles: ['fr'],
  podcast: ['de', 'fr', 'it', 'pt', 'pt-BR', 'nl', 'pl', 'cs', 'sv', 'tr', 'zh-Hant'],
  podcastOf: ['fr', 'it', 'pt', 'pt-BR', 'nl', 'pl', 'cs', 'sv', 'tr'],
  tags: ['nl', 'pt-BR'],
  taggedAs: ['nl', 'pt-BR'],
  tagNumber: ['it', 'pl', 'pt-BR', 'nl'],
  transcript: ['nl'],
  'media.audio': ['de', 'fr', 'es', 'it', 'nl'],
  'media.image': [],
  'media.video': ['de', 'it', 'nl', 'cs', 'sv', 'tr'],
  'media.file': ['it'],
  'newArticle.any': ['fr'],
};

describe.each(others)('in %s', (language) => {
  const { words } = speechFor(language);
  const english = new Map(textsOf(ENGLISH).map(({ name, text }) => [name, text]));

  test('every word is there, and says something', () => {
    const texts = textsOf(words);
    expect(texts.map(({ name }) => name).toSorted()).toEqual([...english.keys()].toSorted());
    expect(texts.filter(({ text }) => text.trim() === '').map(({ name }) => name)).toEqual([]);
  });

  test('nothing was left in English', () => {
    const left = textsOf(words).filter(({ name, text }) => text === english.get(name));
    expect(left.filter(({ name }) => !SHARED[name]?.includes(language))).toEqual([]);
    // Nor a part of it.
    for (const { name, text } of textsOf(words)) expect(text, name).not.toMatch(/\b(?:the|this|with|address)\b/i);
  });

  test('what is put into a text is shown, as often as in English', () => {
    for (const { name, text } of textsOf(words)) {
      expect(text.split(MARK).length, name).toBe(english.get(name)?.split(MARK).length);
      expect(text.includes('<a href="/">'), name).toBe(english.get(name)?.includes('<a href="/">'));
      expect(text, name).not.toContain('#');
    }
  });

  test('the name of a button has the word that is seen on it', () => {
    const seen = (word: string, name: string) =>
      name.toLocaleLowerCase(language).includes(word.toLocaleLowerCase(language));
    expect(seen(words.copy, words.copyAddress('RSS'))).toBe(true);
    expect(seen(words.copied, words.copiedAddress('RSS'))).toBe(true);
  });

  test('numbers are written as there', () => {
    const number = (value: number) => new Intl.NumberFormat(language).format(value);
    expect(words.soFar(12_345)).toContain(number(12_345));
    expect(String(words.largestTags(60, 12_345, link))).toContain(number(12_345));
    expect(words.searchTooLong(200)).toContain(number(200));
  });
});

/** Languages in which a noun behind a number is always the same. */
const ONE_FORM = ['de', 'sv', 'tr', 'fa', 'hi', 'ja', 'ko', 'zh-Hans', 'zh-Hant'];

test.each(languages)('in %s a count is told in the form that goes with it', (language) => {
  const { words } = speechFor(language);
  const rules = new Intl.PluralRules(language);
  const said = (tell: (count: number) => string) => {
    const forms = new Map<string, Set<string>>();
    for (const count of [1, 2, 5, 11, 21, 100]) {
      const form = rules.select(count);
      forms.set(form, new Set([...(forms.get(form) ?? []), tell(count).replace(/\p{Nd}+/u, '')]));
    }
    return [...forms.values()];
  };
  if (!ONE_FORM.includes(language)) {
    const nouns = said(words.articles);
    // One text for all counts of a form, and another for each form.
    expect(nouns.every(({ size }) => size === 1)).toBe(true);
    expect(new Set(nouns.flatMap((texts) => [...texts])).size).toBeGreaterThan(1);
  }
  const sentences = said(words.shownBelow);
  expect(sentences.every(({ size }) => size === 1)).toBe(true);
  expect(new Set([0, 1, 2, 5].map(words.shownBelow)).size).toBeGreaterThanOrEqual(4);
  expect(words.soFar(0)).not.toContain(new Intl.NumberFormat(language).format(0));
});

test.each([
  { tag: 'pl', said: ['1 artykuł', '2 artykuły', '5 artykułów', '21 artykułów', '22 artykuły'] },
  { tag: 'uk', said: ['1 стаття', '2 статті', '5 статей', '21 стаття', '22 статті'] },
  { tag: 'ru', said: ['1 статья', '2 статьи', '5 статей', '21 статья', '22 статьи'] },
  { tag: 'ar', said: ['1 مقال', '2 مقالان', '5 مقالات', '21 مقالًا', '22 مقالًا'] },
  { tag: 'cs', said: ['1 článek', '2 články', '5 článků', '21 článků', '22 článků'] },
])('articles are counted as people count them in $tag', ({ tag, said }) => {
  const { words } = speechFor(tag);
  expect([1, 2, 5, 21, 22].map((count) => `${count} ${words.articles(count)}`)).toEqual(said);
});

test.each([
  { tag: 'en-GB', language: 'en' },
  { tag: 'de-AT', language: 'de' },
  { tag: 'pt', language: 'pt' },
  { tag: 'pt-AO', language: 'pt' },
  { tag: 'pt-BR', language: 'pt-BR' },
  { tag: 'zh', language: 'zh-Hans' },
  { tag: 'zh-TW', language: 'zh-Hant' },
  { tag: 'zh-Hant-HK', language: 'zh-Hant' },
  { tag: 'fa-AF', language: 'fa' },
  // Letters that their readers may not know.
  { tag: 'ru-Latn', language: undefined },
  { tag: 'cy', language: undefined },
  { tag: 'x-nothing', language: undefined },
  { tag: 'no language', language: undefined },
])('who reads $tag reads $language', ({ tag, language }) => {
  expect(spokenIn(tag)).toBe(language);
});

const hostile = '"><script>alert(1)</script> \u202E';
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'doctype-style': 'off' },
});

/** Every kind of page, with a name that would rather be something else wherever there is one. */
function pagesIn(language: string): Readonly<Record<string, string>> {
  const site = { title: 'X', description: 'Y', language, baseUrl: 'https://news.example.org', timezone: 'UTC' };
  const newest = [
    anEntry({ title: '1', language, link: 'https://elsewhere.example.org/', tags: [{ slug: 'a', label: hostile }] }),
  ];
  const counted = [{ slug: 'a', label: hostile, count: 2 }];
  const feed = { kind: 'tag', slug: 'a' } as const;
  const row = { join: 'and', tag: hostile } as const;
  const search = { feed: { kind: 'search', query: { text: hostile, terms: [] } } as const, newest };
  const podcast = { feed: { kind: 'podcast', slug: 'a' } as const, title: hostile };
  const tell = ({ notFound }: Words) => notFound;
  return {
    home: homePage(site, { tags: Array(70).fill(counted).flat(), newest, articles: 5 }),
    'empty home': homePage(site, { tags: [], newest: [], articles: 0 }),
    'tag list': tagListPage(site, counted),
    'author list': authorListPage(site, counted),
    tag: groupPage(site, { feed, name: hostile, count: 1, podcast }, newest),
    author: groupPage(site, { feed: { kind: 'author', slug: 'a' }, name: hostile, count: 2 }, []),
    article: articlePage(site, newest[0] ?? anEntry({})),
    search: searchPage(site, search),
    'search form': searchPage(site, undefined),
    builder: builderPage(site, { rows: [row], names: [hostile], found: { feed, name: hostile, newest } }),
    'builder with a wrong tag': builderPage(site, { rows: [{ ...row, alike: [hostile] }], names: [] }),
    'builder with too many': builderPage(site, { rows: [row], names: [], problem: 'too many' }),
    error: errorPage(site, { status: 404, title: '', text: '', tell, guess: { words: hostile, tags: counted } }),
  };
}

test.each(languages)(
  'in %s every kind of page is valid, and a hostile name in a sentence is isolated',
  async (language) => {
    for (const [kind, page] of Object.entries(pagesIn(language))) {
      const { results } = await validator.validateString(page);
      const messages = results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId} ${message}`));
      expect(messages, kind).toEqual([]);
      expect(page.replace(/<script type="(?:module|application\/ld\+json)"/g, ''), kind).not.toContain('<script');
      // It stands alone in an element that isolates it, or in an attribute.
      const body = page.slice(page.indexOf('<body>')).replace(/"[^"]*"/g, '""');
      for (const [before] of body.matchAll(/.{0,40}&quot;&gt;&lt;script/g))
        expect(before, kind).toMatch(/(?:<bdi>|dir=""[^<>]*>(?:<a href="">)?)&quot;&gt;&lt;script$/);
      // Nothing of ours is marked as another language.
      expect(body, kind).not.toContain(' lang=""');
    }
  },
);
