import type { ResultSet } from '@das/core';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { readLike, readLimit, scopeOf } from './show-scope.js';

const names = [
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
];

/** `SHOW USER FUNCTIONS` and `SHOW USER PROCEDURES`: the engine can have none, so there are none. */
export function showFunctions(context: StatementContext): ResultSet {
  readLike(context);
  scopeOf(context, 'TABLE');
  readLimit(context);
  context.reader.expectEnd();
  return rowsResult(names, []);
}
