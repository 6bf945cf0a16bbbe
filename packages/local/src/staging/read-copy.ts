import { readClauses, readOption } from '../definition/clauses.js';
import type { TokenReader } from '../lexing/token-reader.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { parseStageReference, type StageReference } from './stage-reference.js';

/** How the staged files are written. */
export type FileFormat =
  | { readonly type: 'JSON'; readonly stripOuterArray: boolean; readonly compression: string }
  | {
      readonly type: 'CSV';
      readonly delimiter: string;
      readonly skipHeader: number;
      readonly parseHeader: boolean;
      readonly enclosedBy: string;
      readonly nullIf: readonly string[];
      readonly emptyIsNull: boolean;
      readonly compression: string;
    };

export interface CopyStatement {
  readonly table: readonly string[];
  readonly columns: readonly string[] | undefined;
  readonly stage: StageReference;
  readonly files: readonly string[] | undefined;
  readonly format: FileFormat;
  readonly matchesByName: boolean;
  readonly force: boolean;
  readonly purge: boolean;
}

/** `COPY INTO t [(columns)] FROM @stage[/path] …`. */
export function readCopy(reader: TokenReader): CopyStatement {
  reader.expect('COPY', 'INTO');
  if (reader.peek().kind === 'stage') throw unsupported('COPY INTO a stage');
  const table = reader.name();
  const columns = reader.seesOperator('(') ? reader.list(() => reader.identifier()) : undefined;
  reader.expect('FROM');
  if (reader.seesOperator('(')) throw unsupported('COPY INTO from a query of a stage');
  const source = reader.next();
  if (source.kind !== 'stage') throw unsupported('COPY INTO from anything but an internal stage');
  let files: readonly string[] | undefined;
  let format: FileFormat | undefined;
  let matchesByName = false;
  let force = false;
  let purge = false;
  readClauses(reader, {
    FILES: () => {
      reader.expectOperator('=');
      files = reader.list(() => reader.string());
    },
    FILE_FORMAT: () => {
      reader.expectOperator('=');
      format = readFormat(reader);
    },
    MATCH_BY_COLUMN_NAME: () => {
      const value = readOption(reader).toUpperCase();
      if (value !== 'CASE_INSENSITIVE' && value !== 'NONE') {
        throw unsupported(`MATCH_BY_COLUMN_NAME = ${value}`);
      }
      matchesByName = value === 'CASE_INSENSITIVE';
    },
    ON_ERROR: () => {
      const value = readOption(reader).toUpperCase();
      if (value !== 'ABORT_STATEMENT') throw unsupported(`ON_ERROR = ${value}`);
    },
    FORCE: () => {
      force = readOption(reader).toUpperCase() === 'TRUE';
    },
    PURGE: () => {
      purge = readOption(reader).toUpperCase() === 'TRUE';
    },
  });
  if (format === undefined) throw unsupported('COPY INTO without FILE_FORMAT = (TYPE = …)');
  return {
    table,
    columns,
    stage: parseStageReference(source.value),
    files,
    format,
    matchesByName,
    force,
    purge,
  };
}

function readFormat(reader: TokenReader): FileFormat {
  const options = new Map<string, string | readonly string[]>();
  reader.expectOperator('(');
  while (!reader.acceptOperator(')')) {
    const name = reader.identifier();
    reader.expectOperator('=');
    options.set(
      name,
      reader.seesOperator('(') ? reader.list(() => reader.string()) : reader.next().value,
    );
    reader.acceptOperator(',');
  }
  const take = (name: string): string | undefined => {
    const value = options.get(name);
    options.delete(name);
    if (value !== undefined && typeof value !== 'string')
      throw invalidStatement(`${name} is a list`);
    return value;
  };
  const flag = (name: string, fallback: boolean): boolean => {
    const value = take(name);
    return value === undefined ? fallback : value.toUpperCase() === 'TRUE';
  };
  const type = take('TYPE')?.toUpperCase();
  const compression = (take('COMPRESSION') ?? 'AUTO').toUpperCase();
  if (!['AUTO', 'GZIP', 'NONE'].includes(compression))
    throw unsupported(`COMPRESSION = ${compression}`);
  let format: FileFormat;
  if (type === 'JSON') {
    format = { type, stripOuterArray: flag('STRIP_OUTER_ARRAY', false), compression };
  } else if (type === 'CSV') {
    const nullIf = options.get('NULL_IF');
    options.delete('NULL_IF');
    const enclosed = take('FIELD_OPTIONALLY_ENCLOSED_BY') ?? 'NONE';
    format = {
      type,
      delimiter: take('FIELD_DELIMITER') ?? ',',
      skipHeader: Number(take('SKIP_HEADER') ?? '0'),
      parseHeader: flag('PARSE_HEADER', false),
      enclosedBy: enclosed.toUpperCase() === 'NONE' ? '' : enclosed,
      nullIf: nullIf === undefined ? ['\\N'] : typeof nullIf === 'string' ? [nullIf] : nullIf,
      emptyIsNull: flag('EMPTY_FIELD_AS_NULL', true),
      compression,
    };
  } else {
    throw unsupported(`the file format ${type ?? 'without a TYPE'}`);
  }
  for (const name of options.keys()) throw unsupported(`the file format option ${name}`);
  return format;
}
