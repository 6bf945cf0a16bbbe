import type { ConsumerPin } from '../consumers/consumer-pin.js';
import type { Acceptance } from '../evolution/contract-change.js';
import type { Classification } from '../model/classification.js';
import type { PhysicalType } from '../model/column.js';
import type { ContractDocument } from '../model/contract-document.js';

/** A name that a column once had, so that it cannot come back as something else. */
export interface Tombstone {
  readonly column: string;
  readonly type: PhysicalType;
  readonly classification: Classification;
  /** The version that no longer had it. */
  readonly removedIn: string;
}

/** One contract as it was locked. */
export interface LockedContract {
  readonly document: ContractDocument;
  /** Earlier versions, oldest first; kept for contracts whose mode is transitive. */
  readonly earlier: readonly ContractDocument[];
  readonly tombstones: readonly Tombstone[];
}

/** What `das.contracts.lock.json` holds: the last contracts that everybody agreed to. */
export interface ContractLock {
  readonly lockfileVersion: 1;
  /** By `domain.name`. */
  readonly contracts: Readonly<Record<string, LockedContract>>;
  /** Contracts that were removed, by `domain.name`, with all their columns as tombstones. */
  readonly retired: Readonly<
    Record<string, { readonly version: string; readonly tombstones: readonly Tombstone[] }>
  >;
  readonly consumers: readonly ConsumerPin[];
  readonly acceptances: readonly Acceptance[];
}
