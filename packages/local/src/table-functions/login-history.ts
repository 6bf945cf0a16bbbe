import { holdsGlobal } from '../access/privileges.js';
import type { Place } from '../compile/compile-expression.js';
import { duckString } from '../compile/typed.js';
import { loginHistoryFunction } from '../metadata/history-columns.js';
import type { CallReference } from '../query/query.js';
import { CallArguments } from './call-arguments.js';
import { type CalledTable, historyTable } from './called-table.js';

const common = ['TIME_RANGE_START', 'TIME_RANGE_END', 'RESULT_LIMIT'];

/** `INFORMATION_SCHEMA.LOGIN_HISTORY(…)`: the logins of seven days. */
export function loginHistory(call: CallReference, place: Place): CalledTable {
  return render(new CallArguments(call, place, common), place, undefined);
}

/** `INFORMATION_SCHEMA.LOGIN_HISTORY_BY_USER(…)`. */
export function loginHistoryByUser(call: CallReference, place: Place): CalledTable {
  const args = new CallArguments(call, place, ['USER_NAME', ...common]);
  const user = args.has('USER_NAME')
    ? args.name('USER_NAME')?.at(-1)
    : place.compilation.session.user;
  return render(args, place, user ?? '');
}

/**
 * Who may not see the users of the account sees their own logins alone.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/login_history
 */
function render(args: CallArguments, place: Place, user: string | undefined): CalledTable {
  const { compilation, frame } = place;
  const { session, catalogue } = compilation;
  compilation.tables.add('das_catalogue.login_history');
  compilation.readsHistory = true;
  const now = `TIMESTAMP '${session.now.toISOString().slice(0, 23).replace('T', ' ')}'`;
  const tests = [`h.event_time >= ${now} - INTERVAL 7 DAY`];
  const start = args.time('TIME_RANGE_START');
  const end = args.time('TIME_RANGE_END');
  if (start !== undefined) tests.push(`h.event_time >= ${start}`);
  if (end !== undefined) tests.push(`h.event_time <= ${end}`);
  if (user !== undefined) tests.push(`h.user_name = ${duckString(user)}`);
  const seesAll = ['MANAGE GRANTS', 'MONITOR SECURITY'].some((privilege) =>
    holdsGlobal(catalogue, frame.roles, privilege),
  );
  if (!seesAll) tests.push(`h.user_name = ${duckString(session.user)}`);
  const limit = args.number('RESULT_LIMIT', { min: 1, max: 10_000 }) ?? 100;
  return historyTable(
    loginHistoryFunction,
    `(SELECT * FROM das_catalogue.login_history AS h WHERE ${tests.join(' AND ')} ORDER BY h.event_time DESC LIMIT ${limit}) AS h`,
  );
}
