// The aggregators that we know the rules of, and the one question to all of them. Pure.
import { APPLE } from './apple.ts';
import { FLIPBOARD } from './flipboard.ts';
import { GOOGLE_NEWS } from './google-news.ts';
import type { Library } from './library.ts';
import { MSN } from './msn.ts';
import { PSP_1 } from './psp-1.ts';
import { SMARTNEWS } from './smartnews.ts';
import type { Result, Rule, Taker } from './taker.ts';

const TAKERS: readonly Taker[] = [GOOGLE_NEWS, FLIPBOARD, SMARTNEWS, MSN, APPLE, PSP_1];

export const TAKER_NAMES: readonly string[] = TAKERS.map(({ name }) => name);

/** What became of a rule: `warned` when it is not met and need not be. */
export type Finding = Result & { readonly rule: Rule; readonly outcome: 'passed' | 'failed' | 'warned' };

export type Inspection = { readonly findings: readonly Finding[]; readonly notes: readonly string[] };

/** The aggregator of this name. */
export function takerNamed(name: string): Taker | undefined {
  return TAKERS.find((taker) => taker.name === name);
}

/** Goes through all that an aggregator asks. */
export function inspect({ rules, notes }: Taker, library: Library): Inspection {
  const findings = rules.map((rule): Finding => {
    const result = rule.judge(library);
    const unmet = rule.level === 'must' ? 'failed' : 'warned';
    return { ...result, rule, outcome: result.failures.length === 0 ? 'passed' : unmet };
  });
  // Of no articles, all do.
  const empty = library.feed.length === 0 ? ['No article is published: of articles nothing can be said.'] : [];
  return { findings, notes: [...empty, ...notes(library)] };
}
