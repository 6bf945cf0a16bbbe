import type { ResultSet } from '@das/core';
import { holds, reaches, sees } from '../../access/privileges.js';
import type { DynamicTableObject } from '../../catalogue/catalogue-object.js';
import { refreshAll } from '../../refresh/refresh-batch.js';
import { resumeRefreshes, suspendRefreshes } from '../../refresh/suspend-refreshes.js';
import { checkLag } from '../../refresh/target-lag.js';
import { statusResult } from '../../shaping/status-result.js';
import { alreadyExists, notAuthorized, notFound, unsupported } from '../../warehouse/errors.js';
import { requireWarehouse } from '../account/warehouse-use.js';
import { readOption } from '../clauses.js';
import { changeMetrics, changesMetrics } from '../data-metric/change-metrics.js';
import type { Definition } from '../definition.js';
import { keepTagMasks } from '../tag/keep-tag-masks.js';
import { changeColumns } from './alter-columns.js';
import { parseLag } from './dynamic-table.js';

/**
 * `ALTER DYNAMIC TABLE … REFRESH | SUSPEND | RESUME | RENAME TO | SWAP WITH | SET … | MODIFY …`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-dynamic-table
 */
export async function alterDynamicTable(definition: Definition): Promise<ResultSet> {
  const { reader } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'DYNAMIC', 'TABLE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  if (reader.seesOperator(',')) throw unsupported('REFRESH of several dynamic tables at once');
  const found = definition.findOrUndefined('DYNAMIC TABLE', name);
  if (found === undefined && ifExists) return done;
  const table = found ?? definition.find('DYNAMIC TABLE', name);
  if (changesMetrics(reader)) {
    await changeMetrics(definition, table);
    return done;
  }
  const isOperation = ['REFRESH', 'SUSPEND', 'RESUME'].some((word) => reader.sees(word));
  if (isOperation) await operate(definition, table);
  else if (reader.accept('RENAME', 'TO')) rename(definition, table);
  else if (reader.accept('SWAP', 'WITH')) swap(definition, table);
  else if (reader.accept('UNSET', 'COMMENT')) {
    definition.requireOwner(table);
    reader.expectEnd();
    definition.draft.put({ ...table, comment: '' });
  } else if (reader.sees('SET') && reader.peek(2).value === '=') setOptions(definition, table);
  else await changeColumns(definition, table);
  return done;
}

async function operate(definition: Definition, table: DynamicTableObject): Promise<void> {
  const { reader, draft, roles } = definition;
  if (!holds(roles, table, 'OPERATE')) {
    const isVisible = reaches(draft, roles, table) && sees(roles, table);
    const full = draft.fullName(table);
    throw isVisible ? notAuthorized('Dynamic Table', full) : notFound('Dynamic Table', full);
  }
  const word = reader.next().value;
  if (reader.sees('COPY', 'SESSION')) throw unsupported('REFRESH COPY SESSION');
  if (reader.sees('RECLUSTER')) throw unsupported('RECLUSTER');
  reader.expectEnd();
  if (word === 'REFRESH') await refreshAll(definition, [table], 'MANUAL');
  else if (word === 'SUSPEND') suspendRefreshes(draft, table);
  else resumeRefreshes(draft, table);
}

function rename(definition: Definition, table: DynamicTableObject): void {
  const { reader, draft } = definition;
  definition.requireOwner(table);
  const { schema, plain } = definition.schemaFor(reader.name(), 'DYNAMIC TABLE');
  reader.expectEnd();
  if (schema.isManaged && schema.id !== table.parent) {
    throw unsupported('moving a dynamic table into a schema with managed access');
  }
  if (draft.findRelation(schema.id, plain) !== undefined) throw alreadyExists('Object', plain);
  keepTagMasks(definition, table, { ...table, parent: schema.id });
  draft.put({ ...table, name: plain, parent: schema.id });
}

function swap(definition: Definition, table: DynamicTableObject): void {
  const { reader, draft } = definition;
  definition.requireOwner(table);
  const other = definition.find('DYNAMIC TABLE', reader.name());
  reader.expectEnd();
  definition.requireOwner(other);
  keepTagMasks(definition, table, { ...table, parent: other.parent });
  keepTagMasks(definition, other, { ...other, parent: table.parent });
  if (table.id !== other.id) draft.swap(table, other);
}

/** `SET TARGET_LAG = …, WAREHOUSE = … COMMENT = …`. */
function setOptions(definition: Definition, table: DynamicTableObject): void {
  const { reader, draft } = definition;
  definition.requireOwner(table);
  reader.expect('SET');
  let changed = table;
  do {
    if (reader.accept('TARGET_LAG')) {
      const lag = readOption(reader);
      changed = { ...changed, targetLag: parseLag(lag), targetLagText: lag };
      checkLag(draft, changed);
    } else if (reader.accept('WAREHOUSE')) {
      const warehouse = readOption(reader);
      requireWarehouse(definition, warehouse);
      changed = { ...changed, warehouse };
    } else if (reader.accept('COMMENT')) {
      changed = { ...changed, comment: readOption(reader) };
    } else throw unsupported(`ALTER DYNAMIC TABLE … SET ${reader.peek().value}`);
    reader.acceptOperator(',');
  } while (!reader.isAtEnd);
  draft.put(changed);
}
