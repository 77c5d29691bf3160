// Bytes -> text. A charset is known, detected beyond doubt, or the file is refused: never mojibake.
import chardet from 'chardet';
import { plausibility } from './plausible.ts';

export type Decoded = { ok: true; text: string; charset: string } | { ok: false; expected: string; found: string };

const BOMS: readonly [charset: string, bytes: readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Below this confidence (of 100) the detector has no idea. */
const LEAST_CONFIDENCE = 15;
/** What the detector and the check of its guess look at. */
const SAMPLE_BYTES = 65_536;

/** Control characters, which a wrong guess makes of letters. */
const NEVER_IN_TEXT = /[\u0000-\u0008\u000E-\u001F\u0080-\u009F\uFFFD]/u;

/** Names that mean less than the charset that is meant: KOI8-U has all letters of KOI8-R. */
const MEANT: Readonly<Record<string, string>> = { 'koi8-r': 'koi8-u' };

/** Reads the text of a file, without BOM and with `\n` as the end of a line and of a page. */
export function decode(bytes: Uint8Array): Decoded {
  for (const [charset, bom] of BOMS) {
    if (bom.every((byte, index) => bytes[index] === byte)) return decodeAs(charset, bytes);
  }
  // Decoding first and asking why afterwards costs the usual file, UTF-8, nothing.
  const utf8 = decodeAs('utf-8', bytes);
  if (utf8.ok && !utf8.text.includes('\u0000'))
    return isJapaneseMail(utf8.text) ? decodeAs('iso-2022-jp', bytes) : utf8;
  if (bytes.subarray(0, SAMPLE_BYTES).includes(0)) return utf16WithoutBom(bytes) ?? notText();
  return damagedUtf8(bytes) ?? detect(bytes);
}

function decodeAs(charset: string, bytes: Uint8Array): Decoded {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    return { ok: true, text: text.replace(/\r\n?|\f/g, '\n'), charset };
  } catch {
    // The decoder says only that the bytes do not fit; what fits is for the caller to find out.
    return { ok: false, expected: `text in ${charset}`, found: `bytes that are not ${charset}` };
  }
}

/** ISO-2022-JP is ASCII to the eye: escape sequences switch to Japanese. */
function isJapaneseMail(text: string): boolean {
  return text.includes('\u001b$B') || text.includes('\u001b$@');
}

/** Every other byte of European text in UTF-16 is zero. */
function utf16WithoutBom(bytes: Uint8Array): Decoded | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const isMost = (count: number) => count > sample.length * 0.3;
  if (!(isMost(even) && odd === 0) && !(isMost(odd) && even === 0)) return undefined;
  const decoded = decodeAs(even > odd ? 'utf-16be' : 'utf-16le', bytes);
  return decoded.ok && !/[\u0000-\u0008]/.test(decoded.text) ? decoded : undefined;
}

/** UTF-8 with a wrong byte here and there, or that ends in the middle of a character, is no other charset. */
function damagedUtf8(bytes: Uint8Array): Decoded | undefined {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, SAMPLE_BYTES));
  const wrong = text.match(/\uFFFD/g)?.length ?? 0;
  const right = text.match(/[^\u0000-\u007F\uFFFD]/gu)?.length ?? 0;
  if (right < wrong * 2 && !(wrong === 1 && text.endsWith('\uFFFD') && right > 0)) return undefined;
  const before = text.slice(0, text.indexOf('\uFFFD'));
  const line = before.split('\n').length;
  return { ok: false, expected: 'text in UTF-8', found: `bytes that are not UTF-8 in line ${line}` };
}

function detect(bytes: Uint8Array): Decoded {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  for (const { name, confidence, lang } of chardet.analyse(sample)) {
    if (confidence < LEAST_CONFIDENCE || /^(utf-|ascii)/i.test(name)) continue;
    const readings = charsetsMeant(name, lang).flatMap((charset) => {
      const decoded = isKnown(charset) ? decodeAs(charset, bytes) : undefined;
      if (!decoded?.ok || NEVER_IN_TEXT.test(decoded.text)) return [];
      return [{ decoded, share: plausibility(decoded.text.slice(0, SAMPLE_BYTES), lang) }];
    });
    const best = readings.sort((one, other) => other.share - one.share)[0];
    if (best && best.share > 0) return best.decoded;
  }
  return {
    ok: false,
    expected: 'text in UTF-8, or in a charset that can be told from the bytes',
    found: 'bytes in a charset that cannot be told; save the file as UTF-8',
  };
}

/** Which charsets a guess may stand for. */
function charsetsMeant(name: string, language: string | undefined): string[] {
  const charset = name.toLowerCase();
  // The two differ in three Polish letters only.
  if (language === 'pl') return ['iso-8859-2', 'windows-1250'];
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
