// What can be asked for -> prepared documents. Validators are known without rendering; a document is built when first
// asked for and again when it has changed, once, while the old one is still served.
import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import type { Log } from '../log.ts';
import type { FeedState } from '../store/feeds.ts';
import type { Coding } from './coding.ts';
import type { Validators } from './conditional.ts';

/** Something with an address that can be rendered. */
export type Resource = {
  /** The path of its address: its name here. */
  readonly path: string;
  readonly mediaType: string;
  readonly cacheControl: string;
  /** The value of the Link header (HTTP-66); none when it is empty. */
  readonly links: string;
  /** What must change for it to change: `*` for anything, the slug of a tag, or the path of an article. */
  readonly topic: string;
  /** Where it stands in the log; undefined when there is no such thing. */
  readonly state: () => Promise<FeedState | undefined>;
  readonly render: () => Promise<Buffer>;
};

export type Document = Validators & {
  readonly bodies: Partial<Record<Coding, Buffer>> & { readonly identity: Buffer };
  /** Settled when every coding that it is worth is among the bodies. */
  readonly compressed: Promise<void>;
};

/** Whatever documents are made from besides entries: its digest enters every ETag. */
export type Settings = {
  readonly digest: string;
  /** Seconds since 1970. */
  readonly since: number;
};

type Prepared = { resource: Resource; document: Document; isHot: boolean };

/** A build under way; outdated when what it reads has changed since it began. */
type Build = { readonly topic: string; isOutdated: boolean; readonly done: Promise<Document | undefined> };

/** Smaller bodies fit in a packet as they are (HTTP-32). */
const WORTH_COMPRESSING = 1024;

const compressors: Readonly<Record<Exclude<Coding, 'identity'>, (body: Buffer) => Promise<Buffer>>> = {
  gzip: (body) => promisify(gzip)(body, { level: 6 }),
  br: (body) =>
    promisify<Buffer, object, Buffer>(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
};

export class Documents {
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #prepared: LRUCache<string, Prepared>;
  readonly #building = new Map<string, Build>();

  constructor(settings: Settings, cacheBytes: number, log: Log) {
    this.#settings = settings;
    this.#log = log;
    this.#prepared = new LRUCache({ maxSize: cacheBytes, sizeCalculation: ({ document }) => sizeOf(document) });
  }

  /** The validators of a resource; no document is touched. */
  async validators(resource: Resource): Promise<Validators | undefined> {
    const prepared = this.#prepared.get(resource.path);
    if (prepared) {
      prepared.isHot = true;
      return prepared.document;
    }
    const state = await resource.state();
    return state && this.#validate(resource, state);
  }

  /** The prepared document; built now if there is none. */
  async get(resource: Resource): Promise<Document | undefined> {
    return this.#prepared.get(resource.path)?.document ?? (await this.#build(resource));
  }

  /**
   * Prepares again what has changed and is in use; forgets what is not. Topic `*` is touched by every change. Never
   * rejects: what cannot be prepared now is forgotten, and built when it is next asked for.
   */
  async touch(topics: ReadonlySet<string>): Promise<void> {
    const isTouched = (topic: string) => topic === '*' || topics.has(topic);
    const builds: Promise<unknown>[] = [];
    for (const build of this.#building.values()) {
      if (!isTouched(build.topic)) continue;
      build.isOutdated = true;
      builds.push(build.done);
    }
    for (const [path, { resource, isHot }] of this.#prepared.entries()) {
      if (!isTouched(resource.topic)) continue;
      if (isHot) builds.push(this.#build(resource));
      else this.#prepared.delete(path);
    }
    for (const result of await Promise.allSettled(builds)) {
      if (result.status === 'rejected') this.#log.error({ err: result.reason }, 'document not prepared again');
    }
  }

  /** Builds once, however many ask; again when the store has changed under the building. */
  #build(resource: Resource): Promise<Document | undefined> {
    const running = this.#building.get(resource.path);
    if (running) return running.done;
    const run = async () => {
      try {
        for (;;) {
          build.isOutdated = false;
          const document = await this.#prepare(resource);
          if (!build.isOutdated) return document;
        }
      } catch (error) {
        // What is at hand may be outdated, and nobody would touch it again.
        this.#prepared.delete(resource.path);
        throw error;
      } finally {
        this.#building.delete(resource.path);
      }
    };
    const build: Build = { topic: resource.topic, isOutdated: false, done: Promise.resolve().then(run) };
    this.#building.set(resource.path, build);
    return build.done;
  }

  async #prepare(resource: Resource): Promise<Document | undefined> {
    // The state is read before the content: a tag may be older than what it names, never newer.
    const state = await resource.state();
    if (!state) {
      this.#prepared.delete(resource.path);
      return undefined;
    }
    const bodies: Document['bodies'] = { identity: await resource.render() };
    const compressed = this.#compress(resource, bodies).then(() => this.#weigh(resource, document));
    const document: Document = { ...this.#validate(resource, state), bodies, compressed };
    this.#prepared.set(resource.path, { resource, document, isHot: false });
    return document;
  }

  /** Compresses behind the back of those who are served meanwhile. */
  async #compress({ path }: Resource, bodies: Document['bodies']): Promise<void> {
    if (bodies.identity.length < WORTH_COMPRESSING) return;
    try {
      const compress = async (coding: keyof typeof compressors) => {
        bodies[coding] = await compressors[coding](bodies.identity);
      };
      await Promise.all([compress('gzip'), compress('br')]);
    } catch (error) {
      this.#log.error({ err: error, path }, 'compression failed');
    }
  }

  /** Its size has grown; the bound shall know. */
  #weigh({ path }: Resource, document: Document): void {
    const prepared = this.#prepared.peek(path);
    if (prepared?.document === document) this.#prepared.set(path, { ...prepared });
  }

  #validate({ path }: Resource, { revision, digest, at }: FeedState): Validators {
    const tag = hash('sha256', JSON.stringify([this.#settings.digest, path, digest]), 'base64url');
    return {
      etag: `W/"${revision.toString(36)}-${tag.slice(0, 16)}"`,
      lastModified: Math.max(at, this.#settings.since),
    };
  }
}

function sizeOf({ bodies }: Document): number {
  return bodies.identity.length + (bodies.gzip?.length ?? 0) + (bodies.br?.length ?? 0) + 500;
}
