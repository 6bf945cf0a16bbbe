import type { ResultSet } from '@das/core';
import { holds } from '../access/privileges.js';
import { fromDuckError } from '../engine/duck-error.js';
import type { StatementContext } from '../engine/statement-context.js';
import { noteChange } from '../query-history/note-change.js';
import { statusResult } from '../shaping/status-result.js';
import { loadHistory } from '../staging/load-history.js';
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
  await state.transaction.write(table, context.signal, async (change) => {
    // The files that it was loaded from may be loaded again.
    const loads = await change.side(loadHistory);
    await change.perform(new Map(), async () => {
      try {
        await change.rows.clear();
        await loads.rows.update(
          { sql: `SELECT rid FROM ${loads.source} AS l WHERE table_id = ${table.id}` },
          [{ column: 'is_forgotten', value: 'TRUE' }],
        );
      } catch (error) {
        throw fromDuckError(error);
      }
    });
  });
  noteChange(context, table, []);
  return statusResult('Statement executed successfully.');
}
