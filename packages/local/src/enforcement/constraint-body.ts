import type { Place } from '../compile/compile-expression.js';
import { compileContextFunction } from '../functions/context-functions.js';
import { isOperator, operator, type Token } from '../lexing/token.js';
import { tokenize } from '../lexing/tokenize.js';
import { parseExpression } from '../polyglot/parse-query.js';
import type { CallExpression, Expression } from '../query/expression.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { type ConstraintValue, combine, compareValues, plain } from './constraint-value.js';

/**
 * Reads the body of a projection or aggregation policy. What it says must be known before a query
 * runs, so it may be made of context functions, constants, comparisons and CASE; it reads no table.
 */
export function readConstraintBody(body: string): Expression {
  const tokens = tokenize(body);
  const plainTokens: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const next = tokens[at + 1];
    if (token.kind === 'word' && next !== undefined && isOperator(next, '=>')) {
      // ALLOW => TRUE becomes two arguments: its name and its value.
      plainTokens.push({ ...token, kind: 'string' }, operator(','));
      at += 1;
    } else {
      plainTokens.push(token);
    }
  }
  return parseExpression(plainTokens);
}

/** What the body says for the session, the policy's owner and what is protected. */
export function evaluateConstraint(expression: Expression, place: Place): ConstraintValue {
  const value = (part: Expression): string | number | boolean | null => {
    const result = evaluateConstraint(part, place);
    if (result.kind !== 'value') throw outside('a constraint inside an expression');
    return result.value;
  };
  switch (expression.kind) {
    case 'literal':
      return literal(expression);
    case 'unary':
      return unary(expression.operator, value(expression.operand));
    case 'binary':
      return binary(expression, value);
    case 'is': {
      const operand = value(expression.operand);
      const is =
        expression.what === 'NULL' ? operand === null : operand === (expression.what === 'TRUE');
      return plain(is !== expression.not);
    }
    case 'in': {
      if (!Array.isArray(expression.list)) throw outside('a query');
      const operand = value(expression.operand);
      let found: boolean | null = false;
      for (const item of expression.list as readonly Expression[]) {
        found = combine('OR', found, compare('=', operand, value(item)));
      }
      return plain(found === null ? null : found !== expression.not);
    }
    case 'case':
      for (const { condition, result } of expression.whens) {
        const holds =
          expression.operand === undefined
            ? value(condition)
            : compare('=', value(expression.operand), value(condition));
        if (holds === true) return evaluateConstraint(result, place);
      }
      return expression.otherwise === undefined
        ? plain(null)
        : evaluateConstraint(expression.otherwise, place);
    case 'call':
      return call(expression, place, value);
    default:
      throw outside(`the expression ${expression.kind}`);
  }
}

/** The results that a body can have, each of which must be a constraint. */
export function resultsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'case') {
    const results = expression.whens.map(({ result }) => result);
    if (expression.otherwise !== undefined) results.push(expression.otherwise);
    return results.flatMap(resultsOf);
  }
  if (expression.kind === 'call' && expression.name === 'IFF') {
    return expression.args.slice(1).flatMap(resultsOf);
  }
  return [expression];
}

type Plain = string | number | boolean | null;

function literal({ literal: of }: Extract<Expression, { kind: 'literal' }>): ConstraintValue {
  if (of.type === 'null') return plain(null);
  if (of.type === 'boolean') return plain(of.value);
  if (of.type === 'string') return plain(of.value);
  if (of.type === 'number') return plain(Number(of.value));
  throw outside(`a ${of.type}`);
}

function unary(sign: '-' | '+' | 'NOT', operand: Plain): ConstraintValue {
  if (operand === null) return plain(null);
  if (sign === 'NOT' && typeof operand === 'boolean') return plain(!operand);
  if (sign !== 'NOT' && typeof operand === 'number')
    return plain(sign === '-' ? -operand : operand);
  throw outside(`${sign} of this`);
}

function binary(
  expression: Extract<Expression, { kind: 'binary' }>,
  value: (part: Expression) => Plain,
): ConstraintValue {
  const [left, right] = [value(expression.left), value(expression.right)];
  if (expression.operator === 'AND' || expression.operator === 'OR') {
    const isLogical = [left, right].every((side) => side === null || typeof side === 'boolean');
    if (!isLogical) throw outside(`${expression.operator} of anything but conditions`);
    return plain(combine(expression.operator, left, right));
  }
  return plain(compare(expression.operator, left, right));
}

