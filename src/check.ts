// An article -> what it would become, printed and not published.
import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Config } from './config.ts';
import {
  type Author,
  describeProblem,
  type Enclosure,
  type Episode,
  type ParsedEntry,
  type Problem,
  SITE_MARK,
} from './entry.ts';
import { type Article, EXTENSIONS, isArticle, isLines, MAX_ARTICLE_BYTES } from './ingest/article.ts';
import { placesBeside, withMedia } from './ingest/beside.ts';
import { statAll, unreadable, walk, whyNotFollowed } from './ingest/folder.ts';
import { readBounded } from './ingest/large.ts';
import { MovingError, readPieces } from './ingest/read.ts';
import type { ReaderSettings, Reading } from './ingest/reading.ts';
import { row, say } from './say.ts';
import { oneLine } from './text.ts';

/**
 * Prints what articles would become: those of the files, or all in the articles folder when there are none.
 * @returns false when one would be refused
 */
export async function check(files: readonly string[], config: Config, signal: AbortSignal): Promise<boolean> {
  let isGood = true;
  const isNamed = files.length > 0;
  const readings = isNamed ? readAll(files, config, signal) : readFolder(config.articlesDir, '', config, signal);
  for await (const { file, reading, isAlone } of readings) {
    if (signal.aborted) break;
    // Whoever names a file wants to see its text; of a whole folder the length of the texts will do.
    print(file, reading, isAlone);
    if (reading.kind === 'problem') isGood = false;
  }
  return isGood;
}

/** A file, as its user knows it, what came of reading it, and whether it was named by itself. */
type Readings = AsyncGenerator<{ readonly file: string; readonly reading: Reading; readonly isAlone: boolean }>;

/** Reads files and folders that were named: those of the articles folder as a refresh would, others as if they were one. */
async function* readAll(named: readonly string[], config: Config, signal: AbortSignal): Readings {
  const top = await realpath(config.articlesDir).catch(() => undefined);
  for (const file of named) {
    const isFolder = (await stat(file).catch(() => undefined))?.isDirectory() ?? false;
    if (isFolder) {
      const path = top === undefined ? undefined : await pathWithin(top, file);
      yield* path === undefined
        ? readFolder(file, '', config, signal)
        : readFolder(config.articlesDir, path, config, signal);
    } else {
      for await (const articles of readNamed(file, top, config, signal)) yield* readings(file, articles, true);
    }
  }
}

/** Reads all in a folder of articles. @param start where in it to begin */
export async function* readFolder(root: string, start: string, { readers }: Config, signal: AbortSignal): Readings {
  for await (const { folder, files, refused: problems, unreadable: why } of walk(root, start)) {
    for (const path of files) {
      const file = join(root, path);
      for await (const articles of read(root, path, readers, signal))
        yield* readings(file, await withMediaOf(articles, root, signal), false);
    }
    const refuse = (path: string, problem: Omit<Problem, 'path'>) =>
      readings(join(root, path), [alone(path, refused(problem))], false);
    for (const problem of problems) yield* refuse(problem.path, problem);
    if (why !== undefined) yield* refuse(folder, { expected: 'a folder that can be read', found: why });
  }
}

/** Reads a file as a refresh would that finds it in the articles folder, if it is there. */
async function* readNamed(
  file: string,
  top: string | undefined,
  { articlesDir, readers }: Config,
  signal: AbortSignal,
): Parts {
  const path = top === undefined ? undefined : await pathWithin(top, file);
  if (top === undefined || path === undefined) return yield* read(dirname(file), basename(file), readers, signal);
  const isLink = (await lstat(file).catch(() => undefined))?.isSymbolicLink() ?? false;
  const problem = isLink ? await whyNotFollowed(top, articlesDir, path) : undefined;
  if (problem) return yield [alone(path, refused(problem))];
  for await (const articles of read(articlesDir, path, readers, signal))
    yield await withMediaOf(articles, articlesDir, signal);
}

/** The path of a file within a folder, `/`-separated: its dates and sections count. Undefined when it is elsewhere. */
async function pathWithin(top: string, file: string): Promise<string | undefined> {
  const folder = await realpath(dirname(file)).catch(() => undefined);
  if (folder === undefined) return undefined;
  const parts = relative(top, join(folder, basename(file))).split(sep);
  return parts[0] === '..' ? undefined : parts.join('/');
}

