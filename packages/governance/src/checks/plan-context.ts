import type { AccessDeclaration, Plan } from '@das/core';

/** What of a plan the checks read. */
export type CheckedPlan = Pick<Plan, 'startsWith' | 'steps'>;

/** A named consent to a change that lowers protection. */
export interface Approval {
  /** Only what this rule finds, at exactly this place; whatever lowers protection there by default. */
  readonly rule?: string;
  /** The address of what changes, such as `table BROOK_CLINIC.SILVER.VISITS`. */
  readonly address: string;
  /** Only this column of it; all of it by default. */
  readonly column?: string;
  /** Who answers for it. */
  readonly by: string;
}

/** What a plan cannot know of itself. */
export interface PlanCheckContext {
  /** The public addresses, IPv4 or IPv6, from which the plan may be run. Empty: not known. */
  readonly runnerAddresses?: readonly string[];
  /** The user that runs the plan: a network policy of its own decides before the account's. */
  readonly runnerUser?: string;
  /** Addresses from which one must always get in, with the user for whom they are kept. */
  readonly breakGlass?: readonly { readonly address: string; readonly user?: string }[];
  readonly approvals?: readonly Approval[];
  /**
   * What the domain and its platform declare: a mask of which an author says why it hides counts as one
   * that does.
   */
  readonly declarations?: readonly AccessDeclaration[];
  /** The role that applies the plan: no other one takes over what the plan replaces. */
  readonly deployRole?: string;
}
