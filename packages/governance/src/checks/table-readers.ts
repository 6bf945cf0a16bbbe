import type { GrantResource, Resource, RowAccessPolicyResource } from '@das/core';
import {
  type AnyTable,
  type EffectivePolicy,
  effectivePolicy,
  type ResourceState,
} from './effective-policy.js';
import { sessionOf } from './policy-session.js';
import { readPolicyBody } from './read-policy-body.js';
import { granteeOf, type Principal, type RoleGraph } from './role-graph.js';

/** Who may read what of a table in one state. */
export interface TableReading {
  readonly table: AnyTable;
  readonly readers: ReadonlySet<Principal>;
  readonly columns: ReadonlyMap<string, ColumnReading>;
  /** What the row access policy answers for each reader: `true` for all where there is none. */
  readonly rows: ReadonlyMap<Principal, 'true' | 'false' | 'unknown'>;
}

/** Who may read one column. */
export interface ColumnReading {
  readonly policy: EffectivePolicy;
  /** The readers that may see the clear value. */
  readonly clearFor: ReadonlySet<Principal>;
}

/** The grants by which tables are read, by what they are granted on. */
export type ReadingGrants = ReadonlyMap<string, ReadonlySet<GrantResource>>;

/** Whether whoever holds the privilege reads rows with it. The owner reads as well. */
export function isReading({ privilege, on }: GrantResource): boolean {
  const words = privilege.split(/[^A-Z]+/);
  if (on.type === 'TABLE' || on.type === 'DYNAMIC TABLE' || on.type === 'VIEW') {
    return words.some((word) => ['SELECT', 'OWNERSHIP', 'ALL'].includes(word));
  }
  const isContainer = on.type === 'DATABASE' || on.type === 'SCHEMA' || on.type === 'ACCOUNT';
  return isContainer && words.includes('SELECT');
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
): TableReading {
  const readers = new Set<Principal>();
  for (const key of grantKeysOf(table.name)) {
    for (const grant of grants.get(key) ?? []) {
      for (const holder of roles.holdersOf(granteeOf(grant))) readers.add(holder);
    }
  }
  const clearUnder = new Map<string, ReadonlySet<Principal>>();
  const columns = new Map<string, ColumnReading>();
  for (const column of table.columns) {
    const policy = effectivePolicy(state, table, column);
    const key = policy.is === 'masked' ? policy.policy.name.join('.') : '';
    let clearFor = policy.is === 'bare' ? readers : clearUnder.get(key);
    if (clearFor === undefined && policy.is === 'masked') {
      const { body } = policy.policy;
      clearFor = new Set(
        [...readers].filter(
          (reader) =>
            readPolicyBody(body, 'VAL', sessionOf(reader, roles), table.name[0]).mayBeClear,
        ),
      );
      clearUnder.set(key, clearFor);
    }
    columns.set(column.name, { policy, clearFor: clearFor ?? readers });
  }
  return { table, readers, columns, rows: rowsFor(state, table, readers, roles) };
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
      if (policy === undefined) return [reader, 'true'];
      const session = sessionOf(reader, roles);
      return [reader, readPolicyBody(policy.body, '', session, table.name[0]).truth];
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
