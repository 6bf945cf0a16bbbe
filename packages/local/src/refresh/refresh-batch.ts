import { WarehouseError } from '@das/core';
import type { DynamicTableObject } from '../catalogue/catalogue-object.js';
import type { Definition } from '../definition/definition.js';
import { refreshInside } from './refresh-dynamic-table.js';
import { type RecordedRefresh, recordFailures } from './refresh-history.js';
import { downstreamOf } from './upstream.js';

/** Refreshes that read one snapshot: each table of them is refreshed once. */
export interface RefreshBatch {
  readonly trigger: RecordedRefresh['refreshTrigger'];
  /** The tables that were refreshed. */
  readonly done: Set<number>;
  /** The table that is being refreshed. */
  current: DynamicTableObject | undefined;
}

/**
 * Refreshes tables with all that they read, in the transaction of one statement.
 *
 * @param isTold - whether a failure goes into the history
 */
export async function refreshAll(
  definition: Definition,
  tables: readonly DynamicTableObject[],
  trigger: RecordedRefresh['refreshTrigger'],
  isTold: boolean = trigger !== 'CREATION',
): Promise<void> {
  const batch: RefreshBatch = { trigger, done: new Set(), current: undefined };
  try {
    for (const table of tables) await refreshInside(definition, table, batch);
  } catch (error) {
    if (isTold) await tellFailure(definition, tables, batch, error);
    throw error;
  }
}

async function tellFailure(
  definition: Definition,
  tables: readonly DynamicTableObject[],
  batch: RefreshBatch,
  error: unknown,
): Promise<void> {
  const { draft, context } = definition;
  const { current } = batch;
  if (current === undefined) return;
  const message = error instanceof WarehouseError ? error.message : 'the refresh failed';
  const below = new Set(downstreamOf(draft, current.id));
  const failed = refreshFacts(definition, current, batch.trigger);
  const told: RecordedRefresh[] = [
    { ...failed, state: 'FAILED', stateCode: 'FAILED', stateMessage: message },
  ];
  for (const table of tables) {
    if (!below.has(table.id) || table.id === current.id) continue;
    const state = 'UPSTREAM_FAILED';
    const facts = refreshFacts(definition, table, batch.trigger);
    const stateMessage = `the refresh of ${draft.fullName(current)} failed`;
    told.push({ ...facts, state, stateCode: state, stateMessage });
  }
  // The transaction of the statement will be undone: this is written beside it.
  const connection = await context.engine.database.connect();
  try {
    await recordFailures(connection, told);
  } finally {
    connection.closeSync();
  }
}

/** What the history says of a refresh, however it ends. */
export function refreshFacts(
  definition: Definition,
  table: DynamicTableObject,
  refreshTrigger: RecordedRefresh['refreshTrigger'],
): Omit<RecordedRefresh, 'state' | 'stateCode' | 'stateMessage'> {
  const { draft, context, now } = definition;
  const { database, schema } = draft.container(table);
  const lag = table.targetLag === 'DOWNSTREAM' ? undefined : table.targetLag;
  const before = table.refreshedAt;
  return {
    tableId: table.id,
    name: table.name,
    schemaName: schema,
    databaseName: database,
    queryId: context.state.record?.id,
    dataTimestamp: now,
    refreshStartTime: now,
    refreshEndTime: context.engine.clock().toISOString(),
    completionTarget:
      before === undefined || lag === undefined
        ? undefined
        : new Date(Date.parse(before) + lag * 1000).toISOString(),
    statistics: undefined,
    refreshAction: 'FULL',
    refreshTrigger,
    targetLagSeconds: lag,
  };
}
