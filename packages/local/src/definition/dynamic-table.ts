import type { ResultSet } from '@das/core';
import { holds, reaches, sees } from '../access/privileges.js';
import type { DynamicTableObject } from '../catalogue/catalogue-object.js';
import { prepareQuery } from '../engine/run-query.js';
import { sourceText } from '../engine/statement-context.js';
import { parseQuery } from '../polyglot/parse-query.js';
import { checkIncremental } from '../refresh/check-incremental.js';
import { refreshInside } from '../refresh/refresh-dynamic-table.js';
import { checkLag } from '../refresh/target-lag.js';
import { statusResult } from '../shaping/status-result.js';
import { invalidStatement, notAuthorized, notFound, unsupported } from '../warehouse/errors.js';
import { changeColumns } from './alter-columns.js';
import { checkPolicies } from './attach-policy.js';
import { readCreate, readIfNotExists, readOption } from './clauses.js';
import { createPhysical } from './create-table.js';
import type { Definition } from './definition.js';
import { readColumns } from './read-columns.js';
import { readTableClauses } from './table-clauses.js';
import { viewColumns } from './view.js';

/** `CREATE [OR REPLACE] DYNAMIC TABLE`. */
export async function createDynamicTable(definition: Definition): Promise<ResultSet> {
  const { reader, context, draft } = definition;
  const mode = readCreate(reader);
  if (mode.orAlter) throw unsupported('CREATE OR ALTER DYNAMIC TABLE');
  reader.expect('DYNAMIC', 'TABLE');
  const ifNotExists = readIfNotExists(reader, mode);
  const { schema, plain } = definition.schemaFor(reader.name(), 'DYNAMIC TABLE');
  const existing = draft.findRelation(schema.id, plain);
  if (existing !== undefined && ifNotExists) {
    return statusResult(`${plain} already exists, statement succeeded.`);
  }
  const declared = reader.seesOperator('(') ? readColumns(definition, 'optional').columns : [];
  let lag: string | undefined;
  let warehouse: string | undefined;
  let refreshMode: DynamicTableObject['refreshMode'] = 'AUTO';
  let initialize = 'ON_CREATE';
  const clauses = readTableClauses(definition, {
    TARGET_LAG: () => {
      lag = readOption(reader);
    },
    WAREHOUSE: () => {
      warehouse = readOption(reader);
    },
    SCHEDULER: () => {
      const isEnabled = readOption(reader).toUpperCase() === 'ENABLE';
      if (!isEnabled) throw unsupported('a dynamic table without a scheduler');
    },
    REFRESH_MODE: () => {
      refreshMode = oneOf(readOption(reader), ['AUTO', 'FULL', 'INCREMENTAL']);
    },
    INITIALIZE: () => {
      initialize = oneOf(readOption(reader), ['ON_CREATE', 'ON_SCHEDULE']);
    },
  });
  reader.expect('AS');
  const tokens = reader.rest();
  if (lag === undefined) throw invalidStatement('a dynamic table needs TARGET_LAG', plain);
  if (warehouse === undefined) throw invalidStatement('a dynamic table needs WAREHOUSE', plain);
  requireWarehouse(definition, warehouse);
  if (existing !== undefined) {
    if (!mode.orReplace || existing.kind !== 'DYNAMIC TABLE') {
      definition.refuseExisting('DYNAMIC TABLE', schema.id, plain);
    }
    definition.requireOwner(existing);
    await definition.lock(existing.id);
    definition.replaced = existing;
    draft.remove(existing.id);
  }
  if (tokens.some((token) => token.kind === 'bind'))
    throw unsupported('a bind inside a dynamic table');
  const query = await prepareQuery(
    context.engine,
    context.state.context(),
    [],
    parseQuery(tokens),
    {
      roles: context.state.primaryRoles,
      database: draft.container(schema).database,
      schema: schema.name,
      seesTemporaries: false,
    },
  );
  if (query.compilation.streams.size > 0) throw unsupported('a stream in a dynamic table');
  const table: DynamicTableObject = definition.withFutureGrants({
    ...definition.base(plain, clauses.comment),
    kind: 'DYNAMIC TABLE',
    parent: schema.id,
    columns: viewColumns(declared, query.columns),
    rowAccess: clauses.rowAccess,
    tags: clauses.tags,
    text: sourceText(context, tokens),
    targetLag: parseLag(lag),
    targetLagText: lag,
    warehouse,
    refreshMode,
    isSuspended: false,
    refreshedAt: undefined,
  });
  checkPolicies(definition, table);
  checkLag(draft, table);
  if (table.refreshMode === 'INCREMENTAL') {
    checkIncremental(draft, table, query.compilation.relations.values());
  }
  await createPhysical(definition, `das_data.t${table.id}`, table.columns);
  draft.put(table);
  if (initialize === 'ON_CREATE') await refreshInside(definition, table);
  return statusResult(`Dynamic table ${plain} successfully created.`);
}

