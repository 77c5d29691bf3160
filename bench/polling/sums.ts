// What was asked, and what each answer costs -> totals.
import type { Asked } from './month.ts';

/** Bytes of one poll: what its reader gets and what it sends, heads included. */
export type Cost = { readonly status: number; readonly answer: number; readonly request: number };

export type Sum = {
  readonly polls: number;
  readonly answers: number;
  readonly requests: number;
  readonly statuses: Readonly<Record<number, number>>;
};

export function addUp(asked: readonly Asked[], costOf: (asked: Asked) => Cost): Sum {
  const statuses: Record<number, number> = {};
  let [polls, answers, requests] = [0, 0, 0];
  for (const one of asked) {
    const { status, answer, request } = costOf(one);
    polls += one.count;
    answers += one.count * answer;
    requests += one.count * request;
    statuses[status] = (statuses[status] ?? 0) + one.count;
  }
  return { polls, answers, requests, statuses };
}

/** Decimal units, as those who bill for traffic use them; three digits that mean something. */
export function inUnits(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** A table in Markdown; columns of numbers stand to the right. */
export function inMarkdown(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const isNumeric = (column: number) => rows.every((row) => /^(?:\d|$|none$)/.test(String(row[column])));
  const rule = head.map((_, column) => (isNumeric(column) ? '---:' : '---'));
  return `${[head, rule, ...rows].map(line).join('\n')}\n`;
}
