import { type SqlFragment, sql } from '../warehouse/statement.js';
import { setColumnTags } from './alter-table.js';
import { columnDefinition, columnProtection, rowAccessClause } from './column-clauses.js';
import { fingerprintComment } from './fingerprint.js';
import type { ColumnResource, DynamicTableResource, TableResource } from './resource.js';
import { mostTagAssociations, tagList } from './tag-list.js';

/** Creates a table with all its protection. Tags beyond the limit of a statement come after it. */
export function createTable(resource: TableResource): readonly SqlFragment[] {
  const { inline, later } = splitTags(resource);
  // A table that the deployer could not see would be taken for this one, without its policies.
  return [
    sql`CREATE TABLE ${sql.id(...resource.name)} (${sql.join(inline.map(columnDefinition))}) ${fingerprintComment(resource)}${governance(resource)}`,
    ...setColumnTags(resource, later),
  ];
}

/** Creates a dynamic table with all its protection. */
export function createDynamicTable(resource: DynamicTableResource): readonly SqlFragment[] {
  return dynamicTable(resource, sql`CREATE DYNAMIC TABLE`, sql.raw(''));
}

/** Replaces a dynamic table in place: it keeps its grants, and its policies are in the statement. */
export function replaceDynamicTable(
  resource: DynamicTableResource,
  deployRole: string,
): readonly SqlFragment[] {
  const name = sql.id(...resource.name);
  return [
    sql`GRANT OWNERSHIP ON DYNAMIC TABLE ${name} TO ROLE ${sql.id(deployRole)} COPY CURRENT GRANTS`,
    ...dynamicTable(resource, sql`CREATE OR REPLACE DYNAMIC TABLE`, sql.raw(' COPY GRANTS')),
    sql`GRANT OWNERSHIP ON DYNAMIC TABLE ${name} TO ROLE ${sql.id(resource.owner)} COPY CURRENT GRANTS`,
  ];
}

/** What follows the columns and the comment: row access, aggregation policy, tags. */
function governance(resource: TableResource | DynamicTableResource): SqlFragment {
  const parts: SqlFragment[] = [];
  if (resource.rowAccess !== undefined) {
    parts.push(sql` WITH ROW ACCESS POLICY ${rowAccessClause(resource.rowAccess)}`);
  }
  if (resource.aggregationPolicy !== undefined) {
    parts.push(sql` WITH AGGREGATION POLICY ${sql.id(...resource.aggregationPolicy)}`);
  }
  const tags = resource.tags ?? [];
  if (tags.length > 0) parts.push(sql` WITH TAG (${tagList(tags)})`);
  return sql.join(parts, '');
}

/**
 * The columns with the tags that the CREATE can take, and with the others. Columns without a policy of
 * their own come first: a tag may be what masks them.
 */
function splitTags(resource: TableResource | DynamicTableResource): {
  readonly inline: readonly ColumnResource[];
  readonly later: readonly ColumnResource[];
} {
  let left = mostTagAssociations - (resource.tags ?? []).length;
  const fitting = new Set<ColumnResource>();
  const bare = resource.columns.filter((column) => column.maskingPolicy === undefined);
  const masked = resource.columns.filter((column) => column.maskingPolicy !== undefined);
  for (const column of [...bare, ...masked]) {
    if (column.tags.length > left) continue;
    left -= column.tags.length;
    fitting.add(column);
  }
  return {
    inline: resource.columns.map((each) => (fitting.has(each) ? each : { ...each, tags: [] })),
    later: resource.columns.filter((each) => !fitting.has(each)),
  };
}

function dynamicTable(
  resource: DynamicTableResource,
  create: SqlFragment,
  copyGrants: SqlFragment,
): readonly SqlFragment[] {
  const { inline, later } = splitTags(resource);
  const lag =
    resource.targetLag === 'downstream'
      ? sql`DOWNSTREAM`
      : sql.literal(`${resource.targetLag} seconds`);
  // A dynamic table takes no NOT NULL: its query says what it holds.
  const definitions = sql.join(
    inline.map((column) =>
      sql.join(
        [sql`${sql.id(column.name)} ${sql.raw(column.type)}`, ...columnProtection(column)],
        ' ',
      ),
    ),
  );
  return [
    sql`${create} ${sql.id(...resource.name)} (${definitions}) TARGET_LAG = ${lag} WAREHOUSE = ${sql.id(resource.warehouse)} REFRESH_MODE = AUTO INITIALIZE = ON_SCHEDULE ${fingerprintComment(resource)}${copyGrants}${governance(resource)} AS ${sql.raw(resource.query)}`,
    ...setColumnTags(resource, later),
  ];
}
