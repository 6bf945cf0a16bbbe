import {
  type DynamicTableObject,
  physicalTable,
  type TableObject,
} from '../../catalogue/catalogue-object.js';
import type { TimePoint } from '../../query/query.js';
import { resolvePosition } from '../../time-travel/resolve-position.js';
import { isVersioned, numberAllRows, versionsAt } from '../../time-travel/row-versions.js';
import { unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { createPhysical, storeTable } from './create-table.js';

/**
 * Makes the physical table of a clone, with the rows of its source, and puts it into the catalogue.
 * A row keeps its number, so that streams on both give it one METADATA$ROW_ID; its history begins now.
 */
export async function storeClone(
  definition: Definition,
  clone: TableObject,
  source: TableObject,
  at: number | undefined,
): Promise<void> {
  const from = at === undefined ? physicalTable(source) : versionsAt(source, String(at));
  await storeTable(definition, clone);
  const columns = clone.columns.map((column) => `c${column.id}`).join(', ');
  const target = physicalTable(clone);
  if (!isVersioned(clone)) {
    await definition.run(`INSERT INTO ${target} (${columns}) SELECT ${columns} FROM ${from}`);
    return;
  }
  const rowId = isVersioned(source) ? 'row_id' : 'NULL';
  const position = definition.change(clone.id);
  await definition.run(
    `INSERT INTO ${target} (since, row_id, ${columns}) SELECT ${position}, ${rowId}, ${columns} FROM ${from}`,
  );
  // A version from before tracking began has no number.
  if (clone.changeKey !== undefined) await definition.run(numberAllRows(clone, position));
}

/**
 * The last change of the source that a clone as of a point in time has.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_EXECUTION_FAILED` (000707) when that is not kept.
 */
export async function clonePosition(
  definition: Definition,
  source: TableObject,
  point: TimePoint | undefined,
): Promise<number | undefined> {
  if (point === undefined) return undefined;
  if (!isVersioned(source)) throw unsupported('Time Travel of a temporary table', source.name);
  const position = await resolvePosition(definition, point, source);
  if (position < (source.reshapedAt ?? 0)) {
    throw unsupported('a clone as of before the columns of the table changed', source.name);
  }
  return position;
}

/** Makes the physical table of a cloned dynamic table. */
export async function storeDynamicClone(
  definition: Definition,
  clone: DynamicTableObject,
  source: DynamicTableObject,
): Promise<void> {
  const target = physicalTable(clone);
  await createPhysical(definition, target, clone.columns);
  const columns = clone.columns.map((column) => `c${column.id}`).join(', ');
  await definition.run(
    `INSERT INTO ${target} (${columns}) SELECT ${columns} FROM ${physicalTable(source)}`,
  );
  definition.draft.put(clone);
}
