import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * One measurement. Times are ISO 8601 texts.
 *
 * @see https://docs.snowflake.com/en/sql-reference/local/data_quality_monitoring_results
 */
export interface RecordedMeasurement {
  readonly reference: string;
  readonly scheduledTime: string;
  readonly changeCommitTime: string | undefined;
  readonly measurementTime: string;
  readonly tableId: number;
  readonly tableName: string;
  readonly tableSchema: string;
  readonly tableDatabase: string;
  readonly metricId: number | undefined;
  readonly metricName: string;
  readonly metricSchema: string;
  readonly metricDatabase: string;
  readonly returnType: string;
  readonly argumentIds: readonly number[];
  readonly argumentTypes: readonly string[];
  readonly argumentNames: readonly string[];
  /** The number as text; absent when there is none, or the measurement failed. */
  readonly value: string | undefined;
  /** Why it failed. Never holds a data value. */
  readonly error: string | undefined;
  /** The last change of the table that it saw. */
  readonly position: number;
}

/** The bookkeeping table of measurements. */
export const metricResultTable: string =
  'CREATE TABLE IF NOT EXISTS das_catalogue.data_metric_results (reference VARCHAR NOT NULL, table_id BIGINT NOT NULL, metric_id BIGINT, scheduled BIGINT NOT NULL, position BIGINT NOT NULL, body VARCHAR NOT NULL)';

export async function addMeasurement(
  connection: DuckDBConnection,
  measurement: RecordedMeasurement,
): Promise<void> {
  const { reference, tableId, metricId, scheduledTime, position } = measurement;
  await connection.run(
    'INSERT INTO das_catalogue.data_metric_results VALUES ($1, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), $6)',
    [
      reference,
      String(tableId),
      metricId === undefined ? null : String(metricId),
      String(Date.parse(scheduledTime)),
      String(position),
      JSON.stringify(measurement),
    ],
  );
}

/** All measurements, the latest first. */
export async function recordedMeasurements(
  connection: DuckDBConnection,
): Promise<readonly RecordedMeasurement[]> {
  const reader = await connection.runAndReadAll(
    'SELECT body FROM das_catalogue.data_metric_results ORDER BY scheduled DESC, rowid DESC',
  );
  return reader.getRows().map(([body]) => JSON.parse(String(body)) as RecordedMeasurement);
}
