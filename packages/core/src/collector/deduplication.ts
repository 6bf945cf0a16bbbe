import type { Duration } from '@das/contracts';

/**
 * Which records are taken for the same, and for how long one is remembered.
 *
 * Without `by`, two records are the same if their bytes are. With `by`, two rows are the same if all
 * of these columns are equal; a row in which one of them is null is like no other.
 */
export interface Deduplication<Column extends string = string> {
  /** How long ago the first one may have landed. */
  readonly window: Duration;
  readonly by?: readonly [Column, ...Column[]];
}
