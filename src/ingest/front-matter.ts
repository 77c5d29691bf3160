// The head of a Markdown file -> plain data, and the text below it.
import { parse as parseToml, TomlError } from 'smol-toml';
import { LineCounter, parseDocument } from 'yaml';

export type FrontMatter =
  | { ok: true; fields: Readonly<Record<string, unknown>>; body: string }
  | { ok: false; line: number; expected: string; found: string };

/** The line that opens front matter: a fence, and what Eleventy takes behind it, the name of a language. */
const OPENING = /^(---|\+\+\+)([a-z]*)[ \t]*(?:[ \t]#[^\n]*)?\n/;
const JSON_OBJECT = /^\{[ \t]*\n[\s\S]*?\n\}[ \t]*(?:\n|$)/;

type Parse = (head: string, body: string) => FrontMatter;
const LANGUAGES: Readonly<Record<string, Parse>> = { yaml, yml: yaml, toml, json };

/** Takes YAML (`---`), TOML (`+++`) or JSON (`{`) front matter off a text. A text without has no fields. */
export function readFrontMatter(text: string): FrontMatter {
  const start = text.trimStart();
  const object = /^\{[ \t]*\n\s*"/.test(start) ? JSON_OBJECT.exec(start)?.[0] : undefined;
  if (object) return json(object, start.slice(object.length));
  const [opening, fence = '', language = ''] = OPENING.exec(start) ?? [];
  if (opening === undefined) return { ok: true, fields: {}, body: text };
  const parse = LANGUAGES[language || (fence === '---' ? 'yaml' : 'toml')];
  if (!parse)
    return { ok: false, line: 1, expected: 'front matter in YAML, TOML or JSON', found: `${fence}${language}` };
  const closing = /^(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|$)/gm;
  closing.lastIndex = opening.length;
  for (let match = closing.exec(start); match; match = closing.exec(start)) {
    if (!match[0].startsWith(fence) && !match[0].startsWith('...')) continue;
    return parse(start.slice(opening.length, match.index), start.slice(closing.lastIndex));
  }
  // Below a rule that opens a text there is text, not metadata.
  if (fence === '---' && !/^[^\n]*\n\s*[\w"']+\s*:/.test(start)) return { ok: true, fields: {}, body: text };
  return {
    ok: false,
    line: 1,
    expected: `a line ${fence} that closes the front matter`,
    found: 'the end of the file',
  };
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

function yaml(head: string, body: string): FrontMatter {
  const strict = readYaml(head);
  if (strict.ok) return { ...strict, body };
  // Sites published for years with a colon in an unquoted title or a tab before a value; so do we.
  const lenient = readYaml(mended(head));
  return lenient.ok ? { ...lenient, body } : strict;
}

const PLAIN_VALUE = /^([\w-]+):[ ]+(?![ [{|>"'&*!]|$)(.*)$/gm;
/** A line at the left edge that begins no key, list item, comment or end of a bracket continues the line before it. */
const CONTINUATION = /^(?=[^\s\-#\]}])(?![\w-]+[ ]*:)(?!["'][^"']*["'][ ]*:)/gm;

function mended(head: string): string {
  return head
    .replace(/\t/g, '  ')
    .replace(CONTINUATION, '  ')
    .replace(PLAIN_VALUE, (_, key: string, value: string) => `${key}: ${JSON.stringify(withoutComment(value))}`);
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
  const document = parseDocument(head, { uniqueKeys: false, lineCounter, prettyErrors: false, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const { line } = lineCounter.linePos(error.pos[0]);
    return { ok: false, line: line + 1, expected: 'YAML front matter', found: error.message };
  }
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
