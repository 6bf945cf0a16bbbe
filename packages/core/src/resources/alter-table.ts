import type { PhysicalType } from '@das/contracts';
import type { TableName } from '../domain/domain-names.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import { columnDefinition, maskingClause, rowAccessClause } from './column-clauses.js';
import type {
  ColumnResource,
  DynamicTableResource,
  RowAccessAttachment,
  TableResource,
  TagAssignment,
} from './resource.js';
import { mostTagAssociations, tagList } from './tag-list.js';

/** A table or dynamic table, by its kind and name. */
export type Relation = Pick<TableResource | DynamicTableResource, 'kind' | 'name'>;

/** `ALTER TABLE t` or `ALTER DYNAMIC TABLE t`. */
function alter({ kind, name }: Relation): SqlFragment {
  const what = kind === 'table' ? sql`TABLE` : sql`DYNAMIC TABLE`;
  return sql`ALTER ${what} ${sql.id(...name)}`;
}

/**
 * Puts masking policies on columns, in one statement, in place of what they have: no column is bare
 * in between. Columns without a policy are left as they are.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table-column
 */
export function setColumnMasking(
  relation: Relation,
  columns: readonly ColumnResource[],
): readonly SqlFragment[] {
  const changes = columns.flatMap((column) => {
    const mask = maskingClause(column);
    if (mask === undefined) return [];
    return [sql`COLUMN ${sql.id(column.name)} SET MASKING POLICY ${mask} FORCE`];
  });
  return changes.length === 0 ? [] : [sql`${alter(relation)} MODIFY ${sql.join(changes)}`];
}

/**
 * Takes the masking policies off columns, in one statement: they are in the clear after it.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table-column
 */
export function unsetColumnMasking(relation: Relation, columns: readonly string[]): SqlFragment {
  const changes = columns.map((column) => sql`COLUMN ${sql.id(column)} UNSET MASKING POLICY`);
  return sql`${alter(relation)} MODIFY ${sql.join(changes)}`;
}

/**
 * Puts projection policies on columns, in place of what they have. Columns without one are left.
 *
 * @see https://docs.snowflake.com/en/user-guide/projection-policies
 */
export function setProjectionPolicy(
  relation: Relation,
  columns: readonly ColumnResource[],
): readonly SqlFragment[] {
  return columns.flatMap(({ name, projectionPolicy }) =>
    projectionPolicy === undefined
      ? []
      : [
          sql`${alter(relation)} MODIFY COLUMN ${sql.id(name)} SET PROJECTION POLICY ${sql.id(...projectionPolicy)} FORCE`,
        ],
  );
}

/** Takes the projection policy off a column. */
export function unsetProjectionPolicy(relation: Relation, column: string): SqlFragment {
  return sql`${alter(relation)} MODIFY COLUMN ${sql.id(column)} UNSET PROJECTION POLICY`;
}

/**
 * Sets the tags of columns, in as few statements as the limit of associations allows.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table
 */
export function setColumnTags(
  relation: Relation,
  columns: readonly Pick<ColumnResource, 'name' | 'tags'>[],
): readonly SqlFragment[] {
  const all = columns.flatMap(({ name, tags }) => tags.map((tag) => ({ name, tag })));
  return batches(all).map((batch) => {
    const names = [...new Set(batch.map(({ name }) => name))];
    const changes = names.map((name) => {
      const tags = batch.filter((each) => each.name === name).map(({ tag }) => tag);
      return sql`COLUMN ${sql.id(name)} SET TAG ${tagList(tags)}`;
    });
    return sql`${alter(relation)} MODIFY ${sql.join(changes)}`;
  });
}

/** Takes tags off a column. */
export function unsetColumnTags(
  relation: Relation,
  column: string,
  tags: readonly TableName[],
): SqlFragment {
  const names = tags.map((tag) => sql.id(...tag));
  return sql`${alter(relation)} MODIFY COLUMN ${sql.id(column)} UNSET TAG ${sql.join(names)}`;
}

