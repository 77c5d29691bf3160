import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParsedEntry } from '../../src/entry.ts';
import { mediaPath } from '../../src/feed.ts';
import { attach, besideOf, type Media, wishesOf } from '../../src/ingest/attach.ts';
import { safeHtml } from '../../src/ingest/html.ts';
import type { MediaFacts } from '../../src/media.ts';

const MARK = '\u0001';
const HASH = 'A'.repeat(43);
const KEY = '0'.repeat(20);
const served = (name: string) => `${MARK}/media/${KEY}/${name}`;

const jpeg: MediaFacts = { type: 'image/jpeg', length: 10, hash: HASH, width: 3, height: 2 };
const mp3: MediaFacts = { type: 'audio/mpeg', length: 20, hash: HASH, durationSeconds: 60 };
const mp4: MediaFacts = { type: 'video/mp4', length: 30, hash: HASH, width: 3, height: 2, durationSeconds: 61 };
const pdf: MediaFacts = { type: 'application/pdf', length: 40, hash: HASH };
const broken = { expected: 'a whole picture', found: 'half of one' };

const pictureOf = { url: served('a.jpg'), type: 'image/jpeg', length: 10, width: 3, height: 2 };
const audioOf = { url: served('a.mp3'), type: 'audio/mpeg', length: 20, durationSeconds: 60 };
const videoOf = { url: served('a.mp4'), type: 'video/mp4', length: 30, width: 3, height: 2, durationSeconds: 61 };
const paperOf = { url: served('a.pdf'), type: 'application/pdf', length: 40 };

function anEntry(of: Partial<ParsedEntry> = {}): ParsedEntry {
  return { title: 'T', content: '', authors: [], tags: [], published: new Date(0), isDateOnly: false, ...of };
}
const media = (of: Record<string, MediaFacts | typeof broken>): Media => new Map(Object.entries(of));

