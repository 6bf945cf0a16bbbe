import type { FormatOptions } from '../catalogue/file-format-object.js';
import { readBooleanOption, readClauses } from '../definition/clauses.js';
import { isWord, type Token } from '../lexing/token.js';
import type { TokenReader } from '../lexing/token-reader.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { readStage } from './read-copy.js';
import { readFormatOptions } from './read-format.js';
import type { StageReference } from './stage-reference.js';

/** `COPY INTO @stage` as it was written. */
export interface UnloadStatement {
  readonly stage: StageReference;
  /** A table, or a query. */
  readonly source: readonly string[] | { readonly query: readonly Token[] };
  readonly partitionBy: readonly Token[] | undefined;
  readonly fileFormat: FormatOptions | undefined;
  readonly overwrite: boolean;
  readonly single: boolean;
  readonly maxFileSize: number;
  readonly includeQueryId: boolean;
  readonly detailedOutput: boolean;
  readonly header: boolean;
  /** `VALIDATION_MODE = RETURN_ROWS`: the rows are answered, and nothing is written. */
  readonly returnsRows: boolean;
}

const clauses = [
  'PARTITION',
  'FILE_FORMAT',
  'OVERWRITE',
  'SINGLE',
  'MAX_FILE_SIZE',
  'INCLUDE_QUERY_ID',
  'DETAILED_OUTPUT',
  'HEADER',
  'VALIDATION_MODE',
];

const largestFile = 5_368_709_120;

/** `COPY INTO @stage[/path] FROM t | (query) [PARTITION BY (e)] [options]`. */
export function readUnload(reader: TokenReader): UnloadStatement {
  reader.expect('COPY', 'INTO');
  const stage = readStage(reader);
  reader.expect('FROM');
  const source = reader.seesOperator('(') ? { query: reader.parenthesised() } : reader.name();
  let partitionBy: readonly Token[] | undefined;
  let fileFormat: FormatOptions | undefined;
  let maxFileSize = 16_777_216;
  const flags: Record<string, boolean> = {};
  const flag = (name: string) => (): void => {
    // HEADER may stand alone as well.
    flags[name] = name === 'HEADER' && !reader.seesOperator('=') ? true : readBooleanOption(reader);
  };
  let returnsRows = false;
  readClauses(reader, {
    PARTITION: () => {
      reader.expect('BY');
      partitionBy = reader.until((token) => isWord(token, ...clauses));
      if (partitionBy.length === 0) throw reader.unexpected('an expression');
    },
    FILE_FORMAT: () => {
      reader.expectOperator('=');
      fileFormat = readFormatOptions(reader);
    },
    OVERWRITE: flag('OVERWRITE'),
    SINGLE: flag('SINGLE'),
    MAX_FILE_SIZE: () => {
      reader.expectOperator('=');
      maxFileSize = reader.integer();
    },
    INCLUDE_QUERY_ID: flag('INCLUDE_QUERY_ID'),
    DETAILED_OUTPUT: flag('DETAILED_OUTPUT'),
    HEADER: flag('HEADER'),
    VALIDATION_MODE: () => {
      reader.expectOperator('=');
      if (reader.next().value.toUpperCase() !== 'RETURN_ROWS')
        throw reader.unexpected('RETURN_ROWS');
      returnsRows = true;
    },
  });
  const statement: UnloadStatement = {
    stage,
    source,
    partitionBy,
    fileFormat,
    overwrite: flags.OVERWRITE ?? false,
    single: flags.SINGLE ?? false,
    maxFileSize,
    includeQueryId: flags.INCLUDE_QUERY_ID ?? partitionBy !== undefined,
    detailedOutput: flags.DETAILED_OUTPUT ?? false,
    header: flags.HEADER ?? false,
    returnsRows,
  };
  check(statement, flags);
  return statement;
}

/** What excludes each other, as the page of the statement says. */
function check(statement: UnloadStatement, flags: Readonly<Record<string, boolean>>): void {
  const { partitionBy, single, overwrite, maxFileSize, includeQueryId } = statement;
  if (maxFileSize < 1 || maxFileSize > largestFile) {
    throw invalidStatement('MAX_FILE_SIZE is a number of bytes up to 5 GB', 'MAX_FILE_SIZE');
  }
  if (partitionBy !== undefined && (single || overwrite || flags.INCLUDE_QUERY_ID === false)) {
    throw invalidStatement(
      'PARTITION BY takes neither SINGLE nor OVERWRITE = TRUE, nor INCLUDE_QUERY_ID = FALSE',
    );
  }
  if (includeQueryId && (single || overwrite)) {
    throw invalidStatement('INCLUDE_QUERY_ID = TRUE takes neither SINGLE nor OVERWRITE = TRUE');
  }
  if (partitionBy !== undefined && statement.returnsRows) {
    throw unsupported('VALIDATION_MODE with PARTITION BY');
  }
}