/** Sets tags of the table itself, in as few statements as the limit of associations allows. */
export function setTableTags(
  relation: Relation,
  tags: readonly TagAssignment[],
): readonly SqlFragment[] {
  return batches(tags).map((batch) => sql`${alter(relation)} SET TAG ${tagList(batch)}`);
}

/** Takes tags off the table itself. */
export function unsetTableTags(relation: Relation, tags: readonly TableName[]): SqlFragment {
  return sql`${alter(relation)} UNSET TAG ${sql.join(tags.map((tag) => sql.id(...tag)))}`;
}

/** Filters the rows of a table that has no row access policy yet. */
export function addRowAccess(relation: Relation, attachment: RowAccessAttachment): SqlFragment {
  return sql`${alter(relation)} ADD ROW ACCESS POLICY ${rowAccessClause(attachment)}`;
}

/**
 * Replaces a row access policy by another one in a single statement: no row is open in between.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table
 */
export function swapRowAccess(
  relation: Relation,
  before: RowAccessAttachment,
  after: RowAccessAttachment,
): SqlFragment {
  return sql`${alter(relation)} DROP ROW ACCESS POLICY ${sql.id(...before.policy)}, ADD ROW ACCESS POLICY ${rowAccessClause(after)}`;
}

/** Takes the row access policy off: every row is seen after it. */
export function dropRowAccess(relation: Relation, before: RowAccessAttachment): SqlFragment {
  return sql`${alter(relation)} DROP ROW ACCESS POLICY ${sql.id(...before.policy)}`;
}

/** Puts an aggregation policy on a table, in place of the one that it has. */
export function setAggregationPolicy(relation: Relation, policy: TableName): SqlFragment {
  return sql`${alter(relation)} SET AGGREGATION POLICY ${sql.id(...policy)} FORCE`;
}

/** Takes the aggregation policy off: single rows are answered after it. */
export function unsetAggregationPolicy(relation: Relation): SqlFragment {
  return sql`${alter(relation)} UNSET AGGREGATION POLICY`;
}

/** Adds a column with all its protection. Rows that are there already have no value for it. */
export function addColumn(table: Pick<TableResource, 'name'>, column: ColumnResource): SqlFragment {
  const definition = columnDefinition({ ...column, isNullable: true });
  return sql`ALTER TABLE ${sql.id(...table.name)} ADD COLUMN ${definition}`;
}

/** Renames a column: its policies and tags stay on it. */
export function renameColumn(
  table: Pick<TableResource, 'name'>,
  from: string,
  to: string,
): SqlFragment {
  return sql`ALTER TABLE ${sql.id(...table.name)} RENAME COLUMN ${sql.id(from)} TO ${sql.id(to)}`;
}

/** Removes a column with its values. */
export function dropColumn(table: Pick<TableResource, 'name'>, column: string): SqlFragment {
  return sql`ALTER TABLE ${sql.id(...table.name)} DROP COLUMN ${sql.id(column)}`;
}

/**
 * Changes the type of a column to a wider one: a longer text, a number of more digits.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table-column
 */
export function setDataType(
  table: Pick<TableResource, 'name'>,
  column: string,
  type: PhysicalType,
): SqlFragment {
  return sql`ALTER TABLE ${sql.id(...table.name)} MODIFY COLUMN ${sql.id(column)} SET DATA TYPE ${sql.raw(type)}`;
}

/** Lets a column be NULL, or not any more. */
export function setNullable(
  table: Pick<TableResource, 'name'>,
  column: string,
  isNullable: boolean,
): SqlFragment {
  const change = isNullable ? sql`DROP NOT NULL` : sql`SET NOT NULL`;
  return sql`ALTER TABLE ${sql.id(...table.name)} MODIFY COLUMN ${sql.id(column)} ${change}`;
}

/** Renames a table within its database: its policies, tags and grants stay on it. */
export function renameTable(relation: Relation, to: TableName): SqlFragment {
  return sql`${alter(relation)} RENAME TO ${sql.id(...to)}`;
}

function batches<T>(all: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / mostTagAssociations);
  return Array.from({ length: count }, (_, index) =>
    all.slice(index * mostTagAssociations, (index + 1) * mostTagAssociations),
  );
}
