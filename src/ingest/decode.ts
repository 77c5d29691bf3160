// Bytes -> text. A charset is known, detected beyond doubt, or the file is refused: never mojibake. UTF-8 with a wrong
// byte here and there is mended.
import chardet from 'chardet';
import { lineAt } from '../text.ts';
import { commonness, WELL_KNOWN_CHARSETS } from './common-characters.ts';
import { plausibility } from './plausible.ts';

export type Decoded =
  | {
      ok: true;
      text: string;
      charset: string;
      /** True when bytes did not fit; each such place is U+FFFD in the text. */
      isMended?: boolean;
    }
  | { ok: false; expected: string; found: string };

const BOMS: readonly [charset: string, bytes: readonly number[]][] = [
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Below this confidence (of 100) the detector has no idea. */
const LEAST_CONFIDENCE = 15;
/** What the detector and the check of its guess look at. */
const SAMPLE_BYTES = 65_536;

/** Damage is mended where it is small: so many places, or one in so many of the characters beyond ASCII. */
const SMALL_DAMAGE = { places: 20, oneIn: 100 };

/** Control characters, which a wrong guess makes of letters. */
const NEVER_IN_TEXT = /[\u0000-\u0008\u000E-\u001F\u0080-\u009F\uFFFD]/u;

/** Names that mean less than the charset that is meant: KOI8-U has all letters of KOI8-R. */
const MEANT: Readonly<Record<string, string>> = { 'koi8-r': 'koi8-u' };

/**
 * Reads the text of a file, without BOM and with `\n` as the end of a line and of a page.
 * @param declared the charset that the file names itself; counts when there is no BOM and the bytes are not UTF-8
 */
export function decode(bytes: Uint8Array, declared?: string): Decoded {
  for (const [charset, bom] of BOMS) {
    if (!bom.every((byte, index) => bytes[index] === byte)) continue;
    const decoded = charset.startsWith('utf-32') ? utf32(bytes, charset === 'utf-32le') : decodeAs(charset, bytes);
    if (!decoded) continue;
    return !decoded.ok && charset === 'utf-8' ? (damagedUtf8(bytes) ?? decoded) : decoded;
  }
  // Decoding first and asking why afterwards costs the usual file, UTF-8, nothing.
  const utf8 = decodeAs('utf-8', bytes);
  if (utf8.ok && hasFewZeros(utf8.text)) return isJapaneseMail(utf8.text) ? decodeAs('iso-2022-jp', bytes) : utf8;
  if (bytes.subarray(0, SAMPLE_BYTES).includes(0)) return wideWithoutBom(bytes) ?? notText();
  return (declared && decodeDeclared(bytes, declared)) || (damagedUtf8(bytes) ?? detect(bytes));
}

/** Where browsers look for a declaration; and editors of old put much before it. */
const HEAD_BYTES = 4096;
/** `<meta charset=...>`, `<meta ... content="text/html; charset=...">`, `<?xml ... encoding="..."?>`. */
const DECLARATION =
  /<meta\b[^<>]{0,500}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{1,40})|<\?xml[^<>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([\w:.-]{1,40})/i;

/** The charset that an HTML file names; undefined when it names none, or one that nobody knows. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  const [, meta, xml] = DECLARATION.exec(head) ?? [];
  const label = (meta ?? xml ?? '').toLowerCase();
  const charset = MEANT[label] ?? label;
  // What can be read as ASCII up to here is not UTF-16, whatever it says (HTML 13.2.3.2).
  return charset !== '' && !charset.startsWith('utf-16') && isKnown(charset) ? charset : undefined;
}

/** A page of many sources has a wrong byte here and there; more of them, and it is in another charset. */
const MOST_WRONG = 1 / 200;

function decodeDeclared(bytes: Uint8Array, charset: string): Decoded | undefined {
  const text = new TextDecoder(charset).decode(bytes);
  const wrong = text.match(/\uFFFD/g)?.length ?? 0;
  const right = text.match(/[^\u0000-\u007F\uFFFD]/gu)?.length ?? 0;
  if (wrong > Math.max(1, right * MOST_WRONG) && wrong > 3) return undefined;
  return { ok: true, text: withLineEnds(text), charset, ...(wrong > 0 ? { isMended: true } : {}) };
}

/** A zero that got into a text harms nobody, many of them are another charset or no text at all. */
function hasFewZeros(text: string): boolean {
  let zeros = 0;
  for (let at = text.indexOf('\u0000'); at >= 0; at = text.indexOf('\u0000', at + 1)) {
    zeros += 1;
    if (zeros > SMALL_DAMAGE.places || zeros * SMALL_DAMAGE.oneIn > text.length) return false;
  }
  return true;
}

function decodeAs(charset: string, bytes: Uint8Array): Decoded {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    return { ok: true, text: withLineEnds(text), charset };
  } catch {
    // The decoder says only that the bytes do not fit; what fits is for the caller to find out.
    return { ok: false, expected: `text in ${charset}`, found: `bytes that are not ${charset}` };
  }
}

