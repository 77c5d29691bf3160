// A paragraph in the markup of golang.org/x/tools/present -> HTML: `*bold*`, `_italic_`, `` `code` `` and `[[url][label]]`.
// Markup is a word: within it the sign that opened it stands for a space, and twice for itself.
import { escapeMarkup } from '../text.ts';

const TAGS: Readonly<Record<string, string>> = { '*': 'b', _: 'i', '`': 'code' };
/** The address ends at the first bracket, the label at the first two. Nobody writes longer ones; some add a space. */
const LINK = /\[\[([^\][<>"{}|\\^`\s]{1,2000})[ \t]{0,9}\](?:\[((?:(?!\]\])[\s\S]){0,1000})\])?\]/y;

/** @returns HTML that still has to be made safe */
export function inlineHtml(text: string): string {
  let html = '';
  let start = 0;
  for (let index = text.indexOf('[['); index >= 0; index = text.indexOf('[[', index)) {
    LINK.lastIndex = index;
    const [link, address = '', label] = LINK.exec(text) ?? [];
    if (link === undefined) {
      index += 1;
      continue;
    }
    html += words(text.slice(start, index));
    html += `<a href="${escapeMarkup(address)}">${words(label || address.replace(/^\w+:(?:\/\/)?/, ''))}</a>`;
    index += link.length;
    start = index;
  }
  return html + words(text.slice(start));
}

function words(text: string): string {
  return text.replace(/\S+/gu, word);
}

/** Punctuation may stand around markup, letters may not: `snake_case_name` is a name. */
function word(text: string): string {
  const first = text.search(/[*_`]/);
  const sign = text[first] ?? '';
  const last = text.lastIndexOf(sign);
  const [before, after] = [text.slice(0, Math.max(first, 0)), text.slice(last + 1)];
  const isMarkup = first >= 0 && last > first + 1 && !/[^\p{P}]$/u.test(before) && !/^[^\p{P}]/u.test(after);
  if (!isMarkup) return escapeMarkup(text);
  const inner = text.slice(first + 1, last).replaceAll(new RegExp(`\\${sign}{1,2}`, 'g'), (some) => some[1] ?? ' ');
  const tag = TAGS[sign] ?? '';
  return `${escapeMarkup(before)}<${tag}>${escapeMarkup(inner)}</${tag}>${escapeMarkup(after)}`;
}
