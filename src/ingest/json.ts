// JSON -> Drafts: one object a file, JSON Lines, lists, JSON Feed, ninjs, schema.org, the exports of WordPress and Ghost.
import { hash } from 'node:crypto';
import type { Remark } from '../entry.ts';
import { cleanText, oneLine } from '../text.ts';
import { type LinkBase, plainTextOf } from './html.ts';
import { linksTo, mediaOf, type Page } from './json-media.ts';
import { addressOf, fieldsOf, type Members, membersOf, type Text, textsOf, titleOf } from './json-names.ts';
import { whyNoArticle } from './json-others.ts';
import { isArticleLike, listIn, unwrapped } from './json-shapes.ts';
import { isRecord, type JsonRecord, linesOf, objectsIn, type Part, type ReadJson, readJson } from './json-syntax.ts';
import { lineOf, readMetadata } from './metadata.ts';
import { fromNinjs } from './ninjs.ts';
import { proseHtml } from './prose.ts';
import type { DraftReading, Piece, Refused, Source } from './reading.ts';

/** More articles than this in one file are no archive that anybody keeps. */
const MOST_PIECES = 400_000;
/** Marks the articles of a list that was not quite JSON; nobody writes such a name. */
const MENDED = 'tagwire:mended';
const BY_LINE = /\.(?:jsonl|ndjson)$/i;
/** The place of one article of many, and the line where it begins, unless it has a name of its own. */
const PIECE = /\.(?:json|jsonl|ndjson)\/(?:line-(\d+)|[\p{L}\p{M}\p{N}_~-]+)$/iu;

/** Takes a file of many articles apart; undefined for one that holds just one, or none. */
export function splitJson(text: string, source: Source): readonly Piece[] | undefined {
  const clean = cleanText(text);
  const parts = partsOf(clean, source.path);
  if (parts && parts.length <= MOST_PIECES) {
    const found = parts.map((part) => ({ ...part, value: valueIn(part.text) }));
    // A broken line is not an article, yet it is one that its author misses.
    if (!found.some(({ value }) => isArticleLike(value))) return undefined;
    return withKeys(found.map(({ text, line, value }) => ({ text, name: nameIn(value), place: `line-${line}` })));
  }
  const read = parts ? undefined : readJson(clean);
  const list = read?.ok ? listIn(read.value) : undefined;
  if (!read?.ok || !list || list.length > MOST_PIECES) return undefined;
  return withKeys(
    list.map((item, index) => ({
      text: JSON.stringify(read.isMended && isRecord(item) ? { ...item, [MENDED]: true } : item),
      name: nameIn(item),
      place: String(index + 1),
    })),
  );
}

/** Parses one article: a file of its own, or a piece of one. */
export function parseJson(text: string, source: Source): DraftReading {
  const [, start] = PIECE.exec(source.path) ?? [];
  const clean = cleanText(text);
  const parts = PIECE.test(source.path) ? undefined : partsOf(clean, source.path);
  if (parts && (parts.length > 1 || BY_LINE.test(source.path))) return whyNoParts(parts);
  const read = readJson(clean);
  const shift = Number(start ?? 1) - 1;
  if (!read.ok) return problemOf(read, shift);
  const list = listIn(read.value);
  if (list) return whyNotSplit(list.length, list);
  const why = whyNoArticle(read.value);
  if (why !== undefined) return { kind: 'skipped', why };
  if (Array.isArray(read.value)) return whyNotSplit(read.value.length, read.value);
  if (!isRecord(read.value))
    return { kind: 'problem', expected: 'an object with a title and a text', found: kindOf(read.value) };
  const found = parseRecord(read.value, read.isMended, source);
  if (found.kind !== 'problem' || !found.field) return found;
  // Where many are in one file, only those with a line of their own have lines at all.
  if (PIECE.test(source.path) && start === undefined) return found;
  const { line } = lineOf(clean, `"${found.field.toLowerCase()}"`);
  return { ...found, line: (line ?? 1) + shift };
}

function problemOf({ ok: _, line, ...problem }: ReadJson & { ok: false }, shift: number): Refused {
  return { kind: 'problem', ...problem, line: line + shift };
}

/** One object a line, or one after the other; undefined for a text that is one value. */
function partsOf(text: string, path: string): readonly Part[] | undefined {
  const lines = linesOf(text);
  if (lines.length === 0) return undefined;
  const objects = lines.filter(({ text }) => /^\{.*\},?$/s.test(text)).length;
  if (BY_LINE.test(path) && objects * 2 >= lines.length) return withoutCommas(lines);
  if (readsStrictly(text)) return undefined;
  if (lines.length > 1 && objects * 2 > lines.length && readsStrictly(lines[0]?.text ?? ''))
    return withoutCommas(lines);
  const followers = objectsIn(text);
  return followers && followers.length > 1 ? followers : undefined;
}

function withoutCommas(lines: readonly Part[]): Part[] {
  return lines.map(({ text, line }) => ({ text: text.endsWith('},') ? text.slice(0, -1) : text, line }));
}

function readsStrictly(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // What is wrong with it, its reader says.
    return false;
  }
}

function valueIn(text: string): unknown {
  const read = readJson(text);
  return read.ok ? read.value : undefined;
}

/** What the article calls itself, for ever and within its file: its id, else its address, else its name for one. */
function nameIn(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const members = membersOf(unwrapped(value));
  const { fields } = fieldsOf(members);
  const name = fields.id ?? fields.slug ?? fields.link ?? fields.url;
  return typeof name === 'string' ? name : undefined;
}

