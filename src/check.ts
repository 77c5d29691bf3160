// An article -> what it would become, printed and not published.
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Config } from './config.ts';
import { describeProblem, type Problem } from './entry.ts';
import { isArticle, readArticle } from './ingest/article.ts';
import { walk } from './ingest/folder.ts';
import { row, say } from './say.ts';

/**
 * Prints what articles would become: those of the files, or all in the articles folder when there are none.
 * @returns false when one would be refused
 */
export async function check(
  files: readonly string[],
  { articlesDir, timezone }: Config,
  signal: AbortSignal,
): Promise<boolean> {
  let isGood = true;
  if (files.length > 0) {
    for (const file of files) {
      if (signal.aborted) break;
      if (!(await checkOne(file, basename(file), timezone))) isGood = false;
    }
    return isGood;
  }
  for await (const listing of walk(articlesDir)) {
    for (const path of listing.files) {
      if (signal.aborted) return isGood;
      if (!(await checkOne(join(articlesDir, path), path, timezone))) isGood = false;
    }
  }
  return isGood;
}

async function checkOne(file: string, path: string, zone: string): Promise<boolean> {
  const refuse = (problem: Problem) => {
    say(row('refused', describeProblem({ ...problem, path: file })), { event: 'refused', ...problem, path: file });
    return false;
  };
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return refuse({ path, expected: 'a file', found: found ? 'something else' : 'nothing' });
  if (!isArticle(path)) return refuse({ path, expected: 'an article (.txt, .md)', found: 'a file that is left out' });
  const { reading } = readArticle(await readFile(file), path, found.mtime, zone);
  if (reading.kind === 'problem') return refuse({ path, ...reading });
  if (reading.kind === 'skipped') {
    say(row('left out', file, reading.why), { event: 'skipped', path: file, why: reading.why });
    return true;
  }
  const { entry } = reading;
  const picture = entry.picture ? [entry.picture.caption, entry.picture.credit].filter(Boolean).join(' / ') : '';
  const lines = [
    row('good', file),
    `  title      ${entry.title}`,
    `  published  ${entry.published.toISOString()}${entry.isDateOnly ? ' (a day)' : ''}`,
    `  tags       ${entry.tags.join(', ') || 'none'}`,
    ...(entry.authors.length > 0 ? [`  authors    ${entry.authors.map(({ name }) => name).join(', ')}`] : []),
    `  summary    ${entry.summary ?? 'none'}`,
    ...(picture ? [`  picture    ${picture}`] : []),
    `  text       ${entry.content.length} characters of HTML`,
  ];
  say(lines.join('\n'), { event: 'good', path: file, ...entry });
  return true;
}
