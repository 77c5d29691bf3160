// What a reader asks for -> a query in its canonical form. Pure.
import { cleanText, foldSpace } from './text.ts';
import { isOfLetters, trimToWords, wordsOf } from './words.ts';

/** What must occur, or must not. */
export type Term = {
  /** These words, one after the other. */
  readonly words: readonly string[];
  /** The last word may go on. */
  readonly isPrefix: boolean;
  readonly isExcluded: boolean;
};

export type Query = {
  /** The canonical form: the name of its feed. Parsed again, it is the same query. */
  readonly text: string;
  /** At least one is not excluded. */
  readonly terms: readonly Term[];
};

/** Why something is no search that is answered. */
export type QueryProblem = 'too long' | 'too many words' | 'nothing to find';

export type ParsedQuery =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly problem: QueryProblem };

/** Bounds of what one question may cost. */
export const LONGEST_QUERY = 200;
export const MOST_TERMS = 10;
/** What is longer before white space and repetitions are taken out is not worth the work. */
const LONGEST_ASKED = 1000;
/** Fewer letters begin half of all words. */
const SHORTEST_PREFIX = 3;

const QUOTES = /[“”„‟«»]/g;
const TERM = /(-?)(?:"([^"]*)"?|([^\s"]+))/g;

/**
 * Reads a question: words, all of which must occur, `"phrases in quotes"`, `-without`, `begin*`. Case, Unicode form and
 * white space do not count, nor does what is said twice.
 */
export function parseQuery(asked: string): ParsedQuery {
  if (asked.length > LONGEST_ASKED) return problem('too long');
  const found = new Map<string, Term>();
  for (const [, minus, phrase, word = ''] of canonical(asked).matchAll(TERM)) {
    const text = trimToWords(phrase ?? word);
    const words = wordsOf(text);
    const last = words.at(-1);
    if (last === undefined) continue;
    const isPrefix = word.endsWith('*') && last.length >= SHORTEST_PREFIX && isOfLetters(last);
    const written = text.includes(' ') ? `"${text}"` : text;
    found.set(minus + written + (isPrefix ? '*' : ''), { words, isPrefix, isExcluded: minus !== '' });
  }
  const text = [...found.keys()].join(' ');
  const terms = [...found.values()];
  if (terms.every(({ isExcluded }) => isExcluded)) return problem('nothing to find');
  if (text.length > LONGEST_QUERY) return problem('too long');
  if (terms.length > MOST_TERMS) return problem('too many words');
  return { ok: true, query: { text, terms } };
}

function problem(problem: QueryProblem): ParsedQuery {
  return { ok: false, problem };
}

function canonical(asked: string): string {
  const clean = cleanText(asked)
    .replace(/\p{Cf}+/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC');
  return foldSpace(clean.replace(QUOTES, '"'));
}
