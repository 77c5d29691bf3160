// Values -> JSON as our documents need it.
import { cleanText } from '../text.ts';

/** JSON of clean text alone: XML cannot say the rest, and the formats say the same (JSON-20). What is undefined is left out. */
export function stringify(value: object): string {
  return JSON.stringify(value, (_, member) => (typeof member === 'string' ? cleanText(member) : member));
}

/** The same for an element `script`: nothing in it ends the element, begins a comment or ends a line. */
export function stringifyInHtml(value: object): string {
  return stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A list as a member; without anything in it, there is none. */
export function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
