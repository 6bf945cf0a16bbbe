import type { Expression } from '../query/expression.js';
import { unsupported } from '../warehouse/errors.js';

/** Whether an expression, or a part of it, satisfies a test; queries inside it are not looked into. */
export function someExpression(
  expression: Expression,
  test: (part: Expression) => boolean,
): boolean {
  return test(expression) || partsOf(expression).some((part) => someExpression(part, test));
}

/** The expressions that an expression is made of. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'unary':
    case 'is':
    case 'cast':
    case 'quantified':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'between':
      return [expression.operand, expression.low, expression.high];
    case 'in':
      return [expression.operand, ...(isList(expression.list) ? expression.list : [])];
    case 'like':
      return [
        expression.operand,
        ...expression.patterns,
        ...(expression.escape === undefined ? [] : [expression.escape]),
      ];
    case 'case':
      return [
        ...(expression.operand === undefined ? [] : [expression.operand]),
        ...expression.whens.flatMap(({ condition, result }) => [condition, result]),
        ...(expression.otherwise === undefined ? [] : [expression.otherwise]),
      ];
    case 'call':
      return [...expression.args, ...expression.withinGroup.map((item) => item.expression)];
    case 'element':
      return [expression.base, expression.index];
    case 'tuple':
      return expression.items;
    case 'literal':
    case 'bind':
    case 'column':
    case 'star':
    case 'subquery':
    case 'exists':
    case 'metric':
      return [];
  }
}

function isList(list: Extract<Expression, { kind: 'in' }>['list']): list is readonly Expression[] {
  return Array.isArray(list);
}

/** Replaces the outermost parts of an expression for which `replace` gives another one. */
export function rewriteExpression(
  expression: Expression,
  replace: (part: Expression) => Expression | undefined,
): Expression {
  const replaced = replace(expression);
  if (replaced !== undefined) return replaced;
  const again = (part: Expression): Expression => rewriteExpression(part, replace);
  switch (expression.kind) {
    case 'unary':
    case 'is':
    case 'cast':
      return { ...expression, operand: again(expression.operand) };
    case 'binary':
      return { ...expression, left: again(expression.left), right: again(expression.right) };
    case 'between':
      return {
        ...expression,
        operand: again(expression.operand),
        low: again(expression.low),
        high: again(expression.high),
      };
    case 'in':
      if (!isList(expression.list)) throw unsupported('a query inside a grouped expression');
      return {
        ...expression,
        operand: again(expression.operand),
        list: expression.list.map(again),
      };
    case 'like':
      return {
        ...expression,
        operand: again(expression.operand),
        patterns: expression.patterns.map(again),
      };
    case 'case':
      return {
        ...expression,
        operand: expression.operand && again(expression.operand),
        whens: expression.whens.map(({ condition, result }) => ({
          condition: again(condition),
          result: again(result),
        })),
        otherwise: expression.otherwise && again(expression.otherwise),
      };
    case 'call':
      return { ...expression, args: expression.args.map(again) };
    case 'element':
      return { ...expression, base: again(expression.base), index: again(expression.index) };
    case 'tuple':
      return { ...expression, items: expression.items.map(again) };
    case 'literal':
    case 'bind':
    case 'column':
    case 'star':
      return expression;
    case 'subquery':
    case 'exists':
    case 'quantified':
    case 'metric':
      throw unsupported('a query inside a grouped expression');
  }
}