/** The articles of a file; of one with an article in every line, which may be of any size, part by part. */
type Parts = AsyncGenerator<readonly Article[], void>;

async function* read(root: string, path: string, readers: ReaderSettings, signal: AbortSignal): Parts {
  const file = join(root, path);
  const refuse = (expected: string, found: string) => [alone(path, refused({ expected, found }))];
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return yield refuse('a file', found ? 'something else' : 'nothing');
  const isHidden = path.split('/').some((part) => part.startsWith('.'));
  if (isHidden || !isArticle(path))
    return yield refuse(`an article (${EXTENSIONS.join(', ')})`, 'a file that is left out');
  try {
    if (found.size > MAX_ARTICLE_BYTES && isLines(path)) {
      const stats = (await statAll(root, [path])).found.get(path);
      if (stats) yield* readPieces([path, stats], { root, readers, now: new Date() }, signal);
    } else if (found.size > MAX_ARTICLE_BYTES) {
      yield refuse(`at most ${MAX_ARTICLE_BYTES} bytes`, `${found.size} bytes`);
    } else {
      const articles = await readBounded([await readFile(file), path, found.mtime, readers], signal);
      yield articles ?? refuse('time to read it', 'an interruption');
    }
  } catch (error) {
    if (error instanceof MovingError) yield refuse('a file that stays as it is', 'one that is being written');
    else yield [alone(path, refused(unreadable(path, error)))];
  }
}

/** The media of articles are part of what they become. */
async function withMediaOf(articles: readonly Article[], root: string, signal: AbortSignal): Promise<Article[]> {
  const result: Article[] = [];
  for (const article of articles) {
    const { path, reading } = article;
    if (reading.kind !== 'entry') {
      result.push(article);
      continue;
    }
    const beside = [...(await statAll(root, placesBeside(path))).found.keys()];
    const { entry, remarks } = await withMedia(reading.entry, root, beside, new Map(), signal);
    result.push({ ...article, reading: { ...reading, entry, remarks: [...reading.remarks, ...remarks] } });
  }
  return result;
}

function alone(path: string, reading: Reading): Article {
  return { path, reading, digest: '' };
}

/** One of many in a file is known by the file and its key. */
function* readings(file: string, articles: readonly Article[], isAlone: boolean) {
  for (const { path, reading } of articles) {
    // Its key is what stands behind the last slash, where a file that is one article has its own name.
    const key = basename(path);
    yield { file: key === basename(file) ? file : join(file, key), reading, isAlone };
  }
}

function refused(problem: Omit<Problem, 'path'>): Reading {
  return { kind: 'problem', ...problem };
}

function print(file: string, found: Reading, isWhole: boolean): void {
  const reading = withoutExpired(found, new Date());
  if (reading.kind === 'entry') {
    const entry = withoutMark(reading.entry);
    const rows = [row('good', file), ...rowsOf(entry).map(([name, value]) => `  ${row(name, value)}`)];
    for (const { kind, why, text } of reading.remarks)
      rows.push(`  ${row(kind, why)}${text === undefined ? '' : `: ${oneLine(text)}`}`);
    const { remarks } = reading;
    const facts = { event: 'good', path: file, ...entry, ...(remarks.length > 0 ? { remarks } : {}) };
    say([...rows, ...(isWhole ? [entry.content] : [])].join('\n'), facts);
  } else if (reading.kind === 'skipped') {
    say(row('left out', file, reading.why), { event: 'skipped', path: file, why: reading.why });
  } else {
    const { kind: _, ...problem } = { ...reading, path: file };
    say(row('refused', describeProblem(problem)), { event: 'refused', ...problem });
  }
}

/** What has ended is published no more, however good it is. */
export function withoutExpired(reading: Reading, now: Date): Reading {
  if (reading.kind !== 'entry' || !reading.entry.expires || reading.entry.expires > now) return reading;
  return { kind: 'skipped', why: `it expired on ${reading.entry.expires.toISOString()}` };
}

