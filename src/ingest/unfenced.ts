// Metadata above a text that no fence opens: Hexo's YAML and JSON, which only a fence below closes, the comments of
// Nikola, the labels of Pelican and MultiMarkdown. Ordinary text is never taken for metadata: each form begins with the
// name of a field that articles have, and holds nothing but fields.
import { parseDate } from './dates.ts';

export type Unfenced =
  | { readonly form: 'yaml' | 'json'; readonly head: string; readonly body: string }
  | { readonly form: 'comments' | 'labels'; readonly fields: Readonly<Record<string, string>>; readonly body: string };

const KNOWN =
  /^(?:title|headline|subtitle|date|created|updated|modified|lastmod|tags?|categor(?:y|ies)|keywords|authors?|slug|layout|permalink|summary|description|excerpt|draft|published|status|lang|language|id|type|comments|cover|toc|link|template|url|image)$/i;
/** Nobody has more metadata; what is looked at is bounded. */
const LONGEST_HEAD = 20_000;

const FIELD = /^([A-Za-z_][\w -]{0,40}?)[ \t]*:(?:[ \t]+(.*))?$/;
const YAML_LINE = /^(?:[A-Za-z_][\w -]{0,40}:(?:\s|$)|\s|-\s|-$|#|$)/;
const COMMENT = /^\.\. ([A-Za-z_][\w-]{0,40}):(?:[ \t]+(.*))?$/;
const JSON_OPENING = /^(?:;;;[ \t]*\n)?\s*"[^"\n]{1,100}"\s*:/;

/** @param text without white space before it */
export function readUnfenced(text: string): Unfenced | undefined {
  const start = text.slice(0, LONGEST_HEAD);
  return jsonAbove(text, start) ?? commentsAbove(text, start) ?? yamlAbove(text, start) ?? labelsAbove(text, start);
}

/** `"title": "…",` … `;;;` */
function jsonAbove(text: string, start: string): Unfenced | undefined {
  const opening = JSON_OPENING.test(start) ? /^(?:;;;[ \t]*\n)?/.exec(start) : null;
  const closing = opening ? /^;;;[ \t]*$/m.exec(start.slice(opening[0].length)) : null;
  if (!opening || !closing) return undefined;
  const end = opening[0].length + closing.index;
  const members = start.slice(opening[0].length, end).trim().replace(/,$/, '');
  return { form: 'json', head: `{${members}}`, body: below(text, end + closing[0].length) };
}

/** `.. title: …`, perhaps within `<!--` and `-->` */
function commentsAbove(text: string, start: string): Unfenced | undefined {
  const lines = start.split('\n');
  const isHidden = /^<!--\s*$/.test(lines[0] ?? '');
  const fields: Record<string, string> = {};
  let at = isHidden ? 1 : 0;
  for (; at < lines.length; at++) {
    const [, name, value = ''] = COMMENT.exec(lines[at] ?? '') ?? [];
    if (name === undefined) break;
    fields[name.toLowerCase()] = value.trim();
  }
  if (isHidden && /^\s*-->\s*$/.test(lines[at] ?? '')) at += 1;
  else if (isHidden) return undefined;
  if (!isMetadata(Object.keys(fields))) return undefined;
  // Older sites say so with a tag.
  const isDraft = /(?:^|,)\s*(?:draft|private)\s*(?:,|$)/i.test(fields.tags ?? '');
  return {
    form: 'comments',
    fields: isDraft ? { ...fields, draft: 'true' } : fields,
    body: linesFrom(text, lines, at),
  };
}

/** `title: …` … `---` */
function yamlAbove(text: string, start: string): Unfenced | undefined {
  const lines = start.split('\n');
  const end = lines.findIndex((line) => /^-{3,}[ \t]*$/.test(line));
  const head = lines.slice(0, Math.max(end, 0));
  if (!isFirstKnown(head[0]) || !head.every((line) => YAML_LINE.test(line))) return undefined;
  const names = head.flatMap((line) => FIELD.exec(line)?.[1] ?? []);
  return isMetadata(names) ? { form: 'yaml', head: head.join('\n'), body: linesFrom(text, lines, end + 1) } : undefined;
}

/** `Title: …`, up to a blank line; indented lines go on with the value above them */
function labelsAbove(text: string, start: string): Unfenced | undefined {
  const lines = start.split('\n');
  const blank = lines.findIndex((line) => line.trim() === '');
  const end = blank < 0 ? lines.length : blank;
  if (!isFirstKnown(lines[0])) return undefined;
  const fields: Record<string, string> = {};
  let last = '';
  for (const line of lines.slice(0, end)) {
    const [, name, value = ''] = FIELD.exec(line) ?? [];
    if (name !== undefined) {
      last = name.toLowerCase();
      fields[last] = value.trim();
    } else if (/^[ \t]+\S/.test(line)) fields[last] = `${fields[last] ?? ''} ${line.trim()}`.trim();
    else return undefined;
  }
  const names = Object.keys(fields);
  const isMostlyKnown = names.filter((name) => KNOWN.test(name)).length * 2 >= names.length;
  // “Author: … Date: last Friday” stands above many a text that says nothing else about itself.
  const isDated =
    fields.title !== undefined || fields.date === undefined || parseDate(fields.date, 'UTC') !== undefined;
  if (!isMetadata(names) || !isMostlyKnown || !isDated) return undefined;
  return { form: 'labels', fields, body: linesFrom(text, lines, end) };
}

function isFirstKnown(line = ''): boolean {
  return KNOWN.test(FIELD.exec(line)?.[1] ?? '');
}

/** A title, or two fields of any kind: one alone may be a line of text. */
function isMetadata(names: readonly string[]): boolean {
  const known = names.filter((name) => KNOWN.test(name));
  return known.length > 1 || known.some((name) => /^title$/i.test(name));
}

function linesFrom(text: string, lines: readonly string[], at: number): string {
  return below(text, lines.slice(0, at).join('\n').length);
}

/** What stands below the line that ends at a place. */
function below(text: string, end: number): string {
  return text.slice(end).replace(/^[^\n]*\n/, '');
}
