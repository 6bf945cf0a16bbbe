import type { TableObject } from '../catalogue/catalogue-object.js';
import { duckValue } from '../engine/database.js';
import { fromDuckError } from '../engine/duck-error.js';
import { interruptible } from '../engine/interrupt-on-abort.js';
import { isAborted, type PreparedQuery } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { moveTags } from '../propagation/move-tags.js';
import { noteChange } from '../query-history/note-change.js';
import { cancelled } from '../warehouse/errors.js';
import type { RowSource, RowWriter } from '../writing/row-writer.js';

/** A query that was compiled for a change, as a writer takes it. */
export function rowSource(query: PreparedQuery, sql: string = query.sql): RowSource {
  return { sql, values: query.parameters.map(duckValue) };
}

/**
 * Runs a DML statement: under the lock of its table its query is compiled, then its rows change.
 *
 * @returns what `apply` counted
 */
export async function changeRows<T>(
  context: StatementContext,
  table: TableObject,
  compile: () => Promise<PreparedQuery>,
  apply: (rows: RowWriter, query: PreparedQuery) => Promise<T>,
): Promise<T> {
  const { state, signal } = context;
  if (isAborted(signal)) throw cancelled();
  let written: PreparedQuery['columns'] = [];
  const result = await state.transaction.write(table, signal, async (change) => {
    const query = await compile();
    await moveTags(context, table, query);
    written = query.columns.filter(({ sources }) => sources !== undefined);
    return await change.perform(query.compilation.streams, async () => {
      try {
        const { sequences } = query.compilation;
        return await state.engine.sequenceGate.draw(sequences.keys(), () =>
          interruptible(state.connection, signal, () => apply(change.rows, query)),
        );
      } catch (error) {
        if (isAborted(signal)) throw cancelled();
        throw fromDuckError(error, (id) => columnName(table, id));
      }
    });
  });
  noteChange(context, table, written);
  return result;
}

export function columnName(table: TableObject, id: string): string {
  return table.columns.find((column) => `c${column.id}` === id)?.name ?? 'of the table';
}