function requireWarehouse(definition: Definition, name: string): void {
  const warehouse = definition.draft.find('WAREHOUSE', 0, name);
  if (warehouse === undefined || !sees(definition.roles, warehouse))
    throw notFound('Warehouse', name);
  if (!holds(definition.roles, warehouse, 'USAGE')) throw notAuthorized('Warehouse', name);
}

function oneOf<T extends string>(value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value.toUpperCase());
  if (found === undefined) throw invalidStatement(`${value} is not one of ${allowed.join(', ')}`);
  return found;
}

const units: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/** `'10 minutes'` in seconds; the minimum is 60 seconds. */
function parseLag(text: string): number | 'DOWNSTREAM' {
  if (text.toUpperCase() === 'DOWNSTREAM') return 'DOWNSTREAM';
  const [, amount, unit] = /^\s*(\d+)\s+([a-z]+?)s?\s*$/i.exec(text) ?? [];
  const factor = units[(unit ?? '').toLowerCase()];
  if (amount === undefined || factor === undefined) {
    throw invalidStatement('TARGET_LAG is not a number of seconds, minutes, hours or days');
  }
  const seconds = Number(amount) * factor;
  if (seconds < 60)
    throw invalidStatement('TARGET_LAG must be at least 60 seconds', undefined, 2700);
  return seconds;
}

/** `ALTER DYNAMIC TABLE … REFRESH | SUSPEND | RESUME | SET … | MODIFY COLUMN …`. */
export async function alterDynamicTable(definition: Definition): Promise<ResultSet> {
  const { reader, draft, roles } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'DYNAMIC', 'TABLE');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const table = definition.findOrUndefined('DYNAMIC TABLE', name);
  if (table === undefined && ifExists) return done;
  const found = table ?? definition.find('DYNAMIC TABLE', name);
  const operates = ['REFRESH', 'SUSPEND', 'RESUME'].some((word) => reader.sees(word));
  if (operates && !holds(roles, found, 'OPERATE')) {
    const isVisible = reaches(draft, roles, found) && sees(roles, found);
    const full = draft.fullName(found);
    throw isVisible ? notAuthorized('Dynamic Table', full) : notFound('Dynamic Table', full);
  }
  if (reader.accept('REFRESH')) {
    reader.expectEnd();
    await refreshInside(definition, found);
  } else if (reader.accept('SUSPEND')) {
    draft.put({ ...found, isSuspended: true });
  } else if (reader.accept('RESUME')) {
    draft.put({ ...found, isSuspended: false });
  } else if (reader.accept('SET', 'TARGET_LAG')) {
    definition.requireOwner(found);
    const lag = readOption(reader);
    reader.expectEnd();
    const changed = { ...found, targetLag: parseLag(lag), targetLagText: lag };
    checkLag(draft, changed);
    draft.put(changed);
  } else if (reader.accept('SET', 'WAREHOUSE')) {
    definition.requireOwner(found);
    const warehouse = readOption(reader);
    requireWarehouse(definition, warehouse);
    draft.put({ ...found, warehouse });
    reader.expectEnd();
  } else {
    await changeColumns(definition, found);
  }
  return done;
}
