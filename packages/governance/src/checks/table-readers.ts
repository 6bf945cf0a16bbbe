import type { GrantResource, Resource, RowAccessPolicyResource, TableName } from '@das/core';
import { libraryMasks, masksFor } from '../policy-bodies/library-masks.js';
import type { KnownMasks } from '../policy-bodies/outcomes.js';
import { type ConstraintAnswer, readConstraint } from '../policy-bodies/read-constraint.js';
import { type MaskAnswers, mayBeClear, readMask } from '../policy-bodies/read-mask.js';
import { type RowsAnswer, readRows } from '../policy-bodies/read-rows.js';
import {
  type AnyTable,
  type EffectivePolicy,
  effectivePolicy,
  type ResourceState,
  semanticOf,
} from './effective-policy.js';
import { type SessionsOf, sessionOf } from './policy-session.js';
import { granteeOf, type Principal, type RoleGraph } from './role-graph.js';

/** Who may read what of a table in one state. */
export interface TableReading {
  readonly table: AnyTable;
  /** By their sessions, where several are told apart. */
  readonly readers: ReadonlySet<Principal>;
  readonly columns: ReadonlyMap<string, ColumnReading>;
  /** What the row access policy answers to each reader: `true` to all where there is none. */
  readonly rows: ReadonlyMap<Principal, RowsAnswer>;
  /** The body of the row access policy, where it is known. */
  readonly rowBody: string | undefined;
  /** What the aggregation policy asks of each reader, where there is one. */
  readonly groups: ReadonlyMap<Principal, ConstraintAnswer> | undefined;
}

/** Who may read one column. */
export interface ColumnReading {
  readonly policy: EffectivePolicy;
  /** The readers that may see the clear value. */
  readonly clearFor: ReadonlySet<Principal>;
  /** What the policy shows to each reader, and when; absent where nothing masks the column. */
  readonly shown: ReadonlyMap<Principal, MaskAnswers> | undefined;
  /** What the projection policy asks of each reader, where there is one. */
  readonly projection: ReadonlyMap<Principal, ConstraintAnswer> | undefined;
}

/** How often a role reads the clear value: 0 never, 1 sometimes, 2 always, or that cannot be told. */
export function clearRank(reading: ColumnReading | undefined, reader: Principal): number {
  if (reading?.clearFor.has(reader) !== true) return 0;
  return reading.shown?.get(reader)?.clear === 'sometimes' ? 1 : 2;
}

/** The grants by which tables are read, by what they are granted on. */
export type ReadingGrants = ReadonlyMap<string, ReadonlySet<GrantResource>>;

/** Whether whoever holds the privilege reads rows with it. The owner reads as well. */
export function isReading({ privilege, on, inherited }: GrantResource): boolean {
  const words = privilege.split(/[^A-Z]+/);
  if (on.type === 'TABLE' || on.type === 'DYNAMIC TABLE' || on.type === 'VIEW') {
    return words.some((word) => ['SELECT', 'OWNERSHIP', 'ALL'].includes(word));
  }
  const isContainer = on.type === 'DATABASE' || on.type === 'SCHEMA' || on.type === 'ACCOUNT';
  if (!isContainer) return false;
  return words.includes('SELECT') || (inherited !== undefined && words.includes('ALL'));
}

/** What a grant is on, as a key of {@link ReadingGrants}: a table by its name, whatever its kind. */
export function grantedOn({ on }: GrantResource): string {
  return on.name.join('.');
}

/** Where the grants are on which a table's readers depend: on itself and on what it is in. */
export function grantKeysOf(name: readonly string[]): readonly string[] {
  return name.map((_, index) => name.slice(0, index + 1).join('.')).concat('');
}

/**
 * Who may read what of a table. Privileges on the database and schema are not asked for: who holds
 * SELECT may read as soon as somebody grants him USAGE.
 */
