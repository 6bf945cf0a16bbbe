import { Compilation } from '../compile/compilation.js';
import type { StatementContext } from '../engine/statement-context.js';
import type { SideTable } from '../engine/table-change.js';
import { executionFailed } from '../warehouse/errors.js';
import type { RowWriter } from '../writing/row-writer.js';
import type { LoadedFile } from './copy-result.js';
import { type FileSource, openSource, type SourceNeeds } from './file-source.js';
import { faultKindOf, faultNumbers, type LoadFault, reportFault } from './load-faults.js';
import {
  type FileMetadata,
  type LoadQuery,
  type LoadTarget,
  loadQuery,
  planColumns,
} from './load-plan.js';
import { type LoadTransformation, planTransformation } from './load-query.js';
import { md5Of, type StagedFile } from './stage-folder.js';
import type { StagePlace } from './stage-place.js';

/** One `COPY INTO t`, ready to look at its files. */
export interface Load extends LoadTarget {
  readonly context: StatementContext;
  readonly stage: StagePlace;
  readonly transformation: LoadTransformation | undefined;
  readonly startedAt: Date;
  /** Whether files are taken to be what they look like: quicker, and the error says less. */
  readonly isTrusting: boolean;
}

/** Whether nothing but the names of the columns counts in a file of JSON, which need not be looked at first. */
export function trustsNames({ isTrusting, format, options }: Load): boolean {
  return isTrusting && format.type === 'JSON' && options.matchByName === 'CASE_SENSITIVE';
}

/** A file that was opened, with the text of its load; the caller drops the source. */
export interface OpenedFile {
  readonly file: StagedFile;
  readonly name: string;
  readonly source: FileSource;
  readonly query: LoadQuery;
}

/** Opens a file and writes its load. `scans` where faults are to be told apart. */
export async function openForLoad(
  load: Load,
  file: StagedFile,
  scans: boolean,
): Promise<OpenedFile> {
  const { context, stage, format, options, statement, transformation } = load;
  const byName = options.matchByName !== 'NONE';
  const readsContentKey = context.tokens.some(({ value }) => value === 'METADATA$FILE_CONTENT_KEY');
  const byPosition = !byName && transformation === undefined;
  const needs: SourceNeeds = {
    scans: scans || statement.metadata.size > 0 || transformation !== undefined,
    byName,
    names: trustsNames(load) ? load.columns.map(({ name }) => name) : undefined,
    width: transformation?.width ?? (byName ? 0 : load.columns.length),
    expected: byPosition ? load.columns.length : undefined,
    signal: context.signal,
  };
  const source = await openSource(context.state, file, format, needs);
  try {
    const metadata: FileMetadata = {
      name: `${stage.inBucket}${file.path}`,
      file,
      contentKey: readsContentKey ? await md5Of(file.file) : '',
      startedAt: load.startedAt,
    };
    const plan =
      transformation === undefined
        ? planColumns(load, source, metadata)
        : await planTransformation(context, load, transformation, source, metadata);
    const compilation = new Compilation(context.engine.catalogue, context.state.context(), []);
    const query = loadQuery(load, source, plan, compilation);
    return { file, name: `${stage.label}${file.path}`, source, query };
  } catch (error) {
    await source.drop();
    throw error;
  }
}

/** What is wrong with the records of a file. */
export interface FaultCount {
  readonly rows: number;
  readonly errors: number;
  readonly first: LoadFault | undefined;
}

/** Counts the faults of a file that was scanned, or of its first records. */
export async function countFaults(
  load: Load,
  { query }: OpenedFile,
  limit?: number,
): Promise<FaultCount> {
  const faults = limit === undefined ? query.faults : `${query.faults} ORDER BY s.n LIMIT ${limit}`;
  const { connection } = load.context.state;
  const reader = await connection.runAndReadAll(
    `SELECT count(*), count(e), arg_min(e, n), arg_min(l, n) FILTER (WHERE e IS NOT NULL), arg_min(COALESCE(pos, -1), n) FILTER (WHERE e IS NOT NULL) FROM (${faults})`,
  );
  const [rows, errors, code, line, character] = reader.getRows()[0] ?? [];
  const first =
    typeof code !== 'string'
      ? undefined
      : {
          code,
          line: Number(line),
          character: Number(character) < 0 ? null : Number(character),
        };
  return { rows: Number(rows), errors: Number(errors), first };
}

