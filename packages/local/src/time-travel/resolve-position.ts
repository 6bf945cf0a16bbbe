import type { TableObject } from '../catalogue/catalogue-object.js';
import { Compilation } from '../compile/compilation.js';
import type { Definition } from '../definition/definition.js';
import { duckValue } from '../engine/database.js';
import { fromDuckError } from '../engine/duck-error.js';
import { lookAgain } from '../engine/run-query.js';
import type { TokenReader } from '../lexing/token-reader.js';
import { parseTimePoint } from '../polyglot/parse-time-clause.js';
import { readStart } from '../polyglot/time-clause.js';
import type { TimePoint } from '../query/query.js';
import { momentTable } from './moments.js';
import { instantSql, positionOf } from './point-in-time.js';

/** `AT (…)` or `BEFORE (…)` of a DDL statement, if it comes next. */
export function acceptTimePoint(reader: TokenReader): TimePoint | undefined {
  const tokens = readStart(reader);
  return tokens && parseTimePoint(tokens);
}

/**
 * The number of the last change of a table that counts at a point in time.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_EXECUTION_FAILED` (000707) when that is not kept.
 */
export async function resolvePosition(
  definition: Definition,
  point: TimePoint,
  table: TableObject,
): Promise<number> {
  return await evaluate(definition, (compilation) =>
    positionOf(point, table, compilation, compilation.frame()),
  );
}

/** A point in time in milliseconds. */
export async function resolveInstant(definition: Definition, point: TimePoint): Promise<number> {
  return await evaluate(
    definition,
    (compilation) => `epoch_ms(${instantSql(point, compilation, compilation.frame())})`,
  );
}

async function evaluate(
  definition: Definition,
  build: (compilation: Compilation) => string,
): Promise<number> {
  const { engine, state } = definition.context;
  const compilation = new Compilation(definition.draft, state.context(), definition.context.binds);
  const sql = `SELECT ${build(compilation)}`;
  await lookAgain(engine, sql, compilation);
  if (compilation.readsHistory) await engine.history.flush();
  // Beside the transaction of the statement, which an error would end.
  const connection = await engine.database.connect();
  try {
    const reader = await connection.runAndReadAll(sql, compilation.parameters.map(duckValue));
    const [value] = reader.getRows()[0] ?? [];
    if (value === null || value === undefined) throw new Error(`error('DAS:statement')`);
    return Number(value);
  } catch (error) {
    throw fromDuckError(error);
  } finally {
    connection.closeSync();
  }
}

/** Whether a table changed between two changes, both not counted. */
export async function hasChangesBetween(
  definition: Definition,
  table: TableObject,
  after: number,
  before: number,
): Promise<boolean> {
  const count = await evaluate(definition, (compilation) => {
    compilation.tables.add(momentTable);
    return `(SELECT count(*) FROM ${momentTable} WHERE table_id = ${table.id} AND position > ${after} AND position < ${before})`;
  });
  return count > 0;
}
