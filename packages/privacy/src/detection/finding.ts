import type { DetectorId } from './detector-id.js';

/**
 * Why a finding is believed.
 *
 * - `shape`: it is written the way such a value is written
 * - `separators`: its groups are parted where people part them
 * - `range`: its leading characters are ones that are issued or assigned
 * - `checksum`: its check digit is right
 * - `dictionary`: it holds words of a list, such as given names or cities
 * - `context`: a word beside it in the text says what it is
 * - `name`: the name of its column says what it is
 * - `neighbours`: the columns beside its own make it likely
 * - `unassigned`: its shape is right, but no such value is issued; this lowers the confidence
 */
export type Reason =
  | 'shape'
  | 'separators'
  | 'range'
  | 'checksum'
  | 'dictionary'
  | 'context'
  | 'name'
  | 'neighbours'
  | 'unassigned';

/** Something sensitive in a value: what, where, how sure and why. Never the value itself. */
export interface Finding {
  readonly kind: DetectorId;
  /** Where it starts in the original text, in UTF-16 code units. */
  readonly start: number;
  /** Where it ends: the index after its last code unit. */
  readonly end: number;
  /** From 0 to 1. A rank that is comparable between kinds, not a measured probability. */
  readonly confidence: number;
  readonly reasons: readonly Reason[];
}
