#!/usr/bin/env node
// The command line: serve, refresh, check. Says what is wrong in one line and what to do about it.
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, CommanderError } from 'commander';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { describeProblem } from './entry.ts';
import { isArticle, readArticle } from './ingest/article.ts';
import { walk } from './ingest/folder.ts';
import { createLog } from './log.ts';
import { type RefreshReport, refresh } from './refresh.ts';
import { countsOf } from './schedule.ts';
import { type Running, startServer } from './server.ts';
import { Store } from './store/store.ts';
import { cleanText } from './text.ts';
import { VERSION } from './version.ts';

const EXIT_CODES = `
Exit codes:
  0  all went well; also after Ctrl-C and SIGTERM
  1  it could not be done: a port in use, a store that cannot be opened, a file that check refuses
  2  it was asked wrongly: an unknown option, a bad setting, a folder that is not there`;

/** Wrong use, as opposed to bad luck. */
class UsageError extends Error {}

const isTerminal = process.stdout.isTTY === true;

/** A line for people on a terminal, a JSON line for programs. A file name may hold what would drive the terminal. */
function say(text: string, facts: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${isTerminal ? cleanText(text) : JSON.stringify(facts)}\n`);
}

async function requireFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new UsageError(
      `The articles folder ${path} does not exist. Create it, or name another: tagwire serve <folder>`,
    );
  if (!found.isDirectory()) throw new UsageError(`${path} is a file. Name the folder that holds the articles.`);
}

function configFor(folder: string | undefined): Config {
  return loadConfig(folder === undefined ? {} : { ARTICLES_DIR: folder });
}

async function serve(folder: string | undefined): Promise<void> {
  const config = configFor(folder);
  const log = createLog(config.logLevel, process.stderr.isTTY === true);
  if (folder !== undefined || !(await hasLibrary(config))) await requireFolder(config.articlesDir);
  let running: Running | undefined;
  onInterruption(() => {
    // While the first articles come in there is nothing to wait for.
    if (!running) process.exit(0);
    log.info({}, 'stopping');
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  });
  running = await startServer(config, log);
  const { baseUrl, port } = running;
  say(`Tagwire ${VERSION} serves ${config.articlesDir} at ${baseUrl}/ (port ${port}). Stop it with Ctrl-C.`, {
    event: 'listening',
    url: `${baseUrl}/`,
    port,
    host: config.host,
    articles: config.articlesDir,
    version: VERSION,
  });
}

/** Calls when Ctrl-C or SIGTERM asks to end; whoever asks twice does not want to wait. */
function onInterruption(end: () => void): void {
  let isAsked = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isAsked) process.exit(0);
      isAsked = true;
      end();
    });
  }
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  onInterruption(() => controller.abort());
  return controller.signal;
}

/** A store with a library serves on while the folder of its settings is away: a mount comes back. */
async function hasLibrary({ databaseUrl }: Config): Promise<boolean> {
  return (await stat(databaseUrl.replace(/^sqlite:/, '')).catch(() => undefined))?.isFile() ?? false;
}

async function refreshOnce(folder: string | undefined, options: { confirmLoss?: boolean }): Promise<void> {
  const config = configFor(folder);
  await requireFolder(config.articlesDir);
  const store = await Store.open(config.databaseUrl, config.baseUrl);
  const bar = new SingleBar({
    format: '{bar} {percentage}% {value}/{total} articles',
    stream: process.stderr,
    clearOnComplete: true,
  });
  const began = performance.now();
  let isShown = false;
  const settings = { root: config.articlesDir, store, timezone: config.timezone, settleMs: config.settleMs };
  try {
    const report = await refresh(settings, {
      confirmLoss: options.confirmLoss ?? false,
      signal: interruption(),
      onProgress: (done, total) => {
        if (process.stderr.isTTY !== true || performance.now() - began < 1000) return;
        if (!isShown) bar.start(total, done);
        isShown = true;
        bar.update(done);
      },
    });
    if (isShown) bar.stop();
    await printReport(report, store);
    if (report.loss) process.exitCode = 1;
  } finally {
    await store.close();
  }
}

async function printReport(report: RefreshReport, store: Store): Promise<void> {
  for (const change of report.changes)
    say(`${change.kind.padEnd(10)} ${change.path}  ${change.title}`, {
      event: change.kind,
      path: change.path,
      id: change.id,
      title: change.title,
    });
  // Files refused earlier and not mended since are as absent as those refused today.
  const kept = await store.problems();
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

async function check(files: readonly string[]): Promise<void> {
  const config = configFor(undefined);
  const signal = interruption();
  if (files.length > 0) {
    for (const file of files) {
      if (signal.aborted) return;
      await checkOne(file, basename(file), config.timezone);
    }
    return;
  }
  await requireFolder(config.articlesDir);
  for await (const listing of walk(config.articlesDir)) {
    for (const path of listing.files) {
      if (signal.aborted) return;
      await checkOne(join(config.articlesDir, path), path, config.timezone);
    }
  }
}

async function checkOne(file: string, path: string, zone: string): Promise<void> {
  const refuse = (problem: Parameters<typeof describeProblem>[0]) => {
    process.exitCode = 1;
    say(`refused    ${describeProblem({ ...problem, path: file })}`, { event: 'refused', ...problem, path: file });
  };
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return refuse({ path, expected: 'a file', found: found ? 'something else' : 'nothing' });
  if (!isArticle(path)) return refuse({ path, expected: 'an article (.txt, .md)', found: 'a file that is left out' });
  const { reading } = readArticle(await readFile(file), path, found.mtime, zone);
  if (reading.kind === 'problem') return refuse({ path, ...reading });
  if (reading.kind === 'skipped')
    return say(`left out   ${file}  ${reading.why}`, { event: 'skipped', path: file, why: reading.why });
  const { entry } = reading;
  const picture = entry.picture ? [entry.picture.caption, entry.picture.credit].filter(Boolean).join(' / ') : '';
  const lines = [
    `good       ${file}`,
    `  title      ${entry.title}`,
    `  published  ${entry.published.toISOString()}${entry.isDateOnly ? ' (a day)' : ''}`,
    `  tags       ${entry.tags.join(', ') || 'none'}`,
    ...(entry.authors.length > 0 ? [`  authors    ${entry.authors.map(({ name }) => name).join(', ')}`] : []),
    `  summary    ${entry.summary ?? 'none'}`,
    ...(picture ? [`  picture    ${picture}`] : []),
    `  text       ${entry.content.length} characters of HTML`,
  ];
  say(lines.join('\n'), { event: 'good', path: file, ...entry });
}

const program = new Command('tagwire')
  .description('Turns a folder of stored articles into RSS 2.0, Atom and JSON feeds grouped by tag.')
  .version(VERSION)
  .addHelpText('after', EXIT_CODES)
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();
program
  .command('serve', { isDefault: true })
  .argument('[folder]', 'the articles; default ARTICLES_DIR')
  .description('serve the feeds and keep them fresh (the default)')
  .action(serve);
program
  .command('refresh')
  .argument('[folder]', 'the articles; default ARTICLES_DIR')
  .option('--confirm-loss', 'withdraw even when most articles are gone')
  .description('bring the store up to date once, and print what was added, corrected, withdrawn and refused')
  .action(refreshOnce);
program
  .command('check')
  .argument('[file...]', 'articles; default all in ARTICLES_DIR')
  .description('print what an article would become, or what is wrong with it, without publishing')
  .action(check);
for (const command of program.commands) command.exitOverride();

/** The edge where errors become one line and an exit code. */
function explain(error: unknown): { code: number; lines: readonly string[] } {
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, lines: [] };
  if (error instanceof ConfigError)
    return { code: 2, lines: [...error.problems, 'See .env.example for every setting.'] };
  if (error instanceof UsageError) return { code: 2, lines: [error.message] };
  const { code, message, cause } = error as NodeJS.ErrnoException & { port?: number };
  const port = (error as { port?: number }).port;
  if (code === 'EADDRINUSE')
    return {
      code: 1,
      lines: [`Port ${port} is in use. Stop the other program, or set PORT to another number (0 picks a free one).`],
    };
  if (code === 'EACCES' && port !== undefined)
    return { code: 1, lines: [`Port ${port} may not be used without more rights. Set PORT to a number from 1024.`] };
  if (code === 'EADDRNOTAVAIL')
    return { code: 1, lines: ['HOST is no address of this machine. Set it to 127.0.0.1 or 0.0.0.0.'] };
  return { code: 1, lines: [`${message}${cause instanceof Error ? `: ${cause.message}` : ''}`] };
}

try {
  await program.parseAsync();
} catch (error) {
  const { code, lines } = explain(error);
  for (const line of lines) process.stderr.write(`tagwire: ${line}\n`);
  process.exitCode = code;
}
