import { rm } from 'node:fs/promises';
import type { ResultSet, Row } from '@das/core';
import {
  type ColumnObject,
  physicalTable,
  type TableObject,
} from '../catalogue/catalogue-object.js';
import { convert } from '../compile/convert.js';
import { duckString, typed } from '../compile/typed.js';
import { isSemiStructured, simple, varchar } from '../datatype/data-type.js';
import { fromDuckError } from '../engine/duck-error.js';
import type { StatementContext } from '../engine/statement-context.js';
import { findTarget } from '../statement/find-target.js';
import { executionFailed, invalidStatement, unsupported } from '../warehouse/errors.js';
import { readCsvHeader } from './csv-header.js';
import { type CopyStatement, type FileFormat, readCopy } from './read-copy.js';
import { findStage, listFiles, type StagedFile } from './stage-folder.js';

type CsvFormat = Extract<FileFormat, { type: 'CSV' }>;

/** `COPY INTO`: one bulk insert for each file, inside the transaction that is open. */
export async function copyInto(context: StatementContext): Promise<ResultSet> {
  const { state } = context;
  const statement = readCopy(context.reader);
  const table = findTarget(context, statement.table, ['INSERT']);
  const stage = findStage(state, statement.stage.name, 'READ');
  if (statement.purge) findStage(state, statement.stage.name, 'WRITE');
  const files = chooseFiles(statement, await listFiles(state, stage, statement.stage.path));
  const columns = targetColumns(statement, table);
  const rows = await state.transaction.write(
    table.id,
    async () => {
      const results: Row[] = [];
      try {
        for (const file of files) {
          const row = await loadFile(context, statement, table, columns, file);
          if (row !== undefined) results.push(row);
        }
        return results;
      } catch (error) {
        throw fromDuckError(error, (id) => columnName(table, id));
      }
    },
    { signal: context.signal },
  );
  if (statement.purge && !state.transaction.isOpen) {
    for (const file of files) await rm(file.file, { force: true });
  }
  return result(rows);
}

const resultNames = [
  'file',
  'status',
  'rows_parsed',
  'rows_loaded',
  'error_limit',
  'errors_seen',
  'first_error',
  'first_error_line',
  'first_error_character',
  'first_error_column_name',
];

function result(rows: readonly Row[]): ResultSet {
  const type = (name: string): string =>
    /rows|error_limit|errors_seen|line|character/.test(name) ? 'NUMBER(38,0)' : 'VARCHAR(16777216)';
  if (rows.length === 0) {
    return {
      columns: [{ name: 'status', type: 'VARCHAR(16777216)' }],
      rows: [{ status: 'Copy executed with 0 files processed.' }],
      rowsAffected: 0,
    };
  }
  return {
    columns: resultNames.map((name) => ({ name, type: type(name) })),
    rows,
    rowsAffected: rows.reduce((sum, row) => sum + Number(row.rows_loaded), 0),
  };
}

function chooseFiles(
  statement: CopyStatement,
  present: readonly StagedFile[],
): readonly StagedFile[] {
  const { files, stage } = statement;
  if (files === undefined) return present;
  const base = stage.path === '' || stage.path.endsWith('/') ? stage.path : `${stage.path}/`;
  return files.map((name) => {
    const path = `${base}${name}`;
    const file = present.find((candidate) => candidate.path === path);
    if (file === undefined) {
      throw executionFailed('a file of COPY INTO was not found in the stage', {
        number: 91_016,
        sqlState: '22000',
        place: path,
        next: 'upload the file before COPY INTO',
      });
    }
    return file;
  });
}

function targetColumns(statement: CopyStatement, table: TableObject): readonly ColumnObject[] {
  if (statement.columns === undefined) return table.columns;
  if (statement.matchesByName) {
    throw invalidStatement('a column list and MATCH_BY_COLUMN_NAME exclude each other');
  }
  return statement.columns.map((name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw invalidStatement(`invalid identifier ${name}`, name, 904);
    return column;
  });
}

async function loadFile(
  context: StatementContext,
  statement: CopyStatement,
  table: TableObject,
  columns: readonly ColumnObject[],
  file: StagedFile,
): Promise<Row | undefined> {
  const { connection } = context.state;
  const name = `${statement.stage.name.at(-1)?.toLowerCase() ?? ''}/${file.path}`;
  const fingerprint = `${file.size}:${file.modified.getTime()}`;
  if (!statement.force) {
    const known = await connection.runAndReadAll(
      'SELECT 1 FROM das_catalogue.loads WHERE table_id = $1 AND file = $2 AND fingerprint = $3',
      [table.id, name, fingerprint],
    );
    if (known.currentRowCount > 0) return undefined;
  }
  const query =
    statement.format.type === 'JSON'
      ? await jsonQuery(context, statement, statement.format, columns, file)
      : await csvQuery(statement, statement.format, columns, file);
  const list = columns.map((column) => `c${column.id}`).join(', ');
  const inserted = await connection.run(`INSERT INTO ${physicalTable(table)} (${list}) ${query}`);
  await connection.run('INSERT INTO das_catalogue.loads VALUES ($1, $2, $3)', [
    table.id,
    name,
    fingerprint,
  ]);
  return {
    file: name,
    status: 'LOADED',
    rows_parsed: inserted.rowsChanged,
    rows_loaded: inserted.rowsChanged,
    error_limit: 1,
    errors_seen: 0,
    first_error: null,
    first_error_line: null,
    first_error_character: null,
    first_error_column_name: null,
  };
}

