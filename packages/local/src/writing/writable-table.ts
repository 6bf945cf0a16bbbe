import { physicalTable, type TableObject } from '../catalogue/catalogue-object.js';
import type { WritableTable } from './pending-rows.js';

/** The physical table of a table, as DML writes it. */
export function writableTable(table: TableObject): WritableTable {
  const name = (column: TableObject['columns'][number]): string => `c${column.id}`;
  return {
    name: physicalTable(table),
    columns: table.columns.map(name),
    notNull: table.columns.filter((column) => column.notNull).map(name),
  };
}