/** Links to our own site as they would stand on it: its address is no part of an article. */
function withoutMark(entry: ParsedEntry): ParsedEntry {
  const { content, link, picture, enclosures, episode } = entry;
  const plain = (text: string) => text.replaceAll(SITE_MARK, '');
  return {
    ...entry,
    content: plain(content),
    ...(link === undefined ? {} : { link: plain(link) }),
    ...(enclosures ? { enclosures: enclosures.map((one) => ({ ...one, url: plain(one.url) })) } : {}),
    ...(episode ? { episode: withPlain(episode, plain) } : {}),
    ...(picture?.url === undefined ? {} : { picture: { ...picture, url: plain(picture.url) } }),
  };
}

function withPlain({ persons, transcripts, chapters, ...rest }: Episode, plain: (text: string) => string): Episode {
  const shown = <T extends { readonly picture?: string }>(one: T): T =>
    one.picture === undefined ? one : { ...one, picture: plain(one.picture) };
  return {
    ...rest,
    ...(persons ? { persons: persons.map(shown) } : {}),
    ...(transcripts ? { transcripts: transcripts.map((one) => ({ ...one, url: plain(one.url) })) } : {}),
    ...(chapters ? { chapters: chapters.map(shown) } : {}),
  };
}

/** All that an article says, by name, but for its text; `none` where it does not say what most articles do. */
export function rowsOf(entry: ParsedEntry): [name: string, value: string][] {
  const { title, published, updated, expires, tags, authors, language, link, picture, id, slug, summary, content } =
    entry;
  const rows: [string, string | undefined][] = [
    ['title', title],
    ['published', `${published.toISOString()}${entry.isDateOnly ? ' (a day)' : ''}`],
    ['updated', updated?.toISOString()],
    ['expires', expires?.toISOString()],
    ['minor', entry.isMinor ? 'a silent correction' : undefined],
    ['tags', tags.join(', ') || 'none'],
    ['authors', authors.map(authorLine).join(', ') || 'none'],
    ['language', language],
    ['link', link],
    ['picture', picture?.url],
    ['caption', picture?.caption],
    ['credit', picture?.credit],
    ['media', (entry.enclosures ?? []).map(mediaLine).join(', ') || undefined],
    ...episodeRows(entry.episode ?? {}),
    ['id', id],
    ['slug', slug],
    ['summary', summary ?? 'none'],
    ['text', `${content.length} characters of HTML`],
  ];
  return rows.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
}

function episodeRows(episode: Episode): [string, string | undefined][] {
  const { guid, title, season, seasonName, number, display, kind, isExplicit, isBlocked } = episode;
  const { persons = [], transcripts = [], chapters = [] } = episode;
  const about = [
    title === undefined ? undefined : `“${title}”`,
    season === undefined ? undefined : `season ${season}${seasonName === undefined ? '' : ` (${seasonName})`}`,
    number === undefined ? undefined : `number ${number}`,
    display === undefined ? undefined : `shown as ${display}`,
    kind,
    isExplicit === undefined ? undefined : isExplicit ? 'explicit' : 'not explicit',
    isBlocked ? 'not for directories' : undefined,
  ];
  return [
    ['episode', about.filter((part) => part !== undefined).join(', ') || undefined],
    ['persons', persons.map(({ name, role }) => (role ? `${name} (${role})` : name)).join(', ') || undefined],
    ['transcripts', transcripts.map(({ url, type }) => `${url} (${type})`).join(', ') || undefined],
    ['chapters', chapters.length > 0 ? String(chapters.length) : undefined],
    ['guid', guid],
  ];
}

function mediaLine({ url, type, length, title, durationSeconds }: Enclosure): string {
  const bytes = length === undefined ? undefined : `${length} bytes`;
  const seconds = durationSeconds === undefined ? undefined : `${Math.round(durationSeconds)} s`;
  const facts = [title && `“${title}”`, type, bytes, seconds].filter(Boolean).join(', ');
  return facts ? `${url} (${facts})` : url;
}

function authorLine({ name, email, url }: Author): string {
  return [name, email && `<${email}>`, url].filter(Boolean).join(' ');
}
