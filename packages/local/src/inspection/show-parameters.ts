import type { ResultSet } from '@das/core';
import { accountId } from '../catalogue/system-objects.js';
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
  // The one parameter that the account has and sessions have not.
  if (!isSession && (pattern?.test('NETWORK_POLICY') ?? true)) rows.push(networkPolicyRow(context));
  return rowsResult(['key', 'value', 'default', 'level', 'description', 'type'], rows);
}

function networkPolicyRow({ engine: { catalogue } }: StatementContext): {
  key: string;
  value: string;
  default: string;
  level: string;
  description: string;
  type: 'STRING';
} {
  const account = catalogue.get(accountId);
  const id = account?.kind === 'ACCOUNT' ? account.networkPolicy : undefined;
  const policy = id === undefined ? undefined : catalogue.get(id);
  return {
    key: 'NETWORK_POLICY',
    value: policy?.name ?? '',
    default: '',
    level: policy === undefined ? '' : 'ACCOUNT',
    description: '',
    type: 'STRING',
  };
}
