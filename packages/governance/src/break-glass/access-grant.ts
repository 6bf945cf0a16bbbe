import type { Domain, EvidenceRecorder, Warehouse } from '@das/core';

/** Where a domain is deployed, and where evidence goes. */
export interface AccessPlace {
  readonly domain: Domain;
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceRecorder;
}

/** A wish for access that ends by itself. */
export interface AccessRequest extends AccessPlace {
  /** An access role of the domain. */
  readonly role: string;
  /** A user of the account. */
  readonly user: string;
  /** How long, from two minutes to seven days, such as `4h`. It ends on a whole minute, never later. */
  readonly duration: string;
  /** Why. It goes into evidence, so it may name no person. */
  readonly reason: string;
  /** The incident or ticket that it belongs to. */
  readonly ticket?: string | undefined;
  /** Who grants it. */
  readonly by: string;
}

/** A row of `OPS.ACCESS_GRANTS`. Times are UTC. */
export interface AccessGrant {
  /** Twelve letters. */
  readonly id: string;
  readonly role: string;
  readonly user: string;
  readonly reason: string;
  readonly ticket: string | undefined;
  readonly grantedBy: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  /** When the user had the role; `undefined` where the process that granted it died before it said so. */
  readonly grantedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly endedBy: string | undefined;
  readonly endedBecause: AccessEnd | undefined;
}

/** Why access ended. */
export type AccessEnd =
  /** Its time was over, and the task has taken the role away. */
  | 'expired'
  /** Its time was over, the role was still there, and it was taken away afterwards. */
  | 'overdue'
  /** Somebody ended it early. */
  | 'revoked'
  /** Granting it failed half way, or its process died. */
  | 'interrupted';

/**
 * How a grant stands:
 *
 * - `active`: the user has the role
 * - `overdue`: the user still has the role, although its time is over
 * - `unfinished`: the user has no role; the process that granted it died
 * - `expired`: its time is over, and the role is gone
 * - `ended`: it was ended and written down
 */
export type AccessState = 'active' | 'overdue' | 'unfinished' | 'expired' | 'ended';

/**
 * How the task stands that ends a grant: `started` is the only one that ends it. `changed` is a task that
 * runs at another time, or does something else.
 */
export type ExpiryState = 'started' | 'suspended' | 'missing' | 'changed';

/** A grant, and how it stands in the account. */
export interface ListedGrant extends AccessGrant {
  readonly state: AccessState;
  /** The task that ends it; `undefined` where there is no role any more that it could take away. */
  readonly expiry: ExpiryState | undefined;
}

/** All grants of a domain that are written down, and what is there without being written down. */
export interface AccessList {
  /** The newest first. */
  readonly grants: readonly ListedGrant[];
  /** Roles with the name of a grant that no row tells of: somebody has deleted a row, or made a role. */
  readonly unrecorded: readonly string[];
}
