import type { TableObject } from '../catalogue/catalogue-object.js';
import { duckValue } from '../engine/database.js';
import { fromDuckError } from '../engine/duck-error.js';
import type { PreparedQuery } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { keepRows, trackedTable } from '../streams/change-tracking.js';
import { cancelled } from '../warehouse/errors.js';

interface Step {
  readonly sql: string;
  /** Whether its rows count as affected. */
  readonly counts: boolean;
  /** Whether it takes every row away. */
  readonly clears?: boolean;
}

/** A change of the rows that a query names by `rid`. */
export interface RowChange {
  readonly source: string;
  /** The statement over `rows`, something that FROM can hold. */
  readonly apply: (rows: string) => string;
}

/** Runs the steps of a DML statement under the lock of its table, and counts what they changed. */
export async function changeRows(
  context: StatementContext,
  table: TableObject,
  query: PreparedQuery,
  change: readonly Step[] | RowChange,
): Promise<number> {
  const { state, signal } = context;
  if (signal?.aborted === true) throw cancelled();
  const interrupt = (): void => state.connection.interrupt();
  const values = query.compilation.parameters.map(duckValue);
  return await state.transaction.write(
    table.id,
    async () => {
      signal?.addEventListener('abort', interrupt, { once: true });
      try {
        let affected = 0;
        for (const step of stepsOf(context, table, change)) {
          const usesParameters = step.sql.includes('$1');
          const result = await state.connection.run(step.sql, usesParameters ? values : []);
          if (step.counts) affected += result.rowsChanged;
        }
        return affected;
      } catch (error) {
        if (signal?.aborted === true) throw cancelled();
        throw fromDuckError(error, (id) => columnName(table, id));
      } finally {
        signal?.removeEventListener('abort', interrupt);
      }
    },
    {
      signal,
      readsWholeTable: 'length' in change && change.length > 1,
      streams: query.compilation.streams,
    },
  );
}

/** While a stream reads the table, the rows are kept as they were before they change. */
function stepsOf(
  context: StatementContext,
  table: TableObject,
  change: readonly Step[] | RowChange,
): readonly Step[] {
  const tracked = trackedTable(context.engine.catalogue, table.id);
  if ('apply' in change) {
    if (tracked === undefined) return [{ sql: change.apply(`(${change.source})`), counts: true }];
    const rows = `temp.main.m${context.engine.nextId()}`;
    return [
      { sql: `CREATE TEMP TABLE ${rows} AS ${change.source}`, counts: false },
      { sql: keepRows(tracked, `SELECT rid FROM ${rows}`), counts: false },
      { sql: change.apply(rows), counts: true },
      { sql: `DROP TABLE ${rows}`, counts: false },
    ];
  }
  if (tracked === undefined) return change;
  return change.flatMap((step) =>
    step.clears === true ? [{ sql: keepRows(tracked), counts: false }, step] : [step],
  );
}

function columnName(table: TableObject, id: string): string {
  return table.columns.find((column) => `c${column.id}` === id)?.name ?? 'of the table';
}
