import type { BaseObject } from './base-object.js';

/** A policy without arguments, which says what a query may do with a column or a table. */
export interface ConstraintPolicyObject extends BaseObject {
  readonly kind: 'PROJECTION POLICY' | 'AGGREGATION POLICY';
  readonly parent: number;
  /** The body as Snowflake SQL text. */
  readonly body: string;
}

/** An aggregation policy on a table or view. */
export interface AggregationAttachment {
  readonly policy: number;
  /** What makes an entity, each a list of columns; none: every row is one. */
  readonly entityKeys: readonly (readonly string[])[];
}
