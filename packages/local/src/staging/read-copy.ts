import type { FormatOptions } from '../catalogue/file-format-object.js';
import { readClauses } from '../definition/clauses.js';
import type { Token } from '../lexing/token.js';
import type { TokenReader } from '../lexing/token-reader.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { copyOptionNames, readCopyOption } from './copy-options.js';
import { readFormatOptions } from './read-format.js';
import { parseStageReference, type StageReference } from './stage-reference.js';

/** `COPY INTO t` as it was written. */
export interface CopyStatement {
  readonly table: readonly string[];
  readonly columns: readonly string[] | undefined;
  readonly stage: StageReference;
  /** The query of a stage that transforms the records. */
  readonly query: readonly Token[] | undefined;
  readonly files: readonly string[] | undefined;
  readonly pattern: string | undefined;
  readonly fileFormat: FormatOptions | undefined;
  readonly options: Readonly<Record<string, string>>;
  /** Columns of the table, and the METADATA$ column that each is given. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly validation: Validation | undefined;
}

/** `VALIDATION_MODE`: nothing is loaded. */
export type Validation = { readonly rows: number } | 'ERRORS' | 'ALL_ERRORS';

/** `COPY INTO t [(columns)] FROM @stage[/path] | (query) …`. */
export function readCopy(reader: TokenReader): CopyStatement {
  reader.expect('COPY', 'INTO');
  const table = reader.name();
  const columns = reader.seesOperator('(') ? reader.list(() => reader.identifier()) : undefined;
  reader.expect('FROM');
  const query = reader.seesOperator('(') ? reader.parenthesised() : undefined;
  const stage = query === undefined ? readStage(reader) : stageOf(query);
  let files: readonly string[] | undefined;
  let pattern: string | undefined;
  let fileFormat: FormatOptions | undefined;
  let validation: Validation | undefined;
  const options: Record<string, string> = {};
  const metadata = new Map<string, string>();
  readClauses(reader, {
    FILES: () => {
      reader.expectOperator('=');
      files = reader.list(() => reader.string());
      if (files.length > 1000) throw invalidStatement('FILES names more than 1000 files', 'FILES');
    },
    PATTERN: () => {
      reader.expectOperator('=');
      pattern = reader.string();
    },
    FILE_FORMAT: () => {
      reader.expectOperator('=');
      fileFormat = readFormatOptions(reader);
    },
    INCLUDE_METADATA: () => {
      reader.expectOperator('=');
      for (const [name, value] of reader.list(() => readMetadata(reader)))
        metadata.set(name, value);
    },
    VALIDATION_MODE: () => {
      reader.expectOperator('=');
      validation = readValidation(reader.next().value);
    },
    ...copyOptionClauses(reader, options),
  });
  return {
    table,
    columns,
    stage,
    query,
    files,
    pattern,
    fileFormat,
    options,
    metadata,
    validation,
  };
}

/** Clauses that take each copy option into a record. */
function copyOptionClauses(
  reader: TokenReader,
  options: Record<string, string>,
): Readonly<Record<string, () => void>> {
  const clause = (): void => {
    reader.back(reader.position - 1);
    const [name, value] = readCopyOption(reader);
    options[name] = value;
  };
  return Object.fromEntries(copyOptionNames.map((name) => [name, clause]));
}

/** `@stage/path`, also between quotes; an external location is named by a stage alone. */
export function readStage(reader: TokenReader): StageReference {
  const token = reader.next();
  const isQuoted = token.kind === 'string';
  if (isQuoted && /^[a-z0-9]+:\/\//i.test(token.value)) {
    throw unsupported('an external location in COPY: name it by a stage');
  }
  if (token.kind !== 'stage' && !(isQuoted && token.value.startsWith('@'))) {
    throw unsupported('COPY INTO from anything but a stage');
  }
  return parseStageReference(token.value);
}

function stageOf(tokens: readonly Token[]): StageReference {
  const found = tokens.filter((token) => token.kind === 'stage');
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw unsupported('COPY INTO from a query of anything but one stage');
  }
  return parseStageReference(only.value);
}

function readMetadata(reader: TokenReader): readonly [string, string] {
  const column = reader.identifier();
  reader.expectOperator('=');
  return [column, reader.identifier()];
}

function readValidation(text: string): Validation {
  const value = text.toUpperCase();
  if (value === 'RETURN_ERRORS') return 'ERRORS';
  if (value === 'RETURN_ALL_ERRORS') return 'ALL_ERRORS';
  const rows = /^RETURN_(\d{1,9})_ROWS$/.exec(value)?.[1];
  if (rows === undefined) throw invalidStatement('VALIDATION_MODE does not take this value');
  return { rows: Number(rows) };
}
