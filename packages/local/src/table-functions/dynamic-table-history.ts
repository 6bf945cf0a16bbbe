import { holds, reaches, sees } from '../access/privileges.js';
import type { DynamicTableObject } from '../catalogue/catalogue-object.js';
import type { Place } from '../compile/compile-expression.js';
import { metadataRows } from '../metadata/metadata-rows.js';
import { type Cell, columnsOf } from '../metadata/metadata-view.js';
import { refreshHistoryFunction } from '../metadata/run-history.js';
import type { CallReference } from '../query/query.js';
import { unsupported } from '../warehouse/errors.js';
import { CallArguments } from './call-arguments.js';
import { type CalledTable, historyTable } from './called-table.js';

/**
 * `INFORMATION_SCHEMA.DYNAMIC_TABLE_REFRESH_HISTORY(…)`, of the tables that the role may monitor.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/dynamic_table_refresh_history
 */
export function dynamicTableRefreshHistory(call: CallReference, place: Place): CalledTable {
  const args = new CallArguments(call, place, [
    'DATA_TIMESTAMP_START',
    'DATA_TIMESTAMP_END',
    'RESULT_LIMIT',
    'NAME',
    'NAME_PREFIX',
    'ERROR_ONLY',
  ]);
  const { compilation, frame } = place;
  const { catalogue, session } = compilation;
  compilation.tables.add('das_catalogue.dynamic_table_refreshes');
  const tables = [...catalogue.ofKind('DYNAMIC TABLE')].filter(
    (table) => holds(frame.roles, table, 'MONITOR') && reaches(catalogue, frame.roles, table),
  );
  const named = tables.filter(
    (table) =>
      isNamed(table, args.text('NAME'), place) &&
      startsWith(catalogue.fullName(table), args.text('NAME_PREFIX')),
  );
  const now = `TIMESTAMP '${session.now.toISOString().slice(0, 23).replace('T', ' ')}'`;
  const at = 'epoch_ms(h.data_timestamp)';
  const end = args.time('DATA_TIMESTAMP_END') ?? now;
  const start = args.time('DATA_TIMESTAMP_START') ?? `${end} - INTERVAL 1 DAY`;
  const tests = [
    `h.table_id IN (${[0, ...named.map(({ id }) => id)].join(', ')})`,
    `${at} >= ${now} - INTERVAL 7 DAY`,
    `${at} >= ${start}`,
    `${at} <= ${end}`,
  ];
  if (args.boolean('ERROR_ONLY') === true) {
    tests.push(`json_extract_string(h.body, '$.state') <> 'SUCCEEDED'`);
  }
  const limit = args.number('RESULT_LIMIT', { min: 1, max: 10_000 }) ?? 100;
  return historyTable(
    refreshHistoryFunction,
    `(SELECT * FROM das_catalogue.dynamic_table_refreshes AS h WHERE ${tests.join(' AND ')} ORDER BY h.data_timestamp DESC LIMIT ${limit}) AS h`,
  );
}

const tableColumns = columnsOf(`NAME SCHEMA_NAME DATABASE_NAME QUALIFIED_NAME TARGET_LAG_SEC:number
  TARGET_LAG_TYPE SCHEDULING_STATE:object MEAN_LAG_SEC:number MAXIMUM_LAG_SEC:number
  TIME_ABOVE_TARGET_LAG_SEC:number TIME_WITHIN_TARGET_LAG_RATIO:number LATEST_DATA_TIMESTAMP:time
  LAST_COMPLETED_REFRESH_STATE LAST_COMPLETED_REFRESH_STATE_CODE LAST_COMPLETED_REFRESH_STATE_MESSAGE
  EXECUTING_REFRESH_QUERY_ID RECOMMENDATIONS:object`);

/**
 * `INFORMATION_SCHEMA.DYNAMIC_TABLES(…)`: without MONITOR a table gives its name alone. How large lags
 * were is not measured.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/dynamic_tables
 */
