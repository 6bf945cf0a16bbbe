import type { ScopeColumn } from '../compile/scope.js';
import type { HistoryColumn } from '../metadata/history-columns.js';

/** What a table function gives: something that FROM may hold, and its columns. */
export interface CalledTable {
  readonly sql: string;
  readonly columns: readonly ScopeColumn[];
  /** The column with the numbers of the rows, which no name of the user reaches. */
  readonly rowNumber?: string;
}

/** `(SELECT … FROM <rows>)` with the columns of a view of the history. */
export function historyTable(columns: readonly HistoryColumn[], from: string): CalledTable {
  const list = columns.map(({ sql }, at) => `${sql} AS c${at + 1}`).join(', ');
  return {
    sql: `(SELECT ${list} FROM ${from})`,
    columns: columns.map(({ name, type }, at) => ({ name, type, sql: `c${at + 1}` })),
  };
}
