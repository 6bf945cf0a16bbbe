import type { Expression } from './expression.js';

/** A query: SELECT, a set operation, or VALUES. */
export type Query = SelectQuery | SetQuery | ValuesQuery;

export interface QueryTail {
  readonly with: readonly CommonTableExpression[];
  readonly orderBy: readonly OrderItem[];
  readonly limit: Expression | undefined;
  readonly offset: Expression | undefined;
}

export interface SelectQuery extends QueryTail {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from: readonly TableReference[];
  readonly where: Expression | undefined;
  readonly groupBy: readonly Expression[] | 'ALL';
  readonly having: Expression | undefined;
  readonly qualify: Expression | undefined;
}

export interface SetQuery extends QueryTail {
  readonly kind: 'set';
  readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT';
  readonly all: boolean;
  readonly left: Query;
  readonly right: Query;
}

export interface ValuesQuery extends QueryTail {
  readonly kind: 'values';
  readonly rows: readonly (readonly Expression[])[];
}

export interface SelectItem {
  readonly expression: Expression;
  readonly alias: string | undefined;
}

export interface OrderItem {
  readonly expression: Expression;
  readonly descending: boolean;
  /** Absent: Snowflake's default, NULLs are the highest. */
  readonly nullsFirst: boolean | undefined;
}

export interface CommonTableExpression {
  readonly name: string;
  readonly columns: readonly string[];
  readonly query: Query;
}

export type TableReference =
  | {
      readonly kind: 'table';
      readonly name: readonly string[];
      readonly alias: string | undefined;
      readonly columns: readonly string[];
    }
  | {
      readonly kind: 'derived';
      readonly query: Query;
      readonly alias: string | undefined;
      readonly columns: readonly string[];
      readonly lateral: boolean;
    }
  | FlattenReference
  | JoinReference;

/** `TABLE(FLATTEN(…))` or `LATERAL FLATTEN(…)`. */
export interface FlattenReference {
  readonly kind: 'flatten';
  readonly input: Expression;
  readonly path: string;
  readonly outer: boolean;
  readonly recursive: boolean;
  readonly mode: 'OBJECT' | 'ARRAY' | 'BOTH';
  readonly alias: string | undefined;
  readonly columns: readonly string[];
}

export interface JoinReference {
  readonly kind: 'join';
  readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';
  readonly natural: boolean;
  readonly left: TableReference;
  readonly right: TableReference;
  readonly on: Expression | undefined;
  readonly using: readonly string[];
}
