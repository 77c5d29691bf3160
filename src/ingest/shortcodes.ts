// Template code of site builders in Markdown -> Markdown that anybody's parser takes.
import MarkdownIt from 'markdown-it';

// A lookahead sees to it that the code has an end before its inside is read: looking for one from every place costs
// the square of the length.
const SHORTCODE = new RegExp(
  [
    // Hugo: {{< name values >}} and {{% name values %}}
    String.raw`\{\{[<%](?=[^{}]*[%>]\}\})\s*([\w/-]+)([^{}]*)\}\}`,
    // Liquid and Nunjucks: {% name values %}
    String.raw`\{%-?(?=[^{}%]*%\})\s*(\w+)([^{}%]*)%\}`,
    // Values: {{ "text" | filter }}, {{ name }}, {{ call(values) }}; but x_{{n}} is mathematics.
    String.raw`(?<![_^\\])\{\{-?(?=[^{}]*\}\})\s*(?:"([^"{}]*)"|'([^'{}]*)'|([\w.]+))(?:\(([^{}]*)\))?[^{}]*\}\}`,
    // kramdown: {: .class}
    String.raw`\{:[^{}\n]*\}`,
  ].join('|'),
  'g',
);
const BLOCK = '(?:raw|highlight|comment)';
/** A span of code, or one of the two tags around a block that is no template. */
const SPECIAL = new RegExp(
  [
    '(`[^`\\n]+`',
    String.raw`\{%-?\s*(?:end)?${BLOCK}\b[^{}%]*%\}`,
    String.raw`\{\{[<%]\s*\/?\s*highlight\b[^{}]*[%>]\}\})`,
  ].join('|'),
);
const BLOCK_TAG = new RegExp(
  String.raw`^\{(?:%-?|\{[<%])\s*(?<end>end|\/)?\s*(?<name>${BLOCK})\s*(?<language>[\w#+-]*)`,
);
/** Longer than any that the code itself is likely to hold. */
const FENCE = '`'.repeat(6);
/** kramdown and Hugo: `## Heading {#id .class}`; feeds have no use for it. */
const HEADING_ATTRIBUTES = /^( {0,3}#{1,6}[ \t][^\n]*?)\{[#.][^{}\n]*\}(?=[ \t]*$)/m;

const blocks = new MarkdownIt({ html: true, maxNesting: 50 });
blocks.core.ruler.enableOnly(['normalize', 'block']);

/**
 * Template code is no text: pictures, links and code listings stay, comments and the rest of it go. What Markdown or
 * the author says is code is left alone.
 */
export function withoutShortcodes(body: string): string {
  if (!/\{[{%:#.]/.test(body)) return body;
  const code = codeLines(body);
  const result = new Result();
  let text = '';
  for (const [index, line] of body.split(/(?<=\n)/).entries()) {
    if (code.has(index)) {
      result.takeText(text);
      result.add(line);
      text = '';
    } else {
      text += line.replace(HEADING_ATTRIBUTES, '$1');
    }
  }
  result.takeText(text);
  return result.end();
}

/** Markdown that is made part by part. */
class Result {
  #text = '';
  #isAtLineStart = true;
  /** The block that we are in. */
  #block = '';
  /** What stands in a comment; should it have no end, it is no comment. */
  #hidden = '';
  #isBehindFence = false;

  takeText(text: string): void {
    for (const [index, part] of text.split(SPECIAL).entries()) {
      if (index % 2 === 0) this.#takePart(part);
      else if (part.startsWith('`')) this.add(part);
      else this.#takeTag(part);
    }
  }

  add(text: string): void {
    if (this.#block === 'comment') {
      this.#hidden += text;
      return;
    }
    this.#text += text;
    const line = text.slice(text.lastIndexOf('\n') + 1);
    this.#isAtLineStart = (this.#isAtLineStart || line.length < text.length) && line.trim() === '';
  }

  end(): string {
    return this.#text + this.#hidden;
  }

  #takePart(part: string): void {
    // A fence has its line to itself.
    const text = this.#isBehindFence ? part.replace(/^[ \t]*\n?/, '\n') : part;
    this.#isBehindFence = false;
    this.add(this.#block === '' ? text.replace(SHORTCODE, shortcode) : text);
  }

  #takeTag(tag: string): void {
    const { end, name = '', language = '' } = BLOCK_TAG.exec(tag)?.groups ?? {};
    if (this.#block === 'comment' && !(end && name === 'comment')) return;
    this.#block = end ? '' : name;
    this.#hidden = '';
    if (name !== 'highlight') return;
    if (!this.#isAtLineStart) this.add('\n');
    this.add(end ? FENCE : FENCE + language);
    this.#isBehindFence = true;
  }
}

/** The numbers of the lines that Markdown takes for code, from 0. */
function codeLines(body: string): Set<number> {
  const lines = new Set<number>();
  for (const { type, map } of blocks.parse(body, {})) {
    if (!map || (type !== 'fence' && type !== 'code_block')) continue;
    for (let line = map[0]; line < map[1]; line += 1) lines.add(line);
  }
  return lines;
}

function shortcode(_: string, ...groups: (string | undefined)[]): string {
  const [hugo, hugoValues, liquid, liquidValues, quoted, singleQuoted, call, callValues] = groups;
  const name = hugo ?? liquid ?? call ?? '';
  const values = hugoValues ?? liquidValues ?? callValues ?? '';
  // `{{ "/about/" | url }}` and `{{< ref "/about.md" >}}` stand for the address that they name.
  const address = quoted ?? singleQuoted ?? (/^(rel)?ref$/.test(name) ? /"([^"]*)"/.exec(values)?.[1] : undefined);
  if (address !== undefined) return address;
  const [first, second] = Array.from(values.matchAll(/"([^"<>]*)"/g), (match) => match[1] ?? '');
  const source = argument(values, 'src') ?? argument(values, 'url') ?? (name === 'image' ? first : undefined);
  if (source && /^(figure|img|img-\w+|image)$/.test(name)) {
    return `![${argument(values, 'alt') ?? argument(values, 'caption') ?? second ?? ''}](<${source}>)`;
  }
  const video = /^youtube/.test(name) ? /(?:["'\s])([\w-]{11})(?:["'\s]|$)/.exec(values)?.[1] : undefined;
  return video ? `[Video](https://www.youtube.com/watch?v=${video})` : '';
}

function argument(text: string, name: string): string | undefined {
  return new RegExp(`\\b${name}\\s*=\\s*"([^"<>]*)"`).exec(text)?.[1];
}
