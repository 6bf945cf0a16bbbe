/** The SQL of an expression, apart from white space, enclosing brackets and the case of words. */
interface Keyed {
  readonly key: string;
}

/** One WHEN of a CASE. */
export interface CaseBranch {
  readonly when: Expression;
  readonly gives: Expression;
}

/** The expression of a policy's body. What is written in several ways is one kind here. */
export type Expression = Keyed &
  (
    | { readonly is: 'text' | 'number'; readonly text: string }
    /** A text with escapes, which are not read: what it says is not known. */
    | { readonly is: 'escaped' }
    | { readonly is: 'constant'; readonly value: 'TRUE' | 'FALSE' | 'NULL' }
    /** The masked value, another column, or a function that needs no brackets. */
    | { readonly is: 'name'; readonly name: string }
    | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[] }
    /** `ALLOW => FALSE` */
    | { readonly is: 'named'; readonly name: string; readonly of: Expression }
    | {
        readonly is: 'cast';
        readonly of: Expression;
        readonly to: string;
        readonly isTrying: boolean;
      }
    /** A path into a VARIANT. */
    | { readonly is: 'path'; readonly of: Expression }
    | { readonly is: 'sign'; readonly of: Expression }
    /** Arithmetic and `||`. */
    | {
        readonly is: 'operation';
        readonly operator: string;
        readonly of: readonly [Expression, Expression];
      }
    /** `<>` is NOT of `=`, BETWEEN two comparisons; `same` is equality that NULL takes part in. */
    | {
        readonly is: 'comparison';
        readonly operator: '=' | 'same' | '<' | '<=' | '>' | '>=';
        readonly of: readonly [Expression, Expression];
      }
    | {
        readonly is: 'membership';
        readonly of: Expression;
        readonly among: readonly Expression[];
      }
    | {
        readonly is: 'pattern';
        readonly operator: string;
        readonly of: Expression;
        readonly patterns: readonly Expression[];
      }
    | { readonly is: 'isNull'; readonly of: Expression }
    | { readonly is: 'isTruth'; readonly of: Expression; readonly value: boolean }
    | { readonly is: 'not'; readonly of: Expression }
    | { readonly is: 'and' | 'or'; readonly of: readonly Expression[] }
    | {
        readonly is: 'case';
        readonly branches: readonly CaseBranch[];
        readonly otherwise: Expression;
      }
    /** A subquery, with EXISTS before it or alone. */
    | { readonly is: 'exists' | 'query'; readonly words: ReadonlySet<string> }
  );

/** The NULL that a CASE without ELSE gives. */
export const nullExpression: Expression = { is: 'constant', value: 'NULL', key: '["NULL"]' };

/** The expressions of which one is made. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.is) {
    case 'text':
    case 'escaped':
    case 'number':
    case 'constant':
    case 'name':
    case 'exists':
    case 'query':
      return [];
    case 'call':
      return expression.args;
    case 'operation':
    case 'comparison':
    case 'and':
    case 'or':
      return expression.of;
    case 'membership':
      return [expression.of, ...expression.among];
    case 'pattern':
      return [expression.of, ...expression.patterns];
    case 'case':
      return [
        ...expression.branches.flatMap(({ when, gives }) => [when, gives]),
        expression.otherwise,
      ];
    default:
      return [expression.of];
  }
}

/** The texts in an expression. */
export function textsOf(expression: Expression): ReadonlySet<string> {
  const own = expression.is === 'text' ? [expression.text] : [];
  return new Set([...own, ...partsOf(expression).flatMap((each) => [...textsOf(each)])]);
}

/** The name of the masked value in the body of a masking policy. */
export const maskedValue = 'VAL';

/** Whether an expression reads the masked value. */
export function readsValue(expression: Expression): boolean {
  if (expression.is === 'name') return expression.name.split('.')[0] === maskedValue;
  if (expression.is === 'exists' || expression.is === 'query') {
    return expression.words.has(maskedValue);
  }
  return partsOf(expression).some(readsValue);
}

/** Whether one expression is another one, as CASE and DECODE ask. */
export function equality(operator: '=' | 'same', left: Expression, right: Expression): Expression {
  const of = [left, right] as const;
  return { is: 'comparison', operator, of, key: equalityKey(of, operator) };
}

/** The two sides of an equality in one order. */
export function equalityKey(
  [left, right]: readonly [Expression, Expression],
  operator: '=' | 'same' = '=',
): string {
  return `${operator} ${[left.key, right.key].sort().join(' ')}`;
}

/**
 * The masked value as it is, but for its type, the case of its letters and what is around it or between
 * its letters and digits.
 */
export function carriesValue(expression: Expression): boolean {
  if (expression.is === 'name') return expression.name === maskedValue;
  if (expression.is === 'cast') return carriesValue(expression.of);
  if (expression.is !== 'call') return false;
  const [of, ...rest] = expression.args;
  if (of === undefined || !carriesValue(of)) return false;
  switch (expression.name) {
    case 'TRIM':
    case 'UPPER':
    case 'LOWER':
    case 'TO_CHAR':
    case 'TO_VARCHAR':
      return rest.length === 0;
    case 'REPLACE': {
      // What is replaced by something else, or is one word, may tell of much.
      const [searched, replacement] = rest;
      const isMark = searched?.is === 'text' && !/[\p{L}\p{N}]/u.test(searched.text);
      return isMark && (replacement === undefined || isEmpty(replacement)) && rest.length <= 2;
    }
    default:
      return false;
  }
}

function isEmpty(expression: Expression): boolean {
  return expression.is === 'text' && expression.text === '';
}

/** A text as it is written; with escapes it is of a kind of its own. */
export function textExpression(literal: string, key: string): Expression {
  if (literal.startsWith('$$')) return { is: 'text', text: literal.slice(2, -2), key };
  const inner = literal.slice(1, -1).replaceAll("''", "'");
  return inner.includes('\\') ? { is: 'escaped', key } : { is: 'text', text: inner, key };
}
