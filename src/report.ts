// What a refresh did, printed for whoever asked for it on the command line.
import { describeProblem, type Problem } from './entry.ts';
import type { RefreshReport } from './refresh.ts';
import { say } from './say.ts';
import { countsOf } from './schedule.ts';

/** Prints a report. @param kept what the store knows to be refused, from earlier refreshes too */
export function printReport(report: RefreshReport, kept: readonly Problem[]): void {
  for (const change of report.changes)
    say(`${change.kind.padEnd(10)} ${change.path}  ${change.title}`, {
      event: change.kind,
      path: change.path,
      id: change.id,
      title: change.title,
    });
  // Files refused earlier and not mended since are as absent as those refused today.
  const paths = new Set(kept.map(({ path }) => path));
  for (const problem of [...kept, ...report.problems.filter(({ path }) => !paths.has(path))])
    say(`refused    ${describeProblem(problem)}`, { event: 'refused', ...problem });
  for (const path of report.unsettled) say(`waiting    ${path}  is still being written`, { event: 'waiting', path });
  if (report.loss) {
    const { gone, known } = report.loss;
    say(
      `${gone} of ${known} articles are gone, which looks like a lost disk: nothing was withdrawn. If you meant it: tagwire refresh --confirm-loss`,
      { event: 'loss', gone, known },
    );
  }
  if (report.isCutShort) say('Ended before all was done: the next refresh goes on from here.', { event: 'cut short' });
  const counts = Object.entries(countsOf({ ...report, problems: [] }));
  say(
    counts.length === 0
      ? 'Nothing has changed.'
      : `Done: ${counts.map(([kind, count]) => `${count} ${kind}`).join(', ')}.`,
    { event: 'done', ...Object.fromEntries(counts) },
  );
}
