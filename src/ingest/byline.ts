// A line that says who wrote an article -> the names in it.
import type { Author } from '../entry.ts';
import { oneLine } from '../text.ts';
import { authorsOf } from './fields.ts';

/** Longer lines are sentences. */
const LONGEST_BYLINE = 100;
/** “By” needs a capital behind it, “Author:” a colon. */
const BYLINE =
  /^(?:by[ \t]+(?=\p{Lu})|(?:by|authors?|written by|автори?|авторы|autore?s?|作者|文)[ \t]*[:：])[ \t]*(.+)$/iu;
const CAPITAL_BY = /^[Bb][Yy][ \t]+\p{Lu}/u;
/** Every word of a name begins with a capital, but for the small ones. Scripts without capitals have their own letters. */
const IN_NAME =
  /^(?:[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}.'’-]*|d['’]\p{Lu}[\p{L}'’-]*|de|da|di|du|do|dos|del|von|van|der|den|zu|la|le|el|al|bin|ibn|ben)$/u;
const BETWEEN = /\s*(?:[,;&、，]|\s(?:and|und|et|y|i|та|і|й|и)\s)\s*/u;

/** The authors whom a line names, when that is all it does. */
export function authorsIn(text: string): readonly Author[] | undefined {
  const line = oneLine(text);
  if (line.length > LONGEST_BYLINE) return undefined;
  const [, names] = BYLINE.exec(line) ?? [];
  if (names === undefined || /[.!?。:;,]$/u.test(names) || (/^by\s+[^\s:]/i.test(line) && !isByName(line)))
    return undefined;
  return authorsNamed(names);
}

/** “By Jane Doe” names somebody, “By Friday” and “By the river” name nobody. */
function isByName(line: string): boolean {
  const words = line.split(' ').slice(1);
  return (
    CAPITAL_BY.test(line) &&
    words.length > 1 &&
    isName(
      words
        .slice(0, 2)
        .join(' ')
        .replace(/[,;]+$/, ''),
    )
  );
}

/** One author, or several where each part of the line is the name of one. */
export function authorsNamed(line: string): readonly Author[] {
  const parts = line.split(BETWEEN).filter((part) => part !== '');
  const isList = parts.length > 1 && parts.every((part) => part.includes(' ') && isName(part));
  return authorsOf({ authors: isList ? parts : [line] });
}

/** True for what could be the name of a person: at most six words that begin as names do. */
export function isName(text: string): boolean {
  const words = text.trim().split(/\s+/);
  return words.length <= 6 && words.every((word) => IN_NAME.test(word));
}