export function readTable(
  state: ResourceState,
  table: AnyTable,
  roles: RoleGraph,
  grants: ReadingGrants,
  masks: KnownMasks = libraryMasks,
  sessionsOf: SessionsOf = (principal) => [principal],
): TableReading {
  const readers = new Set<Principal>();
  for (const key of grantKeysOf(table.name)) {
    for (const grant of grants.get(key) ?? []) {
      for (const holder of roles.holdersOf(granteeOf(grant))) {
        for (const session of sessionsOf(holder)) readers.add(session);
      }
    }
  }
  const [database] = table.name;
  const forEach = <T>(read: (session: ReturnType<typeof sessionOf>) => T) =>
    new Map([...readers].map((reader) => [reader, read(sessionOf(reader, roles))]));
  const constraints = (kind: 'aggregationPolicy' | 'projectionPolicy', name?: TableName) => {
    if (name === undefined) return undefined;
    const body = constraintBody(state, kind, name);
    return forEach((session) => readConstraint(body, session, database));
  };
  const shownUnder = new Map<KnownMasks, Map<string, ReadonlyMap<Principal, MaskAnswers>>>();
  const columns = new Map<string, ColumnReading>();
  for (const column of table.columns) {
    const policy = effectivePolicy(state, table, column);
    const projection = constraints('projectionPolicy', column.projectionPolicy);
    if (policy.is === 'bare') {
      columns.set(column.name, { policy, clearFor: readers, shown: undefined, projection });
      continue;
    }
    const key = policy.policy.name.join('.');
    const counting = masksFor(masks, semanticOf(column));
    const shownBy =
      shownUnder.get(counting) ?? new Map<string, ReadonlyMap<Principal, MaskAnswers>>();
    shownUnder.set(counting, shownBy);
    const shown =
      shownBy.get(key) ??
      forEach((session) => readMask(policy.policy, session, database, counting));
    shownBy.set(key, shown);
    const clearFor = new Set(
      [...shown].flatMap(([reader, answers]) => (mayBeClear(answers) ? [reader] : [])),
    );
    columns.set(column.name, { policy, clearFor, shown, projection });
  }
  return {
    table,
    readers,
    columns,
    rows: rowsFor(state, table, readers, roles),
    rowBody: rowAccessPolicyOf(state, table)?.body,
    groups: constraints('aggregationPolicy', table.aggregationPolicy),
  };
}

/** The body of a policy; of one that is not known a text that nobody can read. */
function constraintBody(
  state: ResourceState,
  kind: 'aggregationPolicy' | 'projectionPolicy',
  name: TableName,
): string {
  const resource = state.get(`${kind} ${name.join('.')}`);
  return resource?.kind === kind ? resource.body : '';
}

function rowsFor(
  state: ResourceState,
  table: AnyTable,
  readers: ReadonlySet<Principal>,
  roles: RoleGraph,
): TableReading['rows'] {
  const policy = rowAccessPolicyOf(state, table);
  return new Map(
    [...readers].map((reader) => {
      const session = sessionOf(reader, roles);
      const { active } = session;
      if (policy === undefined) return [reader, { truth: 'true', active }];
      return [reader, readRows(policy.body, session, table.name[0])];
    }),
  );
}

/** The row access policy of a table, when it is known. */
export function rowAccessPolicyOf(
  state: ResourceState,
  { rowAccess }: AnyTable,
): RowAccessPolicyResource | undefined {
  if (rowAccess === undefined) return undefined;
  const resource = state.get(`rowAccessPolicy ${rowAccess.policy.join('.')}`);
  return resource?.kind === 'rowAccessPolicy' ? resource : undefined;
}

/** The reading grants of a state. */
export function readingGrants(resources: Iterable<Resource>): Map<string, Set<GrantResource>> {
  const grants = new Map<string, Set<GrantResource>>();
  for (const resource of resources) {
    if (resource.kind !== 'grant' || !isReading(resource)) continue;
    const key = grantedOn(resource);
    const on = grants.get(key);
    if (on === undefined) grants.set(key, new Set([resource]));
    else on.add(resource);
  }
  return grants;
}
