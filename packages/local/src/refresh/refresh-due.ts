import type { Catalogue } from '../catalogue/catalogue.js';
import type { DynamicTableObject } from '../catalogue/catalogue-object.js';
import { define } from '../definition/definition.js';
import type { Engine } from '../engine/engine.js';
import type { SessionState } from '../engine/session-state.js';
import { newContext } from '../engine/statement-context.js';
import { statusResult } from '../shaping/status-result.js';
import { refreshAll } from './refresh-batch.js';
import { suspendAfterErrors } from './suspend-refreshes.js';
import { upstreamOf } from './upstream.js';

/** A dynamic table that was due, and whether its refresh succeeded. */
export interface DynamicTableRefresh {
  /** The full name: `DB.SCHEMA.NAME`. */
  readonly name: string;
  readonly state: 'SUCCEEDED' | 'FAILED';
  /** Why it failed. Never holds a data value. */
  readonly error: Error | undefined;
}

/**
 * Refreshes what is due: tables that depend on each other read one snapshot together. A table that
 * fails does not keep the others from their refresh.
 */
export async function refreshDue(state: SessionState): Promise<readonly DynamicTableRefresh[]> {
  const { engine } = state;
  const results: DynamicTableRefresh[] = [];
  for (const group of connected(engine.catalogue, dueTables(engine))) {
    const together = await refreshTogether(state, group, group.length === 1);
    const isDone = together === undefined || group.length === 1;
    for (const table of group) {
      const error = isDone ? together : await refreshTogether(state, [table], true);
      const name = engine.catalogue.fullName(table);
      results.push({ name, state: error === undefined ? 'SUCCEEDED' : 'FAILED', error });
      if (error === undefined) engine.failedRefreshes.delete(table.id);
      else {
        engine.failedRefreshes.set(table.id, engine.clock().getTime());
        await suspendAfterErrors(state, table);
      }
    }
  }
  return results;
}

/** Refreshes tables in one transaction; answers with the error that undid it. */
async function refreshTogether(
  state: SessionState,
  tables: readonly DynamicTableObject[],
  isTold: boolean,
): Promise<Error | undefined> {
  const base = { engine: state.engine, state, text: '', binds: [], tokens: [], signal: undefined };
  try {
    await define(newContext(base, []), async (definition) => {
      const current = tables.flatMap((table) => {
        const now = definition.draft.get(table.id);
        const isDue = now?.kind === 'DYNAMIC TABLE' && now.refreshedAt === table.refreshedAt;
        return isDue ? [now] : [];
      });
      await refreshAll(definition, current, 'SCHEDULED', isTold);
      return statusResult('');
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('the refresh failed');
  }
}

/** The tables that reach each other over what they read, in their order. */
function connected(
  catalogue: Catalogue,
  tables: readonly DynamicTableObject[],
): readonly (readonly DynamicTableObject[])[] {
  const groups: { readonly reads: Set<number>; readonly tables: DynamicTableObject[] }[] = [];
  for (const table of tables) {
    const reads = new Set([table.id, ...allUpstream(catalogue, table)]);
    const touched = groups.filter((group) => [...reads].some((id) => group.reads.has(id)));
    const merged = { reads, tables: [...touched.flatMap((group) => group.tables), table] };
    for (const group of touched) {
      for (const id of group.reads) reads.add(id);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(merged);
  }
  return groups.map((group) => group.tables);
}

function allUpstream(catalogue: Catalogue, table: DynamicTableObject): readonly number[] {
  const found = new Set<number>();
  const visit = (each: DynamicTableObject): void => {
    for (const id of upstreamOf(catalogue, each)) {
      const upstream = catalogue.get(id);
      if (found.has(id) || upstream?.kind !== 'DYNAMIC TABLE') continue;
      found.add(id);
      visit(upstream);
    }
  };
  visit(table);
  return [...found];
}

/** The tables whose lag has passed; a refresh takes what they read with it, upstream first. */
function dueTables({ catalogue, clock, failedRefreshes }: Engine): readonly DynamicTableObject[] {
  const now = clock().getTime();
  const due = [...catalogue.ofKind('DYNAMIC TABLE')].filter((table) => {
    const { targetLag, refreshedAt } = table;
    if (table.isSuspended || targetLag === 'DOWNSTREAM') return false;
    // A refresh that failed is tried again when the lag has passed once more, not at once.
    const failed = failedRefreshes.get(table.id);
    const isPast = (time: number): boolean => now - time >= targetLag * 1000;
    const isStale = refreshedAt === undefined || isPast(Date.parse(refreshedAt));
    return isStale && (failed === undefined || isPast(failed));
  });
  const ordered: DynamicTableObject[] = [];
  const visit = (table: DynamicTableObject): void => {
    if (ordered.includes(table)) return;
    for (const id of upstreamOf(catalogue, table)) {
      const upstream = due.find((each) => each.id === id);
      if (upstream !== undefined && upstream !== table) visit(upstream);
    }
    ordered.push(table);
  };
  for (const table of due) visit(table);
  return ordered;
}
