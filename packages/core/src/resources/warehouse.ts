import { type SqlFragment, sql } from '../warehouse/statement.js';
import { fingerprintComment } from './fingerprint.js';
import type { ResourceMonitorResource, WarehouseResource } from './resource.js';

/**
 * Creates a warehouse.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-warehouse
 */
export function createWarehouse(resource: WarehouseResource): SqlFragment {
  const monitor =
    resource.resourceMonitor === undefined
      ? sql.raw('')
      : sql`RESOURCE_MONITOR = ${sql.id(resource.resourceMonitor)} `;
  return sql`CREATE WAREHOUSE IF NOT EXISTS ${sql.id(...resource.name)} ${options(resource)} AUTO_RESUME = TRUE INITIALLY_SUSPENDED = TRUE ${monitor}${fingerprintComment(resource)}`;
}

/**
 * Gives a warehouse its size, its rest and its monitor, in one statement; statements that run go on.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-warehouse
 */
export function alterWarehouse(resource: WarehouseResource): SqlFragment {
  const monitor =
    resource.resourceMonitor === undefined ? sql`NULL` : sql.id(resource.resourceMonitor);
  return sql`ALTER WAREHOUSE ${sql.id(...resource.name)} SET ${options(resource)} RESOURCE_MONITOR = ${monitor} ${fingerprintComment(resource)}`;
}

function options({ size = 'XSMALL', autoSuspendSeconds = 60 }: WarehouseResource): SqlFragment {
  return sql`WAREHOUSE_SIZE = ${sql.literal(size)} AUTO_SUSPEND = ${sql.raw(String(autoSuspendSeconds))}`;
}

/**
 * Creates a resource monitor, which takes no comment. A role that is not ACCOUNTADMIN may not.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-resource-monitor
 */
export function createResourceMonitor(resource: ResourceMonitorResource): SqlFragment {
  // FREQUENCY takes a START_TIMESTAMP, and the other way round.
  return sql`CREATE RESOURCE MONITOR ${sql.id(...resource.name)} WITH CREDIT_QUOTA = ${sql.raw(String(resource.creditQuota))} FREQUENCY = MONTHLY START_TIMESTAMP = IMMEDIATELY${triggers(resource)}`;
}

/**
 * Gives a resource monitor its quota and triggers; what is used of this month stays counted.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-resource-monitor
 */
export function alterResourceMonitor(resource: ResourceMonitorResource): SqlFragment {
  return sql`ALTER RESOURCE MONITOR ${sql.id(...resource.name)} SET CREDIT_QUOTA = ${sql.raw(String(resource.creditQuota))}${triggers(resource)}`;
}

function triggers(resource: ResourceMonitorResource): SqlFragment {
  if (resource.triggers.length === 0) return sql.raw('');
  const list = resource.triggers.map(({ percent, action }) => `ON ${percent} PERCENT DO ${action}`);
  return sql` TRIGGERS ${sql.raw(list.join(' '))}`;
}
