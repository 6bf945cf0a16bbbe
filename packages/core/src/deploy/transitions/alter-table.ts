import { fingerprintOf } from '../../resources/create-statement.js';
import type { TableResource } from '../../resources/resource.js';
import { sql } from '../../warehouse/statement.js';
import { type Change, leaving, neutral } from '../change.js';
import { underWayComment, withoutRenames } from '../fingerprint-comment.js';
import { Alteration } from './table/alteration.js';
import { addColumns, changeShapes, dropColumns, renameColumns } from './table/column-changes.js';
import { setMasks, unsetMasks } from './table/mask-changes.js';
import { restrict, unrestrict } from './table/restriction-changes.js';
import { filterRows, openRows } from './table/row-changes.js';
import { setTags, unsetTags } from './table/tag-changes.js';

export { undeclaredColumns } from './table/column-changes.js';

/** How a table may be altered. */
export interface AlterTableOptions {
  /** Whether columns that are not declared any more are dropped. */
  readonly mayDrop: boolean;
  /** Whether the comment says already that the table is under way. */
  readonly isResumed: boolean;
}

/**
 * The statements that make a table what it is to be. It is protected throughout: restrictions come before
 * masks change and before columns come, they go after all else, and a policy replaces another one in one
 * statement. While they run, the comment of the table says from where to where, so that what was
 * interrupted can go on from what is there.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table-column
 */
export function alterTable(
  before: TableResource,
  declared: TableResource,
  options: AlterTableOptions,
): readonly Change[] {
  const after = withoutRenames(declared);
  const table = sql.id(...before.name);
  const setComment = (text: string) => sql`COMMENT ON TABLE ${table} IS ${sql.literal(text)}`;
  const alteration = new Alteration(before);
  renameColumns(alteration, declared);
  restrict(alteration, after);
  filterRows(alteration, after);
  addColumns(alteration, after);
  setMasks(alteration, after);
  changeShapes(alteration, after);
  setTags(alteration, after);
  unsetTags(alteration, after);
  unsetMasks(alteration, after);
  unrestrict(alteration, after);
  openRows(alteration, after);
  dropColumns(alteration, after, options);
  return [
    ...(options.isResumed ? [] : [neutral(setComment(underWayComment(before, after)))]),
    ...alteration.changes,
    leaving(after, setComment(fingerprintOf(after))),
  ];
}
