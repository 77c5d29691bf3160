// What a refresh did, printed for whoever asked for it on the command line.
import { describeProblem, type Problem } from './entry.ts';
import type { RefreshReport } from './refresh.ts';
import { isTerminal, type Line, row, say, sayAll } from './say.ts';
import type { Change } from './store/change.ts';
import type { KnownProblem } from './store/problems.ts';

/** The parts of a report that a person gets to see, or a program. */
type Part = { readonly lines: readonly Line[]; readonly total?: number };

/**
 * Prints a report.
 * @param kept what the store knows to be refused, from earlier refreshes too
 * @param program what its reader types in front of a command
 */
export function printReport(report: RefreshReport, kept: readonly Problem[], program: string): void {
  for (const { lines, total } of partsOf(report, kept, program)) sayAll(lines, total);
}

/** What there is to say of changes, a line each. */
export function changeLines(changes: readonly Change[]): Line[] {
  return changes.map(({ kind, path, id, title }) => ({
    text: row(kind, path, title),
    facts: { event: kind, path, id, title },
  }));
}

/** What a report has to say, by kind. */
export function partsOf(report: RefreshReport, kept: readonly Problem[], program: string): Part[] {
  const { changes, unsettled, loss, isCutShort } = report;
  const refused = refusedOf(report, kept);
  const counts = { ...report.counts, ...(refused.length > 0 ? { refused: refused.length } : {}) };
  return [
    // A program has been told already, change by change.
    { lines: changeLines(changes), ...(changes.length > 0 ? { total: changesIn(report) } : {}) },
    {
      lines: refused.map((problem) => ({
        text: row('refused', describeProblem(problem)),
        facts: { event: 'refused', ...problem },
      })),
    },
    {
      lines: unsettled.map((path) => ({
        text: row('waiting', path, 'is still being written'),
        facts: { event: 'waiting', path },
      })),
    },
    { lines: loss ? [lossLine(loss, program)] : [] },
    {
      lines: isCutShort
        ? [{ text: 'Ended before all was done: the next refresh goes on from here.', facts: { event: 'cut short' } }]
        : [],
    },
    { lines: [doneLine(counts, changesIn(report) > 0)] },
  ];
}

function changesIn({ counts }: RefreshReport): number {
  return Object.entries(counts).reduce((sum, [kind, count]) => (kind === 'refused' ? sum : sum + count), 0);
}

/** Files refused earlier and not mended since are as absent as those refused today. */
function refusedOf({ problems }: RefreshReport, kept: readonly Problem[]): Problem[] {
  const paths = new Set(kept.map(({ path }) => path));
  return [...kept, ...problems.filter(({ path }) => !paths.has(path))];
}

function lossLine({ gone, known }: NonNullable<RefreshReport['loss']>, program: string): Line {
  const text = `${gone} of ${known} articles are gone, which looks like a lost disk: nothing was withdrawn. If you meant it: ${program} refresh --confirm-loss`;
  return { text, facts: { event: 'loss', gone, known } };
}

function doneLine(counts: Readonly<Record<string, number>>, hasChanged: boolean): Line {
  const said = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  const text = [hasChanged ? 'Done' : 'Nothing has changed', said.join(', ')].filter(Boolean);
  return { text: `${text.join(': ')}.`, facts: { event: 'done', ...counts } };
}

/** Prints the problem book: all of it, for whoever asks wants to mend it. */
export function printProblems(problems: readonly KnownProblem[]): void {
  for (const problem of problems) for (const { text, facts } of problemLines(problem)) say(text, facts);
  if (problems.length === 0 && isTerminal) say('No file is refused, none had to be repaired.', {});
}

/** What the book says of one file. */
export function problemLines(known: KnownProblem): Line[] {
  const { path, kind, firstSeen, lastSeen } = known;
  const since = `since ${day(firstSeen)}, last seen ${day(lastSeen)}`;
  const times = { firstSeen, lastSeen };
  if (known.kind === 'refused') {
    const facts = { event: kind, ...known.facts, ...times };
    return [{ text: row(kind, `${describeProblem(known.facts)} (${since})`), facts }];
  }
  return known.facts.map(({ why, text, line }) => {
    const place = line === undefined ? path : `${path}:${line}`;
    const what = text === undefined ? why : `${why}: ${text}`;
    const facts = {
      event: kind,
      path,
      why,
      ...(text === undefined ? {} : { text }),
      ...(line === undefined ? {} : { line }),
    };
    return { text: row(kind, `${place}: ${what} (${since})`), facts: { ...facts, ...times } };
  });
}

function day(date: Date): string {
  return date.toISOString().slice(0, 16).replace('T', ' ');
}
