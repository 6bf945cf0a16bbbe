import { type SqlFragment, sql } from '../warehouse/statement.js';
import { fingerprintComment } from './fingerprint.js';
import type {
  AggregationPolicyResource,
  MaskingPolicyResource,
  ProjectionPolicyResource,
  RowAccessPolicyResource,
} from './resource.js';

/** Any policy that protects tables and columns. */
export type PolicyResource =
  | MaskingPolicyResource
  | RowAccessPolicyResource
  | AggregationPolicyResource
  | ProjectionPolicyResource;

const keywords: Readonly<Record<PolicyResource['kind'], SqlFragment>> = {
  maskingPolicy: sql`MASKING POLICY`,
  rowAccessPolicy: sql`ROW ACCESS POLICY`,
  aggregationPolicy: sql`AGGREGATION POLICY`,
  projectionPolicy: sql`PROJECTION POLICY`,
};

/**
 * Creates a masking policy, or gives it another body while it stays attached. Its signature cannot
 * change: that takes a policy under another name.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-masking-policy
 */
export function createMaskingPolicy(resource: MaskingPolicyResource): SqlFragment {
  const type = sql.raw(resource.type);
  const signature = parameters([
    { name: resource.argument ?? 'VAL', type: resource.type },
    ...(resource.conditions ?? []),
  ]);
  const exempt =
    resource.exemptOtherPolicies === true ? sql` EXEMPT_OTHER_POLICIES = TRUE` : sql.raw('');
  return sql`CREATE OR ALTER MASKING POLICY ${sql.id(...resource.name)} AS (${signature}) RETURNS ${type} -> ${sql.raw(resource.body)} ${fingerprintComment(resource)}${exempt}`;
}

/**
 * Creates a row access policy, or gives it another body while it stays attached.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-row-access-policy
 */
export function createRowAccessPolicy(resource: RowAccessPolicyResource): SqlFragment {
  const signature = parameters([resource.argument, ...(resource.moreArguments ?? [])]);
  return sql`CREATE OR ALTER ROW ACCESS POLICY ${sql.id(...resource.name)} AS (${signature}) RETURNS BOOLEAN -> ${sql.raw(resource.body)} ${fingerprintComment(resource)}`;
}

/**
 * Creates an aggregation policy. There is no CREATE OR ALTER: see {@link alterPolicyBody}.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-aggregation-policy
 */
export function createAggregationPolicy(resource: AggregationPolicyResource): SqlFragment {
  return sql`CREATE AGGREGATION POLICY ${sql.id(...resource.name)} AS () RETURNS AGGREGATION_CONSTRAINT -> ${sql.raw(resource.body)} ${fingerprintComment(resource)}`;
}

/**
 * Creates a projection policy. There is no CREATE OR ALTER: see {@link alterPolicyBody}.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-projection-policy
 */
export function createProjectionPolicy(resource: ProjectionPolicyResource): SqlFragment {
  return sql`CREATE PROJECTION POLICY ${sql.id(...resource.name)} AS () RETURNS PROJECTION_CONSTRAINT -> ${sql.raw(resource.body)} ${fingerprintComment(resource)}`;
}

/** Gives any policy its body and then its comment, while it stays attached: what it protects stays so. */
export function alterPolicyBody(resource: PolicyResource): readonly SqlFragment[] {
  const policy = sql`ALTER ${keywords[resource.kind]} ${sql.id(...resource.name)}`;
  return [
    sql`${policy} SET BODY -> ${sql.raw(resource.body)}`,
    sql`${policy} SET ${fingerprintComment(resource)}`,
  ];
}

function parameters(all: readonly { readonly name: string; readonly type: string }[]): SqlFragment {
  return sql.join(all.map(({ name, type }) => sql`${sql.raw(name)} ${sql.raw(type)}`));
}
