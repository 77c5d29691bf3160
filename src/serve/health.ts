// Is all well? In a line, the gravest first. Pure.
import type { Runs } from '../runs.ts';
import type { Status } from '../status.ts';
import type { Loss } from '../store/store.ts';
import { beginningOf, oneLine } from '../text.ts';

export type Signs = {
  readonly runs: Runs;
  readonly loss: Loss | undefined;
  /** How many files are refused. */
  readonly refused: number;
};

/** A comparison that is due may still be under way: it is overdue after ten times what the last one took, and not before. */
const PATIENCE_MS = 10 * 60_000;
/** Of what somebody else says. */
const LONGEST = 200;

/** Whether an operator has to do something, and what about. */
export function healthOf({ runs, loss, refused }: Signs, now: Date): Status['health'] {
  const { last, next } = runs;
  const said: string[] = [];
  if (loss) said.push(`${loss.gone} of ${loss.known} articles are gone, so none is withdrawn until that is confirmed.`);
  if (last?.error !== undefined)
    said.push(`The last refresh failed: ${beginningOf(oneLine(last.error), LONGEST)}`.replace(/\.?$/, '.'));
  if (next && isOverdue(runs, now))
    said.push(`The refresh that was due at ${next.toISOString().slice(0, 16)}Z has not been done.`);
  if (refused > 0) said.push(refused === 1 ? 'A file is refused.' : `${refused} files are refused.`);
  return said.length > 0 ? { status: 'warn', said: said.join(' ') } : { status: 'pass', said: 'All is well.' };
}

/** Of comparisons that come every few minutes, one more may be missed. */
function isOverdue({ last, next }: Runs, now: Date): boolean {
  if (!next) return false;
  const patience = Math.max(PATIENCE_MS, 10 * (last?.tookMs ?? 0));
  const interval = last ? next.getTime() - last.at.getTime() : patience;
  return now.getTime() - next.getTime() > Math.max(60_000, Math.min(interval, patience));
}
