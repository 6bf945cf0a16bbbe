import type { ColumnResource } from '@das/core';
import type { AnyTable } from './effective-policy.js';
import type { PlanRenames } from './plan-renames.js';
import { contentOf } from './table-content.js';
import type { ColumnReading, TableReading } from './table-readers.js';
import type { WatchedState } from './watched-state.js';

/** A table before or after a plan, seen from a state in the middle of it. */
export interface TableEnd {
  readonly table: AnyTable;
  readonly rows: TableReading['rows'];
  readonly rowBody: string | undefined;
  readonly groups: TableReading['groups'];
  /** What decides there which values are in it: as {@link contentOf} says. */
  readonly content: string;
  /** Who reads there what is this column here. */
  column(column: ColumnResource): ColumnReading | undefined;
  /** The column itself. */
  source(column: ColumnResource): ColumnResource | undefined;
}

/** What tables are before and after a plan, whatever they are called. */
export interface TableEnds {
  of(table: AnyTable): {
    readonly first: TableEnd | undefined;
    readonly last: TableEnd | undefined;
  };
}

/**
 * Whether what is so now is so at an end of the plan that has the same values in the table. Where its values
 * are those of neither end, it has to be so at both.
 */
export function isAtEnds(
  content: string,
  ends: readonly (TableEnd | undefined)[],
  isSo: (end: TableEnd) => boolean,
): boolean {
  const known = ends.flatMap((end) => end ?? []);
  const current = known.filter((end) => end.content === content);
  if (current.length > 0) return current.some(isSo);
  return known.length > 0 && known.every(isSo);
}

/** Finds tables and columns in the first and last state of a plan, through renames. */
export function tableEnds(start: WatchedState, end: WatchedState, renames: PlanRenames): TableEnds {
  const readings = new Map<AnyTable, TableReading>();
  const read = (state: WatchedState, table: AnyTable) => {
    const reading = readings.get(table) ?? state.read(table);
    // A table that the plan does not touch is the same object in both states, read by others.
    if (state === start) readings.set(table, reading);
    return reading;
  };
  const lastReadings = new Map<string, TableReading>();
  return {
    of(table) {
      const name = table.name.join('.');
      const origin = originOf(table, renames);
      const first = start.tableNamed(origin) ?? start.tableNamed(name);
      const lastName = renames.lastTable(name);
      const last = end.tableNamed(lastName);
      let lastReading = lastReadings.get(lastName);
      if (last !== undefined && lastReading === undefined) {
        lastReading = end.read(last);
        lastReadings.set(lastName, lastReading);
      }
      return {
        first:
          first &&
          tableEnd(start, first, read(start, first), (column, columns) => {
            const was = renames.firstColumn(origin, column.name);
            return (
              columns.find((each) => each.name === was) ??
              columns.find((each) => each.name === column.name) ??
              columns.find((each) => each.name === column.renamedFrom)
            );
          }),
        last:
          last &&
          lastReading &&
          tableEnd(end, last, lastReading, (column, columns) => {
            const becomes = renames.lastColumn(origin, column.name);
            return (
              columns.find((each) => each.name === becomes) ??
              columns.find((each) => each.name === column.name) ??
              columns.find((each) => each.renamedFrom === column.name)
            );
          }),
      };
    },
  };
}

/** The name that a table has before the plan; a plan that states it need not be read for it. */
function originOf(table: AnyTable, renames: PlanRenames): string {
  const name = table.name.join('.');
  const read = renames.firstTable(name);
  if (read !== name || table.kind !== 'table') return read;
  return table.renamedFrom?.join('.') ?? name;
}

function tableEnd(
  { resources }: WatchedState,
  table: AnyTable,
  reading: TableReading,
  find: (column: ColumnResource, among: readonly ColumnResource[]) => ColumnResource | undefined,
): TableEnd {
  const source = (column: ColumnResource) => find(column, table.columns);
  return {
    table,
    rows: reading.rows,
    rowBody: reading.rowBody,
    groups: reading.groups,
    content: contentOf(resources, table),
    source,
    column: (column) => {
      const found = source(column);
      return found && reading.columns.get(found.name);
    },
  };
}
