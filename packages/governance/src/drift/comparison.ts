import { addressOf, type DynamicTableResource, type Resource, type TableResource } from '@das/core';
import type { ObservedState } from '../observe/observed-state.js';
import { type KnownAccess, knownAccess } from './compare-access.js';
import type { DriftOrigin } from './drift-finding.js';
import { securableFamily, securables } from './securables.js';

/** The two sides of a comparison, with what the parts of drift look up in them. */
export interface Comparison {
  /** What was deployed, by address. */
  readonly deployed: ReadonlyMap<string, Resource>;
  readonly observed: ObservedState;
  /** The role that should own an object, by its family and full name, such as `TABLE DB.SCHEMA.T`. */
  readonly ownerOf: (object: string) => string;
  /** Whether an object has another owner, so that the role that looked may not see it. */
  readonly isHidden: (resource: Resource) => boolean;
  /** The deployed tables and dynamic tables that are there, seen or hidden, by full name. */
  readonly tables: ReadonlyMap<string, TableResource | DynamicTableResource>;
  /** Who last changed an object, by its full name. */
  readonly originOf: (name: string) => DriftOrigin | undefined;
  /** The access for a time that is written down. */
  readonly access: KnownAccess;
}

/** Prepares a comparison. */
export function comparisonOf(
  resources: readonly Resource[],
  observed: ObservedState,
  owner: string,
): Comparison {
  const deployed = new Map(resources.map((resource) => [addressOf(resource), resource]));
  // The account tells of the policies and tags of a table also where the role may not see the table.
  const hidden = new Set(observed.hidden.map(({ name }) => name.join('.')));
  const tables = new Map<string, TableResource | DynamicTableResource>();
  for (const [address, resource] of deployed) {
    if (resource.kind !== 'table' && resource.kind !== 'dynamicTable') continue;
    const name = resource.name.join('.');
    if (observed.objects.has(address) || hidden.has(name)) tables.set(name, resource);
  }
  const origins = new Map<string, DriftOrigin>();
  for (const { name, user, role, at, statement } of observed.changes) {
    origins.set(name, { user, at, statement, ...(role === undefined ? {} : { role }) });
  }
  const given = new Map<string, string>();
  for (const resource of resources) {
    if (resource.kind !== 'grant' || resource.privilege !== 'OWNERSHIP') continue;
    const { on, to } = resource;
    given.set(`${securableFamily(on.type)} ${on.name.join('.')}`, to);
  }
  const ownerOf = (object: string): string => given.get(object) ?? owner;
  const owners = new Map(
    observed.grants
      .filter(({ privilege }) => privilege === 'OWNERSHIP')
      .map(({ on, name, to }) => [`${securableFamily(on)} ${name}`, to]),
  );
  const isHidden = (resource: Resource): boolean => {
    if (!('name' in resource)) return false;
    const object = `${securables[resource.kind]} ${resource.name.join('.')}`;
    const there = owners.get(object);
    return there !== undefined && there !== ownerOf(object);
  };
  return {
    deployed,
    observed,
    ownerOf,
    isHidden,
    tables,
    originOf: (name) => origins.get(name),
    access: knownAccess(observed.access),
  };
}
