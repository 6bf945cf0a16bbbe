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
      /** As of when it is read, if not now. */
      readonly at?: TimeClause;
      /** The number under which its rows are told apart, for a stream on a view. */
      readonly identity?: number;
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
  | CallReference
  | JoinReference;

/** `TABLE(f(…))`, for any table function but FLATTEN. */
export interface CallReference {
  readonly kind: 'call';
  readonly name: readonly string[];
  readonly args: readonly { readonly name: string | undefined; readonly value: Expression }[];
  readonly alias: string | undefined;
  readonly columns: readonly string[];
}

/** `TABLE(FLATTEN(…))` or `LATERAL FLATTEN(…)`. */
export interface FlattenReference {
  readonly kind: 'flatten';
  readonly input: Expression;
  readonly path: string;
  readonly outer: boolean;
  readonly recursive: boolean;
  readonly mode: 'OBJECT' | 'ARRAY' | 'BOTH';
  /** Whether it stands for SPLIT_TO_TABLE: elements count from one, and are texts. */
  readonly isSplit?: boolean;
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

/** A point in time: `AT (OFFSET => …)`. */
export interface TimePoint {
  readonly side: 'AT' | 'BEFORE' | 'END';
  readonly by: 'TIMESTAMP' | 'OFFSET' | 'STATEMENT' | 'STREAM';
  readonly value: Expression;
}

/** As of when a table is read, or between when its changes. */
export interface TimeClause {
  readonly changes: 'DEFAULT' | 'APPEND_ONLY' | undefined;
  readonly start: TimePoint;
  readonly end: TimePoint | undefined;
}
