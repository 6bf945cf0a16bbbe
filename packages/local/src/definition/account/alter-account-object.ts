import type { ResultSet } from '@das/core';
import { holds, owns, sees } from '../../access/privileges.js';
import type { WarehouseObject } from '../../catalogue/catalogue-object.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  executionFailed,
  notAuthorized,
  notFound,
  unknownRole,
  unsupported,
} from '../../warehouse/errors.js';
import { readClauses, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { renameRole } from '../role/rename-role.js';
import { warehouseClauses, warehouseOptions } from './account-object.js';
import { findMonitor } from './resource-monitor.js';

const done = 'Statement executed successfully.';

/** `ALTER ROLE [IF EXISTS] r RENAME TO r2 | SET COMMENT = '…' | UNSET COMMENT`. */
export async function alterRole(definition: Definition): Promise<ResultSet> {
  const { reader, draft, context } = definition;
  reader.expect('ALTER', 'ROLE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.identifier();
  const role = draft.role(name);
  if (role === undefined && ifExists) return statusResult(done);
  if (role === undefined) throw unknownRole(name);
  if (!owns(definition.roles, role)) throw notAuthorized('Role', name);
  if (reader.accept('RENAME', 'TO')) {
    const next = reader.identifier();
    reader.expectEnd();
    definition.requireGlobal('CREATE ROLE');
    if (draft.role(next) !== undefined) throw alreadyExists('Role', next);
    renameRole(definition, name, next);
    definition.afterCommit(() => {
      if (context.state.role === name) context.state.role = next;
    });
    return statusResult(done);
  }
  let comment = '';
  if (reader.accept('SET', 'COMMENT')) comment = readOption(reader);
  else if (!reader.accept('UNSET', 'COMMENT')) {
    throw unsupported(`ALTER ROLE … ${reader.peek().value} ${reader.peek(1).value}`);
  }
  reader.expectEnd();
  draft.put({ ...role, comment });
  return statusResult(done);
}

/**
 * `ALTER WAREHOUSE [IF EXISTS] [w] SUSPEND | RESUME [IF SUSPENDED] | ABORT ALL QUERIES | RENAME TO … |
 * SET … | UNSET …`. The engine computes on this machine, whatever the state of a warehouse.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-warehouse
 */
export async function alterWarehouse(definition: Definition): Promise<ResultSet> {
  const { reader, draft, roles, context } = definition;
  reader.expect('ALTER', 'WAREHOUSE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const isNamed = !actions.some((words) => reader.sees(...words));
  const name = isNamed ? reader.identifier() : (context.state.warehouse ?? '');
  const warehouse = draft.find('WAREHOUSE', 0, name);
  if (warehouse === undefined || !sees(roles, warehouse)) {
    if (ifExists) return statusResult(done);
    throw notFound('Warehouse', name);
  }
  draft.put(changed(definition, warehouse));
  return statusResult(done);
}

const actions: readonly (readonly string[])[] = [
  ['SUSPEND'],
  ['RESUME'],
  ['ABORT', 'ALL'],
  ['SET', 'COMMENT'],
  ...`WAREHOUSE_TYPE WAREHOUSE_SIZE MAX_CLUSTER_COUNT MIN_CLUSTER_COUNT AUTO_SUSPEND AUTO_RESUME`
    .split(' ')
    .map((option) => ['SET', option]),
];

function changed(definition: Definition, warehouse: WarehouseObject): WarehouseObject {
  const { reader, draft } = definition;
  if (reader.accept('SUSPEND')) {
    reader.expectEnd();
    require(definition, warehouse, 'OPERATE');
    if (warehouse.isSuspended === true) throw wrongState(warehouse, 'suspended', 90_064);
    return { ...warehouse, isSuspended: true };
  }
  if (reader.accept('RESUME')) {
    const ifSuspended = reader.accept('IF', 'SUSPENDED');
    reader.expectEnd();
    require(definition, warehouse, 'OPERATE');
    if (warehouse.isSuspended !== true && !ifSuspended) {
      throw wrongState(warehouse, 'resumed', 90_063);
    }
    return { ...warehouse, isSuspended: false };
  }
  if (reader.accept('RENAME', 'TO')) {
    const name = reader.identifier();
    reader.expectEnd();
    require(definition, warehouse, 'OWNERSHIP');
    definition.requireGlobal('CREATE WAREHOUSE');
    if (draft.find('WAREHOUSE', 0, name) !== undefined) throw alreadyExists('Warehouse', name);
    const { state } = definition.context;
    definition.afterCommit(() => {
      if (state.warehouse === warehouse.name) state.warehouse = name;
    });
    return { ...warehouse, name };
  }
  if (reader.accept('SET')) return set(definition, warehouse);
  if (reader.accept('UNSET')) return unset(definition, warehouse);
  throw unsupported(`ALTER WAREHOUSE … ${reader.peek().value}`);
}

function set(definition: Definition, warehouse: WarehouseObject): WarehouseObject {
  const { reader, roles } = definition;
  require(definition, warehouse, 'MODIFY');
  const options: Record<string, string> = { ...warehouse.options };
  let { comment } = warehouse;
  readClauses(
    reader,
    {
      ...warehouseClauses(definition, options),
      COMMENT: () => {
        comment = readOption(reader);
      },
      RESOURCE_MONITOR: () => {
        const monitor = readOption(reader);
        if (!roles.has('ACCOUNTADMIN')) throw notAuthorized('Warehouse', warehouse.name);
        if (monitor.toUpperCase() === 'NULL') delete options.RESOURCE_MONITOR;
        else options.RESOURCE_MONITOR = findMonitor(definition, monitor);
      },
    },
    () => {
      reader.acceptOperator(',');
      return reader.isAtEnd;
    },
  );
  return { ...warehouse, options, comment };
}

function unset(definition: Definition, warehouse: WarehouseObject): WarehouseObject {
  const { reader, roles } = definition;
  require(definition, warehouse, 'MODIFY');
  const options: Record<string, string> = { ...warehouse.options };
  let { comment } = warehouse;
  do {
    const option = reader.expectOneOf([...warehouseOptions, 'COMMENT']);
    if (option === 'RESOURCE_MONITOR' && !roles.has('ACCOUNTADMIN')) {
      throw notAuthorized('Warehouse', warehouse.name);
    }
    if (option === 'COMMENT') comment = '';
    else delete options[option];
  } while (reader.acceptOperator(','));
  reader.expectEnd();
  return { ...warehouse, options, comment };
}

function require(definition: Definition, warehouse: WarehouseObject, privilege: string): void {
  const { roles } = definition;
  const may =
    privilege === 'OWNERSHIP' ? owns(roles, warehouse) : holds(roles, warehouse, privilege);
  if (!may) throw notAuthorized('Warehouse', warehouse.name);
}

function wrongState({ name }: WarehouseObject, what: string, number: number): Error {
  return executionFailed(`Invalid state. Warehouse '${name}' cannot be ${what}.`, {
    number,
    sqlState: '22000',
    place: name,
  });
}
