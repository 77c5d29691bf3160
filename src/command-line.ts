// The command line: serve, refresh, problems, check. Says what is wrong in one line and what to do about it.
// The readers are loaded by the commands that read: the process that serves leaves reading to a thread.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Config, loadConfig, readCall } from './config.ts';
import { COMMANDS, explain, UsageError } from './explain.ts';
import { createLog } from './log.ts';
import { Progress } from './progress.ts';
import { changeLines, printProblems, printReport } from './report.ts';
import { isTerminal, say, sayAll } from './say.ts';
import { type Running, startServer } from './server.ts';
import { hasDatabase } from './store/database.ts';
import { Store } from './store/store.ts';
import { TAKER_NAMES, takerNamed } from './takers/takers.ts';
import { oneLine } from './text.ts';
import { VERSION } from './version.ts';

const EXIT_CODES = `
Exit codes:
  0  all went well; also after Ctrl-C and SIGTERM
  1  it could not be done: a port in use, a store that cannot be opened, a file that check refuses,
     a rule of an aggregator that is not met, a refresh that finds most articles gone
  2  it was asked wrongly: an unknown option or aggregator, a bad setting, a folder that is not there`;

const call = readCall();

/** A path as its user means it: relative to the folder that the command was typed in. */
function typed(path: string): string {
  return call.folder === process.cwd() ? path : resolve(call.folder, path);
}

/** @param guess what was typed, when it may have been meant for a command */
async function requireFolder(path: string, guess?: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (found) throw new UsageError(`${path} is a file. Name the folder that holds the articles.`);
  if (guess !== undefined) throw new UsageError(`${guess} is neither a folder nor a command. ${COMMANDS}`);
  throw new UsageError(
    `The articles folder ${path} does not exist. Create it, or name another: ${call.program} serve <folder>, or ARTICLES_DIR`,
  );
}

function configFor(folder: string | undefined): Config {
  return loadConfig(folder === undefined ? {} : { ARTICLES_DIR: typed(folder) });
}

async function serve(folder: string | undefined): Promise<void> {
  const config = configFor(folder);
  const progress = new Progress(process.stderr);
  const log = createLog(config.logLevel, process.stderr.isTTY === true ? progress : undefined);
  // A store serves on while the folder of its settings is away: a mount comes back.
  const guess = program.args[0] === 'serve' ? undefined : folder;
  if (folder !== undefined || !hasDatabase(config.databaseUrl)) await requireFolder(config.articlesDir, guess);
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
  try {
    running = await startServer(config, log, { onProgress: (done, total) => progress.update(done, total) });
  } finally {
    progress.stop();
  }
  const { baseUrl, port } = running;
  const { workers } = config;
  const place = workers === 1 ? `port ${port}` : `port ${port}, ${workers} processes`;
  say(oneLine(`Tagwire ${VERSION} serves ${config.articlesDir} at ${baseUrl}/ (${place}). Stop it with Ctrl-C.`), {
    event: 'listening',
    url: `${baseUrl}/`,
    port,
    host: config.host,
    workers,
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

async function refreshOnce(folder: string | undefined, options: { confirmLoss?: boolean }): Promise<void> {
  const config = configFor(folder);
  await requireFolder(config.articlesDir);
  const { refresh } = await import('./refresh.ts');
  const store = await Store.open(config.databaseUrl, config.baseUrl);
  const progress = new Progress(process.stderr);
  const settings = {
    root: config.articlesDir,
    store,
    readers: config.readers,
    settleMs: config.settleMs,
    lossPercent: config.lossPercent,
  };
  try {
    const report = await refresh(settings, {
      confirmLoss: options.confirmLoss ?? false,
      signal: interruption(),
      onProgress: (done, total) => progress.update(done, total),
      ...(isTerminal ? {} : { onChanges: (changes) => sayAll(changeLines(changes)) }),
    });
    progress.stop();
    const refused = (await store.problems()).flatMap(({ kind, facts }) => (kind === 'refused' ? [facts] : []));
    printReport(isTerminal ? report : { ...report, changes: [] }, refused, call.program);
    if (report.loss) process.exitCode = 1;
  } finally {
    progress.stop();
    await store.close();
  }
}

async function listProblems(): Promise<void> {
  const { databaseUrl, baseUrl } = configFor(undefined);
  if (!hasDatabase(databaseUrl)) throw new UsageError(`There is no store yet: ${call.program} refresh makes one.`);
  const store = await Store.open(databaseUrl, baseUrl);
  try {
    printProblems(await store.problems());
  } finally {
    await store.close();
  }
}

async function checkFiles(files: readonly string[], options: { for?: string }): Promise<void> {
  if (options.for !== undefined) return checkFor(options.for, files);
  const config = configFor(undefined);
  if (files.length === 0) await requireFolder(config.articlesDir);
  const { check } = await import('./check.ts');
  if (!(await check(files.map(typed), config, interruption()))) process.exitCode = 1;
}

async function checkFor(name: string, folders: readonly string[]): Promise<void> {
  const [folder, ...others] = folders;
  if (others.length > 0) throw new UsageError('What an aggregator asks is asked of one folder of articles. Name one.');
  const taker = takerNamed(name);
  if (!taker) throw new UsageError(`Expected --for to be one of ${TAKER_NAMES.join(', ')}, got \`${name}\``);
  const config = configFor(folder);
  await requireFolder(config.articlesDir);
  const { checkForTaker } = await import('./check-for.ts');
  if (!(await checkForTaker(taker, config, interruption()))) process.exitCode = 1;
}

const program = new Command(call.program)
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
  .command('problems')
  .description('list every file that is refused or was repaired, why, and since when')
  .action(listProblems);
program
  .command('check')
  .argument('[file...]', 'articles, or folders of them; default all in ARTICLES_DIR')
  .option('--for <aggregator>', `whether it would take the articles of a folder: ${TAKER_NAMES.join(', ')}`)
  .description('print what an article would become, or what is wrong with it, without publishing')
  .action(checkFiles);
for (const command of program.commands) command.exitOverride();

// Whoever reads what we print may have seen enough, as `head` has: the work goes on all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
try {
  await program.parseAsync();
} catch (error) {
  const { code, lines } = explain(error);
  for (const line of lines) process.stderr.write(`tagwire: ${oneLine(line)}\n`);
  process.exitCode = code;
}