function compressionOf(format: FileFormat, file: StagedFile): string {
  const isGzip =
    format.compression === 'GZIP' || (format.compression === 'AUTO' && file.path.endsWith('.gz'));
  return isGzip ? 'gzip' : 'uncompressed';
}

/** A folder called `REGION=EMEA` is no column: DuckDB would put its value before the file's own. */
const asWritten = 'hive_partitioning = false';

async function jsonQuery(
  context: StatementContext,
  statement: CopyStatement,
  format: Extract<FileFormat, { type: 'JSON' }>,
  columns: readonly ColumnObject[],
  file: StagedFile,
): Promise<string> {
  const options = [
    `format = '${format.stripOuterArray ? 'array' : 'newline_delimited'}'`,
    `compression = '${compressionOf(format, file)}'`,
    asWritten,
  ].join(', ');
  const path = duckString(file.file);
  const objects = `read_json_objects(${path}, ${options})`;
  if (!statement.matchesByName) {
    const [only, ...others] = columns;
    if (only === undefined || others.length > 0 || !isSemiStructured(only.type)) {
      throw invalidStatement('JSON without MATCH_BY_COLUMN_NAME loads into one VARIANT column');
    }
    return `SELECT json FROM ${objects}`;
  }
  // The keys of all rows, so that a key matches a column whatever its case, as on Snowflake.
  const reader = await context.state.connection.runAndReadAll(
    `SELECT DISTINCT unnest(json_keys(json)) FROM ${objects}`,
  );
  const keys = reader.getRows().map(([key]) => String(key));
  const used = columns.map((column) => ({
    column,
    keys: keys.filter((key) => key.toUpperCase() === column.name.toUpperCase()),
  }));
  const names = used.flatMap((each) => each.keys);
  if (names.length === 0) return `SELECT ${columns.map(() => 'NULL').join(', ')} FROM ${objects}`;
  // DuckDB cannot read two spellings of one key as columns; taking the keys one by one is slower.
  const isPlain = new Set(names.map((name) => name.toUpperCase())).size === names.length;
  const values = used.map(({ column, keys: own }) => {
    const isJson = isSemiStructured(column.type);
    const parts = own.map((key) => {
      if (isPlain) return `"${key.replaceAll('"', '""')}"`;
      const pointer = duckString(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      return `${isJson ? 'json_extract' : 'json_extract_string'}(json, ${pointer})`;
    });
    if (parts.length === 0) return 'NULL';
    const sql = parts.length === 1 ? (parts[0] ?? 'NULL') : `COALESCE(${parts.join(', ')})`;
    return convert(typed(sql, isJson ? column.type : varchar), column.type).sql;
  });
  if (!isPlain) return `SELECT ${values.join(', ')} FROM ${objects}`;
  const read = used.flatMap(({ column, keys: own }) =>
    own.map((key) => `${duckString(key)}: '${isSemiStructured(column.type) ? 'JSON' : 'VARCHAR'}'`),
  );
  return `SELECT ${values.join(', ')} FROM read_json(${path}, columns = {${read.join(', ')}}, ${options})`;
}

async function csvQuery(
  statement: CopyStatement,
  format: CsvFormat,
  columns: readonly ColumnObject[],
  file: StagedFile,
): Promise<string> {
  const path = duckString(file.file);
  const nulls = [...format.nullIf, ...(format.emptyIsNull ? [''] : [])];
  const options = [
    `delim = ${duckString(format.delimiter)}`,
    `quote = ${duckString(format.enclosedBy)}`,
    `escape = ${duckString(format.enclosedBy)}`,
    `nullstr = [${(nulls.length > 0 ? nulls : ['\\N']).map(duckString).join(', ')}]`,
    'allow_quoted_nulls = false',
    `compression = '${compressionOf(format, file)}'`,
    asWritten,
    "comment = ''",
  ];
  if (format.parseHeader !== statement.matchesByName) {
    throw unsupported('CSV with only one of PARSE_HEADER and MATCH_BY_COLUMN_NAME');
  }
  const names = format.parseHeader
    ? await readCsvHeader(file.file, {
        delimiter: format.delimiter,
        enclosedBy: format.enclosedBy,
        isGzip: compressionOf(format, file) === 'gzip',
      })
    : columns.map((column) => column.name);
  const fields = names.map((_, at) => `'f${at + 1}': 'VARCHAR'`).join(', ');
  const all = [
    ...options,
    'header = false',
    `skip = ${format.parseHeader ? 1 : format.skipHeader}`,
    'auto_detect = false',
    `columns = {${fields}}`,
  ];
  const values = columns.map((column, position) => {
    const at = format.parseHeader
      ? names.findIndex((name) => name.toUpperCase() === column.name.toUpperCase())
      : position;
    return at < 0 ? 'NULL' : fromText(`f${at + 1}`, column);
  });
  return `SELECT ${values.join(', ')} FROM read_csv(${path}, ${all.join(', ')})`;
}

function fromText(sql: string, column: ColumnObject): string {
  if (isSemiStructured(column.type)) {
    if (column.type.kind === 'VARIANT') return convert(typed(sql, varchar), simple('VARIANT')).sql;
    return `CAST(${sql} AS JSON)`;
  }
  return convert(typed(sql, varchar), column.type).sql;
}

function columnName(table: TableObject, id: string): string {
  return table.columns.find((column) => `c${column.id}` === id)?.name ?? 'of the table';
}
