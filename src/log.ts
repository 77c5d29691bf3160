// What happens, as JSON lines for machines and as readable lines on a terminal.
import { type Logger, pino } from 'pino';

export type Log = Pick<Logger, 'error' | 'warn' | 'info' | 'debug'>;

/** A log that writes to standard error, so that standard output belongs to the commands. */
export function createLog(level: string, isTerminal: boolean): Log {
  if (!isTerminal) return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
  return pino({
    level,
    base: null,
    transport: { target: 'pino-pretty', options: { destination: 2, translateTime: 'HH:MM:ss', singleLine: true } },
  });
}
