// The articles in a folder -> whether an aggregator would take them, printed. From files and not from the store: whoever
// asks wants to mend them before they go out, and to ask again at once.
import { relative } from 'node:path';
import { readFolder, withoutExpired } from './check.ts';
import type { Config } from './config.ts';
import { type Line, row, say, sayAll } from './say.ts';
import { baseUrlOf } from './serving.ts';
import { type Article, articleOf, libraryOf, newestOf } from './takers/library.ts';
import type { Taker } from './takers/taker.ts';
import { type Finding, type Inspection, inspect } from './takers/takers.ts';

/** How many articles are named of those that do not do: the others will be like them. */
const MOST_NAMED = 5;
/** So many are kept while the rest of the library is read. */
const AT_ONCE = 5000;

/**
 * Prints what an aggregator would say of the articles in the articles folder.
 * @returns false when it would take nothing, or not all
 */
export async function checkForTaker(taker: Taker, config: Config, signal: AbortSignal): Promise<boolean> {
  const publication = { ...config.site, baseUrl: baseUrlOf(config, config.port) };
  const now = new Date();
  let [articles, refused]: [readonly Article[], number] = [[], 0];
  let kept: Article[] = [];
  for await (const { file, reading: found } of readFolder(config.articlesDir, '', config, signal)) {
    const reading = withoutExpired(found, now);
    if (reading.kind === 'problem') refused += 1;
    // What lies ahead is not published yet.
    if (reading.kind !== 'entry' || reading.entry.published > now) continue;
    const { updated, ...entry } = reading.entry;
    // Nor is an author believed who has changed it tomorrow.
    const asPublished = updated && updated <= now ? { ...entry, updated } : entry;
    kept.push(articleOf(asPublished, relative(config.articlesDir, file), publication));
    if (kept.length < AT_ONCE) continue;
    articles = newestOf([...articles, ...kept]);
    kept = [];
  }
  // Of a part of the library nothing can be said.
  if (signal.aborted) return true;
  const library = libraryOf(publication, [...articles, ...kept], config.feedLimit, now);
  const inspection = inspect(taker, library);
  for (const finding of inspection.findings) sayAll([findingLine(taker, finding)]);
  const notes = [...inspection.notes, ...(refused > 0 ? [refusedNote(refused)] : [])];
  sayAll(notes.map((note) => ({ text: row('note', note), facts: { event: 'note', for: taker.name, note } })));
  const { text, facts } = doneLine(taker, inspection, library.feed.length);
  say(text, facts);
  return inspection.findings.every(({ outcome }) => outcome !== 'failed');
}

/** What is said of one rule: to people in as many lines as it takes. */
export function findingLine({ name }: Taker, { rule, outcome, passed, failures, unknown }: Finding): Line {
  const { id, asks, remedy } = rule;
  const named = failures.slice(0, MOST_NAMED);
  const more = failures.length - named.length;
  const rows = [
    row(outcome, id, asks),
    ...named.map(
      (failure) => `  ${failure.name === undefined ? row('', failure.why) : row('', failure.name, failure.why)}`,
    ),
    ...(more > 0 ? [`  ${row('', `... and ${more} more`)}`] : []),
    ...(unknown > 0
      ? [`  ${row('', `of ${unknown} it cannot be told from here: nobody says how wide their pictures are`)}`]
      : []),
    ...(outcome === 'passed' ? [] : [`  ${row('to do', remedy)}`]),
  ];
  const facts = {
    event: outcome,
    for: name,
    rule: id,
    level: rule.level,
    asks,
    passed,
    ...(outcome === 'passed' ? {} : { failed: failures.length, first: named, remedy }),
    ...(unknown > 0 ? { unknown } : {}),
  };
  return { text: rows.join('\n'), facts };
}

function refusedNote(count: number): string {
  return `Files that are refused are no part of this: ${count}. Without --for check says why.`;
}

function doneLine({ name }: Taker, { findings }: Inspection, articles: number): Line {
  const count = (wanted: string) => findings.filter(({ outcome }) => outcome === wanted).length;
  const counts = { passed: count('passed'), failed: count('failed'), warned: count('warned') };
  const said = Object.entries(counts).flatMap(([outcome, rules]) => (rules > 0 ? [`${rules} ${outcome}`] : []));
  return {
    text: `Done: ${articles} articles in the feed; of the rules of ${name} ${said.join(', ')}.`,
    facts: { event: 'done', for: name, articles, ...counts },
  };
}
