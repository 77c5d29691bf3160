// What is found, in any script, by real SQLite; and that the index follows the log.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ParsedEntry } from '../../src/entry.ts';
import { parseQuery, type Query } from '../../src/query.ts';
import type { Arrival } from '../../src/store/save.ts';
import { Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../support/publication.ts';
import { anArrival } from './contract.ts';

const now = new Date('2030-01-01T00:00:00Z');

async function save(store: Store, arrivals: readonly Arrival[], clock = now) {
  const newcomers = arrivals.map((arrival) => store.newcomer(arrival));
  return store.save(arrivals, await store.identify(newcomers, async () => new Set()), clock);
}

async function opened(entries: readonly Partial<ParsedEntry>[] = []): Promise<Store> {
  const store = await Store.open(`sqlite:${join(temporaryFolder(), 'store.db')}`);
  onTestFinished(() => store.close());
  await save(
    store,
    entries.map((entry, index) => anArrival(`a${index}`, entry)),
  );
  await index(store);
  return store;
}

async function index(store: Store): Promise<void> {
  while (!(await store.indexNext(100, now)).isAll);
}

function query(asked: string): Query {
  const parsed = parseQuery(asked);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.query;
}

/** The titles of what is found. */
async function find(store: Store, asked: string, limit = 50): Promise<string[]> {
  const { matches } = await store.search(query(asked), limit);
  return (await store.found(matches)).map(({ title }) => title);
}

describe('any script', () => {
  const texts = [
    'Le café de l’Opéra – Straße nach Łódź',
    'Президент у Києві: п’ять їжаків, ёлка',
    'Η οδός των Αθηνών, ΟΔΟΣ ΣΟΦΙΑΣ',
    'قَرَّرَ المَجلِسُ تعميقَ الميناء، أحمد',
    'שָׁלוֹם לכולם',
    'हिन्दी में किताबें',
    'ประเทศไทยมีน้ำท่วม',
    '我爱北京天安门',
    '東京のサーバーは速い',
    '서울에서 만나요, 대한민국',
    'ព្រះរាជាណាចក្រកម្ពុជា',
    'Well done 👍🏽 🇺🇦',
  ];

  test.each([
    { by: 'an accent or none', asked: ['café', 'CAFE', 'cafe\u0301', 'opéra'], found: 0 },
    { by: 'ß and ł', asked: ['strasse', 'STRAßE', 'lodz', 'łódź'], found: 0 },
    { by: 'Cyrillic words', asked: ['києві', "п'ять", 'пʼять їжаків', 'елка', 'президент'], found: 1 },
    { by: 'either sigma', asked: ['ΟΔΟΣ', 'οδος', 'οδός', 'Αθηνων', '"οδος σοφιας"'], found: 2 },
    { by: 'Arabic with vowels or without', asked: ['قرر', 'المجلس', 'الميناء', 'احمد'], found: 3 },
    { by: 'Hebrew with points or without', asked: ['שלום', 'שָׁלוֹם'], found: 4 },
    { by: 'Hindi words', asked: ['हिन्दी', 'किताबें'], found: 5 },
    { by: 'Thai within a sentence', asked: ['ไทย', 'น้ำ', 'น้ำท่วม'], found: 6 },
    { by: 'Chinese within a sentence', asked: ['北京', '天安门', '爱北京', '我'], found: 7 },
    { by: 'Japanese in its scripts', asked: ['東京', 'サーバー', 'ｻｰﾊﾞｰ', '速い'], found: 8 },
    { by: 'Korean with any ending', asked: ['서울', '서울에서', '만나', '민국'], found: 9 },
    { by: 'Khmer within a sentence', asked: ['កម្ពុជា'], found: 10 },
    { by: 'pictures alone', asked: ['👍', '👍🏿', '🇺🇦', '👍 🇺🇦'], found: 11 },
  ])('is found by $by', async ({ asked, found }) => {
    const store = await opened(texts.map((text) => ({ title: text, content: `<p>${text}</p>` })));
    for (const words of asked) expect(await find(store, words), words).toEqual([texts[found]]);
  });

  test.each(['京北', '北门', 'हिन्द', 'іжаків', 'ไนย', '🇺🇸', '👎', 'caf', 'opera -cafe', '"cafe strasse"'])(
    '%s is not found',
    async (asked) => {
      expect(await find(await opened(texts.map((title) => ({ title }))), asked)).toEqual([]);
    },
  );
});

describe('what is asked for', () => {
  const entries = [
    { title: 'One', content: '<p>The city hall in the <b>r</b>ain.</p><p>Next</p>', tags: ['Old Town'] },
    {
      title: 'Two',
      content: '<p>A hall in the city, and snow &amp; caf&eacute;.</p>',
      authors: [{ name: 'Anna Writer' }],
    },
    { title: 'Three', summary: 'Raincoats', content: '<pre title="hidden">harbours</pre>', tags: ['Harbour'] },
  ];

  test.each([
    { asked: 'city hall', found: ['Two', 'One'] },
    { asked: '"city hall"', found: ['One'] },
    { asked: 'hall -snow', found: ['One'] },
    { asked: 'hall -"city hall" -nothing', found: ['Two'] },
    { asked: 'rain', found: ['One'] },
    { asked: 'rain*', found: ['Three', 'One'] },
    { asked: 'harbour', found: ['Three'] },
    { asked: 'harbours', found: ['Three'] },
    { asked: '"old town"', found: ['One'] },
    { asked: 'anna', found: ['Two'] },
    { asked: 'café', found: ['Two'] },
    { asked: 'raincoats three', found: ['Three'] },
    // Of markup nothing is a word, and no phrase goes on from one field into the next.
    { asked: 'hidden', found: [] },
    { asked: 'pre', found: [] },
    { asked: 'amp', found: [] },
    { asked: '"one the"', found: [] },
    { asked: '"next old"', found: [] },
    // The tongue of FTS5 is not spoken here.
    { asked: 'title:one', found: [] },
    { asked: 'city OR snow', found: [] },
    { asked: 'NEAR(city hall)', found: [] },
    { asked: 'one NOT two', found: [] },
    { asked: '^two', found: ['Two'] },
    { asked: '{two', found: ['Two'] },
  ])('$asked: $found', async ({ asked, found }) => {
    expect(await find(await opened(entries), asked)).toEqual(found);
  });

  test('is never anything that SQLite cannot read', async () => {
    const store = await opened(entries);
    const sign = fc.constantFrom(
      '"',
      "'",
      '-',
      '*',
      '(',
      ')',
      ':',
      '^',
      '+',
      '{',
      '}',
      ' ',
      'one',
      'AND',
      'NOT',
      '\0',
      '北',
      '👍',
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: sign }), fc.string({ unit: 'binary' })), async (asked) => {
        const parsed = parseQuery(asked);
        if (parsed.ok) await store.search(parsed.query, 5);
      }),
    );
  });

  test('of a long text is found in as much of it as is read in time', async () => {
    const content = `<p>${'word '.repeat(100_000)}</p><p>behind</p>`;
    const store = await opened([{ title: 'Long', content: `<p>before</p>${content}` }]);
    expect(await find(store, 'before')).toEqual(['Long']);
    expect(await find(store, 'behind')).toEqual([]);
  });
});

