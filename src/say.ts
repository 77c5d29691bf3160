// What the commands print: lines for people on a terminal, JSON lines for programs.
import { cleanText } from './text.ts';

type Facts = Readonly<Record<string, unknown>>;

const isTerminal = process.stdout.isTTY === true;

/** Prints a line for people on a terminal, a JSON line elsewhere. A file name may hold what would drive the terminal. */
export function say(text: string, facts: Facts): void {
  process.stdout.write(`${isTerminal ? cleanText(text) : JSON.stringify(facts)}\n`);
}
