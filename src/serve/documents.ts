// What can be asked for -> prepared documents. Validators are known without rendering; a document is built when first
// asked for and again when it has changed, once, while the old one is still served.
import { hash } from 'node:crypto';
import { setImmediate as breath, setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Log } from '../log.ts';
import type { FeedState } from '../store/feeds.ts';
import { AtHand, type Likely, NEAR, type Near } from './at-hand.ts';
import type { Counted } from './audience.ts';
import { CODINGS, type Coding, type PerCoding } from './coding.ts';
import { type Compressed, compress, squeeze } from './compress.ts';
import type { Validators } from './conditional.ts';
import { type Base, DELTA_FRESHNESS } from './delta.ts';
import { type Described, type Kind, kindOf } from './heads.ts';
import { type Representation, represent } from './representation.ts';
import { isTouched, Topics } from './topics.ts';

/** Something with an address that can be rendered. */
export type Resource = Described & {
  /** The path of its address: its name here. */
  readonly path: string;
  /** The path of the page of the feed whose document it is: polls of it are counted. */
  readonly feed?: string;
  /** What must change for it to change: `*` for anything, slugs of tags, paths of articles. */
  readonly topics: readonly string[];
  /** Where it stands in the log; undefined when there is no such thing. */
  readonly state: () => Promise<Standing | undefined>;
  /** Undefined: there is no such thing after all. */
  readonly render: () => Promise<Buffer | undefined>;
  /** True when it is costly to make, and there may be any number of such: it is made when it is asked for, never ahead. */
  readonly isCostly?: boolean;
  /** Bytes that it keeps in memory itself, about. */
  readonly weight?: number;
  /** What is always had whole has none. */
  readonly delta?: Delta;
};

/** How a resource is told to whoever has an earlier version of it. */
type Delta = {
  /** Where the log stood after a revision. */
  readonly stateAt: (revision: number) => Promise<FeedState | undefined>;
  /** The same with only what is new since then; undefined when that could lose something. */
  readonly render: (revision: number) => Promise<Buffer | undefined>;
};

/** A place in the log, and how long what stands there may be kept, if not as long as usual. */
export type Standing = FeedState & {
  readonly cacheControl?: string;
  /** When it stands there no longer though nothing has changed, in milliseconds: few things depend on the clock. */
  readonly until?: number;
};

/**
 * A resource whose validators are at hand, and so the answer to whoever has it already. What every poll needs is here, not
 * with the resource: of one of many, each object that a poll touches costs more than all that is done with it.
 */
export type Known = Validators & {
  readonly path: string;
  readonly resource: Resource;
  readonly kind: Kind;
  readonly cacheControl: Resource['cacheControl'];
  readonly feed: string | undefined;
  readonly until: number | undefined;
  /** Kept by who counts its polls. */
  counted: Counted | undefined;
};

export type Document = Known &
  PerCoding<Representation> &
  Near & {
    /** Settled when every coding that it is worth is there. */
    readonly compressed: Promise<void>;
    /** Settled when one of them is there, or will not be, or would keep waiting those who poll. */
    readonly coded: (coding: Coding) => Promise<void>;
  };

/** What is kept of a resource, and how it is used: one object, as above. */
type Kept = Known & {
  /** How many times it may be prepared again, as far as is known, before somebody asks for it. */
  turns: number;
  /** Asked for since the last look around. */
  isAsked: boolean;
  /** How many looks around in a row found it unchanged and asked for. */
  steady: number;
  /** As small as it can be. */
  isSqueezed: boolean;
};

/** The document of what is known; undefined as long as nobody has asked for more than its validators. */
export function documentOf(known: Known | undefined): Document | undefined {
  return known && 'identity' in known ? (known as Document) : undefined;
}

/** Whatever documents are made from besides entries: its digest enters every ETag. */
export type Settings = {
  readonly digest: string;
  /** Seconds since 1970. */
  readonly since: number;
};

