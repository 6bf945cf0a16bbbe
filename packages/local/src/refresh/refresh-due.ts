import type { Catalogue } from '../catalogue/catalogue.js';
import type { DynamicTableObject } from '../catalogue/catalogue-object.js';
import { define } from '../definition/definition.js';
import type { SessionState } from '../engine/session-state.js';
import { newContext } from '../engine/statement-context.js';
import { statusResult } from '../shaping/status-result.js';
import { refreshInside, upstreamOf } from './refresh-dynamic-table.js';

/** A dynamic table that was due, and whether its refresh succeeded. */
export interface DynamicTableRefresh {
  /** The full name: `DB.SCHEMA.NAME`. */
  readonly name: string;
  readonly state: 'SUCCEEDED' | 'FAILED';
  /** Why it failed. Never holds a data value. */
  readonly error: Error | undefined;
}

/** Refreshes what is due. A table that fails does not keep the others from their refresh. */
export async function refreshDue(state: SessionState): Promise<readonly DynamicTableRefresh[]> {
  const { engine } = state;
  const results: DynamicTableRefresh[] = [];
  for (const table of dueTables(engine.catalogue, engine.clock())) {
    const base = { engine, state, text: '', binds: [], tokens: [], signal: undefined };
    const name = engine.catalogue.fullName(table);
    try {
      await define(newContext(base, []), async (definition) => {
        const current = definition.draft.get(table.id);
        const isDue =
          current?.kind === 'DYNAMIC TABLE' && current.refreshedAt === table.refreshedAt;
        if (isDue) await refreshInside(definition, current);
        return statusResult('');
      });
      results.push({ name, state: 'SUCCEEDED', error: undefined });
    } catch (error) {
      const failure = error instanceof Error ? error : new Error('the refresh failed');
      results.push({ name, state: 'FAILED', error: failure });
    }
  }
  return results;
}

/** The tables whose lag has passed; a refresh takes what they read with it, upstream first. */
function dueTables(catalogue: Catalogue, now: Date): readonly DynamicTableObject[] {
  const due = [...catalogue.ofKind('DYNAMIC TABLE')].filter((table) => {
    if (table.isSuspended || table.targetLag === 'DOWNSTREAM') return false;
    if (table.refreshedAt === undefined) return true;
    return now.getTime() - Date.parse(table.refreshedAt) >= table.targetLag * 1000;
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