function withLineEnds(text: string): string {
  return text.replace(/\r\n?|\f/g, '\n');
}

/** ISO-2022-JP is ASCII to the eye: escape sequences switch to Japanese. */
function isJapaneseMail(text: string): boolean {
  return text.includes('\u001b$B') || text.includes('\u001b$@');
}

/** Characters of four bytes or of two: what is read in the right order has spaces and line ends, and no nonsense. */
function wideWithoutBom(bytes: Uint8Array): Decoded | undefined {
  const readings = [utf32(bytes, true), utf32(bytes, false), decodeAs('utf-16le', bytes), decodeAs('utf-16be', bytes)];
  for (const decoded of readings) {
    if (!decoded?.ok) continue;
    const sample = decoded.text.slice(0, SAMPLE_BYTES);
    const letters = sample.match(/\p{L}/gu)?.length ?? 0;
    if (/\s/u.test(sample) && !NONSENSE.test(sample) && letters * 2 > Array.from(sample).length) return decoded;
  }
  return undefined;
}

/** Unicode has no such characters, or keeps them for private use. A space in the wrong order is the first one. */
const NONSENSE = /[\u0000-\u0008\u000E-\u001F\u2000\uFFFD\p{Cn}\p{Co}\p{Cs}]/u;

function utf32(bytes: Uint8Array, isLittleEndian: boolean): Decoded | undefined {
  if (bytes.length % 4 !== 0 || bytes.length === 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const code = view.getUint32(at, isLittleEndian);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    parts.push(String.fromCodePoint(code));
  }
  const text = withLineEnds(parts.join('').replace(/^\uFEFF/, ''));
  return { ok: true, text, charset: isLittleEndian ? 'utf-32le' : 'utf-32be' };
}

/** UTF-8 with a wrong byte here and there, or that ends in the middle of a character, is no other charset. */
function damagedUtf8(bytes: Uint8Array): Decoded | undefined {
  const decoder = new TextDecoder('utf-8');
  if (!isMostlyUtf8(decoder.decode(bytes.subarray(0, SAMPLE_BYTES)))) return undefined;
  const text = withLineEnds(decoder.decode(bytes));
  const places = text.match(/\uFFFD+/g)?.length ?? 0;
  if (places <= Math.max(SMALL_DAMAGE.places, countRight(text) / SMALL_DAMAGE.oneIn))
    return { ok: true, text, charset: 'utf-8', isMended: true };
  const line = lineAt(text, text.indexOf('\uFFFD'));
  return {
    ok: false,
    expected: 'text in UTF-8',
    found: `bytes that are not UTF-8 in ${places} places, first in line ${line}`,
  };
}

function isMostlyUtf8(text: string): boolean {
  const wrong = text.match(/\uFFFD/g)?.length ?? 0;
  const right = countRight(text);
  return right >= wrong * 2 || (wrong === 1 && text.endsWith('\uFFFD') && right > 0);
}

/** The characters beyond ASCII. */
function countRight(text: string): number {
  return text.match(/[^\u0000-\u007F\uFFFD]/gu)?.length ?? 0;
}

function detect(bytes: Uint8Array): Decoded {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const words = wordsBeyondAscii(sample);
  // A few foreign words in English or code are told best without it, everything else by all of it.
  const isEnglish = chardet.analyse(sample)[0]?.lang === 'en';
  const samples = isEnglish ? [words, sample] : [sample, words];
  for (const isWide of [false, true]) {
    for (const some of samples) {
      const decoded = guess(some, bytes, isWide);
      if (decoded) return decoded;
    }
  }
  return (
    commonIn(bytes) ?? {
      ok: false,
      expected: 'text in UTF-8, or in a charset that can be told from the bytes',
      found: 'bytes in a charset that cannot be told; save the file as UTF-8',
    }
  );
}

