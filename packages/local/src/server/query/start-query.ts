import { randomUUID } from 'node:crypto';
import { secondaryText } from '../../query-history/statement-place.js';
import type { ServerSession } from '../access/server-session.js';
import { asObject, asText, type JsonObject } from '../http/read-body.js';
import { wireError } from '../result/error-answer.js';
import { sessionMembers } from '../result/result-answer.js';
import { spoolRows } from '../result/result-spool.js';
import { wireColumn } from '../result/row-type.js';
import { firstWord, statementType } from '../result/statement-type.js';
import { transferFile } from '../transfer/transfer-file.js';
import { WireFailure } from '../wire-failure.js';
import { describeStatement } from './describe-statement.js';
import { readBinds } from './read-binds.js';
import { runStatement } from './run-statement.js';
import { type QueryOutcome, RunningQuery } from './running-query.js';
import { statementParameters } from './statement-parameters.js';
import { statementTimer } from './statement-timer.js';

/** What a statement may use of the server. */
export interface QueryPlace {
  /** Where results wait for the driver. */
  readonly folder: string;
  /** Whether drivers are on this machine, and may be told a folder of it. */
  readonly isLoopbackOnly: boolean;
}

/** Starts a statement of a driver. It waits for those that came before it in the same session. */
export function startQuery(
  session: ServerSession,
  requestId: string | undefined,
  body: JsonObject,
  place: QueryPlace,
): RunningQuery {
  const owner = {
    requestId: requestId ?? randomUUID(),
    sessionId: session.id,
    user: session.user,
  };
  return new RunningQuery(owner, async (query, signal) => {
    try {
      return await session.turns.run(() => outcomeOf(session, body, place, query, signal));
    } catch (error) {
      const why = signal.aborted && signal.reason instanceof WireFailure ? signal.reason : error;
      return { kind: 'failed', error: wireError(why) };
    }
  });
}

async function outcomeOf(
  session: ServerSession,
  body: JsonObject,
  place: QueryPlace,
  query: RunningQuery,
  signal: AbortSignal,
): Promise<QueryOutcome> {
  const { local } = session;
  // Only now: a statement before it may have been USE ROLE.
  query.role = local.role;
  query.secondaryRoles = secondaryText(local.state);
  const text = asText(body.sqlText) ?? '';
  const members = { queryId: query.id, statementTypeId: statementType(text) };
  const parameters = statementParameters(local.state, asObject(body.parameters));
  if (['PUT', 'GET'].includes(firstWord(text))) {
    const data = await local.recordAs(text, query.id, () =>
      transferFile(local, text, place.isLoopbackOnly),
    );
    return { kind: 'transfer', data: { ...members, ...sessionMembers(local.state), ...data } };
  }
  const bound = readBinds(text, asObject(body.bindings));
  if (body.describeOnly === true) {
    const columns = await describeStatement(local, bound);
    const rows = { rowset: [], chunks: [], total: 0, key: '' };
    const rowtype = columns.map(wireColumn);
    return { kind: 'rows', data: { ...members, ...sessionMembers(local.state), rowtype }, rows };
  }
  using _timer = statementTimer(local.state, parameters, query);
  const { columns, rows } = await runStatement(local, bound, signal, query.id, async (answer) => ({
    columns: answer.columns,
    rows: await spoolRows(answer, place.folder, query.id),
  }));
  const rowtype = columns.map(wireColumn);
  return { kind: 'rows', data: { ...members, ...sessionMembers(local.state), rowtype }, rows };
}
