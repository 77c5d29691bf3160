// Template code of site builders, as a table: what is left of it for a reader.
import { describe, expect, test } from 'vitest';
import { withoutShortcodes } from '../../src/ingest/shortcodes.ts';

describe('comments are for nobody', () => {
  test.each([
    'a{% comment %}b{% endcomment %}c',
    'a{%- comment -%}\n\n    b\n\n```\nb\n```\n{%- endcomment -%}c',
    'a{% comment %} ` {% endcomment %}c',
    'a{% capture x %}b{% endcapture %}c',
    'a{{% comment %}}b{{% /comment %}}c',
    'a{{< comment >}}\nb\n{{< /comment >}}c',
    'a{{/* b */}}c',
    'a{# b #}c',
    'a{% # b %}c',
    'a{%- # b -%}c',
    'a{::comment}\nb\n{:/comment}c',
  ])('%s', (text) => {
    expect(withoutShortcodes(text)).toBe('ac');
  });

  test('one that has no end is none', () => {
    expect(withoutShortcodes('a{% comment %}b')).toBe('ab');
  });
});

describe('template code is no text', () => {
  test.each([
    'a{% assign y = "50%" %}b',
    'a{{< toc >}}b',
    'a{{< x y="{b}" >}}b',
    'a{{% notice %}}b',
    'a{% include x.html %}b',
    'a{{ site.title }}b',
    "a{{ page.date | date: '%Y' }}b",
    'a{{#if x}}b',
    'a{{> partial }}b',
    'a{{{x}}}b',
    'a{:toc}b',
    'a{: .lead #id}b',
    'a{::nomarkdown}b',
  ])('%s', (text) => {
    expect(withoutShortcodes(text)).toBe('ab');
  });
});

describe('what it stands for is', () => {
  test.each([
    { text: '{{< figure src="a.png" alt="b" width="600" >}}', left: '![b](<a.png>)' },
    { text: "{{< figure src='a.png' >}}", left: '![](<a.png>)' },
    { text: '{{< figure "a.png" "b" >}}', left: '![b](<a.png>)' },
    { text: '{{< figure src="a.png" width="600" >}}', left: '![](<a.png>)' },
    { text: '{{< figure data-src="no" src="a.png" >}}', left: '![](<a.png>)' },
    { text: '{{< figure src="a.png" caption="A {b}" >}}', left: '![A {b}](<a.png>)' },
    { text: '{{< figure src="a.png" alt="b" caption="C" >}}', left: '![b](<a.png>)\nC' },
    { text: '{{< figure src="a.png" alt="a ] b" >}}', left: '![a \\] b](<a.png>)' },
    { text: '{{< figure src="<script>" >}}', left: '' },
    { text: '{% include figure.html src="a.png" alt="b" %}', left: '![b](<a.png>)' },
    { text: '{% include figure image_path="a.png" %}', left: '![](<a.png>)' },
    { text: '{{ image("a.png", "b, c") }}', left: '![b, c](<a.png>)' },
    { text: '[a]({{< relref "b.md" >}})', left: '[a](b.md)' },
    { text: '[a]({{ "/b/" | url }})', left: '[a](/b/)' },
    { text: '{{< youtube dQw4w9WgXcQ >}}', left: '[Video](https://www.youtube.com/watch?v=dQw4w9WgXcQ)' },
    { text: '{{< youtube "https://youtu.be/x" >}}', left: '[Video](<https://youtu.be/x>)' },
    { text: '{% youtube description %}', left: '' },
    { text: '{{< vimeo 146022717 >}}', left: '[Video](https://vimeo.com/146022717)' },
    { text: '{{< button text="Buy" href="/b" >}}', left: '[Buy](</b>)' },
    { text: '{{< quote text="Well" >}}', left: 'Well' },
    { text: '{% highlight js %}\n{{ a }}\n{% endhighlight %}', left: '``````js\n{{ a }}\n``````\n' },
    { text: '{% codeblock %}\na\n{% endcodeblock %}', left: '``````\na\n``````\n' },
  ])('$text', ({ text, left }) => {
    expect(withoutShortcodes(text)).toBe(left);
  });
});

describe('what the author shows as code stays', () => {
  test.each([
    '`{{ a }}`',
    '`` a ` {{ b }} ` c ``',
    '`{{ a\n}}`',
    '```\n{{ a }}\n```',
    'a\n\n    {{ b }}\n',
    '<pre><code>{{ a }}</code></pre>',
    '<code>{% a %}</code>',
  ])('%s', (text) => {
    expect(withoutShortcodes(text)).toBe(text);
  });

  test.each([
    { text: '{% raw %}{{ a }} {% comment %}{% endraw %}{{ b }}', left: '{{ a }} {% comment %}' },
    { text: '{% verbatim %}{{ a }}{% endverbatim %}', left: '{{ a }}' },
    { text: '{{</* figure src="a" */>}}', left: '{{< figure src="a" >}}' },
  ])('$text', ({ text, left }) => {
    expect(withoutShortcodes(text)).toBe(left);
  });
});

describe('text that only looks like it stays', () => {
  test.each(['x_{{n}}', 'x^{{n}}', '\\frac{{a}}', '{:a 1}', 'Text {#a}.', 'a {b} c', '{', '{{', '{%', '` {', 'f(x) {'])(
    '%s',
    (text) => {
      expect(withoutShortcodes(text)).toBe(text);
    },
  );
});

test.each([
  { text: '## a {#b .c}\n\nd', left: '## a \n\nd' },
  { text: '> - ## a {#b}', left: '> - ## a ' },
  { text: '![a](b){.left}', left: '![a](b)' },
  { text: '![a](b){width=50%}', left: '![a](b)' },
])('attributes go: $text', ({ text, left }) => {
  expect(withoutShortcodes(text)).toBe(left);
});
