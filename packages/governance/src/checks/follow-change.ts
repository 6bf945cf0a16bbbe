import { addressOf, dependenciesOf, type Resource } from '@das/core';
import type { ReadStatement } from './check-statement-order.js';
import { readStatement } from './read-statement.js';
import type { StatementChange } from './statement-change.js';
import { type Facts, factsOf } from './statement-facts.js';

/** What is said of a resource; `undefined` where there is none. */
export type Said = Facts | undefined;

/** What a statement is compared in. */
export interface Surroundings {
  /** Before the statement while it is followed, and after it when it is compared. */
  readonly state: ReadonlyMap<string, Resource>;
  readonly statement: ReadStatement;
  /** The later statements about the same object. */
  readonly following: readonly ReadStatement[];
  /** The addresses that effects of this step name. */
  readonly named: ReadonlySet<string>;
  /** The network policies that statements of the plan put in force. */
  readonly forced: readonly Extract<StatementChange, { readonly does: 'force' }>[];
  readonly deployRole: string | undefined;
}

/** Follows one change; what it comes to is in `read`. */
export function followChange(
  change: StatementChange,
  read: Map<string, Said>,
  surroundings: Surroundings,
  stated: ReadonlySet<string>,
  measured: Set<string>,
): string | undefined {
  const { state } = surroundings;
  const current = (address: string): Said => {
    const known = read.get(address);
    if (known !== undefined) return known;
    const resource = state.get(address);
    return resource === undefined ? undefined : factsOf(resource);
  };
  switch (change.does) {
    case 'make':
      read.set(change.address, change.facts);
      return undefined;
    case 'remove':
      if (current(change.address) === undefined && !isSaidRevoke(change.address, stated)) {
        return 'takes away what the plan does not know';
      }
      read.set(change.address, undefined);
      for (const address of stated) {
        if (goesWith(state.get(address), change.address)) read.set(address, undefined);
      }
      return undefined;
    case 'alter': {
      const was = current(change.address);
      if (was === undefined) return 'changes what the plan does not know';
      read.set(change.address, change.change(was));
      return undefined;
    }
    case 'rename': {
      const was = current(change.address);
      if (was === undefined) return 'renames what the plan does not know';
      read.set(change.address, undefined);
      read.set(change.to, was);
      const [, from = ''] = change.address.split(' ');
      const [, to = ''] = change.to.split(' ');
      moveGrants(state, from, to.split('.'), read);
      return undefined;
    }
    case 'own':
      return followOwner(change, read, surroundings, stated);
    case 'force':
      return followForce(change, read, surroundings, stated);
    case 'comment':
      return commentFault(change.address, surroundings);
    case 'run':
      return runFault(change, surroundings);
    case 'measure': {
      const { address } = surroundings.statement.step;
      if (!address.startsWith(`dataMetric ${change.table}.`)) return 'measures another table';
      measured.add(change.table);
      return undefined;
    }
  }
}

/** A privilege goes with what it is on, and with who holds it. */
function goesWith(resource: Resource | undefined, address: string): boolean {
  const isPrivilege = resource?.kind === 'grant' || resource?.kind === 'roleGrant';
  return isPrivilege && dependenciesOf(resource).includes(address);
}

/** A plan that was interrupted may have granted what the record does not hold: that is revoked by name. */
function isSaidRevoke(address: string, stated: ReadonlySet<string>): boolean {
  return /^(?:grant|roleGrant) /.test(address) && stated.has(address);
}

/** A comment says by its fingerprint what an object is: it belongs to what its step is about. */
function commentFault(
  address: string,
  { state, statement, named }: Surroundings,
): string | undefined {
  if (named.has(address)) return undefined;
  const isOwn = statement.step.address === address && state.has(address);
  return isOwn ? undefined : 'writes the comment of something else';
}

/** Privileges go with the table. */
function moveGrants(
  before: ReadonlyMap<string, Resource>,
  from: string,
  to: readonly string[],
  read: Map<string, Said>,
): void {
  for (const [address, resource] of before) {
    if (resource.kind !== 'grant' || resource.on.type !== 'TABLE') continue;
    if (resource.on.name.join('.') !== from) continue;
    const on = { type: 'TABLE', name: to } as unknown as typeof resource.on;
    read.set(address, undefined);
    read.set(addressOf({ ...resource, on }), new Map());
  }
}

/**
 * An owner reads, and changes what protects. One that the plan does not state as a grant is the deployer,
 * who takes a dynamic table over to replace or drop it, or the role that is its owner.
 */
function followOwner(
  { address, object, to }: Extract<StatementChange, { readonly does: 'own' }>,
  read: Map<string, Said>,
  { state, statement, following, deployRole }: Surroundings,
  stated: ReadonlySet<string>,
): string | undefined {
  if (stated.has(address)) {
    read.set(address, new Map());
    return undefined;
  }
  const table = state.get(object);
  if (table?.kind === 'dynamicTable') {
    if (table.owner === to) return undefined;
    const [next] = following;
    const [done] = next === undefined ? [] : (readStatement(next.tokens, state) ?? []);
    const isTakenOver =
      (done?.does === 'make' || done?.does === 'remove') &&
      done.address === object &&
      (deployRole === undefined || to === deployRole);
    if (isTakenOver) return undefined;
  }
  return statement.effect.is === 'unchanged'
    ? 'gives an object to another owner, and is said to change nothing'
    : 'gives an object to another owner, and is not said to';
}

/** A place has one network policy: what puts one in force there ends another one. */
function followForce(
  { place, policy }: Extract<StatementChange, { readonly does: 'force' }>,
  read: Map<string, Said>,
  { state }: Surroundings,
  stated: ReadonlySet<string>,
): string | undefined {
  const key = JSON.stringify(['active', place]);
  if (policy !== undefined) {
    const resource = state.get(policy);
    if (resource === undefined) return 'puts a network policy in force that the plan does not know';
    read.set(policy, new Map([...factsOf(resource), [key, '']]));
    return undefined;
  }
  const holders = [...state].filter(([, each]) => factsOf(each).has(key)).map(([each]) => each);
  if (holders.length === 0) return 'puts a network policy out of force that the plan does not know';
  const named = holders.filter((each) => stated.has(each));
  for (const holder of named.length > 0 ? named : holders) {
    const resource = state.get(holder);
    if (resource === undefined) continue;
    read.set(holder, new Map([...factsOf(resource)].filter(([each]) => each !== key)));
  }
  return undefined;
}

/** A task that ends somebody's access must not be stopped: a plan stops its own alone, and starts it again. */
function runFault(
  { address, isRunning }: Extract<StatementChange, { readonly does: 'run' }>,
  { statement, following, state }: Surroundings,
): string | undefined {
  if (address !== statement.step.address || !state.has(address)) {
    return 'starts or stops another task';
  }
  if (isRunning) return undefined;
  const isStarted = following.some(({ tokens }) =>
    (readStatement(tokens, state) ?? []).some(
      (each) => each.does === 'run' && each.address === address && each.isRunning,
    ),
  );
  return isStarted ? undefined : 'stops a task that nothing starts again';
}
