import type { ResultSet } from '@das/core';
import { accountId } from '../catalogue/system-objects.js';
import { Compilation } from '../compile/compilation.js';
import { defaultSchedule } from '../data-metric/metric-schedule.js';
import { findRelation } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { parameterOf, sessionParameters } from '../statement/session-parameter.js';
import { unsupported } from '../warehouse/errors.js';
import { readLike } from './show-scope.js';

/** `SHOW PARAMETERS [LIKE '…'] [IN SESSION | ACCOUNT | TABLE t]`. */
export function showParameters(context: StatementContext): ResultSet {
  const { reader, state } = context;
  const pattern = readLike(context);
  if (reader.accept('IN', 'TABLE')) return showTableParameters(context, pattern);
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
  return rowsResult(parameterNames, rows);
}

const parameterNames = ['key', 'value', 'default', 'level', 'description', 'type'];

/** The schedule of data metric functions, the one parameter that tables and views have here. */
function showTableParameters(context: StatementContext, pattern: RegExp | undefined): ResultSet {
  const { reader, engine, state } = context;
  const key = 'DATA_METRIC_SCHEDULE';
  // A pattern that lets others through would have to list them.
  const isAlone = pattern?.test(key) === true && !pattern.test('DATA_RETENTION_TIME_IN_DAYS');
  if (!isAlone) {
    throw unsupported(`SHOW PARAMETERS IN TABLE but for LIKE '${key}'`);
  }
  const compilation = new Compilation(engine.catalogue, state.context(), []);
  const { metricSchedule } = findRelation(reader.name(), compilation, compilation.frame());
  reader.expectEnd();
  return rowsResult(parameterNames, [
    {
      key,
      value: metricSchedule?.text ?? defaultSchedule,
      default: defaultSchedule,
      level: metricSchedule === undefined ? '' : 'TABLE',
      description: '',
      type: 'STRING',
    },
  ]);
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
