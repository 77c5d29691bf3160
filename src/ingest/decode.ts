// Bytes -> text. A charset is known, detected beyond doubt, or the file is refused: never mojibake.
import chardet from 'chardet';

export type Decoded = { ok: true; text: string; charset: string } | { ok: false; expected: string; found: string };

const BOMS: readonly [charset: string, bytes: readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Below this confidence (of 100) the detector guesses. */
const SURE_ENOUGH = 30;

/** Reads the text of a file, without BOM and with `\n` as the end of a line. */
export function decode(bytes: Uint8Array): Decoded {
  for (const [charset, bom] of BOMS) {
    if (bom.every((byte, index) => bytes[index] === byte)) return decodeAs(charset, bytes);
  }
  // Decoding first and asking why afterwards costs the usual file, UTF-8, nothing.
  const utf8 = decodeAs('utf-8', bytes);
  if (utf8.ok) return utf8.text.includes('\u0000') ? notText() : utf8;
  if (bytes.subarray(0, 8192).includes(0)) return notText();
  return detect(bytes);
}

function decodeAs(charset: string, bytes: Uint8Array): Decoded {
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    return { ok: true, text: text.replace(/\r\n?/g, '\n'), charset };
  } catch {
    // The decoder says only that the bytes do not fit; what fits is for the caller to find out.
    return { ok: false, expected: `text in ${charset}`, found: `bytes that are not ${charset}` };
  }
}

function detect(bytes: Uint8Array): Decoded {
  const guesses = chardet.analyse(bytes.subarray(0, 65_536)).filter((guess) => guess.confidence >= SURE_ENOUGH);
  for (const { name } of guesses) {
    // ISO-8859-1 and -9 on the web mean their Windows cousins, which TextDecoder knows.
    if (/^(utf-|ascii)/i.test(name) || !isKnown(name)) continue;
    const decoded = decodeAs(name, bytes);
    if (decoded.ok && !/[\u0000-\u0008\u000E-\u001F\u0080-\u009F\uFFFD]/u.test(decoded.text)) return decoded;
  }
  return {
    ok: false,
    expected: 'text in UTF-8, or in a charset that can be told from the bytes',
    found: 'bytes in a charset that cannot be told; save the file as UTF-8',
  };
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
