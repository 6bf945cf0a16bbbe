import type { BaseObject } from './base-object.js';

/** How the numbers of a sequence, or of an AUTOINCREMENT column, are made. */
export interface NumberSeries {
  /** The number of the physical sequence `q<number>`. */
  readonly physical: number;
  /** Whether it belongs to a temporary table. */
  readonly isTemporary?: boolean;
  /** Whole numbers of 64 bits, as text. */
  readonly start: string;
  readonly increment: string;
  readonly isOrdered: boolean;
}

export interface SequenceObject extends BaseObject, NumberSeries {
  readonly kind: 'SEQUENCE';
  readonly parent: number;
  /** What START said; the physical sequence starts again where its step was changed. */
  readonly firstValue: string;
}
