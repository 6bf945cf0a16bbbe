import { type SqlFragment, sql } from '../warehouse/statement.js';
import { setBudgetComment } from './budget.js';
import { setDataMetricFunctionComment } from './data-metric.js';
import { fingerprintOf, makerMark } from './fingerprint.js';
import type { Resource } from './resource.js';
import { resumeTask, suspendTask } from './task.js';

/** The kinds that carry their fingerprint in a comment. */
export type CommentedResource = Exclude<
  Resource,
  { kind: 'databaseRole' | 'resourceMonitor' | 'listing' | 'dataMetric' | 'grant' | 'roleGrant' }
>;

const keywords: Readonly<
  Record<Exclude<CommentedResource['kind'], 'dataMetricFunction' | 'budget'>, SqlFragment>
> = {
  database: sql`DATABASE`,
  schema: sql`SCHEMA`,
  warehouse: sql`WAREHOUSE`,
  role: sql`ROLE`,
  tag: sql`TAG`,
  maskingPolicy: sql`MASKING POLICY`,
  rowAccessPolicy: sql`ROW ACCESS POLICY`,
  aggregationPolicy: sql`AGGREGATION POLICY`,
  projectionPolicy: sql`PROJECTION POLICY`,
  networkRule: sql`NETWORK RULE`,
  networkPolicy: sql`NETWORK POLICY`,
  stage: sql`STAGE`,
  table: sql`TABLE`,
  dynamicTable: sql`DYNAMIC TABLE`,
  task: sql`TASK`,
  share: sql`SHARE`,
};

/**
 * Says by the comment of an existing object in which form it is deployed: nothing else of it changes. A
 * task is stopped meanwhile, and a dynamic table given to the deployer, who may not change it otherwise.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/comment
 */
export function commentStatements(
  resource: CommentedResource,
  deployRole: string,
): readonly SqlFragment[] {
  if (resource.kind === 'dataMetricFunction') return [setDataMetricFunctionComment(resource)];
  if (resource.kind === 'budget') return [setBudgetComment(resource)];
  const maker =
    'madeBy' in resource && resource.madeBy !== undefined ? `${makerMark}${resource.madeBy}` : '';
  const text = sql.literal(`${fingerprintOf(resource)}${maker}`);
  const comment = sql`COMMENT ON ${keywords[resource.kind]} ${sql.id(...resource.name)} IS ${text}`;
  switch (resource.kind) {
    case 'task':
      return [suspendTask(resource.name), comment, resumeTask(resource.name)];
    case 'share':
      return [sql`ALTER SHARE ${sql.id(...resource.name)} SET COMMENT = ${text}`];
    case 'dynamicTable': {
      if (resource.owner === deployRole) return [comment];
      const give = (role: string) =>
        sql`GRANT OWNERSHIP ON DYNAMIC TABLE ${sql.id(...resource.name)} TO ROLE ${sql.id(role)} COPY CURRENT GRANTS`;
      return [give(deployRole), comment, give(resource.owner)];
    }
    default:
      return [comment];
  }
}
