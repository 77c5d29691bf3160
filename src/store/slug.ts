// Any label -> a readable, lower-case ASCII slug (GEN-07). Uniqueness is the store's business.
import anyAscii from 'any-ascii';
import { foldSpace } from '../text.ts';

/** Signs that make one tag another: C, C++ and C# are three. */
const SIGNS: readonly [RegExp, string][] = [
  [/\+/g, ' plus '],
  [/#/g, ' sharp '],
  [/&/g, ' and '],
  [/@/g, ' at '],
  [/%/g, ' percent '],
  [/(^|\s)\.(?=\p{L})/gu, '$1dot '],
];

/** Transliterates; empty when nothing is left that can be written in ASCII. At most `length` characters, cut at a hyphen. */
export function slugify(label: string, length = 60): string {
  const named = SIGNS.reduce((text, [sign, name]) => text.replace(sign, name), label.normalize('NFKC').slice(0, 500));
  const slug = anyAscii(named)
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (slug.length <= length) return slug;
  const cut = slug.slice(0, length + 1);
  return cut.slice(0, Math.max(cut.lastIndexOf('-'), length / 2)).replace(/-$/, '');
}

/** Labels with the same key are one tag: case, Unicode form and white space do not count. */
export function tagKey(label: string): string {
  // Upper case first: ß and ss, final and other sigma are the same word.
  return dotless(foldSpace(label.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')).trim());
}

/** Names with the same key are one author; none is the key of a tag, of which white space is cut off. */
export function authorKey(name: string): string {
  return ` ${tagKey(name)}`;
}

/** The key of what no article names: no label has such a key, and no name of an author. */
export function unspokenKey(group: string): string {
  return `  ${group}`;
}

/** The small letter of the Turkish İ is an i, and not an i with one more dot: İstanbul and istanbul are one. */
export function dotless(key: string): string {
  return key.replaceAll('i\u0307', 'i');
}
