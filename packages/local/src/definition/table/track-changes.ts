import type { TableObject } from '../../catalogue/catalogue-object.js';
import { numberAllRows } from '../../time-travel/row-versions.js';
import type { Definition } from '../definition.js';
import { trackingOf } from './table-history.js';

/** Numbers the rows of a table, which is locked, unless they are numbered already. */
export async function trackChanges(
  definition: Definition,
  table: TableObject,
): Promise<TableObject> {
  if (table.changeKey !== undefined) return { ...table, changeTracking: true };
  const tracked: TableObject = { ...table, ...trackingOf(definition, true, table.persistence) };
  await definition.run(numberAllRows(tracked, definition.change(table.id)));
  return tracked;
}

/** Changes that are made from now on cannot be told. */
export function stopTracking(table: TableObject): TableObject {
  const { changeKey: _, trackedSince: __, ...rest } = table;
  return { ...rest, changeTracking: false };
}
