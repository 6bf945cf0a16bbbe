import { type SqlFragment, sql } from '../warehouse/statement.js';
import { fingerprintComment } from './fingerprint.js';
import type { DataMetricFunctionResource, DataMetricResource } from './resource.js';

/**
 * Creates a function that measures.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-data-metric-function
 */
export function createDataMetricFunction(resource: DataMetricFunctionResource): SqlFragment {
  const columns = sql.join(
    resource.columns.map(({ name, type }) => sql`${sql.id(name)} ${sql.raw(type)}`),
  );
  return sql`CREATE DATA METRIC FUNCTION ${sql.id(...resource.name)}(${sql.id('ARG_T')} TABLE(${columns})) RETURNS NUMBER ${fingerprintComment(resource)} AS ${sql.literal(resource.body)}`;
}

/**
 * Removes a function that nothing is measured by any more. Its signature is of the types alone: their
 * lengths and scales do not tell functions apart.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/drop-function-dmf
 */
export function dropDataMetricFunction(resource: DataMetricFunctionResource): SqlFragment {
  return sql`DROP FUNCTION ${signature(resource)}`;
}

/**
 * Says by the comment of a function in which form it is deployed.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-function-dmf
 */
export function setDataMetricFunctionComment(resource: DataMetricFunctionResource): SqlFragment {
  return sql`ALTER FUNCTION ${signature(resource)} SET ${fingerprintComment(resource)}`;
}

function signature({ name, columns }: DataMetricFunctionResource): SqlFragment {
  const types = sql.join(columns.map(({ type }) => sql.raw(type.replace(/\(.*$/, ''))));
  return sql`${sql.id(...name)}(TABLE(${types}))`;
}

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
