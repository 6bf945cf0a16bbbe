import type { DuckDBConnection } from '@duckdb/node-api';
import type { Engine } from '../engine/engine.js';

/**
 * One refresh of a dynamic table. Times are ISO 8601 texts.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/dynamic_table_refresh_history
 */
export interface RecordedRefresh {
  readonly tableId: number;
  readonly name: string;
  readonly schemaName: string;
  readonly databaseName: string;
  readonly state: 'SUCCEEDED' | 'FAILED' | 'UPSTREAM_FAILED';
  readonly stateCode: string;
  /** Never holds a data value. */
  readonly stateMessage: string;
  /** The statement that asked for a manual refresh, if it is recorded. */
  readonly queryId: string | undefined;
  /** All refreshes of one graph read one snapshot and have one data timestamp. */
  readonly dataTimestamp: string;
  readonly refreshStartTime: string;
  readonly refreshEndTime: string;
  readonly completionTarget: string | undefined;
  /** Absent for a refresh that failed. */
  readonly statistics:
    | { readonly numInsertedRows: number; readonly numDeletedRows: number }
    | undefined;
  readonly refreshAction: 'FULL';
  readonly refreshTrigger: 'SCHEDULED' | 'MANUAL' | 'CREATION';
  /** Absent: DOWNSTREAM. */
  readonly targetLagSeconds: number | undefined;
}

/** The bookkeeping table of refreshes. */
export const refreshTable: string =
  'CREATE TABLE IF NOT EXISTS das_catalogue.dynamic_table_refreshes (table_id BIGINT NOT NULL, data_timestamp BIGINT NOT NULL, body VARCHAR NOT NULL)';

/** The statement that writes a refresh down. */
export function recordRefreshSql(refresh: RecordedRefresh): string {
  const body = JSON.stringify(refresh).replaceAll("'", "''");
  return `INSERT INTO das_catalogue.dynamic_table_refreshes VALUES (${refresh.tableId}, ${Date.parse(refresh.dataTimestamp)}, '${body}')`;
}

/** Writes down refreshes that failed: their own transaction was undone. */
export async function recordFailures(
  connection: DuckDBConnection,
  refreshes: readonly RecordedRefresh[],
): Promise<void> {
  for (const refresh of refreshes) await connection.run(recordRefreshSql(refresh));
}

/**
 * Every refresh of every dynamic table, the latest first. Whoever shows it to a role filters it by
 * MONITOR on the tables.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/dynamic_table_refresh_history
 */
export async function dynamicTableRefreshHistory(
  engine: Engine,
): Promise<readonly RecordedRefresh[]> {
  const connection = await engine.database.connect();
  try {
    const reader = await connection.runAndReadAll(
      'SELECT body FROM das_catalogue.dynamic_table_refreshes ORDER BY data_timestamp DESC, rowid DESC',
    );
    return reader.getRows().map(([body]) => JSON.parse(String(body)) as RecordedRefresh);
  } finally {
    connection.closeSync();
  }
}
