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
    {
      what: 'UTF-16 LE without a BOM',
      bytes: utf16le('A text that nobody marked.'),
      text: 'A text that nobody marked.',
    },
    {
      what: 'UTF-16 BE without a BOM',
      bytes: utf16le('A café that nobody marked.').swap16(),
      text: 'A café that nobody marked.',
    },
    { what: 'ISO-2022-JP', bytes: utf8('A \u001b$B;T\u001b(B.'), text: 'A 市.' },
    { what: 'pages that a form feed parts', bytes: utf8('one\ftwo'), text: 'one\ntwo' },
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

// A mayor and his bridge, in the languages and charsets of old archives.
const ARCHIVES: Readonly<Record<string, readonly [text: string, ...charsets: string[]]>> = {
  Lithuanian: [
    'Pareiškė, kad naujas tiltas per upę bus atidarytas gruodžio mėnesį. Gyventojai jau parašė kelis laiškus merijai.',
    'windows-1257',
    'iso-8859-13',
  ],
  Polish: [
    'Burmistrz powiedział, że nowy most przez rzekę zostanie otwarty w grudniu. Budowa rozpoczęła się wiosną.',
    'windows-1250',
    'iso-8859-2',
  ],
  Czech: ['Starosta řekl, že nový most přes řeku bude otevřen v prosinci. Stavba začala na jaře.', 'windows-1250'],
  Hungarian: ['A polgármester elmondta, hogy az új híd a folyón decemberben nyílik meg.', 'windows-1250', 'iso-8859-2'],
  French: [
    'Le maire a déclaré que le nouveau pont sur la rivière ouvrira en décembre, après plusieurs années de travaux.',
    'windows-1252',
    'macintosh',
  ],
  German: [
    'Der Bürgermeister sagte, die neue Brücke über den Fluss werde im Dezember eröffnet.',
    'windows-1252',
    'macintosh',
  ],
  Spanish: [
    'El alcalde dijo que el nuevo puente sobre el río se abrirá en diciembre. ¿Qué dirán los vecinos?',
    'windows-1252',
  ],
  Turkish: ['Belediye başkanı, nehrin üzerindeki yeni köprünün aralık ayında açılacağını söyledi.', 'windows-1254'],
  Greek: ['Ο δήμαρχος δήλωσε ότι η νέα γέφυρα στον ποταμό θα ανοίξει τον Δεκέμβριο.', 'windows-1253', 'iso-8859-7'],
  Russian: [RUSSIAN, 'iso-8859-5', 'ibm866', 'x-mac-cyrillic'],
  Ukrainian: [
    'Міський голова повідомив, що новий міст через річку відкриють у грудні. Її ґанок ще не добудували.',
    'windows-1251',
    'koi8-u',
  ],
  Bulgarian: ['Кметът съобщи, че новият мост над реката ще бъде открит през декември.', 'windows-1251'],
  Hebrew: ['ראש העיר אמר כי הגשר החדש מעל הנהר ייפתח בדצמבר.', 'windows-1255'],
  Arabic: ['قال رئيس البلدية إن الجسر الجديد فوق النهر سيفتح في ديسمبر.', 'windows-1256'],
  Taiwanese: ['市政府週三宣布，新的地鐵線路將於明年春天開通。', 'big5'],
  Korean: ['시장은 강을 가로지르는 새 다리가 십이월에 개통될 것이라고 말했다.', 'euc-kr'],
};
/** Charsets that the detector does not know. */
const REFUSED = ['ibm866', 'macintosh', 'x-mac-cyrillic'];

test.each(
  Object.entries(ARCHIVES).flatMap(([language, [text, ...charsets]]) =>
    charsets.map((charset) => ({ language, charset, text })),
  ),
)('$language in $charset is read as written or refused, never read wrong', ({ charset, text }) => {
  const decoded = decode(encode(text, charset));
  if (REFUSED.includes(charset)) expect(decoded.ok).toBe(false);
  else expect(decoded).toMatchObject({ ok: true, text });
});

describe('a few words that are not English', () => {
  const WORDS: Readonly<Record<string, readonly [title: string, text: string, ...charsets: string[]]>> = {
    Russian: ['Настройка моста', 'Всё готово, можно ехать.', 'windows-1251', 'koi8-r', 'iso-8859-5'],
    Ukrainian: ['Налаштування моста', 'Усе готове, її відкрито.', 'windows-1251', 'koi8-u'],
    Chinese: ['桥梁的安装', '现在可以使用了。', 'gb18030'],
    Taiwanese: ['橋樑的安裝', '現在可以使用了。', 'big5'],
    Japanese: ['サーバーの設定', 'これで完了です。', 'shift_jis', 'euc-jp'],
    Korean: ['다리의 설정', '이제 사용할 수 있다.', 'euc-kr'],
    French: ['Le café fermé', 'C’était déjà prévu.', 'windows-1252'],
    German: ['Größe der Brücke', 'Das wäre schön.', 'windows-1252'],
    Polish: ['Żółty most', 'Wyślij plik i zamknij go.', 'windows-1250', 'iso-8859-2'],
  };
  const languages = Object.entries(WORDS).flatMap(([language, [title, text, ...charsets]]) =>
    charsets.map((charset) => ({ language, charset, title, text })),
  );

  test.each(languages)('within English and code: $language in $charset', ({ charset, title, text }) => {
    const article =
      `---\ntitle: "${title}"\ndate: 2015-06-25\ntags: [java, linux]\n---\n\n## Install\n\nRun \`npm install\` and start ` +
      `the server. See [the docs](http://example.com/docs).\n\n${text}\n\n\`\`\`java\npublic static void main() {}\n\`\`\`\n\n` +
      'That is all you have to do; the configuration file is read when the server starts, and again on every change.\n';
    expect(decode(encode(article, charset))).toMatchObject({ ok: true, text: article });
  });

  test.each(languages)('or nothing else: $language in $charset', ({ charset, title }) => {
    const decoded = decode(encode(`${title}\n`, charset));
    // So little may be refused; it must not become another text.
    if (decoded.ok) expect(decoded.text).toBe(`${title}\n`);
  });
});