/** A build under way; outdated when what it reads has changed since it began. */
type Build = { readonly resource: Resource; isOutdated: boolean; readonly done: Promise<Document | undefined> };

/** Validators that are being read; outdated when there have been other changes since. */
type Reading = { readonly changes: number; readonly known: Promise<Kept | undefined> };

/**
 * What has been asked for is in use: it is prepared ahead so many times more. While one change follows another, once would
 * not tell: it would be forgotten between two polls, and the next of them would wait until it is made.
 */
const TURNS = 3;
/** A store that changes faster than something can be made, as in an import, lets nobody wait for longer than this. */
const MOST_ROUNDS = 3;
/** Then others get a turn: of feeds that are worked out, a hundred thousand may be known, and depend on one tag. */
const FORGOTTEN_AT_ONCE = 1000;
/** Smaller bodies fit in a packet as they are (HTTP-32). */
const WORTH_COMPRESSING = 1024;
/** Looks around, a minute each, after which a document that is in use and does not change is worth more work. */
const STEADY = 5;
/**
 * How long readers wait for a coding of what has just changed. Most often it is there much sooner; on a machine that is
 * busy otherwise the plain bytes arrive earlier.
 */
const LONGEST_WAIT_MS = 20;
/**
 * While one change follows another, what is in use is built for a fifth of the time, and the older version served for the
 * rest: who polls meanwhile would wait. The first change after a while is prepared at once.
 */
const REST = 4;
const LONGEST_REST_MS = 2000;
/** What is wanted when nobody is known who reads it. */
const VALIDATORS: Likely = { coding: 'identity', isWhole: false };
/** Of each minute, how long such work may begin. */
const SQUEEZE_MS = 10_000;

export class Documents {
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #kept: LRUCache<string, Kept>;
  readonly #atHand = new AtHand<Kept>();
  readonly #topics = new Topics();
  readonly #building = new Map<string, Build>();
  readonly #reading = new Map<string, Reading>();
  /** What is prepared, has changed and is in use: built again one after the other. */
  readonly #stale = new Map<string, Resource>();
  #draining: Promise<void> | undefined;
  /** When what is stale may be built again, on the clock of `performance`. */
  #restedAt = 0;
  readonly #stopping = new AbortController();
  /** How many times something has changed. */
  #changes = 0;
  #isSqueezing = false;

