import type { Place } from '../compile/compile-expression.js';
import { type DataType, duckType } from '../datatype/data-type.js';
import type { CallReference } from '../query/query.js';
import { executionFailed, unsupported } from '../warehouse/errors.js';
import { CallArguments } from './call-arguments.js';
import type { CalledTable } from './called-table.js';

/**
 * `RESULT_SCAN(['<id>' | <index> | LAST_QUERY_ID()])`: the result of a statement again. The rows come
 * as one parameter, so that their values never stand in the text.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/result_scan
 */
export function resultScan(call: CallReference, place: Place): CalledTable {
  const { compilation, frame } = place;
  const { session } = compilation;
  if (frame.expanding.length > 0 || frame.isPolicy === true) {
    throw unsupported('RESULT_SCAN in a view or a policy', 'RESULT_SCAN');
  }
  const { queries, record } = session;
  if (queries === undefined || record === undefined) throw unsupported('RESULT_SCAN here');
  compilation.isVolatile = true;
  const id = queryId(call, place);
  const result =
    id === undefined ? undefined : queries.history.results.find(id.toLowerCase(), record.place);
  if (result === undefined) {
    throw executionFailed('the statement is not found, or its result is not kept', {
      number: 709,
      sqlState: '02000',
      place: 'RESULT_SCAN',
      next: 'run the statement again as the same user under the same role',
    });
  }
  if (result.isTooLarge) {
    throw unsupported('RESULT_SCAN of more than 10,000 rows or 8 MB', 'RESULT_SCAN');
  }
  compilation.parameters.push(result.json());
  const parameter = `$${compilation.parameters.length}`;
  const row = compilation.alias('r');
  const names = uniqueNames(result.columns.map(({ name }) => name));
  const cells = result.columns.map(
    ({ type }, at) => `${cellOf(`${row}.u[${at + 1}]`, type)} AS c${at + 1}`,
  );
  const rows = `(SELECT unnest(CAST(CAST(${parameter} AS JSON) AS VARCHAR[][])) AS u)`;
  return {
    sql: `(SELECT ${cells.join(', ')} FROM ${rows} AS ${row})`,
    columns: result.columns.map(({ type }, at) => ({
      name: names[at] ?? '',
      type,
      sql: `c${at + 1}`,
    })),
  };
}

function cellOf(text: string, type: DataType): string {
  return type.kind === 'BINARY' ? `unhex(${text})` : `CAST(${text} AS ${duckType(type)})`;
}

function queryId(call: CallReference, place: Place): string | undefined {
  const args = new CallArguments(call, place, ['QUERY_ID']);
  const { queries } = place.compilation.session;
  const [only] = call.args;
  const isIndex = only !== undefined && (only.value.kind === 'unary' || isNumber(only.value));
  if (only !== undefined && !isIndex) return args.text('QUERY_ID');
  const range = { min: -1_000_000, max: 1_000_000 };
  return queries?.at(args.number('QUERY_ID', range) ?? -1);
}

function isNumber(value: CallReference['args'][number]['value']): boolean {
  return value.kind === 'literal' && value.literal.type === 'number';
}

/** A second column of one name is called `NAME_1`, a third `NAME_2`. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let at = 1; taken.has(unique); at += 1) unique = `${name}_${at}`;
    taken.add(unique);
    return unique;
  });
}
