// The text of a JSON file -> plain values. Strictly first; what is not quite JSON as a browser's console would take it.
import JSON5 from 'json5';
import { cleanText, oneLine } from '../text.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

export type ReadJson =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** True when a strict parser refused it and a lenient one did not. */
      readonly isMended: boolean;
    }
  | { readonly ok: false; readonly line: number; readonly expected: string; readonly found: string };

/** A text within a text, and the line where it begins. */
export type Part = { readonly text: string; readonly line: number };

/** Nothing that an article says is nested deeper; what is goes unread. */
const DEEPEST = 20;
/** As JSON.parse and JSON5 have it in their errors. */
const LINE = /\(line (\d+) column \d+\)/;

/** Reads one JSON value, all its strings clean. Comments, commas too many, single quotes and line breaks are mended. */
export function readJson(text: string): ReadJson {
  const strict = tryToParse(text, parseExactly);
  if ('value' in strict) return { ok: true, value: cleaned(strict.value, 0), isMended: false };
  for (const mend of [(some: string) => some, withEscapedLineEnds]) {
    const lenient = tryToParse(mend(text), parseLeniently);
    if ('value' in lenient) return { ok: true, value: cleaned(lenient.value, 0), isMended: true };
  }
  const { message } = strict.error;
  // An error without a line is one at the end, or in a text so short that its message quotes it whole.
  const line = LINE.exec(message)?.[1];
  const found = oneLine(message.replace(LINE, '').slice(0, 200));
  return { ok: false, line: line ? Number(line) : text.trimEnd().split('\n').length, expected: 'JSON', found };
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Tried = { readonly value: unknown } | { readonly error: Error };

function tryToParse(text: string, parse: (text: string) => unknown): Tried {
  try {
    return { value: parse(text) };
  } catch (cause) {
    return { error: cause instanceof Error ? cause : new Error(String(cause)) };
  }
}

type Reviver = (name: string, value: unknown, context: { readonly source?: string }) => unknown;
/** The types of TypeScript do not know what a reviver is told (JSON.parse source text access). */
const parseWith = JSON.parse as (text: string, reviver?: Reviver) => unknown;

/** Two ids of twenty digits are two ids, though they are one number. */
function parseExactly(text: string): unknown {
  // A reviver costs several times what parsing does.
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return parseWith(text, (_, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source)
      ? source
      : value,
  );
}

/** JSON5 warns on the console of the two line separators, so it gets to see none. */
function parseLeniently(text: string): unknown {
  return JSON5.parse(text.replace(/[\u2028\u2029]/g, ' '));
}

/** Somebody pasted a text between quotation marks: its line breaks and tabs are meant. */
function withEscapedLineEnds(text: string): string {
  let isString = false;
  return text.replace(/\\[\s\S]|["\n\t]/g, (token) => {
    if (token === '"') isString = !isString;
    if (!isString || token.length > 1 || token === '"') return token;
    return token === '\n' ? '\\n' : '\\t';
  });
}

/** A copy whose strings and names are clean, without what is nested too deep and without numbers that are none. */
function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [cleanText(name), cleaned(item, depth + 1)]));
}

/** The lines of a text that are not blank. */
export function linesOf(text: string): Part[] {
  return text.split('\n').flatMap((row, index) => {
    const line = row.trim();
    return line === '' ? [] : [{ text: line, line: index + 1 }];
  });
}

/**
 * The objects that follow one another in a text, as from a program that writes one after the other.
 * @returns undefined when there is anything else between them
 */
export function objectsIn(text: string): Part[] | undefined {
  const parts: Part[] = [];
  let [depth, start, end, line, startLine] = [0, 0, 0, 1, 1];
  let isString = false;
  for (const { 0: token, index } of text.matchAll(/\\.|["{}\n]/g)) {
    if (token === '\n') line += 1;
    // A string ends with its line, so that one that is left open does not hide the rest.
    if (token === '"' || token === '\n') isString = token === '"' && !isString;
    if (isString || token === '"' || token === '\n') continue;
    if (token === '{') {
      if (depth === 0) {
        if (!/^[\s,]*$/.test(text.slice(end, index))) return undefined;
        [start, startLine] = [index, line];
      }
      depth += 1;
    } else if (token === '}' && depth > 0) {
      depth -= 1;
      if (depth > 0) continue;
      end = index + 1;
      parts.push({ text: text.slice(start, end), line: startLine });
    }
  }
  // The last one is broken off: it is a part too, and has its own problem.
  if (depth > 0) parts.push({ text: text.slice(start), line: startLine });
  else if (text.slice(end).trim() !== '') return undefined;
  return parts;
}
