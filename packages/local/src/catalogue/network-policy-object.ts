import type { BaseObject } from './base-object.js';

/** Who may sign in from where, once it is active for the account or a user. */
export interface NetworkPolicyObject extends BaseObject {
  readonly kind: 'NETWORK POLICY';
  /** Ids of network rules. */
  readonly allowedRules: readonly number[];
  readonly blockedRules: readonly number[];
  /** IPv4 addresses and ranges; absent when the list was never given. */
  readonly allowedAddresses?: readonly string[];
  readonly blockedAddresses?: readonly string[];
}
