import type { ResultSet } from '@das/core';
import { owns } from '../../access/privileges.js';
import type { RoleObject, WarehouseObject } from '../../catalogue/catalogue-object.js';
import { statusResult } from '../../shaping/status-result.js';
import { alreadyExists, notAuthorized } from '../../warehouse/errors.js';
import { readClauses, readCreate, readIfNotExists, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { readTagClause } from '../tag/tag-clause.js';
import { findMonitor } from './resource-monitor.js';

/** The options of a warehouse that are kept; all but the monitor are shown and mean nothing here. */
export const warehouseOptions: readonly string[] =
  `WAREHOUSE_TYPE WAREHOUSE_SIZE MAX_CLUSTER_COUNT MIN_CLUSTER_COUNT
  SCALING_POLICY AUTO_SUSPEND AUTO_RESUME INITIALLY_SUSPENDED RESOURCE_MONITOR
  ENABLE_QUERY_ACCELERATION QUERY_ACCELERATION_MAX_SCALE_FACTOR MAX_CONCURRENCY_LEVEL
  STATEMENT_QUEUED_TIMEOUT_IN_SECONDS STATEMENT_TIMEOUT_IN_SECONDS`.split(/\s+/);

/** Reads the options of a warehouse into `options`. */
export function warehouseClauses(
  { reader }: Definition,
  options: Record<string, string>,
): Readonly<Record<string, () => void>> {
  const read = (option: string) => (): void => {
    options[option] = readOption(reader);
  };
  return Object.fromEntries(warehouseOptions.map((option) => [option, read(option)]));
}

/** `CREATE WAREHOUSE`: its options are kept and shown; the engine computes on this machine. */
export async function createWarehouse(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  reader.expect('WAREHOUSE');
  const ifNotExists = readIfNotExists(reader, mode);
  const name = reader.identifier();
  if (!reader.sees('WITH', 'TAG')) reader.accept('WITH');
  const options: Record<string, string> = {};
  let comment = '';
  let tags: Readonly<Record<string, string>> = {};
  readClauses(reader, {
    ...warehouseClauses(definition, options),
    COMMENT: () => {
      comment = readOption(reader);
    },
    WITH: () => {
      reader.expect('TAG');
      tags = readTagClause(definition);
    },
    TAG: () => {
      tags = readTagClause(definition);
    },
  });
  if (options.RESOURCE_MONITOR !== undefined) {
    options.RESOURCE_MONITOR = findMonitor(definition, options.RESOURCE_MONITOR);
  }
  const existing = draft.find('WAREHOUSE', 0, name);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    if (!mode.orReplace) throw alreadyExists('Warehouse', name);
    if (!owns(definition.roles, existing)) throw notAuthorized('Warehouse', name);
    draft.remove(existing.id);
  }
  definition.requireGlobal('CREATE WAREHOUSE');
  const warehouse: WarehouseObject = {
    ...definition.base(name, comment),
    kind: 'WAREHOUSE',
    tags,
    options,
    isSuspended: options.INITIALLY_SUSPENDED?.toUpperCase() === 'TRUE',
  };
  draft.put(warehouse);
  definition.afterCommit(() => {
    definition.context.state.warehouse = name;
  });
  return statusResult(`Warehouse ${name} successfully created.`);
}

/** `CREATE ROLE`. */
export async function createRole(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  reader.expect('ROLE');
  const ifNotExists = readIfNotExists(reader, mode);
  const name = reader.identifier();
  let comment = '';
  let tags: Readonly<Record<string, string>> = {};
  readClauses(reader, {
    COMMENT: () => {
      comment = readOption(reader);
    },
    WITH: () => {
      reader.expect('TAG');
      tags = readTagClause(definition);
    },
    TAG: () => {
      tags = readTagClause(definition);
    },
  });
  const existing = draft.role(name);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    throw alreadyExists('Role', name);
  }
  definition.requireGlobal('CREATE ROLE');
  const role: RoleObject = {
    ...definition.base(name, comment),
    kind: 'ROLE',
    tags,
    grantedTo: [],
  };
  draft.put(role);
  return statusResult(`Role ${name} successfully created.`);
}
