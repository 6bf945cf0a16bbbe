import { createHash } from 'node:crypto';
import type { PhysicalType } from '@das/contracts';
import type { TableName } from '../domain/domain-names.js';
import type { BudgetedObject, Resource, RowAccessAttachment } from '../resources/resource.js';

/** What the account holds now, as far as DAS deploys it. */
export interface ActualState {
  /** The comment of each object, by address: for what DAS made, the fingerprint of its definition. */
  readonly objects: ReadonlyMap<string, string>;
  /** The columns of each table, by address, in order. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** How many rows each table has, by address, where the account says it. */
  readonly rows: ReadonlyMap<string, number>;
  /** The addresses of the privileges that the account says are granted: it may be hours behind. */
  readonly grants: ReadonlySet<string>;
  /** What was deployed last, by address, as `OPS.DEPLOYED_RESOURCES` keeps it. */
  readonly deployed: ReadonlyMap<string, Resource>;
  /** What a plan set out to deploy and is not known to have finished, by address. */
  readonly pending: ReadonlyMap<string, Resource>;
  /** All that unfinished plans set out to deploy at an address, one after the other: `pending` among it. */
  readonly attempts: ReadonlyMap<string, readonly Resource[]>;
  /** The roles that the account has, where it was asked. */
  readonly roles?: ReadonlySet<string>;
  /** The columns of each table that was left on its way to another definition, by address and by name. */
  readonly shapes: ReadonlyMap<string, ReadonlyMap<string, ColumnShape>>;
  /** What protects each table or tag that was left on its way to another definition, by address. */
  readonly protections: ReadonlyMap<string, Protections>;
  /** What each budget watches that was left on its way to a definition, by address. */
  readonly watched: ReadonlyMap<string, readonly BudgetedObject[]>;
  /** How many budgets the account has, where it was asked. */
  readonly budgets?: number;
  /** The database roles that there are, by the databases in which that is not sure. */
  readonly databaseRoles: ReadonlyMap<string, ReadonlySet<string>>;
  /**
   * Which network policies are in force. Absent where no domain declares, has deployed or has begun one: a
   * plan then has nothing that could take one off, and the account is not asked.
   */
  readonly network?: NetworkState;
  /** The measurements on the tables of pending data metrics, as `FUNCTION(COLUMN, …)`, by table. */
  readonly metrics: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Which network policies are in force. */
export interface NetworkState {
  /** The one on the account, whoever made it; empty where there is none. */
  readonly account: string;
  /** The users on whom one is in force, by its name, of those that an interrupted plan was changing. */
  readonly users: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What a column of the account can hold. */
export interface ColumnShape {
  readonly type: PhysicalType;
  readonly isNullable: boolean;
}

/** What is attached to a table or a tag, as Snowflake says without latency. */
export interface Protections {
  /** The masking policy of each column, and the columns that it reads beside it. */
  readonly masking: ReadonlyMap<string, AttachedPolicy>;
  readonly projection: ReadonlyMap<string, TableName>;
  readonly rowAccess: RowAccessAttachment | undefined;
  readonly aggregation: TableName | undefined;
  /** Of a tag: its masking policies. */
  readonly ofTag: readonly TableName[];
}

/** A policy on a column. */
export interface AttachedPolicy {
  readonly policy: TableName;
  readonly columns: readonly string[];
}

/** An account that holds nothing. */
export const emptyState: ActualState = {
  objects: new Map(),
  columns: new Map(),
  rows: new Map(),
  grants: new Set(),
  deployed: new Map(),
  pending: new Map(),
  attempts: new Map(),
  shapes: new Map(),
  protections: new Map(),
  metrics: new Map(),
  watched: new Map(),
  databaseRoles: new Map(),
};

/**
 * A digest of a state, by which `apply` knows that nothing has changed since the plan. How many rows a
 * table has, and which privileges others granted, are not a part of it.
 */
export function stateDigest(state: ActualState): string {
  const content = [
    [...state.objects].sort(byAddress),
    [...state.columns].sort(byAddress),
    [...state.deployed].sort(byAddress),
    [...state.pending].sort(byAddress),
    [...state.attempts].sort(byAddress),
    [...state.shapes]
      .sort(byAddress)
      .map(([address, each]) => [address, [...each].sort(byAddress)]),
    [...state.protections].sort(byAddress).map(([address, each]) => [
      address,
      {
        ...each,
        masking: [...each.masking].sort(byAddress),
        projection: [...each.projection].sort(byAddress),
      },
    ]),
    [...state.watched].sort(byAddress),
    [...state.databaseRoles].sort(byAddress).map(([name, roles]) => [name, [...roles].sort()]),
    state.network?.account,
    [...(state.network?.users ?? [])]
      .sort(byAddress)
      .map(([name, users]) => [name, [...users].sort()]),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function byAddress([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
