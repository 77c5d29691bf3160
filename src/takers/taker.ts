// What an aggregator asks of a library, rule by rule.
import type { Library } from './library.ts';

/** Why a rule is not met; without a name it is the publication that does not. */
export type Failure = { readonly name?: string; readonly why: string };

/** What became of one rule. */
export type Result = {
  /** How many articles do. */
  readonly passed: number;
  readonly failures: readonly Failure[];
  /** Of how many articles it cannot be told from here. */
  readonly unknown: number;
};

/** One thing that an aggregator asks. */
export type Rule = {
  /** In the specification. */
  readonly id: string;
  /** Whether it takes nothing without it, or merely likes it. */
  readonly level: 'must' | 'should';
  /** One sentence. */
  readonly asks: string;
  readonly judge: (library: Library) => Result;
  /** What to do when it is not met: one sentence. */
  readonly remedy: string;
};

/** An aggregator: the rules it has published, and what nobody can know from here, a line each. */
export type Taker = {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly notes: (library: Library) => readonly string[];
};
