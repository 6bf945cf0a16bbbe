import type { CatalogueDraft } from '../catalogue/catalogue.js';
import type { DynamicTableObject } from '../catalogue/catalogue-object.js';
import { define } from '../definition/definition.js';
import type { SessionState } from '../engine/session-state.js';
import { newContext } from '../engine/statement-context.js';
import { statusResult } from '../shaping/status-result.js';
import { dynamicTableRefreshHistory } from './refresh-history.js';
import { downstreamOf } from './upstream.js';

/** So many scheduled refreshes in a row may fail before a dynamic table is suspended. */
const mostErrors = 5;

/** Suspends a table whose last scheduled refreshes all failed, with those that read it. */
export async function suspendAfterErrors(
  state: SessionState,
  table: DynamicTableObject,
): Promise<void> {
  const history = await dynamicTableRefreshHistory(state.engine);
  const own = history.filter((refresh) => refresh.tableId === table.id).slice(0, mostErrors);
  const isOver =
    own.length === mostErrors &&
    own.every((refresh) => refresh.state === 'FAILED' && refresh.refreshTrigger === 'SCHEDULED');
  if (!isOver) return;
  const base = { engine: state.engine, state, text: '', binds: [], tokens: [], signal: undefined };
  await define(newContext(base, []), async ({ draft }) => {
    const current = draft.get(table.id);
    if (current?.kind === 'DYNAMIC TABLE') suspendRefreshes(draft, current);
    return statusResult('');
  });
}

/** Suspends a dynamic table, and those that read it: they cannot be fresher. */
export function suspendRefreshes(draft: CatalogueDraft, table: DynamicTableObject): void {
  draft.put({ ...table, isSuspended: true, isSuspendedByUpstream: false });
  for (const id of downstreamOf(draft, table.id)) {
    const reader = draft.get(id);
    if (reader?.kind !== 'DYNAMIC TABLE' || reader.isSuspended) continue;
    draft.put({ ...reader, isSuspended: true, isSuspendedByUpstream: true });
  }
}

/** Resumes a dynamic table, and those that read it and were suspended because of what they read. */
export function resumeRefreshes(draft: CatalogueDraft, table: DynamicTableObject): void {
  draft.put({ ...table, isSuspended: false, isSuspendedByUpstream: false });
  for (const id of downstreamOf(draft, table.id)) {
    const reader = draft.get(id);
    if (reader?.kind !== 'DYNAMIC TABLE' || reader.isSuspendedByUpstream !== true) continue;
    draft.put({ ...reader, isSuspended: false, isSuspendedByUpstream: false });
  }
}
