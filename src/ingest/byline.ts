// A line that says who wrote an article -> the names in it.
import type { Author } from '../entry.ts';
import { authorsOf } from './fields.ts';

/** Every word of a name begins with a capital, but for the small ones. Scripts without capitals have their own letters. */
const IN_NAME =
  /^(?:[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}.'’-]*|d['’]\p{Lu}[\p{L}'’-]*|de|da|di|du|do|dos|del|von|van|der|den|zu|la|le|el|al|bin|ibn|ben)$/u;
const BETWEEN = /\s*(?:[,;&、，]|\s(?:and|und|et|y|i|та|і|й|и)\s)\s*/u;

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
