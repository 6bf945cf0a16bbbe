import { physicalTable, type TableObject } from '../catalogue/catalogue-object.js';

/**
 * Each row of a table says by which change it came to be as it is (`since`); a version of a row that
 * was changed or deleted lies beside the table, with the change that ended it (`until`). Two numbers
 * thus tell the table of any moment, and nothing is written twice for a row that is only inserted.
 * `row_id` tells the versions of one row; it is given only while changes are tracked.
 */
export const versionColumns = 'since BIGINT, row_id BIGINT';

/** Versions of rows that are no more. */
export function journalOf(table: Pick<TableObject, 'id'>): string {
  return `das_data.j${table.id}`;
}

/** Whether earlier versions of the rows are kept: not for what ends with its session. */
export function isVersioned(table: Pick<TableObject, 'persistence'>): boolean {
  return table.persistence !== 'TEMPORARY';
}

function columnsOf(table: TableObject): readonly string[] {
  return ['row_id', 'since', ...table.columns.map((column) => `c${column.id}`)];
}

/** Keeps the rows of a table as they are, before change `position` ends them: all, or some by row id. */
export function endVersions(table: TableObject, position: number, rowIds?: string): string {
  const columns = columnsOf(table).join(', ');
  const where = rowIds === undefined ? '' : ` WHERE rowid IN (${rowIds})`;
  return `INSERT INTO ${journalOf(table)} (until, ${columns}) SELECT ${position}, ${columns} FROM ${physicalTable(table)}${where}`;
}

/** The rows of a table as they were after a change: the versions that had begun and not ended. */
export function versionsAt(table: TableObject, position: string): string {
  const columns = columnsOf(table).join(', ');
  return `(SELECT ${columns} FROM ${physicalTable(table)} WHERE since <= ${position} UNION ALL SELECT ${columns} FROM ${journalOf(table)} WHERE since <= ${position} AND until > ${position})`;
}

/** How a writer keeps the versions of the rows of a table. */
export interface Versions {
  readonly table: TableObject;
  /** Whether versions that end are of use to anyone. */
  readonly isKept: boolean;
  /** The number of the change that is being made. */
  readonly position: () => number;
}

/** Numbers the rows that a change has added, so that the number tells which change that was. */
export function numberRows(table: TableObject, position: number): string {
  return `UPDATE ${physicalTable(table)} SET row_id = ${rowNumber(position)} WHERE row_id IS NULL AND since = ${position}`;
}

/** Numbers the rows that are there when tracking begins, in the name of a change of its own. */
export function numberAllRows(table: TableObject, position: number): string {
  return `UPDATE ${physicalTable(table)} SET row_id = ${rowNumber(position)} WHERE row_id IS NULL`;
}

function rowNumber(position: number): string {
  return `(CAST(${position} AS BIGINT) << 32) + (rowid & 4294967295)`;
}
