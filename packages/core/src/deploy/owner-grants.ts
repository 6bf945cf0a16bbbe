import {
  addressOf,
  type DynamicTableResource,
  type GrantResource,
  type Resource,
} from '../resources/resource.js';
import { closureOf, securableAddresses } from './dependencies.js';
import { grantSteps } from './grant-changes.js';
import type { PlanScope } from './plan-options.js';
import type { PlanStep } from './plan-step.js';

/** What a dynamic table needs before it is filled for the first time. */
export interface OwnerGrants {
  /** What its owner has to hold on what it is made of, and on what it is in. */
  readonly needed: readonly GrantResource[];
  /** What gives it to its owner, after what lets the deployer go on reading it. */
  readonly given: readonly GrantResource[];
}

/**
 * The privileges without which a dynamic table would not be filled, or filled by the wrong role: a refresh
 * sees what its owner sees, and keeps it.
 *
 * @see https://docs.snowflake.com/en/user-guide/dynamic-tables/privileges
 */
export function ownerGrants(
  table: DynamicTableResource,
  { deployRole }: Pick<PlanScope, 'deployRole'>,
  desired: ReadonlyMap<string, Resource>,
): OwnerGrants {
  if (table.owner === deployRole) return { needed: [], given: [] };
  const address = addressOf(table);
  const sources = closureOf(address, desired);
  sources.delete(address);
  const needed: GrantResource[] = [];
  for (const each of desired.values()) {
    if (each.kind !== 'grant' || each.to !== table.owner || each.toType !== undefined) continue;
    // Ownership is given where the other table is made.
    if (each.privilege === 'OWNERSHIP') continue;
    if (securableAddresses(each.on).some((on) => sources.has(on))) needed.push(each);
  }
  const on = { type: 'DYNAMIC TABLE', name: table.name } as const;
  const given = [
    { kind: 'grant', privilege: 'SELECT', on, to: deployRole } as const,
    { kind: 'grant', privilege: 'OWNERSHIP', on, to: table.owner } as const,
  ];
  return { needed, given: given.filter((each) => desired.has(addressOf(each))) };
}

/** Steps in which each dynamic table is its owner's as soon as it is made, and which grants they hold. */
export interface OwnedSteps {
  readonly steps: readonly PlanStep[];
  readonly granted: ReadonlySet<string>;
}

/**
 * Puts the privileges of owners around the steps that make dynamic tables, of those that are to be granted.
 * All that an owner needs is there by then, with its own protection.
 */
export function ownedSteps(
  steps: readonly PlanStep[],
  gained: readonly Resource[],
  scope: Pick<PlanScope, 'deployRole'>,
  desired: ReadonlyMap<string, Resource>,
): OwnedSteps {
  const left = new Set(gained.map(addressOf));
  const granted = new Set<string>();
  const take = (grants: readonly GrantResource[]) => {
    const taken = grants.filter((each) => left.has(addressOf(each)));
    for (const each of taken) {
      left.delete(addressOf(each));
      granted.add(addressOf(each));
    }
    return taken;
  };
  const made = new Map<string, OwnerGrants>();
  for (const { address } of steps) {
    const table = desired.get(address);
    if (table?.kind === 'dynamicTable') made.set(address, ownerGrants(table, scope, desired));
  }
  const ahead = new Set(steps.map(({ address }) => address));
  const isAhead = ({ on }: GrantResource) => securableAddresses(on).some((each) => ahead.has(each));
  const owned: PlanStep[] = [];
  for (const step of steps) {
    const own = made.get(step.address);
    if (own === undefined) owned.push(step);
    else {
      // All at once, as far as may be: dynamic tables can then be made at the same time.
      const needed = [...made.values()].flatMap((each) => each.needed);
      owned.push(...grantSteps(take(needed.filter((each) => !isAhead(each)))));
      owned.push(givenAway(step, grantSteps(take(own.given))));
    }
    ahead.delete(step.address);
  }
  return { steps: owned, granted };
}

/** A step that ends with these grants, once each. */
function givenAway(step: PlanStep, grants: readonly PlanStep[]): PlanStep {
  const statements = grants.flatMap((each) => each.statements);
  const isGiven = statements.some((each) => each === step.statements.at(-1));
  const kept = isGiven ? -1 : step.statements.length;
  return {
    ...step,
    statements: [...step.statements.slice(0, kept), ...statements],
    effects: [...step.effects.slice(0, kept), ...grants.flatMap((each) => each.effects)],
  };
}
