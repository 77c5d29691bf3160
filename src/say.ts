// What the commands print: lines for people on a terminal, JSON lines for programs.
import { cleanText, oneLine } from './text.ts';

type Facts = Readonly<Record<string, unknown>>;

/** One thing to tell, to people and to programs. */
export type Line = { readonly text: string; readonly facts: Facts };

/** True when people read what is printed, false when a program does. */
export const isTerminal = process.stdout.isTTY === true;

/** The most that people get of one kind: who reads more than that asks a program to. */
const LONGEST_LIST = 50;

/** Prints one thing. */
export function say(text: string, facts: Facts): void {
  sayAll([{ text, facts }]);
}

/** Prints things of one kind. @param total how many there are, when these are only the first */
export function sayAll(lines: readonly Line[], total = lines.length): void {
  for (const line of printed(lines, isTerminal, total)) process.stdout.write(`${line}\n`);
}

/** What is printed of things of one kind: all for programs, for people the first of them. */
export function printed(lines: readonly Line[], isForPeople: boolean, total = lines.length): string[] {
  if (!isForPeople) return lines.map(({ facts }) => JSON.stringify(facts));
  // What drives a terminal is taken out: a file name may hold it.
  const shown = lines.slice(0, LONGEST_LIST).map(({ text }) => cleanText(text));
  const left = total - shown.length;
  return left <= 0 ? shown : [...shown, `... and ${left} more`];
}

/** A label and what belongs to it, on one line whatever is in a file name. */
export function row(label: string, ...values: readonly string[]): string {
  return `${label.padEnd(10)} ${values.map(oneLine).join('  ')}`;
}
