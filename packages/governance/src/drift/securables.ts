import type { Resource } from '@das/core';

/** The name under which grants tell of a kind of resource. */
export const securables: Readonly<Partial<Record<Resource['kind'], string>>> = {
  database: 'DATABASE',
  schema: 'SCHEMA',
  warehouse: 'WAREHOUSE',
  resourceMonitor: 'RESOURCE MONITOR',
  role: 'ROLE',
  databaseRole: 'DATABASE ROLE',
  tag: 'TAG',
  maskingPolicy: 'MASKING POLICY',
  rowAccessPolicy: 'ROW ACCESS POLICY',
  aggregationPolicy: 'AGGREGATION POLICY',
  projectionPolicy: 'PROJECTION POLICY',
  networkRule: 'NETWORK RULE',
  networkPolicy: 'NETWORK POLICY',
  stage: 'STAGE',
  table: 'TABLE',
  dynamicTable: 'TABLE',
  task: 'TASK',
};

/** Snowflake tells of tables of all kinds, now as one kind and now as several. */
export function securableFamily(on: string): string {
  return on.replace(/^(?:DYNAMIC TABLE|VIEW)$/, 'TABLE');
}
