import { CliError } from './cli-error.js';

/** What a command says that was interrupted and came to a safe end. */
export function interrupted(outcome: string, next: string): CliError {
  return new CliError('DAS_INTERRUPTED', `interrupted: ${outcome}`, { next });
}
