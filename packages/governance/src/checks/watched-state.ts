import { addressOf, type Effect, type GrantResource, type Resource } from '@das/core';
import { libraryMasks } from '../policy-bodies/library-masks.js';
import type { KnownMasks } from '../policy-bodies/outcomes.js';
import type { AnyTable } from './effective-policy.js';
import type { SessionsOf } from './policy-session.js';
import { type RoleGraph, roleGraph } from './role-graph.js';
import {
  grantedOn,
  isReading,
  readingGrants,
  readTable,
  type TableReading,
} from './table-readers.js';

/** A state that a plan changes, statement by statement, and what each change touches. */
export interface WatchedState {
  readonly resources: ReadonlyMap<string, Resource>;
  /** Follows an effect, and names the tables of which something may be read otherwise. */
  follow(effect: Effect): ReadonlySet<string>;
  /** The table of this full name. */
  tableNamed(name: string): AnyTable | undefined;
  tableNames(): Iterable<string>;
  read(table: AnyTable): TableReading;
}

/** Watches a copy of a state. */
export function watchState(
  start: Iterable<Resource>,
  masks: KnownMasks = libraryMasks,
  sessionsOf?: SessionsOf,
): WatchedState {
  const resources = new Map<string, Resource>();
  const tables = new Map<string, AnyTable>();
  /** The tables that depend on a policy or tag, by its address. */
  const users = new Map<string, Set<string>>();
  for (const each of start) resources.set(addressOf(each), each);
  const grants = readingGrants(resources.values());
  let roles: RoleGraph = roleGraph(resources.values());
  for (const each of resources.values()) if (isTable(each)) addTable(each);

  function addTable(table: AnyTable): void {
    const name = table.name.join('.');
    tables.set(name, table);
    for (const address of usedBy(table)) {
      const using = users.get(address);
      if (using === undefined) users.set(address, new Set([name]));
      else using.add(name);
    }
  }

  function removeTable(table: AnyTable): void {
    const name = table.name.join('.');
    tables.delete(name);
    for (const address of usedBy(table)) users.get(address)?.delete(name);
  }

  function replace(address: string, resource: Resource | undefined, touched: Set<string>): void {
    const before = resources.get(address);
    if (resource === undefined) resources.delete(address);
    else resources.set(address, resource);
    if (before !== undefined && isTable(before)) removeTable(before);
    if (resource !== undefined && isTable(resource)) addTable(resource);
    for (const each of [before, resource]) {
      if (each !== undefined) touch(each, address, touched);
    }
    if (before?.kind === 'grant') grants.get(grantedOn(before))?.delete(before);
    if (resource?.kind === 'grant') addGrant(resource);
  }

  function addGrant(grant: GrantResource): void {
    if (!isReading(grant)) return;
    const on = grants.get(grantedOn(grant));
    if (on === undefined) grants.set(grantedOn(grant), new Set([grant]));
    else on.add(grant);
  }

  function touch(resource: Resource, address: string, touched: Set<string>): void {
    switch (resource.kind) {
      case 'table':
      case 'dynamicTable':
        touched.add(resource.name.join('.'));
        return;
      case 'grant': {
        if (!isReading(resource)) return;
        const key = grantedOn(resource);
        if (tables.has(key)) touched.add(key);
        else {
          for (const name of tables.keys()) {
            if (key === '' || name.startsWith(`${key}.`)) touched.add(name);
          }
        }
        return;
      }
      case 'role':
      case 'databaseRole':
        roles = roleGraph(resources.values());
        return;
      case 'roleGrant':
        roles = roleGraph(resources.values());
        for (const name of tables.keys()) touched.add(name);
        return;
      case 'tag':
        for (const policy of resource.maskingPolicies ?? []) {
          for (const name of users.get(`maskingPolicy ${policy.join('.')}`) ?? [])
            touched.add(name);
        }
        for (const name of users.get(address) ?? []) touched.add(name);
        return;
      case 'maskingPolicy':
        for (const tag of resources.values()) {
          const binds =
            tag.kind === 'tag' &&
            (tag.maskingPolicies ?? []).some(
              (policy) => `maskingPolicy ${policy.join('.')}` === address,
            );
          if (binds) for (const name of users.get(addressOf(tag)) ?? []) touched.add(name);
        }
        for (const name of users.get(address) ?? []) touched.add(name);
        return;
      default:
        for (const name of users.get(address) ?? []) touched.add(name);
    }
  }

  function follow(effect: Effect, touched: Set<string> = new Set()): Set<string> {
    switch (effect.is) {
      case 'unchanged':
        break;
      case 'present':
        replace(addressOf(effect.resource), effect.resource, touched);
        break;
      case 'absent':
        replace(effect.address, undefined, touched);
        break;
      case 'several':
        for (const each of effect.effects) follow(each, touched);
    }
    return touched;
  }

  return {
    resources,
    follow: (effect) => follow(effect),
    tableNamed: (name) => tables.get(name),
    tableNames: () => tables.keys(),
    read: (table) => readTable(resources, table, roles, grants, masks, sessionsOf),
  };
}

function isTable(resource: Resource): resource is AnyTable {
  return resource.kind === 'table' || resource.kind === 'dynamicTable';
}

/** The addresses of the policies and tags on which it depends what a table shows. */
function usedBy(table: AnyTable): ReadonlySet<string> {
  const used = new Set<string>();
  const tags = table.kind === 'table' ? (table.tags ?? []) : [];
  for (const { tag } of tags) used.add(`tag ${tag.join('.')}`);
  for (const column of table.columns) {
    if (column.maskingPolicy !== undefined) {
      used.add(`maskingPolicy ${column.maskingPolicy.join('.')}`);
    }
    if (column.projectionPolicy !== undefined) {
      used.add(`projectionPolicy ${column.projectionPolicy.join('.')}`);
    }
    for (const { tag } of column.tags) used.add(`tag ${tag.join('.')}`);
  }
  if (table.aggregationPolicy !== undefined) {
    used.add(`aggregationPolicy ${table.aggregationPolicy.join('.')}`);
  }
  if (table.rowAccess !== undefined) {
    used.add(`rowAccessPolicy ${table.rowAccess.policy.join('.')}`);
  }
  return used;
}
