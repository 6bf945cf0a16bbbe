import type { ResultSet } from '@das/core';
import { holds } from '../access/privileges.js';
import { physicalTable } from '../catalogue/catalogue-object.js';
import { fromDuckError } from '../engine/duck-error.js';
import type { StatementContext } from '../engine/statement-context.js';
import { statusResult } from '../shaping/status-result.js';
import { keepRows, trackedTable } from '../streams/change-tracking.js';
import { notAuthorized } from '../warehouse/errors.js';
import { findTarget } from './find-target.js';

/** `TRUNCATE [TABLE] [IF EXISTS] t`. */
export async function truncate(context: StatementContext): Promise<ResultSet> {
  const { reader, state, engine } = context;
  reader.expect('TRUNCATE');
  reader.accept('TABLE');
  reader.accept('IF', 'EXISTS');
  const name = reader.name();
  reader.expectEnd();
  const table = findTarget(context, name, []);
  const roles = state.roles;
  // DELETE is not enough: it reaches only the rows that row access shows.
  if (!holds(roles, table, 'TRUNCATE')) {
    throw notAuthorized('Table', engine.catalogue.fullName(table));
  }
  await state.transaction.write(
    table.id,
    async () => {
      try {
        const tracked = trackedTable(engine.catalogue, table.id);
        if (tracked !== undefined) await state.connection.run(keepRows(tracked));
        await state.connection.run(`DELETE FROM ${physicalTable(table)}`);
        // The files that it was loaded from may be loaded again.
        await state.connection.run(`DELETE FROM das_catalogue.loads WHERE table_id = ${table.id}`);
      } catch (error) {
        throw fromDuckError(error);
      }
    },
    { signal: context.signal, readsWholeTable: true },
  );
  return statusResult('Statement executed successfully.');
}
