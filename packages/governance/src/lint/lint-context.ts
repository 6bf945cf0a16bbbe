import type { Resource } from '@das/core';
import type { AnyTable } from '../checks/effective-policy.js';
import type { RoleGraph } from '../checks/role-graph.js';
import type { TableReading } from '../checks/table-readers.js';
import type { KnownMasks } from '../policy-bodies/outcomes.js';
import type { LintRuleName } from './lint-rules.js';

/** A user and its roles. */
export interface LintedUser {
  readonly name: string;
  /** Names of account roles. */
  readonly roles: readonly string[];
  /** `NONE` where DEFAULT_SECONDARY_ROLES is empty. Default `ALL`, as in Snowflake. */
  readonly secondaryRoles?: 'ALL' | 'NONE';
}

/** A privilege on what will be created. */
export interface FutureGrant {
  readonly privilege: string;
  /** In the plural, as the grant writes it: `TABLES`. */
  readonly on: string;
  readonly in: readonly [database: string] | readonly [database: string, schema: string];
  readonly to: string;
}

/** What declarations do not say of the account. */
export interface LintContext {
  readonly users?: readonly LintedUser[];
  readonly futureGrants?: readonly FutureGrant[];
  /** The full names, with dots, of the views that are known to be secure. */
  readonly secureViews?: readonly string[];
  /** The full names, with dots, of the tables that dynamic tables of other domains read. */
  readonly readElsewhere?: readonly string[];
  /** Roles that policies may name although nothing here declares them. */
  readonly knownRoles?: readonly string[];
  /** Comments that objects get, by address. */
  readonly comments?: Readonly<Record<string, string>>;
}

/** What the rules look at. */
export interface LintSubject {
  readonly resources: readonly Resource[];
  readonly state: ReadonlyMap<string, Resource>;
  readonly tables: readonly AnyTable[];
  readonly roles: RoleGraph;
  readonly context: LintContext;
  readonly masks: KnownMasks;
  read(table: AnyTable): TableReading;
}

/** Takes what a rule finds. */
export type LintReport = (
  rule: LintRuleName,
  address: string,
  message: string,
  column?: string,
) => void;
