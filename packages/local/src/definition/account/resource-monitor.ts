import type { ResultSet } from '@das/core';
import { holds, owns, sees } from '../../access/privileges.js';
import type {
  MonitorTrigger,
  ResourceMonitorObject,
} from '../../catalogue/resource-monitor-object.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  invalidStatement,
  notAuthorized,
  notFound,
  unsupported,
} from '../../warehouse/errors.js';
import {
  readClauses,
  readCreate,
  readIfNotExists,
  readNumberOption,
  readOption,
} from '../clauses.js';
import type { Definition } from '../definition.js';

const frequencies = ['MONTHLY', 'DAILY', 'WEEKLY', 'YEARLY', 'NEVER'];

interface MonitorClauses {
  creditQuota?: number | undefined;
  frequency?: string;
  startTimestamp?: string;
  endTimestamp?: string;
  notifyUsers?: readonly string[];
  triggers?: readonly MonitorTrigger[];
}

/** `CREDIT_QUOTA`, `FREQUENCY`, … after WITH or SET; TRIGGERS comes last. */
function readMonitor(definition: Definition): MonitorClauses {
  const { reader } = definition;
  const clauses: MonitorClauses = {};
  readClauses(
    reader,
    {
      CREDIT_QUOTA: () => {
        clauses.creditQuota = readNumberOption(reader);
      },
      FREQUENCY: () => {
        const value = readOption(reader).toUpperCase();
        if (!frequencies.includes(value)) throw invalidStatement(`${value} is no frequency`, value);
        clauses.frequency = value;
      },
      START_TIMESTAMP: () => {
        const value = readOption(reader);
        clauses.startTimestamp =
          value.toUpperCase() === 'IMMEDIATELY' ? definition.now : timestamp(value);
      },
      END_TIMESTAMP: () => {
        clauses.endTimestamp = timestamp(readOption(reader));
      },
      NOTIFY_USERS: () => {
        reader.expectOperator('=');
        clauses.notifyUsers = reader.list(() => reader.identifier());
      },
    },
    () => reader.isAtEnd || reader.sees('TRIGGERS'),
  );
  if (reader.accept('TRIGGERS')) clauses.triggers = readTriggers(definition);
  reader.expectEnd();
  if ((clauses.frequency === undefined) !== (clauses.startTimestamp === undefined)) {
    throw invalidStatement('FREQUENCY and START_TIMESTAMP are set together', 'FREQUENCY');
  }
  return clauses;
}

function timestamp(text: string): string {
  const date = new Date(
    `${text.trim().replace(' ', 'T')}${/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? '' : /:/.test(text) ? 'Z' : ''}`,
  );
  if (Number.isNaN(date.getTime())) throw invalidStatement('this is no timestamp');
  return date.toISOString();
}

const actions = ['SUSPEND', 'SUSPEND_IMMEDIATE', 'NOTIFY'] as const;

/** `ON 75 PERCENT DO NOTIFY …`: one SUSPEND, one SUSPEND_IMMEDIATE and five NOTIFY at most. */
function readTriggers({ reader }: Definition): readonly MonitorTrigger[] {
  const triggers: MonitorTrigger[] = [];
  while (reader.accept('ON')) {
    const threshold = reader.integer();
    reader.expect('PERCENT', 'DO');
    const word = reader.expectOneOf(actions);
    const action = actions.find((each) => each === word) ?? 'NOTIFY';
    triggers.push({ threshold, action });
  }
  for (const action of actions) {
    const count = triggers.filter((each) => each.action === action).length;
    if (count > (action === 'NOTIFY' ? 5 : 1)) {
      throw invalidStatement(`a monitor has too many triggers that ${action}`, action);
    }
  }
  return triggers;
}

/**
 * `CREATE [OR REPLACE] RESOURCE MONITOR [IF NOT EXISTS] m WITH …`, for ACCOUNTADMIN alone.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-resource-monitor
 */
export async function createResourceMonitor(definition: Definition): Promise<ResultSet> {
  const { reader, draft, primaryRoles } = definition;
  const mode = readCreate(reader);
  if (mode.orAlter) throw unsupported('CREATE OR ALTER RESOURCE MONITOR');
  reader.expect('RESOURCE', 'MONITOR');
  const ifNotExists = readIfNotExists(reader, mode);
  const name = reader.identifier();
  reader.accept('WITH');
  const clauses = readMonitor(definition);
  if (!primaryRoles.has('ACCOUNTADMIN')) throw notAuthorized('Account', 'LOCAL');
  const existing = draft.find('RESOURCE MONITOR', 0, name);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
    if (!mode.orReplace) throw alreadyExists('Resource Monitor', name);
    draft.remove(existing.id);
  }
  const monitor: ResourceMonitorObject = {
    ...definition.base(name, ''),
    kind: 'RESOURCE MONITOR',
    creditQuota: clauses.creditQuota,
    frequency: clauses.frequency ?? 'MONTHLY',
    startTimestamp: clauses.startTimestamp ?? definition.now,
    endTimestamp: clauses.endTimestamp,
    notifyUsers: clauses.notifyUsers ?? [],
    triggers: clauses.triggers ?? [],
  };
  draft.put(monitor);
  return statusResult(`Resource monitor ${name} successfully created.`);
}

/** `ALTER RESOURCE MONITOR [IF EXISTS] m SET … [TRIGGERS …]`. */
export async function alterResourceMonitor(definition: Definition): Promise<ResultSet> {
  const { reader, draft, roles } = definition;
  reader.expect('ALTER', 'RESOURCE', 'MONITOR');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.identifier();
  const done = statusResult('Statement executed successfully.');
  const monitor = draft.find('RESOURCE MONITOR', 0, name);
  if (monitor === undefined && ifExists) return done;
  if (monitor === undefined || !sees(roles, monitor)) throw notFound('Resource Monitor', name);
  if (!owns(roles, monitor) && !holds(roles, monitor, 'MODIFY')) {
    throw notAuthorized('Resource Monitor', name);
  }
  if (!reader.accept('SET') && !reader.sees('TRIGGERS')) {
    throw unsupported(`ALTER RESOURCE MONITOR … ${reader.peek().value}`);
  }
  const clauses = readMonitor(definition);
  draft.put({ ...monitor, ...clauses });
  return done;
}

/** The monitor that SET RESOURCE_MONITOR names; `NULL` takes it off. */
export function findMonitor(definition: Definition, name: string): string {
  const { draft, roles } = definition;
  const monitor = draft.find('RESOURCE MONITOR', 0, name);
  if (monitor === undefined || !sees(roles, monitor)) throw notFound('Resource Monitor', name);
  return monitor.name;
}

/** A monitor that goes is taken off the warehouses and the account. */
export function forgetMonitor(definition: Definition, name: string): void {
  const { draft } = definition;
  for (const warehouse of [...draft.ofKind('WAREHOUSE')]) {
    const { RESOURCE_MONITOR: monitor, ...options } = warehouse.options;
    if (monitor === name) draft.put({ ...warehouse, options });
  }
  for (const account of [...draft.ofKind('ACCOUNT')]) {
    const { resourceMonitor, ...rest } = account;
    if (resourceMonitor === name) draft.put(rest);
  }
}
