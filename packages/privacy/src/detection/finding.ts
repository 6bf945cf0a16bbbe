import type { SafeHarborLetter } from '@das/contracts';

/** What a finding is. */
export type FindingKind = 'email' | 'phone' | 'us_ssn' | 'payment_card' | 'ip_address';

/**
 * Why a finding is believed.
 *
 * - `shape`: it is written the way such a value is written
 * - `separators`: its groups are parted where people part them
 * - `range`: its leading digits are ones that are issued or assigned
 * - `checksum`: its check digit is right
 * - `context`: a word before it says what it is
 * - `unassigned`: its shape is right, but no such value is issued; this lowers the confidence
 */
export type Signal = 'shape' | 'separators' | 'range' | 'checksum' | 'context' | 'unassigned';

/** Something sensitive in a text: what, where, how sure and why. Never the value itself. */
export interface Finding {
  readonly kind: FindingKind;
  /** The Safe Harbor letter under which it falls, or `undefined`. */
  readonly safeHarbor: SafeHarborLetter | undefined;
  /** Where it starts, in UTF-16 code units. */
  readonly start: number;
  /** Where it ends: the index after its last code unit. */
  readonly end: number;
  /** From 0 to 1. A rank, not a probability: it is not calibrated yet. */
  readonly confidence: number;
  readonly why: readonly Signal[];
}

const letters: Readonly<Record<FindingKind, SafeHarborLetter>> = {
  email: 'F',
  phone: 'D',
  us_ssn: 'G',
  payment_card: 'J',
  ip_address: 'O',
};

/** Makes a finding, with its Safe Harbor letter. */
export function finding(
  kind: FindingKind,
  start: number,
  end: number,
  confidence: number,
  why: readonly Signal[],
): Finding {
  const rounded = Math.round(confidence * 100) / 100;
  return { kind, safeHarbor: letters[kind], start, end, confidence: rounded, why };
}
