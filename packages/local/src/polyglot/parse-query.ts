import { Dialect, init, parse } from '@polyglot-sql/sdk';
import type { Token } from '../lexing/token.js';
import { keyword, operator } from '../lexing/token.js';
import type { Expression } from '../query/expression.js';
import type { Query, SelectQuery } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { neutralText } from './neutral-text.js';
import { NodeReader } from './node-reader.js';

let ready: Promise<unknown> | undefined;

/** Loads the parser once per process. */
export async function loadParser(): Promise<void> {
  ready ??= Promise.resolve(init());
  await ready;
}

/** Parses the tokens of a query. {@link loadParser} must have been awaited. */
export function parseQuery(tokens: readonly Token[]): Query {
  if (tokens.length === 0) throw invalidStatement('syntax error: a query is missing');
  const neutral = neutralText(tokens);
  const result = parse(neutral.text, Dialect.Snowflake) as { success: boolean; ast?: unknown };
  const ast: unknown = typeof result.ast === 'string' ? JSON.parse(result.ast) : result.ast;
  if (!result.success || !Array.isArray(ast)) {
    throw invalidStatement('syntax error in the query');
  }
  if (ast.length !== 1) throw unsupported('more than one statement in one call');
  return new NodeReader(neutral).query(ast[0]);
}

/** Parses the tokens of one expression. */
export function parseExpression(tokens: readonly Token[]): Expression {
  const [expression] = parseExpressions([tokens]);
  if (expression === undefined) throw invalidStatement('an expression is missing');
  return expression;
}

/** Whether nothing follows WHERE: a slice of a statement may not smuggle a clause of its own in. */
export function isBareTail(query: SelectQuery): boolean {
  return (
    !query.distinct &&
    query.with.length === 0 &&
    query.groupBy.length === 0 &&
    query.having === undefined &&
    query.qualify === undefined &&
    query.orderBy.length === 0 &&
    query.limit === undefined &&
    query.offset === undefined
  );
}

/** Parses expressions, each from its own tokens. */
export function parseExpressions(slices: readonly (readonly Token[])[]): readonly Expression[] {
  if (slices.length === 0) return [];
  const tokens: Token[] = [keyword('SELECT')];
  for (const [index, slice] of slices.entries()) {
    if (slice.length === 0) throw invalidStatement('syntax error: an expression is missing');
    // The parentheses keep a slice from being read as anything but one expression.
    tokens.push(...(index > 0 ? [operator(',')] : []), operator('('), ...slice, operator(')'));
  }
  const query = parseQuery(tokens);
  const isBare =
    query.kind === 'select' &&
    query.from.length === 0 &&
    isBareTail(query) &&
    query.where === undefined &&
    query.items.length === slices.length;
  if (!isBare) throw invalidStatement('syntax error in an expression');
  return query.items.map((item) => {
    if (item.alias !== undefined || item.expression.kind === 'star') {
      throw invalidStatement('syntax error in an expression');
    }
    return item.expression;
  });
}
