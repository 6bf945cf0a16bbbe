import type { ColumnObject, TableObject } from '../catalogue/catalogue-object.js';
import type { Compilation } from '../compile/compilation.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { isSemiStructured, numberType, simple, varchar } from '../datatype/data-type.js';
import { defaultOf } from '../statement/insert.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { LoadOptions } from './copy-options.js';
import type { FileFormat } from './file-format.js';
import type { FileSource } from './file-source.js';
import { faultKind, type LoadedColumn, loadedValue, rawText } from './load-value.js';
import type { CopyStatement } from './read-copy.js';
import type { StagedFile } from './stage-folder.js';

/** The columns that a load fills, before any file is looked at. */
export interface LoadTarget {
  readonly table: TableObject;
  readonly columns: readonly ColumnObject[];
  readonly format: FileFormat;
  readonly options: LoadOptions;
  readonly statement: CopyStatement;
}

/** The columns that COPY names, or all. */
export function targetColumns(
  statement: CopyStatement,
  table: TableObject,
  options: LoadOptions,
): readonly ColumnObject[] {
  const find = (name: string): ColumnObject => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw invalidStatement(`invalid identifier ${name}`, name, 904);
    return column;
  };
  const byName = options.matchByName !== 'NONE';
  if (statement.metadata.size > 0 && !byName) {
    throw invalidStatement('INCLUDE_METADATA needs MATCH_BY_COLUMN_NAME', 'INCLUDE_METADATA');
  }
  for (const name of statement.metadata.keys()) find(name);
  if (statement.columns === undefined) return table.columns;
  if (byName) throw invalidStatement('a column list and MATCH_BY_COLUMN_NAME exclude each other');
  if (new Set(statement.columns).size < statement.columns.length) {
    throw invalidStatement('a column is named twice');
  }
  return statement.columns.map(find);
}

/** Where a file lies for METADATA$ columns. */
export interface FileMetadata {
  readonly name: string;
  readonly file: StagedFile;
  readonly contentKey: string;
  readonly startedAt: Date;
}

/** The METADATA$ columns of a staged file; `n` is the number of the record. */
export function metadataValue(name: string, number: string, of: FileMetadata): Typed | undefined {
  const moment = (date: Date): string =>
    `TIMESTAMP '${date.toISOString().replace('T', ' ').replace('Z', '')}'`;
  switch (name) {
    case 'METADATA$FILENAME':
      return typed(duckString(of.name), varchar);
    case 'METADATA$FILE_ROW_NUMBER':
      return typed(`CAST(${number} AS DECIMAL(38,0))`, numberType());
    case 'METADATA$FILE_CONTENT_KEY':
      return typed(duckString(of.contentKey), varchar);
    case 'METADATA$FILE_LAST_MODIFIED':
      return typed(moment(of.file.modified), simple('TIMESTAMP_NTZ'));
    case 'METADATA$START_SCAN_TIME':
      return typed(moment(of.startedAt), simple('TIMESTAMP_LTZ'));
    default:
      return undefined;
  }
}

/** What each column is given from the fields of a file. */
export function planColumns(
  target: LoadTarget,
  source: FileSource,
  metadata: FileMetadata,
): readonly LoadedColumn[] {
  const { format, options, statement } = target;
  if (options.matchByName !== 'NONE') return planByName(target, source, metadata);
  if (format.type === 'CSV') {
    return target.columns.map((column, at) => ({
      column,
      raw: source.positioned(at + 1) ?? typed('NULL', { kind: 'NULL' }),
      isConverted: false,
    }));
  }
  const [only, ...others] = target.columns;
  const isVariant = only !== undefined && isSemiStructured(only.type);
  if (only === undefined || others.length > 0 || !isVariant) {
    throw invalidStatement(
      `${format.type} without MATCH_BY_COLUMN_NAME or a query loads into one VARIANT column`,
      statement.table.join('.'),
    );
  }
  const raw = source.positioned(1) ?? typed('NULL', { kind: 'NULL' });
  return [{ column: only, raw, isConverted: false }];
}

