import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { DataMetricResource } from './resource.js';

/**
 * Sets the schedule of a table's measurements, which all of them share, and then adds this one.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-quality-working
 */
export function createDataMetric(resource: DataMetricResource): readonly SqlFragment[] {
  return [
    setDataMetricSchedule(resource),
    sql`${table(resource)} ADD DATA METRIC FUNCTION ${association(resource)}`,
  ];
}

/** Sets the schedule of all measurements of a table. */
function setDataMetricSchedule(resource: DataMetricResource): SqlFragment {
  return sql`${table(resource)} SET DATA_METRIC_SCHEDULE = ${sql.literal(resource.schedule)}`;
}

/** Takes a measurement off its table. */
export function dropDataMetric(resource: DataMetricResource): SqlFragment {
  return sql`${table(resource)} DROP DATA METRIC FUNCTION ${association(resource)}`;
}

function table({ name: [database, schema, table] }: DataMetricResource): SqlFragment {
  return sql`ALTER TABLE ${sql.id(database, schema, table)}`;
}

function association(resource: DataMetricResource): SqlFragment {
  const columns = sql.join(resource.columns.map((column) => sql.id(column)));
  return sql`${sql.id(...resource.function)} ON (${columns})`;
}
