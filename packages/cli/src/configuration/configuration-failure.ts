import { fileURLToPath } from 'node:url';
import { DasError } from '@das/contracts';
import { CliError } from '../errors/cli-error.js';

/**
 * Says why a configuration could not be loaded. The message of an error that is not ours may quote
 * a value, so it is not repeated; where it came from is.
 */
export function configurationFailure(error: unknown, file: string): DasError {
  if (DasError.isInstance(error)) return error;
  const message = error instanceof Error ? error.message : '';
  if (message.startsWith('ParseError:')) return syntaxFailure(message, file, error);
  const missing = /^Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
  if (missing !== undefined) return missingModule(missing, message, file, error);
  const name = error instanceof Error ? error.name : typeof error;
  const code = aboutCode.exec(message)?.[0];
  const what = code === undefined ? name : `${name}: ${code}`;
  return new CliError('DAS_CONFIG_FAILED', `the configuration threw ${what}`, {
    place: throwingPlace(error) ?? file,
    next: 'correct it; DAS_DEBUG=1 shows the whole error',
    cause: error,
  });
}

/** What the engine says of code alone: it quotes names of the program, and no value. */
const aboutCode = /^[\w$.()]+ is not (?:a function|a constructor|defined|iterable)(?=$)/;

/** The parser says `ParseError: <what>` and, on the last line, `<file>:<line>:<column>`. */
function syntaxFailure(message: string, file: string, cause: unknown): CliError {
  const what = /^ParseError: ([^\n(.]+)/.exec(message)?.[1]?.trim() ?? 'syntax error';
  const place = /^\s*(\S.*:\d+):\d+\s*$/m.exec(message)?.[1] ?? file;
  return new CliError('DAS_CONFIG_UNREADABLE', `the file does not parse: ${what}`, {
    place,
    next: 'correct the syntax there',
    cause,
  });
}

function missingModule(missing: string, message: string, file: string, cause: unknown): CliError {
  const importer = /^Require stack:\n- (.+)$/m.exec(message)?.[1];
  const isPackage = !/^[./]|^file:/.test(missing);
  const next = isPackage ? `run: npm install ${missing}` : 'correct the import, or add the file';
  return new CliError('DAS_CONFIG_UNREADABLE', `${missing} cannot be found`, {
    place: importer ?? file,
    next,
    cause,
  });
}

/** The first line of the stack that is in somebody's own code. */
function throwingPlace(error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const line of stack.split('\n')) {
    const place = /^\s+at (?:.*\()?((?:file:\/\/)?\/.*?|[A-Za-z]:\\.*?):(\d+):\d+\)?$/.exec(line);
    const [, path = '', row = ''] = place ?? [];
    if (path === '' || path.includes('node_modules')) continue;
    return `${path.startsWith('file:') ? fileURLToPath(path) : path}:${row}`;
  }
  return undefined;
}
