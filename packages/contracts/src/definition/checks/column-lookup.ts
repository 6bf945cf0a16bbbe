import type { ContractColumn } from '../../model/column.js';
import { unknownColumn } from '../unknown-column.js';

/** The columns of a contract by name. */
export type ColumnsByName = ReadonlyMap<string, ContractColumn>;

/** The column of this name, which must be there. */
export function columnNamed(columns: ColumnsByName, name: string, place: string): ContractColumn {
  const column = columns.get(name);
  if (column === undefined) throw unknownColumn(name, place, columns.keys());
  return column;
}
