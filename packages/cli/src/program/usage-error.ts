import { CommanderError } from 'commander';
import { CliError } from '../errors/cli-error.js';

/** Turns what the parser threw into one of our errors: one line, with what was probably meant. */
export function usageError(error: unknown, command: string): unknown {
  const next = `run: ${command} --help`;
  if (error === undefined || isGroupAlone(error)) {
    return new CliError('DAS_USAGE', 'a command is missing', { next });
  }
  if (!(error instanceof CommanderError)) return error;
  const [first = '', ...rest] = error.message.split('\n');
  const message = first.replace(/^error: /, '').replace(/\.$/, '');
  const suggestion = /\(Did (you mean .*)\)/i.exec(rest.join(' '))?.[1];
  const meant = suggestion === undefined ? '' : ` (did ${suggestion})`;
  return new CliError('DAS_USAGE', `${message}${meant}`, { next, cause: error });
}

/** `das`, or `das evidence`, without a command after it. */
function isGroupAlone(error: unknown): boolean {
  return error instanceof CommanderError && error.code === 'commander.help';
}
