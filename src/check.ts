// An article -> what it would become, printed and not published.
import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Config } from './config.ts';
import { type Author, describeProblem, type ParsedEntry, type Problem, SITE_MARK } from './entry.ts';
import { isArticle, MAX_ARTICLE_BYTES, readArticle } from './ingest/article.ts';
import { unreadable, walk, whyNotFollowed } from './ingest/folder.ts';
import type { Reading } from './ingest/reading.ts';
import { row, say } from './say.ts';

/**
 * Prints what articles would become: those of the files, or all in the articles folder when there are none.
 * @returns false when one would be refused
 */
export async function check(files: readonly string[], config: Config, signal: AbortSignal): Promise<boolean> {
  return files.length > 0 ? checkFiles(files, config, signal) : checkFolder(config, signal);
}

async function checkFiles(files: readonly string[], config: Config, signal: AbortSignal): Promise<boolean> {
  let isGood = true;
  const top = await realpath(config.articlesDir).catch(() => undefined);
  for (const file of files) {
    if (signal.aborted) break;
    // Whoever names a file wants to see its text; of a whole folder the length of the texts will do.
    if (!print(file, await readNamed(file, top, config), true)) isGood = false;
  }
  return isGood;
}

async function checkFolder({ articlesDir, timezone }: Config, signal: AbortSignal): Promise<boolean> {
  let isGood = true;
  for await (const { folder, files, refused: problems, unreadable: why } of walk(articlesDir)) {
    for (const path of files) {
      if (signal.aborted) return isGood;
      const file = join(articlesDir, path);
      if (!print(file, await read(file, path, timezone), false)) isGood = false;
    }
    const others = why === undefined ? problems : [unlisted(folder, why)];
    for (const problem of others) print(join(articlesDir, problem.path), refused(problem), false);
    if (others.length > 0) isGood = false;
  }
  return isGood;
}

function unlisted(path: string, found: string): Problem {
  return { path, expected: 'a folder that can be read', found };
}

/** Reads a file as a refresh would that finds it in the articles folder, if it is there. */
async function readNamed(file: string, top: string | undefined, config: Config): Promise<Reading> {
  const path = top === undefined ? undefined : await pathWithin(top, file);
  if (top === undefined || path === undefined) return read(file, basename(file), config.timezone);
  const isLink = (await lstat(file).catch(() => undefined))?.isSymbolicLink() ?? false;
  const problem = isLink ? await whyNotFollowed(top, config.articlesDir, path) : undefined;
  return problem ? refused(problem) : read(file, path, config.timezone);
}

/** The path of a file within a folder, `/`-separated: its dates and sections count. Undefined when it is elsewhere. */
async function pathWithin(top: string, file: string): Promise<string | undefined> {
  const folder = await realpath(dirname(file)).catch(() => undefined);
  if (folder === undefined) return undefined;
  const parts = relative(top, join(folder, basename(file))).split(sep);
  return parts[0] === '..' ? undefined : parts.join('/');
}

async function read(file: string, path: string, zone: string): Promise<Reading> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return refused({ expected: 'a file', found: found ? 'something else' : 'nothing' });
  const isHidden = path.split('/').some((part) => part.startsWith('.'));
  if (isHidden || !isArticle(path))
    return refused({ expected: 'an article (.txt, .md)', found: 'a file that is left out' });
  if (found.size > MAX_ARTICLE_BYTES)
    return refused({ expected: `at most ${MAX_ARTICLE_BYTES} bytes`, found: `${found.size} bytes` });
  try {
    return readArticle(await readFile(file), path, found.mtime, zone).reading;
  } catch (error) {
    return refused(unreadable(path, error));
  }
}

function refused(problem: Omit<Problem, 'path'>): Reading {
  return { kind: 'problem', ...problem };
}

/** Prints what came of reading a file. @returns false when it would be refused */
function print(file: string, reading: Reading, isWhole: boolean): boolean {
  if (reading.kind === 'entry') {
    const entry = withoutMark(reading.entry);
    const rows = [row('good', file), ...rowsOf(entry).map(([name, value]) => `  ${row(name, value)}`)];
    say([...rows, ...(isWhole ? [entry.content] : [])].join('\n'), { event: 'good', path: file, ...entry });
  } else if (reading.kind === 'skipped') {
    say(row('left out', file, reading.why), { event: 'skipped', path: file, why: reading.why });
  } else {
    const { kind: _, ...problem } = { ...reading, path: file };
    say(row('refused', describeProblem(problem)), { event: 'refused', ...problem });
  }
  return reading.kind !== 'problem';
}

/** Links to our own site as they would stand on it: its address is no part of an article. */
function withoutMark(entry: ParsedEntry): ParsedEntry {
  const { content, link, picture } = entry;
  const plain = (text: string) => text.replaceAll(SITE_MARK, '');
  return {
    ...entry,
    content: plain(content),
    ...(link === undefined ? {} : { link: plain(link) }),
    ...(picture?.url === undefined ? {} : { picture: { ...picture, url: plain(picture.url) } }),
  };
}

/** All that an article says, by name, but for its text; `none` where it does not say what most articles do. */
export function rowsOf(entry: ParsedEntry): [name: string, value: string][] {
  const { title, published, updated, tags, authors, language, link, picture, id, slug, summary, content } = entry;
  const rows: [string, string | undefined][] = [
    ['title', title],
    ['published', `${published.toISOString()}${entry.isDateOnly ? ' (a day)' : ''}`],
    ['updated', updated?.toISOString()],
    ['tags', tags.join(', ') || 'none'],
    ['authors', authors.map(authorLine).join(', ') || 'none'],
    ['language', language],
    ['link', link],
    ['picture', picture?.url],
    ['caption', picture?.caption],
    ['credit', picture?.credit],
    ['id', id],
    ['slug', slug],
    ['summary', summary ?? 'none'],
    ['text', `${content.length} characters of HTML`],
  ];
  return rows.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
}

function authorLine({ name, email, url }: Author): string {
  return [name, email && `<${email}>`, url].filter(Boolean).join(' ');
}
