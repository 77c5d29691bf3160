import { describe, expect, test } from 'vitest';
import { readArticle } from '../support/read.ts';

const modified = new Date('2024-05-06T07:08:09Z');

function read(text: string, path: string) {
  return readArticle(Buffer.from(text), path, modified).reading;
}

const ENTRY = {
  title: 'The bridge: closed',
  tags: ['Bridges', 'City hall'],
  published: new Date('2022-12-07T10:00:00Z'),
  content: '<p>Closed until <em>spring</em>.</p>',
};

describe('metadata that no fence opens', () => {
  test.each([
    {
      form: 'YAML above a fence, as Hexo takes it',
      head: 'title: "The bridge: closed"\ndate: 2022-12-07 10:00:00\ntags:\n- Bridges\n- City hall\n---\n',
    },
    {
      form: 'JSON above a fence of its own',
      head: '"title": "The bridge: closed",\n"date": "2022-12-07 10:00:00",\n"tags": ["Bridges", "City hall"]\n;;;\n',
    },
    {
      form: 'JSON between two of them',
      head: ';;;\n"title": "The bridge: closed", "date": "2022-12-07 10:00:00",\n"tags": ["Bridges", "City hall"],\n;;;\n',
    },
    {
      form: 'labels, as Pelican has them',
      head: 'Title: The bridge: closed\nDate: 2022-12-07 10:00\nCategory: News\nTags: Bridges,\n    City hall\n\n',
    },
    {
      form: 'comments, as Nikola has them',
      head: '.. title: The bridge: closed\n.. slug: a\n.. date: 2022-12-07 12:00:00 UTC+02:00\n.. tags: Bridges, City hall\n\n',
    },
    {
      form: 'comments within a comment',
      head: '<!--\n.. title: The bridge: closed\n.. date: 2022-12-07 10:00:00 UTC\n.. tags: Bridges, City hall\n-->\n\n',
    },
  ])('$form', ({ head }) => {
    expect(read(`\n${head}Closed until *spring*.\n`, 'a.md')).toMatchObject({ kind: 'entry', entry: ENTRY });
  });

  test('labels above plain text leave it plain', () => {
    const text =
      'Title: The bridge: closed\nDate: 2022-12-07 10:00\nTags: Bridges, City hall\nAuthor: Jane Doe\n\nClosed <until> *spring*.\n';
    expect(read(text, 'a.txt')).toMatchObject({
      entry: { ...ENTRY, authors: [{ name: 'Jane Doe' }], content: '<p>Closed &lt;until&gt; *spring*.</p>' },
    });
  });

  test.each([
    'title: A\ndraft: true\n---\nText.',
    'Title: A\nStatus: draft\n\nText.',
    '.. title: A\n.. tags: bridges, draft\n\nText.',
    '"title": "A",\n"published": false\n;;;\nText.',
  ])('a draft is one in each form: %j', (text) => {
    for (const path of ['a.md', 'a.txt']) expect(read(text, path)).toEqual({ kind: 'skipped', why: 'a draft' });
  });

  test('a wrong field is a problem with its line', () => {
    const problem = { kind: 'problem', field: 'date', line: 2, found: '"last Friday"' };
    for (const path of ['a.md', 'a.txt'])
      expect(read('Title: A\nDate: last Friday\n\nText.', path)).toMatchObject(problem);
  });
});

describe('ordinary text is never taken for metadata', () => {
  test.each([
    { text: 'Note: this is about a bridge.\nWarning: it is closed.\n\nText.' },
    { text: 'Date: 3 May\nPlace: the bridge\n\nText.' },
    { text: 'Author: Jane Doe\nDate: last Friday\n\nText.' },
    { text: 'Description: a bridge\n---\n\nText.' },
    { text: 'Title: the story\nof a bridge goes on in this line.\n\nText.' },
    { text: 'Link: a chain has many\n\nText.' },
    { text: '.. note: this is closed\n\nText.' },
    { text: '"The bridge": it is closed.\n\nText.' },
    { text: 'tags: one\n\n- a list\n\nIt rained.\n\n---\n\nText.' },
  ])('$text', ({ text }) => {
    for (const path of ['a.md', 'a.txt']) {
      const reading = read(text, path);
      if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${JSON.stringify(reading)}`);
      // What the first line says is still there, but for the date of the primary format.
      const [word = ''] = /(?<=[ "])\p{L}{3,}/u.exec(text.split('\n')[0] ?? '') ?? [];
      const { title, content, authors, tags } = reading.entry;
      expect(`${title} ${content} ${JSON.stringify([authors, tags])}`).toContain(word);
    }
  });
});
