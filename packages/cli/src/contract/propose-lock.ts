import {
  type Acceptance,
  type ChangeSeverity,
  type ContractComparison,
  type ContractLock,
  compareLocks,
  lockContracts,
} from '@das/contracts';
import type { Domain } from '@das/core';

/** The lock that a domain would have, and what happened since the one before. */
export interface Proposal {
  readonly lock: ContractLock;
  readonly comparisons: readonly ContractComparison[];
  /** The worst of all, or `undefined` when nothing changed. */
  readonly severity: ChangeSeverity | undefined;
}

const emptyLock: ContractLock = {
  lockfileVersion: 1,
  contracts: {},
  retired: {},
  consumers: [],
  acceptances: [],
};

/** What a proposal is made with, besides the lock before. */
export interface ProposalOptions {
  /** What is accepted now. */
  readonly acceptances?: readonly Acceptance[];
  /**
   * The lock that the new one is made from, where that is not the lock before: the one of the working
   * tree, so that a hand that took something out of it is found.
   */
  readonly working?: ContractLock | undefined;
}

/** Locks the contracts of a domain after an earlier lock, and compares the two. */
export function proposeLock(
  domain: Domain,
  previous: ContractLock | undefined,
  { acceptances = [], working }: ProposalOptions = {},
): Proposal {
  const before = previous ?? emptyLock;
  const lock = lockContracts(domain.contracts, {
    previous: working ?? before,
    consumers: domain.consumers,
    acceptances,
  });
  return { lock, ...compareLocks(before, lock) };
}
