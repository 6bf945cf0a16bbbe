import type { ConsumerPin } from '../consumers/consumer-pin.js';
import type { ContractDocument } from '../model/contract-document.js';
import type { ChangeRule } from './change-rules.js';
import type { Bump, ContractChange, Verdict } from './contract-change.js';

/** What a comparison found, before anybody said how bad it is under the mode of the contract. */
export interface Finding extends Pick<ContractChange, 'rule' | 'path' | 'reason'> {
  readonly column: string | undefined;
  readonly reader: Verdict;
  readonly writer: Verdict;
  readonly isSecurity: boolean;
  /** Where it is not what the rule and the verdicts say. */
  readonly bump: Bump | undefined;
}

/** What two documents are compared under. */
export interface ComparisonContext {
  readonly at: Date;
  /** The pins on this contract. */
  readonly pins: readonly ConsumerPin[];
}

/** Compares one part of two documents. */
export type ComparePart = (
  before: ContractDocument,
  after: ContractDocument,
  context: ComparisonContext,
) => readonly Finding[];

/** What a finding is made of, besides its rule, place and reason. */
export interface FindingDetails {
  readonly reader?: Verdict;
  readonly writer?: Verdict;
  readonly column?: string | undefined;
  readonly isSecurity?: boolean;
  readonly bump?: Bump;
}

/** Makes a finding; what is left out is safe. */
export function finding(
  rule: ChangeRule,
  path: readonly string[],
  reason: string,
  details: FindingDetails = {},
): Finding {
  return {
    rule,
    path: pointerOf(path),
    reason,
    column: details.column,
    reader: details.reader ?? 'safe',
    writer: details.writer ?? 'safe',
    isSecurity: details.isSecurity ?? false,
    bump: details.bump,
  };
}

/** A JSON pointer (RFC 6901). */
export function pointerOf(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
