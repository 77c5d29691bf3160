// The primary format, plain text as a news archive keeps it -> Draft.
//
//    date 2022-12-07 Caption of the lead picture. Credit: who
//
//   paragraphs … Related: leftovers … Tags: First tag, Second tag
import type { Picture } from '../entry.ts';
import { cleanText, escapeMarkup, foldSpace, oneLine } from '../text.ts';
import { parseDate } from './dates.ts';
import { leftOut } from './leave-out.ts';
import type { DraftReading, Source } from './reading.ts';

const HEADER = /^\s*date:?\s+(.*)$/iu;
const DATE =
  /^(\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?)(?:\s+|$)(.*)$/u;
/** Somebody meant a date, though not in the form that we read; “date 24 people at once” is a sentence. */
const DATE_LIKE = /^(?:\d{4}|\d{1,2}[-./]\d)/u;
const RELATED = /^\s*related\s*:\s*$/iu;
const TAGS = /^\s*tags\s*:(.*)$/iu;
/** The last one: “The Social Credit: China. Credit: AP” is about credit. */
const CREDIT = /^(.*?)\s*(?:^|[\s(])(?:photo\s+)?credits?\s*:\s*((?:(?!\bcredits?\s*:).)+)$/iu;
/** A comma in the scripts that have their own. */
const COMMA = /[,،，、]/u;

/** Parses one plain-text article. Whatever is missing has a fallback; only a text without a single word is a problem. */
export function parsePlainText(text: string, { settings: { zone } }: Source): DraftReading {
  const lines = cleanText(text).split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const header = first < 0 ? null : HEADER.exec(lines[first] ?? '');
  const dated = header ? DATE.exec(header[1] ?? '') : null;
  const isLabelled = header !== null && /^\s*date:/i.test(header[0]);
  const written = dated
    ? parseDate(dated[1] ?? '', zone)
    : // “Date: 24 December 2024” is a date and nothing else; “date 24 people” is a sentence.
      isLabelled
      ? parseDate(header[1] ?? '', zone)
      : undefined;
  if (header && DATE_LIKE.test(header[1] ?? '') && !written) {
    return {
      kind: 'problem',
      line: first + 1,
      field: 'date',
      expected: 'a day as YYYY-MM-DD',
      found: `"${(header[1] ?? '').slice(0, 40)}"`,
    };
  }
  const { paragraphs, tags, leftovers } = split(lines.slice(written ? first + 1 : Math.max(first, 0)));
  if (paragraphs.every((paragraph) => oneLine(paragraph) === ''))
    return { kind: 'problem', expected: 'at least one paragraph of text', found: 'none' };
  return {
    kind: 'draft',
    draft: {
      content: paragraphs.map((paragraph) => `<p>${lineBreaks(paragraph)}</p>`).join('\n'),
      tags,
      published: written,
      picture: dated ? pictureFrom(dated[2] ?? '') : undefined,
      remarks: leftovers.length > 0 ? [leftOut('what follows `Related:`', oneLine(leftovers.join(' ')))] : [],
    },
  };
}

function split(lines: readonly string[]): { paragraphs: string[]; tags: string[]; leftovers: string[] } {
  const paragraphs: string[] = [];
  const leftovers: string[] = [];
  const tags: string[] = [];
  let current: string[] = [];
  let isLeftover = false;
  const close = () => {
    if (current.length > 0) paragraphs.push(current.join('\n'));
    current = [];
  };
  for (const line of lines) {
    const tagged = TAGS.exec(line);
    if (tagged) {
      close();
      isLeftover = false;
      for (const tag of (tagged[1] ?? '').split(COMMA).map(oneLine)) if (tag !== '') tags.push(tag);
    } else if (RELATED.test(line)) {
      close();
      isLeftover = true;
    } else if (line.trim() === '') {
      close();
    } else {
      (isLeftover ? leftovers : current).push(line.trim());
    }
  }
  close();
  return { paragraphs, tags, leftovers };
}

/** “Caption. Credit: who” -> its two halves; the caption alone when nobody is credited. */
function pictureFrom(text: string): Picture | undefined {
  const line = oneLine(text);
  if (line === '') return undefined;
  const credited = CREDIT.exec(line);
  if (!credited) return { caption: line };
  const caption = (credited[1] ?? '').trim();
  const credit = credited[2] ?? '';
  // “(Photo credit: J. Doe)” closes what the caption opened; “Credit: AP (file)” opened it itself.
  const isClosing = credit.endsWith(')') && !credit.includes('(');
  return { ...(caption ? { caption } : {}), credit: isClosing ? credit.slice(0, -1) : credit };
}

/** Line ends that an editor made to fit a width are white space; those that an author made are kept (RSS-46). */
export function lineBreaks(paragraph: string): string {
  const lines = paragraph.split('\n').map((line) => escapeMarkup(foldSpace(line)));
  return lines.join(isWrapped(paragraph.split('\n')) ? ' ' : '<br>\n');
}

/** True when every line ends where the next word would not have fitted, as an editor wraps. */
export function isWrapped(lines: readonly string[]): boolean {
  const width = lines.reduce((widest, line) => Math.max(widest, line.length), 0);
  if (width < 40) return false;
  return lines.slice(1).every((line, index) => (lines[index]?.length ?? 0) + 1 + line.search(/\s|$/u) > width);
}
