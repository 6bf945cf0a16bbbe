import type { ColumnResource, TableResource } from '../../../resources/resource.js';

/** What is known of the rows of a table that is to change. */
export interface TableRows {
  /** Whether the table may have rows. */
  readonly mayHaveRows: boolean;
  /** Whether somebody says that no row lacks a value any more. */
  readonly areComplete: boolean;
  /** The columns that are known to have come when there were rows. */
  readonly lacking: ReadonlySet<string>;
}

/**
 * What a table can become now: a column that comes to rows which are there already can be NULL for them,
 * whatever it is declared to be, and stays so until no row lacks a value.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table
 */
export function reachableTable(
  before: TableResource,
  declared: TableResource,
  { mayHaveRows, areComplete, lacking }: TableRows,
): TableResource {
  if (!mayHaveRows) return declared;
  const columns = declared.columns.map((column): ColumnResource => {
    if (column.isNullable) return column;
    const { name, renamedFrom } = column;
    const former =
      before.columns.find((each) => each.name === name) ??
      before.columns.find((each) => each.name === renamedFrom);
    const lacksValues =
      former === undefined ||
      (former.isNullable && !areComplete && (former.lacksValues === true || lacking.has(name)));
    return lacksValues ? { ...column, isNullable: true, lacksValues } : column;
  });
  return { ...declared, columns };
}