type Found = { readonly text: string; readonly name: string | undefined; readonly place: string };

/** Keys that are short, good in a path, and different. */
function withKeys(found: readonly Found[]): Piece[] {
  const counts = new Map<string, number>();
  return found.map(({ text, name, place }) => {
    const key = (name === undefined ? '' : keyFrom(name)) || place;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    // `~` is in no key, so no count makes a key that another article has.
    return { key: count === 1 ? key : `${key}~${count}`, text };
  });
}

const LONGEST_KEY = 64;

function keyFrom(name: string): string {
  const key = name
    .trim()
    .replace(/[^\p{L}\p{M}\p{N}_]+/gu, '-')
    .replace(/^-|-$/g, '');
  // What had to be changed may now be like another; a few letters of its hash keep the two apart.
  return key === name || key === '' ? (key.length <= LONGEST_KEY ? key : shortened(key, name)) : shortened(key, name);
}

function shortened(key: string, name: string): string {
  return `${Array.from(key.slice(0, LONGEST_KEY)).slice(0, 48).join('')}-${hash('sha256', name, 'hex').slice(0, 8)}`;
}

/** Why a file of several values has no article in it: they are others, or cannot be read. */
function whyNoParts(parts: readonly Part[]): Refused {
  const values: unknown[] = [];
  for (const { text, line } of parts.slice(0, MOST_PIECES)) {
    const read = readJson(text);
    if (!read.ok) return problemOf(read, line - 1);
    values.push(read.value);
  }
  return whyNotSplit(parts.length, values);
}

function whyNotSplit(count: number, items: readonly unknown[]): Refused {
  if (count > MOST_PIECES)
    return { kind: 'problem', expected: `at most ${MOST_PIECES} articles in a file`, found: String(count) };
  const record = items.find(isRecord);
  return {
    kind: 'problem',
    expected: 'articles with a title or a text',
    found: record ? `objects with ${namesOf(record)}` : `a list of ${[...new Set(items.map(kindOf))].join(' and ')}`,
  };
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value)
    ? 'a list'
    : typeof value === 'object'
      ? 'an object'
      : `a ${typeof value}`.replace('string', 'text');
}

function namesOf(record: JsonRecord): string {
  const names = Object.keys(record).filter((name) => name !== MENDED);
  const shown = names.slice(0, 8).map((name) => `"${oneLine(name.slice(0, 40))}"`);
  if (shown.length === 0) return 'no fields';
  return `the fields ${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`;
}

function parseRecord(record: JsonRecord, isMended: boolean, source: Source): DraftReading {
  const ninjs = fromNinjs(record);
  if (ninjs?.kind === 'skipped') return ninjs;
  const members = membersOf(ninjs?.article ?? unwrapped(record));
  const { fields, names } = fieldsOf(members);
  const { texts, teaser } = textsOf(members);
  const named = titleOf(members);
  const title = named && (!named.isWeak || texts.length > 0) ? named.text : undefined;
  const { files, pages } = mediaOf(members);
  const metadata = readMetadata({ ...fields, ...(title ? { title } : {}), enclosures: files }, source);
  // A draft may be empty still.
  if (metadata.kind === 'skipped') return metadata;
  if (FOR_SOME.test(String(fields.visibility ?? ''))) return { kind: 'skipped', why: 'for members only' };
  if (metadata.kind === 'problem') return { ...metadata, field: names.get(metadata.field) ?? metadata.field };
  const { draft, base } = metadata;
  const { enclosures = [] } = draft;
  const written = htmlOf(texts, base);
  const isLinkOnly =
    title !== undefined &&
    (enclosures.length > 0 || pages.length > 0 || draft.link !== undefined || draft.published !== undefined);
  if (written === '' && !isLinkOnly)
    return { kind: 'problem', expected: 'an article with a title and a text', found: namesOf(record) };
  const ways: Page[] = [...pages, ...elsewhere(members, draft.link)];
  // Not every reader shows enclosures, and an article should not be empty for those that do not.
  if (written === '' && ways.length === 0) ways.push(...enclosures.slice(0, 1));
  const content = [written, linksTo(ways, written, draft.title)].filter((part) => part !== '').join('\n');
  const isRepaired = isMended || record[MENDED] === true;
  const remarks: Remark[] = [...(draft.remarks ?? [])];
  if (isRepaired) remarks.push({ kind: 'repaired', why: 'JSON that is not quite JSON' });
  return { kind: 'draft', draft: { ...draft, summary: summaryOf(teaser, base), content, remarks } };
}

/** Ghost: what only members or those who pay may read. */
const FOR_SOME = /^(?:members|paid|tiers|subscribers)$/i;

function htmlOf(texts: readonly Text[], base: LinkBase): string {
  return texts
    .map(({ text, markup }) => proseHtml(text, markup, base))
    .filter((part) => part !== '')
    .join('\n');
}

/** Nobody reads a longer one; what is cut off here, bounds.ts would. */
const LONGEST_TEASER = 10_000;

function summaryOf(teaser: readonly Text[] | undefined, base: LinkBase): string | undefined {
  const [first] = teaser ?? [];
  return first && (plainTextOf(proseHtml(first.text.slice(0, LONGEST_TEASER), first.markup, base)) || undefined);
}

/** JSON Feed: `external_url` is what an item is about, where its own page is another. */
function elsewhere(members: Members, link: string | undefined): Page[] {
  const url = addressOf(members.get('externalurl')?.value);
  const href = url && URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).href : undefined;
  return href && href !== link ? [{ url: href }] : [];
}
