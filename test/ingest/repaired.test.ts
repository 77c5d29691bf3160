import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArticle } from '../support/read.ts';

const modified = new Date('2024-05-06T07:08:09Z');

function read(bytes: string | Uint8Array, path: string) {
  const { reading } = readArticle(Buffer.from(bytes), path, modified);
  if (reading.kind !== 'entry') throw new Error(`Expected an entry, got ${JSON.stringify(reading)}`);
  return { ...reading, repairs: reading.remarks.filter(({ kind }) => kind === 'repaired') };
}

describe('an article with a little damage is published, and its author is told', () => {
  test.each(['a.txt', 'a.md', 'a.article'])('bytes that are not UTF-8 in %s', (path) => {
    const bytes = Buffer.concat([
      Buffer.from('Title\n\nÉté, été.\n\nThe caf'),
      Buffer.of(0xe9),
      Buffer.from(' is open.'),
    ]);
    const { entry, repairs } = read(bytes, path);
    expect(entry.content).toContain('The caf? is open.');
    expect(repairs).toEqual([{ kind: 'repaired', why: 'bytes that are not UTF-8: 1, the first in line 5', line: 5 }]);
  });

  test.each(['a.txt', 'a.md', 'a.article'])('characters that XML forbids, and references to them, in %s', (path) => {
    const text =
      'Title\n\nThe bridge is\u0001 open.\n\nReally&#3; open,&#x1F; &#00005; &#65535;so they say.\u0000\n\nAgain and again. '.repeat(
        2,
      );
    const { entry, repairs } = read(text, path);
    expect(`${entry.title} ${entry.content}`).toContain('Really open,');
    expect(JSON.stringify(entry)).not.toMatch(/&(?:amp;)?#|\\u000/);
    expect(repairs).toEqual([
      { kind: 'repaired', why: 'characters that XML forbids: 12, the first in line 3', line: 3 },
    ]);
  });

  test('a reference in a title is taken out of it', () => {
    expect(read('---\ntitle: "A&#5;B"\n---\nText.', 'a.md').entry.title).toBe('AB');
    expect(read('A&#5;B\n=====\n\nText.', 'a.txt').entry.title).toBe('AB');
  });
});

describe('what is no damage is not told of', () => {
  test.each([
    { what: 'form feeds and other ends of lines', text: 'Text.\f\r\nMore.\rEnd.' },
    { what: 'references to what is legal', text: 'A &#65; &#9; &#x42; &amp; &#128512; B.' },
    { what: 'a sign that somebody wrote instead of a lost one', text: 'A \uFFFD B.' },
    { what: 'white space and characters of Windows', text: 'A\u0085B \u00A0 C\u007F.' },
  ])('$what', ({ text }) => {
    for (const path of ['a.txt', 'a.md', 'a.article']) expect(read(text, path).repairs).toEqual([]);
  });

  test('an article about such references keeps them in its code', () => {
    const { entry, repairs } = read('Never write `&#5;`.\n\n```\n&#6;\n```\n', 'a.md');
    expect(entry.content).toContain('<code>&amp;#5;</code>');
    expect(entry.content).toContain('&amp;#6;');
    expect(repairs).toEqual([]);
  });
});

test('however a text is damaged, what is published has no trace of it', () => {
  const part = fc.constantFrom('A ', '&#', '5', ';', 'x1f', '\u0000', '\u0001', '`', '<code>', '&amp;', '\n', '\n\n');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), fc.constantFrom('a.txt', 'a.md', 'a.article'), (parts, path) => {
      const { reading } = readArticle(Buffer.from(`Text. ${parts.join('')}`), path, modified);
      if (reading.kind !== 'entry') return;
      const { title, content } = reading.entry;
      const shown = `${title}${content.replace(/<(pre|code)\b[^>]*>[\s\S]*?<\/\1>/g, '')}`;
      expect(shown.replaceAll('&amp;', '&')).not.toMatch(/[\u0000-\u0008]|&#0*5;/);
    }),
    { numRuns: 500 },
  );
});