describe('characters of two or four bytes without a mark', () => {
  test.each([
    { language: 'English', text: 'A bridge that nobody marked.\n' },
    { language: 'Russian', text: RUSSIAN },
    { language: 'Chinese', text: CHINESE },
    { language: 'Japanese', text: JAPANESE },
    { language: 'Arabic', text: 'قال رئيس البلدية إن الجسر الجديد فوق النهر سيفتح في ديسمبر.\n' },
  ])('$language', ({ text }) => {
    for (const bytes of [utf16le(text), utf16le(text).swap16(), utf32(text, true), utf32(text, false)])
      expect(decode(bytes)).toMatchObject({ ok: true, text });
    for (const isLittle of [true, false])
      expect(decode(utf32(`\uFEFF${text}`, isLittle))).toMatchObject({ ok: true, text });
  });
});

describe('UTF-8 with a little damage is mended, and is no other charset', () => {
  test.each([
    {
      what: 'cut in the middle of a character',
      bytes: utf8('Élan vital, le café').subarray(0, -1),
      text: 'Élan vital, le caf\uFFFD',
    },
    {
      what: 'with one byte of another charset',
      bytes: Buffer.concat([utf8('Élan vital, été.\r\nLe caf'), Buffer.of(0xe9)]),
      text: 'Élan vital, été.\nLe caf\uFFFD',
    },
    {
      what: 'with a BOM',
      bytes: Buffer.concat([utf8('\uFEFFÉlan vital, été. Le caf'), Buffer.of(0xe9)]),
      text: 'Élan vital, été. Le caf\uFFFD',
    },
    { what: 'with one place in a hundred letters', bytes: damaged(RUSSIAN.repeat(30), 30), text: /\uFFFD/ },
  ])('$what', ({ bytes, text }) => {
    const decoded = decode(bytes);
    expect(decoded).toMatchObject({ ok: true, charset: 'utf-8', isMended: true });
    if (decoded.ok) expect(decoded.text).toMatch(text);
  });

  test('much damage is refused, with its extent and the first line', () => {
    expect(decode(damaged(RUSSIAN, 40))).toEqual({
      ok: false,
      expected: 'text in UTF-8',
      found: 'bytes that are not UTF-8 in 40 places, first in line 1',
    });
  });

  test('a zero here and there is damage, many of them are no text', () => {
    expect(decode(utf8(`${ENGLISH}\u0000${ENGLISH}`))).toMatchObject({ ok: true });
    expect(decode(utf8(`${ENGLISH}\u0000`.repeat(30)))).toMatchObject({ ok: false });
  });
});

describe('what is no text', () => {
  test.each([
    { what: 'a PNG', bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d) },
    { what: 'NUL bytes in what would be UTF-8', bytes: utf8('MZ\u0000\u0000program') },
  ])('$what is refused as binary', ({ bytes }) => {
    expect(decode(bytes)).toMatchObject({ ok: false, expected: 'a text file' });
  });

  test.each([
    { what: 'UTF-16 with half a character at its end', bytes: Uint8Array.of(0xff, 0xfe, 0x41) },
    { what: 'UTF-16 with half a surrogate pair', bytes: Uint8Array.of(0xfe, 0xff, 0xd8, 0x3d) },
    { what: 'nothing but broken bytes after a UTF-8 BOM', bytes: Uint8Array.of(0xef, 0xbb, 0xbf, 0xff, 0xfe) },
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

/** UTF-32 with or without the mark that the text begins with. */
function utf32(text: string, isLittleEndian: boolean): Buffer {
  const bytes = Buffer.alloc(Array.from(text).length * 4);
  for (const [index, character] of Array.from(text).entries()) {
    const code = character.codePointAt(0) ?? 0;
    if (isLittleEndian) bytes.writeUInt32LE(code, index * 4);
    else bytes.writeUInt32BE(code, index * 4);
  }
  return bytes;
}

/** The text in UTF-8 with a byte that does not belong there in as many places, far from each other. */
function damaged(text: string, places: number): Buffer {
  const step = Math.floor(text.length / places);
  return Buffer.concat(
    Array.from({ length: places }, (_, index) =>
      Buffer.concat([utf8(text.slice(index * step, (index + 1) * step)), Buffer.of(0xff)]),
    ),
  );
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
