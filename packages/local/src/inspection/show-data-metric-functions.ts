import type { ResultSet, Row } from '@das/core';
import { holds, owns, reaches, sees } from '../access/privileges.js';
import { metricArguments } from '../catalogue/data-metric-function-object.js';
import { readObjectName } from '../catalogue/read-object-name.js';
import { systemPlace } from '../data-metric/system-metrics.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { notAuthorized, notFound } from '../warehouse/errors.js';
import {
  dataMetricFunctionNames,
  dataMetricFunctionValues,
  systemMetricRows,
} from './data-metric-function-row.js';
import { isVisible, readLike, scopeOf } from './show-scope.js';

/**
 * `SHOW DATA METRIC FUNCTIONS [LIKE '…'] [IN …] [STARTS WITH '…']`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-data-metric-functions
 */
export function showDataMetricFunctions(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  const pattern = readLike(context);
  const [systemDatabase, systemSchema] = systemPlace;
  const isSystem =
    reader.accept('IN', 'DATABASE', systemDatabase) || acceptSystemSchema(context, systemSchema);
  const hasSystem = isSystem || reader.sees('IN', 'ACCOUNT') || state.database === undefined;
  const isInside = isSystem ? () => false : scopeOf(context, 'FUNCTION');
  const start = reader.accept('STARTS', 'WITH') ? reader.string() : '';
  reader.expectEnd();
  const own = [...catalogue.ofKind('FUNCTION')]
    .filter((metric) => isVisible(context, metric) && isInside(metric))
    .map((metric): Row => {
      const { database, schema } = catalogue.container(metric);
      return {
        created_on: new Date(metric.createdOn),
        schema_name: schema,
        ...dataMetricFunctionValues(metric, database),
      };
    });
  const rows = [...(hasSystem ? systemMetricRows() : []), ...own].filter(
    ({ name }) => (pattern?.test(String(name)) ?? true) && String(name).startsWith(start),
  );
  const key = (row: Row): string =>
    [row.catalog_name, row.schema_name, row.name, row.arguments].join('\u0000');
  return rowsResult(
    dataMetricFunctionNames,
    rows.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
  );
}

/** `IN [SCHEMA] SNOWFLAKE.CORE`. */
function acceptSystemSchema({ reader }: StatementContext, schema: string): boolean {
  const begin = reader.position;
  if (reader.accept('IN')) {
    reader.accept('SCHEMA');
    if (reader.accept(systemPlace[0]) && reader.acceptOperator('.') && reader.accept(schema)) {
      return true;
    }
  }
  reader.back(begin);
  return false;
}

/**
 * `DESCRIBE FUNCTION [IF EXISTS] f(TABLE(…))`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/desc-function-dmf
 */
export function describeFunction(context: StatementContext): ResultSet {
  const { reader, engine, state } = context;
  const { catalogue } = engine;
  const { roles } = state;
  const ifExists = reader.accept('IF', 'EXISTS');
  const path = fullPath(readObjectName(reader, 'FUNCTION'), state);
  reader.expectEnd();
  const schema = catalogue.schemaAt(path[0], path[1]);
  const metric = schema && catalogue.find('FUNCTION', schema.id, path[2]);
  if (metric === undefined || !reaches(catalogue, roles, metric) || !sees(roles, metric)) {
    if (ifExists) return rowsResult(['property', 'value'], []);
    throw notFound('Function', path.join('.'));
  }
  if (!holds(roles, metric, 'USAGE')) throw notAuthorized('Function', path.join('.'));
  const hides = metric.isSecure && !owns(roles, metric);
  return rowsResult(
    ['property', 'value'],
    [
      { property: 'signature', value: metricArguments(metric.tables) },
      { property: 'returns', value: 'NUMBER(38,0)' },
      { property: 'language', value: 'SQL' },
      ...(hides ? [] : [{ property: 'body', value: metric.body }]),
    ],
  );
}
