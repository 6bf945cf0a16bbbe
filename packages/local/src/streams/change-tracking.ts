import type { Catalogue } from '../catalogue/catalogue.js';
import {
  physicalTable,
  type StreamObject,
  type TableObject,
} from '../catalogue/catalogue-object.js';

/**
 * How changes are told apart: rows and changes of a table are numbered from one sequence, under the
 * lock of the table. A row's number is given when it is inserted; the journal keeps the row as it
 * was before each change, under the number of the change. Whatever a transaction cannot see yet has
 * a higher number than all that it sees of the table, so one number is a moment of the table.
 */
const changeNumber = "nextval('das_catalogue.change_numbers')";

/** The moment up to which each stream was consumed. */
export const streamOffsets = 'das_catalogue.stream_offsets';

/** Rows as they were before a change. */
export function journalOf(table: Pick<TableObject, 'id'>): string {
  return `das_data.j${table.id}`;
}

export function streamsOn(catalogue: Catalogue, table: number): readonly StreamObject[] {
  return [...catalogue.ofKind('STREAM')].filter((stream) => stream.table === table);
}

/** The table, if a stream reads it today; looked up under its lock, where none can come or go. */
export function trackedTable(catalogue: Catalogue, id: number): TableObject | undefined {
  const table = catalogue.get(id);
  if (table?.kind !== 'TABLE' || table.changeKey === undefined) return undefined;
  return streamsOn(catalogue, id).length > 0 ? table : undefined;
}

/** Keeps the rows of a table as they are, before they are changed: all, or those of a query of row ids. */
export function keepRows(table: TableObject, rowIds?: string): string {
  const columns = ['row_id', ...table.columns.map((column) => `c${column.id}`)].join(', ');
  const where = rowIds === undefined ? '' : ` WHERE rowid IN (${rowIds})`;
  return `INSERT INTO ${journalOf(table)} (position, ${columns}) SELECT ${changeNumber}, ${columns} FROM ${physicalTable(table)}${where}`;
}

/** Numbers the rows that were inserted. */
export function numberRows(table: TableObject): string {
  return `UPDATE ${physicalTable(table)} SET row_id = ${changeNumber} WHERE row_id IS NULL`;
}

/**
 * The moment of a table that a transaction sees. The journal stands first: a transaction that began
 * before there was one then ends as a conflict, like any other that a change of the table overtook.
 */
export function positionQuery(table: TableObject): string {
  return `SELECT greatest(0, (SELECT max(position) FROM ${journalOf(table)}), (SELECT max(row_id) FROM ${physicalTable(table)}))`;
}

/** Forgets what every stream has consumed. */
export function pruneJournal(table: TableObject): string {
  return `DELETE FROM ${journalOf(table)} WHERE position <= (SELECT min(position) FROM ${streamOffsets} WHERE table_id = ${table.id})`;
}

export function advanceOffset(stream: number, position: bigint): string {
  return `UPDATE ${streamOffsets} SET position = greatest(position, ${position}) WHERE stream_id = ${stream}`;
}
