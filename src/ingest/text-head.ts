// The first lines of a plain text -> what they say about it: its headline, when and by whom it was written, the caption
// of its picture. What is not surely one of these belongs to the text.
import type { Author, Picture } from '../entry.ts';
import { oneLine } from '../text.ts';
import { authorsIn } from './byline.ts';
import { isCaption, pictureFrom } from './caption.ts';
import { type Moment, parseDate } from './dates.ts';
import { withoutDateline } from './headline.ts';
import { widthOf } from './width.ts';

export type TextHead = {
  readonly title?: string;
  readonly summary?: string;
  readonly authors: readonly Author[];
  readonly tags: readonly string[];
  readonly published?: Moment;
  readonly picture?: Picture;
  /** The text itself begins with this line. */
  readonly end: number;
};

/** Columns: nobody writes a longer headline. */
const LONGEST_HEADLINE = 150;
/** Columns: a first paragraph without a full stop is a text only if it is longer. */
const SHORTEST_TEXT = 80;
const LONGEST_DATE = 40;
/** A headline and what stands directly below it. */
const MOST_HEAD_LINES = 8;
/** So many paragraphs are looked at to see whether a text follows. */
const LOOKED_AT = 4;

const TAGS = /^\s*tags\s*:(.*)$/iu;
/** A comma in the scripts that have their own. */
const COMMA = /[,،，、]/u;
const RULE = /^\s*([=\-~*_])\1{2,}\s*$/;
const SENTENCE_END = /(?:(?<!\.)[.。．｡।۔]|[:：;；؛,，、،])(?:["'”’»」』)\]]|\s)*$/u;
/** “… trade with the U.S.”: the full stop belongs to the word. */
const INITIALS_END = /\p{Lu}\.\p{Lu}\.$/u;
const NEVER_A_HEADLINE = /^\s*(?:[-*•+>#|]|\d{1,3}[.)]\s|https?:|(?:date|related)\s*:)/i;
const OF_A_PICTURE = /(?:^|[\s(])(?:photo|picture|image|foto|фото|图片?)(?:\s+by\b|\s*[:：])/iu;
/** A day and its year, with something between. */
const DATE_LIKE = /^(?=.*\d{4})(?=.*\d[^\d]|.*\p{L})[\p{L}\d][\p{L}\d\s.,:/+年月日-]*$/u;

/** The labels of a line “Tags: one, two”; undefined when it is none. */
export function tagsIn(line: string): readonly string[] | undefined {
  const [, list] = TAGS.exec(line) ?? [];
  return list
    ?.split(COMMA)
    .map(oneLine)
    .filter((label) => label !== '');
}

/** @param isAppeal true for what the publication knows to be no part of any article */
export function readTextHead(
  lines: readonly string[],
  zone: string,
  isAppeal: (line: string) => boolean = () => false,
): TextHead {
  const first = blockAt(lines, 0);
  const isPictured = first?.lines.length === 1 && isCaption(first.lines[0] ?? '') && textFollows(lines, first.end, '');
  const above = notesBelow(lines, isPictured ? first.end : 0, zone);
  const headline = headlineAt(lines, above.end, zone, isAppeal);
  const below = headline ? notesBelow(lines, headline.end, zone) : above;
  const notes = [...above.notes, ...(headline?.notes ?? []), ...(headline ? below.notes : [])];
  const published = notes.find((note) => note.published)?.published;
  const picture = isPictured ? pictureFrom(first.lines[0] ?? '') : undefined;
  return {
    ...(headline ? { title: headline.title } : {}),
    ...(headline?.summary ? { summary: headline.summary } : {}),
    authors: notes.flatMap((note) => note.authors ?? []),
    tags: notes.flatMap((note) => note.tags ?? []),
    ...(published ? { published } : {}),
    ...(picture ? { picture } : {}),
    end: below.end,
  };
}

type Block = { readonly lines: readonly string[]; readonly end: number };

/** The lines up to the next blank one, as far as they are of interest. */
function blockAt(lines: readonly string[], at: number): Block | undefined {
  let start = at;
  while (start < lines.length && (lines[start] ?? '').trim() === '') start += 1;
  let end = start;
  while (end < lines.length && end - start <= MOST_HEAD_LINES && (lines[end] ?? '').trim() !== '') end += 1;
  return start < lines.length ? { lines: lines.slice(start, end), end } : undefined;
}

/** What a line says about the article. */
type Note = { readonly authors?: readonly Author[]; readonly tags?: readonly string[]; readonly published?: Moment };

function noteIn(line: string, zone: string): Note | undefined {
  const tags = tagsIn(line);
  if (tags) return { tags };
  const published = dateIn(line, zone);
  if (published) return { published };
  const authors = authorsIn(line);
  return authors && { authors };
}

/** A line that is a date and nothing else; a mere year is a headline rather. */
function dateIn(line: string, zone: string): Moment | undefined {
  const text = line.trim();
  return text.length <= LONGEST_DATE && DATE_LIKE.test(text) ? parseDate(text, zone) : undefined;
}

/** Paragraphs that are nothing but notes, as long as there is something below them. */
function notesBelow(
  lines: readonly string[],
  start: number,
  zone: string,
): { readonly notes: readonly Note[]; readonly end: number } {
  const notes: Note[] = [];
  let end = start;
  for (let block = blockAt(lines, end); block && notes.length < MOST_HEAD_LINES; block = blockAt(lines, end)) {
    const found = block.lines.map((line) => noteIn(line, zone));
    const known = found.filter((note) => note !== undefined);
    if (known.length < found.length || !textFollows(lines, block.end, '')) break;
    notes.push(...known);
    end = block.end;
  }
  return { notes, end };
}

type Headline = {
  readonly title: string;
  readonly summary?: string;
  readonly notes?: readonly Note[];
  readonly end: number;
};

function headlineAt(
  lines: readonly string[],
  at: number,
  zone: string,
  isAppeal: (line: string) => boolean,
): Headline | undefined {
  const block = blockAt(lines, at);
  if (!block) return undefined;
  const found = underlined(block) ?? withNotes(block, zone) ?? aboveIndented(block) ?? alone(block);
  if (!found || isAppeal(found.title) || !textFollows(lines, found.end, block.lines.length === 1 ? found.title : ''))
    return undefined;
  return found;
}

/** A line with a rule below it, perhaps one above it too. */
function underlined({ lines, end }: Block): Headline | undefined {
  const start = end - lines.length;
  const at = RULE.test(lines[0] ?? '') ? 1 : 0;
  const title = oneLine(lines[at] ?? '');
  if (!RULE.test(lines[at + 1] ?? '') || title === '' || widthOf(title) > LONGEST_HEADLINE) return undefined;
  return { title, end: start + at + 2 };
}

/** A headline, perhaps one more line, and then lines that say when, about what or by whom. */
function withNotes({ lines, end }: Block, zone: string): Headline | undefined {
  const [first = '', ...others] = lines;
  const title = oneLine(first);
  if (others.length === 0 || lines.length > MOST_HEAD_LINES || title === '' || widthOf(title) > LONGEST_HEADLINE)
    return undefined;
  const found = others.map((line) => noteIn(line, zone));
  const isSubtitled = found.length > 1 && found[0] === undefined;
  const notes = found.filter((note) => note !== undefined);
  if (notes.length < found.length - (isSubtitled ? 1 : 0)) return undefined;
  const summary = isSubtitled ? oneLine(others[0] ?? '') : '';
  return { title, ...(summary ? { summary } : {}), notes, end };
}

/** As the wires send it: the headline in capitals or at the left edge, the text directly below it and indented. */
function aboveIndented({ lines, end }: Block): Headline | undefined {
  const [first = '', second = ''] = lines;
  if (lines.length < 3 || !isHeadline(first) || indentOf(second) <= indentOf(first)) return undefined;
  // Only the first line of a paragraph need be indented; without capitals all of them are.
  const isApart = isInCapitals(first) || lines.slice(1).every((line) => indentOf(line) > indentOf(first));
  return isApart ? { title: oneLine(first), end: end - lines.length + 1 } : undefined;
}

function alone({ lines, end }: Block): Headline | undefined {
  const [line = ''] = lines;
  return lines.length === 1 && isHeadline(line) ? { title: oneLine(line), end } : undefined;
}

/** One short line that no sentence ends. */
function isHeadline(text: string): boolean {
  const line = oneLine(text);
  if (text.length > 4 * LONGEST_HEADLINE || widthOf(line) > LONGEST_HEADLINE || !/\p{L}/u.test(line)) return false;
  if (SENTENCE_END.test(line) && !INITIALS_END.test(line)) return false;
  return !NEVER_A_HEADLINE.test(line) && !OF_A_PICTURE.test(line) && !isCaption(line) && withoutDateline(line) === line;
}

function isInCapitals(line: string): boolean {
  return /\p{Lu}.*\p{Lu}/u.test(line) && !/\p{Ll}/u.test(line);
}

function indentOf(line: string): number {
  return line.search(/\S|$/);
}

/** True when one of the next paragraphs is a text: longer than the title, and a sentence or as long as one. */
function textFollows(lines: readonly string[], at: number, title: string): boolean {
  let end = at;
  for (let count = 0; count < LOOKED_AT; count++) {
    const block = blockAt(lines, end);
    if (!block) return false;
    end = block.end;
    const text = oneLine(block.lines.join(' ').slice(0, 20 * LONGEST_HEADLINE));
    if (tagsIn(text) || text === '') continue;
    const isText = title === '' || widthOf(text) >= SHORTEST_TEXT || SENTENCE_END.test(text) || /[!?！？]$/u.test(text);
    if (isText && widthOf(text) > widthOf(title)) return true;
  }
  return false;
}
