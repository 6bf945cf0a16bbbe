import type { DataType } from '../datatype/data-type.js';
import type { OrderItem, Query } from './query.js';

/** An expression of Snowflake SQL, names in the case in which Snowflake stores them. */
export type Expression =
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'bind'; readonly index: number }
  | { readonly kind: 'column'; readonly path: readonly string[] }
  | StarExpression
  | { readonly kind: 'unary'; readonly operator: '-' | '+' | 'NOT'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'is';
      readonly what: 'NULL' | 'TRUE' | 'FALSE';
      readonly not: boolean;
      readonly operand: Expression;
    }
  | {
      readonly kind: 'between';
      readonly operand: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly not: boolean;
    }
  | {
      readonly kind: 'in';
      readonly operand: Expression;
      readonly list: readonly Expression[] | Query;
      readonly not: boolean;
    }
  | {
      readonly kind: 'like';
      readonly operator: 'LIKE' | 'ILIKE' | 'RLIKE';
      readonly operand: Expression;
      readonly patterns: readonly Expression[];
      readonly quantifier: 'ANY' | 'ALL' | undefined;
      readonly escape: Expression | undefined;
    }
  | {
      readonly kind: 'case';
      readonly operand: Expression | undefined;
      readonly whens: readonly { readonly condition: Expression; readonly result: Expression }[];
      readonly otherwise: Expression | undefined;
    }
  | {
      readonly kind: 'cast';
      readonly operand: Expression;
      readonly type: DataType;
      readonly isTry: boolean;
    }
  | CallExpression
  | MetricExpression
  | { readonly kind: 'element'; readonly base: Expression; readonly index: Expression }
  | { readonly kind: 'subquery'; readonly query: Query }
  | { readonly kind: 'exists'; readonly query: Query }
  | {
      readonly kind: 'quantified';
      readonly operator: BinaryOperator;
      readonly quantifier: 'ANY' | 'ALL';
      readonly operand: Expression;
      readonly query: Query;
    }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] };

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '||'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'AND'
  | 'OR'
  | 'IS NOT DISTINCT FROM'
  | 'IS DISTINCT FROM';

export type Literal =
  | { readonly type: 'string' | 'number' | 'date' | 'time' | 'timestamp'; readonly value: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'null' };

/** `*` or `t.*`, with what it leaves out and renames. */
export interface StarExpression {
  readonly kind: 'star';
  readonly table: string | undefined;
  readonly exclude: readonly string[];
  readonly rename: ReadonlyMap<string, string>;
}

/** How `$name` stands in an expression: a call of a name that no user can write. */
export const variableCall = 'DAS$VARIABLE';

/** A function call; `over` makes it a window function. */
export interface CallExpression {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  readonly distinct: boolean;
  readonly withinGroup: readonly OrderItem[];
  readonly ignoreNulls: boolean;
  readonly over: WindowSpecification | undefined;
}

/** A data metric function that is called by hand, with a query for each of its tables. */
export interface MetricExpression {
  readonly kind: 'metric';
  readonly name: readonly string[];
  readonly queries: readonly Query[];
}

export interface WindowSpecification {
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly frame: WindowFrame | undefined;
}

export interface WindowFrame {
  readonly unit: 'ROWS' | 'RANGE';
  readonly start: FrameBound;
  readonly end: FrameBound | undefined;
}

export type FrameBound =
  | 'UNBOUNDED PRECEDING'
  | 'UNBOUNDED FOLLOWING'
  | 'CURRENT ROW'
  | { readonly direction: 'PRECEDING' | 'FOLLOWING'; readonly offset: number };
