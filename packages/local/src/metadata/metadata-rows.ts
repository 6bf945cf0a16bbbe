import type { ScopeColumn } from '../compile/scope.js';
import { duckString } from '../compile/typed.js';
import { type DataType, duckType } from '../datatype/data-type.js';
import type { Cell, MetadataColumns } from './metadata-view.js';

/** Rows of the catalogue as something that FROM may hold. */
export function metadataRows(
  declared: MetadataColumns,
  rows: readonly Readonly<Record<string, Cell>>[],
): { readonly sql: string; readonly columns: readonly ScopeColumn[] } {
  const columns = declared.map(([name, type], at) => ({ name, type, sql: `c${at + 1}` }));
  const lines = rows.map(
    (row) => `(${declared.map(([name, type]) => cell(row[name] ?? null, type)).join(', ')})`,
  );
  const names = columns.map((column) => column.sql).join(', ');
  const nothing = declared.map(([, type], at) => `${cell(null, type)} AS c${at + 1}`).join(', ');
  const sql =
    lines.length === 0
      ? `SELECT ${nothing} LIMIT 0`
      : `SELECT * FROM (VALUES ${lines.join(', ')}) AS m(${names})`;
  return { sql: `(${sql})`, columns };
}

function cell(value: Cell, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${duckType(type)})`;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return `CAST(${value} AS ${duckType(type)})`;
  if (value instanceof Date) {
    return `TIMESTAMP '${value.toISOString().slice(0, 23).replace('T', ' ')}'`;
  }
  return type.kind === 'VARCHAR'
    ? duckString(value)
    : `CAST(${duckString(value)} AS ${duckType(type)})`;
}
