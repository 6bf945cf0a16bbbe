import type { ResultSet } from '@das/core';
import { formatType } from '../datatype/data-type.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { executionFailed } from '../warehouse/errors.js';

/** What `DESCRIBE` tells of each column, whatever it is a column of. */
export const columnNames: readonly string[] = [
  'name',
  'type',
  'kind',
  'null?',
  'default',
  'primary key',
  'unique key',
  'check',
  'expression',
  'comment',
];

/**
 * `DESCRIBE RESULT '<id>' | LAST_QUERY_ID()`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/desc-result
 */
export function describeResult(context: StatementContext): ResultSet {
  const { reader, state } = context;
  let id: string | undefined;
  if (reader.accept('LAST_QUERY_ID')) {
    reader.expectOperator('(');
    reader.expectOperator(')');
    id = state.queries.at(-1);
  } else {
    id = reader.string().toLowerCase();
  }
  reader.expectEnd();
  const { history } = state.engine;
  const result =
    id === undefined || state.record === undefined
      ? undefined
      : history.results.find(id, state.record.place);
  if (result === undefined) {
    throw executionFailed('the statement is not found, or its result is not kept', {
      number: 709,
      sqlState: '02000',
      place: 'DESCRIBE RESULT',
      next: 'run the statement again as the same user under the same role',
    });
  }
  return rowsResult(
    columnNames,
    result.columns.map(({ name, type }) => ({
      name,
      type: formatType(type),
      kind: 'COLUMN',
      'null?': 'Y',
      default: null,
      'primary key': 'N',
      'unique key': 'N',
      check: null,
      expression: null,
      comment: null,
    })),
  );
}
