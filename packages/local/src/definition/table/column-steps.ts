import {
  type ColumnObject,
  physicalTable,
  type TableObject,
} from '../../catalogue/catalogue-object.js';
import { Compilation } from '../../compile/compilation.js';
import { duckType } from '../../datatype/data-type.js';
import { defaultOf } from '../../statement/insert.js';
import { isVersioned, journalOf } from '../../time-travel/row-versions.js';
import type { Definition } from '../definition.js';

/** The physical table of a table, and that of its earlier versions, which always has the same columns. */
export function physicalPlaces(table: TableObject): readonly string[] {
  return [physicalTable(table), ...(isVersioned(table) ? [journalOf(table)] : [])];
}

/** The statements that add a column; rows that are there, and their earlier versions, get its default. */
export function addColumnSteps(
  definition: Definition,
  table: TableObject,
  column: ColumnObject,
): readonly string[] {
  const { draft, context } = definition;
  const compilation = new Compilation(draft, context.state.context(), []);
  const name = `c${column.id}`;
  const steps = physicalPlaces(table).flatMap((place) => [
    `ALTER TABLE ${place} ADD COLUMN ${name} ${duckType(column.type)}`,
    ...(column.defaultText === undefined
      ? []
      : [`UPDATE ${place} SET ${name} = ${defaultOf(column, compilation).sql}`]),
  ]);
  if (!column.notNull) return steps;
  return [...steps, `ALTER TABLE ${physicalTable(table)} ALTER COLUMN ${name} SET NOT NULL`];
}

/** The statements that take a column away. */
export function dropColumnSteps(table: TableObject, column: ColumnObject): readonly string[] {
  return physicalPlaces(table).map((place) => `ALTER TABLE ${place} DROP COLUMN c${column.id}`);
}
