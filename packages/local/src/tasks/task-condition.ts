import { keyword, operator, type Token } from '../lexing/token.js';
import { tokenize } from '../lexing/tokenize.js';
import { parseExpression, parseQuery } from '../polyglot/parse-query.js';
import type { Expression } from '../query/expression.js';
import type { Query } from '../query/query.js';
import { unsupported } from '../warehouse/errors.js';

/** What WHEN may call. */
const functions = ['SYSTEM$STREAM_HAS_DATA', 'SYSTEM$GET_PREDECESSOR_RETURN_VALUE'];

/**
 * Refuses what the condition of a task may not hold: it is evaluated without a warehouse.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-task
 */
export function checkCondition(tokens: readonly Token[]): void {
  check(parseExpression(tokens));
}

function check(expression: Expression): void {
  switch (expression.kind) {
    case 'literal':
      return;
    case 'unary':
    case 'is':
    case 'cast':
      check(expression.operand);
      return;
    case 'binary':
      check(expression.left);
      check(expression.right);
      return;
    case 'call':
      if (!functions.includes(expression.name) || expression.over !== undefined) {
        throw unsupported(`${expression.name} in the condition of a task`);
      }
      for (const argument of expression.args) check(argument);
      return;
    default:
      throw unsupported('this expression in the condition of a task');
  }
}

/** Whether a condition waits for a stream: such a task needs no schedule. */
export function readsStream(condition: string | undefined): boolean {
  if (condition === undefined) return false;
  return tokenize(condition).some((token) => token.value === 'SYSTEM$STREAM_HAS_DATA');
}

/** The query that answers a condition. */
export function conditionQuery(condition: string): Query {
  return parseQuery([
    keyword('SELECT'),
    operator('('),
    ...tokenize(condition),
    operator(')'),
    operator('::'),
    keyword('BOOLEAN'),
  ]);
}
