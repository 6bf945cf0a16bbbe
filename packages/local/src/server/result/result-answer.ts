import type { SessionState } from '../../engine/session-state.js';
import { wireParameters } from '../access/wire-parameters.js';
import type { RunningQuery } from '../query/running-query.js';
import { errorBody } from './error-answer.js';

/** Where the session stands after a statement, as drivers read it. */
export function sessionMembers(state: SessionState): Readonly<Record<string, unknown>> {
  return {
    parameters: wireParameters(state),
    finalDatabaseName: state.database ?? null,
    finalSchemaName: state.schema ?? null,
    finalWarehouseName: state.warehouse ?? null,
    finalRoleName: state.role,
    databaseProvider: null,
  };
}

/** The body of an answer: the result, the failure, or that it is not there yet. */
export function queryBody(query: RunningQuery, baseUrl: string, isAsync = false): object {
  const { outcome, id } = query;
  if (outcome === undefined) {
    return {
      success: true,
      code: isAsync ? '333334' : '333333',
      message: 'Query execution in progress.',
      data: {
        queryId: id,
        getResultUrl: `/queries/${id}/result`,
        queryAbortsAfterSecs: 300,
        progressDesc: null,
      },
    };
  }
  if (outcome.kind === 'failed') return errorBody(outcome.error, id);
  if (outcome.kind === 'transfer') {
    return { success: true, code: null, message: null, data: outcome.data };
  }
  const { rowset, chunks, total, key } = outcome.rows;
  const members = chunks.map(({ rowCount, uncompressedSize, compressedSize }, at) => ({
    url: `${baseUrl}/results/${id}/${at}`,
    rowCount,
    uncompressedSize,
    compressedSize,
  }));
  return {
    success: true,
    code: null,
    message: null,
    data: {
      ...outcome.data,
      rowset,
      total,
      returned: total,
      numberOfBinds: 0,
      arrayBindSupported: false,
      version: 1,
      queryResultFormat: 'json',
      ...(members.length === 0 ? {} : { chunks: members, qrmk: key }),
    },
  };
}
