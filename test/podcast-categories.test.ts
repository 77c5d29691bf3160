// Apple's categories, and which one was meant by what is none.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATEGORY_NAMES, categoriesLike, categoryOf } from '../src/podcast-categories.ts';

test('POD-04: all categories of the list are known, each once', () => {
  expect(CATEGORY_NAMES.filter((name) => !name.includes('>'))).toEqual([
    'Arts',
    'Business',
    'Comedy',
    'Education',
    'Fiction',
    'Government',
    'Health & Fitness',
    'History',
    'Kids & Family',
    'Leisure',
    'Music',
    'News',
    'Religion & Spirituality',
    'Science',
    'Society & Culture',
    'Sports',
    'Technology',
    'True Crime',
    'TV & Film',
  ]);
  expect(CATEGORY_NAMES.filter((name) => name.startsWith('News > '))).toEqual([
    'News > Business News',
    'News > Daily News',
    'News > Entertainment News',
    'News > News Commentary',
    'News > Politics',
    'News > Sports News',
    'News > Tech News',
  ]);
  expect(CATEGORY_NAMES).toHaveLength(110);
  expect(new Set(CATEGORY_NAMES.map((name) => name.split(' > ').at(-1))).size).toBe(110);
});

test('POD-04: a category is read as it is written, whatever space is around it', () => {
  expect(categoryOf('News')).toEqual(['News']);
  expect(categoryOf(' Health & Fitness>Mental Health ')).toEqual(['Health & Fitness', 'Mental Health']);
});

test.each([
  // Directories compare letter by letter.
  { text: 'news', like: ['News'] },
  { text: 'NEWS > POLITICS', like: ['News > Politics'] },
  { text: 'Health and Fitness', like: ['Health & Fitness'] },
  { text: 'Health &amp; Fitness', like: ['Health & Fitness'] },
  { text: 'Education > Self Improvement', like: ['Education > Self-Improvement'] },
  // A category alone is not enough, and below another one it is none.
  { text: 'Politics', like: ['News > Politics'] },
  { text: 'Sports > Politics', like: ['News > Politics'] },
  { text: 'Technology > Tech News', like: ['News > Tech News'] },
  // A part of a name, below the category that was named when there is one.
  { text: 'Tech', like: ['News > Tech News'] },
  {
    text: 'Interviews',
    like: ['Comedy > Comedy Interviews', 'Music > Music Interviews', 'TV & Film > Film Interviews'],
  },
  { text: 'Music > Interviews', like: ['Music > Music Interviews'] },
  // What the list had until 2019.
  { text: 'News & Politics', like: ['News', 'News > Politics'] },
  { text: 'Games & Hobbies', like: ['Leisure > Games', 'Leisure > Hobbies'] },
  // Misspelt.
  { text: 'Sport', like: ['Sports'] },
  { text: 'News > Poltics', like: ['News > Politics'] },
  { text: 'Bussiness', like: ['Business'] },
  // Nothing is near.
  { text: 'Technology > Gadgets', like: ['Technology'] },
  {
    text: 'Fiction > Xyzzy',
    like: ['Fiction', 'Fiction > Comedy Fiction', 'Fiction > Drama', 'Fiction > Science Fiction'],
  },
  { text: 'News > ', like: ['News'] },
  { text: 'News > Politics > Local', like: CATEGORY_NAMES.filter((name) => name.startsWith('News')) },
  { text: 'Xyzzy', like: CATEGORY_NAMES.filter((name) => !name.includes('>')) },
  { text: '', like: CATEGORY_NAMES.filter((name) => !name.includes('>')) },
  { text: 'новини', like: CATEGORY_NAMES.filter((name) => !name.includes('>')) },
])('POD-04: `$text` is no category; near to it: $like', ({ text, like }) => {
  expect(categoryOf(text)).toBeUndefined();
  expect(categoriesLike(text)).toEqual(like);
});

test('POD-04: of names that are in no object of our own, none is a category', () => {
  for (const text of ['constructor', '__proto__', 'toString > length']) {
    expect(categoryOf(text)).toBeUndefined();
    expect(categoriesLike(text).length).toBeGreaterThan(0);
  }
});

test('docs/podcasts.md lists all of them', () => {
  const page = readFileSync(new URL('../docs/podcasts.md', import.meta.url), 'utf8');
  const [, table = ''] = page.split('## Categories\n');
  const rows = [...table.matchAll(/^\| (\w[^|]*?) \| ?(.*?) ?\|$/gm)];
  const names = rows.flatMap(([, top = '', below = '']) => [
    top,
    ...(below === '' ? [] : below.split(', ')).map((sub) => `${top} > ${sub}`),
  ]);
  expect(names).toEqual(CATEGORY_NAMES);
});
