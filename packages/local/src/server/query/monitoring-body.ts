import type { RunningQuery } from './running-query.js';

/** What a driver is told that asks how a statement does; nothing is known of a statement of others. */
export function monitoringBody(query: RunningQuery | undefined): object {
  if (query === undefined)
    return { success: true, code: null, message: null, data: { queries: [] } };
  const { outcome } = query;
  const error = outcome?.kind === 'failed' ? outcome.error : undefined;
  const status =
    outcome === undefined ? 'RUNNING' : error === undefined ? 'SUCCESS' : 'FAILED_WITH_ERROR';
  const entry = {
    id: query.id,
    status,
    state: status,
    startTime: query.started,
    sessionId: query.sessionId,
    errorCode: error?.code ?? null,
    errorMessage: error?.message ?? null,
  };
  return { success: true, code: null, message: null, data: { queries: [entry] } };
}
