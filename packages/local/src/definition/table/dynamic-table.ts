import type { ResultSet } from '@das/core';
import type { DynamicTableObject } from '../../catalogue/catalogue-object.js';
import { prepareQuery } from '../../engine/run-query.js';
import { sourceText } from '../../engine/statement-context.js';
import { parseQuery } from '../../polyglot/parse-query.js';
import { lineageOf } from '../../propagation/lineage.js';
import { checkIncremental } from '../../refresh/check-incremental.js';
import { refreshAll } from '../../refresh/refresh-batch.js';
import { checkLag } from '../../refresh/target-lag.js';
import { statusResult } from '../../shaping/status-result.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import { requireWarehouse } from '../account/warehouse-use.js';
import { readCreate, readIfNotExists, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { checkPolicies } from '../policy/attach-policy.js';
import { viewColumns } from '../view/view.js';
import { createPhysical } from './create-table.js';
import { readColumns } from './read-columns.js';
import { readTableClauses } from './table-clauses.js';

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
  if (tokens.some((token) => token.kind === 'variable')) {
    throw unsupported('a session variable in a dynamic table');
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
      asksForColumns: true,
    },
  );
  if (query.compilation.streams.size > 0) throw unsupported('a stream in a dynamic table');
  if (query.compilation.draws > 0) throw unsupported('NEXTVAL in a dynamic table');
  const table: DynamicTableObject = definition.withFutureGrants({
    ...definition.base(plain, clauses.comment),
    kind: 'DYNAMIC TABLE',
    parent: schema.id,
    columns: viewColumns(declared, query.columns),
    rowAccess: clauses.rowAccess,
    ...clauses.constraint,
    tags: clauses.tags,
    text: sourceText(context, tokens),
    lineage: lineageOf(query),
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
  if (initialize === 'ON_CREATE') await refreshAll(definition, [table], 'CREATION');
  return statusResult(`Dynamic table ${plain} successfully created.`);
}

function oneOf<T extends string>(value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value.toUpperCase());
  if (found === undefined) throw invalidStatement(`${value} is not one of ${allowed.join(', ')}`);
  return found;
}

const units: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/** `'10 minutes'` in seconds; the minimum is 60 seconds. */
export function parseLag(text: string): number | 'DOWNSTREAM' {
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
