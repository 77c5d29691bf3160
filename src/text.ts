// Text as XML, JSON and people can bear it. Everything an article says passes here once, on its way in.

/** What Windows-1252 means by the bytes 80-9F; such characters are nearly always that charset read as Latin-1 (RSS-04). */
const C1_AS_WINDOWS_1252 = '€\u0000‚ƒ„…†‡ˆ‰Š‹Œ\u0000Ž\u0000\u0000‘’“”•–—˜™š›œ\u0000žŸ';

// In a `u` pattern a surrogate range matches lone surrogates only (JSON-20).
const UNWELCOME = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uD800-\uDFFF\uFFFD-\uFFFF]/gu;

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

/** Escapes text for HTML and for XML content and double-quoted attributes alike. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
