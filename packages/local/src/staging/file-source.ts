import { duckString, type Typed, typed } from '../compile/typed.js';
import { simple, varchar } from '../datatype/data-type.js';
import type { SessionState } from '../engine/session-state.js';
import { executionFailed } from '../warehouse/errors.js';
import type { CsvFormat, FileFormat, JsonFormat } from './file-format.js';
import { type JsonRelation, jsonRelation, keysOf } from './json-relation.js';
import { notFinite } from './load-value.js';
import { type ParquetColumn, parquetColumns } from './parquet-columns.js';
import { scanCsv } from './scan-csv.js';
import type { StagedFile } from './stage-folder.js';
import { checkStagePath } from './stage-reference.js';

/** The records of one staged file, as something that FROM can hold under the alias `s`. */
export interface FileSource {
  /** The table, with the columns `n`, `l`, `bad` and `pos` if it is scanned. */
  readonly from: string;
  readonly isScanned: boolean;
  /** Whether the file has records that cannot be read; then it must be scanned. */
  readonly isBroken: boolean;
  /** What the records call their fields, where they do: a header, keys, columns. */
  readonly names: readonly string[];
  /** The value of the fields of these names; the first that is not NULL, as text where it is text. */
  named(names: readonly string[], asJson: boolean): Typed;
  /** The field at a position, from 1: `$1`. Nothing when the format has no more fields. */
  positioned(position: number): Typed | undefined;
  drop(): Promise<void>;
}

