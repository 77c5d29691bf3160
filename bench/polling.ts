// What polling costs: `npm run bench:polling -- [days] [readers]`. Bytes on the wire of a month in which so many readers
// (polling/readers.ts) poll a feed that gets 20 articles a day. What is asked is arithmetic (polling/month.ts); what each
// answer costs is found out by asking a server, over sockets, at each of the states that the feed goes through. Prints
// Markdown.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from './child.ts';
import { HOST, Measuring } from './polling/measuring.ts';
import { arrivals, type Strategy, simulate } from './polling/month.ts';
import { writeArticle } from './polling/prose.ts';
import { randomFrom } from './polling/random.ts';
import { assumptionsTable, countReaders, READERS, type ReaderKind } from './polling/readers.ts';
import { AS_FILES, AT_BEST, RATE_LIMIT, STRATEGIES, TAGWIRE } from './polling/strategies.ts';
import { addUp } from './polling/sums.ts';
import { answersTable, monthTable, readersTable } from './polling/tables.ts';

const days = whole('days', process.argv[2] ?? '30', 365);
const readers = whole('readers', process.argv[3] ?? '1000', 100_000);
const SEED = 20_260_625;
const PER_DAY = 20;
const FEED_LIMIT = 50;
/** Articles that are there before the month begins: more than a feed holds. */
const BEFORE = 70;
const FIRST_DAY = Date.UTC(2025, 0, 1);

/** A number of something. Ends the process when it is none. */
function whole(name: string, text: string, most: number): number {
  if (/^[1-9]\d{0,8}$/.test(text) && Number(text) <= most) return Number(text);
  process.stderr.write(`Expected ${name} to be a whole number from 1 to ${most}, got \`${text}\`\n`);
  process.exit(2);
}

const root = mkdtempSync(join(tmpdir(), 'tagwire-polling-'));
try {
  const folder = join(root, 'articles');
  mkdirSync(folder);
  // Before the first one they are 72 minutes apart, as in a month with twenty a day.
  const articles = arrivals(days, PER_DAY, randomFrom(SEED));
  const minuteOf = (number: number) => articles[number - 1] ?? (number - 1) * 72;
  const put = (number: number) => {
    const file = `${String(number + BEFORE).padStart(5, '0')}.md`;
    writeFileSync(join(root, file), writeArticle(number + BEFORE, new Date(FIRST_DAY + minuteOf(number) * 60_000)));
    renameSync(join(root, file), join(folder, file));
  };
  for (let number = 1 - BEFORE; number <= 0; number += 1) put(number);

  const month = { days, articles, kinds: READERS, readers };
  // Chance is the same for each: only what the server does differs.
  const asked = STRATEGIES.map((strategy) => simulate(month, strategy, randomFrom(SEED + 1)));
  const { port, stop } = await serve(folder, root, {
    BASE_URL: `https://${HOST}`,
    SETTLE_MS: '0',
    FEED_LIMIT: String(FEED_LIMIT),
    RATE_LIMIT: String(RATE_LIMIT),
    // Our own requests come from this machine, which is not limited, but for the one that says whom it is for.
    TRUST_PROXY: 'loopback',
  });
  const measuring = new Measuring(port, { feedLimit: FEED_LIMIT, rateLimit: RATE_LIMIT });
  try {
    await measuring.month(articles.length, asked.flat(), put);
  } finally {
    measuring.close();
    await stop();
  }

  const sumOf = (strategy: Strategy, isIt: (kind: ReaderKind) => boolean = () => true) => {
    const all = asked[STRATEGIES.indexOf(strategy)] ?? [];
    return addUp(
      all.filter(({ kind }) => isIt(kind)),
      (one) => measuring.costOf(one),
    );
  };
  const keepsEtag = ({ validators }: ReaderKind) => validators === 'kept';
  const isFree = ({ perHour, deltas }: Strategy) => perHour === 0 || deltas === 'everybody';
  const counts = countReaders(READERS, readers);
  const kinds = READERS.map((kind, index) => ({
    kind,
    count: counts[index] ?? 0,
    sums: [AS_FILES, TAGWIRE, AT_BEST].map((strategy) => sumOf(strategy, (one) => one === kind)),
  }));
  const tables = [
    answersTable(measuring),
    monthTable(STRATEGIES.map((strategy) => [strategy, sumOf(strategy)])),
    monthTable(STRATEGIES.filter(isFree).map((strategy) => [strategy, sumOf(strategy, keepsEtag)])),
    readersTable(kinds, ['all in full, as it is', 'Tagwire as it comes', 'if all sent `A-IM: feed`']),
    assumptionsTable(READERS),
  ];
  process.stdout.write(`${days} days, ${articles.length} articles, ${readers} readers\n\n${tables.join('\n')}`);
} finally {
  rmSync(root, { recursive: true, force: true });
}
