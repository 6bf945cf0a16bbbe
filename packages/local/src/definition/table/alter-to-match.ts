import {
  type ColumnObject,
  physicalTable,
  type TableObject,
} from '../../catalogue/catalogue-object.js';
import { type DataType, duckType, formatType } from '../../datatype/data-type.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import { forgetColumns } from '../data-metric/forget-columns.js';
import type { Definition } from '../definition.js';
import { checkPolicies } from '../policy/attach-policy.js';
import { addColumnSteps, dropColumnSteps, physicalPlaces } from './column-steps.js';
import { readColumns, settleColumn } from './read-columns.js';
import { reshaped } from './reshaped.js';
import { readTableClauses } from './table-clauses.js';
import { retentionOf } from './table-history.js';
import { trackChanges } from './track-changes.js';

/**
 * Changes a table into what `CREATE OR ALTER TABLE` declares: its rows, policies, tags and grants stay,
 * columns that are missing are added at the end, and those that are not declared are dropped.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-table
 */
export async function alterToMatch(
  definition: Definition,
  table: TableObject,
  persistence: TableObject['persistence'],
): Promise<void> {
  const { reader, draft } = definition;
  definition.requireOwner(table);
  if (table.persistence !== persistence) {
    throw unsupported(
      `CREATE OR ALTER of a ${table.persistence.toLowerCase()} table to another kind`,
    );
  }
  const declared = readColumns(definition, 'required');
  const clauses = readTableClauses(definition);
  reader.expectEnd();
  const governs =
    clauses.rowAccess !== undefined ||
    Object.keys(clauses.tags).length > 0 ||
    clauses.constraint.aggregation !== undefined ||
    declared.columns.some(
      ({ mask, tags, projection }) =>
        mask !== undefined || projection !== undefined || Object.keys(tags).length > 0,
    );
  if (governs) throw unsupported('a policy or a tag in CREATE OR ALTER of a table that is there');
  await definition.lock(table.id);
  const keys = new Set(declared.primaryKey);
  const wanted = declared.columns.map((column) => {
    const settled = settleColumn(column);
    return keys.has(column.name) ? { ...settled, notNull: true } : settled;
  });
  const steps: string[] = [];
  const columns = matchColumns(definition, table, wanted, steps);
  const tracked = clauses.changeTracking ? await trackChanges(definition, table) : table;
  const { extensionDays: _, ...kept } = tracked;
  const matched: TableObject = {
    ...kept,
    comment: clauses.comment,
    primaryKey: declared.primaryKey,
    columns,
    ...retentionOf(clauses, persistence),
  };
  const changed = forgetColumns(definition, table, matched);
  checkPolicies(definition, changed);
  for (const step of steps) await definition.run(step);
  draft.put(steps.length === 0 ? changed : { ...changed, ...reshaped(definition, table) });
}

function matchColumns(
  definition: Definition,
  table: TableObject,
  wanted: readonly ColumnObject[],
  steps: string[],
): readonly ColumnObject[] {
  const known = new Map(table.columns.map((column) => [column.name, column]));
  const names = new Set(wanted.map(({ name }) => name));
  const kept = table.columns.filter(({ name }) => names.has(name));
  for (const [at, { name }] of kept.entries()) {
    if (wanted[at]?.name === name) continue;
    throw invalidStatement(
      `new columns come after those that are there, whose order stays: ${name} is out of place`,
      name,
    );
  }
  const lost = table.columns.filter(({ name }) => !names.has(name));
  for (const column of lost) {
    refuseArgument(table, column.name);
    steps.push(...dropColumnSteps(table, column));
  }
  let id = Math.max(0, ...table.columns.map((column) => column.id));
  return wanted.map((column) => {
    const before = known.get(column.name);
    if (before !== undefined) return matchColumn(table, before, column, steps);
    id += 1;
    if (column.identity !== undefined) throw unsupported('adding an AUTOINCREMENT column');
    const added = { ...column, id };
    steps.push(...addColumnSteps(definition, table, added));
    return added;
  });
}

function refuseArgument(table: TableObject, name: string): void {
  const isArgument =
    table.rowAccess?.columns.includes(name) === true ||
    table.aggregation?.entityKeys.flat().includes(name) === true ||
    table.columns.some((other) => other.mask?.columns.slice(1).includes(name) === true);
  if (isArgument) throw invalidStatement(`the column ${name} is an argument of a policy`, name);
}

/** A column that stays, with the type, nullability and comment that are declared. */
export function matchColumn(
  table: TableObject,
  before: ColumnObject,
  wanted: ColumnObject,
  steps: string[],
): ColumnObject {
  const { name, id } = before;
  const isRenumbered = JSON.stringify(seriesOf(before)) !== JSON.stringify(seriesOf(wanted));
  if (isRenumbered) throw unsupported('a change of AUTOINCREMENT', name);
  if (wanted.defaultText !== undefined && wanted.defaultText !== before.defaultText) {
    throw unsupported('a default on a column that is there, or another one', name);
  }
  if (formatType(before.type) !== formatType(wanted.type)) {
    if (!isWider(before.type, wanted.type)) {
      throw invalidStatement(
        `the type of ${name} cannot be changed from ${formatType(before.type)} to ${formatType(wanted.type)}`,
        name,
      );
    }
    if (duckType(before.type) !== duckType(wanted.type)) {
      for (const place of physicalPlaces(table)) {
        steps.push(`ALTER TABLE ${place} ALTER COLUMN c${id} TYPE ${duckType(wanted.type)}`);
      }
    }
  }
  if (before.notNull !== wanted.notNull) {
    const verb = wanted.notNull ? 'SET' : 'DROP';
    steps.push(`ALTER TABLE ${physicalTable(table)} ALTER COLUMN c${id} ${verb} NOT NULL`);
  }
  const { defaultText, type, notNull, comment } = wanted;
  return { ...before, defaultText, type, notNull, comment };
}

function seriesOf({ identity }: ColumnObject): readonly unknown[] | undefined {
  return identity && [identity.start, identity.increment, identity.isOrdered];
}

/** Whether each value of a type is one of another, of the same kind. */
function isWider(from: DataType, to: DataType): boolean {
  if (from.kind === 'VARCHAR' && to.kind === 'VARCHAR') {
    return (to.length ?? 16_777_216) >= (from.length ?? 16_777_216);
  }
  if (from.kind === 'BINARY' && to.kind === 'BINARY') {
    return (to.length ?? 8_388_608) >= (from.length ?? 8_388_608);
  }
  if (from.kind === 'NUMBER' && to.kind === 'NUMBER') {
    return from.scale === to.scale && to.precision >= from.precision;
  }
  return false;
}
