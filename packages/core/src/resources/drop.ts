import { type SqlFragment, sql } from '../warehouse/statement.js';
import { dropDataMetric, dropDataMetricFunction } from './data-metric.js';
import { revokeStatement } from './grant.js';
import type { Resource } from './resource.js';

const keywords: Readonly<
  Record<
    Exclude<
      Resource['kind'],
      'grant' | 'roleGrant' | 'databaseRole' | 'dataMetric' | 'dataMetricFunction'
    >,
    string
  >
> = {
  database: 'DATABASE',
  schema: 'SCHEMA',
  resourceMonitor: 'RESOURCE MONITOR',
  warehouse: 'WAREHOUSE',
  role: 'ROLE',
  tag: 'TAG',
  maskingPolicy: 'MASKING POLICY',
  rowAccessPolicy: 'ROW ACCESS POLICY',
  aggregationPolicy: 'AGGREGATION POLICY',
  projectionPolicy: 'PROJECTION POLICY',
  networkRule: 'NETWORK RULE',
  networkPolicy: 'NETWORK POLICY',
  stage: 'STAGE',
  table: 'TABLE',
  dynamicTable: 'DYNAMIC TABLE',
  task: 'TASK',
  budget: 'SNOWFLAKE.CORE.BUDGET',
  share: 'SHARE',
  listing: 'LISTING',
};

/**
 * Removes a resource, or revokes it. A policy or tag that is still used is not removed by Snowflake, nor a
 * schema that holds one.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/drop
 */
export function dropStatement(resource: Resource): SqlFragment {
  switch (resource.kind) {
    case 'grant':
    case 'roleGrant':
      return revokeStatement(resource);
    case 'dataMetric':
      return dropDataMetric(resource);
    case 'dataMetricFunction':
      return dropDataMetricFunction(resource);
    case 'databaseRole':
      // Nothing but the record tells that it is there: after an interruption it may be gone.
      return sql`DROP DATABASE ROLE IF EXISTS ${sql.id(...resource.name)}`;
    default:
      return sql`DROP ${sql.raw(keywords[resource.kind])} ${sql.id(...resource.name)}`;
  }
}
