import type { Row } from '@das/core';
import type { ObservedState } from '../observe/observed-state.js';

/** What a database holds, as it was read: what `observe` tells, and the texts that it brings into another form. */
export interface ExistingDatabase {
  readonly database: string;
  readonly observed: ObservedState;
  /** Rows of ACCOUNT_USAGE, by the full name of the policy. */
  readonly policies: ReadonlyMap<string, Row>;
  readonly tags: ReadonlyMap<string, Row>;
  /** Rows of SHOW, by full name. */
  readonly dynamicTables: ReadonlyMap<string, Row>;
  readonly tasks: ReadonlyMap<string, Row>;
  /** Rows of INFORMATION_SCHEMA, by full name; of columns with the column after it. */
  readonly tables: ReadonlyMap<string, Row>;
  readonly columns: ReadonlyMap<string, Row>;
  /** The columns of the primary key of each table, in their order. */
  readonly primaryKeys: ReadonlyMap<string, readonly string[]>;
  /** The names of policies that SHOW tells of, by kind. */
  readonly shownPolicies: ReadonlySet<string>;
  /** The roles that have privileges in other databases too. */
  readonly rolesElsewhere: ReadonlySet<string>;
  readonly resourceMonitorWarehouses: ReadonlyMap<string, readonly string[]>;
}
