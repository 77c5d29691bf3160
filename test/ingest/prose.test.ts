import { describe, expect, test } from 'vitest';
import { proseHtml } from '../../src/ingest/prose.ts';

const base = { folder: '' };

describe('a text of which nothing is known', () => {
  test.each([
    { is: 'plain', text: 'One.\n\nTwo & three.', html: '<p>One.</p>\n<p>Two &amp; three.</p>' },
    { is: 'plain with verses', text: 'Roses\nare red', html: '<p>Roses<br>\nare red</p>' },
    {
      is: 'plain with an asterisk, a hash and an underscore',
      text: 'C# in 5 * 3 #steps, my_own_way',
      html: '<p>C# in 5 * 3 #steps, my_own_way</p>',
    },
    {
      is: 'plain with one dash',
      text: '- Come in, she said.\n\nHe came.',
      html: '<p>- Come in, she said.</p>\n<p>He came.</p>',
    },
    { is: 'plain with a comparison', text: 'If a<b and b>c.', html: '<p>If a&lt;b and b&gt;c.</p>' },
    { is: 'HTML', text: '<p>One <em>two</em></p><script>x</script>', html: '<p>One <em>two</em></p>' },
    { is: 'HTML with line breaks only', text: 'One<br>two', html: 'One<br />two' },
    {
      is: 'HTML within paragraphs',
      text: 'One <b>two</b>\nthree\n\nFour',
      html: '<p>One <b>two</b><br />\nthree</p>\n<p>Four</p>',
    },
    {
      is: 'character references within paragraphs',
      text: 'Fish &amp; chips\n\n&#x27;s',
      html: "<p>Fish &amp; chips</p>\n<p>'s</p>",
    },
    {
      is: 'headings of HTML between paragraphs',
      text: 'One\n\n<h2>Two</h2>\n\nThree',
      html: '<p>One</p>\n<h2>Two</h2>\n<p>Three</p>',
    },
    { is: 'Markdown by its headings', text: '# One\n\nTwo', html: '<h1>One</h1>\n<p>Two</p>' },
    {
      is: 'Markdown by its list',
      text: 'One:\n\n- two\n- three',
      html: '<p>One:</p>\n<ul>\n<li>two</li>\n<li>three</li>\n</ul>',
    },
    {
      is: 'Markdown by its emphasis',
      text: '**One** two\nthree',
      html: '<p><strong>One</strong> two<br />\nthree</p>',
    },
    {
      is: 'Markdown by its link',
      text: 'See [one](https://example.org/)',
      html: '<p>See <a href="https://example.org/">one</a></p>',
    },
    {
      is: 'reStructuredText by its link',
      text: 'See `one\ntwo <https://example.org/>`__ and ``three``',
      html: '<p>See <a href="https://example.org/">one<br />\ntwo</a> and <code>three</code></p>',
    },
    {
      is: 'reStructuredText by its underlines',
      text: 'One\n~~~\n\nTwo\n---\n\nThree',
      html: '<h3>One</h3>\n<h2>Two</h2>\n<p>Three</p>',
    },
  ])('is $is', ({ text, html }) => {
    expect(proseHtml(text, 'any', base)).toBe(html);
  });

  test('has no line breaks where an editor made them to fit a width', () => {
    const wrapped =
      'All of this paragraph was wrapped by an editor\nat some forty-eight characters a line, as it was\nthe habit of those who wrote for a terminal.';
    expect(proseHtml(wrapped, 'any', base)).not.toContain('<br');
    expect(proseHtml(`**Note**\n\n${wrapped}`, 'any', base)).not.toContain('<br');
  });

  test('has a paragraph a line where lines are as long as paragraphs', () => {
    const line = 'This line is a whole paragraph, since it is long enough to be one by itself and more.';
    expect(proseHtml(`${line}\nShort.\n${line} ${line}`, 'any', base).match(/<p>/g)).toHaveLength(3);
  });
});

test.each([
  { markup: 'plain', text: '# One <b>two</b>', html: '<p># One &lt;b&gt;two&lt;/b&gt;</p>' },
  { markup: 'text', text: '# One **two**\n\nthree', html: '<p># One **two**</p>\n<p>three</p>' },
  { markup: 'text', text: 'One<p>two', html: 'One<p>two</p>' },
  { markup: 'markdown', text: 'One *two*\nthree', html: '<p>One <em>two</em>\nthree</p>' },
  { markup: 'html', text: 'One **two**', html: 'One **two**' },
] as const)('what is said to be $markup is read as that: $text', ({ markup, text, html }) => {
  expect(proseHtml(text, markup, base)).toBe(html);
});

test('no line separator and no character that XML has not gets through', () => {
  expect(proseHtml('One\u2028two\u0001\r\nthree', 'any', base)).toBe('<p>One<br>\ntwo<br>\nthree</p>');
});
