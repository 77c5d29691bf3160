// Safe HTML -> the same without what is no part of the article: appeals, leftovers, the title once more.
import type { Remark } from '../entry.ts';
import { oneLine } from '../text.ts';
import { blocksOf, plainTextOf } from './html.ts';
import type { LeaveOut } from './reading.ts';

/** So much of what was left out is shown to whoever asks. */
const SHOWN = 80;

type Block = { readonly html: string; readonly text: string };
type Cut = { readonly html: string; readonly remarks: readonly Remark[] };

/** Leaves out the paragraphs that the publication knows to be no part of any article. */
export function leaveOut(html: string, { paragraphs, after }: LeaveOut): Cut {
  if (paragraphs.length === 0 && after.length === 0) return { html, remarks: [] };
  const blocks = blocksOf(html).map((html) => ({ html, text: plainTextOf(html) }));
  const isOneOf = (patterns: readonly string[]) => {
    return ({ text }: Block) => text !== '' && patterns.some((pattern) => isLike(text, pattern));
  };
  const end = blocks.findIndex(isOneOf(after));
  const [before, rest] = end < 0 ? [blocks, []] : [blocks.slice(0, end), blocks.slice(end)];
  const isAppeal = isOneOf(paragraphs);
  const remarks = before.filter(isAppeal).map(({ text }) => leftOut('a paragraph that the site file names', text));
  if (rest.length > 0) remarks.push(leftOut('what follows a line that the site file names', join(rest, 'text')));
  // The white space behind a paragraph goes with it.
  const isGap = (block: Block, index: number) =>
    block.html.trim() === '' && before.slice(index - 1, index).some(isAppeal);
  const kept = before.filter((block, index) => !isAppeal(block) && !isGap(block, index));
  return { html: join(kept, 'html').trim(), remarks };
}

/** True for a line that the publication knows to be no part of any article. */
export function isLeftOut(line: string, { paragraphs, after }: LeaveOut): boolean {
  return [...paragraphs, ...after].some((pattern) => isLike(oneLine(line), pattern));
}

/** Leaves out a first line that says the title again. */
export function withoutTitle(html: string, title: string): Cut {
  // Looked at is only what could be a title: all of a long text would cost as much as the text is long.
  const [, block = '', text = ''] = FIRST_LINE.exec(html.slice(0, title.length * 2 + 1000)) ?? [];
  const rest = html.slice(block.length).trim();
  // A text of nothing but its title stays one, and no link or picture is lost.
  const isKept = block === '' || rest === '' || /<(?:a|img)\b/.test(text);
  if (isKept || comparable(plainTextOf(text)) !== comparable(title)) return { html, remarks: [] };
  return { html: rest, remarks: [leftOut('a first line that repeats the title', title)] };
}

const FIRST_LINE = /^(\s*<(?:p|h[1-6])\b[^>]*>((?:(?!<\/(?:p|h[1-6])>)[\s\S])*)<\/(?:p|h[1-6])>)/;

/** Case, white space and the full stop do not make another title. */
function comparable(line: string): string {
  return oneLine(line)
    .toLowerCase()
    .replace(/[.。]$/u, '');
}

/** What was left out, as a publisher gets to see it. */
export function leftOut(why: string, text: string): Remark {
  return { kind: 'left out', why, text: text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text };
}

/** Compares a whole line with a pattern in which `*` stands for any text. Case does not count. */
function isLike(text: string, pattern: string): boolean {
  const line = text.toLowerCase();
  const [first = '', ...parts] = pattern.toLowerCase().split('*');
  const last = parts.pop();
  if (last === undefined) return line === first;
  if (!line.startsWith(first)) return false;
  let position = first.length;
  for (const part of parts) {
    const found = line.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return line.length - last.length >= position && line.endsWith(last);
}

function join(blocks: readonly Block[], what: keyof Block): string {
  return blocks
    .map((block) => block[what])
    .filter((part) => part !== '')
    .join(what === 'text' ? ' ' : '');
}
