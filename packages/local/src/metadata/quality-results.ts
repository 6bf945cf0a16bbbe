import { holdsGlobal } from '../access/privileges.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Compilation } from '../compile/compilation.js';
import { type CalledTable, historyTable } from '../table-functions/called-table.js';
import { type HistoryColumn, historyColumns } from './history-columns.js';
import { snowflakePrivilege } from './snowflake-access.js';

const text = (name: string): string => `json_extract_string(h.body, '$.${name}')`;
const time = (name: string): string => `replace(replace(${text(name)}, 'T', ' '), 'Z', '')`;
const list = (name: string): string => `json_extract(h.body, '$.${name}')`;

/** What a measurement tells, in the view and in the function of one name. */
const resultColumns: readonly HistoryColumn[] = historyColumns(
  `SCHEDULED_TIME:time CHANGE_COMMIT_TIME:time MEASUREMENT_TIME:time TABLE_ID:number TABLE_NAME
  TABLE_SCHEMA TABLE_DATABASE METRIC_ID:number METRIC_NAME METRIC_SCHEMA METRIC_DATABASE
  METRIC_RETURN_TYPE ARGUMENT_IDS:array ARGUMENT_TYPES:array ARGUMENT_NAMES:array REFERENCE_ID
  VALUE:variant`,
  {
    SCHEDULED_TIME: time('scheduledTime'),
    CHANGE_COMMIT_TIME: time('changeCommitTime'),
    MEASUREMENT_TIME: time('measurementTime'),
    TABLE_ID: 'h.table_id',
    TABLE_NAME: text('tableName'),
    TABLE_SCHEMA: text('tableSchema'),
    TABLE_DATABASE: text('tableDatabase'),
    METRIC_ID: 'h.metric_id',
    METRIC_NAME: text('metricName'),
    METRIC_SCHEMA: text('metricSchema'),
    METRIC_DATABASE: text('metricDatabase'),
    METRIC_RETURN_TYPE: text('returnType'),
    ARGUMENT_IDS: list('argumentIds'),
    ARGUMENT_TYPES: list('argumentTypes'),
    ARGUMENT_NAMES: list('argumentNames'),
    REFERENCE_ID: 'h.reference',
    VALUE: text('value'),
  },
);

/**
 * The application roles of SNOWFLAKE that may read all measurements.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-quality-access-control
 */
const viewers = ['DATA_QUALITY_MONITORING_ADMIN', 'DATA_QUALITY_MONITORING_VIEWER'];

/** The application roles of SNOWFLAKE. The last one is PUBLIC's from the start. */
export const applicationRoles: readonly string[] = [...viewers, 'DATA_QUALITY_MONITORING_LOOKUP'];

/** Whether the roles may read the measurements of every table. */
export function mayReadQuality(catalogue: Catalogue, roles: ReadonlySet<string>): boolean {
  return viewers.some((viewer) => holdsGlobal(catalogue, roles, snowflakePrivilege(viewer)));
}

/** Measurements for which a test on `h` holds. */
export function qualityResults(compilation: Compilation, test: string = 'TRUE'): CalledTable {
  compilation.tables.add('das_catalogue.data_metric_results');
  // The measurements are those of one account: another one is refused.
  compilation.readsHistory = true;
  return historyTable(
    resultColumns,
    `(SELECT * FROM das_catalogue.data_metric_results WHERE ${test}) AS h`,
  );
}
