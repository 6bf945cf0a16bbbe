import type { ResultSet } from '@das/core';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { parameterOf, sessionParameters } from '../statement/session-parameter.js';
import { readLike } from './show-scope.js';

/** `SHOW PARAMETERS [LIKE '…'] [IN SESSION | ACCOUNT]`. */
export function showParameters(context: StatementContext): ResultSet {
  const { reader, state } = context;
  const pattern = readLike(context);
  const isSession =
    !reader.accept('IN') || reader.expectOneOf(['SESSION', 'ACCOUNT']) === 'SESSION';
  reader.expectEnd();
  const rows = Object.entries(sessionParameters)
    .filter(([key]) => pattern?.test(key) ?? true)
    .map(([key, parameter]) => ({
      key,
      value: isSession ? parameterOf(state, key) : parameter.default,
      default: parameter.default,
      level: isSession && state.parameters.has(key) ? 'SESSION' : '',
      description: '',
      type: parameter.type,
    }));
  return rowsResult(['key', 'value', 'default', 'level', 'description', 'type'], rows);
}
