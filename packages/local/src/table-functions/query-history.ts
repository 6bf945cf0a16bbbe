import { holds } from '../access/privileges.js';
import type { Place } from '../compile/compile-expression.js';
import { duckString } from '../compile/typed.js';
import { queryHistoryFunction } from '../metadata/history-columns.js';
import type { CallReference } from '../query/query.js';
import type { StatementRecord } from '../query-history/statement-record.js';
import { invalidStatement } from '../warehouse/errors.js';
import { CallArguments } from './call-arguments.js';
import { type CalledTable, historyTable } from './called-table.js';

const common = [
  'END_TIME_RANGE_START',
  'END_TIME_RANGE_END',
  'RESULT_LIMIT',
  'INCLUDE_CLIENT_GENERATED_STATEMENT',
];

/** `INFORMATION_SCHEMA.QUERY_HISTORY(…)`: the statements of seven days that the role may see. */
export function queryHistory(call: CallReference, place: Place): CalledTable {
  return render(new CallArguments(call, place, common), place, []);
}

/** `INFORMATION_SCHEMA.QUERY_HISTORY_BY_SESSION(…)`. */
export function queryHistoryBySession(call: CallReference, place: Place): CalledTable {
  const args = new CallArguments(call, place, ['SESSION_ID', ...common]);
  const given = args.value('SESSION_ID');
  const id = given === undefined ? duckString(place.compilation.session.id) : given.sql;
  return render(args, place, [`CAST(h.session_id AS VARCHAR) = CAST(${id} AS VARCHAR)`]);
}

/** `INFORMATION_SCHEMA.QUERY_HISTORY_BY_USER(…)`. */
export function queryHistoryByUser(call: CallReference, place: Place): CalledTable {
  const args = new CallArguments(call, place, ['USER_NAME', ...common]);
  const user = args.has('USER_NAME') ? only(args, 'USER_NAME') : place.compilation.session.user;
  if (user === 'SYSTEM') throw invalidStatement('SYSTEM is no user', 'USER_NAME');
  return render(args, place, [`h.user_name = ${duckString(user)}`]);
}

/** `INFORMATION_SCHEMA.QUERY_HISTORY_BY_WAREHOUSE(…)`. */
export function queryHistoryByWarehouse(call: CallReference, place: Place): CalledTable {
  const args = new CallArguments(call, place, ['WAREHOUSE_NAME', ...common]);
  const warehouse = args.has('WAREHOUSE_NAME')
    ? only(args, 'WAREHOUSE_NAME')
    : place.compilation.session.warehouse;
  if (warehouse === undefined) {
    throw invalidStatement('the session has no current warehouse', 'WAREHOUSE_NAME');
  }
  return render(args, place, [`h.warehouse_name = ${duckString(warehouse)}`]);
}

/** The one part of a name: `'user1'`, or `'"User 1"'`. A context function gives it as it is stored. */
function only(args: CallArguments, name: string): string {
  const text = args.text(name) ?? '';
  if (!/^(?:[\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")+")$/u.test(text)) return text;
  return args.name(name)?.at(-1) ?? '';
}

/**
 * The time range and the limit count before any filter of the query.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/query_history
 */
function render(args: CallArguments, place: Place, more: readonly string[]): CalledTable {
  const { compilation } = place;
  const { session } = compilation;
  compilation.tables.add('das_catalogue.query_history');
  compilation.readsHistory = true;
  const now = `TIMESTAMP '${session.now.toISOString().slice(0, 23).replace('T', ' ')}'`;
  const week = `${now} - INTERVAL 7 DAY`;
  const start = args.time('END_TIME_RANGE_START');
  const end = args.time('END_TIME_RANGE_END');
  const limit = args.number('RESULT_LIMIT', { min: 1, max: 10_000 }) ?? 100;
  args.boolean('INCLUDE_CLIENT_GENERATED_STATEMENT');
  const tests = [`(h.end_time IS NULL OR h.end_time >= ${week})`, visible(place), ...more];
  if (start !== undefined) tests.push(`(h.end_time IS NULL OR h.end_time >= ${start})`);
  if (end !== undefined) tests.push(`h.end_time <= ${end}`);
  const running = (session.queries?.history.running ?? []).map(runningRow);
  const rows =
    `(SELECT * FROM (SELECT *, FALSE AS is_running FROM das_catalogue.query_history` +
    `${running.map((row) => ` UNION ALL BY NAME ${row}`).join('')}) AS h ` +
    `WHERE ${tests.join(' AND ')} ORDER BY h.end_time DESC NULLS FIRST, h.start_time DESC LIMIT ${limit}) AS h`;
  return historyTable(queryHistoryFunction, rows);
}

/** The user's own statements, and those on warehouses that the role may monitor or operate. */
function visible({ compilation, frame }: Place): string {
  const { catalogue, session } = compilation;
  const warehouses = [...catalogue.ofKind('WAREHOUSE')].filter(
    (warehouse) =>
      holds(frame.roles, warehouse, 'MONITOR') || holds(frame.roles, warehouse, 'OPERATE'),
  );
  // Who did not have to sign in may be anybody: their statements are shown for the role that ran them.
  const roles = [...session.activeRoles].map((role) => duckString(role)).join(', ');
  const isOwn = `h.user_name = ${duckString(session.user)}`;
  const own =
    session.record?.place.isVerified === true ? isOwn : `(${isOwn} AND h.role_name IN (${roles}))`;
  if (warehouses.length === 0) return own;
  return `(${own} OR h.warehouse_id IN (${warehouses.map(({ id }) => id).join(', ')}))`;
}

function runningRow({ id, text, type, startedAt, place }: StatementRecord): string {
  const string = (value: string | undefined): string =>
    value === undefined ? 'CAST(NULL AS VARCHAR)' : duckString(value);
  const cells = [
    `${string(id)} AS query_id`,
    `${string(text)} AS query_text`,
    `${string(type)} AS query_type`,
    `${/^\d{1,15}$/.test(place.sessionId) ? `CAST(${place.sessionId} AS BIGINT)` : 'CAST(NULL AS BIGINT)'} AS session_id`,
    `${string(place.user)} AS user_name`,
    `${string(place.role)} AS role_name`,
    `${string(place.database)} AS database_name`,
    `${string(place.schema)} AS schema_name`,
    `CAST(${place.warehouseId ?? 'NULL'} AS BIGINT) AS warehouse_id`,
    `${string(place.warehouse)} AS warehouse_name`,
    `${string(place.tag)} AS query_tag`,
    `TIMESTAMP '${startedAt.toISOString().slice(0, 23).replace('T', ' ')}' AS start_time`,
    'TRUE AS is_running',
  ];
  return `SELECT ${cells.join(', ')}`;
}
