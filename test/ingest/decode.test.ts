import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/ingest/decode.ts';

const ENGLISH =
  'The café on the corner — Zoë’s favourite — has closed its doors for good.\n\nThe mayor said: “We did what we could, ' +
  'but the rent doubled in a year.” Neighbours in the Rue de l’Église are already collecting signatures against it.\n';
const RUSSIAN =
  'Глава города сообщил, что новый мост через реку откроют в декабре.\n\nСтроительство началось ещё весной, однако ' +
  'работы несколько раз останавливали из-за нехватки денег. Жители района уже написали несколько писем в мэрию.\n';
const CHINESE =
  '市政府周三宣布，新的地铁线路将于明年春天开通。\n\n负责人表示，这条线路全长二十公里，共设十五个车站，预计每天运送乘客三十万人次。' +
  '居民们希望票价不会上涨，也希望夜间列车能够运行到更晚的时间。\n';
const JAPANESE =
  '市長は水曜日、新しい橋が来年の春に開通すると発表しました。\n\n工事は昨年の夏に始まりましたが、資金が足りなくなり、何度も中断されました。' +
  '住民たちは、これで駅まで歩いて行けるようになると喜んでいます。\n';

describe('text whose charset is known', () => {
  test.each([
    { what: 'UTF-8', bytes: utf8(RUSSIAN), text: RUSSIAN },
    { what: 'UTF-8 with a BOM', bytes: join([0xef, 0xbb, 0xbf], utf8(RUSSIAN)), text: RUSSIAN },
    { what: 'UTF-8 with CRLF', bytes: utf8('one\r\ntwo\r\n'), text: 'one\ntwo\n' },
    { what: 'UTF-8 with the line ends of an old Mac', bytes: utf8('one\rtwo\r'), text: 'one\ntwo\n' },
    { what: 'UTF-16 LE with a BOM', bytes: join([0xff, 0xfe], utf16le(JAPANESE)), text: JAPANESE },
    { what: 'UTF-16 BE with a BOM', bytes: join([0xfe, 0xff], utf16le(JAPANESE).swap16()), text: JAPANESE },
    { what: 'UTF-16 LE with CRLF', bytes: join([0xff, 0xfe], utf16le('one\r\ntwo')), text: 'one\ntwo' },
    { what: 'nothing at all', bytes: new Uint8Array(), text: '' },
    { what: 'nothing but a BOM', bytes: Uint8Array.of(0xef, 0xbb, 0xbf), text: '' },
  ])('$what is read as written', ({ bytes, text }) => {
    expect(decode(bytes)).toMatchObject({ ok: true, text });
  });

  test('any text in UTF-8 comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.startsWith('\uFEFF') && !/[\u0000\r]/.test(text));
        expect(decode(utf8(text))).toEqual({ ok: true, text, charset: 'utf-8' });
      }),
    );
  });
});

describe('text whose charset has to be told from its bytes', () => {
  test.each([
    { charset: 'windows-1252', text: ENGLISH },
    { charset: 'windows-1251', text: RUSSIAN },
    { charset: 'koi8-r', text: RUSSIAN },
    { charset: 'gb18030', text: CHINESE },
    { charset: 'shift_jis', text: JAPANESE },
    { charset: 'euc-jp', text: JAPANESE },
  ])('$charset is read as written', ({ charset, text }) => {
    const bytes = encode(text, charset);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect(decode(bytes)).toMatchObject({ ok: true, text });
  });

  test('CRLF counts as one line end in an old charset too', () => {
    const decoded = decode(encode(RUSSIAN.replaceAll('\n', '\r\n'), 'windows-1251'));
    expect(decoded).toMatchObject({ ok: true, text: RUSSIAN });
  });
});

describe('what is no text', () => {
  test.each([
    { what: 'a PNG', bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d) },
    { what: 'NUL bytes in what would be UTF-8', bytes: utf8('MZ\u0000\u0000program') },
    { what: 'UTF-16 without a BOM', bytes: utf16le('A text that nobody marked.') },
  ])('$what is refused as binary', ({ bytes }) => {
    expect(decode(bytes)).toMatchObject({ ok: false, expected: 'a text file' });
  });

  test.each([
    { what: 'UTF-16 with half a character at its end', bytes: Uint8Array.of(0xff, 0xfe, 0x41) },
    { what: 'UTF-16 with half a surrogate pair', bytes: Uint8Array.of(0xfe, 0xff, 0xd8, 0x3d) },
    { what: 'broken bytes after a UTF-8 BOM', bytes: Uint8Array.of(0xef, 0xbb, 0xbf, 0xff, 0xfe) },
  ])('$what is refused and names what was expected and found', ({ bytes }) => {
    expect(decode(bytes)).toEqual({ ok: false, expected: expect.any(String), found: expect.any(String) });
  });

  test('bytes of any kind are refused or become text without a trace of a wrong charset', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const decoded = decode(bytes);
        if (!decoded.ok || decoded.charset.startsWith('utf-')) return;
        expect(decoded.text).not.toMatch(/[\u0000-\u0008\u0080-\u009F\uFFFD]/u);
      }),
      { numRuns: 500 },
    );
  });
});

function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

function utf16le(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function join(bom: readonly number[], bytes: Uint8Array): Uint8Array {
  return Uint8Array.of(...bom, ...bytes);
}

/** The bytes of a text in a charset of one or two bytes a character. Node only decodes, so its tables are turned round. */
function encode(text: string, charset: string): Uint8Array {
  const decoder = new TextDecoder(charset);
  const bytesOf = new Map<string, readonly number[]>();
  for (let first = 0; first < 256; first++) bytesOf.set(decoder.decode(Uint8Array.of(first)), [first]);
  for (let first = 0x81; first < 255; first++) {
    for (let second = 0x40; second < 255; second++) {
      const character = decoder.decode(Uint8Array.of(first, second));
      if (Array.from(character).length === 1 && !bytesOf.has(character)) bytesOf.set(character, [first, second]);
    }
  }
  return Uint8Array.from(
    Array.from(text).flatMap((character) => {
      const bytes = bytesOf.get(character);
      if (!bytes) throw new Error(`Expected a character of ${charset}, got ${character}`);
      return bytes;
    }),
  );
}
