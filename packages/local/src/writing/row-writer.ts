import type { DuckDBValue } from '@duckdb/node-api';

/** Rows that a query gives, for a writer: the query must have no name of a user in it. */
export interface RowSource {
  readonly sql: string;
  /** The values of `$1`, `$2`, … in it. */
  readonly values?: readonly DuckDBValue[];
}

/** `column = value` of an update; the value may refer to the row of the source as `q`. */
export interface Assignment {
  readonly column: string;
  readonly value: string;
}

/**
 * Changes the rows of one physical table, in place or in what a transaction keeps beside it. Each
 * method gives the number of rows that it changed.
 */
export interface RowWriter {
  /** Adds the rows of a query whose columns are in the order of `columns`. */
  insert(columns: readonly string[], rows: RowSource): Promise<number>;
  /** Changes the rows whose ids the source gives as `rid`, each at most once. */
  update(rows: RowSource, assignments: readonly Assignment[]): Promise<number>;
  /** Takes away the rows whose ids the source gives as `rid`. */
  delete(rows: RowSource): Promise<number>;
  /** Takes every row away. */
  clear(): Promise<void>;
}
