import type { Place } from '../compile/compile-expression.js';
import type { CallReference } from '../query/query.js';
import type { CalledTable } from './called-table.js';
import { copyHistory } from './copy-history.js';
import { dataMetricFunctionReferences } from './data-metric-references.js';
import { dynamicTableRefreshHistory, dynamicTables } from './dynamic-table-history.js';
import { loginHistory, loginHistoryByUser } from './login-history.js';
import { policyReferences } from './policy-references.js';
import {
  queryHistory,
  queryHistoryBySession,
  queryHistoryByUser,
  queryHistoryByWarehouse,
} from './query-history.js';
import { tagReferences, tagReferencesAllColumns } from './tag-references.js';
import { taskDependents, taskHistory } from './task-history.js';
import { warehouseMeteringHistory } from './warehouse-metering-history.js';

/** A table function of `<database>.INFORMATION_SCHEMA`. */
export type InformationFunction = (
  call: CallReference,
  place: Place,
  database: string,
) => CalledTable;

/**
 * The table functions of INFORMATION_SCHEMA.
 *
 * @see https://docs.snowflake.com/en/sql-reference/info-schema
 */
export const informationFunctions: Readonly<Record<string, InformationFunction>> = {
  COPY_HISTORY: copyHistory,
  DATA_METRIC_FUNCTION_REFERENCES: dataMetricFunctionReferences,
  DYNAMIC_TABLES: dynamicTables,
  DYNAMIC_TABLE_REFRESH_HISTORY: dynamicTableRefreshHistory,
  LOGIN_HISTORY: loginHistory,
  LOGIN_HISTORY_BY_USER: loginHistoryByUser,
  POLICY_REFERENCES: policyReferences,
  QUERY_HISTORY: queryHistory,
  QUERY_HISTORY_BY_SESSION: queryHistoryBySession,
  QUERY_HISTORY_BY_USER: queryHistoryByUser,
  QUERY_HISTORY_BY_WAREHOUSE: queryHistoryByWarehouse,
  TAG_REFERENCES: tagReferences,
  TAG_REFERENCES_ALL_COLUMNS: tagReferencesAllColumns,
  TASK_DEPENDENTS: taskDependents,
  TASK_HISTORY: taskHistory,
  WAREHOUSE_METERING_HISTORY: warehouseMeteringHistory,
};
