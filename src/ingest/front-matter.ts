// The head of a Markdown file -> plain data, and the text below it.
import { parse as parseToml, TomlError } from 'smol-toml';
import { type Document, LineCounter, parseDocument, visit } from 'yaml';
import { readUnfenced } from './unfenced.ts';

export type FrontMatter =
  | {
      ok: true;
      fields: Readonly<Record<string, unknown>>;
      body: string;
      /** True when a strict parser refused it and a lenient reading did not. */
      isMended?: boolean;
    }
  | { ok: false; line: number; expected: string; found: string };

/** The line that opens front matter: a fence, and what Eleventy takes behind it, the name of a language. */
const OPENING = /^(---|\+\+\+)([a-z]*|[ \t]+(?:ya?ml|toml|json))[ \t]*(?:[ \t]#[^\n]*)?\n/i;
const JSON_OPENING = /^\{\s*"[^"\n]*"\s*:/;
/** What follows the fence is a key, perhaps below comments. */
const KEY_FOLLOWS = /^[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*["']?[\w-]+["']?[ \t]*:/;

type Parse = (head: string, body: string) => FrontMatter;
const LANGUAGES: Readonly<Record<string, Parse>> = { yaml, yml: yaml, toml, json };

/** What a text begins with when that is metadata, whether they can be read or not; labels stand above plain text too. */
export function frontMatterAbove(text: string): FrontMatter | undefined {
  if (readUnfenced(text.trimStart())?.form === 'labels') return undefined;
  const front = readFrontMatter(text);
  return !front.ok || Object.keys(front.fields).length > 0 ? front : undefined;
}

/** Takes YAML (`---`), TOML (`+++`), JSON (`{`) or unfenced front matter off a text. A text without has no fields. */
export function readFrontMatter(text: string): FrontMatter {
  const start = text.trimStart();
  if (JSON_OPENING.test(start)) {
    const end = endOfObject(start);
    return json(start.slice(0, end), start.slice(end).replace(/^[ \t]*\n/, ''));
  }
  const [opening, fence = '', language = ''] = OPENING.exec(start) ?? [];
  if (opening === undefined) return unfenced(start) ?? { ok: true, fields: {}, body: text };
  const parse = LANGUAGES[language.trim().toLowerCase() || (fence === '---' ? 'yaml' : 'toml')];
  if (!parse)
    return { ok: false, line: 1, expected: 'front matter in YAML, TOML or JSON', found: `${fence}${language}` };
  const closing = /^(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|$)/gm;
  closing.lastIndex = opening.length;
  for (let match = closing.exec(start); match; match = closing.exec(start)) {
    if (!match[0].startsWith(fence) && !match[0].startsWith('...')) continue;
    return parse(start.slice(opening.length, match.index), start.slice(closing.lastIndex));
  }
  // Below a rule that opens a text there is text, not metadata.
  if (fence === '---' && !KEY_FOLLOWS.test(start)) return { ok: true, fields: {}, body: text };
  return {
    ok: false,
    line: 1,
    expected: `a line ${fence} that closes the front matter`,
    found: 'the end of the file',
  };
}

/** Metadata that only a fence below them closes, or none. What cannot be read is text. */
function unfenced(text: string): FrontMatter | undefined {
  const found = readUnfenced(text);
  if (!found) return undefined;
  if ('fields' in found) return { ok: true, fields: found.fields, body: found.body };
  const front = found.form === 'yaml' ? yaml(found.head, found.body) : json(found.head, found.body);
  return front.ok ? front : undefined;
}

/** Behind the brace that closes the first one; braces within strings do not count. */
function endOfObject(text: string): number {
  let depth = 0;
  let isString = false;
  for (const { 0: token, index } of text.matchAll(/\\.|["{}\n]/g)) {
    // A string ends with its line, so that one that is left open does not hide the rest.
    if (token === '"' || token === '\n') isString = token === '"' && !isString;
    if (isString) continue;
    if (token === '{') depth += 1;
    else if (token === '}') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return text.length;
}

function toml(head: string, body: string): FrontMatter {
  try {
    return { ok: true, fields: parseToml(head), body };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [found] = error.message.split('\n');
    return { ok: false, line: error.line + 1, expected: 'TOML front matter', found: found ?? 'something else' };
  }
}

function json(head: string, body: string): FrontMatter {
  try {
    const data: unknown = JSON.parse(head);
    if (typeof data === 'object' && data !== null && !Array.isArray(data))
      return { ok: true, fields: data as Record<string, unknown>, body };
    return { ok: false, line: 1, expected: 'JSON front matter of the form {"key": "value"}', found: head.slice(0, 40) };
  } catch (error) {
    return { ok: false, line: 1, expected: 'JSON front matter', found: (error as SyntaxError).message };
  }
}

/** Characters: no article says more about itself, and the parser takes its time with what only looks like metadata. */
const LONGEST_YAML = 50_000;
/** What is read anew for every way to mend it is shorter. */
const LONGEST_MENDED = 20_000;
/** Each costs a look at all that stands above it. */
const MOST_ALIASES = 1000;

function yaml(head: string, body: string): FrontMatter {
  if (head.length > LONGEST_YAML)
    return {
      ok: false,
      line: 1,
      expected: `YAML front matter of at most ${LONGEST_YAML} characters`,
      found: `${head.length}; is the line that closes it missing?`,
    };
  const strict = readYaml(head);
  if (strict.ok) return { ...strict, body };
  if (head.length > LONGEST_MENDED) return strict;
  // Sites published for years with a colon in an unquoted title or a tab before a value; so do we.
  for (const mend of [mended, (text: string) => mended(text, true)]) {
    const lenient = readYaml(mend(head));
    if (lenient.ok) return { ...lenient, body, isMended: true };
  }
  return strict;
}

const PLAIN_VALUE = /^([\w-]+):[ ]+(?![ [{|>"'&*!]|$)(.*)$/gm;
/** An open bracket is an error; a closed one with a text behind it is a title. */
const MARKED_VALUE = /^([\w-]+):[ ]+((?:["'*&!@`%]|\[[^\]\n]{0,100}\][ ]*[^\s#,]).{0,500})$/gm;
/** A line at the left edge that begins no key, list item, comment or end of a bracket continues the line before it. */
const CONTINUATION = /^(?=[^\s\-#\]}])(?![\w-]+[ ]*:)(?!["'][^"']*["'][ ]*:)/gm;

/** @param isAll also quotes values that begin as something else and are not: `'Tis`, `*this* and that`, `[New] title` */
function mended(head: string, isAll = false): string {
  const quoted = head
    .replace(/\t/g, '  ')
    .replace(CONTINUATION, '  ')
    .replace(PLAIN_VALUE, (_, key: string, value: string) => `${key}: ${JSON.stringify(withoutComment(value))}`);
  return isAll
    ? quoted.replace(MARKED_VALUE, (line, key: string, value: string) =>
        parseDocument(value, { logLevel: 'silent' }).errors.length > 0 ? `${key}: ${JSON.stringify(value)}` : line,
      )
    : quoted;
}

/** In YAML a space and `#` begin a comment. */
function withoutComment(value: string): string {
  const start = value.search(/\s#/);
  return (start < 0 ? value : value.slice(0, start)).trim();
}

type Yaml =
  | { ok: true; fields: Record<string, unknown> }
  | { ok: false; line: number; expected: string; found: string };

function readYaml(head: string): Yaml {
  const lineCounter = new LineCounter();
  const document = parseDocument(head, {
    uniqueKeys: false,
    merge: true,
    lineCounter,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const [error] = document.errors;
  if (error) {
    const { line } = lineCounter.linePos(error.pos[0]);
    return { ok: false, line: line + 1, expected: 'YAML front matter', found: error.message };
  }
  if (hasManyAliases(document))
    return { ok: false, line: 2, expected: `at most ${MOST_ALIASES} aliases in YAML front matter`, found: 'more' };
  // A few aliases can stand for billions of nodes.
  let fields: unknown;
  try {
    fields = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    return {
      ok: false,
      line: 2,
      expected: 'YAML front matter',
      found: cause instanceof Error ? cause.message : 'nonsense',
    };
  }
  if (fields === null || fields === undefined) return { ok: true, fields: {} };
  if (typeof fields !== 'object' || Array.isArray(fields)) {
    return { ok: false, line: 2, expected: 'YAML front matter of the form `key: value`', found: typeof fields };
  }
  return { ok: true, fields: fields as Record<string, unknown> };
}

function hasManyAliases(document: Document): boolean {
  let count = 0;
  visit(document, {
    Alias: () => {
      count += 1;
      return count > MOST_ALIASES ? visit.BREAK : undefined;
    },
  });
  return count > MOST_ALIASES;
}