export function dynamicTables(call: CallReference, place: Place): CalledTable {
  const args = new CallArguments(call, place, [
    'NAME',
    'REFRESH_DATA_TIMESTAMP_START',
    'RESULT_LIMIT',
    'INCLUDE_CONNECTED',
  ]);
  if (args.boolean('INCLUDE_CONNECTED') === true) {
    throw unsupported('INCLUDE_CONNECTED of DYNAMIC_TABLES', 'INCLUDE_CONNECTED');
  }
  const { compilation, frame } = place;
  const { catalogue } = compilation;
  compilation.tables.add('das_catalogue.dynamic_table_refreshes');
  const limit = args.number('RESULT_LIMIT', { min: 1, max: 10_000 }) ?? 100;
  const tables = [...catalogue.ofKind('DYNAMIC TABLE')].filter(
    (table) =>
      sees(frame.roles, table) &&
      reaches(catalogue, frame.roles, table) &&
      isNamed(table, args.text('NAME'), place),
  );
  const monitored = tables.filter((table) => holds(frame.roles, table, 'MONITOR'));
  const rows = metadataRows(
    [...tableColumns, ...columnsOf('TABLE_ID:number')],
    tables.slice(0, limit).map((table) => ({
      ...namesOf(table, place),
      ...(monitored.includes(table) ? stateOf(table) : {}),
    })),
  );
  const last =
    `(SELECT table_id, arg_max(body, data_timestamp) AS body FROM das_catalogue.dynamic_table_refreshes ` +
    `WHERE table_id IN (${[0, ...monitored.map(({ id }) => id)].join(', ')}) GROUP BY table_id)`;
  const states = new Map([
    ['LAST_COMPLETED_REFRESH_STATE', 'state'],
    ['LAST_COMPLETED_REFRESH_STATE_CODE', 'stateCode'],
    ['LAST_COMPLETED_REFRESH_STATE_MESSAGE', 'stateMessage'],
  ]);
  const list = tableColumns.map(([name], index) => {
    const state = states.get(name);
    const value =
      state === undefined ? `t.c${index + 1}` : `json_extract_string(l.body, '$.${state}')`;
    return `${value} AS c${index + 1}`;
  });
  const id = `t.c${tableColumns.length + 1}`;
  return {
    sql: `(SELECT ${list.join(', ')} FROM ${rows.sql} AS t LEFT JOIN ${last} AS l ON l.table_id = ${id})`,
    columns: tableColumns.map(([name, type], index) => ({ name, type, sql: `c${index + 1}` })),
  };
}

function namesOf(table: DynamicTableObject, place: Place): Readonly<Record<string, Cell>> {
  const { catalogue } = place.compilation;
  const { database, schema } = catalogue.container(table);
  return {
    NAME: table.name,
    SCHEMA_NAME: schema,
    DATABASE_NAME: database,
    QUALIFIED_NAME: catalogue.fullName(table),
    TABLE_ID: table.id,
  };
}

function stateOf(table: DynamicTableObject): Readonly<Record<string, Cell>> {
  const isDownstream = table.targetLag === 'DOWNSTREAM';
  return {
    TARGET_LAG_SEC: typeof table.targetLag === 'number' ? table.targetLag : null,
    TARGET_LAG_TYPE: isDownstream ? 'DOWNSTREAM' : 'USER_DEFINED',
    SCHEDULING_STATE: JSON.stringify({ state: table.isSuspended ? 'SUSPENDED' : 'RUNNING' }),
    LATEST_DATA_TIMESTAMP: table.refreshedAt === undefined ? null : new Date(table.refreshedAt),
  };
}

/** Whether a name of one, two or three parts is that of a table, in any case. */
function isNamed(table: DynamicTableObject, name: string | undefined, place: Place): boolean {
  if (name === undefined) return true;
  const full = place.compilation.catalogue.fullName(table).toUpperCase();
  const given = name.toUpperCase().replaceAll('"', '');
  return full === given || full.endsWith(`.${given}`);
}

function startsWith(name: string, prefix: string | undefined): boolean {
  return prefix === undefined || name.toUpperCase().startsWith(prefix.toUpperCase());
}
