import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutAtWord, firstSentence, headlineFrom as headlineFromSentence } from '../../src/ingest/headline.ts';

const headlineFrom = (lede: string) => headlineFromSentence(firstSentence(lede));

const CLAIM = 'The new bridge will not open before spring';

describe('a headline without its attribution', () => {
  test.each([
    { lede: `${CLAIM}, the minister said in an interview.` },
    { lede: `${CLAIM}, the minister said in an interview with the Financial Times.` },
    { lede: `${CLAIM}, according to the Ministry of Transport.` },
    { lede: `${CLAIM}, officials told reporters on Friday.` },
    { lede: `${CLAIM}, Reuters reports.` },
    { lede: `${CLAIM}, a statement reads.` },
    // The speaker is a clause of its own.
    { lede: `${CLAIM}, John Smith, said on Monday.` },
    // Inverted, as newspapers write it.
    { lede: `${CLAIM}, said the minister.` },
    { lede: `${CLAIM}, said Anna Petrova at a briefing.` },
    { lede: `“${CLAIM},” the minister said.` },
    { lede: `${CLAIM}, the minister told the BBC.` },
    { lede: `${CLAIM}, the ministry announced late on Friday.` },
  ])('$lede', ({ lede }) => {
    expect(headlineFrom(lede).replace(/^[“"]/u, '')).toBe(CLAIM);
  });
});

describe('a headline that ends in no attribution stays whole', () => {
  test.each([
    { lede: 'Police arrested three men, two women and a dog on Friday.' },
    { lede: 'The old harbour has reopened, and the boats are back.' },
    { lede: 'The mayor said that the bridge, built in 1903, is safe.' },
    { lede: 'No, he said.', why: 'what is left would say nothing' },
    { lede: `${CLAIM}, which is why traders are worried.` },
    { lede: 'He said it was over.' },
    // What was said stands after the verb, not before the comma.
    { lede: 'In the town of Bakhmut, Ukraine, officials said shelling killed three.' },
    { lede: 'After weeks of silence and denials, the company said it was hacked.' },
    { lede: 'Speaking at a conference in Berlin, the chancellor said Germany would not send tanks.' },
    { lede: 'After the vote in parliament, the minister said in a speech that taxes would rise.' },
    { lede: 'Despite heavy losses near the town, Russia claims it is winning.' },
    { lede: 'When asked whether taxes would rise, the chancellor said no.' },
    { lede: 'The minister resigned on Tuesday, hours after he said he would not.' },
    { lede: 'The party won the election, contrary to what the polls said.' },
    { lede: 'He wants a bridge to the island, which the council says.' },
  ])('$lede', ({ lede }) => {
    expect(headlineFrom(lede)).toBe(lede.replace(/\.$/, ''));
  });
});

describe('the first sentence', () => {
  test.each([
    { lede: 'Gen. Mark Milley met the president. Nothing came of it.', first: 'Gen. Mark Milley met the president.' },
    { lede: 'The U.S. Senate voted. Then it rained.', first: 'The U.S. Senate voted.' },
    { lede: 'Mr. Smith went to Washington. He came back.', first: 'Mr. Smith went to Washington.' },
    { lede: 'John F. Kennedy spoke here. It was cold.', first: 'John F. Kennedy spoke here.' },
    { lede: 'They met on Nov. 5 in Kyiv. It was cold.', first: 'They met on Nov. 5 in Kyiv.' },
    { lede: 'Inflation rose to 3.5 percent. Wages did not.', first: 'Inflation rose to 3.5 percent.' },
    { lede: 'Das Treffen war am 5. Januar in Kyjiw. Es war kalt.', first: 'Das Treffen war am 5. Januar in Kyjiw.' },
    { lede: 'The court heard Smith v. Jones today. It was cold.', first: 'The court heard Smith v. Jones today.' },
    { lede: 'Will it rain? Nobody knows.', first: 'Will it rain?' },
    { lede: '“It is over.” So he said.', first: '“It is over.”' },
    { lede: '市政府宣布新线路开通。居民很高兴。', first: '市政府宣布新线路开通。' },
    { lede: 'Міст відкриють навесні. Так сказав міністр.', first: 'Міст відкриють навесні.' },
    { lede: '「もう終わった。」と彼は言った。雨だった。', first: '「もう終わった。」' },
    { lede: '大桥关闭了！居民很担心。', first: '大桥关闭了！' },
    { lede: '橋は開くのか？誰も知らない。', first: '橋は開くのか？' },
    { lede: 'هل يفتح الجسر؟ لا أحد يعلم.', first: 'هل يفتح الجسر؟' },
    { lede: 'पुल बंद है। व्यापारी चिंतित हैं।', first: 'पुल बंद है।' },
    { lede: 'Суд засідав у м. Бровари. Було холодно.', first: 'Суд засідав у м. Бровари.' },
    { lede: 'Мост стоит в г. Киеве на ул. Садовой. Он закрыт.', first: 'Мост стоит в г. Киеве на ул. Садовой.' },
    { lede: 'Книгу написал А. С. Пушкин. Её читают.', first: 'Книгу написал А. С. Пушкин.' },
    { lede: 'Мост открыли в 2019 г. Он уже закрыт.', first: 'Мост открыли в 2019 г.' },
    { lede: 'no full stop at all', first: 'no full stop at all' },
    { lede: '', first: '' },
  ])('$first', ({ lede, first }) => {
    expect(firstSentence(lede)).toBe(first);
  });

  test('a question keeps its mark in the headline, a statement loses its full stop, an ellipsis stays', () => {
    expect(headlineFrom('Will it rain? Nobody knows.')).toBe('Will it rain?');
    expect(headlineFrom('.')).toBe('.');
    expect(headlineFrom('--- .')).toBe('---');
    expect(headlineFrom('It rained. Nobody knew.')).toBe('It rained');
    expect(headlineFrom('And then it rained…')).toBe('And then it rained…');
    expect(headlineFrom('市政府宣布新线路开通。居民很高兴。')).toBe('市政府宣布新线路开通');
  });
});

describe('a headline without its dateline', () => {
  test.each([
    { dateline: 'KYIV, March 3 (Agency) -' },
    { dateline: 'KYIV (AP) —' },
    { dateline: 'KYIV, Ukraine (AP) —' },
    { dateline: 'KYIV, Ukraine —' },
    { dateline: 'NEW YORK, March 3 -' },
    { dateline: 'Kyiv, 3 March 2022 –' },
    { dateline: 'LONDON, Feb. 26 --' },
    { dateline: 'КИЇВ, 3 березня (Агенція) –' },
    { dateline: 'МОСКВА, 3 марта -' },
  ])('$dateline', ({ dateline }) => {
    expect(headlineFrom(`${dateline} ${CLAIM}, the minister said.`)).toBe(CLAIM);
  });

  test.each([
    'NATO - what comes next',
    'COVID-19 — a bridge too far',
    'Bridges, roads - all closed',
    'BRIDGES, ROADS - MAYOR',
  ])('no dateline: %s', (lede) => {
    expect(headlineFrom(`${lede}.`)).toBe(lede);
  });
});

describe('a long headline', () => {
  test('has at most 110 characters and ends with a whole word', () => {
    const lede = `${'extraordinary circumstances '.repeat(20)}prevail.`;
    const headline = headlineFrom(lede);
    expect(headline.length).toBeLessThanOrEqual(110);
    expect(headline).toMatch(/(extraordinary|circumstances)…$/);
  });

  test('in a script of wide characters has half as many, and is cut between words', () => {
    const headline = headlineFrom('市政府周三宣布新的地铁线路将于明年春天开通'.repeat(12));
    expect(headline.length).toBeLessThanOrEqual(56);
    expect(headline.length).toBeGreaterThan(45);
    expect(headline.endsWith('…')).toBe(true);
    // Of two scripts it has something between.
    expect(headlineFrom(`${'bridge '.repeat(6)}${'大桥'.repeat(60)}`).length).toBeGreaterThan(60);
    expect(firstSentence('市政府周三宣布新的地铁线路'.repeat(60)).length).toBeLessThanOrEqual(251);
  });

  test.each([
    { what: 'an emoji', character: '😀' },
    { what: 'a family joined from four emoji', character: '👨‍👩‍👧‍👦' },
    { what: 'a flag', character: '🇺🇦' },
    { what: 'a letter with its accent apart', character: 'e\u0301' },
    { what: 'a syllable of Devanagari', character: 'क्षि' },
  ])('never splits $what', ({ character }) => {
    for (const before of ['', 'a', 'ab', 'abc', 'abcdefg']) {
      const headline = headlineFrom(before + character.repeat(200));
      expect(headline.length).toBeLessThanOrEqual(110);
      const rest = headline.slice(before.length).replace(/…$/u, '');
      expect(rest.replaceAll(character, '')).toBe('');
      expect(rest).not.toBe('');
    }
  });

  test('is at most as long as asked and begins as the text does, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.integer({ min: 20, max: 120 }),
        (text, length) => {
          const cut = cutAtWord(text, length);
          expect(cut.length).toBeLessThanOrEqual(length);
          expect(cut.isWellFormed()).toBe(true);
          if (cut !== text) expect(text.startsWith(cut.slice(0, -1))).toBe(true);
        },
      ),
    );
  });

  test('of one line of five megabytes is made from its beginning', () => {
    expect(headlineFrom('word '.repeat(1_000_000)).length).toBeLessThanOrEqual(110);
    expect(headlineFrom('x'.repeat(5_000_000)).length).toBeLessThanOrEqual(110);
    expect(headlineFrom(', said '.repeat(700_000)).length).toBeLessThanOrEqual(110);
    expect(firstSentence('U.S. '.repeat(1_000_000)).length).toBeLessThanOrEqual(500);
  });
});
