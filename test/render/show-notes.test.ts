// What podcast directories show of an article.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeHtml } from '../../src/ingest/html.ts';
import { showNotesOf } from '../../src/render/show-notes.ts';
import { allOf, parseXml } from './support.ts';

describe('POD-12: notes are paragraphs, lists, links and emphasis alone', () => {
  test.each<[string, string, readonly string[]]>([
    ['paragraphs stay', '<p>One</p>\n<p>Two</p>', ['<p>One</p>', '<p>Two</p>']],
    [
      'links and emphasis stay, and lose all else that they say',
      '<p dir="ltr">See <a href="https://a.example/?x=1&amp;y=2" hreflang="en" title="T">it</a>, <b>now</b>, <em>or</em> <i>not</i></p>',
      ['<p>See <a href="https://a.example/?x=1&amp;y=2">it</a>, <b>now</b>, <em>or</em> <i>not</i></p>'],
    ],
    ['a link that leads nowhere is its text', '<p><a>Here</a></p>', ['<p>Here</p>']],
    [
      'other elements of a line are their text',
      '<p>H<sub>2</sub>O, <code>x</code>, <u>y</u></p>',
      ['<p>H2O, x, y</p>'],
    ],
    [
      'what stands by itself becomes a paragraph',
      'One<div>Two</div>Three',
      ['<p>One</p>', '<p>Two</p>', '<p>Three</p>'],
    ],
    [
      'a heading becomes a strong paragraph',
      '<h2>Ports <em>of</em></h2>Call',
      ['<p><strong>Ports <em>of</em></strong></p>', '<p>Call</p>'],
    ],
    ['a quotation becomes paragraphs', '<blockquote><p>One</p><p>Two</p></blockquote>', ['<p>One</p>', '<p>Two</p>']],
    ['lines become paragraphs', '<p>One<br>Two</p>', ['<p>One</p>', '<p>Two</p>']],
    [
      'rows become paragraphs',
      '<table><tbody><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></tbody></table>',
      ['<p>A B</p>', '<p>C</p>'],
    ],
    [
      'emphasis goes on in the next paragraph',
      '<b>One<p>Two</p></b>Three',
      ['<p><b>One</b></p>', '<p><b>Two</b></p>', '<p>Three</p>'],
    ],
    [
      'lists stay, within one another too',
      '<ul>\n<li>One</li>\n<li><p>Two</p><ol><li>A</li></ol></li>\n</ul>',
      ['<ul><li>One</li><li>Two<ol><li>A</li></ol></li></ul>'],
    ],
    [
      'what stands between the items of a list becomes one',
      '<ul>One<li>Two</li><ol><li>A</li></ol></ul>',
      ['<ul><li>One</li><li>Two</li><li><ol><li>A</li></ol></li></ul>'],
    ],
    ['an item without a list becomes a paragraph', '<li>One</li>Two', ['<p>One</p>', '<p>Two</p>']],
    [
      'an item that shows nothing is none',
      '<ul><li><img src="https://a.example/a.jpg"></li><li>B</li></ul>',
      ['<ul><li>B</li></ul>'],
    ],
    [
      'lists without a word are left out, and what they are in',
      '<ul><li><ol><li><img src="https://a.example/a.jpg"></li></ol></li><li>B<ul></ul></li><ol></ol></ul>',
      ['<ul><li>B</li></ul>'],
    ],
    [
      'pictures and players are left out, with what is said in their place',
      '<figure><img src="https://a.example/a.jpg" alt="A"><figcaption>Caption</figcaption></figure><audio src="https://a.example/a.mp3">None</audio><p>Text</p>',
      ['<p>Text</p>'],
    ],
    [
      'a link around a picture is left out',
      '<p><a href="https://a.example/"><img src="https://a.example/a.jpg"></a></p>',
      [],
    ],
    ['space is one space', '<p>\n One \n <b> two </b>\n three </p>', ['<p>One <b>two</b> three</p>']],
    ['references stay', '<p>&lt;b&gt; &amp;amp; ]]&gt;</p>', ['<p>&lt;b&gt; &amp;amp; ]]&gt;</p>']],
    ['nothing is nothing', '', []],
  ])('%s', (_, html, pieces) => {
    expect(showNotesOf(html)).toEqual({ pieces, isWhole: true });
  });

  test('of a long text the beginning is read, and no piece is cut through', () => {
    const paragraph = `<p>${'x'.repeat(996)}</p>\n`;
    const { pieces, isWhole } = showNotesOf(paragraph.repeat(30));
    expect({ isWhole, count: pieces.length, sizes: new Set(pieces.map((piece) => piece.length)) }).toEqual({
      isWhole: false,
      count: 19,
      sizes: new Set([1003]),
    });
    expect(showNotesOf(`<p>${'x'.repeat(30_000)}</p>`)).toEqual({ pieces: [], isWhole: false });
  });

  const ALLOWED = new Set(['p', 'ol', 'ul', 'li', 'a', 'b', 'i', 'strong', 'em']);
  const tag = fc.constantFrom(
    ...'p ol ul li a b i strong em h2 div blockquote table tr td figure figcaption pre br img span'.split(' '),
  );
  const piece = fc.oneof(
    tag.map((name) => `<${name}>`),
    tag.map((name) => `</${name}>`),
    fc.constantFrom('<a href="https://a.example/">', ' ', 'a', '\n', '&amp;', '&lt;'),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
  );

  test('whatever an author writes, the notes are balanced, and nothing else is in them', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
        for (const notes of showNotesOf(safeHtml(parts.join(''), { folder: '' })).pieces) {
          const elements = allOf(parseXml(notes));
          expect(elements.filter(({ name }) => !ALLOWED.has(name))).toEqual([]);
          for (const { name, children } of elements) {
            const isList = name === 'ol' || name === 'ul';
            expect(children.filter((child) => (child.name === 'li') !== isList)).toEqual([]);
            if (name === 'p') expect(children.filter((child) => /^(?:p|ol|ul)$/.test(child.name))).toEqual([]);
          }
          expect(elements[0]?.name).toMatch(/^(?:p|ol|ul)$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
