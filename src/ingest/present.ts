// Articles in the form of golang.org/x/tools/present, in which blogs of Go programmers are written -> Draft.
//
//    Title / Subtitle / 15:04 2 Jan 2006 / Tags: one, two      the head, a line each
//    Jane Doe / jane@example.org                               who wrote it, below a blank line
//    * Section, paragraphs, - lists, indented code, .image a.png
//
// In the older form the text is in a markup of its own, in the newer one (`# Title`) in Markdown.
import type { Author } from '../entry.ts';
import { cleanText, escapeMarkup, oneLine } from '../text.ts';
import { authorsNamed, isName } from './byline.ts';
import { type Moment, parseDate } from './dates.ts';
import { authorsOf, tagsOf } from './fields.ts';
import { frontMatterAbove } from './front-matter.ts';
import { safeHtml } from './html.ts';
import { leftOut } from './leave-out.ts';
import { parseMarkdown, renderMarkdown } from './markdown.ts';
import { inlineHtml } from './present-inline.ts';
import type { DraftReading, Source } from './reading.ts';

const MARKDOWN_TITLE = /^#[ \t]+/;
const DATE_LINE = /^\s*(?:(\d{1,2}:\d{2})\s+)?(\d{1,2}\s+\p{L}+\s+\d{4})\s*$/u;
const LABELLED = /^(tags|summary|oldurl)\s*:(.*)$/iu;
const HEADING = /^(\*{1,6})\s+(\S.*)$/;
const DIRECTIVE = /^\.(image|caption|link|video|iframe|background|html|code|play)\b[ \t]*(.*)$/;

/** Parses one article. Only a text without a single word, or with a day that the calendar has not, is a problem. */
export function parsePresent(text: string, source: Source): DraftReading {
  const clean = cleanText(text);
  const front = frontMatterAbove(clean);
  if (front) return parseMarkdown(text, source, front);
  const lines = clean.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const isMarkdown = MARKDOWN_TITLE.test(lines[first] ?? '');
  const end = lines.findIndex((line, index) => index > first && line.trim() === '');
  const head = headOf(lines.slice(first, end < 0 ? lines.length : end), source.settings.zone);
  if ('wrong' in head) {
    const line = lines.indexOf(head.wrong) + 1;
    const found = `"${head.wrong.trim().slice(0, 60)}"`;
    return { kind: 'problem', line, field: 'date', expected: 'a date such as 2 Jan 2006', found };
  }
  const rest = end < 0 ? [] : lines.slice(end);
  const { authors, body } = authorsAbove(rest, isMarkdown);
  const { html, left } = isMarkdown ? fromMarkdown([...head.more, ...body]) : fromMarkup([...head.more, ...body]);
  const base = { folder: source.folder };
  return {
    kind: 'draft',
    draft: {
      title: isMarkdown ? head.title.replace(MARKDOWN_TITLE, '') : head.title,
      summary: head.summary,
      content: safeHtml(isMarkdown ? renderMarkdown(html) : html, base),
      authors,
      tags: head.tags,
      published: head.published,
      remarks: left.length > 0 ? [leftOut('code and other files that stand beside the article', left.join(' '))] : [],
    },
  };
}

type Head = {
  readonly title: string;
  readonly summary?: string;
  readonly tags: readonly string[];
  readonly published?: Moment;
  /** Lines that say nothing about the article: its text begins in the head. */
  readonly more: readonly string[];
};

