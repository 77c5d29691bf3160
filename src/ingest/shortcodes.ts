// Template code of site builders in Markdown or HTML -> the same without, as anybody's parser takes it.
import MarkdownIt from 'markdown-it';
import { escapeMarkup } from '../text.ts';

/** The inside of a tag is no longer than this; what seems to be is text. */
const LONGEST_TAG = 2000;
/** Longer than any that the code itself is likely to hold. */
const FENCE = '`'.repeat(6);

type Tag = {
  /** What opens it, up to where the inside begins. */
  readonly open: RegExp;
  readonly close: string;
  /** What stands in its place. */
  readonly become: (inside: string, open: string) => string;
};

/** In the order in which they are tried; all patterns are tried at one place only. */
const TAGS: readonly Tag[] = [
  // Hugo's comment; its way to show a shortcode; its shortcodes.
  { open: /\{\{-?\s*\/\*/y, close: '}}', become: () => '' },
  { open: /\{\{[<%]\/\*/y, close: '*/>}}', become: (inside) => `{{<${inside}>}}` },
  { open: /\{\{</y, close: '>}}', become: shortcode },
  { open: /\{\{%/y, close: '%}}', become: shortcode },
  // Comments of Nunjucks, and of Liquid.
  { open: /\{#(?=[^}\n]{0,500}#\})/y, close: '#}', become: () => '' },
  { open: /\{%-?\s*#/y, close: '%}', become: () => '' },
  { open: /\{%-?/y, close: '%}', become: shortcode },
  { open: /\{\{\{/y, close: '}}}', become: () => '' },
  { open: /\{\{-?/y, close: '}}', become: value },
];

/** Blocks that are no template: shown as they stand, as code, or not at all. */
type Block = { readonly open: RegExp; readonly end: RegExp; readonly kind: 'verbatim' | 'code' | 'hidden' };

const block = (kind: Block['kind'], open: RegExp, end: RegExp): Block => ({ kind, open, end });
const BLOCKS: readonly Block[] = [
  block('verbatim', /\{%-?\s*raw\s*-?%\}/y, /\{%-?\s*endraw\s*-?%\}/g),
  block('verbatim', /\{%-?\s*verbatim\s*-?%\}/y, /\{%-?\s*endverbatim\s*-?%\}/g),
  block('verbatim', /\{\{[<%]\s*raw\s*[%>]\}\}/y, /\{\{[<%]\s*\/\s*raw\s*[%>]\}\}/g),
  block('verbatim', /<pre\b[^<>]*>/iy, /<\/pre\s*>/gi),
  block('verbatim', /<code\b[^<>]*>/iy, /<\/code\s*>/gi),
  block('code', /\{%-?\s*highlight\b\s*(?<language>[\w#+-]*)[^{}%]*%\}/y, /\{%-?\s*endhighlight\s*-?%\}/g),
  block('code', /\{%-?\s*codeblock\b\s*(?<language>[\w#+-]*)[^{}%]*%\}/y, /\{%-?\s*endcodeblock\s*-?%\}/g),
  block(
    'code',
    /\{\{[<%]\s*highlight\b\s*(?<language>[\w#+-]*)[^{}]*[%>]\}\}/y,
    /\{\{[<%]\s*\/\s*highlight\s*[%>]\}\}/g,
  ),
  block('hidden', /\{%-?\s*comment\b[^{}%]*%\}/y, /\{%-?\s*endcomment\s*-?%\}/g),
  block('hidden', /\{%-?\s*capture\b[^{}%]*%\}/y, /\{%-?\s*endcapture\s*-?%\}/g),
  block('hidden', /\{\{[<%]\s*comment\b[^{}]*[%>]\}\}/y, /\{\{[<%]\s*\/\s*comment\s*[%>]\}\}/g),
  block('hidden', /\{::comment\}/y, /\{:\/(?:comment)?\}/g),
];

const ATTRIBUTE = String.raw`(?:[.#][\w-]+|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[\w%.-]+))`;
/** kramdown: `{: .class}`, `{:toc}`, `{::nomarkdown}`, `{:/}`. */
const KRAMDOWN = new RegExp(
  String.raw`\{:(?:\s*(?:${ATTRIBUTE}(?:\s+${ATTRIBUTE})*|[\w-]+)\s*|:[^{}\n]*|\/[^{}\n]*)\}`,
  'y',
);
/** Behind a heading or a picture: `{#id .class}`. */
const ATTRIBUTES = new RegExp(String.raw`\{\s*${ATTRIBUTE}(?:\s+${ATTRIBUTE})*\s*\}`, 'y');
const IN_HEADING = /(?:^|\n)[ \t]*(?:(?:[>*+-]|\d+\.)[ \t]+)*#{1,6}[ \t][^\n]*$/;
/** `x_{{n}}` and `\frac{{a}}` are mathematics. */
const IN_FORMULA = /(?:[_^\\]|\\[a-z]+)$/i;

const inline = new MarkdownIt();
const blocks = new MarkdownIt({ html: true, maxNesting: 50 });
blocks.core.ruler.enableOnly(['normalize', 'block']);

/**
 * Template code is no text: pictures, links and code listings stay, comments and the rest of it go. What Markdown or
 * the author says is code is left alone.
 */
export function withoutShortcodes(body: string, language: 'markdown' | 'html' = 'markdown'): string {
  return /\{[{%:#.\w]/.test(body) ? new Scanner(body, language === 'html').run() : body;
}

/** What a tag becomes is Markdown: a picture, a link, or a mere text. */
function asHtml(replacement: string): string {
  return /^!?\[/.test(replacement) ? inline.renderInline(replacement) : escapeMarkup(replacement);
}

class Scanner {
  readonly #body: string;
  /** In HTML no indentation, fence or backtick makes code. */
  readonly #isHtml: boolean;
  #at = 0;
  #result = '';
  /** Ends that are not there any more: looking for one from every place would cost the square of the length. */
  readonly #missing = new Set<string>();

  constructor(body: string, isHtml: boolean) {
    this.#body = body;
    this.#isHtml = isHtml;
  }

  run(): string {
    const body = this.#body;
    for (const [start, end] of this.#isHtml ? [] : codeRanges(body)) {
      this.#scan(start);
      if (this.#at >= end) continue;
      this.#copy(Math.max(end, this.#at));
    }
    this.#scan(body.length);
    return this.#result;
  }

  /** Up to a place; a block that begins before it may end behind it. */
  #scan(end: number): void {
    const special = this.#isHtml ? /[{<]/g : /[`{<]/g;
    while (this.#at < end) {
      special.lastIndex = this.#at;
      const next = special.exec(this.#body)?.index ?? end;
      this.#copy(Math.max(Math.min(next, end), this.#at));
      if (this.#at >= end) return;
      const isTaken = this.#body[this.#at] === '`' ? this.#takeCode() : this.#takeBlock() || this.#takeTag();
      if (!isTaken) this.#copy(this.#at + 1);
    }
  }

  #copy(end: number): void {
    this.#result += this.#body.slice(this.#at, end);
    this.#at = end;
  }

  /** Where something comes next, from a place on. */
  #find(end: RegExp, from: number): { index: number; length: number } | undefined {
    if (this.#missing.has(end.source)) return undefined;
    end.lastIndex = from;
    const match = end.exec(this.#body);
    if (!match) this.#missing.add(end.source);
    return match ? { index: match.index, length: match[0].length } : undefined;
  }

  /** A span of code ends with as many backticks as it begins with, within its paragraph (CommonMark 6.1). */
  #takeCode(): true {
    const run = /`+/y;
    run.lastIndex = this.#at;
    const marks = run.exec(this.#body)?.[0] ?? '`';
    const inside = this.#at + marks.length;
    const end = this.#find(new RegExp(`(?<!\`)\`{${marks.length}}(?!\`)`, 'g'), inside);
    const isSpan =
      end !== undefined && !/\n[ \t]*\n/.test(this.#body.slice(inside, Math.min(end.index, inside + LONGEST_TAG)));
    this.#copy(isSpan && end.index - inside < LONGEST_TAG ? end.index + end.length : inside);
    return true;
  }

  #takeBlock(): boolean {
    for (const { open, end, kind } of BLOCKS) {
      open.lastIndex = this.#at;
      const opening = open.exec(this.#body);
      if (!opening) continue;
      const inside = this.#at + opening[0].length;
      const ending = this.#find(end, inside);
      if (!ending) continue;
      const after = ending.index + ending.length;
      if (opening[0].startsWith('<')) {
        this.#copy(after);
        return true;
      }
      const text = this.#body.slice(inside, ending.index);
      if (kind === 'verbatim') this.#result += text;
      if (kind === 'code') this.#addCode(text, opening.groups?.language ?? '');
      this.#at = after;
      return true;
    }
    return false;
  }

  /** A listing has lines to itself, set in like the one before it. */
  #addCode(text: string, language: string): void {
    const [indent] = /[ \t]*$/.exec(this.#result.slice(-80)) ?? [''];
    const isAtLineStart = /(?:^|\n)[ \t]*$/.test(this.#result.slice(-80));
    if (this.#isHtml) {
      this.#result += `<pre><code>${escapeMarkup(text.trim())}</code></pre>`;
      return;
    }
    const listing = text.replace(/^[ \t]*\n/, '').replace(/\n?[ \t]*$/, '\n');
    this.#result += `${isAtLineStart ? '' : '\n'}${FENCE}${language}\n${listing}${isAtLineStart ? indent : ''}${FENCE}\n`;
  }

  #takeTag(): boolean {
    if (this.#body[this.#at] !== '{') return false;
    if (!this.#isHtml && this.#takeAttributes()) return true;
    for (const { open, close, become } of TAGS) {
      open.lastIndex = this.#at;
      const opening = open.exec(this.#body)?.[0];
      if (opening === undefined) continue;
      const inside = this.#at + opening.length;
      const end = endOfTag(this.#body, inside, close);
      if (end < 0) continue;
      const isFormula = opening === '{{' && IN_FORMULA.test(this.#body.slice(Math.max(0, this.#at - 20), this.#at));
      if (isFormula) return false;
      const replacement = become(this.#body.slice(inside, end), opening);
      this.#result += this.#isHtml ? asHtml(replacement) : replacement;
      this.#at = end + close.length;
      return true;
    }
    return false;
  }

  #takeAttributes(): boolean {
    KRAMDOWN.lastIndex = this.#at;
    const kramdown = KRAMDOWN.exec(this.#body)?.[0];
    ATTRIBUTES.lastIndex = this.#at;
    const attributes = kramdown ?? ATTRIBUTES.exec(this.#body)?.[0];
    if (attributes === undefined) return false;
    const before = this.#body.slice(Math.max(0, this.#at - 500), this.#at);
    const rest = this.#body.slice(this.#at + attributes.length, this.#at + attributes.length + 80);
    const isTitleEnd = IN_HEADING.test(before) && /^[ \t]*(?:\n|$)/.test(rest);
    if (kramdown === undefined && !before.endsWith(')') && !isTitleEnd) return false;
    this.#at += attributes.length;
    return true;
  }
}

/** Where a tag ends; quoted values may hold anything. -1 when it does not. */
function endOfTag(text: string, from: number, close: string): number {
  const most = Math.min(text.length, from + LONGEST_TAG);
  let quote = '';
  for (let at = from; at < most; at += 1) {
    const character = text[at] ?? '';
    if (quote === '') {
      if (text.startsWith(close, at)) return at;
      if (character === '{') break;
      if (character === '"' || character === "'") quote = character;
    } else if (character === quote) {
      quote = '';
    }
  }
  // An apostrophe opens no value: look again without regard to quotes.
  const end = quote === '' ? -1 : text.slice(from, most).search(/[{}]/);
  const plain = end < 0 ? -1 : text.slice(from, from + end + close.length).indexOf(close);
  return plain < 0 ? -1 : from + plain;
}

/** From where to where Markdown takes a body for code. */
function codeRanges(body: string): [start: number, end: number][] {
  const starts = [0];
  for (let at = body.indexOf('\n'); at >= 0; at = body.indexOf('\n', at + 1)) starts.push(at + 1);
  return blocks.parse(body, {}).flatMap(({ type, map }): [number, number][] => {
    if (!map || (type !== 'fence' && type !== 'code_block')) return [];
    return [[starts[map[0]] ?? body.length, starts[map[1]] ?? body.length]];
  });
}

type Values = { readonly named: ReadonlyMap<string, string>; readonly positional: readonly string[] };

function valuesOf(text: string): Values {
  const named = new Map<string, string>();
  const positional: string[] = [];
  for (const [, name, value = ''] of text.matchAll(/(?:([\w-]+)\s*=\s*)?("[^"]*"|'[^']*'|[^\s"'=,]+)/g)) {
    const plain = /^["']/.test(value) ? value.slice(1, -1) : value;
    if (name === undefined) positional.push(plain);
    else named.set(name, plain);
  }
  return { named, positional };
}

/** What a reader without templates is to see of a shortcode, a tag or an include. */
function shortcode(inside: string): string {
  const [, name = '', rest = ''] = /^-?\s*([\w./-]*)([\s\S]*?)-?\s*$/.exec(inside) ?? [];
  const { named, positional } = valuesOf(rest);
  const [first = '', second] = positional;
  if (/^(?:rel)?ref$/.test(name)) return first;
  const what = name === 'include' || name === 'render' ? first : name;
  if (/^(?:figure|img|image|picture)\b/.test(what)) {
    const plain = name === what && named.size === 0;
    return picture(
      named.get('src') ?? named.get('url') ?? named.get('image_path') ?? (plain ? first : ''),
      named.get('alt') ?? (plain ? second : undefined),
      named.get('caption') ?? named.get('title'),
    );
  }
  if (/^(?:youtube|vimeo)/.test(name)) return video(name, named.get('id') ?? first);
  const text = named.get('text');
  if (text === undefined) return '';
  const href = named.get('href') ?? named.get('url') ?? named.get('link');
  return href === undefined ? text : `[${escaped(text)}](<${href}>)`;
}

function picture(source: string, alt: string | undefined, caption: string | undefined): string {
  if (source === '' || /[<>\n{}]/.test(source)) return '';
  const shown = caption !== undefined && alt !== undefined && caption !== alt ? `\n${caption}` : '';
  return `![${escaped(alt ?? caption ?? '')}](<${source}>)${shown}`;
}

function video(name: string, id: string): string {
  if (/^https?:\/\/[^\s<>]+$/.test(id)) return `[Video](<${id}>)`;
  if (/^vimeo/.test(name)) return /^\d+$/.test(id) ? `[Video](https://vimeo.com/${id})` : '';
  return /^(?=.*[\dA-Z_-])[\w-]{11}$/.test(id) ? `[Video](https://www.youtube.com/watch?v=${id})` : '';
}

/** `{{ "/about/" | url }}` stands for the address that it names; of other values nobody knows what they are. */
function value(inside: string): string {
  const [, double, single] = /^-?\s*(?:"([^"{}]*)"|'([^'{}]*)')/.exec(inside) ?? [];
  const call = /^-?\s*([\w.]+)\(([^()]*)\)/.exec(inside);
  return double ?? single ?? (call ? shortcode(`${call[1]} ${call[2]}`) : '');
}

function escaped(text: string): string {
  return text.replace(/[[\]\\]/g, '\\$&');
}
