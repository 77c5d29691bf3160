// A month passes at a server: at each of its states everything is asked that is asked in it, and the bytes are counted.
import { type Asked, nameOf, type Question, statusOf } from './month.ts';
import type { ReaderKind } from './readers.ts';
import type { Cost } from './sums.ts';
import { type Answer, Wire } from './wire.ts';

export const HOST = 'news.example.org';
const PATH = '/rss.xml';

/** What a version of the feed said of itself. */
type Version = { readonly etag: string; readonly lastModified: string };

/** A request as a reader of some kind sends it. @param held what it has of the version that it names */
function headOf(kind: ReaderKind, { codings, isMangled, wantsDelta }: Question, held?: Version): string {
  const lines = [`GET ${PATH} HTTP/1.1`, `Host: ${HOST}`, ...kind.head];
  if (codings !== '') lines.push(`Accept-Encoding: ${codings}`);
  if (held) lines.push(`If-None-Match: ${isMangled ? held.etag.replaceAll('"', '') : held.etag}`);
  if (held && !isMangled) lines.push(`If-Modified-Since: ${held.lastModified}`);
  if (wantsDelta) lines.push('A-IM: feed');
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** The head of a request of our own. */
function plainHead(...lines: string[]): string {
  return `${[`GET ${PATH} HTTP/1.1`, `Host: ${HOST}`, ...lines].join('\r\n')}\r\n\r\n`;
}

export type Measured = { readonly question: Question; readonly answer: Answer };

/** Settings of the server that is asked. */
export type Limits = { readonly feedLimit: number; readonly rateLimit: number };

/** Lets a month pass at a server and asks all that is asked in it. */
export class Measuring {
  readonly versions: Version[] = [];
  readonly answers = new Map<string, Measured>();
  /** Sizes of full answers by coding, at each version. */
  readonly full: Record<'identity' | 'gzip' | 'zstd' | 'br', number[]> = { identity: [], gzip: [], zstd: [], br: [] };
  tooOften: Answer | undefined;
  readonly #wire: Wire;

  readonly #limits: Limits;

  constructor(port: number, limits: Limits) {
    this.#wire = new Wire(port);
    this.#limits = limits;
  }

  async month(articles: number, asked: readonly Asked[], put: (number: number) => void) {
    const byVersion = Map.groupBy(asked, ({ question }) => question.version);
    for (let version = 0; version <= articles; version += 1) {
      if (version > 0) put(version);
      this.versions.push(await this.#next(this.versions.at(-1)));
      for (const one of byVersion.get(version) ?? []) await this.#ask(one);
      for (const coding of ['identity', 'gzip', 'zstd', 'br'] as const)
        this.full[coding].push((await this.#wire.ask(plainHead(`Accept-Encoding: ${coding}`))).bytes);
      if (version % 100 === 0) process.stderr.write(`${version} of ${articles} articles have arrived\n`);
    }
    const stranger = plainHead('X-Forwarded-For: 203.0.113.9');
    for (let number = 0; number < this.#limits.rateLimit; number += 1) await this.#wire.ask(stranger);
    this.tooOften = await this.#wire.ask(stranger);
    this.#expect(this.tooOften.status, 429, 'who asks too often');
  }

  close(): void {
    this.#wire.close();
  }

  costOf({ kind, question }: Asked): Cost {
    const answer = question.isTooOften ? this.tooOften : this.answers.get(nameOf(question))?.answer;
    if (!answer) throw new Error(`Nobody asked ${nameOf(question)}`);
    const request = headOf(kind, question, this.#held(question)).length;
    return { status: answer.status, answer: answer.bytes, request };
  }

  /** Waits for the version after one, in all codings: on a busy machine it is there before they are. */
  async #next(before: Version | undefined): Promise<Version> {
    for (;;) {
      const { status, headers } = await this.#wire.ask(plainHead(...(before ? [`If-None-Match: ${before.etag}`] : [])));
      if (status !== 200) continue;
      for (const coding of ['gzip', 'br', 'zstd']) {
        const head = plainHead(`Accept-Encoding: ${coding}`);
        while ((await this.#wire.ask(head)).headers.get('content-encoding') !== coding);
      }
      return { etag: headers.get('etag') ?? '', lastModified: headers.get('last-modified') ?? '' };
    }
  }

  async #ask({ kind, question }: Asked): Promise<void> {
    const name = nameOf(question);
    if (question.isTooOften || this.answers.has(name)) return;
    const answer = await this.#wire.ask(headOf(kind, question, this.#held(question)));
    this.#expect(answer.status, statusOf(question, this.#limits.feedLimit), name);
    this.answers.set(name, { question, answer });
  }

  #held({ held }: Question): Version | undefined {
    return held === undefined ? undefined : this.versions[held];
  }

  #expect(got: number, wanted: number, what: string): void {
    if (got !== wanted) throw new Error(`Expected ${wanted} for ${what}, got ${got}`);
  }
}