describe('the order', () => {
  const on = (date: string) => ({ content: '<p>x</p>', published: new Date(date) });

  test('is that of all feeds: by date, those of one date in reverse order of arrival', async () => {
    const store = await opened([
      { title: '2020', ...on('2020-05-01') },
      { title: '1850', ...on('1850-05-01') },
      { title: 'noon', ...on('2025-05-01T12:30:00Z') },
      { title: 'before noon', ...on('2025-05-01T12:10:00Z') },
      { title: 'first', ...on('2025-01-01') },
      { title: 'second', ...on('2025-01-01') },
      { title: 'the year one', ...on('0001-01-01') },
    ]);
    const all = ['noon', 'before noon', 'second', 'first', '2020', '1850', 'the year one'];
    expect(await find(store, 'x')).toEqual(all);
    expect((await store.newest({ kind: 'all' }, 9)).map(({ title }) => title)).toEqual(all);
    // The newest, and not the ones that came last.
    expect(await find(store, 'x', 2)).toEqual(['noon', 'before noon']);
  });
});

describe('the index follows the log', () => {
  test('in pieces, and says whether there is more', async () => {
    const store = await opened();
    await save(
      store,
      Array.from({ length: 5 }, (_, number) => anArrival(`b${number}`, { title: `T${number}`, content: '<p>x</p>' })),
    );
    expect(await store.searched()).toEqual({ revision: 0, isAll: false });
    expect(await store.indexNext(2, now)).toEqual({ revision: 2, isAll: false });
    expect(await find(store, 'x')).toEqual(['T1', 'T0']);
    expect(await store.indexNext(2, now)).toEqual({ revision: 4, isAll: false });
    expect(await store.indexNext(2, now)).toEqual({ revision: 5, isAll: true });
    expect(await store.indexNext(2, now)).toEqual({ revision: 5, isAll: true });
    expect(await find(store, 'x')).toEqual(['T4', 'T3', 'T2', 'T1', 'T0']);
  });

  test('few at a time when their texts are long, one at least', async () => {
    const content = `<p>${'word '.repeat(5_000)}</p>`;
    const store = await opened();
    await save(store, [
      anArrival('a', { content }),
      anArrival('b', { content: `${content}.` }),
      anArrival('c', { content: `${content}!` }),
    ]);
    expect(await store.indexNext(100, now)).toEqual({ revision: 2, isAll: false });
    expect(await store.indexNext(100, now)).toEqual({ revision: 3, isAll: true });
    await save(store, [anArrival('d', { content: content.repeat(20) })]);
    expect(await store.indexNext(100, now)).toEqual({ revision: 4, isAll: true });
  });

  test('what was corrected is found by its new words alone', async () => {
    const store = await opened([{ title: 'Old', content: '<p>rain</p>' }]);
    await save(store, [anArrival('a0', { title: 'New', content: '<p>snow</p>' })]);
    expect(await find(store, 'rain')).toEqual(['New']);
    await index(store);
    expect([await find(store, 'rain'), await find(store, 'snow')]).toEqual([[], ['New']]);
  });

  test('what is withdrawn is not found, before the index follows and afterwards, and what returns is', async () => {
    const store = await opened([{ title: 'A', content: '<p>rain</p>' }]);
    await store.withdraw(['a0'], now);
    expect(await find(store, 'rain')).toEqual([]);
    await index(store);
    expect(await find(store, 'rain')).toEqual([]);
    await save(store, [anArrival('a0', { title: 'A', content: '<p>rain</p>' })]);
    await index(store);
    expect(await find(store, 'rain')).toEqual(['A']);
  });

  test('however many are withdrawn at once', async () => {
    // Numbers of rows that FTS5 gives itself then are larger than JavaScript's.
    const names = Array.from({ length: 20 }, (_, number) => `b${number}`);
    const store = await opened();
    await save(
      store,
      names.map((name) => anArrival(name, { content: '<p>rain</p>' })),
    );
    await index(store);
    for (const name of names) {
      await store.withdraw([name], now);
      await index(store);
    }
    expect(await find(store, 'rain')).toEqual([]);
  });

  test('GEN-03: what waits for its date is not found before', async () => {
    const store = await opened([{ title: 'Later', content: '<p>rain</p>', published: new Date('2030-06-01') }]);
    expect(await find(store, 'rain')).toEqual([]);
    await store.release(new Date('2030-06-02'));
    await index(store);
    expect(await find(store, 'rain')).toEqual(['Later']);
  });

  test('a list that is another has another state, and one that is the same the same', async () => {
    const store = await opened([{ content: '<p>rain</p>' }, { content: '<p>snow</p>' }]);
    const state = async (asked: string) => (await store.search(query(asked), 50)).state;
    const [rain, none] = [await state('rain'), await state('nothing')];
    expect(rain.revision).toBe(1);
    expect(none.revision).toBe(0);
    await save(store, [anArrival('c', { content: '<p>snow, too</p>' })]);
    await index(store);
    const after = await state('rain');
    expect([after.revision, after.digest]).toEqual([rain.revision, rain.digest]);
    // When the list was made, it is seconds since the last one.
    expect(after.at).toBeGreaterThan(rain.at);
    expect((await state('nothing')).digest).toBe(none.digest);
    await save(store, [anArrival('a0', { content: '<p>rain!</p>' })]);
    await index(store);
    expect((await state('rain')).digest).not.toBe(rain.digest);
  });

  test('two stores of the same list with another history do not agree', async () => {
    const digest = async (content: string) => (await (await opened([{ content }])).search(query('x'), 9)).state.digest;
    expect(await digest('<p>x</p>')).toBe(await digest('<p>x</p>'));
    expect(await digest('<p>x y</p>')).not.toBe(await digest('<p>x</p>'));
  });
});

test('a store that nobody else can see answers as well', async () => {
  const store = await Store.open('sqlite::memory:');
  onTestFinished(() => store.close());
  await save(store, [anArrival('a', { title: 'A', content: '<p>rain</p>' })]);
  await index(store);
  expect(await find(store, 'rain')).toEqual(['A']);
});