function planByName(
  { format, options, columns, statement }: LoadTarget,
  source: FileSource,
  metadata: FileMetadata,
): readonly LoadedColumn[] {
  const folded = (name: string): string =>
    options.matchByName === 'CASE_INSENSITIVE' ? name.toUpperCase() : name;
  return columns.map((column): LoadedColumn => {
    const named = statement.metadata.get(column.name);
    if (named !== undefined) {
      const value = metadataValue(named, 's.n', metadata);
      if (value === undefined) throw unsupported(`the metadata column ${named}`, named);
      return { column, raw: value, isConverted: true };
    }
    const names = source.names.filter((name) => folded(name) === folded(column.name));
    if (names.length === 0) {
      return { column, raw: typed('NULL', { kind: 'NULL' }), isConverted: true };
    }
    const raw = rawText(source.named(names, isSemiStructured(column.type)), format);
    return { column, raw, isConverted: false };
  });
}

/** A load of one file as DuckDB text: the values, and what is wrong with each record. */
export interface LoadQuery {
  readonly physical: readonly string[];
  /** Values that stop the statement when one does not fit. */
  readonly strict: string;
  /** Values of the records that fit; only for a source that is scanned. */
  readonly lenient: string;
  /** `n`, `l`, `pos` and `e`, the fault, of each record; only for a source that is scanned. */
  readonly faults: string;
}

/** Writes the load of a file; columns that are not loaded get their defaults. */
export function loadQuery(
  target: LoadTarget,
  source: Pick<FileSource, 'from' | 'isScanned'>,
  given: readonly LoadedColumn[],
  compilation: Compilation,
): LoadQuery {
  const { from, loaded } = readOnce(source, given);
  const { table, format, options } = target;
  const others = table.columns.filter(
    (column) => !loaded.some((each) => each.column.id === column.id),
  );
  const defaults = others.map((column) => defaultOf(column, compilation).sql);
  const values = (mode: 'cast' | 'try'): readonly string[] => [
    ...loaded.map((each) => loadedValue(each, format, options.truncates, mode)),
    ...defaults,
  ];
  const tests = loaded.flatMap((each) => faultTests(target, each));
  const fault = ['WHEN s.bad IS NOT NULL THEN s.bad', ...tests].join(' ');
  return {
    physical: [...loaded.map((each) => each.column), ...others].map((column) => `c${column.id}`),
    strict: `SELECT ${values('cast').join(', ')} FROM ${from}`,
    lenient: `SELECT ${values('try').join(', ')} FROM ${from} WHERE (CASE ${fault} END) IS NULL`,
    faults: `SELECT s.n, s.l, s.pos, (CASE ${fault} END) AS e FROM ${from}`,
  };
}

/** Each value under a name of its own: a conversion looks at it more than once. */
function readOnce(
  { from, isScanned }: Pick<FileSource, 'from' | 'isScanned'>,
  given: readonly LoadedColumn[],
): { from: string; loaded: readonly LoadedColumn[] } {
  const scanned = isScanned ? ['s.n', 's.l', 's.bad', 's.pos'] : [];
  const list = [...scanned, ...given.map(({ raw }, at) => `${raw.sql} AS r${at + 1}`)];
  const loaded = given.map((each, at) => ({
    ...each,
    raw: each.raw.type.kind === 'NULL' ? each.raw : typed(`s.r${at + 1}`, each.raw.type),
  }));
  return { from: `(SELECT ${list.join(', ')} FROM ${from} AS s) AS s`, loaded };
}

function faultTests({ table, format, options }: LoadTarget, each: LoadedColumn): readonly string[] {
  const { column, raw } = each;
  const at = table.columns.findIndex(({ id }) => id === column.id);
  const value = loadedValue(each, format, options.truncates, 'try');
  const tests: string[] = [];
  if (raw.type.kind !== 'NULL') {
    // The null of a VARIANT is NULL to any other type, which is no fault.
    const isThere = isSemiStructured(raw.type)
      ? `json_type(${raw.sql}) <> 'NULL'`
      : `${raw.sql} IS NOT NULL`;
    tests.push(`WHEN ${isThere} AND ${value} IS NULL THEN '${at}:${faultKind(column.type)}'`);
  }
  if (column.notNull) tests.push(`WHEN ${value} IS NULL THEN '${at}:null'`);
  return tests;
}
