// What a refresh did, printed for whoever asked for it on the command line.
import { describeProblem, type Problem } from './entry.ts';
import type { RefreshReport } from './refresh.ts';
import { type Line, row, sayAll } from './say.ts';
import { countsOf } from './schedule.ts';

/**
 * Prints a report.
 * @param kept what the store knows to be refused, from earlier refreshes too
 * @param program what its reader types in front of a command
 */
export function printReport(report: RefreshReport, kept: readonly Problem[], program: string): void {
  for (const lines of linesOf(report, kept, program)) sayAll(lines);
}

/** What a report has to say, by kind. */
export function linesOf(report: RefreshReport, kept: readonly Problem[], program: string): Line[][] {
  const { changes, unsettled, loss, isCutShort } = report;
  const refused = refusedOf(report, kept);
  return [
    changes.map(({ kind, path, id, title }) => ({
      text: row(kind, path, title),
      facts: { event: kind, path, id, title },
    })),
    refused.map((problem) => ({
      text: row('refused', describeProblem(problem)),
      facts: { event: 'refused', ...problem },
    })),
    unsettled.map((path) => ({
      text: row('waiting', path, 'is still being written'),
      facts: { event: 'waiting', path },
    })),
    loss ? [lossLine(loss, program)] : [],
    isCutShort
      ? [{ text: 'Ended before all was done: the next refresh goes on from here.', facts: { event: 'cut short' } }]
      : [],
    [doneLine({ ...report, problems: refused })],
  ];
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

function doneLine(report: RefreshReport): Line {
  const counts = countsOf(report);
  const said = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  const text = [report.changes.length === 0 ? 'Nothing has changed' : 'Done', said.join(', ')].filter(Boolean);
  return { text: `${text.join(': ')}.`, facts: { event: 'done', ...counts } };
}
