import type { Row } from '@das/core';
import { fromDuckError } from '../engine/duck-error.js';
import type { SessionState } from '../engine/session-state.js';
import type { RowCounts, StatementRecord } from './statement-record.js';

/**
 * Runs a statement under a record of the query history. What the session runs meanwhile is its child.
 *
 * @param id - the id of the statement, when a driver knows it already
 */
export async function recordStatement<T>(
  state: SessionState,
  id: string | undefined,
  work: (record: StatementRecord) => Promise<T>,
): Promise<T> {
  const { history } = state.engine;
  const record = history.begin(state, id);
  const parent = state.record;
  state.record = record;
  try {
    const result = await work(record);
    history.end(record, {});
    return result;
  } catch (error) {
    history.end(record, { error: fromDuckError(error) });
    throw error;
  } finally {
    state.record = parent;
    // Only now: LAST_QUERY_ID() inside a statement is the one before it.
    state.queries.add(record.id);
  }
}

/** What DML says that it counted: the row of its answer. */
export function countsOf(type: string, rows: readonly Row[]): RowCounts {
  const [first = {}] = rows;
  const count = (name: string): number => Number(first[name] ?? 0);
  const inserted = count('number of rows inserted');
  const updated = count('number of rows updated');
  const deleted = count('number of rows deleted');
  const loaded =
    type === 'COPY' ? rows.reduce((sum, row) => sum + (Number(row.rows_loaded) || 0), 0) : 0;
  const unloaded = type === 'UNLOAD' ? count('rows_unloaded') : 0;
  const changed = inserted + updated + deleted + loaded + unloaded;
  const isChange = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY', 'UNLOAD'].includes(type);
  return {
    produced: isChange ? changed : rows.length,
    inserted: inserted + loaded,
    updated,
    deleted,
    unloaded,
  };
}
