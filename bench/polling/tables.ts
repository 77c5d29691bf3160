// What was measured -> tables in Markdown, as docs/polling.md has them.
import type { Measured, Measuring } from './measuring.ts';
import type { Strategy } from './month.ts';
import type { ReaderKind } from './readers.ts';
import { inMarkdown, inUnits, type Sum } from './sums.ts';

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function part(of: number, all: number): string {
  if (of === 0) return '0';
  const percent = (of * 100) / all;
  return `${percent.toFixed(percent < 0.95 ? 2 : percent < 9.5 ? 1 : 0)} %`;
}

/** What each kind of answer costs, on average over the month. */
export function answersTable({ full, answers, tooOften }: Measuring): string {
  const sizes = (isIt: (measured: Measured) => boolean) => [...answers.values()].filter(isIt).map(sizeOf);
  const sizeOf = ({ answer }: Measured) => answer.bytes;
  const since = ({ question: { version, held = version } }: Measured) => version - held;
  const isDelta = ({ answer, question }: Measured) => answer.status === 226 && question.codings !== '';
  const rows = [
    ['200, as it is', full.identity],
    ['200, gzip', full.gzip],
    ['200, zstd', full.zstd],
    ['200, brotli', full.br],
    ['226, one new article, compressed', sizes((one) => isDelta(one) && since(one) === 1)],
    ['226, five new articles, compressed', sizes((one) => isDelta(one) && since(one) === 5)],
    ['304', sizes(({ answer }) => answer.status === 304)],
    ['429', tooOften ? [tooOften.bytes] : []],
  ] as const;
  const all = mean(full.identity);
  const lines = rows.map(([name, found]) =>
    found.length === 0 ? [name, 'none', ''] : [name, Math.round(mean(found)), part(mean(found), all)],
  );
  return inMarkdown(['Answer', 'bytes', 'of the first'], lines);
}

/** What readers cost, by what the server does about it; the first of the strategies is compared with. */
export function monthTable(sums: readonly (readonly [Strategy, Sum])[]): string {
  const most = Math.max(...sums.map(([, { answers }]) => answers));
  const rows = sums.map(([{ name }, { polls, answers, requests, statuses }]) => [
    name,
    ...[200, 304, 226, 429].map((status) => part(statuses[status] ?? 0, polls)),
    inUnits(requests),
    inUnits(answers),
    inUnits((answers / polls) * 1e6),
    part(answers, most),
  ]);
  const head = [
    'What the server does',
    '200',
    '304',
    '226',
    '429',
    'gets',
    'sends',
    'for a million polls',
    'of the first',
  ];
  return inMarkdown(head, rows);
}

/** What one reader of each kind is sent in a month. @param sums of each kind, by strategy, in the order of columns */
export function readersTable(
  kinds: readonly { readonly kind: ReaderKind; readonly count: number; readonly sums: readonly Sum[] }[],
  columns: readonly string[],
): string {
  const totals = columns.map((_, column) => kinds.reduce((sum, { sums }) => sum + (sums[column]?.answers ?? 0), 0));
  const rows = kinds
    .filter(({ count }) => count > 0)
    .map(({ kind, count, sums }) => [
      kind.name,
      count,
      Math.round((sums[0]?.polls ?? 0) / count),
      ...sums.map(({ answers }, column) => `${inUnits(answers / count)} (${part(answers, totals[column] ?? 0)})`),
    ]);
  return inMarkdown(['Reader', 'readers', 'polls of each', ...columns], rows);
}
