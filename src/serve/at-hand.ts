// Paths -> what is kept of them, where ten thousand are asked for in turn: nothing of it is then in a cache of the processor, and
// what counts is how many places have to be waited for one after the other. See docs/notes/serving.md.
import type { Coding, PerCoding } from './coding.ts';

/** What is kept of a path, as far as it matters where it lies. */
type Placed = Partial<PerCoding<{ readonly length: number }> & Near> & {
  readonly path: string;
  readonly counted: { readonly batch: number } | undefined;
};

/** What is sent in each coding, one step nearer than where it belongs: two steps are two times of waiting. */
export type Near = Record<(typeof NEAR)[Coding], Buffer | undefined>;
export const NEAR = { br: 'brBytes', zstd: 'zstdBytes', gzip: 'gzipBytes', identity: 'identityBytes' } as const;

/** What will be wanted most likely. */
export type Likely = {
  readonly coding: Coding;
  /** False for the validators alone. */
  readonly isWhole: boolean;
};

/** Beside the cache that holds them all: finds sooner what it holds, and need not find everything. */
export class AtHand<Kept extends Placed> {
  /** To find a string in a Map, V8 first looks among all strings that it knows for one that is the same. A number it need not. */
  readonly #byHash = new Map<number, Kept>();

  /** @returns undefined when it is not here; it may be kept all the same */
  at(path: string, likely: Likely): Kept | undefined {
    const found = this.#byHash.get(hashOf(path));
    return found !== undefined && isReached(found, likely) && found.path === path ? found : undefined;
  }

  /** Of several paths with one number the last is here. */
  set(kept: Kept): void {
    this.#byHash.set(hashOf(kept.path), kept);
  }

  delete(kept: Kept): void {
    const hash = hashOf(kept.path);
    if (this.#byHash.get(hash) === kept) this.#byHash.delete(hash);
  }
}

/**
 * True, always. What an answer needs is asked of memory here, all at once, before the path is compared: together they take as
 * long as one of them, and one after the other each keeps the answer waiting.
 */
function isReached(kept: Placed, { coding, isWhole }: Likely): boolean {
  const first = isWhole ? (kept[NEAR[coding]]?.[0] ?? 0) : 0;
  return first + (kept.counted?.batch ?? 0) + (kept[coding]?.length ?? 0) >= 0;
}

/** None of ours is longer, most often. The whole of what a stranger may send takes longer to read here than to answer. */
const READ_MOST = 200;

/** 32 bits of FNV-1a of the beginning. Whoever makes paths that have one number sends them to the cache, as if there were none of this. */
export function hashOf(path: string): number {
  const end = Math.min(path.length, READ_MOST);
  let hash = 0x811c9dc5;
  for (let at = 0; at < end; at += 1) hash = Math.imul(hash ^ path.charCodeAt(at), 0x01000193);
  return hash;
}
