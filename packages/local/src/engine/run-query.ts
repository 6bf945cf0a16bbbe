import type { BindValue, ResultColumn, ResultSet, Row } from '@das/core';
import { Compilation, type Frame, type SessionContext } from '../compile/compilation.js';
import type { CompiledQuery, OutputColumn } from '../compile/compile-query.js';
import { compileQuery } from '../compile/compile-query.js';
import { Scope } from '../compile/scope.js';
import { duckString } from '../compile/typed.js';
import { formatType } from '../datatype/data-type.js';
import { secondLook } from '../enforcement/second-look.js';
import type { Query } from '../query/query.js';
import { resultValue } from '../shaping/result-value.js';
import { mainAccount } from '../shares/accounts.js';
import { cancelled, unsupported } from '../warehouse/errors.js';
import { duckValue } from './database.js';
import { fromDuckError } from './duck-error.js';
import type { Engine } from './engine.js';
import { interruptOnAbort } from './interrupt-on-abort.js';
import type { SessionState } from './session-state.js';

/** A query that was compiled for a role, and looked at a second time. */
export interface PreparedQuery extends CompiledQuery {
  readonly compilation: Compilation;
  /** The values of `$1`, `$2`, … in the text. */
  readonly parameters: readonly BindValue[];
}

/** DuckDB text that may stop a statement on one row: then a hidden row must never reach it. */
const canFail =
  /error\('DAS:|datediff|(?<!_)CAST\((?!['$N]|\d+ AS )|strptime|repeat\(|pad\(|make_date|regexp_(?:full_match|replace|extract)|to_(?:hours|microseconds)\(/;

/**
 * Compiles with `build`, fences the row access filters when an expression of the statement may
 * fail, and takes the second look.
 */
export async function prepare(
  engine: Engine,
  session: SessionContext,
  binds: readonly BindValue[],
  build: (compilation: Compilation) => CompiledQuery,
): Promise<PreparedQuery> {
  let compilation = new Compilation(engine.catalogue, session, binds);
  let compiled = build(compilation);
  const mayFail = compilation.mayFail || canFail.test(compiled.sql);
  if (compilation.hidesRows && mayFail) {
    compilation = new Compilation(engine.catalogue, session, binds, true);
    compiled = build(compilation);
  }
  await lookAgain(engine, compiled.sql, compilation);
  if (compilation.readsHistory) await engine.history.flush();
  session.record?.compiled(compilation.usage);
  return { ...compiled, compilation, parameters: compilation.parameters };
}

/** Compiles a query of the user. */
export async function prepareQuery(
  engine: Engine,
  session: SessionContext,
  binds: readonly BindValue[],
  query: Query,
  frame?: Partial<Frame>,
): Promise<PreparedQuery> {
  return await prepare(engine, session, binds, (compilation) =>
    compileQuery(query, {
      compilation,
      frame: { ...compilation.frame(), ...frame },
      scope: new Scope(),
    }),
  );
}

export async function lookAgain(
  engine: Engine,
  sql: string,
  compilation: Compilation,
): Promise<void> {
  if (compilation.readsHistory && engine.account !== mainAccount) {
    throw unsupported(`the history of another account than ${mainAccount}`);
  }
  let serialized: string;
  try {
    const reader = await engine.parser.runAndReadAll(
      `SELECT CAST(json_serialize_sql(${duckString(sql)}) AS VARCHAR)`,
    );
    serialized = String(reader.getRows()[0]?.[0]);
  } catch (error) {
    throw fromDuckError(error);
  }
  secondLook(serialized, compilation.tables, new Set(compilation.sequences.values()));
}

/** The values of one column as DuckDB gives them, for up to 2,048 rows. */
export type DuckColumn = readonly unknown[];

/** Runs a prepared query and yields its rows, a chunk of at most 2,048 at a time. */
export async function* chunks(
  state: SessionState,
  query: PreparedQuery,
  signal?: AbortSignal,
): AsyncGenerator<Row[]> {
  const names = uniqueNames(query.columns);
  for await (const { columns, rowCount } of duckChunks(state, query, signal)) {
    yield rowsOf(columns, names, query.columns, rowCount);
  }
}

/** Runs a prepared query and yields its columns as DuckDB gives them. */
export async function* duckChunks(
  state: SessionState,
  query: PreparedQuery,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly columns: readonly DuckColumn[]; readonly rowCount: number }> {
  if (signal?.aborted === true) throw cancelled();
  let leave: (() => void) | undefined;
  const stop = interruptOnAbort(state.connection, signal);
  try {
    const values = query.parameters.map(duckValue);
    leave = state.engine.sequenceGate.enter(query.compilation.sequences.keys());
    const kept = state.record?.keep(query.columns);
    const result = await state.connection.stream(query.sql, values);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      const columns = chunk.getColumns();
      kept?.add(columns, chunk.rowCount);
      yield { columns, rowCount: chunk.rowCount };
    }
  } catch (error) {
    if (isAborted(signal)) throw cancelled();
    throw fromDuckError(error);
  } finally {
    leave?.();
    stop();
  }
}

/** Whether a signal was aborted while something was awaited. */
export function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function rowsOf(
  values: readonly (readonly unknown[])[],
  names: readonly string[],
  columns: readonly OutputColumn[],
  count: number,
): Row[] {
  const rows: Record<string, Row[string]>[] = Array.from({ length: count }, () => ({}));
  for (const [at, column] of columns.entries()) {
    const name = names[at] ?? column.name;
    const cells = values[at] ?? [];
    for (const [index, row] of rows.entries()) row[name] = resultValue(cells[index], column.type);
  }
  return rows;
}

/** The driver gives a second column of one name a suffix: `A`, `A_2`. */
function uniqueNames(columns: readonly OutputColumn[]): readonly string[] {
  const seen = new Map<string, number>();
  return columns.map(({ name }) => {
    if (name === '__proto__') throw unsupported('a column called __proto__');
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

function resultColumns(query: CompiledQuery): readonly ResultColumn[] {
  const names = uniqueNames(query.columns);
  return query.columns.map((column, at) => ({
    name: names[at] ?? column.name,
    type: formatType(column.type),
  }));
}

/** Runs a prepared query and gathers its rows. */
export async function runPrepared(
  state: SessionState,
  query: PreparedQuery,
  signal?: AbortSignal,
): Promise<ResultSet> {
  const rows: Row[] = [];
  for await (const chunk of chunks(state, query, signal)) {
    for (const row of chunk) rows.push(row);
  }
  return { columns: resultColumns(query), rows, rowsAffected: 0 };
}
