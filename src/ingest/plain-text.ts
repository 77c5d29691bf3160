// Plain text -> Draft: as a news archive keeps it, the primary format,
//
//    date 2022-12-07 Caption of the lead picture. Credit: who
//
//   paragraphs … Related: leftovers … Tags: First tag, Second tag
//
// or with a headline above it (see text-head.ts).
import type { Remark } from '../entry.ts';
import { cleanText, escapeMarkup, oneLine, withoutIllegalReferences } from '../text.ts';
import { pictureFrom } from './caption.ts';
import { parseDate } from './dates.ts';
import type { Fields } from './fields.ts';
import { isLeftOut, leftOut } from './leave-out.ts';
import { readFront } from './metadata.ts';
import { paragraphsOf } from './paragraphs.ts';
import type { Draft, DraftReading, Source } from './reading.ts';
import { readTextHead, tagsIn } from './text-head.ts';
import { readUnfenced } from './unfenced.ts';

const HEADER = /^\s*date:?\s+(.*)$/iu;
const DATE =
  /^(\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?)(?:\s+|$)(.*)$/u;
/** Somebody meant a date, though not in the form that we read; “date 24 people at once” is a sentence. */
const DATE_LIKE = /^(?:\d{4}|\d{1,2}[-./]\d)/u;
const RELATED = /^\s*related\s*:\s*$/iu;
/** What a wire puts below its last line. */
const CLOSING = /^\s*(?:reuters?|\(?ends?\)?|-{1,2}\s?(?:ends?|30|0)\s?-{1,2}|###|# # #)\s*$/i;
const MOST_CLOSINGS = 3;

/** Parses one plain-text article. Whatever is missing has a fallback; only a text without a single word is a problem. */
export function parsePlainText(text: string, source: Source): DraftReading {
  const { zone, leaveOut } = source.settings;
  const clean = withoutIllegalReferences(cleanText(text));
  const labelled = readUnfenced(clean.trimStart());
  if (labelled?.form === 'labels') return labelledText(text, labelled.fields, labelled.body, source);
  const lines = clean.split('\n');
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
  // The primary format has no headline: its first paragraph is the lede, however short.
  const {
    end,
    tags: above,
    ...head
  } = written
    ? { end: first + 1, tags: [], published: written, picture: dated ? pictureFrom(dated[2] ?? '') : undefined }
    : readTextHead(lines, zone, (line) => leaveOut !== undefined && isLeftOut(line, leaveOut));
  return textFrom(lines.slice(end), head, above);
}

/** A text below labels: `Title: …`, `Date: …`. */
function labelledText(text: string, fields: Fields, body: string, source: Source): DraftReading {
  const metadata = readFront({ ok: true, fields, body }, text, source);
  if (metadata.kind !== 'metadata') return metadata;
  const { tags = [], ...head } = metadata.draft;
  return textFrom(body.split('\n'), head, tags);
}

function textFrom(lines: readonly string[], head: Omit<Draft, 'content'>, above: readonly string[]): DraftReading {
  const { kept, closings } = withoutClosings(lines);
  const { paragraphs, tags, leftovers } = split(kept);
  if (paragraphs.every((rows) => oneLine(rows.join(' ')) === ''))
    return { kind: 'problem', expected: 'at least one paragraph of text', found: 'none' };
  const remarks: Remark[] = [...(head.remarks ?? [])];
  if (leftovers.length > 0) remarks.push(leftOut('what follows `Related:`', oneLine(leftovers.join(' '))));
  if (closings.length > 0) remarks.push(leftOut('what a wire puts below its last line', closings.join(' ')));
  return {
    kind: 'draft',
    draft: {
      ...head,
      content: paragraphs.map((rows) => `<p>${rows.map(escapeMarkup).join('<br>\n')}</p>`).join('\n'),
      tags: [...above, ...tags],
      remarks,
    },
  };
}

/** Takes off the marks that end the text of a wire; tags may stand below. */
function withoutClosings(lines: readonly string[]): { kept: readonly string[]; closings: readonly string[] } {
  const closings: string[] = [];
  let kept = lines;
  while (closings.length < MOST_CLOSINGS) {
    const last = kept.findLastIndex((line) => line.trim() !== '' && !tagsIn(line));
    if (last < 1 || !CLOSING.test(kept[last] ?? '')) break;
    closings.unshift(oneLine(kept[last] ?? ''));
    kept = kept.toSpliced(last, 1);
  }
  return { kept, closings };
}

/** @returns paragraphs as their lines: those that an editor made to fit a width are one, an author's stay (RSS-46) */
function split(lines: readonly string[]): { paragraphs: string[][]; tags: string[]; leftovers: string[] } {
  const paragraphs: string[][] = [];
  const leftovers: string[] = [];
  const tags: string[] = [];
  let current: string[] = [];
  let isLeftover = false;
  const close = () => {
    if (current.length > 0) paragraphs.push(...paragraphsOf(current));
    current = [];
  };
  for (const line of lines) {
    const tagged = tagsIn(line);
    if (tagged) {
      close();
      isLeftover = false;
      tags.push(...tagged);
    } else if (RELATED.test(line)) {
      close();
      isLeftover = true;
    } else if (line.trim() === '') {
      close();
    } else {
      (isLeftover ? leftovers : current).push(line);
    }
  }
  close();
  return { paragraphs, tags, leftovers };
}