export interface SourceNeeds {
  /** Whether numbers of records, or what is wrong with each, are needed. */
  readonly scans: boolean;
  /** Whether the fields are found by name. */
  readonly byName: boolean;
  /**
   * The only names that count, exactly as they are written: then a file of JSON is not read to find its
   * keys, and what is wrong with it shows when it is loaded.
   */
  readonly names?: readonly string[] | undefined;
  /** How many fields of a CSV file are read. */
  readonly width: number;
  /** How many it must have; absent: any. */
  readonly expected?: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Opens a staged file for reading. The caller drops the source. */
export async function openSource(
  state: SessionState,
  file: StagedFile,
  format: FileFormat,
  needs: SourceNeeds,
): Promise<FileSource> {
  checkStagePath(file.path);
  switch (format.type) {
    case 'CSV':
      return await csvSource(state, file, format, needs);
    case 'JSON':
      return await jsonSource(state, file, format, needs);
    case 'PARQUET':
      return await parquetSource(state, file, needs);
  }
}

function scratch(state: SessionState): string {
  return `temp.main.f${state.engine.nextId()}`;
}

function dropTable(state: SessionState, table: string): () => Promise<void> {
  return async () => {
    await state.connection.run(`DROP TABLE IF EXISTS ${table}`);
  };
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function first(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? 'NULL') : `COALESCE(${values.join(', ')})`;
}

async function csvSource(
  state: SessionState,
  file: StagedFile,
  format: CsvFormat,
  needs: SourceNeeds,
): Promise<FileSource> {
  const { connection } = state;
  const table = scratch(state);
  const { width } = needs;
  const drop = dropTable(state, table);
  try {
    const expected = format.errorOnCount ? needs.expected : undefined;
    const scan = { table, width, expected, number: 1, signal: needs.signal };
    const names = (await scanCsv(connection, file.file, format, scan)) ?? [];
    const field = (position: number): Typed => typed(`s.f${position}`, varchar);
    return {
      from: table,
      isScanned: true,
      isBroken: false,
      names,
      named: (wanted) =>
        typed(first(wanted.map((name) => field(names.indexOf(name) + 1).sql)), varchar),
      positioned: (position) => (position <= width ? field(position) : undefined),
      drop,
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function jsonSource(
  state: SessionState,
  file: StagedFile,
  format: JsonFormat,
  needs: SourceNeeds,
): Promise<FileSource> {
  const { connection } = state;
  const isTrusted = needs.names !== undefined && !needs.scans;
  const relation = await jsonRelation(state, file.file, format, needs.byName, isTrusted);
  const objects = `read_json_objects(${duckString(relation.path)}, ${relation.options}${relation.isBroken ? ', ignore_errors = true' : ''})`;
  if (!needs.scans && !relation.isBroken) {
    const names = isTrusted ? (needs.names ?? []) : relation.keys;
    return directJson(relation, objects, names, needs.byName);
  }
  const table = scratch(state);
  const drop = async (): Promise<void> => {
    await dropTable(state, table)();
    await relation.drop();
  };
  try {
    await connection.run(
      `CREATE TEMP TABLE ${table} AS SELECT CAST(row_number() OVER () AS BIGINT) AS n, CAST(row_number() OVER () AS BIGINT) AS l, CASE WHEN json IS NULL OR ${notFinite('json')} THEN 'json' END AS bad, CAST(NULL AS BIGINT) AS pos, json AS j FROM ${objects}`,
    );
    const documents = `(SELECT j AS json FROM ${table})`;
    const names = needs.byName ? await keysOf(connection, documents) : [];
    return {
      from: table,
      isScanned: true,
      isBroken: relation.isBroken,
      names,
      named: (wanted, asJson) => byPointer('s.j', wanted, asJson),
      positioned: (position) => (position === 1 ? typed('s.j', simple('VARIANT')) : undefined),
      drop,
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

function byPointer(json: string, names: readonly string[], asJson: boolean): Typed {
  const values = names.map((name) => {
    const pointer = duckString(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    const text = `json_extract_string(${json}, ${pointer})`;
    // The JSON null of a field is no value.
    const value = `json_extract(${json}, ${pointer})`;
    return asJson ? `(CASE WHEN json_type(${value}) <> 'NULL' THEN ${value} END)` : text;
  });
  return typed(first(values), asJson ? simple('VARIANT') : varchar);
}

/** The fast way: DuckDB reads the keys as columns, without looking at each record on its own. */
function directJson(
  relation: JsonRelation,
  objects: string,
  names: readonly string[],
  byName: boolean,
): FileSource {
  const common = { isScanned: false, isBroken: false, drop: relation.drop, names };
  // DuckDB cannot read two spellings of one key as columns.
  const isPlain = new Set(names.map((name) => name.toUpperCase())).size === names.length;
  if (!byName || !isPlain || names.length === 0) {
    return {
      ...common,
      from: `(SELECT json AS j FROM ${objects})`,
      named: (wanted, asJson) => byPointer('s.j', wanted, asJson),
      positioned: (position) => (position === 1 ? typed('s.j', simple('VARIANT')) : undefined),
    };
  }
  const used = new Map<string, boolean>();
  return {
    ...common,
    get from() {
      // Only what was asked for is read.
      const columns = [...used].map(
        ([name, asJson]) => `${duckString(name)}: '${asJson ? 'JSON' : 'VARCHAR'}'`,
      );
      if (columns.length === 0) return objects;
      return `read_json(${duckString(relation.path)}, columns = {${columns.join(', ')}}, records = true, ${relation.options})`;
    },
    named: (wanted, asJson) => {
      for (const name of wanted) used.set(name, asJson);
      const sql = first(wanted.map((name) => `s.${quoted(name)}`));
      return typed(sql, asJson ? simple('VARIANT') : varchar);
    },
    positioned: () => undefined,
  };
}

async function parquetSource(
  state: SessionState,
  file: StagedFile,
  needs: SourceNeeds,
): Promise<FileSource> {
  const { connection } = state;
  const read = `read_parquet(${duckString(file.file)}, hive_partitioning = false, filename = false)`;
  let columns: readonly ParquetColumn[];
  try {
    columns = await parquetColumns(connection, read);
  } catch {
    throw executionFailed('a staged file is no Parquet file', {
      number: 100_132,
      next: 'upload the file again',
    });
  }
  const list = columns.map(({ sql }, at) => `${sql} AS p${at + 1}`).join(', ');
  const members = columns.map(
    (column, at) => `${duckString(column.name)}, ${column.json(`s.p${at + 1}`)}`,
  );
  const inner = `(SELECT ${list} FROM ${read})`;
  const names = columns.map(({ name }) => name);
  const source = {
    isBroken: false,
    names,
    named: (wanted: readonly string[], asJson: boolean): Typed => {
      const found = wanted.map((name) => names.indexOf(name));
      const [only = 0] = found;
      const type = columns[only]?.type ?? varchar;
      if (!asJson && found.length === 1) return typed(`s.p${only + 1}`, type);
      const values = found.map((at) => {
        const json = columns[at]?.json(`s.p${at + 1}`) ?? 'NULL';
        return `(CASE WHEN s.p${at + 1} IS NOT NULL THEN ${json} END)`;
      });
      return typed(first(values), simple('VARIANT'));
    },
    positioned: (position: number): Typed | undefined =>
      position === 1 ? typed(`json_object(${members.join(', ')})`, simple('VARIANT')) : undefined,
  };
  if (!needs.scans)
    return { ...source, from: inner, isScanned: false, drop: async () => undefined };
  const table = scratch(state);
  await connection.run(
    `CREATE TEMP TABLE ${table} AS SELECT CAST(row_number() OVER () AS BIGINT) AS n, CAST(row_number() OVER () AS BIGINT) AS l, CAST(NULL AS VARCHAR) AS bad, CAST(NULL AS BIGINT) AS pos, * FROM ${inner}`,
  );
  return { ...source, from: table, isScanned: true, drop: dropTable(state, table) };
}
