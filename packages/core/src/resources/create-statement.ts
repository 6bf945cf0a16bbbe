import { createHash } from 'node:crypto';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type {
  ColumnResource,
  DynamicTableResource,
  GrantResource,
  Resource,
  RowAccessAttachment,
} from './resource.js';

/** The start of the comment by which DAS recognises what it deployed, and in which form. */
const fingerprintPrefix = 'das:sha256:';

/** What the comment of a deployed resource must be: a digest of its definition. */
export function fingerprintOf(resource: Resource): string {
  const digest = createHash('sha256').update(JSON.stringify(resource)).digest('hex');
  return `${fingerprintPrefix}${digest}`;
}

/**
 * The statements that create a resource with all its protection, in one statement where Snowflake
 * allows it, so that protected data is never bare.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-table
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-dynamic-table
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-masking-policy
 */
export function createStatements(resource: Resource): readonly SqlFragment[] {
  const comment = sql`COMMENT = ${sql.literal(fingerprintOf(resource))}`;
  const name = resource.kind === 'grant' ? sql.raw('') : sql.id(...resource.name);
  switch (resource.kind) {
    case 'database':
      return [sql`CREATE DATABASE IF NOT EXISTS ${name} ${comment}`];
    case 'schema':
      return [sql`CREATE SCHEMA IF NOT EXISTS ${name} WITH MANAGED ACCESS ${comment}`];
    case 'warehouse':
      return [
        sql`CREATE WAREHOUSE IF NOT EXISTS ${name} WAREHOUSE_SIZE = 'XSMALL' AUTO_SUSPEND = 60 AUTO_RESUME = TRUE INITIALLY_SUSPENDED = TRUE ${comment}`,
      ];
    case 'role':
      return [sql`CREATE ROLE IF NOT EXISTS ${name} ${comment}`];
    case 'stage':
      return [sql`CREATE STAGE IF NOT EXISTS ${name} ${comment}`];
    case 'tag':
      return [
        sql`CREATE TAG IF NOT EXISTS ${name} ${allowedValues(resource.allowedValues)}${comment}`,
      ];
    case 'maskingPolicy':
      return [
        sql`CREATE OR ALTER MASKING POLICY ${name} AS (VAL ${sql.raw(resource.type)}) RETURNS ${sql.raw(resource.type)} -> ${sql.raw(resource.body)} ${comment}`,
      ];
    case 'rowAccessPolicy':
      return [
        sql`CREATE OR ALTER ROW ACCESS POLICY ${name} AS (${sql.raw(resource.argument.name)} ${sql.raw(resource.argument.type)}) RETURNS BOOLEAN -> ${sql.raw(resource.body)} ${comment}`,
      ];
    case 'table':
      // A table that the deployer could not see would be taken for this one, without its policies.
      return [
        sql`CREATE TABLE ${name} (${columns(resource.columns)}) ${comment}${rowAccess(resource.rowAccess)}`,
      ];
    case 'dynamicTable':
      return createDynamicTable(resource, sql`CREATE DYNAMIC TABLE`, sql.raw(''));
    case 'grant':
      return [grantStatement(resource)];
  }
}

/** Replaces a dynamic table in place: it keeps its grants, and its policies are in the statement. */
export function replaceDynamicTable(
  resource: DynamicTableResource,
  deployRole: string,
): readonly SqlFragment[] {
  const name = sql.id(...resource.name);
  return [
    sql`GRANT OWNERSHIP ON DYNAMIC TABLE ${name} TO ROLE ${sql.id(deployRole)} COPY CURRENT GRANTS`,
    ...createDynamicTable(resource, sql`CREATE OR REPLACE DYNAMIC TABLE`, sql.raw(' COPY GRANTS')),
    sql`GRANT OWNERSHIP ON DYNAMIC TABLE ${name} TO ROLE ${sql.id(resource.owner)} COPY CURRENT GRANTS`,
  ];
}

/** One column definition, with its masking policy and tags. */
export function columnDefinition(column: ColumnResource): SqlFragment {
  const parts = [sql`${sql.id(column.name)} ${sql.raw(column.type)}`];
  if (!column.isNullable) parts.push(sql`NOT NULL`);
  parts.push(...protection(column));
  return sql.join(parts, ' ');
}

function protection(column: ColumnResource): readonly SqlFragment[] {
  const parts: SqlFragment[] = [];
  if (column.maskingPolicy !== undefined) {
    parts.push(sql`WITH MASKING POLICY ${sql.id(...column.maskingPolicy)}`);
  }
  if (column.tags.length > 0) {
    const tags = column.tags.map(
      ({ tag, value }) => sql`${sql.id(...tag)} = ${sql.literal(value)}`,
    );
    parts.push(sql`WITH TAG (${sql.join(tags)})`);
  }
  return parts;
}

function columns(all: readonly ColumnResource[]): SqlFragment {
  return sql.join(all.map(columnDefinition));
}

function rowAccess(attachment: RowAccessAttachment | undefined): SqlFragment {
  if (attachment === undefined) return sql.raw('');
  const on = sql.join(attachment.columns.map((column) => sql.id(column)));
  return sql` WITH ROW ACCESS POLICY ${sql.id(...attachment.policy)} ON (${on})`;
}

function allowedValues(values: readonly string[]): SqlFragment {
  if (values.length === 0) return sql.raw('');
  return sql`ALLOWED_VALUES ${sql.join(values.map((value) => sql.literal(value)))} `;
}

function createDynamicTable(
  resource: DynamicTableResource,
  create: SqlFragment,
  copyGrants: SqlFragment,
): readonly SqlFragment[] {
  const lag =
    resource.targetLag === 'downstream'
      ? sql`DOWNSTREAM`
      : sql.literal(`${resource.targetLag} seconds`);
  // A dynamic table takes no NOT NULL: its query says what it holds.
  const definitions = sql.join(
    resource.columns.map((column) =>
      sql.join([sql`${sql.id(column.name)} ${sql.raw(column.type)}`, ...protection(column)], ' '),
    ),
  );
  return [
    sql`${create} ${sql.id(...resource.name)} (${definitions}) TARGET_LAG = ${lag} WAREHOUSE = ${sql.id(resource.warehouse)} REFRESH_MODE = AUTO INITIALIZE = ON_SCHEDULE COMMENT = ${sql.literal(fingerprintOf(resource))}${copyGrants}${rowAccess(resource.rowAccess)} AS ${sql.raw(resource.query)}`,
  ];
}

function grantStatement({ privilege, on, to }: GrantResource): SqlFragment {
  const target = sql`${sql.raw(on.type)} ${sql.id(...on.name)} TO ROLE ${sql.id(to)}`;
  return privilege === 'OWNERSHIP'
    ? sql`GRANT OWNERSHIP ON ${target} COPY CURRENT GRANTS`
    : sql`GRANT ${sql.raw(privilege)} ON ${target}`;
}
