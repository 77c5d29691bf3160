import { describe, expect, test } from 'vitest';
import { readArticle } from '../support/read.ts';

const modified = new Date('2024-05-06T07:08:09Z');
const LEDE = 'The old bridge over the river will be closed for repairs until spring, the mayor said on Friday.';

function read(text: string, leaveOut = { paragraphs: [] as string[], after: [] as string[] }) {
  const { reading } = readArticle(Buffer.from(text), 'news/a.txt', modified, { zone: 'Europe/Kyiv', leaveOut });
  if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${JSON.stringify(reading)}`);
  return reading;
}

describe('a first line that is a headline is the title, and no part of the text', () => {
  test.each([
    { title: 'Bridge closed until spring' },
    { title: 'Will the bridge ever open?' },
    { title: 'At last!' },
    { title: "'It is over,' says mayor" },
    { title: 'No trade with the U.S.' },
    { title: 'Rivals of the 400 euro bridge...' },
    { title: 'BRIDGE OPENS - MAYOR' },
    { title: 'BRIDGES, ROADS CLOSED - MAYOR' },
    { title: 'Мост закрыли до весны' },
    { title: '大桥关闭至明年春天' },
    { title: 'x'.repeat(95) },
  ])('$title', ({ title }) => {
    const { entry } = read(`${title}\n\n${LEDE}${title.length > 90 ? ' It rained.' : ''}\n\nTraders are worried.\n`);
    expect(entry.title).toBe(title);
    expect(entry.content).toMatch(/^<p>The old bridge .*<\/p>\n<p>Traders are worried.<\/p>$/);
    expect(entry.summary).toBe(LEDE);
  });
});

describe('a first line that is something else stays in the text', () => {
  test.each([
    { first: 'The bridge is closed.', title: 'The bridge is closed' },
    { first: '大桥关闭了。', title: '大桥关闭了' },
    { first: 'Dear readers,', title: 'Dear readers,' },
    { first: 'What we know so far:', title: 'What we know so far:' },
    { first: '- one of many', title: '- one of many' },
    { first: 'https://example.org/', title: 'https://example.org/' },
    { first: 'Photo by Jane Doe', title: 'Photo by Jane Doe' },
    { first: 'KYIV, March 3 (Agency) - The bridge', title: 'The bridge' },
    { first: 'x '.repeat(76).trim(), title: expect.stringMatching(/^x x .*…$/) },
    { first: 'Two lines\nof a poem', title: 'Two lines of a poem' },
  ])('$first', ({ first, title }) => {
    const { entry } = read(`${first}\n\n${LEDE} ${LEDE}`);
    expect(entry.title).toEqual(title);
    expect(entry.content).toContain(first.split('\n')[0]);
  });

  test.each([
    { what: 'alone', text: 'Bridge closed' },
    { what: 'above shorter lines', text: 'Bridge closed until spring\n\nMonday\n\nTuesday' },
    {
      what: 'above nothing but tags',
      text: 'Bridge closed until spring\n\nTags: a long list, of many tags, of all kinds',
    },
    { what: 'in the primary format', text: `date 2022-12-07 A caption\n\nBridge closed until spring\n\n${LEDE}` },
  ])('$what', ({ text }) => {
    const { entry } = read(text);
    expect(entry.title).toMatch(/^Bridge closed/);
    expect(entry.content).toMatch(/^<p>Bridge closed/);
  });

  test('what the publication leaves out is no headline', () => {
    const { entry } = read(`Support our work!\n\n${LEDE}`, { paragraphs: ['Support our work*'], after: [] });
    expect(entry.title).toBe('The old bridge over the river will be closed for repairs until spring');
    expect(entry.content).toBe(`<p>${LEDE}</p>`);
  });
});

describe('what stands around a headline says more', () => {
  const whole = { title: 'Bridge closed', published: new Date('2019-03-18T22:00:00Z'), isDateOnly: true };

  test.each([
    { what: 'date and tags below it', head: 'Bridge closed\n19 March 2019\nTags: City hall, Bridges' },
    { what: 'a full stop', head: 'Bridge closed.\n19 March 2019\nTags: City hall, Bridges', title: 'Bridge closed.' },
    { what: 'tags first', head: 'Bridge closed\nTags: City hall, Bridges\n2019-03-19' },
    { what: 'paragraphs of their own', head: 'Bridge closed\n\nMarch 19, 2019\n\nTags: City hall, Bridges' },
    { what: 'a rule', head: 'Bridge closed\n=============\n19 March 2019\nTags: City hall, Bridges' },
    { what: 'a thinner rule', head: 'Bridge closed\n---\n\n19 March 2019\n\nTags: City hall, Bridges' },
    { what: 'two rules', head: '***\nBridge closed\n***\n19 March 2019\nTags: City hall, Bridges' },
    { what: 'the date above it', head: '19 March 2019\n\nBridge closed\n\nTags: City hall, Bridges' },
  ])('$what', ({ head, title }) => {
    const { entry } = read(`${head}\n\n${LEDE}\n`);
    expect(entry).toMatchObject({
      ...whole,
      ...(title ? { title } : {}),
      tags: ['City hall', 'Bridges'],
      content: `<p>${LEDE}</p>`,
    });
  });

  test('a second line is the summary where others follow', () => {
    const { entry } = read(`Bridge closed\nTraders are worried\n19 March 2019\n\n${LEDE}`);
    expect(entry).toMatchObject({ ...whole, summary: 'Traders are worried', content: `<p>${LEDE}</p>` });
  });

  test.each([
    { line: 'By Jane Doe', authors: ['Jane Doe'] },
    { line: 'BY JANE DOE', authors: ['JANE DOE'] },
    { line: 'By Jane Doe, John Roe and Anna de Vries', authors: ['Jane Doe', 'John Roe', 'Anna de Vries'] },
    { line: 'By Jane Doe, Kyiv correspondent', authors: ['Jane Doe, Kyiv correspondent'] },
    { line: 'Автор: Іван Франко', authors: ['Іван Франко'] },
    { line: '作者：李雷', authors: ['李雷'] },
    { line: 'Author: Jane Doe <jane@example.org>', authors: ['Jane Doe'] },
  ])('a byline: $line', ({ line, authors }) => {
    for (const head of [`Bridge closed\n\n${line}`, `Bridge closed\n${line}`, line]) {
      const { entry } = read(`${head}\n\n${LEDE}`);
      expect(entry.authors.map(({ name }) => name)).toEqual(authors);
      expect(entry.content).toBe(`<p>${LEDE}</p>`);
    }
  });

  test.each(['By Friday', 'By the river', 'By Jane Doe.', 'By train and by bus'])('no byline: %s', (line) => {
    const { entry } = read(`Bridge closed\n\n${line}\n\n${LEDE}`);
    expect(entry.authors).toEqual([]);
    expect(entry.content).toContain(line);
  });

  test.each([
    { line: 'The old bridge. Credit: Jane Doe', picture: { caption: 'The old bridge.', credit: 'Jane Doe' } },
    { line: 'The old bridge (Photo credit: J. Doe)', picture: undefined },
    { line: 'The old bridge. (Photo credit: Jane Doe)', picture: { caption: 'The old bridge.', credit: 'Jane Doe' } },
    { line: 'Credit: Jane Doe', picture: { credit: 'Jane Doe' } },
    { line: 'Give credit: the mayor did it', picture: undefined },
    { line: 'The Social Credit: China', picture: undefined },
  ])('a caption with its credit belongs to the picture: $line', ({ line, picture }) => {
    const { entry } = read(`${line}\n\n${LEDE}\n\nTraders are worried.`);
    expect(entry.picture).toEqual(picture);
    if (picture) expect(entry.title).toBe('The old bridge over the river will be closed for repairs until spring');
  });

  test('a mere year, a time or a number is a headline rather than a date', () => {
    for (const title of ['1984', '2001: A bridge', '10:30'].slice(0, 2)) {
      const { published } = read(`${title}\n\n${LEDE}`).entry;
      expect(published).toEqual(modified);
    }
  });
});

describe('the text of a wire', () => {
  const BODY = [
    '    FORD, March 3 - The old bridge over the river will be closed',
    'for repairs until spring, the mayor of the city told reporters at',
    'the town hall, adding that <ACME BRIDGES LTD> had won the order.',
    '    It will cost 10 mln dlrs & more than a year, officials said,',
    'and traders on both banks are already worried about their trade.',
    ' REUTER',
    '&#3;\u0003',
  ].join('\n');

  test.each([
    { what: 'directly below its headline', text: `BRIDGE CLOSED <ACME.O> - MAYOR\n${BODY}` },
    { what: 'below a blank line', text: `BRIDGE CLOSED <ACME.O> - MAYOR\n\n${BODY}` },
    { what: 'all of it indented', text: `BRIDGE CLOSED <ACME.O> - MAYOR\n${BODY.replace(/^/gm, '  ')}` },
    { what: 'with tags', text: `BRIDGE CLOSED <ACME.O> - MAYOR\n${BODY}\n\nTags: bridges\n` },
  ])('$what has its headline, its paragraphs, and no closing mark', ({ text }) => {
    const { entry, remarks } = read(text);
    expect(entry.title).toBe('BRIDGE CLOSED <ACME.O> - MAYOR');
    expect(entry.content).toBe(
      '<p>FORD, March 3 - The old bridge over the river will be closed for repairs until spring, the mayor of the city ' +
        'told reporters at the town hall, adding that &lt;ACME BRIDGES LTD&gt; had won the order.</p>\n' +
        '<p>It will cost 10 mln dlrs &amp; more than a year, officials said, and traders on both banks are already worried ' +
        'about their trade.</p>',
    );
    expect(remarks.map(({ text }) => text)).toContain('REUTER');
  });

  test.each(['REUTER', '-END-', '- 30 -', '###', '(END)', 'Ends'])('ends above its closing mark: %s', (mark) => {
    expect(read(`Bridge closed\n\n${LEDE}\n${mark}\n`).entry.content).toBe(`<p>${LEDE}</p>`);
    expect(read(`Bridge closed\n\n${LEDE}\n\n${mark}\n\n`).entry.content).toBe(`<p>${LEDE}</p>`);
  });

  test('a table keeps its lines', () => {
    const { entry } = read(
      `${LEDE}\n\n    Shr 10 cts vs 11 cts\n    Net 1,001,000 vs 999,000\n    Revs 12.1 mln vs 9.1 mln\n`,
    );
    expect(entry.content.match(/<br>/g)).toHaveLength(2);
  });
});

describe('paragraphs in Chinese', () => {
  test('begin with two wide spaces', () => {
    const { entry } = read('大桥关闭至明年春天\n\n　　市政府周三宣布，大桥关闭。\n　　居民很担心。\n');
    expect(entry.content).toBe('<p>市政府周三宣布，大桥关闭。</p>\n<p>居民很担心。</p>');
  });

  test('that an editor wrapped are joined without a space', () => {
    const line = '市政府周三宣布大桥将关闭至明年春天负责人表示工程全长二十公里共设十五个出口预计每天通行三十万人';
    const { entry } = read(`${line}\n${line}\n完。`);
    expect(entry.content).toBe(`<p>${line}${line}完。</p>`);
  });
});
