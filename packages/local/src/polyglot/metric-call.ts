import { isIdentifier, isOperator, isWord, type Token } from '../lexing/token.js';
import { invalidStatement } from '../warehouse/errors.js';

/** A call of a data metric function, cut out of the text: its name, and the tokens of its queries. */
export interface MetricCall {
  readonly name: readonly string[];
  readonly queries: readonly (readonly Token[])[];
}

/**
 * Reads `f(SELECT …)`, `db.schema.f((SELECT …), (SELECT …))` or `SNOWFLAKE.CORE.f()`: calls that no
 * other function has.
 *
 * @param at - the position of the first word of the name
 * @returns the call and the position after it; nothing for anything else
 */
export function readMetricCall(
  tokens: readonly Token[],
  at: number,
): { readonly call: MetricCall; readonly end: number } | undefined {
  const name: string[] = [];
  let next = at;
  for (;;) {
    const part = tokens[next];
    const after = tokens[next + 1];
    if (part === undefined || !isIdentifier(part) || after === undefined) return undefined;
    name.push(part.value);
    next += 2;
    if (isOperator(after, '(')) break;
    if (!isOperator(after, '.') || name.length > 2) return undefined;
  }
  if (isQuery(tokens[next])) {
    const end = closing(tokens, next);
    return { call: { name, queries: [tokens.slice(next, end)] }, end: end + 1 };
  }
  // A function of one word may take subqueries: whether it is one of a user is known later.
  if (name.length === 1) return undefined;
  const queries: (readonly Token[])[] = [];
  const first = tokens[next];
  if (first !== undefined && isOperator(first, ')'))
    return { call: { name, queries }, end: next + 1 };
  for (;;) {
    const open = tokens[next];
    if (open === undefined || !isOperator(open, '(') || !isQuery(tokens[next + 1]))
      return undefined;
    const end = closing(tokens, next + 1);
    queries.push(tokens.slice(next + 1, end));
    const after = tokens[end + 1];
    if (after !== undefined && isOperator(after, ')'))
      return { call: { name, queries }, end: end + 2 };
    if (after === undefined || !isOperator(after, ',')) return undefined;
    next = end + 2;
  }
}

function isQuery(token: Token | undefined): boolean {
  return token !== undefined && isWord(token, 'SELECT', 'WITH');
}

/** The position of the bracket that closes what is open. */
function closing(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (isOperator(token, ')') && depth === 0) return at;
    if (isOperator(token, '(')) depth += 1;
    if (isOperator(token, ')')) depth -= 1;
  }
  throw invalidStatement('the call of a function is not closed');
}