  constructor(settings: Settings, cacheBytes: number, log: Log) {
    this.#settings = settings;
    this.#log = log;
    this.#kept = new LRUCache({
      maxSize: cacheBytes,
      sizeCalculation: sizeOf,
      dispose: (kept) => {
        this.#topics.delete(kept.resource);
        this.#atHand.delete(kept);
      },
    });
  }

  /** How much is kept in memory. */
  held(): { readonly count: number; readonly bytes: number } {
    return { count: this.#kept.size, bytes: this.#kept.calculatedSize };
  }

  /** What is at hand for an address; nothing is read or made. */
  at(path: string, likely?: Likely): Known | undefined {
    const kept = this.#present(path, likely);
    if (!kept) return undefined;
    // That it is used need not be noted each time: who has just been asked for is not the first to be forgotten.
    if (!kept.isAsked) {
      this.#kept.get(path);
      kept.turns = TURNS;
      kept.isAsked = true;
    }
    return kept;
  }

  /** The validators of a resource; no document is touched. Read once, however many ask. */
  async validators(resource: Resource): Promise<Known | undefined> {
    const { path } = resource;
    const kept = this.at(path);
    if (kept) return kept;
    const running = this.#reading.get(path);
    // What was read before a change is for those who asked before it.
    if (running?.changes === this.#changes) return running.known;
    const reading = { changes: this.#changes, known: this.#read(resource) };
    this.#reading.set(path, reading);
    try {
      const known = await reading.known;
      // ... and is not to outlive it.
      if (known && reading.changes === this.#changes && !this.#kept.has(path)) this.#keep(known);
      return known;
    } finally {
      if (this.#reading.get(path) === reading) this.#reading.delete(path);
    }
  }

  async #read(resource: Resource): Promise<Kept | undefined> {
    const state = await resource.state();
    return state && this.#know(resource, state);
  }

  /** The prepared document; built now if there is none. */
  async get(resource: Resource): Promise<Document | undefined> {
    const document = documentOf(this.#present(resource.path));
    if (document) this.#kept.get(resource.path);
    return document ?? (await this.#build(resource));
  }

  /**
   * What is new in a resource since one of several versions; undefined when none of them was ever a version of it, or
   * when the whole is safer. A document like others, prepared once for all who have that version.
   * @param bases in order of preference
   * @param etag of the present version, which the reader will have then
   */
  async delta(
    resource: Resource,
    bases: readonly Base[],
    etag: string,
  ): Promise<{ document: Document; base: Base } | undefined> {
    for (const base of bases) {
      const document = resource.delta && (await this.get(this.#since(resource, resource.delta, base, etag)));
      if (document) return { document, base };
    }
    return undefined;
  }

  /** Named for both ends: whatever is found under the name was made when there was the present version, or later. */
  #since(resource: Resource, { stateAt, render }: Delta, { etag, revision }: Base, present: string): Resource {
    return {
      ...resource,
      path: `${resource.path} ${etag} ${present}`,
      cacheControl: DELTA_FRESHNESS,
      state: async () => {
        // Made again from the log, the tag proves itself: no memory is needed, and any replica knows it.
        const then = await stateAt(revision);
        return then && this.#etagOf(resource, then) === etag ? resource.state() : undefined;
      },
      render: () => render(revision),
    };
  }

  /**
   * Prepares again what has changed and is in use; forgets what is not. Topic `*` is touched by every change. Never
   * rejects: what cannot be prepared now is forgotten, and built when it is next asked for.
   */
  async touch(topics: ReadonlySet<string>): Promise<void> {
    this.#changes += 1;
    const builds: Promise<unknown>[] = [];
    for (const build of this.#building.values()) {
      if (!isTouched(build.resource, topics)) continue;
      build.isOutdated = true;
      builds.push(build.done);
    }
    let count = 0;
    for (const path of this.#topics.touchedBy(topics)) {
      count += 1;
      if (count % FORGOTTEN_AT_ONCE === 0) await breath();
      const kept = this.#kept.peek(path);
      if (kept && documentOf(kept) && kept.turns > 0 && !kept.resource.isCostly) this.#stale.set(path, kept.resource);
      else this.#kept.delete(path);
    }
    // Where nothing is to be made, nobody waits for the rest after a burst.
    if (this.#stale.size > 0) this.#draining ??= this.#drain();
    await Promise.allSettled([...builds, this.#draining]);
  }

  /**
   * To be called every minute: compresses as far as it goes what has been asked for in each of the last minutes and has
   * not changed meanwhile. One at a time and for a while only: it takes a core as long as it runs.
   */
  async lookAround(): Promise<void> {
    const steady: Kept[] = [];
    for (const kept of this.#kept.values()) {
      kept.steady = kept.isAsked ? kept.steady + 1 : 0;
      kept.isAsked = false;
      if (kept.steady >= STEADY && !kept.isSqueezed) steady.push(kept);
    }
    if (this.#isSqueezing) return;
    this.#isSqueezing = true;
    const end = performance.now() + SQUEEZE_MS;
    for (const kept of steady) {
      const document = documentOf(kept);
      if (document && !this.#stopping.signal.aborted && performance.now() < end) await this.#squeeze(document);
    }
    this.#isSqueezing = false;
  }

  /** Makes nothing ahead any more, so that an end need not wait for it. Whoever asks is answered all the same. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await this.#draining;
    await Promise.allSettled([...this.#building.values()].map(({ done }) => done));
  }

  /** Builds what is stale. Others get their turn in between: a change that touches much holds nobody up. */
  async #drain(): Promise<void> {
    await sleep(Math.max(0, this.#restedAt - performance.now()), undefined, { signal: this.#stopping.signal }).catch(
      () => undefined,
    );
    const began = performance.now();
    for (const [path, resource] of this.#stale) {
      if (this.#stopping.signal.aborted) break;
      // Whatever changes from here on is one more reason to build.
      this.#stale.delete(path);
      try {
        // The codings of one at a time: whoever waits for one of the first shall not wait for those of the last.
        await (await this.#build(resource))?.compressed;
      } catch (error) {
        this.#log.error({ err: error, path }, 'document not prepared again');
      }
      await breath();
    }
    const end = performance.now();
    this.#restedAt = end + Math.min(LONGEST_REST_MS, REST * (end - began));
    this.#draining = undefined;
  }

  /** Forgets what is prepared of one topic: of what there may be any number, each is built when it is next asked for. */
  async forget(topic: string): Promise<void> {
    this.#changes += 1;
    for (const build of this.#building.values()) build.isOutdated ||= build.resource.topics.includes(topic);
    for (const [index, path] of this.#topics.on(topic).entries()) {
      if (index % FORGOTTEN_AT_ONCE === FORGOTTEN_AT_ONCE - 1) await breath();
      this.#kept.delete(path);
    }
  }

  /** What is prepared, unless its time is over. Looked for when it is asked for: a timer may be late, and a clock set. */
  #present(path: string, likely: Likely = VALIDATORS): Kept | undefined {
    const kept = this.#atHand.at(path, likely) ?? this.#kept.peek(path);
    const until = kept?.until;
    if (until === undefined || until > Date.now()) return kept;
    this.#kept.delete(path);
    return undefined;
  }

  /** Builds once, however many ask; again when the store has changed under the building. */
  #build(resource: Resource): Promise<Document | undefined> {
    const running = this.#building.get(resource.path);
    if (running) return running.done;
    const run = async () => {
      try {
        for (let round = 1; ; round += 1) {
          build.isOutdated = false;
          const document = await this.#prepare(resource);
          if (!build.isOutdated) return document;
          if (round < MOST_ROUNDS) continue;
          // Right when it was asked for, and outdated: for whoever asks next it is made anew.
          if (!this.#stale.has(resource.path)) this.#kept.delete(resource.path);
          return document;
        }
      } catch (error) {
        // What is at hand may be outdated, and nobody would touch it again.
        this.#kept.delete(resource.path);
        throw error;
      } finally {
        this.#building.delete(resource.path);
      }
    };
    const build: Build = { resource, isOutdated: false, done: Promise.resolve().then(run) };
    this.#building.set(resource.path, build);
    return build.done;
  }

  async #prepare(resource: Resource): Promise<Document | undefined> {
    // The state is read before the content: a tag may be older than what it names, never newer.
    const state = await resource.state();
    const known = state && this.#know(resource, state);
    const before = documentOf(this.#kept.peek(resource.path));
    // What it depends on has changed, and it has not: a page of history, a selection.
    if (before && before.etag === known?.etag) return before;
    const identity = await (known && resource.render());
    if (!known || !identity) {
      this.#kept.delete(resource.path);
      return undefined;
    }
    const making = new Map<Coding, Promise<void>>();
    const { etag, lastModified, kind, cacheControl, feed, until } = known;
    const plain = represent(known, 'identity', identity);
    const document: Document & Kept = {
      // Named one by one: what is added to a copy lies elsewhere in memory. What each poll needs stands first.
      path: resource.path,
      until,
      isAsked: false,
      etag,
      lastModified,
      kind,
      cacheControl,
      feed,
      counted: undefined,
      gzip: undefined,
      gzipBytes: undefined,
      br: undefined,
      brBytes: undefined,
      zstd: undefined,
      zstdBytes: undefined,
      identity: plain,
      identityBytes: plain.bytes,
      resource: known.resource,
      turns: 0,
      steady: 0,
      isSqueezed: false,
      // In a turn of its own: the document is swapped in first.
      compressed: Promise.resolve().then(() => this.#compress(document, making)),
      coded: async (coding) => {
        // Behind the beginning of all of them.
        await undefined;
        await (before ? Promise.race([making.get(coding), sleep(LONGEST_WAIT_MS)]) : making.get(coding));
      },
    };
    this.#keep(document);
    return document;
  }

  /** Compresses behind the back of those who are served meanwhile. */
  async #compress(document: Document, making: Map<Coding, Promise<void>>): Promise<void> {
    const identity = document.identity.body;
    if (identity.length < WORTH_COMPRESSING) return;
    // The quickest first, and one after the other: each takes a core from those who serve.
    let last = Promise.resolve();
    for (const coding of ['zstd', 'gzip', 'br'] as const) {
      last = last
        .then(() => compress(identity, coding))
        .then((body) => addBody(document, coding, body))
        .catch((error: unknown) => this.#log.error({ err: error, path: document.resource.path }, 'compression failed'));
      making.set(coding, last);
    }
    await last;
    this.#weigh(document);
  }

  async #squeeze(document: Document): Promise<void> {
    try {
      const { br, identity } = document;
      if (br) addBody(document, 'br', await squeeze(identity.body));
    } catch (error) {
      this.#log.error({ err: error, path: document.resource.path }, 'compression failed');
    }
    this.#weigh(document, true);
  }

  #keep(kept: Kept): void {
    kept.turns = Math.max(0, (this.#kept.peek(kept.resource.path)?.turns ?? 0) - 1);
    this.#set(kept);
  }

  #set(kept: Kept): void {
    const { resource } = kept;
    this.#kept.set(resource.path, kept);
    // What is larger than the cache is not kept.
    if (!this.#kept.has(resource.path)) return;
    this.#topics.add(resource);
    this.#atHand.set(kept);
  }

  /** Its size has changed; the bound shall know. */
  #weigh(document: Document, isSqueezed = false): void {
    const { path } = document.resource;
    const kept = this.#kept.peek(path);
    if (!kept || documentOf(kept) !== document) return;
    kept.isSqueezed = isSqueezed;
    // What is only set once more is not weighed again.
    this.#kept.delete(path);
    this.#set(kept);
  }

  #know(found: Resource, { revision, digest, at, cacheControl, until }: Standing): Kept {
    const resource = cacheControl === undefined ? found : { ...found, cacheControl };
    const etag = this.#etagOf(resource, { revision, digest });
    return {
      path: resource.path,
      etag,
      lastModified: Math.max(at, this.#settings.since),
      resource,
      kind: kindOf(resource),
      cacheControl: resource.cacheControl,
      feed: resource.feed,
      until,
      counted: undefined,
      turns: 0,
      isAsked: false,
      steady: 0,
      isSqueezed: false,
    };
  }

  #etagOf({ path }: Resource, { revision, digest }: Pick<FeedState, 'revision' | 'digest'>): string {
    const tag = hash('sha256', JSON.stringify([this.#settings.digest, path, digest]), 'base64url');
    return `W/"${revision.toString(36)}-${tag.slice(0, 16)}"`;
  }
}

function addBody(document: Document, coding: Compressed, body: Buffer): void {
  const represented = represent(document, coding, body);
  document[coding] = represented;
  document[NEAR[coding]] = represented.bytes;
}

/** Estimated bytes of what is kept; objects, links and headers beside the bodies were measured. */
function sizeOf(kept: Kept, path: string): number {
  const { topics, weight = 0 } = kept.resource;
  const own = weight + path.length * 2 + topics.length * 80;
  const document = documentOf(kept);
  if (!document) return 1600 + own;
  return CODINGS.reduce((sum, coding) => {
    const found = document[coding];
    return found ? sum + found.length + 1400 : sum;
  }, 1900 + own);
}
