// Where errors end: one clear line each, what to do, and an exit code.
import { CommanderError } from 'commander';
import { ConfigError } from './config.ts';

/** Wrong use, as opposed to bad luck. */
export class UsageError extends Error {}

/** What to print of an error, and what to exit with. */
export function explain(error: unknown): { readonly code: number; readonly lines: readonly string[] } {
  // Commander has said already what is wrong.
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, lines: [] };
  if (error instanceof ConfigError)
    return { code: 2, lines: [...error.problems, 'See .env.example for every setting.'] };
  if (error instanceof UsageError) return { code: 2, lines: [error.message] };
  return { code: 1, lines: [explainFailure(error as NodeJS.ErrnoException & { port?: number })] };
}

function explainFailure({ code, port, message, cause }: NodeJS.ErrnoException & { port?: number }): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop the other program, or set PORT to another number (0 picks a free one).`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} may not be used without more rights. Set PORT to a number from 1024.`;
  if (code === 'EADDRNOTAVAIL') return 'HOST is no address of this machine. Set it to 127.0.0.1 or 0.0.0.0.';
  return `${message}${cause instanceof Error ? `: ${cause.message}` : ''}`;
}