function headOf([title = '', ...lines]: readonly string[], zone: string): Head | { readonly wrong: string } {
  let [subtitle, summary] = ['', ''];
  let published: Moment | undefined;
  let tags: readonly string[] = [];
  const more: string[] = [];
  for (const line of lines) {
    if (isComment(line, MARKDOWN_TITLE.test(title))) continue;
    const [, label = '', value = ''] = LABELLED.exec(line) ?? [];
    const [dated, time, day = ''] = DATE_LINE.exec(line) ?? [];
    if (label.toLowerCase() === 'tags') tags = tagsOf({ tags: value });
    else if (label.toLowerCase() === 'summary') summary = value;
    else if (dated !== undefined && !published) {
      published = parseDate(time ? `${day} ${time}` : day, zone);
      if (!published) return { wrong: line };
    } else if (label === '' && subtitle === '' && more.length === 0) subtitle = line;
    else if (label === '') more.push(line);
  }
  const deck = oneLine(summary) || oneLine(subtitle);
  return { title, tags, more, ...(deck ? { summary: deck } : {}), ...(published ? { published } : {}) };
}

/** Longer lines are sentences, longer blocks are text. */
const LONGEST_AUTHOR = { line: 100, lines: 8 };
/** Takes off the blocks between head and first section that say who wrote the article. */
function authorsAbove(
  lines: readonly string[],
  isMarkdown: boolean,
): { authors: readonly Author[]; body: readonly string[] } {
  const isHeading = (line: string) => (isMarkdown ? /^#{1,6}[ \t]/.test(line) : HEADING.test(line));
  const authors: Author[] = [];
  let start = 0;
  // Without sections nothing but its looks tells a name from a short text.
  const isSure = lines.some(isHeading);
  for (;;) {
    while (start < lines.length && ((lines[start] ?? '').trim() === '' || isComment(lines[start] ?? '', isMarkdown)))
      start += 1;
    const block = lines.slice(start, start + LONGEST_AUTHOR.lines + 1);
    const length = block.findIndex((line) => line.trim() === '' || isHeading(line));
    const rows = length < 0 ? block : block.slice(0, length);
    const isEnd = rows.length === 0 || rows.length > LONGEST_AUTHOR.lines || !rows.every(isShort);
    const author = isEnd ? undefined : authorFrom(rows, isSure);
    if (!author) return { authors, body: lines.slice(start) };
    authors.push(...author);
    start += rows.length;
  }
}

function isShort(line: string): boolean {
  return line.length <= LONGEST_AUTHOR.line && !/[.!?:;,。]\s*$|^[\s.\-*>#]/u.test(line);
}

/** A name, then what the author is and where to find him; undefined when this is no author. */
function authorFrom(rows: readonly string[], isSure: boolean): readonly Author[] | undefined {
  const lines = rows.map((row) => row.trim()).filter((row) => !row.startsWith('@'));
  const url = lines.find((line) => /^https?:\/\/\S+$/i.test(line));
  const email = lines.find((line) => /^\S+@\S+$/.test(line) && line !== url);
  const [name = ''] = lines.filter((line) => line !== url && line !== email);
  if (!isSure && url === undefined && email === undefined && !isName(name)) return undefined;
  if (url === undefined && email === undefined) return authorsNamed(name);
  return authorsOf({ author: name === '' ? (email ?? '') : { name, url, email } });
}

type Body = { readonly html: string; readonly left: readonly string[] };

/** The newer form: Markdown with directives and comments of its own. */
function fromMarkdown(lines: readonly string[]): Body {
  const left: string[] = [];
  const kept: string[] = [];
  let isCode = false;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (/^[ ]{0,3}(?:```|~~~)/.test(line)) isCode = !isCode;
    const directive = isCode ? null : DIRECTIVE.exec(line);
    if (directive) {
      const shown = showDirective(directive, lines, index);
      kept.push('', shown.html, '');
      if (shown.isLeft) left.push(line.trim());
      index = shown.end;
    } else if (isCode || !isComment(line, true)) kept.push(line);
  }
  return { html: kept.join('\n'), left };
}

/** The older form. */
function fromMarkup(lines: readonly string[]): Body {
  const blocks: string[] = [];
  const left: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? '';
    const heading = HEADING.exec(line);
    const directive = DIRECTIVE.exec(line);
    const start = index;
    if (line.trim() === '' || isComment(line, false)) index += 1;
    else if (heading) {
      const level = Math.min((heading[1] ?? '').length + 1, 6);
      blocks.push(`<h${level}>${inlineHtml(heading[2] ?? '')}</h${level}>`);
      index += 1;
    } else if (directive) {
      const shown = showDirective(directive, lines, index);
      blocks.push(shown.html);
      if (shown.isLeft) left.push(line.trim());
      index = shown.end + 1;
    } else if (/^\s/.test(line)) {
      index = endOfRun(lines, start, (row) => /^\s/.test(row) || row === '');
      blocks.push(codeBlock(lines.slice(start, index)));
    } else if (line.startsWith('- ')) {
      index = endOfRun(lines, start, (row) => /^(?:- |\s+\S)/.test(row));
      blocks.push(list(lines.slice(start, index)));
    } else {
      // A line that begins with a directive ends a paragraph; a comment is not seen.
      index = endOfRun(lines, start, (row) => row.trim() !== '' && !DIRECTIVE.test(row));
      const rows = lines.slice(start, index).filter((row) => !isComment(row, false));
      blocks.push(`<p>${inlineHtml(rows.map((row) => row.replace(/^\\\./, '.')).join('\n'))}</p>`);
    }
  }
  return { html: blocks.filter((block) => block !== '').join('\n'), left };
}

/** The first line after `start` that does not belong to what begins there. */
function endOfRun(lines: readonly string[], start: number, isPart: (line: string) => boolean): number {
  let end = start + 1;
  while (end < lines.length && isPart(lines[end] ?? '')) end += 1;
  return end;
}

function codeBlock(lines: readonly string[]): string {
  const [indent = ''] = /^\s*/.exec(lines[0] ?? '') ?? [];
  const rows = lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()));
  return `<pre><code>${escapeMarkup(rows.join('\n').replaceAll('\t', '    ').trimEnd())}</code></pre>`;
}

function list(lines: readonly string[]): string {
  const items: string[] = [];
  for (const line of lines) {
    if (line.startsWith('- ')) items.push(line.slice(2));
    else items.push(`${items.pop() ?? ''}\n${line.trim()}`);
  }
  return `<ul>\n${items.map((item) => `<li>${inlineHtml(item)}</li>`).join('\n')}\n</ul>`;
}

type Shown = {
  readonly html: string;
  readonly isLeft?: boolean /** The last line that belongs to it. */;
  readonly end: number;
};

/** What a directive shows; what stands in a file beside the article is not part of it and stays away. */
function showDirective([, name = '', rest = '']: readonly string[], lines: readonly string[], at: number): Shown {
  const [address = '', ...more] = rest.split(/\s+/);
  const href = escapeMarkup(address);
  if (name === 'image') {
    const next = endOfRun(lines, at, (line) => line.trim() === '');
    const caption = /^\.caption[ \t]+(.*)$/.exec(lines[next] ?? '')?.[1];
    if (caption === undefined) return { html: `<p><img src="${href}"></p>`, end: at };
    const figure = `<figure><img src="${href}"><figcaption>${inlineHtml(caption)}</figcaption></figure>`;
    return { html: figure, end: next };
  }
  if (name === 'caption') return { html: `<p>${inlineHtml(rest)}</p>`, end: at };
  if (name === 'link')
    return { html: `<p><a href="${href}">${inlineHtml(more.join(' ') || address)}</a></p>`, end: at };
  if (name === 'video') return { html: `<p><video src="${href}" controls></video></p>`, end: at };
  if (name === 'iframe') return { html: `<p><iframe src="${href}"></iframe></p>`, end: at };
  return { html: '', isLeft: true, end: at };
}

/** A comment, or in the newer form also what only the speaker gets to see. */
function isComment(line: string, isMarkdown: boolean): boolean {
  return isMarkdown ? /^(?:\/\/|: )/.test(line) : /^(?:#|: )/.test(line);
}
