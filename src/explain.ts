// Where errors end: one clear line each, what to do, and an exit code.
import { CommanderError } from 'commander';
import { ConfigError } from './config.ts';

export const COMMANDS = 'The commands are serve, refresh, problems and check.';

/** Wrong use, as opposed to bad luck. */
export class UsageError extends Error {}

/** What to print of an error, and what to exit with. */
export function explain(error: unknown): { readonly code: number; readonly lines: readonly string[] } {
  // Commander has said already what is wrong. Of a word that is no command it says that serve takes no more.
  if (error instanceof CommanderError)
    return {
      code: error.exitCode === 0 ? 0 : 2,
      lines: error.code === 'commander.excessArguments' ? [COMMANDS] : [],
    };
  if (error instanceof ConfigError)
    return { code: 2, lines: [...error.problems, 'See .env.example for every setting.'] };
  if (error instanceof UsageError) return { code: 2, lines: [error.message] };
  return { code: 1, lines: [explainFailure(error as Failure)] };
}

/** What the errors of listening and of the store carry. */
type Failure = NodeJS.ErrnoException & {
  readonly port?: number;
  readonly address?: string;
  readonly hostname?: string;
};

function explainFailure({ code, syscall, port, address, hostname, message, cause }: Failure): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop the other program, or set PORT to another number (0 picks a free one).`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} may not be used without more rights. Set PORT to a number from 1024.`;
  if (code === 'EADDRNOTAVAIL') return `HOST ${address} is no address of this machine. Set it to 127.0.0.1 or 0.0.0.0.`;
  // Listening alone asks for the address of a name.
  if (syscall === 'getaddrinfo') return `HOST ${hostname} cannot be found. Set it to 127.0.0.1 or 0.0.0.0.`;
  return cause instanceof Error && !message.includes(cause.message) ? `${message}: ${cause.message}` : message;
}
