import { DasError } from '@das/contracts';
import { escapeControls } from '../terminal/display-text.js';
import { CliError } from './cli-error.js';
import { type ExitCode, exitCodes } from './exit-code.js';

/** A failure, ready to be shown. */
export interface FailureDescription {
  readonly exitCode: ExitCode;
  /** One line for people. */
  readonly line: string;
  /** The same for programs. */
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly place: string | null;
    readonly next: string | null;
  };
}

/** Describes whatever was thrown: a DAS error by its own words, anything else by its name alone. */
export function describeFailure(thrown: unknown): FailureDescription {
  const error = DasError.isInstance(thrown) ? thrown : internal(thrown);
  const { code, message, place = null, next = null } = error;
  return {
    exitCode: error instanceof CliError ? error.exitCode : exitCodes.failed,
    line: `das: ${escapeControls(error.toLine())}`,
    error: { code, message, place, next },
  };
}

/** The message of a foreign error may quote data, so only its name is shown. */
function internal(thrown: unknown): CliError {
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return new CliError('DAS_INTERNAL', `unexpected error ${name}`, {
    next: 'run it again with DAS_DEBUG=1 to see the stack, and report it',
    cause: thrown,
  });
}

/** The stacks of an error and its causes, for `DAS_DEBUG=1`. They may hold data values. */
export function stackOf(thrown: unknown): string {
  const parts: string[] = [];
  for (
    let each = thrown;
    each !== undefined;
    each = each instanceof Error ? each.cause : undefined
  ) {
    parts.push(each instanceof Error ? (each.stack ?? each.message) : String(each));
  }
  return parts.join('\ncaused by ');
}
