import type { Row } from '@das/core';
import {
  type DataMetricFunctionObject,
  metricSignature,
} from '../catalogue/data-metric-function-object.js';
import { systemMetrics, systemPlace } from '../data-metric/system-metrics.js';

/**
 * What SHOW DATA METRIC FUNCTIONS answers.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-data-metric-functions
 */
export const dataMetricFunctionNames: readonly string[] = [
  'created_on',
  'name',
  'schema_name',
  'is_builtin',
  'is_aggregate',
  'is_ansi',
  'min_num_arguments',
  'max_num_arguments',
  'arguments',
  'description',
  'catalog_name',
  'is_table_function',
  'valid_for_clustering',
  'is_secure',
  'is_external_function',
  'language',
  'is_memoizable',
  'is_data_metric',
];

const constant: Readonly<Record<string, Row[string]>> = {
  is_builtin: 'N',
  is_aggregate: 'N',
  is_ansi: 'N',
  is_table_function: 'N',
  valid_for_clustering: 'N',
  is_external_function: 'N',
  language: 'SQL',
  is_memoizable: 'N',
  is_data_metric: 'Y',
};

/** What SHOW DATA METRIC FUNCTIONS says of a function of a user, but for its place. */
export function dataMetricFunctionValues(
  metric: DataMetricFunctionObject,
  database: string,
): Record<string, Row[string]> {
  const types = metric.tables.map(({ columns }) => columns.map(({ type }) => type));
  return {
    ...constant,
    name: metric.functionName,
    catalog_name: database,
    min_num_arguments: metric.tables.length,
    max_num_arguments: metric.tables.length,
    arguments: `${metric.functionName}${metricSignature(types)} RETURN NUMBER`,
    description: metric.comment === '' ? 'user-defined function' : metric.comment,
    is_secure: metric.isSecure ? 'Y' : 'N',
  };
}

/** The functions that an account has from the start: one row for each type that they take. */
export function systemMetricRows(): readonly Row[] {
  const [database, schema] = systemPlace;
  return systemMetrics.flatMap(([name, types]) => {
    const lists = types.length === 0 ? [''] : types;
    return lists.map((type) => ({
      ...constant,
      created_on: null,
      name,
      schema_name: schema,
      min_num_arguments: 1,
      max_num_arguments: 1,
      arguments: `${name}(TABLE(${type})) RETURN NUMBER`,
      description: '',
      catalog_name: database,
      is_secure: 'N',
    }));
  });
}
