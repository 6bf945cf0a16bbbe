import type { TableObject } from '../catalogue/catalogue-object.js';
import { duckValue } from '../engine/database.js';
import { fromDuckError } from '../engine/duck-error.js';
import type { PreparedQuery } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { cancelled } from '../warehouse/errors.js';

interface Step {
  readonly sql: string;
  /** Whether its rows count as affected. */
  readonly counts: boolean;
}

/** Runs the steps of a DML statement under the lock of its table, and counts what they changed. */
export async function changeRows(
  context: StatementContext,
  table: TableObject,
  query: PreparedQuery,
  steps: readonly Step[],
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
        for (const step of steps) {
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
    { signal, readsWholeTable: steps.length > 1 },
  );
}

function columnName(table: TableObject, id: string): string {
  return table.columns.find((column) => `c${column.id}` === id)?.name ?? 'of the table';
}
