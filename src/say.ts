// What the commands print: lines for people on a terminal, JSON lines for programs.
import { cleanText, oneLine } from './text.ts';

type Facts = Readonly<Record<string, unknown>>;

/** One thing to tell, to people and to programs. */
export type Line = { readonly text: string; readonly facts: Facts };

const isTerminal = process.stdout.isTTY === true;

/** Prints one thing. */
export function say(text: string, facts: Facts): void {
  sayAll([{ text, facts }]);
}

/** Prints things of one kind. */
export function sayAll(lines: readonly Line[]): void {
  for (const line of printed(lines, isTerminal)) process.stdout.write(`${line}\n`);
}

/** What is printed of things of one kind. What drives a terminal is taken out: a file name may hold it. */
export function printed(lines: readonly Line[], isForPeople: boolean): string[] {
  if (!isForPeople) return lines.map(({ facts }) => JSON.stringify(facts));
  return lines.map(({ text }) => cleanText(text));
}

/** A label and what belongs to it, on one line whatever is in a file name. */
export function row(label: string, ...values: readonly string[]): string {
  return `${label.padEnd(10)} ${values.map(oneLine).join('  ')}`;
}
