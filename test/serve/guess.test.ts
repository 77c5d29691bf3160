// What an address that leads nowhere may have meant: decided without a look at the library, and bounded.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostLike, saidBy, slipsOf, wordsToSearch } from '../../src/serve/guess.ts';

test.each([
  { path: '/tags/natoo/', said: 'natoo' },
  { path: '/tags/natoo/archive/3/rss.xml', said: 'natoo' },
  { path: '/tags/NATO', said: 'nato' },
  { path: '/tags/%D0%84%D0%B2%D1%80%D0%BE%D0%BF%D0%B0/', said: 'європа' },
  // Of other systems, as people have kept them.
  { path: '/2019/03/the-old-harbour.html', said: 'the-old-harbour' },
  { path: '/category/sport/feed', said: 'sport' },
  { path: '/wp-login.php', said: 'wp-login' },
  { path: '/index.html', said: '' },
  { path: '/tags//', said: '' },
  // No UTF-8.
  { path: '/tags/%ff', said: '%ff' },
])('$path says "$said"', ({ path, said }) => {
  expect(saidBy(path)).toBe(said);
});

test.each([
  { said: 'the-old-harbour', words: 'the old harbour' },
  { said: '"><script>alert(1)</script>', words: 'script alert 1 script' },
  { said: '-nato+"sport', words: 'nato sport' },
  { said: 'a-b-c-d-e-f-g-h-i-j', words: 'a b c d e f g h' },
  { said: '', words: '' },
])('of "$said" the words "$words" are searched for', ({ said, words }) => {
  expect(wordsToSearch(said)).toBe(words);
});

const tags = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).map(([slug, count]) => ({ slug, label: slug, count }));

test.each([
  { case: 'a letter too many', slug: 'natoo', likely: ['nato'] },
  { case: 'a letter that is missing', slug: 'nto', likely: ['nato'] },
  { case: 'a wrong letter', slug: 'nabo', likely: ['nato'] },
  { case: 'letters in the wrong order', slug: 'naot', likely: ['nato'] },
  { case: 'two slips in a longer word', slug: 'harbor', likely: ['harbour'] },
  { case: 'two slips in a short word', slug: 'nbbo', likely: [] },
  { case: 'a beginning', slug: 'euro', likely: ['europe', 'european-union'] },
  { case: 'more words than the tag has', slug: 'nato-summit-2026', likely: ['nato'] },
  { case: 'a word that only begins with one', slug: 'natomas', likely: [] },
  { case: 'the tag itself, in another folder', slug: 'eu', likely: ['eu'] },
  { case: 'too little to be anything', slug: 'e', likely: [] },
  { case: 'another word', slug: 'wp-login', likely: [] },
])('$case: "$slug" is like $likely', ({ slug, likely }) => {
  const known = tags({ nato: 9, harbour: 3, europe: 8, 'european-union': 2, eu: 5 });
  expect(mostLike(slug, known).map((tag) => tag.slug)).toEqual(likely);
});

test('of tags that are equally like, those with more articles come first, and three are enough', () => {
  const known = tags({ bata: 1, data: 5, rata: 3, sata: 9 });
  expect(mostLike('nata', known).map(({ slug }) => slug)).toEqual(['sata', 'data', 'rata']);
});

test('a slip is undone wherever it was made', () => {
  expect(slipsOf('nato-x')).toContain('nato');
  for (const slip of ['xnato', 'nxato', 'natox', 'anto', 'naot']) expect(slipsOf(slip), slip).toContain('nato');
});

test('of any address something is said, and never much', () => {
  fc.assert(
    fc.property(fc.webPath(), fc.string({ unit: 'binary', maxLength: 9000 }), (path, more) => {
      const said = saidBy(`${path}/${more}`);
      expect(said.length).toBeLessThanOrEqual(300);
      expect(wordsToSearch(said).split(' ').length).toBeLessThanOrEqual(8);
      expect(slipsOf(said).length).toBeLessThan(250);
    }),
  );
});
