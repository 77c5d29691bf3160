// Text as XML, JSON and people can bear it. Everything an article says passes here once, on its way in.

/** What Windows-1252 means by the bytes 80-9F; such characters are nearly always that charset read as Latin-1 (RSS-04). */
const C1_AS_WINDOWS_1252 = '€\u0000‚ƒ„…†‡ˆ‰Š‹Œ\u0000Ž\u0000\u0000‘’“”•–—˜™š›œ\u0000žŸ';

// In a `u` pattern a surrogate range matches lone surrogates only (JSON-20).
const UNWELCOME = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uD800-\uDFFF\uFFFD-\uFFFF]/gu;

/** Of those, what is not merely another way to write something legal. */
const ILLEGAL = /[\u0000-\u0008\u000B\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/gu;

/**
 * Leaves only characters that XML 1.0 allows (RSS-03), mends C1 controls (RSS-04), and writes `?` for U+FFFD, which is
 * the trace of a character that was lost before the text reached us.
 */
export function cleanText(text: string): string {
  return text.replace(UNWELCOME, (character) => {
    const code = character.charCodeAt(0);
    if (code === 0xfffd) return '?';
    if (code >= 0x80 && code <= 0x9f) return (C1_AS_WINDOWS_1252[code - 0x80] ?? '').replace('\u0000', '');
    return '';
  });
}

/** Written as HTML does, a character that cleanText takes out: `&#5;`. Those that are mended are mended by the decoder. */
const ILLEGAL_REFERENCE =
  /&#(?:0{0,9}(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])|[xX]0{0,9}(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF]|[dD][89a-fA-F][0-9a-fA-F]{2}));/g;

/** Takes out character references to what XML forbids: they say no more than the characters would. */
export function withoutIllegalReferences(text: string): string {
  return text.replace(ILLEGAL_REFERENCE, '');
}

/** How many characters that XML forbids a text has, references to them included, and the first line that has any. */
export function illegalIn(text: string): { readonly count: number; readonly line: number } | undefined {
  let [count, first] = [0, text.length];
  for (const pattern of [ILLEGAL, ILLEGAL_REFERENCE]) {
    for (const { index } of text.matchAll(pattern)) {
      count += 1;
      first = Math.min(first, index);
    }
  }
  return count === 0 ? undefined : { count, line: lineAt(text, first) };
}

/** The number of the line in which a place of a text is. */
export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let end = text.indexOf('\n'); end >= 0 && end < index; end = text.indexOf('\n', end + 1)) line += 1;
  return line;
}

/** White space of any kind and length becomes one space. What is one already is passed over: it is most of a text. */
export function foldSpace(text: string): string {
  return text.replace(/[^\S ]\s*|\s{2,}/gu, ' ');
}

/** Clean text on one line; empty when there is nothing to be seen in it. */
export function oneLine(text: string): string {
  const line = foldSpace(cleanText(text)).trim();
  return VISIBLE.test(line) ? line : '';
}

const VISIBLE = /[^\p{Cf}\p{Z}\p{Mn}]/u;

/**
 * The beginning of a text that is too long, up to a word where there is one to be seen.
 * @param most of what `measure` counts, at least 3
 * @param measure how long a text is; UTF-16 units when nothing is said
 */
export function beginningOf(text: string, most: number, measure = (text: string) => text.length): string {
  if (measure(text) <= most) return text;
  const room = most - measure('…');
  let [kept, size] = ['', 0];
  for (const { segment } of characters.segment(text)) {
    size += measure(segment);
    if (size > room) break;
    kept += segment;
  }
  return `${kept.replace(/\s+\S{0,30}$/u, '')}…`;
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Escapes text for HTML and for XML content and double-quoted attributes alike. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
