import type { ResultSet } from '@das/core';
import type { TableObject } from '../../catalogue/catalogue-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { alreadyExists, invalidStatement, unsupported } from '../../warehouse/errors.js';
import { changeMetrics, changesMetrics } from '../data-metric/change-metrics.js';
import { forgetColumns } from '../data-metric/forget-columns.js';
import type { Definition } from '../definition.js';
import { findTemporary } from '../find-temporary.js';
import { checkPolicies } from '../policy/attach-policy.js';
import { keepTagMasks } from '../tag/keep-tag-masks.js';
import { changeColumns, storeRelation } from './alter-columns.js';
import { alterHistory } from './alter-history.js';
import { addColumnSteps, dropColumnSteps } from './column-steps.js';
import { modifiesShape, modifyShape } from './modify-shape.js';
import { readColumn, settleColumn } from './read-columns.js';
import { reshaped } from './reshaped.js';

const done = 'Statement executed successfully.';

/** `ALTER TABLE`. */
export async function alterTable(definition: Definition): Promise<ResultSet> {
  const { reader } = definition;
  reader.expect('ALTER', 'TABLE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const [database, schemaName, plain] = definition.path(name);
  const schema = definition.draft.schemaAt(database, schemaName);
  const temporary = findTemporary(definition, 'TABLE', schema?.id, plain);
  const table = temporary ?? definition.findOrUndefined('TABLE', name);
  if (table === undefined && ifExists) return statusResult(done);
  await change(definition, table ?? definition.find('TABLE', name));
  return statusResult(done);
}

async function change(definition: Definition, table: TableObject): Promise<void> {
  const { reader } = definition;
  if (reader.accept('RENAME', 'TO')) return rename(definition, table);
  if (reader.accept('SWAP', 'WITH')) return swap(definition, table);
  if (reader.accept('RENAME', 'COLUMN')) return renameColumn(definition, table);
  if (changesMetrics(reader)) return await changeMetrics(definition, table);
  if (reader.sees('ADD', 'ROW') || reader.sees('DROP', 'ROW') || reader.sees('DROP', 'ALL')) {
    return await changeColumns(definition, table);
  }
  if (reader.sees('ADD', 'AGGREGATION', 'POLICY') || reader.sees('DROP', 'AGGREGATION', 'POLICY')) {
    return await changeColumns(definition, table);
  }
  if (reader.accept('ADD')) return await addColumns(definition, table);
  if (reader.accept('DROP')) return await dropColumns(definition, table);
  if (modifiesShape(reader)) return await modifyShape(definition, table);
  const history = await alterHistory(definition, table);
  if (history !== undefined) return storeRelation(definition, history);
  await changeColumns(definition, table);
}

/** A rename changes the catalogue alone: physical tables are named by number. */
function rename(definition: Definition, table: TableObject): void {
  const { reader, draft } = definition;
  definition.requireOwner(table);
  const { schema, plain } = definition.schemaFor(reader.name(), 'TABLE');
  reader.expectEnd();
  if (draft.findRelation(schema.id, plain) !== undefined) throw alreadyExists('Object', plain);
  keepTagMasks(definition, table, { ...table, parent: schema.id });
  storeRelation(definition, { ...table, name: plain, parent: schema.id });
}

function swap(definition: Definition, table: TableObject): void {
  const { reader, draft } = definition;
  const other = definition.find('TABLE', reader.name());
  reader.expectEnd();
  definition.requireOwner(table);
  definition.requireOwner(other);
  if (table.persistence === 'TEMPORARY') throw unsupported('SWAP WITH a temporary table');
  keepTagMasks(definition, table, { ...table, parent: other.parent });
  keepTagMasks(definition, other, { ...other, parent: table.parent });
  if (table.id !== other.id) draft.swap(table, other);
}

function renameColumn(definition: Definition, table: TableObject): void {
  const { reader } = definition;
  definition.requireOwner(table);
  const from = reader.identifier();
  reader.expect('TO');
  const to = reader.identifier();
  reader.expectEnd();
  if (!table.columns.some((column) => column.name === from)) {
    throw invalidStatement(`invalid identifier ${from}`, from, 904);
  }
  if (table.columns.some((column) => column.name === to)) throw alreadyExists('Column', to);
  const named = (name: string): string => (name === from ? to : name);
  const { rowAccess, aggregation } = table;
  storeRelation(definition, {
    ...table,
    ...(aggregation === undefined
      ? {}
      : {
          aggregation: {
            ...aggregation,
            entityKeys: aggregation.entityKeys.map((key) => key.map(named)),
          },
        }),
    primaryKey: table.primaryKey.map(named),
    rowAccess: rowAccess && { ...rowAccess, columns: rowAccess.columns.map(named) },
    columns: table.columns.map((column) => ({
      ...column,
      name: named(column.name),
      mask: column.mask && { ...column.mask, columns: column.mask.columns.map(named) },
    })),
  });
}

async function addColumns(definition: Definition, table: TableObject): Promise<void> {
  const { reader } = definition;
  definition.requireOwner(table);
  reader.accept('COLUMN');
  const ifNotExists = reader.accept('IF', 'NOT', 'EXISTS');
  await definition.lock(table.id);
  let changed = table;
  const steps: string[] = [];
  do {
    const id = Math.max(0, ...changed.columns.map((column) => column.id)) + 1;
    const column = settleColumn(readColumn(definition, id, 'required'));
    if (changed.columns.some((existing) => existing.name === column.name)) {
      if (ifNotExists) continue;
      throw alreadyExists('Column', column.name);
    }
    steps.push(...addColumnSteps(definition, table, column));
    changed = { ...changed, columns: [...changed.columns, column] };
  } while (reader.acceptOperator(','));
  reader.expectEnd();
  checkPolicies(definition, changed);
  for (const step of steps) await definition.run(step);
  storeRelation(definition, { ...changed, ...reshaped(definition, table) });
}

async function dropColumns(definition: Definition, table: TableObject): Promise<void> {
  const { reader } = definition;
  definition.requireOwner(table);
  reader.accept('COLUMN');
  const ifExists = reader.accept('IF', 'EXISTS');
  await definition.lock(table.id);
  let changed = table;
  do {
    const name = reader.identifier();
    const column = changed.columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      if (ifExists) continue;
      throw invalidStatement(`invalid identifier ${name}`, name, 904);
    }
    const isArgument =
      changed.rowAccess?.columns.includes(name) === true ||
      changed.aggregation?.entityKeys.flat().includes(name) === true ||
      changed.columns.some((other) => other.mask?.columns.slice(1).includes(name) === true);
    if (isArgument) throw invalidStatement(`the column ${name} is an argument of a policy`, name);
    if (changed.columns.length === 1) throw invalidStatement('a table needs a column', name);
    changed = { ...changed, columns: changed.columns.filter((other) => other !== column) };
    for (const step of dropColumnSteps(table, column)) await definition.run(step);
  } while (reader.acceptOperator(','));
  reader.expectEnd();
  changed = forgetColumns(definition, table, changed);
  storeRelation(definition, { ...changed, ...reshaped(definition, table) });
}
