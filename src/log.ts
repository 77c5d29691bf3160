// What happens, as JSON lines for machines and as readable lines on a terminal.
import { type Logger, pino } from 'pino';
import { prettyFactory } from 'pino-pretty';

export type Log = Pick<Logger, 'error' | 'warn' | 'info' | 'debug'>;

/** Who is told of nothing but what goes wrong. */
export type ErrorLog = { error(facts: object, message: string): void };

/**
 * A log that writes to standard error, so that standard output belongs to the commands.
 * @param terminal who writes lines for people; without: JSON lines
 */
export function createLog(level: string, terminal?: { write(line: string): void }): Log {
  if (!terminal) return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
  // In this thread: lines of another one would meet a progress bar in the middle.
  const pretty = prettyFactory({ translateTime: 'HH:MM:ss', singleLine: true });
  return pino({ level, base: null }, { write: (line) => terminal.write(pretty(line)) });
}

/** The log of a thread or process that leaves the writing to another one, which gives every line to `passOn`. */
export function createRelayLog(send: (line: string) => void): Log {
  const formatters = { level: (label: string) => ({ level: label }) };
  return pino({ level: 'debug', base: null, timestamp: false, formatters }, { write: send });
}

/**
 * Logs a line of a relay log here; whether and how it is written is a matter of this log.
 * @param from whose line it is, when there are several
 */
export function passOn(log: Log, line: string, from: object = {}): void {
  const { level, msg, ...facts } = JSON.parse(line) as { level: keyof Log; msg: string };
  log[level]({ ...facts, ...from }, msg);
}