/** Inserts the records of a file as its ON_ERROR wants it, inside the transaction that is open. */
export async function insertFile(
  load: Load,
  opened: OpenedFile,
  counted: FaultCount | undefined,
  rows: RowWriter,
): Promise<LoadedFile> {
  const { query, name } = opened;
  const { onError } = load.options;
  const base = { file: name, first_error_line: null, first_error_character: null };
  if (counted === undefined || counted.errors === 0) {
    const loaded = await rows.insert(query.physical, { sql: query.strict });
    return {
      ...base,
      status: 'LOADED',
      rows_parsed: loaded,
      rows_loaded: loaded,
      error_limit: errorLimit(load, loaded),
      errors_seen: 0,
      first_error: null,
      first_error_column_name: null,
    };
  }
  const { first, errors } = counted;
  if (onError.kind === 'ABORT') throw faultError(load, name, first);
  const isSkipped =
    onError.kind === 'SKIP_FILE' &&
    (onError.isPercent ? errors * 100 > onError.limit * counted.rows : errors >= onError.limit);
  const loaded = isSkipped ? 0 : await rows.insert(query.physical, { sql: query.lenient });
  const report = first === undefined ? undefined : reportFault(first.code, load.table);
  return {
    file: name,
    status: loaded === 0 ? 'LOAD_FAILED' : 'PARTIALLY_LOADED',
    rows_parsed: counted.rows,
    rows_loaded: loaded,
    error_limit: errorLimit(load, counted.rows),
    errors_seen: errors,
    first_error: report?.message ?? null,
    first_error_line: first?.line ?? null,
    first_error_character: first?.character ?? null,
    first_error_column_name: report?.columnName ?? null,
  };
}

function errorLimit({ options: { onError } }: Load, rows: number): number {
  if (onError.kind === 'ABORT') return 1;
  if (onError.kind === 'CONTINUE') return rows;
  return onError.isPercent ? Math.ceil((rows * onError.limit) / 100) : onError.limit;
}

/** The row of a file that could not be opened at all. */
export function unreadable(load: Load, name: string, message: string): LoadedFile {
  return {
    file: name,
    status: 'LOAD_FAILED',
    rows_parsed: 0,
    rows_loaded: 0,
    error_limit: errorLimit(load, 0) || 1,
    errors_seen: 1,
    first_error: message,
    first_error_line: 1,
    first_error_character: null,
    first_error_column_name: null,
  };
}

/** The error of a load that one record stops: where it stands, and never what it holds. */
export function faultError(load: Load, name: string, fault: LoadFault | undefined): Error {
  const code = fault?.code ?? 'value';
  const { message, columnName } = reportFault(code, load.table);
  const place = [
    `file ${name}`,
    ...(fault === undefined ? [] : [`line ${fault.line}`]),
    ...(columnName === null ? [] : [`column ${columnName}`]),
  ].join(', ');
  return executionFailed(`${message} (${place})`, {
    ...faultNumbers[faultKindOf(code)],
    place,
    next: 'correct the file, or load the rest of it with another ON_ERROR',
  });
}

/** Writes down what became of a file. */
export async function remember(
  load: Load,
  opened: { readonly file: StagedFile; readonly result: LoadedFile },
  history: SideTable,
): Promise<void> {
  const { file, result } = opened;
  const moment = (date: Date): string => date.toISOString().replace('T', ' ').replace('Z', '');
  const values: readonly (readonly [string, string, string | number | null])[] = [
    ['table_id', 'BIGINT', load.table.id],
    ['file', 'VARCHAR', result.file],
    ['fingerprint', 'VARCHAR', fingerprintOf(file)],
    ['stage', 'VARCHAR', load.stage.name],
    ['bytes', 'BIGINT', file.size],
    ['modified', 'TIMESTAMP', moment(file.modified)],
    ['row_count', 'BIGINT', result.rows_loaded],
    ['row_parsed', 'BIGINT', result.rows_parsed],
    ['error_count', 'BIGINT', result.errors_seen],
    ['error_limit', 'BIGINT', result.error_limit],
    ['first_error', 'VARCHAR', result.first_error],
    ['first_error_line', 'BIGINT', result.first_error_line],
    ['first_error_character', 'BIGINT', result.first_error_character],
    ['first_error_column', 'VARCHAR', result.first_error_column_name],
    ['status', 'VARCHAR', result.status],
    ['loaded_at', 'TIMESTAMP', moment(load.startedAt)],
    ['is_forgotten', 'BOOLEAN', 'false'],
  ];
  const list = values.map(([, type], at) => `CAST($${at + 1} AS ${type})`).join(', ');
  await history.rows.insert(
    values.map(([name]) => name),
    { sql: `SELECT ${list}`, values: values.map(([, , value]) => value) },
  );
}

/** What changes when a file does. */
export function fingerprintOf(file: StagedFile): string {
  return `${file.size}:${file.modified.getTime()}`;
}
