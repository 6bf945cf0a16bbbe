import type { Place } from '../compile/compile-expression.js';
import type { CallReference } from '../query/query.js';
import { unsupported } from '../warehouse/errors.js';
import { CallArguments } from './call-arguments.js';
import type { CalledTable } from './called-table.js';

/**
 * `GENERATOR(ROWCOUNT => n)`: rows without columns. Their numbers, for `SEQ4()`, stand in a column that
 * no name of the user can reach.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/generator
 */
export function generator(call: CallReference, place: Place): CalledTable {
  const args = new CallArguments(call, place, ['ROWCOUNT', 'TIMELIMIT']);
  if (args.has('TIMELIMIT')) throw unsupported('TIMELIMIT of GENERATOR', 'GENERATOR');
  const rows = args.number('ROWCOUNT', { min: 0, max: 1_000_000_000 }) ?? 0;
  return { sql: numbers(rows), columns: [], rowNumber: 'g' };
}

/** More rows than these come as a product: a list of them all would fill the memory. */
const listed = 1_000_000;

function numbers(rows: number): string {
  if (rows <= listed) return `(SELECT unnest(range(${rows})) AS g)`;
  const high = `(SELECT unnest(range(${Math.ceil(rows / listed)})) AS a) AS g1`;
  const low = `(SELECT unnest(range(${listed})) AS b) AS g2`;
  return `(SELECT g1.a * ${listed} + g2.b AS g FROM ${high}, ${low} WHERE g1.a * ${listed} + g2.b < ${rows})`;
}
