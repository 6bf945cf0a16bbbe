import { type SqlFragment, sql } from '../warehouse/statement.js';
import { createBudget } from './budget.js';
import { createDataMetric, createDataMetricFunction } from './data-metric.js';
import { fingerprintComment } from './fingerprint.js';
import { grantStatement, roleGrantStatement } from './grant.js';
import { createListing, publishListing } from './listing.js';
import { activateNetworkPolicy, createNetworkPolicy, createNetworkRule } from './network.js';
import {
  createAggregationPolicy,
  createMaskingPolicy,
  createProjectionPolicy,
  createRowAccessPolicy,
} from './policy.js';
import type { Resource } from './resource.js';
import { createShare } from './share.js';
import { createDynamicTable, createTable } from './table.js';
import { createTag } from './tag.js';
import { createTask, resumeTask } from './task.js';
import { createResourceMonitor, createWarehouse } from './warehouse.js';

export { columnDefinition } from './column-clauses.js';
export { fingerprintOf } from './fingerprint.js';
export { replaceDynamicTable } from './table.js';

/**
 * The statements that create a resource with all its protection, in one statement where Snowflake
 * allows it, so that protected data is never bare.
 *
 * What follows the first statement completes the resource: a network policy is put in force, a task is
 * started, a tag gets its masking policies, a budget its limit and what it watches. A share is created closed: its accounts are added by
 * `shareAccounts` when all that it shows is granted.
 */
export function createStatements(resource: Resource): readonly SqlFragment[] {
  switch (resource.kind) {
    case 'database':
      return [
        sql`CREATE DATABASE IF NOT EXISTS ${sql.id(...resource.name)} ${fingerprintComment(resource)}`,
      ];
    case 'schema':
      return [
        sql`CREATE SCHEMA IF NOT EXISTS ${sql.id(...resource.name)} WITH MANAGED ACCESS ${fingerprintComment(resource)}`,
      ];
    case 'resourceMonitor':
      return [createResourceMonitor(resource)];
    case 'warehouse':
      return [createWarehouse(resource)];
    case 'role':
      return [
        sql`CREATE ROLE IF NOT EXISTS ${sql.id(...resource.name)} ${fingerprintComment(resource)}`,
      ];
    case 'databaseRole':
      return [
        sql`CREATE DATABASE ROLE IF NOT EXISTS ${sql.id(...resource.name)} ${fingerprintComment(resource)}`,
      ];
    case 'stage':
      return [
        sql`CREATE STAGE IF NOT EXISTS ${sql.id(...resource.name)} ${fingerprintComment(resource)}`,
      ];
    case 'tag':
      return createTag(resource);
    case 'maskingPolicy':
      return [createMaskingPolicy(resource)];
    case 'rowAccessPolicy':
      return [createRowAccessPolicy(resource)];
    case 'aggregationPolicy':
      return [createAggregationPolicy(resource)];
    case 'projectionPolicy':
      return [createProjectionPolicy(resource)];
    case 'networkRule':
      return [createNetworkRule(resource)];
    case 'networkPolicy':
      return [
        createNetworkPolicy(resource),
        ...resource.activeOn.map((place) => activateNetworkPolicy(resource, place)),
      ];
    case 'table':
      return createTable(resource);
    case 'dynamicTable':
      return createDynamicTable(resource);
    case 'dataMetricFunction':
      return [createDataMetricFunction(resource)];
    case 'dataMetric':
      return createDataMetric(resource);
    case 'task':
      return [createTask(resource), resumeTask(resource.name)];
    case 'budget':
      return createBudget(resource);
    case 'share':
      return [createShare(resource)];
    case 'listing':
      return [createListing(resource), publishListing(resource)];
    case 'roleGrant':
      return [roleGrantStatement(resource)];
    case 'grant':
      return [grantStatement(resource)];
  }
}
