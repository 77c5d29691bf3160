// The lines of a plain text -> its paragraphs. They are parted by blank lines; newspaper wires indent the first line of
// each instead.
import { escapeMarkup, foldSpace } from '../text.ts';

/** Nobody wraps lines at fewer columns. */
const NARROWEST = 40;
/** Spaces before the first line of a paragraph, more than before the others. */
const INDENT = 2;
/** A line is full when the next word would go beyond this part of the width; wires are set by hand. */
const FULL = 0.8;
/** So many of the lines that another follows have to be full. */
const MOST = 0.75;

/** Two of them are how paragraphs begin in Chinese and Japanese. */
const WIDE_INDENT = /^\s*\u3000\s*\u3000/u;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3001-\u303F\uFF01-\uFF60]/u;
const [ENDS_WIDE, BEGINS_WIDE] = [new RegExp(`${WIDE.source}$`, 'u'), new RegExp(`^${WIDE.source}`, 'u')];

/** @param lines without blank ones @returns paragraphs of lines; one line each where an editor wrapped them */
export function paragraphsOf(lines: readonly string[]): string[][] {
  const width = lines.reduce((widest, line) => Math.max(widest, line.trimEnd().length), 0);
  const groups = byIndent(lines, width);
  const isIndented = groups.length > 1 || (lines.length > 1 && indentOf(lines[0]) >= indentOf(lines[1]) + INDENT);
  return groups.map((group) => {
    const rows = group.map((line) => foldSpace(line).trim());
    const isOne = isIndented && width >= NARROWEST ? isMostlyFull(rows, width) : isWrapped(rows);
    return isOne ? [joined(rows)] : rows;
  });
}

/** The HTML of a paragraph: line ends that an editor made are white space; those of an author are kept (RSS-46). */
export function lineBreaks(paragraph: string): string {
  const lines = paragraph.split('\n').map((line) => foldSpace(line).trim());
  return escapeMarkup(isWrapped(lines) ? joined(lines) : lines.join('\n')).replaceAll('\n', '<br>\n');
}

function byIndent(lines: readonly string[], width: number): readonly (readonly string[])[] {
  const edge = lines.reduce((least, line) => Math.min(least, indentOf(line)), Number.POSITIVE_INFINITY);
  const isWide = lines.some((line) => WIDE_INDENT.test(line));
  if (width < NARROWEST && !isWide) return [lines];
  const isStart = (line: string) => (isWide ? WIDE_INDENT.test(line) : indentOf(line) >= edge + INDENT);
  const groups: string[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (!group || isStart(line)) groups.push([line]);
    else group.push(line);
  }
  // Lines that step in and out are a table, a poem or code: the paragraphs of a text have lines.
  return isWide || groups.length * 2 <= lines.length ? groups : [lines];
}

function indentOf(line = ''): number {
  return line.search(/\S|$/);
}

/** One line of many. */
function joined(rows: readonly string[]): string {
  return rows.map((row, index) => (index === 0 || isBetweenWide(rows[index - 1] ?? '', row) ? '' : ' ') + row).join('');
}

function isBetweenWide(before: string, after: string): boolean {
  return ENDS_WIDE.test(before.slice(-2)) && BEGINS_WIDE.test(after);
}

/** True when every line ends where the next word would not have fitted, as an editor wraps. */
export function isWrapped(lines: readonly string[]): boolean {
  const width = lines.reduce((widest, line) => Math.max(widest, line.length), 0);
  return width >= NARROWEST && fullLines(lines, width) === lines.length - 1;
}

function isMostlyFull(lines: readonly string[], width: number): boolean {
  return fullLines(lines, width * FULL) >= (lines.length - 1) * MOST;
}

function fullLines(lines: readonly string[], width: number): number {
  return lines.slice(1).filter((line, index) => {
    const before = lines[index] ?? '';
    // Between wide characters a line may end anywhere, but for a sign that must not begin the next one.
    const next = isBetweenWide(before, line) ? 2 : 1 + line.search(/\s|$/u);
    return before.length + next > width;
  }).length;
}