function compare(sign: string, left: Plain, right: Plain): boolean | null {
  try {
    return compareValues(sign, left, right);
  } catch {
    throw outside(`${sign} of these types`);
  }
}

function call(
  expression: CallExpression,
  place: Place,
  value: (part: Expression) => Plain,
): ConstraintValue {
  const { name, args } = expression;
  switch (name) {
    case 'PROJECTION_CONSTRAINT':
      return projection(named(expression, value));
    case 'AGGREGATION_CONSTRAINT':
      return aggregation(named(expression, value));
    case 'NO_AGGREGATION_CONSTRAINT':
      if (args.length > 0) throw invalidStatement(`${name} takes no arguments`, name);
      return { kind: 'aggregation', minimum: undefined };
    case 'LOWER':
    case 'UPPER': {
      const text = args.length === 1 && args[0] !== undefined ? value(args[0]) : undefined;
      if (text === null) return plain(null);
      if (typeof text !== 'string') throw outside(`${name} of anything but a string`);
      return plain(name === 'LOWER' ? text.toLowerCase() : text.toUpperCase());
    }
    case 'IFF': {
      const [condition, yes, no] = args;
      if (condition === undefined || yes === undefined || no === undefined || args.length > 3) {
        throw invalidStatement('wrong number of arguments for IFF', name, 938);
      }
      return evaluateConstraint(value(condition) === true ? yes : no, place);
    }
    case 'COALESCE':
    case 'NVL':
    case 'IFNULL':
      return plain(args.map(value).find((each) => each !== null) ?? null);
  }
  const compiled = compileContextFunction(expression, place);
  if (compiled === undefined) throw outside(`the function ${name}`);
  if (compiled.text !== undefined) return plain(compiled.text);
  if (compiled.sql === 'TRUE' || compiled.sql === 'FALSE') return plain(compiled.sql === 'TRUE');
  if (compiled.sql === 'CAST(NULL AS VARCHAR)' || compiled.sql === 'NULL') return plain(null);
  const text = /^'((?:[^']|'')*)'$/.exec(compiled.sql)?.[1];
  if (text === undefined) throw outside(`the function ${name}`);
  return plain(text.replaceAll("''", "'"));
}

/** `ALLOW => TRUE, ENFORCEMENT => 'FAIL'`, by name. */
function named(
  { name, args }: CallExpression,
  value: (part: Expression) => Plain,
): ReadonlyMap<string, Plain> {
  const found = new Map<string, Plain>();
  for (let at = 0; at < args.length; at += 2) {
    const [key, item] = [args[at], args[at + 1]];
    const isName = key?.kind === 'literal' && key.literal.type === 'string';
    if (!isName || item === undefined || found.has(key.literal.value)) {
      throw invalidStatement(`${name} takes named arguments, each once`, name);
    }
    found.set(key.literal.value, value(item));
  }
  return found;
}

function projection(found: ReadonlyMap<string, Plain>): ConstraintValue {
  refuseOthers('PROJECTION_CONSTRAINT', found, ['ALLOW', 'ENFORCEMENT']);
  const allow = found.get('ALLOW');
  const enforcement = found.get('ENFORCEMENT') ?? 'FAIL';
  if (typeof allow !== 'boolean') {
    throw invalidStatement('PROJECTION_CONSTRAINT needs ALLOW => TRUE or FALSE', 'ALLOW');
  }
  if (enforcement !== 'FAIL' && enforcement !== 'NULLIFY') {
    throw invalidStatement("ENFORCEMENT is 'FAIL' or 'NULLIFY'", 'ENFORCEMENT');
  }
  return { kind: 'projection', projection: allow ? undefined : enforcement };
}

function aggregation(found: ReadonlyMap<string, Plain>): ConstraintValue {
  refuseOthers('AGGREGATION_CONSTRAINT', found, ['MIN_GROUP_SIZE']);
  const minimum = found.get('MIN_GROUP_SIZE');
  if (typeof minimum !== 'number' || !Number.isSafeInteger(minimum) || minimum < 0) {
    throw invalidStatement('MIN_GROUP_SIZE is a whole number from 0 on', 'MIN_GROUP_SIZE');
  }
  return { kind: 'aggregation', minimum };
}

function refuseOthers(
  name: string,
  found: ReadonlyMap<string, Plain>,
  known: readonly string[],
): void {
  const other = [...found.keys()].find((key) => !known.includes(key));
  if (other !== undefined) throw invalidStatement(`${name} has no argument ${other}`, other);
}

function outside(what: string): Error {
  return unsupported(`${what} in the body of a projection or aggregation policy`);
}
