// Readers that ask in different ways, through a long random life of a publication: a reader that is told only what has
// changed ends up with what a reader has that fetches everything each time.
//
// What a reader has is
//   - `known`: all that it was ever told of each entry, the latest of each, without what it was told is withdrawn;
//   - `document`: what it takes for the present document: after a whole answer its entries, after a delta those that it
//     had before and the new ones;
//   - `head`: all that the document says besides entries.
// Readers that send an ETag must agree in all of it with one that does not. A reader of deltas cannot know which entries
// have left a document only because newer ones came, as no reader deletes what has scrolled away: it keeps them. So it must
// agree in `known` and in `head`, have every entry of the document as it is, have beyond that nothing but entries
// that are in the feed to this day as they are, and, from dates alone, find the same newest ones in the same order.
import { renameSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FORMAT_FILE, FORMATS, type Format } from '../src/feed.ts';
import { publication, put } from './support/publication.ts';
import { type Read, read, walk } from './support/reader.ts';

const CODINGS = { identity: (body: Buffer) => body, gzip: gunzipSync, br: brotliDecompressSync };
type Coding = keyof typeof CODINGS;
const EVERY_CODING: readonly Coding[] = ['identity', 'gzip', 'br'];

const TAGS = ['x', 'y'];
const PAGES = ['/', '/tags/x/', '/authors/jane-doe/'];

type Article = {
  readonly file: string;
  readonly version: number;
  readonly tags: readonly string[];
  readonly author: string;
  readonly date: string;
  readonly words: number;
};

/** @param lengths that texts have, in words @param adding how often articles are added, of some twenty times */
function aStep(lengths: readonly number[], adding: number) {
  const which = fc.nat();
  const words = fc.constantFrom(...lengths);
  const anArticle = fc.record({
    // Most are new, some come with an old date.
    daysBack: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 400 }) },
    ),
    tags: fc.subarray(TAGS),
    author: fc.constantFrom('Jane Doe', 'Jane Doe', 'Jon Doe'),
    words,
  });
  return fc.oneof(
    {
      weight: adding,
      arbitrary: fc.record({
        do: fc.constant('add' as const),
        articles: fc.array(anArticle, { minLength: 1, maxLength: 2 }),
      }),
    },
    {
      weight: Math.floor(adding / 8),
      arbitrary: fc.record({
        do: fc.constant('add' as const),
        articles: fc.array(anArticle, { minLength: 8, maxLength: 14 }),
      }),
    },
    { weight: 7, arbitrary: fc.record({ do: fc.constant('edit' as const), which, words }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('retag' as const), which, tags: fc.subarray(TAGS) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), which }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('return' as const), which }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('rename' as const), which }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('nothing' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  );
}
type Step = ReturnType<typeof aStep> extends fc.Arbitrary<infer Of> ? Of : never;

/** The articles of a folder, there and gone, and what is done to them. */
class Folder {
  readonly live = new Map<number, Article>();
  readonly #gone = new Map<number, Article>();
  readonly #path: string;
  #count = 0;

  constructor(path: string) {
    this.#path = path;
  }

  add(daysBack: number, article: Pick<Article, 'tags' | 'author' | 'words'>): void {
    this.#count += 1;
    const number = this.#count;
    // No two have one date: the order of all is told by dates.
    const date = new Date(Date.UTC(2024, 0, 1 - daysBack, 0, number)).toISOString();
    this.#write(number, { ...article, file: `${number}.md`, version: 1, date });
  }