describe('what an entry wishes for', () => {
  test('is every medium that it names and that may lie in the folder, each once', () => {
    const content = safeHtml(
      `<img src="b%20c.jpg"><img src="https://a.example/x.jpg"><a href="paper.pdf">p</a><a href="../other.md">o</a>
       <video src="/film.mp4#t=90" poster="still.png?v=2"></video><img src="r&amp;d.png"><img src="a.jpg">`,
      { folder: 'news' },
    );
    const entry = anEntry({
      content,
      picture: { url: `${MARK}/news/a.jpg` },
      enclosures: [{ url: `${MARK}/news/a.mp3` }, { url: 'https://a.example/b.mp3' }],
    });
    expect(wishesOf(entry)).toEqual([
      'news/a.jpg',
      'news/a.mp3',
      'news/b c.jpg',
      'news/paper.pdf',
      'film.mp4',
      'news/still.png',
      'news/r&d.png',
    ]);
  });

  test.each([
    '/../secret.jpg',
    '/%2e%2e/secret.jpg',
    '/a%2f..%2f..%2fsecret.jpg',
    '/.git/a.jpg',
    '/a%00.jpg',
    '/a%5c..%5cb.jpg',
    '//a.example/b.jpg',
    '/%zz.jpg',
    '/%ff.jpg',
    '/a.html',
    '/',
    '',
  ])('%s names no file that anyone may have', (path) => {
    expect(wishesOf(anEntry({ picture: { url: MARK + path } }))).toEqual([]);
  });

  test('is bounded, however much a text shows', () => {
    const content = Array.from({ length: 2000 }, (_, number) => `<img src="${MARK}/${number}.jpg" alt="">`).join('');
    expect(wishesOf(anEntry({ content, picture: { url: `${MARK}/a.jpg` } }))).toHaveLength(501);
  });

  test('never leaves the folder', () => {
    const unit = fc.constantFrom('/', '.', '..', '%2e', '%2F', '%5c', 'a', '%', '?', '#', '&', '.jpg', '\\', '%00');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (path) => {
        for (const wish of wishesOf(
          anEntry({ content: `<img src="${MARK}/${path}">`, picture: { url: `${MARK}/${path}` } }),
        ))
          expect(wish.split('/').every((part) => part !== '' && !part.startsWith('.'))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

test('beside an article are the media of its name in its folder', () => {
  const own = ['news/a.jpg', 'news/a.mp3', 'news/a.transcript.json', 'news/a.Chapters.JSON', 'news/a.vtt'];
  const others = ['news/a.txt', 'news/ab.jpg', 'a.jpg', 'news/a.b.jpg', 'news/a/a.jpg', 'news/a.json', 'news/a.b.vtt'];
  expect(besideOf('news/a.md', [...own, ...others])).toEqual(own);
});

describe('media that are sound', () => {
  test('get the addresses at which they are served, and all that is known of them', () => {
    const { entry, remarks } = attach(
      anEntry({
        picture: { url: `${MARK}/news/a.jpg`, caption: 'C', credit: 'P', width: 9, type: 'image/png' },
        enclosures: [{ url: `${MARK}/news/a.mp3`, title: 'Aloud', length: 1, durationSeconds: 9 }],
      }),
      media({ 'news/a.jpg': jpeg, 'news/a.mp3': mp3 }),
      [],
    );
    expect(entry.picture).toEqual({ ...pictureOf, caption: 'C', credit: 'P' });
    expect(entry.enclosures).toEqual([{ ...audioOf, title: 'Aloud' }]);
    expect(remarks).toEqual([]);
  });

  test('are called what the article calls them, else what they call themselves', () => {
    const titled: MediaFacts = { ...mp3, title: 'Inside' };
    const { entry } = attach(
      anEntry({ enclosures: [{ url: `${MARK}/a.mp3`, title: 'Aloud' }, { url: `${MARK}/b.mp3` }] }),
      media({ 'a.mp3': titled, 'b.mp3': titled, 'c.mp3': titled, 'c.mp4': { ...mp4, title: 'Film' } }),
      ['c.mp3', 'c.mp4'],
    );
    expect(entry.title).toBe('T');
    expect(entry.enclosures?.map(({ url, title }) => [url, title])).toEqual([
      [served('a.mp3'), 'Aloud'],
      [served('b.mp3'), 'Inside'],
      [served('c.mp3'), 'Inside'],
      [served('c.mp4'), 'Film'],
    ]);
    expect(entry).not.toHaveProperty('episode');
  });

  test('are served under plain names with the extension that is true', () => {
    const { entry } = attach(
      anEntry({ picture: { url: `${MARK}/%D0%9C%D1%96%D1%81%D1%82%20%231.PNG` } }),
      media({ 'Міст #1.PNG': jpeg }),
      [],
    );
    expect(entry.picture?.url).toBe(served('mist-sharp-1.jpg'));
  });

  test('are found in the text too, with the place in a video where it begins', () => {
    const content = `<p><img src="${MARK}/a.jpg" alt=""><video src="${MARK}/a.mp4#t=9&amp;x" poster="${MARK}/a.jpg?v=1"></video> <a href="${MARK}/r&amp;d.pdf">src="/a.jpg"</a></p>`;
    const { entry } = attach(anEntry({ content }), media({ 'a.jpg': jpeg, 'a.mp4': mp4, 'r&d.pdf': pdf }), []);
    expect(entry.content).toBe(
      `<p><img src="${served('a.jpg')}" alt=""><video src="${served('a.mp4')}#t=9&amp;x" poster="${served('a.jpg')}"></video> <a href="${served('r-and-d.pdf')}">src="/a.jpg"</a></p>`,
    );
  });

  test('beside an article belong to it: a picture leads, the others come as audio, video, rest', () => {
    const beside = { 'a.pdf': pdf, 'a.mp4': mp4, 'a.jpg': jpeg, 'a.png': jpeg, 'a.mp3': mp3 };
    const { entry } = attach(
      anEntry({ enclosures: [{ url: 'https://a.example/b.pdf' }], picture: { caption: 'C' } }),
      media(beside),
      Object.keys(beside),
    );
    expect(entry.picture).toEqual({ ...pictureOf, caption: 'C' });
    expect(entry.enclosures).toEqual([{ url: 'https://a.example/b.pdf' }, audioOf, videoOf, paperOf]);
  });

  test('beside an article do not come twice, nor in place of the picture that it names', () => {
    const { entry } = attach(
      anEntry({ picture: { url: 'https://a.example/a.jpg' }, enclosures: [{ url: `${MARK}/a.mp3`, title: 'Aloud' }] }),
      media({ 'a.jpg': jpeg, 'a.mp3': mp3 }),
      ['a.jpg', 'a.mp3'],
    );
    expect(entry.picture).toEqual({ url: 'https://a.example/a.jpg' });
    expect(entry.enclosures).toEqual([{ ...audioOf, title: 'Aloud' }]);
  });

  test('come in the same order, however they are listed', () => {
    const beside = { 'a.mp3': mp3, 'a.mp4': mp4, 'a.ogg': { ...mp3, type: 'audio/ogg' }, 'a.pdf': pdf };
    const names = Object.keys(beside);
    const one = attach(anEntry(), media(beside), names);
    expect(attach(anEntry(), media(beside), names.toReversed())).toEqual(one);
  });
});

describe('media that cannot be served', () => {
  const why = 'a medium is not served: expected a whole picture, found half of one';

  test('are left out and told, while caption and credit stay', () => {
    const { entry, remarks } = attach(
      anEntry({
        picture: { url: `${MARK}/a.jpg`, caption: 'C', type: 'image/jpeg', length: 1, width: 1, height: 1 },
        enclosures: [{ url: `${MARK}/gone.mp3`, type: 'audio/mpeg' }, { url: 'https://a.example/b.mp3' }],
      }),
      media({ 'a.jpg': broken }),
      [],
    );
    expect(entry.picture).toEqual({ caption: 'C' });
    expect(entry.enclosures).toEqual([{ url: 'https://a.example/b.mp3' }]);
    expect(remarks).toEqual([
      {
        kind: 'repaired',
        why: 'a medium is not served: expected a file, found none at this place',
        text: 'gone.mp3',
      },
      { kind: 'repaired', why, text: 'a.jpg' },
    ]);
  });

  test('leave an entry without any as it was', () => {
    const { entry } = attach(
      anEntry({ picture: { url: `${MARK}/a.jpg` }, enclosures: [{ url: `${MARK}/b.mp3` }] }),
      media({}),
      [],
    );
    expect(entry).toEqual(anEntry());
  });

  test.each([
    { what: 'a picture that is none', url: `${MARK}/a.mp3`, found: 'audio/mpeg' },
    { what: 'a picture that is no medium by its name', url: `${MARK}/a.html`, found: 'another address' },
    { what: 'a picture on its way out', url: `${MARK}/..%2fa.jpg`, found: 'another address' },
  ])('$what', ({ url, found }) => {
    const { entry, remarks } = attach(anEntry({ picture: { url } }), media({ 'a.mp3': mp3 }), []);
    expect(entry).not.toHaveProperty('picture');
    expect(remarks).toMatchObject([{ why: expect.stringMatching(new RegExp(`found ${found}$`)) }]);
  });

  test('make way for the picture beside the article', () => {
    const { entry } = attach(anEntry({ picture: { url: `${MARK}/gone.jpg` } }), media({ 'a.jpg': jpeg }), ['a.jpg']);
    expect(entry.picture).toEqual(pictureOf);
  });

  test('beside an article are told', () => {
    const { entry, remarks } = attach(anEntry(), media({ 'a.jpg': broken }), ['a.jpg']);
    expect(entry).toEqual(anEntry());
    expect(remarks).toEqual([{ kind: 'repaired', why, text: 'a.jpg' }]);
  });

  test('stay in the text as they are, for sites keep them elsewhere', () => {
    const content = `<p><img src="${MARK}/img/a.jpg" alt=""><img src="${MARK}/b.jpg" alt=""></p>`;
    expect(attach(anEntry({ content }), media({ 'b.jpg': broken }), [])).toEqual({
      entry: anEntry({ content }),
      remarks: [],
    });
  });

  test('never leave an address of ours in a picture or an enclosure', () => {
    const path = fc.constantFrom('a.jpg', 'b.mp3', 'c.html', '..%2fa.jpg', 'd.mp4', '%zz');
    const facts = fc.constantFrom<MediaFacts | typeof broken>(jpeg, mp3, mp4, broken);
    fc.assert(
      fc.property(path, fc.array(path), fc.dictionary(path, facts), fc.array(path), (lead, files, known, beside) => {
        const enclosures = files.map((file) => ({ url: `${MARK}/${file}` }));
        const { entry } = attach(anEntry({ picture: { url: `${MARK}/${lead}` }, enclosures }), media(known), beside);
        for (const { url = '' } of [entry.picture ?? {}, ...(entry.enclosures ?? [])])
          expect(url).toMatch(new RegExp(`^$|^${MARK}/media/${KEY}/[a-z0-9-]+\\.[a-z0-9]+$`));
      }),
      { numRuns: 500 },
    );
  });
});

describe('an episode', () => {
  const vtt: MediaFacts = { type: 'text/vtt', length: 50, hash: HASH };
  const srt: MediaFacts = { type: 'application/x-subrip', length: 51, hash: HASH };
  const segments: MediaFacts = { type: 'application/json', length: 52, hash: HASH };
  const inside: MediaFacts = { ...mp3, chapters: [{ start: 0, title: 'Inside' }] };
  const chaptersFile: MediaFacts = {
    type: 'application/json+chapters',
    length: 53,
    hash: HASH,
    chapters: [{ start: 0, title: 'Of the file', picture: `${MARK}/a.jpg` }],
  };
  const transcribed = { 'a.transcript.json': segments, 'a.srt': srt, 'a.vtt': vtt, 'a.mp3': mp3 };

  test('POD-22: has the transcripts beside its article, those with cues first, and they are no enclosures', () => {
    const { entry, remarks } = attach(anEntry(), media(transcribed), Object.keys(transcribed));
    expect(entry.enclosures).toEqual([audioOf]);
    expect(entry.episode).toEqual({
      transcripts: [
        { url: served('a.vtt'), type: 'text/vtt', isCaptions: true },
        { url: served('a.srt'), type: 'application/x-subrip', isCaptions: true },
        { url: served('a.transcript.json'), type: 'application/json' },
      ],
    });
    expect(remarks).toEqual([]);
  });

  test('POD-22: has those that it names first, as it names them, each once', () => {
    const transcripts = [
      { url: 'https://a.example/a.html', type: 'text/html' },
      { url: `${MARK}/a.vtt`, type: 'text/plain', language: 'de' },
    ];
    const { entry } = attach(anEntry({ episode: { season: 1, transcripts } }), media(transcribed), [
      'a.vtt',
      'a.srt',
      'a.mp3',
    ]);
    expect(entry.episode).toEqual({
      season: 1,
      transcripts: [
        transcripts[0],
        { url: served('a.vtt'), type: 'text/vtt', language: 'de' },
        { url: served('a.srt'), type: 'application/x-subrip', isCaptions: true },
      ],
    });
  });

  test('POD-22: needs something to play: without, transcripts are left out and told', () => {
    const transcripts = [{ url: `${MARK}/b.vtt`, type: 'text/vtt' }];
    const { entry, remarks } = attach(
      anEntry({ episode: { transcripts } }),
      media({ 'a.vtt': vtt, 'b.vtt': vtt, 'a.ogg': { ...mp3, type: 'audio/ogg' } }),
      ['a.vtt', 'a.ogg'],
    );
    expect(entry).not.toHaveProperty('episode');
    const why = 'a transcript is of no use: expected audio or video that podcasts play, found none';
    expect(remarks).toEqual([
      { kind: 'repaired', why, text: '/b.vtt' },
      { kind: 'repaired', why, text: 'a.vtt' },
    ]);
  });

  test.each([
    { what: 'that it names', episode: { chapters: [{ start: 0, title: 'Named' }] }, found: 'Named' },
    { what: 'of the file beside it', episode: {}, found: 'Of the file' },
    { what: 'of a file that it names', episode: {}, named: 'b.chapters.json', found: 'Of another file' },
    { what: 'inside of what is played', episode: {}, beside: ['a.mp3'], found: 'Inside' },
  ])('POD-23: has the chapters $what', ({ episode, named, beside = ['a.mp3', 'a.chapters.json'], found }) => {
    const { entry, remarks } = attach(
      anEntry({ episode, ...(named ? { chaptersFile: `${MARK}/${named}` } : {}) }),
      media({
        'a.mp3': inside,
        'a.jpg': jpeg,
        'a.chapters.json': chaptersFile,
        'b.chapters.json': { ...chaptersFile, chapters: [{ start: 0, title: 'Of another file' }] },
      }),
      beside,
    );
    expect(entry.episode?.chapters).toMatchObject([{ start: 0, title: found }]);
    expect(entry.enclosures).toEqual([audioOf]);
    expect(entry).not.toHaveProperty('chaptersFile');
    expect(remarks).toEqual([]);
  });

  test('POD-23: has the chapters of what directories play, not of another recording', () => {
    const other: MediaFacts = { ...inside, type: 'audio/ogg', hash: `B${HASH.slice(1)}` };
    const of = (played: MediaFacts) => {
      const recordings = { 'a.ogg': { ...other, chapters: [{ start: 0, title: 'Of another' }] }, 'a.mp3': played };
      return attach(anEntry(), media(recordings), ['a.mp3', 'a.ogg']).entry.episode?.chapters;
    };
    expect(of(inside)).toEqual([{ start: 0, title: 'Inside' }]);
    expect(of(mp3)).toBeUndefined();
  });

  test('POD-23: with a file of chapters that cannot be read has those inside, and it is told', () => {
    const { entry, remarks } = attach(anEntry(), media({ 'a.mp3': inside, 'a.chapters.json': broken }), [
      'a.mp3',
      'a.chapters.json',
    ]);
    expect(entry.episode?.chapters).toEqual([{ start: 0, title: 'Inside' }]);
    const why = 'chapters are passed over: expected a whole picture, found half of one';
    expect(remarks).toEqual([{ kind: 'repaired', why, text: 'a.chapters.json' }]);
  });

  test.each([
    { what: 'nothing to play', of: {} },
    { what: 'what no directory plays', of: { enclosures: [{ url: 'https://a.example/a.ogg', type: 'audio/ogg' }] } },
  ])('is none with $what, whatever is said of people and seasons', ({ of }) => {
    const episode = { season: 2, persons: [{ name: 'Jane' }], chapters: [{ start: 0, title: 'Rain' }] };
    expect(attach(anEntry({ episode, ...of }), media({}), [])).toEqual({ entry: anEntry(of), remarks: [] });
  });

  test('POD-23, POD-24: has pictures that are served, and none that are not', () => {
    const episode = {
      persons: [
        { name: 'Jane', picture: `${MARK}/a.jpg` },
        { name: 'John', picture: `${MARK}/gone.jpg` },
        { name: 'Joan', picture: 'https://a.example/b.jpg' },
      ],
      chapters: [
        { start: 0, picture: `${MARK}/a.jpg` },
        { start: 1, picture: `${MARK}/a.mp3` },
        { start: 2, picture: `${MARK}/other.jpg` },
      ],
    };
    expect(wishesOf(anEntry({ episode }))).toEqual(['a.jpg', 'gone.jpg', 'a.mp3', 'other.jpg']);
    const enclosures = [{ url: 'https://a.example/a.mp3', type: 'audio/mpeg' }];
    const { entry, remarks } = attach(anEntry({ episode, enclosures }), media({ 'a.jpg': jpeg, 'a.mp3': mp3 }), []);
    expect(entry.episode).toEqual({
      persons: [
        { name: 'Jane', picture: served('a.jpg') },
        { name: 'John' },
        { name: 'Joan', picture: 'https://a.example/b.jpg' },
      ],
      chapters: [{ start: 0, picture: served('a.jpg') }, { start: 1 }, { start: 2 }],
    });
    expect(remarks.map(({ text }) => text)).toEqual(['gone.jpg', 'a.mp3']);
  });

  test('POD-23: a file of chapters is not served, whatever leads to it', () => {
    const content = `<p><a href="${MARK}/a.chapters.json">Chapters</a></p>`;
    const { entry, remarks } = attach(
      anEntry({ content, enclosures: [{ url: `${MARK}/a.chapters.json` }] }),
      media({ 'a.chapters.json': chaptersFile }),
      [],
    );
    expect(entry.content).toBe(content);
    expect(entry).not.toHaveProperty('enclosures');
    expect(remarks).toMatchObject([{ text: 'a.chapters.json' }]);
  });
});

test('an address depends on all of the content, in a form that every file system and mail program keeps', () => {
  expect(mediaPath('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU', 'a.jpg')).toBe('/media/e3b0c44298fc1c149afb/a.jpg');
});
