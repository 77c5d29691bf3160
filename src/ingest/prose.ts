// A text whose markup nobody names, as records and databases keep it -> safe HTML.
import { cleanText } from '../text.ts';
import { type LinkBase, safeHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { isWrapped, lineBreaks } from './paragraphs.ts';

/** What is known of a text. `any`: nothing; `text`: that it is not Markdown, though it may be HTML. */
export type Markup = 'html' | 'markdown' | 'plain' | 'text' | 'any';

const PARAGRAPH_TAG = /<(?:p|br|div|table|ul|ol)\b[^<>]*>/i;
const BLOCK_TAG =
  /<(?:article|aside|blockquote|dl|figure|h[1-6]|header|hr|html|iframe|img|li|pre|section|video)\b[^<>]*>/i;
/** A tag that was opened and closed, or a character reference: text that was meant for a browser. */
const INLINE_MARKUP =
  /<\/(?:a|abbr|b|cite|code|em|i|s|small|span|strong|sub|sup|u)>|&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{1,7}|#x[\da-f]{1,6});/i;
/** What hardly anybody writes who does not write Markdown, or reStructuredText, which has much of it. */
const MARKDOWN = [
  /^#{1,6} \S/m,
  /^```/m,
  /^> \S/m,
  /\]\((?:https?:|mailto:|\/)[^)\s]{1,500}\)/,
  /\*\*[^\s*][^*\n]{0,300}\*\*/,
  /``[^`\n]{1,300}``/,
  // Two items at least: one dash may open a line of dialogue.
  /^[-*+] +\S.*\n(?:[ \t]{0,20}\n)?[-*+] +\S/m,
  /^\S.*\n(?:={3,}|-{3,}|~{3,})[ \t]{0,20}$/m,
];
const REST_LINK = /`([^`<>]{1,300})<(https?:[^\s<>`]{1,2000})>`__?/g;
const REST_UNDERLINE = /^(\S.*)\n~{3,}[ \t]{0,20}$/gm;

/** Makes safe HTML of a text, in the markup that it is in as far as that can be told. */
export function proseHtml(text: string, markup: Markup, base: LinkBase): string {
  const clean = cleanText(text).replace(/\r\n?|[\u2028\u2029]/g, '\n');
  const kind = markup === 'any' || markup === 'text' ? markupOf(clean, markup) : markup;
  if (kind === 'html') return safeHtml(clean, base);
  if (kind === 'markdown')
    return safeHtml(renderMarkdown(fromRest(clean), { hasBreaks: markup === 'any' && !isMostlyWrapped(clean) }), base);
  const paragraphs = paragraphsOf(clean).map(
    (part) => `<p>${kind === 'plain' ? lineBreaks(part) : part.replaceAll('\n', '<br>\n')}</p>`,
  );
  return kind === 'plain' ? paragraphs.join('\n') : safeHtml(paragraphs.join('\n'), base);
}

/** `inline`: paragraphs of text with elements of HTML in them. */
function markupOf(text: string, known: 'any' | 'text'): 'html' | 'markdown' | 'plain' | 'inline' {
  if (PARAGRAPH_TAG.test(text)) return 'html';
  // Elements between paragraphs that are kept apart by blank lines: Markdown is what has both.
  if (BLOCK_TAG.test(text)) return /\n[ \t]*\n/.test(text) ? 'markdown' : 'html';
  if (known === 'any' && (MARKDOWN.some((form) => form.test(text)) || text.search(REST_LINK) >= 0)) return 'markdown';
  return INLINE_MARKUP.test(text) ? 'inline' : 'plain';
}

/** The forms of reStructuredText that are none of Markdown, or another one. */
function fromRest(text: string): string {
  return text
    .replace(REST_LINK, (_, label: string, url: string) => `[${label.trim()}](${url})`)
    .replace(REST_UNDERLINE, '### $1\n');
}

/** Where lines end at a fixed width, their ends mean nothing. */
function isMostlyWrapped(text: string): boolean {
  const paragraphs = text
    .split(/\n[ \t]*\n/)
    .map((part) => part.split('\n'))
    .filter((lines) => lines.length > 1);
  return paragraphs.filter(isWrapped).length * 2 > paragraphs.length;
}

/** A line as long as this is no line of a list or a verse. */
const LONG_LINE = 60;

/** Between blank lines; where there are none, long lines are paragraphs. */
function paragraphsOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  const filled = lines.filter((line) => line !== '');
  const hasBlank = text
    .trim()
    .split('\n')
    .some((line) => line.trim() === '');
  if (!hasBlank && !isWrapped(filled) && text.length > filled.length * LONG_LINE) return filled;
  const parts: string[][] = [[]];
  for (const line of lines) {
    if (line !== '') parts.at(-1)?.push(line);
    else if (parts.at(-1)?.length !== 0) parts.push([]);
  }
  return parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
}