/** The words that have bytes beyond ASCII. From 0x40 on a byte may be the second half of a character. */
function wordsBeyondAscii(bytes: Uint8Array): Uint8Array {
  const words = new Uint8Array(bytes.length + 1);
  let length = 0;
  let start = 0;
  let isBeyond = false;
  for (let at = 0; at <= bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) isBeyond = true;
    if (byte >= 0x40) continue;
    if (isBeyond) {
      words.set(bytes.subarray(start, at), length);
      length += at - start;
      words[length++] = 0x20;
    }
    isBeyond = false;
    start = at + 1;
  }
  return words.subarray(0, length);
}

/**
 * @param sample what to tell the charset of `bytes` from
 * @param isWide true to take the language for any that is easily taken for it
 */
function guess(sample: Uint8Array, bytes: Uint8Array, isWide: boolean): Decoded | undefined {
  for (const { name, confidence, lang } of chardet.analyse(sample)) {
    if (confidence < LEAST_CONFIDENCE || /^(utf-|ascii)/i.test(name)) continue;
    for (const language of isWide ? languagesMeant(lang) : [lang]) {
      const readings = charsetsMeant(name, language).flatMap((charset) => {
        const decoded = isKnown(charset) ? decodeAs(charset, bytes) : undefined;
        if (!decoded?.ok || NEVER_IN_TEXT.test(decoded.text)) return [];
        return [{ decoded, share: plausibility(decoded.text.slice(0, SAMPLE_BYTES), language) }];
      });
      const best = readings.sort((one, other) => other.share - one.share)[0];
      if (!best || best.share <= 0) continue;
      if (!OF_TWO_BYTES.test(best.decoded.charset)) return best.decoded;
      // Statistics take one such charset for another; what the characters are says which it is.
      const common = commonIn(bytes);
      if (common) return common;
      if (commonness(best.decoded.text.slice(0, SAMPLE_BYTES), best.decoded.charset) >= FEWEST_COMMON)
        return best.decoded;
    }
  }
  return undefined;
}

/** So many characters must be common ones, and so many times as many as in any other charset. */
const LEAST_COMMON = { share: 0.4, times: 1.3 };
/** A guess of two bytes a character that has fewer is none. */
const FEWEST_COMMON = 0.2;
const OF_TWO_BYTES = /^(?:gb|big5|euc|shift)/;

/** A text in one of the charsets that can all be made of the same bytes, when it is surely in one of them. */
function commonIn(bytes: Uint8Array): Decoded | undefined {
  const readings = WELL_KNOWN_CHARSETS.flatMap((charset) => {
    const decoded = decodeAs(charset, bytes);
    if (!decoded.ok || NEVER_IN_TEXT.test(decoded.text)) return [];
    return [{ decoded, share: commonness(decoded.text.slice(0, SAMPLE_BYTES), charset) }];
  });
  const [best, next] = readings.sort((one, other) => other.share - one.share);
  const isBest = best && best.share >= LEAST_COMMON.share && best.share >= (next?.share ?? 0) * LEAST_COMMON.times;
  return isBest ? best.decoded : undefined;
}

/** Statistics of a few words tell one part of Europe from the other, but hardly the languages of either. */
const CENTRAL_EUROPE = ['cs', 'pl', 'hu', 'ro'];
const WESTERN_EUROPE = ['da', 'de', 'es', 'fr', 'it', 'nl', 'no', 'pt', 'sv'];

function languagesMeant(language: string | undefined): (string | undefined)[] {
  const group = [CENTRAL_EUROPE, WESTERN_EUROPE].find((some) => some.includes(language ?? '')) ?? [];
  return [language, ...group.filter((other) => other !== language)];
}

/** Which charsets a guess may stand for. */
function charsetsMeant(name: string, language: string | undefined): string[] {
  const charset = name.toLowerCase();
  // The two differ in three Polish letters only, and in three Czech ones.
  if (language !== undefined && CENTRAL_EUROPE.includes(language) && /^(?:iso-8859-2|windows-1250)$/.test(charset))
    return ['iso-8859-2', 'windows-1250'];
  // The older charset has fractions where the newer one has letters of French and Finnish.
  if (charset === 'iso-8859-1') return [charset, 'iso-8859-15'];
  return [MEANT[charset] ?? charset];
}

function isKnown(charset: string): boolean {
  try {
    new TextDecoder(charset);
    return true;
  } catch {
    return false;
  }
}

function notText(): Decoded {
  return { ok: false, expected: 'a text file', found: 'binary data (NUL bytes)' };
}
