import type { TokenReader } from '../lexing/token-reader.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';

/** What a bad record does to a load. */
export type OnError =
  | { readonly kind: 'ABORT' }
  | { readonly kind: 'CONTINUE' }
  | { readonly kind: 'SKIP_FILE'; readonly limit: number; readonly isPercent: boolean };

/** The copy options of a load, with their defaults. */
export interface LoadOptions {
  readonly onError: OnError;
  readonly sizeLimit: number | undefined;
  readonly purge: boolean;
  readonly returnFailedOnly: boolean;
  readonly matchByName: 'NONE' | 'CASE_SENSITIVE' | 'CASE_INSENSITIVE';
  readonly truncates: boolean;
  readonly force: boolean;
  readonly loadUncertain: boolean;
}

const flags = [
  'PURGE',
  'RETURN_FAILED_ONLY',
  'ENFORCE_LENGTH',
  'TRUNCATECOLUMNS',
  'FORCE',
  'LOAD_UNCERTAIN_FILES',
];

/** The names that {@link readCopyOption} takes. */
export const copyOptionNames: readonly string[] = [
  'ON_ERROR',
  'SIZE_LIMIT',
  'MATCH_BY_COLUMN_NAME',
  ...flags,
];

/** `NAME = value`, checked; an option that is not known is refused. */
export function readCopyOption(reader: TokenReader): readonly [string, string] {
  const name = reader.identifier();
  if (!copyOptionNames.includes(name)) throw unsupported(`the copy option ${name}`, name);
  reader.expectOperator('=');
  const token = reader.next();
  if (!['word', 'string', 'number'].includes(token.kind))
    throw reader.unexpectedToken(token, 'a value');
  const value = token.value.toUpperCase();
  if (flags.includes(name) && value !== 'TRUE' && value !== 'FALSE') {
    throw invalidStatement(`${name} is TRUE or FALSE`, name);
  }
  if (name === 'SIZE_LIMIT' && !/^[1-9]\d{0,17}$/.test(value)) {
    throw invalidStatement('SIZE_LIMIT is a number of bytes, more than 0', name);
  }
  if (name === 'ON_ERROR') readOnError(value);
  if (name === 'MATCH_BY_COLUMN_NAME') readMatch(value);
  return [name, value];
}

/** The options of a load; what the statement says comes before what its stage says. */
export function loadOptions(given: Readonly<Record<string, string>>): LoadOptions {
  const flag = (name: string): boolean => given[name] === 'TRUE';
  const { ENFORCE_LENGTH: enforces, TRUNCATECOLUMNS: truncates } = given;
  if (enforces !== undefined && truncates !== undefined && enforces === truncates) {
    throw invalidStatement('ENFORCE_LENGTH and TRUNCATECOLUMNS say the contrary of each other');
  }
  return {
    onError: readOnError(given.ON_ERROR ?? 'ABORT_STATEMENT'),
    sizeLimit: given.SIZE_LIMIT === undefined ? undefined : Number(given.SIZE_LIMIT),
    purge: flag('PURGE'),
    returnFailedOnly: flag('RETURN_FAILED_ONLY'),
    matchByName: readMatch(given.MATCH_BY_COLUMN_NAME ?? 'NONE'),
    truncates: truncates === 'TRUE' || enforces === 'FALSE',
    force: flag('FORCE'),
    loadUncertain: flag('LOAD_UNCERTAIN_FILES'),
  };
}

function readMatch(value: string): LoadOptions['matchByName'] {
  if (value === 'NONE' || value === 'CASE_SENSITIVE' || value === 'CASE_INSENSITIVE') return value;
  throw invalidStatement('MATCH_BY_COLUMN_NAME does not take this value');
}

function readOnError(value: string): OnError {
  if (value === 'ABORT_STATEMENT') return { kind: 'ABORT' };
  if (value === 'CONTINUE') return { kind: 'CONTINUE' };
  const [, number, percent] = /^SKIP_FILE(?:_(\d{1,9})(%?))?$/.exec(value) ?? [];
  if (!value.startsWith('SKIP_FILE') || (number === undefined && value !== 'SKIP_FILE')) {
    throw invalidStatement('ON_ERROR does not take this value', 'ON_ERROR');
  }
  const limit = Number(number ?? 1);
  if (limit < 1 || (percent === '%' && limit > 100)) {
    throw invalidStatement('ON_ERROR = SKIP_FILE_n needs a number from 1', 'ON_ERROR');
  }
  return { kind: 'SKIP_FILE', limit, isPercent: percent === '%' };
}