  take(step: Step): void {
    if (step.do === 'add') for (const { daysBack, ...article } of step.articles) this.add(daysBack, article);
    if (!('which' in step)) return;
    const of = step.do === 'return' ? this.#gone : this.live;
    const [number, article] = [...of][step.which % Math.max(of.size, 1)] ?? [];
    if (number === undefined || !article) return;
    if (step.do === 'edit') this.#write(number, { ...article, version: article.version + 1, words: step.words });
    if (step.do === 'retag') this.#write(number, { ...article, tags: step.tags });
    if (step.do === 'return') this.#write(number, article);
    if (step.do === 'withdraw') {
      rmSync(join(this.#path, article.file));
      this.live.delete(number);
      this.#gone.set(number, article);
    }
    if (step.do === 'rename') {
      const file = `${number}-${article.file}`.slice(-60);
      renameSync(join(this.#path, article.file), join(this.#path, file));
      this.live.set(number, { ...article, file });
    }
  }

  dateOf(id: string): string {
    return this.live.get(Number(id.slice(6)))?.date ?? '';
  }

  #write(number: number, article: Article): void {
    this.#gone.delete(number);
    this.live.set(number, article);
    const { file, version, tags, author, date, words } = article;
    const head = `id: urn:x:${number}\ntitle: Article ${number}\ndate: ${date}\ntags: [${tags.join(', ')}]\nauthor: ${author}`;
    const text = `Version ${version} of number ${number}.${' And on it goes.'.repeat(Math.ceil(words / 4))}`;
    put(this.#path, file, `---\n${head}\n---\n${text}\n`);
  }
}

type Way = 'whole' | 'conditional' | 'delta';
type Answer = { readonly status: number; readonly etag: string; readonly document: Read | undefined };
type Ask = (path: string, headers: Readonly<Record<string, string>>) => Promise<Answer>;

/** A reader of one document, which asks in one way. */
class Reader {
  readonly known = new Map<string, string>();
  document = new Map<string, string>();
  head = '';
  #etag: string | undefined;
  readonly #way: Way;
  readonly #path: string;
  readonly #coding: Coding;

  constructor(way: Way, path: string, coding: Coding) {
    this.#way = way;
    this.#path = path;
    this.#coding = coding;
  }

  async poll(ask: Ask): Promise<number> {
    const { status, etag, document } = await ask(this.#path, {
      'accept-encoding': this.#coding,
      ...(this.#way === 'whole' || this.#etag === undefined ? {} : { 'if-none-match': this.#etag }),
      ...(this.#way === 'delta' ? { 'a-im': 'feed' } : {}),
    });
    this.#etag = etag;
    if (!document) return status;
    if (status === 200) this.document.clear();
    for (const [id, said] of document.entries) {
      this.document.set(id, said);
      this.known.set(id, said);
    }
    for (const id of document.tombstones) this.known.delete(id);
    this.head = document.head;
    return status;
  }
}

type Life = {
  readonly steps: readonly Step[];
  /** Of texts, in words. */
  readonly lengths: readonly number[];
  readonly limit: number;
  /** Articles that are there from the beginning. */
  readonly first: number;
  readonly pages: readonly string[];
  readonly formats: readonly Format[];
  readonly codings: readonly Coding[];
  /** Whether all of the newest fit into a document. */
  readonly isShort: boolean;
};

/** Lives through the steps; every few of them each three readers of a document poll, and are compared. */
async function replay({ steps, lengths, limit, first, pages, formats, codings, isShort }: Life) {
  const site = publication({ BASE_URL: 'https://news.example.org', WATCH: 'false', FEED_LIMIT: String(limit) });
  const folder = new Folder(site.articles);
  for (let number = 1; number <= first; number += 1)
    folder.add(number % 7, { tags: ['x'], author: 'Jane Doe', words: lengths[number % lengths.length] ?? 0 });
  let { port, schedule, stop } = await site.start();
  const parsed = new Map<string, Read>();
  const parse = (text: string, format: Format) => {
    const document = parsed.get(text) ?? read(text, format);
    parsed.set(text, document);
    return document;
  };
  const askFor =
    (format: Format): Ask =>
    async (path, headers) => {
      const { status, headers: got, body } = await get(port, path, headers);
      const coding = (got['content-encoding'] ?? 'identity') as Coding;
      // What would take too long to compress comes as it is.
      expect(['identity', headers['accept-encoding']]).toContain(coding);
      seenCodings.add(coding);
      const document = status === 304 ? undefined : parse(CODINGS[coding](body).toString(), format);
      return { status, etag: String(got.etag), document };
    };
  const groups = pages.flatMap((page, one) =>
    formats.flatMap((format, two) =>
      codings.map((coding, three) => {
        const reader = (way: Way) => new Reader(way, page + FORMAT_FILE[format], coding);
        return {
          ...{ page, format, whole: reader('whole'), conditional: reader('conditional'), delta: reader('delta') },
          // Some ask after every step, others after many.
          every: [1, 3, 7][(one + two + three) % 3] ?? 1,
        };
      }),
    ),
  );
  const statuses: Record<string, number> = {};
  for (const [index, step] of steps.entries()) {
    folder.take(step);
    if (step.do === 'restart') {
      await stop();
      ({ port, schedule, stop } = await site.start());
    }
    await schedule.refresh({ confirmLoss: true });
    parsed.clear();
    for (const { page, format, every, whole, conditional, delta } of groups) {
      if (index % every !== 0 && index !== steps.length - 1) continue;
      const ask = askFor(format);
      for (const [way, reader] of Object.entries({ whole, conditional, delta })) {
        const key = `${way} ${await reader.poll(ask)}`;
        statuses[key] = (statuses[key] ?? 0) + 1;
      }
      const where = `${page} ${format} after step ${index}: ${JSON.stringify(step)}`;
      expect(stateOf(conditional), where).toEqual(stateOf(whole));
      expect([delta.head, [...delta.known].sort()], where).toEqual([whole.head, [...whole.known].sort()]);
      const scrolled = new Map(delta.document);
      for (const [id, said] of whole.document) {
        expect(delta.document.get(id), where).toBe(said);
        scrolled.delete(id);
      }
      if (scrolled.size > 0) {
        const documents = await walk((path) => fetch(`http://127.0.0.1:${port}${path}`), page, format);
        const present = new Map(documents.flatMap(({ entries }) => [...entries]));
        for (const [id, said] of scrolled) expect(present.get(id), where).toBe(said);
      }
      if (!isShort) continue;
      const newest = [...delta.document.keys()].sort((one, other) =>
        folder.dateOf(one) < folder.dateOf(other) ? 1 : -1,
      );
      expect(newest.slice(0, limit), where).toEqual([...whole.document.keys()].slice(0, limit));
    }
  }
  return statuses;
}

const stateOf = ({ head, document, known }: Reader) => [head, [...document], [...known]];

function get(port: number, path: string, headers: Readonly<Record<string, string>>) {
  return new Promise<{ status: number; headers: Readonly<Record<string, unknown>>; body: Buffer }>(
    (resolve, reject) => {
      request({ host: '127.0.0.1', port, path, headers }, (response) => {
        const { statusCode: status = 0, headers } = response;
        buffer(response).then((body) => resolve({ status, headers, body }), reject);
      })
        .on('error', reject)
        .end();
    },
  );
}

const seenCodings = new Set<Coding>();

/** Lives of random steps; a failure is shown as it is: to shorten it would take hours. */
async function live(lives: number, count: number, adding: number, life: Omit<Life, 'steps'>) {
  const steps = fc.array(aStep(life.lengths, adding), { minLength: count, maxLength: count });
  const total: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(steps, async (steps) => {
      for (const [status, times] of Object.entries(await replay({ ...life, steps })))
        total[status] = (total[status] ?? 0) + times;
    }),
    { numRuns: lives * Number(process.env.RUNS ?? 1), endOnFailure: true },
  );
  // Otherwise nothing would have been seen.
  expect(Object.keys(total).sort()).toEqual([
    ...['conditional 200', 'conditional 304', 'delta 200', 'delta 226', 'delta 304', 'whole 200'],
  ]);
  for (const times of Object.values(total)) expect(times, JSON.stringify(total)).toBeGreaterThan(1);
}

test('HTTP-50, HTTP-55: whoever sends its last ETag has what others fetch whole, in all formats and codings', async () => {
  await live(1, 200, 8, {
    ...{ lengths: [8, 300], limit: 12, first: 30, isShort: true },
    ...{ pages: PAGES, formats: FORMATS, codings: EVERY_CODING },
  });
  expect([...seenCodings].sort()).toEqual([...EVERY_CODING].sort());
});

test('HTTP-55: so it is when not all of the newest fit, and texts grow and shrink', async () => {
  // Two full pages, of which as much is shown as fits: whatever no page holds is shown, however large it is.
  await live(4, 25, 3, {
    ...{ lengths: [8, 8, 8, 8, 50_000], limit: 30, first: 100, isShort: false },
    ...{ pages: ['/'], formats: ['atom'], codings: ['identity', 'gzip'] },
  });
});
